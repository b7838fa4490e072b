//! On which page each question is at home.
//!
//! A question may be shown on many pages, but is one question: search engines want it marked up once. It is at home
//! on the page that shows the most questions of its table, pages of the table's own folder before all others, the
//! first in reading order where several show as many. That is read from where articles write `::faq`, so that no
//! page has to be rendered to know it of another.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::rows::RowId;
use super::{Page, PageId, Site};
use crate::article::Use;
use crate::table::{BuiltIn, Question, Row};

/// What one `::faq` shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Ids of questions; all where there are none.
    only: Vec<&'a str>,
    /// The folder they are from; "" is any.
    from: &'a str,
    /// Whether the answers are shown too.
    has_answers: bool,
}

/// What the article of `page` shows by `::faq`, in order.
#[must_use]
pub fn shown(page: &Page) -> Vec<Shown<'_>> {
    let uses = page.article.iter().flat_map(|article| &article.body.uses);
    uses.filter(|used| used.name.value == "faq").map(Shown::by).collect()
}

impl<'a> Shown<'a> {
    fn by(used: &'a Use) -> Self {
        let given = |name: &str| used.get(name).map_or("", |value| value.value.as_str());
        let words = |name: &str| {
            let words = given(name).split(|c: char| c.is_whitespace() || c == ',');
            words.filter(|word| !word.is_empty()).collect::<Vec<_>>()
        };
        let columns = words("columns");
        let has_answers = columns.is_empty() || columns.contains(&"answer");
        Shown { only: words("only"), from: given("from").trim_matches('/'), has_answers }
    }

    fn has(&self, row: &Row) -> bool {
        self.has_answers
            && (self.only.is_empty() || self.only.contains(&row.id.value.as_str()))
            && (self.from.is_empty() || self.from == row.folder())
    }
}

/// How good a home a page is for a question: whether it is of the same folder, how many questions of the table it
/// shows, and how early it is read.
type Merit = (bool, usize, Reverse<usize>);

/// The home of each question that an article shows.
#[must_use]
pub fn homes(site: &Site) -> BTreeMap<RowId, PageId> {
    let questions: Vec<RowId> = site.rows.of(&Question::kind()).collect();
    if questions.is_empty() {
        return BTreeMap::new();
    }
    let mut homes: BTreeMap<RowId, (Merit, PageId)> = BTreeMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        let shown = shown(page);
        let is_shown = |&question: &RowId| shown.iter().any(|shown| shown.has(site.rows.row(question)));
        let rows: Vec<RowId> = questions.iter().copied().filter(is_shown).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for &row in &rows {
            *counts.entry(site.rows.row(row).folder()).or_default() += 1;
        }
        let place = if page.is_index { 0 } else { site.positions[id] + 1 };
        for row in rows {
            let folder = site.rows.row(row).folder();
            let merit = (folder == page.folder, counts[folder], Reverse(place));
            // Pages come in the order of their files: of two that are as good the first stays.
            if homes.get(&row).is_none_or(|(best, _)| *best < merit) {
                homes.insert(row, (merit, id));
            }
        }
    }
    homes.into_iter().map(|(row, (_, page))| (row, page)).collect()
}
