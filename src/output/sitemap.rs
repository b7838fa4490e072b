//! The sitemap: every page a search engine may list.

use std::borrow::Cow;
use std::rc::Rc;

use tera::{Context, Value};

use super::{Made, Maker};
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::render::value::{date, map};
use crate::render::{Draft, Reader};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;

const URL: &str = "/sitemap.xml";
const TEMPLATE: &str = "sitemap.xml";

#[derive(Debug)]
pub(super) struct Sitemap;

impl OutputKind for Sitemap {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Data,
            in_sitemap: false,
            counts_as: CountedAs::Nothing,
            claim: AddressOwner::Fixed,
            templates: &[TEMPLATE],
            is_slow: true,
            shared_address: None,
        }
    }

    fn plan(&self, _: &Site, _: &Assets, planner: &mut Planner) {
        planner.add(URL, Target::Sitemap, Place::start_of(&"site.toml".into()));
    }

    fn title<'a>(&self, _: &'a Site, _: &'a Target) -> Cow<'a, str> {
        "".into()
    }
}

impl Maker for Sitemap {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let config = reader.config();
    let urls: Vec<Value> = reader
        .addresses()
        .into_iter()
        .map(|(url, changed)| map([("permalink", config.permalink(url).into()), ("lastmod", date(changed))]))
        .collect();
    let mut context = Context::new();
    context.insert_value("urls", Value::from(urls));
    Draft::new(TEMPLATE, context, &"site.toml".into())
}
