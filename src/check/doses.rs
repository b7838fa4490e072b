//! A dose in running text is that of the row it speaks of.

use std::ops::Range;
use std::sync::Arc;

use super::Scope;
use super::plain_language::{Text, traits};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::link::Linker;
use crate::prose::{Block, Kind as BlockKind, Prose};
use crate::site::rows::RowId;
use crate::table::{Fields, Kind, Row};
use crate::trace::{Notes, Read};

rules! {
    Tables;
    /// The text gives a dose that differs from the row it speaks of.
    ///
    /// What it does: reads "hold for 30 seconds", "repeat 10 times", "2 sets", "3 times a day", "for 20 minutes" in
    /// sentences that name an exercise or remedy of the same folder, or stand under a heading that does, and holds the
    /// numbers against the row's.
    ///
    /// Why: a reader who meets two doses trusts neither, or takes the wrong one.
    ///
    /// ```text
    /// Bad, where the row says `hold = "20-30"`: Hold the bridge for 60 seconds.
    /// Good: Hold the bridge for 20 to 30 seconds. Better: leave the number out, the row prints it.
    /// ```
    ///
    /// Source: ours.
    DOSE_DIFFERS = "dose-differs", Error;
}

/// The words after a number of seconds.
const SECONDS: [&str; 4] = ["second", "seconds", "sec", "secs"];
/// The words after a number of repeats.
const TIMES: [&str; 5] = ["times", "repeats", "repetitions", "reps", "time"];
/// The words after a number of sets.
const SETS: [&str; 2] = ["set", "sets"];
/// The words after a number of minutes.
const MINUTES: [&str; 4] = ["minute", "minutes", "mins", "min"];

/// The words by which doses are found.
pub(super) fn counted_words() -> impl Iterator<Item = &'static str> {
    SECONDS.into_iter().chain(TIMES).chain(SETS).chain(MINUTES)
}

/// What a number in a text is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    /// Seconds that a position is held.
    Hold,
    /// How often it is repeated.
    Reps,
    /// How many sets.
    Sets,
    /// Times a day.
    PerDay,
    /// Minutes that a remedy is used.
    Minutes,
}

/// A dose in a text, with what says which row it speaks of.
#[derive(Debug)]
pub(super) struct Dose {
    said: Said,
    /// Where it stands, in bytes of the article's file.
    span: Range<usize>,
    words: String,
    /// The sentence it stands in, in small letters.
    sentence: String,
    /// The heading above it, in small letters.
    heading: String,
}

/// A dose as a text gives it.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    measure: Measure,
    from: u32,
    to: u32,
    /// Where it stands, in bytes of the prose's text.
    at: Range<usize>,
}

/// Finds the doses in a text.
pub(super) fn said(text: &Text<'_>) -> Vec<Dose> {
    let prose = text.prose;
    let mut found = Vec::new();
    for (number, sentence) in text.sentences_with(traits::DOSE, traits::NUMBER | traits::DIGIT) {
        let before = prose.blocks().get(..=number).unwrap_or(&[]);
        if !before.last().is_some_and(Block::is_running) {
            continue;
        }
        for said in doses(prose, sentence.clone()) {
            let heading = before.iter().rev().find(|block| matches!(block.kind, BlockKind::Heading(_)));
            let small = |range: Range<usize>| prose.slice(range).to_lowercase();
            found.push(Dose {
                span: prose.source(said.at.clone()),
                words: prose.slice(said.at.clone()).to_owned(),
                said,
                sentence: small(sentence.clone()),
                heading: heading.map(|heading| small(heading.text.clone())).unwrap_or_default(),
            });
        }
    }
    found
}

/// Holds the doses that an article gives against the rows of its folder.
pub(super) fn article(linker: &Linker, scope: &Scope<'_>, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    let doses = &scope.reading.doses;
    if doses.is_empty() {
        return;
    }
    let rows = &linker.site.rows;
    notes.add(|| Read::Called(scope.folder.into()));
    let of_folder = [Kind::Exercise, Kind::Remedy].into_iter().flat_map(|kind| rows.of(kind));
    let candidates: Vec<(RowId, String)> = of_folder
        .filter(|&id| rows.row(id).folder() == scope.folder)
        .map(|id| (id, rows.row(id).name().value.to_lowercase()))
        .collect();
    let named = |text: &str| {
        let those = candidates.iter().filter(|(_, name)| text.contains(name.as_str()));
        those.max_by_key(|(_, name)| name.len())
    };
    for dose in doses {
        let Some(&(id, _)) = named(&dose.sentence).or_else(|| named(&dose.heading)) else { continue };
        let row = rows.row(id);
        notes.add(|| Read::Row(row.id.value.as_str().into()));
        let Some((text, from, to)) = written(row, dose.said.measure) else { continue };
        if from <= dose.said.from && dose.said.to <= to {
            continue;
        }
        // A row's digest does not say where in its file it stands.
        notes.add(|| Read::Text(Arc::clone(row.file())));
        diagnostics.push(
            Diagnostic::new(
                &DOSE_DIFFERS,
                Place::new(&scope.article.file, dose.span.clone()),
                format!("the text says {}, and the row `{}` says {text}", dose.words, row.id.value),
                "mend the one that is wrong, or leave the number out of the text: the row prints it",
            )
            .also(Place::new(row.file(), row.name().span()), "the row"),
        );
    }
}

