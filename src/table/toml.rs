//! Rows of a TOML file: `[[exercise]]` before each.

use super::{EMPTY_TABLE, Kind, NOT_A_LIST, TABLE_KEY};
use crate::data::{Entry, Node, Value};
use crate::diagnostic::{Diagnostic, FileName, Place, nearest};

/// The rows of the TOML `text` as they stand, not yet typed.
pub(super) fn rows(kind: Kind, file: &FileName, text: &str) -> (Vec<Node>, Vec<Diagnostic>) {
    let (document, mut diagnostics) = crate::data::toml::parse(text, 0, file);
    let Value::Table(entries) = document.value else { return (Vec::new(), diagnostics) };
    let mut rows = Vec::new();
    for entry in entries {
        if entry.key == "$schema" {
            continue; // Editors look for the schema of a file here.
        }
        let ours = entry.key == kind.key();
        if !ours {
            let (diagnostic, meant) = stranger(kind, &entry, file);
            diagnostics.push(diagnostic);
            if !meant {
                continue;
            }
        }
        match entry.value.value {
            Value::List(items) => rows.extend(items),
            Value::Table(_) => {
                if ours {
                    let key = kind.key();
                    diagnostics.push(Diagnostic::new(
                        &NOT_A_LIST,
                        Place::new(file, entry.key_span),
                        format!("`{key}` is a single table here, not a list of rows"),
                        format!("write `[[{key}]]`, with double brackets, before each row"),
                    ));
                }
                rows.push(entry.value);
            }
            _ if ours => {
                let key = kind.key();
                diagnostics.push(Diagnostic::new(
                    &NOT_A_LIST,
                    Place::new(file, entry.value.span.clone()),
                    format!("`{key}` is {} here, not a list of rows", entry.value.described()),
                    format!("write `[[{key}]]` before each row, and its fields below"),
                ));
            }
            _ => {}
        }
    }
    if rows.is_empty() && diagnostics.is_empty() {
        diagnostics.push(Diagnostic::new(
            &EMPTY_TABLE,
            Place::start_of(file),
            "this table has no rows",
            format!("add rows that start with `[[{}]]`, or remove the file", kind.key()),
        ));
    }
    (rows, diagnostics)
}

/// The diagnostic for a top-level key that is not the kind's own, and whether that was meant.
fn stranger(kind: Kind, entry: &Entry, file: &FileName) -> (Diagnostic, bool) {
    let (key, word) = (kind.key(), entry.key.as_str());
    let place = Place::new(file, entry.key_span.clone());
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_rows = matches!(entry.value.value, Value::List(_) | Value::Table(_));
    let other =
        Kind::ALL.into_iter().find(|other| *other != kind && (other.key() == word || other.stem() == word));
    if let Some(other) = other.filter(|_| is_rows) {
        let message = format!("`{word}` is not what `{name}` holds");
        let help =
            format!("put it into `{}.toml` in the same folder, or write `[[{key}]]` here", other.stem());
        return (Diagnostic::new(&TABLE_KEY, place, message, help), false);
    }
    let message = format!("there is no key `{word}` at the top of `{name}`");
    let meant = is_rows && (word == kind.stem() || nearest(word, [key, kind.stem()]).is_some());
    let help = if meant {
        format!("did you mean `[[{key}]]`?")
    } else if let Some(field) = kind.shape().fields.get(word) {
        match (&field.shape, field.list) {
            (Some(_), false) if is_rows => {
                format!("write `[{key}.{word}]`, below the `[[{key}]]` that it belongs to")
            }
            (Some(_), true) if is_rows => {
                format!("write `[[{key}.{word}]]`, below the `[[{key}]]` that it belongs to")
            }
            _ => {
                format!(
                    "`{word}` belongs to {}: write `[[{key}]]` on a line of its own before it",
                    kind.noun()
                )
            }
        }
    } else {
        format!("each row starts with `[[{key}]]`")
    };
    (Diagnostic::new(&TABLE_KEY, place, message, help), meant)
}
