//! A mistake mended: the one change of a text that makes it right.

use std::ops::Range;

/// A change of one stretch of a file. It stands only where there is exactly one right answer, and mends what it
/// belongs to by itself: it touches nothing else, and the same rule finds nothing there afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced, in bytes of the file; on boundaries of characters. Empty where something is put in.
    pub span: Range<usize>,
    /// What takes its place.
    pub replacement: String,
}

impl Fix {
    /// `text` with this change made; `None` where the text has changed and the place is no longer in it.
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
    fn a_change_is_made_at_its_place_or_not_at_all() {
        let fix = |span| Fix { span, replacement: "to".into() };
        assert_eq!(fix(2..4).apply("2 – 3"), None);
        assert_eq!(fix(2..5).apply("2 – 3").as_deref(), Some("2 to 3"));
        assert_eq!(fix(9..9).apply("2 – 3"), None);
    }
}
