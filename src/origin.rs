//! Where each part of a page came from: a range of an article, a field of a row, a template, the use of a directive.
//!
//! A page on which something is wrong is rendered once more, with marks around everything whose origin is known. Templates
//! copy and join texts without knowing of them, so the marks arrive where the texts do, through captures, components and
//! includes. A template may look at a text, though, and do something else because of a mark; so what was rendered with
//! marks is believed only where it is the published page to the byte once they are taken out. Marks are never published:
//! no template can see them in a page that readers get, and a page with which nothing is wrong costs nothing.
//!
//! This module does not know what is on a page, nor what a template is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Place;

/// What a part of a page came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is written at this place.
    Written(Place),
    /// The directive used at this place of an article made it.
    Directive(Place),
}

/// The first of the characters that open a mark; each stands for one origin. They are for private use, are neither letters,
/// digits nor white space, and have no case, so that most of what templates do to a text leaves them as they are.
const FIRST: u32 = 0xf_0000;
/// The last of them in the first of two planes.
const LAST_OF_FIRST: u32 = 0xf_fffd;
/// The first of them in the second plane.
const FIRST_OF_SECOND: u32 = 0x10_0000;
/// Closes the innermost open mark.
const CLOSE: char = '\u{10fffd}';

/// Marks that a text can carry, each of which stands for an origin.
#[derive(Debug, Default)]
pub struct Marks {
    /// The origins that are known beforehand: those of literal text in templates.
    known: Arc<[Origin]>,
    /// All others.
    added: RefCell<Vec<Origin>>,
}

/// The character that opens the mark of the origin `number`; `None` where there are more origins than marks.
fn opening(number: usize) -> Option<char> {
    let number = u32::try_from(number).ok()?;
    let planes = LAST_OF_FIRST - FIRST + 1;
    let code = if number < planes { FIRST + number } else { FIRST_OF_SECOND + (number - planes) };
    char::from_u32(code).filter(|&mark| mark < CLOSE)
}

/// The number of the origin whose mark `c` opens.
fn number(c: char) -> Option<usize> {
    let code = u32::from(c);
    let number = match code {
        FIRST..=LAST_OF_FIRST => code - FIRST,
        FIRST_OF_SECOND.. if c < CLOSE => code - FIRST_OF_SECOND + (LAST_OF_FIRST - FIRST + 1),
        _ => return None,
    };
    usize::try_from(number).ok()
}

/// Whether `c` opens or closes a mark.
#[must_use]
pub fn is_mark(c: char) -> bool {
    c == CLOSE || number(c).is_some()
}

/// `text` without marks.
#[must_use]
pub fn bare(text: &str) -> Cow<'_, str> {
    if text.contains(is_mark) { Cow::Owned(text.replace(is_mark, "")) } else { Cow::Borrowed(text) }
}

/// `made`, which was made of `text`, in the outermost mark that `text` starts with, if any.
#[must_use]
pub fn as_marked(made: String, text: &str) -> String {
    match text.chars().next().filter(|&c| number(c).is_some()) {
        Some(open) => format!("{open}{made}{CLOSE}"),
        None => made,
    }
}

/// The origins of literal texts, and `text` with a mark around each of them; `literals` are where they are in `text`, in
/// order, and `origins` takes the origin of each.
#[must_use]
pub fn mark_literals(
    text: &str,
    literals: &[Range<usize>],
    origins: &mut Vec<Origin>,
    origin: impl Fn(&Range<usize>) -> Origin,
) -> String {
    let mut marked = String::with_capacity(text.len() + literals.len() * 8);
    let mut done = 0;
    for literal in literals {
        let Some(open) = opening(origins.len()) else { break };
        origins.push(origin(literal));
        marked.push_str(&text[done..literal.start]);
        marked.push(open);
        marked.push_str(&text[literal.clone()]);
        marked.push(CLOSE);
        done = literal.end;
    }
    marked.push_str(&text[done..]);
    marked
}

impl Marks {
    /// Marks of which some are used already, for the origins `known`.
    #[must_use]
    pub fn after(known: Arc<[Origin]>) -> Marks {
        Marks { known, added: RefCell::default() }
    }

    /// `text` with a mark around it that stands for `origin`.
    #[must_use]
    pub fn wrap(&self, text: &str, origin: Origin) -> String {
        if text.is_empty() {
            return String::new();
        }
        let mut added = self.added.borrow_mut();
        let Some(open) = opening(self.known.len() + added.len()) else { return text.to_owned() };
        added.push(origin);
        format!("{open}{text}{CLOSE}")
    }

