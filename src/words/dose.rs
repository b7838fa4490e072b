//! How much of an exercise to do, in sentences.
//!
//! A dose is numbers. `RULES` says which sentences they make, for every language; the words of each sentence are a
//! message in the table `[dose]`. Scripts in pages get the same rules and the same messages (see `Messages::script_dose`), so
//! that a reader who changes a number reads what the page would say of it.

use serde::Serialize;

use super::plural::CountRange;
use super::{Filling, Messages};

/// The numbers of a dose.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dose<'a> {
    /// How long to hold, in seconds.
    pub hold: Option<CountRange>,
    /// How many times to do it.
    pub reps: Option<CountRange>,
    /// How many sets of these.
    pub sets: Option<CountRange>,
    /// How long to rest between sets, or else between repeats, in seconds.
    pub rest: Option<CountRange>,
    /// How many times a day to do it all.
    pub times: Option<CountRange>,
    /// On how many days a week.
    pub days: Option<CountRange>,
    /// For how many weeks.
    pub weeks: Option<CountRange>,
    /// Whether there is a left and a right.
    pub side: Sidedness,
    /// Whether `reps` counts one side alone.
    pub is_per_side: bool,
    /// What the author says of the hold; without `hold`, words in place of its number.
    pub note: Option<&'a str>,
}

/// Whether an exercise has a left and a right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sidedness {
    /// It has none.
    #[default]
    None,
    /// All on one side, then all on the other.
    Each,
    /// One side after the other.
    Alternate,
}

/// What a sentence of a dose is about. There is at most one sentence about each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DoseAspect {
    /// How long to hold.
    Hold,
    /// How many times to do it, and on which side.
    Repeats,
    /// How many sets.
    Sets,
    /// How long to rest.
    Rest,
    /// How often in a day and a week.
    Frequency,
    /// For how many weeks.
    Weeks,
    /// What the author adds about the hold.
    Remark,
}

/// A number of a dose, called as pages call it in `data-` attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum DoseNumber {
    Hold,
    Reps,
    Sets,
    Rest,
    Times,
    Days,
    Weeks,
}

/// What has to be true of a dose.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
enum When {
    /// The number is given.
    Has(DoseNumber),
    /// It is not.
    Lacks(DoseNumber),
    /// It is more than this, at most.
    Over(DoseNumber, u32),
    /// It is this, or from this on.
    From(DoseNumber, u32),
    /// Its side is this.
    Side(Sidedness),
    /// Whether repeats count one side alone.
    PerSide(bool),
    /// Whether there is a note.
    Note(bool),
    /// Whether the note goes on from "Hold for": it starts with a small letter or a digit.
    GoesOn(bool),
}

/// A part of a sentence: a message, and the number in its placeholder `n`.
#[derive(Clone, Copy, Debug, Serialize)]
struct Phrase {
    say: &'static str,
    n: Option<DoseNumber>,
}

/// A sentence, and when it is said. Of those about one thing, the first that applies is.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct SentenceRule {
    about: DoseAspect,
    when: &'static [When],
    /// A message of `[dose]`; without it, the note is a sentence of its own.
    say: Option<&'static str>,
    /// The number in its placeholder `n`.
    n: Option<DoseNumber>,
    /// What is in its other placeholders.
    placeholders: &'static [(&'static str, Phrase)],
}

/// A sentence with a number.
const fn counted(about: DoseAspect, when: &'static [When], say: &'static str, n: DoseNumber) -> SentenceRule {
    SentenceRule { about, when, say: Some(say), n: Some(n), placeholders: &[] }
}

/// A sentence without one.
const fn plain(about: DoseAspect, when: &'static [When], say: &'static str) -> SentenceRule {
    SentenceRule { about, when, say: Some(say), n: None, placeholders: &[] }
}

const TIMES: (&str, Phrase) = ("when", Phrase { say: "times_a_day", n: Some(DoseNumber::Times) });
const DAYS: Phrase = Phrase { say: "days_a_week", n: Some(DoseNumber::Days) };
const DAILY: Phrase = Phrase { say: "every_day", n: None };

