//! Control characters, which nothing can show and XML cannot hold.

use std::ops::Range;

use super::{CONTROL_CHARACTER, Node, Value};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// So many places of one file are reported; then the file is damaged as a whole.
const MOST: usize = 10;

/// Whether `letter` is a control character that no text has: all of C0 but tabs and line breaks.
#[must_use]
pub fn is_control(letter: char) -> bool {
    (letter < ' ') & (letter != '\t') & (letter != '\n') & (letter != '\r')
}

/// Reports the control characters in the text of `file`.
#[must_use]
pub fn in_text(text: &str, file: &FileName) -> Vec<Diagnostic> {
    // Control characters are single bytes. Nearly no text has any, so many bytes are looked at together.
    let has_any =
        |bytes: &[u8]| bytes.iter().fold(false, |has_any, &byte| has_any | is_control(char::from(byte)));
    if !text.as_bytes().chunks(256).any(has_any) {
        return Vec::new();
    }
    let found = text.match_indices(is_control).take(MOST);
    let told = found.map(|(at, letter)| {
        let message = format!("there is {} here", described(letter));
        let help = "delete it; if the file looks damaged, restore it from a backup";
        Diagnostic::new(&CONTROL_CHARACTER, Place::new(file, at..at + 1), message, help)
    });
    told.collect()
}

/// Takes the control characters out of `value`, which stands at `span` of `file` and may have them by an
/// escape; and reports them.
pub fn clean(value: &mut String, span: &Range<usize>, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    let Some((_, letter)) = value.match_indices(is_control).next() else { return };
    diagnostics.push(Diagnostic::new(
        &CONTROL_CHARACTER,
        Place::new(file, span.clone()),
        format!("this text contains {}, which cannot be shown", described(letter)),
        format!("delete the invisible character, or `\\u{:04X}`", code_point(letter)),
    ));
    value.retain(|letter| !is_control(letter));
}

/// [`clean`] for all texts of `node`.
pub fn clean_node(node: &mut Node, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    match &mut node.value {
        Value::Text(text) | Value::Cell(text) => clean(text, &node.span, file, diagnostics),
        Value::List(items) => items.iter_mut().for_each(|item| clean_node(item, file, diagnostics)),
        Value::Table(entries) => {
            entries.iter_mut().for_each(|entry| clean_node(&mut entry.value, file, diagnostics));
        }
        Value::Null | Value::Unread | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
    }
}

fn described(letter: &str) -> String {
    match code_point(letter) {
        0 => "the character NUL (U+0000)".to_owned(),
        code => format!("the control character U+{code:04X}"),
    }
}

fn code_point(letter: &str) -> u32 {
    letter.chars().next().map_or(0, u32::from)
}
