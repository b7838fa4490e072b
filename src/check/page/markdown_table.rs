//! Tables of Markdown in the text of an article, and where their cells stand.

use std::ops::Range;

/// A table, by its lines.
#[derive(Debug)]
pub(super) struct Lines {
    header: Range<usize>,
    rows: Vec<Range<usize>>,
}

/// The tables in `text` from byte `from` on.
pub(super) fn all(text: &str, from: usize) -> Vec<Lines> {
    let mut lines = Vec::new();
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        lines.push(at..at + line.trim_end().len());
        at += line.len();
    }
    let mut tables = Vec::new();
    for (number, pair) in lines.windows(2).enumerate() {
        let [header, rule] = pair else { continue };
        let is_rule = |line: &str| {
            line.contains('-')
                && line.contains('|')
                && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>'))
        };
        if !is_rule(&text[rule.clone()]) || !text[header.clone()].contains('|') {
            continue;
        }
        let rows = lines[number + 2..].iter().take_while(|line| text[(*line).clone()].contains('|')).cloned();
        tables.push(Lines { header: header.clone(), rows: rows.collect() });
    }
    tables
}

impl Lines {
    /// The words of the cells of the header.
    pub(super) fn head<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        cells(text, &self.header).into_iter().map(|cell| text[cell].trim())
    }

    /// The line of the header.
    pub(super) fn header(&self) -> Range<usize> {
        self.header.clone()
    }

    /// The cell in a row, counted from 1 with the header, and a column, counted from 0. A cell that is not written stands at
    /// the end of its row.
    pub(super) fn cell(&self, text: &str, row: usize, column: usize) -> Option<Range<usize>> {
        let line = if row <= 1 { &self.header } else { self.rows.get(row - 2)? };
        Some(cells(text, line).into_iter().nth(column).unwrap_or(line.end..line.end))
    }
}

/// The cells of a line, without the bars between them.
fn cells(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let source = &text[line.clone()];
    let mut bars = Vec::new();
    let mut is_escaped = false;
    for (at, byte) in source.bytes().enumerate() {
        if byte == b'|' && !is_escaped {
            bars.push(at);
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    let starts_with_bar = source.trim_start_matches([' ', '\t', '>']).starts_with('|');
    let ends_with_bar = bars.last().is_some_and(|&bar| bar + 1 == source.len());
    let mut starts: Vec<usize> = bars.iter().map(|bar| bar + 1).collect();
    let mut ends = bars;
    if starts_with_bar {
        ends.remove(0);
    } else {
        starts.insert(0, 0);
    }
    if ends_with_bar {
        starts.pop();
    } else {
        ends.push(source.len());
    }
    starts.into_iter().zip(ends).map(|(start, end)| line.start + start..line.start + end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_between_their_bars() {
        let text = "a\n\n| Heat \\| cold | For |\n|---|:-:|\n| x |   |\ny|\n\nb | c\n--|--\nd | e";
        let tables = all(text, 0);
        assert_eq!(tables.len(), 2);
        assert_eq!(tables[0].head(text).collect::<Vec<_>>(), ["Heat \\| cold", "For"]);
        let cell = |table: usize, row, column| tables[table].cell(text, row, column).map(|cell| &text[cell]);
        assert_eq!(cell(0, 1, 1), Some(" For "));
        assert_eq!(cell(0, 2, 1), Some("   "));
        assert_eq!(cell(0, 3, 1), Some(""));
        assert_eq!(cell(0, 4, 0), None);
        assert_eq!(cell(1, 2, 1), Some(" e"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_searched(text in "[|\\-: a\\\\\n>é]{0,40}") {
            for table in all(&text, 0) {
                table.head(&text).count();
                for row in 0..4 {
                    let cell = table.cell(&text, row, 1);
                    proptest::prop_assert!(cell.is_none_or(|cell| text.get(cell).is_some()));
                }
            }
        }
    }
}
