//! Sources: the works that claims rest on.

use schemars::JsonSchema;
use serde::Deserialize;

use super::choice::choices;
use super::inline::Inline;
use super::record::{About, BuiltIn, Record};
use super::whole::Whole;

use crate::contact::WebAddress;
use crate::data::{Spanned, typed};

choices! {
    /// What sort of work a source is.
    SourceKind in "source_kind" {
        Guideline = "guideline": "Guideline",
        Review = "review": "Review of studies",
        Trial = "trial": "Trial",
        Leaflet = "leaflet": "Leaflet",
        Page = "page": "Web page",
        Law = "law": "Law",
    }
}

/// A work that rows and articles cite. Only `title` is required; give an `id` that is short to cite.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name to cite it by, unique in the site: `nice-ng59`. Without it the title's slug.
    pub id: Option<Spanned<String>>,
    /// Its title as printed on it.
    pub title: Spanned<String>,
    /// Who publishes it: "NICE".
    pub publisher: Option<String>,
    /// Its authors, one an item.
    #[serde(default)]
    pub authors: Vec<String>,
    /// The year it was published or last changed.
    pub year: Option<Whole<1000, 2999>>,
    /// The number its publisher gives it: "NG59", "CD004750".
    pub number: Option<String>,
    /// Its web address, with `https://`.
    pub url: Option<WebAddress>,
    /// What sort of work it is.
    pub kind: Option<SourceKind>,
    /// What a reader should know of it, such as what it does not cover.
    pub note: Option<Inline>,
}

typed!(Source);

impl BuiltIn for Source {
    const ABOUT: About = About {
        stem: "sources",
        key: "source",
        noun: "a source",
        title: "Sources",
        name_field: "title",
        continued: None,
        has_pages: false,
        schema_org: Some("CreativeWork"),
        asks: &[],
    };
}

impl Record for Source {}
