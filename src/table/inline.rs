//! Markdown in the typed view of a row: its text and place. [`super::markdown`] is what it becomes.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use crate::data::Spanned;

macro_rules! markdown {
    ($(#[$meta:meta])* $name:ident, $type:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(Spanned<String>);

        impl $name {
            /// The Markdown.
            #[must_use]
            pub fn text(&self) -> &str {
                &self.0.value
            }

            /// Where it stands in its file, in bytes.
            #[must_use]
            pub fn span(&self) -> Range<usize> {
                self.0.span()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Spanned::deserialize(deserializer).map($name)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "x-type": $type })
            }
        }
    };
}

markdown! {
    /// A cell of running text: emphasis, links, code; no paragraphs.
    Inline, "markdown"
}
markdown! {
    /// A text of paragraphs and lists, such as an answer.
    Block, "markdown-block"
}
