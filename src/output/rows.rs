//! The list of all rows of a kind from A to Z.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::kind::{DeclaredBy, Kind};
use crate::render::head::{home, listing, rows_of};
use crate::render::linked_data::PageType;
use crate::render::value::map;
use crate::render::{Draft, Reader, Titled};
use crate::route::{Facts, OutputKind, Planner, Route, Target};
use crate::site::order::Order;
use crate::site::{Site, alphabet};
use crate::words::{Filling, Messages};

/// The template of lists of kinds that have none of their own.
const TEMPLATE: &str = "rows.html";

#[derive(Debug)]
pub(super) struct RowsPage;

impl OutputKind for RowsPage {
    fn facts(&self) -> Facts {
        // Its templates are named after the kind of row.
        Facts::of_list(&[])
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        for kind in site.config.kinds.iter() {
            if let Some(pages) = &kind.pages
                && let Some(place) = super::first_row(site, kind)
            {
                // What a site's own kind has for an address is said in its declaration.
                let place = match &kind.origin {
                    DeclaredBy::BuiltIn => place,
                    DeclaredBy::Site(declared) => declared.clone(),
                };
                planner.add(&pages.address, Target::Rows(kind.clone()), place);
            }
        }
    }

    fn title<'a>(&self, site: &'a Site, target: &'a Target) -> Cow<'a, str> {
        let Target::Rows(kind) = target else { return "".into() };
        title(site.own_words(), kind)
    }
}

impl Maker for RowsPage {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Rows(kind) = &route.target else { return None };
        Some(Made::Draft(draft(reader, kind)?))
    }
}

/// The title of the list of all rows of `kind`.
pub(super) fn title<'a>(words: &'a Messages, kind: &'a Kind) -> Cow<'a, str> {
    message(words, kind, "title").unwrap_or(&kind.title).into()
}

/// The message `name` about the list of all rows of `kind`, if that comes with balm: a site's own kind is called what the site
/// calls it, and may have the name of a table of messages.
fn message<'a>(words: &'a Messages, kind: &Kind, name: &str) -> Option<&'a str> {
    if kind.is_built_in() { words.find(&format!("{}.{name}", kind.stem)) } else { None }
}

/// What the list of all rows of `kind` is.
fn description<'a>(words: &'a Messages, kind: &Kind) -> Cow<'a, str> {
    match message(words, kind, "description") {
        Some(description) => description.into(),
        None => {
            let row = kind.key.replace('_', " ");
            words.say("rows.description", &[("row", Filling::from(&row))]).into()
        }
    }
}

fn draft(reader: &Rc<Reader>, kind: &Kind) -> Option<Draft> {
    let pages = kind.pages.as_ref()?;
    let words = reader.site_words();
    let (word, title) = (kind.stem.as_str(), title(words, kind));
    let description = description(words, kind);
    let mut folders: Vec<&str> = reader.alphabet(kind).map(|(text, _)| text.folder()).collect();
    folders.sort_unstable();
    folders.dedup();
    let own = Titled::new(&title, &pages.address);
    let kind_of_page = (word, PageType::Of("CollectionPage"));
    let mut page = listing(reader, kind_of_page, own, &description, vec![home(reader)], &folders);
    page.insert("sources", rows_of(reader, &reader.sources_of_kind(kind)));
    let order = Order::of(&reader.config().language);
    let mut letters: Vec<(String, Vec<Value>)> = Vec::new();
    for (text, row) in reader.alphabet(kind) {
        let letter = alphabet::group(&text.name().value, order, words);
        match letters.last_mut() {
            Some((last, rows)) if *last == letter => rows.push(row),
            _ => letters.push((letter, vec![row])),
        }
    }
    let letters: Vec<Value> = letters
        .into_iter()
        .map(|(letter, rows)| map([("letter", letter.into()), ("rows", Value::from(rows))]))
        .collect();
    let own = format!("{word}.html");
    let template = super::template_for(reader, kind, &own, TEMPLATE);
    let mut draft = Draft::of_page(template, page, &"site.toml".into());
    draft.context.insert_value("kind", reader.kind_value(kind));
    draft.context.insert_value("letters", Value::from(letters));
    Some(draft)
}
