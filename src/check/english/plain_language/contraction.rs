//! Contractions such as "don't", which are easily misread, and the items of lists of what not to do.

use super::jargon::capitalised;
use super::text::traits;
use super::{Finding, Text};
use crate::diagnostic::code::rules;
use crate::prose::BlockKind;

rules! {
    pub(super),
    /// A negative is contracted: "don't", "can't".
    ///
    /// What it does: finds negative contractions, also in titles, descriptions and questions.
    ///
    /// Why: people who read quickly, or read English as a second language, miss the "n't" and do the opposite.
    ///
    /// Bad: "You can't drive." Good: "You cannot drive."
    ///
    /// Other contractions, such as "you'll", are welcome. "Don't" alone as a heading is fine.
    ///
    /// Source: NHS content style guide.
    CONTRACTION = "contraction", PlainLanguage, Error;
    /// An item in a list of what not to do does not start with "do not".
    ///
    /// What it does: looks at the first words of each item in `:::dont`.
    ///
    /// Why: people look at an item without its heading, and a screen reader may start in the middle of the list.
    ///
    /// Bad:
    ///
    /// ```text
    /// :::dont
    /// - stay in bed for days
    /// :::
    /// ```
    ///
    /// Good:
    ///
    /// ```text
    /// :::dont
    /// - do not stay in bed for days
    /// :::
    /// ```
    ///
    /// Source: NHS design system, do and don't lists.
    DONT_ITEM = "dont-item", PlainLanguage, Error;
}

/// Negative contractions with their full form; empty if none fits everywhere.
const FULL: [(&str, &str); 22] = [
    ("don't", "do not"),
    ("doesn't", "does not"),
    ("didn't", "did not"),
    ("can't", "cannot"),
    ("couldn't", "could not"),
    ("won't", "will not"),
    ("wouldn't", "would not"),
    ("shouldn't", "should not"),
    ("isn't", "is not"),
    ("aren't", "are not"),
    ("wasn't", "was not"),
    ("weren't", "were not"),
    ("hasn't", "has not"),
    ("haven't", "have not"),
    ("hadn't", "had not"),
    ("mustn't", "must not"),
    ("needn't", "need not"),
    ("mightn't", "might not"),
    ("oughtn't", "ought not"),
    ("shan't", "shall not"),
    ("daren't", "dare not"),
    ("ain't", ""),
];

/// Words after which a contraction cannot be expanded in place: "will it, won't it?"
const PRONOUNS: &str = "you it they we i he she";

/// The same at the start of a question: "Don't the people …" does not become "Do not the people …".
const SUBJECTS: &str = "you it they we i he she this that these those there the people your";

/// Finds negative contractions. "Don't" alone as the heading of a list is fine: readers look for it.
#[must_use]
pub(super) fn contractions(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::APOSTROPHE)
        .filter_map(|(sentence, index)| {
            let word = sentence.word(index);
            let straight = word.replace('’', "'").to_lowercase();
            let (_, full) = FULL.iter().find(|(short, _)| *short == straight)?;
            let range = sentence.words[index].range();
            let is_heading = matches!(sentence.block.kind, BlockKind::Heading(_) | BlockKind::Label);
            // A capital inside a sentence marks a name.
            let is_name = index > 0 && sentence.words[index].is(traits::NAME);
            if sentence.is_borrowed(&range) || is_name || (is_heading && sentence.words.len() == 1) {
                return None;
            }
            let message = format!("`{word}` is a contraction, which is easily misread");
            if full.is_empty() {
                let help = "write it in full";
                return Some(Finding::new(&CONTRACTION, sentence.prose, range, message, help));
            }
            if sentence.is(index + 1, if index == 0 { SUBJECTS } else { PRONOUNS }) {
                let help = "write it in full, with `not` after the subject";
                return Some(Finding::new(&CONTRACTION, sentence.prose, range, message, help));
            }
            let is_capital = sentence.words[index].is(traits::NAME);
            let full = if is_capital { capitalised(full) } else { (*full).to_owned() };
            // "Why can't some people sleep?" needs its words in another order.
            let asks = sentence.prose.slice(sentence.range()).trim_end().ends_with('?');
            let is_moved = asks || sentence.is_before(index, "why how what where when who which");
            Some(Finding::write(&CONTRACTION, sentence.prose, range, message, &full).fixed_if(!is_moved))
        })
        .collect()
}

/// Items of a `dont` directive that do not start with "do not": read on their own, they say the opposite.
#[must_use]
pub(super) fn dont_items(text: &Text<'_>) -> Vec<Finding> {
    let mut last = None;
    text.sentences()
        .filter(|sentence| sentence.block.kind == BlockKind::Item && sentence.block.depth == 1)
        .filter(|sentence| last.replace(sentence.block.text.start) != Some(sentence.block.text.start))
        .filter(|sentence| {
            let containers = sentence.prose.containers(sentence.block);
            containers.last().is_some_and(|container| container.name == "dont")
        })
        .filter(|sentence| {
            let says_not = sentence.is(0, "do") && sentence.is(1, "not");
            // "don't" is reported as a contraction.
            !says_not && !sentence.is(0, "don't don’t")
        })
        .map(|sentence| {
            let message = "this item in a list of what not to do does not start with `do not`";
            let help = "start it with `do not`: many people read an item without its heading";
            Finding::new(&DONT_ITEM, sentence.prose, sentence.span(0, 0), message, help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::FULL;
    use crate::table::red_flags::Heard;

    #[test]
    fn a_danger_sign_is_recognized_in_either_form() {
        for (short, full) in FULL.into_iter().filter(|(_, full)| !full.is_empty()) {
            assert_eq!(Heard::of(short), Heard::of(full));
        }
    }
}
