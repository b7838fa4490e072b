//! Applies fixes: changes that have exactly one right answer. Takes texts and diagnostics, returns new texts.
//!
//! Architecture Invariant: this module reads and writes no files and does not know what any mistake is about. Each
//! diagnostic carries its own fix; this module combines the fixes of one file so that they do not overlap.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, FileName, Fix};
use crate::source::{Content, File, FileOrigin, Sources};

/// A fix and the name of the rule that asked for it.
pub type RuleFix = (&'static str, Fix);

/// A file with its fixes applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Its name.
    pub file: FileName,
    /// Its new text. Every byte outside the fixes is unchanged.
    pub text: String,
    /// The fixes that were applied, in order, each with the name of its rule.
    pub changes: Vec<RuleFix>,
}

/// The fixes that can be applied in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixes {
    /// The files that change, sorted by path.
    pub files: Vec<FixedFile>,
    /// How many fixes were postponed to another run because they overlap one that was applied.
    pub postponed: usize,
    /// How many fixes were withdrawn because they would introduce a new error.
    pub withdrawn: usize,
}

impl Fixes {
    /// The number of fixes applied.
    #[must_use]
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.changes.len()).sum()
    }

    /// Adds `more`, which was applied on top of these: to `fixed`.
    fn and_then(mut self, more: Fixes, fixed: &Sources) -> Fixes {
        for then in more.files {
            match self.files.binary_search_by(|first| first.file.cmp(&then.file)) {
                Err(at) => self.files.insert(at, then),
                Ok(at) => {
                    let first = &mut self.files[at];
                    let text = fixed.get(&first.file).map_or("", File::text);
                    first.changes = join(std::mem::take(&mut first.changes), then.changes, text);
                    first.text = then.text;
                }
            }
        }
        self
    }

    /// `sources` with the fixes applied.
    fn applied(&self, sources: &Sources) -> Sources {
        let mut sources = sources.clone();
        for fixed in &self.files {
            if let Some(file) = sources.get(&fixed.file) {
                sources.put(File { content: Content::Text(fixed.text.as_str().into()), ..file.clone() });
            }
        }
        sources
    }
}

