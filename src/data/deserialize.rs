//! serde's view of a [`Node`]: any `Deserialize` type can be made from one, and errors say where.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use serde::{Deserialize, Serialize, Serializer};

use super::structure::Collection;
use super::{Entry, Format, Node, Value, WayOut, shortened};
use crate::diagnostic::did_you_mean;

/// What was wrong with a node.
#[derive(Debug)]
pub struct Error {
    /// The innermost value that could not be used; `None` until a caller knows it.
    pub span: Option<Range<usize>>,
    /// What is wrong, to follow the key's name: "takes a whole number, not the text `first`".
    pub message: String,
    /// The way out; may be empty.
    pub way_out: WayOut,
    /// Set where a table stands for a list, or the other way round.
    pub wanted: Option<Collection>,
    /// Set where a key is missing: [`super::Shape`] has reported that already.
    pub missing: bool,
}

/// What is wrong with a value and how to put it right, for the error of any deserializer.
///
/// serde hands on nothing but a `Display`. The plain form is the message; the alternate form (`{:#}`) is the way out,
/// in the format whose place in [`FORMATS`] is the width, counted from 1. Whatever else serde displays takes no notice
/// of either, and so has no way out of its own.
struct Refusal<'a> {
    message: &'a str,
    way_out: &'a WayOut,
}

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = f.alternate().then(|| FORMATS.get(f.width()?.checked_sub(1)?)).flatten();
        f.write_str(format.map_or(self.message, |format| self.way_out.of(*format)))
    }
}

/// The order in which [`Refusal`] numbers the formats.
const FORMATS: [Format; 3] = [Format::Toml, Format::Yaml, Format::Csv];

/// An error for `Deserialize` implementations: the message, and apart from it the way out.
pub fn fail<E: de::Error>(message: &str, way_out: impl Into<WayOut>) -> E {
    E::custom(Refusal { message, way_out: &way_out.into() })
}

/// Writes for a `Visitor` what it takes, to follow "takes", and the way out if it is given something else.
///
/// # Errors
/// Where `f` takes no more.
pub fn expecting(f: &mut fmt::Formatter<'_>, takes: &str, way_out: &WayOut) -> fmt::Result {
    fmt::Display::fmt(&Refusal { message: takes, way_out }, f)
}

/// The message of `said`, and its way out where it is a [`Refusal`].
fn parts_of(said: &(impl fmt::Display + ?Sized)) -> (String, WayOut) {
    let message = said.to_string();
    let way_out = WayOut::by(|format| {
        let at = FORMATS.iter().position(|known| *known == format).unwrap_or_default() + 1;
        Some(format!("{said:#at$}")).filter(|way_out| *way_out != message).unwrap_or_default()
    });
    (message, way_out)
}

impl Error {
    fn new(message: impl Into<String>, way_out: impl Into<WayOut>) -> Self {
        Error { span: None, message: message.into(), way_out: way_out.into(), wanted: None, missing: false }
    }

    fn at(mut self, span: &Range<usize>) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let (message, way_out) = parts_of(&message);
        Error::new(message, way_out)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(value) => format!("`{value}`"),
            Unexpected::Unsigned(value) => format!("the number {value}"),
            Unexpected::Signed(value) => format!("the number {value}"),
            Unexpected::Float(value) => format!("the number {value}"),
            Unexpected::Str(text) => format!("the text `{}`", shortened(text)),
            Unexpected::Seq => "a list".into(),
            Unexpected::Map => "a table of keys".into(),
            Unexpected::Unit | Unexpected::Option => "nothing".into(),
            other => other.to_string(),
        };
        let (expected, way_out) = parts_of(expected);
        let wanted = match expected.as_str() {
            "a sequence" => Some(Collection::List),
            "a map" => Some(Collection::Table),
            other => other.starts_with("struct ").then_some(Collection::Table),
        };
        let (takes, usual) = in_words(&expected);
        let way_out = if way_out == WayOut::default() { usual } else { way_out };
        Error { wanted, ..Error::new(format!("takes {takes}, not {found}"), way_out) }
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let list = expected.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let help = did_you_mean(variant, expected.iter().copied(), || format!("choose one of {list}"));
        Error::new(format!("does not know the word `{}`", shortened(variant)), help)
    }

    fn missing_field(field: &'static str) -> Self {
        Error { missing: true, ..Error::new(format!("needs `{field}`"), "") }
    }
}

/// What serde expects, in an author's words, and the way out.
fn in_words(expected: &str) -> (Cow<'static, str>, WayOut) {
    match expected {
        "a boolean" => {
            ("`true` or `false`".into(), WayOut::or_cell("write `true` or `false` without quotes", YES_OR_NO))
        }
        "a string" => ("text".into(), WayOut::or_cell("put the text between double quotes", "write text")),
        "a sequence" => ("a list".into(), WayOut::default()),
        "u8" => ("a whole number from 0 to 255".into(), WayOut::number()),
        "u16" => ("a whole number from 0 to 65535".into(), WayOut::number()),
        "i16" | "i32" | "i64" | "u32" | "u64" | "usize" => ("a whole number".into(), WayOut::number()),
        other if other.starts_with("struct ") || other == "a map" => {
            ("one table of keys".into(), WayOut::default())
        }
        other => (other.trim_start_matches("enum ").to_owned().into(), WayOut::default()),
    }
}

