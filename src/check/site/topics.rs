//! Finds tables that replace tables above them on pages that do not say which rows they mean.

use std::collections::BTreeMap;

use crate::article::{DirectiveForm, DirectiveUse};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::kind::Kind;
use crate::link::World;
use crate::site::Site;
use crate::site::rows::upwards;

rules! {
    /// A table takes the place of a table above it on pages that do not say which of the two they mean.
    ///
    /// What it does: looks for directives such as `::remedies` without `only` and `from`, on pages with tables of that kind
    /// both in their topic and in a folder above it. They show the rows of the nearest table alone. Each table is reported
    /// once.
    ///
    /// Why: once a table is added below another, pages that showed the rows of the one above no longer do.
    ///
    /// ```text
    /// Bad:  ::remedies (with `content/remedies.toml` and `content/knee/remedies.toml`)
    /// Good: ::remedies{from="knee"}
    /// Good: ::remedies{from="/"}
    /// ```
    ///
    /// Source: ours.
    COVERED_TABLE = "covered-table", Structure, Warning;
}

/// The most pages that are listed.
const LISTED: usize = 3;

/// Checks which tables the directives of all pages show.
#[must_use]
pub fn check(world: &World) -> Vec<Diagnostic> {
    let site = &world.site;
    let covering: Vec<(&Kind, &str)> = site
        .rows
        .tables()
        .iter()
        .filter_map(|table| Some((table.kind.as_ref()?, table.folder.as_str())))
        .filter(|(kind, folder)| above(site, kind, folder).is_some())
        .collect();
    if covering.is_empty() {
        return Vec::new();
    }
    let mut pages: BTreeMap<(&str, &str), Vec<(&FileName, &DirectiveUse)>> = BTreeMap::new();
    for page in &site.pages {
        for used in page.article.iter().flat_map(|article| &article.body.uses) {
            let found = covering.iter().find(|(kind, folder)| {
                shows_all(used, kind) && site.rows.topic(kind, &page.folder) == Some(folder)
            });
            if let Some((kind, folder)) = found {
                pages.entry((&kind.stem, folder)).or_default().push((&page.file, used));
            }
        }
    }
    let covered = covering.into_iter().filter_map(|(kind, folder)| {
        // A folder may have a table in each format.
        let uses = pages.remove(&(kind.stem.as_str(), folder))?;
        Some(covered(site, kind, folder, &uses))
    });
    covered.flatten().collect()
}

/// The nearest folder above `folder` that has a table of `kind`.
fn above<'a>(site: &Site, kind: &Kind, folder: &'a str) -> Option<&'a str> {
    site.rows.topic(kind, upwards(folder).nth(1)?)
}

/// Whether `used` shows rows of `kind` and does not say which.
fn shows_all(used: &DirectiveUse, kind: &Kind) -> bool {
    let is_given = |name: &str| used.get(name).is_some_and(|given| !given.value.trim().is_empty());
    used.form == DirectiveForm::Leaf
        && used.name.value.replace('-', "_") == kind.stem.replace('-', "_")
        && !is_given("only")
        && !is_given("from")
}

fn covered(
    site: &Site,
    kind: &Kind,
    folder: &str,
    uses: &[(&FileName, &DirectiveUse)],
) -> Option<Diagnostic> {
    let table_in = |folder: &str| {
        let mut tables = site.rows.tables().iter();
        tables.find(|table| table.kind.as_ref() == Some(kind) && table.folder == folder)
    };
    let (table, other) = (table_in(folder)?, table_in(above(site, kind, folder)?)?);
    let stem = kind.stem.replace('_', "-");
    let mut files: Vec<&FileName> = uses.iter().map(|(file, _)| *file).collect();
    files.dedup();
    let on = match files.as_slice() {
        [file] => format!("on `{file}`"),
        files => format!("on {} pages", files.len()),
    };
    let place = match table.rows.first() {
        Some(row) => Place::new(&table.file, row.name().span()),
        None => Place::start_of(&table.file),
    };
    let found = Diagnostic::new(
        &COVERED_TABLE,
        place,
        format!(
            "this table takes the place of `{}` {on}, where `::{stem}` does not say which rows to show",
            other.file
        ),
        format!(
            "write `::{stem}{{from=\"{folder}\"}}` there if that is meant, or `from=\"/\"` to show the rows of the whole site"
        ),
    );
    let listed = uses.iter().take(LISTED);
    Some(listed.fold(found, |found, (file, used)| {
        found.also(Place::new(file, used.span.clone()), "this shows the rows of this table alone")
    }))
}
