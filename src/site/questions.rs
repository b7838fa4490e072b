//! On which page each question is at home.
//!
//! A question may be shown on many pages, but is one question: search engines want it marked up once. It is at home
//! on the page that shows the most questions of its table, pages of the table's own folder before all others, the
//! first in reading order where several show as many.
//!
//! This module does not know how pages show questions.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::rows::RowId;
use super::{Page, PageId, Site};
use crate::table::{BuiltIn, Question};

/// How good a home a page is for a question: whether it is of the same folder, how many questions of the table it
/// shows, and how early it is read.
type Merit = (bool, usize, Reverse<usize>);

/// The home of each question that a page shows; `shown` gives the questions that a page shows with their answers.
pub fn homes(site: &Site, shown: impl Fn(&Page) -> BTreeSet<RowId>) -> BTreeMap<RowId, PageId> {
    if site.rows.of(&Question::kind()).next().is_none() {
        return BTreeMap::new();
    }
    let mut homes: BTreeMap<RowId, (Merit, PageId)> = BTreeMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        let rows = shown(page);
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
