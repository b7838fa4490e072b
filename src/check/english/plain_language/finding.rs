//! What a rule finds.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, FileName, Fix, Place};
use crate::prose::Prose;

/// One thing that a rule found in a text, with its place in the file that the text is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: &'static Code,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// The fact.
    pub message: String,
    /// The way out.
    pub help: String,
    /// The way out as a change, where there is exactly one right answer.
    pub fix: Option<Fix>,
    /// Other places, in bytes of the file, with a word on each.
    pub related: Vec<(Range<usize>, String)>,
    /// Whether it is a matter of British form alone, so that elsewhere there is nothing to find.
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

    /// The same, where it is `british` as a matter of British form alone.
    pub(super) fn british(self, is_british: bool) -> Self {
        Finding { is_british, ..self }
    }

    /// A finding whose way out is to write `right` for the words at `range`.
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

    /// The same as a diagnostic of `file`.
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
