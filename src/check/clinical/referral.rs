//! "Consult a professional": whom, and how fast.

use std::sync::LazyLock;

use super::super::plain_language::{Text, traits};
use super::super::words::{AnyOf, telling};
use super::VAGUE_REFERRAL;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::prose::Kind;

/// What readers are told to do, in small letters.
const VERBS: [&str; 13] = [
    "consult",
    "consult with",
    "see",
    "ask",
    "contact",
    "call",
    "speak to",
    "speak with",
    "talk to",
    "talk with",
    "seek",
    "get",
    "check with",
];
/// Whom they are told to see, who may be anybody.
const ANYBODY: [&str; 12] = [
    "healthcare professional",
    "health care professional",
    "health professional",
    "medical professional",
    "healthcare provider",
    "health care provider",
    "medical provider",
    "medical advice",
    "medical attention",
    "medical help",
    "professional advice",
    "a professional",
];
/// Whom they are told to see, who is somebody.
const SOMEBODY: [&str; 4] = ["doctor", "physician", "specialist", "gp"];
/// Words that say when or for what.
const WHEN: [&str; 29] = [
    "if",
    "when",
    "whether",
    "before",
    "after",
    "unless",
    "until",
    "within",
    "first",
    "now",
    "today",
    "tomorrow",
    "immediately",
    "straight",
    "urgent",
    "urgently",
    "soon",
    "once",
    "while",
    "about",
    "for",
    "how",
    "which",
    "what",
    "why",
    "who",
    "that",
    "to",
    "or",
];

/// So many bytes lie at most between the word that sends readers and the one they are sent to.
const NEAR: usize = 24;

/// The words by which those whom readers are sent to are found.
pub(in crate::check) fn telling_words() -> impl Iterator<Item = &'static str> {
    ANYBODY.into_iter().chain(SOMEBODY).map(telling)
}

/// Checks the text of the article `file`.
pub(in crate::check) fn article(file: &FileName, text: &Text<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let prose = text.prose;
    for (block, sentence) in text.sentences_with(traits::REFERRAL, 0) {
        let Some(block) = prose.blocks().get(block) else { continue };
        // A card's heading says when, and its list belongs to that.
        let is_text = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Detail) && !block.is_quoted;
        if !is_text || ["emergency", "urgent", "non-urgent"].iter().any(|card| prose.is_in(block, card)) {
            continue;
        }
        let Some(found) = vague(prose.slice(sentence.clone())) else { continue };
        let at = sentence.start + found.start..sentence.start + found.end;
        diagnostics.push(Diagnostic::new(
            &VAGUE_REFERRAL,
            Place::new(file, prose.source(at)),
            "this does not say whom to see, or when",
            "say who and how fast, such as “See a GP if it has not eased after a few weeks”",
        ));
    }
}

/// The words of a sentence that send readers to somebody, with no word on whom or when.
fn vague(sentence: &str) -> Option<std::ops::Range<usize>> {
    static SENDS: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(VERBS));
    static ANY: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(ANYBODY));
    static SOME: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(SOMEBODY));
    let (_, verb) = SENDS.all(sentence).next()?;
    let near = |whom: &AnyOf| {
        let found =
            whom.all(&sentence[verb.end..]).map(|(_, at)| verb.end + at.start..verb.end + at.end).next();
        found.filter(|at| at.start - verb.end <= NEAR)
    };
    let whom = near(&ANY).or_else(|| near(&SOME))?;
    let around = sentence[..verb.start].split_whitespace().chain(sentence[whom.end..].split_whitespace());
    let says_when = around
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .any(|word| WHEN.iter().any(|when| word.eq_ignore_ascii_case(when)));
    (!says_when).then_some(verb.start..whom.end)
}

#[cfg(test)]
mod tests {
    use super::vague;

    #[test]
    fn sending_readers_to_anybody_at_any_time_is_vague() {
        assert_eq!(vague("consult a healthcare professional."), Some(0..33));
        assert_eq!(vague("always seek medical advice."), Some(7..26));
        assert_eq!(vague("please see your doctor."), Some(7..22));
    }

    #[test]
    fn a_condition_or_a_time_is_advice() {
        assert_eq!(vague("see a gp if the pain has not eased after a few weeks."), None);
        assert_eq!(vague("before you start, ask your doctor."), None);
        assert_eq!(vague("you see a blue light."), None);
        assert_eq!(vague("doctors see many people."), None);
    }
}
