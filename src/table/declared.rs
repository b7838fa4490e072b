//! A row's data against the fields of its kind.
//!
//! Rows of ours were read as Rust types before, and what is wrong with them was reported then; rows of a site's own kinds are
//! known by their fields alone.

use std::ops::Range;

use super::cell::{Cell, CellValue, Cells};
use super::markdown::{Markdown, PLACEHOLDER};
use super::{UNFINISHED, written::Written};
use crate::data::shape::{self, Shape};
use crate::data::{Collection, Context, Entry, Misread, Node, Value, WRONG_TYPE, way_out};
use crate::diagnostic::{Diagnostic, Place};
use crate::kind::read::{Scalar, scalar};
use crate::kind::value::ValueFault;
use crate::kind::{Field, FieldType};
use crate::source::File;

/// Reads the cells of rows.
pub(super) struct CellReader<'a> {
    /// The file they are in.
    pub(super) file: &'a File,
    /// How to speak of a row, and the keys it has; `None` where what is wrong was reported already.
    pub(super) told: Option<(&'a Context<'a>, &'a Shape)>,
    /// Places of which all is said.
    pub(super) blank: &'a [Range<usize>],
    /// What was given and could not be read.
    pub(super) misread: &'a mut Misread,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> CellReader<'a> {
    /// The cells of `node`, a row or the value of a group, for `fields`. `path` leads to the group.
    pub(super) fn cells<'n>(&mut self, node: &'n Node, fields: &[Field], path: &mut Vec<&'n Entry>) -> Cells {
        let mut cells = Vec::with_capacity(fields.len());
        for field in fields {
            let entry = node.entries().iter().find(|entry| entry.key == field.name);
            cells.push(match entry {
                Some(entry) => {
                    path.push(entry);
                    let cell = self.cell(&entry.value, &field.takes, path);
                    path.pop();
                    cell
                }
                None => default(field, &node.span),
            });
        }
        Cells::new(cells)
    }

    fn cell<'n>(&mut self, node: &'n Node, takes: &FieldType, path: &mut Vec<&'n Entry>) -> Option<Cell> {
        let value = match takes {
            FieldType::List(of) => {
                let Value::List(items) = &node.value else {
                    return self.misplaced(node, Collection::List, path);
                };
                CellValue::List(items.iter().filter_map(|item| self.cell(item, of, path)).collect())
            }
            FieldType::Group { fields, repeats: true } => {
                let Value::List(items) = &node.value else {
                    return self.misplaced(node, Collection::List, path);
                };
                CellValue::List(items.iter().filter_map(|item| self.group(item, fields, path)).collect())
            }
            FieldType::Group { fields, repeats: false } => return self.group(node, fields, path),
            FieldType::Own(_) => return None,
            single => match scalar(node, single) {
                Ok(value) => self.value(value, single, node),
                Err(fault) => return self.wrong(node, &fault, path),
            },
        };
        Some(Cell { span: node.span.clone(), value })
    }

    fn group<'n>(&mut self, node: &'n Node, fields: &[Field], path: &mut Vec<&'n Entry>) -> Option<Cell> {
        let Value::Table(_) = &node.value else { return self.misplaced(node, Collection::Table, path) };
        Some(Cell { span: node.span.clone(), value: CellValue::Group(self.cells(node, fields, path)) })
    }

    /// What a cell holds that is neither a list nor a group.
    fn value(&mut self, value: Scalar, takes: &FieldType, node: &Node) -> CellValue {
        match (value, takes) {
            (Scalar::Text(text), FieldType::Markdown(markup)) => CellValue::Markdown(Box::new(
                Markdown::parse(text, &node.span, *markup, self.file, self.diagnostics),
            )),
            (Scalar::Text(text), FieldType::Picture) => CellValue::Picture(text),
            (Scalar::Text(text), FieldType::Reference(_)) => CellValue::Reference(text),
            (Scalar::Text(text), _) => {
                self.unfinished(&text, node);
                CellValue::Text(text)
            }
            (Scalar::Number(number), _) => CellValue::Number(number),
            (Scalar::Range(range), _) => CellValue::Range(range),
            (Scalar::Duration(duration), _) => CellValue::Duration(duration),
            (Scalar::Age(age), _) => CellValue::Age(age),
            (Scalar::Date(date), _) => CellValue::Date(date),
            (Scalar::YesNo(yes), _) => CellValue::YesNo(yes),
            (Scalar::Choice(choice), _) => CellValue::Choice(choice),
            (Scalar::Link(address), _) => CellValue::Link(address.as_str().to_owned()),
            (Scalar::Telephone(number), _) => CellValue::Telephone(number.as_str().to_owned()),
        }
    }

    /// Reports plain text that `balm new` asks an author to write.
    fn unfinished(&mut self, text: &str, node: &Node) {
        let Some(rest) = text.strip_prefix(PLACEHOLDER).filter(|_| self.told.is_some()) else { return };
        let written = Written::of(text, &node.span, self.file.text());
        let at = written.map_or_else(|| node.span.clone(), |written| written.place(&(0..text.len())));
        self.diagnostics.push(Diagnostic::new(
            &UNFINISHED,
            Place::new(&self.file.path, at),
            format!("this text is still to be written:{rest}"),
            "write it, or delete the field",
        ));
    }

    /// Reports `node`, which is no list or no table of keys where one is `wanted`.
    fn misplaced(&mut self, node: &Node, wanted: Collection, path: &[&Entry]) -> Option<Cell> {
        if let Some((context, shape)) = self.told {
            let takes = match wanted {
                Collection::Table => "one table of keys",
                Collection::List => "a list",
            };
            let fault = ValueFault::new(
                format!("takes {takes}, not {}", node.described()),
                way_out(wanted, path, shape, context),
            );
            return self.wrong(node, &fault, path);
        }
        None
    }

    /// Reports what is wrong with `node`, unless that was done or it is empty.
    fn wrong(&mut self, node: &Node, fault: &ValueFault, path: &[&Entry]) -> Option<Cell> {
        let (context, _) = self.told?;
        let names: Vec<&str> = path.iter().map(|entry| entry.key.as_str()).collect();
        self.misread.add(names.join("."));
        if !self.blank.contains(&node.span) {
            let name = names.last().copied().unwrap_or_default();
            self.diagnostics.push(Diagnostic::new(
                &WRONG_TYPE,
                Place::new(context.file, node.span.clone()),
                format!("`{name}` {}", fault.message),
                fault.way_out.of(context.format),
            ));
        }
        None
    }
}

