//! Finds what topics do to pages that no article makes, or that do not say which topic they mean: tables that take the place
//! of tables above them, and danger signs that lists do not show.

use std::collections::BTreeMap;

use crate::article::{DirectiveForm, DirectiveUse, front_matter};
use crate::check::article::clinical::declared;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place, counted};
use crate::kind::Kind;
use crate::link::World;
use crate::route::Target;
use crate::site::Site;
use crate::site::rows::{is_within, upwards};
use crate::table::{BuiltIn, Exercise};

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
    /// Lists show rows of a topic without its danger signs.
    ///
    /// What it does: in topics with a set of danger signs, looks for `[[help]]` in `site.toml` that covers the topic. Without it,
    /// the pages of rows, lists such as `/exercises/`, the programme and tags show none of these signs. Each topic is
    /// reported once.
    ///
    /// Why: these pages have no article in which a card could stand, and readers reach them from a search engine.
    ///
    /// ```toml
    /// # Bad: a topic with `red_flags = "knee"` and exercises, and nothing here. Good:
    /// [[help]]
    /// section = "knee"
    /// page = "knee/get-help.md"
    /// text = "**Call 999 now** if your knee is white and cold."
    /// ```
    ///
    /// Source: NHS digital service manual, care cards.
    LISTS_WITHOUT_SIGNS = "lists-without-signs", Clinical, Warning;
}

/// The most pages that are listed.
const LISTED: usize = 3;

/// Checks which tables the directives of all pages show, and whether lists show the danger signs of their topics.
#[must_use]
pub fn check(world: &World) -> Vec<Diagnostic> {
    let mut diagnostics = tables(&world.site);
    diagnostics.extend(signs(world));
    diagnostics
}

fn tables(site: &Site) -> Vec<Diagnostic> {
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

fn signs(world: &World) -> Vec<Diagnostic> {
    let site = &world.site;
    // What was meant by `[[help]]` is not known then, and has its own error.
    if site.config.misread.has(&["help"]) || site.has_stray_help() {
        return Vec::new();
    }
    let topics = site.sections.iter().filter(|(folder, section)| {
        let article = site.pages[section.page].article.as_ref();
        article.is_some_and(|article| article.front_matter.red_flags.is_some())
            && site.help_for(folder).is_none()
    });
    topics.filter_map(|(topic, _)| signs_of(world, topic)).collect()
}

/// Reports a topic without a strip of danger signs, if pages that no article makes show rows of it or list its pages.
fn signs_of(world: &World, topic: &str) -> Option<Diagnostic> {
    let site = &world.site;
    let (file, area, set) = declared(site, topic)?;
    let (_, set) = set?;
    let is_bare = |folder: &str| {
        is_within(folder, topic)
            && site.help_for(folder).is_none()
            && declared(site, folder).is_some_and(|(nearest, ..)| nearest == file)
    };
    let has_rows = |kind: &Kind| site.rows.of(kind).any(|id| is_bare(site.rows.row(id).folder()));
    let mut lists = Vec::new();
    let mut rows = 0;
    for route in world.routes.all() {
        let is_list = match &route.target {
            Target::Rows(kind) => has_rows(kind),
            Target::Programme => has_rows(&Exercise::kind()),
            Target::Tag(slug) => {
                let tag = site.tags.get(slug);
                tag.is_some_and(|tag| tag.pages.iter().any(|&id| is_bare(&site.pages[id].folder)))
            }
            Target::Row(id) => {
                let row = site.rows.find(id).map(|id| site.rows.row(id));
                rows += usize::from(row.is_some_and(|row| is_bare(row.folder())));
                false
            }
            Target::Page(_)
            | Target::Tags
            | Target::Sources
            | Target::NotFound
            | Target::Redirect(_)
            | Target::Feed
            | Target::Sitemap
            | Target::Asset(_) => false,
        };
        if is_list {
            lists.push(format!("`{}`", route.url));
        }
    }
    if lists.is_empty() && rows == 0 {
        return None;
    }
    let more = lists.len().saturating_sub(LISTED);
    lists.truncate(LISTED);
    if more > 0 {
        lists.push(counted(more, "more list", "more lists"));
    }
    if rows > 0 {
        lists.push(if rows == 1 { "the page of its row" } else { "the pages of its rows" }.to_owned());
    }
    let on = match lists.as_slice() {
        [first, inner @ .., last] => {
            let inner: String = inner.iter().map(|list| format!(", {list}")).collect();
            format!("{first}{inner} and {last}")
        }
        lists => lists.concat(),
    };
    let section = if topic.is_empty() { String::new() } else { format!("`section = \"{topic}\"`, ") };
    Some(Diagnostic::new(
        &LISTS_WITHOUT_SIGNS,
        front_matter::place(file, area),
        format!("the danger signs of `{}` are not on {on}", set.name.value),
        format!(
            "add `[[help]]` with {section}`page` and `text` to `site.toml`: it stands above every page that shows this topic"
        ),
    ))
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
