//! Care cards: their headings, their links, what follows them, how many there are.

use super::super::Scope;
use super::{CARE_CARD_HEADING, HIDDEN_RED_FLAG, LINK_IN_EMERGENCY, REPEATED_CARD, TEXT_AFTER_CARD};
use crate::article::{Article, Form, Use};
use crate::diagnostic::{Diagnostic, Place};
use crate::prose::{Kind, MarkKind, Prose};

/// The directives that are care cards.
const CARE: [&str; 3] = ["emergency", "urgent", "non-urgent"];
/// The directive that is a warning.
const WARNING: &str = "warning";
/// So many warnings are not too many.
const MOST_WARNINGS: usize = 2;

pub(super) fn article(article: &Article, scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_card =
        |used: &&Use| used.form == Form::Container && (CARE.contains(&name(used)) || name(used) == WARNING);
    let cards: Vec<&Use> = article.body.uses.iter().filter(is_card).collect();
    if cards.is_empty() {
        return;
    }
    if scope.is_english {
        headings(article, &cards, diagnostics);
    }
    repeats(article, &cards, diagnostics);
    links(article, scope.prose(), diagnostics);
    hidden(article, scope.prose(), diagnostics);
    after(article, scope.prose(), diagnostics);
}

fn name(used: &Use) -> &str {
    used.name.value.as_str()
}

fn headings(article: &Article, cards: &[&Use], diagnostics: &mut Vec<Diagnostic>) {
    for card in cards.iter().filter(|card| CARE.contains(&name(card))) {
        let Some(label) = &card.label else { continue };
        if !leads_into_list(&label.text.value) {
            diagnostics.push(Diagnostic::new(
                &CARE_CARD_HEADING,
                Place::new(&article.file, label.text.span()),
                "this card's heading does not say what to do and lead into its list with “if” and a colon",
                "write what to do, then “if:”, such as “Ask for an urgent GP appointment if:”",
            ));
        }
    }
}

/// Whether a heading says what to do, then who, and leaves the rest to the list below it: "Call 999 if:", "See a GP if you
/// have back pain and:".
fn leads_into_list(label: &str) -> bool {
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let Some(said) = label.strip_suffix(':') else { return false };
    let mut words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.position(|word| word.eq_ignore_ascii_case("if")).is_some_and(|before| before > 0)
}

fn repeats(article: &Article, cards: &[&Use], diagnostics: &mut Vec<Diagnostic>) {
    for kind in CARE.iter().chain([&WARNING]) {
        let of_kind: Vec<&&Use> = cards.iter().filter(|card| name(card) == *kind).collect();
        let most = if *kind == WARNING { MOST_WARNINGS } else { 1 };
        let (Some(first), Some(extra)) = (of_kind.first(), of_kind.get(most)) else { continue };
        let message = match most {
            1 => format!("this page has a second `{kind}` card"),
            most => format!("this page has more than {most} `{kind}` boxes"),
        };
        diagnostics.push(
            Diagnostic::new(
                &REPEATED_CARD,
                Place::new(&article.file, extra.span.clone()),
                message,
                "join them, or keep the one that matters most",
            )
            .also(Place::new(&article.file, first.span.clone()), "the first"),
        );
    }
}

fn links(article: &Article, prose: &Prose, diagnostics: &mut Vec<Diagnostic>) {
    for block in prose.blocks().iter().filter(|block| prose.is_in(block, "emergency")) {
        for mark in prose.marks(block) {
            let MarkKind::Link(target) = &mark.kind else { continue };
            if target.trim_start().starts_with("tel:") {
                continue;
            }
            diagnostics.push(Diagnostic::new(
                &LINK_IN_EMERGENCY,
                Place::new(&article.file, prose.source(mark.text.clone())),
                "this link leads a reader in danger away from the phone",
                "take it out of the card; it can stand in the text below",
            ));
        }
    }
}

fn hidden(article: &Article, prose: &Prose, diagnostics: &mut Vec<Diagnostic>) {
    let mut last = None;
    for block in prose.blocks().iter().filter(|block| block.is_hidden) {
        let containers = prose.containers(block);
        let Some(card) = containers.iter().find(|container| container.name == "emergency") else { continue };
        if last.replace(card.span.start) == Some(card.span.start) {
            continue;
        }
        diagnostics.push(Diagnostic::new(
            &HIDDEN_RED_FLAG,
            Place::new(&article.file, card.span.clone()),
            "this emergency card is hidden until somebody opens what it stands in",
            "put it outside, before anything else",
        ));
    }
}

/// Text that comes right after a card.
fn after(article: &Article, prose: &Prose, diagnostics: &mut Vec<Diagnostic>) {
    let is_card = |name: &str| CARE.contains(&name) || name == WARNING;
    let blocks = prose.blocks();
    for pair in blocks.windows(2) {
        let [before, next] = pair else { continue };
        let around = prose.containers(before);
        let Some(card) = around.iter().find(|container| is_card(&container.name)) else { continue };
        let still_inside =
            prose.containers(next).iter().any(|container| container.span.start == card.span.start);
        let is_bare = matches!(next.kind, Kind::Paragraph | Kind::Item | Kind::Term);
        // A leaf directive between the two is no text, and neither is what another directive holds.
        let between = prose.source(before.text.clone()).end..prose.source(next.text.clone()).start;
        let is_parted = article
            .body
            .uses
            .iter()
            .any(|used| used.form == Form::Leaf && between.contains(&used.span.start));
        if still_inside || !is_bare || is_parted || !prose.containers(next).is_empty() {
            continue;
        }
        let first = prose.sentences(next).first().cloned().unwrap_or(next.text.clone());
        diagnostics.push(Diagnostic::new(
            &TEXT_AFTER_CARD,
            Place::new(&article.file, prose.source(first)),
            format!("this text follows the `{}` card without a heading", card.name),
            "put a heading before it, such as `## What to expect`",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::leads_into_list;

    #[test]
    fn a_heading_says_what_to_do_then_if_and_ends_in_a_colon() {
        for label in [
            "Call 999 if:",
            "Call [999](tel:999) or go to A&E now if:",
            "**See a GP if:**",
            "Ask for help from your GP if you have back pain and:",
            "Ask for an urgent GP appointment or get help from NHS 111 if you or your child:",
            "See a GP If you: ",
        ] {
            assert!(leads_into_list(label), "{label}");
        }
    }

    #[test]
    fn a_heading_without_an_action_a_condition_or_a_list_to_come_leads_nowhere() {
        for label in [
            "Warning signs",
            "Warning signs:",
            "If you have back pain:",
            "See a GP if it hurts",
            "See a specialist: if",
        ] {
            assert!(!leads_into_list(label), "{label}");
        }
    }
}
