//! What `site.toml` says about who publishes the site.

use crate::config::Config;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};

rules! {
    /// The site does not say who publishes it.
    ///
    /// What it does: asks for `name` under `[publisher]` in `site.toml`.
    ///
    /// Why: somebody has to answer for what the pages say.
    ///
    /// ```toml
    /// # Bad: no [publisher]. Good:
    /// [publisher]
    /// name = "Back Care Trust"
    /// ```
    ///
    /// Source: the JAMA benchmarks of 1997 (disclosure); HONcode (authority).
    MISSING_PUBLISHER = "missing-publisher", Trust, Error;
    /// The site does not say who pays for it and whether it carries adverts.
    ///
    /// What it does: asks for `funding` under `[publisher]` in `site.toml`. That nobody pays is an answer too.
    ///
    /// Why: those who pay may have an interest in what the pages say.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// [publisher]
    /// funding = "Paid for by the charity's members. No adverts."
    /// ```
    ///
    /// Source: the JAMA benchmarks of 1997 (disclosure); HONcode (financial disclosure, advertising).
    MISSING_FUNDING = "missing-funding", Trust, Error;
}

/// Checks what `site.toml` says about the publisher.
pub(super) fn check(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let file: FileName = "site.toml".into();
    // A file that cannot be read says nothing at all.
    if config.misread.is_everything() {
        return;
    }
    let publisher = &config.publisher;
    if publisher.name.trim().is_empty() && !config.misread.has(&["publisher.name"]) {
        diagnostics.push(Diagnostic::new(
            &MISSING_PUBLISHER,
            Place::start_of(&file),
            "the site does not say who publishes it",
            "add `name = \"…\"` under `[publisher]`",
        ));
    }
    if publisher.funding.trim().is_empty() && !config.misread.has(&["publisher.funding"]) {
        diagnostics.push(Diagnostic::new(
            &MISSING_FUNDING,
            Place::start_of(&file),
            "the site does not say who pays for it",
            "add `funding = \"…\"` under `[publisher]`; that nobody pays is an answer too",
        ));
    }
}
