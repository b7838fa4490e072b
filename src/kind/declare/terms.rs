//! The terms of schema.org that a declaration names.

use super::SCHEMA_ORG_TERM;
use super::keys::{KeyReader, short};
use crate::data::Entry;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::kind::Field;
use crate::schema_org::Vocabulary;

/// The type that rows are.
pub(super) fn of_kind(keys: &mut KeyReader<'_>) -> Option<String> {
    let (name, span) = keys.text("schema_org")?;
    let vocabulary = Vocabulary::get();
    if vocabulary.has_type(name) && !vocabulary.is_superseded(name) {
        return Some(name.to_owned());
    }
    let bare = name.rsplit(['/', ':']).next().unwrap_or(name);
    let help = if bare != name && vocabulary.has_type(bare) {
        format!("write the name alone: `{bare}`")
    } else {
        let types = vocabulary.types().filter(|name| !vocabulary.is_superseded(name));
        did_you_mean(name, types, || {
            "look for one at <https://schema.org/docs/full.html>, or leave `schema_org` out".to_owned()
        })
    };
    keys.report(&SCHEMA_ORG_TERM, span, format!("schema.org has no type `{}`", short(name)), help);
    None
}

/// The property that a field becomes.
pub(super) fn named(keys: &mut KeyReader<'_>) -> Option<String> {
    let (name, span) = keys.text("schema_org")?;
    let vocabulary = Vocabulary::get();
    if vocabulary.property(name).is_some() && !vocabulary.is_superseded(name) {
        return Some(name.to_owned());
    }
    let bare = name.rsplit(['/', ':']).next().unwrap_or(name);
    let help = if bare != name && vocabulary.property(bare).is_some() {
        format!("write the name alone: `{bare}`")
    } else {
        let properties = vocabulary.properties().filter(|name| !vocabulary.is_superseded(name));
        did_you_mean(name, properties, || {
            "look for one at <https://schema.org/docs/full.html>, or leave `schema_org` out".to_owned()
        })
    };
    keys.report(&SCHEMA_ORG_TERM, span, format!("schema.org has no property `{}`", short(name)), help);
    None
}

/// Reports properties that things of the type `kind` do not have. `entries` are those of the table.
pub(super) fn of_fields(keys: &mut KeyReader<'_>, entries: &[Entry], kind: Option<&str>, fields: &[Field]) {
    let vocabulary = Vocabulary::get();
    let Some(declared) = entries.iter().find(|entry| entry.key == "fields") else { return };
    for field in fields {
        let Some(property) = &field.schema_org else { continue };
        let Some(at) = declared.value.get(&field.name).and_then(|entry| entry.get("schema_org")) else {
            continue;
        };
        let place = keys.place(at.span.clone());
        let Some(kind) = kind else {
            if entries.iter().all(|entry| entry.key != "schema_org") {
                keys.push(Diagnostic::new(
                    &SCHEMA_ORG_TERM,
                    place,
                    format!("`{property}` is a property, and the table does not say of what"),
                    "say what a row is with `schema_org` in the table, such as `schema_org = \"Drug\"`",
                ));
            }
            continue;
        };
        let domain = vocabulary.property(property).map_or(&[][..], |property| property.domain.as_slice());
        if domain.iter().any(|of| vocabulary.is_a(kind, of)) {
            of_items(keys, declared, field, property);
            continue;
        }
        let of: Vec<String> = domain.iter().map(|of| format!("`{of}`")).collect();
        keys.push(Diagnostic::new(
            &SCHEMA_ORG_TERM,
            place,
            format!("in schema.org, `{kind}` has no property `{property}`"),
            format!("that is one of {}; leave it out, or say with `schema_org` in the table that a row is one of these", of.join(", ")),
        ));
    }
}

/// Reports properties of the fields in the group `group`, itself the property `outer`, that no value of that property has.
fn of_items(keys: &mut KeyReader<'_>, declared: &Entry, group: &Field, outer: &str) {
    let vocabulary = Vocabulary::get();
    let values = vocabulary.property(outer).map_or(&[][..], |property| property.range.as_slice());
    for field in group.inner() {
        let Some(property) = &field.schema_org else { continue };
        let domain = vocabulary.property(property).map_or(&[][..], |property| property.domain.as_slice());
        if values.iter().any(|value| domain.iter().any(|of| vocabulary.is_a(value, of))) {
            continue;
        }
        let inner = declared.value.get(&group.name).and_then(|entry| entry.get("fields"));
        let Some(at) =
            inner.and_then(|inner| inner.get(&field.name)).and_then(|entry| entry.get("schema_org"))
        else {
            continue;
        };
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        let place = keys.place(at.span.clone());
        keys.push(Diagnostic::new(
            &SCHEMA_ORG_TERM,
            place,
            format!("in schema.org, what is `{outer}` has no property `{property}`"),
            format!("leave it out, or take a property of {}", values.join(", ")),
        ));
    }
}
