//! CSV text to records of cells, each with its exact place.
//!
//! It splits as the `csv` crate does (a test holds the two side by side), which tells the place of a record
//! only. This module does not know what a cell means.

use std::ops::Range;

/// One cell.
#[derive(Debug, Default)]
pub(super) struct CsvCell {
    /// Its text, quotes undone.
    pub(super) text: String,
    /// Where its text starts, in bytes, behind an opening quote.
    start: usize,
    /// The bytes of `text` that are a quote which stands twice in the file.
    doubled: Vec<usize>,
    /// The byte of `text` before which the file has a closing quote, where the cell goes on after it.
    closed: Option<usize>,
    /// The bytes of `text` in whose place the file has a backslash and then that byte: `\;`, which parts no list.
    escaped: Vec<usize>,
    /// Where it goes on after its closing quote, in bytes.
    pub(super) stray: Option<Range<usize>>,
    /// Where its opening quote is, if that is never closed.
    pub(super) unclosed: Option<usize>,
    /// The blanks before a quote that was meant to open it, in bytes of the file.
    pub(super) early: Option<Range<usize>>,
}

impl CsvCell {
    /// Whether it stands between quotes.
    pub(super) fn is_quoted(&self, text: &str) -> bool {
        self.start.checked_sub(1).is_some_and(|quote| text.as_bytes().get(quote) == Some(&b'"'))
    }

    /// The place in the file of `within`, a stretch of the cell's text in bytes.
    pub(super) fn place(&self, within: Range<usize>) -> Range<usize> {
        let closed = |at: usize| usize::from(self.closed.is_some_and(|closed| closed <= at));
        let doubled = |past: usize| self.doubled.partition_point(|&quote| quote < past);
        let escaped = |past: usize| self.escaped.partition_point(|&at| at < past);
        let start =
            self.start + within.start + doubled(within.start) + closed(within.start) + escaped(within.start);
        if within.is_empty() {
            return start..start;
        }
        let before = doubled(within.end) + closed(within.end - 1) + escaped(within.end);
        start..self.start + within.end + before
    }

    /// Moves what is known of the text after byte `at` by the one byte that was taken out there.
    fn moved_from(&mut self, at: usize) {
        self.doubled
            .iter_mut()
            .chain(&mut self.closed)
            .filter(|place| **place > at)
            .for_each(|place| *place -= 1);
    }

    /// Takes the backslash of each `\;` out of the cell: such a semicolon belongs to the text.
    pub(super) fn unescape(&mut self) {
        let mut from = 0;
        while let Some(at) = self.text[from..].find("\\;").map(|at| from + at) {
            self.text.remove(at);
            self.moved_from(at);
            self.escaped.push(at);
            from = at + 1;
        }
    }

    /// Where the items of the list that it holds are in its text.
    pub(super) fn parts(&self) -> Vec<Range<usize>> {
        let (whole, within) = self.trimmed();
        let has_lines = whole.contains(['\n', '\r']);
        let mut parts = Vec::new();
        let mut start = within.start;
        for (at, letter) in whole.char_indices() {
            let here = within.start + at;
            let is_end = match letter {
                '\n' | '\r' => true,
                ';' => !has_lines && !self.escaped.contains(&here),
                _ => false,
            };
            if is_end {
                parts.push(start..here);
                start = here + 1;
            }
        }
        parts.push(start..within.end);
        parts
    }

    /// The text without white space around it, and where that stands in the text.
    pub(super) fn trimmed(&self) -> (&str, Range<usize>) {
        trimmed(&self.text, 0..self.text.len())
    }
}

/// The stretch `within` of `text` without white space around it.
pub(super) fn trimmed(text: &str, within: Range<usize>) -> (&str, Range<usize>) {
    let part = text.get(within.clone()).unwrap_or("");
    let start = within.start + part.len() - part.trim_start().len();
    let part = part.trim();
    (part, start..start + part.len())
}

/// One line, or more where a quoted cell has line breaks.
#[derive(Debug)]
pub(super) struct CsvRecord {
    /// Its cells; at least one.
    pub(super) cells: Vec<CsvCell>,
    /// Where it stands, in bytes, without the line break at its end.
    pub(super) span: Range<usize>,
}

/// Splits `text` from byte `from` on, a line's start, at `separator` (an ASCII byte). Empty lines are no
/// records. Lines end with LF, CR LF or CR.
pub(super) fn split(text: &str, from: usize, separator: u8) -> Vec<CsvRecord> {
    let bytes = text.as_bytes();
    let mut records = Vec::new();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if is_break(byte) {
            at += 1;
            continue;
        }
        let start = at;
        let mut cells = Vec::new();
        loop {
            let (cell, end) = cell(text, at, separator);
            cells.push(cell);
            at = end;
            if bytes.get(at) != Some(&separator) {
                break;
            }
            at += 1;
        }
        records.push(CsvRecord { cells, span: start..at });
    }
    records
}

