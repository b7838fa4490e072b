//! Remedies of several tables that do not go together, on one page. Those of one table are told at the table.

use super::Page;
use crate::check::rows::{self, CLASS_CLASH};
use crate::check::{plain_language, rows_language};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::site::rows::RowId;
use crate::table::Row;
use crate::trace::Read;

/// The rule is declared with those of rows, which it is one of.
pub(super) const CODES: &[&Code] = &[&CLASS_CLASH];

/// Finds the remedies that directives of `page` show side by side.
pub(super) fn check(page: &Page<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(article) = page.article() else { return };
    let all = &page.linker.site.rows;
    let mut shown: Vec<(RowId, usize)> = Vec::new();
    for &(row, used) in page.shown {
        if shown.iter().all(|(known, _)| *known != row) {
            shown.push((row, used));
        }
    }
    let is_english = |row: &Row| {
        page.notes.add(|| Read::Language(row.folder().into()));
        plain_language::is_english(rows_language(&page.linker.site, row.folder()))
    };
    for (one, other) in rows::clashes(shown.iter().map(|(row, _)| all.row(*row)), is_english) {
        if one.file() == other.file() {
            continue;
        }
        let used = shown.iter().find(|(row, _)| all.row(*row).id == one.id);
        let Some(used) = used.and_then(|(_, used)| article.body.uses.get(*used)) else { continue };
        // A row's digest does not say where in its file it stands.
        let name = |row: &Row| {
            page.notes.add(|| Read::Text(row.file().clone()));
            Place::new(row.file(), row.name().span())
        };
        let told = rows::clash(Place::new(&article.file, used.span.clone()), one, other);
        diagnostics.push(told.also(name(one), "the one").also(name(other), "the other"));
    }
}
