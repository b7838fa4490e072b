//! Which keys a type has, learnt from its JSON Schema.
//!
//! The same Rust type drives three things that must agree: what is read, what `balm schema` prints, and
//! which keys are reported as unknown or missing.

use std::collections::BTreeMap;

use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// The keys of a table.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Known keys, by name.
    pub fields: BTreeMap<String, KeyShape>,
    /// Whether other keys are allowed too, as in `[extra]`.
    pub open: bool,
}

/// One key of a table.
#[derive(Clone, Debug, Default)]
pub struct KeyShape {
    /// Whether it has to be there.
    pub required: bool,
    /// Whether its value is a list.
    pub list: bool,
    /// The keys of its value, where that is a table or a list of tables.
    pub shape: Option<Shape>,
}

/// A type that authors write: it can be read, and has a JSON Schema from which its [`Shape`] is made.
pub trait Typed: DeserializeOwned + JsonSchema {
    /// The keys of this type, worked out once.
    fn shape() -> &'static Shape;
}

/// Implements [`Typed`].
macro_rules! typed {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::data::Typed for $type {
            fn shape() -> &'static $crate::data::Shape {
                static SHAPE: std::sync::LazyLock<$crate::data::Shape> =
                    std::sync::LazyLock::new($crate::data::Shape::of::<$type>);
                &SHAPE
            }
        }
    )+};
}
pub(crate) use typed;

impl Shape {
    /// The keys of `T`.
    #[must_use]
    pub fn of<T: JsonSchema>() -> Shape {
        let mut generator = SchemaGenerator::default();
        let schema = generator.root_schema_for::<T>();
        let json = schema.as_value();
        let definitions = json.get("$defs").cloned().unwrap_or_default();
        Shape::read(json, &definitions).unwrap_or_default()
    }

    fn read(schema: &Json, definitions: &Json) -> Option<Shape> {
        if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
            return Shape::read(definitions.get(target.trim_start_matches("#/$defs/"))?, definitions);
        }
        if let Some(choices) = schema.get("anyOf").or(schema.get("oneOf")).and_then(Json::as_array) {
            return choices.iter().find_map(|choice| Shape::read(choice, definitions));
        }
        if let Some(items) = schema.get("items") {
            return Shape::read(items, definitions);
        }
        let properties = schema.get("properties")?.as_object()?;
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
            .filter_map(Json::as_str)
            .collect();
        let fields = properties
            .iter()
            .map(|(name, value)| {
                let required = required.contains(&name.as_str());
                let list = value.get("type").is_some_and(|kind| *kind == "array");
                (name.clone(), KeyShape { required, list, shape: Shape::read(value, definitions) })
            })
            .collect();
        let open = schema.get("additionalProperties") != Some(&Json::Bool(false));
        Some(Shape { fields, open })
    }

    /// Adds the keys of `other`.
    pub fn add(&mut self, other: &Shape) {
        self.fields.extend(other.fields.iter().map(|(name, field)| (name.clone(), field.clone())));
        self.open |= other.open;
    }

    /// The names of the keys.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }
}
