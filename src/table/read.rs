//! A table file to rows: the way that all kinds share.

use std::ops::Range;
use std::sync::Arc;

use super::cell::{CellValue, Cells};
use super::record::{self, Record, RecordType};
use super::{ID_FORM, Row, continued, csv, declared, toml};
use crate::article::plain;
use crate::data::{
    Context, Format, MISSING_KEY, Misread, Node, SYNTAX, Shape, Spanned, Value, WayOut, check_keys,
    control_characters, shape, shortened,
};
use crate::diagnostic::{Code, Diagnostic, FileName, Place};
use crate::kind::{DeclaredBy, Field, Kind, Kinds};
use crate::slug::slug;
use crate::source::File;

/// The rows of `file`, which are of the `kind`, one of `kinds`, and everything that is wrong in it.
pub(super) fn table(file: &File, kind: &Kind, kinds: &Kinds) -> (Vec<Row>, Vec<Diagnostic>) {
    let (text, path) = (file.text(), &file.path);
    let format = Format::of_table(path);
    let spreadsheet = format == Format::Csv;
    let reading = RowReader::new(file, kind, format);
    let (nodes, mut diagnostics) = if spreadsheet {
        let (rows, mut diagnostics) = csv::rows(kind, &reading.shape, path, text);
        let rows = if kind.continued.is_empty() {
            rows
        } else {
            continued::joined(rows, &kind.continued, &kind.noun, path, &mut diagnostics)
        };
        (rows, diagnostics)
    } else {
        let (nodes, diagnostics) = toml::rows(kind, &reading.shape, kinds, path, text);
        (nodes.into_iter().map(|node| (node, Misread::default())).collect(), diagnostics)
    };
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.code == &SYNTAX);
    let has_marks = plain::may_hold_marks(text);
    let mut rows = Vec::with_capacity(nodes.len());
    for (mut node, mut misread) in nodes {
        let mut found = Vec::new();
        let place = Place::new(path, extent(&node));
        clean(&mut node, Some(&reading.shape), path, &mut found);
        let read = reading.row(node, &mut misread, &mut found);
        found.retain(|diagnostic| {
            // What is missing in every row of a spreadsheet was reported once, at its header, and only an
            // empty cell is news. Where the TOML is broken, keys are missing because of that.
            let at = &diagnostic.primary.place;
            let empty = text.get(at.start..at.end).is_some_and(|text| text.trim().is_empty());
            diagnostic.code != &MISSING_KEY || if spreadsheet { empty } else { !broken }
        });
        let misread_wholly = misread.is_everything();
        if let Some(ReadRow { id, cells, record }) = read
            && let Some(name) = name_of(kind, &cells)
            && let Some(id) = id_of(id, &name, path, &mut found)
        {
            if let Some(record) = &record {
                record.check(&id.value, path, &mut found);
            }
            let row = Row { id, name, place, kind: kind.clone(), cells, record, misread };
            if has_marks {
                plain_cells(&row, &mut found);
            }
            rows.push(row);
        }
        // What is found in cells that stand in other columns than were meant follows from that.
        if !misread_wholly {
            diagnostics.append(&mut found);
        }
    }
    (rows, diagnostics)
}

/// Reports what is printed as it is in the plain texts of `row`.
fn plain_cells(row: &Row, found: &mut Vec<Diagnostic>) {
    row.each(|leaf| {
        if let CellValue::Text(text) = &leaf.cell.value
            && plain::may_hold_marks(text)
        {
            let span = &leaf.cell.span;
            let value = Spanned { value: text.clone(), start: span.start, end: span.end };
            plain::plain_text(&leaf.path(), &value, row.file(), found);
        }
    });
}

/// How the rows of a file are read.
struct RowReader<'a> {
    file: &'a File,
    kind: &'a Kind,
    context: Context<'a>,
    /// The Rust type of the rows, where there is one.
    entry: Option<&'static RecordType>,
    /// The keys of a row.
    shape: Shape,
    /// Those of the fields that are known by the declaration alone.
    declared: Shape,
    /// How many of the kind's fields are of the Rust type.
    typed: usize,
}

/// What was read of a row.
struct ReadRow {
    id: Option<Spanned<String>>,
    cells: Cells,
    record: Option<Arc<dyn Record>>,
}

impl<'a> RowReader<'a> {
    fn new(file: &'a File, kind: &'a Kind, format: Format) -> Self {
        let context = Context { file: &file.path, what: &kind.noun, format, within: Some(&kind.key) };
        let entry = record::of(kind);
        // Fields that a site adds to a kind come after those of its type.
        let typed = kind.fields.iter().position(|field| field.origin != DeclaredBy::BuiltIn);
        let typed = if entry.is_some() { typed.unwrap_or(kind.fields.len()) } else { 0 };
        let declared = declared::shape(&kind.fields[typed..]);
        let mut shape = declared::shape(&kind.fields[typed..]);
        match entry {
            Some(entry) => shape.add((entry.shape)()),
            None => drop(shape.fields.insert(ID.to_owned(), shape::KeyShape::default())),
        }
        RowReader { file, kind, context, entry, shape, declared, typed }
    }

