//! Rows of a site's own kinds as things of schema.org, by the terms that their declaration names.

use serde_json::{Map, Value as Json, json};
use tera::Value;

use crate::html::words;
use crate::kind::value::DurationRange;
use crate::kind::{Field, FieldType, Number, Role};
use crate::schema_org::Vocabulary;
use crate::table::Row;

/// The `row`, which is a `kind` of schema.org, with its `@id` and its template `value`.
pub(super) fn thing(row: &Row, kind: &str, id: &str, value: &Value) -> Map<String, Json> {
    let mut thing = Map::new();
    thing.insert("@type".into(), kind.into());
    thing.insert("@id".into(), id.into());
    thing.insert("name".into(), row.name.value.as_str().into());
    add(&row.kind.fields, kind, value, &mut thing);
    thing
}

/// Adds the properties that `fields` become to `thing`, a `kind` with this `value`.
fn add(fields: &[Field], kind: &str, value: &Value, thing: &mut Map<String, Json>) {
    for field in fields {
        let Some(property) = property(field, kind) else { continue };
        let Some(given) = value.get_from_path(&field.name) else { continue };
        let key = format!("{}_text", field.name);
        let text = value.get_from_path(&key).filter(|text| !text.is_none());
        // Where a number is wanted, its unit has a place of its own or none.
        let shown = text.filter(|_| !takes_numbers(property)).unwrap_or(given);
        let Some(said) = of(field, property, shown) else { continue };
        if let (DOSE_VALUE, FieldType::Number(Number { unit: Some(unit), .. })) = (property, &field.takes) {
            thing.insert(DOSE_UNIT.to_owned(), unit.many.as_str().into());
        }
        // Two fields may be one property: what to be careful about, and what it does not mix with.
        match thing.get_mut(property) {
            None => drop(thing.insert(property.to_owned(), said)),
            Some(before) => {
                let mut all = before.as_array().cloned().unwrap_or_else(|| vec![before.clone()]);
                match said {
                    Json::Array(more) => all.extend(more),
                    one => all.push(one),
                }
                *before = all.into();
            }
        }
    }
}

/// How much a dose is, and of what.
const DOSE_VALUE: &str = "doseValue";
const DOSE_UNIT: &str = "doseUnit";

fn takes_numbers(property: &str) -> bool {
    let range = Vocabulary::get().property(property).map_or(&[][..], |property| property.range.as_slice());
    range.iter().any(|name| ["Number", "Integer", "Float"].contains(name)) && !range.contains(&"Text")
}

/// What `field` becomes of a `kind`: the property that it declares, or that of its role which the kind has.
fn property<'a>(field: &'a Field, kind: &str) -> Option<&'a str> {
    if let Some(declared) = &field.schema_org {
        return Some(declared);
    }
    let of_role: &[&str] = match field.role? {
        Role::Contraindication => &["contraindication", "warning", "safetyConsideration"],
        Role::Caution | Role::Interaction => &["warning", "safetyConsideration"],
        Role::Dose
        | Role::Frequency
        | Role::Class
        | Role::Untreated
        | Role::Claim
        | Role::Evidence
        | Role::Source
        | Role::DangerSign => &[],
    };
    let vocabulary = Vocabulary::get();
    of_role.iter().copied().find(|name| {
        let domain = vocabulary.property(name).map_or(&[][..], |property| property.domain.as_slice());
        domain.iter().any(|of| vocabulary.is_a(kind, of))
    })
}

/// The template `value` of `field` as a value of `property`; `None` where it says nothing.
fn of(field: &Field, property: &str, value: &Value) -> Option<Json> {
    let range = Vocabulary::get().property(property)?.range.as_slice();
    if let Some(items) = value.as_array() {
        let items: Vec<Json> = items.iter().filter_map(|item| of(field, property, item)).collect();
        return (!items.is_empty()).then(|| items.into());
    }
    let takes = |names: &[&str]| range.iter().any(|known| names.contains(known));
    if value.as_map().is_some() {
        if !field.inner().is_empty() {
            let kind = *range.first()?;
            let mut thing = Map::from_iter([("@type".to_owned(), Json::from(kind))]);
            add(field.inner(), kind, value, &mut thing);
            return (thing.len() > 1).then(|| thing.into());
        }
        let name = ["name", "title", "text"].iter().find_map(|key| value.get_from_path(key)?.as_str())?;
        let address = ["url", "page_url"].iter().find_map(|key| value.get_from_path(key)?.as_str());
        return match address.filter(|_| takes(&["URL"]) && !takes(&["Text"])) {
            Some(address) => Some(address.into()),
            None => written(name, range),
        };
    }
    if let Some(text) = value.as_str() {
        let duration = DurationRange::read(text).ok().filter(|_| takes(&["Duration"]));
        return match duration.filter(DurationRange::is_single) {
            Some(duration) => Some(duration.least().iso().into()),
            None => written(&words(text), range),
        };
    }
    if let Some(is) = value.as_bool() {
        return takes(&["Boolean"]).then(|| is.into());
    }
    let number: Json = serde_json::from_str(&value.to_string()).ok().filter(Json::is_number)?;
    if takes(&["Number", "Integer", "Float"]) { Some(number) } else { written(&value.to_string(), range) }
}

/// `text` where `range` takes texts; else a thing of that name.
fn written(text: &str, range: &[&str]) -> Option<Json> {
    let text = text.trim();
    let is_text = range.iter().any(|name| ["Text", "URL", "Date", "DateTime", "Duration"].contains(name));
    match range.first() {
        _ if text.is_empty() => None,
        _ if is_text => Some(text.into()),
        Some(kind) => Some(json!({ "@type": kind, "name": text })),
        None => None,
    }
}
