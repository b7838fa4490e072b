//! What a field takes, as its declaration says.

use super::bounds;
use super::field::read as read_field;
use super::keys::{KeyReader, listed, short};
use super::{DeclarationScope, FIELD_ROLE, FIELD_TYPE, UNKNOWN_KIND, capitalised};
use crate::data::{Date, Entry, Node, Value};
use crate::diagnostic::did_you_mean;
use crate::kind::value::{Age, Decimal, Duration};
use crate::kind::{Choice, FieldType, Markup, Number, Role, Unit};

/// The words for what the items of a list are.
pub(super) const ITEMS: [&str; 14] = [
    "text",
    "markdown",
    "paragraphs",
    "number",
    "range",
    "duration",
    "age",
    "date",
    "yes-no",
    "choice",
    "link",
    "telephone",
    "picture",
    "reference",
];

/// What a field of the type `word` takes that is neither a list nor a group.
pub(super) fn single(
    word: &str,
    keys: &mut KeyReader<'_>,
    scope: &DeclarationScope<'_>,
) -> Option<FieldType> {
    Some(match word {
        "text" => FieldType::Text,
        "markdown" => FieldType::Markdown(Markup::Inline),
        "paragraphs" => FieldType::Markdown(Markup::Block),
        "number" => FieldType::Number(number(keys)),
        "range" => FieldType::Range(number(keys)),
        "duration" => FieldType::Duration(bounds::read::<Duration>(keys)),
        "age" => FieldType::Age(bounds::read::<Age>(keys)),
        "date" => FieldType::Date(bounds::read::<Date>(keys)),
        "yes-no" => FieldType::YesNo,
        "choice" => FieldType::Choice(choices(keys)?),
        "link" => FieldType::Link,
        "telephone" => FieldType::Telephone,
        "picture" => FieldType::Picture,
        "reference" => FieldType::Reference(to(keys, scope)?),
        _ => return None,
    })
}

fn number(keys: &mut KeyReader<'_>) -> Number {
    let decimals = keys.flag("decimals").unwrap_or(false);
    let unit = keys.get("unit").and_then(|entry| unit(keys, &entry.value));
    let bounds = bounds::read::<Decimal>(keys);
    for end in [bounds.least, bounds.most].into_iter().flatten().filter(|end| !decimals && !end.is_whole()) {
        let key = if bounds.least == Some(end) { "min" } else { "max" };
        if let Some(entry) = keys.get(key) {
            let message = format!("`{key}` is {end}, and the field takes whole numbers");
            keys.report(
                &super::FIELD_BOUNDS,
                entry.value.span.clone(),
                message,
                "add `decimals = true`, or write a whole number",
            );
        }
    }
    Number { decimals, unit, bounds }
}

/// One word for a unit, or its singular and its plural.
fn unit(keys: &mut KeyReader<'_>, node: &Node) -> Option<Unit> {
    let text = |node: &Node| match &node.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    };
    let unit = match &node.value {
        Value::List(items) => match items.as_slice() {
            [one, many] => text(one).zip(text(many)).map(|(one, many)| Unit { one, many }),
            _ => None,
        },
        _ => text(node).map(|unit| Unit::invariable(&unit)),
    };
    if unit.is_none() {
        keys.wrong(
            "unit",
            node,
            "a word, or its singular and its plural",
            "write `unit = \"mg\"` or `unit = [\"tablet\", \"tablets\"]`",
        );
    }
    unit
}

const CHOICES: &str = "list them: `choices = [\"by-mouth\", \"injection\"]`, or with what readers see: `choices = { by-mouth = \"By mouth\" }`";

