//! Articles and tables joined into one [`Site`]: folders become sections, pages get their order and
//! neighbours, tags their lists, rows their ids.
//!
//! A `Site` is valid as a whole from the moment it exists; nothing is filled in later.
//!
//! Architecture Invariant: this module does not know templates, and makes no output paths beyond a page's
//! own address ([`crate::route`] does that).

pub mod alphabet;
pub mod language;
pub mod order;
mod pages;
pub mod questions;
pub mod rows;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::article::{Article, Body, inline};
use crate::config::{Config, Help};
use crate::data::{CONTROL_CHARACTER, Date, Spanned, control_characters};
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::language::Language;
use crate::table::markdown;
use crate::table::written::Written;
use crate::words::{Languages, Messages};
use order::Order;
pub use pages::page;
use rows::Rows;

codes! {
    /// Two rows have the same id.
    ///
    /// An id identifies one row on the whole site, so that any article can show it. Rename one of the two. Without
    /// `id`, a row's id is made from its name.
    DUPLICATE_ID = "duplicate-id", Error;
    /// A slug cannot be part of an address.
    ///
    /// ```toml
    /// slug = "../secret"
    /// ```
    ///
    /// A slug is one part of an address: lower-case letters, digits and hyphens. A page always stays in its folder.
    BAD_SLUG = "bad-slug", Error;
    /// A tag has no letter or digit.
    ///
    /// ```toml
    /// tags = ["!!!"]
    /// ```
    ///
    /// The page that lists a tag's articles has the letters and digits of the tag in its address. Write a word.
    BAD_TAG = "bad-tag", Error;
}

/// Which pages are left out of a build.
#[derive(Clone, Copy, Debug)]
pub struct PageFilter {
    /// The day the build is for.
    pub today: Date,
    /// Include drafts.
    pub drafts: bool,
    /// Publish pages whose day has not come.
    pub future: bool,
}

/// Why an article is not published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is a draft.
    Draft,
    /// Its `published` day has not come.
    Scheduled,
    /// Its `expires` day has come.
    Expired,
}

/// The number of a page in [`Site::pages`].
pub type PageId = usize;

/// Everything there is to publish. Its parts are shared, so that a site in which little has changed is cheap.
#[derive(Clone, Debug)]
pub struct Site {
    /// The day for which it is built.
    pub today: Date,
    /// What `site.toml` says.
    pub config: Arc<Config>,
    /// What balm itself says, in each language.
    pub words: Arc<Languages>,
    /// Home, sections and articles, sorted by file.
    pub pages: Vec<Arc<Page>>,
    /// Where each file's page stands in `pages`.
    ids: Arc<HashMap<FileName, PageId>>,
    /// Folders by path ("" is `content/` itself), each with its own page and those in it.
    pub sections: Arc<BTreeMap<String, Section>>,
    /// Where each page stands among the articles of its folder; 0 for a folder's own page.
    pub positions: Arc<Vec<usize>>,
    /// Tags by slug.
    pub tags: Arc<BTreeMap<String, Tag>>,
    /// The rows of all tables.
    pub rows: Arc<Rows>,
    /// The strips of danger signs, those for a folder first, deepest folder first.
    pub help: Arc<Vec<HelpStrip>>,
    /// Articles that are not published, by file.
    pub left_out: Arc<BTreeMap<FileName, LeftOut>>,
    /// The day that leaves each of them out: of `published` or `expires`.
    pub left_out_days: Arc<BTreeMap<FileName, Spanned<Date>>>,
    /// Files that are there but could not be read as articles. Links to them are not reported as well.
    pub broken: Arc<BTreeSet<FileName>>,
}

/// A strip of danger signs, from `[[help]]` in `site.toml`.
#[derive(Debug)]
pub struct HelpStrip {
    /// The folder on whose pages it stands; "" is every page.
    pub folder: String,
    /// The file of the page that says more.
    pub page: FileName,
    /// The danger signs.
    pub body: Body,
    /// What `site.toml` says, with places.
    pub config: Help,
}

