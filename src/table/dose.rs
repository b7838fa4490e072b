//! The dose of an exercise in plain words.
//!
//! Sentences are short, ranges are written with "to", and numbers are numerals. This module knows nothing
//! but the numbers of an exercise.

use std::fmt::Display;

use super::exercise::{Exercise, Side};
use super::range::Range;

/// How much of `exercise` to do: "Hold for 20 to 30 seconds. Repeat 2 to 3 times." Empty where it has no
/// numbers. Plain text, not Markdown.
#[must_use]
pub fn dose(exercise: &Exercise) -> String {
    let mut sentences: Vec<String> = Vec::new();
    let note = exercise.hold_note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let mut remark = None;
    match (&exercise.hold, note) {
        (Some(hold), note) => {
            sentences.push(format!("Hold for {}.", counted(hold, "second", "seconds")));
            remark = note;
        }
        // Words in place of a number go on from "Hold for"; a sentence stands alone.
        (None, Some(words)) if words.starts_with(char::is_lowercase) => {
            sentences.push(sentence(&format!("Hold for {words}")));
        }
        (None, words) => remark = words,
    }
    sentences.extend(repeats(exercise));
    if let Some(sets) = &exercise.sets {
        sentences.push(format!("Do {}.", counted(sets, "set", "sets")));
    }
    if let Some(rest) = exercise.rest.as_ref().filter(|rest| rest.max().get() > 0) {
        let between =
            if exercise.sets.as_ref().is_some_and(|sets| sets.max().get() > 1) { "sets" } else { "repeats" };
        sentences.push(format!("Rest for {} between {between}.", counted(rest, "second", "seconds")));
    }
    sentences.extend(frequency(exercise));
    if let Some(weeks) = &exercise.weeks {
        sentences.push(format!("Keep going for {}.", counted(weeks, "week", "weeks")));
    }
    sentences.extend(remark.map(sentence));
    sentences.join(" ")
}

fn repeats(exercise: &Exercise) -> Option<String> {
    let Some(reps) = &exercise.reps else {
        return match exercise.side {
            Side::None => None,
            // Without any other number "change sides" would be a dose of its own.
            _ if exercise.hold.is_none() && exercise.sets.is_none() && exercise.hold_note.is_none() => None,
            Side::Each => Some("Do this on each side.".into()),
            Side::Alternate => Some("Change sides each time.".into()),
        };
    };
    let times =
        if is_one(reps) { "Do this once".to_owned() } else { format!("Repeat {} times", reps.text()) };
    let sides = match (exercise.side, exercise.counts_each_side()) {
        (Side::None, _) => "",
        (Side::Each, true) => " on each side",
        (Side::Each, false) => " in all, half on each side",
        (Side::Alternate, true) if is_one(reps) => " on each side",
        (Side::Alternate, true) => " on each side, changing sides each time",
        (Side::Alternate, false) if is_one(reps) => "",
        (Side::Alternate, false) => ", changing sides each time",
    };
    Some(format!("{times}{sides}."))
}

fn frequency(exercise: &Exercise) -> Option<String> {
    let times = exercise.times_per_day.as_ref().map(|times| {
        if is_one(times) { "once a day".to_owned() } else { format!("{} times a day", times.text()) }
    });
    let days = exercise.days_per_week.as_ref().map(|days| {
        if days.min().get() == 7 {
            "every day".to_owned()
        } else {
            format!("{} a week", counted(days, "day", "days"))
        }
    });
    match (times, days) {
        (None, None) => None,
        (Some(times), None) => Some(format!("Do this {times}.")),
        (None, Some(days)) if days == "every day" => Some("Do this every day.".into()),
        (None, Some(days)) => Some(format!("Do this on {days}.")),
        (Some(times), Some(days)) if days == "every day" => Some(format!("Do this {times}, every day.")),
        (Some(times), Some(days)) => Some(format!("Do this {times}, on {days}.")),
    }
}

/// "1 second", "20 to 30 seconds".
fn counted<T: Copy + Ord + Display>(range: &Range<T>, one: &str, many: &str) -> String {
    let text = range.text();
    let noun = if text == "1" { one } else { many };
    format!("{text} {noun}")
}

fn is_one<T: Copy + Ord + Display>(range: &Range<T>) -> bool {
    range.text() == "1"
}

/// `text` with a capital at its start and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String =
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if !sentence.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
