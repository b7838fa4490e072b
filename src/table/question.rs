//! Questions with their answers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::inline::Block;
use super::record::{About, BuiltIn, Record};

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
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub sources: Vec<Spanned<String>>,
}

typed!(Question);

impl BuiltIn for Question {
    const ABOUT: About = About {
        stem: "faq",
        key: "question",
        noun: "a question",
        title: "Questions",
        name_field: "question",
        continued: None,
        has_pages: false,
        schema_org: Some("Question"),
        asks: &[],
    };
}

impl Record for Question {}
