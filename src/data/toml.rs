//! TOML to [`Node`]s.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::slip::explain;
use super::{DUPLICATE_KEY, Date, Entry, Node, SYNTAX, Value, WRONG_TYPE};
use crate::diagnostic::position::clamp;
use crate::diagnostic::{Diagnostic, FileName, Place};

/// Reads TOML `text` that starts at byte `offset` of `file`. What can be read is returned even where there
/// are mistakes.
#[must_use]
pub fn parse(text: &str, offset: usize, file: &FileName) -> (Node, Vec<Diagnostic>) {
    let whole = |table: Spanned<DeTable<'_>>| Node {
        span: offset..offset + text.len(),
        value: table_value(table.into_inner(), offset),
    };
    // Nearly every document has no mistakes, and is read only once.
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return (whole(table), Vec::new());
    }
    let Readable { text: readable, broken, unread } = without_broken(text);
    let (table, errors) = DeTable::parse_recoverable(&readable);
    let mut diagnostics: Vec<Diagnostic> =
        broken.into_iter().map(|(span, message)| syntax(text, span, offset, file, &message)).collect();
    diagnostics.extend(errors.iter().map(|error| {
        // A place in the middle of blanks may be one in the middle of a letter.
        let span = clamp(text, marked(&readable, error.span()));
        let written = readable.get(span.clone()).unwrap_or("");
        let place = Place::new(file, shift(span.clone(), offset));
        let message = error.message();
        if let Some(why) = impossible_date(written) {
            Diagnostic::new(&WRONG_TYPE, place, why, super::date::FORM)
        } else if message.contains("duplicate key") {
            let message = format!("the key `{written}` is given twice");
            Diagnostic::new(&DUPLICATE_KEY, place, message, "remove one of the two")
        } else {
            syntax(text, span, offset, file, message)
        }
    }));
    let mut node = whole(table);
    mark_unread(&mut node, &unread, offset);
    (node, diagnostics)
}

/// The stretch of `text` to mark for an error at `span`.
fn marked(text: &str, span: Option<Range<usize>>) -> Range<usize> {
    let mut span = span.unwrap_or(0..0);
    // An empty span between lines is shown at the end of the line it belongs to.
    if span.is_empty() {
        span = (span.start.saturating_sub(1))..span.end;
    }
    clamp(text, span)
}

/// So many broken statements are reported of one document; then something else is wrong with it.
const BROKEN: usize = 20;

/// A text of which nothing is left that cannot be read.
struct Readable<'a> {
    /// The text, each byte in its place.
    text: Cow<'a, str>,
    /// What could not be read, and why.
    broken: Vec<(Range<usize>, String)>,
    /// Where values stand of which only the key could be read.
    unread: Vec<usize>,
}

/// `text` without statements that cannot be read, and what is wrong with each.
///
/// After a missing quote or bracket the reader would complain about all that follows. So only its first
/// complaint counts, and it starts anew at the next line that looks like a statement. Of a statement with a key the
/// key is kept, with a number in place of its value, so that nobody calls it missing; after a header that cannot be
/// read nobody knows whose the keys below it are, so these go too.
fn without_broken(text: &str) -> Readable<'_> {
    let mut rest = Cow::Borrowed(text);
    let mut broken = Vec::new();
    let mut unread: Vec<usize> = Vec::new();
    while broken.len() < BROKEN {
        let (_, errors) = DeTable::parse_recoverable(&rest);
        let is_syntax = |error: &&toml::de::Error| {
            let written = error.span().and_then(|span| rest.get(span)).unwrap_or("");
            !error.message().contains("duplicate key") && impossible_date(written).is_none()
        };
        let first = errors.iter().filter(is_syntax).min_by_key(|error| error.span().map(|span| span.start));
        let Some(error) = first else { break };
        let span = marked(&rest, error.span());
        let statement = statement(&rest, span.start);
        broken.push((clamp(text, span), error.message().to_owned()));
        let value = value_of(&rest[statement.clone()]).map(|at| statement.start + at);
        // Spaces for bytes, so that all places stay what they were.
        let mut bytes = rest.into_owned().into_bytes();
        let from = value.filter(|at| !unread.contains(at));
        bytes[from.unwrap_or(statement.start)..statement.end]
            .iter_mut()
            .filter(|byte| !matches!(byte, b'\n' | b'\r'))
            .for_each(|byte| *byte = b' ');
        if let Some(at) = from {
            bytes[at] = b'0';
            unread.push(at);
        }
        rest = Cow::Owned(String::from_utf8_lossy(&bytes).into_owned());
    }
    Readable { text: rest, broken, unread }
}

