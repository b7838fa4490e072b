//! The Atom feed of the newest pages.

use std::borrow::Cow;
use std::rc::Rc;

use tera::{Context, Value};

use super::{Made, Maker};
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::render::apart::apart;
use crate::render::value::map;
use crate::render::{Draft, Reader, fill_article};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;

const URL: &str = "/feed.xml";
const TEMPLATE: &str = "feed.xml";

#[derive(Debug)]
pub(super) struct Feed;

impl OutputKind for Feed {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Data,
            in_sitemap: false,
            counts_as: CountedAs::Nothing,
            claim: AddressOwner::Fixed,
            templates: &[TEMPLATE],
            is_slow: false,
            shared_address: Some(("feed_url", URL)),
        }
    }

    /// There is a feed as soon as a page has a date: it lists what is new.
    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        if site.pages.iter().any(|page| page.url != "/" && page.last_change().is_some()) {
            planner.add(URL, Target::Feed, Place::start_of(&"site.toml".into()));
        }
    }

    fn title<'a>(&self, _: &'a Site, _: &'a Target) -> Cow<'a, str> {
        "".into()
    }
}

impl Maker for Feed {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let newest = reader.newest();
    let updated = newest.first().map(|(_, date, _)| date.rfc3339()).unwrap_or_default();
    let mut diagnostics = Vec::new();
    let entries: Vec<Value> = newest
        .into_iter()
        .map(|(file, _, summary)| {
            let mut entry = summary.into_map().unwrap_or_default();
            if let Some(article) = reader.page(&file).and_then(|page| page.article.as_ref()) {
                let filled = fill_article(reader, &article.body, &article.file, true);
                diagnostics.extend(filled.diagnostics);
                let url = reader.page(&file).map_or("/", |page| &page.url);
                let html = apart(&filled.html, url, reader.config());
                entry.insert("content".into(), Value::safe_string(&html));
            }
            Value::from(entry)
        })
        .collect();
    let mut context = Context::new();
    context.insert_value("entries", Value::from(entries));
    context.insert_value("updated", Value::from(updated));
    context.insert_value("feed", map([("url", reader.config().permalink(URL).into())]));
    let mut draft = Draft::new(TEMPLATE, context, &"site.toml".into());
    draft.diagnostics = diagnostics;
    draft
}
