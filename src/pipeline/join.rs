//! The second and third phase: parsed files joined into a site, and the routes of its outputs.

use std::sync::Arc;

use super::parse::{Change, ParsedSite, Reported};
use crate::diagnostic::Diagnostic;
use crate::link::World;
use crate::output;
use crate::route::Routes;
use crate::site::rows::{self, Rows};
use crate::site::{self, PageFilter, Site};

/// What is made from more than one file.
#[derive(Debug, Default)]
pub(super) struct Joined {
    rows: Reported<Arc<Rows>>,
    /// `None` until the first run.
    site: Option<Reported<Arc<Site>>>,
    routes: Reported<Arc<Routes>>,
}

impl Joined {
    /// The site, once there was a run.
    pub(super) fn site(&self) -> Option<&Arc<Site>> {
        self.site.as_ref().map(|site| &site.value)
    }

    /// Everything wrong between files so far.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let site = self.site.iter().flat_map(|site| &site.diagnostics);
        self.rows.diagnostics.iter().chain(&self.routes.diagnostics).chain(site)
    }

    /// Joins `parsed` again as far as `change` asks for, and adds to `change` what follows from it.
    pub(super) fn update(
        &mut self,
        parsed: &ParsedSite,
        change: &mut Change<'_>,
        choice: &PageFilter,
    ) -> World {
        if change.rows || change.more {
            let (rows, diagnostics) = rows::build(parsed.files.tables(), &parsed.config.value.language);
            self.rows = Reported { value: Arc::new(rows), diagnostics };
        }
        // A report of two sources that want one address has places in both.
        change.more |= change.rows && !self.routes.diagnostics.is_empty();
        let site = match self.site.take() {
            Some(before) if !change.more => Reported {
                value: Arc::new(self.with_texts(&before.value, parsed, change)),
                diagnostics: before.diagnostics,
            },
            Some(_) | None => {
                let (site, diagnostics) = self.join(parsed, choice);
                self.route(&site, parsed);
                Reported { value: Arc::new(site), diagnostics }
            }
        };
        let site = &self.site.insert(site).value;
        World::new(Arc::clone(site), Arc::clone(&self.routes.value), Arc::clone(&parsed.assets.value))
    }

    fn join(&self, parsed: &ParsedSite, choice: &PageFilter) -> (Site, Vec<Diagnostic>) {
        site::build(
            Arc::clone(&parsed.config.value),
            Arc::clone(&parsed.words.value),
            parsed.files.pages(),
            Arc::clone(&self.rows.value),
            parsed.files.broken(),
            choice,
        )
    }

    /// The site `before` with the bodies of articles and rows that have changed.
    fn with_texts(&self, before: &Site, parsed: &ParsedSite, change: &Change<'_>) -> Site {
        let mut site = before.clone();
        site.rows = Arc::clone(&self.rows.value);
        for file in &change.texts {
            if let (Some(id), Some(page)) = (site.id_of(file), parsed.files.page(file)) {
                site.pages[id] = page;
            }
        }
        site
    }

    fn route(&mut self, site: &Site, parsed: &ParsedSite) {
        let (routes, diagnostics) = output::route(site, &parsed.assets.value);
        // Equal routes keep their `Arc`, by which later phases see that nothing changed.
        let is_same = self.routes.value.is_same(&routes);
        let value = if is_same { Arc::clone(&self.routes.value) } else { Arc::new(routes) };
        self.routes = Reported { value, diagnostics };
    }
}