    /// Reads the row `node`; `None` where something that it needs is missing, which is reported.
    fn row(&self, mut node: Node, misread: &mut Misread, found: &mut Vec<Diagnostic>) -> Option<ReadRow> {
        let (typed, declared) = self.kind.fields.split_at(self.typed);
        let Some(entry) = self.entry else {
            let id = given_id(&node);
            let checked = check_keys(&mut node, &self.shape, &self.context, found);
            misread.extend(checked.misread);
            let cells = self.declared_cells(&node, declared, &checked.blank, misread, found);
            let is_whole = cells.of(declared).all(|(field, cell)| cell.is_some() || !field.required);
            return is_whole.then_some(ReadRow { id, cells, record: None });
        };
        let mut added = take(&mut node, declared);
        let checked = check_keys(&mut added, &self.declared, &self.context, found);
        let decoded = (entry.read)(node, &self.context, found);
        misread.extend(decoded.misread);
        misread.extend(checked.misread);
        let record = decoded.value?;
        let mut silent = declared::CellReader {
            file: self.file,
            told: None,
            blank: &[],
            misread: &mut Misread::default(),
            diagnostics: found,
        };
        let mut cells = silent.cells(&decoded.node, typed, &mut Vec::new());
        cells.append(self.declared_cells(&added, declared, &checked.blank, misread, found));
        Some(ReadRow { id: given_id(&decoded.node), cells, record: Some(record) })
    }

    fn declared_cells(
        &self,
        node: &Node,
        fields: &[Field],
        blank: &[Range<usize>],
        misread: &mut Misread,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Cells {
        let told = Some((&self.context, &self.declared));
        declared::CellReader { file: self.file, told, blank, misread, diagnostics }.cells(
            node,
            fields,
            &mut Vec::new(),
        )
    }
}

/// The key of a row's id.
const ID: &str = "id";

/// Takes the values of `fields` out of the row `node`.
fn take(node: &mut Node, fields: &[Field]) -> Node {
    let Value::Table(entries) = &mut node.value else {
        return Node { span: node.span.clone(), value: Value::Table(Vec::new()) };
    };
    let all = std::mem::take(entries);
    let (added, own) = all.into_iter().partition(|entry| fields.iter().any(|field| field.name == entry.key));
    *entries = own;
    Node { span: node.span.clone(), value: Value::Table(added) }
}

/// The id that the row `node` gives itself.
fn given_id(node: &Node) -> Option<Spanned<String>> {
    let id = node.get(ID)?;
    let value = match &id.value {
        Value::Text(text) | Value::Cell(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        _ => return None,
    };
    Some(Spanned { value, start: id.span.start, end: id.span.end })
}

/// The name of a row with these `cells`.
fn name_of(kind: &Kind, cells: &Cells) -> Option<Spanned<String>> {
    let cell = cells.get(&kind.fields, &kind.name_field)?;
    match &cell.value {
        CellValue::Text(name) => {
            Some(Spanned { value: name.clone(), start: cell.span.start, end: cell.span.end })
        }
        _ => None,
    }
}

/// What is wrong at `span` of the table `file`, with the way out as it is written in such a file.
#[must_use]
pub fn mistake(
    code: &'static Code,
    file: &FileName,
    span: Range<usize>,
    message: impl Into<String>,
    way_out: impl Into<WayOut>,
) -> Diagnostic {
    let way_out: WayOut = way_out.into();
    Diagnostic::new(code, Place::new(file, span), message, way_out.of(Format::of_table(file)))
}

/// The id of a row, `given` or made of its `name`; `None` where there is nothing to make it of.
fn id_of(
    given: Option<Spanned<String>>,
    name: &Spanned<String>,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<String>> {
    if name.value.trim().is_empty() {
        return None; // It was reported as empty.
    }
    let is_given = given.is_some();
    let source = given.unwrap_or_else(|| name.clone());
    let id = slug(&source.value);
    if id.is_empty() {
        let why = if is_given { "it cannot be an id" } else { "no id can be made of it" };
        diagnostics.push(Diagnostic::new(
            &ID_FORM,
            Place::new(file, source.span()),
            format!("`{}` has no letter and no digit, so {why}", shortened(&source.value)),
            "write an `id` of lower-case letters, digits and hyphens",
        ));
        return None;
    }
    if is_given && id != source.value {
        diagnostics.push(Diagnostic::new(
            &ID_FORM,
            Place::new(file, source.span()),
            format!(
                "`{}` is not an id: an id has lower-case letters, digits and single hyphens",
                shortened(&source.value)
            ),
            format!("write `{id}`"),
        ));
    }
    Some(Spanned { value: id, ..source })
}

/// From the first to the last byte of a row: a TOML row's own span is its header.
fn extent(node: &Node) -> Range<usize> {
    let mut whole = node.span.clone();
    let mut add = |part: &Node| {
        let part = extent(part);
        whole.start = whole.start.min(part.start);
        whole.end = whole.end.max(part.end);
    };
    match &node.value {
        Value::Table(entries) => entries.iter().for_each(|entry| add(&entry.value)),
        Value::List(items) => items.iter().for_each(add),
        _ => {}
    }
    whole
}

/// Takes control characters out of `node`, and what is empty where it need not be there: an empty text means the
/// same as none.
fn clean(node: &mut Node, shape: Option<&Shape>, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    let blank = |node: &Node| match &node.value {
        Value::Null => true,
        Value::Text(text) | Value::Cell(text) => text.trim().is_empty(),
        _ => false,
    };
    match &mut node.value {
        Value::Text(text) | Value::Cell(text) => {
            control_characters::clean(text, &node.span, file, diagnostics)
        }
        Value::List(items) => {
            for item in &mut *items {
                clean(item, shape, file, diagnostics);
            }
            items.retain(|item| !blank(item));
        }
        Value::Table(entries) => {
            let field = |key: &str| shape.and_then(|shape| shape.fields.get(key));
            for entry in &mut *entries {
                let inner = field(&entry.key).and_then(|field| field.shape.as_ref());
                clean(&mut entry.value, inner, file, diagnostics);
            }
            entries
                .retain(|entry| !blank(&entry.value) || field(&entry.key).is_none_or(|field| field.required));
        }
        Value::Null | Value::Unread | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
    }
}