/// The sentences of a dose, in order.
static RULES: &[SentenceRule] = {
    use DoseAspect::{Frequency, Hold, Remark, Repeats, Rest, Sets, Weeks};
    use When::{From, GoesOn, Has, Lacks, Over, PerSide};
    const NO_SIDE: When = When::Side(Sidedness::None);
    const EACH: When = When::Side(Sidedness::Each);
    const IN_TURN: When = When::Side(Sidedness::Alternate);
    const REPS: When = Has(DoseNumber::Reps);
    const NO_REPS: When = Lacks(DoseNumber::Reps);
    const HOLD: When = Has(DoseNumber::Hold);
    const SETS: When = Has(DoseNumber::Sets);
    const NOTE: When = When::Note(true);
    &[
        counted(Hold, &[HOLD], "hold", DoseNumber::Hold),
        plain(Hold, &[GoesOn(true)], "hold_words"),
        counted(Repeats, &[REPS, NO_SIDE], "repeat", DoseNumber::Reps),
        counted(Repeats, &[REPS, EACH, PerSide(true)], "repeat_each_side", DoseNumber::Reps),
        counted(Repeats, &[REPS, EACH], "repeat_halved", DoseNumber::Reps),
        counted(Repeats, &[REPS, IN_TURN, PerSide(true)], "repeat_each_side_in_turn", DoseNumber::Reps),
        counted(Repeats, &[REPS, IN_TURN], "repeat_in_turn", DoseNumber::Reps),
        // Without any other number "change sides" would be a dose of its own.
        plain(Repeats, &[NO_REPS, EACH, HOLD], "each_side"),
        plain(Repeats, &[NO_REPS, EACH, SETS], "each_side"),
        plain(Repeats, &[NO_REPS, EACH, NOTE], "each_side"),
        plain(Repeats, &[NO_REPS, IN_TURN, HOLD], "in_turn"),
        plain(Repeats, &[NO_REPS, IN_TURN, SETS], "in_turn"),
        plain(Repeats, &[NO_REPS, IN_TURN, NOTE], "in_turn"),
        counted(Sets, &[SETS], "sets", DoseNumber::Sets),
        counted(
            Rest,
            &[Over(DoseNumber::Rest, 0), Over(DoseNumber::Sets, 1)],
            "rest_between_sets",
            DoseNumber::Rest,
        ),
        counted(Rest, &[Over(DoseNumber::Rest, 0)], "rest_between_repeats", DoseNumber::Rest),
        SentenceRule {
            placeholders: &[TIMES, ("days", DAILY)],
            ..plain(Frequency, &[Has(DoseNumber::Times), From(DoseNumber::Days, 7)], "often_on_days")
        },
        SentenceRule {
            placeholders: &[TIMES, ("days", DAYS)],
            ..plain(Frequency, &[Has(DoseNumber::Times), Has(DoseNumber::Days)], "often_on_days")
        },
        SentenceRule { placeholders: &[TIMES], ..plain(Frequency, &[Has(DoseNumber::Times)], "often") },
        SentenceRule {
            placeholders: &[("when", DAILY)],
            ..plain(Frequency, &[From(DoseNumber::Days, 7)], "often")
        },
        SentenceRule {
            placeholders: &[("when", DAYS)],
            ..plain(Frequency, &[Has(DoseNumber::Days)], "often")
        },
        counted(Weeks, &[Has(DoseNumber::Weeks)], "weeks", DoseNumber::Weeks),
        SentenceRule { about: Remark, when: &[HOLD, NOTE], say: None, n: None, placeholders: &[] },
        SentenceRule { about: Remark, when: &[NOTE, GoesOn(false)], say: None, n: None, placeholders: &[] },
    ]
};

/// The rules, for scripts.
pub(super) fn rules() -> &'static [SentenceRule] {
    RULES
}

impl Dose<'_> {
    fn amount(&self, field: DoseNumber) -> Option<CountRange> {
        match field {
            DoseNumber::Hold => self.hold,
            DoseNumber::Reps => self.reps,
            DoseNumber::Sets => self.sets,
            DoseNumber::Rest => self.rest,
            DoseNumber::Times => self.times,
            DoseNumber::Days => self.days,
            DoseNumber::Weeks => self.weeks,
        }
    }

    /// The note without space around it; `None` where nothing is left.
    fn note(&self) -> Option<&str> {
        self.note.map(str::trim).filter(|note| !note.is_empty())
    }

    fn is(&self, when: &When) -> bool {
        match *when {
            When::Has(field) => self.amount(field).is_some(),
            When::Lacks(field) => self.amount(field).is_none(),
            When::Over(field, number) => self.amount(field).is_some_and(|amount| amount.max > number),
            When::From(field, number) => self.amount(field).is_some_and(|amount| amount.min == number),
            When::Side(side) => self.side == side,
            When::PerSide(is_per_side) => self.is_per_side == is_per_side,
            When::Note(is_there) => self.note().is_some() == is_there,
            When::GoesOn(goes_on) => self.note().is_some_and(|note| self::goes_on(note) == goes_on),
        }
    }
}

