//! What Markdown and browsers pass over in silence, and no author means: comments and tags that are never closed, cells
//! that no table has.

use std::ops::Range;

use super::super::{EXTRA_CELL, UNCLOSED_COMMENT, UNCLOSED_TAG};
use super::Builder;
use crate::diagnostic::{Diagnostic, Place};
use crate::html::{Token, Tokens};

/// Elements that have no end, or whose end the standard lets writers leave out.
const ENDLESS: [&str; 33] = [
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements in which `/>` ends a tag.
const FOREIGN: [&str; 2] = ["svg", "math"];

/// Elements of which the text is shown as it is.
const CODE: [&str; 4] = ["pre", "code", "kbd", "samp"];

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Slips {
    /// The elements of raw HTML that are open, by their names in small letters and start tags.
    open: Vec<(String, Range<usize>)>,
    /// The row of a Markdown table that is being read, and where its last cell ends.
    row: Range<usize>,
    cell_end: usize,
    /// The pictures of raw HTML.
    pub(super) pictures: Vec<Range<usize>>,
    /// Whether code is being read, which is text and nothing else.
    pub(super) in_code: bool,
}

impl Builder<'_, '_> {
    fn slip(
        &mut self,
        code: &'static crate::diagnostic::Code,
        span: Range<usize>,
        message: String,
        help: &str,
    ) {
        self.diagnostics.push(Diagnostic::new(code, Place::new(self.file, span), message, help));
    }

    /// Looks at raw HTML; `place` says where a byte of it stands in the file.
    pub(super) fn slips_of_html(&mut self, html: &str, place: impl Fn(usize) -> usize) {
        let in_file = |span: &Range<usize>| place(span.start)..place(span.end - 1) + 1;
        let mut tokens = Tokens::new(html);
        while let Some(token) = tokens.next() {
            match token {
                Token::Open { name, span, closes } => {
                    self.foreign_tag(name, in_file(&span));
                    let name = name.to_ascii_lowercase();
                    let in_foreign = self.slips.open.iter().any(|(open, _)| FOREIGN.contains(&open.as_str()));
                    let closes = closes && (in_foreign || FOREIGN.contains(&name.as_str()));
                    let span = in_file(&span);
                    if name == "img" {
                        self.slips.pictures.push(span.clone());
                    }
                    if !closes && !ENDLESS.contains(&name.as_str()) {
                        self.slips.open.push((name, span));
                    }
                }
                Token::Close(name) => {
                    // Nothing closes a `plaintext`.
                    let is_it = |(open, _): &(String, Range<usize>)| {
                        open.eq_ignore_ascii_case(name) && open != "plaintext"
                    };
                    if let Some(which) = self.slips.open.iter().rposition(is_it) {
                        self.slips.open.remove(which);
                    }
                }
                Token::Text(span) => {
                    if !self.foreign.is_empty()
                        && !tokens.is_raw()
                        && !self.slips.open.iter().any(|(open, _)| CODE.contains(&open.as_str()))
                    {
                        let Range { start, end } = in_file(&span);
                        self.note_text(start - self.offset..end - self.offset);
                    }
                }
            }
        }
        let Some(start) = tokens.unclosed() else { return };
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            let span = place(start)..place(start) + "<!--".len();
            self.slip(
                &UNCLOSED_COMMENT,
                span,
                "this comment is never closed: browsers hide everything after it".into(),
                "close it with `-->`",
            );
        } else if !rest.starts_with("</") {
            let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            self.slips.open.push((name.to_ascii_lowercase(), in_file(&(start..html.len()))));
        }
    }

    /// Looks at text that stands at `local`, in bytes of the whole.
    pub(super) fn slips_of_text(&mut self, text: &str, local: &Range<usize>) {
        if self.slips.in_code {
            return;
        }
        let span = local.start + self.offset..local.end + self.offset;
        let before = &self.text[..local.start];
        // The parser parts text behind a `<`.
        if text.starts_with('<') && self.text[local.start..].starts_with("<!--") && !before.ends_with('\\') {
            self.slip(
                &UNCLOSED_COMMENT,
                span.start..span.start + "<!--".len(),
                "this comment is not closed in its paragraph, so readers see it".into(),
                "close it with `-->`; a comment that contains blank lines must start on a line of its own",
            );
        }
    }

    /// Takes in the start of a row of a Markdown table.
    pub(super) fn slips_of_row(&mut self, row: Range<usize>) {
        self.slips.cell_end = row.start;
        self.slips.row = row;
    }

    /// Takes in a cell of it.
    pub(super) fn slips_of_cell(&mut self, cell: &Range<usize>) {
        self.slips.cell_end = cell.end;
    }

    /// Looks behind the last cell of a row: what is there the parser has dropped.
    pub(super) fn slips_after_row(&mut self) {
        let (row, end) = (self.slips.row.clone(), self.slips.cell_end);
        let Some(rest) = self.text.get(end.saturating_sub(self.offset)..row.end.saturating_sub(self.offset))
        else {
            return;
        };
        let line = rest.lines().next().unwrap_or("");
        let is_mark = |c: char| c == '|' || c.is_whitespace();
        let cell = line.trim_start_matches(is_mark);
        let start = end + line.len() - cell.len();
        let cell = cell.trim_end_matches(is_mark);
        if !cell.is_empty() {
            self.slip(
                &EXTRA_CELL,
                start..start + cell.len(),
                "this cell has no header above it, so no reader sees it".into(),
                "add a column to the header, or write `\\|` for a `|` inside a cell",
            );
        }
    }

    /// Reports the tags that nothing has closed.
    pub(super) fn unclosed_tags(&mut self) {
        for (name, span) in std::mem::take(&mut self.slips.open) {
            let message = format!("this `{name}` is never closed, so it continues over what follows");
            let help = match name.as_str() {
                "plaintext" => {
                    "delete the tag: browsers print everything behind it as text, to the end of the page"
                        .into()
                }
                name => format!("add `</{name}>` where it ends, or delete the tag"),
            };
            self.slip(&UNCLOSED_TAG, span, message, &help);
        }
    }
}
