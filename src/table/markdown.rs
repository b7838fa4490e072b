//! Markdown in values of data files: parsed where it stands, with its places in the file.

use std::ops::Range;

use super::UNFINISHED;
use super::written::Written;
use crate::article::{Body, inline, markdown};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::kind::Markup;
use crate::source::File;

/// Starts a text that `balm new` asks an author to write.
pub const PLACEHOLDER: &str = "TODO:";

/// A cell of Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Markdown {
    /// The Markdown.
    pub text: String,
    /// How much of it is allowed.
    pub markup: Markup,
    /// How it is written in the file; `None` where that cannot be told.
    pub written: Option<Written>,
    /// What it becomes.
    pub body: Body,
}

impl Markdown {
    /// Parses `text`, the value at `span` of `file`.
    #[must_use]
    pub fn parse(
        text: String,
        span: &Range<usize>,
        markup: Markup,
        file: &File,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Markdown {
        let written = Written::of(&text, span, file.text());
        if let Some(rest) = text.trim_start().strip_prefix(PLACEHOLDER) {
            let at = written.as_ref().map_or_else(|| span.clone(), |written| written.place(&(0..text.len())));
            diagnostics.push(Diagnostic::new(
                &UNFINISHED,
                Place::new(&file.path, at),
                format!("this text is still to be written:{rest}"),
                "write it, or delete the field",
            ));
        }
        let parse = match markup {
            Markup::Inline => inline::text,
            Markup::Block => markdown::block_at,
        };
        let body = body(parse, &text, span, written.as_ref(), &file.path, diagnostics);
        Markdown { text, markup, written, body }
    }
}

/// Parses `text`, the value at `span` of `file`. Where it is known how it is `written` there, what is said of it is marked
/// exactly, else with the whole value.
#[must_use]
pub fn body(
    parse: impl Fn(&str, usize, &FileName, &mut Vec<Diagnostic>) -> Body,
    text: &str,
    span: &Range<usize>,
    written: Option<&Written>,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    if let Some(start) = written.and_then(Written::start) {
        return parse(text, start, file, diagnostics);
    }
    let mut found = Vec::new();
    let mut body = parse(text, 0, file, &mut found);
    let place = |at: &Range<usize>| written.map_or_else(|| span.clone(), |written| written.place(at));
    for diagnostic in &mut found {
        // A change is of what stands there, which may be other characters than those that were read.
        diagnostic.fix = None;
        for label in std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.related) {
            label.place = Place::new(file, place(&(label.place.start..label.place.end)));
        }
    }
    diagnostics.append(&mut found);
    body.move_places(place);
    body
}
