//! Fast, case-insensitive lookup of words: a check looks up every word of every article.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fold::plain_letters;

/// The maximum length of a word in bytes; longer ones are truncated.
const LONGEST: usize = 40;

/// A word in lower-case ASCII letters: without accents, with a straight apostrophe and a plain hyphen. Letters of
/// other alphabets become `~`.
#[derive(Clone, Copy)]
pub(crate) struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    /// `word`, folded.
    pub(crate) fn new(word: &str) -> Folded {
        let mut folded = Folded { bytes: [0; LONGEST], length: 0 };
        if word.is_ascii() {
            folded.length = word.len().min(LONGEST);
            folded.bytes[..folded.length].copy_from_slice(&word.as_bytes()[..folded.length]);
            folded.bytes[..folded.length].make_ascii_lowercase();
        } else {
            for c in word.chars().flat_map(char::to_lowercase) {
                match c {
                    '’' | 'ʼ' => folded.push('\''),
                    '\u{2011}' => folded.push('-'),
                    c => plain_letters(c, |letter| folded.push(letter)),
                }
            }
        }
        folded
    }

    fn push(&mut self, letter: char) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = u8::try_from(letter).ok().filter(u8::is_ascii).unwrap_or(b'~');
            self.length += 1;
        }
    }

    /// Its letters.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// A map from words to values.
pub(crate) struct Lexicon<V> {
    words: HashMap<&'static [u8], V, BuildHasherDefault<Fnv>>,
}

impl<V> Lexicon<V> {
    /// A lexicon of `entries`, whose words must be in lower-case ASCII letters. If a word occurs twice, the last
    /// value is kept.
    pub(crate) fn new(entries: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        Lexicon { words: entries.into_iter().map(|(word, value)| (word.as_bytes(), value)).collect() }
    }

    /// The value of `word`.
    pub(crate) fn get(&self, word: &[u8]) -> Option<&V> {
        self.words.get(word)
    }
}

/// FNV-1a. For keys as short as words it is faster than the standard hash, whose protection against hostile keys is
/// not needed: all keys are our own.
#[derive(Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, _length: usize) {}

    fn write_u8(&mut self, byte: u8) {
        self.write(&[byte]);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Folded, Lexicon};

    #[test]
    fn a_word_is_found_in_any_case_and_with_any_apostrophe() {
        let lexicon = Lexicon::new([("don't", 1), ("cafe", 2), ("oedeme", 3)]);
        for (word, value) in
            [("Don’t", Some(&1)), ("DON'T", Some(&1)), ("Café", Some(&2)), ("Œdème", Some(&3)), ("do", None)]
        {
            assert_eq!(lexicon.get(Folded::new(word).bytes()), value, "{word}");
        }
        assert_eq!(Folded::new(&"ä漢".repeat(99)).bytes().len(), 40);
    }
}
