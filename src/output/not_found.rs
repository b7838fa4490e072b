//! The page for addresses that do not exist.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::render::head::{HOME, listing};
use crate::render::linked_data::PageType;
use crate::render::{Draft, Reader, Titled};
use crate::route::{Claim, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::Site;

const URL: &str = "/404.html";
const TITLE: &str = "Page not found";
const TEMPLATE: &str = "404.html";

#[derive(Debug)]
pub(super) struct NotFound;

impl OutputKind for NotFound {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: false,
            counts_as: CountedAs::List,
            claim: Claim::Fixed,
            templates: &[TEMPLATE],
            is_slow: false,
        }
    }

    fn plan(&self, _: &Site, _: &Assets, planner: &mut Planner) {
        planner.add(URL, Target::NotFound, Place::start_of(&"site.toml".into()));
    }

    fn title<'a>(&self, _: &'a Site, _: &'a Target) -> Cow<'a, str> {
        TITLE.into()
    }
}

impl Maker for NotFound {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let (own, kind) = (Titled::new(TITLE, URL), ("not-found", PageType::Unmarked));
    let page = listing(reader, kind, own, "", vec![HOME], "");
    Draft::of_page(TEMPLATE, page, &"site.toml".into())
}
