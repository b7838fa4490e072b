//! The list of all tags.

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

pub(super) const URL: &str = "/tags/";
/// The message that is its title.
pub(super) const TITLE: &str = "tags.title";
const TEMPLATE: &str = "tags.html";

#[derive(Debug)]
pub(super) struct TagsPage;

impl OutputKind for TagsPage {
    fn facts(&self) -> Facts {
        Facts { shared_address: Some(("tags_url", URL)), ..Facts::of_list(&[TEMPLATE]) }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        if let Some((slug, tag)) = site.tags.last_key_value() {
            planner.add(URL, Target::Tags, super::tag::place(site, slug, tag));
        }
    }

    fn title<'a>(&self, site: &'a Site, _: &'a Target) -> Cow<'a, str> {
        site.own_words().text(TITLE).into()
    }
}

impl Maker for TagsPage {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let words = reader.site_words();
    let (own, kind) = (Titled::new(words.text(TITLE), URL), ("tags", PageType::Of("CollectionPage")));
    let page = listing(reader, kind, own, words.text("tags.description"), vec![home(reader)], &[]);
    let mut draft = Draft::of_page(TEMPLATE, page, &"site.toml".into());
    draft.context.insert_value("tags", Value::from(reader.tags()));
    draft
}