/// Applies the fixes carried by `diagnostics` to `sources`. Of two that overlap, the first is applied. A fix is
/// ignored if it is out of range or its file belongs to the built-in theme.
#[must_use]
pub fn apply(sources: &Sources, diagnostics: &[Diagnostic]) -> Fixes {
    let mut by_file: BTreeMap<&FileName, Vec<(&'static str, &Fix)>> = BTreeMap::new();
    for diagnostic in diagnostics {
        if let Some(fix) = &diagnostic.fix {
            by_file.entry(&diagnostic.primary.place.file).or_default().push((diagnostic.code.name, fix));
        }
    }
    let mut fixes = Fixes::default();
    for (name, mut wanted) in by_file {
        let Some(file) = sources.get(name).filter(|file| file.origin == FileOrigin::Site) else { continue };
        let text = file.text();
        // The sort is stable: of two fixes at one place, the one reported first is applied.
        wanted.sort_by_key(|(_, fix)| fix.span.start);
        let mut fixed = FixedFile { file: Arc::clone(name), text: String::new(), changes: Vec::new() };
        let mut at = 0;
        for (rule, fix) in wanted {
            if text.get(fix.span.clone()).is_none() {
                continue;
            }
            match fixed.changes.last() {
                // Two rules ask for the same fix.
                Some((_, before)) if before == fix => {}
                Some((_, before)) if overlap(&before.span, &fix.span) => fixes.postponed += 1,
                _ => {
                    fixed.text.push_str(&text[at..fix.span.start]);
                    fixed.text.push_str(&fix.replacement);
                    at = fix.span.end;
                    fixed.changes.push((rule, fix.clone()));
                }
            }
        }
        fixed.text.push_str(&text[at..]);
        if !fixed.changes.is_empty() {
            fixes.files.push(fixed);
        }
    }
    fixes
}

/// Upper bound on the rounds in which fixes are applied: one fix can make another possible or postpone one that
/// overlaps it.
const ROUNDS: usize = 8;

/// Applies fixes until none are left, except those that would introduce an error. `check` returns all diagnostics of
/// the given sources. Fixes are withdrawn a whole file at a time, because it is unknown which of them causes the
/// error.
#[must_use]
pub fn apply_safely(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    check: impl Fn(Sources) -> Vec<Diagnostic>,
) -> Fixes {
    let (mut fixes, mut found) = round(sources, diagnostics, &check);
    for _ in 1..ROUNDS {
        if fixes.files.is_empty() {
            break;
        }
        let fixed = fixes.applied(sources);
        let (more, then) = round(&fixed, &found, &check);
        fixes.postponed = more.postponed;
        fixes.withdrawn = fixes.withdrawn.max(more.withdrawn);
        if more.files.is_empty() {
            break;
        }
        fixes = fixes.and_then(more, &fixed);
        found = then;
    }
    fixes
}

/// Applies one round of fixes, and returns the diagnostics that remain.
fn round(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    check: impl Fn(Sources) -> Vec<Diagnostic>,
) -> (Fixes, Vec<Diagnostic>) {
    let all = apply(sources, diagnostics);
    let known = errors(diagnostics);
    let mut fixes = all.clone();
    let mut last = Vec::new();
    while !fixes.files.is_empty() {
        let found = check(fixes.applied(sources));
        let now = errors(&found);
        let is_new = |key: &ErrorKey<'_>| now.get(key) > known.get(key);
        let new = found.iter().filter(|found| found.is_error() && is_new(&error_key(found)));
        let blamed: BTreeSet<FileName> = new
            .flat_map(|found| std::iter::once(&found.primary).chain(&found.related))
            .map(|label| Arc::clone(&label.place.file))
            .collect();
        if blamed.is_empty() {
            last = found;
            break;
        }
        let before = fixes.files.len();
        fixes.files.retain(|fixed| !blamed.contains(&fixed.file));
        if fixes.files.len() == before {
            // The error is in a file that was not changed, so any fix may be the cause.
            fixes.files.clear();
        }
    }
    fixes.withdrawn = all.count() - fixes.count();
    (fixes, last)
}

/// Identifies an error before and after fixes, which may change its place and its message.
type ErrorKey<'a> = (&'static str, &'a FileName);

fn error_key(diagnostic: &Diagnostic) -> ErrorKey<'_> {
    (diagnostic.code.name, &diagnostic.primary.place.file)
}

/// How many errors there are for each key.
fn errors(diagnostics: &[Diagnostic]) -> BTreeMap<ErrorKey<'_>, usize> {
    let mut errors = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        *errors.entry(error_key(diagnostic)).or_default() += 1;
    }
    errors
}

/// Combines `first`, fixes of a text, with `then`, fixes of the resulting `text`, into fixes of the original text.
/// Both are in order. Fixes that meet become one, under the name of the earlier one.
fn join(first: Vec<RuleFix>, then: Vec<RuleFix>, text: &str) -> Vec<RuleFix> {
    // How much the text has grown so far, and where in `text` a fix of the original text is now.
    let mut grown = 0;
    let now = |fix: &Fix, grown: isize| {
        let start = fix.span.start.saturating_add_signed(grown);
        start..start + fix.replacement.len()
    };
    let mut joined: Vec<RuleFix> = Vec::new();
    let (mut first, mut then) = (first.into_iter().peekable(), then.into_iter().peekable());
    loop {
        let starts = first.peek().map(|(_, fix)| now(fix, grown).start).into_iter();
        let Some(start) = starts.chain(then.peek().map(|(_, fix)| fix.span.start)).min() else {
            return joined;
        };
        let before = grown;
        let (mut rule, mut made, mut at, mut end) = (None, String::new(), start, start);
        loop {
            let is_new = rule.is_none();
            let meets = |span: &Range<usize>| (is_new && span.start == start) || overlap(&(start..end), span);
            if let Some((name, fix)) = first.next_if(|(_, fix)| meets(&now(fix, grown))) {
                end = end.max(now(&fix, grown).end);
                grown += fix.replacement.len().cast_signed() - fix.span.len().cast_signed();
                rule = rule.or(Some(name));
            } else if let Some((name, fix)) = then.next_if(|(_, fix)| meets(&fix.span)) {
                made.push_str(text.get(at..fix.span.start).unwrap_or(""));
                made.push_str(&fix.replacement);
                at = fix.span.end;
                end = end.max(at);
                rule = rule.or(Some(name));
            } else {
                break;
            }
        }
        made.push_str(text.get(at..end).unwrap_or(""));
        let span = start.saturating_add_signed(-before)..end.saturating_add_signed(-grown);
        joined.extend(rule.map(|rule| (rule, Fix { span, replacement: made })));
    }
}

