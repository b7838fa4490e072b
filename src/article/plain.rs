//! What is printed as it is in texts that are no Markdown: titles, descriptions, plain cells of rows, texts of `site.toml`.

use super::{MERGE_CONFLICT, foreign, leftover};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place};

/// Whether `text`, a value or a whole file, may hold marks of Markdown or of another system.
#[must_use]
pub fn may_hold_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Most cells and arguments hold none of these.
    if memchr::memchr3(b'*', b'`', b'[', bytes).is_none() && memchr::memchr(b'{', bytes).is_none() {
        return false;
    }
    memchr::memchr(b'`', bytes).is_some()
        || ["**", "](", "{{", "{%", "{:", "[["]
            .iter()
            .any(|marks| memchr::memmem::find(bytes, marks.as_bytes()).is_some())
}

/// Reports what is printed as it is in `value`, the plain text called `name`: Markdown, and the syntax of other systems.
pub fn plain_text(name: &str, value: &Spanned<String>, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    let text = &value.value;
    let foreign = foreign::find(text);
    let is_foreign = !foreign.is_empty();
    diagnostics.extend(foreign.into_iter().map(|found| {
        let found = foreign::ForeignSyntax { span: value.span(), ..found };
        found.report(file, 0)
    }));
    if is_foreign || leftover::in_plain(text).is_none() {
        return;
    }
    diagnostics.push(Diagnostic::new(
        &leftover::LITERAL_MARKUP,
        Place::new(file, value.span()),
        format!("`{name}` is plain text, so its Markdown is printed as it is"),
        "write it without marks",
    ));
}

/// The first mark of a merge that was not finished in `text`, a whole file that is no article.
#[must_use]
pub fn merge_conflict(text: &str, file: &FileName) -> Option<Diagnostic> {
    let at = memchr::memmem::find_iter(text.as_bytes(), "<<<<<<<").find(|&at| {
        let is_start = at == 0 || text.as_bytes()[at - 1] == b'\n';
        is_start && text[at + 7..].starts_with([' ', '\n', '\r'])
    })?;
    let line = text[at..].lines().next().unwrap_or("").trim_end();
    Some(Diagnostic::new(
        &MERGE_CONFLICT,
        Place::new(file, at..at + line.len()),
        "this is a mark of a merge that was not finished",
        "keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`",
    ))
}
