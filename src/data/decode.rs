//! A [`Node`] to a typed value, with every mistake in it reported.

use std::ops::Range;

use super::deserialize::Error;
use super::shape::{Shape, Typed};
use super::{MISSING_KEY, Node, UNKNOWN_KEY, Value, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean, nearest};

/// What is being read, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file.
    pub file: &'a FileName,
    /// The table in words: "front matter", "an exercise".
    pub what: &'a str,
    /// A key: "key" in TOML and YAML, "column" in a spreadsheet.
    pub key: &'a str,
}

/// Makes a `T` of `node` and reports every unknown key, missing key and wrong value in it.
///
/// Returns `None` where what is left after the mistakes is no `T`: a required key is missing or wrong. Keys
/// that are optional and wrong are left out, so that later phases can still check the rest.
pub fn decode<T: Typed>(
    mut node: Node,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    check_keys(&mut node, T::shape(), context, context.what, diagnostics);
    loop {
        let error = match T::deserialize(&node) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let span = error.span.clone().unwrap_or_else(|| node.span.clone());
        if !error.missing {
            diagnostics.push(report(&error, &span, &node, context));
        }
        if !prune(&mut node, &span) {
            return None;
        }
    }
}

fn report(error: &Error, span: &Range<usize>, node: &Node, context: &Context<'_>) -> Diagnostic {
    let message = match key_of(node, span) {
        // Messages that stand on their own name the value already.
        Some(_) if error.message.starts_with('`') => error.message.clone(),
        Some(key) => format!("`{key}` {}", error.message),
        None => format!("{} {}", context.what, error.message),
    };
    let help = if error.help.is_empty() { "write a value that this key takes" } else { error.help.as_str() };
    Diagnostic::new(&WRONG_TYPE, Place::new(context.file, span.clone()), message, help)
}

/// The innermost key whose value, or an item of it, stands exactly at `span`. Spans are compared and not
/// searched, as a TOML table's is its header alone and holds nothing.
fn key_of<'a>(node: &'a Node, span: &Range<usize>) -> Option<&'a str> {
    fn is_at(node: &Node, span: &Range<usize>) -> bool {
        let is_item = |items: &[Node]| items.iter().any(|item| is_at(item, span));
        node.span == *span || matches!(&node.value, Value::List(items) if is_item(items))
    }
    match &node.value {
        Value::Table(entries) => entries.iter().find_map(|entry| {
            let is_here = || entry.key_span == *span || is_at(&entry.value, span);
            key_of(&entry.value, span).or_else(|| is_here().then_some(entry.key.as_str()))
        }),
        Value::List(items) => items.iter().find_map(|item| key_of(item, span)),
        _ => None,
    }
}

/// Takes the value at `span` out of the tree. False where it is the root, or not in the tree.
fn prune(node: &mut Node, span: &Range<usize>) -> bool {
    match &mut node.value {
        Value::Table(entries) => {
            if let Some(at) =
                entries.iter().position(|entry| entry.value.span == *span || entry.key_span == *span)
            {
                // The value may itself hold a table of the same span (dotted keys); the innermost goes.
                if !prune(&mut entries[at].value, span) {
                    entries.remove(at);
                }
                return true;
            }
            entries.iter_mut().any(|entry| prune(&mut entry.value, span))
        }
        Value::List(items) => {
            if let Some(at) = items.iter().position(|item| item.span == *span) {
                items.remove(at);
                return true;
            }
            items.iter_mut().any(|item| prune(item, span))
        }
        _ => false,
    }
}

