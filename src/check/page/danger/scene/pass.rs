//! The pass over a page that finds its cards: which elements are open, and what of them readers see.

use std::ops::Range;

use super::{CardKind, CardLink, CareCard, ShownSigns, Veil};
use crate::check::page::element::ElementKind;
use crate::html::{Attribute, Token, Tokens};

/// An open element.
#[derive(Clone, Copy, Debug)]
struct SceneElement<'a> {
    tag: ElementKind,
    name: &'a str,
    at: usize,
    /// What hides its contents, and what hides the element itself.
    veil: Option<Veil>,
    outside: Option<Veil>,
    /// The number of the card that it is in or is.
    card: Option<usize>,
    is_strip: bool,
    /// Whether it belongs to the frame of the page.
    is_frame: bool,
    is_code: bool,
    /// Whether it has a class or an id, as the blocks that directives render have.
    is_named: bool,
}

/// A pass over a page.
pub(super) struct Pass<'a> {
    html: &'a str,
    pub(super) scene: ShownSigns<'a>,
    stack: Vec<SceneElement<'a>>,
    /// The places of the danger signs above the page that are not reached yet, the last first.
    pub(super) strips: Vec<Range<usize>>,
    /// The card that has just ended.
    ended: Option<usize>,
    /// The classes that the style sheets of the page hide.
    pub(super) hidden: &'a [&'a str],
    /// All words, where they are wanted.
    pub(super) all: Option<String>,
}

impl<'a> Pass<'a> {
    pub(super) fn new(html: &'a str) -> Pass<'a> {
        let (scene, stack) = (ShownSigns::default(), Vec::with_capacity(16));
        Pass { html, scene, stack, strips: Vec::new(), ended: None, hidden: &[], all: None }
    }

    pub(super) fn run(&mut self) {
        let mut tokens = Tokens::new(self.html);
        while let Some(token) = tokens.next() {
            let start = tokens.span().start;
            while self.strips.last().is_some_and(|strip| strip.start <= start) {
                self.strips.pop();
                self.start_strip();
            }
            if tokens.is_on_new_line() {
                self.push(&["\n"]);
            }
            match token {
                Token::Open { name, span, closes } => self.open(name, span, closes, tokens.attributes()),
                Token::Close(name) => self.close(name, start),
                Token::Text(_) if tokens.is_raw() => {}
                Token::Text(span) => self.text(span),
            }
        }
        self.cut(0, self.html.len());
    }

    /// The danger signs above the page start here: they are what the element around them holds, with the numbers to call
    /// that a theme puts beside their text.
    fn start_strip(&mut self) {
        let is_apart = |element: &SceneElement<'_>| {
            let is_frame = ["main", "article", "body", "html"].contains(&element.name);
            !is_frame && element.card.is_none() && !element.is_strip
        };
        let depth = self.stack.len();
        let from = [2, 1].into_iter().find_map(|up| {
            let at = depth.checked_sub(up)?;
            self.stack[at..].iter().all(is_apart).then_some(at)
        });
        let Some(from) = from else { return };
        self.stack[from..].iter_mut().for_each(|element| element.is_strip = true);
    }

