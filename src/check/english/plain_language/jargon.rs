//! Finds words that have a plainer equivalent.

use std::sync::LazyLock;

use super::dictionary::{ENTRIES, PlainEquivalent};
use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;
use crate::prose::BlockKind;
use crate::prose::lexicon::{Folded, Lexicon};

rules! {
    pub(in crate::check),
    /// A word has a plainer equivalent.
    ///
    /// What it does: looks for words that have a plainer equivalent and suggests it. `--fix` leaves them alone:
    /// whether another word says the same in a sentence is for a person to judge.
    ///
    /// Why: readers take "acute" for "severe" and "chronic" for "bad", and many do not know "renal" at all. The plain
    /// word is just as exact, and everybody knows it.
    ///
    /// Bad: "Seek medical advice if symptoms persist." Good: "Ask for medical advice if symptoms carry on."
    ///
    /// Names of illnesses keep their words ("chronic fatigue syndrome"), and so do names with a capital, quotations
    /// and the titles of other sites.
    ///
    /// Source: NHS content style guide, A to Z of NHS health writing; about half of the words are ours.
    JARGON = "jargon", PlainLanguage, Warning;
}

/// The entries by their first word, longest first.
static BY_FIRST_WORD: LazyLock<Lexicon<Vec<&'static PlainEquivalent>>> = LazyLock::new(|| {
    let mut firsts: Vec<(&'static str, Vec<&'static PlainEquivalent>)> = Vec::new();
    for entry in ENTRIES {
        let first = entry.words.split(' ').next().unwrap_or(entry.words);
        match firsts.iter_mut().find(|(word, _)| *word == first) {
            Some((_, entries)) => entries.push(entry),
            None => firsts.push((first, vec![entry])),
        }
    }
    for (_, entries) in &mut firsts {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
    }
    Lexicon::new(firsts)
});

/// Finds words of the dictionary, except in names of illnesses and in names with a capital.
#[must_use]
pub(super) fn jargon(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::JARGON | traits::JARGON_START)
        .filter_map(|(sentence, first)| {
            let goes_on = || sentence.words.get(first + 1).is_some_and(|next| next.is(traits::JARGON_NEXT));
            if !sentence.words[first].is(traits::JARGON) && !goes_on() {
                return None;
            }
            let entries = BY_FIRST_WORD.get(Folded::new(sentence.word(first)).bytes())?;
            let (entry, last) =
                entries.iter().find_map(|entry| Some((entry, ends(entry, &sentence, first)?)))?;
            Some(finding(entry, &sentence, first, last)?.british(entry.is_british))
        })
        .collect()
}

/// The index of the last word of `entry` in `sentence`, if it occurs at the word `first`.
fn ends(entry: &PlainEquivalent, sentence: &Sentence<'_>, first: usize) -> Option<usize> {
    // The words of an entry are separated by one space, so after the first they are a contiguous part of the text.
    let more = entry.words.find(' ').map_or("", |at| &entry.words[at..]);
    let start = sentence.words.get(first)?.end;
    let end = start + more.len();
    if !sentence.prose.text().get(start..end)?.eq_ignore_ascii_case(more) {
        return None;
    }
    let last = first + more.matches(' ').count();
    if sentence.words.get(last)?.end != end {
        return None;
    }
    let next_is =
        |words: &str| !words.is_empty() && sentence.gap(last) == " " && sentence.is(last + 1, words);
    let after = |words: &str| !words.is_empty() && sentence.is_before(first, words);
    // As a noun, "an alternative" is a different word.
    let is_noun = entry.words == "alternative" && sentence.gap(last) != " ";
    let is_meant = !is_noun
        && !next_is(entry.not_before)
        && !after(entry.not_after)
        && (entry.only_before.is_empty() || next_is(entry.only_before))
        && (entry.only_after.is_empty() || after(entry.only_after));
    is_meant.then_some(last)
}

