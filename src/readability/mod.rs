//! How hard a text is to read: what is counted, and the formulas that make a score of it.
//!
//! A score is an estimate. It knows the length of words and sentences, and nothing of what they mean; the NHS
//! tells its writers to use such scores only to see which texts to look at first. So they warn and never fail
//! a build by themselves.
//!
//! Architecture Invariant: this module counts English. Whether a text is English is known by its callers.

mod syllable;
#[cfg(test)]
mod tests;

use std::ops::{AddAssign, Range};

pub use self::syllable::syllables;
use crate::prose::Prose;
use crate::prose::lexicon::Folded;

/// What the formulas are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words; a word with a hyphen is one.
    pub words: usize,
    /// Sentences; an item of a list is at least one.
    pub sentences: usize,
    /// Syllables as they are spoken. A number is one syllable, an abbreviation of capitals one for each letter.
    pub syllables: usize,
    /// Words of three or more syllables, but for abbreviations of capitals.
    pub polysyllables: usize,
    /// Those of them that are hard in Gunning's sense: no names, no words with a hyphen, and none that reach
    /// three syllables only by `-es`, `-ed` or `-ing`.
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

/// The counts of the running text of `prose`: no headings, tables, footnotes, labels or quotes.
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

/// The counts of one sentence, which stands at `range` of the prose's text.
#[must_use]
pub fn sentence_counts(prose: &Prose, range: Range<usize>) -> Counts {
    let mut counts = Counts { sentences: 1, ..Counts::default() };
    for word in prose.words(range) {
        let word = prose.slice(word);
        counts.add(&Measured::of(word, &Folded::new(word)));
    }
    counts
}

/// What one word adds to the counts of its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Measured {
    syllables: u8,
    letters: u8,
    is_polysyllable: bool,
    /// Whether it is hard in Gunning's sense, where it is no name.
    is_hard: bool,
    /// Whether it has a capital, which makes it a name but at the start of a sentence.
    is_name: bool,
}

impl Measured {
    /// Measures `word`; `folded` is the same word.
    pub(crate) fn of(word: &str, folded: &Folded) -> Measured {
        let spoken = syllable::spoken(word, folded);
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        let is_polysyllable = spoken.syllables >= 3 && !spoken.is_abbreviation;
        let short = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
        Measured {
            syllables: short(spoken.syllables),
            letters: short(letters),
            is_polysyllable,
            is_hard: is_polysyllable && is_hard(word, spoken.syllables),
            is_name: word.starts_with(char::is_uppercase),
        }
    }
}

impl Counts {
    /// Counts one more word of a sentence.
    pub(crate) fn add(&mut self, word: &Measured) {
        let is_first = self.words == 0;
        self.words += 1;
        self.letters += usize::from(word.letters);
        self.syllables += usize::from(word.syllables);
        self.polysyllables += usize::from(word.is_polysyllable);
        self.hard += usize::from(word.is_hard && (is_first || !word.is_name));
    }
}

/// Whether a word of three or more syllables is hard in Gunning's sense, if it is no name.
fn is_hard(word: &str, syllables: usize) -> bool {
    let ending = ["es", "ed", "ing"].into_iter().find_map(|ending| word.strip_suffix(ending));
    let by_ending = syllables == 3 && ending.is_some_and(|stem| syllable::syllables(stem) < 3);
    !by_ending && !word.contains('-')
}

/// The scores of a text with at least one word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Flesch reading ease: from about 0 (very hard) to about 100 (very easy); neither is a limit.
    pub reading_ease: f64,
    /// Flesch–Kincaid: the school grade, in the United States, of those who can read it.
    pub grade: f64,
    /// SMOG, a grade; made for texts of 30 sentences or more.
    pub smog: f64,
    /// Gunning fog index, a grade.
    pub fog: f64,
    /// Coleman–Liau index, a grade; counts letters instead of syllables.
    pub coleman_liau: f64,
    /// Automated readability index, a grade; counts letters instead of syllables.
    pub ari: f64,
}

impl Scores {
    /// The scores of a text with `counts`; `None` where there is no word.
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

    /// The age, in years, from which it can be read: the Flesch–Kincaid grade and 5, and never under 5.
    ///
    /// That children are five years older than their grade is a rule of thumb, not a measurement; a formula is
    /// right to a year or two at best.
    #[must_use]
    pub fn reading_age(&self) -> f64 {
        (self.grade + 5.0).max(5.0)
    }
}

/// A score as it is told: rounded to a tenth, as it is right to no more than that.
#[must_use]
pub fn tenth(score: f64) -> f64 {
    // Without the sum, -0.04 would be -0.
    (score * 10.0).round() / 10.0 + 0.0
}
