//! What was seen of a word the last time: a site says the same few thousand words again and again.

use std::cell::RefCell;

use super::text::seen;
use crate::prose::lexicon::Folded;
use crate::readability::Measured;

/// Words that are kept for each thread; a power of two. A large site says some ten thousand.
const KEPT: usize = 8192;

/// What is seen of a word at first sight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Glance {
    /// Stands for the word, if it is kept. Two halves, so that no room is lost to alignment.
    key: (u64, u64),
    pub(super) traits: u16,
    pub(super) measured: Measured,
}

thread_local! {
    // What is kept follows from the word alone, so that a thread's past changes nothing but time.
    static KNOWN: RefCell<Vec<Glance>> = RefCell::new(vec![Glance::default(); KEPT]);
}

/// What is seen of `word`.
pub(super) fn glance(word: &str) -> Glance {
    let Some(key) = key(word) else { return look(word, (0, 0)) };
    KNOWN.with_borrow_mut(|known| {
        let Some(slot) = known.get_mut(place(key)) else { return look(word, key) };
        if slot.key != key {
            *slot = look(word, key);
        }
        *slot
    })
}

fn look(word: &str, key: (u64, u64)) -> Glance {
    let folded = Folded::new(word);
    Glance { key, traits: seen(word, &folded), measured: Measured::of(word, &folded) }
}

/// Stands for a word of up to 15 bytes: its first and its last bytes, with their number last; never nought.
fn key(word: &str) -> Option<(u64, u64)> {
    let bytes = word.as_bytes();
    // Two reads that may overlap are quicker than a copy of any length.
    let eight = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?));
    let four = |at: usize| Some(u64::from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
    let few = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte));
    let length = u64::try_from(bytes.len()).ok()? << 56;
    match bytes.len() {
        0..4 => Some((few(bytes), length)),
        4..8 => Some((four(0)? | four(bytes.len() - 4)? << 32, length)),
        8 => Some((eight(0)?, length)),
        9..16 => Some((eight(0)?, eight(bytes.len() - 8)? >> (8 * (16 - bytes.len())) | length)),
        _ => None,
    }
}

fn place(key: (u64, u64)) -> usize {
    let mixed = (key.0 ^ key.1.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 51).unwrap_or(0) & (KEPT - 1)
}

#[cfg(test)]
mod tests {
    use super::{glance, look};

    #[test]
    fn a_word_is_the_same_at_any_sight() {
        let words = (0..9_000).map(|number| format!("word{number}")).chain([
            "acute".to_owned(),
            "Acute".to_owned(),
            "a".to_owned(),
            "musculoskeletally".to_owned(),
            "漢字漢字漢".to_owned(),
            "exactly15bytes.".to_owned(),
        ]);
        for word in words.clone().chain(words) {
            let (seen, fresh) = (glance(&word), look(&word, (0, 0)));
            assert_eq!((seen.traits, seen.measured), (fresh.traits, fresh.measured), "{word}");
        }
    }
}
