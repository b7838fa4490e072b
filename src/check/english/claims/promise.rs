//! Words that promise something with certainty, and words that negate a promise.

use std::ops::Range;
use std::sync::LazyLock;

use super::ABSOLUTE_CLAIM;
use crate::check::english::finder::{AnyOf, rarest_word};
use crate::check::english::plain_language::{Text, traits};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::prose::{Block, BlockKind, MarkKind, Prose};

/// Promises, each with what to write instead.
const PROMISES: [(&str, &str); 29] = [
    ("proven", SURE),
    ("clinically proven", SURE),
    ("scientifically proven", SURE),
    ("cure", "say \"may ease\" or \"may help with\""),
    ("cures", "say \"may ease\" or \"may help with\""),
    ("cured", "say \"got better\""),
    ("guarantee", "say what may happen, and how often"),
    ("guarantees", "say what may happen, and how often"),
    ("guaranteed", "say what may happen, and how often"),
    ("miracle", "say what it may do"),
    ("risk-free", "name the risks, or say that none are known"),
    ("completely safe", "name the risks, or say that none are known"),
    ("totally safe", "name the risks, or say that none are known"),
    ("perfectly safe", "name the risks, or say that none are known"),
    ("100% safe", "name the risks, or say that none are known"),
    ("no side effects", "name the side effects, or say that none are known"),
    ("without side effects", "name the side effects, or say that none are known"),
    ("always works", "say \"may help\""),
    ("works every time", "say \"may help\""),
    ("optimal", "say what it may do"),
    ("natural and safe", "natural things can do harm: name the risks"),
    ("safe and natural", "natural things can do harm: name the risks"),
    ("natural, so", "natural things can do harm: name the risks"),
    ("because it is natural", "natural things can do harm: name the risks"),
    ("there is no doubt", SURE),
    ("no doubt", SURE),
    ("without doubt", SURE),
    ("without a doubt", SURE),
    ("beyond doubt", SURE),
];

/// What to write instead of an expression of certainty.
const SURE: &str = "say what was found, and how certain that is";

/// "No doubt" and the like are promises only together with one of these: "no doubt you are tired" is not.
const EFFECTS: [&str; 19] = [
    "works",
    "helps",
    "heals",
    "heal",
    "cures",
    "cure",
    "eases",
    "relieves",
    "relieve",
    "effective",
    "effect",
    "safe",
    "beneficial",
    "prevents",
    "prevent",
    "treats",
    "improves",
    "reduces",
    "soothes",
];

/// Words before a promise that negate it.
const DENIALS: [&str; 26] = [
    "no", "not", "never", "cannot", "can't", "nobody", "nothing", "none", "neither", "nor", "without",
    "isn't", "aren't", "hasn't", "haven't", "doesn't", "don't", "unlikely", "avoid", "beware", "few", "myth",
    "myths", "untrue", "false", "wasn't",
];

/// Negations that negate nothing before one of these words.
const FIRM: [(&str, &[&str]); 3] = [
    ("no", &["doubt", "time", "matter", "question", "wonder"]),
    ("not", &["only", "just", "merely", "worry", "fear", "hesitate"]),
    ("never", &["fear", "mind"]),
];

/// How instructions start. They say what not to do, but negate nothing after a colon.
const ORDERS: [&str; 6] = ["do not ", "don't ", "don’t ", "never ", "avoid ", "no need "];

/// Verbs of what others say. "Do not believe that" negates what follows.
const SAYING: [&str; 12] = [
    "believe", "trust", "say", "says", "claim", "claims", "promise", "promises", "expect", "think", "buy",
    "true",
];

/// How questions start. Titles often ask without a question mark.
const ASKING: [&str; 12] =
    ["is", "are", "can", "could", "does", "did", "will", "should", "which", "what", "why", "whether"];

static WORDS: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(PROMISES.map(|(words, _)| words)));

/// The words by which promises are found.
pub(in crate::check) fn promising_words() -> impl Iterator<Item = &'static str> {
    PROMISES.into_iter().map(|(words, _)| rarest_word(words))
}

