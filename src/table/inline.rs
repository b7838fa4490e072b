//! Markdown in cells, as far as this phase takes it: text that a later phase renders.
//!
//! A row is turned into values for templates by serde. Cells that hold Markdown have to be found again
//! among those values, so they serialize as *tagged* strings:
//!
//! - an [`Inline`] as `"\u{0}I{start}:{end}:{text}"`
//! - a [`Block`] as `"\u{0}B{start}:{end}:{text}"`
//!
//! `start` and `end` are byte offsets of the value in the row's file, quotes included where the file has
//! them, so that a broken link in a cell can be shown in its place. No other string of a row starts with
//! the character NUL: [`super::parse`] takes it out of everything it reads. [`tagged`] reads a tagged string.
//!
//! This module does not know Markdown.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::written::Written;
use crate::data::Spanned;

macro_rules! markdown {
    ($(#[$meta:meta])* $name:ident, $tag:literal) => {
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

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&format_args!("\u{0}{}{}:{}:{}", $tag, self.0.start, self.0.end, self.0.value))
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
                json_schema!({ "type": "string" })
            }
        }
    };
}

markdown! {
    /// A cell of running text: emphasis, links, code; no paragraphs.
    Inline, 'I'
}
markdown! {
    /// A text of paragraphs and lists, such as an answer.
    Block, 'B'
}

/// What a tagged string holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// From an [`Inline`].
    Inline,
    /// From a [`Block`].
    Block,
}

/// A tagged string, read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged<'a> {
    /// Which kind of Markdown it is.
    pub kind: Markup,
    /// Where the value stands in the row's file, in bytes, quotes included.
    pub span: Range<usize>,
    /// The Markdown.
    pub text: &'a str,
}

impl Tagged<'_> {
    /// The place in the row's file of `within`, a stretch of [`Self::text`] in bytes. `file` is the text of
    /// that file. Where it cannot be told how the value is written, its whole span.
    #[must_use]
    pub fn locate(&self, file: &str, within: Range<usize>) -> Range<usize> {
        match Written::of(self.text, &self.span, file) {
            Some(written) if within.end <= self.text.len() => written.place(&within),
            _ => self.span.clone(),
        }
    }
}

/// Reads a string that [`Inline`] or [`Block`] serialized to; `None` for any other.
#[must_use]
pub fn tagged(value: &str) -> Option<Tagged<'_>> {
    let rest = value.strip_prefix('\u{0}')?;
    let kind = match rest.get(..1)? {
        "I" => Markup::Inline,
        "B" => Markup::Block,
        _ => return None,
    };
    let (start, rest) = rest[1..].split_once(':')?;
    let (end, text) = rest.split_once(':')?;
    Some(Tagged { kind, span: start.parse().ok()?..end.parse().ok()?, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spanned(text: &str) -> Spanned<String> {
        Spanned { value: text.into(), start: 7, end: 20 }
    }

    #[test]
    fn a_tagged_string_is_read_back() {
        for text in ["*heat*: 10 to 15", "", ":", "1:2:3", "漢字\n\n- a"] {
            let inline = serde_json::to_value(Inline(spanned(text))).expect("a string");
            let block = serde_json::to_value(Block(spanned(text))).expect("a string");
            let inline = inline.as_str().and_then(tagged).expect("a tagged string");
            let block = block.as_str().and_then(tagged).expect("a tagged string");
            assert_eq!(inline, Tagged { kind: Markup::Inline, span: 7..20, text });
            assert_eq!(block, Tagged { kind: Markup::Block, span: 7..20, text });
        }
    }

    #[test]
    fn other_strings_are_not_tagged() {
        for text in ["", "heat", "I1:2:x", "\u{0}", "\u{0}X1:2:x", "\u{0}I1:x", "\u{0}Ia:2:x", "\u{0}é"] {
            assert_eq!(tagged(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_stretch_of_the_text_is_found_in_the_file() {
        let file = "tip = \"go [there](x.md)\"";
        let tagged = Tagged { kind: Markup::Inline, span: 6..file.len(), text: "go [there](x.md)" };
        assert_eq!(file.get(tagged.locate(file, 11..15)), Some("x.md"));
        let escaped = Tagged { text: "go [the\nre](x.md)", ..tagged };
        assert_eq!(escaped.locate(file, 11..15), 6..file.len());
    }
}
