//! Readability: what is counted in a text, and the formulas that turn counts into scores.
//!
//! A score is an estimate. It is based on the length of words and sentences, not on their meaning; the NHS advises
//! its writers to use such scores only to decide which texts to look at first. So scores cause warnings and never
//! fail a build on their own.
//!
//! Architecture Invariant: this module counts English. Callers must know that a text is English.

mod syllable;
#[cfg(test)]
mod tests;

use std::ops::{AddAssign, Range};

pub use self::syllable::syllables;
use crate::prose::Prose;
use crate::prose::lexicon::Folded;

/// The inputs of the formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words. A hyphenated word counts as one.
    pub words: usize,
    /// Sentences. A list item counts as at least one.
    pub sentences: usize,
    /// Syllables as spoken. A number is one syllable; an abbreviation in capitals has one for each letter.
    pub syllables: usize,
    /// Words of three or more syllables, except abbreviations in capitals.
    pub polysyllables: usize,
    /// The polysyllables that are hard in Gunning's sense: no names, no hyphenated words, and none with three
    /// syllables only because of `-es`, `-ed` or `-ing`.
    pub hard: usize,
    /// Letters and digits.
    pub letters: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.sentences += other.sentences;
        self.syllables += other.syllables;
        self.polysyllables += other.polysyllables;
        self.hard += other.hard;
        self.letters += other.letters;
    }
}

/// The counts of the running text of `prose`, without headings, tables, footnotes, labels or quotations.
#[must_use]
pub fn count(prose: &Prose) -> Counts {
    let mut counts = Counts::default();
    for block in prose.blocks().iter().filter(|block| block.is_running()) {
        for sentence in prose.sentences(block) {
            counts += sentence_counts(prose, sentence.clone());
        }
    }
    counts
}

/// The counts of one sentence, at `range` of the prose's text.
#[must_use]
pub fn sentence_counts(prose: &Prose, range: Range<usize>) -> Counts {
    let mut tally = Tally::default();
    for word in prose.words(range) {
        let word = prose.slice(word);
        tally.add(&Measured::of(word, &Folded::new(word)));
    }
    tally.finish()
}

/// What one word adds to the counts of its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured {
    /// Its syllables and letters, 16 bits each, whether it is a polysyllable, from bit 32 on, and whether it is hard in
    /// Gunning's sense, from bit 44 on: one addition counts all four.
    counted: u64,
}

impl Measured {
    /// Set in `counted` if it is hard only as the first word of a sentence: elsewhere its capital marks a name. In a sum, it
    /// says nothing.
    const HARD_AT_START: u64 = 1 << 63;
}

impl Measured {
    /// Measures `word`; `folded` is the same word.
    pub(crate) fn of(word: &str, folded: &Folded) -> Measured {
        let spoken = syllable::spoken(word, folded);
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let is_polysyllable = spoken.syllables >= 3 && !spoken.is_abbreviation;
        let short = |count: usize| u64::from(u8::try_from(count).unwrap_or(u8::MAX));
        let is_hard = is_polysyllable && is_hard(word, spoken.syllables);
        let is_name = word.starts_with(char::is_uppercase);
        Measured {
            counted: short(spoken.syllables)
                | short(letters) << 16
                | u64::from(is_polysyllable) << 32
                | u64::from(is_hard && !is_name) << 44
                | if is_hard && is_name { Measured::HARD_AT_START } else { 0 },
        }
    }
}

/// Counts the words of one sentence.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    counted: u64,
    words: usize,
    counts: Counts,
}

impl Tally {
    /// Adds one word.
    #[inline]
    pub(crate) fn add(&mut self, word: &Measured) {
        if self.words.is_multiple_of(MOST) {
            self.settle();
            let is_hard = self.words == 0 && word.counted & Measured::HARD_AT_START != 0;
            self.counts.hard += usize::from(is_hard);
        }
        self.words += 1;
        self.counted = self.counted.wrapping_add(word.counted);
    }

    /// The counts of the sentence.
    pub(crate) fn finish(mut self) -> Counts {
        self.settle();
        Counts { sentences: 1, words: self.words, ..self.counts }
    }

    fn settle(&mut self) {
        let part = |from: u32, bits: u32| (self.counted >> from & ((1 << bits) - 1)) as usize;
        self.counts.syllables += part(0, 16);
        self.counts.letters += part(16, 16);
        self.counts.polysyllables += part(32, 12);
        self.counts.hard += part(44, 12);
        self.counted = 0;
    }
}

/// So many words fit into 16 bits, with 255 letters each.
const MOST: usize = 256;

/// Whether a word of three or more syllables is hard in Gunning's sense, assuming that it is not a name.
fn is_hard(word: &str, syllables: usize) -> bool {
    let ending = ["es", "ed", "ing"].into_iter().find_map(|ending| word.strip_suffix(ending));
    let by_ending = syllables == 3 && ending.is_some_and(|stem| syllable::syllables(stem) < 3);
    !by_ending && !word.contains('-')
}

/// The scores of a text with at least one word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Flesch reading ease: from about 0 (very hard) to about 100 (very easy), without a fixed limit at either end.
    pub reading_ease: f64,
    /// Flesch–Kincaid: the US school grade of those who can read it.
    pub grade: f64,
    /// SMOG, a grade; designed for texts of 30 sentences or more.
    pub smog: f64,
    /// Gunning fog index, a grade.
    pub fog: f64,
    /// Coleman–Liau index, a grade; counts letters instead of syllables.
    pub coleman_liau: f64,
    /// Automated readability index, a grade; counts letters instead of syllables.
    pub ari: f64,
}

impl Scores {
    /// The scores of a text with `counts`; `None` if it has no words.
    #[must_use]
    pub fn of(counts: &Counts) -> Option<Scores> {
        if counts.words == 0 {
            return None;
        }
        let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
        let sentences = number(counts.sentences.max(1));
        let words = number(counts.words);
        let (syllables, letters) = (number(counts.syllables), number(counts.letters));
        let (polysyllables, hard) = (number(counts.polysyllables), number(counts.hard));
        let (per_sentence, per_word) = (words / sentences, syllables / words);
        Some(Scores {
            reading_ease: 206.835 - 1.015 * per_sentence - 84.6 * per_word,
            grade: 0.39 * per_sentence + 11.8 * per_word - 15.59,
            smog: 1.043 * (30.0 * polysyllables / sentences).sqrt() + 3.1291,
            fog: 0.4 * (per_sentence + 100.0 * hard / words),
            coleman_liau: 0.0588 * (100.0 * letters / words) - 0.296 * (100.0 * sentences / words) - 15.8,
            ari: 4.71 * letters / words + 0.5 * per_sentence - 21.43,
        })
    }

    /// The age in years from which the text can be read: the Flesch–Kincaid grade plus 5, and at least 5.
    ///
    /// That children are five years older than their grade is a rule of thumb, not a measurement. A formula is
    /// accurate to a year or two at best.
    #[must_use]
    pub fn reading_age(&self) -> f64 {
        (self.grade + 5.0).max(5.0)
    }
}

/// A score rounded to a tenth, since it is no more accurate than that.
#[must_use]
pub fn tenth(score: f64) -> f64 {
    // The addition turns -0 into 0.
    (score * 10.0).round() / 10.0 + 0.0
}