    /// The card, or the danger signs above the page, that what comes next is part of.
    fn around(&mut self) -> Option<&mut CareCard<'a>> {
        let inner = self.stack.last()?;
        match inner.card {
            Some(card) => self.scene.cards.get_mut(card),
            None if inner.is_strip => Some(self.scene.strip.get_or_insert_with(|| CareCard {
                kind: CardKind::Emergency,
                span: inner.at..inner.at,
                veil: None,
                heading: None,
                links: Vec::new(),
                texts: Vec::new(),
                followed_by: None,
                html: String::new(),
            })),
            None => None,
        }
    }

    /// Adds HTML to what is seen here.
    fn push(&mut self, parts: &[&str]) {
        let Some(inner) = self.stack.last().copied() else { return };
        if let Some(all) = &mut self.all
            && inner.veil != Some(Veil::Struck)
            && !inner.is_code
            && !inner.is_frame
        {
            all.extend(parts.iter().copied());
        }
        if inner.veil.is_some() {
            return;
        }
        let in_heading = self.stack.iter().any(|element| matches!(element.tag, ElementKind::Heading(_)));
        let Some(card) = self.around() else { return };
        card.html.extend(parts.iter().copied());
        if in_heading
            && let Some((_, said, html)) = &mut card.heading
            && said.start == said.end
        {
            html.extend(parts.iter().copied());
        }
    }

    fn open(&mut self, name: &'a str, span: Range<usize>, closes: bool, attributes: &[Attribute<'a>]) {
        let tag = ElementKind::of(name);
        self.end_before(tag, span.start);
        let get = |wanted: &str| {
            let found = attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(wanted));
            found.map(|attribute| attribute.value)
        };
        let outer = self.stack.last().copied();
        let mut outside = outer.and_then(|outer| outer.veil);
        if name.eq_ignore_ascii_case("summary")
            && let Some(details) = outer.filter(|outer| outer.name.eq_ignore_ascii_case("details"))
        {
            outside = details.outside;
        }
        let is_named = get("class").is_some() || get("id").is_some();
        let starts = get("class").and_then(CardKind::of).filter(|_| is_box(tag, name));
        let mut card = outer.and_then(|outer| outer.card);
        let is_in_one = |kind: CardKind| card.is_some_and(|card| self.scene.cards[card].kind == kind);
        let starts = starts.filter(|kind| !is_in_one(*kind));
        let veil = outside.or_else(|| veil(name, self.hidden, &get));
        self.look_after_card(tag, name, starts.is_some(), is_named);
        if let Some(kind) = starts {
            card = Some(self.scene.cards.len());
            self.scene.cards.push(CareCard {
                kind,
                span: span.clone(),
                veil,
                heading: None,
                links: Vec::new(),
                texts: Vec::new(),
                followed_by: None,
                html: String::new(),
            });
        }
        if self.scene.main == 0 && name.eq_ignore_ascii_case("main") {
            self.scene.main = span.end;
        }
        self.push(&["<", name, ">"]);
        if tag.is_void() || closes && outer.is_some_and(|outer| outer.tag == ElementKind::Svg) {
            return;
        }
        let is_frame = outer.is_some_and(|outer| outer.is_frame)
            || matches!(tag, ElementKind::Nav | ElementKind::Head)
            || ["header", "footer", "aside"].iter().any(|frame| name.eq_ignore_ascii_case(frame));
        let element = SceneElement {
            tag,
            name,
            at: span.start,
            veil,
            outside,
            card,
            is_strip: outer.is_some_and(|outer| outer.is_strip),
            is_frame,
            is_code: outer.is_some_and(|outer| outer.is_code) || name.eq_ignore_ascii_case("pre"),
            is_named,
        };
        self.stack.push(element);
        match tag {
            ElementKind::Heading(level) => self.heading(level, span, get("id").unwrap_or(""), element),
            ElementKind::A => {
                let is_note = self.stack.iter().rev().any(|around| around.name.eq_ignore_ascii_case("sup"));
                let Some(href) = get("href") else { return };
                if let Some(card) = self.around() {
                    card.links.push(CardLink {
                        href,
                        said: span.end..span.end,
                        span,
                        is_seen: false,
                        is_note,
                    });
                }
            }
            _ => {}
        }
    }

    fn heading(&mut self, level: u8, span: Range<usize>, id: &'a str, element: SceneElement<'a>) {
        if element.card.is_none() && !element.is_strip {
            let is_early = self.scene.emergencies().next().is_none();
            if is_early && level > 1 && element.veil.is_none() && !element.is_frame {
                self.scene.headings.push((span, id));
            }
            return;
        }
        if let Some(card) = self.around()
            && card.heading.is_none()
        {
            card.heading = Some((span.clone(), span.end..span.end, String::new()));
        }
    }

    /// Looks at what comes after a card: `tag` may be what separates the text after it.
    fn look_after_card(&mut self, tag: ElementKind, name: &str, is_card: bool, is_named: bool) {
        let is_block = tag.ends_paragraph() || tag == ElementKind::Iframe;
        let is_apart = matches!(tag, ElementKind::Heading(_) | ElementKind::Table)
            || ["aside", "details", "figure", "form"].iter().any(|apart| name.eq_ignore_ascii_case(apart));
        if is_card || is_apart || (is_named && is_block && tag != ElementKind::Nav) {
            self.ended = None;
        }
    }

    fn text(&mut self, span: Range<usize>) {
        let html = self.html;
        let text = &html[span.clone()];
        self.push(&[text]);
        if text.trim().is_empty() {
            return;
        }
        let Some(inner) = self.stack.last().copied() else { return };
        if inner.veil.is_some() {
            return;
        }
        let start = span.start + text.len() - text.trim_start().len();
        let seen = start..start + text.trim().len();
        if !inner.is_frame
            && let Some(card) = self.ended.take().and_then(|card| self.scene.cards.get_mut(card))
        {
            card.followed_by = Some(seen.clone());
        }
        let link =
            self.stack.iter().rev().find(|element| element.tag == ElementKind::A).map(|element| element.at);
        if let Some(card) = self.around() {
            card.texts.push(seen);
            if let Some(link) = card.links.last_mut().filter(|last| Some(last.span.start) == link) {
                link.is_seen = true;
            }
        }
    }

    /// Ends elements without an end tag that cannot continue before `tag`.
    fn end_before(&mut self, tag: ElementKind, at: usize) {
        let Some(last) = self.stack.last() else { return };
        let ends = tag.follows(last.tag) || (last.tag == ElementKind::P && tag.ends_paragraph());
        if ends {
            self.cut(self.stack.len() - 1, at);
            self.end_before(tag, at);
        }
    }

    fn close(&mut self, name: &str, at: usize) {
        let is_it = |element: &SceneElement<'_>| element.name.eq_ignore_ascii_case(name);
        if let Some(depth) = self.stack.iter().rposition(is_it) {
            self.cut(depth, at);
        }
    }

    /// Ends the elements from `depth` on at byte `at`.
    fn cut(&mut self, depth: usize, at: usize) {
        while self.stack.len() > depth {
            let Some(element) = self.stack.last().copied() else { return };
            self.push(&["</", element.name, ">"]);
            match element.tag {
                ElementKind::Heading(_) => {
                    if let Some(card) = self.around()
                        && let Some((span, said, _)) = &mut card.heading
                        && span.start == element.at
                    {
                        said.end = at;
                    }
                }
                ElementKind::A => {
                    if let Some(card) = self.around()
                        && let Some(link) = card.links.last_mut().filter(|link| link.span.start == element.at)
                    {
                        link.said.end = at;
                    }
                }
                _ => {}
            }
            self.stack.pop();
            if let Some(card) = element.card
                && self.scene.cards[card].span.start == element.at
            {
                self.ended = Some(card).filter(|_| element.veil.is_none());
            } else if (element.is_named && element.tag != ElementKind::Nav)
                || ["article", "main"].contains(&element.name)
            {
                self.ended = None;
            }
        }
    }
}

