//! Finds words that have a plainer equivalent.

use std::ops::Range;
use std::sync::LazyLock;

use super::dictionary::{ENTRIES, Entry};
use super::text::traits;
use super::{Finding, JARGON, Sentence, Text};
use crate::prose::Kind;
use crate::prose::lexicon::{Folded, Lexicon};

/// The entries by their first word, longest first.
static BY_FIRST_WORD: LazyLock<Lexicon<Vec<&'static Entry>>> = LazyLock::new(|| {
    let mut firsts: Vec<(&'static str, Vec<&'static Entry>)> = Vec::new();
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
pub fn jargon(text: &Text<'_>) -> Vec<Finding> {
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
fn ends(entry: &Entry, sentence: &Sentence<'_>, first: usize) -> Option<usize> {
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

fn finding(entry: &Entry, sentence: &Sentence<'_>, first: usize, last: usize) -> Option<Finding> {
    let range = sentence.span(first, last);
    // A capital inside a sentence marks a name: "the Chronic Pain Centre".
    let is_name = first > 0 && sentence.words[first].is(traits::NAME);
    // The term of a definition list is there to be explained.
    let is_defined = sentence.block.kind == Kind::Term;
    if is_name || is_defined || sentence.is_borrowed(&range) || names_an_illness(entry, sentence, last) {
        return None;
    }
    let words = sentence.prose.slice(range.clone());
    let message = format!("`{words}` is not plain English");
    if !entry.is_swap {
        let help =
            if entry.words == "etc" { entry.plain.to_owned() } else { format!("say `{}`", entry.plain) };
        return Some(Finding::new(&JARGON, sentence.prose, range, message, help));
    }
    let is_swap = entry.swap_after.is_empty() || first == 0 || sentence.is_before(first, entry.swap_after);
    let help = format!("write `{}`", entry.plain);
    let mut finding = Finding::new(&JARGON, sentence.prose, range.clone(), message, help);
    if is_swap {
        let (range, replacement) = with_article(entry.plain, sentence, first, range);
        finding.fix = sentence.prose.fix(range, replacement);
    }
    Some(finding)
}

/// The replacement for the words at `range`: with their capital, if any, and with a matching "a" or "an" before it.
fn with_article(
    plain: &str,
    sentence: &Sentence<'_>,
    first: usize,
    range: Range<usize>,
) -> (Range<usize>, String) {
    let is_capital = sentence.words[first].is(traits::NAME);
    let words = if is_capital { capitalised(plain) } else { plain.to_owned() };
    let article = sentence.before(first);
    let fits =
        |article: &str| article.eq_ignore_ascii_case("an") == plain.starts_with(['a', 'e', 'i', 'o', 'u']);
    if !(article.eq_ignore_ascii_case("a") || article.eq_ignore_ascii_case("an"))
        || sentence.gap(first - 1) != " "
        || fits(article)
    {
        return (range, words);
    }
    let right = if article.len() == 1 { format!("{article}n") } else { article[..1].to_owned() };
    (sentence.words[first - 1].start..range.end, format!("{right} {words}"))
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
fn names_an_illness(entry: &Entry, sentence: &Sentence<'_>, last: usize) -> bool {
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
