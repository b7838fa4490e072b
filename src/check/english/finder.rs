//! Finds any of many words in a text in one pass, and picks the word by which to look for a phrase.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Words to look for, case-insensitively.
#[derive(Debug)]
pub(super) struct AnyOf(Option<AhoCorasick>);

impl AnyOf {
    /// Any of `words`; where several start at the same place, the longest.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> AnyOf {
        let mut builder = AhoCorasick::builder();
        builder
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA));
        // There are few words, so the automaton never exceeds its size limit.
        AnyOf(builder.build(words).ok())
    }

    /// The places in `text` where one of them occurs as a whole word, each with the index of the word.
    pub(super) fn all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let found = self.0.iter().flat_map(move |words| words.find_iter(text));
        found
            .map(|found| (found.pattern().as_usize(), found.range()))
            .filter(move |(_, at)| is_word(text, at))
    }
}

/// The word of `phrase` that is the rarest, as far as its length tells: where it is not, the phrase is not either.
pub(super) fn rarest_word(phrase: &'static str) -> &'static str {
    phrase
        .split(' ')
        .max_by_key(|word| word.len())
        .unwrap_or(phrase)
        .trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether there is no letter, digit or hyphen directly before or after `at`.
fn is_word(text: &str, at: &Range<usize>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    !joins(text[..at.start].chars().next_back()) && !joins(text[at.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::{AnyOf, rarest_word};

    #[test]
    fn the_longest_word_of_a_phrase_tells_and_of_two_the_last() {
        for (phrase, word) in
            [("no side effects", "effects"), ("100% safe", "safe"), ("natural, so", "natural")]
        {
            assert_eq!(rarest_word(phrase), word);
        }
    }

    #[test]
    fn a_word_is_found_whole_and_the_longest_first() {
        let words = AnyOf::new(["proven", "clinically proven", "cure"]);
        let found = |text: &str| words.all(text).map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(found("Clinically proven, a cure"), [1, 2]);
        assert!(found("secure, unproven, cure-all").is_empty());
        assert_eq!((found("A CURE."), found("manicure")), (vec![2], vec![]));
    }
}
