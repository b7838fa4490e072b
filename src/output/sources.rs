//! The list of all sources.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::render::head::{HOME, listing};
use crate::render::linked_data::PageType;
use crate::render::{Draft, Reader, Titled};
use crate::route::{Claim, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;
use crate::table::{BuiltIn, Source};

const URL: &str = "/sources/";
const TITLE: &str = "Sources";
const TEMPLATE: &str = "sources.html";

#[derive(Debug)]
pub(super) struct Sources;

impl OutputKind for Sources {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: true,
            counts_as: CountedAs::List,
            claim: Claim::List,
            templates: &[TEMPLATE],
            is_slow: false,
        }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        if let Some(place) = super::first_row(site, &Source::kind()) {
            planner.add(URL, Target::Sources, place);
        }
    }

    fn title<'a>(&self, _: &'a Site, _: &'a Target) -> Cow<'a, str> {
        TITLE.into()
    }
}

impl Maker for Sources {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let description = "The guidelines, studies and pages that this site rests on.";
    let (own, kind) = (Titled::new(TITLE, URL), ("sources", PageType::Of("CollectionPage")));
    let page = listing(reader, kind, own, description, vec![HOME], "");
    let sources: Vec<Value> = reader.alphabet(&Source::kind()).map(|(_, row)| row).collect();
    let mut draft = Draft::of_page(TEMPLATE, page, &"site.toml".into());
    draft.context.insert_value("sources", Value::from(sources));
    draft
}
