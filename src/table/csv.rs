//! Rows of a spreadsheet: a header that names columns, then one row a line.
//!
//! A column is a field; a field inside another is written with a dot (`evidence.grade`), and makes a list of
//! one where the outer field is a list. What concerns a column is reported once, at the header.

use std::ops::Range;

use super::csv_slip;
use super::split::{CsvCell, CsvRecord, split, trimmed};
use super::{
    DUPLICATE_COLUMN, EMPTY_TABLE, LONG_ROW, MISSING_COLUMN, MISSING_HEADER, SHORT_ROW, STRAY_QUOTE,
    UNCLOSED_QUOTE, UNKNOWN_COLUMN,
};
use crate::data::{Entry, Misread, Node, Shape, Value};
use crate::diagnostic::{Diagnostic, FileName, Place, counted, nearest};
use crate::kind::Kind;

/// A column that a kind of table can have.
struct ColumnSpec<'a> {
    /// As the header writes it: `may_help.text`.
    name: String,
    /// The field around it, and whether that is a list.
    outer: Option<(&'a str, bool)>,
    /// Its own key: `text`.
    key: &'a str,
    list: bool,
    required: bool,
}

/// A column of the file at hand.
struct Column<'a> {
    /// What it holds; `None` where that is not known.
    field: Option<&'a ColumnSpec<'a>>,
    /// The field that it was probably meant to hold, if it cannot be told which one it holds: `evidence.grade`.
    meant: Option<&'a str>,
    /// Where its name stands.
    span: Range<usize>,
}

/// The rows of the CSV `text`, whose keys have the `shape`, not yet typed, each with what stands in columns that could not be told.
pub(super) fn rows(
    kind: &Kind,
    shape: &Shape,
    file: &FileName,
    text: &str,
) -> (Vec<(Node, Misread)>, Vec<Diagnostic>) {
    let start = hint(text).map_or(0, |(_, length)| length);
    let separator = separator(text, start);
    let mut records = split(text, start, separator);
    records.iter_mut().flat_map(|record| &mut record.cells).for_each(CsvCell::unescape);
    let mut filled = records.iter().filter(|record| !is_blank(record));
    let Some(header) = filled.next() else {
        return (Vec::new(), vec![empty(file, 0..0, "this table is empty")]);
    };
    let fields = fields(shape);
    let mut diagnostics = Vec::new();
    quotes(header, text, file, &mut diagnostics);
    let Some(columns) = columns(kind, header, &fields, file, &mut diagnostics) else {
        return (Vec::new(), diagnostics);
    };
    let mut nodes = Vec::new();
    let mut nameless = vec![false; columns.len()];
    for record in filled {
        quotes(record, text, file, &mut diagnostics);
        csv_slip::curly(record, file, &mut diagnostics);
        if record.cells.iter().any(|cell| cell.unclosed.is_some()) {
            continue; // The rest of the file is in this cell; there is no row to speak of.
        }
        // What is wrong with a quote parts the row in other places than were meant.
        let mut is_shifted = record.cells.iter().any(|cell| cell.early.is_some() && !cell.is_quoted(text));
        is_shifted |= record.cells.iter().any(csv_slip::is_parted);
        if !is_shifted {
            is_shifted = lengths(record, header, file, &mut diagnostics);
        }
        for ((cell, column), nameless) in record.cells.iter().zip(&columns).zip(&mut nameless) {
            *nameless |= column.span.is_empty() && !cell.trimmed().0.is_empty();
        }
        // Nobody knows which of its cells stand in other columns than were meant.
        let misread = if is_shifted { Misread::everything() } else { misread(record, &columns) };
        if separator != b';' {
            let cells = record.cells.iter().zip(&columns);
            let lists = cells.filter(|(_, column)| column.field.is_some_and(|field| field.list));
            csv_slip::semicolons(lists.map(|(cell, _)| cell), file, &mut diagnostics);
        }
        nodes.push((row(record, &columns), misread));
    }
    for (at, (column, _)) in columns.iter().zip(&nameless).enumerate().filter(|(_, (_, nameless))| **nameless)
    {
        diagnostics.push(Diagnostic::new(
            &MISSING_HEADER,
            Place::new(file, column.span.clone()),
            format!("column {} has values but no name", at + 1),
            "name the column in the first row, or remove it",
        ));
    }
    if nodes.is_empty() && diagnostics.is_empty() {
        diagnostics.push(empty(file, header.span.clone(), "this table has a header but no rows"));
    }
    (nodes, diagnostics)
}

