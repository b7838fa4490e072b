//! Splits text into words.

use std::ops::Range;

use crate::swar;

/// The words of a range of text, in order, in bytes of the whole text.
///
/// A word is a run of letters and digits. Characters that join two of them without a space belong to it: the
/// apostrophe of "don't", the hyphen of "long-term", the point of "0.5mg" and "e.g", the comma of "1,000", the colon
/// of "5:30pm", the `&` of "A&E". A slash or dash separates two words.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

/// The words of `text` at `range`.
#[must_use]
pub fn words(text: &str, range: Range<usize>) -> Words<'_> {
    let whole = text.get(range.clone()).is_some();
    Words { text, at: range.start, end: if whole { range.end } else { range.start } }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    /// Every word of a site passes through here, and nearly all of them are letters between spaces, or before a
    /// punctuation mark and a space. Inlining should not depend on how the crate is split into codegen units.
    #[inline(always)]
    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
        let after_mark = self.at + usize::from(is(self.at, b','));
        let start = after_mark + usize::from(is(after_mark, b' '));
        let end = (start + letters(bytes.get(start..)?)).min(self.end);
        let ends = |at: usize| at >= self.end || is(at, b' ');
        if end > start && (ends(end) || (bytes.get(end).is_some_and(u8::is_ascii) && ends(end + 1))) {
            self.at = end;
            return Some(start..end);
        }
        self.other()
    }
}

/// The number of ASCII letters and digits that `bytes` start with.
#[inline]
fn letters(bytes: &[u8]) -> usize {
    swar::position(bytes, others, |byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len())
}

/// Marks the bytes of `eight` that are no ASCII letters or digits.
#[inline]
const fn others(eight: u64) -> u64 {
    no_letters(eight) & !swar::lie_in(eight & !swar::HIGH, b'0', b'9') | eight & swar::HIGH
}

/// Marks the bytes of `eight` that are no ASCII letters.
#[inline]
const fn no_letters(eight: u64) -> u64 {
    let letters = swar::lie_in(eight & !swar::HIGH | swar::all(0x20), b'a', b'z');
    !(letters & !eight) & swar::HIGH
}

/// The bytes of a word of up to 15, the first lowest, with their number in the highest byte of the second half. Never zero.
pub(crate) type Short = (u64, u64);

/// The word at `range` of `text`, if it is short.
#[inline]
pub(crate) fn short(text: &[u8], range: &Range<usize>) -> Option<Short> {
    let length = u32::try_from(range.len()).ok().filter(|length| *length < 16)?;
    // The length of words is unpredictable, so all are read in the same way: together with what follows, which is
    // masked out.
    let bytes = match text.get(range.start..)?.first_chunk() {
        Some(sixteen) => u128::from_le_bytes(*sixteen),
        None => text.get(range.clone())?.iter().rev().fold(0, |all, byte| all << 8 | u128::from(*byte)),
    };
    let short = bytes & ((1 << (8 * length)) - 1) | u128::from(length) << 120;
    Some((short as u64, (short >> 64) as u64))
}

