//! Finding directives: `:::name[label]{key="value"}` around blocks, `::name{…}` on a line, `:name[…]{…}` in
//! running text.
//!
//! The Markdown parser does not know directives, and running it on the inside of each would lose footnotes
//! and link definitions of the rest. So every directive is *masked* before the one parse: its characters are
//! replaced, byte for byte, by something CommonMark passes through wherever a directive may stand. A line
//! becomes an HTML processing instruction (`<?   ?>`), which is a block of its own even between lines of a
//! paragraph; a directive in running text becomes a code span, which never starts a block. Offsets stay what
//! they were, and the parser's events say by their offset which directive they stand for. Raw HTML goes on to
//! the next blank line; so where a directive stands right below it, the parser gets one.
//!
//! A label is parsed alone, as the one parse does not see it. So it can hold no footnote mark, no link whose
//! address stands elsewhere and no directive; all three are reported.

use std::collections::BTreeMap;
use std::ops::Range;

use super::blank_lines::BlankLines;
pub use super::directive_use::{Argument, DirectiveForm, DirectiveLabel, DirectiveUse};
use super::literal::{is_literal, literal_ranges};
use super::{BAD_DIRECTIVE, UNOPENED_DIRECTIVE};
use super::{inline, mask};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::swar;

/// What stands at a masked place.
#[derive(Clone, Debug)]
pub enum Masked {
    /// The start of a container, or a whole leaf or text directive.
    Use(Box<DirectiveUse>),
    /// A closing fence of so many colons.
    Fence(usize),
    /// A container that cannot stand where it is, with so many colons. It is reported; its fence closes it.
    Misplaced(usize),
}

/// The text with its directives masked, and what stood where, by byte offset.
pub(crate) struct Scan {
    /// The text, of the same length as it was; `None` where it has no directives.
    pub(crate) text: Option<String>,
    /// The same with blank lines added, which is what the parser reads, or `None` if it needs no more.
    pub(crate) parsed: Option<String>,
    /// Where they were added.
    pub(crate) lines: BlankLines,
    pub(crate) masked: BTreeMap<usize, Masked>,
}

