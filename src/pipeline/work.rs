//! The units of work: checking a file, rendering an output. Each leaves a trace of what it read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::parse::Pieces;
use super::session::IdsByPage;
use super::{Progress, Sink};
use crate::check::page::{self, Asked, Page, Seen};
use crate::check::{self, Checked, Reading};
use crate::diagnostic::{Diagnostic, FileName};
use crate::html;
use crate::link::Linker;
use crate::output;
use crate::render::{Bytes, Rendered, View};
use crate::route::{Route, Target};
use crate::source::Content;
use crate::template::Templates;
use crate::trace::{Notes, Read, Reads, Traces};

/// Something that is done as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// An article or table is checked.
    Check(FileName),
    /// The output at a path is rendered.
    Output(Arc<str>),
}

/// The ids of the elements of a page.
pub(super) type Ids = BTreeSet<String>;

/// An output as it was last rendered.
#[derive(Debug)]
pub struct Output {
    /// What it was made from.
    pub target: Target,
    /// Its bytes, the same value as long as they are the same; `None` where it could not be rendered.
    pub bytes: Option<Arc<[u8]>>,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Its address from the site's root.
    pub url: String,
    /// Its ids, where something links to one of them.
    ids: Option<Arc<Ids>>,
    /// The questions in its JSON-LD.
    asked: Vec<Asked>,
}

impl Output {
    /// Whether it could not be made as it should be.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.bytes.is_none() || self.diagnostics.iter().any(Diagnostic::holds_page)
    }
}

/// What the units have made, and their traces.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) outputs: BTreeMap<Arc<str>, Output>,
    /// The outputs with which something is wrong.
    failing: BTreeSet<Arc<str>>,
    checked: BTreeMap<FileName, Checked>,
    /// The files whose checks have found something.
    telling: BTreeSet<FileName>,
    /// What the units read; `None` where there is no next time.
    pub(super) traces: Option<Traces<Unit>>,
}

/// What one unit made, and what it read.
struct Done<T> {
    made: T,
    reads: Reads,
}

impl Work {
    pub(super) fn new(traces: Option<Traces<Unit>>) -> Work {
        Work {
            outputs: BTreeMap::new(),
            failing: BTreeSet::new(),
            checked: BTreeMap::new(),
            telling: BTreeSet::new(),
            traces,
        }
    }

    fn record(&mut self, unit: &Unit, reads: Reads) {
        if let Some(traces) = &mut self.traces {
            traces.record(unit, reads);
        }
    }

    fn leave(&mut self, unit: &Unit) {
        if let Some(traces) = &mut self.traces {
            traces.remove(unit);
        }
    }

    /// Forgets the checks of files that are no longer part of the site.
    pub(super) fn forget_files(&mut self, view: &View) {
        let is_there = |file: &FileName| {
            let is_table = || view.site().rows.tables().iter().any(|table| table.file == *file);
            view.site().page_of(file).is_some_and(|page| page.article.is_some()) || is_table()
        };
        let files: Vec<FileName> = self.checked.keys().filter(|file| !is_there(file)).cloned().collect();
        for file in files {
            self.checked.remove(&file);
            self.telling.remove(&file);
            self.leave(&Unit::Check(file));
        }
    }

    /// Adds the files that were not checked yet.
    pub(super) fn add_files(&self, view: &View, files: &mut BTreeSet<FileName>) {
        let articles = view.site().pages.iter().filter(|page| page.article.is_some()).map(|page| &page.file);
        let tables = view.site().rows.tables().iter().map(|table| &table.file);
        files.extend(articles.chain(tables).filter(|file| !self.checked.contains_key(*file)).cloned());
    }

    /// Forgets the outputs that are no longer made, and returns their paths.
    pub(super) fn forget_outputs(&mut self, view: &View) -> Vec<Arc<str>> {
        // Both are sorted by path, so one pass finds what has no partner.
        let mut routes = view.linker.routes.all().iter().map(|route| route.output.as_str()).peekable();
        let is_made = |path: &&Arc<str>| {
            while routes.next_if(|route| *route < &***path).is_some() {}
            routes.peek().is_some_and(|route| *route == &***path)
        };
        let mut is_made = is_made;
        let gone: Vec<Arc<str>> = self.outputs.keys().filter(|path| !is_made(path)).cloned().collect();
        for path in &gone {
            self.outputs.remove(path);
            self.failing.remove(path);
            self.leave(&Unit::Output(Arc::clone(path)));
        }
        gone
    }

