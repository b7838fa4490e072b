//! A text as rules see it: sentences with their words, each classified once for what rules look for.

use std::ops::Range;
use std::sync::LazyLock;

use super::memo::{self, Glance, Memory};
use super::{dictionary, number, vague};
use crate::check::english::referral;
use crate::check::english::{amounts, claims, doses};
use crate::prose::lexicon::{Folded, Lexicon};
use crate::prose::{Block, BlockKind, MarkKind, Prose};
use crate::readability::{Counts, Tally};

/// A word, in bytes of the prose's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    traits: Traits,
}

/// The traits of a word, or of all words of a sentence combined: a set of the bits in [`traits`].
///
/// To add one, give it the next free bit in [`traits`]. If the letters of words have it, add those words to `KNOWN`; if it
/// depends on how a word is written, set it in [`seen`]. Either happens once for each distinct word, which [`memo`] keeps, so
/// that a bit costs nothing in a build. If it starts or marks a phrase, add it to `OF_PHRASES` as well: then it is also found in
/// a part of a word ("cure.Then", "a cure's"). Rules query it per sentence with [`Text::sentences_with`], or per word with
/// [`Text::words_with`], for which it has to be in `traits::OF_WORDS`.
pub(in crate::check) type Traits = u32;

/// The traits of words. Rules look closer only at words that have one of theirs.
pub(in crate::check) mod traits {
    use super::Traits;

    /// It is in the dictionary.
    pub(in crate::check) const JARGON: Traits = 1 << 0;
    /// It may start a vague amount.
    pub(in crate::check) const VAGUE: Traits = 1 << 1;
    /// It is a number in words, or starts with one.
    pub(in crate::check) const NUMBER: Traits = 1 << 2;
    /// It contains a digit.
    pub(in crate::check) const DIGIT: Traits = 1 << 3;
    /// It contains an apostrophe.
    pub(in crate::check) const APOSTROPHE: Traits = 1 << 4;
    /// It starts with two capitals.
    pub(in crate::check) const CAPITALS: Traits = 1 << 5;
    /// It starts with a capital.
    pub(in crate::check) const NAME: Traits = 1 << 6;
    /// It is the rarest word of a promise.
    pub(in crate::check) const PROMISE: Traits = 1 << 7;
    /// It says what something does for people.
    pub(in crate::check) const BENEFIT: Traits = 1 << 8;
    /// Doses are counted in it.
    pub(in crate::check) const DOSE: Traits = 1 << 9;
    /// It is the rarest word of the people that readers are sent to.
    pub(in crate::check) const REFERRAL: Traits = 1 << 10;
    /// It is a complaint, or something that people want to improve.
    pub(in crate::check) const COMPLAINT: Traits = 1 << 11;
    /// It is the first of several words in the dictionary.
    pub(in crate::check) const JARGON_START: Traits = 1 << 12;
    /// It is the second of them.
    pub(in crate::check) const JARGON_NEXT: Traits = 1 << 13;
    /// It may be an amount without a number.
    pub(in crate::check) const AMOUNT: Traits = 1 << 14;
    /// It is a unit of medicines, or ends with one.
    pub(in crate::check) const UNIT: Traits = 1 << 15;
    /// Rules look closer at each word with one of these. The others are queried per sentence.
    pub(super) const OF_WORDS: Traits =
        JARGON | JARGON_START | VAGUE | NUMBER | DIGIT | APOSTROPHE | CAPITALS;
}

/// A prose with its words.
#[derive(Debug)]
pub struct Text<'p> {
    /// The prose.
    pub prose: &'p Prose,
    words: Vec<Word>,
    sentences: Vec<ReadSentence>,
    /// The words in which a rule may find something: the index of their sentence, their index in it, and their traits. A
    /// dozen rules go through them.
    notable: Vec<(usize, usize, Traits)>,
}

/// A sentence as read.
#[derive(Clone, Debug)]
struct ReadSentence {
    block: usize,
    range: Range<usize>,
    words: Range<usize>,
    counts: Counts,
    /// The traits of all its words combined.
    traits: Traits,
}

