//! Finds what looks like the syntax of another system.

use std::ops::Range;

use super::names::{is_element, is_emoji, is_shortcode};
use super::{Construct, ForeignSyntax};

/// What `text` may hold of other systems, in order. Whether it is text, and not code, the parser has to tell.
pub(in crate::article) fn find(text: &str) -> Vec<ForeignSyntax> {
    let mut finder = ForeignFinder { text, found: Vec::new() };
    finder.braces();
    finder.brackets();
    finder.pairs();
    finder.formulas();
    finder.colons();
    finder.lines();
    let mut found = finder.found;
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    // What is in something that was found belongs to it.
    let mut end = 0;
    found.retain(|found| {
        let is_first = found.span.start >= end;
        end = end.max(found.span.end);
        is_first
    });
    found
}

/// A fence whose language `info` is a directive of another system or makes a picture there.
pub(in crate::article) fn fence(info: &str, span: Range<usize>) -> Option<ForeignSyntax> {
    let info = info.trim();
    if let Some((name, _)) = info.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        let name = name.trim();
        let word = name.split([' ', ',']).next().unwrap_or("");
        let is_language = ["r", "python", "julia", "sql", "bash"].contains(&word);
        let is_name = is_name(word) && !is_language;
        return is_name.then(|| ForeignSyntax { what: Construct::Fence, span, word: word.to_owned() });
    }
    let language = info.split([' ', ',', '{']).next().unwrap_or("");
    let is_diagram =
        ["mermaid", "plantuml", "dot", "graphviz", "math", "katex", "dataview", "d2"].contains(&language);
    is_diagram.then(|| ForeignSyntax { what: Construct::Diagram, span, word: String::new() })
}

/// The start tag called `name`, where HTML has no such element and a component or a word is meant.
pub(in crate::article) fn component(name: &str, span: Range<usize>) -> Option<ForeignSyntax> {
    let is_capital =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
    let is_component = is_capital && !name.contains('-') && !is_element(&name.to_ascii_lowercase());
    is_component.then(|| ForeignSyntax { what: Construct::Component, span, word: String::new() })
}

/// The most bytes of a construct.
const LONGEST: usize = 2_000;

pub(super) struct ForeignFinder<'a> {
    pub(super) text: &'a str,
    found: Vec<ForeignSyntax>,
}

