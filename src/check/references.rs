//! Checks that every id an article or row refers to exists.

use super::links::is_kept;
use crate::article::Article;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::site::Site;
use crate::table::{BuiltIn, Row, Source, Table};
use crate::trace::{Notes, Read};

rules! {
    /// No table has the id of a source, exercise or remedy.
    ///
    /// What it does: looks for each id in front matter, rows and directives among the rows of all tables.
    ///
    /// Why: the page would silently lack what is named: a claim its source, a page its exercise.
    ///
    /// ```toml
    /// # Bad, with no such row: sources = ["nice-ng95"]
    /// # Good:
    /// sources = ["nice-ng59"]
    /// ```
    ///
    /// Sources are in `sources.toml`, each with an `id`. Source: ours.
    UNKNOWN_REFERENCE = "unknown-reference", Links, Error;
}

pub(super) fn article(site: &Site, article: &Article, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    let sources = [Source::ABOUT.stem.to_owned()];
    for id in &article.front_matter.sources {
        let place = Place::new(&article.file, id.span());
        known(site, &id.value, place, &sources, notes, diagnostics);
    }
}

pub(super) fn table(site: &Site, table: &Table, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    // If cells are in the wrong columns, the intended references are unknown.
    let is_read = |row: &&Row| is_kept(site, row) && !row.misread.is_everything();
    for row in table.rows.iter().filter(is_read) {
        for reference in row.references() {
            let place = Place::new(row.file(), reference.cell.span.clone());
            known(site, reference.id, place, reference.to(), notes, diagnostics);
        }
    }
}

fn known(
    site: &Site,
    id: &str,
    place: Place,
    to: &[String],
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    notes.add(|| Read::Id(id.into()));
    if site.rows.find_kind(id, to).is_some() {
        return;
    }
    notes.add(|| Read::Tables);
    if site.rows.may_have_lost(id) {
        return;
    }
    let kinds = || to.iter().filter_map(|stem| site.config.kinds.of_stem(stem));
    let keys = kinds().map(|kind| kind.key.as_str()).collect::<Vec<_>>().join(" or ");
    let nouns = kinds().map(|kind| kind.noun.as_str()).collect::<Vec<_>>().join(" or ");
    let (message, help) = match site.rows.find(id) {
        Some(other) => (
            format!("`{}` is the id of {}, not of {nouns}", id, site.rows.row(other).kind.noun),
            format!("name {nouns}"),
        ),
        None => {
            let tables: Vec<String> = to.iter().map(|stem| format!("`{stem}.toml`")).collect();
            let all: Vec<&str> = id.split(',').map(str::trim).collect();
            let are_ids = all.len() > 1 && all.iter().all(|id| site.rows.find_kind(id, to).is_some());
            let help = if are_ids {
                format!(
                    "these are {} ids: separate them with `;`, or in TOML put each in its own quotes",
                    all.len()
                )
            } else {
                did_you_mean(id, site.rows.ids(to), || format!("add it to {}", tables.join(" or ")))
            };
            (format!("there is no {keys} with the id `{}`", id), help)
        }
    };
    diagnostics.push(Diagnostic::new(&UNKNOWN_REFERENCE, place, message, help));
}
