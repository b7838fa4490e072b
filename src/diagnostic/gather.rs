//! Findings of one cause, told once.

use std::collections::HashMap;

use super::{Diagnostic, Group, Place, Texts};
use crate::diagnostic::position::position;

/// How many further places of a finding are named; the rest are counted.
const NAMED: usize = 8;

/// A finding, and the same at other places.
#[derive(Clone, Debug)]
pub struct Gathered<'a> {
    /// The first.
    pub first: &'a Diagnostic,
    /// The others, in order.
    pub others: Vec<&'a Diagnostic>,
}

/// What makes findings the same: what is said of them, and for the words of a text those words.
type GroupKey<'a> = (&'static str, bool, &'a str, &'a str, &'a str);

/// Gathers `diagnostics` by cause, errors before warnings, otherwise in their order.
#[must_use]
pub fn gather<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    texts: &'a dyn Texts,
) -> Vec<Gathered<'a>> {
    let mut gathered: Vec<Gathered<'a>> = Vec::new();
    let mut known: HashMap<GroupKey<'a>, usize> = HashMap::new();
    for found in diagnostics {
        // A finding with places of its own explains them beside each other.
        if found.related.is_empty() {
            let words = match found.code.group {
                Some(Group::PlainLanguage) => {
                    let Place { file, start, end } = &found.primary.place;
                    texts.text(file).and_then(|text| text.get(*start..*end)).unwrap_or("")
                }
                _ => "",
            };
            let cause = (found.code.name, found.is_error(), &*found.message, &*found.help, words);
            if let Some(at) = known.get(&cause) {
                gathered[*at].others.push(found);
                continue;
            }
            known.insert(cause, gathered.len());
        }
        gathered.push(Gathered { first: found, others: Vec::new() });
    }
    gathered.sort_by_key(|gathered| !gathered.first.is_error());
    gathered
}

impl Gathered<'_> {
    /// The other places in words: "also at 12:4, content/b.md:3:1 and 2 more places"; `None` if there are no more.
    #[must_use]
    pub fn elsewhere(&self, texts: &dyn Texts) -> Option<String> {
        let mut file = &self.first.primary.place.file;
        let mut places: Vec<String> = Vec::new();
        for other in self.others.iter().take(NAMED) {
            let place = &other.primary.place;
            let at = position(texts.text(&place.file).unwrap_or(""), place.start);
            let named = if place.file == *file { String::new() } else { format!("{}:", place.file) };
            file = &place.file;
            places.push(format!("{named}{}:{}", at.line, at.column));
        }
        let more = self.others.len() - places.len();
        let last = match more {
            0 => places.pop()?,
            1 => "1 more place".to_owned(),
            _ => format!("{more} more places"),
        };
        let listed = places.join(", ");
        Some(if listed.is_empty() {
            format!("also at {last}")
        } else {
            format!("also at {listed} and {last}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::gather;
    use crate::article::{EMPTY_ARTICLE, LONG_ARTICLE};
    use crate::diagnostic::{Diagnostic, FileName, Level, Place, Texts};

    struct Lines;

    impl Texts for Lines {
        fn text(&self, _: &str) -> Option<&str> {
            Some("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n")
        }
    }

    #[test]
    fn equal_findings_are_one_with_their_places_and_errors_come_first() {
        let at = |file: &str, line: usize| Place::new(&FileName::from(file), line * 2..line * 2 + 1);
        let said = |code, file, line, message: &str| Diagnostic {
            level: Level::Error,
            ..Diagnostic::new(code, at(file, line), message, "do it")
        };
        let warning =
            |file, line| Diagnostic { level: Level::Warning, ..said(&LONG_ARTICLE, file, line, "x") };
        let mut all =
            vec![warning("a", 0), said(&EMPTY_ARTICLE, "a", 1, "y"), said(&EMPTY_ARTICLE, "a", 3, "z")];
        all.extend([warning("a", 2), warning("b", 0)]);
        all.extend((1..11).map(|line| said(&EMPTY_ARTICLE, "c", line, "z")));
        let gathered = gather(&all, &Lines);
        let told: Vec<_> = gathered.iter().map(|one| (&*one.first.message, one.elsewhere(&Lines))).collect();
        assert_eq!(
            told,
            [
                ("y", None),
                ("z", Some("also at c:2:1, 3:1, 4:1, 5:1, 6:1, 7:1, 8:1, 9:1 and 2 more places".to_owned())),
                ("x", Some("also at 3:1 and b:1:1".to_owned())),
            ]
        );
    }
}
