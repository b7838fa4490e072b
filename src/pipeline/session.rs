//! The way through, with what the last run made at hand: only what a change concerns is done again.
//!
//! A first run does everything, and a build is a first run whose outputs are not kept. There is no other way
//! from sources to pages, so what a preview shows is what a build writes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::delta::Delta;
use super::parse::{Extent, Pieces};
use super::work::{Ids, Output, Unit, Work};
use super::{Options, Pages, Phase, Progress, Silent, Sink, count};
use crate::article;
use crate::asset::{self, Assets};
use crate::check::page::anchors;
use crate::check::{self, Checked, Readership, Wanted, policy};
use crate::codes::CATALOGUE;
use crate::config::{self, Config};
use crate::data;
use crate::diagnostic::{self, Diagnostic, FileName, Level};
use crate::link::Linker;
use crate::output;
use crate::render::View;
use crate::route::Routes;
use crate::site::rows::{self, Rows};
use crate::site::{self, Site};
use crate::source::Sources;
use crate::table;
use crate::template::{self, Templates};
use crate::theme;
use crate::trace::{Read, ReadKind, Traces};
use crate::waiver::{BAD_WAIVER, UNUSED_WAIVER};
use crate::words::{self, Languages};

/// A value made from files, with what is wrong in them.
#[derive(Debug)]
struct Part<T> {
    value: T,
    diagnostics: Vec<Diagnostic>,
}

/// A site while it is worked on: what was read, what was made of it, and why.
#[derive(Debug)]
pub struct Session {
    options: Options,
    /// Whether outputs are kept for the next run.
    keeps: bool,
    sources: Sources,
    /// What was wrong while the sources were read.
    found: Vec<Diagnostic>,
    pub(super) pieces: Pieces,
    config: Part<Arc<Config>>,
    /// Whether `config` is what `site.toml` said before it had mistakes.
    config_stands_in: bool,
    words: Part<Arc<Languages>>,
    templates: Part<Option<Arc<Templates>>>,
    assets: Part<Arc<Assets>>,
    rows: Part<Arc<Rows>>,
    site: Option<Part<Arc<Site>>>,
    routes: Part<Arc<Routes>>,
    whole: Checked,
    /// How many pages of each kind there are.
    pages: Pages,
    view: Option<Arc<View>>,
    pub(super) work: Work,
}

/// What a run did.
#[derive(Debug)]
pub struct Rebuilt {
    /// Every diagnostic, sorted. There can be very many, and not everybody who looks at them should need a copy.
    pub diagnostics: Arc<Vec<Diagnostic>>,
    /// What there is.
    pub pages: Pages,
    /// The outputs that were rendered, each with what had changed; `None` for one that is new.
    pub rendered: BTreeMap<Arc<str>, Option<Read>>,
    /// The outputs that are no longer made.
    pub gone: Vec<Arc<str>>,
    /// Whether there were no templates to render with.
    pub is_unrendered: bool,
}

