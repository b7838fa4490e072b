//! The page of a row, such as an exercise.

use std::borrow::Cow;
use std::rc::Rc;

use tera::Value;

use super::{Made, Maker};
use crate::asset::Assets;
use crate::diagnostic::Place;
use crate::html::{decode, without_tags};
use crate::kind::Kind;
use crate::render::head::{Head, date_by, home, rows_of, sources_used};
use crate::render::linked_data::{Contents, PageType, json_ld};
use crate::render::value::{map, titled};
use crate::render::{Draft, Reader, Titled, safe};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::{Site, rows};

/// The template of rows whose kind has none of its own.
const TEMPLATE: &str = "row.html";

#[derive(Debug)]
pub(super) struct RowPage;

impl OutputKind for RowPage {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: true,
            counts_as: CountedAs::Row,
            claim: AddressOwner::Author,
            // Named after the kind of row.
            templates: &[],
            is_slow: false,
            shared_address: None,
        }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        for id in site.rows.all() {
            let row = site.rows.row(id);
            if let Some(url) = rows::url(row).filter(|_| row.kind.pages.is_some()) {
                let target = Target::Row(row.id.value.as_str().into());
                planner.add(&url, target, Place::new(row.file(), row.id.span()));
            }
        }
    }

    fn title<'a>(&self, site: &'a Site, target: &'a Target) -> Cow<'a, str> {
        let Target::Row(id) = target else { return "".into() };
        site.rows.find(id).map_or("", |id| site.rows.row(id).name().value.as_str()).into()
    }
}

impl Maker for RowPage {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Row(id) = &route.target else { return None };
        draft(reader, id).map(Made::Draft)
    }
}

/// Whether rows of `kind` are about health: ours are, and so are those with a field that has a meaning to health.
fn is_medical(kind: &Kind) -> bool {
    kind.is_built_in() || kind.fields.iter().any(|field| field.role.is_some())
}

fn draft(reader: &Rc<Reader>, id: &str) -> Option<Draft> {
    let id = reader.find_row_with_page(id)?;
    let row = reader.row_fields(id);
    let pages = row.kind.pages.as_ref()?;
    let key = row.kind.key.as_str();
    let url = rows::url(row).unwrap_or_default();
    let value = reader.row(id);
    let summary =
        value.get_from_path("summary").and_then(Value::as_str).map(without_tags).unwrap_or_default();
    let list = super::rows::title(reader.site_words(), &row.kind);
    let head = Head {
        kind: key,
        page_type: PageType::Of(if is_medical(&row.kind) { "MedicalWebPage" } else { "WebPage" }),
        title: row.name().value.clone(),
        description: decode(&summary).into_owned(),
        url: &url,
        file: row.file(),
        front: None,
        lang: Some(reader.rows_language(row.folder())),
        breadcrumbs: vec![home(reader), Titled::new(&list, &pages.address)],
        tags: &[],
        folder: row.folder(),
        others: Vec::new(),
    };
    let mut page = head.to_map(reader);
    let sources = sources_used(reader, Vec::new(), &[id]);
    page.insert("sources", rows_of(reader, &sources));
    let updated = date_by(reader, row.folder(), &mut page);
    let contents = Contents { own: Some(id), sources: &sources, updated, ..Contents::default() };
    page.insert("json_ld", safe(&json_ld(reader, &head, &contents)));
    let neighbours = reader.row_neighbours(id);
    let href = |to: &str| reader.config().href(to);
    for (key, row) in [("previous", neighbours.previous), ("next", neighbours.next)] {
        page.insert(key, row.map_or_else(Value::none, |(name, to)| titled(name, &href(&to), "")));
    }
    let guide = neighbours.guide.iter().map(|(name, to)| {
        let current = (*to == url).into();
        map([
            ("title", (*name).into()),
            ("url", href(to).into()),
            ("lang_attrs", safe("")),
            ("current", current),
        ])
    });
    page.insert("guide", Value::from(guide.collect::<Vec<_>>()));
    let own = format!("{key}.html");
    let template = super::template_for(reader, &row.kind, &own, TEMPLATE);
    let mut draft = Draft::of_page(template, page, row.file());
    draft.context.insert_value("kind", reader.kind_value(&row.kind));
    draft.context.insert_value("row", value.clone());
    // What a site calls its rows may be the name of a value that every template has.
    if !draft.context.contains_key(key) {
        draft.context.insert_value(key.to_owned(), value);
    }
    Some(draft)
}