/// The cell that starts at `start`, and where it ends: at a separator, a line break or the end.
///
/// A blank before a quote is a mistake of the author. Where the cell is a quoted one but for that, it is read as one,
/// so that its row is the row that was meant.
fn cell(text: &str, start: usize, separator: u8) -> (CsvCell, usize) {
    let bytes = text.as_bytes();
    let is_blank = |c: char| c.is_whitespace() && !c.is_ascii_control() || c == '\t' && separator != b'\t';
    let quote = text.len() - text[start..].trim_start_matches(is_blank).len();
    if bytes.get(quote) == Some(&b'"') {
        let (mut cell, end) = quoted(text, quote, separator);
        if quote == start {
            return (cell, end);
        }
        cell.early = Some(start..quote);
        if cell.unclosed.is_none() && cell.stray.is_none() {
            return (cell, end);
        }
    }
    let end = end_from(bytes, start, separator);
    let early = (bytes.get(quote) == Some(&b'"')).then_some(start..quote);
    (CsvCell { text: text[start..end].to_owned(), start, early, ..CsvCell::default() }, end)
}

/// The next separator, line break or end from `at` on.
fn end_from(bytes: &[u8], at: usize, separator: u8) -> usize {
    let ends = |byte: &u8| *byte == separator || is_break(*byte);
    bytes[at..].iter().position(ends).map_or(bytes.len(), |length| at + length)
}

/// The cell whose opening quote is at `start`, and where it ends.
fn quoted(text: &str, start: usize, separator: u8) -> (CsvCell, usize) {
    let bytes = text.as_bytes();
    let mut cell = CsvCell { start: start + 1, ..CsvCell::default() };
    let mut at = start + 1;
    loop {
        let Some(length) = text[at..].find('"') else {
            cell.text.push_str(&text[at..]);
            cell.unclosed = Some(start);
            return (cell, bytes.len());
        };
        let quote = at + length;
        cell.text.push_str(&text[at..quote]);
        if bytes.get(quote + 1) == Some(&b'"') {
            cell.doubled.push(cell.text.len());
            cell.text.push('"');
            at = quote + 2;
            continue;
        }
        let end = end_from(bytes, quote + 1, separator);
        let rest = &text[quote + 1..end];
        if !rest.is_empty() {
            cell.closed = Some(cell.text.len());
        }
        if !rest.trim().is_empty() {
            cell.stray = Some(quote..end);
        }
        cell.text.push_str(rest);
        return (cell, end);
    }
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours(text: &str, separator: u8) -> Vec<Vec<String>> {
        split(text, 0, separator).into_iter().map(|r| r.cells.into_iter().map(|c| c.text).collect()).collect()
    }

    fn theirs(text: &str, separator: u8) -> Vec<Vec<String>> {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes())
            .records()
            .map(|record| record.expect("UTF-8 text").iter().map(str::to_owned).collect())
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn cells_are_split_as_the_csv_crate_does(text in "[a-c\",;\t\r\n é漢]{0,40}") {
            for separator in [b',', b';', b'\t'] {
                // What stands after a blank by mistake is read as it was meant.
                if split(&text, 0, separator).iter().any(|r| r.cells.iter().any(|c| c.early.is_some())) {
                    continue;
                }
                prop_assert_eq!(ours(&text, separator), theirs(&text, separator));
            }
        }

        #[test]
        fn every_letter_of_a_cell_is_found_in_the_file(text in "[a-c\",\r\n\t é漢]{0,40}") {
            for record in split(&text, 0, b',') {
                for cell in &record.cells {
                    for (at, letter) in cell.text.char_indices() {
                        let place = cell.place(at..at + letter.len_utf8());
                        let found = text.get(place.clone());
                        let found = found.map(|found| found.replace("\"\"", "\""));
                        prop_assert_eq!(found, Some(letter.to_string()), "{:?} in {:?}", place, cell);
                    }
                    let whole = cell.place(0..cell.text.len());
                    prop_assert!(record.span.start <= whole.start && whole.end <= record.span.end);
                }
            }
        }
    }

    #[test]
    fn the_place_of_a_cell_leaves_its_quotes_out() {
        let text = "name,\"say \"\"stop\"\" now\"\n";
        let records = split(text, 0, b',');
        let cell = &records[0].cells[1];
        assert_eq!(cell.text, "say \"stop\" now");
        assert_eq!(text.get(cell.place(0..cell.text.len())), Some("say \"\"stop\"\" now"));
        assert_eq!(text.get(cell.place(5..9)), Some("stop"));
        assert_eq!(text.get(cell.place(11..14)), Some("now"));
    }

    #[test]
    fn a_cell_after_a_blank_and_a_quote_is_the_one_that_was_meant() {
        let cells = |text: &str| {
            let records = split(text, 0, b',');
            let of = |cell: &CsvCell| (cell.text.clone(), cell.early.clone());
            records.iter().flat_map(|record| record.cells.iter().map(of)).collect::<Vec<_>>()
        };
        assert_eq!(cells("A, \"Slow, steady\""), [("A".into(), None), ("Slow, steady".into(), Some(2..3))]);
        assert_eq!(cells(" \t\"a\" ,b"), [("a ".into(), Some(0..2)), ("b".into(), None)]);
        // Where the quote opens no cell, the text stays what it is.
        assert_eq!(cells("A, \"go\" now,b")[1], (" \"go\" now".into(), Some(2..3)));
        assert_eq!(cells("A, \"open,b")[1], (" \"open".into(), Some(2..3)));
        for text in ["5\" step", " 5\" step", "a \"b\"", "  "] {
            assert_eq!(cells(text), [(text.to_owned(), None)], "{text:?}");
        }
    }
}
