//! Care cards: their headings, links and number, and what follows them.

use super::Here;
use super::scene::{CardKind, CardLink, CareCard, Veil};
use crate::check::article::clinical::{
    CARE_CARD_HEADING, HIDDEN_RED_FLAG, LINK_IN_EMERGENCY, REPEATED_CARD, TEXT_AFTER_CARD,
};
use crate::check::page::{PageFinding, Spot};
use crate::diagnostic::{Diagnostic, Place};
use crate::html::words;

/// More warnings than this are too many.
const MOST_WARNINGS: usize = 2;

pub(super) fn check(here: &Here<'_>, diagnostics: &mut Vec<Diagnostic>) {
    unseen(here, diagnostics);
    for card in &here.scene.cards {
        if here.is_english && card.kind != CardKind::Warning {
            heading(here, card, diagnostics);
        }
        if card.kind == CardKind::Emergency {
            links(here, card, diagnostics);
        }
        after(here, card, diagnostics);
    }
    repeats(here, diagnostics);
}

impl Here<'_> {
    /// Where a card comes from: the directive that renders it, or its tag.
    pub(super) fn card(&self, card: &CareCard<'_>) -> Place {
        self.placer.used(card.span.start).unwrap_or_else(|| self.placer.tag_place(&card.span))
    }
}

fn unseen(here: &Here<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let emergencies = || here.scene.cards.iter().filter(|card| card.kind == CardKind::Emergency);
    for (card, veil) in emergencies().filter_map(|card| Some((card, card.veil?))) {
        let (message, help) = match veil {
            Veil::Folded => (
                "this emergency card is hidden until somebody opens the element around it",
                "move it outside, before everything else",
            ),
            Veil::Quoted => (
                "this emergency card is inside a quotation, so it reads as somebody else's words",
                "move it out of the quotation, before everything else",
            ),
            Veil::Struck => ("this emergency card is struck out", "remove what strikes it out"),
            Veil::Hidden => {
                ("this emergency card is hidden, at least from some readers", "remove what hides it")
            }
        };
        diagnostics.push(Diagnostic::new(&HIDDEN_RED_FLAG, here.card(card), message, help));
    }
    if emergencies().next().is_some() {
        return;
    }
    let body = &here.article.body;
    for used in body.uses.iter().filter(|used| used.name.value == CardKind::Emergency.name()) {
        let file = here.page.templates.component(&used.name.value).map(|component| &*component.file);
        diagnostics.push(Diagnostic::new(
            &HIDDEN_RED_FLAG,
            Place::new(&here.article.file, used.span.clone()),
            "this page shows no emergency card for this directive",
            format!(
                "in `{}`, give the element around its text the class `emergency`",
                file.unwrap_or("templates/components/emergency.html")
            ),
        ));
    }
}

fn heading(here: &Here<'_>, card: &CareCard<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((span, said, html)) = &card.heading else { return };
    let label = words(html);
    if label.is_empty() || leads_into_list(&label) {
        return;
    }
    let finding = PageFinding {
        code: &CARE_CARD_HEADING,
        spot: Spot::Heading { said: said.clone() },
        span: span.clone(),
        message: String::new(),
        help: String::new(),
    };
    diagnostics.push(Diagnostic::new(
        &CARE_CARD_HEADING,
        here.placer.place(&finding),
        "this card's heading must say what to do, then “if”, and end with a colon before the list",
        "write what to do, then “if:”, such as “Ask for an urgent GP appointment if:”",
    ));
}

/// Whether a heading says what to do and for whom, and leaves the rest to the list below it: "Call 999 if:", "See a
/// GP if you have back pain and:".
fn leads_into_list(label: &str) -> bool {
    let Some(said) = label.trim_end().strip_suffix(':') else { return false };
    let mut words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.position(|word| word.eq_ignore_ascii_case("if")).is_some_and(|before| before > 0)
}

fn repeats(here: &Here<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for kind in CardKind::ALL {
        let of_kind: Vec<&CareCard<'_>> = here.scene.cards.iter().filter(|card| card.kind == kind).collect();
        let most = if kind == CardKind::Warning { MOST_WARNINGS } else { 1 };
        let (Some(first), Some(extra)) = (of_kind.first(), of_kind.get(most)) else { continue };
        let name = kind.name();
        let message = match most {
            1 => format!("this page has a second `{name}` card"),
            most => format!("this page has more than {most} `{name}` boxes"),
        };
        let help = "combine them, or keep the one that matters most";
        let (extra, first) = (here.card(extra), here.card(first));
        diagnostics.push(Diagnostic::new(&REPEATED_CARD, extra, message, help).also(first, "the first"));
    }
}

fn links(here: &Here<'_>, card: &CareCard<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let leads_away = |link: &&CardLink<'_>| {
        let href = link.href.trim_start();
        let calls = ["tel:", "sms:"]
            .iter()
            .any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        !calls && !link.is_note
    };
    for link in card.links.iter().filter(leads_away) {
        let of_card = here.placer.used(card.span.start);
        let by_directive =
            || here.placer.used(link.span.start).filter(|place| Some(place) != of_card.as_ref());
        let finding = PageFinding {
            code: &LINK_IN_EMERGENCY,
            spot: Spot::Link { href: link.href, words: String::new(), said: link.said.clone() },
            span: link.span.clone(),
            message: String::new(),
            help: String::new(),
        };
        let place = here.placer.by_author(&link.span).or_else(by_directive);
        diagnostics.push(Diagnostic::new(
            &LINK_IN_EMERGENCY,
            place.unwrap_or_else(|| here.placer.place(&finding)),
            "this link leads a reader in danger away from the phone",
            "remove it from the card; it can go in the text below",
        ));
    }
}

/// Checks for text directly after a card.
fn after(here: &Here<'_>, card: &CareCard<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(text) = &card.followed_by else { return };
    let said = here.page.html.get(text.clone()).unwrap_or("");
    let end = said.find(['.', '!', '?']).map_or(said.len(), |end| end + 1);
    let finding = PageFinding {
        code: &TEXT_AFTER_CARD,
        spot: Spot::Words,
        span: text.start..text.start + end,
        message: String::new(),
        help: String::new(),
    };
    diagnostics.push(Diagnostic::new(
        &TEXT_AFTER_CARD,
        here.placer.place(&finding),
        format!("this text follows the `{}` card without a heading", card.kind.name()),
        "put a heading before it, such as `## What to expect`",
    ));
}

#[cfg(test)]
mod tests {
    use super::leads_into_list;

    #[test]
    fn a_heading_says_what_to_do_then_if_and_ends_with_a_colon() {
        for label in [
            "Call 999 if:",
            "Call 999 or go to A&E now if:",
            "See a GP if:",
            "Ask for help from your GP if you have back pain and:",
            "Ask for an urgent GP appointment or get help from NHS 111 if you or your child:",
            "See a GP If you: ",
        ] {
            assert!(leads_into_list(label), "{label}");
        }
    }

    #[test]
    fn a_heading_without_an_action_a_condition_or_a_colon_is_incomplete() {
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
