//! Marks of Markdown that are printed as text, because Markdown takes nearly anything it does not understand for words.
//!
//! After a block is parsed, what is left of it is looked at: its text, without the marks that became markup, without code,
//! raw HTML, escaped characters and what directives stand for. Every mark that is still there reaches the reader.
//!
//! ```text
//! events ─▶ Rest ─▶ Residue: text of one block, everything else blanked out ─▶ brackets, strokes, lines ─▶ Found
//! ```
//!
//! Architecture Invariant: this module looks at one block at a time and knows no directives and no addresses of a site.

mod address;
mod brackets;
mod html;
mod lines;
mod strokes;

use std::ops::Range;

pub(super) use html::in_html;

use crate::diagnostic::Code;
use crate::diagnostic::code::rules;
use crate::swar;

rules! {
    /// A link, a picture or a number to call is printed as text.
    ///
    /// What it does: finds brackets that look like a link but are not one, because of a space between `]` and `(`, a space
    /// in the address, a missing bracket, or round and square brackets the wrong way round.
    ///
    /// Why: readers see the brackets, and cannot follow the link or call the number.
    ///
    /// ```text
    /// Bad:  Call [999](tel: 999), or read [our leaflet] (heat.pdf).
    /// Good: Call [999](tel:999), or read [our leaflet](heat.pdf).
    /// ```
    ///
    /// An address with spaces is written between `<` and `>`: `[leaflet](<heat and cold.pdf>)`. To keep the text as it is,
    /// write a backslash before the bracket: `\[`.
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#links>
    LITERAL_LINK = "literal-link", Structure, Error;
    /// A mark of Markdown is printed as text.
    ///
    /// What it does: finds marks that have no effect, such as `**` without a partner, a list item or a number without a
    /// space behind its mark, or `•` in place of a list.
    ///
    /// Why: readers see the mark, and the words lose what it was meant to give them.
    ///
    /// ```text
    /// Bad:  ** Do not drive ** after the first dose.
    /// Good: **Do not drive** after the first dose.
    /// ```
    ///
    /// To keep a mark as text, write a backslash before it: `\*`.
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis>
    LITERAL_MARKUP = "literal-markup", Structure, Warning;
    /// An alert has a kind that does not exist.
    ///
    /// What it does: reports `> [!DANGER]` and other marks of alerts that are printed as text. The kinds are `NOTE`, `TIP`,
    /// `IMPORTANT`, `WARNING` and `CAUTION`, as on code hosts.
    ///
    /// Why: readers see the mark, and a quotation in place of a warning.
    ///
    /// ```text
    /// Bad:  > [!DANGER]
    ///       > Never take both.
    ///
    /// Good: > [!CAUTION]
    ///       > Never take both.
    /// ```
    ///
    /// The mark stands alone on the first line of its block quote; the text starts on the next line.
    ///
    /// Source: <https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts>
    UNKNOWN_ALERT = "unknown-alert", Structure, Error;
    /// Markdown in a block of raw HTML is printed as text.
    ///
    /// What it does: finds links, emphasis, headings and list marks between the lines of raw HTML.
    ///
    /// Why: Markdown leaves everything as it is from a line that starts with a tag to the next blank line.
    ///
    /// ```text
    /// Bad:  <div class="box">
    ///       **Rest** for a day.
    ///       </div>
    ///
    /// Good: <div class="box">
    ///
    ///       **Rest** for a day.
    ///
    ///       </div>
    /// ```
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#html-blocks>
    MARKDOWN_IN_HTML = "markdown-in-html", Structure, Warning;
}

/// The kinds of alerts.
const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Stands for everything that is not plain text. No article can contain it.
const OPAQUE: u8 = 0x1a;

