//! The declaration of a kind that comes with balm, made from the Rust type of its rows.
//!
//! Names, documentation, types, bounds and closed lists come from the type's JSON Schema. What a schema has no word for is
//! in extensions of it, which [`is_extension`] recognises: `x-type` (a type of [`FieldType`]), `x-rows` (the stems of the
//! kinds that an id may belong to), `x-words` (the table of messages of a closed list), `x-label`, `x-unit`, and
//! for rules `x-role`, `x-asked` and `x-instead` (the fields `role`, `asked` and `instead` of [`Field`]).

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value as Json;

use crate::kind::{Bounds, DeclaredBy, value::Decimal};
use crate::kind::{Choice, Field, FieldType, Markup, Number, Role, Unit};
use crate::words::Messages;

/// Whether `key` of a JSON Schema is an extension that only this module reads.
#[must_use]
pub(super) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

/// The fields of `T`, its `id` left out, in their order.
pub(super) fn fields_of<T: JsonSchema>() -> Vec<Field> {
    let schema = SchemaGenerator::default().root_schema_for::<T>();
    let schema = schema.as_value();
    let types = Types { definitions: schema.get("$defs") };
    let mut fields = types.fields(schema);
    fields.retain(|field| field.name != "id");
    fields
}

/// What a row of `T` is, in words.
pub(super) fn documentation_of<T: JsonSchema>() -> String {
    let schema = SchemaGenerator::default().root_schema_for::<T>();
    schema.get("description").and_then(Json::as_str).unwrap_or_default().to_owned()
}

struct Types<'a> {
    definitions: Option<&'a Json>,
}

impl<'a> Types<'a> {
    fn fields(&self, schema: &'a Json) -> Vec<Field> {
        let required = schema.get("required").and_then(Json::as_array);
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
        let properties = schema.get("properties").and_then(Json::as_object);
        let field = |(name, schema): (&String, &'a Json)| {
            let text = |key: &str| schema.get(key).and_then(Json::as_str).unwrap_or_default();
            let label = match text("x-label") {
                "" => label(name),
                label => label.to_owned(),
            };
            Field {
                name: name.clone(),
                label,
                documentation: text("description").to_owned(),
                takes: self.takes(schema),
                required: is_required(name),
                default: schema.get("default").and_then(Json::as_str).map(str::to_owned),
                role: Role::of_word(text("x-role")),
                asked: schema.get("x-asked").and_then(Json::as_bool).unwrap_or(true),
                instead: texts(schema.get("x-instead")),
                schema_org: None,
                origin: DeclaredBy::BuiltIn,
            }
        };
        properties.into_iter().flatten().map(field).collect()
    }

    /// `schema`, or what it refers to: the first choice that is not null.
    fn resolved(&self, schema: &'a Json) -> &'a Json {
        if let Some(name) = schema.get("$ref").and_then(Json::as_str) {
            let target = self.definitions.and_then(|all| all.get(name.trim_start_matches("#/$defs/")));
            return target.map_or(schema, |target| self.resolved(target));
        }
        let is_null = |choice: &&Json| choice.get("type").is_some_and(|name| name == "null");
        match schema.get("anyOf").and_then(Json::as_array).map(Vec::as_slice) {
            Some([value, null]) if is_null(&null) => self.resolved(value),
            _ => schema,
        }
    }

    fn takes(&self, schema: &'a Json) -> FieldType {
        let target = self.resolved(schema);
        let text = |key: &str| [schema, target].iter().find_map(|schema| schema.get(key)?.as_str());
        let rows = schema.get("x-rows");
        let is = |name: &str| {
            target.get("type").is_some_and(|types| {
                types == name || types.as_array().is_some_and(|types| types.iter().any(|one| one == name))
            })
        };
        if let Some(stems) = rows {
            let one = FieldType::Reference(texts(Some(stems)));
            return if is("array") { one.list() } else { one };
        }
        match text("x-type") {
            Some("markdown") => return FieldType::Markdown(Markup::Inline),
            Some("markdown-block") => return FieldType::Markdown(Markup::Block),
            Some("range") => {
                let ends = target.get("anyOf").and_then(|forms| forms.get(0));
                return FieldType::Range(number(ends.unwrap_or(target)));
            }
            Some("picture") => return FieldType::Picture,
            Some("telephone") => return FieldType::Telephone,
            Some("poses") => return FieldType::Own("poses"),
            _ => {}
        }
        match target.get("format").and_then(Json::as_str) {
            Some("date") => return FieldType::Date(Bounds::default()),
            Some("uri") => return FieldType::Link,
            _ => {}
        }
        if let Some(choices) = target.get("oneOf").and_then(Json::as_array) {
            let text =
                |choice: &Json, key| choice.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let table = target.get("x-words").and_then(Json::as_str);
            let choice = |choice| {
                let word = text(choice, "const");
                let key = table.map(|table| format!("{table}.{word}"));
                let text = match &key {
                    Some(key) => Messages::english().text(key).to_owned(),
                    None => text(choice, "description"),
                };
                Choice { word, text, key }
            };
            return FieldType::Choice(choices.iter().map(choice).collect());
        }
        if target.get("properties").is_some() {
            return FieldType::Group { fields: self.fields(target), repeats: false };
        }
        if let Some(items) = target.get("items").filter(|_| is("array")) {
            return match self.takes(items) {
                FieldType::Group { fields, .. } => FieldType::Group { fields, repeats: true },
                one => one.list(),
            };
        }
        if is("integer") {
            FieldType::Number(number(target))
        } else if is("boolean") {
            FieldType::YesNo
        } else {
            FieldType::Text
        }
    }
}

/// The texts of the list `json`.
fn texts(json: Option<&Json>) -> Vec<String> {
    let items = json.and_then(Json::as_array).into_iter().flatten();
    items.filter_map(Json::as_str).map(str::to_owned).collect()
}

/// What a number may be by its `schema`.
fn number(schema: &Json) -> Number {
    let bound = |key: &str| schema.get(key).and_then(Json::as_i64).map(Decimal::whole);
    let unit = |at: usize| Some(schema.get("x-unit")?.get(at)?.as_str()?.to_owned());
    Number {
        decimals: false,
        unit: unit(0).zip(unit(1)).map(|(one, many)| Unit { one, many }),
        bounds: Bounds { least: bound("minimum"), most: bound("maximum") },
    }
}

/// What readers see before a field of this `name`, where nothing else is declared: "how_to_use" is "How to use".
fn label(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
