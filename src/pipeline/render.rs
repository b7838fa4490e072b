//! Rendering outputs, checking the pages among them, and the checks between pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::files::ParsedFiles;
use super::session::Pending;
use super::work::{ElementIds, Output, UnitResult, Work, WorkUnit};
use super::{Phase, Progress, Sink};
use crate::check::page::{self, CheckedPage, Seen, anchors};
use crate::check::{TextFindings, WantedAnchor};
use crate::diagnostic::Diagnostic;
use crate::html;
use crate::output;
use crate::render::{Bytes, Rendered, View};
use crate::route::Route;
use crate::source::Content;
use crate::trace::{Notes, Read};

/// The ids of the elements of pages, by address.
type IdsByPage = BTreeMap<String, Arc<ElementIds>>;

impl Work {
    /// Renders the outputs of `pending` and adds to its diagnostics what is wrong in pages and between them. Outputs go
    /// into `sink`, or are kept where there is none.
    pub(super) fn finish(
        &mut self,
        pending: &mut Pending,
        parsed: &ParsedFiles,
        sink: Option<&dyn Sink>,
        progress: &dyn Progress,
    ) {
        let Some(view) = &pending.view else { return };
        let paths: Vec<&Arc<str>> = pending.outputs.keys().collect();
        let linked: BTreeSet<&str> = pending.wanted.iter().map(|wanted| wanted.url.as_str()).collect();
        self.render((view, parsed), &paths, &linked, sink, progress);
        if let Some(traces) = &mut self.traces {
            traces.take_new(|read| view.digest(read));
        }
        pending.diagnostics.extend(self.failing().flat_map(|(_, output)| output.diagnostics.iter()).cloned());
        pending.diagnostics.extend(self.between_pages());
        pending.diagnostics.extend(self.check_anchors(view, &pending.wanted, &linked));
    }

    /// Renders the outputs at `paths` on all cores. Pages at addresses in `linked` keep their ids.
    fn render(
        &mut self,
        (view, parsed): (&Arc<View>, &ParsedFiles),
        paths: &[&Arc<str>],
        linked: &BTreeSet<&str>,
        sink: Option<&dyn Sink>,
        progress: &dyn Progress,
    ) {
        progress.phase(Phase::Render(paths.len()));
        // An output that grows with the site is started first: at the end, all cores but one would wait for it.
        let all = view.world.routes.all().iter();
        let slow: Vec<&str> =
            all.filter(|route| route.kind.facts().is_slow).map(|route| route.output.as_str()).collect();
        let is_slow = |path: &&&Arc<str>| slow.contains(&&****path);
        let (slow, others): (Vec<&&Arc<str>>, Vec<&&Arc<str>>) = paths.iter().partition(is_slow);
        let paths: Vec<&Arc<str>> = slow.into_iter().chain(others).copied().collect();
        let done: Vec<(&Arc<str>, UnitResult<Output>)> = paths
            .par_iter()
            .filter_map(|path| {
                let route = view.world.routes.to(path)?;
                let done = self.render_one((view, parsed), route, linked, sink);
                progress.done();
                Some((*path, done))
            })
            .collect();
        for (path, UnitResult { made, reads }) in done {
            self.record(&WorkUnit::Output(Arc::clone(path)), reads);
            if made.diagnostics.is_empty() && (made.bytes.is_some() || sink.is_some()) {
                self.failing.remove(path);
            } else {
                self.failing.insert(Arc::clone(path));
            }
            self.outputs.insert(Arc::clone(path), made);
        }
    }

    fn render_one(
        &self,
        (view, parsed): (&Arc<View>, &ParsedFiles),
        route: &Route,
        linked: &BTreeSet<&str>,
        sink: Option<&dyn Sink>,
    ) -> UnitResult<Output> {
        let mut rendered = output::render(view, route, Notes::kept(sink.is_none()));
        let seen = check_page(view, parsed, route, &rendered);
        rendered.diagnostics.extend(seen.diagnostics);
        let (mut bytes, mut diagnostics) = (rendered.bytes, rendered.diagnostics);
        let ids = bytes.as_ref().filter(|_| linked.contains(route.url.as_str()));
        let ids = ids.map(|bytes| Arc::new(html::ids(&String::from_utf8_lossy(bytes))));
        let reads = rendered.notes.into_reads();
        let shown = reads.iter().filter(|read| read.is_shown()).cloned().collect();
        if let Some(sink) = sink
            && let Some(bytes) = bytes.take()
            && let Err(fault) = sink.take(&route.output, &bytes)
        {
            diagnostics.push(fault);
        }
        let (target, url) = (route.target.clone(), route.url.clone());
        let before = self.outputs.get(route.output.as_str()).and_then(|before| before.bytes.as_ref());
        // Equal bytes keep their `Arc`, by which the preview sees that nothing changed.
        let bytes = bytes.map(|bytes| match before.filter(|before| ***before == *bytes) {
            Some(before) => Arc::clone(before),
            None => shared(bytes),
        });
        let diagnostics = diagnostics.into();
        UnitResult { made: Output { target, url, bytes, diagnostics, shown, ids, asked: seen.asked }, reads }
    }

