//! Finding any of many words in a text, in one pass over it.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// Words to look for, without regard to capitals.
#[derive(Debug)]
pub(super) struct AnyOf(Option<AhoCorasick>);

impl AnyOf {
    /// Any of `words`; where several start at one place, the longest.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> AnyOf {
        let mut builder = AhoCorasick::builder();
        builder
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA));
        // There are few words, so that there is room for them is never in question.
        AnyOf(builder.build(words).ok())
    }

    /// Where in `text` one of them stands as a word of its own, with its number.
    pub(super) fn all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let found = self.0.iter().flat_map(move |words| words.find_iter(text));
        found
            .map(|found| (found.pattern().as_usize(), found.range()))
            .filter(move |(_, at)| is_word(text, at))
    }

    /// Whether one of them stands in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.all(text).next().is_some()
    }
}

/// Whether no letter, digit or hyphen stands right before or after `at`.
fn is_word(text: &str, at: &Range<usize>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    !joins(text[..at.start].chars().next_back()) && !joins(text[at.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::AnyOf;

    #[test]
    fn a_word_is_found_whole_and_the_longest_first() {
        let words = AnyOf::new(["proven", "clinically proven", "cure"]);
        let found = |text: &str| words.all(text).map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(found("Clinically proven, a cure"), [1, 2]);
        assert!(found("secure, unproven, cure-all").is_empty());
        assert!(words.is_in("A CURE.") && !words.is_in("manicure"));
    }
}
