//! What was meant by TOML that cannot be read: from the reader's complaint and the text around it to a plain sentence and a
//! way out.
//!
//! This module does not know what the keys mean.

use std::ops::Range;

use super::shortened;

/// A sentence that says what is wrong, and the way out.
type Explanation = (String, String);

/// Explains the reader's `message` about `span` of `text`.
pub(super) fn explain(text: &str, span: Range<usize>, message: &str) -> Explanation {
    // Where something is too much or missing, what stands before it is marked.
    let is_behind =
        ["missing comma", "unexpected key or value"].iter().any(|start| message.starts_with(start));
    let at = if is_behind { span.end } else { span.start };
    let (before, after, written) = (&text[..at], text[at..].trim_start(), text[span.clone()].trim());
    let told = |sentence: &str, help: &str| (sentence.to_owned(), help.to_owned());
    if let Some(range) = range(&text[..span.start], &text[span.start..]) {
        return (
            "a range is text and needs quotes".to_owned(),
            // Which key takes what is not known here; one that takes a single number does not take this text either.
            format!("write it between double quotes: `\"{range}\"`, or one number if the key takes no range"),
        );
    }
    if let Some((sentence, help)) = bare(&text[..span.start], &text[span.start..]) {
        return (sentence, help);
    }
    if message.starts_with("invalid basic string") && runs_over(&text[span.start..]) {
        let help = "put `\"\"\"` around a text of several lines, or write it on one line";
        return ("this text has no closing quote on its line".to_owned(), help.to_owned());
    }
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || c == '(');
    let are_numbers =
        || written.contains(' ') && written.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    let is_next_key = span.end > span.start
        && text[span.clone()].contains('\n')
        && starts_with_key(&text[span.end.saturating_sub(written.len())..]);
    match message {
        m if m.starts_with("missing comma") && is_next_key => told("this list has no closing `]`", CLOSE),
        m if m.starts_with("missing comma") && !goes_on
            || m.starts_with("string values must be quoted") && are_numbers() =>
        {
            told(
                "a comma is missing between two items of this list",
                "put a comma after the item before this one",
            )
        }
        m if m.starts_with("missing comma") || m.starts_with("unexpected key or value") && goes_on => {
            if before.ends_with('\'') {
                let help = "use double quotes around a text that contains an apostrophe";
                told("the apostrophe before this closes the text, but the text continues", help)
            } else {
                let help = "write a quote inside a text as `\\\"`, or put single quotes around the text";
                told("the quote before this closes the text, but the text continues", help)
            }
        }
        m if m.starts_with("invalid basic string, expected `\"`") => {
            told("this text has no closing quote", "put text between double quotes: `title = \"Heat\"`")
        }
        m if m.starts_with("unclosed array") => told("this list has no closing `]`", CLOSE),
        m if m.starts_with("unclosed inline table") => told("this table has no closing `}`", CLOSE),
        m if m.starts_with("string values must be quoted") && written.is_empty() => {
            told("this key has no value", "write its value after the `=`; text needs double quotes")
        }
        m if m.starts_with("string values must be quoted") => {
            let bare = written.trim_matches(['“', '”', '„', '‘', '’', '"', '\'']);
            let sentence = if written.starts_with(['“', '”', '„', '‘', '’']) {
                "curly quotes do not start a text"
            } else {
                "this is not a value: text needs quotes"
            };
            (
                sentence.to_owned(),
                format!("write it between straight double quotes: `\"{}\"`", shortened(bare)),
            )
        }
        m if m.starts_with("invalid unquoted key") && after.starts_with(':') => {
            told("use `=` between a key and its value, not `:`", "write an equals sign instead of the colon")
        }
        m if m.starts_with("key with no value") => told(
            "this key has no `=` and no value after it",
            "write `key = value`, one per line; text needs double quotes",
        ),
        m if m.contains("quot") || m.contains("string") => (
            format!("this is not valid TOML: {message}"),
            "put text between double quotes: `title = \"Heat\"`".to_owned(),
        ),
        _ => (
            format!("this is not valid TOML: {message}"),
            "write `key = value`, one per line; text needs double quotes".to_owned(),
        ),
    }
}

/// The value at hand as it stands from the `=` in `before` to the end of its line: a day in another order, or a number
/// with a unit.
fn bare(before: &str, from: &str) -> Option<Explanation> {
    let line = before.rsplit(['\n', '\r']).next()?;
    let started = line.split_once('=').map_or("", |(_, value)| value);
    let rest = from.split(['\n', '\r', '#']).next()?;
    let value = format!("{started}{rest}");
    let value = value.trim();
    if let Some(help) = super::date::reordered(value) {
        return Some((format!("`{}` is not a date", shortened(value)), format!("{help}, without quotes")));
    }
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = value.split_at(digits);
    let is_unit =
        !unit.trim().is_empty() && unit.trim().len() <= 12 && unit.trim().chars().all(char::is_alphabetic);
    (!number.is_empty() && !number.ends_with('.') && is_unit).then(|| {
        let sentence =
            format!("`{}` is not a value: a number stands alone, without its unit", shortened(value));
        (sentence, format!("write `{number}`; or, if the key takes text, `\"{}\"`", shortened(value)))
    })
}

