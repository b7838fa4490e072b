//! Rows of a spreadsheet that are one set of danger signs: each holds one sign, as a cell holds one text.

use super::super::CONTRADICTION;
use crate::data::{Entry, Misread, Node, Value};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// The `rows` of `file` with those of one set joined: those of the same `id` or `name`, and those of neither, which go on
/// with the row above as merged cells do. Two that do not say the same of their set are reported.
pub(in crate::table) fn joined(
    rows: Vec<(Node, Misread)>,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Node, Misread)> {
    let mut sets: Vec<(Node, Misread)> = Vec::new();
    for (row, misread) in rows {
        let is_nameless = said(&row, "id").is_none() && said(&row, "name").is_none();
        let set = match is_nameless {
            true => sets.last_mut(),
            false => sets.iter_mut().find(|(set, _)| is_same_set(set, &row)),
        };
        match set {
            Some((set, known)) => {
                add(set, row, file, diagnostics);
                known.extend(misread);
            }
            None => sets.push((row, misread)),
        }
    }
    sets
}

fn is_same_set(one: &Node, other: &Node) -> bool {
    let key = match (said(one, "id"), said(other, "id")) {
        (Some(_), Some(_)) => "id",
        _ => "name",
    };
    said(one, key).is_some() && said(one, key) == said(other, key)
}

/// What the cell `key` says; `None` where it is empty.
fn said<'a>(row: &'a Node, key: &str) -> Option<&'a str> {
    match &row.get(key)?.value {
        Value::Cell(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Adds what `row` says to its `set`.
fn add(set: &mut Node, row: Node, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    let name = said(set, "name").unwrap_or_default().to_owned();
    let (Value::Table(entries), Value::Table(more)) = (&mut set.value, row.value) else { return };
    for entry in more {
        let known = entries.iter_mut().find(|known| known.key == entry.key);
        match (known, entry) {
            (Some(Entry { value: Node { value: Value::List(signs), .. }, key, .. }), Entry { value, .. })
                if key == "sign" =>
            {
                if let Value::List(more) = value.value {
                    signs.extend(more);
                }
            }
            (Some(known), entry) if !is_empty(&entry.value) && texts(&known.value) != texts(&entry.value) => {
                let diagnostic = Diagnostic::new(
                    &CONTRADICTION,
                    Place::new(file, entry.value.span),
                    format!("this row has another `{}` than the first row of the set `{name}`", entry.key),
                    "write the same in each row of a set, or leave the cell empty; another set has a `name` of its own",
                );
                diagnostics
                    .push(diagnostic.also(Place::new(file, known.value.span.clone()), "the first row"));
            }
            (Some(_), _) => {}
            (None, entry) => entries.push(entry),
        }
    }
}

fn is_empty(node: &Node) -> bool {
    texts(node).iter().all(|text| text.is_empty())
}

fn texts(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Cell(text) => vec![text.trim()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
