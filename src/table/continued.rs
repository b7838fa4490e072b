//! Rows of a spreadsheet that are one row of a table: each adds to its list, as a cell holds one text.

use std::collections::HashMap;

use super::CONTRADICTION;
use crate::data::{Misread, Node, Value};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// The `rows` of `file` with those that go on with the lists `parts` of another joined to it: those of the same `id` or
/// `name`, and those of neither, which go on with the row above as merged cells do. `noun` is one row of the table in
/// words. What does not say the same as the first row is reported.
pub(super) fn joined(
    rows: Vec<(Node, Misread)>,
    parts: &[String],
    noun: &str,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Node, Misread)> {
    let mut joined = ContinuedRows { parts, noun, file, rows: Vec::new(), known: RowIndex::default() };
    let mut last = None;
    for (row, misread) in rows {
        let at = if is_nameless(&row) { last } else { joined.known.find(&row) };
        last = Some(joined.add(at, row, misread, diagnostics));
    }
    joined.rows
}

/// Whether its cells for a name and an id are there and empty. Without such columns nothing is told of any row.
fn is_nameless(row: &Node) -> bool {
    said(row, "id").is_none() && row.get("name").is_some_and(is_empty)
}

/// What the cell `key` says; `None` where it is empty.
fn said<'a>(row: &'a Node, key: &str) -> Option<&'a str> {
    match &row.get(key)?.value {
        Value::Cell(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// Which row has an id or a name.
#[derive(Default)]
struct RowIndex {
    ids: HashMap<String, usize>,
    /// The first row of each name, and the first of these that has no id.
    names: HashMap<String, usize>,
    names_alone: HashMap<String, usize>,
}

impl RowIndex {
    /// The row that `row` goes on with: that of its id, or of its name where one of the two has no id.
    fn find(&self, row: &Node) -> Option<usize> {
        let by_name =
            |names: &HashMap<String, usize>| said(row, "name").and_then(|name| names.get(name).copied());
        match said(row, "id") {
            Some(id) => self.ids.get(id).copied().or_else(|| by_name(&self.names_alone)),
            None => by_name(&self.names),
        }
    }

    /// Notes what the row at `at` says by now.
    fn note(&mut self, at: usize, row: &Node) {
        let (id, name) = (said(row, "id"), said(row, "name"));
        if let Some(id) = id {
            self.ids.entry(id.to_owned()).or_insert(at);
        }
        let Some(name) = name else { return };
        self.names.entry(name.to_owned()).or_insert(at);
        if id.is_none() {
            self.names_alone.entry(name.to_owned()).or_insert(at);
        } else if self.names_alone.get(name) == Some(&at) {
            self.names_alone.remove(name);
        }
    }
}

struct ContinuedRows<'a> {
    parts: &'a [String],
    noun: &'a str,
    file: &'a FileName,
    rows: Vec<(Node, Misread)>,
    known: RowIndex,
}

impl ContinuedRows<'_> {
    /// Adds `row` to the one at `at`, or after all others, and gives its place there.
    fn add(
        &mut self,
        at: Option<usize>,
        row: Node,
        misread: Misread,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> usize {
        let at = match at {
            Some(at) => {
                self.fill(at, row, diagnostics);
                self.rows[at].1.extend(misread);
                at
            }
            None => {
                self.rows.push((row, misread));
                self.rows.len() - 1
            }
        };
        self.known.note(at, &self.rows[at].0);
        at
    }

    /// Adds what `row` says to the row at `at`.
    fn fill(&mut self, at: usize, row: Node, diagnostics: &mut Vec<Diagnostic>) {
        let whole = &mut self.rows[at].0;
        let name = said(whole, "name").unwrap_or_default().to_owned();
        let (Value::Table(entries), Value::Table(more)) = (&mut whole.value, row.value) else { return };
        for mut entry in more {
            let Some(known) = entries.iter_mut().find(|known| known.key == entry.key) else {
                entries.push(entry);
                continue;
            };
            if let (Value::List(parts), Value::List(more)) = (&mut known.value.value, &mut entry.value.value)
                && self.parts.contains(&known.key)
            {
                parts.append(more);
            } else if is_empty(&entry.value) {
                // As a merged cell, it says what the first row says.
            } else if is_empty(&known.value) {
                known.value = entry.value;
            } else if texts(&known.value) != texts(&entry.value) {
                let diagnostic = Diagnostic::new(
                    &CONTRADICTION,
                    Place::new(self.file, entry.value.span),
                    format!("the `{}` of this row differs from that in the first row of `{name}`", entry.key),
                    format!(
                        "write the same in each row of {}, or leave the cell empty; a different one needs a `name` of its own",
                        self.noun
                    ),
                );
                let first = Place::new(self.file, known.value.span.clone());
                diagnostics.push(diagnostic.also(first, "the first row"));
            }
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
