//! One pass over a page, which tracks the open elements and collects their words.
//!
//! The families of rules are called only from here: for each start tag, each end and each text. Elements without an
//! end tag end where the standard says, as far as rules can tell; the rest of the standard's tree construction
//! (misnested formatting, content outside tables) does not affect any finding.

use std::ops::Range;

use super::element::ElementKind;
use super::{
    PageFinding, controls, headings, language, links, media, refused, shown, structure, tables, weight,
};
use crate::config::policy::Policy;
use crate::html::{Attribute, AttributeFilter, Token, Tokens};

/// An open element.
#[derive(Clone, Debug)]
pub(super) struct Element<'a> {
    pub(super) tag: ElementKind,
    pub(super) name: &'a str,
    /// Its start tag, in bytes of the page.
    pub(super) span: Range<usize>,
    /// The language of its content; empty if none is declared.
    pub(super) lang: &'a str,
    /// The start of its words among those collected.
    words: usize,
    /// Whether it is hidden from people who do not see the page.
    hidden: bool,
    /// Whether it is hidden from everybody.
    pub(super) is_unseen: bool,
}

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start<'a, 't> {
    pub(super) tag: ElementKind,
    pub(super) name: &'a str,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) attributes: &'t [Attribute<'a>],
    pub(super) names: AttributeFilter,
}

impl<'a> Start<'a, '_> {
    /// The value of the attribute `name`, as written; empty if it has none.
    #[inline]
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        if self.names.may_have(name) { self.find(name) } else { None }
    }

    fn find(&self, name: &str) -> Option<&'a str> {
        let is_it = |attribute: &&Attribute<'_>| attribute.name.eq_ignore_ascii_case(name);
        self.attributes.iter().find(is_it).map(|found| found.value)
    }

    /// Whether it has a non-empty attribute `name`.
    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| !value.trim().is_empty())
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.at..self.end
    }
}

/// A pass over a page, with the state of each family of rules.
#[derive(Debug, Default)]
pub(super) struct Walk<'a> {
    pub(super) html: &'a str,
    /// Where the token starts that is being taken in, in bytes of the page.
    at: usize,
    pub(super) stack: Vec<Element<'a>>,
    /// The words of the open elements that collect them.
    words: String,
    /// The number of open elements that collect words.
    gathering: usize,
    /// The number of open elements whose contents are not checked: templates that a script fills.
    inert: usize,
    pub(super) in_svg: usize,
    /// The numbers of open paragraphs and links, which other elements end.
    in_p: usize,
    in_a: usize,
    pub(super) findings: Vec<PageFinding<'a>>,
    pub(super) links: links::PageLinks<'a>,
    pub(super) tables: tables::Tables,
    pub(super) headings: headings::Headings,
    pub(super) media: media::Media,
    pub(super) shown: shown::PageContent<'a>,
    pub(super) controls: controls::Controls<'a>,
    pub(super) structure: structure::PageStructure<'a>,
    pub(super) refused: refused::Refused<'a>,
    pub(super) weight: weight::Weight<'a>,
}