/// The words of a closed list. Without any, a field with the role `evidence` has the grades, and one with the role `class` the
/// classes that rules know.
fn choices(keys: &mut KeyReader<'_>) -> Option<Vec<Choice>> {
    let role = match keys.get("role").map(|entry| &entry.value.value) {
        Some(Value::Text(word)) => Role::of_word(word),
        _ => None,
    };
    let (known, table): (&[(&str, &str)], &str) = match role {
        Some(Role::Evidence) => (&GRADES, "grade"),
        Some(Role::Class) => (&CLASSES, "class"),
        _ => (&[], ""),
    };
    let is_evidence = role == Some(Role::Evidence);
    let Some(entry) = keys.get("choices") else {
        if !known.is_empty() {
            let choice = |(word, text): &(&str, &str)| Choice {
                word: (*word).into(),
                text: (*text).into(),
                key: Some(format!("{table}.{word}")),
            };
            return Some(known.iter().map(choice).collect());
        }
        keys.missing("choices", CHOICES);
        return None;
    };
    let mut found: Vec<Choice> = Vec::new();
    let given: Vec<(&Node, Option<String>, String)> = match &entry.value.value {
        Value::List(items) => items.iter().map(|item| (item, word(item), String::new())).collect(),
        Value::Table(entries) => entries
            .iter()
            .map(|entry| {
                (&entry.value, Some(entry.key.trim().to_owned()), word(&entry.value).unwrap_or_default())
            })
            .collect(),
        _ => {
            keys.wrong("choices", &entry.value, "a list of words", CHOICES);
            return None;
        }
    };
    if given.is_empty() {
        keys.report(
            &FIELD_TYPE,
            entry.value.span.clone(),
            "a choice needs at least one word to choose",
            CHOICES,
        );
        return None;
    }
    for (node, word, text) in given {
        let Some(word) = word.filter(|word| !word.is_empty() && !word.contains([';', '\n', '\r'])) else {
            let message =
                format!("a word of `choices` is text on one line without `;`, not {}", node.described());
            keys.report(&FIELD_TYPE, node.span.clone(), message, CHOICES);
            continue;
        };
        if found.iter().any(|known| known.word == word) {
            let message = format!("`{}` is among the choices twice", short(&word));
            keys.report(&FIELD_TYPE, node.span.clone(), message, "remove one of the two");
            continue;
        }
        if is_evidence && !GRADES.iter().any(|(grade, _)| *grade == word) {
            let message = format!("`{}` is not a grade of evidence", short(&word));
            let help = format!("use {}, or leave `choices` out", listed(GRADES.map(|(grade, _)| grade)));
            keys.report(&FIELD_ROLE, node.span.clone(), message, help);
            continue;
        }
        let text = if text.is_empty() { capitalised(&word.replace(['-', '_'], " ")) } else { text };
        found.push(Choice { word, text, key: None });
    }
    Some(found)
}

/// How sure research is, by GRADE, as readers meet it in tables of balm's own.
const GRADES: [(&str, &str); 5] = [
    ("high", "Good evidence"),
    ("moderate", "Some evidence"),
    ("low", "Weak evidence"),
    ("very-low", "Very weak evidence"),
    ("none", "No good evidence"),
];

/// What something does that matters beside other medicines, as readers meet it in tables of balm's own.
const CLASSES: [(&str, &str); 6] = [
    ("sedative", "Makes you drowsy"),
    ("muscle-relaxant", "Relaxes muscles"),
    ("anticoagulant", "Thins the blood"),
    ("anti-inflammatory", "Reduces inflammation"),
    ("opioid", "Opioid"),
    ("potassium-raising", "Raises potassium"),
];

