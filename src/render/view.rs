//! Everything that pages are rendered from, prepared once.
//!
//! Architecture Invariant: pages do not reach into a [`View`] by themselves. They ask a
//! [`Reader`](super::reader::Reader), which notes what they ask for.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use tera::Value;

use super::fill::fill;
use super::reader::Titled;
use super::row::row_values;
use super::safe;
use super::value::{Hashed, MapEntries, json, map, titled};
use crate::jurisdiction::Jurisdiction;
use crate::link::World;
use crate::site::rows::RowId;
use crate::site::{Page, PageId, Site};
use crate::template::Templates;
use crate::trace::{Digest, Notes};

/// How many sections the header lists when `nav` is not set.
const NAV: usize = 8;

/// A site ready to be rendered.
#[derive(Debug)]
pub struct View {
    /// The site, its routes and files.
    pub world: World,
    /// Its templates.
    pub templates: Arc<Templates>,
    pub(crate) shared: Arc<SharedValues>,
    /// The home of each question, found out when it is first asked for.
    pub(crate) homes: Arc<OnceLock<BTreeMap<RowId, PageId>>>,
}

/// A value with what stands for it, which is computed when it is first asked for: a single build needs no digests.
#[derive(Clone, Debug)]
pub(crate) struct DigestedValue {
    pub(crate) value: Value,
    digest: OnceLock<Digest>,
}

impl DigestedValue {
    pub(crate) fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::of(&Hashed(&self.value)))
    }
}

impl From<Value> for DigestedValue {
    fn from(value: Value) -> Self {
        DigestedValue { value, digest: OnceLock::new() }
    }
}

/// The values that pages share. None depends on the text of an article.
#[derive(Debug)]
pub(crate) struct SharedValues {
    /// `site` in templates.
    pub(crate) site: DigestedValue,
    /// What lists say of each page.
    pub(crate) summaries: Vec<DigestedValue>,
    /// The link to each page, made when it is first asked for. Every page links to its neighbours and the folders above it, so
    /// the same links are needed again and again; making each of them anew took 1 % of a build.
    links: Vec<OnceLock<Value>>,
    /// Each tag with its address, by its slug.
    pub(crate) tags: BTreeMap<String, Value>,
    /// Each row.
    pub(crate) rows: Vec<DigestedValue>,
    /// The help strip's HTML, title and address, in the order of `site.help`.
    pub(crate) helps: Vec<DigestedValue>,
}

impl View {
    /// Prepares the values that pages share; those of `before` are used again where they must be the same.
    #[must_use]
    pub fn new(world: World, templates: Arc<Templates>, before: Option<&View>) -> Self {
        let site = &world.site;
        let kept = before.filter(|before| keeps_summaries(&before.world.site, site));
        let tags = tag_values(site);
        let summaries = (0..site.pages.len())
            .into_par_iter()
            .map(|id| {
                let page = &site.pages[id];
                let same = kept.and_then(|before| {
                    let at = before.world.site.id_of(&page.file)?;
                    Arc::ptr_eq(&before.world.site.pages[at], page).then(|| &before.shared.summaries[at])
                });
                same.cloned().unwrap_or_else(|| summary(site, page, &tags).into())
            })
            .collect();
        let helps = site
            .help
            .iter()
            .map(|strip| {
                let page = site.page_of(&strip.page);
                let text = fill(&strip.body, &"site.toml".into(), &world, false, &Notes::default(), None);
                let value = map([
                    ("text", Value::safe_string(&text)),
                    ("title", page.map_or("", |page| page.title.as_str()).into()),
                    ("url", page.map_or_else(String::new, |page| site.config.href(&page.url)).into()),
                ]);
                value.into()
            })
            .collect();
        let rows = row_values(&world).into_iter().map(DigestedValue::from).collect();
        let links = site.pages.iter().map(|_| OnceLock::new()).collect();
        let shared = SharedValues { site: site_value(&world).into(), summaries, links, tags, rows, helps };
        View { world, templates, shared: Arc::new(shared), homes: Arc::default() }
    }

    /// This view with a `world` whose site differs in the texts of articles only; `same_directives` tells whether their
    /// directives are the same.
    #[must_use]
    pub fn with_texts(&self, world: World, same_directives: bool) -> Self {
        let (templates, shared) = (Arc::clone(&self.templates), Arc::clone(&self.shared));
        let homes = if same_directives { Arc::clone(&self.homes) } else { Arc::default() };
        View { world, templates, shared, homes }
    }

    /// This view with other `templates`.
    #[must_use]
    pub fn with_templates(self, templates: Arc<Templates>) -> Self {
        let homes = if Arc::ptr_eq(&templates, &self.templates) { self.homes } else { Arc::default() };
        View { templates, homes, ..self }
    }

