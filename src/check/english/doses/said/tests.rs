//! What is a dose, and what only looks like one.

use super::*;

fn said(text: &str) -> Vec<(Measure, u32, u32, String)> {
    let prose = Prose::markdown(text, 0, &"content/a.md".into());
    let text = Text::new(&prose);
    let all = text.sentences_and_words_with(0, 0).flat_map(|(.., words)| doses(&prose, words));
    all.map(|said| (said.measure, said.from, said.to, prose.slice(said.at).to_owned())).collect()
}

fn one(text: &str) -> (Measure, u32, u32) {
    match said(text)[..] {
        [(measure, from, to, _)] => (measure, from, to),
        ref all => panic!("{text}: {all:?}"),
    }
}

#[test]
fn numbers_are_read_with_what_they_count() {
    assert_eq!(
        said("Hold for 20 to 30 seconds and repeat 3 times."),
        [(Measure::Hold, 20, 30, "20 to 30 seconds".into()), (Measure::Reps, 3, 3, "3 times".into())]
    );
    assert_eq!(
        said("Do two sets, 3 times a day."),
        [(Measure::Sets, 2, 2, "two sets".into()), (Measure::PerDay, 3, 3, "3 times a day".into())]
    );
    assert_eq!(said("Use it for 20 minutes."), [(Measure::Minutes, 20, 20, "20 minutes".into())]);
}

#[test]
fn ranges_and_units_are_recognized_in_every_form() {
    for text in [
        "Hold for 20-30s.",
        "Hold for 20-30 seconds.",
        "Hold for 20–30 seconds.",
        "Hold for 20 – 30 secs.",
        "A 20-30-second hold.",
    ] {
        assert_eq!(one(text), (Measure::Hold, 20, 30), "{text}");
    }
    assert_eq!(one("Hold it for half a minute."), (Measure::Hold, 30, 30));
    assert_eq!(one("Hold it for a minute."), (Measure::Minutes, 1, 1));
    assert_eq!(one("Leave it on for half an hour."), (Measure::Minutes, 30, 30));
    assert_eq!(one("Keep the warm pack on for 30 minutes."), (Measure::Minutes, 30, 30));
    assert_eq!(one("Use it for 1 to 2 hours."), (Measure::Minutes, 60, 120));
    assert_eq!(one("Do this once a day."), (Measure::PerDay, 1, 1));
    assert_eq!(one("Do this once or twice daily."), (Measure::PerDay, 1, 2));
    assert_eq!(one("Do this three times every day."), (Measure::PerDay, 3, 3));
    assert_eq!(one("Do this 3 times a week."), (Measure::PerWeek, 3, 3));
}

#[test]
fn a_maximum_is_a_dose_of_minutes() {
    for text in [
        "Use it for up to 30 minutes.",
        "Do not use it for more than 30 minutes.",
        "Never leave it on for longer than 30 minutes.",
        "Use it for at most 30 minutes.",
    ] {
        assert_eq!(one(text), (Measure::Minutes, 30, 30), "{text}");
    }
}

#[test]
fn an_interval_a_pause_or_a_goal_is_not_a_dose() {
    for text in [
        "It takes 30 seconds to read this.",
        "Rest for 20 minutes.",
        "Do not use the cold pack for 25 minutes.",
        "Wait for at least 20 minutes before you use it.",
        "Hold, then rest for 60 seconds.",
        "Go on when you can hold it for 60 seconds.",
        "Start by holding it for 5 seconds.",
        "If that is too long, hold it for 10 seconds.",
        "Leave 2 hours between uses.",
        "Leave it to cool for 30 minutes.",
        "Use it, and then walk for 60 minutes.",
        "In a trial, people held it for 60 seconds.",
        "Stay still, and breathe in and out 5 times.",
        "It is 5 times as strong.",
        "Once you feel better, go on.",
        "Hold it for a minute or two.",
        "Breathe 5 times a minute.",
    ] {
        assert_eq!(said(text), [], "{text}");
    }
    assert_eq!(said("Do not bounce, and use it for 20 minutes.").len(), 1);
}
