//! Fixes: changes to a text that correct a mistake.

use std::ops::Range;

/// A change to one range of a file. A diagnostic has one only if there is exactly one right answer. It corrects that
/// mistake and nothing else, and the same rule finds nothing there afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The replaced bytes of the file, on character boundaries. Empty for an insertion.
    pub span: Range<usize>,
    /// The new text.
    pub replacement: String,
}

impl Fix {
    /// `text` with this change applied; `None` if the text has changed and the range is no longer valid.
    #[must_use]
    pub fn apply(&self, text: &str) -> Option<String> {
        let (before, after) = (text.get(..self.span.start)?, text.get(self.span.end..)?);
        (self.span.start <= self.span.end).then(|| [before, &self.replacement, after].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::Fix;

    #[test]
    fn a_fix_is_applied_at_its_place_or_not_at_all() {
        let fix = |span| Fix { span, replacement: "to".into() };
        assert_eq!(fix(2..4).apply("2 – 3"), None);
        assert_eq!(fix(2..5).apply("2 – 3").as_deref(), Some("2 to 3"));
        assert_eq!(fix(9..9).apply("2 – 3"), None);
    }
}
