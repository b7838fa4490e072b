//! What was meant by YAML that cannot be read: from the text to plain sentences, each with its place and a way out.
//!
//! YAML readers give up far from a mistake: a list that is never closed is noticed at the end of the text. So the lines are
//! looked at one by one for what authors get wrong. This module is asked only about text that could not be read, and does
//! not know what the keys mean.

use std::ops::Range;

use super::shortened;

/// A mistake: its place in the text, what is wrong, and the way out.
pub(super) type YamlSlip = (Range<usize>, String, String);

/// One line of the text.
struct YamlLine<'a> {
    start: usize,
    text: &'a str,
    indent: usize,
    /// The text without indentation, dashes of lists and what follows it.
    content: &'a str,
}

impl<'a> YamlLine<'a> {
    fn new(start: usize, text: &'a str) -> Self {
        let content = text.trim_start();
        YamlLine { start, text, indent: text.len() - content.len(), content: content.trim_end() }
    }

    /// Its key and the text behind the colon.
    fn entry(&self) -> Option<(&'a str, &'a str)> {
        let content = self.content.strip_prefix("- ").unwrap_or(self.content).trim_start();
        let (key, value) = match content.split_once(": ") {
            Some(parts) => parts,
            None => (content.strip_suffix(':')?, ""),
        };
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
        (!key.is_empty() && key.chars().all(is_key)).then(|| (key, value.trim()))
    }

    /// What the line gives as a value: behind the colon or the dash.
    fn value(&self) -> &'a str {
        match self.entry() {
            Some((_, value)) => value,
            None => self.content.strip_prefix('-').map_or("", str::trim_start),
        }
    }

    /// The place of `part`, a part of the line.
    fn place(&self, part: &str) -> Range<usize> {
        let at = self.text.find(part).unwrap_or(self.indent);
        self.start + at..self.start + at + part.len()
    }
}

/// What is wrong in `text`, as far as it is one of the slips that authors make.
pub(super) fn find(text: &str) -> Vec<YamlSlip> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        YamlLine::new(at - line.len(), line.trim_end_matches(['\n', '\r']))
    });
    let lines: Vec<YamlLine<'_>> = lines.collect();
    let mut slips = Vec::new();
    let mut next = 0;
    let mut above: Option<&YamlLine<'_>> = None;
    while let Some(line) = lines.get(next) {
        next += 1;
        if line.content.is_empty() || line.content.starts_with('#') {
            continue;
        }
        let value = line.value();
        if value.starts_with(['|', '>']) {
            // Lines of a block are text.
            next +=
                lines[next..].iter().take_while(|l| l.content.is_empty() || l.indent > line.indent).count();
            above = Some(line);
            continue;
        }
        if value.starts_with(['[', '{', '"', '\'']) {
            // A value in brackets or quotes may go on up to the next key.
            let goes_on = |below: &&YamlLine<'_>| below.entry().is_none() || below.indent > line.indent;
            let more = lines[next..].iter().take_while(goes_on).count();
            let start = line.place(value).start;
            let end = lines.get(next + more).map_or(text.len(), |line| line.start);
            let (slip, lines_used) = closed(text, start..end);
            slips.extend(slip);
            next += lines_used.min(more);
            above = Some(line);
            continue;
        }
        slips.extend(slip_of(line, value, above));
        above = Some(line);
    }
    slips
}