impl Words<'_> {
    /// The next word, with its bytes if they are at hand, as for nearly every word: one look at 16 bytes shows both where it
    /// ends and what it is. Two looks took 1.5 % more instructions in a build with rules.
    #[inline(always)]
    pub(crate) fn next_with_bytes(&mut self) -> Option<(Range<usize>, Option<Short>)> {
        let bytes = self.text.as_bytes();
        let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
        let after_mark = self.at + usize::from(is(self.at, b','));
        let start = after_mark + usize::from(is(after_mark, b' '));
        if let Some(sixteen) = bytes.get(start..).and_then(|rest| rest.first_chunk::<16>()) {
            let both = u128::from_le_bytes(*sixteen);
            let (first, second) = (both as u64, (both >> 64) as u64);
            // The lowest mark is the highest bit of the first byte behind the word.
            let ends = no_letters(first);
            let is_long = ends == 0;
            let (half, ends) = if is_long { (second, no_letters(second)) } else { (first, ends) };
            if ends != 0 {
                let bits = ends.trailing_zeros() - 7;
                let half = half & ((1 << bits) - 1);
                let length = bits as usize / 8 + if is_long { 8 } else { 0 };
                let end = start + length;
                let next = sixteen[length & 15];
                let is_end = |at: usize| at >= self.end || is(at, b' ');
                let is_mark = || next.is_ascii() && !next.is_ascii_digit() && is_end(end + 1);
                if length > 0 && end <= self.end && (next == b' ' || end == self.end || is_mark()) {
                    self.at = end;
                    let number = (length as u64) << 56;
                    let short = if is_long { (first, half | number) } else { (half, number) };
                    return Some((start..end, Some(short)));
                }
            }
        }
        self.other().map(|word| (word, None))
    }

    /// The next word in the general case.
    fn other(&mut self) -> Option<Range<usize>> {
        let bytes = &self.text.as_bytes()[..self.end];
        let mut at = self.at;
        while let Some(&byte) = bytes.get(at)
            && !byte.is_ascii_alphanumeric()
            && (byte.is_ascii() || self.letter(at).is_none())
        {
            at += 1;
        }
        if at >= self.end {
            self.at = self.end;
            return None;
        }
        let start = at;
        while let Some(rest) = bytes.get(at..) {
            at += letters(rest);
            if bytes.get(at).is_none_or(|byte| *byte == b' ') {
                break;
            }
            if let Some(length) = self.letter(at) {
                at += length;
                continue;
            }
            let (length, joins) = match bytes[at] {
                b'\'' | b'-' | b'.' => (1, true),
                b',' | b':' => (1, bytes[at - 1].is_ascii_digit() && self.is_digit(at + 1)),
                b'&' => (1, bytes[at - 1].is_ascii_uppercase()),
                0xE2 if bytes[at..].starts_with("’".as_bytes()) => (3, true),
                // The hyphen that does not break.
                0xE2 if bytes[at..].starts_with("\u{2011}".as_bytes()) => (3, true),
                _ => (1, false),
            };
            if !joins || at + length >= self.end || self.letter(at + length).is_none() {
                break;
            }
            at += length;
        }
        self.at = at;
        Some(start..at)
    }

    /// The length of the letter or digit at `at`; `None` if none starts there.
    fn letter(&self, at: usize) -> Option<usize> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() {
            return byte.is_ascii_alphanumeric().then_some(1);
        }
        // Inside a character there is no boundary, so `get` returns nothing.
        let c = self.text.get(at..)?.chars().next()?;
        c.is_alphanumeric().then(|| c.len_utf8())
    }

    fn is_digit(&self, at: usize) -> bool {
        self.text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_word_includes_the_characters_that_join_its_letters() {
        for (text, expected) in [
            ("Don't sit, “rest”!", &["Don't", "sit", "rest"][..]),
            ("don’t", &["don’t"]),
            ("a long-term 0.5mg dose", &["a", "long-term", "0.5mg", "dose"]),
            ("e.g. 1,000 at 5:30pm, now", &["e.g", "1,000", "at", "5:30pm", "now"]),
            ("A&E and/or 2–3 or 2-3", &["A&E", "and", "or", "2", "3", "or", "2-3"]),
            ("Größe µg 38°C", &["Größe", "µg", "38", "C"]),
            ("the patients' end - now", &["the", "patients", "end", "now"]),
            ("", &[]),
            ("…\u{1a} 漢字 ’", &["漢字"]),
        ] {
            let found: Vec<&str> = words(text, 0..text.len()).map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn letters_are_counted_as_if_one_by_one(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..40)) {
            let expected = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            proptest::prop_assert_eq!(super::letters(&bytes), expected);
        }

        #[test]
        fn the_fast_path_finds_the_same_words_as_the_general_one(text in "[ a-c5.,'&é’-]{0,60}") {
            let quick: Vec<_> = words(&text, 0..text.len()).collect();
            let mut thorough = words(&text, 0..text.len());
            let thorough: Vec<_> = std::iter::from_fn(|| thorough.other()).collect();
            proptest::prop_assert_eq!(&quick, &thorough);
            let mut with_bytes = words(&text, 0..text.len());
            for word in thorough {
                let (found, bytes) = with_bytes.next_with_bytes().unwrap_or_default();
                proptest::prop_assert_eq!(&found, &word);
                let known = super::short(text.as_bytes(), &word);
                proptest::prop_assert!(bytes.is_none_or(|bytes| Some(bytes) == known), "{:?}", bytes);
            }
            proptest::prop_assert_eq!(with_bytes.next_with_bytes(), None);
        }
    }

    #[test]
    fn every_byte_is_classified() {
        for byte in 0..=u8::MAX {
            let bytes = [b'a', b'Z', b'0', byte, b'9', b'A', b'z', b' ', b'a'];
            let expected = if byte.is_ascii_alphanumeric() { 7 } else { 3 };
            assert_eq!(super::letters(&bytes), expected, "{byte}");
        }
    }
}
