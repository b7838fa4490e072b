//! A cache of what is known about words: a site uses the same few thousand again and again.

use std::cell::RefCell;
use std::ops::Range;

use super::text::{Traits, seen};
use crate::prose::lexicon::Folded;
use crate::prose::{Short, short};
use crate::readability::Measured;

/// The number of words cached per thread; a power of two. A large site uses some ten thousand.
const KEPT: usize = 8192;

/// What is known about a word from its letters alone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Glance {
    /// Identifies the word, if it is cached.
    key: Short,
    pub(super) traits: Traits,
    pub(super) measured: Measured,
}

/// As many entries as are kept. Their number is part of the type, so that no place in it has to be checked.
type Known = [Glance; KEPT];

thread_local! {
    // Entries depend only on the word, so a thread's history affects nothing but speed.
    static KNOWN: RefCell<Box<Known>> = RefCell::new(Box::new([Glance::default(); KEPT]));
}

/// The cache, borrowed by a caller that looks at many words.
pub(super) struct Memory<'a>(&'a mut Known);

/// Passes this thread's cache to `work`, which must not call this function again.
pub(super) fn with<T>(work: impl FnOnce(&mut Memory<'_>) -> T) -> T {
    KNOWN.with_borrow_mut(|known| work(&mut Memory(known)))
}

impl Memory<'_> {
    /// What is known about the word at `range` of `text`, whose bytes are `key` if they are at hand.
    #[inline(always)]
    pub(super) fn glance(&mut self, text: &str, range: &Range<usize>, key: Option<Short>) -> Glance {
        let word = || text.get(range.clone()).unwrap_or("");
        let Some(key) = key.or_else(|| short(text.as_bytes(), range)) else { return look(word(), (0, 0)) };
        let slot = &mut self.0[place(key)];
        if slot.key != key {
            *slot = look(word(), key);
        }
        *slot
    }
}

#[cold]
fn look(word: &str, key: Short) -> Glance {
    let folded = Folded::new(word);
    Glance { key, traits: seen(word, &folded), measured: Measured::of(word, &folded) }
}

#[inline]
fn place(key: Short) -> usize {
    let mixed = (key.0 ^ key.1.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 51) as usize % KEPT
}

#[cfg(test)]
mod tests {
    use super::{look, with};

    #[test]
    fn a_word_has_the_same_properties_every_time() {
        let words = (0..9_000).map(|number| format!("word{number}")).chain([
            "acute".to_owned(),
            "Acute".to_owned(),
            "a".to_owned(),
            "musculoskeletally".to_owned(),
            "漢字漢字漢".to_owned(),
            "exactly15bytes.".to_owned(),
        ]);
        for word in words.clone().chain(words) {
            let fresh = look(&word, (0, 0));
            // At the end of a text, fewer bytes can be read than elsewhere.
            for text in [word.clone(), format!("To {word} and then to rest.")] {
                let start = text.len() - text.trim_start_matches("To ").len();
                let seen = with(|memory| memory.glance(&text, &(start..start + word.len()), None));
                assert_eq!((seen.traits, seen.measured), (fresh.traits, fresh.measured), "{word}");
            }
        }
    }
}