/// Whether the text that is open here is closed on a later line, before the next key.
fn runs_over(text: &str) -> bool {
    let lines = text.lines().skip(1);
    lines.take_while(|line| !starts_with_key(line) && !line.starts_with('[')).any(|line| line.contains('"'))
}

/// Whether `text` starts with a key and an equals sign.
fn starts_with_key(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or("");
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    line.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty() && key.chars().all(is_key))
}

const CLOSE: &str = "close the bracket, and separate the values with commas";

/// The range without quotes that is the value at hand: what stands from the `=` in `before` to the end of its line.
fn range(before: &str, from: &str) -> Option<String> {
    let line = before.rsplit(['\n', '\r']).next()?;
    let started = line.split_once('=').map_or("", |(_, value)| value);
    let rest = from.split(['\n', '\r', '#']).next()?;
    let value = format!("{started}{rest}");
    let (min, max) = value.split_once(['-', '–', '—']).or_else(|| value.split_once(" to "))?;
    let (min, max) = (min.trim(), max.trim());
    // Four digits start a day.
    let is_number =
        |part: &str| (1..4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(min) && is_number(max)).then(|| format!("{min}-{max}"))
}

#[cfg(test)]
mod tests {
    use crate::data::toml;
    use crate::diagnostic::FileName;

    /// What is said of `text`, and the way out.
    fn said(text: &str) -> Vec<String> {
        let file: FileName = "a.toml".into();
        let (_, found) = toml::parse(text, 0, &file);
        found.iter().map(|found| format!("{} | {}", found.message, found.help)).collect()
    }

    #[test]
    fn what_authors_get_wrong_in_toml_is_told_with_its_own_way_out() {
        let comma =
            "a comma is missing between two items of this list | put a comma after the item before this one";
        let quote = "the quote before this closes the text, but the text continues | write a quote inside a text as `\\\"`, or \
                     put single quotes around the text";
        let between = |text: &str| {
            format!(
                "a range is text and needs quotes | write it between double quotes: `\"{text}\"`, or one number \
                 if the key takes no range"
            )
        };
        for (text, expected) in [
            ("a = [\"x\" \"y\"]", comma.to_owned()),
            ("a = [\n  \"x\"\n  \"y\",\n]", comma.to_owned()),
            ("a = [1 2]", comma.to_owned()),
            ("a = [\"x\", \"y\"\nb = 1", format!("this list has no closing `]` | {}", super::CLOSE)),
            ("a = [1, 2\nb-c = \"d\"", format!("this list has no closing `]` | {}", super::CLOSE)),
            ("a = [\"say \"ow\" now\"]", quote.to_owned()),
            ("a = \"say \"ow\" now\"", quote.to_owned()),
            (
                "a = 'don't'",
                "the apostrophe before this closes the text, but the text continues | use double quotes around a text that \
                 contains an apostrophe"
                    .to_owned(),
            ),
            ("a = 5-10", between("5-10")),
            ("a = 2-3 # times", between("2-3")),
            ("a = 20-30", between("20-30")),
            ("a = 10–15", between("10-15")),
            ("a = 10 - 15", between("10-15")),
            ("a = 20 to 30", between("20-30")),
            (
                "a = Heat pack",
                "this is not a value: text needs quotes | write it between straight double quotes: `\"Heat pack\"`"
                    .to_owned(),
            ),
            ("a = “Heat”", "curly quotes do not start a text | write it between straight double quotes: `\"Heat\"`".to_owned()),
            (
                "a = 04/03/2026",
                "`04/03/2026` is not a date | write `2026-03-04`, or `2026-04-03` if the month comes first, without quotes"
                    .to_owned(),
            ),
            (
                "a = 20 s",
                "`20 s` is not a value: a number stands alone, without its unit | write `20`; or, if the key takes text, `\"20 s\"`"
                    .to_owned(),
            ),
            (
                "a = \"one\ntwo\"\nb = 1",
                "this text has no closing quote on its line | put `\"\"\"` around a text of several lines, or write it on one line"
                    .to_owned(),
            ),
            ("a: \"x\"", "use `=` between a key and its value, not `:` | write an equals sign instead of the colon".to_owned()),
        ] {
            assert_eq!(said(text), [expected], "{text}");
        }
    }
}