/// What holds where `field` is not given, at `span`.
fn default(field: &Field, span: &Range<usize>) -> Option<Cell> {
    let word = field.default.as_ref()?;
    // As in a cell, where every value is text.
    let node = Node { span: span.clone(), value: Value::Cell(word.clone()) };
    let value = match scalar(&node, &field.takes).ok()? {
        Scalar::Number(number) => CellValue::Number(number),
        Scalar::Range(range) => CellValue::Range(range),
        Scalar::Duration(duration) => CellValue::Duration(duration),
        Scalar::Age(age) => CellValue::Age(age),
        Scalar::Date(date) => CellValue::Date(date),
        Scalar::YesNo(yes) => CellValue::YesNo(yes),
        Scalar::Choice(choice) => CellValue::Choice(choice),
        // A text that nobody wrote is none.
        Scalar::Text(_) | Scalar::Link(_) | Scalar::Telephone(_) => return None,
    };
    Some(Cell { span: node.span, value })
}

/// The keys of a table with `fields`.
pub(super) fn shape(fields: &[Field]) -> Shape {
    let key = |field: &Field| {
        let shape = match &field.takes {
            FieldType::Group { fields, .. } => Some(self::shape(fields)),
            _ => None,
        };
        (field.name.clone(), shape::KeyShape { required: field.required, list: field.is_list(), shape })
    };
    Shape { fields: fields.iter().map(key).collect(), open: false }
}
