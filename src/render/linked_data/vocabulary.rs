//! The terms of schema.org that pages use, as types. A term stands here once; what it says is decided beside.
//!
//! A test in `tests/it/` compares each of them, with the values it takes, with the vocabulary's own tables.

use serde::Serialize;

/// All there is to say on one page.
#[derive(Debug, Serialize)]
pub(super) struct JsonLdDocument<'a> {
    #[serde(rename = "@context")]
    pub(super) context: &'static str,
    #[serde(rename = "@graph")]
    pub(super) graph: Vec<GraphNode<'a>>,
}

/// Something with an `@id` of its own, which other pages name too. What belongs to the page alone stands inside
/// the page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum GraphNode<'a> {
    Page(Box<WebPage<'a>>),
    Organization(Organization<'a>),
    Condition(Condition<'a>),
    Exercise(Box<ExerciseNode<'a>>),
    Remedy(Box<RemedyNode<'a>>),
    Declared(serde_json::Map<String, serde_json::Value>),
}

/// The name of a node that stands elsewhere in the graph.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NodeReference {
    #[serde(rename = "@id")]
    pub(super) id: String,
}

/// A `WebPage` of some kind.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebPage<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) url: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_reviewed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reviewed_by: Option<Person<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) author: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) publisher: Option<NodeReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<TypedThing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) about: Option<NodeReference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) main_entity: Option<NodeReference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) mentions: Vec<NamedThing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) has_part: Option<Questions<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) citation: Vec<CreativeWork<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) breadcrumb: Option<Breadcrumbs<'a>>,
}

/// A thing of which nothing but its type is known.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct TypedThing {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
}

/// Who publishes the site.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) email: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) ownership_funding_info: &'a str,
}

/// Who wrote a page.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Author<'a> {
    Publisher(NodeReference),
    Person(Person<'a>),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) job_title: &'a str,
}

/// What a folder is about, as far as one page shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Condition<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cause: Vec<NamedThing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) possible_treatment: Vec<NamedThing<'a>>,
}

/// A row by its name; one with a page of its own is described there, under the same `@id`.
#[derive(Debug, Serialize)]
pub(super) struct NamedThing<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'a str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) name: &'a str,
}

/// An `ExercisePlan` that is a `HowTo` as well.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExerciseNode<'a> {
    #[serde(rename = "@type")]
    pub(super) kinds: [&'static str; 2],
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) alternate_name: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exercise_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) category: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) intensity: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) activity_duration: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repetitions: Option<NumberOrQuantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rest_periods: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) activity_frequency: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) additional_variable: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) associated_anatomy: Vec<AnatomicalStructure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool: Vec<String>,
    pub(super) step: Vec<HowToStep>,
}

/// A part of the body.
#[derive(Debug, Serialize)]
pub(super) struct AnatomicalStructure {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) name: String,
}

/// A number, or the two ends of a range.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum NumberOrQuantity {
    One(u16),
    Between(Quantity),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Quantity {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_value: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_value: Option<u16>,
    /// A code of UN/CEFACT: `SEC` is a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_code: Option<&'static str>,
}

/// A list has no order in JSON-LD, so each step says its place.
#[derive(Debug, Serialize)]
pub(super) struct HowToStep {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) position: usize,
    pub(super) text: String,
}

/// A remedy. Which of the fields it may have depends on its type.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RemedyNode<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    #[serde(rename = "@id")]
    pub(super) id: String,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) alternate_name: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) contraindication: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) safety_consideration: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) warning: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pregnancy_warning: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) breastfeeding_warning: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mechanism_of_action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) administration_route: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) dosage_form: Vec<String>,
}

/// Questions with their answers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Questions<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) main_entity: Vec<QuestionNode<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct QuestionNode<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    pub(super) accepted_answer: Answer,
}

#[derive(Debug, Serialize)]
pub(super) struct Answer {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// A work that a page rests on.
#[derive(Debug, Serialize)]
pub(super) struct CreativeWork<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
}

/// The way from home to a page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    pub(super) item_list_element: Vec<Breadcrumb<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Breadcrumb<'a> {
    #[serde(rename = "@type")]
    pub(super) kind: &'static str,
    /// From 1.
    pub(super) position: usize,
    pub(super) name: &'a str,
    /// The address; `None` for the page itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
}