/// What is wrong in a line whose value is in no brackets and no quotes.
fn slip_of(line: &YamlLine<'_>, value: &str, above: Option<&YamlLine<'_>>) -> Option<YamlSlip> {
    let told = |part: &str, fact: String, help: String| Some((line.place(part), fact, help));
    if let Some(item) = line.content.strip_prefix('-').filter(|item| item.starts_with(char::is_alphanumeric))
    {
        let fact = "a space is missing after this dash".to_owned();
        return told(line.content, fact, format!("write `- {}`", shortened(item)));
    }
    let is_list_item = line.content.starts_with("- ") || line.content == "-";
    if line.entry().is_none() && !is_list_item {
        if above.is_some_and(|above| above.indent < line.indent && !above.value().is_empty()) {
            return None; // The value above goes on.
        }
        let (key, rest) = line.content.split_once(':').unwrap_or((line.content, ""));
        let help = match rest.is_empty() {
            true => "write `key: value`, one per line".to_owned(),
            false => format!("write a space after the colon: `{key}: {}`", shortened(rest)),
        };
        return told(line.content, "this line is no `key: value`".to_owned(), help);
    }
    if value.starts_with(['@', '`', '%', '&', '*', '!', ']', '}', ',']) {
        let first = value.chars().next().unwrap_or('@');
        let fact = format!("a value cannot start with `{first}`");
        return told(value, fact, format!("put it between quotes: {}", quoted(value)));
    }
    if value.contains(": ") || value.ends_with(':') {
        let fact = "a value with a colon in it needs quotes".to_owned();
        return told(value, fact, format!("write {}", quoted(value)));
    }
    let has_value = |above: &&YamlLine<'_>| above.entry().is_some_and(|(_, value)| !value.is_empty());
    let outer = above.filter(|above| above.indent < line.indent).filter(has_value);
    if let Some(outer) = outer.filter(|_| line.entry().is_some() && !is_list_item) {
        if outer.content.starts_with("- ") && line.indent == outer.indent + 2 {
            return None;
        }
        let fact = "this key is indented, but the key above it already has a value".to_owned();
        return told(line.content, fact, "remove the spaces before it".to_owned());
    }
    None
}

/// `value` between double quotes, or single ones where it has double quotes itself.
fn quoted(value: &str) -> String {
    let value = shortened(value);
    if value.contains('"') { format!("`'{}'`", value.replace('\'', "''")) } else { format!("`\"{value}\"`") }
}

/// What is wrong with the value in brackets or quotes that starts at the start of `range`, and on how many further lines it
/// goes on.
fn closed(text: &str, range: Range<usize>) -> (Option<YamlSlip>, usize) {
    let value = &text[range.clone()];
    let lines_before = |end: usize| value[..end].matches('\n').count();
    let mut open: Vec<usize> = Vec::new();
    let mut letters = value.char_indices().peekable();
    let mut end = None;
    while let Some((at, letter)) = letters.next() {
        match letter {
            '[' | '{' => open.push(at),
            ']' | '}' => {
                open.pop();
            }
            // Within a word it is an apostrophe.
            '\'' | '"' if value[..at].trim_end().ends_with(['[', '{', ',', ':']) || at == 0 => {
                let mut is_closed = false;
                while let Some((inner, other)) = letters.next() {
                    if letter == '"' && other == '\\' {
                        letters.next();
                    } else if other == letter {
                        if letter == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') {
                            letters.next();
                            continue;
                        }
                        is_closed = true;
                        if open.is_empty() {
                            end = Some(inner + 1);
                        }
                        break;
                    }
                }
                if !is_closed {
                    let line = value[at..].lines().next().unwrap_or("").trim_end();
                    let fact = "this text has no closing quote".to_owned();
                    let help = format!("put `{letter}` at its end too");
                    return (Some((range.start + at..range.start + at + line.len(), fact, help)), 0);
                }
            }
            '#' if value[..at].ends_with([' ', '\n']) => {
                while letters.next_if(|(_, letter)| *letter != '\n').is_some() {}
            }
            _ => {}
        }
        if open.is_empty() {
            end = end.or(Some(at + letter.len_utf8()));
            break;
        }
    }
    if let Some(at) = open.first() {
        let (fact, sign) = if value[*at..].starts_with('[') { ("list", "]") } else { ("table", "}") };
        let line = value[*at..].lines().next().unwrap_or("").trim_end();
        let fact = format!("this {fact} has no closing `{sign}`");
        let help = format!("write `{sign}` after its last value");
        return (Some((range.start + at..range.start + at + line.len(), fact, help)), 0);
    }
    let end = end.unwrap_or(value.len());
    let rest = value[end..].lines().next().unwrap_or("").trim();
    if rest.is_empty() || rest.starts_with('#') {
        return (None, lines_before(end));
    }
    let line = value.lines().next().unwrap_or("").trim_end();
    let place = range.start..range.start + line.len();
    let slip = match value.chars().next() {
        Some('\'') => (
            place,
            "the apostrophe closes this text, but the text continues".to_owned(),
            "put double quotes around a text that contains an apostrophe".to_owned(),
        ),
        Some('"') => (
            place,
            "the second quote closes this text, but the text continues".to_owned(),
            "put quotes around all of it, and write a quote inside it as `\\\"`".to_owned(),
        ),
        _ => (
            place,
            "a text that starts with a bracket needs quotes".to_owned(),
            format!("write {}", quoted(line)),
        ),
    };
    (Some(slip), lines_before(end))
}

