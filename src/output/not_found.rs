//! The page for addresses that do not exist.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::render::head::{home, listing};
use crate::render::linked_data::PageType;
use crate::render::{Draft, Reader, Titled};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;

const URL: &str = "/404.html";
/// The message that is its title.
const TITLE: &str = "not_found.title";
const TEMPLATE: &str = "404.html";

#[derive(Debug)]
pub(super) struct NotFoundPage;

impl OutputKind for NotFoundPage {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: false,
            counts_as: CountedAs::List,
            claim: AddressOwner::Fixed,
            templates: &[TEMPLATE],
            is_slow: false,
            shared_address: None,
        }
    }

    fn plan(&self, _: &Site, _: &Assets, planner: &mut Planner) {
        planner.add(URL, Target::NotFound, Place::start_of(&"site.toml".into()));
    }

    fn title<'a>(&self, site: &'a Site, _: &'a Target) -> Cow<'a, str> {
        site.own_words().text(TITLE).into()
    }
}

impl Maker for NotFoundPage {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let words = reader.site_words();
    let (own, kind) = (Titled::new(words.text(TITLE), URL), ("not-found", PageType::Unmarked));
    let page = listing(reader, kind, own, "", vec![home(reader)], &[]);
    Draft::of_page(TEMPLATE, page, &"site.toml".into())
}