/// Whether the element can be a card: a box with a text of its own, and not a page.
fn is_box(tag: ElementKind, name: &str) -> bool {
    let is_page =
        ["main", "article", "header", "footer", "form"].iter().any(|page| name.eq_ignore_ascii_case(page));
    tag.ends_paragraph() && !is_page && !matches!(tag, ElementKind::Heading(_))
}

/// What the element `name` does to its contents, if they are not seen as what the page says.
fn veil<'a>(name: &str, hidden: &[&str], get: &dyn Fn(&str) -> Option<&'a str>) -> Option<Veil> {
    let is_one = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    let classes = get("class").unwrap_or("");
    let is_none = |style: &str| {
        let style = style.to_ascii_lowercase().replace(char::is_whitespace, "");
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    let is_hidden_class = |class: &str| {
        class == "vh" || class == "sr-only" || class.ends_with("visually-hidden") || hidden.contains(&class)
    };
    if is_one(&["template", "noscript", "head", "audio", "video", "canvas", "object", "datalist"])
        || get("hidden").is_some()
        || get("aria-hidden") == Some("true")
        || get("style").is_some_and(is_none)
        || classes.split_ascii_whitespace().any(is_hidden_class)
    {
        return Some(Veil::Hidden);
    }
    if (is_one(&["details", "dialog"]) && get("open").is_none()) || get("popover").is_some() {
        return Some(Veil::Folded);
    }
    if is_one(&["del", "s", "strike"]) {
        return Some(Veil::Struck);
    }
    // An alert is written like a quotation, and is what the page itself says.
    (is_one(&["blockquote"]) && !classes.contains("alert")).then_some(Veil::Quoted)
}
