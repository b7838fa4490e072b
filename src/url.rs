//! Converts between file paths and paths in addresses.

/// `path` as it is written in an address: letters, digits, `-._~`, `/` and the sub-delims of RFC 3986 are kept; the
/// bytes of everything else become `%XX`.
#[must_use]
pub fn encode_path(path: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=".contains(&byte);
    if path.bytes().all(is_kept) {
        return path.to_owned();
    }
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if is_kept(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// `path` with every `%XX` decoded. A `%` without two hexadecimal digits is kept; if the result would not be UTF-8,
/// `path` is returned unchanged.
#[must_use]
pub fn decode_path(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        match pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(meant) if byte == b'%' => {
                decoded.push(meant);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_allowed_in_an_address_are_kept_and_the_rest_are_encoded() {
        assert_eq!(encode_path("back/heat-pack_1.~a.webp"), "back/heat-pack_1.~a.webp");
        assert_eq!(encode_path("heat pack?.png"), "heat%20pack%3F.png");
        assert_eq!(encode_path("été/100%#\".png"), "%C3%A9t%C3%A9/100%25%23%22.png");
        assert_eq!(encode_path("a&b(1)'.png"), "a&b(1)'.png");
    }

    #[test]
    fn an_invalid_encoding_is_kept_when_decoding() {
        assert_eq!(decode_path("heat%20pack%2Ewebp"), "heat pack.webp");
        assert_eq!(decode_path("100%"), "100%");
        assert_eq!(decode_path("%zz%4"), "%zz%4");
        assert_eq!(decode_path("%FF"), "%FF");
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(path in "\\PC*") {
            prop_assert_eq!(decode_path(&encode_path(&path)), path);
        }
    }
}
