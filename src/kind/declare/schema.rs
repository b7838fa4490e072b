//! The JSON Schema of `[tables]`, for editors.

use schemars::{Schema, SchemaGenerator};
use serde_json::{Value as Json, json};

use super::field::TYPES;
use super::takes::ITEMS;
use crate::kind::Role;

/// The schema of `tables` in `site.toml`.
pub fn schema(_: &mut SchemaGenerator) -> Schema {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let table = json!({
        "type": "object",
        "description": "A kind of row of your own, or with `fields` alone fields added to one that comes with balm.",
        "properties": {
            "row": text("The word before each row: `vaccine` makes rows `[[vaccine]]`."),
            "title": text("What readers see above all rows. Without it, the table's name: \"Vaccines\"."),
            "one": text("One row in words, for messages: \"a vaccine\"."),
            "description": text("What a row is, for those who fill it in."),
            "pages": {
                "description": "Whether each row has a page, with a list of all of them; or the address of that list.",
                "anyOf": [{ "type": "boolean" }, { "type": "string", "pattern": "^/(.+/)?$" }]
            },
            "schema_org": text("What a row is at schema.org: a type such as `Drug`."),
            "fields": {
                "type": "object",
                "description": "The fields of a row, by name. Every row has `id` and `name` as well.",
                "additionalProperties": field(Some(field(None)))
            }
        },
        "additionalProperties": false
    });
    let all = json!({
        "type": "object",
        "description": "Kinds of row of your own, by the name of their files, and fields added to those that come with balm.",
        "additionalProperties": table,
        "default": {}
    });
    Schema::try_from(all).unwrap_or_default()
}

/// The schema of a field; `inner` is that of the fields of a group, which are no groups.
fn field(inner: Option<Json>) -> Json {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let flag = |description: &str| json!({ "type": "boolean", "description": description });
    let value = |description: &str| json!({ "type": ["string", "number"], "description": description });
    let types: Vec<&str> = TYPES.into_iter().filter(|word| inner.is_some() || *word != "group").collect();
    let mut properties = json!({
        "type": { "enum": types, "description": "What the field takes." },
        "label": text("What readers see before its value. Without it, its name: \"Protects from\"."),
        "description": text("What it is for, for those who fill it in."),
        "required": flag("Whether every row needs it."),
        "role": {
            "enum": Role::ALL.map(Role::word),
            "description": "What it means to a reader's health. The rules of `balm check`, the order of a page and JSON-LD go by it."
        },
        "schema_org": text("The property of schema.org that it becomes."),
        "unit": {
            "description": "What a number counts: `mg`, or its singular and plural: `[\"tablet\", \"tablets\"]`.",
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2 }
            ]
        },
        "decimals": flag("Whether a number may have decimals."),
        "min": value("The least that it may be, written like a value of the field."),
        "max": value("The most that it may be, written like a value of the field."),
        "choices": {
            "description": "The words to choose from, or each with what readers see: `{ by-mouth = \"By mouth\" }`.",
            "anyOf": [
                { "type": "array", "items": { "type": ["string", "integer"] }, "minItems": 1, "uniqueItems": true },
                { "type": "object", "additionalProperties": { "type": "string" }, "minProperties": 1 }
            ]
        },
        "of": { "enum": ITEMS, "description": "What the items of a list are. Without it, `markdown`." },
        "to": {
            "description": "The tables whose rows a reference leads to, by the names of their files.",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }]
        },
        "default": { "type": ["string", "number", "boolean"], "description": "What holds where nothing is given." }
    });
    if let (Some(inner), Json::Object(properties)) = (inner, &mut properties) {
        properties.insert(
            "fields".to_owned(),
            json!({ "type": "object", "description": "What an item of a group holds.", "additionalProperties": inner, "minProperties": 1 }),
        );
        properties
            .insert("repeats".to_owned(), flag("Whether a group may have several items. Without it, yes."));
    }
    json!({ "type": "object", "properties": properties, "required": ["type"], "additionalProperties": false })
}
