//! Checks that every id an article or row refers to exists.

use super::UNKNOWN_REFERENCE;
use super::links::is_kept;
use crate::article::Article;
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::site::Site;
use crate::site::text::{RowText, TableText};
use crate::table::Kind;
use crate::trace::{Notes, Read};

pub(super) fn article(site: &Site, article: &Article, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    for id in &article.front_matter.sources {
        known(site, &article.file, id, &[Kind::Source], notes, diagnostics);
    }
}

pub(super) fn table(site: &Site, table: &TableText, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    // If cells are in the wrong columns, the intended references are unknown.
    let is_read = |text: &&RowText| is_kept(site, text) && !text.row.misread.is_everything();
    for text in table.rows.iter().filter(is_read) {
        for reference in text.row.references() {
            known(site, text.row.file(), reference.id, reference.to, notes, diagnostics);
        }
    }
}

fn known(
    site: &Site,
    file: &FileName,
    id: &Spanned<String>,
    to: &[Kind],
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    notes.add(|| Read::Id(id.value.as_str().into()));
    if site.rows.find_kind(&id.value, to).is_some() {
        return;
    }
    notes.add(|| Read::Tables);
    if site.rows.may_have_lost(&id.value) {
        return;
    }
    let kinds = to.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" or ");
    let nouns = to.iter().map(|kind| kind.noun()).collect::<Vec<_>>().join(" or ");
    let place = Place::new(file, id.span());
    let (message, help) = match site.rows.find(&id.value) {
        Some(other) => (
            format!("`{}` is the id of {}, not of {nouns}", id.value, site.rows.row(other).kind().noun()),
            format!("name {nouns}"),
        ),
        None => {
            let tables: Vec<String> = to.iter().map(|kind| format!("`{}.toml`", kind.stem())).collect();
            let all: Vec<&str> = id.value.split(',').map(str::trim).collect();
            let are_ids = all.len() > 1 && all.iter().all(|id| site.rows.find_kind(id, to).is_some());
            let help = if are_ids {
                format!(
                    "these are {} ids: separate them with `;`, or in TOML put each in its own quotes",
                    all.len()
                )
            } else {
                did_you_mean(&id.value, site.rows.ids(to), || format!("add it to {}", tables.join(" or ")))
            };
            (format!("there is no {kinds} with the id `{}`", id.value), help)
        }
    };
    diagnostics.push(Diagnostic::new(&UNKNOWN_REFERENCE, place, message, help));
}
