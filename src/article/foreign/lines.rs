//! What starts a line: admonitions, tabs, targets, directives and modules.

use std::ops::Range;

use super::Construct;
use super::find::{ForeignFinder, first_word, is_name};
use super::place::in_place_of;
use crate::swar;

impl ForeignFinder<'_> {
    /// What starts a line.
    pub(super) fn lines(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        // Most lines start with a word or are items of a list.
        let is_worth_a_look = |start: &usize| {
            let second = bytes.get(start + 1);
            match bytes.get(*start) {
                Some(b'!' | b'?' | b'=' | b':' | b';' | b'(' | b'.' | b'@' | b'>' | b' ' | b'\t') => true,
                Some(b'-') => second == Some(&b'-'),
                Some(b'i') => second == Some(&b'm'),
                Some(b'e') => second == Some(&b'x'),
                Some(_) | None => false,
            }
        };
        let after = |start: &usize| swar::find(bytes, *start, b'\n').map(|end| end + 1);
        let starts = std::iter::successors(Some(0), after);
        for start in starts.filter(is_worth_a_look) {
            let line = &text[start..swar::find(bytes, start, b'\n').unwrap_or(text.len())];
            let content = line.trim_end();
            let inner = content.trim_start_matches([' ', '\t', '>']);
            let at = start + content.len() - inner.len();
            let span = at..at + inner.len();
            match inner.as_bytes().first() {
                Some(b'!' | b'?') => self.admonition(inner, span),
                Some(b'=') if inner.starts_with("=== \"") || inner.starts_with("===! \"") => {
                    self.add(Construct::Tabs, span, "");
                }
                Some(b'-') if inner.starts_with("--8<--") => self.add(Construct::Snippet, span, "include"),
                Some(b';') if inner.starts_with(";--8<--") => self.add(Construct::Snippet, span, "include"),
                Some(b':') => {
                    let rest = inner.trim_start_matches(':');
                    if let Some((name, _)) =
                        rest.trim_start().strip_prefix('{').and_then(|rest| rest.split_once('}'))
                        && inner.len() - rest.len() >= 3
                    {
                        let name = name.trim();
                        self.add(Construct::Myst, span, name.trim_start_matches(['.', '#']));
                    }
                }
                Some(b'(') => {
                    let name = inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
                    if name.is_some_and(|name| !name.is_empty() && !name.contains([' ', '(', ')'])) {
                        self.add(Construct::Target, span, "");
                    }
                }
                Some(b'.') => {
                    let name = inner.strip_prefix(".. ").and_then(|rest| rest.split_once("::"));
                    if let Some((name, _)) = name.filter(|(name, _)| is_name(name)) {
                        let what = if name == "contents" { Construct::Contents } else { Construct::Sphinx };
                        self.add(what, span, name);
                    }
                }
                Some(b'i' | b'e') if is_module(inner) => self.add(Construct::Module, span, ""),
                Some(b'@') if inner.eq_ignore_ascii_case("@[toc]") => self.add(Construct::Contents, span, ""),
                _ => {}
            }
        }
    }

    /// `!!! note`, `??? note "Title"`, `???+ note`.
    fn admonition(&mut self, line: &str, span: Range<usize>) {
        let rest = line
            .strip_prefix("!!!")
            .or_else(|| line.strip_prefix("???"))
            .map(|rest| rest.trim_start_matches('+'));
        let Some(rest) = rest.and_then(|rest| rest.strip_prefix(' ')) else { return };
        let word = first_word(rest.trim_start());
        let after = &rest.trim_start()[word.len()..];
        // Words with a capital letter, or more of them without quotes, are a sentence.
        let is_kind = word.starts_with(|c: char| c.is_ascii_lowercase())
            && (after.trim().is_empty()
                || after.trim_start().starts_with('"')
                || in_place_of(&word).is_some());
        if is_kind {
            self.add(Construct::MkDocs, span, &word);
        }
    }
}

/// Whether `line` imports or exports something, as modules of JavaScript do.
fn is_module(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix("import ") {
        let is_quoted =
            |text: &str| text.starts_with(['"', '\'']) && text.trim_end_matches(';').ends_with(['"', '\'']);
        return is_quoted(rest) || rest.split_once(" from ").is_some_and(|(_, from)| is_quoted(from));
    }
    ["export const ", "export default ", "export function ", "export let ", "export {", "export * from"]
        .iter()
        .any(|start| line.starts_with(start) && line.contains(['=', '(', '{', '"', '\'']))
}
