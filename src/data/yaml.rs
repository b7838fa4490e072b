//! YAML to [`Node`]s.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Location, Spanned};

use super::{DUPLICATE_KEY, Entry, Node, SYNTAX, Value, shortened, yaml_slip};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// Reads YAML `text` that starts at byte `offset` of `file`.
#[must_use]
pub fn parse(text: &str, offset: usize, file: &FileName) -> (Node, Vec<Diagnostic>) {
    let whole = offset..offset + text.len();
    let empty = Node { span: whole.clone(), value: Value::Table(Vec::new()) };
    if let Some(at) = too_deep(text) {
        let place = Place::new(file, offset + at..offset + at + 1);
        let message = format!("values are nested more than {DEEPEST} deep");
        let help = "look for a bracket that is never closed";
        return (empty, vec![Diagnostic::new(&SYNTAX, place, message, help)]);
    }
    match serde_saphyr::from_str::<Option<Spanned<Raw>>>(text) {
        Ok(Some(raw)) => {
            let node = raw.value.into_node(whole.clone(), text, offset);
            match node.value {
                Value::Table(_) => (node, Vec::new()),
                _ => {
                    let message =
                        format!("front matter is a list of keys and values, not {}", node.described());
                    let place = Place::new(file, node.span);
                    (
                        empty,
                        vec![Diagnostic::new(
                            &SYNTAX,
                            place,
                            message,
                            "write `title: Heat`, one key per line",
                        )],
                    )
                }
            }
        }
        Ok(None) => (empty, Vec::new()),
        Err(error) => {
            let error = error.without_snippet();
            let at = error.location().map_or(0, |location| start(location, text));
            let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let place = Place::new(file, offset + at..offset + line_end);
            let message = error.to_string();
            let message = message.split(" at line").next().unwrap_or(&message);
            let tab = tab_indent(text);
            let is_of_one_line = |tab: &Range<usize>, at: usize| {
                text.get(tab.start.min(at)..tab.start.max(at)).is_some_and(|between| !between.contains('\n'))
            };
            let diagnostic = if message.contains("duplicate") {
                let key = text[at..line_end].split(':').next().unwrap_or("").trim_end();
                let place = Place::new(file, offset + at..offset + at + key.len());
                let message = format!("the key `{key}` is given twice");
                Diagnostic::new(&DUPLICATE_KEY, place, message, "remove one of the two")
            } else if let Some(tab) = tab.filter(|tab| message.contains("tab") || is_of_one_line(tab, at)) {
                let place = Place::new(file, offset + tab.start..offset + tab.end);
                let message = "YAML must not be indented with tabs";
                let is_first = text[..tab.start].trim().is_empty();
                let help = if is_first { "delete the tab" } else { "replace each tab by two spaces" };
                Diagnostic::new(&SYNTAX, place, message, help)
            } else {
                let slips = yaml_slip::find(text);
                if !slips.is_empty() {
                    let told = slips.into_iter().map(|(span, fact, help)| {
                        let place = Place::new(file, offset + span.start..offset + span.end);
                        Diagnostic::new(&SYNTAX, place, fact, help)
                    });
                    return (empty, told.collect());
                }
                Diagnostic::new(
                    &SYNTAX,
                    place,
                    format!("this is not valid YAML: {}", shortened(message)),
                    "write `key: value`, one per line; put quotes around text that contains a colon",
                )
            };
            (empty, vec![diagnostic])
        }
    }
}