/// A sentence with what rules need.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'t> {
    /// The prose that contains it.
    pub prose: &'t Prose,
    /// The block that contains it.
    pub block: &'t Block,
    /// Its words.
    pub words: &'t [Word],
    start: usize,
    end: usize,
}

static KNOWN: LazyLock<Lexicon<Traits>> = LazyLock::new(|| {
    let mut bits: Vec<(&'static str, Traits)> = Vec::new();
    let mut add = |word: &'static str, bit: Traits| match bits.iter_mut().find(|(known, _)| *known == word) {
        Some((_, known)) => *known |= bit,
        None => bits.push((word, bit)),
    };
    dictionary::words().for_each(|words| match words {
        (word, None) => add(word, traits::JARGON),
        (first, Some(second)) => {
            add(first, traits::JARGON_START);
            add(second, traits::JARGON_NEXT);
        }
    });
    vague::first_words().for_each(|word| add(word, traits::VAGUE));
    number::WORDS.iter().for_each(|(word, _)| add(word, traits::NUMBER));
    claims::promising_words().for_each(|word| add(word, traits::PROMISE));
    claims::benefit_words().for_each(|word| add(word, traits::BENEFIT));
    claims::COMPLAINTS.into_iter().for_each(|word| add(word, traits::COMPLAINT));
    doses::counted_words().for_each(|word| add(word, traits::DOSE));
    doses::amounts().for_each(|word| add(word, traits::AMOUNT));
    amounts::units().for_each(|word| add(word, traits::UNIT));
    referral::rarest_words().for_each(|word| add(word, traits::REFERRAL));
    Lexicon::new(bits)
});

impl<'p> Text<'p> {
    /// The sentences of `prose`.
    #[must_use]
    pub fn new(prose: &'p Prose) -> Self {
        let mut text = Text { prose, words: Vec::new(), sentences: Vec::new(), notable: Vec::new() };
        text.words.reserve(prose.text().len() / 5);
        text.sentences.reserve(prose.blocks().iter().map(|block| prose.sentences(block).len()).sum());
        memo::with(|memory| {
            for (index, block) in prose.blocks().iter().enumerate() {
                for range in prose.sentences(block) {
                    text.read(index, range.clone(), memory);
                }
            }
        });
        text
    }

    fn read(&mut self, block: usize, range: Range<usize>, memory: &mut Memory<'_>) {
        let first = self.words.len();
        let mut tally = Tally::default();
        let mut all = 0;
        let prose = self.prose;
        let mut words = prose.words(range.clone());
        while let Some((word, bytes)) = words.next_with_bytes() {
            let Glance { traits, measured, .. } = memory.glance(prose.text(), &word, bytes);
            tally.add(&measured);
            all |= traits;
            // A number on its own, as in a cell, is in the right form and counts nothing.
            let is_number = || prose.slice(range.clone()).bytes().all(|byte| byte.is_ascii_digit());
            if traits & traits::OF_WORDS != 0 && !(word == range && is_number()) {
                self.notable.push((self.sentences.len(), self.words.len() - first, traits));
            }
            self.words.push(Word { start: word.start, end: word.end, traits });
        }
        let (words, counts) = (first..self.words.len(), tally.finish());
        self.sentences.push(ReadSentence { block, range, words, counts, traits: all });
    }

