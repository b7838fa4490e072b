//! The list of pages with a tag.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker, tags};
use crate::article::front_matter;
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::render::head::{home, listing};
use crate::render::linked_data::PageType;
use crate::render::{Draft, Reader, Titled};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::{self, Site};

const TEMPLATE: &str = "tag.html";

#[derive(Debug)]
pub(super) struct TagPage;

impl OutputKind for TagPage {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: true,
            counts_as: CountedAs::List,
            claim: AddressOwner::Author,
            templates: &[TEMPLATE],
            is_slow: false,
            shared_address: None,
        }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        for (slug, tag) in site.tags.iter() {
            planner.add(&tag.url, Target::Tag(slug.clone()), place(site, slug, tag));
        }
    }

    fn title<'a>(&self, site: &'a Site, target: &'a Target) -> Cow<'a, str> {
        let Target::Tag(slug) = target else { return "".into() };
        site.tags.get(slug).map_or("", |tag| tag.name.as_str()).into()
    }
}

impl Maker for TagPage {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Tag(slug) = &route.target else { return None };
        draft(reader, slug, &route.url).map(Made::Draft)
    }
}

/// Where the first page with a tag names it.
pub(super) fn place(site: &Site, slug: &str, tag: &site::Tag) -> Place {
    let Some(page) = tag.pages.first().map(|&id| &site.pages[id]) else {
        return Place::start_of(&"site.toml".into());
    };
    let names = page.article.iter().flat_map(|article| &article.front_matter.tags);
    let name = names.into_iter().find(|name| crate::slug::tag(&name.value) == slug);
    name.map_or_else(|| Place::start_of(&page.file), |name| front_matter::place(&page.file, name))
}

fn draft(reader: &Rc<Reader>, slug: &str, url: &str) -> Option<Draft> {
    let tag = reader.tag(slug)?;
    let name = tag.get_from_path("name").and_then(Value::as_str).unwrap_or_default();
    let words = reader.site_words();
    let above = vec![home(reader), Titled::new(words.text(tags::TITLE), tags::URL)];
    let description = words.say("tags.about", &[("tag", name.into())]);
    let (own, kind) = (Titled::new(name, url), ("tag", PageType::Of("CollectionPage")));
    let folders = reader.folders_tagged(slug);
    let mut page = listing(reader, kind, own, &description, above, &folders);
    page.insert("articles", Value::from(reader.tagged(slug)));
    let mut draft = Draft::of_page(TEMPLATE, page, &"site.toml".into());
    draft.context.insert_value("tag", tag);
    Some(draft)
}