/// What has to be run, and on what.
pub(super) struct Plan {
    /// `None` where the templates cannot be loaded.
    pub(super) view: Option<Arc<View>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    wanted: Vec<Wanted>,
    outputs: BTreeMap<Arc<str>, Option<Read>>,
    gone: Vec<Arc<str>>,
}

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

    fn with_traces(options: Options, keeps: bool, traces: Traces<Unit>) -> Session {
        Session {
            options,
            keeps,
            sources: Sources::default(),
            found: Vec::new(),
            pieces: Pieces::default(),
            config: Part { value: Arc::new(Config::unnamed()), diagnostics: Vec::new() },
            config_stands_in: false,
            words: Part { value: Arc::default(), diagnostics: Vec::new() },
            templates: Part { value: None, diagnostics: Vec::new() },
            assets: Part { value: Arc::default(), diagnostics: Vec::new() },
            rows: Part { value: Arc::default(), diagnostics: Vec::new() },
            site: None,
            routes: Part { value: Arc::default(), diagnostics: Vec::new() },
            whole: Checked::default(),
            pages: Pages::default(),
            view: None,
            work: Work::new(keeps.then_some(traces)),
        }
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

    /// What pages are rendered from; `None` as long as the templates could never be loaded.
    #[must_use]
    pub fn view(&self) -> Option<&Arc<View>> {
        self.view.as_ref()
    }

    /// The site, once there was a run.
    pub(super) fn site(&self) -> Option<Arc<Site>> {
        self.site.as_ref().map(|site| Arc::clone(&site.value))
    }

    /// The articles whose front matter or text has errors, and may lack something.
    pub(super) fn misread(&self) -> impl Iterator<Item = FileName> {
        let reading = |code| data::CODES.contains(&code) || article::CODES.contains(&code);
        let errors = self.pieces.diagnostics().filter(move |said| said.is_error() && reading(said.code));
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

    /// Whether every file is what it says now, and none what it said before it had mistakes.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let fails = |diagnostics: &[Diagnostic]| diagnostics.iter().any(Diagnostic::is_error);
        self.stand_ins().is_empty() && !fails(&self.templates.diagnostics)
    }

    /// The outputs that read `read`.
    pub fn readers(&self, read: &Read) -> impl Iterator<Item = &Arc<str>> {
        self.work.traces.iter().flat_map(|traces| traces.readers(read)).filter_map(|unit| match unit {
            Unit::Output(path) => Some(path),
            Unit::Check(_) => None,
        })
    }

    /// The kinds of what outputs and checks have read.
    #[must_use]
    pub fn read_kinds(&self) -> BTreeSet<ReadKind> {
        self.work.traces.as_ref().map(Traces::kinds).unwrap_or_default()
    }

    /// Makes everything anew that depends on the files in `changed`, which are those that differ from the
    /// sources of the last run; `None` stands for all. `found` is what was wrong while `sources` were read.
    pub fn run(
        &mut self,
        sources: Sources,
        found: Vec<Diagnostic>,
        changed: Option<&BTreeSet<FileName>>,
    ) -> Rebuilt {
        let plan = self.plan(sources, found, changed, &Silent);
        self.finish(plan, None, &Silent)
    }

    /// Runs a `plan` to its end. The outputs go into `sink`, or are kept where there is none.
    pub(super) fn finish(&mut self, plan: Plan, sink: Option<&dyn Sink>, progress: &dyn Progress) -> Rebuilt {
        let Plan { view, mut diagnostics, wanted, outputs, gone } = plan;
        let pages = self.count();
        let mut rendered = BTreeMap::new();
        if let Some(view) = &view {
            let paths: Vec<&Arc<str>> = outputs.keys().collect();
            let wanted_at: BTreeSet<&str> = wanted.iter().map(|wanted| wanted.url.as_str()).collect();
            self.work.render(view, &paths, &wanted_at, sink, progress);
            if let Some(traces) = &mut self.work.traces {
                traces.take_new(|read| view.digest(read));
            }
            diagnostics.extend(self.work.diagnostics());
            diagnostics.extend(self.work.between_pages());
            let ids = self.work.ids(view, &wanted_at);
            diagnostics.extend(anchors::check(&wanted, &ids));
            rendered = outputs;
        }
        let is_unrendered = view.is_none();
        if let Some(view) = view
            && let Some(before) = self.view.replace(view)
        {
            // Taking a large site apart takes its time, and nobody has to wait for it.
            rayon::spawn(move || drop(before));
        }
        Rebuilt { diagnostics: Arc::new(self.told(diagnostics, true)), pages, rendered, gone, is_unrendered }
    }

    pub(super) fn count(&self) -> Pages {
        self.pages
    }

    /// Sorts `diagnostics`, gives them the levels the author wants, and leaves out what is waived and what is said of
    /// texts that are no longer there. Only where they are all there will be, unused waivers are reported.
    pub(super) fn told(&self, mut diagnostics: Vec<Diagnostic>, are_all: bool) -> Vec<Diagnostic> {
        let (checks, today) = (&self.config.value.checks, self.options.choice.today);
        policy::apply(checks, &CATALOGUE, &self.pieces.waivers(), &self.drafts(), today, &mut diagnostics);
        let kinds = &self.config.value.kinds;
        // What a waiver is for is not found in rows that could not be read.
        let is_lost = |found: &Diagnostic| {
            let lost_rows = self.pieces.diagnostics().filter(|fault| {
                fault.is_error()
                    && fault.code != &BAD_WAIVER
                    && table::kind_of(&fault.primary.place.file, kinds).is_some()
            });
            lost_rows.into_iter().any(|fault| fault.primary.place.file == found.primary.place.file)
        };
        diagnostics.retain(|found| found.code != &UNUSED_WAIVER || (are_all && !is_lost(found)));
        let stand_ins = self.stand_ins();
        if !stand_ins.is_empty() {
            diagnostics.retain(|diagnostic| !stand_ins.contains(&diagnostic.primary.place.file));
            for diagnostic in &mut diagnostics {
                diagnostic.related.retain(|label| !stand_ins.contains(&label.place.file));
            }
        }
        let parts = self.pieces.diagnostics().chain(&self.config.diagnostics).chain(&self.found);
        diagnostics.extend(parts.cloned());
        check::article::directives::leave_out_ends(&mut diagnostics);
        if self.options.strict {
            diagnostics.iter_mut().for_each(|diagnostic| diagnostic.level = Level::Error);
        }
        diagnostic::sort(&mut diagnostics);
        diagnostics
    }

    /// The drafts that are part of the site.
    fn drafts(&self) -> BTreeSet<FileName> {
        if !self.options.choice.drafts {
            return BTreeSet::new();
        }
        let is_draft =
            |page: &site::Page| page.article.as_ref().is_some_and(|article| article.front_matter.draft);
        let drafts = self.pieces.pages().filter(|page| is_draft(page));
        drafts.map(|page| Arc::clone(&page.file)).collect()
    }

    /// The files in whose place stands what they were before they had mistakes.
    fn stand_ins(&self) -> BTreeSet<FileName> {
        let config = self.config_stands_in.then(|| FileName::from("site.toml"));
        self.pieces.stand_ins().into_iter().chain(config).collect()
    }

    /// Parses and joins what has changed, checks it, and finds out what has to be rendered.
    pub(super) fn plan(
        &mut self,
        sources: Sources,
        found: Vec<Diagnostic>,
        changed: Option<&BTreeSet<FileName>>,
        progress: &dyn Progress,
    ) -> Plan {
        // A run that could not render leaves nothing to go by but the files it parsed.
        let changed = changed.filter(|_| self.view.is_some());
        self.sources = sources;
        self.found = found;
        progress.phase(Phase::Parse);
        let of =
            |is_one: &dyn Fn(&str) -> bool| changed.is_none_or(|paths| paths.iter().any(|path| is_one(path)));
        let known = self.config.value.kinds.clone();
        let reconfigured = of(&|path| path == "site.toml") && self.configure();
        let kinds_changed = !self.config.value.kinds.changed_since(&known).is_empty();
        let readership = Readership::of(&self.config.value);
        let mut extent = {
            let kinds = (&self.config.value.kinds, kinds_changed);
            self.pieces.update(&self.sources, changed, self.keeps, readership, kinds)
        };
        extent.more |= reconfigured;
        if of(&|path| path.starts_with("words/")) {
            self.load_words();
            extent.more = true;
        }
        // Kinds without a directive of their own are shown by one that is made for them.
        let templates_changed = kinds_changed || of(&|path| path.starts_with("templates/"));
        if templates_changed {
            self.load();
        }
        // `[theme]` becomes part of a style sheet.
        if of(&|path| is_asset(path) || path == "site.toml") {
            extent.more |= self.collect_assets(changed.is_none());
        }
        progress.phase(Phase::Check);
        let first = self.view.is_none();
        extent.more |= first;
        if extent.rows || extent.more {
            let (rows, diagnostics) = rows::build(self.pieces.tables());
            self.rows = Part { value: Arc::new(rows), diagnostics };
        }
        // Where two sources meet at an address, what is said of them has places in both.
        extent.more |= extent.rows && !self.routes.diagnostics.is_empty();
        let linker = self.join(&extent);
        let Some(templates) = self.templates.value.clone() else {
            return self.plan_without_templates(&linker);
        };
        let view = Arc::new(match &self.view {
            Some(before) if extent.more => View::new(linker, templates, Some(before)),
            Some(before) if extent.rows => before.with_rows(linker).with_templates(templates),
            Some(before) => before.with_texts(linker, !extent.directives).with_templates(templates),
            None => View::new(linker, templates, None),
        });
        let before = self.view.as_ref().map(|view| &view.linker);
        let delta = Delta::new(changed, &extent, templates_changed, before, &view.linker);
        let stale = self.stale(&view, &extent, &delta);
        self.check(&view, stale, &extent, &delta)
    }

    /// The units that read something which has changed.
    fn stale(&mut self, view: &Arc<View>, extent: &Extent, delta: &Delta<'_>) -> BTreeMap<Unit, Read> {
        let Some(traces) = &mut self.work.traces else { return BTreeMap::new() };
        let digest = |read: &Read| view.digest(read);
        if delta.is_texts() {
            let texts: Vec<Read> = extent.texts.iter().cloned().map(Read::Text).collect();
            return traces.stale_among(&texts, digest);
        }
        traces.stale(|read| delta.concerns(read), digest)
    }

    /// Runs the checks that are stale, and adds up what is known before rendering.
    fn check(
        &mut self,
        view: &Arc<View>,
        stale: BTreeMap<Unit, Read>,
        extent: &Extent,
        delta: &Delta<'_>,
    ) -> Plan {
        let (mut files, mut outputs) = (BTreeSet::new(), BTreeMap::new());
        for (unit, read) in stale {
            match unit {
                Unit::Check(file) => drop(files.insert(file)),
                Unit::Output(path) => drop(outputs.insert(path, Some(read))),
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
        if extent.more {
            self.pages = count(view.site(), &view.linker.routes);
            self.whole = check::site(&view.linker);
            check::suggest(&view.linker, std::iter::once(&mut self.whole));
        }
        self.work.check(view, &self.pieces, &files);
        let mut diagnostics = self.joined();
        diagnostics.extend(self.work.checked().flat_map(|checked| &checked.diagnostics).cloned());
        let wanted = self.work.checked().flat_map(|checked| &checked.wanted);
        let wanted = wanted.chain(&self.whole.wanted).cloned().collect();
        Plan { view: Some(Arc::clone(view)), diagnostics, wanted, outputs, gone }
    }

    /// Checks everything, as nothing can be rendered.
    fn plan_without_templates(&mut self, linker: &Linker) -> Plan {
        self.pages = count(&linker.site, &linker.routes);
        let mut checked = Work::check_all(linker, None, &self.pieces);
        check::suggest(linker, checked.iter_mut());
        let mut diagnostics = self.joined();
        diagnostics.extend(checked.into_iter().flat_map(|checked| checked.diagnostics));
        Plan { view: None, diagnostics, wanted: Vec::new(), outputs: BTreeMap::new(), gone: Vec::new() }
    }

    /// What the parts have to say that are made from more than one file.
    fn joined(&self) -> Vec<Diagnostic> {
        let parts = [&self.words.diagnostics, &self.templates.diagnostics, &self.assets.diagnostics];
        let more = [&self.rows.diagnostics, &self.routes.diagnostics];
        let site = self.site.iter().map(|site| &site.diagnostics);
        let all = parts.into_iter().chain(more).chain(site).chain([&self.whole.diagnostics]);
        all.flatten().cloned().collect()
    }

    /// Reads `site.toml`; says whether what it says has changed.
    fn configure(&mut self) -> bool {
        let (config, mut diagnostics) =
            config::parse(&self.sources, self.options.base_url.as_deref(), table::built_in());
        let (text, file) = (self.sources.config(), "site.toml".into());
        diagnostics.extend(policy::check(&config.checks, &CATALOGUE, text, &file));
        let fails = diagnostics.iter().any(Diagnostic::is_error) || self.sources.get("site.toml").is_none();
        self.config_stands_in = fails && self.keeps && self.view.is_some();
        if self.config_stands_in {
            self.config.diagnostics = diagnostics;
            return false;
        }
        self.config = Part { value: Arc::new(config), diagnostics };
        true
    }

    /// Loads the messages of each language.
    fn load_words(&mut self) {
        let files = self.sources.in_folder(words::FOLDER).map(|file| (&file.path, file.as_text()));
        let (languages, diagnostics) = words::load(files);
        self.words = Part { value: Arc::new(languages), diagnostics };
    }

    /// Loads the templates. Those of before stay where the new ones cannot be loaded.
    fn load(&mut self) {
        let (templates, diagnostics) = template::load(&self.sources, &self.config.value.kinds);
        let before = self.templates.value.take().filter(|_| self.keeps);
        self.templates = Part { value: templates.map(Arc::new).or(before), diagnostics };
    }

    /// Collects static files and pictures; says whether there are others than before.
    fn collect_assets(&mut self, anew: bool) -> bool {
        let base_path = self.config.value.base_path();
        let (mut rules, mut told_of_theme) = theme::rules(&self.config.value.theme);
        rules.push_str(&theme::origin(&self.config.value.base_url.value));
        let before = Some(&*self.assets.value).filter(|assets| !anew && assets.base_path() == base_path);
        let (assets, mut diagnostics) = asset::rebuild(&self.sources, base_path, &rules, before);
        diagnostics.append(&mut told_of_theme);
        diagnostics.extend(check::page::contrast::style_sheets(&self.sources, &self.config.value));
        let same = before.is_some_and(|before| before.is_same(&assets));
        let told = std::mem::replace(&mut self.assets.diagnostics, diagnostics);
        if same && told == self.assets.diagnostics {
            return false;
        }
        self.assets.value = Arc::new(assets);
        true
    }

    /// Joins the parts, or puts the texts that have changed into what was joined before.
    fn join(&mut self, extent: &Extent) -> Linker {
        let before = self.site.as_ref().filter(|_| !extent.more);
        let Some(before) = before else {
            let (site, diagnostics) = site::build(
                Arc::clone(&self.config.value),
                Arc::clone(&self.words.value),
                self.pieces.pages(),
                Arc::clone(&self.rows.value),
                self.pieces.broken(),
                &self.options.choice,
            );
            let site = Arc::new(site);
            let (routes, meeting) = output::route(&site, &self.assets.value);
            // The same routes stay the same value, so that everybody sees that they are.
            let same = self.routes.value.is_same(&routes);
            let routes = if same { Arc::clone(&self.routes.value) } else { Arc::new(routes) };
            self.routes = Part { value: routes, diagnostics: meeting };
            self.site = Some(Part { value: Arc::clone(&site), diagnostics });
            return Linker::new(site, Arc::clone(&self.routes.value), Arc::clone(&self.assets.value));
        };
        let mut site = Site::clone(&before.value);
        site.rows = Arc::clone(&self.rows.value);
        for file in &extent.texts {
            if let (Some(id), Some(page)) = (site.id_of(file), self.pieces.page(file)) {
                site.pages[id] = page;
            }
        }
        let site = Arc::new(site);
        let diagnostics = before.diagnostics.clone();
        self.site = Some(Part { value: Arc::clone(&site), diagnostics });
        Linker::new(site, Arc::clone(&self.routes.value), Arc::clone(&self.assets.value))
    }

    /// Sets the day of the next run. Says whether it is another, in which case everything has to be run.
    pub fn set_today(&mut self, today: crate::data::Date) -> bool {
        let before = std::mem::replace(&mut self.options.choice.today, today);
        before != today
    }
}

/// Whether the file at `path` is published as it is.
fn is_asset(path: &str) -> bool {
    let is_text = || matches!(crate::source::extension(path).as_str(), "md" | "toml" | "csv");
    path.starts_with("static/") || (path.starts_with("content/") && !is_text())
}

/// The ids of the elements of pages, by address.
pub(super) type IdsByPage = BTreeMap<String, Arc<Ids>>;
