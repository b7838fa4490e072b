//! Checks that an amount of a medicine names its source, on a page that says when to get help.

use crate::article::Article;
use crate::check::article::Scope;
use crate::check::english::amounts::UNTYPED_AMOUNT;
use crate::diagnostic::{Diagnostic, Place};
use crate::link::World;
use crate::trace::{Notes, Read};

/// The directives that say when to get help.
const CARDS: [&str; 3] = ["emergency", "urgent", "non-urgent"];

/// Checks the amounts of medicines that an article gives outside rows.
pub(in crate::check) fn amounts(
    world: &World,
    article: &Article,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let amounts = &scope.reading.amounts;
    for amount in amounts.iter().filter(|amount| !amount.has_source) {
        diagnostics.push(Diagnostic::new(
            &UNTYPED_AMOUNT,
            Place::new(&article.file, amount.span.clone()),
            format!("this is an amount of a medicine or supplement, {}, without a source", amount.words),
            "name the source in the same paragraph with a footnote or a link, or show a row of `remedies` that has it",
        ));
    }
    let Some(first) = amounts.first() else { return };
    notes.add(|| Read::Help(scope.folder.into()));
    if world.site.help_for(scope.folder).is_some() || leads_to_help(article) {
        return;
    }
    diagnostics.push(Diagnostic::new(
        &UNTYPED_AMOUNT,
        Place::new(&article.file, first.span.clone()),
        format!(
            "this page gives an amount of a medicine, {}, and does not say when to get help",
            first.words
        ),
        "add an `:::emergency` card, `[[help]]` to `site.toml`, or a link to the page with the danger signs",
    ));
}

/// Whether `article` has a care card, or a link to a number or to a page that says when to get help.
fn leads_to_help(article: &Article) -> bool {
    let is_card = article.body.uses.iter().any(|used| CARDS.contains(&used.name.value.as_str()));
    is_card
        || article.body.all_links().filter(|link| link.can_be_followed()).any(|link| {
            let target = link.target.trim().to_lowercase();
            target.starts_with("tel:")
                || ["help", "emergency", "danger", "urgent", "red-flag", "warning-sign"]
                    .iter()
                    .any(|word| target.contains(word))
        })
}
