//! Causes: what may bring a complaint on, and what helps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choice::Grade;
use super::inline::Inline;
use super::{Fields, Kind, Record, Reference};
use crate::data::{Spanned, typed};

/// One cause of a complaint. Only `name` is required.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// The row's name in links, unique in the site; without it the name's slug, "Poor posture" → `poor-posture`.
    #[serde(skip_serializing)]
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
    pub remedies: Vec<Spanned<String>>,
    /// How sure research is that what helps does help; where nothing is said to, that this is a cause.
    pub evidence: Option<Grade>,
    /// Ids of sources.
    #[serde(default)]
    pub sources: Vec<Spanned<String>>,
}

typed!(Cause);

impl Record for Cause {
    const KIND: Kind = Kind::Cause;

    fn name(&self) -> &Spanned<String> {
        &self.name
    }

    fn take_id(&mut self) -> Option<Spanned<String>> {
        self.id.take()
    }

    fn into_fields(self) -> Fields {
        Fields::Cause(Box::new(self))
    }

    fn references(&self) -> Vec<Reference<'_>> {
        let mut references = Reference::all(&[Kind::Remedy, Kind::Exercise], "remedies", &self.remedies);
        references.extend(Reference::all(&[Kind::Source], "sources", &self.sources));
        references
    }
}

/// What templates get of a cause.
#[derive(Serialize)]
pub(super) struct View<'a> {
    #[serde(flatten)]
    fields: &'a Cause,
    evidence_text: Option<&'static str>,
}

impl<'a> View<'a> {
    pub(super) fn of(fields: &'a Cause) -> Self {
        View { fields, evidence_text: fields.evidence.map(Grade::text) }
    }
}
