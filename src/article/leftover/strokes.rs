//! Marks of emphasis, strikethrough and code that are unpaired, or are where they have no effect.

use super::{LITERAL_MARKUP, Leftover, OPAQUE, Residue, quoted};

/// Marks of one kind in a row.
#[derive(Clone, Copy, Debug)]
struct DelimiterRun {
    at: usize,
    length: usize,
    before: Flank,
    after: Flank,
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
enum Flank {
    Space,
    Letter,
    Other,
}

impl DelimiterRun {
    fn is_in_word(self) -> bool {
        self.before == Flank::Letter && self.after == Flank::Letter
    }

    fn is_attached(self) -> bool {
        self.before != Flank::Space || self.after != Flank::Space
    }

    fn end(self) -> usize {
        self.at + self.length
    }
}

pub(super) fn find(residue: &Residue<'_>, found: &mut Vec<Leftover>) -> Option<Star> {
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
        found.push(Leftover { code: &LITERAL_MARKUP, span: run.at..run.end(), message, help });
    }
    single_star(residue, &stars)
}

fn runs(text: &str, mark: char) -> Vec<DelimiterRun> {
    let mut found: Vec<DelimiterRun> = Vec::new();
    for (at, _) in text.match_indices(mark) {
        match found.last_mut() {
            Some(last) if last.end() == at => last.length += 1,
            _ => found.push(DelimiterRun { at, length: 1, before: Flank::Space, after: Flank::Space }),
        }
    }
    for run in &mut found {
        run.before = beside(text[..run.at].chars().next_back());
        run.after = beside(text[run.end()..].chars().next());
    }
    found
}

fn beside(letter: Option<char>) -> Flank {
    match letter {
        None => Flank::Space,
        Some(letter) if letter.is_whitespace() => Flank::Space,
        Some(letter) if letter.is_alphanumeric() => Flank::Letter,
        Some(_) => Flank::Other,
    }
}

/// Reports `**` that opens or closes nothing. Two of them were meant as a pair.
fn doubles(residue: &Residue<'_>, all: &[DelimiterRun], found: &mut Vec<Leftover>) {
    let doubles: Vec<DelimiterRun> = all.iter().copied().filter(|run| run.length == 2).collect();
    let mut rest = doubles.as_slice();
    while let [open, after @ ..] = rest {
        rest = after;
        // What has a space before it and words behind it opens, and closes nothing.
        let close = after.first().filter(|run| run.before != Flank::Space || run.after == Flank::Space);
        if let Some(close) = close {
            pair_of(residue, *open, *close, found);
            rest = &after[1..];
        } else if open.is_attached() && !open.is_in_word() {
            lone(*open, "**", found);
        }
    }
}

fn pair_of(residue: &Residue<'_>, open: DelimiterRun, close: DelimiterRun, found: &mut Vec<Leftover>) {
    let inner = &residue.written[open.end()..close.at];
    let words = inner.trim();
    if words.is_empty() {
        return;
    }
    let span = open.at..close.end();
    let is_spaced = inner.len() != words.len();
    let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let last = words.chars().next_back().filter(|c| mark(*c) && close.after == Flank::Letter);
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
            found.push(Leftover {
                code: &LITERAL_MARKUP,
                span,
                message: "these `**` are printed as text".into(),
                help: help.into(),
            });
            return;
        }
    };
    found.push(Leftover {
        code: &LITERAL_MARKUP,
        span,
        message: format!("these `**` are printed as text: {why}"),
        help: format!("write `{form}`"),
    });
}

fn lone(run: DelimiterRun, mark: &str, found: &mut Vec<Leftover>) {
    found.push(Leftover {
        code: &LITERAL_MARKUP,
        span: run.at..run.end(),
        message: format!("this `{mark}` has no partner, so it is printed as text"),
        help: format!("add the other `{mark}`, delete it, or write `\\{mark}` to print it"),
    });
}

