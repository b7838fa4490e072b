//! Finds amounts of medicines and supplements in articles: "250 mg", "5 ml of paracetamol", "2 tablets every 4 hours".
//!
//! An amount of food, oil or water, a load, a body weight, a blood value and the contents of a pack are not amounts of a
//! medicine. If in doubt, a sentence is assumed to be about one of these.

use std::ops::Range;

use super::plain_language::{Text, traits};
use crate::article::Article;
use crate::diagnostic::code::rules;
use crate::prose::{Block, BlockKind, Prose};

mod words;

use self::words::{
    DOSED, ENDINGS, FORMS, LARGE, MEDICINES, NEED, OF_RECIPES, OFTEN, OTHER, SCHEDULE, SMALL, SUPPLEMENTS,
    TAKES, WITH_FOOD,
};

rules! {
    /// An article gives an amount of a medicine or supplement without a source, or on a page without danger signs.
    ///
    /// What it does: looks for "take 250 mg", "5 ml of paracetamol", "2 tablets every 4 hours" and for Markdown tables of them,
    /// outside the rows of tables. Such an amount needs a row (`:remedy[…]{id="…"}`), a link or a footnote in the same
    /// paragraph or table. Its page needs an emergency card, danger signs above it (`[[help]]`), or a link to a page or number
    /// for help.
    ///
    /// Why: a wrong amount of a medicine can hurt a reader, and nobody can check one that names no source.
    ///
    /// ```text
    /// Bad:  Take 2 tablets every 4 hours.
    /// Good: Take 2 tablets every 4 hours.[^nhs]
    /// ```
    ///
    /// Source: ours.
    UNTYPED_AMOUNT = "untyped-amount", Clinical, Warning;
}

/// An amount of a medicine in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Amount {
    /// Its place, in bytes of the file.
    pub(in crate::check) span: Range<usize>,
    /// As it is written.
    pub(in crate::check) words: String,
    /// Whether its paragraph or table names a row or a source.
    pub(in crate::check) has_source: bool,
}

/// The words in ASCII in which medicines are measured and counted.
pub(in crate::check) fn units() -> impl Iterator<Item = &'static str> {
    SMALL.into_iter().chain(LARGE).chain(FORMS).filter(|word| word.is_ascii())
}

/// Whether a folded word is a unit with a letter of a different alphabet or, if it has a digit, may end with a unit: "µg", "250mg".
pub(in crate::check) fn ends_with_unit(word: &[u8], has_digit: bool) -> bool {
    word == b"~g" || has_digit && matches!(word.last(), Some(b'g' | b'l' | b's' | b'u'))
}

/// A word in lower case with its place in the prose.
struct LowercaseWord {
    text: String,
    at: Range<usize>,
}

/// The amounts of medicines in `article`, whose words are `text`.
pub(in crate::check) fn of(article: &Article, text: &Text<'_>) -> Vec<Amount> {
    let prose = text.prose;
    let mut found = Vec::new();
    for (number, sentence) in text.sentences_with(traits::UNIT, traits::DIGIT | traits::NUMBER) {
        let Some(block) = prose.blocks().get(number) else { continue };
        if matches!(block.kind, BlockKind::Heading(_) | BlockKind::Note) || block.is_quoted {
            continue;
        }
        let words = words(prose, sentence.clone());
        let Some(span) = amount(&words, &|| around(article, prose, number), is_cell(block)) else { continue };
        found.push(Amount {
            words: prose.slice(span.clone()).to_owned(),
            span: prose.source(span),
            has_source: has_source(article, prose, number),
        });
    }
    found
}

fn is_cell(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Cell { .. })
}

/// The words of `range` in lower case, with a number separated from the unit attached to it.
fn words(prose: &Prose, range: Range<usize>) -> Vec<LowercaseWord> {
    let mut words = Vec::new();
    for at in prose.words(range) {
        let text = prose.slice(at.clone());
        let digits = text.len()
            - text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
        let unit = &text[digits..];
        if digits > 0 && !unit.is_empty() && unit.chars().all(char::is_alphabetic) {
            words.push(LowercaseWord { text: text[..digits].to_owned(), at: at.start..at.start + digits });
            words.push(LowercaseWord { text: unit.to_lowercase(), at: at.start + digits..at.end });
        } else {
            words.push(LowercaseWord { text: text.to_lowercase(), at });
        }
    }
    words
}

