//! Questions with their answers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::inline::Block;
use super::{Fields, Kind, Record};
use crate::data::{Spanned, typed};

/// A question that readers ask, and its answer. `question` and `answer` are required.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The row's name in links, unique in the site; without it the question's slug.
    pub id: Option<Spanned<String>>,
    /// The question as a reader would ask it, with its question mark.
    pub question: Spanned<String>,
    /// The answer: Markdown, paragraphs and lists included.
    pub answer: Block,
    /// Ids of sources.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["sources"]))]
    pub sources: Vec<Spanned<String>>,
}

typed!(Question);

impl Record for Question {
    const KIND: Kind = Kind::Question;

    fn name(&self) -> &Spanned<String> {
        &self.question
    }

    fn take_id(&mut self) -> Option<Spanned<String>> {
        self.id.take()
    }

    fn into_fields(self) -> Fields {
        Fields::Question(Box::new(self))
    }
}