/// Reports unknown and missing keys of `node` and of the tables in it; unknown ones are taken out.
fn check_keys(
    node: &mut Node,
    shape: &Shape,
    context: &Context<'_>,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let key_word = context.key;
    match &mut node.value {
        Value::List(items) => {
            for item in items {
                check_keys(item, shape, context, what, diagnostics);
            }
        }
        Value::Table(entries) => {
            let mut misspelt = Vec::new();
            if !shape.open {
                entries.retain(|entry| {
                    let known = shape.fields.contains_key(&entry.key);
                    if !known {
                        misspelt.extend(nearest(&entry.key, shape.names()));
                        let help = did_you_mean(&entry.key, shape.names(), || {
                            format!("{what} takes {}", listed(shape.names()))
                        });
                        diagnostics.push(
                            Diagnostic::new(
                                &UNKNOWN_KEY,
                                Place::new(context.file, entry.key_span.clone()),
                                format!("there is no {key_word} `{}` in {what}", entry.key),
                                help,
                            )
                            .label(format!("unknown {key_word}")),
                        );
                    }
                    known
                });
            }
            for (name, field) in &shape.fields {
                let found = entries.iter_mut().find(|entry| entry.key == *name);
                match (found, &field.shape) {
                    (Some(entry), _) if field.required && is_blank(&entry.value) => {
                        diagnostics.push(Diagnostic::new(
                            &MISSING_KEY,
                            Place::new(context.file, entry.value.span.clone()),
                            format!("`{name}` is empty, and {what} needs it"),
                            format!("give `{name}` a value"),
                        ));
                    }
                    (Some(entry), Some(inner)) => {
                        check_keys(&mut entry.value, inner, context, &format!("`{name}`"), diagnostics);
                    }
                    (None, _) if field.required && !misspelt.contains(&name.as_str()) => {
                        diagnostics.push(Diagnostic::new(
                            &MISSING_KEY,
                            Place::new(context.file, node.span.clone()),
                            format!("{what} needs the {key_word} `{name}`"),
                            format!("add `{name}`"),
                        ));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) | Value::Cell(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::*;
    use crate::data::{Date, Spanned, toml, typed, yaml};

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Doc {
        #[expect(dead_code, reason = "only its absence is tested")]
        title: String,
        order: Option<i64>,
        published: Option<Date>,
        reviewer: Option<Person>,
        #[serde(default)]
        people: Vec<Person>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Person {
        name: Spanned<String>,
        age: Option<u8>,
    }

    typed!(Doc);

    /// Decodes `text`, which starts 3 bytes into its file, and shows each diagnostic with what it marks.
    fn faults(
        text: &str,
        parse: fn(&str, usize, &FileName) -> (Node, Vec<Diagnostic>),
    ) -> (Option<Doc>, Vec<String>) {
        let file: FileName = "a.md".into();
        let (node, mut diagnostics) = parse(text, 3, &file);
        let context = Context { file: &file, what: "front matter", key: "key" };
        let doc = decode(node, &context, &mut diagnostics);
        crate::diagnostic::sort(&mut diagnostics);
        let shown = diagnostics.iter().map(|diagnostic| {
            let place = &diagnostic.primary.place;
            let marked = text.get(place.start - 3..place.end - 3).expect("a place in the text");
            format!(
                "{}: {} | {} | {}",
                diagnostic.code.name,
                diagnostic.message,
                diagnostic.help,
                marked.trim_end()
            )
        });
        let shown = shown.collect();
        (doc, shown)
    }

    #[test]
    fn one_run_reports_every_mistake_of_a_toml_document_in_its_place() {
        let text = "titel = \"Heat\"\norder = \"first\"\n\n[reviewer]\nage = 40\n\n[[people]]\nname = \"A\"\nage = -1\n";
        let (doc, faults) = faults(text, toml::parse);
        assert!(doc.is_none(), "a title is missing");
        assert_eq!(faults, [
            String::from("unknown-key: there is no key `titel` in front matter | did you mean `title`? | titel"),
            "wrong-type: `order` takes a whole number, not the text `first` | write the number in digits, without quotes | \"first\"".into(),
            "missing-key: `reviewer` needs the key `name` | add `name` | [reviewer]".into(),
            "wrong-type: `age` takes a whole number from 0 to 255, not the number -1 | write the number in digits, without quotes | -1".into(),
        ]);
    }

    #[test]
    fn one_run_reports_every_mistake_of_a_yaml_document_in_its_place() {
        let text = "titel: Heat\norder: first\nreviewer:\n  age: 40\npeople:\n  - name: A\n    age: -1\n";
        let (doc, faults) = faults(text, yaml::parse);
        assert!(doc.is_none(), "a title is missing");
        assert_eq!(faults, [
            String::from("unknown-key: there is no key `titel` in front matter | did you mean `title`? | titel"),
            "wrong-type: `order` takes a whole number, not the text `first` | write the number in digits, without quotes | first".into(),
            "missing-key: `reviewer` needs the key `name` | add `name` | age: 40".into(),
            "wrong-type: `age` takes a whole number from 0 to 255, not the number -1 | write the number in digits, without quotes | -1".into(),
        ]);
    }

    #[test]
    fn what_is_optional_and_wrong_is_left_out_and_the_rest_is_kept() {
        let text = "title = \"Heat\"\norder = true\npublished = \"22/11/2026\"\n[[people]]\nage = 3\n[[people]]\nname = \"B\"\nage = 300\n";
        let (doc, faults) = faults(text, toml::parse);
        let doc = doc.expect("the title is there");
        assert_eq!((doc.order, doc.published, doc.reviewer.is_none()), (None, None, true));
        let people: Vec<_> = doc
            .people
            .iter()
            .map(|p| (p.name.value.as_str(), text.get(p.name.start - 3..p.name.end - 3), p.age))
            .collect();
        assert_eq!(people, [("B", Some("\"B\""), None)]);
        assert_eq!(faults.len(), 4, "{faults:#?}");
    }

    #[test]
    fn a_day_that_does_not_exist_is_explained() {
        for (text, message) in [
            ("published = 2026-02-30", "`2026-02-30` is not a date: February 2026 has no day 30"),
            ("published = 2026-13-01", "`2026-13-01` is not a date: there is no month 13"),
            ("published = \"2026-02-30\"", "`2026-02-30` is not a date: February 2026 has no day 30"),
        ] {
            let (doc, faults) = faults(&format!("title = \"Heat\"\n{text}\n"), toml::parse);
            assert!(doc.is_some_and(|doc| doc.published.is_none()));
            assert_eq!(faults.len(), 1, "{faults:#?}");
            assert!(faults[0].starts_with(&format!("wrong-type: {message} | write a day as")), "{faults:#?}");
        }
        let (_, faults) = faults("title: Heat\npublished: 2026-02-30\n", yaml::parse);
        assert!(faults[0].contains("February 2026 has no day 30"), "{faults:#?}");
    }
}
