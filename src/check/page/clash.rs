//! Remedies of several tables that do not go together, on one page. Those of one table are told at the table.

use super::Page;
use crate::check::rows::{self, CLASS_CLASH};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::site::rows::RowId;
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
    let mut found = Vec::new();
    rows::clashes(shown.iter().map(|(row, _)| all.row(*row)), &mut found);
    for diagnostic in found {
        let row = diagnostic.primary.place;
        let is_first = |(id, _): &&(RowId, usize)| {
            let place = all.row(*id).name();
            *all.row(*id).file() == row.file && place.span().start == row.start
        };
        let used = shown.iter().find(is_first).and_then(|(_, used)| article.body.uses.get(*used));
        let (Some(used), Some(other)) = (used, diagnostic.related.into_iter().next()) else { continue };
        if other.place.file == row.file {
            continue;
        }
        page.notes.add(|| Read::Text(row.file.clone()));
        page.notes.add(|| Read::Text(other.place.file.clone()));
        let place = Place::new(&article.file, used.span.clone());
        let told = Diagnostic::new(&CLASS_CLASH, place, diagnostic.message, diagnostic.help);
        diagnostics.push(told.also(row, "the one").also(other.place, "the other"));
    }
}
