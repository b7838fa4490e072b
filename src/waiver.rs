//! What an author says against a rule of `balm check`: which rule, why, and until when.
//!
//! In an article a waiver is a comment on a line of its own, in a table (TOML) likewise:
//!
//! ```text
//! <!-- balm-allow long-sentence: quotation, until 2027-03-01 -->
//! # balm-allow missing-frequency: the leaflet gives none, until 2027-03-01
//! ```
//!
//! Architecture Invariant: this module reads what is written. Whether the rule exists, and what the waiver covers of
//! what was found, is for [`crate::check`].

use std::ops::Range;

use crate::data::Date;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Code, Diagnostic, FileName, Place};

codes! {
    /// A waiver that cannot be read, or that names a rule that does not exist or may not be waived.
    ///
    /// ```text
    /// <!-- balm-allow long-sentence -->
    /// ```
    ///
    /// A waiver names one rule, says why, and ends on a day, so that somebody looks at it again:
    ///
    /// ```text
    /// <!-- balm-allow long-sentence: quotation, until 2027-03-01 -->
    /// ```
    ///
    /// It stands on a line of its own, before the paragraph, list or table it is about; before the first of them it
    /// is about the whole article. In a TOML table it is a comment (`# balm-allow …`) in or above the row. What keeps
    /// readers from harm (missing, hidden or mixed-up danger signs) can't be waived.
    BAD_WAIVER = "bad-waiver", Error;
    /// A waiver for something that is not there.
    ///
    /// The text was mended since, or the waiver stands at another place than what it was meant for. Delete it, so that
    /// it does not hide the next mistake.
    UNUSED_WAIVER = "unused-waiver", Warning;
}

/// The word that a waiver starts with.
const WORD: &str = "balm-allow";

/// A waiver as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The name of the rule, and where it stands.
    pub rule: (String, Range<usize>),
    /// Why.
    pub reason: String,
    /// The last day it holds.
    pub until: Date,
    /// The whole waiver, in bytes of its file.
    pub span: Range<usize>,
    /// What it is about, in bytes of its file.
    pub covers: Range<usize>,
}

impl Waiver {
    /// Whether it waives, on the day `today`, what `code` found at `place`, which is in the waiver's own file.
    #[must_use]
    pub fn waives(&self, code: &Code, place: &Place, today: Date) -> bool {
        self.rule.0 == code.name
            && self.until >= today
            && self.covers.start <= place.start
            && place.start <= self.covers.end
    }

    /// Reports that it waives nothing of what was found in `file`, the file it is in.
    #[must_use]
    pub fn unused(&self, file: &FileName) -> Diagnostic {
        let message = format!("this waiver of `{}` waives nothing", self.rule.0);
        let place = Place::new(file, self.span.clone());
        Diagnostic::new(&UNUSED_WAIVER, place, message, "delete it, or move it to what it is about")
    }
}

/// Reads the waiver in a comment, without the marks around it, that starts at byte `start` of `file`; `None` where the
/// comment is no waiver. It covers nothing yet.
#[must_use]
pub fn read(comment: &str, start: usize, file: &FileName) -> Option<Result<Waiver, Diagnostic>> {
    let said = comment.trim_start();
    let rest = said.strip_prefix(WORD)?;
    if rest.starts_with(|c: char| c.is_alphanumeric() || c == '-') {
        return None;
    }
    let at = start + comment.len() - said.len();
    let span = at..at + said.trim_end().len();
    let fault = |message: &str| {
        let help = format!("write it as `{WORD} rule-name: the reason, until 2027-03-01`");
        Some(Err(Diagnostic::new(&BAD_WAIVER, Place::new(file, span.clone()), message, help)))
    };
    let Some((name, why)) = rest.split_once(':') else {
        return fault("this waiver gives no reason");
    };
    let name_at = at + WORD.len() + (name.len() - name.trim_start().len());
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return fault("a waiver names exactly one rule");
    }
    let Some((reason, until)) = why.rsplit_once("until") else {
        return fault("this waiver does not say until when it holds");
    };
    let reason = reason.trim().trim_end_matches([',', ';']).trim();
    if reason.is_empty() {
        return fault("this waiver gives no reason");
    }
    let Ok(until) = until.trim().trim_end_matches('.').parse::<Date>() else {
        return fault("the day after `until` is not a date");
    };
    let rule = (name.to_owned(), name_at..name_at + name.len());
    Some(Ok(Waiver { rule, reason: reason.to_owned(), until, covers: span.clone(), span }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> Option<Result<Waiver, Diagnostic>> {
        read(text, 10, &"content/a.md".into())
    }

    #[test]
    fn a_waiver_names_its_rule_its_reason_and_its_last_day() {
        let waiver = read_one(" balm-allow long-sentence: a law, word for word, until 2027-03-01 ");
        let waiver = waiver.and_then(Result::ok).expect("it is a waiver");
        assert_eq!(waiver.rule, ("long-sentence".to_owned(), 22..35));
        assert_eq!(waiver.reason, "a law, word for word");
        assert_eq!(waiver.until.to_string(), "2027-03-01");
        assert_eq!(waiver.span, 11..75);
    }

    #[test]
    fn a_comment_that_is_no_waiver_is_left_alone() {
        assert_eq!(read_one(" a note to myself "), None);
        assert_eq!(read_one(" balm-allowance "), None);
    }

    #[test]
    fn what_is_missing_is_said() {
        let message = |text: &str| match read_one(text) {
            Some(Err(fault)) => fault.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(message("balm-allow long-sentence"), "this waiver gives no reason");
        assert_eq!(message("balm-allow a b: why, until 2027-03-01"), "a waiver names exactly one rule");
        assert_eq!(message("balm-allow a: why"), "this waiver does not say until when it holds");
        assert_eq!(message("balm-allow a: until 2027-03-01"), "this waiver gives no reason");
        assert_eq!(message("balm-allow a: why, until March"), "the day after `until` is not a date");
    }
}
