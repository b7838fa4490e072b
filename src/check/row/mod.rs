//! What is wrong with the rows of one table.

pub mod completeness;
pub mod drawing;
pub mod form;
pub(super) mod mixing;
mod roles;
mod safety;

use std::sync::Arc;

use super::article::clinical;
use super::english::plain_language::Text;
use super::english::{claims, doses, plain_language, unsafe_fixes};
use super::{Checked, dates, links, references};
use crate::diagnostic::Diagnostic;
use crate::link::World;
use crate::prose::{self, Prose, TextCell};
use crate::site::language;
use crate::table::markdown::PLACEHOLDER;
use crate::table::{Question, RedFlags, Row, Source, Table};
use crate::trace::{Notes, Read};

/// Checks the rows of a table. Adds what it reads to `notes`.
#[must_use]
pub fn check(world: &World, table: &Table, notes: &Notes) -> Checked {
    let mut checked = Checked::default();
    notes.add(|| Read::Text(Arc::clone(&table.file)));
    // The roles of its fields are in `site.toml`.
    if let Some(kind) = &table.kind {
        notes.add(|| Read::Kind(kind.key.as_str().into()));
    }
    // If an id is used twice, only one of the rows is part of the site.
    notes.add(|| Read::Tables);
    links::table(world, table, notes, &mut checked);
    references::table(&world.site, table, notes, &mut checked.diagnostics);
    rows_of(world, table, notes, &mut checked.diagnostics);
    checked
}

/// Applies the rules about what rows say.
fn rows_of(world: &World, table: &Table, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    notes.add(|| Read::Checks);
    let site = &world.site;
    let checks = &site.config.checks;
    notes.add(|| Read::Language(table.folder.as_str().into()));
    let english = plain_language::English::of(language::of_rows(site, &table.folder).as_str());
    let kept = || table.rows.iter().filter(|row| links::is_kept(site, row));
    if !checks.are_off(completeness::CODES) {
        kept().for_each(|row| completeness::row(row, english.is_some(), diagnostics));
        kept().for_each(|row| roles::row(row, english.is_some(), diagnostics));
        mixing::table(kept(), |_| english.is_some(), diagnostics);
    }
    if !checks.are_off(dates::CODES) {
        kept().for_each(|row| dates::row(row, site.today, diagnostics));
    }
    kept().for_each(|row| clinical::row(row, diagnostics));
    let Some(english) = english else { return };
    if !checks.are_off(drawing::CODES) {
        kept().for_each(|row| drawing::row(row, diagnostics));
    }
    for row in kept() {
        let written = cells(row, &table.source);
        // Answers are texts of their own, and danger signs are as their source has them.
        if !checks.are_off(form::CODES) && !row.is::<Question>() && !row.is::<RedFlags>() {
            form::row(row, &written, diagnostics);
        }
        let cells: Vec<Text<'_>> = written.iter().map(|cell| Text::new(&cell.prose)).collect();
        if !checks.are_off(claims::CODES) {
            if !row.is::<Source>() {
                let name = row.name();
                claims::absolute_in(&name.value, name.span(), &table.source, &table.file, diagnostics);
            }
            cells.iter().for_each(|text| claims::absolute(text, &table.file, diagnostics));
        }
        if !checks.are_off(&plain_language::CODES) {
            if let Some(question) = row.get::<Question>() {
                let asked = &question.question;
                let asked = Prose::title(&asked.value, asked.span(), &table.source);
                let found = plain_language::value(&Text::new(&asked), english).into_iter();
                let mut found: Vec<_> = found.map(|finding| finding.in_file(&table.file)).collect();
                unsafe_fixes::name(row, &mut found);
                diagnostics.append(&mut found);
            }
            let found = plain_language::row(&cells, english).into_iter();
            diagnostics.extend(found.map(|finding| finding.in_file(&table.file)));
        }
        if !checks.are_off(doses::CODES) {
            let cells = written.iter().map(|cell| cell.field.as_str()).zip(&cells);
            doses::row(world, table, row, cells, notes, diagnostics);
        }
    }
}

/// Every Markdown cell of a row that is written, except in sources, which have other people's titles. `source` is the text of
/// the row's file.
fn cells(row: &Row, source: &str) -> Vec<TextCell> {
    if row.is::<Source>() {
        return Vec::new();
    }
    let mut cells = prose::cells(row, source);
    cells.retain(|cell| !cell.prose.text().starts_with(PLACEHOLDER));
    cells
}
