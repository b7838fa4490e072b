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
    let others = |eight: u64| {
        let ascii = eight & !swar::HIGH;
        let letters = swar::lie_in(ascii | swar::all(0x20), b'a', b'z') | swar::lie_in(ascii, b'0', b'9');
        !(letters & !eight) & swar::HIGH
    };
    swar::position(bytes, others, |byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len())
}

impl Words<'_> {
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
        fn the_fast_path_finds_the_same_words_as_the_general_one(text in "[ a-c5.,'&é’-]{0,40}") {
            let quick: Vec<_> = words(&text, 0..text.len()).collect();
            let mut thorough = words(&text, 0..text.len());
            let thorough: Vec<_> = std::iter::from_fn(|| thorough.other()).collect();
            proptest::prop_assert_eq!(quick, thorough);
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
