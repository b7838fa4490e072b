//! The JSON Schema of rows and fields, from their declarations.
//!
//! It says what TOML can hold; cells of a spreadsheet are text and have no schema.

use serde_json::{Map, Value as Json, json};

use super::{Bounds, Declaration, Field, FieldType, Number};
use crate::kind::value::Decimal;

/// The schema of a row of the kind that `declaration` declares, `id` included.
#[must_use]
pub fn row(declaration: &Declaration) -> Json {
    let mut schema = table(&declaration.fields);
    let id = json!({
        "type": "string",
        "description": "The row's name in links, unique in the site; without it the name's slug."
    });
    if let Some(Json::Object(properties)) = schema.get_mut("properties") {
        properties.insert("id".to_owned(), id);
    }
    if !declaration.documentation.is_empty() {
        schema["description"] = declaration.documentation.as_str().into();
    }
    schema
}

/// The schema of a table with `fields`.
fn table(fields: &[Field]) -> Json {
    let properties: Map<String, Json> =
        fields.iter().map(|field| (field.name.clone(), self::field(field))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}

/// The schema of the value of `field`.
#[must_use]
pub fn field(field: &Field) -> Json {
    let mut schema = takes(&field.takes);
    schema["title"] = field.label.as_str().into();
    let documentation = documentation(field);
    if !documentation.is_empty() {
        schema["description"] = documentation.into();
    }
    if let Some(default) = &field.default {
        schema["default"] = match &field.takes {
            FieldType::YesNo => Json::Bool(default == "true"),
            FieldType::Number(_) | FieldType::Range(_) => {
                Decimal::read(default).map_or_else(|| default.as_str().into(), number)
            }
            _ => default.as_str().into(),
        };
    }
    schema
}

/// What editors show of `field`: what it is for, its unit, and which rows it leads to.
fn documentation(field: &Field) -> String {
    let item = match &field.takes {
        FieldType::List(of) => of,
        takes => takes,
    };
    let unit = match item {
        FieldType::Number(number) | FieldType::Range(number) => number.unit.as_ref(),
        _ => None,
    };
    let mut parts: Vec<String> = Vec::new();
    let text = field.documentation.trim();
    if !text.is_empty() {
        let end = if text.ends_with(['.', '!', '?', ':']) { "" } else { "." };
        parts.push(format!("{text}{end}"));
    }
    parts.extend(unit.map(|unit| format!("Counted in {}.", unit.many)));
    let to = item.references();
    if !to.is_empty() {
        parts.push(format!("The id of a row of `{}`.", to.join("` or `")));
    }
    parts.join(" ")
}

fn takes(takes: &FieldType) -> Json {
    match takes {
        FieldType::Text | FieldType::Markdown(_) | FieldType::Picture => json!({ "type": "string" }),
        FieldType::Reference(_) => json!({ "type": "string", "pattern": "^[^\\sA-Z]+$" }),
        FieldType::Number(takes) => self::takes_number(takes),
        FieldType::Range(takes) => {
            let end = takes_number(takes);
            let digits = if takes.decimals { "\\d+(\\.\\d+)?" } else { "\\d+" };
            json!({
                "anyOf": [
                    end,
                    { "type": "string", "pattern": format!("^\\s*-?{digits}(\\s*[-–—]\\s*{digits}|\\s+to\\s+-?{digits})?\\s*$") },
                    { "type": "array", "items": end, "minItems": 2, "maxItems": 2 }
                ]
            })
        }
        FieldType::Duration(bounds) => {
            json!({
                "type": "string",
                "pattern": "\\d.*(second|minute|hour|day|week|month|year)s?\\s*$",
                "examples": examples(bounds, "20 seconds")
            })
        }
        FieldType::Age(bounds) => {
            json!({ "type": "string", "pattern": "\\d|birth|newborn", "examples": examples(bounds, "2 to 11 years") })
        }
        FieldType::Date(_) => json!({ "type": "string", "format": "date" }),
        FieldType::YesNo => json!({ "type": "boolean" }),
        FieldType::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
            json!({ "enum": words })
        }
        FieldType::List(of) => json!({ "type": "array", "items": self::takes(of) }),
        FieldType::Link => {
            json!({ "type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://" })
        }
        FieldType::Telephone => json!({ "type": "string", "pattern": "^\\s*\\+?[\\d\\s().‐‑–-]+$" }),
        FieldType::Own(_) => json!({}),
        FieldType::Group { fields, repeats: false } => table(fields),
        FieldType::Group { fields, repeats: true } => json!({ "type": "array", "items": table(fields) }),
    }
}

fn examples<T: std::fmt::Display>(bounds: &Bounds<T>, usual: &str) -> Json {
    match (&bounds.least, &bounds.most) {
        (Some(end), _) | (None, Some(end)) => json!([end.to_string()]),
        (None, None) => json!([usual]),
    }
}

fn takes_number(takes: &Number) -> Json {
    let mut schema = json!({ "type": if takes.decimals { "number" } else { "integer" } });
    if let Some(least) = takes.bounds.least {
        schema["minimum"] = number(least);
    }
    if let Some(most) = takes.bounds.most {
        schema["maximum"] = number(most);
    }
    schema
}

fn number(decimal: Decimal) -> Json {
    decimal.as_whole().map_or_else(|| json!(decimal.as_float()), |whole| json!(whole))
}