    /// The sentences in the author's own words: none from footnotes or quotations.
    pub fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        self.sentences.iter().filter_map(|read| self.own(read))
    }

    fn own(&self, read: &ReadSentence) -> Option<Sentence<'_>> {
        let block = self.prose.blocks().get(read.block)?;
        let words = self.words.get(read.words.clone())?;
        let is_own = block.kind != BlockKind::Note && !block.is_quoted;
        let Range { start, end } = read.range;
        is_own.then_some(Sentence { prose: self.prose, block, words, start, end })
    }

    /// The place and counts of each sentence of running text.
    pub fn counts(&self) -> impl Iterator<Item = (&Range<usize>, &Counts)> {
        let running =
            |read: &&ReadSentence| self.prose.blocks().get(read.block).is_some_and(Block::is_running);
        self.sentences.iter().filter(running).map(|read| (&read.range, &read.counts))
    }

    /// The counts of the whole running text, for [`crate::readability::Scores`].
    #[must_use]
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        self.counts().for_each(|(_, counts)| total += *counts);
        total
    }

    /// The sentences, including quoted ones, whose words together have all the traits `all` and, unless it is 0, one
    /// of `any`: the index of the block, and the place.
    pub(in crate::check) fn sentences_with(
        &self,
        all: Traits,
        any: Traits,
    ) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.read_with(all, any).map(|read| (read.block, read.range.clone()))
    }

    /// The same, each with its words.
    pub(in crate::check) fn sentences_and_words_with(
        &self,
        all: Traits,
        any: Traits,
    ) -> impl Iterator<Item = (usize, Range<usize>, &[Word])> {
        let words = |read: &ReadSentence| self.words.get(read.words.clone()).unwrap_or(&[]);
        self.read_with(all, any).map(move |read| (read.block, read.range.clone(), words(read)))
    }

    fn read_with(&self, all: Traits, any: Traits) -> impl Iterator<Item = &ReadSentence> {
        let has =
            move |read: &&ReadSentence| read.traits & all == all && (any == 0 || read.traits & any != 0);
        self.sentences.iter().filter(has)
    }

    /// The words of the author's own sentences that have one of `traits`, with their sentence and index in it. Only
    /// traits in `traits::OF_WORDS` are supported.
    pub(super) fn words_with(&self, traits: Traits) -> impl Iterator<Item = (Sentence<'_>, usize)> {
        let notable = self.notable.iter().filter(move |(.., of_word)| of_word & traits != 0);
        notable.filter_map(|&(sentence, word, _)| Some((self.own(self.sentences.get(sentence)?)?, word)))
    }
}

/// The traits by which phrases are found. The words may be on either side of a full stop or an apostrophe:
/// "cure.Then", "a cure's".
const OF_PHRASES: Traits = traits::PROMISE
    | traits::BENEFIT
    | traits::COMPLAINT
    | traits::DOSE
    | traits::AMOUNT
    | traits::REFERRAL
    | traits::UNIT;

/// The traits of `word`; `folded` is the same word.
pub(super) fn seen(word: &str, folded: &Folded) -> Traits {
    let known = |word: &[u8]| KNOWN.get(word).copied().unwrap_or(0);
    let mut found = known(folded.bytes());
    let joins = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'-';
    if folded.bytes().iter().any(joins) {
        found |= folded.bytes().split(joins).map(known).fold(0, |all, part| all | part) & OF_PHRASES;
    }
    for (at, byte) in folded.bytes().iter().enumerate() {
        found |= match byte {
            b'0'..=b'9' => traits::DIGIT,
            b'\'' => traits::APOSTROPHE,
            b'-' => known(&folded.bytes()[..at]) & traits::NUMBER,
            _ => 0,
        };
    }
    if found & traits::DIGIT != 0 && doses::counts(folded.bytes()) {
        found |= traits::DOSE;
    }
    if amounts::ends_with_unit(folded.bytes(), found & traits::DIGIT != 0) {
        found |= traits::UNIT;
    }
    let bytes = word.as_bytes();
    if bytes[0].is_ascii_uppercase() {
        let second = bytes.get(1).is_some_and(|byte| byte.is_ascii_uppercase() || *byte == b'&');
        found |= traits::NAME | if second { traits::CAPITALS } else { 0 };
    }
    found
}

impl Word {
    /// Whether it has one of `traits`.
    pub(in crate::check) fn is(&self, traits: Traits) -> bool {
        self.traits & traits != 0
    }

