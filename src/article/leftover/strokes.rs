//! Marks of emphasis, strike and code that have no partner, or are where they have no effect.

use super::{Found, LITERAL_MARKUP, OPAQUE, Residue, quoted};

/// Marks of one kind in a row.
#[derive(Clone, Copy, Debug)]
struct Run {
    at: usize,
    length: usize,
    before: Beside,
    after: Beside,
}

/// A single `*` that is printed as text.
#[derive(Debug)]
pub(super) struct Star {
    pub(super) span: std::ops::Range<usize>,
    /// Whether it stands before words.
    opens: bool,
}

/// What a mark stands next to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Space,
    Letter,
    Other,
}

impl Run {
    fn is_in_word(self) -> bool {
        self.before == Beside::Letter && self.after == Beside::Letter
    }

    fn is_attached(self) -> bool {
        self.before != Beside::Space || self.after != Beside::Space
    }

    fn end(self) -> usize {
        self.at + self.length
    }
}

pub(super) fn find(residue: &Residue<'_>, found: &mut Vec<Found>) -> Option<Star> {
    let text = residue.text.as_str();
    let stars = runs(text, '*');
    doubles(residue, &stars, found);
    underscores(residue, &runs(text, '_'), found);
    tildes(&runs(text, '~'), text, found);
    let backticks = runs(text, '`');
    if let Some(run) = backticks.first() {
        let (message, help) = if backticks.len() == 1 && run.length == 1 && run.is_in_word() {
            ("this backtick is printed as text".to_owned(), "write an apostrophe: `'`".to_owned())
        } else {
            let what = if run.length == 1 { "backtick" } else { "row of backticks" };
            let message = format!("this {what} has no partner, so it is printed as text");
            (message, format!("add the other {what}, delete it, or write a backslash before it"))
        };
        found.push(Found { code: &LITERAL_MARKUP, span: run.at..run.end(), message, help });
    }
    single_star(residue, &stars)
}

fn runs(text: &str, mark: char) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (at, _) in text.match_indices(mark) {
        match found.last_mut() {
            Some(last) if last.end() == at => last.length += 1,
            _ => found.push(Run { at, length: 1, before: Beside::Space, after: Beside::Space }),
        }
    }
    for run in &mut found {
        run.before = beside(text[..run.at].chars().next_back());
        run.after = beside(text[run.end()..].chars().next());
    }
    found
}

fn beside(letter: Option<char>) -> Beside {
    match letter {
        None => Beside::Space,
        Some(letter) if letter.is_whitespace() => Beside::Space,
        Some(letter) if letter.is_alphanumeric() => Beside::Letter,
        Some(_) => Beside::Other,
    }
}

/// Reports `**` that opens or closes nothing. Two of them were meant as a pair.
fn doubles(residue: &Residue<'_>, all: &[Run], found: &mut Vec<Found>) {
    let doubles: Vec<Run> = all.iter().copied().filter(|run| run.length == 2).collect();
    let mut rest = doubles.as_slice();
    while let [open, after @ ..] = rest {
        rest = after;
        // What has a space before it and words behind it opens, and closes nothing.
        let close = after.first().filter(|run| run.before != Beside::Space || run.after == Beside::Space);
        if let Some(close) = close {
            pair_of(residue, *open, *close, found);
            rest = &after[1..];
        } else if open.is_attached() && !open.is_in_word() {
            lone(*open, "**", found);
        }
    }
}

fn pair_of(residue: &Residue<'_>, open: Run, close: Run, found: &mut Vec<Found>) {
    let inner = &residue.written[open.end()..close.at];
    let words = inner.trim();
    if words.is_empty() {
        return;
    }
    let span = open.at..close.end();
    let is_spaced = inner.len() != words.len();
    let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let last = words.chars().next_back().filter(|c| mark(*c) && close.after == Beside::Letter);
    let (why, form) = match last {
        _ if is_spaced => ("there is a space inside the marks".to_owned(), format!("**{}**", quoted(words))),
        Some(last) if words.starts_with(mark) && words.chars().count() > 2 => {
            let first = words.chars().next().map_or(0, char::len_utf8);
            let bare = &words[first..words.len() - last.len_utf8()];
            let why = format!("they stand between `{last}` and a letter");
            (why, format!("{}**{}**{last}", &words[..first], quoted(bare)))
        }
        Some(last) => {
            let bare = &words[..words.len() - last.len_utf8()];
            (
                format!("`{last}` stands between the words and the closing `**`"),
                format!("**{}**{last}", quoted(bare)),
            )
        }
        None => {
            let help = "put a space before the opening and after the closing `**`";
            found.push(Found {
                code: &LITERAL_MARKUP,
                span,
                message: "these `**` are printed as text".into(),
                help: help.into(),
            });
            return;
        }
    };
    found.push(Found {
        code: &LITERAL_MARKUP,
        span,
        message: format!("these `**` are printed as text: {why}"),
        help: format!("write `{form}`"),
    });
}

