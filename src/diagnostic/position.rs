//! Converts byte offsets to lines and columns.

use std::ops::Range;

/// A line and a column as editors count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: usize,
}

/// The position of byte `offset` in `text`. An offset past the end becomes the end; one inside a character becomes
/// the start of that character.
#[must_use]
pub fn position(text: &str, offset: usize) -> LineColumn {
    let offset = floor(text, offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn {
        line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
        column: text[line_start..offset].chars().count() + 1,
    }
}

/// The start of each line of a text, to find many positions in it.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { text, starts }
    }

    /// The same as [`position`].
    #[must_use]
    pub fn position(&self, offset: usize) -> LineColumn {
        let offset = floor(self.text, offset);
        let line = self.starts.partition_point(|&start| start <= offset);
        LineColumn { line, column: self.text[self.starts[line - 1]..offset].chars().count() + 1 }
    }
}

/// `span`, limited to `text` and moved to character boundaries.
#[must_use]
pub fn clamp(text: &str, span: Range<usize>) -> Range<usize> {
    let start = floor(text, span.start);
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_newlines() {
        let text = "añb\r\n漢字x";
        assert_eq!(position(text, 0), LineColumn { line: 1, column: 1 });
        assert_eq!(position(text, text.find('b').expect("b is there")), LineColumn { line: 1, column: 3 });
        assert_eq!(position(text, text.find('x').expect("x is there")), LineColumn { line: 2, column: 3 });
        assert_eq!(position(text, 9_999), LineColumn { line: 2, column: 4 });
        for offset in 0..text.len() + 2 {
            assert_eq!(Lines::new(text).position(offset), position(text, offset));
        }
    }

    #[test]
    fn a_span_is_moved_to_character_boundaries() {
        assert_eq!(clamp("añb", 2..2), 1..3);
        assert_eq!(clamp("ab", 5..9), 2..2);
    }
}
