//! A number to call, and whether a text says it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer};

use super::heard::Heard;
use crate::data::{fail, shortened};

/// A telephone number as it is written: `999`, `+43 144`, `0800 123-456`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Telephone {
    written: String,
    /// The digits by which a text can say it; with `+` in front where the country's code is one of them.
    ways: Vec<String>,
}

impl Telephone {
    /// The number in `text`; `None` where it is none.
    #[must_use]
    pub fn new(text: &str) -> Option<Telephone> {
        let written = text.trim();
        let heard = Heard::of(written);
        let number = heard.as_str();
        let (plus, rest) = number.strip_prefix('+').map_or(("", number), |rest| ("+", rest));
        let is_mark = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '/' | '(' | ')');
        let digits = digits_of(rest);
        if digits.len() < 2 || !rest.chars().all(is_mark) || (plus.is_empty() && is_several(rest)) {
            return None;
        }
        let mut ways = vec![format!("{plus}{digits}")];
        // What stands apart from the code of the country is the number within it.
        if let Some((code, within)) = rest.split_once([' ', '-', '/']).filter(|_| !plus.is_empty()) {
            let within = digits_of(within);
            if !code.is_empty() && within.len() >= 2 {
                ways.extend([format!("00{digits}"), format!("0{within}"), within]);
            }
        }
        Some(Telephone { written: written.to_owned(), ways })
    }

    /// The number as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address that calls it, without the blanks that no address has.
    #[must_use]
    pub fn address(&self) -> String {
        format!("tel:{}", self.ways[0])
    }

    /// Whether `text` says this number, and not a longer one that holds it. Blanks and hyphens may part its digits.
    #[must_use]
    pub fn is_said_in(&self, text: &Heard) -> bool {
        self.ways.iter().any(|way| says(text.as_str().as_bytes(), way))
    }
}

/// Whether `text` holds two numbers and not one: "999 / 112" and "999-101", but not "116 117" or "0800 111 222".
fn is_several(text: &str) -> bool {
    let parts: Vec<String> = text
        .split([' ', '-', '.', '/', '(', ')'])
        .map(digits_of)
        .filter(|digits| !digits.is_empty())
        .collect();
    let is_short = |digits: &str| crate::jurisdiction::is_number_to_call(digits);
    let is_pair = || parts.len() == 2 && parts.iter().all(|part| part.len() <= 3);
    let is_listed = || text.contains('/') && text.split('/').map(digits_of).any(|digits| is_short(&digits));
    parts.len() > 1
        && (parts.iter().all(|part| is_short(part))
            || (is_pair() && parts.iter().any(|part| is_short(part)))
            || is_listed())
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn says(text: &[u8], way: &str) -> bool {
    let (is_abroad, digits) = way.strip_prefix('+').map_or((false, way), |digits| (true, digits));
    let starts = (0..text.len()).filter(|&at| text[at] == digits.as_bytes()[0]);
    let mut found = starts.filter_map(|start| Some((start, end_of(text, start, digits.as_bytes())?)));
    found.any(|(start, end)| is_start(text, start, is_abroad) && is_end(text, end))
}

/// Where `digits` end that start at `start` of `text`, with a mark or two between them.
fn end_of(text: &[u8], start: usize, digits: &[u8]) -> Option<usize> {
    let mut at = start;
    for (number, digit) in digits.iter().enumerate() {
        let marks = if number == 0 { 0 } else { 2 };
        let parted =
            (at..at + marks).take_while(|&at| text.get(at).is_some_and(|byte| is_mark(*byte))).count();
        at += parted;
        if text.get(at) != Some(digit) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')')
}

/// So many digits in a row are part of a telephone number and no amount: "999 24 hours a day" is "999", "911 2222" is not
/// "911".
const GROUP: usize = 4;

/// Whether no digits of the same number stand before `at`.
fn is_start(text: &[u8], at: usize, is_abroad: bool) -> bool {
    let before = &text[..at];
    let (before, is_plus) = before.strip_suffix(b"+").map_or((before, false), |before| (before, true));
    let starts = (0..before.len()).rev().find(|&at| ends_chain(before, at)).map_or(0, |end| end + 1);
    let chain = &before[starts..];
    // "18:00" ends in no prefix that is dialled.
    let is_dialled = groups(chain).any(|group| group.len() >= 3 && group.starts_with(b"0"));
    is_plus == is_abroad && !is_dialled && !is_joined(chain, before.last(), chain.iter().rev().nth(1))
}

/// Whether no digits of the same number stand from `at` on.
fn is_end(text: &[u8], at: usize) -> bool {
    let after = &text[at..];
    let end = (0..after.len()).find(|&at| ends_chain(after, at) || after[at] == b'+').unwrap_or(after.len());
    let chain = &after[..end];
    !is_joined(chain, after.first(), chain.get(1))
}

/// Whether no number goes on over the byte at `at`: it is no digit and nothing that parts digits, or a dash between blanks.
fn ends_chain(text: &[u8], at: usize) -> bool {
    let is_blank = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b' ');
    match text[at] {
        b'-' => is_blank(at.checked_sub(1)) && is_blank(Some(at + 1)),
        byte => !(byte.is_ascii_digit() || matches!(byte, b' ' | b'.' | b'+')),
    }
}

