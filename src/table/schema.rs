//! The JSON Schema of a table file, for editors.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use serde_json::{Value as Json, json};

use super::declaration::is_extension;
use super::record;
use crate::kind::{self, DeclaredBy, Kind};

/// The schema (draft 7, which TOML editors read) of a whole TOML file of `kind`: `{ "exercise": [ … ] }`.
/// Descriptions are the documentation of the fields.
#[must_use]
pub fn schema(kind: &Kind) -> Schema {
    let mut generator = SchemaSettings::draft07().into_generator();
    let typed = record::of(kind).map(|entry| (entry.schema)(&mut generator));
    let mut definitions = generator.take_definitions(true);
    let row = match typed {
        None => kind::schema::row(kind),
        Some(reference) => {
            // The schema of the type is a definition, to which come the fields that the site adds.
            let name = reference.get("$ref").and_then(Json::as_str).and_then(|path| path.rsplit('/').next());
            let properties =
                name.and_then(|name| definitions.get_mut(name)?.get_mut("properties")?.as_object_mut());
            let added = kind.fields.iter().filter(|field| field.origin != DeclaredBy::BuiltIn);
            if let Some(properties) = properties {
                properties.extend(added.map(|field| (field.name.clone(), kind::schema::field(field))));
            }
            reference.to_value()
        }
    };
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("{}.toml", kind.stem),
        "description": format!("A table of balm: {} after each `[[{}]]`.", kind.noun, kind.key),
        "type": "object",
        "properties": {
            "$schema": { "type": "string", "description": "The address of this schema, for editors." },
            kind.key.as_str(): { "type": "array", "items": row, "description": "The rows of the table." }
        },
        "additionalProperties": false,
        "definitions": definitions
    });
    tidy(&mut schema);
    let Json::Object(schema) = schema else { return Schema::default() };
    Schema::from(schema)
}

/// Takes out what TOML cannot hold (null), and notes on writing, which editors would show.
fn tidy(schema: &mut Json) {
    match schema {
        Json::Array(items) => items.iter_mut().for_each(tidy),
        Json::Object(map) => {
            map.retain(|key, _| key != "writeOnly" && !is_extension(key));
            if map.get("default").is_some_and(Json::is_null) {
                map.remove("default");
            }
            let is_null = |choice: &Json| {
                choice.get("type").is_some_and(|kind| kind == "null") || choice == "null" || choice.is_null()
            };
            for key in ["anyOf", "type", "enum"] {
                let Some(Json::Array(choices)) = map.get_mut(key) else { continue };
                choices.retain(|choice| !is_null(choice));
                if key == "type" && choices.len() == 1 {
                    let only = choices.remove(0);
                    map.insert(key.to_owned(), only);
                }
            }
            map.values_mut().for_each(tidy);
        }
        _ => {}
    }
}
