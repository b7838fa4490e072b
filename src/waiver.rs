//! Waivers: comments in which an author suspends a rule of `balm check`, giving a reason and an end date.
//!
//! In an article, and in a TOML table, a waiver is a comment on a line of its own:
//!
//! ```text
//! <!-- balm-allow long-sentence: quotation, until 2027-03-01 -->
//! # balm-allow missing-frequency: the leaflet gives none, until 2027-03-01
//! ```
//!
//! Architecture Invariant: this module only parses waivers. [`crate::check`] decides whether the rule exists and
//! which findings a waiver covers.

use std::ops::Range;

use crate::data::Date;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Code, Diagnostic, FileName, Place};

codes! {
    /// A waiver cannot be read, or names a rule that does not exist or cannot be waived.
    ///
    /// ```text
    /// <!-- balm-allow long-sentence -->
    /// ```
    ///
    /// A waiver names one rule, gives a reason, and has an end date, so that somebody reviews it:
    ///
    /// ```text
    /// <!-- balm-allow long-sentence: quotation, until 2027-03-01 -->
    /// ```
    ///
    /// Put it on a line of its own, before the paragraph, list or table it is for. Before the first of them, it
    /// covers the whole article. In a TOML table it is a comment (`# balm-allow …`) in or above the row. Rules that
    /// keep readers from harm (missing, hidden or mixed-up danger signs) cannot be waived.
    BAD_WAIVER = "bad-waiver", Error;
    /// A waiver waives nothing.
    ///
    /// The text has been fixed since, or the waiver is in a different place from the text it was meant for. Delete
    /// it, so that it does not hide the next mistake.
    UNUSED_WAIVER = "unused-waiver", Warning;
}

/// The word that starts a waiver.
const WORD: &str = "balm-allow";

/// A waiver as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// The name of the rule, and its place.
    pub rule: (String, Range<usize>),
    /// The reason.
    pub reason: String,
    /// The last day on which it applies.
    pub until: Date,
    /// The whole waiver, as a byte range of its file.
    pub span: Range<usize>,
    /// What it applies to, as a byte range of its file.
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
        Diagnostic::new(&UNUSED_WAIVER, place, message, "delete it, or move it to the text it is for")
    }
}

/// Parses the waiver in a comment, which is given without its delimiters and starts at byte `start` of `file`.
/// Returns `None` if the comment is not a waiver. `covers` is only the waiver itself: the caller widens it.
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
        return fault("this waiver has no end date");
    };
    let reason = reason.trim().trim_end_matches([',', ';']).trim();
    if reason.is_empty() {
        return fault("this waiver gives no reason");
    }
    let Ok(until) = until.trim().trim_end_matches('.').parse::<Date>() else {
        return fault("what follows `until` is not a date");
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
    fn a_waiver_has_a_rule_a_reason_and_a_last_day() {
        let waiver = read_one(" balm-allow long-sentence: a law, word for word, until 2027-03-01 ");
        let waiver = waiver.and_then(Result::ok).expect("it is a waiver");
        assert_eq!(waiver.rule, ("long-sentence".to_owned(), 22..35));
        assert_eq!(waiver.reason, "a law, word for word");
        assert_eq!(waiver.until.to_string(), "2027-03-01");
        assert_eq!(waiver.span, 11..75);
    }

    #[test]
    fn a_comment_that_is_not_a_waiver_is_ignored() {
        assert_eq!(read_one(" a note to myself "), None);
        assert_eq!(read_one(" balm-allowance "), None);
    }

    #[test]
    fn the_message_names_what_is_missing() {
        let message = |text: &str| match read_one(text) {
            Some(Err(fault)) => fault.message,
            other => panic!("{other:?}"),
        };
        assert_eq!(message("balm-allow long-sentence"), "this waiver gives no reason");
        assert_eq!(message("balm-allow a b: why, until 2027-03-01"), "a waiver names exactly one rule");
        assert_eq!(message("balm-allow a: why"), "this waiver has no end date");
        assert_eq!(message("balm-allow a: until 2027-03-01"), "this waiver gives no reason");
        assert_eq!(message("balm-allow a: why, until March"), "what follows `until` is not a date");
    }
}
