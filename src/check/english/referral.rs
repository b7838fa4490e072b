//! "Consult a professional": who, and how fast?

use std::ops::Range;
use std::sync::LazyLock;

use super::finder::{AnyOf, rarest_word};
use super::plain_language::{Text, traits};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::prose::{Block, BlockKind, Prose};
use crate::table::red_flags::Heard;

rules! {
    /// The text tells readers to see somebody, but not whom or when.
    ///
    /// What it does: finds "consult a healthcare professional", "seek medical advice", "seek help", "see your
    /// doctor", "get it checked" and the like in sentences without a time, a condition or a number to call, unless
    /// the heading or the text before the list has one. Care cards are not checked.
    ///
    /// Why: nearly every page says this, so nobody heeds it. Who, and how fast, is advice.
    ///
    /// ```text
    /// Bad:  Consult a healthcare professional.
    /// Good: See a GP if the pain has not eased after a few weeks.
    /// ```
    ///
    /// Source: NHS content style guide.
    VAGUE_REFERRAL = "vague-referral", Clinical, Warning;
}

/// Advice to seek help, in lower case.
const VERBS: [&str; 16] = [
    "consult",
    "consult with",
    "see",
    "visit",
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
    "turn to",
    "reach out to",
];
/// Whom the advice names, if that could be anybody.
const ANYBODY: [&str; 21] = [
    "healthcare professional",
    "health care professional",
    "health professional",
    "medical professional",
    "healthcare provider",
    "health care provider",
    "medical provider",
    "healthcare team",
    "health care team",
    "medical team",
    "medical advice",
    "medical attention",
    "medical care",
    "medical help",
    "medical assistance",
    "professional advice",
    "professional help",
    "a professional",
    "qualified professional",
    "trained professional",
    "an expert",
];
/// Whom the advice names, if that is a definite profession or service.
const SOMEBODY: [&str; 4] = ["doctor", "physician", "specialist", "gp"];
/// Phrases that send readers to nobody in particular, each with the word by which it is found.
const WHOLE: [(&str, &str); 2] = [("seek help", "seek"), ("seek advice", "seek")];
/// "Get it checked": the start, the thing to be checked, and the end.
const CHECKED: ([&str; 2], [&str; 7], [&str; 2]) = (
    ["get", "have"],
    ["it", "this", "that", "these", "them", "yourself", "things"],
    ["checked", "checked out"],
);
/// Words that say when or for what.
const WHEN: [&str; 57] = [
    "if",
    "when",
    "whenever",
    "where",
    "whether",
    "before",
    "after",
    "unless",
    "until",
    "within",
    "during",
    "first",
    "next",
    "now",
    "today",
    "tonight",
    "tomorrow",
    "immediately",
    "promptly",
    "quickly",
    "straight",
    "straightaway",
    "away",
    "urgent",
    "urgently",
    "emergency",
    "soon",
    "sooner",
    "once",
    "while",
    "case",
    "same",
    "day",
    "days",
    "hour",
    "hours",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "every",
    "each",
    "pregnant",
    "breastfeeding",
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
    "because",
];
/// Words in a heading, or before a list, that say when.
const LEADS: [&str; 20] = [
    "if",
    "whenever",
    "before",
    "after",
    "unless",
    "until",
    "within",
    "during",
    "now",
    "today",
    "tomorrow",
    "immediately",
    "straight",
    "straightaway",
    "urgent",
    "urgently",
    "emergency",
    "soon",
    "once",
    "while",
];
/// Words before a verb that make it a statement about people, not advice.
const TELLS: [&str; 28] = [
    "i", "we", "they", "he", "she", "who", "people", "patients", "adults", "women", "men", "parents", "many",
    "most", "some", "not", "never", "rarely", "seldom", "often", "usually", "don't", "don’t", "didn't",
    "didn’t", "cannot", "can't", "can’t",
];

/// Words that together with "to" urge readers to do what follows.
const URGES: [&str; 9] =
    ["need", "have", "important", "best", "sure", "remember", "advisable", "essential", "advised"];

/// The maximum number of bytes between the verb and the person readers are sent to.
const NEAR: usize = 24;