    /// This view with a `world` whose site differs in the texts of articles and tables only: pages and rows
    /// are the same in number, order and address.
    #[must_use]
    pub fn with_rows(&self, world: World) -> Self {
        let shared = SharedValues {
            site: site_value(&world).into(),
            summaries: self.shared.summaries.clone(),
            links: self.shared.links.clone(),
            tags: self.shared.tags.clone(),
            helps: self.shared.helps.clone(),
            rows: row_values(&world).into_iter().map(DigestedValue::from).collect(),
        };
        View {
            world,
            templates: Arc::clone(&self.templates),
            shared: Arc::new(shared),
            homes: Arc::default(),
        }
    }

    /// The title of `page` with its address, as templates see it.
    pub(crate) fn link(&self, page: Titled<'_>) -> Value {
        let config = &self.site().config;
        let link = || titled(page.title, &config.href(page.url), &page.lang_attrs(config));
        match page.number().and_then(|number| self.shared.links.get(number)) {
            Some(known) => known.get_or_init(link).clone(),
            None => link(),
        }
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.world.site
    }
}

/// Whether what lists say of a page can be used again where the page itself is the same.
fn keeps_summaries(before: &Site, now: &Site) -> bool {
    let same_words = || {
        let words = |site: &Site, slug: &str| site.tags.get(slug).map(|tag| tag.name.clone());
        now.tags.iter().all(|(slug, tag)| words(before, slug).is_none_or(|name| name == tag.name))
    };
    Arc::ptr_eq(&before.config, &now.config) && (Arc::ptr_eq(&before.tags, &now.tags) || same_words())
}

fn site_value(world: &World) -> Value {
    let (site, config) = (&world.site, &world.site.config);
    let nav = match &config.nav {
        Some(entries) => entries
            .iter()
            .filter_map(|entry| {
                let path = entry.value.trim_matches('/');
                let url = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
                let route = world.routes.at(&url)?;
                let page = route.target.basis().page().and_then(|file| site.page_of(file));
                let page = page.map(Titled::from);
                let attrs = page.map_or_else(String::new, |page| page.lang_attrs(config));
                Some(titled(&route.kind.title(site, &route.target), &config.href(&url), &attrs))
            })
            .collect(),
        None => site.sections.get("").map_or_else(Vec::new, |home| {
            let sections = home.sections.iter().take(NAV).map(|&id| &site.pages[id]);
            let entry = |page: &Page| {
                titled(&page.title, &config.href(&page.url), &Titled::from(page).lang_attrs(config))
            };
            sections.map(|page| entry(page)).collect::<Vec<_>>()
        }),
    };
    let publisher = &config.publisher;
    let numbers = config.jurisdiction.as_ref().and_then(Jurisdiction::numbers);
    let mut entries = MapEntries::new([
        ("title", config.title.as_str().into()),
        ("description", config.description.as_str().into()),
        ("base_url", config.permalink("/").into()),
        ("language", config.language.as_str().into()),
        (
            "jurisdiction",
            config.jurisdiction.as_ref().map_or_else(Value::none, |it| Value::from(it.as_str())),
        ),
        ("emergency_number", Value::from(numbers.map(|numbers| numbers.emergency))),
        ("urgent_number", Value::from(numbers.and_then(|numbers| numbers.urgent))),
        (
            "publisher",
            map([
                ("name", publisher.name.as_str().into()),
                ("url", publisher.url.as_str().into()),
                ("email", publisher.email.as_str().into()),
                ("funding", publisher.funding.as_str().into()),
                ("clinical_review", publisher.clinical_review.as_str().into()),
            ]),
        ),
        ("nav", Value::from(nav)),
        ("policy", config.policy.declared().into()),
    ]);
    for (key, address) in world.routes.shared_addresses() {
        entries.insert(key, address.map_or_else(Value::none, |url| config.href(url).into()));
    }
    entries.insert("extra", json(&serde_json::to_value(&config.extra).unwrap_or_default()));
    Value::from(entries)
}

/// What lists say of a page.
fn summary(site: &Site, page: &Page, tags: &BTreeMap<String, Value>) -> Value {
    use super::value::spanned_date;
    let front = page.article.as_ref().map(|article| &article.front_matter);
    let tags = page.tags.iter().filter_map(|(slug, _)| tags.get(slug).cloned()).collect::<Vec<_>>();
    map([
        ("title", page.title.as_str().into()),
        ("url", site.config.href(&page.url).into()),
        ("permalink", site.config.permalink(&page.url).into()),
        ("description", front.map_or("", |front| front.description()).into()),
        ("published", spanned_date(front.and_then(|front| front.published.as_ref()))),
        ("updated", spanned_date(front.and_then(|front| front.updated.as_ref()))),
        ("reviewed", spanned_date(front.and_then(|front| front.reviewed.as_ref()))),
        ("tags", Value::from(tags)),
        ("lang_attrs", safe(&Titled::from(page).lang_attrs(&site.config))),
    ])
}

/// Each tag with its address, by its slug.
fn tag_values(site: &Site) -> BTreeMap<String, Value> {
    let value = |url: &str, name: &str| map([("name", name.into()), ("url", site.config.href(url).into())]);
    site.tags.iter().map(|(slug, tag)| (slug.clone(), value(&tag.url, &tag.name))).collect()
}
