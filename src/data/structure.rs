//! The way out where a table stands for a list, or the other way round, in terms of the author's file.

use super::{Context, Entry, Format, Shape, Value, shortened};

/// What a key takes that holds more than one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// Keys with values.
    Table,
    /// A list.
    List,
}

/// How to write `wanted` for the last key of `path`, which holds something else. `shape` is that of the document.
#[must_use]
pub fn way_out(wanted: Collection, path: &[&Entry], shape: &Shape, context: &Context<'_>) -> String {
    let Some(entry) = path.last() else { return "write `key = value`, one per line".into() };
    let key = entry.key.as_str();
    let keys = context.within.into_iter().chain(path.iter().map(|entry| entry.key.as_str()));
    let header = keys.collect::<Vec<_>>().join(".");
    // A header stands around its key; a value stands behind it.
    let is_header = entry.value.span.start < entry.key_span.start;
    let is_list = matches!(entry.value.value, Value::List(_));
    let is_table = matches!(entry.value.value, Value::Table(_));
    match (context.format, wanted) {
        (Format::Csv, _) => format!("use a column for each part, such as `{key}.name`"),
        (Format::Toml, Collection::Table) if is_list && is_header => {
            format!("write `[{header}]`, with single brackets")
        }
        (Format::Toml, Collection::Table) if is_list => {
            format!("write it without the square brackets: `{key} = {{ … }}`")
        }
        (Format::Toml, Collection::Table) => {
            format!("write `[{header}]` on a line of its own, and its keys with values below it")
        }
        (Format::Yaml, Collection::Table) if is_list => {
            format!("write its keys below `{key}:`, without dashes")
        }
        (Format::Yaml, Collection::Table) => {
            format!("write `{key}:` on a line of its own, and its keys below it, each after two spaces")
        }
        (format, Collection::List) if !holds_tables(path, shape) => {
            let sign = if format == Format::Toml { " =" } else { ":" };
            let items = match &entry.value.value {
                Value::Text(text) if !text.contains(['"', '\n']) && !text.trim().is_empty() => text
                    .split(',')
                    .map(|item| format!("\"{}\"", shortened(item)))
                    .collect::<Vec<_>>()
                    .join(", "),
                _ => "\"one\", \"two\"".to_owned(),
            };
            format!("write a list as `{key}{sign} [{items}]`")
        }
        (Format::Toml, Collection::List) if is_table && is_header => {
            format!("write `[[{header}]]`, with double brackets")
        }
        (Format::Toml, Collection::List) => {
            format!("write `[[{header}]]` on a line of its own, and its keys with values below it")
        }
        (Format::Yaml, Collection::List) => {
            format!("put a dash before the first key of each item below `{key}:`")
        }
    }
}

/// Whether the items of the list at `path` are tables.
fn holds_tables(path: &[&Entry], shape: &Shape) -> bool {
    path.iter().try_fold(shape, |shape, entry| shape.fields.get(&entry.key)?.shape.as_ref()).is_some()
}