/// Where the value of `statement` starts, behind its `=`; `None` where it has no key or no room for a value.
fn value_of(statement: &str) -> Option<usize> {
    let at = statement.find('=')?;
    let key = statement[..at].trim();
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_whole = !key.is_empty()
        && key.split('.').all(|part| !part.trim().is_empty() && part.trim().chars().all(is_key));
    let has_room = statement[at + 1..].starts_with(|c: char| !matches!(c, '\n' | '\r'));
    (is_whole && has_room).then_some(at + 1)
}

/// Makes the values at `unread` what they are.
fn mark_unread(node: &mut Node, unread: &[usize], offset: usize) {
    match &mut node.value {
        Value::Integer(_) if unread.iter().any(|at| at + offset == node.span.start) => {
            node.value = Value::Unread
        }
        Value::List(items) => items.iter_mut().for_each(|item| mark_unread(item, unread, offset)),
        Value::Table(entries) => {
            entries.iter_mut().for_each(|entry| mark_unread(&mut entry.value, unread, offset));
        }
        _ => {}
    }
}

/// The lines of the statement that byte `at` stands in, up to the next line that looks like the start of one; those of a
/// header up to the next header.
fn statement(text: &str, at: usize) -> Range<usize> {
    let is_header = |line: &str| {
        let name = line.trim_end().trim_end_matches(']');
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
        name.strip_prefix('[').is_some_and(|name| {
            let name = name.strip_prefix('[').unwrap_or(name);
            name.starts_with(char::is_alphabetic) && name.chars().all(is_name)
        })
    };
    let is_key = |line: &str| {
        let key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'' | ' ');
        let key_of = line.split_once('=').map(|(name, _)| name);
        key_of.is_some_and(|name| !name.trim().is_empty() && name.chars().all(key))
    };
    let mut line_start = 0;
    let mut start = 0;
    let mut in_header = false;
    for line in text.split_inclusive('\n') {
        let header = is_header(line);
        let starts = header || is_key(line);
        if line_start > at && (header || starts && !in_header) {
            return start..line_start;
        }
        if line_start <= at && starts {
            (start, in_header) = (line_start, header);
        }
        line_start += line.len();
    }
    start..text.len()
}

fn syntax(text: &str, span: Range<usize>, offset: usize, file: &FileName, message: &str) -> Diagnostic {
    let (message, help) = explain(text, span.clone(), message);
    Diagnostic::new(&SYNTAX, Place::new(file, shift(span, offset)), message, help)
}

/// Why `written` is no day, where it has the form of one, with or without a time of day.
fn impossible_date(written: &str) -> Option<String> {
    let day = written.split(['T', 't', ' ']).next()?;
    let form = day.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    form.eq(*b"0000-00-00").then(|| day.parse::<Date>().err())?
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
        // What is left of a date that does not exist, and was reported.
        DeValue::Datetime(date) if date.date.is_none() && date.time.is_none() => Value::Unread,
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| node(item, offset)).collect()),
        DeValue::Table(table) => table_value(table, offset),
    };
    Node { span, value }
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_after_a_mistake_is_never_within_a_letter() {
        let text = "2026-02-30='''\n[[exercise]]\n漢";
        let (_, diagnostics) = parse(text, 0, &"a.toml".into());
        assert!(!diagnostics.is_empty());
        for Place { start, end, .. } in diagnostics.iter().map(|said| &said.primary.place) {
            assert!(text.get(*start..*end).is_some(), "{start}..{end}");
        }
    }
}