/// A `*` that opens or closes nothing. Times signs have spaces or digits on both sides.
fn single_star(residue: &Residue<'_>, all: &[DelimiterRun]) -> Option<Star> {
    let text = residue.text.as_str();
    let opens = |run: &DelimiterRun| {
        run.before != Flank::Letter && run.after == Flank::Letter
            || (run.before == Flank::Space && run.after == Flank::Other && !is_pattern(text, run))
    };
    let closes = |run: &DelimiterRun| run.before != Flank::Space && run.after != Flank::Letter && !opens(run);
    let is_bracketed = |run: &DelimiterRun| run.before == Flank::Other && run.after == Flank::Other;
    let singles = || all.iter().filter(|run| run.length == 1 && run.is_attached() && !is_bracketed(run));
    let run = singles().find(|run| opens(run) || closes(run))?;
    Some(Star { span: run.at..run.end(), opens: opens(run) })
}

/// The stars of a text that are mistakes. A star behind a word leads to one before another, as in `Free*` and `*for
/// residents`, so where there are both kinds they are marks of notes.
pub(super) fn without_partner(stars: Vec<Star>) -> Vec<Leftover> {
    let mut found = Vec::new();
    let opening = stars.iter().filter(|star| star.opens).count();
    if opening == 0 || opening == stars.len() {
        for star in stars {
            let run =
                DelimiterRun { at: star.span.start, length: 1, before: Flank::Space, after: Flank::Space };
            lone(run, "*", &mut found);
        }
    }
    found
}

/// Whether the star starts a pattern such as `*.pdf`.
fn is_pattern(text: &str, run: &DelimiterRun) -> bool {
    text[run.end()..].starts_with(['.', '/', ',', ')', ':', ';', '%'])
}

/// Reports `__` and `_` that open or close nothing. Longer rows are blanks to fill in.
fn underscores(residue: &Residue<'_>, all: &[DelimiterRun], found: &mut Vec<Leftover>) {
    let text = residue.text.as_str();
    let is_letter = |at: Option<char>| at.is_some_and(char::is_alphabetic);
    for run in all.iter().filter(|run| run.length <= 2) {
        let before = text[..run.at].chars().next_back();
        let after = text[run.end()..].chars().next();
        let opens = run.before == Flank::Space && is_letter(after);
        let closes = run.length == 2 && is_letter(before) && run.after == Flank::Space;
        let word = text[run.end()..].split_whitespace().next().unwrap_or("");
        let is_name = opens && word.trim_end_matches('_').contains(['_', '(', '.', '=']);
        if (opens || closes) && !is_name {
            lone(*run, if run.length == 2 { "__" } else { "_" }, found);
            return;
        }
    }
}

/// Reports `~~` that strikes nothing, and words between single tildes.
fn tildes(all: &[DelimiterRun], text: &str, found: &mut Vec<Leftover>) {
    if let Some(run) = all.iter().find(|run| run.length == 2 && run.is_attached() && !run.is_in_word()) {
        lone(*run, "~~", found);
        return;
    }
    let is_letter = |at: Option<char>| at.is_some_and(char::is_alphabetic);
    let singles = || all.iter().filter(|run| run.length == 1);
    let open =
        singles().find(|run| run.before != Flank::Letter && is_letter(text[run.end()..].chars().next()));
    let Some(open) = open else { return };
    let close = singles().find(|run| {
        run.at > open.end() && is_letter(text[..run.at].chars().next_back()) && run.after != Flank::Letter
    });
    let Some(close) = close else { return };
    if text[open.at..close.at].contains(OPAQUE as char) {
        return;
    }
    found.push(Leftover {
        code: &LITERAL_MARKUP,
        span: open.at..close.end(),
        message: "these `~` are printed as text: one tilde strikes nothing out".into(),
        help: format!("write `~~{}~~`", quoted(&text[open.end()..close.at])),
    });
}
