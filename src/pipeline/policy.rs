//! The last phase: which findings are reported, and at which level.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::session::Session;
use crate::check::article::directives;
use crate::check::policy;
use crate::codes::CATALOGUE;
use crate::diagnostic::{self, Diagnostic, FileName, Level};
use crate::site::Page;
use crate::table;
use crate::waiver::{BAD_WAIVER, UNUSED_WAIVER};

impl Session {
    /// Sorts `diagnostics` and gives them the levels that the author wants. Leaves out findings that are waived, and
    /// findings in text that is no longer in its file. With `is_complete`, no more will be found, so unused waivers are
    /// reported.
    pub(super) fn finish_diagnostics(
        &self,
        mut diagnostics: Vec<Diagnostic>,
        is_complete: bool,
    ) -> Vec<Diagnostic> {
        let files = &self.parsed.files;
        let (checks, today) = (&self.parsed.config.value.checks, self.options.choice.today);
        // Rules about Markdown report while a file is parsed; like all rules, they can be turned off and waived.
        let within_files = || files.diagnostics().chain(&self.parsed.config.diagnostics).chain(&self.found);
        let is_rule = |found: &&Diagnostic| found.code.group.is_some();
        let of_files: BTreeSet<&str> = within_files().filter(is_rule).map(|found| found.code.name).collect();
        diagnostics.extend(within_files().filter(is_rule).cloned());
        policy::apply(checks, &CATALOGUE, &files.waivers(), &self.drafts(), today, &mut diagnostics);
        let kinds = &self.parsed.config.value.kinds;
        // A waiver for a row that could not be read finds nothing to waive.
        let has_lost_rows = |found: &Diagnostic| {
            let mut faults = files.diagnostics().filter(|fault| {
                fault.is_error()
                    && fault.code != &BAD_WAIVER
                    && table::kind_of(&fault.primary.place.file, kinds).is_some()
            });
            faults.any(|fault| fault.primary.place.file == found.primary.place.file)
        };
        diagnostics.retain(|found| found.code != &UNUSED_WAIVER || (is_complete && !has_lost_rows(found)));
        let old = self.parsed.old_files();
        if !old.is_empty() {
            let is_new = |found: &Diagnostic| of_files.contains(found.code.name);
            diagnostics.retain(|found| is_new(found) || !old.contains(&found.primary.place.file));
            for diagnostic in &mut diagnostics {
                diagnostic.related.retain(|label| !old.contains(&label.place.file));
            }
        }
        diagnostics.extend(within_files().filter(|found| !is_rule(found)).cloned());
        directives::leave_out_ends(&mut diagnostics);
        if self.options.strict {
            diagnostics.iter_mut().for_each(|diagnostic| diagnostic.level = Level::Error);
        }
        diagnostic::sort(&mut diagnostics);
        diagnostics
    }

    /// The drafts that are part of the site.
    fn drafts(&self) -> BTreeSet<FileName> {
        if !self.options.choice.drafts {
            return BTreeSet::new();
        }
        let is_draft = |page: &Page| page.article.as_ref().is_some_and(|article| article.front_matter.draft);
        let drafts = self.parsed.files.pages().filter(|page| is_draft(page));
        drafts.map(|page| Arc::clone(&page.file)).collect()
    }
}
