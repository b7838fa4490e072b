//! The one way through: from a site's folder to its pages.
//!
//! ```text
//! source ─▶ config, article + table, template, asset ─▶ site ─▶ route ─▶ check ─▶ render ─▶ write
//! ```
//!
//! Every phase returns its value and its diagnostics, and the next goes on with what there is, so that one
//! run reports everything. Nothing is published unless there is no error at all.

mod delta;
mod parse;
mod session;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic, FileName};
use crate::readability::Counts;
use crate::route::{CountedAs, Routes};
use crate::site::{self, Choice, LeftOut};
use crate::source::Sources;
use crate::table::{BuiltIn, Source, Table};
use crate::write::{CommitSummary, Publisher};

pub use session::{Rebuilt, Session};
pub use work::Output;

/// What a build depends on besides the site's files.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which pages are published.
    pub choice: Choice,
    /// Replaces the `base_url` of `site.toml`.
    pub base_url: Option<String>,
    /// Warnings are errors.
    pub strict: bool,
}

/// A phase of a build, for those who watch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Articles, tables and templates are parsed.
    Parse,
    /// Links and references are checked.
    Check,
    /// Pages are rendered; so many outputs there are.
    Render(usize),
}

/// Is told how far a build has come.
pub trait Progress: Sync {
    /// A phase begins.
    fn phase(&self, phase: Phase);
    /// One more output is done.
    fn done(&self);
}

/// Watches nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _: Phase) {}
    fn done(&self) {}
}

/// How many pages of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Pages {
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
    /// Articles whose day has not come, left out.
    pub scheduled: usize,
    /// Articles whose last day has passed, left out.
    pub expired: usize,
    /// Articles in another language than English, whose words no rule knows.
    pub foreign: usize,
    /// Rows in another language than English, sources aside.
    pub foreign_rows: usize,
}

/// What a run found and did.
#[derive(Debug)]
pub struct Report {
    /// What was read.
    pub sources: Sources,
    /// The site; `None` where it could not be put together.
    pub site: Option<Arc<site::Site>>,
    /// Every diagnostic, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What the scores of articles are worked out from, for those that were read word for word.
    pub counts: BTreeMap<FileName, Counts>,
    /// What there is to publish.
    pub pages: Pages,
    /// What was published; `None` where nothing was.
    pub written: Option<CommitSummary>,
}

impl Report {
    /// Whether something stops publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Takes outputs as they are rendered, from many threads.
pub(crate) trait Sink: Sync {
    /// Takes the output at `path`.
    fn take(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic>;
}

impl Sink for Publisher {
    fn take(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.stage(path, bytes)
    }
}

/// Throws outputs away: they were rendered to be checked.
struct Nowhere;

impl Sink for Nowhere {
    fn take(&self, _: &str, _: &[u8]) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// Builds the site that `sources` holds, and publishes it into `out` where one is given and nothing is wrong.
///
/// `found` are diagnostics of reading the sources.
#[must_use]
pub fn run(
    sources: Sources,
    found: Vec<Diagnostic>,
    out: Option<(&Path, &Path)>,
    options: &Options,
    progress: &dyn Progress,
) -> Report {
    let stops = |diagnostic: &Diagnostic| diagnostic.is_error() || options.strict;
    let mut session = Session::once(options.clone());
    let plan = session.plan(sources, found, None, progress);
    let mut publisher = None;
    let mut faults = Vec::new();
    let fine = plan.view.is_some() && !session.told(plan.diagnostics.clone(), false).iter().any(stops);
    if let Some((out, root)) = out.filter(|_| fine) {
        match Publisher::open(out, root) {
            Ok(opened) => publisher = Some(opened),
            Err(fault) => faults.push(fault),
        }
    }
    let pages = session.count();
    let sink: &dyn Sink = match &publisher {
        Some(publisher) => publisher,
        None => &Nowhere,
    };
    let rebuilt = session.finish(plan, Some(sink), progress);
    let mut diagnostics = Arc::unwrap_or_clone(rebuilt.diagnostics);
    diagnostics.append(&mut faults);
    let mut written = None;
    if let Some(publisher) = publisher.filter(|_| !diagnostics.iter().any(stops)) {
        match publisher.commit() {
            Ok(done) => written = Some(done),
            Err(fault) => diagnostics.push(fault),
        }
    }
    diagnostic::sort(&mut diagnostics);
    let counts = session.pieces.counts().collect();
    Report { site: session.site(), sources: session.take_sources(), diagnostics, counts, pages, written }
}

/// The site that `sources` hold, joined but not rendered, and the articles that could not be read as they stand. What
/// else is wrong is for [`run`] to say.
#[must_use]
pub fn site(
    sources: Sources,
    found: Vec<Diagnostic>,
    options: &Options,
) -> Option<(Arc<site::Site>, BTreeSet<FileName>)> {
    let mut session = Session::once(options.clone());
    session.plan(sources, found, None, &Silent);
    session.site().map(|site| {
        let unread = site.broken.iter().cloned().chain(session.misread()).collect();
        (site, unread)
    })
}

fn count(site: &site::Site, routes: &Routes) -> Pages {
    let mut pages = Pages::default();
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
    pages.foreign =
        articles.filter(|article| !crate::check::english::is_english(article, &site.config)).count();
    let is_foreign = |table: &&Arc<Table>| {
        let language = site::language::of_rows(site, &table.folder).as_str();
        table.kind != Some(Source::kind()) && !crate::check::english::plain_language::is_english(language)
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
