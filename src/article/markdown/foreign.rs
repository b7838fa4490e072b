//! The syntax of other systems among the parser's events: what was found in the text counts where readers see it.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::Builder;
use crate::article::foreign;

/// What may be written in the syntax of another system.
#[derive(Debug)]
pub(super) struct Foreign {
    found: Vec<foreign::ForeignSyntax>,
    /// The stretches of text that readers see, in bytes of the whole; kept only where something was found.
    texts: Vec<Range<usize>>,
}

impl Foreign {
    /// What `text` may hold.
    pub(super) fn of(text: &str) -> Foreign {
        Foreign { found: foreign::find(text), texts: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl Builder<'_, '_> {
    /// Takes in a stretch of text that readers see, in bytes of the whole.
    pub(super) fn note_text(&mut self, local: Range<usize>) {
        if !self.foreign.is_empty() && !self.slips.in_code {
            self.foreign.texts.push(local);
        }
    }

    /// Takes in the start of a block of code at byte `start` of the file.
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>, start: usize) {
        self.slips.in_code = true;
        let CodeBlockKind::Fenced(info) = kind else { return };
        let line = self.text[start - self.offset..].lines().next().unwrap_or("");
        let found = foreign::fence(info, start..start + line.trim_end().len());
        self.diagnostics.extend(found.map(|found| found.report(self.file, 0)));
    }

    /// Examines the start tag at `span` of the file.
    pub(super) fn foreign_tag(&mut self, name: &str, span: Range<usize>) {
        let found = foreign::component(name, span);
        self.diagnostics.extend(found.map(|found| found.report(self.file, 0)));
    }

    /// Reports what was found in the text, as far as readers see it.
    pub(super) fn report_foreign(&mut self) {
        let mut texts = std::mem::take(&mut self.foreign.texts);
        texts.sort_by_key(|text| text.start);
        let is_shown = |found: &foreign::ForeignSyntax| {
            let at = found.span.start;
            let next = texts.partition_point(|text| text.start <= at);
            next.checked_sub(1).is_some_and(|text| texts[text].contains(&at))
        };
        let found = std::mem::take(&mut self.foreign.found).into_iter().filter(is_shown);
        self.diagnostics.extend(found.map(|found| found.report(self.file, self.offset)));
    }
}
