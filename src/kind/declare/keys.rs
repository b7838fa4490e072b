//! The keys of one table of a declaration, and what is said of them.

use std::ops::Range;

use crate::data::{Entry, MISSING_KEY, Node, UNKNOWN_KEY, Value, WRONG_TYPE, shortened};
use crate::diagnostic::{Code, Diagnostic, FileName, Place, did_you_mean};

/// What is read of a declaration, and where mistakes go.
pub(super) struct KeyReader<'a> {
    /// The table in words: "`[tables.vaccines]`".
    pub(super) what: String,
    /// Where it is, for what is missing from it.
    pub(super) span: Range<usize>,
    entries: &'a [Entry],
    file: &'a FileName,
    diagnostics: &'a mut Vec<Diagnostic>,
    faults: usize,
}

impl<'a> KeyReader<'a> {
    pub(super) fn new(
        what: String,
        entries: &'a [Entry],
        span: Range<usize>,
        file: &'a FileName,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        KeyReader { what, span, entries, file, diagnostics, faults: 0 }
    }

    /// Whether anything is wrong so far.
    pub(super) fn is_faulty(&self) -> bool {
        self.faults > 0
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.file, span)
    }

    /// Where mistakes go that are no fault of this table as a whole.
    pub(super) fn diagnostics(&mut self) -> &mut Vec<Diagnostic> {
        self.diagnostics
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.faults += 1;
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn report(
        &mut self,
        code: &'static Code,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let place = self.place(span);
        self.push(Diagnostic::new(code, place, message, help));
    }

    /// Reports keys other than `known`.
    pub(super) fn only(&mut self, known: &[&str]) {
        for entry in self.entries {
            if known.contains(&entry.key.as_str()) {
                continue;
            }
            let help = did_you_mean(&entry.key, known.iter().copied(), || {
                let known = known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                format!("{} takes {known}", self.what)
            });
            let message = format!("there is no key `{}` in {}", entry.key, self.what);
            let diagnostic = Diagnostic::new(&UNKNOWN_KEY, self.place(entry.key_span.clone()), message, help);
            self.push(diagnostic.label("unknown key"));
        }
    }

    /// The entry `key`; what could not be read at all counts as a fault and is left out.
    pub(super) fn get(&mut self, key: &str) -> Option<&'a Entry> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        if entry.value.value == Value::Unread {
            self.faults += 1;
            return None;
        }
        Some(entry)
    }

    /// The text of `key`, without white space around it; an empty one is reported.
    pub(super) fn text(&mut self, key: &str) -> Option<(&'a str, Range<usize>)> {
        let entry = self.get(key)?;
        match &entry.value.value {
            Value::Text(text) if text.trim().is_empty() => {
                let message = format!("`{key}` is empty");
                self.report(
                    &MISSING_KEY,
                    entry.value.span.clone(),
                    message,
                    format!("give `{key}` a value, or leave it out"),
                );
                None
            }
            Value::Text(text) => Some((text.trim(), entry.value.span.clone())),
            _ => {
                self.wrong(key, &entry.value, "text", "put the text between double quotes");
                None
            }
        }
    }

    /// Whether `key` is `true`.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let entry = self.get(key)?;
        if let Value::Bool(value) = entry.value.value {
            return Some(value);
        }
        self.wrong(key, &entry.value, "`true` or `false`", "write `true` or `false` without quotes");
        None
    }

    pub(super) fn wrong(&mut self, key: &str, node: &Node, takes: &str, help: &str) {
        let message = format!("`{key}` takes {takes}, not {}", node.described());
        self.report(&WRONG_TYPE, node.span.clone(), message, help);
    }

    pub(super) fn missing(&mut self, key: &str, help: impl Into<String>) {
        let message = format!("{} needs the key `{key}`", self.what);
        self.report(&MISSING_KEY, self.span.clone(), message, help);
    }
}

/// `names` as they are listed in a sentence.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `text` on one line, for messages.
pub(super) fn short(text: &str) -> String {
    shortened(text)
}