/// The words by which the people that readers are sent to are found.
pub(in crate::check) fn rarest_words() -> impl Iterator<Item = &'static str> {
    let whole = WHOLE.into_iter().map(|(_, word)| word);
    ANYBODY.into_iter().chain(SOMEBODY).map(rarest_word).chain(whole).chain(["checked"])
}

/// Advice that may be too vague: a care card's heading says whom and when, and which directive renders a card is only seen
/// on the page.
#[derive(Clone, Debug)]
pub struct Referral {
    pub(in crate::check) diagnostic: Diagnostic,
    /// The sentence.
    pub(in crate::check) sentence: Heard,
    /// Whether it is inside a directive.
    pub(in crate::check) is_in_directive: bool,
}

/// Checks the text of the article `file`.
pub(in crate::check) fn article(file: &FileName, text: &Text<'_>, found: &mut Vec<Referral>) {
    let prose = text.prose;
    for (index, sentence) in text.sentences_with(traits::REFERRAL, 0) {
        let Some(block) = prose.blocks().get(index) else { continue };
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Detail)
            || block.is_quoted
        {
            continue;
        }
        let Some(vague) = vague(prose.slice(sentence.clone())) else { continue };
        if above(prose, index).any(|block| leads(prose.slice(block.text.clone()))) {
            continue;
        }
        let at = sentence.start + vague.start..sentence.start + vague.end;
        found.push(Referral {
            diagnostic: Diagnostic::new(
                &VAGUE_REFERRAL,
                Place::new(file, prose.source(at)),
                "this does not say whom to see, or when",
                "say who and how fast, such as “See a GP if it has not eased after a few weeks”",
            ),
            sentence: Heard::of(prose.slice(sentence)),
            is_in_directive: !prose.containers(block).is_empty(),
        });
    }
}

/// What introduces block number `index`: the heading above it, the label of the directive around it, and the text
/// before its list.
fn above(prose: &Prose, index: usize) -> impl Iterator<Item = &Block> {
    let (before, block) = prose.blocks().split_at_checked(index).unwrap_or_default();
    let block = block.first();
    let last = |is_one: &dyn Fn(&Block) -> bool| before.iter().rev().find(|block| is_one(block));
    let around = |block: &Block| prose.containers(block).last().map(|container| container.span.clone());
    let own = block.and_then(around);
    let list = block.and_then(|block| block.list);
    let lead = list.and_then(|_| last(&|block| block.list != list));
    let lead = lead.filter(|lead| prose.slice(lead.text.clone()).ends_with(':'));
    let label = last(&|block| block.kind == BlockKind::Label && own.is_some() && around(block) == own);
    let heading = last(&|block| matches!(block.kind, BlockKind::Heading(_)));
    lead.into_iter().chain(label).chain(heading)
}

/// Whether introductory text says when to follow the advice.
fn leads(text: &str) -> bool {
    let mut words = words(text).peekable();
    while let Some(word) = words.next() {
        // "When to get help" only promises that the text will say when.
        let says = word.eq_ignore_ascii_case("when")
            && words.peek().is_some_and(|next| !is_one_of(next, &["to", "should"]));
        if says || is_one_of(word, &LEADS) {
            return true;
        }
    }
    false
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The words of a sentence that send readers to somebody without saying whom or when.
fn vague(sentence: &str) -> Option<Range<usize>> {
    static SENDS: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(VERBS));
    static ANY: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(ANYBODY));
    static SOME: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(SOMEBODY));
    static NOBODY: LazyLock<AnyOf> = LazyLock::new(|| {
        let (starts, things, ends) = CHECKED;
        let checked = starts.into_iter().flat_map(|start| {
            things.into_iter().flat_map(move |thing| ends.map(|end| format!("{start} {thing} {end}")))
        });
        let checked: Vec<String> = checked.collect();
        AnyOf::new(WHOLE.iter().map(|(words, _)| *words).chain(checked.iter().map(String::as_str)))
    });
    let verbs: Vec<Range<usize>> = SENDS.all(sentence).map(|(_, at)| at).collect();
    let sent = |whom: &AnyOf| {
        let near = |verb: &Range<usize>, at: &Range<usize>| {
            verb.end <= at.start && at.start - verb.end <= NEAR && is_advice(&sentence[..verb.start])
        };
        whom.all(sentence).find_map(|(_, at)| {
            let verb = verbs.iter().rev().find(|verb| near(verb, &at))?;
            Some(verb.start..at.end)
        })
    };
    let nobody = || NOBODY.all(sentence).map(|(_, at)| at).find(|at| is_advice(&sentence[..at.start]));
    let found = sent(&ANY).or_else(|| sent(&SOME)).or_else(nobody)?;
    let (before, after) = (&sentence[..found.start], &sentence[found.end..]);
    // "Should it get worse, see a doctor."
    let is_condition = words(before).next().is_some_and(|word| word.eq_ignore_ascii_case("should"));
    // "With chest pain, see a doctor."
    let is_for_some = words(before).any(|word| word.eq_ignore_ascii_case("with"));
    let is_number = |word: &str| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let says = |word: &str| is_one_of(word, &WHEN) || is_number(word);
    // "Or see a doctor" is an alternative action; "see a doctor or call 111" names an alternative person.
    let is_second = |word: &str| word.eq_ignore_ascii_case("or");
    let says_when =
        words(without_urge(before)).any(|word| says(word) && !is_second(word)) || words(after).any(says);
    (!says_when && !is_condition && !is_for_some && !sentence.ends_with('?')).then_some(found)
}