/// Whether `note` goes on from "Hold for", rather than being a sentence.
fn goes_on(note: &str) -> bool {
    note.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
}

/// How much to do: "Hold for 20 to 30 seconds. Repeat 2 to 3 times." Empty where there are no numbers. Plain text.
#[must_use]
pub fn dose(words: &Messages, dose: &Dose<'_>) -> String {
    let sentences: Vec<String> = sentences(words, dose).into_iter().map(|(_, sentence)| sentence).collect();
    sentences.join(words.text("list.sentence"))
}

/// The sentences of [`dose`], each with what it is about.
#[must_use]
pub fn sentences(words: &Messages, dose: &Dose<'_>) -> Vec<(DoseAspect, String)> {
    let mut sentences: Vec<(DoseAspect, String)> = Vec::new();
    for rule in RULES {
        let is_said = sentences.last().is_some_and(|(about, _)| *about == rule.about);
        if !is_said && rule.when.iter().all(|when| dose.is(when)) {
            sentences.push((rule.about, said(words, dose, rule)));
        }
    }
    sentences
}

fn said(words: &Messages, dose: &Dose<'_>, rule: &SentenceRule) -> String {
    let note = dose.note().unwrap_or("");
    let Some(key) = rule.say else { return sentence(note) };
    let number =
        |n: Option<DoseNumber>| n.and_then(|field| Some(("n", Filling::Number(dose.amount(field)?))));
    let phrases: Vec<(&str, String)> = rule
        .placeholders
        .iter()
        .map(|(placeholder, phrase)| {
            (*placeholder, words.say(&message(phrase.say), number(phrase.n).as_slice()))
        })
        .collect();
    let mut fillings: Vec<(&str, Filling<'_>)> = vec![("words", note.into())];
    fillings.extend(number(rule.n));
    fillings.extend(phrases.iter().map(|(placeholder, phrase)| (*placeholder, Filling::from(phrase))));
    let mut said = words.say(&message(key), &fillings);
    // A note may bring the end of the sentence along.
    if rule.about == DoseAspect::Hold && rule.n.is_none() && is_ended(note) && said.ends_with('.') {
        said.pop();
    }
    said
}

fn message(name: &str) -> String {
    format!("dose.{name}")
}

/// `text` with a capital at its start and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if !is_ended(text) {
        sentence.push('.');
    }
    sentence
}

fn is_ended(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::{CountRange, Dose, DoseAspect, Sidedness};
    use crate::words::{Messages, dose};

    fn range(min: u32, max: u32) -> Option<CountRange> {
        Some(CountRange { min, max })
    }

    #[test]
    fn every_field_has_its_sentence_and_no_sentence_is_long() {
        let all = Dose {
            hold: range(20, 30),
            reps: range(10, 12),
            sets: range(2, 3),
            rest: range(30, 60),
            times: range(1, 2),
            days: range(3, 5),
            weeks: range(4, 6),
            side: Sidedness::Alternate,
            is_per_side: true,
            note: Some("Breathe."),
        };
        let sentences = dose::sentences(&Messages::english(), &all);
        assert_eq!(sentences.len(), 7, "{sentences:?}");
        for (_, sentence) in sentences {
            assert!(sentence.split_whitespace().count() <= 20, "{sentence}");
        }
    }

    #[test]
    fn words_in_place_of_a_number_keep_their_own_end() {
        for (note, said) in [
            ("a few seconds", "Hold for a few seconds."),
            ("as long as you can!", "Hold for as long as you can!"),
            ("what feels like “a while.”", "Hold for what feels like “a while.”"),
            ("3 breaths", "Hold for 3 breaths."),
        ] {
            let one = Dose { note: Some(note), ..Dose::default() };
            assert_eq!(dose::sentences(&Messages::english(), &one), [(DoseAspect::Hold, said.to_owned())]);
        }
    }
}