impl ForeignFinder<'_> {
    pub(super) fn add(&mut self, what: Construct, span: Range<usize>, word: &str) {
        self.found.push(ForeignSyntax { what, span, word: word.to_owned() });
    }

    /// The end of what starts at `from`, behind `close`, where that is near and in the same paragraph.
    fn end(&self, from: usize, close: &str) -> Option<usize> {
        let found = self.near(from, close)?;
        (!self.text[from..found].contains("\n\n")).then_some(found + close.len())
    }

    /// The same, within one line.
    fn end_in_line(&self, from: usize, close: &str) -> Option<usize> {
        let found = self.near(from, close)?;
        (!self.text[from..found].contains('\n')).then_some(found + close.len())
    }

    /// Where `close` is behind `from`. A search to the end of the text for each mark would take too long in a text of marks.
    fn near(&self, from: usize, close: &str) -> Option<usize> {
        let window = &self.text.as_bytes()[from..self.text.len().min(from + LONGEST)];
        memchr::memmem::find(window, close.as_bytes()).map(|found| from + found)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    /// `{{ … }}`, `{% … %}`, `{: … }` and what else is between curly brackets.
    fn braces(&mut self) {
        let text = self.text;
        let mut done = 0;
        for at in memchr::memchr_iter(b'{', text.as_bytes()) {
            if at < done {
                continue;
            }
            let rest = &text[at + 1..];
            let Some(next) = rest.chars().next() else { break };
            let found = match next {
                '{' => self.double(at),
                '%' => self.tag(at),
                '+' | '-' | '~' | '=' | '>' => self.critic(at),
                '/' if rest.starts_with("/*") => {
                    self.end(at, "*/}").map(|end| (Construct::Comment, at..end, String::new()))
                }
                _ => self.attributes(at),
            };
            if let Some((what, span, word)) = found {
                done = span.end;
                self.add(what, span, &word);
            }
        }
    }

    fn double(&self, at: usize) -> Option<(Construct, Range<usize>, String)> {
        let inside = &self.text[at + 2..];
        for (open, close) in [("<", ">}}"), ("%", "%}}")] {
            if let Some(rest) = inside.strip_prefix(open) {
                let end = self.end(at + 2, close)?;
                return Some((
                    Construct::Hugo,
                    at..end,
                    first_word(rest.trim_start_matches(['/', '*', ' ', '\n'])),
                ));
            }
        }
        let end = self.end(at + 2, "}}")?;
        let inside = &self.text[at + 2..end - 2];
        if let Some(rest) = inside.strip_prefix('#') {
            let word = first_word(rest);
            return (!word.is_empty()).then_some((Construct::MdBook, at..end, word));
        }
        let inside = inside.trim().trim_start_matches('-').trim_start();
        if inside.eq_ignore_ascii_case("toc") {
            return Some((Construct::Contents, at..end, String::new()));
        }
        let word = first_word(inside);
        let is_expression =
            inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '"' | '\'' | '.' | '$'));
        let is_call = inside[word.len().min(inside.len())..].starts_with('(') && !word.is_empty();
        let what = if is_call { Construct::Zola } else { Construct::Liquid };
        is_expression.then_some((what, at..end, word))
    }

    fn tag(&self, at: usize) -> Option<(Construct, Range<usize>, String)> {
        let end = self.end(at + 2, "%}")?;
        let inside = self.text[at + 2..end - 2].trim().trim_matches('-').trim();
        let word = first_word(inside);
        let is_call = !word.is_empty() && inside[word.len()..].starts_with('(');
        let what = if is_call { Construct::Zola } else { Construct::Liquid };
        (!word.is_empty()).then_some((what, at..end, word))
    }

    fn critic(&self, at: usize) -> Option<(Construct, Range<usize>, String)> {
        let rest = &self.text[at..];
        let marks = [("{++", "++}"), ("{--", "--}"), ("{~~", "~~}"), ("{==", "==}"), ("{>>", "<<}")];
        let (open, close) = marks.into_iter().find(|(open, _)| rest.starts_with(open))?;
        let end = self.end(at + open.len(), close)?;
        Some((Construct::Critic, at..end, String::new()))
    }

    /// `{: .note}`, `{.button}` behind a link or alone, and the role of `` {ref}`heat` ``.
    fn attributes(&self, at: usize) -> Option<(Construct, Range<usize>, String)> {
        let end = self.end_in_line(at, "}")?;
        let inside = &self.text[at + 1..end - 1];
        let before = self.text[..at].trim_end_matches([' ', '\t', '>']);
        let after = self.text[end..].trim_start_matches([' ', '\t', '\r']);
        let is_alone =
            (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'));
        if self.text[end..].starts_with('`') && is_name(inside) && !is_alone {
            return Some((Construct::Role, at..end, inside.to_owned()));
        }
        if let Some(rest) = inside.strip_prefix(':') {
            let rest = rest.strip_prefix(':').unwrap_or(rest).trim();
            let is_contents = rest.eq_ignore_ascii_case("toc");
            let what = if is_contents { Construct::Contents } else { Construct::Attributes };
            let is_list =
                rest.starts_with(|c: char| c == '.' || c == '#' || c == '/' || c.is_ascii_alphabetic());
            return is_list.then_some((what, at..end, String::new()));
        }
        let is_behind = matches!(self.before(at), Some(')' | ']' | '`')) && !self.is_directive(at);
        let mut parts = inside.split_whitespace().peekable();
        parts.peek()?;
        let is_part = |part: &str| match part.strip_prefix(['.', '#']) {
            Some(name) => is_name(name),
            None => part.split_once('=').is_some_and(|(key, _)| is_name(key)),
        };
        ((is_behind || is_alone) && parts.all(is_part)).then_some((
            Construct::Attributes,
            at..end,
            String::new(),
        ))
    }

    /// Whether the curly bracket at `at` belongs to a directive, as in `:exercise[this]{id=bird-dog}`.
    fn is_directive(&self, at: usize) -> bool {
        let from = at.saturating_sub(LONGEST);
        let Some(label) = memchr::memrchr(b'[', &self.text.as_bytes()[from..at]) else { return false };
        let before = &self.text[..from + label];
        let colon = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        self.before(at) == Some(']') && colon.len() < before.len() && colon.ends_with(':')
    }

    /// `[[heat]]`, `![[heat.png]]`, `[TOC]` and the shortcodes of WordPress.
    fn brackets(&mut self) {
        let text = self.text;
        for at in memchr::memchr_iter(b'[', text.as_bytes()) {
            if at > 0 && matches!(text.as_bytes()[at - 1], b'[' | b'\\') {
                continue;
            }
            // Most are footnotes, or the words of links, which are followed by an address.
            let rest = &text.as_bytes()[at + 1..text.len().min(at + LONGEST)];
            if rest.first() == Some(&b'^') {
                continue;
            }
            let Some(close) = memchr::memchr2(b']', b'\n', rest).filter(|&found| rest[found] == b']') else {
                continue;
            };
            let end = at + 1 + close + 1;
            if rest.first() != Some(&b'[')
                && rest.get(close + 1) == Some(&b'(')
                && rest.first() != Some(&b'/')
            {
                continue;
            }
            if text[at..].starts_with("[[") {
                let inside = &text[at + 2..end - 1];
                let is_closed = text[end..].starts_with(']') && !text[end + 1..].starts_with('(');
                if !is_closed || !inside.contains(char::is_alphabetic) {
                    continue;
                }
                if matches!(inside.to_ascii_lowercase().as_str(), "toc" | "_toc_") {
                    self.add(Construct::Contents, at..end + 1, "");
                } else if self.before(at) == Some('!') {
                    self.add(Construct::Embed, at - 1..end + 1, "");
                } else {
                    self.add(Construct::WikiLink, at..end + 1, "");
                }
                continue;
            }
            let inside = &text[at + 1..end - 1];
            if inside.eq_ignore_ascii_case("toc") && !text[end..].starts_with(['(', '[', ':']) {
                self.add(Construct::Contents, at..end, "");
                continue;
            }
            let name = inside.trim_start_matches('/');
            let word = first_word(name);
            let is_end = name.len() < inside.len() && word == name && is_shortcode(&word);
            let rest = &name[word.len()..];
            let has_values = rest.starts_with(' ') && (rest.contains("=\"") || rest.contains("='"));
            if !word.is_empty() && (is_end || (has_values && !text[end..].starts_with(['(', '{']))) {
                self.add(Construct::WordPress, at..end, &word);
            }
        }
    }

    /// `%% … %%` and `==heat==`.
    fn pairs(&mut self) {
        for (mark, what) in [("%%", Construct::Comment), ("==", Construct::Highlight)] {
            let mut from = 0;
            while let Some(at) =
                memchr::memmem::find(&self.text.as_bytes()[from..], mark.as_bytes()).map(|found| from + found)
            {
                from = at + mark.len();
                let is_start = !self.before(at).is_some_and(|c| c.is_alphanumeric() || c == '=' || c == '%');
                let Some(end) = self.end(from, mark).filter(|_| is_start) else { continue };
                let inside = &self.text[from..end - mark.len()];
                let is_tight =
                    !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
                let has_words = inside.contains(char::is_alphabetic) && !inside.contains('=');
                if has_words && (what == Construct::Comment || is_tight) {
                    self.add(what, at..end, "");
                    from = end;
                }
            }
        }
    }

    /// `$$ … $$`, and `$ … $` with a command of TeX in it.
    fn formulas(&mut self) {
        let text = self.text;
        let mut from = 0;
        while let Some(at) = memchr::memchr(b'$', &text.as_bytes()[from..]).map(|found| from + found) {
            let marks = text[at..].bytes().take_while(|&byte| byte == b'$').count();
            from = at + marks;
            let end = match marks {
                1 => self.end_in_line(from, "$"),
                2 => self.end(from, "$$"),
                _ => None,
            };
            let Some(end) = end else { continue };
            let inside = &text[from..end - marks];
            let has_command = inside
                .match_indices('\\')
                .any(|(slash, _)| inside[slash + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
            let is_formula = has_command || (marks == 2 && inside.contains(['^', '_', '=', '{', '+']));
            if is_formula && self.before(at) != Some('\\') {
                self.add(Construct::Math, at..end, "");
                from = end;
            }
        }
    }

    /// `:smile:`, and the role of `` :ref:`heat` ``.
    fn colons(&mut self) {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let mut done = 0;
        for at in memchr::memchr_iter(b':', bytes) {
            let length = bytes[at + 1..].iter().take_while(|byte| is_code(**byte)).count();
            let end = at + length + 2;
            if at < done || length < 2 || bytes.get(end - 1) != Some(&b':') {
                continue;
            }
            let word = &text[at + 1..end - 1];
            let is_apart = |c: Option<char>| {
                c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '/' | '\\' | '-' | '_'))
            };
            let after = text[end..].chars().next();
            if !is_apart(self.before(at)) || !word.contains(|c: char| c.is_ascii_lowercase()) {
                continue;
            }
            if after == Some('`') {
                self.add(Construct::Role, at..end, word);
                done = end;
            } else if is_apart(after) && is_emoji(word) {
                self.add(Construct::Emoji, at..end, "");
                done = end;
            }
        }
    }
}

fn is_code(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
}

pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

/// The name that `text` starts with; empty where it starts otherwise.
pub(super) fn first_word(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.chars().take_while(|c| is_part(*c)).collect()
}