/// Whether two fixes overlap or insert at the same place. `first` must not start after `second`.
fn overlap(first: &Range<usize>, second: &Range<usize>) -> bool {
    second.start < first.end || *first == *second
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::EMPTY_ARTICLE;
    use crate::diagnostic::{Level, Place};

    fn fixed(text: &str, fixes: &[(Range<usize>, &str)]) -> (String, usize, usize) {
        let name: FileName = "content/a.md".into();
        let content = Content::Text(text.into());
        let sources =
            Sources::from_files([File { path: Arc::clone(&name), content, origin: FileOrigin::Site }]);
        let said: Vec<Diagnostic> = fixes
            .iter()
            .map(|(span, to)| {
                Diagnostic::new(&EMPTY_ARTICLE, Place::new(&name, span.clone()), "x", "y")
                    .fix(span.clone(), *to)
            })
            .collect();
        let fixes = apply(&sources, &said);
        let text = fixes.files.first().map_or(text, |file| &file.text).to_owned();
        (text, fixes.count(), fixes.postponed)
    }

    #[test]
    fn only_the_marked_ranges_change() {
        let text = "é utilise\r\na 2–3\tx\n\n no end";
        let at = |word: &str| text.find(word).map(|at| at..at + word.len()).expect("it is there");
        let (new, made, postponed) =
            fixed(text, &[(at("2–3"), "2 to 3"), (at("utilise"), "use"), (0..0, "#")]);
        assert_eq!((new.as_str(), made, postponed), ("#é use\r\na 2 to 3\tx\n\n no end", 3, 0));
    }

    #[test]
    fn of_two_overlapping_fixes_the_first_is_applied_and_the_other_is_postponed() {
        assert_eq!(fixed("abcdef", &[(0..3, "X"), (2..5, "Y"), (3..4, "Z")]), ("XZef".into(), 2, 1));
        assert_eq!(fixed("abc", &[(1..1, "X"), (1..1, "Y")]), ("aXbc".into(), 1, 1));
        assert_eq!(fixed("abc", &[(0..1, "X"), (0..1, "X")]), ("Xbc".into(), 1, 0));
        assert_eq!(fixed("abc", &[(1..1, "X"), (1..2, "Y")]), ("aXYc".into(), 2, 0));
    }

    #[test]
    fn successive_fixes_combine_into_fixes_of_the_original_text() {
        let name: FileName = "content/a.md".into();
        let rounds: [&[(Range<usize>, &str)]; 3] = [
            &[(1..2, "BBB"), (3..5, ""), (8..8, "+")],
            // "aBBBcfgh+ij": within one, across two, before one, and apart from all.
            &[(0..1, "A"), (2..3, "x"), (4..6, "CF"), (8..8, "!"), (9..10, "I")],
            &[(0..1, ""), (10..11, "J")],
        ];
        let of = |changes: &[(Range<usize>, &str)]| -> Vec<RuleFix> {
            let fix =
                |(span, to): &(Range<usize>, &str)| Fix { span: span.clone(), replacement: (*to).into() };
            changes.iter().map(|change| ("x", fix(change))).collect()
        };
        let made = |text: &str, changes: &[RuleFix]| {
            let said = |(_, fix): &RuleFix| {
                let place = Place::new(&name, fix.span.clone());
                Diagnostic::new(&EMPTY_ARTICLE, place, "x", "y")
                    .fix(fix.span.clone(), fix.replacement.as_str())
            };
            let content = Content::Text(text.into());
            let file = File { path: Arc::clone(&name), content, origin: FileOrigin::Site };
            let said: Vec<Diagnostic> = changes.iter().map(said).collect();
            apply(&Sources::from_files([file]), &said).files[0].text.clone()
        };
        let mut text = "abcdefghij".to_owned();
        let mut all = Vec::new();
        for changes in rounds {
            all = join(all, of(changes), &text);
            text = made(&text, &of(changes));
            assert_eq!(made("abcdefghij", &all), text, "{all:?}");
        }
        assert_eq!(text, "BxBCFgh!+Jj");
    }

    #[test]
    fn a_fix_that_another_makes_possible_is_applied_too() {
        let name: FileName = "content/a.md".into();
        let file =
            File { path: Arc::clone(&name), content: Content::Text("abc".into()), origin: FileOrigin::Site };
        let next = |text: &str| {
            let to = match text {
                "abc" => "x",
                "xbc" => "yy",
                _ => return Vec::new(),
            };
            vec![Diagnostic::new(&EMPTY_ARTICLE, Place::new(&name, 0..1), "x", "y").fix(0..1, to)]
        };
        let sources = Sources::from_files([file]);
        let fixes = apply_safely(&sources, &next("abc"), |now| next(now.get(&name).map_or("", File::text)));
        assert_eq!((fixes.files[0].text.as_str(), fixes.count()), ("yybc", 1));
    }

    #[test]
    fn a_fix_that_causes_an_error_is_withdrawn_and_the_others_are_applied() {
        let names: [FileName; 3] = ["content/a.md".into(), "content/b.md".into(), "content/c.md".into()];
        let file = |name: &FileName| File {
            path: Arc::clone(name),
            content: Content::Text("abc".into()),
            origin: FileOrigin::Site,
        };
        let sources = Sources::from_files(names.iter().map(file));
        let said = |file: &FileName| Diagnostic::new(&EMPTY_ARTICLE, Place::new(file, 0..1), "x", "y");
        let fixable = names.iter().take(2).map(|name| said(name).fix(0..1, "X"));
        let fixable: Vec<Diagnostic> = fixable.collect();
        let is_fixed =
            |sources: &Sources, name: &FileName| sources.get(name).is_some_and(|file| file.text() == "Xbc");
        let of = |blamed: usize| {
            let check = |now: Sources| {
                let is_wrong = is_fixed(&now, &names[0]);
                let error = || Diagnostic { level: Level::Error, ..said(&names[blamed]) };
                is_wrong.then(error).into_iter().collect()
            };
            let fixes = apply_safely(&sources, &fixable, check);
            let files: Vec<&str> = fixes.files.iter().map(|fixed| &*fixed.file).collect();
            (files.join(" "), fixes.withdrawn)
        };
        assert_eq!(of(0), ("content/b.md".into(), 1));
        assert_eq!(of(2), (String::new(), 2), "the mistake is in a file that nothing changes");
        let fixes = apply_safely(&sources, &fixable, |_| Vec::new());
        assert_eq!((fixes.count(), fixes.withdrawn), (2, 0));
    }

    #[test]
    fn a_fix_that_is_out_of_range_is_ignored() {
        assert_eq!(fixed("aé", &[(2..3, "X"), (0..9, "Y")]), ("aé".into(), 0, 0));
    }

    #[test]
    fn the_built_in_theme_is_never_changed() {
        let name: FileName = "static/style.css".into();
        let content = Content::Text("a".into());
        let sources =
            Sources::from_files([File { path: Arc::clone(&name), content, origin: FileOrigin::Theme }]);
        let said = Diagnostic::new(&EMPTY_ARTICLE, Place::new(&name, 0..1), "x", "y").fix(0..1, "b");
        assert_eq!(apply(&sources, &[said]), Fixes::default());
    }
}
