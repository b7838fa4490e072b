//! How many pages of each kind a site has, for the report.

use std::sync::Arc;

use crate::check;
use crate::route::{CountedAs, Routes};
use crate::site::{self, LeftOut, Site};
use crate::table::{BuiltIn, Source, Table};

/// How many pages of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct PageCounts {
    /// All pages, redirects aside.
    pub pages: usize,
    /// Pages made from articles and folders.
    pub articles: usize,
    /// Pages made from rows of tables.
    pub rows: usize,
    /// Lists: tags, A to Z, sources, the 404 page.
    pub lists: usize,
    /// Redirects from former addresses.
    pub redirects: usize,
    /// Static files and pictures.
    pub files: usize,
    /// Drafts left out.
    pub drafts: usize,
    /// Articles left out because their first day is in the future.
    pub scheduled: usize,
    /// Articles left out because their last day has passed.
    pub expired: usize,
    /// Articles in a language other than English, whose words no rule knows.
    pub foreign: usize,
    /// Rows in a language other than English, apart from sources.
    pub foreign_rows: usize,
}

pub(super) fn pages(site: &Site, routes: &Routes) -> PageCounts {
    let mut pages = PageCounts::default();
    for route in routes.all() {
        match route.kind.facts().counts_as {
            CountedAs::Article => pages.articles += 1,
            CountedAs::Row => pages.rows += 1,
            CountedAs::List => pages.lists += 1,
            CountedAs::Redirect => pages.redirects += 1,
            CountedAs::File => pages.files += 1,
            CountedAs::Nothing => {}
        }
    }
    let articles = site.pages.iter().filter_map(|page| page.article.as_ref());
    pages.foreign = articles.filter(|article| !check::english::is_english(article, &site.config)).count();
    let is_foreign = |table: &&Arc<Table>| {
        let language = site::language::of_rows(site, &table.folder).as_str();
        table.kind != Some(Source::kind()) && !check::english::plain_language::is_english(language)
    };
    pages.foreign_rows = site.rows.tables().iter().filter(is_foreign).map(|table| table.rows.len()).sum();
    pages.pages = pages.articles + pages.rows + pages.lists;
    for why in site.left_out.values() {
        match why {
            LeftOut::Draft => pages.drafts += 1,
            LeftOut::Scheduled => pages.scheduled += 1,
            LeftOut::Expired => pages.expired += 1,
        }
    }
    pages
}
