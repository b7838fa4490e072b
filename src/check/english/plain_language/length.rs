//! Finds sentences of more than 20 words and paragraphs of more than 3 sentences.

use super::clock::{month, whole};
use super::{Finding, Text};
use crate::diagnostic::code::rules;
use crate::prose::BlockKind;

rules! {
    pub(super),
    /// A sentence has more than 20 words.
    ///
    /// What it does: counts the words of each sentence. A list item is a sentence of its own; headings, labels,
    /// quotations and footnotes are not checked.
    ///
    /// Why: many people lose track in a long sentence, especially when they are ill, worried or in a hurry, or when
    /// they are reading in a language that is not their first.
    ///
    /// Bad:
    ///
    /// ```text
    /// If the pain has not gone after a few weeks, or if it gets worse, you should make an appointment with a GP or a
    /// physiotherapist who can examine your back.
    /// ```
    ///
    /// Good:
    ///
    /// ```text
    /// See a GP if the pain gets worse, or has not gone after a few weeks. They can examine your back.
    /// ```
    ///
    /// Split it into two sentences, or make a list. For more than 35 words there is `very-long-sentence`.
    ///
    /// Source: NHS content style guide (sentences of 20 words or fewer).
    LONG_SENTENCE = "long-sentence", PlainLanguage, Warning;
    /// A sentence has more than 35 words.
    ///
    /// What it does: counts the words of each sentence, as `long-sentence` does.
    ///
    /// Why: hardly anybody understands a sentence of this length at first reading. `long-sentence` warns from 21
    /// words; this is an error, because advice that is not understood is not advice.
    ///
    /// Bad: one sentence that says what to do, when, why and for whom. Good: one sentence for each.
    ///
    /// Source: the limit of 20 words is from the NHS content style guide; that 35 stop a build is ours.
    VERY_LONG_SENTENCE = "very-long-sentence", PlainLanguage, Error;
    /// A paragraph has more than three sentences.
    ///
    /// What it does: counts the sentences of each paragraph and marks the first one too many.
    ///
    /// Why: people scan a page before they read it, and skip blocks of text. On a phone, four sentences fill the
    /// screen.
    ///
    /// Bad:
    ///
    /// ```text
    /// Lie down. Bend your knees. Hold them. Breathe out.
    /// ```
    ///
    /// Good:
    ///
    /// ```text
    /// 1. Lie down.
    /// 2. Bend your knees and hold them.
    /// 3. Breathe out.
    /// ```
    ///
    /// Start a new paragraph for each new thought, or make a list. The first sentence too many is marked.
    ///
    /// Source: NHS content style guide (paragraphs of three sentences or fewer).
    LONG_PARAGRAPH = "long-paragraph", PlainLanguage, Warning;
}

/// The maximum number of words in a sentence.
pub(super) const MOST_WORDS: usize = 20;
/// Sentences with more words than this are errors.
pub(super) const FAR_TOO_MANY_WORDS: usize = 35;
/// The maximum number of sentences in a paragraph.
pub(super) const MOST_SENTENCES: usize = 3;

/// Finds sentences with too many words. Headings and labels are not sentences.
#[must_use]
pub(super) fn long_sentences(text: &Text<'_>) -> Vec<Finding> {
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
pub(super) fn long_paragraphs(text: &Text<'_>) -> Vec<Finding> {
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
