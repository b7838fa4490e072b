//! Finds web and email addresses written out in text.

use std::ops::Range;

use crate::swar;

/// The addresses in `text`, in order, in bytes.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let bytes = text.as_bytes();
    if !may_have_address(bytes) {
        return found;
    }
    let mut at = 0;
    while let Some(offset) = memchr::memchr3(b':', b'@', b'.', &bytes[at..]) {
        let here = at + offset;
        at = here + 1;
        let is_address = match bytes[here] {
            b':' => bytes[here..].starts_with(b"://"),
            b'@' => here > 0 && bytes[here - 1].is_ascii_alphanumeric() && is_alphanumeric(bytes, here + 1),
            _ => {
                let is_www = here >= 3 && bytes[here - 3..here].eq_ignore_ascii_case(b"www");
                let starts_word = is_www && (here == 3 || !bytes[here - 4].is_ascii_alphanumeric());
                starts_word && is_alphanumeric(bytes, here + 1)
            }
        };
        if !is_address {
            continue;
        }
        // Addresses are ASCII, so each byte is a character.
        let is_end = |c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '<' | '>' | '(' | ')' | '"');
        let start = text[..here]
            .rfind(is_end)
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let end = text[here..].find(is_end).map_or(text.len(), |after| here + after);
        let end = start + text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']).len();
        if found.last().is_none_or(|last| last.end <= start) && end > start {
            found.push(start..end);
        }
        at = at.max(end);
    }
    found
}

/// Whether `bytes` may contain part of an address, which hardly any text does: `:`, `@`, or two adjacent `w`. The
/// boundary between chunks of eight bytes can split only one of the two pairs in `www`.
fn may_have_address(bytes: &[u8]) -> bool {
    swar::any(bytes, |eight| {
        let w = swar::marks(eight | swar::all(0x20), b'w');
        swar::marks(eight, b':') | swar::marks(eight, b'@') | (w & w << 8)
    })
}

fn is_alphanumeric(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        for (text, expected) in [
            ("see https://www.nhs.uk/a-b?c=1.", &["https://www.nhs.uk/a-b?c=1"][..]),
            ("(www.nhs.uk) or me@example.org, now", &["www.nhs.uk", "me@example.org"]),
            ("at 5:30 we www wait: now", &[]),
            ("ä@", &[]),
        ] {
            let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
