//! A part of a file, as players of sound and film ask for it.

use std::ops::Range;

/// What a `Range` header asks for of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The file; the header says nothing that could be done better.
    Whole,
    /// These bytes, at least one.
    Bytes(Range<usize>),
    /// Bytes behind the file's end.
    Outside,
}

/// Reads the header of a request for a file of `length` bytes. Several ranges at once get the whole file, as
/// RFC 9110 section 14.2 allows.
pub(super) fn parse(header: &str, length: usize) -> Part {
    let Some((first, last)) = header.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'))
    else {
        return Part::Whole;
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return Part::Whole };
    match (first, last) {
        (None, None) => Part::Whole,
        (None, Some(0)) => Part::Outside,
        (None, Some(_)) if length == 0 => Part::Outside,
        (None, Some(tail)) => Part::Bytes(length.saturating_sub(tail)..length),
        (Some(first), Some(last)) if last < first => Part::Whole,
        (Some(first), _) if first >= length => Part::Outside,
        (Some(first), last) => {
            Part::Bytes(first..last.map_or(length, |last| last.saturating_add(1).min(length)))
        }
    }
}

/// Nothing for no digits; none at all for what is not a number.
fn number(text: &str) -> Option<Option<usize>> {
    if text.is_empty() {
        return Some(None);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    // More than fits is behind every file's end.
    digits.then(|| Some(text.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_gets_its_bytes() {
        assert_eq!(parse("bytes=0-1", 10), Part::Bytes(0..2));
        assert_eq!(parse("bytes=4-", 10), Part::Bytes(4..10));
        assert_eq!(parse("bytes=-3", 10), Part::Bytes(7..10));
        assert_eq!(parse("bytes=-30", 10), Part::Bytes(0..10));
        assert_eq!(parse("bytes=8-99999999999999999999999", 10), Part::Bytes(8..10));
    }

    #[test]
    fn what_is_behind_the_end_is_refused() {
        for header in ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(parse(header, 10), Part::Outside, "{header}");
        }
        assert_eq!(parse("bytes=0-", 0), Part::Outside);
        assert_eq!(parse("bytes=-1", 0), Part::Outside);
    }

    #[test]
    fn anything_else_gets_the_whole_file() {
        for header in
            ["", "bytes", "bytes=-", "bytes=2-1", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=+1-2"]
        {
            assert_eq!(parse(header, 10), Part::Whole, "{header}");
        }
    }
}