/// What `row` says of `measure`: in words, the least and the most.
fn written(row: &Row, measure: Measure) -> Option<(String, u32, u32)> {
    match (&row.fields, measure) {
        (Fields::Exercise(exercise), Measure::Hold) => {
            let hold = exercise.hold.as_ref()?;
            Some((format!("{} seconds", hold.text()), hold.min().get().into(), hold.max().get().into()))
        }
        (Fields::Exercise(exercise), Measure::Reps) => {
            let reps = exercise.reps.as_ref()?;
            Some((format!("{} times", reps.text()), reps.min().get().into(), reps.max().get().into()))
        }
        (Fields::Exercise(exercise), Measure::Sets) => {
            let sets = exercise.sets.as_ref()?;
            Some((format!("{} sets", sets.text()), sets.min().get().into(), sets.max().get().into()))
        }
        (Fields::Exercise(exercise), Measure::PerDay) => {
            let times = exercise.times_per_day.as_ref()?;
            Some((
                format!("{} times a day", times.text()),
                times.min().get().into(),
                times.max().get().into(),
            ))
        }
        // A shorter time than the longest is fine.
        (Fields::Remedy(remedy), Measure::Minutes) => {
            let time = remedy.max_time.as_ref()?;
            Some((format!("{} minutes at most", time.text()), 0, time.max().get().into()))
        }
        _ => None,
    }
}

/// The doses in a sentence.
fn doses(prose: &Prose, sentence: Range<usize>) -> Vec<Said> {
    let words: Vec<Range<usize>> = prose.words(sentence.clone()).collect();
    let text = |index: usize| words.get(index).map_or("", |word| prose.slice(word.clone()));
    let is = |index: usize, wanted: &[&str]| wanted.iter().any(|word| text(index).eq_ignore_ascii_case(word));
    // A wish or a limit is no dose: "after 10 times", "more than 20 minutes".
    let is_limit = |index: usize| {
        index > 0
            && is(
                index - 1,
                &["than", "over", "under", "after", "within", "every", "at", "to", "till", "until"],
            )
    };
    // "Do not use it for 25 minutes" is no dose either, up to where the clause ends.
    let is_denied = |index: usize| {
        let mut clause = (0..index).rev().take(8).take_while(|&at| {
            let gap = words.get(at + 1).map_or("", |next| prose.slice(words[at].end..next.start));
            !gap.contains([',', ';', ':', '–', '—', '(', ')'])
        });
        clause.any(|at| {
            is(at, &["never", "don't", "don’t"]) || (at > 0 && is(at, &["not"]) && is(at - 1, &["do"]))
        })
    };
    let holds = words.iter().enumerate().any(|(index, _)| is(index, &["hold", "stay", "keep"]));
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let Some(from) = number(text(index)) else {
            index += 1;
            continue;
        };
        let (to, next) = match (is(index + 1, &["to", "or", "and"]), number(text(index + 2))) {
            (true, Some(to)) => (to, index + 3),
            _ => (from, index + 1),
        };
        let measure = if is(next, &SECONDS) {
            holds.then_some(Measure::Hold)
        } else if is(next, &TIMES) {
            let per_day =
                is(next + 1, &["a", "per", "each"]) && is(next + 2, &["day"]) || is(next + 1, &["daily"]);
            Some(if per_day { Measure::PerDay } else { Measure::Reps })
        } else if is(next, &SETS) {
            Some(Measure::Sets)
        } else if is(next, &MINUTES) {
            Some(Measure::Minutes)
        } else {
            None
        };
        if let Some(measure) = measure.filter(|_| !is_limit(index) && !is_denied(index)) {
            let end = words.get(next).map_or(sentence.end, |word| word.end);
            found.push(Said { measure, from, to, at: words[index].start..end });
        }
        index = next;
    }
    found
}

/// The number that a word is, in digits or, up to ten, in letters.
fn number(word: &str) -> Option<u32> {
    const WORDS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let in_words = WORDS.iter().position(|name| word.eq_ignore_ascii_case(name));
    word.parse().ok().or_else(|| u32::try_from(in_words?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(Measure, u32, u32, String)> {
        let prose = Prose::markdown(text, 0, &"content/a.md".into());
        let sentences = prose.blocks().iter().flat_map(|block| prose.sentences(block).to_vec());
        let all = sentences.flat_map(|sentence| doses(&prose, sentence));
        all.map(|said| (said.measure, said.from, said.to, prose.slice(said.at).to_owned())).collect()
    }

    #[test]
    fn numbers_are_read_with_what_they_count() {
        assert_eq!(
            said("Hold for 20 to 30 seconds and repeat 3 times."),
            [(Measure::Hold, 20, 30, "20 to 30 seconds".into()), (Measure::Reps, 3, 3, "3 times".into())]
        );
        assert_eq!(
            said("Do two sets, 3 times a day."),
            [(Measure::Sets, 2, 2, "two sets".into()), (Measure::PerDay, 3, 3, "3 times".into())]
        );
        assert_eq!(said("Use it for 20 minutes."), [(Measure::Minutes, 20, 20, "20 minutes".into())]);
    }

    #[test]
    fn a_limit_is_no_dose() {
        assert_eq!(said("Rest for no more than 20 minutes."), []);
        assert_eq!(said("It takes 30 seconds to read this."), []);
        assert_eq!(said("Do not use the cold pack for 25 minutes."), []);
        assert_eq!(said("Do not bounce, and use it for 20 minutes.").len(), 1);
    }
}