/// Finds the directives of `text` from byte `from` on.
pub(crate) fn scan(text: &str, from: usize, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Scan {
    let mut scan = Scan { text: None, parsed: None, lines: BlankLines::default(), masked: BTreeMap::new() };
    if !may_hold_directives(&text[from..]) {
        return scan;
    }
    let literal = literal_ranges(&text[from..], from);
    let mut bytes = text.as_bytes().to_vec();
    // Whether this line may be inside raw HTML, which goes on to the next blank line.
    let mut may_be_html = false;
    let mut running = Vec::new();
    let mut line_start = from;
    for line in lines(&text[from..]) {
        // Every second line is empty.
        if line == "\n" {
            may_be_html = false;
            line_start += 1;
            continue;
        }
        let content = line.trim_end();
        // A directive may stand in a list item or a quote.
        let inner = content.trim_start_matches([' ', '\t', '>']);
        let (at, end) = (line_start + content.len() - inner.len(), line_start + content.len());
        let colons = inner.bytes().take_while(|&byte| byte == b':').count();
        let mut reader = ArgumentReader { text, file, diagnostics };
        let masked = if colons >= 2 && !is_literal(&literal, at, true) {
            reader.line(at, end, colons).map(|masked| (at, masked))
        } else {
            let after = reader.after_list_marker(at, end, &|at| is_literal(&literal, at, false));
            after.filter(|(_, colons)| *colons > 2).map(|(at, colons)| (at, Masked::Misplaced(colons)))
        };
        if let Some((at, masked)) = masked {
            if may_be_html {
                scan.lines.add(line_start, &text[line_start..at]);
            }
            may_be_html = false;
            mask::line(&mut bytes, at..end);
            scan.masked.insert(at, masked);
        } else {
            may_be_html = !inner.is_empty() && (may_be_html || starts_with_tag(inner));
            if swar::contains(inner.as_bytes(), b':') {
                running.push(line_start..end);
            }
        }
        line_start += line.len();
    }
    // Where a directive ends raw HTML, what is below it is no longer literal.
    let literal = match scan.lines.added_to(&bytes) {
        Some(parsed) => {
            let mut literal = literal_ranges(&parsed[from..], from);
            for literal in &mut literal {
                literal.range = scan.lines.place(literal.range.clone(), 0);
            }
            literal
        }
        None => literal,
    };
    let mut reader = ArgumentReader { text, file, diagnostics };
    for line in running {
        reader.running_text(line, &|at| is_literal(&literal, at, false), |used| {
            mask::text(&mut bytes, used.span.clone());
            scan.masked.insert(used.span.start, Masked::Use(Box::new(used)));
        });
    }
    if !scan.masked.is_empty() {
        scan.parsed = scan.lines.added_to(&bytes);
        // Masks replace whole characters by ASCII, so this never fails.
        scan.text = String::from_utf8(bytes).ok();
    }
    scan
}

/// The lines of `text`, each with its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = swar::find(rest.as_bytes(), 0, b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

/// Whether the line `inner` may start raw HTML that goes on to the next blank line.
fn starts_with_tag(inner: &str) -> bool {
    let mut inner = inner;
    while let Some(rest) = without_list_marker(inner) {
        inner = rest.trim_start_matches([' ', '\t', '>']);
    }
    let name = inner.strip_prefix('<').map(|name| name.strip_prefix('/').unwrap_or(name));
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// A quick look, so that text without directives is not read twice.
fn may_hold_directives(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).any(|at| match bytes.get(at + 1) {
        Some(b':') => true,
        Some(next) if next.is_ascii_alphabetic() => bytes[at + 1..]
            .iter()
            .find(|&&byte| !is_name(byte))
            .is_some_and(|&byte| byte == b'[' || byte == b'{'),
        _ => false,
    })
}

/// Where the name of a text directive that starts at `at` in `line` ends; `None` where none starts there.
fn text_directive(bytes: &[u8], at: usize, line: &Range<usize>) -> Option<usize> {
    let before = if at > line.start { bytes[at - 1] } else { b' ' };
    let starts = bytes[at] == b':'
        && !before.is_ascii_alphanumeric()
        && before != b':'
        && before != b'\\'
        && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    let name_end = if starts { (at + 1..line.end).find(|&i| !is_name(bytes[i]))? } else { return None };
    matches!(bytes[name_end], b'[' | b'{').then_some(name_end)
}

/// `text` without the list marker at its start.
fn without_list_marker(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = match digits {
        0 => text.strip_prefix(['-', '*', '+']),
        1..=9 => text[digits..].strip_prefix(['.', ')']),
        _ => None,
    };
    after.filter(|after| after.starts_with([' ', '\t']))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

struct ArgumentReader<'a> {
    text: &'a str,
    file: &'a FileName,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl ArgumentReader<'_> {
    fn bad(&mut self, span: Range<usize>, message: &str, help: &str) {
        self.diagnostics.push(Diagnostic::new(&BAD_DIRECTIVE, Place::new(self.file, span), message, help));
    }

    /// Reads a line that starts with two colons or more at `at`.
    fn line(&mut self, at: usize, end: usize, colons: usize) -> Option<Masked> {
        let after = at + colons;
        if after == end {
            // Two colons alone are a definition list gone wrong or a slip; they are left as text.
            return (colons >= 3).then_some(Masked::Fence(colons));
        }
        let next = self.text.as_bytes()[after];
        if next == b' ' && colons >= 3 {
            let word = self.text[after..end].trim();
            self.bad(
                at..end,
                "there is a space after the colons",
                &format!("write `{}{word}`", ":".repeat(colons)),
            );
            let word_at = after + self.text[after..end].len() - self.text[after..end].trim_start().len();
            return word.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic()).then(|| {
                let (mut used, _) = self.directive(at, word_at, end);
                used.form = DirectiveForm::Container;
                used.colons = colons;
                Masked::Use(Box::new(used))
            });
        }
        if !next.is_ascii_alphabetic() {
            return None;
        }
        let (mut used, stopped) = self.directive(at, after, end);
        used.form = if colons == 2 { DirectiveForm::Leaf } else { DirectiveForm::Container };
        used.span = at..end;
        used.colons = colons;
        let rest = self.text[stopped..end].trim();
        if !rest.is_empty() && !rest.bytes().all(|byte| byte == b':') {
            self.bad(
                stopped..end,
                "there is more on this line than a directive",
                "put the directive alone on its line, and the text on the next line or in the label `[…]`",
            );
        }
        Some(Masked::Use(Box::new(used)))
    }

    /// Reports a line's directive that stands behind list markers, and says where it is and how many colons
    /// it has. Markdown reads what follows a marker as the item's first block, but a directive is a whole line.
    fn after_list_marker(
        &mut self,
        at: usize,
        end: usize,
        is_literal: &impl Fn(usize) -> bool,
    ) -> Option<(usize, usize)> {
        let mut rest = &self.text[at..end];
        while let Some(after) = without_list_marker(rest) {
            rest = after.trim_start_matches([' ', '\t', '>']);
        }
        let start = end - rest.len();
        let name = rest.trim_start_matches(':');
        let colons = rest.len() - name.len();
        let is_directive = start > at && colons >= 2 && name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_directive || is_literal(start) {
            return None;
        }
        self.bad(
            start..end,
            "a directive cannot be on the first line of a list item",
            "put it on a line of its own, indented under the item",
        );
        Some((start, colons))
    }

    /// Reports what a label cannot hold, because it is parsed apart from the text around it.
    fn label(&mut self, label: Range<usize>) {
        let literal = literal_ranges(&self.text[label.clone()], label.start);
        let is_literal = |at: usize| is_literal(&literal, at, false);
        let bytes = self.text.as_bytes();
        let mut directives = label.clone().filter_map(|at| {
            let name_end = text_directive(bytes, at, &label)?;
            (!is_literal(at)).then_some(at..name_end)
        });
        if let Some(span) = directives.next() {
            self.bad(span, inline::IN_LABEL, "write the directive in the text below");
        }
    }

    /// Finds `:name[…]` and `:name{…}` in a line of running text.
    fn running_text(
        &mut self,
        line: Range<usize>,
        is_literal: &impl Fn(usize) -> bool,
        mut found: impl FnMut(DirectiveUse),
    ) {
        let bytes = self.text.as_bytes();
        let mut at = line.start;
        while let Some(skipped) = bytes[at..line.end].iter().position(|&byte| byte == b':') {
            at += skipped;
            if text_directive(bytes, at, &line).is_none() || is_literal(at) {
                at += 1;
                continue;
            }
            let (mut used, end) = self.directive(at, at + 1, line.end);
            used.span = at..end;
            found(used);
            at = end;
        }
    }

    /// Reads `name[label]{attributes}` from `at`, and says where it stopped.
    fn directive(&mut self, start: usize, at: usize, end: usize) -> (DirectiveUse, usize) {
        let bytes = self.text.as_bytes();
        let name_end = (at..end).find(|&i| !is_name(bytes[i])).unwrap_or(end);
        let name = Spanned { value: self.text[at..name_end].to_owned(), start: at, end: name_end };
        let mut used = DirectiveUse {
            name,
            form: DirectiveForm::Text,
            label: None,
            attributes: Vec::new(),
            span: start..end,
            colons: 1,
        };
        let mut at = name_end;
        if bytes.get(at) == Some(&b'[') && at < end {
            match self.closing(at, end, b'[', b']') {
                Some(close) => {
                    let span = at + 1..close;
                    let body =
                        inline::label(&self.text[span.clone()], span.start, self.file, self.diagnostics);
                    self.label(span.clone());
                    let text = Spanned {
                        value: self.text[span.clone()].to_owned(),
                        start: span.start,
                        end: span.end,
                    };
                    used.label = Some(DirectiveLabel { text, body });
                    at = close + 1;
                }
                None => {
                    self.bad(
                        at..end,
                        "this label has no closing `]`",
                        "close the label with `]` on the same line",
                    );
                    return (used, end);
                }
            }
        }
        if bytes.get(at) == Some(&b'{') && at < end {
            match self.closing(at, end, b'{', b'}') {
                Some(close) => {
                    self.attributes(at + 1, close, &mut used.attributes);
                    at = close + 1;
                }
                None => {
                    self.bad(
                        at..end,
                        "these arguments have no closing `}`",
                        "close the arguments with `}` on the same line; check that every quote is closed too",
                    );
                    return (used, end);
                }
            }
        }
        (used, at)
    }

    /// The place of the bracket that closes the one at `at`. Quotes count within curly brackets only.
    fn closing(&self, at: usize, end: usize, open: u8, close: u8) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (mut depth, mut quote, mut i) = (0usize, None, at);
        while i < end {
            let byte = bytes[i];
            match quote {
                Some(mark) if byte == mark => quote = None,
                Some(_) => {}
                None if byte == b'\\' && open == b'[' => i += 1,
                None if open == b'{' && (byte == b'"' || byte == b'\'') => quote = Some(byte),
                None if byte == open => depth += 1,
                None if byte == close => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(i);
                    }
                }
                None => {}
            }
            i += 1;
        }
        None
    }

    fn attributes(&mut self, from: usize, to: usize, attributes: &mut Vec<Argument>) {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < to {
            if bytes[at].is_ascii_whitespace() || bytes[at] == b',' {
                at += 1;
                continue;
            }
            let word_end = |from: usize| {
                (from..to).find(|&i| bytes[i].is_ascii_whitespace() || bytes[i] == b'=').unwrap_or(to)
            };
            let spanned = |range: Range<usize>| Spanned {
                value: self.text[range.clone()].to_owned(),
                start: range.start,
                end: range.end,
            };
            let name_end = word_end(at);
            let attribute = match bytes[at] {
                b'#' => Argument {
                    name: Spanned { value: "id".into(), start: at, end: at + 1 },
                    value: spanned(at + 1..name_end),
                },
                b'=' | b'.' | b'"' | b'\'' => {
                    self.bad(at..name_end.max(at + 1), "this is not an argument", "write `key=\"value\"`");
                    at = name_end.max(at + 1);
                    continue;
                }
                _ if bytes.get(name_end) == Some(&b'=') && name_end < to => {
                    let value_at = name_end + 1;
                    let value = match bytes.get(value_at) {
                        Some(&mark @ (b'"' | b'\'')) if value_at < to => {
                            let close = (value_at + 1..to).find(|&i| bytes[i] == mark).unwrap_or(to);
                            spanned(value_at + 1..close)
                        }
                        _ => spanned(value_at.min(to)..word_end(value_at.min(to))),
                    };
                    Argument { name: spanned(at..name_end), value }
                }
                _ => Argument {
                    name: spanned(at..name_end),
                    value: Spanned { value: "true".into(), start: at, end: name_end },
                },
            };
            at = attribute.value.end.max(name_end);
            if matches!(bytes.get(at), Some(b'"' | b'\'')) && at < to {
                at += 1;
            }
            let repeated = attributes.iter().any(|earlier| earlier.name.value == attribute.name.value);
            if repeated {
                let message = format!("`{}` is given twice", attribute.name.value);
                self.bad(attribute.name.span(), &message, "remove one of the two");
            } else {
                attributes.push(attribute);
            }
        }
    }
}

/// Reports a closing fence that closes nothing.
pub(super) fn unopened(file: &FileName, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &UNOPENED_DIRECTIVE,
        Place::new(file, span),
        "these colons close no directive",
        "delete the line, or add the directive that it was meant to close",
    )
}
