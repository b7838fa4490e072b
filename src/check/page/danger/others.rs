//! Checks that a page that shows rows of other topics shows their danger signs too.

use std::collections::BTreeSet;

use super::scene::{CareCard, ShownSigns};
use super::signs::missing;
use crate::article::Article;
use crate::check::article::clinical::{MISSING_RED_FLAG, declared};
use crate::check::english;
use crate::check::page::CheckedPage;
use crate::diagnostic::{Diagnostic, Place};
use crate::site::Site;
use crate::table::Source;
use crate::table::red_flags::{Ending, Heard};
use crate::trace::Read;

/// Checks the page made from `article`, which is in `folder`.
pub(super) fn check(
    page: &CheckedPage<'_>,
    article: &Article,
    folder: &str,
    hidden: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let site = &page.world.site;
    let mut known = BTreeSet::from([folder]);
    for &(id, used) in page.shown {
        let row = site.rows.row(id);
        if row.is::<Source>() || !known.insert(row.folder()) {
            continue;
        }
        let topic = row.folder();
        page.notes.add(|| Read::RedFlags(topic.into()));
        let Some((file, _, Some((_, set)))) = declared(site, topic) else { continue };
        // The signs of its own topic are checked with the page.
        if declared(site, folder).is_some_and(|(own, ..)| own == file) {
            continue;
        }
        let scene = ShownSigns::of(page.html, page.strip, hidden);
        let mut told = Heard::default();
        scene.emergencies().chain(&scene.strip).for_each(|card: &CareCard<'_>| told.append(&card.heard()));
        page.notes.add(|| Read::Help(topic.into()));
        if let Some(strip) = site.help_for(topic).filter(|strip| strip.page != article.file) {
            told.append(&Heard::of(&strip.config.text.value));
        }
        let Some(used) = article.body.uses.get(used) else { continue };
        for sign in missing(set, &told, ending(site, article)) {
            diagnostics.push(Diagnostic::new(
                &MISSING_RED_FLAG,
                Place::new(&article.file, used.span.clone()),
                format!(
                    "this shows rows of `{topic}/`, and the page does not show a danger sign of `{}`: {}",
                    set.name.value,
                    sign.text.text()
                ),
                format!("add `[[help]]` with `section = \"{topic}\"` to `site.toml`, or an `:::emergency` card to this page"),
            ));
        }
    }
}

/// Whether the emergency cards in `html`, the text of `article`, show all danger signs that the pages of `folder` have to show.
#[must_use]
pub fn is_told(site: &Site, article: &Article, folder: &str, html: &str) -> bool {
    let Some((_, _, Some((_, set)))) = declared(site, folder) else { return false };
    let scene = ShownSigns::of(html, None, &[]);
    let mut told = Heard::default();
    scene.emergencies().for_each(|card| told.append(&card.heard()));
    !told.is_silent()
        && missing(set, &told, ending(site, article)).is_empty()
        && set.number_to_call().is_none_or(|number| number.is_said_in(&told))
}

/// The word endings allowed for danger signs in the language of `article`.
fn ending(site: &Site, article: &Article) -> Ending {
    if english::is_english(article, &site.config) { Ending::English } else { Ending::Any }
}
