//! The phases in their order, with the results of the last run at hand: only what a change affects is done again.
//!
//! A first run does everything, and a build is a first run whose outputs are not kept. There is no other way
//! from sources to pages, so a preview shows what a build writes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::delta::Delta;
use super::join::Joined;
use super::parse::{Change, Earlier, ParsedSite};
use super::work::{Output, Work, WorkUnit};
use super::{Options, PageCounts, Phase, Progress, Silent, Sink};
use crate::article;
use crate::check::{Checked, WantedAnchor};
use crate::data::{self, Date};
use crate::diagnostic::{Diagnostic, FileName};
use crate::link::World;
use crate::render::View;
use crate::site::Site;
use crate::source::Sources;
use crate::template::Templates;
use crate::trace::{Read, ReadKind, Traces};

/// A site with everything that the last run made of it, and why.
#[derive(Debug)]
pub struct Session {
    pub(super) options: Options,
    /// Whether outputs are kept for the next run.
    is_kept: bool,
    sources: Sources,
    /// What was wrong while the sources were read.
    pub(super) found: Vec<Diagnostic>,
    pub(super) parsed: ParsedSite,
    pub(super) joined: Joined,
    /// What the checks of the site as a whole have found.
    pub(super) whole: Checked,
    /// The findings about which tables pages show.
    pub(super) topics: Vec<Diagnostic>,
    /// How many pages of each kind there are.
    pub(super) pages: PageCounts,
    view: Option<Arc<View>>,
    pub(super) work: Work,
}

/// What a run did.
#[derive(Debug)]
pub struct Rebuilt {
    /// Every diagnostic, sorted. Shared, as there can be very many.
    pub diagnostics: Arc<Vec<Diagnostic>>,
    /// How many pages of each kind there are.
    pub pages: PageCounts,
    /// The outputs that were rendered, each with a read that had changed; `None` for a new output.
    pub rendered: BTreeMap<Arc<str>, Option<Read>>,
    /// The outputs that are no longer made.
    pub gone: Vec<Arc<str>>,
    /// Whether there were no templates to render with.
    pub is_unrendered: bool,
}

/// A run between its checks and its rendering.
pub(super) struct Pending {
    /// `None` where the templates cannot be loaded.
    pub(super) view: Option<Arc<View>>,
    /// What is wrong so far.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The anchors that links lead to.
    pub(super) wanted: Vec<WantedAnchor>,
    /// The outputs to render, each with a read that has changed; `None` for a new output.
    pub(super) outputs: BTreeMap<Arc<str>, Option<Read>>,
    /// The outputs that are no longer made.
    pub(super) gone: Vec<Arc<str>>,
}

/// The phases.
impl Session {
    /// Makes everything again that depends on the files in `changed`, which are those that differ from the
    /// sources of the last run; `None` means all. `found` is what was wrong while `sources` were read.
    pub fn run(
        &mut self,
        sources: Sources,
        found: Vec<Diagnostic>,
        changed: Option<&BTreeSet<FileName>>,
    ) -> Rebuilt {
        let pending = self.prepare(sources, found, changed, &Silent);
        self.finish(pending, None, &Silent)
    }

    /// Parses and joins what has changed, checks it, and works out which outputs have to be rendered.
    pub(super) fn prepare(
        &mut self,
        sources: Sources,
        found: Vec<Diagnostic>,
        changed: Option<&BTreeSet<FileName>>,
        progress: &dyn Progress,
    ) -> Pending {
        // If the last run had no templates, only parsed files can be reused.
        let has_view = self.view.is_some();
        let changed = changed.filter(|_| has_view);
        (self.sources, self.found) = (sources, found);
        progress.phase(Phase::Parse);
        let earlier = Earlier { is_kept: self.is_kept, has_view };
        let mut change = self.parsed.update(&self.sources, changed, &self.options, earlier);
        change.more |= !has_view;
        progress.phase(Phase::Check);
        let world = self.joined.update(&self.parsed, &mut change, &self.options.choice);
        let Some(templates) = self.parsed.templates.value.clone() else {
            return self.check_without_templates(&world);
        };
        let view = self.view_of(world, templates, &change);
        let before = self.view.as_ref().map(|view| &view.world);
        let delta = Delta::new(&change, before, &view.world);
        let stale = self.stale(&view, &change, &delta);
        self.check(&view, stale, &change, &delta)
    }

    /// Renders what is pending and checks it. The outputs go into `sink`, or are kept where there is none.
    pub(super) fn finish(
        &mut self,
        mut pending: Pending,
        sink: Option<&dyn Sink>,
        progress: &dyn Progress,
    ) -> Rebuilt {
        self.work.finish(&mut pending, &self.parsed.files, sink, progress);
        let Pending { view, diagnostics, outputs, gone, .. } = pending;
        let is_unrendered = view.is_none();
        if let Some(view) = view
            && let Some(before) = self.view.replace(view)
        {
            // Dropping a large site takes a while, and nobody has to wait for it.
            rayon::spawn(move || drop(before));
        }
        let diagnostics = Arc::new(self.finish_diagnostics(diagnostics, true));
        Rebuilt { diagnostics, pages: self.pages, rendered: outputs, gone, is_unrendered }
    }
}

