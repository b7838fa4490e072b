//! Mends what has exactly one right answer: from texts and diagnostics to new texts.
//!
//! Architecture Invariant: this module reads and writes no files, and does not know what a mistake is about. A diagnostic
//! carries its own change; here changes of one file are put together, so that none touches another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, FileName, Fix};
use crate::source::{Content, File, Origin, Sources};

/// A change with the rule it is for.
pub type Change = (&'static str, Fix);

/// A file with its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file.
    pub file: FileName,
    /// Its text with all changes made; every byte outside them is as it was.
    pub text: String,
    /// The changes that were made, in order, each with the rule it is for.
    pub changes: Vec<Change>,
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

    /// These and then those of `more`, which are changes of what these made, `mended`.
    fn and_then(mut self, more: Fixes, mended: &Sources) -> Fixes {
        for then in more.files {
            match self.files.binary_search_by(|first| first.file.cmp(&then.file)) {
                Err(at) => self.files.insert(at, then),
                Ok(at) => {
                    let first = &mut self.files[at];
                    let text = mended.get(&first.file).map_or("", File::text);
                    first.changes = join(std::mem::take(&mut first.changes), then.changes, text);
                    first.text = then.text;
                }
            }
        }
        self
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

/// A change may make room for another, and one that touches another waits: so often at most they are made one after the
/// other.
const ROUNDS: usize = 8;

/// The same until nothing is left to mend, without the changes by which the site would have errors that it does not have
/// now. `check` finds all that is wrong with sources. What is left out is left out file by file: which change of it is to
/// blame, nobody can tell.
#[must_use]
pub fn mend_safely(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    check: impl Fn(Sources) -> Vec<Diagnostic>,
) -> Fixes {
    let (mut fixes, mut found) = round(sources, diagnostics, &check);
    for _ in 1..ROUNDS {
        if fixes.files.is_empty() {
            break;
        }
        let mended = fixes.applied(sources);
        let (more, then) = round(&mended, &found, &check);
        fixes.waiting = more.waiting;
        fixes.left_out = fixes.left_out.max(more.left_out);
        if more.files.is_empty() {
            break;
        }
        fixes = fixes.and_then(more, &mended);
        found = then;
    }
    fixes
}

/// What can be mended at once, and what is wrong then.
fn round(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    check: impl Fn(Sources) -> Vec<Diagnostic>,
) -> (Fixes, Vec<Diagnostic>) {
    let all = mend(sources, diagnostics);
    let known = errors(diagnostics);
    let mut fixes = all.clone();
    let mut last = Vec::new();
    while !fixes.files.is_empty() {
        let found = check(fixes.applied(sources));
        let now = errors(&found);
        let is_new = |key: &Kind<'_>| now.get(key) > known.get(key);
        let new = found.iter().filter(|found| found.is_error() && is_new(&kind(found)));
        let blamed: BTreeSet<FileName> = new
            .flat_map(|found| std::iter::once(&found.primary).chain(&found.related))
            .map(|label| Arc::clone(&label.place.file))
            .collect();
        if blamed.is_empty() {
            last = found;
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
    (fixes, last)
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

/// The changes `first` of a text and then those of what they made, `text`, as changes of the first text. Both are in order.
/// Those that meet are one, with the name of the one that comes first.
fn join(first: Vec<Change>, then: Vec<Change>, text: &str) -> Vec<Change> {
    // By how much the text has grown up to here, and where with that a change of the first text stands in `text`.
    let mut grown = 0;
    let now = |fix: &Fix, grown: isize| {
        let start = fix.span.start.saturating_add_signed(grown);
        start..start + fix.replacement.len()
    };
    let mut joined: Vec<Change> = Vec::new();
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
            let meets = |span: &Range<usize>| (is_new && span.start == start) || touch(&(start..end), span);
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
    fn changes_one_after_the_other_are_changes_of_the_first_text() {
        let name: FileName = "content/a.md".into();
        let rounds: [&[(Range<usize>, &str)]; 3] = [
            &[(1..2, "BBB"), (3..5, ""), (8..8, "+")],
            // "aBBBcfgh+ij": within one, over two, before one, and away from all.
            &[(0..1, "A"), (2..3, "x"), (4..6, "CF"), (8..8, "!"), (9..10, "I")],
            &[(0..1, ""), (10..11, "J")],
        ];
        let of = |changes: &[(Range<usize>, &str)]| -> Vec<Change> {
            let fix =
                |(span, to): &(Range<usize>, &str)| Fix { span: span.clone(), replacement: (*to).into() };
            changes.iter().map(|change| ("x", fix(change))).collect()
        };
        let made = |text: &str, changes: &[Change]| {
            let said = |(_, fix): &Change| {
                let place = Place::new(&name, fix.span.clone());
                Diagnostic::new(&EMPTY_ARTICLE, place, "x", "y")
                    .fix(fix.span.clone(), fix.replacement.as_str())
            };
            let content = Content::Text(text.into());
            let file = File { path: Arc::clone(&name), content, origin: Origin::Site };
            let said: Vec<Diagnostic> = changes.iter().map(said).collect();
            mend(&Sources::from_files([file]), &said).files[0].text.clone()
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
    fn what_a_change_makes_room_for_is_made_too() {
        let name: FileName = "content/a.md".into();
        let file =
            File { path: Arc::clone(&name), content: Content::Text("abc".into()), origin: Origin::Site };
        let next = |text: &str| {
            let to = match text {
                "abc" => "x",
                "xbc" => "yy",
                _ => return Vec::new(),
            };
            vec![Diagnostic::new(&EMPTY_ARTICLE, Place::new(&name, 0..1), "x", "y").fix(0..1, to)]
        };
        let sources = Sources::from_files([file]);
        let fixes = mend_safely(&sources, &next("abc"), |now| next(now.get(&name).map_or("", File::text)));
        assert_eq!((fixes.files[0].text.as_str(), fixes.count()), ("yybc", 1));
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