    /// Adds the outputs that were not there, or are made from something else. There are none to forget.
    pub(super) fn add_outputs(&self, view: &View, outputs: &mut BTreeMap<Arc<str>, Option<Read>>) {
        let mut made = self.outputs.iter().peekable();
        for route in view.linker.routes.all() {
            let before = made.next_if(|(path, _)| ***path == *route.output).map(|(_, output)| output);
            if before.is_none_or(|before| before.target != route.target || before.url != route.url) {
                outputs.insert(route.output.as_str().into(), None);
            }
        }
    }

    /// Checks `files`, which `pieces` have parsed, on all cores.
    pub(super) fn check(&mut self, view: &View, pieces: &Pieces, files: &BTreeSet<FileName>) {
        let templates = Some(&*view.templates);
        let are_kept = self.traces.is_some();
        let done: Vec<(&FileName, Done<Checked>)> = files
            .par_iter()
            .filter_map(|file| Some((file, check_file(&view.linker, templates, pieces, file, are_kept)?)))
            .collect();
        let mut fresh = Vec::with_capacity(done.len());
        for (file, Done { made, reads }) in done {
            self.record(&Unit::Check(Arc::clone(file)), reads);
            if made.is_silent() {
                self.telling.remove(file);
            } else {
                self.telling.insert(Arc::clone(file));
            }
            fresh.push((file, made));
        }
        check::suggest(&view.linker, fresh.iter_mut().map(|(_, checked)| checked));
        self.checked.extend(fresh.into_iter().map(|(file, checked)| (Arc::clone(file), checked)));
    }

    /// Checks every file without a trace.
    pub(super) fn check_all(linker: &Linker, templates: Option<&Templates>, pieces: &Pieces) -> Vec<Checked> {
        let articles = linker.site.pages.par_iter().map(|page| &page.file);
        let tables = linker.site.rows.tables().par_iter().map(|table| &table.file);
        let files = articles.chain(tables);
        let mut checked: Vec<Checked> =
            files.filter_map(|file| Some(check_file(linker, templates, pieces, file, false)?.made)).collect();
        checked.push(check::site(linker));
        checked
    }

    /// What the checks have found, by file; those that have found nothing are left out.
    pub(super) fn checked(&self) -> impl Iterator<Item = &Checked> {
        self.telling.iter().filter_map(|file| self.checked.get(file))
    }

