//! What a page says, for machines: JSON-LD in the vocabulary of schema.org.
//!
//! Everything here is derived from rows and front matter, and nothing is said that the page does not show in words
//! ([`crate::check::page::mismatches`] holds one against the other). Most of it belongs to the page and stands inside it; what several
//! pages speak of has an `@id` of its own: the publisher, a folder's condition, an exercise, a remedy. Of these each
//! page says what it shows itself, and whoever reads several pages can put it together:
//!
//! - A folder is about a condition if it has causes, as only a complaint has those. It is called as the folder is.
//!   The page that shows causes says them, the page that shows remedies which may treat it.
//! - A remedy is a possible treatment if schema.org takes its type for one, some evidence supports it and no
//!   guideline advises against it. Any other is only mentioned.
//! - An exercise or a remedy is described on its own page, and named on others.
//! - A question is marked up on one page of the site (see [`crate::site::questions`]).
//!
//! What has no property is not said: the next review, who must not do an exercise, an amount to take. Nor is what
//! only the page can weigh: how good the evidence is, and what a guideline says.
//!
//! Architecture Invariant: this module reads the site through a [`Reader`] alone.

mod declared;
mod json;
mod row;
mod vocabulary;

use super::head::Head;
use super::reader::{MarkedTexts, Reader};
use crate::data::Date;
use crate::html::words;
use crate::site::rows::{self, RowId};
use crate::table::choice::Grade;
use crate::table::{Cause, Question, Row};
use vocabulary::{
    Author, Breadcrumb, Breadcrumbs, Condition, GraphNode, JsonLdDocument, NamedThing, NodeReference,
    Organization, Person, Questions, TypedThing, WebPage,
};

/// What stands on a page besides its head.
#[derive(Clone, Copy, Default)]
pub(crate) struct Contents<'a> {
    /// The HTML of its text.
    pub(crate) html: &'a str,
    /// The rows that its directives showed, in order.
    pub(crate) shown: &'a [RowId],
    /// The exercise or remedy that it is about.
    pub(crate) own: Option<RowId>,
    /// The sources it names.
    pub(crate) sources: &'a [RowId],
    /// When it was changed, where it has no front matter to say so.
    pub(crate) updated: Option<Date>,
}

/// The JSON-LD of a page; empty for one that has no address to speak of.
pub(crate) fn json_ld(reader: &Reader, head: &Head<'_>, contents: &Contents<'_>) -> String {
    // It compares what it says with what the page shows, so marks would be in its way.
    reader.at_level(MarkedTexts::NONE, || document(reader, head, contents))
}

fn document(reader: &Reader, head: &Head<'_>, contents: &Contents<'_>) -> String {
    let Some(kind) = page_type(reader, head, contents) else { return String::new() };
    let config = reader.config();
    let front = head.front;
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    let publisher = publisher(reader);
    let publisher_id = || publisher.as_ref().map(|publisher| NodeReference { id: publisher.id.clone() });
    let person = |name, job_title| Person { kind: "Person", name, job_title };
    let mut page = WebPage {
        kind,
        url: config.permalink(head.url),
        name: &head.title,
        // That of a row's page is the row's own.
        description: if contents.own.is_none() { &head.description } else { "" },
        in_language: head.lang(config).as_str(),
        date_published: date(front.and_then(|front| Some(front.published.as_ref()?.value))),
        date_modified: date(front.and_then(|front| Some(front.updated.as_ref()?.value)).or(contents.updated)),
        last_reviewed: date(front.and_then(|front| Some(front.reviewed.as_ref()?.value))),
        reviewed_by: front
            .and_then(|front| front.reviewer.as_ref())
            .filter(|reviewer| !reviewer.name.trim().is_empty())
            .map(|reviewer| person(&reviewer.name, &reviewer.role)),
        author: front
            .map_or(&[][..], |front| &front.authors)
            .iter()
            .map(|name| match publisher_id().filter(|_| *name == config.publisher.name) {
                Some(publisher) => Author::Publisher(publisher),
                None => Author::Person(person(name, "")),
            })
            .collect(),
        publisher: publisher_id(),
        audience: (kind == "MedicalWebPage").then_some(TypedThing { kind: "Patient" }),
        has_part: questions(reader, head, contents),
        citation: contents
            .sources
            .iter()
            .filter_map(|&id| reader.row_fields(id).get().map(row::work))
            .collect(),
        breadcrumb: breadcrumbs(reader, head),
        ..WebPage::default()
    };
    let condition = about(reader, head, contents, &mut page.mentions);
    page.about = condition.as_ref().map(|condition| NodeReference { id: condition.id.clone() });
    let own = contents.own.and_then(|id| described(reader, id));
    page.main_entity = own.as_ref().map(|(id, _)| NodeReference { id: id.clone() });
    let graph = [
        Some(GraphNode::Page(Box::new(page))),
        own.map(|(_, node)| node),
        condition.map(GraphNode::Condition),
        publisher.map(GraphNode::Organization),
    ];
    let graph = graph.into_iter().flatten().collect();
    json::to_json(&JsonLdDocument { context: "https://schema.org", graph })
}

