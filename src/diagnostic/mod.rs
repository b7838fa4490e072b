//! Diagnostics: what balm tells an author. Each mistake is one [`Diagnostic`], with a code, a place and a way to fix
//! it.
//!
//! Every phase of the pipeline returns its value *and* its diagnostics; none stops at the first mistake.
//! This module knows nothing about what a diagnostic is about, and prints nothing by itself: [`human`],
//! [`json`], [`sarif`] and [`github`] turn diagnostics into text.
//!
//! Architecture Invariant: a diagnostic stores only byte spans. Lines and columns are computed when it is shown, from
//! the text that the spans refer to.

pub mod code;
pub mod fix;
pub mod gather;
pub mod github;
pub mod human;
pub mod json;
pub mod position;
pub mod sarif;
mod suggest;

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

pub use code::{Code, Group, Level};
pub use fix::Fix;
pub use gather::{Gathered, gather};
pub use suggest::{did_you_mean, nearest};

/// The path of a file in diagnostics: relative to the site's root, with `/` on every system.
pub type FileName = Arc<str>;

/// A range of one file's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileName,
    /// The start, in bytes from the start of the file.
    pub start: usize,
    /// The end, in bytes; never before `start`.
    pub end: usize,
}

impl Place {
    /// The place at `span` (bytes) of `file`.
    #[must_use]
    pub fn new(file: &FileName, span: Range<usize>) -> Self {
        Place { file: Arc::clone(file), start: span.start, end: span.end.max(span.start) }
    }

    /// The very start of `file`, for what concerns the file as a whole.
    #[must_use]
    pub fn start_of(file: &FileName) -> Self {
        Place::new(file, 0..0)
    }
}

/// A place and a short text about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What is marked.
    pub place: Place,
    /// The text next to the mark; may be empty.
    pub text: String,
}

/// One mistake, or one thing worth a second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of mistake; `balm explain` prints its page.
    pub code: &'static Code,
    /// Whether it stops a build.
    pub level: Level,
    /// The fact, as one plain sentence without a full stop.
    pub message: String,
    /// Where the mistake is.
    pub primary: Label,
    /// Other places that help to explain it, such as the first of two duplicates.
    pub related: Vec<Label>,
    /// How to fix it.
    pub help: String,
    /// The help as a change to the text, if there is exactly one right answer.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    /// A diagnostic of `code`, at its default level.
    #[must_use]
    pub fn new(
        code: &'static Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Diagnostic {
            code,
            level: code.level,
            message: message.into(),
            primary: Label { place, text: String::new() },
            related: Vec::new(),
            help: help.into(),
            fix: None,
        }
    }

    /// Puts `text` next to the marked place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(Label { place, text: text.into() });
        self
    }

    /// Adds a fix: `replacement` at `span` (bytes) of the primary place's file.
    #[must_use]
    pub fn fix(mut self, span: Range<usize>, replacement: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix { span, replacement: replacement.into() }));
        self
    }

    /// Whether this stops a build.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    /// Whether it keeps a page from being shown as it is in the preview: a page that cannot be built is held back,
    /// one that reads badly is not.
    #[must_use]
    pub fn holds_page(&self) -> bool {
        self.is_error() && !self.code.is_editorial()
    }

    /// The order in reports: by file, then place, then errors before warnings.
    fn order(&self, other: &Self) -> Ordering {
        (&self.primary.place, self.level, self.code.name, &self.message).cmp(&(
            &other.primary.place,
            other.level,
            other.code.name,
            &other.message,
        ))
    }
}

/// Sorts by place and drops duplicates, so that a report does not depend on the order of the phases.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(Diagnostic::order);
    diagnostics.dedup();
}

/// How many diagnostics of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Diagnostics that stop a build.
    pub errors: usize,
    /// Diagnostics that do not.
    pub warnings: usize,
}

impl Count {
    /// Counts `diagnostics` by level.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|d| d.is_error()).count();
        Count { errors, warnings: diagnostics.len() - errors }
    }
}

/// Provides the text that spans refer to, so that lines can be counted and shown.
pub trait Texts {
    /// The text of `file`; `None` if it cannot be shown (a picture, a missing file).
    fn text(&self, file: &str) -> Option<&str>;
}

/// `count` and its noun, singular or plural: "1 page", "2 pages".
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
