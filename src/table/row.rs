//! A row of a table, of any kind.

use std::any::Any;
use std::sync::Arc;

use super::cell::{Cell, CellValue, Cells, Leaf};
use super::record::{BuiltIn, Record};
use crate::data::{Date, Misread, Spanned};
use crate::diagnostic::{FileName, Place};
use crate::kind::{Field, Kind};

/// One row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id and where that is: at the name where none is given. Always its own slug, never empty.
    pub id: Spanned<String>,
    /// Its name, question or title: plain text, never blank.
    pub name: Spanned<String>,
    /// The whole row in its file.
    pub place: Place,
    /// Its kind.
    pub kind: Kind,
    /// What it says, field by field.
    pub cells: Cells,
    /// What it says, as the Rust type that rules go by; `None` for a kind of the site's own.
    pub record: Option<Arc<dyn Record>>,
    /// The keys that were given and could not be read: they are not missing.
    pub misread: Misread,
}

/// The id of another row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowReference<'a> {
    /// The field it is in, which says the kinds of row it may lead to.
    pub field: &'a Field,
    /// The id.
    pub id: &'a str,
    /// Where it is.
    pub cell: &'a Cell,
}

impl<'a> RowReference<'a> {
    /// The stems of the kinds of row it may lead to.
    #[must_use]
    pub fn to(&self) -> &'a [String] {
        self.field.takes.references()
    }
}

impl Row {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// What it says as an `R`, if it is of that kind.
    #[must_use]
    pub fn get<R: BuiltIn>(&self) -> Option<&R> {
        let record: &dyn Any = self.record.as_deref()?;
        record.downcast_ref()
    }

    /// Whether it is of the kind of `R`.
    #[must_use]
    pub fn is<R: BuiltIn>(&self) -> bool {
        self.kind.stem == R::ABOUT.stem
    }

    /// Its name, question or title: plain text, never blank.
    #[must_use]
    pub fn name(&self) -> &Spanned<String> {
        &self.name
    }

    /// The file it is in.
    #[must_use]
    pub fn file(&self) -> &FileName {
        &self.place.file
    }

    /// Its table's folder under `content`: "back-muscle-spasms"; empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        let path = self.place.file.strip_prefix("content/").unwrap_or(&self.place.file);
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether one of `keys` ("hold", "evidence.grade") was given and could not be read, as a whole or in part.
    #[must_use]
    pub fn is_misread(&self, keys: &[&str]) -> bool {
        self.misread.has(keys)
    }

    /// What templates get besides the cells, or in their place.
    #[must_use]
    pub fn extras(&self) -> Vec<(&'static str, CellValue)> {
        self.record.as_ref().map_or_else(Vec::new, |record| record.extras())
    }

    /// The cell of the field called `name`.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.get(&self.kind.fields, name)
    }

    /// The plain text of the field called `name`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.cell(name)?.value {
            CellValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Other names that people search for.
    #[must_use]
    pub fn also_called(&self) -> Vec<&str> {
        let Some(CellValue::List(items)) = self.cell("also_called").map(|cell| &cell.value) else {
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| match &item.value {
                CellValue::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Calls `visit` for each single value of the row, in the order of its fields.
    pub fn each<'a>(&'a self, mut visit: impl FnMut(Leaf<'a>)) {
        self.cells.each(&self.kind.fields, &mut visit);
    }

    /// The pictures it names, each with its path as written.
    #[must_use]
    pub fn pictures(&self) -> Vec<(&str, Leaf<'_>)> {
        let mut pictures = Vec::new();
        self.each(|leaf| {
            if let CellValue::Picture(path) = &leaf.cell.value {
                pictures.push((path.as_str(), leaf));
            }
        });
        pictures
    }

    /// The days on which what it says was last compared with its sources.
    #[must_use]
    pub fn as_of(&self) -> Vec<Spanned<Date>> {
        let mut days = Vec::new();
        self.each(|leaf| {
            if let (CellValue::Date(value), "as_of") = (&leaf.cell.value, leaf.field.name.as_str()) {
                days.push(Spanned { value: *value, start: leaf.cell.span.start, end: leaf.cell.span.end });
            }
        });
        days
    }

    /// The other rows it names, in the order of its fields.
    #[must_use]
    pub fn references(&self) -> Vec<RowReference<'_>> {
        let mut references = Vec::new();
        self.each(|Leaf { field, cell, .. }| {
            if let CellValue::Reference(id) = &cell.value {
                references.push(RowReference { field, id, cell });
            }
        });
        references
    }
}
