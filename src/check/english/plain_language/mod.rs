//! Wording: long sentences, jargon, numbers, contractions and vague amounts.
//!
//! A rule is a function of one [`Text`] and knows only English ([`is_english`]). It ignores other people's words:
//! those in quotation marks, block quotes, footnotes or `<cite>`, and names with a capital. In case of doubt, it
//! reports nothing.
//!
//! Architecture Invariant: a rule sees words, their places and the directives around them; no other file, no front
//! matter and no level set by the author.

mod abbreviation;
mod clock;
mod contraction;
mod date;
mod dictionary;
mod finding;
mod jargon;
mod length;
mod memo;
mod number;
mod range;
mod score;
#[cfg(test)]
mod tests;
mod text;
mod unit;
mod vague;

use std::sync::LazyLock;

pub use self::finding::Finding;
pub(in crate::check) use self::jargon::JARGON;
pub(super) use self::text::traits;
pub use self::text::{Sentence, Text, Word};
use crate::diagnostic::Code;
use crate::prose::{MarkKind, Prose};

/// Lists the files with rules: each declares its rules, and has the functions that look at one sentence or paragraph at a
/// time. [`article`] and [`row`] call those that look at more.
macro_rules! files {
    ($($file:ident: [$($rule:ident),*];)+) => {
        /// The rules about wording.
        pub static CODES: LazyLock<Vec<&'static Code>> = LazyLock::new(|| [$($file::CODES),+].concat());

        const WORDING: &[fn(&Text<'_>) -> Vec<Finding>] = &[$($($file::$rule,)*)+];
    };
}

files! {
    length: [long_sentences, long_paragraphs];
    jargon: [jargon];
    contraction: [contractions, dont_items];
    vague: [amounts];
    number: [in_words, thousands, leading_zeros, adjacent];
    range: [ranges];
    unit: [units];
    date: [dates, times];
    abbreviation: [];
    score: [];
}

/// Whether texts in `language` (a tag such as "en-GB") are English, the language of these rules.
#[must_use]
pub fn is_english(language: &str) -> bool {
    English::of(language).is_some()
}

/// The variety of English of a text. The rules follow the NHS; where other health services agree on a different form,
/// such as "500 mg" and "August 6, 2018", theirs is right in their country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum English {
    /// British, or no country given: "en-GB", "en".
    #[default]
    British,
    /// Of any other country: "en-US".
    Other,
}

impl English {
    /// The variety of English of texts in `language`; `None` if that is not English.
    #[must_use]
    pub fn of(language: &str) -> Option<English> {
        let mut parts = language.split(['-', '_']);
        parts.next().filter(|primary| primary.eq_ignore_ascii_case("en"))?;
        // A region has two letters or three digits; a script, as in "en-Latn-GB", has four letters.
        let region = parts.find(|part| part.len() == 2 || part.len() == 3);
        let is_british = region.is_none_or(|region| region.eq_ignore_ascii_case("gb"));
        Some(if is_british { English::British } else { English::Other })
    }

    /// Whether `finding` applies to a text in this English. Words in it may be marked as another: `<span
    /// lang="en-US">`.
    fn asks_for(self, finding: &Finding, prose: &Prose) -> bool {
        if !finding.is_british {
            return true;
        }
        let words = prose.at(&finding.span).unwrap_or_default();
        let block = prose.blocks().iter().find(|block| block.text.contains(&words.start));
        let marks = block.map_or(&[][..], |block| prose.marks(block)).iter();
        let around = marks.filter(|mark| mark.text.start <= words.start && words.end <= mark.text.end);
        let languages = around.filter_map(|mark| match &mark.kind {
            MarkKind::Language(language) => Some((mark.text.len(), English::of(language)?)),
            _ => None,
        });
        let innermost = languages.min_by_key(|(length, _)| *length);
        innermost.map_or(self, |(_, english)| english) == English::British
    }
}

/// The findings of all rules in an article, in order of the file.
#[must_use]
pub fn article(text: &Text<'_>, english: English) -> Vec<Finding> {
    let mut found = value(text, english);
    found.extend(abbreviation::unexpanded(std::slice::from_ref(text)));
    found.extend(score::hard_to_read(text));
    found.sort_by_key(|finding| (finding.span.start, finding.code.name));
    found
}

/// The findings in a title or description, which readers may see without the text. These are too short for a score
/// and have no room to explain an abbreviation.
#[must_use]
pub fn value(text: &Text<'_>, english: English) -> Vec<Finding> {
    let mut found = wording(text);
    found.retain(|finding| english.asks_for(finding, text.prose));
    found
}

/// The findings of all rules in the cells of one row, which readers see together and in this order.
#[must_use]
pub fn row(cells: &[Text<'_>], english: English) -> Vec<Finding> {
    let mut found: Vec<Finding> = cells.iter().flat_map(|cell| value(cell, english)).collect();
    found.extend(abbreviation::unexpanded(cells));
    found.extend(cells.iter().filter_map(score::hard_to_read));
    found
}

/// The findings of rules that look at each sentence or paragraph on its own.
#[must_use]
pub fn wording(text: &Text<'_>) -> Vec<Finding> {
    WORDING.iter().flat_map(|rule| rule(text)).collect()
}
