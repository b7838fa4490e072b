//! What readers see of danger signs on a finished page: its care cards and the signs above it, as they were rendered.
//!
//! An element is a card by its class, whoever wrote it: a directive of the theme or of a site, raw HTML, a row. What is
//! hidden, folded away, struck out or quoted is no part of what a card shows.
//!
//! This module knows HTML alone: neither directives nor sets of danger signs.

mod pass;

use std::ops::Range;

use memchr::memmem;

use crate::html::words;
use crate::table::red_flags::Heard;

use self::pass::Pass;

/// What a card is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CardKind {
    /// What to do at once.
    Emergency,
    /// What to do today.
    Urgent,
    /// What can wait.
    NonUrgent,
    /// What to take care of.
    Warning,
}

impl CardKind {
    pub(super) const ALL: [CardKind; 4] =
        [CardKind::Emergency, CardKind::Urgent, CardKind::NonUrgent, CardKind::Warning];

    /// The directive of the theme that renders it.
    pub(super) fn name(self) -> &'static str {
        match self {
            CardKind::Emergency => "emergency",
            CardKind::Urgent => "urgent",
            CardKind::NonUrgent => "non-urgent",
            CardKind::Warning => "warning",
        }
    }

    /// The card that an element with these classes is.
    fn of(classes: &str) -> Option<CardKind> {
        let has = |name: &str| classes.split_ascii_whitespace().any(|class| class == name);
        let is_emergency = |class: &str| {
            class == "emergency" || (class.ends_with("-emergency") && !class.ends_with("non-emergency"))
        };
        match classes {
            _ if classes.split_ascii_whitespace().any(is_emergency) => Some(CardKind::Emergency),
            _ if has("care") && has("urgent") => Some(CardKind::Urgent),
            _ if has("care") && has("non-urgent") => Some(CardKind::NonUrgent),
            _ if has("warning") => Some(CardKind::Warning),
            _ => None,
        }
    }
}

/// Why readers do not see something, or not as what the page itself says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Veil {
    /// It has to be opened.
    Folded,
    /// It is the text of somebody else.
    Quoted,
    /// It is struck out.
    Struck,
    /// It is never shown, or not to everybody.
    Hidden,
}

/// A link in a card or in the danger signs above the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CardLink<'a> {
    pub(super) href: &'a str,
    /// Its start tag, in bytes of the page.
    pub(super) span: Range<usize>,
    /// What is inside it.
    pub(super) said: Range<usize>,
    /// Whether readers see anything of it.
    pub(super) is_seen: bool,
    /// Whether it is the mark of a footnote.
    pub(super) is_note: bool,
}

/// A care card or warning.
#[derive(Clone, Debug)]
pub(super) struct CareCard<'a> {
    pub(super) kind: CardKind,
    /// Its start tag, in bytes of the page.
    pub(super) span: Range<usize>,
    /// Why it is not seen; `None` if it is.
    pub(super) veil: Option<Veil>,
    /// Its first heading: the start tag, what is inside, and the HTML of what is seen of that.
    pub(super) heading: Option<(Range<usize>, Range<usize>, String)>,
    pub(super) links: Vec<CardLink<'a>>,
    /// The texts that are seen, in bytes of the page.
    pub(super) texts: Vec<Range<usize>>,
    /// The text that follows it without a heading, in bytes of the page.
    pub(super) followed_by: Option<Range<usize>>,
    /// The HTML of what is seen.
    html: String,
}

impl CareCard<'_> {
    /// Its words, one text per block.
    pub(super) fn heard(&self) -> Heard {
        heard(&self.html)
    }
}

/// What a page shows of danger signs.
#[derive(Debug, Default)]
pub(super) struct ShownSigns<'a> {
    /// The cards, in the order of the page.
    pub(super) cards: Vec<CareCard<'a>>,
    /// The danger signs above the page, as far as they are seen.
    pub(super) strip: Option<CareCard<'a>>,
    /// Where the main text starts, in bytes of the page.
    pub(super) main: usize,
    /// The start tags and ids of the headings before the first emergency card that are part of no card.
    pub(super) headings: Vec<(Range<usize>, &'a str)>,
}

