//! A [`Node`] to a typed value, with every mistake in it reported.

use std::ops::Range;

use super::deserialize::Error;
use super::shape::{Shape, Typed};
use super::{MISSING_KEY, Node, UNKNOWN_KEY, Value, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};

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

/// The innermost key whose value holds `span`.
fn key_of<'a>(node: &'a Node, span: &Range<usize>) -> Option<&'a str> {
    let holds = |node: &Node| node.span.start <= span.start && span.end <= node.span.end;
    match &node.value {
        Value::Table(entries) => {
            let entry = entries.iter().find(|entry| holds(&entry.value) || entry.key_span == *span)?;
            key_of(&entry.value, span).or(Some(&entry.key))
        }
        Value::List(items) => items.iter().find(|item| holds(item)).and_then(|item| key_of(item, span)),
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
            if !shape.open {
                entries.retain(|entry| {
                    let known = shape.fields.contains_key(&entry.key);
                    if !known {
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
                    (None, _) if field.required => {
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