/// Checks an article or cell for promises.
pub(in crate::check) fn absolute(text: &Text<'_>, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
    let prose = text.prose;
    for (number, sentence) in text.sentences_with(traits::PROMISE, 0) {
        let Some(block) = prose.blocks().get(number).filter(|block| !block.is_quoted) else { continue };
        let said = prose.slice(sentence.clone());
        if is_asked(said, block.kind) {
            continue;
        }
        let found = WORDS.all(said).find(|(promise, at)| is_promise(said, *promise, at));
        let Some((promise, at)) = found else { continue };
        let (words, help) = PROMISES[promise];
        let span = sentence.start + at.start..sentence.start + at.end;
        let is_quoted = prose.marks(block).iter().any(|mark| {
            mark.kind == MarkKind::Quotation && mark.text.start <= span.start && span.end <= mark.text.end
        });
        if is_quoted || is_between_quotes(said, at.start) || is_led_by_denial(prose, number, block) {
            continue;
        }
        let message = format!("“{words}” promises more than anybody can know");
        diagnostics.push(Diagnostic::new(
            &ABSOLUTE_CLAIM,
            Place::new(file, prose.source(span)),
            message,
            help,
        ));
    }
}

/// Checks a plain value without Markdown, such as a title, for promises: `value` is at `span` of `file`, including
/// quotes, and `source` is the text of the file.
pub(in crate::check) fn absolute_in(
    value: &str,
    span: Range<usize>,
    source: &str,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Hardly any value contains a promise, and the others need not be parsed.
    if WORDS.all(value).next().is_some() && !starts_to_ask(value) {
        let prose = Prose::plain(value, span, source);
        absolute(&Text::new(&prose), file, diagnostics);
    }
}

/// Whether a sentence is a question. Titles often ask without a question mark.
fn is_asked(sentence: &str, kind: BlockKind) -> bool {
    let is_title = matches!(kind, BlockKind::Heading(_) | BlockKind::Label);
    sentence.trim_end().ends_with('?') || (is_title && starts_to_ask(sentence))
}

fn starts_to_ask(title: &str) -> bool {
    let first = title.split_whitespace().next().unwrap_or("");
    ASKING.iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Whether the words at `at` promise something and nothing negates it.
fn is_promise(sentence: &str, promise: usize, at: &Range<usize>) -> bool {
    static EFFECT: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(EFFECTS));
    let (words, _) = PROMISES[promise];
    let is_of_effect = || EFFECT.all(sentence).next().is_some();
    let next = || sentence[at.end..].trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    // "Cures nothing", "has proven hard".
    let gives_nothing = || {
        let others: &[&str] = match words {
            "cure" | "cures" | "cured" | "guarantee" | "guarantees" => &["no", "nothing", "nobody", "none"],
            "proven" => &["hard", "difficult", "impossible", "wrong", "false", "tricky"],
            _ => &[],
        };
        others.iter().any(|other| next().eq_ignore_ascii_case(other))
    };
    !is_denied(sentence, at.start) && (!words.ends_with("doubt") || is_of_effect()) && !gives_nothing()
}

/// Whether a word shortly before `at` negates what follows.
fn is_denied(sentence: &str, at: usize) -> bool {
    let before = &sentence[..at];
    // "Do not worry: it is safe" negates nothing after the colon.
    let end = before.rfind([':', ';']).filter(|end| is_order(&before[..*end])).map_or(0, |end| end + 1);
    let words: Vec<&str> = before[end..].split_whitespace().rev().take(8).collect();
    (0..words.len())
        .any(|at| denies(words[at]) && !at.checked_sub(1).is_some_and(|next| is_firm(words[at], words[next])))
}

/// Whether `denial` negates nothing because `next` follows it.
fn is_firm(denial: &str, next: &str) -> bool {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let (denial, next) = (plain(denial), plain(next));
    FIRM.iter().any(|(known, words)| denial == *known && words.contains(&next.as_str()))
}

/// Whether `text` is an instruction not to do something, other than to believe what others say.
fn is_order(text: &str) -> bool {
    let small = text.trim().to_ascii_lowercase() + " ";
    let mut words = small.split(|c: char| !c.is_alphanumeric());
    ORDERS.iter().any(|order| small.starts_with(order)) && !words.any(|word| SAYING.contains(&word))
}