/// A row for the CSV `text` with `values` under the columns they name; the other cells are empty. `None` where
/// `text` has no header.
pub(super) fn line(text: &str, values: &[(&str, &str)]) -> Option<String> {
    let start = hint(text).map_or(0, |(_, length)| length);
    let separator = separator(text, start);
    let records = split(text, start, separator);
    let header = records.iter().find(|record| !is_blank(record))?;
    let cells = header.cells.iter().map(|cell| {
        let name = column_name(cell.trimmed().0);
        let value = values.iter().find(|(column, _)| *column == name).map_or("", |(_, value)| value);
        let quoted = value.contains([char::from(separator), '"', '\n', '\r']);
        if quoted { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
    });
    Some(cells.collect::<Vec<_>>().join(&char::from(separator).to_string()))
}

/// The field that a header's cell names: "Times per day" is `times_per_day`.
fn column_name(written: &str) -> String {
    written.to_lowercase().replace([' ', '-'], "_")
}

fn empty(file: &FileName, span: Range<usize>, message: &str) -> Diagnostic {
    Diagnostic::new(
        &EMPTY_TABLE,
        Place::new(file, span),
        message,
        "add rows below a header, or remove the file",
    )
}

/// The separator that a first line such as `sep=;` names, and that line's length in bytes. Some spreadsheet
/// programs write it.
fn hint(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    match *line.as_bytes() {
        [s, e, p, b'=', separator @ (b',' | b';' | b'\t')] if [s, e, p].eq_ignore_ascii_case(b"sep") => {
            Some((separator, line.len()))
        }
        _ => None,
    }
}

/// The separator: the one that the header has most of, outside quotes.
fn separator(text: &str, start: usize) -> u8 {
    if let Some((separator, _)) = hint(text) {
        return separator;
    }
    let header = text[start..].trim_start_matches(['\r', '\n']);
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in header.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(separator, _)| *separator == byte)
                .for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a comma where there is no separator at all.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| separator)
}

fn is_blank(record: &CsvRecord) -> bool {
    record.cells.iter().all(|cell| cell.unclosed.is_none() && cell.trimmed().0.is_empty())
}

/// Every column that a table of this shape can have.
fn fields(shape: &Shape) -> Vec<ColumnSpec<'_>> {
    let mut fields = Vec::new();
    for (key, field) in &shape.fields {
        match &field.shape {
            None => fields.push(ColumnSpec {
                name: key.clone(),
                outer: None,
                key,
                list: field.list,
                required: field.required,
            }),
            Some(inner) => fields.extend(inner.fields.iter().map(|(inner_key, inner)| ColumnSpec {
                name: format!("{key}.{inner_key}"),
                outer: Some((key, field.list)),
                key: inner_key,
                list: inner.list,
                required: inner.required,
            })),
        }
    }
    fields
}