    /// What is wrong with all pages together.
    fn between_pages(&self) -> Vec<Diagnostic> {
        let asked =
            self.outputs.values().flat_map(|output| output.asked.iter().map(|asked| (&*output.url, asked)));
        page::structured_data::twice(asked)
    }

    /// Checks the anchors of links, on the pages at the addresses in `linked`.
    fn check_anchors(
        &mut self,
        view: &View,
        wanted: &[WantedAnchor],
        linked: &BTreeSet<&str>,
    ) -> Vec<Diagnostic> {
        let ids = self.ids(view, linked);
        anchors::check(wanted, &ids)
    }

    /// The ids of the pages at the addresses in `linked`, apart from pages that could not be rendered.
    fn ids(&mut self, view: &View, linked: &BTreeSet<&str>) -> IdsByPage {
        let mut ids = IdsByPage::new();
        for &url in linked {
            let Some(route) = view.world.routes.at(url) else { continue };
            let Some(output) = self.outputs.get_mut(route.output.as_str()) else { continue };
            if output.diagnostics.iter().any(Diagnostic::holds_page) {
                continue;
            }
            if let (None, Some(bytes)) = (&output.ids, &output.bytes) {
                output.ids = Some(Arc::new(html::ids(&String::from_utf8_lossy(bytes))));
            }
            if let Some(of_page) = &output.ids {
                let mut of_page = Arc::clone(of_page);
                // Who asks for the title comes to the top of the page, where it is.
                let page = route.target.basis().page().and_then(|file| view.site().page_of(file));
                let title = page.and_then(|page| page.article.as_ref()?.title_id.as_ref());
                if let Some(title) = title.filter(|title| !of_page.contains(&title.id)) {
                    Arc::make_mut(&mut of_page).insert(title.id.clone());
                }
                ids.insert(url.to_owned(), of_page);
            }
        }
        ids
    }

    /// Forgets the outputs that are no longer made, and returns their paths.
    pub(super) fn forget_outputs(&mut self, view: &View) -> Vec<Arc<str>> {
        // Both are sorted by path, so one pass finds what has no partner.
        let mut routes = view.world.routes.all().iter().map(|route| route.output.as_str()).peekable();
        let is_made = |path: &&Arc<str>| {
            while routes.next_if(|route| *route < &***path).is_some() {}
            routes.peek().is_some_and(|route| *route == &***path)
        };
        let mut is_made = is_made;
        let gone: Vec<Arc<str>> = self.outputs.keys().filter(|path| !is_made(path)).cloned().collect();
        for path in &gone {
            self.outputs.remove(path);
            self.failing.remove(path);
            self.forget(&WorkUnit::Output(Arc::clone(path)));
        }
        gone
    }

    /// Adds the outputs that are new or made from something else. Outputs no longer made must have been forgotten.
    pub(super) fn add_outputs(&self, view: &View, outputs: &mut BTreeMap<Arc<str>, Option<Read>>) {
        let mut made = self.outputs.iter().peekable();
        for route in view.world.routes.all() {
            let before = made.next_if(|(path, _)| ***path == *route.output).map(|(_, output)| output);
            if before.is_none_or(|before| before.target != route.target || before.url != route.url) {
                outputs.insert(route.output.as_str().into(), None);
            }
        }
    }
}

/// Checks what can only be seen on a rendered page.
fn check_page(view: &Arc<View>, parsed: &ParsedFiles, route: &Route, rendered: &Rendered) -> Seen {
    let Some(html) = rendered.bytes.as_ref().filter(|_| route.is_page()) else { return Seen::default() };
    let Ok(html) = std::str::from_utf8(html) else { return Seen::default() };
    let file = route.target.basis().page();
    let referral = file.and_then(|file| parsed.reading(file)).map_or(&[][..], TextFindings::referral);
    page::check(&CheckedPage {
        world: &view.world,
        templates: &view.templates,
        target: &route.target,
        template: &rendered.template,
        html,
        json_ld: &rendered.json_ld,
        origins: page::Tracer(&|| output::origins(view, route, html)),
        rows: &rendered.rows,
        shown: &rendered.shown,
        strip: file.and_then(|file| view.help_html(file)),
        referral,
        notes: &rendered.notes,
    })
}

/// `bytes`, shared and without spare room.
fn shared(bytes: Bytes) -> Arc<[u8]> {
    match bytes {
        Bytes::Shared(Content::Text(text)) => text.into(),
        Bytes::Shared(Content::Bytes(bytes)) => bytes,
        Bytes::Own(bytes) => bytes.into(),
    }
}
