//! Finds sentences of more than 20 words and paragraphs of more than 3 sentences.

use super::clock::{month, whole};
use super::{Finding, LONG_PARAGRAPH, LONG_SENTENCE, Text, VERY_LONG_SENTENCE};
use crate::prose::BlockKind;

/// The maximum number of words in a sentence.
pub const MOST_WORDS: usize = 20;
/// Sentences with more words than this are errors.
pub const FAR_TOO_MANY_WORDS: usize = 35;
/// The maximum number of sentences in a paragraph.
pub const MOST_SENTENCES: usize = 3;

/// Finds sentences with too many words. Headings and labels are not sentences.
#[must_use]
pub fn long_sentences(text: &Text<'_>) -> Vec<Finding> {
    let is_long = |words: usize| words > MOST_WORDS;
    text.sentences()
        .filter(|sentence| is_long(sentence.words.len()))
        .filter(|sentence| {
            !matches!(sentence.block.kind, BlockKind::Heading(_) | BlockKind::Label | BlockKind::Term)
        })
        .map(|sentence| {
            let words = sentence.words.len();
            let code = if words > FAR_TOO_MANY_WORDS { &VERY_LONG_SENTENCE } else { &LONG_SENTENCE };
            let message = format!("this sentence has {words} words");
            let help = format!("split it into sentences of at most {MOST_WORDS} words, or make a list");
            Finding::new(code, sentence.prose, sentence.range(), message, help)
        })
        .collect()
}

/// Finds paragraphs with too many sentences, and marks the first sentence too many.
#[must_use]
pub fn long_paragraphs(text: &Text<'_>) -> Vec<Finding> {
    let prose = text.prose;
    prose
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Detail | BlockKind::Value))
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
                "start a new paragraph, or shorten this one: it has {} sentences, and the limit is {MOST_SENTENCES}",
                sentences.len()
            );
            Some(Finding::new(&LONG_PARAGRAPH, prose, first_too_many.clone(), message, help))
        })
        .collect()
}

/// Whether `sentence` is only a date, as before the paragraphs of a diary: "Monday.", "20 November 2025."
fn is_day(sentence: &str) -> bool {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut words = sentence.split_whitespace().map(|word| word.trim_end_matches(['.', ',', ':']));
    let is_of_date = |word: &str| DAYS.contains(&word) || month(word).is_some() || whole(word).is_some();
    !sentence.is_empty() && words.all(is_of_date)
}
