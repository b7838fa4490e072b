//! The list of all rows of a kind from A to Z.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::render::head::{HOME, listing, rows_of};
use crate::render::linked_data::PageType;
use crate::render::value::map;
use crate::render::{Draft, Reader, Titled};
use crate::route::{Claim, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::{Site, alphabet, rows};
use crate::table::Kind;

#[derive(Debug)]
pub(super) struct Rows;

impl OutputKind for Rows {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: true,
            counts_as: CountedAs::List,
            claim: Claim::List,
            // Named after the kind of row.
            templates: &[],
            is_slow: false,
        }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        for kind in Kind::ALL.into_iter().filter(|&kind| rows::has_pages(kind)) {
            if let Some(place) = super::first_row(site, kind) {
                planner.add(&rows::list_url(kind), Target::Rows(kind), place);
            }
        }
    }

    fn title<'a>(&self, _: &'a Site, target: &'a Target) -> Cow<'a, str> {
        let Target::Rows(kind) = target else { return "".into() };
        title(*kind).into()
    }
}

impl Maker for Rows {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Rows(kind) = route.target else { return None };
        Some(Made::Draft(draft(reader, kind)))
    }
}

/// The title of the list of all rows of `kind`.
pub(super) fn title(kind: Kind) -> String {
    format!("All {}", kind.stem())
}

fn draft(reader: &Rc<Reader>, kind: Kind) -> Draft {
    let (word, url, title) = (kind.stem(), rows::list_url(kind), title(kind));
    let description = format!("Every {} on this site, from A to Z.", kind.key());
    let mut folders: Vec<&str> = reader.alphabet(kind).map(|(text, _)| text.folder()).collect();
    folders.dedup();
    // A list of the rows of one topic shows that topic's danger signs.
    let folder = if let [folder] = folders.as_slice() { folder } else { "" };
    let own = Titled::new(&title, &url);
    let kind_of_page = (word, PageType::Of("CollectionPage"));
    let mut page = listing(reader, kind_of_page, own, &description, vec![HOME], folder);
    page.insert("section".into(), Value::none());
    page.insert("sources".into(), rows_of(reader, &reader.sources_of_kind(kind)));
    let mut letters: Vec<(String, Vec<Value>)> = Vec::new();
    for (text, row) in reader.alphabet(kind) {
        let letter = alphabet::group(&text.name().value);
        match letters.last_mut() {
            Some((last, rows)) if *last == letter => rows.push(row),
            _ => letters.push((letter, vec![row])),
        }
    }
    let letters: Vec<Value> = letters
        .into_iter()
        .map(|(letter, rows)| map([("letter", letter.into()), ("rows", Value::from(rows))]))
        .collect();
    let mut draft = Draft::of_page(&format!("{word}.html"), page, &"site.toml".into());
    draft.context.insert_value("letters", Value::from(letters));
    draft
}