    /// Its place.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl<'t> Sentence<'t> {
    /// Its place, in bytes of the prose's text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The word at `index`, or "".
    #[must_use]
    pub fn word(&self, index: usize) -> &'t str {
        self.words.get(index).map_or("", |word| self.prose.slice(word.range()))
    }

    /// The word before the one at `index`, or "".
    pub(super) fn before(&self, index: usize) -> &'t str {
        index.checked_sub(1).map_or("", |index| self.word(index))
    }

    /// Whether the word at `index` is one of `words`, which are in lower case and separated by spaces.
    pub(super) fn is(&self, index: usize, words: &str) -> bool {
        let word = self.word(index);
        !word.is_empty() && words.split(' ').any(|known| known.eq_ignore_ascii_case(word))
    }

    /// The same for the word before it.
    pub(super) fn is_before(&self, index: usize, words: &str) -> bool {
        index.checked_sub(1).is_some_and(|index| self.is(index, words))
    }

    /// The text between the word at `index` and the next, or after the last word up to the end of the sentence.
    pub(super) fn gap(&self, index: usize) -> &'t str {
        let Some(word) = self.words.get(index) else { return "" };
        let end = self.words.get(index + 1).map_or(self.end, |next| next.start);
        self.prose.slice(word.end..end)
    }

    /// The text before the word at `index`, back to the word before it.
    pub(super) fn lead(&self, index: usize) -> &'t str {
        let Some(word) = self.words.get(index) else { return "" };
        let start =
            index.checked_sub(1).and_then(|before| self.words.get(before)).map_or(self.start, |w| w.end);
        self.prose.slice(start..word.start)
    }

    /// The range from the word `first` to the word `last`.
    pub(super) fn span(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.words.get(first).map_or(self.start, |word| word.start);
        start..self.words.get(last).map_or(start, |word| word.end)
    }

    /// Whether `range` is somebody else's words: in quotation marks, in an element for quotations or another
    /// language, or in a link to another site, whose words are often the title of its target.
    pub(super) fn is_borrowed(&self, range: &Range<usize>) -> bool {
        let holds = |stretch: &Range<usize>| stretch.start <= range.start && range.end <= stretch.end;
        let is_marked = self.prose.marks(self.block).iter().filter(|mark| holds(&mark.text)).any(|mark| {
            match &mark.kind {
                MarkKind::Link(target) => {
                    target.contains("://") || is_address(self.prose.slice(mark.text.clone()), target)
                }
                MarkKind::Quotation => true,
                // A whole paragraph in italics is the author's own.
                MarkKind::Work => mark.text != self.block.text,
                MarkKind::Language(language) => !super::is_english(language),
                MarkKind::Abbreviation => false,
            }
        });
        is_marked || self.is_in_quotes(range)
    }

    fn is_in_quotes(&self, range: &Range<usize>) -> bool {
        let before = self.prose.slice(self.block.text.start..range.start);
        let after = self.prose.slice(range.end..self.block.text.end);
        let open = before.matches('“').count() > before.matches('”').count() && after.contains('”');
        let straight = before.matches('"').count() % 2 == 1 && after.contains('"');
        let angled = before.matches('«').count() > before.matches('»').count() && after.contains('»');
        // An apostrophe has letters on both sides, or ends a word; a mark that opens has none before it.
        let opens = |at: usize| !before[..at].ends_with(|c: char| c.is_alphanumeric());
        let plain = before.match_indices('\'').any(|(at, _)| {
            opens(at)
                && before[at + 1..].starts_with(char::is_alphanumeric)
                && !before[at + 1..].contains("' ")
        }) && after.contains('\'');
        let single = before.rfind('‘').is_some_and(|at| !before[at..].contains("’ ")) && after.contains('’');
        open || straight || single || angled || plain
    }
}

/// Whether `text`, the words of a link, are the address that it leads to: `www.nhs.uk`, `knee.md`, a telephone number.
fn is_address(text: &str, target: &str) -> bool {
    let bare = |address: &str| {
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        let address = ["mailto:", "tel:", "sms:", "./", "../", "/", "www."]
            .iter()
            .fold(address, |address, start| address.strip_prefix(start).unwrap_or(address));
        address.trim_end_matches(['/', '.']).to_lowercase()
    };
    bare(text.trim()) == bare(target)
}