/// Something that was found, in bytes of the text that was parsed.
pub(super) struct Leftover {
    pub(super) code: &'static Code,
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// Where in the plain `text` there is Markdown, which nothing turns into markup there.
pub(crate) fn in_plain(text: &str) -> Option<Range<usize>> {
    memchr::memchr3(b'*', b']', b'`', text.as_bytes())?;
    let pair = |mark: &str| {
        let start = text.find(mark)?;
        let inner = &text[start + mark.len()..];
        let end = inner.find(mark)?;
        let words = &inner[..end];
        let is_pair = !words.is_empty() && words.trim() == words && !words.starts_with('*');
        is_pair.then_some(start..start + end + 2 * mark.len())
    };
    let link = || {
        let at = text.find("](")?;
        let start = text[..at].rfind('[')?;
        Some(start..at + text[at..].find(')')? + 1)
    };
    link().or_else(|| pair("**")).or_else(|| pair("`"))
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum TextKind {
    /// A paragraph, or the text of a list item.
    Paragraph,
    /// The first text of a list item.
    Item,
    /// A heading, a cell or a label: one line, with no list or table in it.
    #[default]
    Line,
}

/// The text of the block that is being read.
#[derive(Debug, Default)]
pub(super) struct Rest {
    texts: Vec<Range<usize>>,
    opaque: Vec<Range<usize>>,
    breaks: Vec<usize>,
    /// Whether a line starts with what comes next.
    is_line_start: bool,
    is_worth_a_look: bool,
    block: TextKind,
    /// The stars without a partner, of all blocks.
    stars: Vec<strokes::Star>,
}

impl Rest {
    /// Forgets the block before, and starts one.
    pub(super) fn start(&mut self, block: TextKind) {
        if !self.texts.is_empty() || !self.opaque.is_empty() {
            self.texts.clear();
            self.opaque.clear();
            self.breaks.clear();
        }
        self.is_line_start = true;
        self.is_worth_a_look = false;
        self.block = block;
    }

    /// Adds `text`, which is at `span` of `source`.
    pub(super) fn text(&mut self, source: &str, text: &str, span: &Range<usize>) {
        let is_line_start = std::mem::take(&mut self.is_line_start) || self.texts.is_empty();
        // Text without references and escapes is a part of the source, not a copy.
        let is_part = text.len() == span.len() && source[span.start..].as_ptr() == text.as_ptr();
        if !is_part && source.get(span.clone()) != Some(text) {
            self.opaque.push(span.clone());
            return;
        }
        let mut span = span.clone();
        let is_joined = self.texts.last().is_some_and(|last| last.end == span.start);
        if !is_joined && span.start > 0 && source.as_bytes().get(span.start - 1) == Some(&b'\\') {
            let first = text.chars().next().map_or(0, char::len_utf8);
            self.opaque.push(span.start..span.start + first);
            span.start += first;
        } else {
            self.is_worth_a_look |=
                may_hold_marks(text) || (is_line_start && lines::may_start(self.block, text));
        }
        match self.texts.last_mut() {
            Some(last) if last.end == span.start => last.end = span.end,
            _ if span.is_empty() => {}
            _ => self.texts.push(span),
        }
    }

    /// Takes in the end of a line at `span`.
    pub(super) fn line_break(&mut self, source: &str, span: &Range<usize>) {
        let at = source.get(span.clone()).and_then(|found| found.find('\n')).unwrap_or(0);
        self.breaks.push(span.start + at);
        self.is_line_start = true;
    }

    /// Takes in something at `span` that is not text.
    pub(super) fn opaque(&mut self, span: Range<usize>) {
        self.is_line_start = false;
        self.opaque.push(span);
    }

    /// Whether the block contains anything that may be a mark.
    pub(super) fn is_worth_a_look(&self) -> bool {
        self.is_worth_a_look
    }

    /// What was found in the block, which ends here. `source` is the whole text.
    pub(super) fn finish(&mut self, source: &str) -> Vec<Leftover> {
        if !std::mem::take(&mut self.is_worth_a_look) {
            return Vec::new();
        }
        let Some(residue) = self.residue(source) else { return Vec::new() };
        let mut found = Vec::new();
        if !alert(&residue, &mut found) {
            brackets::find(&residue, &mut found);
        }
        if let Some(mut star) = strokes::find(&residue, &mut found) {
            star.span = star.span.start + residue.start..star.span.end + residue.start;
            self.stars.push(star);
        }
        lines::find(&residue, &mut found);
        for found in &mut found {
            found.span = found.span.start + residue.start..found.span.end + residue.start;
        }
        found
    }

    /// What is found once all blocks are known.
    pub(super) fn finish_all(&mut self) -> Vec<Leftover> {
        strokes::without_partner(std::mem::take(&mut self.stars))
    }

    fn residue<'s>(&self, source: &'s str) -> Option<Residue<'s>> {
        let all = || self.texts.iter().chain(&self.opaque);
        let start = all().map(|range| range.start).min()?;
        let end = all().map(|range| range.end).max()?;
        let written = source.get(start..end)?;
        let mut text = vec![b' '; written.len()];
        for range in &self.opaque {
            text[range.start - start..range.end - start].fill(OPAQUE);
        }
        for range in &self.texts {
            text[range.start - start..range.end - start].copy_from_slice(&source.as_bytes()[range.clone()]);
        }
        for &at in self.breaks.iter().filter(|&&at| (start..end).contains(&at)) {
            text[at - start] = b'\n';
        }
        // Whole texts between ASCII are valid.
        Some(Residue { text: String::from_utf8(text).ok()?, written, start, block: self.block })
    }
}

/// The text of a block: of the same length as what is written there, with everything else blanked out.
struct Residue<'s> {
    text: String,
    written: &'s str,
    start: usize,
    block: TextKind,
}

/// A quick look at one stretch of text. The parser starts a new one at every mark that could have had an effect.
fn may_hold_marks(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'*' | b'_' | b'`' | b'~' | b'[' | b']' | b'!'))
        || swar::contains(text.as_bytes(), b'*')
}

/// Reports a mark that looks like one of an alert but is not. Returns whether the text starts with such a mark.
fn alert(residue: &Residue<'_>, found: &mut Vec<Leftover>) -> bool {
    if residue.block != TextKind::Paragraph {
        return false;
    }
    let Some(rest) = residue.text.strip_prefix("[!") else { return false };
    let end =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))).unwrap_or(rest.len());
    let name = &rest[..end];
    if name.trim().is_empty() || !rest[end..].starts_with(']') {
        return false;
    }
    let known = ALERTS.iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
    let (message, help) = match known {
        Some(known) => (
            format!("this `{name}` alert is printed as text"),
            format!(
                "write `> [!{known}]` alone on the first line of a block quote, and the text on the next"
            ),
        ),
        None => {
            let near = crate::diagnostic::nearest(name.trim(), ALERTS);
            let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let list = ALERTS.join("`, `");
            (format!("there is no alert `{name}`"), format!("{near}the alerts are `{list}`"))
        }
    };
    found.push(Leftover { code: &UNKNOWN_ALERT, span: 0.."[!".len() + end + 1, message, help });
    true
}

/// `text` as a message quotes it: on one line, and not too long.
fn quoted(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}
