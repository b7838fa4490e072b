//! What an author sees while writing: the current site, except that a page with mistakes stays as it last was without
//! them. A page that has had mistakes from the start is shown as it is, and of a table with a mistake only the row
//! that it is in is held back.
//!
//! ```text
//! changed files ─▶ Session::run ─▶ outputs, diagnostics ─▶ Preview ─▶ what is shown, and what differs
//! ```
//!
//! Architecture Invariant: this module renders nothing and does not know how pages reach the browser.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::data::Date;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::pipeline::{Options, Rebuilt, Session};
use crate::route::{Basis, Target};
use crate::site::rows;
use crate::source::{Changes, Sources};
use crate::trace::Read;

/// A site as its author sees it.
#[derive(Debug)]
pub struct Preview {
    session: Session,
    shown: BTreeMap<Arc<str>, ShownFile>,
    held: BTreeSet<Arc<str>>,
    /// Pages that are shown with their mistakes, because they were never shown without any.
    faulty: BTreeSet<Arc<str>>,
    /// Pages that are still shown although they are no longer made.
    left: BTreeSet<Arc<str>>,
}

/// A file that is shown.
#[derive(Debug)]
struct ShownFile {
    bytes: Arc<[u8]>,
    /// What it was made from.
    target: Target,
    /// The table that contained its row, for the page of a row.
    table: Option<FileName>,
}

/// What a change of files changed in the preview.
#[derive(Debug)]
pub struct PreviewStep {
    /// What was rebuilt, and its diagnostics.
    pub rebuilt: Rebuilt,
    /// Files that are new or have different bytes, by path.
    pub put: Vec<(Arc<str>, Arc<[u8]>)>,
    /// Files that no longer exist.
    pub gone: Vec<Arc<str>>,
    /// Files kept as they were because of a mistake.
    pub held: BTreeSet<Arc<str>>,
    /// The address of the place that was edited: `/a/b/#heading`.
    pub edited: Option<String>,
}

impl Preview {
    /// A preview of a site that has not been read yet.
    #[must_use]
    pub fn new(options: Options) -> Preview {
        Preview::of(Session::new(options))
    }

    /// A preview of what `session` renders.
    #[must_use]
    pub fn of(session: Session) -> Preview {
        Preview {
            session,
            shown: BTreeMap::new(),
            held: BTreeSet::new(),
            faulty: BTreeSet::new(),
            left: BTreeSet::new(),
        }
    }

    /// The session that renders the pages.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Takes the sources out, to be changed and passed to the next [`Preview::run`].
    pub fn take_sources(&mut self) -> Sources {
        self.session.take_sources()
    }

    /// Puts the sources back unchanged.
    pub fn put_back(&mut self, sources: Sources) {
        self.session.put_back(sources);
    }

    /// Sets today's date. Returns whether it changed; if so, everything has to be run again.
    pub fn set_today(&mut self, today: Date) -> bool {
        self.session.set_today(today)
    }

    /// Every file that is shown, by path.
    pub fn shown(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<[u8]>)> {
        self.shown.iter().map(|(path, shown)| (path, &shown.bytes))
    }

    /// Shows the site with these `sources`. `changed` lists what differs from the last run; `None` means that
    /// anything may. `found` holds the diagnostics of reading them.
    pub fn run(
        &mut self,
        sources: Sources,
        found: Vec<Diagnostic>,
        changed: Option<&Changes>,
    ) -> PreviewStep {
        let files = changed.map(|changed| changed.keys().cloned().collect());
        let rebuilt = self.session.run(sources, found, files.as_ref());
        let edited = changed.and_then(|changed| self.place_of(changed));
        let faulty: BTreeSet<&Place> =
            rebuilt.diagnostics.iter().filter(|d| d.holds_page()).map(|d| &d.primary.place).collect();
        let mut concerned = self.concerned(&faulty);
        let has_sound_state = |path: &Arc<str>| self.shown.contains_key(path) && !self.faulty.contains(path);
        let mut held: BTreeSet<Arc<str>> =
            concerned.iter().filter(|path| has_sound_state(path)).cloned().collect();
        concerned.retain(|path| !held.contains(path));
        let touched = rebuilt.rendered.keys().chain(&self.held).chain(&held);
        let touched: BTreeSet<Arc<str>> = touched.cloned().collect();
        let mut put = Vec::new();
        for path in touched {
            let Some(output) = self.session.outputs().get(&path) else { continue };
            let Some(bytes) = output.bytes.clone().filter(|_| !held.contains(&path)) else { continue };
            let before = self.shown.get(&path);
            // Unless the page was kept stale, a different `Arc` means different bytes.
            let is_other = |before: &ShownFile| {
                !Arc::ptr_eq(&before.bytes, &bytes) && (!self.held.contains(&path) || before.bytes != bytes)
            };
            if before.is_none_or(is_other) {
                put.push((Arc::clone(&path), Arc::clone(&bytes)));
            }
            let target = output.target.clone();
            let table = self.table_of(&target);
            self.shown.insert(path, ShownFile { bytes, target, table });
        }
        let files: BTreeSet<&FileName> = faulty.iter().map(|place| &place.file).collect();
        let gone = self.take_gone(&rebuilt.gone, &files, !held.is_empty());
        self.held.clone_from(&held);
        self.faulty = concerned;
        held.extend(self.left.iter().filter(|path| self.is_page(path)).cloned());
        PreviewStep { rebuilt, put, gone, held, edited }
    }

