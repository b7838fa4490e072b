//! Promises: texts must not promise certainty, or any benefit without a source.

use std::ops::Range;
use std::sync::LazyLock;

use super::finder::{AnyOf, rarest_word};
use super::plain_language::{Text, traits};
use crate::article::Article;
use crate::config::Config;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::prose::{Block, BlockKind, MarkKind, Prose};

mod promise;

pub(in crate::check) use self::promise::{absolute, absolute_in, promising_words};
use self::promise::{denies, is_between_quotes};

rules! {
    /// The text promises something with certainty.
    ///
    /// What it does: finds "proven", "cure", "guaranteed", "miracle", "risk-free", "completely safe", "no side
    /// effects" and "optimal", "no doubt" that something works, and "natural" used to mean safe. It looks in articles
    /// with their titles, descriptions and directives, in rows with their names, and in the danger signs of
    /// `site.toml`. Sentences that deny it ("there is no cure", "has not been proven", "it is a myth that") and
    /// questions are fine.
    ///
    /// Why: no treatment is certain, and advertising law in many countries forbids saying so.
    ///
    /// ```text
    /// Bad:  Heat is proven to cure back pain.
    /// Good: Heat may ease back pain for a short time.
    /// ```
    ///
    /// Source: DISCERN, question 6; MHRA, The Blue Guide; UK Advertising Code, section 12.
    ABSOLUTE_CLAIM = "absolute-claim", Trust, Error;
    /// A sentence says that something helps, without a source nearby.
    ///
    /// What it does: finds sentences such as "massage relieves pain", "it helps with pain", "is good for sleep" and
    /// "works for cramps" in health articles, if their paragraph or list item has neither a footnote nor a link.
    ///
    /// Why: sources at the end of a page do not show which sentence is based on which source.
    ///
    /// ```text
    /// Bad:  Massage relieves pain.
    /// Good: Massage may relieve pain for a short time.[^nccih]
    /// ```
    ///
    /// Source: HONcode, principle 4 (attribution); the JAMA benchmarks of 1997 (attribution).
    UNCITED_BENEFIT = "uncited-benefit", Trust, Warning;
}

/// What a remedy does for people.
const BENEFITS: [&str; 31] = [
    "eases",
    "ease",
    "relieves",
    "relieve",
    "reduces",
    "reduce",
    "lowers",
    "heals",
    "heal",
    "prevents",
    "prevent",
    "improves",
    "improve",
    "soothes",
    "soothe",
    "relaxes",
    "loosens",
    "stops",
    "fights",
    "boosts",
    "strengthens",
    "treats",
    "alleviates",
    "speeds",
    "calms",
    "helps with",
    "help with",
    "is good for",
    "are good for",
    "works for",
    "works well for",
];

/// Words before a benefit that turn it into a condition, a wish or a search.
const NO_CLAIM: [&str; 9] =
    ["if", "to", "whether", "how", "what", "whatever", "which", "something", "anything"];

/// Those who "help with" something are people to go to, not remedies.
const HELPERS: [&str; 22] = [
    "gp",
    "doctor",
    "doctors",
    "physiotherapist",
    "physiotherapists",
    "pharmacist",
    "pharmacists",
    "nurse",
    "nurses",
    "midwife",
    "therapist",
    "specialist",
    "team",
    "teams",
    "service",
    "services",
    "group",
    "groups",
    "they",
    "we",
    "who",
    "charity",
];

/// Modal words before "help with".
const MODALS: [&str; 6] = ["may", "might", "can", "could", "will", "also"];

/// Words after a complaint that make it the name of a service: "a pain clinic".
const SERVICES: [&str; 9] =
    ["clinic", "clinics", "team", "service", "services", "nurse", "unit", "specialist", "charity"];