impl<'a> Walk<'a> {
    /// Walks through `html`; `title` is the page's title, `host` the site's own host, `policy` what the site allows of others.
    pub(super) fn through(
        html: &'a str,
        title: &'a str,
        host: &'a str,
        policy: Option<&'a Policy>,
    ) -> Walk<'a> {
        let stack = Vec::with_capacity(16);
        let mut walk = Walk { html, stack, shown: shown::PageContent::on(html), ..Walk::default() };
        walk.structure.title = title.trim();
        walk.weight.host = host;
        walk.weight.policy = policy;
        let mut tokens = Tokens::new(html);
        while let Some(token) = tokens.next() {
            walk.at = tokens.span().start;
            if tokens.is_on_new_line() {
                walk.new_line();
            }
            match token {
                Token::Open { name, span, closes } => {
                    let tag = ElementKind::of(name);
                    let (attributes, names) = (tokens.attributes(), tokens.names());
                    let start = Start { tag, name, at: span.start, end: span.end, attributes, names };
                    walk.open(&start, closes);
                }
                Token::Close(name) => walk.close(name),
                Token::Text(span) => walk.text(span),
            }
        }
        walk.at = html.len();
        while let Some(element) = walk.stack.pop() {
            walk.closed(&element);
        }
        controls::end(&mut walk);
        walk
    }

    /// Whether the innermost open element is `tag`.
    pub(super) fn inside(&self, tag: ElementKind) -> bool {
        self.stack.iter().rev().any(|element| element.tag == tag)
    }

    /// The words collected since `element` was opened.
    pub(super) fn words_of(&self, element: &Element<'_>) -> &str {
        self.words.get(element.words..).unwrap_or("")
    }

    /// What is inside `element`, which is being closed, in bytes of the page.
    pub(super) fn inside_of(&self, element: &Element<'_>) -> Range<usize> {
        element.span.end..self.at.max(element.span.end)
    }

    /// Adds words that are read out but not visible: alternative texts.
    pub(super) fn gather(&mut self, words: &str) {
        if self.gathering > 0 {
            self.words.push_str(words);
        }
    }

    fn open(&mut self, start: &Start<'a, '_>, closes: bool) {
        let tag = start.tag;
        if self.stack.last().is_some_and(|element| element.tag == ElementKind::Head) && !tag.is_metadata() {
            self.cut(self.stack.len() - 1);
        }
        if self.may_end_before(tag) {
            self.end_before(tag);
        }
        let around = self.stack.last();
        let (lang, is_unseen, hidden) =
            around.map_or(("", false, false), |element| (element.lang, element.is_unseen, element.hidden));
        let is_unseen = tag != ElementKind::Body && is_unseen;
        // Most start tags have no attributes, so these are asked nothing about any.
        let is_bare = start.attributes.is_empty();
        let lang = if is_bare { lang } else { start.get("lang").unwrap_or(lang) };
        if !is_bare {
            shown::open(&mut self.shown, start, is_unseen);
        }
        if self.inert == 0 {
            let says_nothing = is_bare || matches!(start.attributes, [one] if one.name == "class");
            if !(says_nothing && tag.is_plain()) {
                controls::open(self, start);
                if self.in_svg == 0 {
                    links::open(self, start);
                    structure::open(self, start);
                    refused::open(self, start);
                    language::open(self, start);
                }
                media::open(self, start);
                weight::open(self, start);
            }
            if self.in_svg == 0 && (tag == ElementKind::Table || self.tables.is_inside_one()) {
                tables::open(self, start);
            }
        }
        if self.gathering > 0
            && (tag.ends_paragraph() || matches!(tag, ElementKind::Void | ElementKind::Td | ElementKind::Th))
        {
            self.words.push(' ');
        }
        if tag.is_void() || (closes && self.in_svg > 0) {
            return;
        }
        if tag.gathers() {
            self.gathering += 1;
        }
        self.inert += usize::from(tag == ElementKind::Template);
        self.in_svg += usize::from(tag == ElementKind::Svg);
        self.in_p += usize::from(tag == ElementKind::P);
        self.in_a += usize::from(tag == ElementKind::A);
        let hidden = hidden || (!is_bare && start.get("aria-hidden").is_some_and(|value| value == "true"));
        self.stack.push(Element {
            tag,
            name: start.name,
            span: start.span(),
            lang,
            words: self.words.len(),
            hidden,
            is_unseen: is_unseen
                || matches!(tag, ElementKind::Head | ElementKind::Template | ElementKind::Noscript)
                || (!is_bare && start.get("hidden").is_some()),
        });
    }

    /// Whether `tag` may end an element before it. Most end nothing.
    fn may_end_before(&self, tag: ElementKind) -> bool {
        match tag {
            ElementKind::A => self.in_a > 0,
            ElementKind::Item
            | ElementKind::Term
            | ElementKind::Option
            | ElementKind::Row
            | ElementKind::RowGroup
            | ElementKind::Td
            | ElementKind::Th => true,
            _ => self.in_p > 0 && tag.ends_paragraph(),
        }
    }

    /// Ends elements that cannot continue before `tag`.
    fn end_before(&mut self, tag: ElementKind) {
        let is_one = |other: ElementKind| {
            tag.follows(other)
                || (tag == ElementKind::A && other == ElementKind::A)
                || (other == ElementKind::P && tag.ends_paragraph())
        };
        let mut depth = self.stack.len();
        let mut cut = None;
        while let Some(element) = depth.checked_sub(1).and_then(|depth| self.stack.get(depth)) {
            depth -= 1;
            if is_one(element.tag) {
                cut = Some(depth);
            }
            let wall = if tag.ends_paragraph() && !matches!(tag, ElementKind::Item | ElementKind::Term) {
                ElementKind::P
            } else {
                tag
            };
            if element.tag.is_wall(wall) {
                break;
            }
        }
        if let Some(cut) = cut {
            self.cut(cut);
        }
    }

    fn close(&mut self, name: &str) {
        // Most end tags end the last opened element.
        let tag = match self.stack.last() {
            Some(last) if last.name == name => last.tag,
            _ => ElementKind::of(name),
        };
        let is_it = |element: &Element<'_>| {
            element.tag == tag
                && (!matches!(tag, ElementKind::Other | ElementKind::Block)
                    || element.name.eq_ignore_ascii_case(name))
        };
        for depth in (0..self.stack.len()).rev() {
            let element = &self.stack[depth];
            if is_it(element) {
                self.cut(depth);
                return;
            }
            // An end tag inside a cell does not end elements around its table.
            if element.tag == ElementKind::Template
                || (matches!(element.tag, ElementKind::Td | ElementKind::Th) && !is_of_table(tag))
            {
                return;
            }
        }
    }

    /// Ends the elements from `depth` on.
    fn cut(&mut self, depth: usize) {
        while self.stack.len() > depth {
            let Some(element) = self.stack.pop() else { return };
            self.closed(&element);
        }
    }

    fn closed(&mut self, element: &Element<'a>) {
        let tag = element.tag;
        self.inert -= usize::from(tag == ElementKind::Template);
        self.in_svg -= usize::from(tag == ElementKind::Svg);
        self.in_p -= usize::from(tag == ElementKind::P);
        self.in_a -= usize::from(tag == ElementKind::A);
        if self.inert == 0 {
            match tag {
                ElementKind::A => links::close(self, element),
                ElementKind::Heading(_) => headings::close(self, element),
                ElementKind::Svg => media::close(self, element),
                ElementKind::Button | ElementKind::Label => controls::close(self, element),
                ElementKind::P
                | ElementKind::Caption
                | ElementKind::Td
                | ElementKind::Th
                | ElementKind::Table
                | ElementKind::Nav => {
                    tables::close(self, element);
                    structure::close(self, element);
                }
                _ => {}
            }
        }
        if self.inert == 0 && tag == ElementKind::Script {
            refused::close(self, element);
        }
        if tag.gathers() {
            self.gathering -= 1;
            if self.gathering == 0 {
                self.words.clear();
            }
        }
    }

    /// Separates the words before and after a line break.
    fn new_line(&mut self) {
        if self.gathering > 0 && self.inert == 0 && self.stack.last().is_some_and(|around| !around.hidden) {
            self.words.push(' ');
        }
    }

    fn text(&mut self, span: Range<usize>) {
        let html = self.html;
        let text = &html[span.clone()];
        let Some(around) = self.stack.last() else { return };
        let (tag, hidden) = (around.tag, around.hidden);
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.new_line();
            return;
        }
        shown::text(&mut self.shown, around, html, &span);
        match tag {
            ElementKind::Script => return,
            ElementKind::Style => {
                if self.inert == 0 {
                    weight::style(self, text, span.start);
                }
                return;
            }
            ElementKind::Title if self.in_svg > 0 => media::title(self, text),
            _ => {}
        }
        if self.inert > 0 {
            return;
        }
        if self.gathering > 0 && !hidden {
            self.words.push_str(text);
        }
        if !text.is_ascii() {
            language::text(self, span);
        }
    }
}

fn is_of_table(tag: ElementKind) -> bool {
    use ElementKind::{Caption, Row, RowGroup, Table, Td, Th};
    matches!(tag, Caption | Row | RowGroup | Table | Td | Th)
}
