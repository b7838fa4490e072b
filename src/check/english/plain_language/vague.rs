//! Finds vague amounts: "a few seconds", "adequate rest", "take it regularly".

use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;

rules! {
    pub(super),
    /// An amount is vague.
    ///
    /// What it does: finds "a few", "several", "adequate", "regularly" and the like in doses.
    ///
    /// Why: "a few seconds" is 3 to one reader and 30 to the next. In a dose, that matters.
    ///
    /// Bad: "Hold for a few seconds.", "Drink adequate water." Good: "Hold for 5 seconds.", "Drink 6 to 8 glasses of
    /// water a day."
    ///
    /// Source: DISCERN and the exercise reporting template CERT ask for exact doses; the list of words is ours.
    VAGUE_AMOUNT = "vague-amount", PlainLanguage, Warning;
}

/// What is counted in a dose. Days and longer are left out: "after a few weeks" is ordinary advice.
const COUNTED: &str = "seconds minutes times repetitions reps sets breaths glasses cups tablets capsules pills drops \
                       teaspoons tablespoons spoonfuls doses sips";

/// Verbs for things to be done a number of times.
const DOING: &str = "take use apply repeat stretch exercise do drink massage rub practise practice hold";

/// Words that specify how often.
const HOW_OFTEN: &str = "every each once twice daily hourly weekly nightly per";

/// The words that can start such an amount.
pub(super) fn first_words() -> impl Iterator<Item = &'static str> {
    "few several couple adequate adequately regularly frequently periodically".split(' ')
}

/// Finds vague amounts in doses.
#[must_use]
pub(super) fn amounts(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::VAGUE)
        .filter_map(|(sentence, index)| {
            let (first, last) = amount(&sentence, index)?;
            let range = sentence.span(first, last);
            if sentence.is_borrowed(&range) {
                return None;
            }
            let message = format!("`{}` does not say how much", sentence.prose.slice(range.clone()));
            let help = "give a number, such as `5 seconds` or `twice a day`";
            Some(Finding::new(&VAGUE_AMOUNT, sentence.prose, range, message, help))
        })
        .collect()
}

/// The words of the vague amount whose first word is at `index`.
fn amount(sentence: &Sentence<'_>, index: usize) -> Option<(usize, usize)> {
    // "A few seconds later" says when, not how much.
    // "You may wake several times a night" is not advice.
    let is_done = |at: usize| !sentence.is(at, "times") || (0..at).any(|at| sentence.is(at, DOING));
    let counted = |at: usize| {
        sentence.is(at, COUNTED) && is_done(at) && !sentence.is(at + 1, "later ago after before apart")
    };
    match sentence.word(index).to_lowercase().as_str() {
        "few" if sentence.is_before(index, "a the every") && counted(index + 1) => {
            Some((index - 1, index + 1))
        }
        "several" if counted(index + 1) => Some((index, index + 1)),
        "couple" if sentence.is(index + 1, "of") && counted(index + 2) => Some((index, index + 2)),
        "adequate" => {
            let last = index + usize::from(sentence.gap(index) == " ");
            Some((index, last.min(sentence.words.len() - 1)))
        }
        "adequately" => Some((index, index)),
        _ => {
            let doing = (0..index).rev().take(6).any(|at| sentence.is(at, DOING) && is_order(sentence, at));
            let has_number = sentence.words.iter().any(|word| word.is(traits::DIGIT | traits::NUMBER))
                || (0..sentence.words.len()).any(|at| sentence.is(at, HOW_OFTEN));
            (doing
                && !has_number
                && matches!(sentence.word(index), "regularly" | "frequently" | "periodically"))
            .then_some((index, index))
        }
    }
}

/// Whether the word `at` tells the reader to do something: it starts the sentence or an "and" clause, or follows
/// "to", "you can" and the like.
fn is_order(sentence: &Sentence<'_>, at: usize) -> bool {
    at == 0 || sentence.is_before(at, "and or then to can should must not please")
}