/// What can get better.
pub(super) const COMPLAINTS: [&str; 21] = [
    "pain",
    "pains",
    "spasm",
    "spasms",
    "cramp",
    "cramps",
    "swelling",
    "inflammation",
    "stiffness",
    "tension",
    "ache",
    "aches",
    "soreness",
    "symptoms",
    "healing",
    "recovery",
    "sleep",
    "muscle",
    "muscles",
    "circulation",
    "flexibility",
];

/// The words by which benefits are found.
pub(in crate::check) fn benefit_words() -> impl Iterator<Item = &'static str> {
    // "With", the longer word of "help with", is in half of all sentences.
    BENEFITS.into_iter().map(|words| if words == "help with" { "help" } else { rarest_word(words) })
}

/// The maximum number of words between a benefit and the complaint.
const NEAR: usize = 5;

/// The arguments of directives that readers see.
const SHOWN: [&str; 6] = ["alt", "caption", "heading", "label", "summary", "title"];

/// Checks the texts around an article for promises: its title, its description and the visible arguments of its
/// directives. A title that is a heading belongs to the text.
pub(in crate::check) fn around(article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    let front = &article.front_matter;
    let shown = article.body.uses.iter().flat_map(|used| &used.attributes);
    let shown = shown.filter(|given| SHOWN.contains(&given.name.value.as_str())).map(|given| &given.value);
    for value in front.title.iter().chain(&front.description).chain(shown) {
        absolute_in(&value.value, value.span(), &article.source, &article.file, diagnostics);
    }
}

/// Checks the danger signs of `site.toml`.
pub(in crate::check) fn help(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let file: FileName = "site.toml".into();
    for text in config.help.iter().map(|help| &help.text) {
        let prose = Prose::markdown(&text.value, 0, &file);
        let mut found = Vec::new();
        absolute(&Text::new(&prose), &file, &mut found);
        // A value in single quotes without escapes is exactly two bytes longer than its text.
        let is_as_written = text.span().len() == text.value.len() + 2;
        for mut diagnostic in found {
            let place = &mut diagnostic.primary.place;
            let at = text.start + 1;
            *place = if is_as_written {
                Place::new(&file, place.start + at..place.end + at)
            } else {
                Place::new(&file, text.span())
            };
            diagnostics.push(diagnostic);
        }
    }
}

/// Checks the text of an article.
pub(in crate::check) fn article(
    source: &str,
    file: &FileName,
    text: &Text<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    absolute(text, file, diagnostics);
    let prose = text.prose;
    for (block, sentence) in text.sentences_with(traits::BENEFIT | traits::COMPLAINT, 0) {
        let Some(block) = prose.blocks().get(block) else { continue };
        let is_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Detail)
            && !block.is_quoted;
        if is_text
            && let Some(claim) = benefit(prose.slice(sentence.clone()))
            && !is_cited(source, prose, block)
        {
            let span = sentence.start + claim.start..sentence.start + claim.end;
            diagnostics.push(Diagnostic::new(
                &UNCITED_BENEFIT,
                Place::new(file, prose.source(span)),
                "this says that something helps, but not who found that out",
                "add a footnote (`[^name]`) or a link with the source to this paragraph",
            ));
        }
    }
}

/// Whether a paragraph or list item names its source.
fn is_cited(source: &str, prose: &Prose, block: &Block) -> bool {
    if prose.marks(block).iter().any(|mark| matches!(mark.kind, MarkKind::Link(_))) {
        return true;
    }
    let span = prose.source(block.text.clone());
    // A footnote mark, or a directive that shows a row, may come directly after the last word.
    let rest = source.get(span.start..).unwrap_or("");
    let end = rest.find("\n\n").unwrap_or(rest.len()).max(span.len().min(rest.len()));
    let text = rest.get(..end).unwrap_or(rest);
    text.contains("[^")
        || text.contains(":exercise[")
        || text.contains(":remedy[")
        || text.contains(":source[")
}

