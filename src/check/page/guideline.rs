//! Checks that a remedy that a guideline advises against does not look recommended.

use super::{CheckedPage, plain};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::html::without_tags;
use crate::table::remedy::{Guideline, Recommendation, Remedy};
use crate::trace::Read;

rules! {
    /// A page shows a remedy, but not that a guideline advises against it.
    ///
    /// What it does: looks at each remedy that a directive or its own page shows, if its `guideline` has the view
    /// `against`. The rendered page has to contain the guideline's words: those of its `text`, or its body with
    /// "Advises against it". Lists of all remedies and links in running text are not advice and are not checked.
    ///
    /// Why: anything listed among remedies reads like a recommendation.
    ///
    /// ```text
    /// Bad:  ::remedies{only="ultrasound" columns="name may_help"}
    /// Good: ::remedies{only="ultrasound" columns="name may_help guideline"}
    /// ```
    ///
    /// Source: DISCERN, question 8; ours.
    HIDDEN_GUIDELINE = "hidden-guideline", Clinical, Error;
}

/// Finds the remedies of `page` whose guidelines are not shown.
pub(super) fn check(page: &CheckedPage<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let rows = &page.world.site.rows;
    let own = page.target.basis().row().and_then(|id| rows.find(id)).map(|row| (row, None));
    let shown = page.shown.iter().map(|&(row, used)| (row, Some(used))).chain(own);
    let mut wanted: Vec<(usize, Option<usize>, &Remedy, &Guideline)> = Vec::new();
    for (row, used) in shown {
        let Some(remedy) = rows.row(row).get::<Remedy>() else { continue };
        for guideline in remedy.guideline.iter().filter(|guideline| guideline.view == Recommendation::Against)
        {
            let is_new =
                wanted.iter().all(|(known, _, _, other)| *known != row || other.body != guideline.body);
            if is_new {
                wanted.push((row, used, remedy, guideline));
            }
        }
    }
    if wanted.is_empty() {
        return;
    }
    let said = letters(&plain(&without_tags(page.html)));
    // Words that occur once belong to only one remedy.
    let mut taken: Vec<(String, usize)> = Vec::new();
    let mut take = |words: String| {
        let times = said.matches(words.as_str()).count();
        let known = taken.iter().position(|(known, _)| *known == words).unwrap_or_else(|| {
            taken.push((words, 0));
            taken.len() - 1
        });
        let used = &mut taken[known].1;
        *used += 1;
        *used <= times
    };
    // The words of a guideline's own text come with the usual ones, which must not count for another remedy.
    wanted.sort_by_key(|(_, _, _, guideline)| guideline.text.is_none());
    for (row, used, remedy, guideline) in wanted {
        let words = page.world.site.words_of_rows(rows.row(row).folder());
        let usual = letters(&format!("{} {}", guideline.body, words.text(guideline.view.key())));
        let own = guideline.text.as_ref().map(|text| letters(without_targets(text.text()).as_str()));
        let shows_own = own.is_some_and(&mut take);
        let is_shown = take(usual) || shows_own;
        if is_shown {
            continue;
        }
        let name = &remedy.name.value;
        let (message, source) = (
            format!("`{name}` is shown without the advice of {} against it", guideline.body),
            &rows.row(row),
        );
        let article = page.article();
        let place = match (article, used.and_then(|used| article?.body.uses.get(used))) {
            (Some(article), Some(used)) => Place::new(&article.file, used.span.clone()),
            _ => page.template_start(),
        };
        page.notes.add(|| Read::Text(source.file().clone()));
        let at = Place::new(source.file(), guideline.source.span());
        let help =
            "show it too, for example with `columns=\"name may_help guideline\"`, or leave out the remedy";
        diagnostics.push(Diagnostic::new(&HIDDEN_GUIDELINE, place, message, help).also(at, "the guideline"));
    }
}

/// The letters and digits of `text`, in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Markdown without the addresses of its links.
pub(super) fn without_targets(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find("](") {
        text.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}
