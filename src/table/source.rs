//! Sources: the works that claims rest on.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use super::choice::choices;
use super::inline::Inline;
use super::whole::Whole;
use super::{Fields, Kind, Record, Reference};
use crate::data::{Spanned, fail, shortened, typed};

choices! {
    /// What sort of work a source is.
    SourceKind {
        Guideline = "guideline": "Guideline",
        Review = "review": "Review of studies",
        Trial = "trial": "Trial",
        Leaflet = "leaflet": "Leaflet",
        Page = "page": "Web page",
        Law = "law": "Law",
    }
}

/// A work that rows and articles cite. Only `title` is required; give an `id` that is short to cite.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The name to cite it by, unique in the site: `nice-ng59`. Without it the title's slug.
    #[serde(skip_serializing)]
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

impl Record for Source {
    const KIND: Kind = Kind::Source;

    fn name(&self) -> &Spanned<String> {
        &self.title
    }

    fn take_id(&mut self) -> Option<Spanned<String>> {
        self.id.take()
    }

    fn into_fields(self) -> Fields {
        Fields::Source(Box::new(self))
    }

    fn references(&self) -> Vec<Reference<'_>> {
        Vec::new()
    }
}

/// What templates get of a source.
#[derive(Serialize)]
pub(super) struct View<'a> {
    #[serde(flatten)]
    fields: &'a Source,
    kind_text: Option<&'static str>,
}

impl<'a> View<'a> {
    pub(super) fn of(fields: &'a Source) -> Self {
        View { fields, kind_text: fields.kind.map(SourceKind::text) }
    }
}

/// An absolute web address that starts with `https://` or `http://`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WebAddress(String);

impl WebAddress {
    /// The address as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for WebAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let address = text.trim();
        let scheme = address.split_once("://").map(|(scheme, rest)| (scheme.to_lowercase(), rest));
        let help = match &scheme {
            Some((scheme, rest)) if matches!(scheme.as_str(), "http" | "https") => {
                let host = rest.split(['/', '?', '#']).next().unwrap_or("");
                if !host.is_empty()
                    && !address.contains(|letter: char| letter.is_whitespace() || letter.is_control())
                {
                    return Ok(WebAddress(address.to_owned()));
                }
                "write the whole address without spaces, as the browser shows it".to_owned()
            }
            None if address.contains('.') && !address.contains([' ', ':']) => {
                format!("write `https://{}`", address.trim_start_matches('/'))
            }
            _ => "write an address that starts with `https://`".to_owned(),
        };
        Err(fail(&format!("takes a web address, not `{}`", shortened(address)), &help))
    }
}

impl JsonSchema for WebAddress {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "WebAddress".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" })
    }
}
