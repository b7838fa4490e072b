//! All rows of a site, by id and by kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DUPLICATE_ID;
use super::alphabet;
use super::order::Order;
use crate::diagnostic::{Diagnostic, Place};
use crate::fold::composed;
use crate::kind::Kind;
use crate::language::Language;
use crate::table::{BuiltIn, Row, Source, Table};

/// The number of a row in [`Rows`].
pub type RowId = usize;

/// The rows of a site, in the order of their files and places.
#[derive(Debug, Default)]
pub struct Rows {
    tables: Vec<Arc<Table>>,
    places: Vec<(usize, usize)>,
    ids: BTreeMap<String, RowId>,
    /// The rows of each kind, in the order of their tables.
    by_kind: BTreeMap<Kind, Vec<RowId>>,
    alphabetical: BTreeMap<Kind, Vec<RowId>>,
    /// Where each row stands in the alphabetical order of its kind.
    positions: Vec<usize>,
    /// The folders that have rows of each kind.
    folders: BTreeMap<Kind, BTreeSet<String>>,
    /// The folders that have a table of each kind, with or without rows that could be read.
    topics: BTreeMap<Kind, BTreeSet<String>>,
}

/// Numbers the rows, sorts them as `language` does, and reports ids that are given twice; the first keeps the id.
#[must_use]
pub fn build(tables: Vec<Arc<Table>>, language: &Language) -> (Rows, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut rows = Rows::default();
    let in_language = Order::of(language);
    for (table_index, table) in tables.iter().enumerate() {
        for (row_index, row) in table.rows.iter().enumerate() {
            let id = rows.places.len();
            if let Some(&first) = rows.ids.get(&row.id.value) {
                let (table, index) = rows.places[first];
                diagnostics.push(duplicate(row, &tables[table].rows[index]));
                continue;
            }
            rows.places.push((table_index, row_index));
            rows.ids.insert(row.id.value.clone(), id);
        }
    }
    for table in &tables {
        if let Some(kind) = &table.kind {
            rows.topics.entry(kind.clone()).or_default().insert(table.folder.clone());
        }
    }
    rows.tables = tables;
    rows.positions = vec![0; rows.places.len()];
    for id in 0..rows.places.len() {
        rows.by_kind.entry(rows.row(id).kind.clone()).or_default().push(id);
    }
    for (kind, of_kind) in &rows.by_kind.clone() {
        let mut order = of_kind.clone();
        order.sort_by_cached_key(|&id| {
            let name = &rows.row(id).name().value;
            (alphabet::key(name, in_language), name.to_lowercase(), rows.row(id).id.value.clone())
        });
        for (position, &id) in order.iter().enumerate() {
            rows.positions[id] = position;
        }
        let folders = order.iter().map(|&id| rows.row(id).folder().to_owned()).collect();
        rows.folders.insert(kind.clone(), folders);
        rows.alphabetical.insert(kind.clone(), order);
    }
    (rows, diagnostics)
}

fn duplicate(row: &Row, first: &Row) -> Diagnostic {
    Diagnostic::new(
        &DUPLICATE_ID,
        Place::new(row.file(), row.id.span()),
        format!("the id `{}` is given twice", row.id.value),
        "give one of the two an `id` of its own",
    )
    .label("the second")
    .also(Place::new(first.file(), first.id.span()), "the first")
}

impl Rows {
    /// The row with the number `id`.
    #[must_use]
    pub fn row(&self, id: RowId) -> &Row {
        let (table, row) = self.places[id];
        &self.tables[table].rows[row]
    }

