//! Mends what has exactly one right answer: from texts and diagnostics to new texts.
//!
//! Architecture Invariant: this module reads and writes no files, and does not know what a mistake is about. A diagnostic
//! carries its own change; here changes of one file are put together, so that none touches another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, FileName, Fix};
use crate::source::{Content, File, Origin, Sources};

/// A file with its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file.
    pub file: FileName,
    /// Its text with all changes made; every byte outside them is as it was.
    pub text: String,
    /// The changes that were made, in order, each with the rule it is for.
    pub changes: Vec<(&'static str, Fix)>,
}

/// What can be mended in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// The files that change, sorted by path.
    pub files: Vec<Mended>,
    /// How many changes have to wait for another run, as they touch one that is made.
    pub waiting: usize,
    /// How many changes are left out, as the site would have a new mistake with them.
    pub left_out: usize,
}

impl Fixes {
    /// How many changes are made.
    #[must_use]
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.changes.len()).sum()
    }

    /// `sources` with the changes made.
    fn applied(&self, sources: &Sources) -> Sources {
        let mut sources = sources.clone();
        for mended in &self.files {
            if let Some(file) = sources.get(&mended.file) {
                sources.put(File { content: Content::Text(mended.text.as_str().into()), ..file.clone() });
            }
        }
        sources
    }
}

/// Makes the changes that `diagnostics` of `sources` carry. Where two touch each other the first stands. A change that
/// does not fit the text, or is of a file that is not the site's own, is left out.
#[must_use]
pub fn mend(sources: &Sources, diagnostics: &[Diagnostic]) -> Fixes {
    let mut by_file: BTreeMap<&FileName, Vec<(&'static str, &Fix)>> = BTreeMap::new();
    for diagnostic in diagnostics {
        if let Some(fix) = &diagnostic.fix {
            by_file.entry(&diagnostic.primary.place.file).or_default().push((diagnostic.code.name, fix));
        }
    }
    let mut fixes = Fixes::default();
    for (name, mut wanted) in by_file {
        let Some(file) = sources.get(name).filter(|file| file.origin == Origin::Site) else { continue };
        let text = file.text();
        // A stable sort: of two at one place the one that is told first stands.
        wanted.sort_by_key(|(_, fix)| fix.span.start);
        let mut mended = Mended { file: Arc::clone(name), text: String::new(), changes: Vec::new() };
        let mut at = 0;
        for (rule, fix) in wanted {
            if text.get(fix.span.clone()).is_none() {
                continue;
            }
            match mended.changes.last() {
                // Two rules that want the very same have what they want.
                Some((_, before)) if before == fix => {}
                Some((_, before)) if touch(&before.span, &fix.span) => fixes.waiting += 1,
                _ => {
                    mended.text.push_str(&text[at..fix.span.start]);
                    mended.text.push_str(&fix.replacement);
                    at = fix.span.end;
                    mended.changes.push((rule, fix.clone()));
                }
            }
        }
        mended.text.push_str(&text[at..]);
        if !mended.changes.is_empty() {
            fixes.files.push(mended);
        }
    }
    fixes
}

/// The same without the changes by which the site would have errors that it does not have now. `check` finds all that is
/// wrong with sources. What is left out is left out file by file: which change of it is to blame, nobody can tell.
#[must_use]
pub fn mend_safely(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    check: impl Fn(Sources) -> Vec<Diagnostic>,
) -> Fixes {
    let all = mend(sources, diagnostics);
    let known = errors(diagnostics);
    let mut fixes = all.clone();
    while !fixes.files.is_empty() {
        let found = check(fixes.applied(sources));
        let now = errors(&found);
        let is_new = |key: &Kind<'_>| now.get(key) > known.get(key);
        let new = found.iter().filter(|found| found.is_error() && is_new(&kind(found)));
        let blamed: BTreeSet<&FileName> = new
            .flat_map(|found| std::iter::once(&found.primary).chain(&found.related))
            .map(|label| &label.place.file)
            .collect();
        if blamed.is_empty() {
            break;
        }
        let before = fixes.files.len();
        fixes.files.retain(|mended| !blamed.contains(&mended.file));
        if fixes.files.len() == before {
            // The change stands in another file than the mistake.
            fixes.files.clear();
        }
    }
    fixes.left_out = all.count() - fixes.count();
    fixes
}

/// By what an error is known before and after changes: they move its place and may be part of its words.
type Kind<'a> = (&'static str, &'a FileName);

fn kind(diagnostic: &Diagnostic) -> Kind<'_> {
    (diagnostic.code.name, &diagnostic.primary.place.file)
}

/// How many errors of each kind there are.
fn errors(diagnostics: &[Diagnostic]) -> BTreeMap<Kind<'_>, usize> {
    let mut errors = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        *errors.entry(kind(diagnostic)).or_default() += 1;
    }
    errors
}

