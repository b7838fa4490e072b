//! Sentences of more than 20 words, paragraphs of more than 3 sentences.

use super::clock::{month, whole};
use super::{Finding, LONG_PARAGRAPH, LONG_SENTENCE, Text, VERY_LONG_SENTENCE};
use crate::prose::Kind;

/// So many words a sentence may have.
pub const MOST_WORDS: usize = 20;
/// With more words than this nobody reads it at once.
pub const FAR_TOO_MANY_WORDS: usize = 35;
/// So many sentences a paragraph may have.
pub const MOST_SENTENCES: usize = 3;

/// Sentences with too many words. Headings and labels are no sentences.
#[must_use]
pub fn long_sentences(text: &Text<'_>) -> Vec<Finding> {
    let is_long = |words: usize| words > MOST_WORDS;
    text.sentences()
        .filter(|sentence| is_long(sentence.words.len()))
        .filter(|sentence| !matches!(sentence.block.kind, Kind::Heading(_) | Kind::Label | Kind::Term))
        .map(|sentence| {
            let words = sentence.words.len();
            let code = if words > FAR_TOO_MANY_WORDS { &VERY_LONG_SENTENCE } else { &LONG_SENTENCE };
            let message = format!("this sentence has {words} words");
            let help = format!("make it two or more sentences of at most {MOST_WORDS} words, or a list");
            Finding::new(code, sentence.prose, sentence.range(), message, help)
        })
        .collect()
}

/// Paragraphs with too many sentences; the first sentence that is too many is marked.
#[must_use]
pub fn long_paragraphs(text: &Text<'_>) -> Vec<Finding> {
    let prose = text.prose;
    prose
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Detail | Kind::Value))
        .filter(|block| !block.is_quoted && prose.sentences(block).len() > MOST_SENTENCES)
        .filter_map(|block| {
            let sentences = prose.sentences(block);
            let sentences = match sentences.split_first() {
                Some((first, rest)) if is_day(prose.slice(first.clone())) => rest,
                _ => sentences,
            };
            let first_too_many = sentences.get(MOST_SENTENCES)?;
            let message = format!("this is sentence {} of its paragraph", MOST_SENTENCES + 1);
            let help = format!(
                "start a new paragraph, or cut: at most {MOST_SENTENCES} sentences, and this has {}",
                sentences.len()
            );
            Some(Finding::new(&LONG_PARAGRAPH, prose, first_too_many.clone(), message, help))
        })
        .collect()
}

/// Whether `sentence` is but a day, as in front of the paragraphs of a diary: "Monday.", "20 November 2025."
fn is_day(sentence: &str) -> bool {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut words = sentence.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ':']));
    let is_of_date = |word: &str| DAYS.contains(&word) || month(word).is_some() || whole(word).is_some();
    !sentence.is_empty() && words.all(is_of_date)
}
