//! Which danger signs the pages of a topic have to show, and whether the set of them is whole. Whether pages show them is
//! seen where they are rendered.

use super::{RED_FLAGS_SOURCE, UNKNOWN_RED_FLAGS};
use crate::article::{Article, front_matter};
use crate::check::article::Scope;
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::link::World;
use crate::prose::{Block, Prose};
use crate::site::Site;
use crate::site::rows::{is_within, upwards};
use crate::table::red_flags::{Ending, Heard, RedFlags, Urgency};
use crate::table::{BuiltIn, Row};
use crate::trace::{Digest, Notes, Read};

/// The danger signs declared for a folder's topic: the file that declares them, the declaration, and the set.
pub(in crate::check) type DeclaredSigns<'a> =
    (&'a FileName, &'a Spanned<String>, Option<(&'a Row, &'a RedFlags)>);

/// The declaration for the pages of `folder`: that of the nearest folder upwards.
pub(in crate::check) fn declared<'a>(site: &'a Site, folder: &str) -> Option<DeclaredSigns<'a>> {
    upwards(folder).find_map(|folder| {
        let article = site.section_page(folder)?.article.as_ref()?;
        let area = article.front_matter.red_flags.as_ref()?;
        Some((&article.file, area, set(site, &area.value, folder)))
    })
}

/// The set for `area` that best matches the site's country; if several match equally well, that of the topic `folder`.
fn set<'a>(site: &'a Site, area: &str, folder: &str) -> Option<(&'a Row, &'a RedFlags)> {
    let here = site.config.jurisdiction.as_ref();
    let sets = sets(site).filter(|(_, set)| set.area.value == area);
    let nearness = |row: &Row| is_within(folder, row.folder()).then(|| row.folder().len());
    sets.filter_map(|(row, set)| Some((set.fit(here)?, nearness(row), row, set)))
        .max_by_key(|(fit, nearness, ..)| (*fit, *nearness))
        .map(|(_, _, row, set)| (row, set))
}

fn sets(site: &Site) -> impl Iterator<Item = (&Row, &RedFlags)> {
    site.rows.of(&RedFlags::kind()).filter_map(|id| {
        let row = site.rows.row(id);
        Some((row, row.get()?))
    })
}

/// A digest of what the pages of `folder` have to show and what messages say about the set: its name, or why there is
/// none.
#[must_use]
pub fn digest(site: &Site, folder: &str) -> Digest {
    let said = declared(site, folder);
    Digest::of(&said.map(|(file, area, set)| {
        let signs = set.map(|(row, set)| {
            let signs = set.sign.iter().map(|sign| {
                let words: Vec<&Heard> = sign.words.iter().map(|words| &words.heard).collect();
                (sign.text.text(), words, sign.urgency as u8)
            });
            (row.file(), &set.name.value, set.number_to_call(), signs.collect::<Vec<_>>())
        });
        let unknown = set.is_none().then(|| unknown(site, &area.value));
        (file, &area.value, area.start, signs, unknown)
    }))
}

/// Checks what an article declares.
pub(in crate::check) fn article(
    world: &World,
    article: &Article,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let site = &world.site;
    notes.add(|| Read::RedFlags(scope.folder.into()));
    if let Some(area) = &article.front_matter.red_flags
        && site.section_page(scope.folder).map(|page| &page.file) != Some(&article.file)
    {
        diagnostics.push(Diagnostic::new(
            &UNKNOWN_RED_FLAGS,
            front_matter::place(&article.file, area),
            "`red_flags` has no effect here, only in the `index.md` of a folder, where it is for all of its pages",
            "move it to the `index.md` of the topic; a topic with a single page is a folder with an `index.md`",
        ));
    }
    let Some((file, area, set)) = declared(site, scope.folder) else { return };
    if set.is_none() {
        // Reported once, where it is declared. A set that could not be read has its own error.
        let is_lost = site.config.misread.has(&["jurisdiction"])
            || site
                .rows
                .tables()
                .iter()
                .any(|table| table.kind == Some(RedFlags::kind()) && !table.is_whole());
        if *file == article.file && !is_lost {
            let (message, help) = unknown(site, &area.value);
            let place = front_matter::place(file, area);
            diagnostics.push(Diagnostic::new(&UNKNOWN_RED_FLAGS, place, message, help));
        }
    }
}

/// The blocks that a page may show in an emergency card: those inside a directive. Which directive renders a card is only
/// seen on the page.
pub(in crate::check) fn may_be_in_card(prose: &Prose) -> impl Iterator<Item = &Block> {
    prose.blocks().iter().filter(|block| !prose.containers(block).is_empty() && !block.is_hidden)
}

/// The message that there is no set for `area` in the site's country, and the help.
pub(in crate::check) fn unknown(site: &Site, area: &str) -> (String, String) {
    let here = site.config.jurisdiction.as_ref();
    let elsewhere = sets(site).filter(|(_, set)| set.area.value == area);
    let elsewhere: Vec<String> = elsewhere
        .filter_map(|(_, set)| set.jurisdiction.as_ref())
        .map(|country| format!("`{}`", country.as_str()))
        .collect();
    let add = "add a set with this `area` to `red-flags.toml`, for this `jurisdiction` or without one";
    match here {
        _ if elsewhere.is_empty() => {
            let known = sets(site).map(|(_, set)| set.area.value.as_str());
            let help = did_you_mean(area, known, || add.to_owned());
            (format!("there is no set of danger signs for `{area}`"), help)
        }
        Some(here) => (
            format!(
                "there is no set of danger signs for `{area}` in `{}`, only for {}",
                here.as_str(),
                elsewhere.join(", ")
            ),
            format!("{add}; the set of another country has other numbers to call"),
        ),
        None => (
            format!(
                "there are sets of danger signs for `{area}` for {}, but `site.toml` sets no country",
                elsewhere.join(", ")
            ),
            format!("add `jurisdiction = {}` to `site.toml`", elsewhere[0].replace('`', "\"")),
        ),
    }
}

/// The word endings allowed for danger signs in a page's language.
pub(in crate::check) fn ending(scope: &Scope<'_>) -> Ending {
    if scope.is_english { Ending::English } else { Ending::Any }
}

/// Checks a set.
pub(in crate::check) fn row(row: &Row, diagnostics: &mut Vec<Diagnostic>) {
    let Some(set) = row.get::<RedFlags>() else { return };
    let is_emergency = set.sign.iter().any(|sign| sign.urgency == Urgency::Emergency);
    let missing: Vec<String> = [
        ("sources", set.sources.is_empty()),
        ("as_of", set.as_of.is_none()),
        // No number is right in every country, so a set for any country has none.
        ("emergency_number", is_emergency && set.jurisdiction.is_some() && set.emergency_number.is_none()),
        ("sign", set.sign.is_empty()),
    ]
    .into_iter()
    .filter(|(field, is_missing)| *is_missing && !row.is_misread(&[field]))
    .map(|(field, _)| format!("`{field}`"))
    .collect();
    if !missing.is_empty() {
        diagnostics.push(Diagnostic::new(
            &RED_FLAGS_SOURCE,
            Place::new(row.file(), set.name.span()),
            format!("the set `{}` has nothing under {}", set.name.value, missing.join(", ")),
            "add it from the source of the signs",
        ));
    }
}