/// What a page is in the vocabulary of schema.org.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageType {
    /// Nothing: it is not part of the site's content.
    Unmarked,
    /// This type, whatever it contains.
    Of(&'static str),
    /// What its contents make of it, else this type.
    ByContents(&'static str),
}

/// The type of a page; `None` for one that has none.
///
/// An article is medical if it rests on sources, named by itself or by the rows it shows, or if its folder is about
/// a condition: a page on how to write to the publisher is not. The page about the site, which is the one that the
/// theme links to as such or else `/about/`, is an `AboutPage` in any case.
fn page_type(reader: &Reader, head: &Head<'_>, contents: &Contents<'_>) -> Option<&'static str> {
    let about = || {
        let config = reader.config();
        config.extra.get("about").and_then(serde_json::Value::as_str).unwrap_or("/about/")
    };
    match head.page_type {
        PageType::Unmarked => None,
        PageType::Of(kind) => Some(kind),
        PageType::ByContents(usual) => Some({
            if about().trim_matches('/') == head.url.trim_matches('/') {
                "AboutPage"
            } else if !contents.sources.is_empty() || reader.has_causes(head.folder) {
                "MedicalWebPage"
            } else {
                usual
            }
        }),
    }
}

fn publisher(reader: &Reader) -> Option<Organization<'_>> {
    let config = reader.config();
    let publisher = &config.publisher;
    (!publisher.name.is_empty()).then(|| Organization {
        kind: "Organization",
        id: config.permalink("/") + "#publisher",
        name: &publisher.name,
        url: publisher.url.as_str(),
        email: publisher.email.as_str(),
        ownership_funding_info: &publisher.funding,
    })
}

/// From home to the page itself, which needs no address. One page is no way.
fn breadcrumbs<'a>(reader: &Reader, head: &'a Head<'_>) -> Option<Breadcrumbs<'a>> {
    let config = reader.config();
    let above = head.breadcrumbs.iter().map(|page| (page.title, Some(config.permalink(page.url))));
    let all = above.chain([(head.title.as_str(), None)]).zip(1..);
    let item_list_element =
        all.map(|((name, item), position)| Breadcrumb { kind: "ListItem", position, name, item }).collect();
    let breadcrumbs = Breadcrumbs { kind: "BreadcrumbList", item_list_element };
    (!head.breadcrumbs.is_empty()).then_some(breadcrumbs)
}

/// What the page's folder is about, as far as the page shows it. Rows that say nothing of that go into `mentions`.
fn about<'a>(
    reader: &'a Reader,
    head: &Head<'_>,
    contents: &Contents<'_>,
    mentions: &mut Vec<NamedThing<'a>>,
) -> Option<Condition<'a>> {
    let own = if head.front.is_some() && reader.has_causes(head.folder) {
        reader.section(head.folder)
    } else {
        None
    };
    let mut condition = own.map(|section| Condition {
        kind: "MedicalCondition",
        id: reader.config().permalink(section.url) + "#condition",
        name: section.title,
        cause: Vec::new(),
        possible_treatment: Vec::new(),
    });
    for (place, &id) in contents.shown.iter().enumerate() {
        let row = reader.row_fields(id);
        // A link with words of its own does not name what it leads to.
        if contents.shown[..place].contains(&id) || !shows(contents.html, &row.name().value) {
            continue;
        }
        let condition = condition.as_mut().filter(|_| row.folder() == head.folder);
        if let Some(cause) = row.get::<Cause>() {
            let is_supported = cause.evidence.is_none_or(|grade| grade != Grade::None);
            if let Some(condition) = condition.filter(|_| is_supported) {
                condition.cause.push(row::named(row, None));
            }
        } else if row.kind.pages.is_some() && row.kind.schema_org.is_some() {
            let named = row::named(row, Some(id_of(reader, row)));
            match condition.filter(|_| row::can_treat(named.kind) && row::may_treat(row)) {
                Some(condition) => condition.possible_treatment.push(named),
                None => mentions.push(named),
            }
        }
    }
    condition
}

/// Whether `name` stands in `html`.
fn shows(html: &str, name: &str) -> bool {
    // What needs escaping is escaped in more than one way.
    if name.contains(['&', '<', '>', '"', '\'']) { words(html).contains(name) } else { html.contains(name) }
}

/// The `@id` of a row. Its page has the same address without the fragment.
fn id_of(reader: &Reader, row: &Row) -> String {
    format!("{}#{}", reader.config().permalink(&rows::url(row).unwrap_or_default()), row.kind.key)
}

/// The row that a page is about, with its `@id`.
fn described(reader: &Reader, id: RowId) -> Option<(String, GraphNode<'_>)> {
    let row = reader.row_fields(id);
    let (value, name) = (reader.row(id), id_of(reader, row));
    let node = if let Some(exercise) = row.get() {
        let words = reader.words(reader.rows_language(row.folder()));
        GraphNode::Exercise(Box::new(row::exercise(exercise, &value, name.clone(), words)))
    } else if let Some(remedy) = row.get() {
        GraphNode::Remedy(Box::new(row::remedy(remedy, &value, name.clone())))
    } else {
        GraphNode::Declared(declared::thing(row, row.kind.schema_org.as_deref()?, &name, &value))
    };
    Some((name, node))
}

/// The questions that are at home on the page, with their answers as it shows them.
fn questions<'a>(reader: &'a Reader, head: &Head<'_>, contents: &Contents<'_>) -> Option<Questions<'a>> {
    let mut main_entity = Vec::new();
    for (place, &id) in contents.shown.iter().enumerate() {
        let row = reader.row_fields(id);
        if !row.is::<Question>() || contents.shown[..place].contains(&id) || !reader.is_home_of(head.file, id)
        {
            continue;
        }
        let value = reader.row(id);
        let answer = value.get_from_path("answer").and_then(tera::Value::as_str).unwrap_or_default();
        if contents.html.contains(answer) && shows(contents.html, &row.name().value) {
            main_entity.push(row::question(row, answer));
        }
    }
    (!main_entity.is_empty()).then_some(Questions { kind: "FAQPage", main_entity })
}
