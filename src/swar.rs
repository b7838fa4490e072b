//! SIMD within a register: examines eight bytes at once, for scans that every byte of every text and page goes
//! through.
//!
//! Eight bytes are held in one number, the first byte lowest; the result for each is its highest bit. Most texts
//! between two marks are only a few dozen bytes long, too short for the setup of wider instructions to pay off.

/// The highest bit of each byte.
pub(crate) const HIGH: u64 = all(0x80);

/// `byte`, eight times.
pub(crate) const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Marks the bytes of `eight` that equal `byte`. The lowest mark is always correct; higher ones may be wrong.
#[inline]
pub(crate) const fn marks(eight: u64, byte: u8) -> u64 {
    let others = eight ^ all(byte);
    others.wrapping_sub(all(1)) & !others & HIGH
}

/// Marks the bytes of `eight`, all of them ASCII, from `first` to `last` inclusive.
#[inline]
pub(crate) const fn lie_in(eight: u64, first: u8, last: u8) -> u64 {
    // No addition carries into the next byte.
    (eight + all(0x80 - first)) & !(eight + all(0x7f - last)) & HIGH
}

/// The index of the first of `bytes` that `marks` marks; `is_it` is the same test for a single byte.
#[inline]
pub(crate) fn position(
    bytes: &[u8],
    marks: impl Fn(u64) -> u64,
    is_it: impl Fn(u8) -> bool,
) -> Option<usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (number, eight) in eights.iter().enumerate() {
        let found = marks(u64::from_le_bytes(*eight));
        if found != 0 {
            return Some(number * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let found = rest.iter().position(|byte| is_it(*byte))?;
    Some(eights.len() * 8 + found)
}

/// The index of the first `byte` in `bytes` from `at` on. For up to about 150 bytes, such as a line, an attribute or the text between
/// two tags, this takes fewer instructions than `memchr`, whose setup costs as much.
#[inline]
pub(crate) fn find(bytes: &[u8], at: usize, byte: u8) -> Option<usize> {
    let found = position(bytes.get(at..)?, |eight| marks(eight, byte), |other| other == byte)?;
    Some(at + found)
}

/// Whether `bytes` contains `byte`, which must not be zero.
#[inline]
pub(crate) fn contains(bytes: &[u8], byte: u8) -> bool {
    any(bytes, |eight| marks(eight, byte))
}

/// Whether `marks` marks any of `bytes`. Trailing zero padding may be examined too, so `marks` must not mark zero.
/// Every byte is examined: that is faster than returning early.
#[inline]
pub(crate) fn any(bytes: &[u8], marks: impl Fn(u64) -> u64) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let found = marks(u64::from_le_bytes(last));
    eights.iter().fold(found, |found, eight| found | marks(u64::from_le_bytes(*eight))) != 0
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::{prop_assert_eq, proptest};

    use super::{HIGH, all, lie_in, marks, position};

    #[test]
    fn a_range_of_letters_is_distinguished_from_every_other_byte() {
        for byte in 0..0x80_u8 {
            let expected = u64::from(byte.is_ascii_lowercase()) * HIGH;
            assert_eq!(lie_in(all(byte), b'a', b'z'), expected, "{byte}");
        }
    }

    proptest! {
        #[test]
        fn a_byte_is_found_where_it_is(bytes in vec(0u8..4, 0..40), byte in 0u8..4) {
            let found = position(&bytes, |eight| marks(eight, byte), |other| other == byte);
            prop_assert_eq!(found, bytes.iter().position(|other| *other == byte));
        }

        #[test]
        fn any_byte_is_found(bytes in vec(0u8.., 0..40), byte in 1u8..) {
            prop_assert_eq!(super::any(&bytes, |eight| marks(eight, byte)), bytes.contains(&byte));
        }
    }
}
