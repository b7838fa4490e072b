//! Rows of a TOML file: `[[exercise]]` before each.

use std::borrow::Cow;
use std::ops::Range;

use super::{EMPTY_TABLE, NOT_A_LIST, TABLE_KEY};
use crate::data::{Entry, Node, Shape, Value};
use crate::diagnostic::{Diagnostic, FileName, Place, nearest};
use crate::kind::{Kind, Kinds};

/// The rows of the TOML `text` as they stand, not yet typed.
pub(super) fn rows(
    kind: &Kind,
    shape: &Shape,
    kinds: &Kinds,
    file: &FileName,
    text: &str,
) -> (Vec<Node>, Vec<Diagnostic>) {
    let (readable, mut wrong) = with_lists(kind, file, text);
    let (document, mut diagnostics) = crate::data::toml::parse(&readable, 0, file);
    diagnostics.append(&mut wrong);
    let Value::Table(entries) = document.value else { return (Vec::new(), diagnostics) };
    let mut rows = Vec::new();
    for mut entry in entries {
        if entry.key == STANDS_IN && matches!(readable, Cow::Owned(_)) {
            entry.key = kind.key.clone();
        }
        if entry.key == "$schema" {
            continue; // Editors look for the schema of a file here.
        }
        let ours = entry.key == kind.key;
        if !ours {
            let (diagnostic, meant) = stranger(kind, shape, kinds, &entry, file);
            diagnostics.push(diagnostic);
            if !meant {
                continue;
            }
        }
        match entry.value.value {
            Value::List(items) => rows.extend(items),
            Value::Table(_) => {
                if ours {
                    let key = kind.key.as_str();
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
                let key = kind.key.as_str();
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
            format!("add rows that start with `[[{}]]`, or remove the file", kind.key),
        ));
    }
    (rows, diagnostics)
}

/// Stands for the key of rows in headers of which some are wrong. It is so short that it fits in place of any.
const STANDS_IN: &str = "r";

/// A line such as `[exercise]` or `[[exercise.pose]]` of a kind's own.
struct Header<'a> {
    /// Where it stands, brackets included.
    span: Range<usize>,
    /// Where its first name stands.
    name: Range<usize>,
    /// What follows that: "", ".pose".
    rest: &'a str,
    brackets: usize,
}

/// `text` in which rows start with double brackets and the kind's own key throughout, each byte in its place, and what is
/// wrong with the headers that do not. After the second `[exercise]` TOML would take each key for one that is given twice.
fn with_lists<'a>(kind: &Kind, file: &FileName, text: &'a str) -> (Cow<'a, str>, Vec<Diagnostic>) {
    let headers: Vec<Header<'_>> = headers(kind, text);
    let key = kind.key.as_str();
    let is_row = |header: &&Header<'_>| header.rest.is_empty();
    let is_single = |header: &&Header<'_>| header.brackets == 1;
    let of_another_name =
        |header: &&Header<'_>| text.get(header.name.clone()).is_some_and(|name| name != key);
    let rows = || headers.iter().filter(is_row);
    let singles = || rows().filter(is_single);
    // One list of another name is read as it stands.
    let is_mixed = headers.iter().any(|header| of_another_name(&header))
        && headers.iter().any(|header| !of_another_name(&header));
    if rows().count() < 2 || (singles().next().is_none() && !is_mixed) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut diagnostics: Vec<Diagnostic> = singles()
        .map(|header| {
            Diagnostic::new(
                &NOT_A_LIST,
                Place::new(file, header.span.clone()),
                format!("`[{key}]` starts a single table here, not a row of a list"),
                format!("write `[[{key}]]`, with double brackets, before each row"),
            )
            .fix(header.span.clone(), format!("[[{key}]]"))
        })
        .collect();
    if let Some(header) =
        headers.iter().filter(is_row).find(|header| of_another_name(header) && header.brackets == 2)
    {
        let (name, file_name) = (&text[header.name.clone()], file.rsplit('/').next().unwrap_or(file));
        diagnostics.push(Diagnostic::new(
            &TABLE_KEY,
            Place::new(file, header.name.clone()),
            format!("there is no key `{name}` at the top of `{file_name}`"),
            format!("did you mean `[[{key}]]`?"),
        ));
    }
    let mut readable = text.to_owned();
    for header in &headers {
        let brackets = if header.rest.is_empty() { 2 } else { header.brackets };
        let written = format!("{}{STANDS_IN}{}{}", "[".repeat(brackets), header.rest, "]".repeat(brackets));
        let blanks = " ".repeat(header.span.len().saturating_sub(written.len()));
        readable.replace_range(header.span.clone(), &(written + &blanks));
    }
    (Cow::Owned(readable), diagnostics)
}

