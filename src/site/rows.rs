//! All rows of a site, by id and by kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::DUPLICATE_ID;
use super::alphabet;
use crate::diagnostic::{Diagnostic, Place};
use crate::table::{Kind, Row, Table};

/// The number of a row in [`Rows`].
pub type RowId = usize;

/// The rows of a site, in the order of their files and places.
#[derive(Debug, Default)]
pub struct Rows {
    tables: Vec<Arc<Table>>,
    places: Vec<(usize, usize)>,
    ids: BTreeMap<String, RowId>,
    alphabetical: BTreeMap<Kind, Vec<RowId>>,
    /// Where each row stands in the alphabetical order of its kind.
    positions: Vec<usize>,
    /// The folders that have rows of each kind.
    folders: BTreeMap<Kind, BTreeSet<String>>,
}

/// Numbers the rows and reports ids that are given twice; the first keeps the id.
#[must_use]
pub fn build(tables: Vec<Arc<Table>>) -> (Rows, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut rows = Rows::default();
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
    rows.tables = tables;
    rows.positions = vec![0; rows.places.len()];
    for kind in Kind::ALL {
        let mut order: Vec<RowId> = rows.of(kind).collect();
        order.sort_by_cached_key(|&id| {
            let name = &rows.row(id).name().value;
            (alphabet::key(name), name.to_lowercase(), rows.row(id).id.value.clone())
        });
        for (position, &id) in order.iter().enumerate() {
            rows.positions[id] = position;
        }
        let folders = order.iter().map(|&id| rows.row(id).folder().to_owned()).collect();
        rows.folders.insert(kind, folders);
        rows.alphabetical.insert(kind, order);
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
        self.ids.get(id).copied()
    }

    /// The row called `id`, if it is of one of `kinds`.
    #[must_use]
    pub fn find_kind(&self, id: &str, kinds: &[Kind]) -> Option<RowId> {
        self.find(id).filter(|&found| kinds.contains(&self.row(found).kind()))
    }

    /// Every row, by number.
    pub fn all(&self) -> impl Iterator<Item = RowId> + use<> {
        0..self.places.len()
    }

    /// The rows of one kind, in the order of their tables.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = RowId> + '_ {
        self.all().filter(move |&id| self.row(id).kind() == kind)
    }

    /// The rows of one kind from A to Z.
    #[must_use]
    pub fn alphabetical(&self, kind: Kind) -> &[RowId] {
        self.alphabetical.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The rows before and after `id` among those of its kind, from A to Z.
    #[must_use]
    pub fn neighbours(&self, id: RowId) -> (Option<RowId>, Option<RowId>) {
        let order = self.alphabetical(self.row(id).kind());
        let at = self.positions[id];
        (at.checked_sub(1).and_then(|before| order.get(before).copied()), order.get(at + 1).copied())
    }

    /// The ids of the rows of `kinds`, sorted.
    pub fn ids(&self, kinds: &[Kind]) -> impl Iterator<Item = &str> {
        self.ids
            .iter()
            .filter(|&(_, &id)| kinds.contains(&self.row(id).kind()))
            .map(|(name, _)| name.as_str())
    }

    /// The ids of every source that a row names, in order, each once.
    #[must_use]
    pub fn sources_of(&self, id: RowId) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for reference in self.row(id).references() {
            if reference.to() == [Kind::Source] && !found.contains(&reference.id) {
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
    pub fn has_table(&self, kind: Kind, folder: &str) -> bool {
        self.folders.get(&kind).is_some_and(|folders| folders.contains(folder))
    }

    /// The tables the rows are in.
    #[must_use]
    pub fn tables(&self) -> &[Arc<Table>] {
        &self.tables
    }
}

/// Whether the rows of `kind` have pages of their own, and a list of all.
#[must_use]
pub fn has_pages(kind: Kind) -> bool {
    match kind {
        Kind::Exercise | Kind::Remedy => true,
        Kind::Cause | Kind::Question | Kind::RedFlags | Kind::Source => false,
    }
}

/// The address of the list of all rows of `kind`, for a kind that [`has_pages`].
#[must_use]
pub fn list_url(kind: Kind) -> String {
    format!("/{}/", kind.stem())
}

/// The address of a row from the site's root; `None` for rows that have no page.
#[must_use]
pub fn url(row: &Row) -> Option<String> {
    match row.kind() {
        Kind::Exercise => Some(format!("/exercises/{}/", row.id.value)),
        Kind::Remedy => Some(format!("/remedies/{}/", row.id.value)),
        Kind::Source => Some(format!("/sources/#{}", row.id.value)),
        Kind::Cause | Kind::Question | Kind::RedFlags => None,
    }
}
