//! Where a reader puts a programme of exercises together: all exercises by topic, to tick.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::render::head::{home, listing};
use crate::render::linked_data::PageType;
use crate::render::value::map;
use crate::render::{Draft, Reader, Titled};
use crate::route::{Facts, OutputKind, Planner, Route, Target};
use crate::site::Site;
use crate::site::rows::RowId;
use crate::table::{BuiltIn, Exercise};

const URL: &str = "/programme/";
/// The message that is its title.
const TITLE: &str = "programme.title";
const TEMPLATE: &str = "programme.html";

#[derive(Debug)]
pub(super) struct ProgrammePage;

impl OutputKind for ProgrammePage {
    fn facts(&self) -> Facts {
        Facts::of_list(&[TEMPLATE])
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        if let Some(place) = super::first_row(site, &Exercise::kind()) {
            planner.add(URL, Target::Programme, place);
        }
    }

    fn title<'a>(&self, site: &'a Site, _: &'a Target) -> Cow<'a, str> {
        site.own_words().text(TITLE).into()
    }
}

impl Maker for ProgrammePage {
    fn make(&self, reader: &Rc<Reader>, _: &Route) -> Option<Made> {
        Some(Made::Draft(draft(reader)))
    }
}

fn draft(reader: &Rc<Reader>) -> Draft {
    let words = reader.site_words();
    let mut topics: Vec<(&str, Vec<RowId>)> = Vec::new();
    for (id, text) in reader.rows_of(&Exercise::kind()) {
        let folder = text.folder();
        match topics.iter_mut().find(|(topic, _)| *topic == folder) {
            Some((_, rows)) => rows.push(id),
            None => topics.push((folder, vec![id])),
        }
    }
    let folders: Vec<&str> = topics.iter().map(|(folder, _)| *folder).collect();
    let (own, kind) = (Titled::new(words.text(TITLE), URL), ("programme", PageType::Of("WebPage")));
    let page = listing(reader, kind, own, words.text("programme.description"), vec![home(reader)], &folders);
    let topics: Vec<Value> = topics
        .into_iter()
        .map(|(folder, rows)| {
            let own = reader.section(folder);
            map([
                ("title", own.map_or("", |page| page.title).into()),
                ("url", own.map_or_else(Value::none, |page| reader.config().href(page.url).into())),
                ("help", reader.help(folder).map_or_else(Value::none, |strip| strip.value)),
                ("rows", Value::from(rows.into_iter().map(|id| reader.row(id)).collect::<Vec<_>>())),
            ])
        })
        .collect();
    let mut draft = Draft::of_page(TEMPLATE, page, &"site.toml".into());
    draft.context.insert_value("topics", Value::from(topics));
    draft
}