    /// What rendering has found, by path.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        self.failing().flat_map(|(_, output)| &output.diagnostics).cloned()
    }

    /// What is wrong with all pages together.
    pub(super) fn between_pages(&self) -> Vec<Diagnostic> {
        let asked =
            self.outputs.values().flat_map(|output| output.asked.iter().map(|asked| (&*output.url, asked)));
        page::structured_data::twice(asked)
    }

    /// The outputs with which something is wrong.
    pub(super) fn failing(&self) -> impl Iterator<Item = (&Arc<str>, &Output)> {
        self.failing.iter().filter_map(|path| self.outputs.get_key_value(path))
    }

    /// Renders the outputs at `paths`, on all cores. They go into `sink` where there is one, and are kept where
    /// there is none.
    pub(super) fn render(
        &mut self,
        view: &Arc<View>,
        paths: &[&Arc<str>],
        wanted_at: &BTreeSet<&str>,
        sink: Option<&dyn Sink>,
        progress: &dyn Progress,
    ) {
        progress.phase(super::Phase::Render(paths.len()));
        // An output that grows with the site is started first: at the end, all cores but one would wait for it.
        let is_slow =
            |path: &&&Arc<str>| view.linker.routes.to(path).is_some_and(|route| route.kind.facts().is_slow);
        let (slow, others): (Vec<&&Arc<str>>, Vec<&&Arc<str>>) = paths.iter().partition(is_slow);
        let paths: Vec<&Arc<str>> = slow.into_iter().chain(others).copied().collect();
        let done: Vec<(&Arc<str>, Done<Output>)> = paths
            .par_iter()
            .filter_map(|path| {
                let route = view.linker.routes.to(path)?;
                let mut rendered = output::render(view, route, Notes::kept(sink.is_none()));
                let seen = check_page(view, route, &rendered);
                rendered.diagnostics.extend(seen.diagnostics);
                let (mut bytes, mut diagnostics) = (rendered.bytes, rendered.diagnostics);
                let ids = bytes.as_ref().filter(|_| wanted_at.contains(route.url.as_str()));
                let ids = ids.map(|bytes| Arc::new(html::ids(&String::from_utf8_lossy(bytes))));
                let reads = rendered.notes.into_reads();
                if let Some(sink) = sink
                    && let Some(bytes) = bytes.take()
                    && let Err(fault) = sink.take(path, &bytes)
                {
                    diagnostics.push(fault);
                }
                let (target, url) = (route.target.clone(), route.url.clone());
                let before = self.outputs.get(*path).and_then(|before| before.bytes.as_ref());
                let bytes = bytes.map(|bytes| match before.filter(|before| ***before == *bytes) {
                    Some(before) => Arc::clone(before),
                    None => shared(bytes),
                });
                let output = Output { target, url, bytes, diagnostics, ids, asked: seen.asked };
                progress.done();
                Some((*path, Done { made: output, reads }))
            })
            .collect();
        for (path, Done { made, reads }) in done {
            self.record(&Unit::Output(Arc::clone(path)), reads);
            if made.diagnostics.is_empty() && (made.bytes.is_some() || sink.is_some()) {
                self.failing.remove(path);
            } else {
                self.failing.insert(Arc::clone(path));
            }
            self.outputs.insert(Arc::clone(path), made);
        }
    }

    /// The ids of the pages at the addresses in `wanted_at`; pages that could not be rendered are missing.
    pub(super) fn ids(&mut self, view: &View, wanted_at: &BTreeSet<&str>) -> IdsByPage {
        let mut ids = IdsByPage::new();
        for &url in wanted_at {
            let Some(route) = view.linker.routes.at(url) else { continue };
            let Some(output) = self.outputs.get_mut(route.output.as_str()) else { continue };
            if output.diagnostics.iter().any(Diagnostic::holds_page) {
                continue;
            }
            if let (None, Some(bytes)) = (&output.ids, &output.bytes) {
                output.ids = Some(Arc::new(html::ids(&String::from_utf8_lossy(bytes))));
            }
            if let Some(of_page) = &output.ids {
                ids.insert(url.to_owned(), Arc::clone(of_page));
            }
        }
        ids
    }
}

/// Checks an article or a table; `None` for a folder's page without an article.
fn check_file(
    linker: &Linker,
    templates: Option<&Templates>,
    pieces: &Pieces,
    file: &FileName,
    are_kept: bool,
) -> Option<Done<Checked>> {
    let notes = Notes::kept(are_kept);
    let article = linker.site.page_of(file).and_then(|page| page.article.as_ref());
    let made = match article {
        Some(article) => {
            let unread = Reading::default();
            let reading = pieces.reading(file).unwrap_or(&unread);
            check::article(linker, templates, article, reading, &notes)
        }
        None => {
            let table = linker.site.rows.tables().iter().find(|table| table.file == *file)?;
            check::table(linker, table, &notes)
        }
    };
    Some(Done { made, reads: notes.into_reads() })
}

/// Checks what can only be seen on a rendered page.
fn check_page(view: &Arc<View>, route: &Route, rendered: &Rendered) -> Seen {
    let Some(html) = rendered.bytes.as_ref().filter(|_| route.is_page()) else { return Seen::default() };
    let Ok(html) = std::str::from_utf8(html) else { return Seen::default() };
    page::check(&Page {
        linker: &view.linker,
        templates: &view.templates,
        target: &route.target,
        template: &rendered.template,
        html,
        json_ld: &rendered.json_ld,
        origins: page::Tracer(&|| output::origins(view, route, html)),
        rows: &rendered.rows,
        shown: &rendered.shown,
        notes: &rendered.notes,
    })
}

/// Bytes that many can hold, in no more room than they need.
fn shared(bytes: Bytes) -> Arc<[u8]> {
    match bytes {
        Bytes::Shared(Content::Text(text)) => text.into(),
        Bytes::Shared(Content::Bytes(bytes)) => bytes,
        Bytes::Own(bytes) => bytes.into(),
    }
}
