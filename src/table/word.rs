//! Words from closed lists that other modules keep.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, Visitor};

use crate::data::{WayOut, expecting, fail, shortened};
use crate::diagnostic::did_you_mean;

/// Something that an author names by one word of a list.
pub trait FromWord: Sized {
    /// What it is, in words: "pose".
    const NOUN: &'static str;
    /// Every word there is, in the order they are listed to authors.
    fn words() -> Vec<String>;
    /// What `word` stands for.
    fn of(word: &str) -> Option<Self>;
}

/// A value that is written as a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keyword<T>(pub T);

impl<T: FromWord> Keyword<T> {
    /// Reads `word`.
    ///
    /// # Errors
    /// Says that there is no such word, to follow the name of a key, and which one may be meant.
    pub fn read(word: &str) -> Result<Self, (String, String)> {
        T::of(word).map(Keyword).ok_or_else(|| {
            let words = T::words();
            let help = did_you_mean(word, words.iter().map(String::as_str), || {
                let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
                format!("choose one of {list}")
            });
            (format!("does not know the {} `{}`", T::NOUN, shortened(word)), help)
        })
    }
}

impl<'de, T: FromWord> Deserialize<'de> for Keyword<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeywordVisitor<T>(PhantomData<T>);
        impl<T: FromWord> Visitor<'_> for KeywordVisitor<T> {
            type Value = Keyword<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let words = T::words();
                let first = words.first().map_or("", String::as_str);
                let way_out =
                    WayOut::or_cell(format!("write a word between quotes: `\"{first}\"`"), "write one word");
                expecting(f, &format!("the name of a {}", T::NOUN), &way_out)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Keyword<T>, E> {
                Keyword::read(text.trim()).map_err(|(message, help)| fail(&message, &help))
            }
        }
        deserializer.deserialize_any(KeywordVisitor(PhantomData))
    }
}

impl<T: FromWord> JsonSchema for Keyword<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        T::NOUN.into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": T::words() })
    }
}
