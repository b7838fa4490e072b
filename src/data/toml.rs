//! TOML to [`Node`]s.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{DUPLICATE_KEY, Entry, Node, SYNTAX, Value};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// Reads TOML `text` that starts at byte `offset` of `file`. What can be read is returned even where there
/// are mistakes.
#[must_use]
pub fn parse(text: &str, offset: usize, file: &FileName) -> (Node, Vec<Diagnostic>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let diagnostics = errors
        .iter()
        .map(|error| {
            let mut span = error.span().unwrap_or(0..0);
            // An empty span between lines is shown at the end of the line it belongs to.
            if span.is_empty() {
                span = (span.start.saturating_sub(1))..span.end;
            }
            let place = Place::new(file, shift(span, offset));
            let message = error.message();
            if message.contains("duplicate key") {
                Diagnostic::new(&DUPLICATE_KEY, place, "this key is given twice", "remove one of the two")
            } else {
                Diagnostic::new(&SYNTAX, place, format!("this is not valid TOML: {message}"), help(message))
            }
        })
        .collect();
    let span = offset..offset + text.len();
    (Node { span, value: table_value(table.into_inner(), offset) }, diagnostics)
}

fn help(message: &str) -> &'static str {
    if message.contains("quot") || message.contains("string") {
        "text stands between double quotes: `title = \"Heat\"`"
    } else {
        "write `key = value`, one to a line; text stands between double quotes"
    }
}

fn table_value(table: DeTable<'_>, offset: usize) -> Value {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: shift(key.span(), offset),
            key: key.into_inner().into_owned(),
            value: node(value, offset),
        })
        .collect();
    // The TOML reader sorts keys by name; authors think of them in the order they wrote them.
    entries.sort_by_key(|entry| entry.key_span.start);
    Value::Table(entries)
}

fn node(value: Spanned<DeValue<'_>>, offset: usize) -> Node {
    let span = shift(value.span(), offset);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Text(number.as_str().to_owned()), Value::Integer),
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::Text(number.as_str().to_owned()), Value::Float)
        }
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| node(item, offset)).collect()),
        DeValue::Table(table) => table_value(table, offset),
    };
    Node { span, value }
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}
