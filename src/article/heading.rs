//! Headings, their ids and the table of contents.

use std::collections::HashMap;

use pulldown_cmark::Event;

use super::body::Quote;

/// A heading of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The level, 1 to 6.
    pub level: u8,
    /// Its id, unique in the article.
    pub id: String,
    /// Its text as HTML without links and footnote marks. Quotes are marks in it: see [`Quote::filled`].
    pub html: String,
    /// Where it starts in the file, in bytes.
    pub start: usize,
    /// Where it ends: behind its last line, which is the one below it where it is underlined.
    pub end: usize,
    /// Whether its author chose the id, `## Heat {#heat}`; otherwise it is made from the heading's words.
    pub has_own_id: bool,
}

/// A heading with those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry<'a> {
    /// The heading.
    pub heading: &'a Heading,
    /// The headings of a deeper level that follow it.
    pub children: Vec<ContentsEntry<'a>>,
}

/// The headings as a tree. A skipped level does not make an empty entry.
#[must_use]
pub fn contents(headings: &[Heading]) -> Vec<ContentsEntry<'_>> {
    let mut at = 0;
    below(headings, &mut at, 0)
}

fn below<'a>(headings: &'a [Heading], at: &mut usize, level: u8) -> Vec<ContentsEntry<'a>> {
    let mut entries: Vec<ContentsEntry<'a>> = Vec::new();
    while let Some(heading) = headings.get(*at) {
        if heading.level <= level {
            break;
        }
        *at += 1;
        entries.push(ContentsEntry { heading, children: below(headings, at, heading.level) });
    }
    entries
}

/// Hands out ids that are unique in one article.
#[derive(Debug)]
pub struct UniqueIds {
    taken: HashMap<String, usize>,
}

impl Default for UniqueIds {
    /// No ids but those that the pages around an article have: `main`, where the skip link leads.
    fn default() -> Self {
        UniqueIds { taken: HashMap::from([("main".to_owned(), 0)]) }
    }
}

impl UniqueIds {
    /// Takes `id` as it is; false where it is taken already.
    pub fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned(), 0).is_none()
    }

    /// The id for a heading with the words `text`, with a number after it where that is taken, as on GitHub.
    pub fn make(&mut self, text: &str) -> String {
        let anchor = crate::slug::anchor(text);
        let base = if anchor.is_empty() { "section".to_owned() } else { anchor };
        let Some(mut count) = self.taken.get(&base).copied() else {
            self.taken.insert(base.clone(), 0);
            return base;
        };
        let mut id = base.clone();
        while self.taken.contains_key(&id) {
            count += 1;
            id = format!("{base}-{count}");
        }
        self.taken.insert(base, count);
        self.taken.entry(id.clone()).or_insert(0);
        id
    }
}

/// The words of inline events.
pub(super) fn plain<'e, 'a: 'e>(events: impl Iterator<Item = &'e Event<'a>>) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::InlineHtml(mark) => words.extend(Quote::of_mark(mark).map(Quote::typed)),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_headings_get_ids_that_differ() {
        let mut ids = UniqueIds::default();
        assert_eq!(ids.make("Heat cold"), "heat-cold");
        assert_eq!(ids.make("Heat, cold"), "heat-cold-1");
        assert_eq!(ids.make("Heat cold 1"), "heat-cold-1-1");
        assert_eq!(ids.make("Heat cold"), "heat-cold-2");
        assert_eq!(ids.make("!?"), "section");
        assert_eq!(ids.make("Main"), "main-1");
        assert!(!ids.take("section"));
    }

    #[test]
    fn repeated_headings_get_the_ids_that_github_gives() {
        let mut ids = UniqueIds::default();
        let made =
            ["echo", "echo", "echo 1", "echo-1", "echo", "foxtrot-1", "foxtrot", "foxtrot", "-a-", "-a-"];
        let expected = [
            "echo",
            "echo-1",
            "echo-1-1",
            "echo-1-2",
            "echo-2",
            "foxtrot-1",
            "foxtrot",
            "foxtrot-2",
            "-a-",
            "-a--1",
        ];
        assert_eq!(made.map(|text| ids.make(text)), expected);
    }

    #[test]
    fn a_skipped_level_hangs_below_the_last_shallower_heading() {
        let heading = |level, id: &str| Heading {
            level,
            id: id.into(),
            html: id.into(),
            start: 0,
            end: 0,
            has_own_id: false,
        };
        let headings = [heading(2, "a"), heading(4, "b"), heading(3, "c"), heading(2, "d")];
        let tree = contents(&headings);
        let ids =
            |entries: &[ContentsEntry<'_>]| entries.iter().map(|e| e.heading.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&tree), ["a", "d"]);
        assert_eq!(ids(&tree[0].children), ["b", "c"]);
    }
}