fn finding(entry: &PlainEquivalent, sentence: &Sentence<'_>, first: usize, last: usize) -> Option<Finding> {
    let range = sentence.span(first, last);
    // A capital inside a sentence marks a name: "the Chronic Pain Centre".
    let is_capital = |at: usize| sentence.words.get(at).is_some_and(|word| word.is(traits::NAME));
    // At the start of a sentence, the next word has to have one too: "Acute Medical Unit".
    let is_name = is_capital(first) && (first > 0 || (sentence.gap(last) == " " && is_capital(last + 1)));
    // The term of a definition list is there to be explained.
    let is_defined = sentence.block.kind == BlockKind::Term;
    if is_name || is_defined || sentence.is_borrowed(&range) || names_an_illness(entry, sentence, last) {
        return None;
    }
    if is_explained(entry, sentence, first, last) || is_another_phrase(entry, sentence, first) {
        return None;
    }
    let words = sentence.prose.slice(range.clone());
    let message = format!("`{words}` is not plain English");
    let help = if entry.words == "etc" { entry.plain.to_owned() } else { format!("say `{}`", entry.plain) };
    Some(Finding::new(&JARGON, sentence.prose, range, message, help))
}

/// Whether the plain words are beside it: "nausea (feeling sick)", "high blood pressure (hypertension)", "a high
/// temperature, also called fever", "oedema, or swelling".
fn is_explained(entry: &PlainEquivalent, sentence: &Sentence<'_>, first: usize, last: usize) -> bool {
    let gap = sentence.gap(last);
    let is_opened = gap == " (" && sentence.gap(last + 1) != ")";
    // In brackets, it explains what is before them; the brackets hold nothing else.
    let is_in_brackets = first > 0 && sentence.lead(first).ends_with(" (") && gap.starts_with(')');
    let is_named = sentence.is_before(first, "called termed")
        || (sentence.is_before(first, "as") && first > 1 && sentence.is(first - 2, "known"));
    let start = entry.plain.split(' ').next().unwrap_or("");
    let is_apposed = gap == ", "
        && sentence.is(last + 1, "or")
        && (sentence.is(last + 2, start) || sentence.is(last + 2, "a an") && sentence.is(last + 3, start));
    is_opened || is_in_brackets || is_named || is_apposed || (gap == " " && sentence.is(last + 1, "means"))
}

/// Whether the words of `entry` belong to two other phrases: "put their affairs in order | to feel calm".
fn is_another_phrase(entry: &PlainEquivalent, sentence: &Sentence<'_>, first: usize) -> bool {
    const ARRANGE: &str =
        "put puts putting get gets getting got set sets setting keep keeps keeping kept leave have has";
    entry.words == "in order to" && (first.saturating_sub(5)..first).any(|at| sentence.is(at, ARRANGE))
}

/// `words` with an initial capital.
pub(super) fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Words that name an illness after an adjective from the dictionary.
const ILLNESSES: &str = "disease diseases syndrome failure injury cancer arrest embolism fibrosis leukaemia lymphoma \
                         carcinoma fatigue colic oedema infarction aneurysm rejection migraine asthma bronchial";

/// Whether `entry` is an adjective in the name of an illness, such as "chronic fatigue syndrome".
fn names_an_illness(entry: &PlainEquivalent, sentence: &Sentence<'_>, last: usize) -> bool {
    const ADJECTIVES: &str =
        "acute chronic renal cardiac hepatic pulmonary gastric abdominal malignant benign alternative";
    if !ADJECTIVES.split(' ').any(|word| word == entry.words) {
        return false;
    }
    let endings = ["itis", "osis", "oma", "emia", "aemia", "pathy", "pneumonia", "hypertension"];
    (last + 1..sentence.words.len().min(last + 5))
        .take_while(|&at| {
            sentence.gap(at - 1) == " " && !sentence.is(at, "and or in of with that for to is are")
        })
        .any(|at| {
            sentence.is(at, ILLNESSES) || endings.iter().any(|ending| sentence.word(at).ends_with(ending))
        })
}
