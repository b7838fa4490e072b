//! The numbers of an exercise as a dose, which [`crate::words::dose`] puts into words.

use std::fmt::Display;

use super::exercise::{Exercise, Laterality};
use super::range::Range;
use super::whole::Whole;
use crate::words::{CountRange, dose};

/// How much of `exercise` to do.
#[must_use]
pub fn of(exercise: &Exercise) -> dose::Dose<'_> {
    let side = match exercise.sides() {
        Laterality::None => dose::Sidedness::None,
        Laterality::Each => dose::Sidedness::Each,
        Laterality::Alternate => dose::Sidedness::Alternate,
    };
    dose::Dose {
        hold: exercise.hold.as_ref().map(|hold| amount(&hold.value)),
        reps: exercise.reps.as_ref().map(|reps| amount(&reps.value)),
        sets: exercise.sets.as_ref().map(|sets| amount(&sets.value)),
        rest: exercise.rest.as_ref().map(amount),
        times: exercise.times_per_day.as_ref().map(|times| amount(&times.value)),
        days: exercise.days_per_week.as_ref().map(|days| amount(&days.value)),
        weeks: exercise.weeks.as_ref().map(amount),
        side,
        is_per_side: exercise.counts_each_side(),
        note: exercise.hold_note.as_ref().map(|note| note.value.as_str()),
    }
}

/// A range of whole numbers as an amount.
pub(super) fn amount<const MIN: u16, const MAX: u16, U>(range: &Range<Whole<MIN, MAX, U>>) -> CountRange
where
    Whole<MIN, MAX, U>: Copy + Ord + Display,
{
    CountRange { min: u32::from(range.min().get()), max: u32::from(range.max().get()) }
}

#[cfg(test)]
mod tests {
    use crate::table::{built_in, rows};
    use crate::words::Messages;
    use crate::words::dose::dose;

    /// The dose of an exercise with these `fields`, as TOML.
    fn dose_of(fields: &str) -> String {
        let text = format!("[[exercise]]\nname = \"A\"\nsteps = [\"x\"]\n{fields}\n");
        let file = crate::source::File {
            path: "content/exercises.toml".into(),
            content: crate::source::Content::Text(text.into()),
            origin: crate::source::FileOrigin::Site,
        };
        let (rows, diagnostics) = rows(&file, built_in());
        assert_eq!(diagnostics, [], "{fields}");
        dose(&Messages::english(), &super::of(rows[0].get().expect("an exercise")))
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
}