    /// The outputs affected by mistakes at `faulty`: those that show the faulty text or row, and those that failed to
    /// render.
    fn concerned(&self, faulty: &BTreeSet<&Place>) -> BTreeSet<Arc<str>> {
        let mut held: BTreeSet<Arc<str>> = BTreeSet::new();
        if faulty.is_empty() {
            return held;
        }
        for place in faulty {
            held.extend(self.session.readers(&Read::Text(Arc::clone(&place.file))).cloned());
            let is_old = self.session.is_old(&place.file);
            let outputs = self.session.outputs();
            for id in self.rows_at(place, is_old) {
                let is_own = |path: &&Arc<str>| {
                    outputs.get(*path).is_some_and(|output| output.target.basis().row() == Some(&id))
                };
                // Pages that show the row among others follow what is written of those.
                let row = Read::Row(Arc::clone(&id));
                let readers = self.session.readers(&row);
                held.extend(readers.filter(|path| is_old || is_own(path)).cloned());
            }
        }
        let failed = self.session.failing().filter(|(_, output)| output.has_errors());
        held.extend(failed.map(|(path, _)| Arc::clone(path)));
        held
    }

    /// Whether what is shown at `path` is a page of an article or row.
    fn is_page(&self, path: &str) -> bool {
        self.shown.get(path).is_some_and(|shown| match shown.target.basis() {
            Basis::Page(_) | Basis::Row(_) => true,
            Basis::File(_) | Basis::Rows(_) | Basis::Tag(_) | Basis::Site => false,
        })
    }

    /// The ids of the rows at `place`; with `or_all`, of all rows in the file if it is inside none.
    fn rows_at(&self, place: &Place, or_all: bool) -> Vec<Arc<str>> {
        let Some(view) = self.session.view() else { return Vec::new() };
        let tables = view.site().rows.tables().iter().filter(|table| table.file == place.file);
        let rows: Vec<_> = tables.flat_map(|table| &table.rows).collect();
        let is_at = |row: &&&crate::table::Row| row.place.start <= place.start && place.start < row.place.end;
        let at: Vec<_> = rows.iter().filter(is_at).collect();
        let which = if at.is_empty() && or_all { rows.iter().collect() } else { at };
        which.into_iter().map(|row| row.id.value.as_str().into()).collect()
    }

    /// The address of the first changed place that is on a page.
    fn place_of(&self, changed: &Changes) -> Option<String> {
        let site = self.session.view()?.site();
        changed.iter().find_map(|(file, &at)| {
            if let Some(page) = site.page_of(file) {
                let above = |article: &crate::article::Article| {
                    let above = article.headings.iter().rev().find(|heading| heading.start <= at);
                    above.map(|heading| format!("#{}", crate::url::encode_path(&heading.id)))
                };
                let fragment = page.article.as_deref().and_then(above).unwrap_or_default();
                return Some(format!("{}{fragment}", site.config.href(&page.url)));
            }
            let table = site.rows.tables().iter().find(|table| table.file == *file)?;
            let row = table.rows.iter().rev().find(|row| row.place.start <= at)?;
            rows::url(row).map(|url| site.config.href(&url))
        })
    }

    /// The table that contains the row of a page.
    fn table_of(&self, target: &Target) -> Option<FileName> {
        let id = target.basis().row()?;
        let rows = &self.session.view()?.site().rows;
        rows.find(id).map(|id| Arc::clone(rows.row(id).file()))
    }

    /// Removes what is no longer made. A page whose file has mistakes stays until they are fixed; while any page
    /// stays, so do the assets it uses.
    fn take_gone(
        &mut self,
        unmade: &[Arc<str>],
        faulty: &BTreeSet<&FileName>,
        some_are_held: bool,
    ) -> Vec<Arc<str>> {
        let made = self.session.outputs();
        let stays = |shown: &ShownFile| match shown.target.basis() {
            Basis::Page(file) => faulty.contains(file),
            Basis::Row(_) => shown.table.as_ref().is_some_and(|table| faulty.contains(table)),
            Basis::File(_) => some_are_held,
            Basis::Rows(_) | Basis::Tag(_) | Basis::Site => false,
        };
        let open = std::mem::take(&mut self.left).into_iter().chain(unmade.iter().cloned());
        let open: BTreeSet<Arc<str>> = open.filter(|path| !made.contains_key(path)).collect();
        let mut gone = Vec::new();
        for path in open {
            if self.shown.get(&path).is_some_and(stays) {
                self.left.insert(path);
            } else if self.shown.remove(&path).is_some() {
                gone.push(path);
            }
        }
        gone
    }
}
