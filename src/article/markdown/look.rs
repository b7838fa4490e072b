//! Where an article is looked at for what is not what its author meant: each event goes to those who look at blocks, and to
//! those who look at the text that is left over.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::leftover::{Leftover, TextKind};
use super::Builder;
use crate::diagnostic::{Diagnostic, Place};

impl<'a> Builder<'a, '_> {
    pub(super) fn report(&mut self, found: Leftover) {
        let span = found.span.start + self.offset..found.span.end + self.offset;
        let place = Place::new(self.file, span);
        self.diagnostics.push(Diagnostic::new(found.code, place, found.message, found.help));
    }

    pub(super) fn report_all(&mut self, found: Vec<Leftover>) {
        found.into_iter().for_each(|found| self.report(found));
    }

    /// Looks for what is not what it was meant to be, before `event` is taken in.
    pub(super) fn look_at(&mut self, event: &Event<'a>, local: &Range<usize>) {
        let source = self.text;
        match event {
            Event::Text(_) if self.slips.in_code => self.structure_code(local),
            Event::Text(_) if self.picture.is_some() => self.rest.opaque(local.clone()),
            Event::Text(text) => self.rest.text(source, text, local),
            Event::SoftBreak | Event::HardBreak => self.rest.line_break(source, local),
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => self.rest.opaque(local.clone()),
            Event::TaskListMarker(_) => {}
            Event::Html(_) | Event::Rule => self.start_text(TextKind::Line),
            Event::Start(tag) => {
                match tag {
                    Tag::Emphasis
                    | Tag::Strong
                    | Tag::Strikethrough
                    | Tag::Superscript
                    | Tag::Subscript
                    | Tag::Link { .. }
                    | Tag::Image { .. } => self.rest.opaque(local.start..local.start + 1),
                    Tag::Paragraph => self.start_text(TextKind::Paragraph),
                    Tag::Item => self.start_text(TextKind::Item),
                    _ => self.start_text(TextKind::Line),
                }
                self.structure_of(tag, local);
            }
            Event::End(tag) => {
                match tag {
                    TagEnd::Emphasis
                    | TagEnd::Strong
                    | TagEnd::Strikethrough
                    | TagEnd::Superscript
                    | TagEnd::Subscript
                    | TagEnd::Link
                    | TagEnd::Image => self.rest.opaque(local.end - 1..local.end),
                    _ => self.start_text(TextKind::Line),
                }
                self.structure_end(*tag, local);
            }
        }
    }

    /// Ends the text of a block, and starts another.
    pub(super) fn start_text(&mut self, block: TextKind) {
        if self.rest.is_worth_a_look() {
            let found = self.rest.finish(self.text);
            self.report_all(found);
        }
        self.rest.start(block);
    }
}