/// Whether two changes, of which `first` does not start later, overlap or put something in at the same place.
fn touch(first: &Range<usize>, second: &Range<usize>) -> bool {
    second.start < first.end || *first == *second
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EMPTY_ARTICLE;
    use crate::diagnostic::{Level, Place};

    fn mended(text: &str, fixes: &[(Range<usize>, &str)]) -> (String, usize, usize) {
        let name: FileName = "content/a.md".into();
        let content = Content::Text(text.into());
        let sources = Sources::from_files([File { path: Arc::clone(&name), content, origin: Origin::Site }]);
        let said: Vec<Diagnostic> = fixes
            .iter()
            .map(|(span, to)| {
                Diagnostic::new(&EMPTY_ARTICLE, Place::new(&name, span.clone()), "x", "y")
                    .fix(span.clone(), *to)
            })
            .collect();
        let fixes = mend(&sources, &said);
        let text = fixes.files.first().map_or(text, |file| &file.text).to_owned();
        (text, fixes.count(), fixes.waiting)
    }

    #[test]
    fn nothing_but_the_marked_stretches_changes() {
        let text = "é utilise\r\na 2–3\tx\n\n no end";
        let at = |word: &str| text.find(word).map(|at| at..at + word.len()).expect("it is there");
        let (new, made, waiting) =
            mended(text, &[(at("2–3"), "2 to 3"), (at("utilise"), "use"), (0..0, "#")]);
        assert_eq!((new.as_str(), made, waiting), ("#é use\r\na 2 to 3\tx\n\n no end", 3, 0));
    }

    #[test]
    fn of_two_changes_that_touch_the_first_stands_and_the_other_waits() {
        assert_eq!(mended("abcdef", &[(0..3, "X"), (2..5, "Y"), (3..4, "Z")]), ("XZef".into(), 2, 1));
        assert_eq!(mended("abc", &[(1..1, "X"), (1..1, "Y")]), ("aXbc".into(), 1, 1));
        assert_eq!(mended("abc", &[(0..1, "X"), (0..1, "X")]), ("Xbc".into(), 1, 0));
        assert_eq!(mended("abc", &[(1..1, "X"), (1..2, "Y")]), ("aXYc".into(), 2, 0));
    }

    #[test]
    fn a_change_that_makes_a_mistake_is_left_out_and_others_are_made() {
        let names: [FileName; 3] = ["content/a.md".into(), "content/b.md".into(), "content/c.md".into()];
        let file = |name: &FileName| File {
            path: Arc::clone(name),
            content: Content::Text("abc".into()),
            origin: Origin::Site,
        };
        let sources = Sources::from_files(names.iter().map(file));
        let said = |file: &FileName| Diagnostic::new(&EMPTY_ARTICLE, Place::new(file, 0..1), "x", "y");
        let fixable = names.iter().take(2).map(|name| said(name).fix(0..1, "X"));
        let fixable: Vec<Diagnostic> = fixable.collect();
        let is_mended =
            |sources: &Sources, name: &FileName| sources.get(name).is_some_and(|file| file.text() == "Xbc");
        let of = |blamed: usize| {
            let check = |now: Sources| {
                let is_wrong = is_mended(&now, &names[0]);
                let error = || Diagnostic { level: Level::Error, ..said(&names[blamed]) };
                is_wrong.then(error).into_iter().collect()
            };
            let fixes = mend_safely(&sources, &fixable, check);
            let files: Vec<&str> = fixes.files.iter().map(|mended| &*mended.file).collect();
            (files.join(" "), fixes.left_out)
        };
        assert_eq!(of(0), ("content/b.md".into(), 1));
        assert_eq!(of(2), (String::new(), 2), "the mistake is in a file that nothing changes");
        let fixes = mend_safely(&sources, &fixable, |_| Vec::new());
        assert_eq!((fixes.count(), fixes.left_out), (2, 0));
    }

    #[test]
    fn a_change_that_does_not_fit_the_text_is_left_out() {
        assert_eq!(mended("aé", &[(2..3, "X"), (0..9, "Y")]), ("aé".into(), 0, 0));
    }

    #[test]
    fn the_built_in_theme_is_not_a_site_s_own() {
        let name: FileName = "static/style.css".into();
        let content = Content::Text("a".into());
        let sources = Sources::from_files([File { path: Arc::clone(&name), content, origin: Origin::Theme }]);
        let said = Diagnostic::new(&EMPTY_ARTICLE, Place::new(&name, 0..1), "x", "y").fix(0..1, "b");
        assert_eq!(mend(&sources, &[said]), Fixes::default());
    }
}