/// Whether the digits of `chain` belong to the number beside it, from which `mark` parts the first digit, `next`.
fn is_joined(chain: &[u8], mark: Option<&u8>, next: Option<&u8>) -> bool {
    let is_long = || groups(chain).any(|group| group.len() >= GROUP);
    match mark {
        None => false,
        Some(b'-' | b'.') => next.is_some_and(u8::is_ascii_digit),
        Some(b' ') => is_long(),
        Some(mark) => mark.is_ascii_alphanumeric(),
    }
}

/// The stretches of digits in `chain`.
fn groups(chain: &[u8]) -> impl Iterator<Item = &[u8]> {
    chain.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty())
}

impl<'de> Deserialize<'de> for Telephone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Telephone::new(&text).ok_or_else(|| {
            fail(
                &format!("takes a number to call, not `{}`", shortened(&text)),
                "write one number and nothing else, such as `999` or `+43 144`",
            )
        })
    }
}

impl JsonSchema for Telephone {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Telephone".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-type": "telephone", "pattern": "^\\s*\\+?[0-9 ./()-]+\\s*$" })
    }
}

#[cfg(test)]
mod tests {
    use super::{Heard, Telephone};

    fn says(text: &str, number: &str) -> bool {
        Telephone::new(number).expect(number).is_said_in(&Heard::of(text))
    }

    #[test]
    fn a_number_is_said_by_its_own_digits_and_not_within_a_longer_one() {
        for text in [
            "Call 999",
            "call 999.",
            "(999)",
            "999/112",
            "9-9-9",
            "9 9 9",
            "999 24 hours a day",
            "999 112",
            "999 or 0800 111 222",
            "999 – 2025",
            "2025 - 999",
            "between 8:00 and 18:00 999",
            "打999。",
            "٩٩٩",
        ] {
            assert!(says(text, "999"), "{text}");
        }
        for text in [
            "",
            "Call 9990",
            "0999",
            "1999",
            "NG999",
            "999th",
            "99",
            "+999",
            "0800 999 111",
            "0800 111 999",
            "0999-1",
            "1-999",
            "911 9990",
            "999 1234",
            "999.1",
            "9 9",
        ] {
            assert!(!says(text, "999"), "{text}");
        }
    }

    #[test]
    fn blanks_and_hyphens_are_no_part_of_a_number() {
        for text in ["Call +43 144", "+43144", "+43-144", "call 144", "0043 144", "+43\u{a0}144", "+43 (144)"]
        {
            assert!(says(text, "+43 144"), "{text}");
        }
        assert!(says("0800 111 222", "0800-111222"));
        assert!(says("+43144", "+43144"));
        assert!(says("call +43 144", "144"));
        assert!(says("call 1 (800) 222-1222", "1-800-222-1222"));
        for text in ["43 144", "144", "+431440", "+44 144"] {
            assert!(!says(text, "+43144"), "{text}");
        }
    }

    #[test]
    fn its_address_has_no_blanks() {
        let address = |number: &str| Telephone::new(number).expect(number).address();
        assert_eq!(address("+43 144"), "tel:+43144");
        assert_eq!(address(" 999 "), "tel:999");
        assert_eq!(address("(0800) 111-222"), "tel:0800111222");
    }

    #[test]
    fn what_cannot_be_dialled_is_no_number() {
        for text in [
            "call us",
            "",
            " ",
            "9",
            "+",
            "999 or 112",
            "0800 HELP",
            "tel:999",
            "999 / 112",
            "999-112",
            "999/101",
            "999 112 111",
            "９９",
        ] {
            let is_number = Telephone::new(text).is_some();
            assert_eq!(is_number, text == "９９", "{text}");
        }
        for text in [
            "116 117",
            "116-117",
            "0800 111 222",
            "900 112 112",
            "1-1-2",
            "01/23 45 67",
            "+43 112",
            "13 11 12",
        ] {
            assert!(Telephone::new(text).is_some(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_searched(text in "[0-9+ .()/a-é-]{0,20}", number in "[+]?[0-9]([ /-]?[0-9]){1,6}") {
            if let Some(number) = Telephone::new(&number) {
                let _ = number.is_said_in(&Heard::of(&text));
                proptest::prop_assert!(number.is_said_in(&Heard::of(number.as_str())), "{:?}", number);
            }
        }
    }
}
