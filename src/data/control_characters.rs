//! Control characters and noncharacters, which cannot be displayed and are not allowed in XML.

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

/// Whether no text may have `letter`, however it is written: a control character, or one of the two that Unicode says are noncharacters
/// and XML cannot hold.
#[must_use]
pub fn is_unfit(letter: char) -> bool {
    is_control(letter) || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// That a character reference at `place` stands for `letter`, which nothing can show.
#[must_use]
pub fn by_reference(letter: char, place: Place) -> Diagnostic {
    let message = format!("this stands for {}, which cannot be shown", described(&letter.to_string()));
    Diagnostic::new(&CONTROL_CHARACTER, place, message, "delete it")
}

/// `text` without the characters that XML cannot hold.
#[must_use]
pub fn fit_for_xml(text: String) -> String {
    if may_be_unfit(text.as_bytes()) { text.replace(is_unfit, "") } else { text }
}

/// Whether a text may have a character that XML cannot hold. Control characters are single bytes. Nearly no text has any, so
/// many bytes are looked at together. The noncharacters start with a byte that few texts have.
fn may_be_unfit(text: &[u8]) -> bool {
    let has_any =
        |bytes: &[u8]| bytes.iter().fold(false, |has_any, &byte| has_any | is_control(char::from(byte)));
    text.chunks(256).any(has_any) || memchr::memchr(0xef, text).is_some()
}

/// Reports the control characters in the text of `file`.
#[must_use]
pub fn in_text(text: &str, file: &FileName) -> Vec<Diagnostic> {
    if !may_be_unfit(text.as_bytes()) {
        return Vec::new();
    }
    let found = text.match_indices(is_unfit).take(MOST);
    let told = found.map(|(at, letter)| {
        let message = format!("there is {} here", described(letter));
        let help = "delete it; if the file looks damaged, restore it from a backup";
        Diagnostic::new(&CONTROL_CHARACTER, Place::new(file, at..at + letter.len()), message, help)
    });
    told.collect()
}

/// Takes the control characters out of `value`, which stands at `span` of `file` and may have them by an
/// escape; and reports them.
pub fn clean(value: &mut String, span: &Range<usize>, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    let Some((_, letter)) = value.match_indices(is_unfit).next() else { return };
    diagnostics.push(Diagnostic::new(
        &CONTROL_CHARACTER,
        Place::new(file, span.clone()),
        format!("this text contains {}, which cannot be shown", described(letter)),
        format!("delete the invisible character, or `\\u{:04X}`", code_point(letter)),
    ));
    value.retain(|letter| !is_unfit(letter));
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
        code @ (0xfffe | 0xffff) => format!("the code point U+{code:04X}"),
        code => format!("the control character U+{code:04X}"),
    }
}

fn code_point(letter: &str) -> u32 {
    letter.chars().next().map_or(0, u32::from)
}