fn lone(run: Run, mark: &str, found: &mut Vec<Found>) {
    found.push(Found {
        code: &LITERAL_MARKUP,
        span: run.at..run.end(),
        message: format!("this `{mark}` has no partner, so it is printed as text"),
        help: format!("add the other `{mark}`, delete it, or write `\\{mark}` to print it"),
    });
}

/// A `*` that opens or closes nothing. Times signs have spaces or digits on both sides.
fn single_star(residue: &Residue<'_>, all: &[Run]) -> Option<Star> {
    let text = residue.text.as_str();
    let opens = |run: &Run| {
        run.before != Beside::Letter && run.after == Beside::Letter
            || (run.before == Beside::Space && run.after == Beside::Other && !is_pattern(text, run))
    };
    let closes = |run: &Run| run.before != Beside::Space && run.after != Beside::Letter && !opens(run);
    let is_bracketed = |run: &Run| run.before == Beside::Other && run.after == Beside::Other;
    let singles = || all.iter().filter(|run| run.length == 1 && run.is_attached() && !is_bracketed(run));
    let run = singles().find(|run| opens(run) || closes(run))?;
    Some(Star { span: run.at..run.end(), opens: opens(run) })
}

/// The stars of a text that are mistakes. A star behind a word leads to one before another, as in `Free*` and `*for
/// residents`, so where there are both kinds they are marks of notes.
pub(super) fn without_partner(stars: Vec<Star>) -> Vec<Found> {
    let mut found = Vec::new();
    let opening = stars.iter().filter(|star| star.opens).count();
    if opening == 0 || opening == stars.len() {
        for star in stars {
            let run = Run { at: star.span.start, length: 1, before: Beside::Space, after: Beside::Space };
            lone(run, "*", &mut found);
        }
    }
    found
}

/// Whether the star starts a pattern such as `*.pdf`.
fn is_pattern(text: &str, run: &Run) -> bool {
    text[run.end()..].starts_with(['.', '/', ',', ')', ':', ';', '%'])
}

/// Reports `__` and `_` that open or close nothing. Longer rows are blanks to fill in.
fn underscores(residue: &Residue<'_>, all: &[Run], found: &mut Vec<Found>) {
    let text = residue.text.as_str();
    let is_letter = |at: Option<char>| at.is_some_and(char::is_alphabetic);
    for run in all.iter().filter(|run| run.length <= 2) {
        let before = text[..run.at].chars().next_back();
        let after = text[run.end()..].chars().next();
        let opens = run.before == Beside::Space && is_letter(after);
        let closes = run.length == 2 && is_letter(before) && run.after == Beside::Space;
        let word = text[run.end()..].split_whitespace().next().unwrap_or("");
        let is_name = opens && word.trim_end_matches('_').contains(['_', '(', '.', '=']);
        if (opens || closes) && !is_name {
            lone(*run, if run.length == 2 { "__" } else { "_" }, found);
            return;
        }
    }
}

/// Reports `~~` that strikes nothing, and words between single tildes.
fn tildes(all: &[Run], text: &str, found: &mut Vec<Found>) {
    if let Some(run) = all.iter().find(|run| run.length == 2 && run.is_attached() && !run.is_in_word()) {
        lone(*run, "~~", found);
        return;
    }
    let is_letter = |at: Option<char>| at.is_some_and(char::is_alphabetic);
    let singles = || all.iter().filter(|run| run.length == 1);
    let open =
        singles().find(|run| run.before != Beside::Letter && is_letter(text[run.end()..].chars().next()));
    let Some(open) = open else { return };
    let close = singles().find(|run| {
        run.at > open.end() && is_letter(text[..run.at].chars().next_back()) && run.after != Beside::Letter
    });
    let Some(close) = close else { return };
    if text[open.at..close.at].contains(OPAQUE as char) {
        return;
    }
    found.push(Found {
        code: &LITERAL_MARKUP,
        span: open.at..close.end(),
        message: "these `~` are printed as text: one tilde strikes nothing out".into(),
        help: format!("write `~~{}~~`", quoted(&text[open.end()..close.at])),
    });
}
