//! A cache of what is known about words: a site uses the same few thousand again and again.

use std::cell::RefCell;
use std::ops::Range;

use super::text::{Traits, seen};
use crate::prose::lexicon::Folded;
use crate::readability::Measured;

/// The number of words cached per thread; a power of two. A large site uses some ten thousand.
const KEPT: usize = 8192;

/// What is known about a word from its letters alone.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Glance {
    /// Identifies the word, if it is cached. Two halves, so that an entry takes 32 bytes: a `u128` would be aligned to 16.
    key: (u64, u64),
    pub(super) traits: Traits,
    pub(super) measured: Measured,
}

thread_local! {
    // Entries depend only on the word, so a thread's history affects nothing but speed.
    static KNOWN: RefCell<Vec<Glance>> = RefCell::new(vec![Glance::default(); KEPT]);
}

/// The cache, borrowed by a caller that looks at many words.
pub(super) struct Memory<'a>(&'a mut [Glance]);

/// Passes this thread's cache to `work`, which must not call this function again.
pub(super) fn with<T>(work: impl FnOnce(&mut Memory<'_>) -> T) -> T {
    KNOWN.with_borrow_mut(|known| work(&mut Memory(known)))
}

impl Memory<'_> {
    /// What is known about the word at `range` of `text`.
    #[inline]
    pub(super) fn glance(&mut self, text: &str, range: &Range<usize>) -> Glance {
        let word = || text.get(range.clone()).unwrap_or("");
        let Some(key) = key(text.as_bytes(), range) else { return look(word(), (0, 0)) };
        let Some(slot) = self.0.get_mut(place(key)) else { return look(word(), key) };
        if slot.key != key {
            *slot = look(word(), key);
        }
        *slot
    }
}

#[cold]
fn look(word: &str, key: (u64, u64)) -> Glance {
    let folded = Folded::new(word);
    Glance { key, traits: seen(word, &folded), measured: Measured::of(word, &folded) }
}

/// The key of the word of up to 15 bytes at `range` of `text`: its bytes, with their number last. Never zero.
#[inline]
fn key(text: &[u8], range: &Range<usize>) -> Option<(u64, u64)> {
    let length = u32::try_from(range.len()).ok().filter(|length| *length < 16)?;
    // The length of words is unpredictable, so all are read in the same way: together with what follows, which is
    // masked out.
    let bytes = match text.get(range.start..)?.first_chunk() {
        Some(sixteen) => u128::from_le_bytes(*sixteen),
        None => text.get(range.clone())?.iter().rev().fold(0, |all, byte| all << 8 | u128::from(*byte)),
    };
    let key = bytes & ((1 << (8 * length)) - 1) | u128::from(length) << 120;
    Some((key as u64, (key >> 64) as u64))
}

#[inline]
fn place(key: (u64, u64)) -> usize {
    let mixed = (key.0 ^ key.1.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 51).unwrap_or(0) & (KEPT - 1)
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
                let seen = with(|memory| memory.glance(&text, &(start..start + word.len())));
                assert_eq!((seen.traits, seen.measured), (fresh.traits, fresh.measured), "{word}");
            }
        }
    }
}
