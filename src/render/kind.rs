//! Kinds of row as templates see them.

use tera::{Map, Value};

use super::value::map;
use crate::kind::{Field, FieldType, Kind, Markup, Role};

/// What a kind of row is: its words, and its fields in the order in which readers meet them.
pub(super) fn kind_value(kind: &Kind) -> Value {
    let name_field = kind.name_field.as_str();
    let mut fields: Vec<&Field> = kind.fields.iter().filter(|field| field.name != name_field).collect();
    fields.sort_by_key(|field| place(field));
    map([
        ("key", kind.key.as_str().into()),
        ("stem", kind.stem.as_str().into()),
        ("noun", kind.noun.as_str().into()),
        ("title", kind.title.as_str().into()),
        ("name_field", name_field.into()),
        ("name_label", kind.field(name_field).map_or("", |field| field.label.as_str()).into()),
        ("fields", fields_value(fields.into_iter())),
    ])
}

/// Who must not use something comes before how to use it, and what it rests on comes last. Short facts that have no role say
/// what it is, and come first.
fn place(field: &Field) -> u8 {
    match field.role {
        None if !field.is_list()
            && !matches!(
                field.takes,
                FieldType::Markdown(_) | FieldType::Group { .. } | FieldType::Picture
            ) =>
        {
            0
        }
        Some(Role::Claim) => 1,
        Some(Role::Evidence) => 2,
        Some(Role::DangerSign) => 3,
        Some(Role::Contraindication) => 4,
        Some(Role::Caution | Role::Interaction) => 5,
        Some(Role::Dose | Role::Frequency) => 6,
        None | Some(Role::Class | Role::Untreated) => 7,
        Some(Role::Source) => 8,
    }
}

fn fields_value<'a>(fields: impl Iterator<Item = &'a Field>) -> Value {
    let fields: Vec<&Field> = fields.filter(|field| !matches!(field.takes, FieldType::Own(_))).collect();
    let pictures = fields.iter().filter(|field| field.takes == FieldType::Picture);
    let alts: Vec<String> = pictures.map(|field| field.alt()).collect();
    let value = |field: &&Field| field_value(field, alts.contains(&field.name));
    Value::from(fields.iter().map(value).collect::<Vec<_>>())
}

/// `is_alt` is whether it says what the picture in another field shows, which is no fact of its own.
fn field_value(field: &Field, is_alt: bool) -> Value {
    let item = if let FieldType::List(of) = &field.takes { of.as_ref() } else { &field.takes };
    let mut value: Map = map([
        ("name", field.name.as_str().into()),
        ("label", field.label.as_str().into()),
        ("role", field.role.map_or_else(Value::none, |role| role.word().into())),
        ("type", type_word(item).into()),
        ("is_list", field.is_list().into()),
        ("is_alt", is_alt.into()),
    ])
    .into_map()
    .unwrap_or_default();
    value.insert("fields".into(), fields_value(field.inner().iter()));
    Value::from(value)
}

/// What a field, or an item of its list, takes.
fn type_word(takes: &FieldType) -> &'static str {
    match takes {
        FieldType::Text => "text",
        FieldType::Markdown(Markup::Inline) => "markdown",
        FieldType::Markdown(Markup::Block) => "markdown-block",
        FieldType::Number(_) => "number",
        FieldType::Range(_) => "range",
        FieldType::Duration(_) => "duration",
        FieldType::Age(_) => "age",
        FieldType::Date(_) => "date",
        FieldType::YesNo => "yes-no",
        FieldType::Choice(_) => "choice",
        FieldType::List(_) => "list",
        FieldType::Link => "link",
        FieldType::Telephone => "telephone",
        FieldType::Picture => "picture",
        FieldType::Reference(_) => "reference",
        FieldType::Group { .. } => "group",
        FieldType::Own(_) => "own",
    }
}
