//! The dose of an exercise in plain words.
//!
//! Sentences are short, ranges are written with "to", and numbers are numerals. This module knows nothing
//! but the numbers of an exercise.

use std::fmt::Display;

use super::exercise::{Exercise, Side};
use super::range::Range;
use crate::data::Spanned;

/// What a sentence of a dose is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
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

/// How much of `exercise` to do: "Hold for 20 to 30 seconds. Repeat 2 to 3 times." Empty where it has no
/// numbers. Plain text, not Markdown.
#[must_use]
pub fn dose(exercise: &Exercise) -> String {
    let sentences: Vec<String> = sentences(exercise).into_iter().map(|(_, sentence)| sentence).collect();
    sentences.join(" ")
}

/// The sentences of [`dose`], each with what it is about.
#[must_use]
pub fn sentences(exercise: &Exercise) -> Vec<(About, String)> {
    let mut sentences: Vec<(About, String)> = Vec::new();
    let note = exercise.hold_note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    let mut remark = None;
    match (exercise.hold.as_ref().map(|hold| &hold.value), note) {
        (Some(hold), note) => {
            sentences.push((About::Hold, format!("Hold for {}.", counted(hold, "second", "seconds"))));
            remark = note;
        }
        // Words in place of a number go on from "Hold for"; a sentence stands alone.
        (None, Some(words)) if words.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) => {
            sentences.push((About::Hold, sentence(&format!("Hold for {words}"))));
        }
        (None, words) => remark = words,
    }
    sentences.extend(repeats(exercise).map(|text| (About::Repeats, text)));
    if let Some(sets) = &exercise.sets {
        sentences.push((About::Sets, format!("Do {}.", counted(&sets.value, "set", "sets"))));
    }
    if let Some(rest) = exercise.rest.as_ref().filter(|rest| rest.max().get() > 0) {
        let between = if exercise.sets.as_ref().is_some_and(|sets| sets.value.max().get() > 1) {
            "sets"
        } else {
            "repeats"
        };
        let rest = counted(rest, "second", "seconds");
        sentences.push((About::Rest, format!("Rest for {rest} between {between}.")));
    }
    sentences.extend(frequency(exercise).map(|text| (About::Frequency, text)));
    if let Some(weeks) = &exercise.weeks {
        sentences.push((About::Weeks, format!("Keep going for {}.", counted(weeks, "week", "weeks"))));
    }
    sentences.extend(remark.map(|note| (About::Remark, sentence(note))));
    sentences
}

fn repeats(exercise: &Exercise) -> Option<String> {
    let Some(Spanned { value: reps, .. }) = &exercise.reps else {
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
    let times = exercise.times_per_day.as_ref().map(|Spanned { value: times, .. }| {
        if is_one(times) { "once a day".to_owned() } else { format!("{} times a day", times.text()) }
    });
    let days = exercise.days_per_week.as_ref().map(|Spanned { value: days, .. }| {
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

#[cfg(test)]
mod tests {
    use crate::table::{built_in, rows};

    /// The dose of an exercise with these `fields`, as TOML.
    fn dose_of(fields: &str) -> String {
        let text = format!("[[exercise]]\nname = \"A\"\nsteps = [\"x\"]\n{fields}\n");
        let file = crate::source::File {
            path: "content/exercises.toml".into(),
            content: crate::source::Content::Text(text.into()),
            origin: crate::source::Origin::Site,
        };
        let (rows, diagnostics) = rows(&file, built_in());
        assert_eq!(diagnostics, [], "{fields}");
        super::dose(rows[0].get().expect("an exercise"))
    }

    #[test]
    fn a_dose_reads_as_plain_sentences() {
        for (fields, expected) in [
            ("", ""),
            ("side = 'each'", ""),
            ("rest = 0", ""),
            ("hold = '20-30'\nreps = '2-3'", "Hold for 20 to 30 seconds. Repeat 2 to 3 times."),
            ("hold = 1\nreps = 1", "Hold for 1 second. Do this once."),
            ("hold = '1-2'\nreps = '1-2'", "Hold for 1 to 2 seconds. Repeat 1 to 2 times."),
            ("hold = 5\nside = 'each'", "Hold for 5 seconds. Do this on each side."),
            ("hold = 5\nside = 'alternate'", "Hold for 5 seconds. Change sides each time."),
            ("hold = 5\nhold_note = 'stop if it hurts'", "Hold for 5 seconds. Stop if it hurts."),
            (
                "hold = 5\nreps = 2\nhold_note = 'Or \"a few\".'",
                "Hold for 5 seconds. Repeat 2 times. Or \"a few\".",
            ),
            ("hold_note = 'a few seconds'", "Hold for a few seconds."),
            ("hold_note = 'Breathe out slowly.'", "Breathe out slowly."),
            ("reps = 10\nside = 'each'", "Repeat 10 times on each side."),
            ("reps = 1\nside = 'each'", "Do this once on each side."),
            ("reps = 10\nside = 'each'\nreps_per_side = false", "Repeat 10 times in all, half on each side."),
            ("reps = 10\nside = 'alternate'", "Repeat 10 times, changing sides each time."),
            ("reps = 1\nside = 'alternate'", "Do this once."),
            (
                "reps = 10\nside = 'alternate'\nreps_per_side = true",
                "Repeat 10 times on each side, changing sides each time.",
            ),
            ("reps = 1\nside = 'alternate'\nreps_per_side = true", "Do this once on each side."),
            ("sets = 1", "Do 1 set."),
            (
                "reps = 8\nsets = '2-3'\nrest = 60",
                "Repeat 8 times. Do 2 to 3 sets. Rest for 60 seconds between sets.",
            ),
            (
                "reps = 8\nsets = 1\nrest = '1-2'",
                "Repeat 8 times. Do 1 set. Rest for 1 to 2 seconds between repeats.",
            ),
            ("rest = 1", "Rest for 1 second between repeats."),
            ("times_per_day = 1", "Do this once a day."),
            ("times_per_day = '1-2'", "Do this 1 to 2 times a day."),
            ("days_per_week = 1", "Do this on 1 day a week."),
            ("days_per_week = '3-5'", "Do this on 3 to 5 days a week."),
            ("days_per_week = 7", "Do this every day."),
            ("days_per_week = '5-7'", "Do this on 5 to 7 days a week."),
            ("times_per_day = 2\ndays_per_week = 7", "Do this 2 times a day, every day."),
            ("times_per_day = 1\ndays_per_week = 7", "Do this once a day, every day."),
            ("times_per_day = 2\ndays_per_week = 3", "Do this 2 times a day, on 3 days a week."),
            ("weeks = 1", "Keep going for 1 week."),
            ("weeks = '4-6'", "Keep going for 4 to 6 weeks."),
        ] {
            assert_eq!(dose_of(fields), expected, "{fields}");
        }
    }

    #[test]
    fn every_field_has_its_sentence_and_no_sentence_is_long() {
        let dose = dose_of(
            "hold = '20-30'\nhold_note = 'Breathe.'\nreps = '10-12'\nside = 'alternate'\nreps_per_side = true\n\
             sets = '2-3'\nrest = '30-60'\ntimes_per_day = '1-2'\ndays_per_week = '3-5'\nweeks = '4-6'",
        );
        let sentences: Vec<&str> = dose.split_inclusive(". ").collect();
        assert_eq!(sentences.len(), 7, "{dose}");
        for sentence in sentences {
            assert!(sentence.split_whitespace().count() <= 20, "{sentence}");
        }
    }
}
