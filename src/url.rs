//! Converts between file paths and paths in addresses, and takes addresses apart.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a path in an address has instead of `%XX`: letters, digits, `-._~`, `/` and the sub-delims of RFC 3986.
const PATH: &AsciiSet = &kept(NON_ALPHANUMERIC, "-._~/!$&'()*+,;=");

/// `encoded` without the characters of `kept`.
const fn kept(encoded: &AsciiSet, kept: &str) -> AsciiSet {
    let (mut set, mut at) = (encoded.remove(kept.as_bytes()[0]), 1);
    while at < kept.len() {
        set = set.remove(kept.as_bytes()[at]);
        at += 1;
    }
    set
}

/// `path` as it is written in an address: the bytes of everything but letters, digits, `-._~`, `/` and the sub-delims of RFC
/// 3986 become `%XX`.
#[must_use]
pub fn encode_path(path: &str) -> Cow<'_, str> {
    // Nearly all paths consist of these alone, which are recognised without a branch for each byte.
    let is_odd = |byte: u8| !matches!(byte, b'a'..=b'z' | b'-'..=b'9');
    if !path.bytes().fold(false, |odd, byte| odd | is_odd(byte)) {
        return Cow::Borrowed(path);
    }
    utf8_percent_encode(path, PATH).into()
}

/// `path` with every `%XX` decoded. A `%` without two hexadecimal digits is kept; if the result would not be UTF-8,
/// `path` is returned unchanged.
#[must_use]
pub fn decode_path(path: &str) -> String {
    percent_decode_str(path).decode_utf8().map_or_else(|_| path.to_owned(), Cow::into_owned)
}

/// `address` with what no address may have in it encoded: white space, quotes, angle and square brackets and the like. What
/// is encoded already, and letters of any script, stay as they are; the square brackets of a host do too.
#[must_use]
pub fn encode_rest(address: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "\"<>[\\]^`{|}".contains(c);
    if !address.contains(is_odd) {
        return Cow::Borrowed(address);
    }
    let path = address.find("://").map_or(0, |at| at + 3);
    let path = path + address[path..].find(['/', '?', '#']).unwrap_or(address.len() - path);
    let path = if address.contains("://") || address.starts_with("//") { path } else { 0 };
    let mut encoded = String::with_capacity(address.len() + 8);
    for (at, c) in address.char_indices() {
        if is_odd(c) && !(matches!(c, '[' | ']') && at < path) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| encoded.push_str(&format!("%{byte:02X}")));
        } else {
            encoded.push(c);
        }
    }
    Cow::Owned(encoded)
}

/// The host of `address`, which starts with it or with the name of a user: without port, and without the brackets of one
/// that is a number.
#[must_use]
pub fn host(address: &str) -> &str {
    let authority = address.split(['/', '\\', '?', '#']).next().unwrap_or(address);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    match host.strip_prefix('[') {
        Some(number) => number.split(']').next().unwrap_or(number),
        None => host.split(':').next().unwrap_or(host),
    }
}

/// Whether `host` can only be found on the computer or network of whoever wrote it.
#[must_use]
pub fn is_local(host: &str) -> bool {
    if let Ok(number) = host.parse::<Ipv4Addr>() {
        return number.is_loopback()
            || number.is_private()
            || number.is_link_local()
            || number.is_unspecified();
    }
    if let Ok(number) = host.parse::<Ipv6Addr>() {
        let first = number.segments()[0];
        let is_own = first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80;
        return number.is_loopback() || number.is_unspecified() || is_own;
    }
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let end = host.rsplit('.').next().unwrap_or("");
    !host.contains('.') || ["localhost", "local", "internal", "lan", "localdomain"].contains(&end)
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

    #[test]
    fn a_host_of_ones_own_is_told_from_one_that_all_can_reach() {
        for host in [
            "localhost",
            "LOCALHOST",
            "app.localhost",
            "127.0.0.1",
            "127.1.2.3",
            "0.0.0.0",
            "10.0.0.4",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.1.1",
            "::1",
            "fe80::1",
            "fd00::1",
            "printer.local",
            "intranet",
            "nas.lan",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in
            ["nhs.uk", "8.8.8.8", "172.32.0.1", "2001:db8::1", "localhost.example.org", "local.gov.uk"]
        {
            assert!(!is_local(host), "{host}");
        }
        assert_eq!(host("me:pw@a.example:81/x@y?z"), "a.example");
        assert_eq!(host("[::1]:3000/x"), "::1");
        assert_eq!(host("a.example#b"), "a.example");
    }

    #[test]
    fn what_no_address_may_have_in_it_is_encoded_and_the_rest_stays() {
        for (address, encoded) in [
            ("https://a.example/b[1]?c=[2]", "https://a.example/b%5B1%5D?c=%5B2%5D"),
            ("https://[2001:db8::1]/b", "https://[2001:db8::1]/b"),
            ("https://a.example/ö%20b#c", "https://a.example/ö%20b#c"),
            ("https://a.example/b c\\d", "https://a.example/b%20c%5Cd"),
            ("mailto:a@b.example?subject=a b", "mailto:a@b.example?subject=a%20b"),
        ] {
            assert_eq!(encode_rest(address), encoded);
        }
    }
}
