//! Slips in the cells of a spreadsheet that leave it readable, but not as it was meant.

use std::ops::Range;

use super::split::{CsvCell, CsvRecord};
use super::{PARTED_SENTENCE, STRAY_QUOTE};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// Whether a cell starts with a curly quote that is not closed in it: the rest is in the next cells.
pub(super) fn is_parted(cell: &CsvCell) -> bool {
    let (text, _) = cell.trimmed();
    text.starts_with('“') && !text.contains('”')
}

/// Reports curly quotes around a cell with the separator in it: word processors write them, and they hold no cell together.
/// Around other cells they may mark a quotation.
pub(super) fn curly(record: &CsvRecord, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    for cell in record.cells.iter().filter(|cell| is_parted(cell)) {
        diagnostics.push(Diagnostic::new(
            &STRAY_QUOTE,
            Place::new(file, cell.place(cell.trimmed().1)),
            "curly quotes do not hold a cell together",
            "write straight double quotes around the cell: `\"`",
        ));
    }
}

/// Reports a list in a cell that is parted inside a sentence: an item that starts with a small letter, after one that starts
/// with a capital.
pub(super) fn semicolons<'a>(
    lists: impl Iterator<Item = &'a CsvCell>,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for cell in lists.filter(|cell| cell.text.contains(';') && !cell.trimmed().0.contains(['\n', '\r'])) {
        let items = cell.parts();
        let text = |range: &Range<usize>| cell.text.get(range.clone()).unwrap_or("").trim();
        for pair in items.windows(2) {
            let (first, next) = (text(&pair[0]), text(&pair[1]));
            let is_sentence = first.starts_with(char::is_uppercase) && first.contains(' ');
            if is_sentence && next.starts_with(char::is_lowercase) && next.contains(' ') {
                let at = pair[0].end..pair[0].end + 1;
                diagnostics.push(Diagnostic::new(
                    &PARTED_SENTENCE,
                    Place::new(file, cell.place(at)),
                    "this semicolon starts a new item of the list in this cell, but the text after it goes on in small letters",
                    "write `\\;` for a semicolon within a sentence, or start each item with a capital",
                ));
                break;
            }
        }
    }
}