#[cfg(test)]
mod tests {
    use crate::data::yaml;
    use crate::diagnostic::FileName;

    /// What is said of `text`: the marked words, the fact and the way out.
    fn said(text: &str) -> Vec<String> {
        let file: FileName = "a.md".into();
        let (_, found) = yaml::parse(text, 0, &file);
        let marked = |found: &crate::diagnostic::Diagnostic| {
            let place = &found.primary.place;
            let line = text[..place.start].matches('\n').count() + 1;
            format!("{line}: {} | {} | {}", &text[place.start..place.end], found.message, found.help)
        };
        found.iter().map(marked).collect()
    }

    #[test]
    fn what_authors_get_wrong_in_yaml_is_told_at_its_own_line() {
        for (text, expected) in [
            (
                "title: Page\norder: 2\ntags: [a, b\n",
                "3: [a, b | this list has no closing `]` | write `]` after its last value",
            ),
            (
                "title: Page\ntags: [a, b\norder: 2\n",
                "2: [a, b | this list has no closing `]` | write `]` after its last value",
            ),
            (
                "a: 1\ntitle: \"Page\nb: 2\n",
                "2: \"Page | this text has no closing quote | put `\"` at its end too",
            ),
            (
                "a: 1\ntitle: 'it's bad'\n",
                "2: 'it's bad' | the apostrophe closes this text, but the text continues | put double quotes around a text that contains an apostrophe",
            ),
            (
                "a: 1\nb: 2\ntitle: Heat: the basics\n",
                "3: Heat: the basics | a value with a colon in it needs quotes | write `\"Heat: the basics\"`",
            ),
            ("a: 1\nb:\n- a\n-b\n", "4: -b | a space is missing after this dash | write `- b`"),
            (
                "a: 1\nb: 2\n  c: 3\n",
                "3: c: 3 | this key is indented, but the key above it already has a value | remove the spaces before it",
            ),
            ("a: 1\nb\nc: 2\n", "2: b | this line is no `key: value` | write `key: value`, one per line"),
            (
                "a: 1\nc: 2\nb:x\n",
                "3: b:x | this line is no `key: value` | write a space after the colon: `b: x`",
            ),
            (
                "a: 1\nb: @home\n",
                "2: @home | a value cannot start with `@` | put it between quotes: `\"@home\"`",
            ),
            (
                "a: 1\nb: [x] and y\n",
                "2: [x] and y | a text that starts with a bracket needs quotes | write `\"[x] and y\"`",
            ),
        ] {
            assert_eq!(said(text), [expected], "{text}");
        }
        assert_eq!(said("a: [x\nb: c: d\n").len(), 2, "every line is told");
    }

    #[test]
    fn yaml_that_can_be_read_is_not_looked_at() {
        for text in [
            "a: |\n  b: c: d\n  [x\n",
            "a: [x,\n  y]\nb: 'it''s'\n",
            "a: \"x: y\"\nb:\n  - c: 1\n    d: 2\n",
            "# it's [\na: b # c: d\n",
        ] {
            assert_eq!(said(text), Vec::<String>::new(), "{text}");
        }
    }
}