const YES_OR_NO: &str = "write `yes` or `no`";

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Null | Value::Unread => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Integer(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Text(text) | Value::Cell(text) => visitor.visit_str(text),
            Value::List(items) => visitor.visit_seq(Items(items.iter())),
            Value::Table(entries) => visitor.visit_map(Entries { rest: entries.iter(), value: None }),
        }
        .map_err(|error| error.at(&self.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.value {
            Value::Null | Value::Unread => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        // A title may be a year: a number is good enough as text.
        match &self.value {
            Value::Integer(number) => visitor.visit_string(number.to_string()),
            _ => return self.deserialize_any(visitor),
        }
        .map_err(|error: Error| error.at(&self.span))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Value::Cell(text) = &self.value else { return self.deserialize_any(visitor) };
        match text.to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "x" => visitor.visit_bool(true),
            "false" | "no" | "n" | "0" => visitor.visit_bool(false),
            _ => Err(Error::new(format!("takes yes or no, not `{}`", shortened(text)), YES_OR_NO)),
        }
        .map_err(|error: Error| error.at(&self.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == SPANNED {
            return visitor.visit_map(SpanAccess { node: self, step: 0 });
        }
        // serde would take a list for the values of the keys, in their order.
        if matches!(self.value, Value::List(_)) {
            let error: Error = de::Error::invalid_type(Unexpected::Seq, &"a map");
            return Err(error.at(&self.span));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.value {
            Value::Text(text) | Value::Cell(text) => {
                visitor.visit_enum(UnitVariant(text.trim())).map_err(|error| error.at(&self.span))
            }
            _ => Err(Error::new(
                format!("takes one word, not {}", self.described()),
                WayOut::or_cell("put the word between quotes", "write one word"),
            )
            .at(&self.span)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        number(self, visitor)
    }
    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        number(self, visitor)
    }
    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        number(self, visitor)
    }
    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        number(self, visitor)
    }
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        number(self, visitor)
    }
    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        number(self, visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i128 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct map identifier
        ignored_any
    }
}

/// A number that a cell holds as text, or a number as it is.
fn number<'de, V: Visitor<'de>>(node: &'de Node, visitor: V) -> Result<V::Value, Error> {
    match &node.value {
        Value::Cell(text) => match text.trim().parse::<i64>() {
            Ok(number) => visitor.visit_i64(number),
            Err(_) => visitor.visit_str(text),
        }
        .map_err(|error: Error| error.at(&node.span)),
        _ => node.deserialize_any(visitor),
    }
}

/// Makes a value of `node`. A type may find fault with a value after it was read, as dates do; that is a fault
/// of this node too, not of the table around it.
fn at_node<'de, T: DeserializeSeed<'de>>(seed: T, node: &'de Node) -> Result<T::Value, Error> {
    seed.deserialize(node).map_err(|error| error.at(&node.span))
}

struct Items<'de>(std::slice::Iter<'de, Node>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|node| at_node(seed, node)).transpose()
    }
}

struct Entries<'de> {
    rest: std::slice::Iter<'de, Entry>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(&entry.value);
        seed.deserialize(entry.key.as_str().into_deserializer())
            .map(Some)
            .map_err(|error: Error| error.at(&entry.key_span))
    }
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        match self.value.take() {
            Some(node) => at_node(seed, node),
            None => Err(Error::new("has no value", "")),
        }
    }
}

struct UnitVariant<'a>(&'a str);

impl<'de> EnumAccess<'de> for UnitVariant<'_> {
    type Error = Error;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        seed.deserialize(self.0.into_deserializer()).map(|value| (value, self))
    }
}

impl<'de> VariantAccess<'de> for UnitVariant<'_> {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(Error::new("takes one word", ""))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error::new("takes one word", ""))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        Err(Error::new("takes one word", ""))
    }
}

/// The name under which [`Spanned`] asks a deserializer for the place of a value.
const SPANNED: &str = "$balm::Spanned";
const SPANNED_FIELDS: &[&str] = &["start", "end", "value"];

struct SpanAccess<'de> {
    node: &'de Node,
    step: usize,
}

impl<'de> MapAccess<'de> for SpanAccess<'de> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(field) = SPANNED_FIELDS.get(self.step) else { return Ok(None) };
        seed.deserialize((*field).into_deserializer()).map(Some)
    }
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        self.step += 1;
        match self.step {
            1 => seed.deserialize(self.node.span.start.into_deserializer()),
            2 => seed.deserialize(self.node.span.end.into_deserializer()),
            _ => at_node(seed, self.node),
        }
    }
}

/// A value and its place in the file it was read from, in bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl<T> Spanned<T> {
    /// The place as a range.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SpannedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
            type Value = Spanned<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut parts = (0, 0);
                loop {
                    match map.next_key::<String>()?.as_deref() {
                        Some("start") => parts.0 = map.next_value()?,
                        Some("end") => parts.1 = map.next_value()?,
                        _ => return Ok(Spanned { start: parts.0, end: parts.1, value: map.next_value()? }),
                    }
                }
            }
        }
        deserializer.deserialize_struct(SPANNED, SPANNED_FIELDS, SpannedVisitor(PhantomData))
    }
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
