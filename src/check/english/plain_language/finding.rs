//! The findings of rules.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, FileName, Fix, Place};
use crate::prose::Prose;

/// Something that a rule found in a text, with its place in that text's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: &'static Code,
    /// The place, in bytes of the file.
    pub span: Range<usize>,
    /// The fact.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// The help as a change of form that cannot change what the sentence says. Other words are never a fix.
    pub fix: Option<Fix>,
    /// Other places, in bytes of the file, each with a short text.
    pub related: Vec<(Range<usize>, String)>,
    /// Whether it is only about British usage, so that it does not apply elsewhere.
    pub is_british: bool,
}

impl Finding {
    /// A finding of `code` at `range` of the text of `prose`.
    pub(super) fn new(
        code: &'static Code,
        prose: &Prose,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Finding {
            code,
            span: prose.source(range),
            message: message.into(),
            help: help.into(),
            fix: None,
            related: Vec::new(),
            is_british: false,
        }
    }

    /// Sets whether the finding is only about British usage.
    pub(super) fn british(self, is_british: bool) -> Self {
        Finding { is_british, ..self }
    }

    /// A finding whose fix is to write `right` instead of the words at `range`.
    pub(super) fn write(
        code: &'static Code,
        prose: &Prose,
        range: Range<usize>,
        message: impl Into<String>,
        right: &str,
    ) -> Self {
        let mut finding = Finding::new(code, prose, range.clone(), message, format!("write `{right}`"));
        finding.fix = prose.fix(range, right);
        finding
    }

    /// The finding without its fix unless `is_certain`: what it suggests may be something else than what is meant.
    pub(super) fn fixed_if(self, is_certain: bool) -> Self {
        Finding { fix: self.fix.filter(|_| is_certain), ..self }
    }

    /// The finding as a diagnostic for `file`.
    #[must_use]
    pub fn in_file(self, file: &FileName) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, Place::new(file, self.span), self.message, self.help);
        for (span, text) in self.related {
            diagnostic = diagnostic.also(Place::new(file, span), text);
        }
        match self.fix {
            Some(fix) => diagnostic.fix(fix.span, fix.replacement),
            None => diagnostic,
        }
    }
}
