//! Directives among the parser's events: where containers open and close.

use super::super::directive::{self, DirectiveForm, Masked};
use super::super::{BAD_DIRECTIVE, CROSSED_DIRECTIVE, UNCLOSED_DIRECTIVE, plain};
use super::{Builder, DEEP, Hole};
use crate::diagnostic::{Diagnostic, Place};
use crate::fold::composed;

/// A container directive that is still open.
pub(super) struct OpenDirective {
    /// Its number in the body; `None` for one that cannot stand where it is and leaves no hole.
    used: Option<usize>,
    colons: usize,
    depth: usize,
    /// The waivers before it, by number.
    waived: Vec<usize>,
}

impl Builder<'_, '_> {
    /// Takes in what stands at byte `at` in the place of a directive.
    pub(super) fn directive(&mut self, masked: Masked, at: usize) {
        match masked {
            Masked::Use(mut used) => {
                let hole = Hole::Open(self.uses.len());
                let waived = self.waiting.clone();
                self.begin(used.span.end);
                if used.form == DirectiveForm::Container {
                    self.open.push(OpenDirective {
                        used: Some(self.uses.len()),
                        colons: used.colons,
                        depth: self.depth,
                        waived,
                    });
                    if self.open.len() > DEEP && self.deepest.is_none() {
                        self.deepest = Some(used.span.clone());
                    }
                }
                for given in &mut used.attributes {
                    let value = &mut given.value;
                    // Links to it are written with each letter and its accents as one character.
                    if given.name.value == "id" && !value.value.is_ascii() {
                        value.value = composed(&value.value).into_owned();
                    }
                    if plain::may_hold_marks(&value.value) {
                        plain::plain_text(&given.name.value, value, self.file, self.diagnostics);
                    }
                }
                self.uses.push(*used);
                self.push_html(hole.mark());
            }
            Masked::Misplaced(colons) => {
                self.open.push(OpenDirective { used: None, colons, depth: self.depth, waived: Vec::new() });
            }
            Masked::Fence(colons) => self.close(colons, at),
        }
    }

    /// A closing fence closes the innermost directive opened with as many colons, else with fewer.
    fn close(&mut self, colons: usize, at: usize) {
        let exact = self.open.iter().rposition(|open| open.colons == colons);
        let Some(which) = exact.or_else(|| self.open.iter().rposition(|open| open.colons < colons)) else {
            self.diagnostics.push(directive::unopened(self.file, at..at + colons));
            return;
        };
        while self.open.len() > which + 1 {
            self.leave_open();
        }
        let Some(OpenDirective { used: Some(used), depth, waived, .. }) = self.open.pop() else { return };
        for waiver in waived {
            self.waivers[waiver].covers.end = at + colons;
        }
        if depth != self.depth {
            let opened = self.uses[used].span.clone();
            self.diagnostics.push(
                Diagnostic::new(
                    &CROSSED_DIRECTIVE,
                    Place::new(self.file, at..at + colons),
                    format!("`{}` does not end at the depth at which it starts", self.uses[used].name.value),
                    "give the opening and the closing colons the same indentation",
                )
                .also(Place::new(self.file, opened), "starts here"),
            );
        }
        self.push_html(Hole::Close.mark());
    }

    /// Reports the innermost open directive as never closed, and closes it.
    pub(super) fn leave_open(&mut self) {
        let Some(OpenDirective { used: Some(used), colons, .. }) = self.open.pop() else { return };
        if self.structure.has_unclosed_code {
            // Its end is in the code, which is reported.
            self.push_html(Hole::Close.mark());
            return;
        }
        let used = &self.uses[used];
        let fence = ":".repeat(colons);
        self.diagnostics.push(
            Diagnostic::new(
                &UNCLOSED_DIRECTIVE,
                Place::new(self.file, used.span.clone()),
                format!("the directive `{}` is never closed", used.name.value),
                format!("put a line `{fence}` where it ends"),
            )
            .label("starts here"),
        );
        self.push_html(Hole::Close.mark());
    }

    /// Reports directives at places that Markdown takes for something else, such as alternative text.
    pub(super) fn unplaced(&mut self) {
        for (at, masked) in std::mem::take(&mut self.masked) {
            let used = match masked {
                Masked::Use(used) => used,
                Masked::Fence(colons) | Masked::Misplaced(colons) => {
                    self.diagnostics.push(Diagnostic::new(
                        &BAD_DIRECTIVE,
                        Place::new(self.file, at..at + colons),
                        "these colons are in code or raw HTML, so they are neither text nor the end of a directive",
                        "give them the indentation of the directive that they close, or write a backslash before them",
                    ));
                    continue;
                }
            };
            self.diagnostics.push(Diagnostic::new(
                &BAD_DIRECTIVE,
                Place::new(self.file, used.span.clone()),
                format!("the directive `{}` is not allowed here", used.name.value),
                "put it between words or on a line of its own; a backslash before the colon makes it plain text",
            ));
        }
    }
}
