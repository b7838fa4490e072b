//! Danger signs and care cards as they were rendered: what readers in danger find on the page, not which words of Markdown
//! an author wrote.
//!
//! Only pages of a topic with danger signs, pages with cards, and pages with a number of another country are read for this.

mod cards;
pub mod foreign;
mod others;
mod scene;
mod signs;

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use memchr::memmem;

pub use self::others::is_told;

use self::scene::ShownSigns;
use super::CheckedPage;
use super::place::Placer;
use crate::article::{Article, DirectiveUse, Subject};
use crate::check::article::clinical::declared;
use crate::check::english;
use crate::check::english::referral::Referral;
use crate::diagnostic::Diagnostic;
use crate::trace::Read;

/// Finds the classes of cards. One search for all is faster than one for each.
static CLASSES: LazyLock<Option<Searcher>> =
    LazyLock::new(|| Searcher::new(["emergency", "care ", "warning"]));

/// What a page shows of danger signs, and what it was made from.
struct Here<'a> {
    page: &'a CheckedPage<'a>,
    article: &'a Article,
    scene: &'a ShownSigns<'a>,
    placer: &'a Placer<'a>,
    /// Whether its text is English, the only language that rules about words know.
    is_english: bool,
}

/// Checks what `page` shows of danger signs, and the numbers it says to call.
pub(super) fn check<'a>(
    page: &'a CheckedPage<'a>,
    placer: &'a Placer<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    foreign::check(page, placer, diagnostics);
    let Some(article) = page.article().filter(|article| article.front_matter.subject == Subject::Health)
    else {
        return;
    };
    let site = &page.world.site;
    let folder = site.page_of(&article.file).map_or("", |page| page.folder.as_str());
    page.notes.add(|| Read::RedFlags(folder.into()));
    let hidden = hidden_classes(page);
    others::check(page, article, folder, &hidden, diagnostics);
    let set = declared(site, folder).and_then(|(_, _, set)| set);
    let names_card =
        article.body.uses.iter().any(|used| used.name.value == scene::CardKind::Emergency.name());
    let is_read = set.is_some() || names_card || may_have_cards(page, article);
    let scene = if is_read {
        page.notes.add(|| Read::Help(folder.into()));
        ShownSigns::of(page.html, page.strip, &hidden)
    } else {
        ShownSigns::default()
    };
    let is_english = english::is_english(article, &site.config);
    referral(page, &scene, diagnostics);
    if !is_read {
        return;
    }
    let here = Here { page, article, scene: &scene, placer, is_english };
    cards::check(&here, diagnostics);
    if let Some((_, set)) = set {
        signs::check(&here, set, diagnostics);
    }
}

/// The classes that the style sheets of the page hide. A change of one gives it another address, so the page is made again.
fn hidden_classes<'a>(page: &CheckedPage<'a>) -> Vec<&'a str> {
    let sheets = page.world.assets.hidden_classes();
    let html = page.html;
    // A sheet for print alone hides nothing on screen.
    let is_used = |url: &str| {
        let at = memmem::find(html.as_bytes(), url.as_bytes());
        at.is_some_and(|at| {
            let tag = html[..at].rfind('<').unwrap_or(at);
            let end = html[at..].find('>').map_or(html.len(), |end| at + end);
            !html[tag..end].contains("media=")
        })
    };
    sheets.filter(|(url, _)| is_used(url)).flat_map(|(_, classes)| classes).map(String::as_str).collect()
}

/// Whether there may be cards on the page. The theme's layouts for articles have none.
fn may_have_cards(page: &CheckedPage<'_>, article: &Article) -> bool {
    let source = article.source.as_bytes();
    let uses = &article.body.uses;
    let is_plain = memchr::memchr(b'<', source).is_none()
        && (uses.is_empty()
            || memmem::find(source, b"[!").is_none() && uses.iter().all(|used| makes_no_card(page, used)));
    (!is_plain || page.templates.has_own_layouts()) && may_name_card(page.html)
}

/// Whether the directive `used` certainly makes no card: its templates contain no class of a card, its arguments do not either,
/// and it shows no rows. This is much shorter than the page; searching all pages took 0.7 % of a build.
fn makes_no_card(page: &CheckedPage<'_>, used: &DirectiveUse) -> bool {
    let label = used.label.iter().map(|label| label.text.value.as_str());
    let mut given = used.attributes.iter().map(|given| given.value.value.as_str()).chain(label);
    !given.any(may_name_card)
        && page.templates.component(&used.name.value).is_some_and(|component| {
            let mut texts = page.templates.texts_of(component).peekable();
            !component.may_ask_for_rows() && texts.peek().is_some() && !texts.any(may_name_card)
        })
}

/// Whether the class of a card may be in `text`.
fn may_name_card(text: &str) -> bool {
    CLASSES.as_ref().is_none_or(|classes| classes.find(text).is_some())
}

/// Reports advice to see anybody at any time, except what a card says: its heading says whom and when.
fn referral(page: &CheckedPage<'_>, scene: &ShownSigns<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let is_in_card = |found: &Referral| {
        let is_told = |card: &scene::CareCard<'_>| {
            let is_care = card.kind != scene::CardKind::Warning && card.veil.is_none();
            is_care && card.heard().as_str().contains(found.sentence.as_str())
        };
        found.is_in_directive && scene.cards.iter().any(is_told)
    };
    diagnostics.extend(
        page.referral.iter().filter(|found| !is_in_card(found)).map(|found| found.diagnostic.clone()),
    );
}