/// The place at which values stand inside each other too deep. The parser calls itself for each, so this has
/// to be known before.
fn too_deep(text: &str) -> Option<usize> {
    let mut brackets: usize = 0;
    let mut indents: Vec<usize> = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        // `- - x` is a list in a list, as if each stood on a line of its own.
        let content = line.trim_start_matches([' ', '-', '?', '\t']);
        let indent = line.len() - content.len();
        if !content.trim().is_empty() {
            indents.retain(|&outer| outer < indent);
            indents.push(indent);
        }
        let dashes = line[..indent].bytes().filter(|byte| matches!(byte, b'-' | b'?')).count();
        if indents.len() + dashes > DEEPEST {
            return Some(line_start + indent.min(line.len() - 1));
        }
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                b'{' | b'[' => brackets += 1,
                b'}' | b']' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if brackets > DEEPEST {
                return Some(line_start + at);
            }
        }
        line_start += line.len();
    }
    None
}

/// The first tabs that a line is indented with.
fn tab_indent(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line[..indent].find('\t')?;
        Some(start + tab..start + indent)
    })
}

/// The byte offset of `location` in `text`, always on a character boundary.
fn start(location: Location, text: &str) -> usize {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    // Errors of syntax have a line and a column, but no offset.
    let by_line = || {
        let mut lines = text.split_inclusive('\n');
        let above: usize = lines.by_ref().take(number(location.line()).saturating_sub(1)).map(str::len).sum();
        let line = lines.next().unwrap_or("").trim_end();
        let within = line.char_indices().nth(number(location.column()).saturating_sub(1));
        above + within.map_or(line.len(), |(at, _)| at)
    };
    let mut at = location.span().byte_offset().map_or_else(by_line, number).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn span(location: Location, text: &str, offset: usize) -> Range<usize> {
    let start = start(location, text);
    let length = location.span().byte_len().map_or(0, |len| usize::try_from(len).unwrap_or(0));
    offset + start..offset + (start + length).min(text.len())
}

/// Lists and keys inside each other deeper than this are refused: each takes some of the stack.
const DEEPEST: usize = 16;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// One level of nesting, for as long as it is read.
struct NestingGuard;

impl NestingGuard {
    fn enter() -> Result<NestingGuard, String> {
        DEPTH.set(DEPTH.get() + 1);
        let level = NestingGuard;
        if DEPTH.get() > DEEPEST {
            return Err(format!("values are nested more than {DEEPEST} deep"));
        }
        Ok(level)
    }
}

impl Drop for NestingGuard {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

/// A YAML value before its place is known; serde tells the place of each from outside.
enum Raw {
    Scalar(Value),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl Raw {
    fn into_node(self, span_of_this: Range<usize>, text: &str, offset: usize) -> Node {
        let child = |raw: Spanned<Raw>| {
            let place = span(raw.referenced, text, offset);
            raw.value.into_node(place, text, offset)
        };
        let value = match self {
            Raw::Scalar(value) => value,
            Raw::List(items) => Value::List(items.into_iter().map(child).collect()),
            Raw::Table(entries) => Value::Table(
                entries
                    .into_iter()
                    .map(|(key, value)| Entry {
                        key_span: span(key.referenced, text, offset),
                        key: key.value,
                        value: child(value),
                    })
                    .collect(),
            ),
        };
        // The parser tells where a mapping or sequence starts, but not where it ends.
        let mut span = span_of_this;
        let last = match &value {
            Value::List(items) => items.last(),
            Value::Table(entries) => entries.last().map(|entry| &entry.value),
            _ => None,
        };
        span.end = last.map_or(span.end, |last| span.end.max(last.span.end));
        Node { span, value }
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RawVisitor;
        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Null))
            }
            fn visit_none<E>(self) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Null))
            }
            fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
                deserializer.deserialize_any(self)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Bool(value)))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Integer(value)))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
                let value =
                    i64::try_from(value).map_or_else(|_| Value::Text(value.to_string()), Value::Integer);
                Ok(Raw::Scalar(value))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Float(value)))
            }
            fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Scalar(Value::Text(value.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let _level = NestingGuard::enter().map_err(A::Error::custom)?;
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Raw::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let _level = NestingGuard::enter().map_err(A::Error::custom)?;
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Table(entries))
            }
        }
        deserializer.deserialize_any(RawVisitor)
    }
}