/// What each column holds; `None` where the first row is no header at all.
fn columns<'a>(
    kind: &Kind,
    header: &CsvRecord,
    fields: &'a [ColumnSpec<'a>],
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Column<'a>>> {
    let mut columns: Vec<Column<'a>> = Vec::with_capacity(header.cells.len());
    let mut unknown = Vec::new();
    for cell in &header.cells {
        let (written, within) = cell.trimmed();
        let span = cell.place(within);
        let name = column_name(written);
        let mut field = fields.iter().find(|field| field.name == name);
        let mut meant = None;
        if field.is_none() && !written.is_empty() {
            meant = outer(&name, fields).or_else(|| nearest(&name, names(fields)));
            unknown.push(unknown_column(kind, written, &name, fields, Place::new(file, span.clone())));
        }
        let first = columns.iter().find(|column| {
            field.is_some_and(|field| column.field.is_some_and(|column| column.name == field.name))
        });
        if let Some(first) = first {
            let diagnostic = Diagnostic::new(
                &DUPLICATE_COLUMN,
                Place::new(file, span.clone()),
                format!("there are two columns `{name}`"),
                "remove or rename one of the two",
            );
            diagnostics.push(diagnostic.also(Place::new(file, first.span.clone()), "the first one"));
            meant = field.take().map(|field| field.name.as_str());
        }
        columns.push(Column { field, meant, span });
    }
    if columns.iter().all(|column| column.field.is_none()) {
        let needed: Vec<&str> =
            fields.iter().filter(|f| f.required && f.outer.is_none()).map(|f| f.key).collect();
        diagnostics.push(Diagnostic::new(
            &MISSING_HEADER,
            Place::new(file, header.span.clone()),
            "the first row names no column that balm knows",
            format!("name the columns in the first row, such as `{}`", needed.join(",")),
        ));
        return None;
    }
    diagnostics.append(&mut unknown);
    // A column that is misspelt was told as that, and is not missing as well.
    let meant = |column: &Column<'_>| fields.iter().find(|field| column.meant == Some(&field.name));
    for missing in fields.iter().filter(|field| field.required) {
        let has = |wanted: &dyn Fn(&ColumnSpec<'_>) -> bool| {
            columns.iter().any(|column| column.field.or_else(|| meant(column)).is_some_and(wanted))
        };
        let wanted = match missing.outer {
            None => true,
            Some(outer) => has(&|field| field.outer == Some(outer)),
        };
        if wanted && !has(&|field| field.name == missing.name) {
            let what = missing.outer.map_or_else(|| kind.noun.clone(), |(outer, _)| format!("`{outer}`"));
            diagnostics.push(Diagnostic::new(
                &MISSING_COLUMN,
                Place::new(file, header.span.clone()),
                format!("{what} needs the column `{}`", missing.name),
                format!("add the column `{}` with a value in every row", missing.name),
            ));
        }
    }
    Some(columns)
}

