//! The declaration of one field.

use super::keys::{KeyReader, listed, short};
use super::roles::{asked, can_be, role};
use super::takes::{group, list, single};
use super::{DeclarationScope, FIELD_NAME, FIELD_TYPE, capitalised, terms};
use crate::data::{Entry, Value, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::kind::{DeclaredBy, Field, FieldType, read};

/// What a field takes whose declaration has mistakes: nothing is read from it.
pub(super) const BROKEN: &str = "what its declaration will say";

/// The words for types, in the order in which they are listed to authors.
pub(super) const TYPES: [&str; 16] = [
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
    "list",
    "link",
    "telephone",
    "picture",
    "reference",
    "group",
];

/// The keys that the declaration of any field may have.
const COMMON: [&str; 7] = ["type", "label", "description", "required", "role", "asked", "schema_org"];

/// The keys that some types have, with those types.
const OF_TYPES: [(&str, &[&str]); 10] = [
    ("unit", &["number", "range"]),
    ("decimals", &["number", "range"]),
    ("min", &["number", "range", "duration", "age", "date"]),
    ("max", &["number", "range", "duration", "age", "date"]),
    ("choices", &["choice"]),
    ("of", &["list"]),
    ("to", &["reference"]),
    ("default", &["number", "range", "duration", "age", "date", "yes-no", "choice"]),
    ("fields", &["group"]),
    ("repeats", &["group"]),
];

/// Words that authors may write for a type, and what to write.
const OTHER_WORDS: [(&str, &str); 14] = [
    ("string", "`type = \"text\"`"),
    ("integer", "`type = \"number\"`"),
    ("whole", "`type = \"number\"`"),
    ("decimal", "`type = \"number\"` with `decimals = true`"),
    ("float", "`type = \"number\"` with `decimals = true`"),
    ("boolean", "`type = \"yes-no\"`"),
    ("bool", "`type = \"yes-no\"`"),
    ("enum", "`type = \"choice\"` with `choices = [\"…\"]`"),
    ("url", "`type = \"link\"`"),
    ("phone", "`type = \"telephone\"`"),
    ("image", "`type = \"picture\"`"),
    ("array", "`type = \"list\"`"),
    ("table", "`type = \"group\"`"),
    ("day", "`type = \"date\"`"),
];

/// Reads the declaration `entry` of a field in the table that `path` leads to. `None` where it has no name to go by.
pub(super) fn read(
    entry: &Entry,
    path: &str,
    is_inner: bool,
    scope: &DeclarationScope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Field> {
    let name = name(entry, scope, diagnostics)?;
    let origin = DeclaredBy::Site(Place::new(scope.file, entry.key_span.clone()));
    let header = format!("{path}.fields.{name}");
    let mut field = Field {
        label: capitalised(&name.replace('_', " ")),
        name,
        documentation: String::new(),
        takes: FieldType::Own(BROKEN),
        required: false,
        default: None,
        role: None,
        asked: true,
        instead: Vec::new(),
        schema_org: None,
        origin,
    };
    let Value::Table(entries) = &entry.value.value else {
        if entry.value.value != Value::Unread {
            diagnostics.push(Diagnostic::new(
                &WRONG_TYPE,
                Place::new(scope.file, entry.value.span.clone()),
                format!("`{}` takes one table of keys, not {}", field.name, entry.value.described()),
                format!(
                    "write `[{header}]` on a line of its own, and `type = \"text\"` or another type below it"
                ),
            ));
        }
        return Some(field);
    };
    let mut keys =
        KeyReader::new(format!("`[{header}]`"), entries, entry.key_span.clone(), scope.file, diagnostics);
    if let Some((label, _)) = keys.text("label") {
        label.clone_into(&mut field.label);
    }
    if let Some((text, _)) = keys.text("description") {
        text.clone_into(&mut field.documentation);
    }
    field.required = keys.flag("required").unwrap_or(false);
    let word = type_word(&mut keys);
    if let Some(word) = word {
        allowed(&mut keys, entries, word);
    }
    let takes = match word {
        Some("group") => group(&mut keys, &header, is_inner, scope),
        Some("list") => list(&mut keys, entries, scope),
        Some(word) => single(word, &mut keys, scope),
        None => None,
    };
    let role = role(&mut keys);
    let is_whole = !keys.is_faulty();
    if let Some(takes) = takes.filter(|_| is_whole) {
        field.role = role.filter(|role| can_be(&mut keys, *role, &takes));
        field.default = default(&mut keys, &takes, field.required);
        field.takes = takes;
    }
    field.asked = asked(&mut keys, field.role);
    field.schema_org = terms::named(&mut keys);
    Some(field)
}

/// The name of the field `entry`, if it is of the right form and no name of balm's own.
fn name(entry: &Entry, scope: &DeclarationScope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let name = entry.key.as_str();
    let refused = |message: String, help: String| {
        Diagnostic::new(&FIELD_NAME, Place::new(scope.file, entry.key_span.clone()), message, help)
    };
    if !super::names::is_key(name) {
        let meant = crate::slug::slug(name).replace('-', "_");
        let help = if super::names::is_key(&meant) {
            format!("write `{meant}`")
        } else {
            "use lower-case letters, digits and underscores, with a letter first".to_owned()
        };
        diagnostics.push(refused(format!("`{}` is not a name for a field", short(name)), help));
        return None;
    }
    let why = match name {
        "id" | "name" => "every row has one without being told",
        "url" | "kind" | "fields" | "lang" => "templates find something of balm's own under it",
        _ if name.ends_with("_text") => "balm makes names that end in `_text` for the words of choices",
        _ => return Some(name.to_owned()),
    };
    let help = if matches!(name, "id" | "name") {
        "leave the declaration out".to_owned()
    } else {
        format!("choose another name, such as `own_{}`", name.trim_end_matches("_text"))
    };
    diagnostics.push(refused(format!("a field cannot be called `{name}`: {why}"), help));
    None
}

/// The word for the field's type.
fn type_word(keys: &mut KeyReader<'_>) -> Option<&'static str> {
    if keys.get("type").is_none() {
        if !keys.is_faulty() {
            keys.missing("type", format!("say what the field takes: {}", listed(TYPES)));
        }
        return None;
    }
    let (word, span) = keys.text("type")?;
    let known = TYPES.into_iter().find(|known| *known == word);
    if known.is_none() {
        let help = match OTHER_WORDS.iter().find(|(other, _)| *other == word) {
            Some((_, meant)) => format!("write {meant}"),
            None => did_you_mean(word, TYPES, || format!("choose one of {}", listed(TYPES))),
        };
        keys.report(&FIELD_TYPE, span, format!("there is no type `{}`", short(word)), help);
    }
    known
}

/// Reports keys that a field of the type `word` does not have.
fn allowed(keys: &mut KeyReader<'_>, entries: &[Entry], word: &str) {
    let of = entries.iter().find(|entry| entry.key == "of").and_then(|entry| match &entry.value.value {
        Value::Text(text) if word == "list" => Some(text.trim()),
        _ => None,
    });
    let has = |types: &[&str]| types.contains(&word) || of.is_some_and(|of| types.contains(&of));
    let known: Vec<&str> = COMMON
        .into_iter()
        .chain(
            OF_TYPES
                .iter()
                .filter(|(key, types)| has(types) && !(word == "list" && *key == "default"))
                .map(|(key, _)| *key),
        )
        .collect();
    for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        let key = entry.key.as_str();
        let Some((_, types)) = OF_TYPES.iter().find(|(known, _)| *known == key) else { continue };
        let code = if matches!(key, "min" | "max") { &super::FIELD_BOUNDS } else { &FIELD_TYPE };
        let message = format!("a field of the type `{word}` has no `{key}`");
        let help = format!("leave it out; these types have it: {}", listed(types.iter().copied()));
        keys.report(code, entry.key_span.clone(), message, help);
    }
    let all: Vec<&str> = COMMON.into_iter().chain(OF_TYPES.iter().map(|(key, _)| *key)).collect();
    keys.only(&all);
}

/// What holds where nothing is given, as authors write it.
fn default(keys: &mut KeyReader<'_>, takes: &FieldType, required: bool) -> Option<String> {
    let entry = keys.get("default")?;
    if required {
        keys.report(
            &FIELD_TYPE,
            entry.key_span.clone(),
            "a field that every row has to give needs no default",
            "leave `default` or `required` out",
        );
        return None;
    }
    if let Err(fault) = read::scalar(&entry.value, takes) {
        let help = fault.way_out.of(crate::data::Format::Toml).to_owned();
        keys.report(&WRONG_TYPE, entry.value.span.clone(), format!("`default` {}", fault.message), help);
        return None;
    }
    Some(match &entry.value.value {
        Value::Text(text) => text.trim().to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        _ => return None,
    })
}
