//! What was seen of a word the last time: a site says the same few thousand words again and again.

use std::cell::RefCell;

use super::text::seen;
use crate::prose::lexicon::Folded;
use crate::readability::Measured;

/// Words that are kept for each thread; a power of two.
const KEPT: usize = 2048;

/// What is seen of a word at first sight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Glance {
    /// The word, if it is kept: its bytes, then its length.
    key: u128,
    pub(super) traits: u8,
    pub(super) measured: Measured,
}

thread_local! {
    // What is kept follows from the word alone, so that a thread's past changes nothing but time.
    static KNOWN: RefCell<Vec<Glance>> = RefCell::new(vec![Glance::default(); KEPT]);
}

/// What is seen of `word`.
pub(super) fn glance(word: &str) -> Glance {
    let Some(key) = key(word) else { return look(word, 0) };
    KNOWN.with_borrow_mut(|known| {
        let Some(slot) = known.get_mut(place(key)) else { return look(word, key) };
        if slot.key != key {
            *slot = look(word, key);
        }
        *slot
    })
}

fn look(word: &str, key: u128) -> Glance {
    let folded = Folded::new(word);
    Glance { key, traits: seen(word, &folded), measured: Measured::of(word, &folded) }
}

/// The bytes of a word of up to 15, with their number last; never nought.
fn key(word: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..word.len()).filter(|_| word.len() < 16)?.copy_from_slice(word.as_bytes());
    bytes[15] = u8::try_from(word.len()).ok()?;
    Some(u128::from_le_bytes(bytes))
}

fn place(key: u128) -> usize {
    let mixed = (key ^ (key >> 64)).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    usize::try_from((mixed >> 100) & (KEPT as u128 - 1)).unwrap_or(0)
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
            let (seen, fresh) = (glance(&word), look(&word, 0));
            assert_eq!((seen.traits, seen.measured), (fresh.traits, fresh.measured), "{word}");
        }
    }
}
