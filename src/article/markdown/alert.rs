//! Alerts, `> [!WARNING]`: boxes that say in a word what they are.

use pulldown_cmark::{BlockQuoteKind, Event};

use super::Builder;
use crate::article::body::{HiddenText, Hole};

impl Builder<'_, '_> {
    /// Opens the box of an alert. It looks like the directives do: `:::warning` and `:::inset`.
    pub(super) fn open_alert(&mut self, kind: BlockQuoteKind) {
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("inset note", HiddenText::Note),
            BlockQuoteKind::Tip => ("inset tip", HiddenText::Tip),
            BlockQuoteKind::Important => ("warning important", HiddenText::Important),
            BlockQuoteKind::Warning => ("warning", HiddenText::Warning),
            BlockQuoteKind::Caution => ("warning stop", HiddenText::Caution),
        };
        let word = Hole::Said(word).mark();
        let open = format!("<div class=\"{class}\">\n<p><strong>{word}</strong></p>\n");
        self.push(Event::Html(open.into()));
    }

    /// Closes it.
    pub(super) fn close_alert(&mut self) {
        self.push(Event::Html("</div>\n".into()));
    }
}