/// `before` without a final "you need to", which urges readers; "to be sure, see a doctor" is a purpose instead.
fn without_urge(before: &str) -> &str {
    let urged = before.trim_end().strip_suffix(" to").filter(|urged| {
        let is_urge = words(urged).last().is_some_and(|word| is_one_of(word, &URGES));
        is_urge && !words(urged).any(|word| is_one_of(word, &TELLS))
    });
    urged.unwrap_or(before)
}

/// Whether a verb after `before` tells readers what to do.
fn is_advice(before: &str) -> bool {
    words(before).last().is_none_or(|word| !is_one_of(word, &TELLS))
}

#[cfg(test)]
mod tests {
    use super::{leads, vague};

    #[test]
    fn sending_readers_to_anybody_at_any_time_is_vague() {
        assert_eq!(vague("consult a healthcare professional."), Some(0..33));
        assert_eq!(vague("always seek medical advice."), Some(7..26));
        assert_eq!(vague("please see your doctor."), Some(7..22));
        for text in [
            "Seek help.",
            "Get medical help.",
            "Consult a physician.",
            "Consult a professional.",
            "You should talk to your doctor.",
            "Speak to your doctor.",
            "Contact a health professional.",
            "Get it checked.",
            "Get it checked out.",
            "It is best, so have this checked.",
            "See a specialist.",
            "Ask a professional.",
            "Ask your friends, and see a doctor.",
            "Talk to your healthcare team.",
            "Or see a doctor.",
            "It is important to see your doctor.",
        ] {
            assert!(vague(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_condition_or_a_time_makes_it_advice() {
        assert_eq!(vague("see a gp if the pain has not eased after a few weeks."), None);
        assert_eq!(vague("before you start, ask your doctor."), None);
        assert_eq!(vague("you see a blue light."), None);
        assert_eq!(vague("doctors see many people."), None);
        for text in [
            "Get it checked within a week.",
            "Get it checked every year.",
            "Call 111 and seek medical advice.",
            "See a doctor the same day.",
            "Should it get worse, see a doctor.",
            "With chest pain, seek medical help.",
            "People with diabetes should talk to their doctor.",
            "Most people never see a doctor.",
            "Many see a specialist.",
            "Should I seek medical advice?",
            "They had it checked.",
            "Get the form checked.",
            "People often seek help.",
            "Those who seek help get better.",
            "Pregnant women should ask a doctor.",
            "You do not need to see a doctor.",
            "To be sure, see a doctor.",
            "See a doctor or a pharmacist.",
        ] {
            assert_eq!(vague(text), None, "{text}");
        }
    }

    #[test]
    fn a_heading_says_when_unless_it_only_announces_the_text() {
        for text in ["If the pain does not ease", "Urgent help", "When the pain lasts", "See a doctor if:"] {
            assert!(leads(text), "{text}");
        }
        for text in ["When to get help", "When should you see a doctor", "Getting help", "Treatment"] {
            assert!(!leads(text), "{text}");
        }
    }
}
