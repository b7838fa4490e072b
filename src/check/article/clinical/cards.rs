//! Care cards: their headings, links and number, and what follows them.

use std::ops::Range;

use super::flags::CARD;
use super::{CARE_CARD_HEADING, HIDDEN_RED_FLAG, LINK_IN_EMERGENCY, REPEATED_CARD, TEXT_AFTER_CARD};
use crate::article::body::Piece;
use crate::article::{Article, Form, Hole, Link, Use};
use crate::check::article::Scope;
use crate::diagnostic::{Diagnostic, Place};
use crate::html::{Token, Tokens};
use crate::prose::{Kind, Prose};

/// The directives that are care cards.
const CARE: [&str; 3] = ["emergency", "urgent", "non-urgent"];
/// The directive that is a warning.
const WARNING: &str = "warning";
/// More warnings than this are too many.
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
    links(article, diagnostics);
    hidden(article, scope.prose(), diagnostics);
    after(article, scope.prose(), diagnostics);
    html_after(article, &cards, diagnostics);
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
                "this card's heading must say what to do, then “if”, and end with a colon before the list",
                "write what to do, then “if:”, such as “Ask for an urgent GP appointment if:”",
            ));
        }
    }
}

/// Whether a heading says what to do and for whom, and leaves the rest to the list below it: "Call 999 if:", "See a
/// GP if you have back pain and:".
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
                "combine them, or keep the one that matters most",
            )
            .also(Place::new(&article.file, first.span.clone()), "the first"),
        );
    }
}

/// Checks links, including those in raw HTML and of directives in running text.
fn links(article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    let body = &article.body;
    // For each open container, whether it is in an emergency card or is one.
    let mut open: Vec<bool> = Vec::new();
    let mut found: Vec<&Range<usize>> = Vec::new();
    for piece in body.pieces() {
        let in_card = open.last() == Some(&true);
        match piece {
            Piece::Hole(Hole::Close) => drop(open.pop()),
            Piece::Hole(Hole::Open(number)) => {
                let Some(used) = body.uses.get(number) else { continue };
                let in_card = in_card || name(used) == CARD;
                if used.form == Form::Container {
                    open.push(in_card);
                }
                if in_card {
                    let label = used.label.iter().flat_map(|label| &label.body.links);
                    found.extend(label.filter(|link| leads_away(link)).map(Link::whole));
                    // In running text, `id` is that of the row the directive links to.
                    found.extend((used.form == Form::Text && used.get("id").is_some()).then_some(&used.span));
                }
            }
            Piece::Hole(Hole::Link(number)) if in_card => {
                found.extend(body.links.get(number).filter(|link| leads_away(link)).map(Link::whole));
            }
            Piece::Hole(_) | Piece::Html(_) => {}
        }
    }
    for span in found {
        diagnostics.push(Diagnostic::new(
            &LINK_IN_EMERGENCY,
            Place::new(&article.file, span.clone()),
            "this link leads a reader in danger away from the phone",
            "remove it from the card; it can go in the text below",
        ));
    }
}

fn leads_away(link: &Link) -> bool {
    link.can_be_followed()
        && !link.target.trim_start().get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"))
}

fn hidden(article: &Article, prose: &Prose, diagnostics: &mut Vec<Diagnostic>) {
    let mut last = None;
    for block in prose.blocks().iter().filter(|block| block.is_hidden) {
        let containers = prose.containers(block);
        let Some(card) = containers.iter().find(|container| container.name == CARD) else { continue };
        if last.replace(card.span.start) == Some(card.span.start) {
            continue;
        }
        diagnostics.push(Diagnostic::new(
            &HIDDEN_RED_FLAG,
            Place::new(&article.file, card.span.clone()),
            "this emergency card is hidden until somebody opens the element around it",
            "move it outside, before everything else",
        ));
    }
}

/// Checks for text directly after a card.
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
        // A leaf directive in between is not text, nor are the contents of another directive.
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
        diagnostics.push(text_after(article, prose.source(first), &card.name));
    }
}

/// Checks for raw HTML directly after a card that starts with words, which are not part of the prose.
fn html_after(article: &Article, cards: &[&Use], diagnostics: &mut Vec<Diagnostic>) {
    for card in cards {
        let end = ":".repeat(card.colons);
        let mut at = card.span.end;
        let mut lines = article.source[at..].split_inclusive('\n').map(|line| {
            at += line.len();
            (at - line.len(), line)
        });
        if !lines.any(|(_, line)| line.trim() == end) {
            continue;
        }
        let Some((start, line)) = lines.find(|(_, line)| !line.trim().is_empty()) else { continue };
        let rest = &article.source[start..];
        let lines = rest.split_inclusive('\n').take_while(|line| !line.trim().is_empty());
        let html = &rest[..lines.map(str::len).sum()];
        if line.trim_start().starts_with('<') && starts_with_words(html) {
            let from = start + line.len() - line.trim_start().len();
            diagnostics.push(text_after(article, from..start + line.trim_end().len(), name(card)));
        }
    }
}

fn text_after(article: &Article, span: Range<usize>, card: &str) -> Diagnostic {
    Diagnostic::new(
        &TEXT_AFTER_CARD,
        Place::new(&article.file, span),
        format!("this text follows the `{card}` card without a heading"),
        "put a heading before it, such as `## What to expect`",
    )
}

/// Whether `html` shows words before any heading or separate block.
fn starts_with_words(html: &str) -> bool {
    const APART: [&str; 12] =
        ["h1", "h2", "h3", "h4", "h5", "h6", "aside", "details", "figure", "form", "nav", "table"];
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open { name, .. } if APART.iter().any(|apart| name.eq_ignore_ascii_case(apart)) => {
                return false;
            }
            Token::Text(text) if !tokens.is_raw() && !html[text.clone()].trim().is_empty() => return true,
            Token::Open { .. } | Token::Close(_) | Token::Text(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{leads_into_list, starts_with_words};

    #[test]
    fn a_heading_says_what_to_do_then_if_and_ends_with_a_colon() {
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

    #[test]
    fn raw_html_that_starts_with_words_is_distinguished_from_a_heading() {
        assert!(starts_with_words("<p>Most back pain eases.</p>"));
        assert!(starts_with_words("<!-- so --> <div><b>Most</b>"));
        assert!(!starts_with_words("<section>\n<h2>What to expect</h2><p>Most"));
        assert!(!starts_with_words("<table><tr><td>Heat</table>"));
        assert!(!starts_with_words("<!-- a note --><hr>"));
    }
}
