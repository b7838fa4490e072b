//! Byte ranges of files, as requested by audio and video players.

use std::ops::Range;

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ByteRange {
    /// The whole file: the header is invalid, or asks for something that balm does not support.
    Whole,
    /// These bytes, at least one.
    Bytes(Range<usize>),
    /// Only bytes past the end of the file.
    Outside,
}

/// Parses the header of a request for a file of `length` bytes. A request for several ranges gets the whole file, as
/// RFC 9110, section 14.2, allows.
pub(super) fn parse(header: &str, length: usize) -> ByteRange {
    let Some((first, last)) = header.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'))
    else {
        return ByteRange::Whole;
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return ByteRange::Whole };
    match (first, last) {
        (None, None) => ByteRange::Whole,
        (None, Some(0)) => ByteRange::Outside,
        (None, Some(_)) if length == 0 => ByteRange::Outside,
        (None, Some(tail)) => ByteRange::Bytes(length.saturating_sub(tail)..length),
        (Some(first), Some(last)) if last < first => ByteRange::Whole,
        (Some(first), _) if first >= length => ByteRange::Outside,
        (Some(first), last) => {
            ByteRange::Bytes(first..last.map_or(length, |last| last.saturating_add(1).min(length)))
        }
    }
}

/// `Some(None)` if there are no digits; `None` if `text` is not a number.
fn number(text: &str) -> Option<Option<usize>> {
    if text.is_empty() {
        return Some(None);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    // A number that does not fit is past the end of any file.
    digits.then(|| Some(text.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_gets_its_bytes() {
        assert_eq!(parse("bytes=0-1", 10), ByteRange::Bytes(0..2));
        assert_eq!(parse("bytes=4-", 10), ByteRange::Bytes(4..10));
        assert_eq!(parse("bytes=-3", 10), ByteRange::Bytes(7..10));
        assert_eq!(parse("bytes=-30", 10), ByteRange::Bytes(0..10));
        assert_eq!(parse("bytes=8-99999999999999999999999", 10), ByteRange::Bytes(8..10));
    }

    #[test]
    fn a_range_past_the_end_is_refused() {
        for header in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(parse(header, 10), ByteRange::Outside, "{header}");
        }
        assert_eq!(parse("bytes=0-", 0), ByteRange::Outside);
        assert_eq!(parse("bytes=-1", 0), ByteRange::Outside);
    }

    #[test]
    fn anything_else_gets_the_whole_file() {
        for header in
            ["", "bytes", "bytes=-", "bytes=2-1", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=+1-2"]
        {
            assert_eq!(parse(header, 10), ByteRange::Whole, "{header}");
        }
    }
}