/// Whether a list item is negated by the text or heading before its list: "It is not true that:", "Myths".
fn is_led_by_denial(prose: &Prose, number: usize, block: &Block) -> bool {
    if block.list.is_none() {
        return false;
    }
    let before = prose.blocks().get(..number).unwrap_or(&[]);
    let Some(lead) = before.iter().rev().find(|before| before.list.is_none()) else { return false };
    let said = prose.slice(lead.text.clone());
    if matches!(lead.kind, BlockKind::Heading(_)) {
        return said.split(|c: char| !c.is_alphanumeric()).any(|word| {
            ["myth", "myths", "untrue", "false"].iter().any(|known| word.eq_ignore_ascii_case(known))
        });
    }
    let Some(last) = prose.sentences(lead).last().map(|last| prose.slice(last.clone())) else { return false };
    said.trim_end().ends_with(':') && !is_order(last) && is_denied(last, last.len())
}

/// Whether `word` is a negation, with a straight or curly apostrophe.
pub(in crate::check) fn denies(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let straight = word.replace('’', "'");
    DENIALS.iter().any(|denial| straight.eq_ignore_ascii_case(denial))
}

/// Whether the place is between quotation marks, in somebody else's words.
pub(in crate::check) fn is_between_quotes(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let opened = before.matches('“').count() > before.matches('”').count();
    opened || before.matches('"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, String)> {
        let file: FileName = "content/a.md".into();
        let prose = Prose::markdown(text, 0, &file);
        let mut diagnostics = Vec::new();
        absolute(&Text::new(&prose), &file, &mut diagnostics);
        let place =
            |d: Diagnostic| (d.code.name, text[d.primary.place.start..d.primary.place.end].to_owned());
        diagnostics.into_iter().map(place).collect()
    }

    #[test]
    fn a_promise_is_marked_word_for_word() {
        assert_eq!(
            found("Heat is **clinically proven** to work."),
            [("absolute-claim", "clinically proven".to_owned())]
        );
        assert_eq!(
            found("It is natural, so you can take it."),
            [("absolute-claim", "natural, so".to_owned())]
        );
    }

    #[test]
    fn denials_questions_and_quotations_are_not_promises() {
        for text in [
            "There is no cure for it.",
            "This has never been proven.",
            "Can heat cure a spasm?",
            "The label says “guaranteed”.",
            "It is a tiredness that rest doesn’t cure.",
            "But nobody can sell you a mattress that cures a sore back.",
            "Ask about secured loans.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn expressions_of_certainty_about_effects_are_promises() {
        for (text, words) in [
            ("There is no doubt that it works.", "There is no doubt"),
            ("Heat no doubt eases cramps.", "no doubt"),
            ("Massage helps, without a doubt.", "without a doubt"),
            ("Do not worry: it is completely safe.", "completely safe"),
            ("It not only eases but cures pain.", "cures"),
            ("In no time you are cured.", "cured"),
        ] {
            assert_eq!(found(text), [("absolute-claim", words.to_owned())], "{text}");
        }
        assert_eq!(found("No doubt you are tired."), []);
        assert_eq!(found("If there is no doubt about the cause, no scan is needed."), []);
    }

    #[test]
    fn a_denial_extends_across_a_colon_and_into_a_list() {
        for text in [
            "Is there a cure? No: nothing cures it.",
            "It is not true that: heat cures pain.",
            "Do not believe this: massage cures pain.",
            "It is a myth that rest cures it.",
            "A bad back cannot be “cured”: a cure is not known.",
            "It cures nothing, and guarantees no sleep.",
            "It has proven hard to study.",
            "It is not true that:\n\n- heat cures pain\n- rest is proven to help",
            "## Myths\n\n- Heat cures pain.",
            "## Is there a cure",
            "## Can heat cure a spasm",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("Try these:\n\n- heat cures pain").len(), 1);
        assert_eq!(found("Do not wait:\n\n- heat cures pain").len(), 1);
        assert_eq!(found("## A proven cure").len(), 1);
        assert_eq!(found(":::details[A proven way]\nHeat.\n:::").len(), 1);
    }
}
