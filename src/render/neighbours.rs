//! What pages ask a [`View`] for beyond its values: the neighbours of a page or row, and lists of pages.
//!
//! Nothing here is noted. Whoever answers for an output comes through [`Reader`](super::reader::Reader), which notes each
//! question; whoever takes a digest asks the same, so that a digest stands for the very answer.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

use std::collections::BTreeSet;
use std::sync::Arc;

use tera::Value;
use tera::value::Key;

use super::homes;
use super::reader::Titled;
use super::view::View;
use crate::data::Date;
use crate::diagnostic::FileName;
use crate::site::rows::{self, RowId};
use crate::site::{Page, PageId, Section};
use crate::table::{BuiltIn, Cause};

/// More pages than this make no guide: a list of hundreds helps nobody find the way.
const LONGEST_GUIDE: usize = 12;

/// How many of the newest pages a feed lists. It is part of what the read `Newest` stands for.
const NEWEST: usize = 20;

/// The neighbours of a page in its folder.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Neighbours<'a> {
    pub(crate) previous: Option<Titled<'a>>,
    pub(crate) next: Option<Titled<'a>>,
    /// The folder's pages, its own first; empty where they are too many.
    pub(crate) guide: Vec<(Titled<'a>, FileName)>,
}

/// The name of a row, and its address from the site's root.
pub(crate) type RowLink<'a> = (&'a str, String);

/// The neighbours of a row among those of its kind and folder.
#[derive(Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RowNeighbours<'a> {
    /// The one before it, from A to Z.
    pub(crate) previous: Option<RowLink<'a>>,
    pub(crate) next: Option<RowLink<'a>>,
    /// All of them in the order of their tables; empty where they are too many.
    pub(crate) guide: Vec<RowLink<'a>>,
}

impl View {
    pub(crate) fn dates(&self, folder: &str) -> (Option<Date>, Option<Date>) {
        let article = self.site().section_page(folder).and_then(|page| page.article.as_ref());
        let Some(front) = article.map(|article| &article.front_matter) else { return (None, None) };
        (front.updated.as_ref().map(|date| date.value), front.review_due.as_ref().map(|date| date.value))
    }

    pub(crate) fn has_causes(&self, folder: &str) -> bool {
        self.site().rows.has_table(&Cause::kind(), folder)
    }

    pub(crate) fn home_of(self: &Arc<Self>, question: RowId) -> Option<&FileName> {
        let homes = self.homes.get_or_init(|| homes::homes(self));
        homes.get(&question).map(|&id| &self.site().pages[id].file)
    }

    pub(crate) fn listing(&self, folder: &str) -> (&[PageId], &[PageId]) {
        let section = self.site().sections.get(folder);
        section.map_or((&[], &[]), |section| (&section.articles, &section.sections))
    }

    /// The folders that the pages `ids` are in, each once.
    pub(crate) fn folders(&self, ids: &[PageId]) -> Vec<&str> {
        let folders = ids.iter().map(|&id| self.site().pages[id].folder.as_str());
        folders.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What lists say of the pages `ids`.
    pub(crate) fn summaries(&self, ids: &[PageId]) -> Vec<Value> {
        ids.iter().map(|&id| self.shared.summaries[id].value.clone()).collect()
    }

    /// Home has nothing beside it; at the top, pages stand beside each other without one to start from.
    pub(crate) fn neighbours(&self, file: &str) -> Neighbours<'_> {
        let site = self.site();
        let found = site.id_of(file).and_then(|id| Some((id, site.sections.get(&site.pages[id].folder)?)));
        let Some((id, section)) = found else { return Neighbours::default() };
        let own = &site.pages[id];
        if own.folder.is_empty() && own.is_index {
            return Neighbours::default();
        }
        let first = (!own.folder.is_empty()).then_some(section.page);
        let nth = |index: usize| nth_of(section, first, index);
        let titled = |id: PageId| Titled::numbered(site, id);
        let offset = usize::from(first.is_some());
        let at = if first == Some(id) { 0 } else { site.positions[id] + offset };
        let count = section.articles.len() + offset;
        let has_guide = first.is_some() && (2..=LONGEST_GUIDE).contains(&count);
        let guide = if has_guide { 0..count } else { 0..0 };
        Neighbours {
            previous: at.checked_sub(1).and_then(nth).map(titled),
            next: nth(at + 1).map(titled),
            guide: guide.filter_map(nth).map(|id| (titled(id), Arc::clone(&site.pages[id].file))).collect(),
        }
    }

    pub(crate) fn help(&self, folder: &str) -> Option<usize> {
        let site = self.site();
        let strip = site.help_for(folder)?;
        site.help.iter().position(|other| std::ptr::eq(other, strip))
    }

    /// The HTML of the danger signs that the page of the article `file` shows above its text, as templates get it.
    #[must_use]
    pub fn help_html(&self, file: &str) -> Option<&str> {
        let folder = &self.site().page_of(file)?.folder;
        let value = &self.shared.helps[self.help(folder)?].value;
        value.as_map()?.get(&Key::from("text"))?.as_str()
    }

    pub(crate) fn row_neighbours(&self, id: RowId) -> RowNeighbours<'_> {
        let rows = &self.site().rows;
        let link = |id: RowId| {
            let row = rows.row(id);
            (row.name().value.as_str(), rows::url(row).unwrap_or_default())
        };
        let (previous, next) = rows.neighbours(id);
        let own = rows.row(id);
        // Rows are numbered in the order of their tables.
        let mut guide: Vec<RowId> =
            rows.of(own.kind()).filter(|&other| rows.row(other).folder() == own.folder()).collect();
        if !(2..=LONGEST_GUIDE).contains(&guide.len()) {
            guide.clear();
        }
        RowNeighbours {
            previous: previous.map(link),
            next: next.map(link),
            guide: guide.into_iter().map(link).collect(),
        }
    }

    pub(crate) fn tagged(&self, slug: &str) -> &[PageId] {
        self.site().tags.get(slug).map_or(&[], |tag| &tag.pages)
    }

    pub(crate) fn tags(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.site().tags.values().map(|tag| (tag.name.as_str(), tag.url.as_str(), tag.pages.len()))
    }

    /// Pages with a date, newest first, home aside: as many as a feed lists.
    pub(crate) fn newest(&self) -> Vec<(PageId, Date)> {
        let pages = &self.site().pages;
        let dated = pages.iter().enumerate().filter(|(_, page)| page.url != "/");
        let mut dated: Vec<(PageId, Date)> =
            dated.filter_map(|(id, page)| Some((id, page.last_change()?))).collect();
        dated.sort_unstable_by(|(a, newer), (b, older)| {
            older.cmp(newer).then_with(|| pages[*a].url.cmp(&pages[*b].url))
        });
        dated.truncate(NEWEST);
        dated
    }

    /// Every page that a search engine may list.
    pub(crate) fn addresses(&self) -> Vec<(&str, Option<Date>)> {
        let listed = self.world.routes.all().iter().filter(|route| route.kind.facts().in_sitemap);
        let listed = listed.map(|route| {
            let page = route.target.basis().page().and_then(|file| self.site().page_of(file));
            (route.url.as_str(), page.and_then(Page::last_change))
        });
        listed.collect()
    }
}

/// The page at `index` of a folder, whose own page may come first.
fn nth_of(section: &Section, first: Option<PageId>, index: usize) -> Option<PageId> {
    match (index, first) {
        (0, Some(first)) => Some(first),
        (index, Some(_)) => section.articles.get(index - 1).copied(),
        (index, None) => section.articles.get(index).copied(),
    }
}
