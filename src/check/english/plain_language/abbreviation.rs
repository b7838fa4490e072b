//! Finds unexplained abbreviations.

use std::collections::BTreeSet;

use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;
use crate::prose::{BlockKind, MarkKind};

rules! {
    pub(super),
    /// An abbreviation is not explained where it is first used.
    ///
    /// What it does: looks at the first use of each abbreviation of two to six capitals, except those that everybody
    /// knows.
    ///
    /// Why: readers who do not know it cannot look it up in the text, and a screen reader may read it as a word.
    ///
    /// Bad: "You may have an MRI." Good: "You may have a magnetic resonance imaging (MRI) scan."
    ///
    /// Any of these explains it: the long form with the abbreviation in brackets, the abbreviation with the long form
    /// in brackets, a clause after it ("NICE, which guides the NHS, …"), or `<abbr title="…">`. NHS, GP, A&E and some
    /// that are better known than their long form (UK, TV, DNA, HIV, PDF) need no explanation.
    ///
    /// Source: NHS content style guide; WCAG 2.2, 3.1.4.
    UNEXPANDED_ABBREVIATION = "unexpanded-abbreviation", PlainLanguage, Warning;
}

/// Abbreviations that need no explanation: more people know them than their long form.
const KNOWN: &str =
    "ISBN NHS GP A&E UK US USA EU UN TV ID PDF OK DIY DNA HIV AIDS PIN FAQ SMS CD DVD AM PM BBC UV";

/// Words that people write in capitals for emphasis.
const LOUD: &str =
    "NOT DO NO AND OR IF ALL ONLY NEVER STOP NOW CALL YES ANY MUST ALWAYS BOTH VERY TO IN ON AT IT IS BE";

/// The first use of each abbreviation that `texts`, read one after the other, do not explain there or earlier.
/// Explanations are the long form followed by the abbreviation in brackets, or the other way round; a clause after it
/// (`NICE, which guides the NHS`); or `<abbr title="…">`.
///
/// Abbreviations have two to six capitals; with digits it is a name (`NG59`). Headings and labels are skipped,
/// because their text explains them.
#[must_use]
pub(super) fn unexpanded(texts: &[Text<'_>]) -> Vec<Finding> {
    let mut met: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for text in texts {
        for (sentence, index) in text.words_with(traits::CAPITALS) {
            let word = sentence.word(index);
            let Some(short) = abbreviation(word) else { continue };
            if matches!(
                sentence.block.kind,
                BlockKind::Heading(_) | BlockKind::Label | BlockKind::Cell { header: true }
            ) {
                continue;
            }
            let range = sentence.words[index].start..sentence.words[index].start + short.len();
            if is_shouted(&sentence) || sentence.is_borrowed(&range) || !met.insert(short) {
                continue;
            }
            // The detail of a definition list explains its term.
            if sentence.block.kind == BlockKind::Term || is_explained(&sentence, index, short) {
                continue;
            }
            let message = format!("`{short}` is not explained where it is first used");
            let help =
                format!("write what it stands for, then `({short})`; after that, `{short}` alone is fine");
            found.push(Finding::new(&UNEXPANDED_ABBREVIATION, sentence.prose, range, message, help));
        }
    }
    found
}

/// The abbreviation that `word` is, without a final `s`.
fn abbreviation(word: &str) -> Option<&str> {
    let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let stem = stem.strip_suffix('s').unwrap_or(stem);
    let is_short = (2..=6).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase() || b == b'&');
    let is_roman = stem.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    let is = |list: &str| list.split(' ').any(|known| known == stem);
    (is_short && !is_roman && !is(KNOWN) && !is(LOUD)).then_some(stem)
}

/// Whether the sentence is a heading in capitals or contains words in capitals: "DO NOT", "IMPORTANT".
fn is_shouted(sentence: &Sentence<'_>) -> bool {
    (0..sentence.words.len()).filter(|&at| sentence.words[at].is(traits::CAPITALS)).any(|at| {
        let word = sentence.word(at);
        let is_long = word.len() > 6 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_long || LOUD.split(' ').any(|loud| loud == word)
    })
}

fn is_explained(sentence: &Sentence<'_>, index: usize, short: &str) -> bool {
    let word = sentence.words[index];
    let by_element = sentence.prose.marks(sentence.block).iter().any(|mark| {
        mark.kind == MarkKind::Abbreviation && mark.text.start <= word.start && word.end <= mark.text.end
    });
    // "magnetic resonance imaging (MRI)", "blood pressure medicines (ACE inhibitors and ARBs)".
    let before = sentence.prose.slice(sentence.range().start..word.start);
    let opening = before.rfind('(').filter(|at| !before[*at..].contains(')'));
    let behind_its_words = opening.is_some_and(|at| before[..at].chars().any(char::is_alphabetic));
    // "MRI (magnetic resonance imaging)", "an MRI scan (a detailed picture)".
    let after = (index..sentence.words.len().min(index + 3)).find(|&at| sentence.gap(at).contains('('));
    let before_its_words = after.is_some_and(|at| sentence.word(at + 1).chars().any(char::is_lowercase));
    // "NICE is the National Institute for …" in the next sentence is close enough.
    let around = sentence.prose.slice(word.start..sentence.block.text.end);
    let is_said_next = [" is the ", " stands for ", " means "]
        .iter()
        .any(|verb| around.match_indices(verb).any(|(at, _)| around[..at].ends_with(short)));
    let gap = sentence.gap(index);
    let by_clause = gap == ", " && sentence.is(index + 1, "which who a an the or short that")
        || sentence.is(index + 1, "stands means");
    by_element
        || behind_its_words
        || before_its_words
        || by_clause
        || is_said_next
        || spells(sentence, index, short)
}

/// Whether the abbreviation's letters match the words directly before it, or after it following a comma or dash.
fn spells(sentence: &Sentence<'_>, index: usize, short: &str) -> bool {
    let letters: Vec<u8> = short.bytes().filter(u8::is_ascii_uppercase).collect();
    let initial = |at: usize| sentence.word(at).bytes().next().map(|byte| byte.to_ascii_uppercase());
    let matches_from =
        |start: usize| letters.iter().enumerate().all(|(n, letter)| initial(start + n) == Some(*letter));
    index.checked_sub(letters.len()).is_some_and(matches_from) || matches_from(index + 1)
}
