//! The checks before rendering: of articles and tables, and between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::count;
use super::delta::Delta;
use super::files::ParsedFiles;
use super::parse::{Change, ParsedSite};
use super::session::{Pending, Session};
use super::work::{UnitResult, Work, WorkUnit};
use crate::check::{self, Checked, TextFindings};
use crate::diagnostic::{Diagnostic, FileName};
use crate::link::World;
use crate::render::View;
use crate::template::Templates;
use crate::trace::{Notes, Read};

impl Session {
    /// Runs the checks that are among the `stale` units, and collects what is known before rendering.
    pub(super) fn check(
        &mut self,
        view: &Arc<View>,
        stale: BTreeMap<WorkUnit, Read>,
        change: &Change<'_>,
        delta: &Delta<'_>,
    ) -> Pending {
        let (mut files, mut outputs) = (BTreeSet::new(), BTreeMap::new());
        for (unit, read) in stale {
            match unit {
                WorkUnit::Check(file) => drop(files.insert(file)),
                WorkUnit::Output(path) => drop(outputs.insert(path, Some(read))),
            }
        }
        let mut gone = Vec::new();
        if delta.files {
            self.work.forget_files(view);
            self.work.add_files(view, &mut files);
        }
        if delta.routes {
            gone = self.work.forget_outputs(view);
            self.work.add_outputs(view, &mut outputs);
        }
        if change.more {
            self.pages = count::pages(view.site(), &view.world.routes);
            self.whole = check::site(&view.world);
            check::suggest(&view.world, std::iter::once(&mut self.whole));
        }
        self.topics = check::site::topics::check(&view.world);
        self.work.check(view, &self.parsed.files, &files);
        let mut diagnostics = self.between_files();
        diagnostics.extend(self.work.checked().flat_map(|checked| &checked.diagnostics).cloned());
        let wanted = self.work.checked().flat_map(|checked| &checked.wanted);
        let wanted = wanted.chain(&self.whole.wanted).cloned().collect();
        Pending { view: Some(Arc::clone(view)), diagnostics, wanted, outputs, gone }
    }

    /// Checks every file, for a site that cannot be rendered.
    pub(super) fn check_without_templates(&mut self, world: &World) -> Pending {
        self.pages = count::pages(&world.site, &world.routes);
        self.topics = check::site::topics::check(world);
        let mut checked = check_all(world, &self.parsed.files);
        check::suggest(world, checked.iter_mut());
        let mut diagnostics = self.between_files();
        diagnostics.extend(checked.into_iter().flat_map(|checked| checked.diagnostics));
        Pending { view: None, diagnostics, wanted: Vec::new(), outputs: BTreeMap::new(), gone: Vec::new() }
    }

    /// What is wrong in things made from more than one file.
    fn between_files(&self) -> Vec<Diagnostic> {
        let ParsedSite { words, templates, assets, .. } = &self.parsed;
        let parts = words.diagnostics.iter().chain(&templates.diagnostics).chain(&assets.diagnostics);
        parts
            .chain(self.joined.diagnostics())
            .chain(&self.whole.diagnostics)
            .chain(&self.topics)
            .cloned()
            .collect()
    }
}

impl Work {
    /// Forgets the checks of files that the site no longer has.
    fn forget_files(&mut self, view: &View) {
        let is_there = |file: &FileName| {
            let is_table = || view.site().rows.tables().iter().any(|table| table.file == *file);
            view.site().page_of(file).is_some_and(|page| page.article.is_some()) || is_table()
        };
        let files: Vec<FileName> = self.checked.keys().filter(|file| !is_there(file)).cloned().collect();
        for file in files {
            self.checked.remove(&file);
            self.with_findings.remove(&file);
            self.forget(&WorkUnit::Check(file));
        }
    }

    /// Adds the files that were not checked yet.
    fn add_files(&self, view: &View, files: &mut BTreeSet<FileName>) {
        let articles = view.site().pages.iter().filter(|page| page.article.is_some()).map(|page| &page.file);
        let tables = view.site().rows.tables().iter().map(|table| &table.file);
        files.extend(articles.chain(tables).filter(|file| !self.checked.contains_key(*file)).cloned());
    }

    /// Checks `files` on all cores.
    fn check(&mut self, view: &View, parsed: &ParsedFiles, files: &BTreeSet<FileName>) {
        let templates = Some(&*view.templates);
        let has_traces = self.traces.is_some();
        let done: Vec<(&FileName, UnitResult<Checked>)> = files
            .par_iter()
            .filter_map(|file| Some((file, check_file(&view.world, templates, parsed, file, has_traces)?)))
            .collect();
        let mut fresh = Vec::with_capacity(done.len());
        for (file, UnitResult { made, reads }) in done {
            self.record(&WorkUnit::Check(Arc::clone(file)), reads);
            if made.is_silent() {
                self.with_findings.remove(file);
            } else {
                self.with_findings.insert(Arc::clone(file));
            }
            fresh.push((file, made));
        }
        check::suggest(&view.world, fresh.iter_mut().map(|(_, checked)| checked));
        self.checked.extend(fresh.into_iter().map(|(file, checked)| (Arc::clone(file), checked)));
    }

    /// What the checks have found, by file; files without findings are left out.
    fn checked(&self) -> impl Iterator<Item = &Checked> {
        self.with_findings.iter().filter_map(|file| self.checked.get(file))
    }
}

/// Checks every file, without traces.
fn check_all(world: &World, parsed: &ParsedFiles) -> Vec<Checked> {
    let articles = world.site.pages.par_iter().map(|page| &page.file);
    let tables = world.site.rows.tables().par_iter().map(|table| &table.file);
    let files = articles.chain(tables);
    let mut checked: Vec<Checked> =
        files.filter_map(|file| Some(check_file(world, None, parsed, file, false)?.made)).collect();
    checked.push(check::site(world));
    checked
}

/// Checks an article or a table; `None` for a folder's page without an article.
fn check_file(
    world: &World,
    templates: Option<&Templates>,
    parsed: &ParsedFiles,
    file: &FileName,
    has_traces: bool,
) -> Option<UnitResult<Checked>> {
    let notes = Notes::kept(has_traces);
    let article = world.site.page_of(file).and_then(|page| page.article.as_ref());
    let made = match article {
        Some(article) => {
            let unread = TextFindings::default();
            let reading = parsed.reading(file).unwrap_or(&unread);
            check::article(world, templates, article, reading, &notes)
        }
        None => {
            let table = world.site.rows.tables().iter().find(|table| table.file == *file)?;
            check::table(world, table, &notes)
        }
    };
    Some(UnitResult { made, reads: notes.into_reads() })
}
