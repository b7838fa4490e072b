//! The cells of a row: what each field holds, and where it is in the file.
//!
//! Cells are made once, when a table is read. Templates, rules about words, links and references all go by them.

use std::ops::Range;

use super::markdown::Markdown;
use crate::data::Date;
use crate::kind::value::{AgeRange, Decimal, DurationRange, NumberRange};
use crate::kind::{Choice, Field};

/// The value of a field, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it is in the row's file, in bytes; quotes included where the file has them.
    pub span: Range<usize>,
    /// Its contents.
    pub value: CellValue,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// Plain text.
    Text(String),
    /// Markdown, parsed.
    Markdown(Box<Markdown>),
    /// A number.
    Number(Decimal),
    /// From one number to another.
    Range(NumberRange),
    /// How long something lasts.
    Duration(DurationRange),
    /// How old somebody is.
    Age(AgeRange),
    /// A day.
    Date(Date),
    /// Yes or no.
    YesNo(bool),
    /// One word of a closed list.
    Choice(Choice),
    /// An address on the web.
    Link(String),
    /// A number to call.
    Telephone(String),
    /// A picture, as a path from the table's folder.
    Picture(String),
    /// The id of another row.
    Reference(String),
    /// A list of values, or of groups.
    List(Vec<Cell>),
    /// Values that belong together.
    Group(Cells),
}

/// The cells of a row or a group, one for each of its fields in the order in which they are declared; `None` for a field
/// that is not given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells(Vec<Option<Cell>>);

impl Cells {
    /// The `cells` of as many fields.
    #[must_use]
    pub fn new(cells: Vec<Option<Cell>>) -> Self {
        Cells(cells)
    }

    /// Adds the cells of further fields.
    pub fn append(&mut self, mut other: Cells) {
        self.0.append(&mut other.0);
    }

    /// Each of `fields`, whose cells these are, with its cell.
    pub fn of<'a>(&'a self, fields: &'a [Field]) -> impl Iterator<Item = (&'a Field, Option<&'a Cell>)> {
        fields.iter().zip(self.0.iter().map(Option::as_ref))
    }

    /// The cell of the field called `name`, one of `fields`.
    #[must_use]
    pub fn get(&self, fields: &[Field], name: &str) -> Option<&Cell> {
        let at = fields.iter().position(|field| field.name == name)?;
        self.0.get(at)?.as_ref()
    }

    /// Calls `visit` for each single value in the cells of `fields`, in order.
    pub fn each<'a>(&'a self, fields: &'a [Field], visit: &mut impl FnMut(Leaf<'a>)) {
        self.each_within(None, fields, visit);
    }

    fn each_within<'a>(
        &'a self,
        outer: Option<&'a Field>,
        fields: &'a [Field],
        visit: &mut impl FnMut(Leaf<'a>),
    ) {
        for (field, cell) in self.of(fields) {
            if let Some(cell) = cell {
                cell.each(outer, field, visit);
            }
        }
    }
}

impl CellValue {
    /// Its text as written, if it is written as text: running text, an address, a path or an id.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            CellValue::Text(text)
            | CellValue::Link(text)
            | CellValue::Telephone(text)
            | CellValue::Picture(text)
            | CellValue::Reference(text) => Some(text),
            CellValue::Markdown(markdown) => Some(&markdown.text),
            CellValue::Number(_)
            | CellValue::Range(_)
            | CellValue::Duration(_)
            | CellValue::Age(_)
            | CellValue::Date(_)
            | CellValue::YesNo(_)
            | CellValue::Choice(_)
            | CellValue::List(_)
            | CellValue::Group(_) => None,
        }
    }

    /// Its running text, plain or Markdown.
    #[must_use]
    pub fn prose(&self) -> Option<&str> {
        self.text().filter(|_| matches!(self, CellValue::Text(_) | CellValue::Markdown(_)))
    }
}

impl Cell {
    /// The items of its list, or the cell itself if it is no list.
    #[must_use]
    pub fn items(&self) -> &[Cell] {
        if let CellValue::List(items) = &self.value { items } else { std::slice::from_ref(self) }
    }

    fn each<'a>(&'a self, outer: Option<&'a Field>, field: &'a Field, visit: &mut impl FnMut(Leaf<'a>)) {
        match &self.value {
            CellValue::List(items) => items.iter().for_each(|item| item.each(outer, field, visit)),
            CellValue::Group(cells) => cells.each_within(Some(field), field.inner(), visit),
            CellValue::Text(_)
            | CellValue::Markdown(_)
            | CellValue::Number(_)
            | CellValue::Range(_)
            | CellValue::Duration(_)
            | CellValue::Age(_)
            | CellValue::Date(_)
            | CellValue::YesNo(_)
            | CellValue::Choice(_)
            | CellValue::Link(_)
            | CellValue::Telephone(_)
            | CellValue::Picture(_)
            | CellValue::Reference(_) => visit(Leaf { outer, field, cell: self }),
        }
    }
}

/// A single value of a row: no list and no group.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// The group it is in.
    pub outer: Option<&'a Field>,
    /// The field it is of.
    pub field: &'a Field,
    /// The value with its place.
    pub cell: &'a Cell,
}

impl<'a> Leaf<'a> {
    /// The names that lead to it: "summary", "may_help.text". Items of a list have the same.
    #[must_use]
    pub fn path(&self) -> String {
        self.outer
            .map_or_else(|| self.field.name.clone(), |outer| format!("{}.{}", outer.name, self.field.name))
    }

    /// Its Markdown, if that is what it holds.
    #[must_use]
    pub fn markdown(&self) -> Option<&'a Markdown> {
        match &self.cell.value {
            CellValue::Markdown(markdown) => Some(markdown),
            _ => None,
        }
    }
}
