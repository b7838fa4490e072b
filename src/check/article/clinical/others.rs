//! Checks that a page which shows rows of other topics shows the danger signs of these too.

use std::collections::BTreeSet;

use super::MISSING_RED_FLAG;
use super::flags::{declared, ending_in, missing_in};
use super::shown::Shown;
use crate::article::Article;
use crate::diagnostic::{Diagnostic, Place};
use crate::site::rows::RowId;
use crate::site::{Site, language};
use crate::table::Source;
use crate::trace::{Notes, Read};

/// Checks the page made from `article`, which is in `folder`. `shown` are its rows, each with the number of the directive that
/// shows it.
pub(in crate::check) fn check(
    site: &Site,
    article: &Article,
    folder: &str,
    shown: &[(RowId, usize)],
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut known = BTreeSet::from([folder]);
    for &(id, used) in shown {
        let row = site.rows.row(id);
        if row.is::<Source>() || !known.insert(row.folder()) {
            continue;
        }
        let topic = row.folder();
        notes.add(|| Read::RedFlags(topic.into()));
        notes.add(|| Read::RedFlags(folder.into()));
        let Some((file, _, Some((_, set)))) = declared(site, topic) else { continue };
        // The signs of its own topic are checked in the article.
        if declared(site, folder).is_some_and(|(own, ..)| own == file) {
            continue;
        }
        let mut told = Shown::of(&article.body).in_card;
        for of in [folder, topic] {
            notes.add(|| Read::Help(of.into()));
            if let Some(strip) = site.help_for(of).filter(|strip| strip.page != article.file) {
                told.append(&Shown::all(&strip.body));
            }
        }
        let ending = ending_in(language::of_article(article, &site.config));
        let Some(used) = article.body.uses.get(used) else { continue };
        for sign in missing_in(set, &told, ending) {
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