fn names<'a>(fields: &'a [ColumnSpec<'a>]) -> impl Iterator<Item = &'a str> {
    fields.iter().map(|field| field.name.as_str())
}

/// The field that is parted into columns and has this name: `evidence` of `evidence.grade`.
fn outer<'a>(name: &str, fields: &'a [ColumnSpec<'a>]) -> Option<&'a str> {
    fields.iter().find_map(|field| field.outer.map(|(outer, _)| outer).filter(|outer| *outer == name))
}

fn unknown_column(
    kind: &Kind,
    written: &str,
    name: &str,
    fields: &[ColumnSpec<'_>],
    place: Place,
) -> Diagnostic {
    let help = if outer(name, fields).is_some() {
        let inner = fields.iter().filter(|field| field.outer.is_some_and(|(outer, _)| outer == name));
        let inner: Vec<String> = inner.map(|field| format!("`{}`", field.name)).collect();
        format!("use a column for each part: {}", inner.join(", "))
    } else if let Some(near) = nearest(name, names(fields)) {
        format!("did you mean `{near}`?")
    } else {
        format!("remove it, or use one of {}", names(fields).collect::<Vec<_>>().join(", "))
    };
    let written = crate::data::shortened(written);
    Diagnostic::new(&UNKNOWN_COLUMN, place, format!("there is no column `{written}` in {}", kind.noun), help)
}

fn quotes(record: &CsvRecord, text: &str, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    for cell in &record.cells {
        if let Some(blanks) = &cell.early {
            let diagnostic = Diagnostic::new(
                &STRAY_QUOTE,
                Place::new(file, blanks.start..blanks.end + 1),
                "there is a space before the double quote, so the quote does not open a cell",
                "remove the space before the quote",
            );
            let is_meant = cell.is_quoted(text);
            diagnostics.push(if is_meant { diagnostic.fix(blanks.clone(), "") } else { diagnostic });
        }
        if let Some(quote) = cell.unclosed {
            diagnostics.push(Diagnostic::new(
                &UNCLOSED_QUOTE,
                Place::new(file, quote..quote + 1),
                "this double quote is never closed, so the rest of the file is one cell",
                "close the cell with `\"`; double any quote inside a quoted cell: `\"\"`",
            ));
        }
        if let Some(stray) = &cell.stray {
            diagnostics.push(Diagnostic::new(
                &STRAY_QUOTE,
                Place::new(file, stray.clone()),
                "the cell continues after its closing quote",
                "double any quote inside a quoted cell: `\"\"`",
            ));
        }
    }
}

/// Reports a row that has fewer cells than the header, or more, and says whether it is one.
fn lengths(
    record: &CsvRecord,
    header: &CsvRecord,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let (has, wants) = (record.cells.len(), header.cells.len());
    let cells = || counted(has, "cell", "cells");
    if has < wants {
        diagnostics.push(Diagnostic::new(
            &SHORT_ROW,
            Place::new(file, record.span.clone()),
            format!("this row has {}, but the header has {wants}", cells()),
            "add the missing separators: an empty cell needs one too",
        ));
    }
    // Spreadsheets pad rows with empty cells; those do no harm.
    let extra = record.cells.iter().skip(wants).find(|cell| !cell.trimmed().0.is_empty());
    if let Some(extra) = extra {
        diagnostics.push(Diagnostic::new(
            &LONG_ROW,
            Place::new(file, extra.place(extra.trimmed().1).start..record.span.end),
            format!("this row has {}, but the header has {wants}", cells()),
            "put a cell that contains the separator between double quotes",
        ));
    }
    has < wants || extra.is_some()
}

/// One row as a table of keys.
fn row(record: &CsvRecord, columns: &[Column<'_>]) -> Node {
    let mut entries: Vec<Entry> = Vec::new();
    for (cell, column) in record.cells.iter().zip(columns) {
        let Some(field) = column.field else { continue };
        let value = if field.list { list(cell) } else { text(cell, 0..cell.text.len()) };
        let entry = Entry { key: field.key.to_owned(), key_span: column.span.clone(), value };
        match field.outer {
            None => {
                if field.required || !is_empty(&entry.value) {
                    entries.push(entry);
                }
            }
            Some((outer, _)) => put(&mut entries, outer, entry),
        }
    }
    for (outer, list) in columns.iter().filter_map(|column| column.field?.outer) {
        finish(&mut entries, outer, list, columns);
    }
    Node { span: record.span.clone(), value: Value::Table(entries) }
}

/// The fields that the cells of columns which cannot be told were probably meant for.
fn misread(record: &CsvRecord, columns: &[Column<'_>]) -> Misread {
    let mut misread = Misread::default();
    for (cell, column) in record.cells.iter().zip(columns) {
        let meant = column.meant.filter(|_| !cell.trimmed().0.is_empty());
        meant.into_iter().for_each(|name| misread.add(name));
    }
    misread
}

/// Puts `entry` into the table `outer`, which is made where there is none yet.
fn put(entries: &mut Vec<Entry>, outer: &str, entry: Entry) {
    let found = entries.iter_mut().find(|entry| entry.key == outer);
    if let Some(Entry { value: Node { span, value: Value::Table(inner) }, .. }) = found {
        span.start = span.start.min(entry.value.span.start);
        span.end = span.end.max(entry.value.span.end);
        inner.push(entry);
        return;
    }
    entries.push(Entry {
        key: outer.to_owned(),
        key_span: entry.key_span.clone(),
        value: Node { span: entry.value.span.clone(), value: Value::Table(vec![entry]) },
    });
}

/// Leaves a table of empty cells out, or else only those that are not required, and makes it a list of one
/// where its field is a `list`.
fn finish(entries: &mut Vec<Entry>, outer: &str, list: bool, columns: &[Column<'_>]) {
    let Some(at) = entries.iter().position(|entry| entry.key == outer) else { return };
    let Node { span, value: Value::Table(inner) } = &mut entries[at].value else { return };
    if inner.iter().all(|entry| is_empty(&entry.value)) {
        entries.remove(at);
        return;
    }
    inner.retain(|entry| {
        let required = columns.iter().filter_map(|column| column.field).any(|field| {
            field.required && field.key == entry.key && field.outer.is_some_and(|(name, _)| name == outer)
        });
        required || !is_empty(&entry.value)
    });
    if list {
        let table = Node { span: span.clone(), value: Value::Table(std::mem::take(inner)) };
        entries[at].value.value = Value::List(vec![table]);
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Cell(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

/// The stretch `within` of a cell's text as a value of its own.
fn text(cell: &CsvCell, within: Range<usize>) -> Node {
    let (text, within) = trimmed(&cell.text, within);
    Node { span: cell.place(within), value: Value::Cell(text.to_owned()) }
}

/// A cell as a list: one item a line where it has line breaks, otherwise parted at each `;`.
fn list(cell: &CsvCell) -> Node {
    let (_, within) = cell.trimmed();
    let items =
        cell.parts().into_iter().map(|part| text(cell, part)).filter(|item| !is_empty(item)).collect();
    Node { span: cell.place(within), value: Value::List(items) }
}