/// The headers of `text` whose first name is the kind's key, or the name of its file.
fn headers<'a>(kind: &Kind, text: &'a str) -> Vec<Header<'a>> {
    let mut headers = Vec::new();
    // The quotes of a text of several lines.
    let mut quotes: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if quotes.is_none() {
            headers.extend(header(kind, line.trim(), start));
        }
        for mark in ["\"\"\"", "'''"] {
            let is_odd = line.matches(mark).count() % 2 == 1;
            match quotes {
                None if is_odd => quotes = Some(mark),
                Some(open) if is_odd && open == mark => quotes = None,
                _ => {}
            }
        }
    }
    headers
}

fn header<'a>(kind: &Kind, line: &'a str, start: usize) -> Option<Header<'a>> {
    let brackets = line.bytes().take_while(|byte| *byte == b'[').count();
    let inner = line.get(brackets..).filter(|_| matches!(brackets, 1 | 2))?;
    let (inner, after) = inner.split_once(']')?;
    let after = if brackets == 2 { after.strip_prefix(']')? } else { after };
    let name = inner.split('.').next()?;
    let is_own = [kind.key.as_str(), kind.stem.as_str()].contains(&name)
        && matches!(after.trim_start().chars().next(), None | Some('#'));
    let name_start = start + brackets;
    is_own.then(|| Header {
        span: start..name_start + inner.len() + brackets,
        name: name_start..name_start + name.len(),
        rest: &inner[name.len()..],
        brackets,
    })
}

/// The diagnostic for a top-level key that is not the kind's own, and whether that was meant.
fn stranger(kind: &Kind, shape: &Shape, kinds: &Kinds, entry: &Entry, file: &FileName) -> (Diagnostic, bool) {
    let (key, word) = (kind.key.as_str(), entry.key.as_str());
    let place = Place::new(file, entry.key_span.clone());
    let name = file.rsplit('/').next().unwrap_or(file);
    let is_rows = matches!(entry.value.value, Value::List(_) | Value::Table(_));
    let other = kinds.iter().find(|other| *other != kind && (other.key == word || other.stem == word));
    if let Some(other) = other.filter(|_| is_rows) {
        let message = format!("`{word}` does not belong in `{name}`");
        let help = format!("put it into `{}.toml` in the same folder, or write `[[{key}]]` here", other.stem);
        return (Diagnostic::new(&TABLE_KEY, place, message, help), false);
    }
    let message = format!("there is no key `{word}` at the top of `{name}`");
    let meant = is_rows && (word == kind.stem || nearest(word, [key, kind.stem.as_str()]).is_some());
    let help = if meant {
        format!("did you mean `[[{key}]]`?")
    } else if let Some(field) = shape.fields.get(word) {
        match (&field.shape, field.list) {
            (Some(_), false) if is_rows => {
                format!("write `[{key}.{word}]`, below the `[[{key}]]` that it belongs to")
            }
            (Some(_), true) if is_rows => {
                format!("write `[[{key}.{word}]]`, below the `[[{key}]]` that it belongs to")
            }
            _ => {
                format!("`{word}` belongs to {}: write `[[{key}]]` on a line of its own before it", kind.noun)
            }
        }
    } else {
        format!("each row starts with `[[{key}]]`")
    };
    (Diagnostic::new(&TABLE_KEY, place, message, help), meant)
}