/// The amount of a medicine in a sentence of these `words`, in bytes of the prose. `around` is what its paragraph, table and
/// heading say as well, in lower case.
fn amount(words: &[LowercaseWord], around: &dyn Fn() -> String, is_cell: bool) -> Option<Range<usize>> {
    let is = |list: &[&str], word: &LowercaseWord| list.contains(&word.text.as_str());
    let (at, unit) = words.iter().enumerate().skip(1).find(|(at, word)| {
        is_number(&words[at - 1].text) && (is(&SMALL, word) || is(&LARGE, word) || is(&FORMS, word))
            || *at > 1
                && is(&FORMS, word)
                && is_number(&words[at - 2].text)
                && !is(&["every", "per", "a"], &words[at - 1])
    })?;
    // "100 mg/dl" and "5 mg per litre" are concentrations.
    if words.get(at + 1).is_some_and(|next| {
        ["dl", "l", "litre", "100"].contains(&next.text.as_str())
            || next.text == "per"
                && words.get(at + 2).is_some_and(|of| ["dl", "litre", "100", "100g"].contains(&&*of.text))
    }) {
        return None;
    }
    let said: String = words.iter().flat_map(|word| [" ", word.text.as_str()]).chain([" "]).collect();
    let has = |text: &str, list: &[&str]| list.iter().any(|word| holds(text, word));
    let takes = has(&said, &TAKES);
    let often =
        has(&said, &OFTEN) || has(&said, &["up to", "at most", "maximum", "no more than", "more than"]);
    let named = is_named(&said);
    let (is_small, is_form) = (is(&SMALL, unit), is(&FORMS, unit));
    let of_recipe = is(&OF_RECIPES, unit);
    let besides = WITH_FOOD.iter().fold(said.clone(), |said, with| said.replace(with, " "));
    if has(&besides, &OTHER) && !(takes && (named || is_form && !of_recipe)) {
        return None;
    }
    let is_meant = if is_cell {
        let around = around();
        let is_food = has(&around, &OTHER)
            || has(&around, &SUPPLEMENTS)
                && !has(&around, &TAKES)
                && !has(&around, &FORMS)
                && !holds(&around, "supplement");
        let is_dosed = takes || often || has(&around, &DOSED);
        !is_food
            && ((named || is_named(&around)) && is_dosed
                || is_form && !of_recipe && has(&around, &SCHEDULE)
                || is_small && has(&around, &TAKES))
    } else if is_form {
        let of_medicine = named || !of_recipe || is_named(&around());
        of_medicine
            && (takes && words[at - 1].text != "one" || often && (named || takes || has(&said, &SCHEDULE)))
    } else if named {
        takes || often || is_small && has(&said, &["start with", "try", "use", "adults"])
    } else if has(&said, &SUPPLEMENTS) {
        takes && !has(&said, &NEED)
    } else if is_small {
        takes && !has(&said, &NEED) || often && is_named(&around())
    } else {
        let is_syrup = !unit.text.starts_with('g') && has(&said, &SCHEDULE);
        takes && (is_syrup || is_named(&around()) && !has(&around(), &OTHER))
    };
    let first = if is_number(&words[at - 1].text) { at - 1 } else { at - 2 };
    is_meant.then(|| words[first].at.start..unit.at.end)
}

/// Whether `text` names a medicine.
fn is_named(text: &str) -> bool {
    let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    words.any(|word| {
        MEDICINES.contains(&word) || word.len() > 6 && ENDINGS.iter().any(|ending| word.ends_with(ending))
    })
}

/// Whether `text` contains the whole words `words`.
fn holds(text: &str, words: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric();
    text.match_indices(words)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + words.len()..].starts_with(is_part))
}

/// Whether `word` is a number, a range or a number in words.
fn is_number(word: &str) -> bool {
    const IN_WORDS: [&str; 13] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "half", "½",
    ];
    IN_WORDS.contains(&word)
        || word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '/' | '½'))
}

/// The context of the block `number`, which shows what it is about, in lower case: its table, or its paragraph and heading.
fn around(article: &Article, prose: &Prose, number: usize) -> String {
    let blocks = &prose.blocks()[..=number];
    let Some(block) = blocks.last() else { return String::new() };
    let heading = blocks.iter().rev().find(|block| matches!(block.kind, BlockKind::Heading(_)));
    let heading = heading.map_or("", |heading| prose.slice(heading.text.clone()));
    let own = if is_cell(block) {
        let (row, header) = row_of(article, prose, block);
        format!("{header} {row}")
    } else {
        let before = blocks.len().checked_sub(2).and_then(|before| blocks.get(before));
        let before = before.filter(|before| !matches!(before.kind, BlockKind::Heading(_)));
        let before = before.map_or("", |before| prose.slice(before.text.clone()));
        format!("{before} {}", prose.slice(block.text.clone()))
    };
    format!(" {heading} {own} ").to_lowercase()
}

/// The line of the Markdown table that the cell `block` is in, and the line of its header.
fn row_of<'a>(article: &'a Article, prose: &Prose, block: &Block) -> (&'a str, &'a str) {
    let source = &*article.source;
    let at = prose.source(block.text.clone()).start;
    let table = whole(source, at);
    let row = source[table.clone()].lines().find(|line| {
        let start = line.as_ptr() as usize - source.as_ptr() as usize;
        (start..=start + line.len()).contains(&at)
    });
    (row.unwrap_or(""), source[table].lines().next().unwrap_or(""))
}

/// The paragraph, list or table of `source` around byte `at`: everything between two blank lines.
fn whole(source: &str, at: usize) -> Range<usize> {
    let (start, end) = (last_blank(&source[..at]), source[at..].find("\n\n"));
    let end = end.into_iter().chain(source[at..].find("\n\r\n")).min();
    start..end.map_or(source.len(), |blank| at + blank)
}

/// The start of what follows the last blank line of `text`.
fn last_blank(text: &str) -> usize {
    let blanks = ["\n\n", "\n\r\n"].into_iter().filter_map(|blank| Some(text.rfind(blank)? + blank.len()));
    blanks.max().unwrap_or(0)
}

/// Whether the paragraph, list or table of the block `number` names a row or a source, either itself or in its introduction.
fn has_source(article: &Article, prose: &Prose, number: usize) -> bool {
    let source = &*article.source;
    let Some(block) = prose.blocks().get(number) else { return false };
    let own = whole(source, prose.source(block.text.clone()).start);
    let names = |text: &str| {
        ["[^", "](", "][", "://", "<a ", ":remedy[", "::remed"].iter().any(|mark| text.contains(mark))
    };
    let before = source[..own.start].trim_end();
    let leads = before.ends_with(':') || is_cell(block) || matches!(block.kind, BlockKind::Item);
    let lead = &before[last_blank(before)..];
    let after = source[own.end..].trim_start();
    let after = &after[whole(after, 0)];
    names(&source[own])
        || leads && !lead.starts_with('#') && names(lead)
        || is_cell(block) && after.to_lowercase().starts_with("source") && names(after)
}

#[cfg(test)]
mod tests;
