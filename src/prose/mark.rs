//! What is said of words inside a block.

use std::ops::Range;

use crate::html::{Token, Tokens, decode};

/// Something said of a stretch of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its kind.
    pub kind: MarkKind,
    /// The words, in bytes of the prose's text.
    pub text: Range<usize>,
}

/// What can be said of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// They lead to this address, as written.
    Link(String),
    /// `<abbr title="…">`: an abbreviation that is explained.
    Abbreviation,
    /// `<q>`, `<cite>`, `<i>` and the like: somebody else's words, or the name of a work.
    Quotation,
    /// Words in italics that look like the title of a work: several, the first with a capital, without a full stop.
    Work,
    /// `lang="…"` on an element: words of a language, perhaps another than the text's.
    Language(String),
}

/// An element in running text that says something of its words.
#[derive(Debug)]
pub(super) struct OpenMark {
    pub(super) element: &'static str,
    pub(super) kind: Option<MarkKind>,
    pub(super) start: usize,
}

/// The elements that can make a mark.
const ELEMENTS: [&str; 8] = ["abbr", "q", "cite", "i", "dfn", "span", "em", "bdi"];

/// What a tag of raw HTML does to the running text it is in.
pub(super) enum Effect {
    /// Breaks the line.
    Breaks,
    /// Opens an element that can make a mark.
    Opens(OpenMark),
    /// Ends an element that can make a mark.
    Closes(&'static str),
}

/// What the tag `html` does in running text, where its words start at `start`; `None` for one that says nothing.
pub(super) fn effect(html: &str, start: usize) -> Option<Effect> {
    let mut tokens = Tokens::new(html);
    match tokens.next()? {
        Token::Open { name, .. } if name.eq_ignore_ascii_case("br") => Some(Effect::Breaks),
        Token::Open { name, .. } => {
            let element = mark_of(name)?;
            let value = |name: &str| {
                let found = tokens.attributes().iter().find(|known| known.name.eq_ignore_ascii_case(name));
                found.map(|found| decode(found.value)).filter(|value| !value.trim().is_empty())
            };
            let kind = match (element, value("lang"), value("title")) {
                (_, Some(language), _) => Some(MarkKind::Language(language.into_owned())),
                ("abbr" | "dfn", _, Some(_)) => Some(MarkKind::Abbreviation),
                ("q" | "cite" | "i", ..) => Some(MarkKind::Quotation),
                _ => None,
            };
            Some(Effect::Opens(OpenMark { element, kind, start }))
        }
        Token::Close(name) if name.eq_ignore_ascii_case("br") => Some(Effect::Breaks),
        Token::Close(name) => mark_of(name).map(Effect::Closes),
        Token::Text(_) => None,
    }
}

fn mark_of(name: &str) -> Option<&'static str> {
    ELEMENTS.into_iter().find(|element| name.eq_ignore_ascii_case(element))
}

/// How many `<details>` are open after the raw HTML `html`, where `depth` were open before it.
pub(super) fn details(html: &str, mut depth: usize) -> usize {
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open { name, .. } if name.eq_ignore_ascii_case("details") => depth += 1,
            Token::Close(name) if name.eq_ignore_ascii_case("details") => depth = depth.saturating_sub(1),
            Token::Open { .. } | Token::Close(_) | Token::Text(_) => {}
        }
    }
    depth
}