impl Session {
    /// The view of `world`, as far as possible made from that of the last run.
    fn view_of(&self, world: World, templates: Arc<Templates>, change: &Change<'_>) -> Arc<View> {
        Arc::new(match &self.view {
            Some(before) if change.more => View::new(world, templates, Some(before)),
            Some(before) if change.rows => before.with_rows(world).with_templates(templates),
            Some(before) => before.with_texts(world, !change.directives).with_templates(templates),
            None => View::new(world, templates, None),
        })
    }

    /// The units that read something which has changed.
    fn stale(
        &mut self,
        view: &Arc<View>,
        change: &Change<'_>,
        delta: &Delta<'_>,
    ) -> BTreeMap<WorkUnit, Read> {
        let Some(traces) = &mut self.work.traces else { return BTreeMap::new() };
        let digest = |read: &Read| view.digest(read);
        if change.is_only_texts() {
            let texts: Vec<Read> = change.texts.iter().cloned().map(Read::Text).collect();
            return traces.stale_among(&texts, digest);
        }
        traces.stale(|read| delta.concerns(read), digest)
    }
}

/// Beginnings, and what a session knows between runs.
impl Session {
    /// A session that has not read anything yet.
    #[must_use]
    pub fn new(options: Options) -> Session {
        Session::with_traces(options, true, Traces::default())
    }

    /// A session that records all reads but those of one kind: for tests that show that they would notice.
    #[must_use]
    pub fn ignoring(options: Options, ignored: ReadKind) -> Session {
        Session::with_traces(options, true, Traces::ignoring(Some(ignored)))
    }

    /// A session for one run.
    pub(super) fn once(options: Options) -> Session {
        Session::with_traces(options, false, Traces::default())
    }

    fn with_traces(options: Options, is_kept: bool, traces: Traces<WorkUnit>) -> Session {
        Session {
            options,
            is_kept,
            sources: Sources::default(),
            found: Vec::new(),
            parsed: ParsedSite::default(),
            joined: Joined::default(),
            whole: Checked::default(),
            topics: Vec::new(),
            pages: PageCounts::default(),
            view: None,
            work: Work::new(is_kept.then_some(traces)),
        }
    }

    /// Sets the day of the next run. Returns whether it is a different one; if so, everything has to be run.
    pub fn set_today(&mut self, today: Date) -> bool {
        let before = std::mem::replace(&mut self.options.choice.today, today);
        before != today
    }

    /// The sources as they were last given.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Takes the sources out, to be changed and given to the next run.
    pub fn take_sources(&mut self) -> Sources {
        std::mem::take(&mut self.sources)
    }

    /// Puts the sources back unchanged.
    pub fn put_back(&mut self, sources: Sources) {
        self.sources = sources;
    }

    /// What was wrong while the sources were read.
    #[must_use]
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// What pages are rendered from; `None` until the templates can be loaded.
    #[must_use]
    pub fn view(&self) -> Option<&Arc<View>> {
        self.view.as_ref()
    }

    /// The site, once there was a run.
    pub(super) fn site(&self) -> Option<Arc<Site>> {
        self.joined.site().cloned()
    }

    /// The articles whose front matter or text has errors, and may be incomplete.
    pub(super) fn misread(&self) -> impl Iterator<Item = FileName> {
        let reading = |code| data::CODES.contains(&code) || article::CODES.contains(&code);
        let errors =
            self.parsed.files.diagnostics().filter(move |said| said.is_error() && reading(said.code));
        errors.map(|said| Arc::clone(&said.primary.place.file)).filter(|file| file.ends_with(".md"))
    }

    /// Every output by its path in the output folder.
    #[must_use]
    pub fn outputs(&self) -> &BTreeMap<Arc<str>, Output> {
        &self.work.outputs
    }

    /// The outputs with which something is wrong.
    pub fn failing(&self) -> impl Iterator<Item = (&Arc<str>, &Output)> {
        self.work.failing()
    }

    /// Whether every file is used as it is now, and none as it was before it had errors.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let templates = &self.parsed.templates.diagnostics;
        self.parsed.old_files().is_empty() && !templates.iter().any(Diagnostic::is_error)
    }

    /// Whether `file` is used as it was before it had errors.
    #[must_use]
    pub fn is_old(&self, file: &str) -> bool {
        self.parsed.files.is_old(file)
    }

    /// The outputs that read `read`.
    pub fn readers(&self, read: &Read) -> impl Iterator<Item = &Arc<str>> {
        self.work.traces.iter().flat_map(|traces| traces.readers(read)).filter_map(|unit| match unit {
            WorkUnit::Output(path) => Some(path),
            WorkUnit::Check(_) => None,
        })
    }

    /// The kinds of what outputs and checks have read.
    #[must_use]
    pub fn read_kinds(&self) -> BTreeSet<ReadKind> {
        self.work.traces.as_ref().map(Traces::kinds).unwrap_or_default()
    }
}