impl<'a> ShownSigns<'a> {
    /// What `html` shows. `strip` is the HTML of the danger signs that pages of its folder show above their text. Elements
    /// with one of the classes `hidden` are not seen.
    pub(super) fn of(html: &'a str, strip: Option<&str>, hidden: &'a [&'a str]) -> ShownSigns<'a> {
        let strips = strip.map(str::trim).filter(|strip| !strip.is_empty());
        let strips = strips.map(|strip| {
            memmem::find_iter(html.as_bytes(), strip).map(|at| at..at + strip.len()).collect::<Vec<_>>()
        });
        let mut pass = Pass::new(html);
        pass.hidden = hidden;
        pass.strips = strips.unwrap_or_default();
        pass.strips.reverse();
        pass.run();
        pass.scene
    }

    /// The words of the main text of `html` that are not struck out, shown or not, code excepted.
    pub(super) fn all_words(html: &str) -> Heard {
        let mut pass = Pass::new(html);
        pass.all = Some(String::new());
        pass.run();
        heard(pass.all.as_deref().unwrap_or_default())
    }

    /// The emergency cards that readers see.
    pub(super) fn emergencies(&self) -> impl Iterator<Item = &CareCard<'a>> {
        self.cards.iter().filter(|card| card.kind == CardKind::Emergency && card.veil.is_none())
    }
}

/// The words of `html`, one text per block.
pub(super) fn heard(html: &str) -> Heard {
    let mut heard = Heard::default();
    words(html).lines().for_each(|block| heard.add(block));
    heard
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(inside: &str) -> String {
        let html = format!("<main><div class=\"care emergency\"><h2>Call if:</h2>{inside}</div></main>");
        let scene = ShownSigns::of(&html, None, &[]);
        let texts = scene.emergencies().map(|card| card.heard().as_str().to_owned());
        texts.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_card_shows_what_is_seen_of_it() {
        for (inside, seen) in [
            (
                "<ul><li>Chest&nbsp;pain<li>loss of <b>bladder</b> control</ul>",
                "\nchest pain\nloss of bladder control",
            ),
            ("<details><summary>More</summary><p>chest pain</p></details>numb", "\nmore\nnumb"),
            ("<details open><p>chest pain</p></details>numb", "\nchest pain\nnumb"),
            ("<p hidden>chest pain<p>numb", "\nnumb"),
            ("<div style=\"Display : none\"><div>x</div>chest pain</div>numb", "\nnumb"),
            ("<template><p>chest pain</p></template>numb", "\nnumb"),
            ("<!-- <p>chest pain</p> -->numb", "\nnumb"),
            ("<script>chest pain</script>numb", "\nnumb"),
            ("<p><del>chest pain</del> <s>x</s>numb", "\nnumb"),
            ("<p aria-hidden=true>chest pain</p>numb", "\nnumb"),
            ("<span class=\"vh\">chest pain</span>numb", "\nnumb"),
            ("<blockquote>chest pain</blockquote>numb", "\nnumb"),
            (
                "<blockquote class=\"markdown-alert-warning\">chest pain</blockquote>numb",
                "\nchest pain\nnumb",
            ),
            ("<dialog>chest pain</dialog><img alt=\"chest pain\">numb", "\nnumb"),
        ] {
            assert_eq!(told(inside), format!("call if:{seen}"), "{inside}");
        }
    }

    #[test]
    fn an_element_is_a_card_by_its_class() {
        let kinds = |html: &str| {
            let cards = ShownSigns::of(html, None, &[]).cards;
            cards.iter().map(|card| (card.kind, card.veil)).collect::<Vec<_>>()
        };
        for (html, kind) in [
            ("<section class='emergency'>a</section>", CardKind::Emergency),
            ("<div class='nhsuk-card nhsuk-card--care--emergency'>a</div>", CardKind::Emergency),
            ("<div class='care urgent'>a</div>", CardKind::Urgent),
            ("<div class='care non-urgent'>a</div>", CardKind::NonUrgent),
            ("<div class=warning>a</div>", CardKind::Warning),
        ] {
            assert_eq!(kinds(html), [(kind, None)], "{html}");
        }
        for html in [
            "<span class=emergency>a</span>",
            "<div class=non-emergency>a</div>",
            "<div class=urgent>a</div>",
            "<pre>:::emergency[a]</pre>",
            "<main class=emergency>a</main>",
        ] {
            assert_eq!(kinds(html), [], "{html}");
        }
        let inner =
            "<div class='x-emergency'><h2 class='y-emergency'>a</h2><div class=emergency>b</div></div>";
        assert_eq!(kinds(inner).len(), 1);
        for (around, veil) in [
            ("details", Veil::Folded),
            ("blockquote", Veil::Quoted),
            ("del", Veil::Struck),
            ("template", Veil::Hidden),
        ] {
            let html = format!("<{around}><div class=emergency>a</div></{around}>");
            assert_eq!(kinds(&html), [(CardKind::Emergency, Some(veil))]);
        }
    }

    #[test]
    fn the_signs_above_a_page_bring_the_numbers_beside_them() {
        let html = "<main><article><section class=help><div>Chest <b>pain</b>?</div><ul><li><a href=tel:999>Call \
                    999</a></ul></section><h1>a</h1>b</article></main>";
        let strip = ShownSigns::of(html, Some("Chest <b>pain</b>?"), &[]).strip.expect("it is seen");
        assert_eq!(strip.heard().as_str(), "chest pain?\ncall 999");
        assert_eq!(strip.links.iter().map(|link| link.href).collect::<Vec<_>>(), ["tel:999"]);
        for hidden in ["<!-- Chest pain? -->", "<div hidden>Chest pain?</div>"] {
            assert!(
                ShownSigns::of(hidden, Some("Chest pain?"), &[])
                    .strip
                    .is_none_or(|strip| strip.heard().is_silent())
            );
        }
    }

    #[test]
    fn text_right_after_a_card_is_told_from_what_is_apart() {
        let follows = |after: &str| {
            let html =
                format!("<article><div class='care urgent'><h2>a</h2>b</div>{after}</article><p>end</p>");
            let scene = ShownSigns::of(&html, None, &[]);
            scene.cards[0].followed_by.clone().map(|span| html[span].to_owned())
        };
        for after in
            ["<p>Most eases.</p>", "<nav class=toc>x</nav>\n<ul><li>Most eases.</ul>", "<div>Most eases."]
        {
            assert_eq!(follows(after).as_deref(), Some("Most eases."), "{after}");
        }
        for after in [
            "<h2>x</h2>y",
            "<section>\n<h2>What</h2><p>Most",
            "<table><tr><td>Heat</table>y",
            "<div class='care non-urgent'>x</div><h2>y</h2>",
            "<ul class=entries><li>x</ul>y",
            "<!-- a note --><hr>",
            "",
        ] {
            assert_eq!(follows(after), None, "{after}");
        }
    }
}
