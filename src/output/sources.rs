//! The list of all sources.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::render::head::{home, listing};
use crate::render::linked_data::PageType;
use crate::render::{Draft, Reader, Titled};
use crate::route::{Facts, OutputKind, Planner, Route, Target};
use crate::site::Site;
use crate::table::{BuiltIn, Source};

const URL: &str = "/sources/";
/// The message that is its title.
const TITLE: &str = "sources.title";
const TEMPLATE: &str = "sources.html";

#[derive(Debug)]
pub(super) struct SourcesPage;

impl OutputKind for SourcesPage {
    fn facts(&self) -> Facts {
        Facts { shared_address: Some(("sources_url", URL)), ..Facts::of_list(&[TEMPLATE]) }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        if let Some(place) = super::first_row(site, &Source::kind()) {
            planner.add(URL, Target::Sources, place);
        }
    }

    fn title<'a>(&self, site: &'a Site, _: &'a Target) -> Cow<'a, str> {
        site.own_words().text(TITLE).into()
    }
}

impl Maker for SourcesPage {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let words = reader.site_words();
    let (own, kind) = (Titled::new(words.text(TITLE), URL), ("sources", PageType::Of("CollectionPage")));
    let page = listing(reader, kind, own, words.text("sources.description"), vec![home(reader)], &[]);
    let sources: Vec<Value> = reader.alphabet(&Source::kind()).map(|(_, row)| row).collect();
    let mut draft = Draft::of_page(TEMPLATE, page, &"site.toml".into());
    draft.context.insert_value("sources", Value::from(sources));
    draft
}