/// A page made from an article, or from a folder that has no `index.md`.
#[derive(Debug)]
pub struct Page {
    /// The article; `None` for a folder without one.
    pub article: Option<Arc<Article>>,
    /// The article's file, or the folder's path with a slash after it.
    pub file: FileName,
    /// The title.
    pub title: String,
    /// The address from the site's root: "/back-muscle-spasms/causes/".
    pub url: String,
    /// The folder it is in; for a folder's own page the folder itself.
    pub folder: String,
    /// Whether it is a folder's own page.
    pub is_index: bool,
    /// Its tags in the order they are written: slug and word.
    pub tags: Vec<(String, String)>,
}

/// A folder.
#[derive(Debug)]
pub struct Section {
    /// Its own page.
    pub page: PageId,
    /// The articles in it, in order.
    pub articles: Vec<PageId>,
    /// The own pages of the folders in it, in order.
    pub sections: Vec<PageId>,
    /// The folder it is in; `None` for `content/` itself.
    pub parent: Option<String>,
}

/// A word that pages are grouped by.
#[derive(Debug)]
pub struct Tag {
    /// The word as it was first written.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The pages that carry it, newest first, then by title.
    pub pages: Vec<PageId>,
}

/// Joins the pages of articles with tables. `broken` are the files that could not be parsed as articles.
#[must_use]
pub fn build(
    config: Arc<Config>,
    words: Arc<Languages>,
    pages: impl IntoIterator<Item = Arc<Page>>,
    rows: Arc<Rows>,
    broken: BTreeSet<FileName>,
    choice: &PageFilter,
) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut left_out = BTreeMap::new();
    let mut left_out_days = BTreeMap::new();
    let mut published = Vec::new();
    for page in pages {
        match page.left_out(choice) {
            Some(why) => {
                let front = page.article.as_ref().map(|article| &article.front_matter);
                let day = front.and_then(|front| match why {
                    LeftOut::Draft => None,
                    LeftOut::Scheduled => front.published.clone(),
                    LeftOut::Expired => front.expires.clone(),
                });
                left_out_days.extend(day.map(|day| (Arc::clone(&page.file), day)));
                left_out.insert(Arc::clone(&page.file), why);
            }
            None => published.push(page),
        }
    }
    let order = Order::of(&config.language);
    let (pages, sections) = pages::build(published, &config, order);
    let mut positions = vec![0; pages.len()];
    for section in sections.values() {
        for (position, &id) in section.articles.iter().enumerate() {
            positions[id] = position;
        }
    }
    let ids = pages.iter().enumerate().map(|(id, page)| (Arc::clone(&page.file), id)).collect();
    let tags = pages::tags(&pages, order);
    let help = help_strips(&config, &mut diagnostics);
    let site = Site {
        today: choice.today,
        config,
        words,
        pages,
        ids: Arc::new(ids),
        sections: Arc::new(sections),
        positions: Arc::new(positions),
        tags: Arc::new(tags),
        rows,
        help: Arc::new(help),
        left_out: Arc::new(left_out),
        left_out_days: Arc::new(left_out_days),
        broken: Arc::new(broken),
    };
    (site, diagnostics)
}