    /// The number of the row called `id`.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<RowId> {
        self.ids.get(&*composed(id)).copied()
    }

    /// The row called `id`, if it is of one of the kinds with these `stems`.
    #[must_use]
    pub fn find_kind(&self, id: &str, stems: &[impl AsRef<str>]) -> Option<RowId> {
        self.find(id).filter(|&found| is_one(self.row(found), stems))
    }

    /// The number of the row called `id`, if it is of the kind of `R`.
    #[must_use]
    pub fn find_as<R: BuiltIn>(&self, id: &str) -> Option<RowId> {
        self.find(id).filter(|&found| self.row(found).is::<R>())
    }

    /// Every row, by number.
    pub fn all(&self) -> impl Iterator<Item = RowId> + use<> {
        0..self.places.len()
    }

    /// The rows of one kind, in the order of their tables.
    pub fn of<'a>(&'a self, kind: &Kind) -> impl Iterator<Item = RowId> + use<'a> {
        self.by_kind.get(kind).into_iter().flatten().copied()
    }

    /// The rows of one kind from A to Z.
    #[must_use]
    pub fn alphabetical(&self, kind: &Kind) -> &[RowId] {
        self.alphabetical.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The topic of `folder` for rows of `kind`: the nearest folder upwards that has a table of the kind.
    #[must_use]
    pub fn topic<'a>(&self, kind: &Kind, folder: &'a str) -> Option<&'a str> {
        let topics = self.topics.get(kind)?;
        upwards(folder).find(|folder| topics.contains(*folder))
    }

    /// The rows of one kind in `folder` and the folders below it, in the order of their tables.
    pub fn within<'a>(&'a self, kind: &Kind, folder: &'a str) -> impl Iterator<Item = RowId> + use<'a> {
        self.of(kind).filter(move |&id| is_within(self.row(id).folder(), folder))
    }

    /// The rows before and after `id` among those of its kind and folder, from A to Z.
    #[must_use]
    pub fn neighbours(&self, id: RowId) -> (Option<RowId>, Option<RowId>) {
        let order = self.alphabetical(self.row(id).kind());
        let at = self.positions[id];
        let is_beside = |other: &&RowId| self.row(**other).folder() == self.row(id).folder();
        let (before, after) = (order[..at].iter().rfind(is_beside), order[at + 1..].iter().find(is_beside));
        (before.copied(), after.copied())
    }

    /// The ids of the rows of the kinds with these `stems`, sorted.
    pub fn ids<'a>(&'a self, stems: &'a [impl AsRef<str>]) -> impl Iterator<Item = &'a str> {
        self.ids.iter().filter(|&(_, &id)| is_one(self.row(id), stems)).map(|(name, _)| name.as_str())
    }

    /// The ids of every source that a row names, in order, each once.
    #[must_use]
    pub fn sources_of(&self, id: RowId) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for reference in self.row(id).references() {
            if reference.to() == [Source::ABOUT.stem] && !found.contains(&reference.id) {
                found.push(reference.id);
            }
        }
        found
    }

    /// Whether a row called `id` may be in a table that has mistakes of its own.
    #[must_use]
    pub fn may_have_lost(&self, id: &str) -> bool {
        self.tables.iter().any(|table| table.may_have_lost(id))
    }

    /// Whether a table in `folder` holds rows of `kind`.
    #[must_use]
    pub fn has_table(&self, kind: &Kind, folder: &str) -> bool {
        self.folders.get(kind).is_some_and(|folders| folders.contains(folder))
    }

    /// The tables the rows are in.
    #[must_use]
    pub fn tables(&self) -> &[Arc<Table>] {
        &self.tables
    }
}

/// Whether `folder` is `above`, or is below it.
#[must_use]
pub fn is_within(folder: &str, above: &str) -> bool {
    above.is_empty()
        || folder.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `folder` and the folders above it, nearest first; the last is `content/` itself, which is "".
pub fn upwards(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((above, _)) => Some(above),
        None => (!folder.is_empty()).then_some(""),
    })
}

fn is_one(row: &Row, stems: &[impl AsRef<str>]) -> bool {
    stems.iter().any(|stem| stem.as_ref() == row.kind.stem)
}

/// The address of a row from the site's root; `None` for rows that have no page.
#[must_use]
pub fn url(row: &Row) -> Option<String> {
    match &row.kind.pages {
        Some(pages) => Some(format!("{}{}/", pages.address, row.id.value)),
        // All sources are on one page.
        None => row.is::<Source>().then(|| format!("/sources/#{}", row.id.value)),
    }
}
