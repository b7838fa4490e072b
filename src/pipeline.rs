//! The one way through: from a site's folder to its pages.
//!
//! ```text
//! source ─▶ config, article + table, template, asset ─▶ site ─▶ route ─▶ check ─▶ render ─▶ write
//! ```
//!
//! Every phase returns its value and its diagnostics, and the next goes on with what there is, so that one
//! run reports everything. Nothing is published unless there is no error at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::article::{self, Article};
use crate::check::{self, Wanted, anchors};
use crate::diagnostic::{self, Diagnostic, FileName, Level};
use crate::link::Linker;
use crate::render::{self, View};
use crate::route::{self, Target};
use crate::site::text::{self, TableText};
use crate::site::{self, Choice, LeftOut};
use crate::source::{File, Sources};
use crate::table;
use crate::template::{self, Templates};
use crate::write::{Publisher, Written};
use crate::{asset, config};

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
}

/// What a run found and did.
#[derive(Debug)]
pub struct Report {
    /// What was read.
    pub sources: Sources,
    /// Every diagnostic, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What there is to publish.
    pub pages: Pages,
    /// What was published; `None` where nothing was.
    pub written: Option<Written>,
}

impl Report {
    /// Whether something stops publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
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
    let mut diagnostics = found;
    let mut note = |more: Vec<Diagnostic>| diagnostics.extend(more);

    progress.phase(Phase::Parse);
    let (config, mistakes) = config::parse(&sources, options.base_url.as_deref());
    note(mistakes);
    let (parsed, mistakes) = parse(&sources);
    note(mistakes);
    let (templates, mistakes) = template::load(&sources);
    note(mistakes);
    let (assets, mistakes) = asset::build(&sources, config.base_path());
    note(mistakes);

    progress.phase(Phase::Check);
    let (site, mistakes) =
        site::build(config, parsed.articles, parsed.tables, parsed.broken, &options.choice);
    note(mistakes);
    let (routes, mistakes) = route::build(&site, &assets);
    note(mistakes);
    let pages = count(&site, &routes);
    let linker = Linker::new(site, routes, assets);
    let (wanted, mistakes) = check::run(&linker, templates.as_ref());
    note(mistakes);

    let mut written = None;
    if let Some(templates) = templates {
        let publishable = !diagnostics.iter().any(|d| d.is_error() || options.strict);
        let target = out.filter(|_| publishable);
        let (done, mistakes) = render_all(linker, templates, &wanted, target, options, progress);
        written = done;
        diagnostics.extend(mistakes);
    }
    if options.strict {
        diagnostics.iter_mut().for_each(|diagnostic| diagnostic.level = Level::Error);
    }
    diagnostic::sort(&mut diagnostics);
    Report { sources, diagnostics, pages, written }
}

/// What parsing all files gives.
struct Parsed {
    articles: Vec<Arc<Article>>,
    tables: Vec<Arc<TableText>>,
    broken: BTreeSet<FileName>,
}

/// One file, parsed.
enum Piece {
    Article(Arc<Article>),
    Table(Arc<TableText>),
    Broken(FileName),
    Other,
}

/// Parses articles and tables, on all cores.
fn parse(sources: &Sources) -> (Parsed, Vec<Diagnostic>) {
    let files: Vec<&File> = sources.in_folder("content").collect();
    let pieces: Vec<(Piece, Vec<Diagnostic>)> = files
        .into_par_iter()
        .map(|file| match file.extension().as_str() {
            "md" => match article::parse(file) {
                (Some(article), mistakes) => (Piece::Article(Arc::new(article)), mistakes),
                (None, mistakes) => (Piece::Broken(Arc::clone(&file.path)), mistakes),
            },
            "toml" | "csv" => match table::kind_of(&file.path) {
                Some(_) => {
                    let (table, mistakes) = text::parse(file);
                    (Piece::Table(Arc::new(table)), mistakes)
                }
                None => (Piece::Other, vec![table::unknown_file(&file.path)]),
            },
            _ => (Piece::Other, Vec::new()),
        })
        .collect();
    let mut parsed = Parsed { articles: Vec::new(), tables: Vec::new(), broken: BTreeSet::new() };
    let mut diagnostics = Vec::new();
    for (piece, mistakes) in pieces {
        diagnostics.extend(mistakes);
        match piece {
            Piece::Article(article) => parsed.articles.push(article),
            Piece::Table(table) => parsed.tables.push(table),
            Piece::Broken(file) => drop(parsed.broken.insert(file)),
            Piece::Other => {}
        }
    }
    (parsed, diagnostics)
}

/// Renders every output on all cores. Where `out` is given and nothing goes wrong, publishes them there.
fn render_all(
    linker: Linker,
    templates: Templates,
    wanted: &[Wanted],
    out: Option<(&Path, &Path)>,
    options: &Options,
    progress: &dyn Progress,
) -> (Option<Written>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let publisher = match out.map(|(out, root)| Publisher::open(out, root)).transpose() {
        Ok(publisher) => publisher,
        Err(fault) => {
            diagnostics.push(fault);
            None
        }
    };
    let routes = Arc::clone(&linker.routes);
    let view = Arc::new(View::new(linker, Arc::new(templates)));
    let with_anchors: BTreeSet<&str> = wanted.iter().map(|wanted| wanted.url.as_str()).collect();
    let ids: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::default();
    let found: Mutex<Vec<Diagnostic>> = Mutex::default();
    let lock = |found: Vec<Diagnostic>, all: &Mutex<Vec<Diagnostic>>| {
        if !found.is_empty() {
            all.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(found);
        }
    };
    progress.phase(Phase::Render(routes.all().len()));
    routes.all().par_iter().for_each(|route| {
        let rendered = render::render(&view, route);
        if with_anchors.contains(route.url.as_str()) && rendered.diagnostics.is_empty() {
            let of_page = anchors::ids(&String::from_utf8_lossy(&rendered.bytes));
            let mut ids = ids.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            ids.insert(route.url.clone(), of_page);
        }
        let mut mistakes = rendered.diagnostics;
        if let Some(publisher) = &publisher
            && mistakes.is_empty()
            && let Err(fault) = publisher.stage(&route.output, &rendered.bytes)
        {
            mistakes.push(fault);
        }
        lock(mistakes, &found);
        progress.done();
    });
    diagnostics.extend(found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner));
    let ids = ids.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    diagnostics.extend(anchors::check(wanted, &ids));
    let stopped = diagnostics.iter().any(|d| d.is_error() || options.strict);
    let mut written = None;
    if let Some(publisher) = publisher.filter(|_| !stopped) {
        match publisher.commit() {
            Ok(done) => written = Some(done),
            Err(fault) => diagnostics.push(fault),
        }
    }
    (written, diagnostics)
}

fn count(site: &site::Site, routes: &route::Routes) -> Pages {
    let mut pages = Pages::default();
    for route in routes.all() {
        match route.target {
            Target::Page(_) => pages.articles += 1,
            Target::Row(_) => pages.rows += 1,
            Target::Rows(_)
            | Target::Programme
            | Target::Tags
            | Target::Tag(_)
            | Target::Sources
            | Target::NotFound => pages.lists += 1,
            Target::Redirect(_) => pages.redirects += 1,
            Target::Asset(_) => pages.files += 1,
            Target::Feed | Target::Sitemap => {}
        }
    }
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
