//! Where words start and end.

use std::ops::Range;

/// The words of a stretch of text, in order, in bytes of the whole text.
///
/// A word is a run of letters and digits. What joins two of them without a blank is part of it: the apostrophe
/// of "don't", the hyphen of "long-term", the point of "0.5mg" and "e.g", the comma of "1,000", the colon of
/// "5:30pm", the sign of "A&E". Two words with a slash or a dash between them are two.
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

/// Whether a byte is an ASCII letter or digit: every byte of every text is looked up.
const IS_LETTER: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        bytes[byte as usize] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    bytes
};

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = &self.text.as_bytes()[..self.end];
        let mut at = self.at;
        while let Some(&byte) = bytes.get(at)
            && !IS_LETTER[usize::from(byte)]
            && (byte.is_ascii() || self.letter(at).is_none())
        {
            at += 1;
        }
        if at >= self.end {
            self.at = self.end;
            return None;
        }
        let start = at;
        let mut last = at;
        while at < self.end {
            while let Some(&byte) = bytes.get(at)
                && IS_LETTER[usize::from(byte)]
            {
                last = at;
                at += 1;
            }
            if bytes.get(at).is_none_or(|byte| *byte == b' ') {
                break;
            }
            if let Some(length) = self.letter(at) {
                last = at;
                at += length;
                continue;
            }
            let (length, joins) = match bytes[at] {
                b'\'' | b'-' | b'.' => (1, true),
                b',' | b':' => (1, bytes[last].is_ascii_digit() && self.is_digit(at + 1)),
                b'&' => (1, bytes[last].is_ascii_uppercase()),
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
}

impl Words<'_> {
    /// The length of the letter or digit at `at`; `None` where none starts there.
    fn letter(&self, at: usize) -> Option<usize> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() {
            return byte.is_ascii_alphanumeric().then_some(1);
        }
        // Inside a character there is no boundary, so `get` has nothing.
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
    fn a_word_keeps_what_joins_its_letters() {
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
}