fn word(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The stems of the kinds that a reference leads to. With the role `source`, these are sources.
fn to(keys: &mut KeyReader<'_>, scope: &DeclarationScope<'_>) -> Option<Vec<String>> {
    let is_source = matches!(keys.get("role").map(|entry| &entry.value.value), Some(Value::Text(role)) if role == Role::Source.word());
    let Some(entry) = keys.get("to") else {
        if is_source {
            return Some(vec![SOURCES.to_owned()]);
        }
        keys.missing(
            "to",
            format!(
                "name the table whose rows it leads to: {}",
                listed(scope.stems.iter().map(String::as_str))
            ),
        );
        return None;
    };
    let given: Vec<&Node> = match &entry.value.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![&entry.value],
    };
    let mut found = Vec::new();
    for node in given {
        let Value::Text(stem) = &node.value else {
            keys.wrong(
                "to",
                node,
                "the name of a table",
                "write it as its files are called: `to = \"exercises\"`",
            );
            continue;
        };
        let stem = stem.trim();
        if scope.stems.iter().any(|known| known == stem) {
            found.push(stem.to_owned());
            continue;
        }
        let help = match scope.ours.of_key(stem) {
            Some(kind) => format!("write `{}`, as its files are called", kind.stem),
            None => did_you_mean(stem, scope.stems.iter().map(String::as_str), || {
                format!(
                    "declare `[tables.{}]`, or name one of {}",
                    short(stem),
                    listed(scope.stems.iter().map(String::as_str))
                )
            }),
        };
        keys.report(
            &UNKNOWN_KIND,
            node.span.clone(),
            format!("there is no table `{}` to refer to", short(stem)),
            help,
        );
    }
    if found.is_empty() && !keys.is_faulty() {
        keys.report(
            &UNKNOWN_KIND,
            entry.value.span.clone(),
            "a reference needs at least one table to lead to",
            "write it as its files are called: `to = \"exercises\"`",
        );
    }
    Some(found)
}

/// The stem of the tables of sources.
pub(super) const SOURCES: &str = "sources";

pub(super) fn list(
    keys: &mut KeyReader<'_>,
    entries: &[Entry],
    scope: &DeclarationScope<'_>,
) -> Option<FieldType> {
    let is_source = entries
        .iter()
        .any(|entry| entry.key == "role" && entry.value.value == Value::Text(Role::Source.word().to_owned()));
    let of = match keys.text("of") {
        Some((of, span)) => match of {
            "list" | "group" => {
                let help = if of == "group" {
                    "write `type = \"group\"`: a group repeats as it is"
                } else {
                    "a list holds single values; a group that repeats may hold lists"
                };
                keys.report(&FIELD_TYPE, span, format!("a list cannot hold a `{of}`"), help);
                return None;
            }
            _ if ITEMS.contains(&of) => of,
            _ => {
                let help = did_you_mean(of, ITEMS, || format!("choose one of {}", listed(ITEMS)));
                keys.report(&FIELD_TYPE, span, format!("there is no type `{}`", short(of)), help);
                return None;
            }
        },
        None if keys.is_faulty() => return None,
        None if is_source => "reference",
        None => "markdown",
    };
    single(of, keys, scope).map(FieldType::list)
}

pub(super) fn group(
    keys: &mut KeyReader<'_>,
    header: &str,
    is_inner: bool,
    scope: &DeclarationScope<'_>,
) -> Option<FieldType> {
    let repeats = keys.flag("repeats").unwrap_or(true);
    if is_inner {
        if let Some(entry) = keys.get("type") {
            keys.report(
                &FIELD_TYPE,
                entry.value.span.clone(),
                "a group cannot contain another group",
                "give its fields to the outer group, or make it a table of its own and refer to its rows",
            );
        }
        return None;
    }
    let entries = match keys.get("fields") {
        Some(Entry { value: Node { value: Value::Table(entries), .. }, .. }) if !entries.is_empty() => {
            entries
        }
        Some(entry) if !matches!(entry.value.value, Value::Table(_)) => {
            keys.wrong(
                "fields",
                &entry.value,
                "one table of keys",
                &format!("declare each field by its name: `[{header}.fields.amount]`"),
            );
            return None;
        }
        _ => {
            if !keys.is_faulty() {
                keys.missing(
                    "fields",
                    format!("declare what an item of the group holds: `[{header}.fields.amount]`"),
                );
            }
            return None;
        }
    };
    let fields = entries
        .iter()
        .filter_map(|entry| read_field(entry, header, true, scope, keys.diagnostics()))
        .collect();
    Some(FieldType::Group { fields, repeats })
}
