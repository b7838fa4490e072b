//! One message: a text with placeholders, or a text for each plural form.

use std::fmt::Write;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use super::plural::{CountRange, PluralForm, Plurals};

/// The placeholder whose number chooses the plural form.
pub const NUMBER: &str = "n";

/// A text with placeholders: "Hold for {n} seconds."
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    text: Arc<str>,
    /// Where the placeholders are, braces included.
    placeholders: Vec<Range<usize>>,
}

/// What is wrong with a text as a pattern, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub struct BadPlaceholder {
    /// The stretch of the text, in bytes.
    pub at: Range<usize>,
}

impl Pattern {
    /// Reads `text`.
    ///
    /// # Errors
    /// The first brace that is not part of a placeholder such as `{n}`.
    pub fn new(text: &str) -> Result<Pattern, BadPlaceholder> {
        let mut placeholders = Vec::new();
        let mut at = 0;
        while let Some(brace) = text[at..].find(['{', '}']).map(|brace| at + brace) {
            let rest = &text[brace..];
            let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
            let name = rest.strip_prefix('{').map(|rest| rest.trim_start_matches(is_name));
            match name {
                Some(after) if after.starts_with('}') && rest.len() - after.len() > 1 => {
                    let end = text.len() - after.len() + 1;
                    placeholders.push(brace..end);
                    at = end;
                }
                _ => {
                    let end = rest.find('}').map_or(brace + 1, |close| brace + close + 1);
                    return Err(BadPlaceholder { at: brace..end });
                }
            }
        }
        Ok(Pattern { text: text.into(), placeholders })
    }

    /// The text with its placeholders as they are written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of its placeholders, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.placeholders.iter().map(|placeholder| &self.text[placeholder.start + 1..placeholder.end - 1])
    }

    /// Where the placeholder called `name` is, braces included.
    #[must_use]
    pub fn placeholder(&self, name: &str) -> Option<Range<usize>> {
        self.placeholders
            .iter()
            .find(|placeholder| &self.text[placeholder.start + 1..placeholder.end - 1] == name)
            .cloned()
    }

    /// Hands on the text piece by piece: what stands between placeholders, and the names of placeholders.
    pub fn pieces<'a>(&'a self, mut take: impl FnMut(PatternPiece<'a>)) {
        let mut at = 0;
        for placeholder in &self.placeholders {
            if placeholder.start > at {
                take(PatternPiece::Text(&self.text[at..placeholder.start]));
            }
            take(PatternPiece::Placeholder(&self.text[placeholder.start + 1..placeholder.end - 1]));
            at = placeholder.end;
        }
        if at < self.text.len() {
            take(PatternPiece::Text(&self.text[at..]));
        }
    }
}

/// A piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternPiece<'a> {
    /// Words.
    Text(&'a str),
    /// The name of a placeholder.
    Placeholder(&'a str),
}

/// What is put into a placeholder.
#[derive(Clone, Copy, Debug)]
pub enum Filling<'a> {
    /// Words.
    Text(&'a str),
    /// A number.
    Number(CountRange),
}

impl<'a> From<&'a str> for Filling<'a> {
    fn from(text: &'a str) -> Filling<'a> {
        Filling::Text(text)
    }
}

impl<'a> From<&'a String> for Filling<'a> {
    fn from(text: &'a String) -> Filling<'a> {
        Filling::Text(text)
    }
}

impl From<CountRange> for Filling<'_> {
    fn from(amount: CountRange) -> Self {
        Filling::Number(amount)
    }
}

/// A message of a language.
#[derive(Clone, Debug)]
pub enum Message {
    /// The same words for every number.
    Text(Pattern),
    /// Words for each plural form.
    Forms(Arc<PluralForms>),
}

/// The words of a message for each plural form.
#[derive(Debug)]
pub struct PluralForms {
    /// Those for one number alone.
    pub exact: Vec<(u32, Pattern)>,
    /// Those for the forms of the language, sorted.
    pub forms: Vec<(PluralForm, Pattern)>,
    /// How the language counts.
    pub plurals: Arc<Plurals>,
}

impl PluralForms {
    fn of(&self, amount: CountRange) -> Option<&Pattern> {
        let exact = self.exact.iter().find(|(number, _)| amount == CountRange::one(*number));
        let by_form = |wanted: PluralForm| self.forms.iter().find(|(form, _)| *form == wanted);
        exact
            .map(|(_, pattern)| pattern)
            .or_else(|| by_form(self.plurals.form(amount)).map(|(_, pattern)| pattern))
            .or_else(|| by_form(PluralForm::Other).map(|(_, pattern)| pattern))
    }
}

impl Message {
    /// The words for `amount`; `None` where a number is needed to choose them.
    #[must_use]
    pub fn pattern(&self, amount: Option<CountRange>) -> Option<&Pattern> {
        match self {
            Message::Text(pattern) => Some(pattern),
            Message::Forms(forms) => forms.of(amount?),
        }
    }

    /// Every text that it can be.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let (one, many) = match self {
            Message::Text(pattern) => (Some(pattern), None),
            Message::Forms(forms) => (None, Some(forms)),
        };
        let exact = many.into_iter().flat_map(|forms| forms.exact.iter().map(|(_, pattern)| pattern));
        let forms = many.into_iter().flat_map(|forms| forms.forms.iter().map(|(_, pattern)| pattern));
        one.into_iter().chain(exact).chain(forms)
    }

    /// The names of its placeholders, each once, in the order in which they first come.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.patterns().flat_map(Pattern::names) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl Hash for Message {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Message::Text(pattern) => (0, pattern).hash(state),
            Message::Forms(forms) => {
                (1, &forms.exact, &forms.forms, &forms.plurals.tag, forms.plurals.range()).hash(state);
            }
        }
    }
}

/// Puts `amount` into `out` in the words of `range`, the pattern for ranges.
pub(super) fn write_amount(out: &mut String, amount: CountRange, range: Option<&Pattern>) {
    let Some(range) = range.filter(|_| !amount.is_one_number()) else {
        let _ = write!(out, "{}", amount.max);
        return;
    };
    range.pieces(|piece| {
        let _ = match piece {
            PatternPiece::Text(text) => write!(out, "{text}"),
            PatternPiece::Placeholder("from") => write!(out, "{}", amount.min),
            PatternPiece::Placeholder(_) => write!(out, "{}", amount.max),
        };
    });
}

#[cfg(test)]
mod tests {
    use super::{BadPlaceholder, Pattern, PatternPiece};

    #[test]
    fn a_text_is_parted_into_words_and_gaps() {
        let pattern = Pattern::new("Page {n} of {of_all}.").expect("it is one");
        let mut pieces = Vec::new();
        pattern.pieces(|piece| pieces.push(piece));
        let expected = [
            PatternPiece::Text("Page "),
            PatternPiece::Placeholder("n"),
            PatternPiece::Text(" of "),
            PatternPiece::Placeholder("of_all"),
            PatternPiece::Text("."),
        ];
        assert_eq!(pieces, expected);
        assert_eq!(pattern.placeholder("of_all"), Some(12..20));
    }

    #[test]
    fn a_brace_that_starts_no_gap_has_a_place() {
        for (text, at) in
            [("a {b", 2..3), ("a } b", 2..3), ("{}", 0..2), ("é {A}", 3..6), ("{n} {a b}", 4..9), ("{", 0..1)]
        {
            assert_eq!(Pattern::new(text), Err(BadPlaceholder { at }), "{text}");
        }
    }
}
