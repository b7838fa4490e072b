//! The one way from a site's folder to its pages. A file for each phase:
//!
//! ```text
//! parse ─▶ join, route ─▶ check ─▶ render, check pages ─▶ check anchors ─▶ policy ─▶ write
//! ```
//!
//! | file | phase |
//! |---|---|
//! | `parse` | every file by itself: `site.toml`, articles and tables with their words (`files`), templates, assets |
//! | `join` | articles and tables become a site, and each of its outputs gets an address |
//! | `check` | articles, tables, and what is wrong between them |
//! | `render` | outputs become bytes; each page is checked once it is there, then anchors and all pages together |
//! | `policy` | which findings are reported, and at which level |
//!
//! [`Session`] calls them in this order. `delta` and `work` are what spares it work after a change: what may have changed, and
//! what each unit of work made and read.
//!
//! Every phase returns its value and its diagnostics, and the next goes on with what there is, so that one
//! run reports everything. Nothing is published unless there is no error at all.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

mod check;
mod count;
mod delta;
mod files;
mod join;
mod parse;
mod policy;
mod render;
mod session;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic, FileName};
use crate::readability::Counts;
use crate::site::{self, PageFilter};
use crate::source::Sources;
use crate::write::{CommitSummary, OutputFolder};

pub use count::PageCounts;
pub use session::{Rebuilt, Session};
pub use work::Output;

/// What a build depends on besides the site's files.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which pages are published.
    pub choice: PageFilter,
    /// Replaces the `base_url` of `site.toml`.
    pub base_url: Option<String>,
    /// Warnings are errors.
    pub strict: bool,
}

/// A phase of a build, as progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Articles, tables and templates are parsed.
    Parse,
    /// Links and references are checked.
    Check,
    /// Pages are rendered: this many outputs.
    Render(usize),
}

/// Follows the progress of a build.
pub trait Progress: Sync {
    /// A phase begins.
    fn phase(&self, phase: Phase);
    /// One more output is done.
    fn done(&self);
}

/// Ignores progress.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _: Phase) {}
    fn done(&self) {}
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
    pub pages: PageCounts,
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

impl Sink for OutputFolder {
    fn take(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.stage(path, bytes)
    }
}

/// Discards outputs, which were rendered only to be checked.
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
    let pending = session.prepare(sources, found, None, progress);
    let mut publisher = None;
    let mut faults = Vec::new();
    let fine = pending.view.is_some()
        && !session.finish_diagnostics(pending.diagnostics.clone(), false).iter().any(stops);
    if let Some((out, root)) = out.filter(|_| fine) {
        match OutputFolder::open(out, root) {
            Ok(opened) => publisher = Some(opened),
            Err(fault) => faults.push(fault),
        }
    }
    let pages = session.pages;
    let sink: &dyn Sink = match &publisher {
        Some(publisher) => publisher,
        None => &Nowhere,
    };
    let rebuilt = session.finish(pending, Some(sink), progress);
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
    let counts = session.parsed.files.counts().collect();
    Report { site: session.site(), sources: session.take_sources(), diagnostics, counts, pages, written }
}

/// The site in `sources`, joined but not rendered, and the articles that have errors of their own. Other mistakes are
/// left to [`run`].
#[must_use]
pub fn site(
    sources: Sources,
    found: Vec<Diagnostic>,
    options: &Options,
) -> Option<(Arc<site::Site>, BTreeSet<FileName>)> {
    let mut session = Session::once(options.clone());
    session.prepare(sources, found, None, &Silent);
    session.site().map(|site| {
        let unread = site.broken.iter().cloned().chain(session.misread()).collect();
        (site, unread)
    })
}
