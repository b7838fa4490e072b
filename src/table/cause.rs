//! Causes: what may bring a complaint on, and what helps.

use schemars::JsonSchema;
use serde::Deserialize;

use super::choice::Grade;
use super::inline::Inline;
use super::record::{About, BuiltIn, Record};

use crate::data::{Spanned, typed};

/// One cause of a complaint. Only `name` is required.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The row's name in links, unique in the site; without it the name's slug, "Poor posture" → `poor-posture`.
    pub id: Option<Spanned<String>>,
    /// What it is called: "Poor posture".
    pub name: Spanned<String>,
    /// The cause in a sentence or two.
    pub summary: Option<Inline>,
    /// What helps against it, one thing an item.
    #[serde(default)]
    pub helps: Vec<Inline>,
    /// Ids of remedies and exercises that help against it.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["remedies", "exercises"]))]
    pub remedies: Vec<Spanned<String>>,
    /// How sure research is that what helps does help; where nothing is said to, that this is a cause.
    #[schemars(extend("x-role" = "evidence", "x-asked" = false))]
    pub evidence: Option<Grade>,
    /// Ids of sources.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub sources: Vec<Spanned<String>>,
}

typed!(Cause);

impl BuiltIn for Cause {
    const ABOUT: About = About {
        stem: "causes",
        key: "cause",
        noun: "a cause",
        title: "Causes",
        name_field: "name",
        continued: None,
        has_pages: false,
        schema_org: Some("MedicalCause"),
        asks: &[],
    };
}

impl Record for Cause {}
