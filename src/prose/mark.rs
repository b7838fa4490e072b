//! What is said of words inside a block.

use std::ops::Range;

/// Something said of a stretch of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
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

/// What the tag `html` opens: its element, and the mark that it makes. `None` for an end tag and for elements
/// that say nothing.
pub(super) fn opened(html: &str, start: usize) -> Option<OpenMark> {
    let rest = html.strip_prefix('<')?;
    let element = named(rest)?;
    let kind = match (element, attribute(rest, "lang"), attribute(rest, "title")) {
        (_, Some(language), _) => Some(MarkKind::Language(language.to_owned())),
        ("abbr" | "dfn", _, Some(_)) => Some(MarkKind::Abbreviation),
        ("q" | "cite" | "i", ..) => Some(MarkKind::Quotation),
        _ => None,
    };
    Some(OpenMark { element, kind, start })
}

/// The element that the tag `html` closes, if it is one of those that can make a mark.
pub(super) fn closed(html: &str) -> Option<&'static str> {
    named(html.strip_prefix("</")?)
}

/// Whether the tag `html` is of `element`, opening or not.
pub(super) fn is_tag(html: &str, element: &str) -> bool {
    let rest = html.strip_prefix('<').unwrap_or(html);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    rest[..end].eq_ignore_ascii_case(element)
}

fn named(rest: &str) -> Option<&'static str> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    ELEMENTS.into_iter().find(|element| rest[..end].eq_ignore_ascii_case(element))
}

/// The value of the attribute `name` in a tag; a quoted one that stands first among those of its name.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().filter(|value| !value.trim().is_empty())
}

/// How the number of open `<details>` changes over the raw HTML `html`.
pub(super) fn details(html: &str, mut depth: usize) -> usize {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end..]);
        } else if is_tag(rest, "details") {
            depth += 1;
            rest = &rest[1..];
        } else if rest.strip_prefix("</").is_some_and(|end| is_tag(end, "details")) {
            depth = depth.saturating_sub(1);
            rest = &rest[1..];
        } else {
            rest = &rest[1..];
        }
    }
    depth
}
