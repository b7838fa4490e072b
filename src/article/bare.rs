//! Addresses that a text gives without brackets, which become links as well.
//!
//! The rules are those of code hosts: <https://github.github.com/gfm/#autolinks-extension->. One is added: punctuation of
//! scripts that are written without spaces ends an address, as their texts have no space behind one.

use std::ops::Range;

/// An address in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bare {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What it is an address of.
    pub(super) kind: AddressKind,
}

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AddressKind {
    /// A page, with its scheme.
    Web,
    /// A page, without a scheme: `www.example.org`.
    Host,
    /// Somebody's mailbox.
    Mail,
}

/// Marks that end a sentence, or close what is around an address, and so are not part of it.
const TRAILING: &[u8] = b"?!.,:*_~'\"";

/// Every address in `text`, in order.
pub(super) fn addresses(text: &str) -> Vec<Bare> {
    let bytes = text.as_bytes();
    let mut found: Vec<Bare> = Vec::new();
    for at in memchr::memmem::find_iter(bytes, b"://") {
        let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
            at >= scheme.len() && bytes[at - scheme.len()..at].eq_ignore_ascii_case(scheme.as_bytes())
        });
        let Some(scheme) = scheme else { continue };
        let start = at - scheme.len();
        let host = at + "://".len();
        // An address inside another is part of it.
        let is_inside = found.last().is_some_and(|last| start < last.range.end);
        if is_inside || before(bytes, start).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            continue;
        }
        if let Some(end) = web(text, host) {
            found.push(Bare { range: start..end, kind: AddressKind::Web });
        }
    }
    let mut done = 0;
    for at in memchr::memmem::find_iter(bytes, b"www.") {
        if at < done {
            continue;
        }
        let may_start =
            |byte: u8| byte.is_ascii_whitespace() || b"*_~(\"'".contains(&byte) || !byte.is_ascii();
        if before(bytes, at).is_none_or(may_start)
            && let Some(end) = web(text, at)
            && end > at + "www.".len()
        {
            done = end;
            found.push(Bare { range: at..end, kind: AddressKind::Host });
        }
    }
    for at in memchr::memchr_iter(b'@', bytes) {
        found.extend(mail(bytes, at).map(|range| Bare { range, kind: AddressKind::Mail }));
    }
    found.sort_by_key(|bare| (bare.range.start, usize::MAX - bare.range.end));
    let mut end = 0;
    found.retain(|bare| {
        let is_free = bare.range.start >= end;
        end = end.max(bare.range.end);
        is_free
    });
    found
}

fn before(bytes: &[u8], at: usize) -> Option<u8> {
    at.checked_sub(1).map(|before| bytes[before])
}

/// Where an address whose host starts at byte `host` ends; `None` where that is no host.
fn web(text: &str, host: usize) -> Option<usize> {
    let rest = &text[host..];
    let name =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len());
    let name = rest[..name].trim_end_matches('.');
    let mut parts = name.rsplit('.');
    let (last, next) = (parts.next()?, parts.next());
    let is_plain = |part: &str| !part.is_empty() && !part.contains('_');
    if !is_plain(last) || !next.is_none_or(is_plain) || (next.is_none() && last != "localhost") {
        return None;
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || c == '<' || (!c.is_ascii() && !c.is_alphanumeric()))
        .unwrap_or(rest.len());
    Some(trimmed(text, host, host + end)).filter(|&end| end > host)
}

/// The end of the address that starts at `start`, without what only seems to belong to it before `end`.
pub(super) fn trimmed(text: &str, start: usize, mut end: usize) -> usize {
    let bytes = text.as_bytes();
    // Brackets are counted once, and not again for each that is taken off.
    let count = |byte: u8| bytes[start..end].iter().filter(|&&found| found == byte).count();
    let (opened, mut closed) = (count(b'('), count(b')'));
    while end > start {
        match bytes[end - 1] {
            b')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            b';' => {
                let name = text[start..end - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                let is_reference = name.ends_with('&') && name.len() + 1 < end - start;
                end = if is_reference { start + name.len() - 1 } else { end - 1 };
            }
            byte if TRAILING.contains(&byte) => end -= 1,
            _ => break,
        }
    }
    end
}

/// The address of email around the `@` at byte `at`.
fn mail(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte);
    let mut start = at - bytes[..at].iter().rev().take_while(|&&byte| is_local(byte)).count();
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let mut end = at + 1 + bytes[at + 1..].iter().take_while(|&&byte| is_host(byte)).count();
    while end > at + 1 && bytes[end - 1] == b'.' {
        end -= 1;
    }
    let host = &bytes[at + 1..end];
    let is_sound = start < at
        && host.contains(&b'.')
        && !host.starts_with(b".")
        && !host.ends_with(b"-")
        && !host.ends_with(b"_")
        && !matches!(bytes.get(end), Some(b'@' | b'/'))
        && !matches!(before(bytes, start), Some(b'/' | b'@' | b'\\'));
    if bytes[..start].ends_with(b"mailto:") {
        start -= "mailto:".len();
    }
    is_sound.then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|bare| &text[bare.range]).collect()
    }

    #[test]
    fn an_address_ends_where_its_sentence_goes_on() {
        for (text, expected) in [
            ("See https://nhs.uk/a_b-c.", vec!["https://nhs.uk/a_b-c"]),
            ("(https://nhs.uk/x_(y))", vec!["https://nhs.uk/x_(y)"]),
            ("www.nhs.uk, or www.nhs.scot?", vec!["www.nhs.uk", "www.nhs.scot"]),
            ("https://a.org/?a=b&hl;", vec!["https://a.org/?a=b"]),
            ("请看https://a.org/x。然后", vec!["https://a.org/x"]),
            ("“https://a.org”", vec!["https://a.org"]),
            ("HTTPS://A.ORG", vec!["HTTPS://A.ORG"]),
            ("http://localhost:1111/", vec!["http://localhost:1111/"]),
            ("help@nhs.uk. Or a.b+c@d-e.org", vec!["help@nhs.uk", "a.b+c@d-e.org"]),
            ("mailto:help@nhs.uk", vec!["mailto:help@nhs.uk"]),
        ] {
            let expected: Vec<&str> = expected;
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_resembles_an_address_is_text() {
        for text in [
            "http://",
            "xhttp://a.org",
            "https://a_b.org",
            "https://word",
            "https://me@a.org/x@y.org",
            "awww.a.org",
            "www.",
            "@name",
            "a@b",
            "a@b.c-",
            "a@b.c_",
            "a@b@c.org/x",
            "10:30://x",
            "a//b",
            "hello@mail+xyz.example",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