/// Where a sentence says that something helps, in bytes.
pub(in crate::check) fn benefit(text: &str) -> Option<Range<usize>> {
    static VERBS: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(BENEFITS));
    static COMPLAINED: LazyLock<AnyOf> = LazyLock::new(|| AnyOf::new(COMPLAINTS));
    let is_among = |word: &str, known: &[&str]| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        known.iter().any(|known| plain.eq_ignore_ascii_case(known))
    };
    let last_before = |at: usize| text[..at].split_whitespace().next_back().unwrap_or("");
    // "Ask for help with the pain" and "what works for you" do not say that anything helps.
    let is_verb = |at: &Range<usize>| {
        let words = &text[at.clone()];
        let is_help = words.eq_ignore_ascii_case("help with");
        let helps = is_help || words.eq_ignore_ascii_case("helps with");
        let by_people =
            || text[..at.start].split_whitespace().rev().take(4).any(|word| is_among(word, &HELPERS));
        (!is_help || is_among(last_before(at.start), &MODALS)) && !(helps && by_people())
    };
    let (_, verb) = VERBS.all(text).find(|(_, at)| is_verb(at))?;
    let (_, what) = COMPLAINED.all(&text[verb.end..]).next()?;
    let what = verb.end + what.start..verb.end + what.end;
    let between = text[verb.end..what.start].split_whitespace().count();
    // An instruction ("Ease the muscle slowly") is not a claim, nor is a denial, a question, a wish or a condition.
    let is_first = text[..verb.start].trim().is_empty();
    let mut before = "";
    let takes_back = |word| {
        // "Helps to ease" is a claim.
        let is_help = is_among(before, &["help", "helps"]) && is_among(word, &["to"]);
        before = word;
        !is_help && (denies(word) || is_among(word, &NO_CLAIM))
    };
    let is_service = text[what.end..].split_whitespace().next().is_some_and(|next| is_among(next, &SERVICES));
    let is_borrowed = is_between_quotes(text, verb.start);
    let is_none = between >= NEAR
        || is_first
        || is_borrowed
        || is_service
        || text.trim_end().ends_with('?')
        || text[..what.start].split_whitespace().any(takes_back);
    (!is_none).then_some(verb.start..what.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, String)> {
        let file: FileName = "content/a.md".into();
        let prose = Prose::markdown(text, 0, &file);
        let mut diagnostics = Vec::new();
        article(text, &file, &Text::new(&prose), &mut diagnostics);
        let place =
            |d: Diagnostic| (d.code.name, text[d.primary.place.start..d.primary.place.end].to_owned());
        diagnostics.into_iter().map(place).collect()
    }

    #[test]
    fn a_benefit_needs_a_footnote_or_a_link_in_its_paragraph() {
        assert_eq!(found("Massage relieves pain."), [("uncited-benefit", "relieves pain".to_owned())]);
        assert_eq!(found("Massage relieves pain.[^a]\n\n[^a]: A trial."), []);
        assert_eq!(found("Massage [relieves pain](https://example.org)."), []);
        assert_eq!(found("Relax the muscle and the pain eases."), []);
        assert_eq!(found("Massage does not relieve pain."), []);
        assert_eq!(found("Massage doesn’t relieve pain."), []);
        assert_eq!(found("“Massage relieves pain.” That is not known."), []);
    }

    #[test]
    fn benefits_are_found_in_many_wordings_but_asking_for_help_is_not_one() {
        for (text, words) in [
            ("Massage helps with pain.", "helps with pain"),
            ("A warm bath is good for stiffness.", "is good for stiffness"),
            ("Yoga works for back pain.", "works for back pain"),
            ("Heat can help with spasms.", "help with spasms"),
            ("Heat helps to relieve pain.", "relieve pain"),
        ] {
            assert_eq!(found(text), [("uncited-benefit", words.to_owned())], "{text}");
        }
        for text in [
            "Ask for help with the pain.",
            "Your GP or nurse can help with symptoms that stay.",
            "Find out what works for your pain.",
            "What helps with pain?",
            "She works for a pain clinic.",
            "Buy something that helps with sleep.",
            "Nothing works for this pain.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
