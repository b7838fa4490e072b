//! Finds rows on one page, such as remedies, that must not be combined: those of different tables, neither of which says so, and any
//! whose warning the page leaves out. Those of one table, neither of which says so, are reported at the table.

use super::guideline::{letters, without_targets};
use super::{CheckedPage, plain};
use crate::check::english::plain_language;
use crate::check::row::completeness::CLASS_CLASH;
use crate::check::row::mixing::{self, Clash, Warning};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::html::without_tags;
use crate::site::language;
use crate::site::rows::RowId;
use crate::table::Row;
use crate::trace::Read;

/// The rule is declared with the other rules about rows.
pub(super) const CODES: &[&Code] = &[&CLASS_CLASH];

/// A shorter warning may be just the name of a remedy or its class.
const SHORT: usize = 12;

/// Checks the remedies that directives of `page` show together.
pub(super) fn check(page: &CheckedPage<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(article) = page.article() else { return };
    let all = &page.world.site.rows;
    let mut shown: Vec<(RowId, usize)> = Vec::new();
    for &(row, used) in page.shown {
        if shown.iter().all(|(known, _)| *known != row) {
            shown.push((row, used));
        }
    }
    let is_english = |row: &Row| {
        page.notes.add(|| Read::Language(row.folder().into()));
        plain_language::is_english(language::of_rows(&page.world.site, row.folder()).as_str())
    };
    let mut said: Option<String> = None;
    for clash in mixing::clashes(shown.iter().map(|(row, _)| all.row(*row)), is_english) {
        // A row's digest does not include its place in the file.
        let name = |row: &Row| {
            page.notes.add(|| Read::Text(row.file().clone()));
            Place::new(row.file(), row.name().span())
        };
        let used_for = |row: &Row| {
            let used = shown.iter().find(|(shown, _)| all.row(*shown).id == row.id);
            used.and_then(|(_, used)| article.body.uses.get(*used))
        };
        let Clash { one, other, warnings } = &clash;
        let Some(first) = warnings.first() else {
            let used = used_for(one).filter(|_| one.file() != other.file());
            diagnostics.extend(used.map(|used| {
                let told = mixing::unsaid(Place::new(&article.file, used.span.clone()), &clash);
                told.also(name(one), "the one").also(name(other), "the other")
            }));
            continue;
        };
        let said = said.get_or_insert_with(|| letters(&plain(&without_tags(page.html))));
        let is_shown = |warning: &Warning<'_>| {
            let words = letters(&without_targets(warning.text()));
            // A name alone is on the page anyway; the columns determine whether it is shown as a warning.
            let is_name =
                words.len() < SHORT || names(one).chain(names(other)).any(|name| name.contains(&words));
            let columns = used_for(warning.row).and_then(|used| used.get("columns"));
            let has_column = columns.is_none_or(|columns| {
                columns
                    .value
                    .split_whitespace()
                    .any(|column| column == warning.field.name || column == "care")
            });
            said.contains(&words) && (!is_name || has_column)
        };
        if warnings.iter().any(is_shown) {
            continue;
        }
        let Some(used) = used_for(first.row) else { continue };
        let way_out = match used.get("columns") {
            Some(_) if first.row.kind.is_built_in() => {
                format!("add `{}` or `care` to its `columns`", first.field.name)
            }
            Some(_) => format!("add `{}` to its `columns`", first.field.name),
            None => format!("choose a view that shows `{}`", first.field.name),
        };
        name(first.row);
        diagnostics.push(
            Diagnostic::new(
                &CLASS_CLASH,
                Place::new(&article.file, used.span.clone()),
                format!(
                    "`{}` must not be combined with `{}`, but this page leaves out the warning",
                    one.name().value,
                    other.name().value
                ),
                format!("{way_out}, or leave out one of the two"),
            )
            .also(
                Place::new(first.row.file(), first.cell.span.clone()),
                "the warning that readers do not see",
            ),
        );
    }
}

/// The letters of the names of a remedy.
fn names(row: &Row) -> impl Iterator<Item = String> {
    std::iter::once(row.name().value.as_str()).chain(row.also_called()).map(letters)
}