    /// Where the parts of `marked` came from; `None` where it is another text than `page` once its marks are taken out, or
    /// where they do not nest.
    #[must_use]
    pub fn read(&self, marked: &str, page: &str) -> Option<PageParts> {
        let added = self.added.borrow();
        let mut parts = PageParts::default();
        let mut open: Vec<usize> = Vec::new();
        let (mut at, mut from) = (0, 0);
        for (index, mark) in marked.match_indices(is_mark) {
            let text = &marked[from..index];
            if page.get(at..at + text.len()) != Some(text) {
                return None;
            }
            at += text.len();
            from = index + mark.len();
            let mark = mark.chars().next()?;
            if mark == CLOSE {
                let part = open.pop()?;
                parts.parts[part].range.end = at;
            } else {
                let number = number(mark)?;
                let origin = self.known.get(number).or_else(|| added.get(number - self.known.len()))?;
                let parent = open.last().copied();
                open.push(parts.parts.len());
                parts.parts.push(PagePart { range: at..at, origin: origin.clone(), parent });
            }
            match parts.turns.last_mut().filter(|(last, _)| *last == at) {
                Some((_, innermost)) => *innermost = open.last().copied(),
                None => parts.turns.push((at, open.last().copied())),
            }
        }
        (open.is_empty() && page.get(at..) == Some(&marked[from..])).then_some(parts)
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePart {
    /// The part, in bytes of the page.
    pub range: Range<usize>,
    /// What it came from.
    pub origin: Origin,
    /// The part around it.
    parent: Option<usize>,
}

/// The parts of one rendering of a page.
#[derive(Debug, Default)]
pub struct PageParts {
    parts: Vec<PagePart>,
    /// From which byte of the page on which part is the innermost, in order.
    turns: Vec<(usize, Option<usize>)>,
}

impl PageParts {
    /// The parts around the byte `at`, the innermost first.
    fn around(&self, at: usize) -> impl Iterator<Item = &PagePart> {
        let turn = self.turns.partition_point(|(from, _)| *from <= at).checked_sub(1);
        let innermost = turn.and_then(|turn| self.turns[turn].1);
        std::iter::successors(innermost.map(|part| &self.parts[part]), |part| {
            part.parent.map(|parent| &self.parts[parent])
        })
    }
}

/// Where the parts of a page came from.
#[derive(Debug, Default)]
pub struct Origins(Vec<PageParts>);

impl Origins {
    /// Adds what another rendering of the same page has shown.
    pub fn add(&mut self, parts: PageParts) {
        self.0.push(parts);
    }

    /// The parts around the byte `at` of the page, the innermost first.
    #[must_use]
    pub fn around(&self, at: usize) -> Vec<&PagePart> {
        let mut around: Vec<&PagePart> = self.0.iter().flat_map(|parts| parts.around(at)).collect();
        if self.0.len() > 1 {
            around.sort_by_key(|part| part.range.len());
        }
        around
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(start: usize, end: usize) -> Origin {
        Origin::Written(Place::new(&"a.md".into(), start..end))
    }

    #[test]
    fn each_byte_knows_the_parts_around_it() {
        let marks = Marks::default();
        let here = marks.wrap("here", written(1, 5));
        let link = marks.wrap(&format!("<a>{here}</a>"), written(0, 6));
        let mut origins = Origins::default();
        origins.add(marks.read(&format!("x{link}y"), "x<a>here</a>y").expect("they nest"));
        let around = |at| origins.around(at).into_iter().map(|part| part.origin.clone()).collect::<Vec<_>>();
        assert_eq!(around(0), []);
        assert_eq!(around(1), [written(0, 6)]);
        assert_eq!(around(4), [written(1, 5), written(0, 6)]);
        assert_eq!(around(8), [written(0, 6)]);
        assert_eq!(around(12), []);
    }

    #[test]
    fn what_is_not_the_page_is_not_believed() {
        let marks = Marks::default();
        let here = marks.wrap("here", written(1, 5));
        for (marked, page) in [
            (here.clone(), "there"),
            (format!("{here}!"), "here"),
            (here.trim_end_matches(CLOSE).to_owned(), "here"),
            (format!("{here}{CLOSE}"), "here"),
        ] {
            assert!(marks.read(&marked, page).is_none(), "{marked:?}");
        }
        assert!(marks.read(&here, "here").is_some());
        assert_eq!(bare(&here), "here");
    }

    #[test]
    fn marks_of_two_planes_stand_for_as_many_origins() {
        for id in [0, 1, 0xfffd, 0xfffe, 0x1_fffa] {
            assert_eq!(opening(id).and_then(number), Some(id));
        }
        assert_eq!(opening(0x1_fffb), None);
    }
}
