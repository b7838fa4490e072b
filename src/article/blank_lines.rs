//! Blank lines that are added to a text before it is parsed, and the way back from what is parsed to what is written.

use std::ops::Range;

/// Where blank lines were added, in order.
#[derive(Debug, Default)]
pub(crate) struct BlankLines(Vec<Added>);

#[derive(Debug)]
struct Added {
    /// The byte of the text before which it was added, and where it starts in the text with all of them.
    before: usize,
    at: usize,
    line: String,
}

impl BlankLines {
    /// Adds a blank line before byte `before`, which starts a line. `prefix` is what blocks around it ask for: spaces and
    /// marks of quotes.
    pub(super) fn add(&mut self, before: usize, prefix: &str) {
        let added: usize = self.0.iter().last().map_or(0, |last| last.at - last.before + last.line.len());
        self.0.push(Added { before, at: before + added, line: format!("{prefix}\n") });
    }

    /// `text` with the blank lines, or `None` if it needs none.
    pub(super) fn added_to(&self, text: &[u8]) -> Option<String> {
        self.0.first()?;
        let mut parsed = Vec::with_capacity(text.len() + self.0.len() * 4);
        let mut done = 0;
        for added in &self.0 {
            parsed.extend_from_slice(&text[done..added.before]);
            parsed.extend_from_slice(added.line.as_bytes());
            done = added.before;
        }
        parsed.extend_from_slice(&text[done..]);
        Some(String::from_utf8_lossy(&parsed).into_owned())
    }

    /// Where `range` of the text with the lines is in the text without them; both without their first `from` bytes.
    pub(crate) fn place(&self, range: Range<usize>, from: usize) -> Range<usize> {
        if self.0.is_empty() {
            return range;
        }
        self.without(range.start + from) - from..self.without(range.end + from) - from
    }

    fn without(&self, at: usize) -> usize {
        let next = self.0.partition_point(|added| added.at < at);
        match next.checked_sub(1).map(|last| &self.0[last]) {
            None => at,
            Some(last) => (at - last.at).saturating_sub(last.line.len()) + last.before,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_found_again() {
        let text = "> a\n> b\nc\n";
        let mut lines = BlankLines::default();
        lines.add(4, "> ");
        lines.add(8, "");
        let parsed = lines.added_to(text.as_bytes()).expect("lines were added");
        assert_eq!(parsed, "> a\n> \n> b\n\nc\n");
        for (at, letter) in [(2, 'a'), (9, 'b'), (12, 'c')] {
            assert_eq!(parsed[at..].chars().next(), Some(letter));
            let place = lines.place(at..at + 1, 0);
            assert_eq!(&text[place], letter.to_string());
        }
        assert_eq!(lines.place(1..11, 1), 1..7);
    }
}