fn help_strips(config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Vec<HelpStrip> {
    let file: FileName = "site.toml".into();
    for (key, text) in
        [("title", &config.title), ("description", &config.description), ("name", &config.publisher.name)]
    {
        if text.contains(control_characters::is_unfit) {
            diagnostics.push(Diagnostic::new(
                &CONTROL_CHARACTER,
                Place::start_of(&file),
                format!("`{key}` contains a control character, which cannot be shown"),
                "delete the invisible character, or its escape such as `\\u0008`",
            ));
        }
    }
    let mut strips: Vec<HelpStrip> = config
        .help
        .iter()
        .map(|help| HelpStrip {
            folder: help.section.as_ref().map_or_else(String::new, |s| s.value.trim_matches('/').to_owned()),
            page: format!(
                "content/{}",
                help.page.value.trim_start_matches("content/").trim_start_matches('/')
            )
            .into(),
            body: {
                let (mut words, span) = (help.text.value.clone(), help.text.span());
                control_characters::clean(&mut words, &span, &file, diagnostics);
                // A value in single quotes without escapes is exactly two bytes longer than its text.
                let is_as_written = span.len() == words.len() + 2;
                let written = is_as_written.then(|| Written::as_it_reads(span.start + 1));
                markdown::body(inline::text, &words, &span, written.as_ref(), &file, diagnostics)
            },
            config: help.clone(),
        })
        .collect();
    strips.sort_by_key(|strip| Reverse(strip.folder.len()));
    strips
}

impl Site {
    /// The language of what is in `file`: an article, a table, or anything else.
    #[must_use]
    pub fn language_of(&self, file: &FileName) -> &Language {
        if let Some(page) = self.page_of(file) {
            let article = page.article.as_ref();
            return article
                .map_or(&self.config.language, |article| language::of_article(article, &self.config));
        }
        let folder = file.strip_prefix("content/").and_then(|name| name.rsplit_once('/'));
        folder.map_or(&self.config.language, |(folder, _)| language::of_rows(self, folder))
    }

    /// What balm itself says about the rows of tables in `folder`, in their language.
    #[must_use]
    pub fn words_of_rows(&self, folder: &str) -> &Messages {
        self.words.of(language::of_rows(self, folder))
    }

    /// What balm itself says in the site's language.
    #[must_use]
    pub fn own_words(&self) -> &Messages {
        self.words.of(&self.config.language)
    }

    /// The page made from `file`.
    #[must_use]
    pub fn page_of(&self, file: &str) -> Option<&Page> {
        self.id_of(file).map(|id| &*self.pages[id])
    }

    /// The number of the page made from `file`.
    #[must_use]
    pub fn id_of(&self, file: &str) -> Option<PageId> {
        self.ids.get(file).copied()
    }

    /// The own page of a section.
    #[must_use]
    pub fn section_page(&self, folder: &str) -> Option<&Page> {
        self.sections.get(folder).map(|section| &*self.pages[section.page])
    }

    /// Whether there is a folder `folder` under `content/`; the empty one is all of it.
    #[must_use]
    pub fn is_folder(&self, folder: &str) -> bool {
        folder.is_empty()
            || self.sections.contains_key(folder)
            || self.rows.tables().iter().any(|table| table.folder == folder)
    }

    /// Whether a strip of danger signs is for a folder that is not there, and was meant for one that is.
    #[must_use]
    pub fn has_stray_help(&self) -> bool {
        self.help.iter().any(|strip| !self.is_folder(&strip.folder))
    }

    /// The strip of danger signs for pages of `folder`.
    #[must_use]
    pub fn help_for(&self, folder: &str) -> Option<&HelpStrip> {
        self.help.iter().find(|strip| rows::is_within(folder, &strip.folder))
    }
}

impl Page {
    /// Why the page is not published in a build of `choice`, if so.
    #[must_use]
    pub fn left_out(&self, choice: &PageFilter) -> Option<LeftOut> {
        let front = &self.article.as_ref()?.front_matter;
        if front.draft && !choice.drafts {
            return Some(LeftOut::Draft);
        }
        if front.expires.as_ref().is_some_and(|date| date.value <= choice.today) {
            return Some(LeftOut::Expired);
        }
        if front.published.as_ref().is_some_and(|date| date.value > choice.today) && !choice.future {
            return Some(LeftOut::Scheduled);
        }
        None
    }

    /// When the page was published or last changed, whichever is later.
    #[must_use]
    pub fn last_change(&self) -> Option<Date> {
        let front = &self.article.as_ref()?.front_matter;
        let published = front.published.as_ref().map(|date| date.value);
        published.max(front.updated.as_ref().map(|date| date.value))
    }
}
