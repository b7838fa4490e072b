//! A table file to rows: the way that all kinds share.

use std::ops::Range;

use super::{ID_FORM, Record, Row, continued, csv, declared, toml};
use crate::data::{
    Context, Decoded, Format, MISSING_KEY, Misread, Node, SYNTAX, Shape, Spanned, Value, WayOut,
    control_characters, decode, shortened,
};
use crate::diagnostic::{Code, Diagnostic, FileName, Place};
use crate::slug::slug;
use crate::source::File;

/// The rows of `file`, whose kind is that of `R`, and everything that is wrong in it.
pub(super) fn table<R: Record>(file: &File) -> (Vec<Row>, Vec<Diagnostic>) {
    let (text, path) = (file.text(), &file.path);
    let format = Format::of_table(path);
    let spreadsheet = format == Format::Csv;
    let (nodes, mut diagnostics) = if spreadsheet {
        let (rows, mut diagnostics) = csv::rows(R::KIND, path, text);
        let rows = match R::PART {
            Some(part) => continued::joined(rows, part, R::KIND.noun(), path, &mut diagnostics),
            None => rows,
        };
        (rows, diagnostics)
    } else {
        let (nodes, diagnostics) = toml::rows(R::KIND, path, text);
        (nodes.into_iter().map(|node| (node, Misread::default())).collect(), diagnostics)
    };
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.code == &SYNTAX);
    let context = Context { file: path, what: R::KIND.noun(), format, within: Some(R::KIND.key()) };
    let mut rows = Vec::with_capacity(nodes.len());
    for (mut node, mut misread) in nodes {
        let place = Place::new(path, extent(&node));
        let mut found = Vec::new();
        clean(&mut node, Some(R::shape()), path, &mut found);
        let decoded: Decoded<R> = decode(node, &context, &mut found);
        misread.extend(decoded.misread);
        let misread_wholly = misread.is_everything();
        found.retain(|diagnostic| {
            // What is missing in every row of a spreadsheet was reported once, at its header, and only an
            // empty cell is news. Where the TOML is broken, keys are missing because of that.
            let at = &diagnostic.primary.place;
            let empty = text.get(at.start..at.end).is_some_and(|text| text.trim().is_empty());
            diagnostic.code != &MISSING_KEY || if spreadsheet { empty } else { !broken }
        });
        if let Some(mut record) = decoded.value
            && let Some(id) = id_of(&mut record, path, &mut found)
        {
            record.check(&id.value, path, &mut found);
            let cells = declared::cells(&decoded.node, R::KIND.fields(), file, &mut found);
            rows.push(Row { id, place, cells, fields: record.into_fields(), misread });
        }
        // What is found in cells that stand in other columns than were meant follows from that.
        if !misread_wholly {
            diagnostics.append(&mut found);
        }
    }
    (rows, diagnostics)
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

/// The id of `record`, given or made of its name; `None` where there is nothing to make it of.
fn id_of<R: Record>(
    record: &mut R,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Spanned<String>> {
    let given = record.take_id();
    let name = record.name();
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
