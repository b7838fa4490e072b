//! The declaration of one field.

use super::bounds::{self, Edge};
use super::keys::{Keys, listed, short};
use super::{FIELD_NAME, FIELD_ROLE, FIELD_TYPE, Scope, UNKNOWN_KIND, capitalised, terms};
use crate::data::{Date, Entry, Node, Value, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, Place, did_you_mean};
use crate::kind::value::{Age, Decimal, Duration};
use crate::kind::{Choice, Field, FieldType, Markup, Number, Origin, Role, Unit, read};

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

/// The keys that the declaration of any field may have.
const COMMON: [&str; 6] = ["type", "label", "description", "required", "role", "schema_org"];

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
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Field> {
    let name = name(entry, scope, diagnostics)?;
    let origin = Origin::Site(Place::new(scope.file, entry.key_span.clone()));
    let header = format!("{path}.fields.{name}");
    let mut field = Field {
        label: capitalised(&name.replace('_', " ")),
        name,
        documentation: String::new(),
        takes: FieldType::Own(BROKEN),
        required: false,
        default: None,
        role: None,
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
        Keys::new(format!("`[{header}]`"), entries, entry.key_span.clone(), scope.file, diagnostics);
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
    field.schema_org = terms::named(&mut keys);
    Some(field)
}

/// The name of the field `entry`, if it is of the right form and no name of balm's own.
fn name(entry: &Entry, scope: &Scope<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
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
fn type_word(keys: &mut Keys<'_>) -> Option<&'static str> {
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
fn allowed(keys: &mut Keys<'_>, entries: &[Entry], word: &str) {
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

/// What a field of the type `word` takes that is neither a list nor a group.
fn single(word: &str, keys: &mut Keys<'_>, scope: &Scope<'_>) -> Option<FieldType> {
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

fn number(keys: &mut Keys<'_>) -> Number {
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
fn unit(keys: &mut Keys<'_>, node: &Node) -> Option<Unit> {
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

/// The words of a closed list. Without any, a field with the role `evidence` has the grades.
fn choices(keys: &mut Keys<'_>) -> Option<Vec<Choice>> {
    let is_evidence = matches!(keys.get("role").map(|entry| &entry.value.value), Some(Value::Text(role)) if role == Role::Evidence.word());
    let Some(entry) = keys.get("choices") else {
        if is_evidence {
            return Some(GRADES.map(|(word, text)| Choice { word: word.into(), text: text.into() }).to_vec());
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
        found.push(Choice { word, text });
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

fn word(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The stems of the kinds that a reference leads to. With the role `source`, these are sources.
fn to(keys: &mut Keys<'_>, scope: &Scope<'_>) -> Option<Vec<String>> {
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
const SOURCES: &str = "sources";

fn list(keys: &mut Keys<'_>, entries: &[Entry], scope: &Scope<'_>) -> Option<FieldType> {
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

fn group(keys: &mut Keys<'_>, header: &str, is_inner: bool, scope: &Scope<'_>) -> Option<FieldType> {
    let repeats = keys.flag("repeats").unwrap_or(true);
    if is_inner {
        if let Some(entry) = keys.get("type") {
            keys.report(
                &FIELD_TYPE,
                entry.value.span.clone(),
                "a group cannot stand in another group",
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
    let fields =
        entries.iter().filter_map(|entry| read(entry, header, true, scope, keys.diagnostics())).collect();
    Some(FieldType::Group { fields, repeats })
}

fn role(keys: &mut Keys<'_>) -> Option<Role> {
    let (word, span) = keys.text("role")?;
    let role = Role::of_word(word);
    if role.is_none() {
        let words = || Role::ALL.map(Role::word);
        let help = match word {
            "warning" | "precaution" => "write `caution`".to_owned(),
            "red-flag" => "write `danger-sign`".to_owned(),
            "benefit" => "write `claim`".to_owned(),
            "grade" => "write `evidence`".to_owned(),
            _ => did_you_mean(word, words(), || format!("choose one of {}", listed(words()))),
        };
        keys.report(&FIELD_ROLE, span, format!("there is no role `{}`", short(word)), help);
    }
    role
}

/// Whether a field that takes `takes` can have `role`, which is reported where it cannot.
fn can_be(keys: &mut Keys<'_>, role: Role, takes: &FieldType) -> bool {
    let is_text = |takes: &FieldType| matches!(takes, FieldType::Text | FieldType::Markdown(_));
    let is_texts = is_text(takes) || matches!(takes, FieldType::List(of) if is_text(of));
    let is_group = matches!(takes, FieldType::Group { .. });
    let (can, wanted) = match role {
        Role::Dose => (
            is_texts
                || is_group
                || matches!(takes, FieldType::Number(_) | FieldType::Range(_) | FieldType::Duration(_)),
            "a text, a number, a range, a duration, a list of texts or a group",
        ),
        Role::Caution | Role::Contraindication | Role::DangerSign => (is_texts, "a text or a list of texts"),
        Role::Claim => (is_texts || is_group, "a text, a list of texts or a group"),
        Role::Evidence => (
            is_text(takes) || is_group || matches!(takes, FieldType::Choice(_)),
            "a grade, a text or a group",
        ),
        Role::Source => {
            (takes.references() == [SOURCES], "a reference to `sources` or a list of such references")
        }
    };
    if !can && let Some(entry) = keys.get("role") {
        let help = match role {
            Role::Source => "write `type = \"list\"`, without `of` and `to`, or another role".to_owned(),
            Role::Evidence => {
                "write `type = \"choice\"` without `choices` for the grades, or another role".to_owned()
            }
            Role::Dose | Role::Caution | Role::Contraindication | Role::Claim | Role::DangerSign => {
                "write `type = \"list\"` for one text an item, or leave the role out".to_owned()
            }
        };
        keys.report(
            &FIELD_ROLE,
            entry.value.span.clone(),
            format!("the role `{}` is for {wanted}", role.word()),
            help,
        );
    }
    can
}

/// What holds where nothing is given, as authors write it.
fn default(keys: &mut Keys<'_>, takes: &FieldType, required: bool) -> Option<String> {
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

/// Reports claims that no field backs: each needs evidence and sources, in its group or beside it.
pub(super) fn claims(
    fields: &[Field],
    entries: &[Entry],
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    const BACKING: [(Role, &str); 2] = [
        (Role::Evidence, "one with `type = \"choice\"` and `role = \"evidence\"`"),
        (Role::Source, "one with `type = \"list\"` and `role = \"source\"`"),
    ];
    // What a field with mistakes will be is not known.
    let may_be =
        |field: &Field, role: Role| field.role == Some(role) || field.takes == FieldType::Own(BROKEN);
    let mut check = |field: &Field, entry: Option<&Entry>, inner: &[Field]| {
        let missing = BACKING
            .into_iter()
            .filter(|(role, _)| !fields.iter().chain(inner).any(|field| may_be(field, *role)));
        let (roles, ways): (Vec<&str>, Vec<&str>) = missing.map(|(role, way)| (role.word(), way)).unzip();
        let Some(role) = entry.and_then(|entry| entry.value.get("role")).filter(|_| !roles.is_empty()) else {
            return;
        };
        diagnostics.push(Diagnostic::new(
            &FIELD_ROLE,
            Place::new(scope.file, role.span.clone()),
            format!(
                "nothing backs the claim in `{}`: no field beside it has the role `{}`",
                field.name,
                roles.join("` or `")
            ),
            format!("declare {}", ways.join(", and ")),
        ));
    };
    for field in fields {
        let entry = entries.iter().find(|entry| entry.key == field.name);
        if field.role == Some(Role::Claim) {
            check(field, entry, field.inner());
        }
        for inner in field.inner().iter().filter(|inner| inner.role == Some(Role::Claim)) {
            let entries = entry.and_then(|entry| entry.value.get("fields")).map_or(&[][..], Node::entries);
            check(inner, entries.iter().find(|entry| entry.key == inner.name), field.inner());
        }
    }
}

impl Edge for Decimal {
    const FORM: &'static str = "a number in digits, without quotes";

    fn read(node: &Node) -> Result<Self, String> {
        let number = match &node.value {
            Value::Integer(number) => Some(Decimal::whole(*number)),
            Value::Float(number) => Decimal::of_float(*number),
            _ => None,
        };
        number.ok_or_else(|| format!("takes a number, not {}", node.described()))
    }
}
