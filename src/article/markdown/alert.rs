//! Alerts, `> [!WARNING]`: boxes that say in a word what they are.

use pulldown_cmark::{BlockQuoteKind, Event};

use super::Builder;
use crate::article::body::{Hole, Said};

impl Builder<'_, '_> {
    /// Opens the box of an alert. It looks like the directives do: `:::warning` and `:::inset`.
    pub(super) fn open_alert(&mut self, kind: BlockQuoteKind) {
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("inset note", Said::Note),
            BlockQuoteKind::Tip => ("inset tip", Said::Tip),
            BlockQuoteKind::Important => ("warning important", Said::Important),
            BlockQuoteKind::Warning => ("warning", Said::Warning),
            BlockQuoteKind::Caution => ("warning stop", Said::Caution),
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
