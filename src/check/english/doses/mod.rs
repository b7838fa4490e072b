//! A dose in running text is that of the row it speaks of.

mod said;

use std::ops::Range;
use std::sync::Arc;

use super::plain_language::Text;
use crate::check::article::Scope;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::link::Linker;
use crate::site::rows::RowId;
use crate::table::{BuiltIn, Exercise, Question, Remedy, Row, Table};
use crate::trace::{Notes, Read};

pub(in crate::check) use self::said::{Dose, amounts, counted_words, counts, said};
use self::said::{Measure, Said};

rules! {
    /// The text gives a dose that differs from the row it speaks of.
    ///
    /// What it does: reads "hold for 30 seconds", "a minute", "repeat 10 times", "2 sets", "twice a day", "3 times a week", "for
    /// 20 minutes", and holds the numbers against the row's. In articles and answers it looks at sentences that name an
    /// exercise or remedy of the same folder, show it with `:exercise` or `:remedy`, say "it" of one that the paragraph names,
    /// or stand under a heading or question that names it; in a row's own steps, tips and advice it looks at all.
    ///
    /// Why: a reader who meets two doses trusts neither, or takes the wrong one.
    ///
    /// ```text
    /// Bad, where the row says `hold = "20-30"`: Hold the bridge for 1 minute.
    /// Good: Hold the bridge for 20 to 30 seconds. Better: leave the number out, the row prints it.
    /// ```
    ///
    /// Source: ours.
    DOSE_DIFFERS = "dose-differs", Tables, Error;
}

/// The fields of a row that say how to do or use what it is.
const OWN: [&str; 5] = ["summary", "steps", "tips", "how_to_use", "cautions"];

/// What the rows of a folder are called, in small letters.
struct Names(Vec<(RowId, String)>);

impl Names {
    fn of(linker: &Linker, folder: &str) -> Names {
        let rows = &linker.site.rows;
        let of_folder = rows.of(&Exercise::kind()).chain(rows.of(&Remedy::kind()));
        let called = of_folder
            .filter(|&id| rows.row(id).folder() == folder)
            .flat_map(|id| called(rows.row(id)).map(move |name| (id, name)));
        Names(called.collect())
    }

    /// The row that `text` names last before its byte `at`, or else first.
    fn named(&self, text: &str, at: usize) -> Option<RowId> {
        let mut found: Vec<(Range<usize>, RowId)> = Vec::new();
        for (id, name) in &self.0 {
            found.extend(whole(text, name).map(|at| (at, *id)));
        }
        // The name of one may be part of another's.
        let is_part = |range: &Range<usize>| {
            found.iter().any(|(other, _)| {
                other.len() > range.len() && other.start <= range.start && range.end <= other.end
            })
        };
        let mut whole: Vec<&(Range<usize>, RowId)> = found.iter().filter(|(at, _)| !is_part(at)).collect();
        whole.sort_by_key(|(at, _)| at.start);
        let before = whole.iter().rev().find(|(found, _)| found.end <= at);
        before.or(whole.first()).map(|(_, id)| *id)
    }
}

/// What `row` is called, in small letters.
fn called(row: &Row) -> impl Iterator<Item = String> {
    let names = std::iter::once(row.name().value.as_str()).chain(row.also_called());
    names.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty())
}

/// Where `name` stands in `text` as words of their own, one or many of it.
fn whole<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(name).map(|(at, name)| at..at + name.len()).filter(move |at| {
        let after = &text[at.end..];
        let ends = !joins(after.chars().next()) || (after.starts_with('s') && !joins(after.chars().nth(1)));
        ends && !joins(text[..at.start].chars().next_back())
    })
}

/// Holds the doses that an article gives against the rows of its folder, and those it shows.
pub(in crate::check) fn article(
    linker: &Linker,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    against_rows(linker, &scope.reading.doses, scope.folder, &scope.article.file, notes, diagnostics);
}

/// Holds `doses` of `file` against the rows they speak of.
fn against_rows(
    linker: &Linker,
    doses: &[Dose],
    folder: &str,
    file: &FileName,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if doses.is_empty() {
        return;
    }
    let rows = &linker.site.rows;
    notes.add(|| Read::Called(folder.into()));
    let names = Names::of(linker, folder);
    for dose in doses {
        let linked = dose.linked.as_ref().and_then(|id| {
            notes.add(|| Read::Row(id.as_str().into()));
            rows.find(id)
        });
        let named = || {
            let of_sentence = names.named(&dose.sentence, dose.offset);
            let of_paragraph = of_sentence.or_else(|| names.named(&dose.before, dose.before.len()));
            of_paragraph
                .or_else(|| names.named(&dose.heading, 0))
                .filter(|_| of_sentence.is_some() || is_of_it(&dose.said))
        };
        let Some(id) = linked.or_else(named) else { continue };
        let row = rows.row(id);
        notes.add(|| Read::Row(row.id.value.as_str().into()));
        let Some(written) = Written::of(row, &dose.said).filter(|written| written.differs(&dose.said)) else {
            continue;
        };
        // A row's digest does not say where in its file it stands.
        notes.add(|| Read::Text(Arc::clone(row.file())));
        let message =
            format!("the text says {}, and the row `{}` says {}", dose.words, row.id.value, written.text);
        diagnostics.push(told(file, dose, message, row, written));
    }
}

/// Whether a dose whose sentence names no row may be of what its paragraph or heading names.
fn is_of_it(said: &Said) -> bool {
    said.measure != Measure::Minutes || said.is_of_it
}

/// Holds what the cells of a row say against its own dose; and what an answer says against the rows of its folder. Each cell
/// comes with the field it is of.
pub(in crate::check) fn row<'a>(
    linker: &Linker,
    table: &Table,
    row: &Row,
    cells: impl Iterator<Item = (&'a str, &'a Text<'a>)>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (field, text) in cells {
        let has_dose = row.is::<Exercise>() || row.is::<Remedy>();
        let is_answer = row.is::<Question>() && field == "answer";
        let is_own = has_dose && OWN.contains(&field);
        if !is_answer && !is_own {
            continue;
        }
        let mut doses = said(text, &[]);
        if is_answer {
            for dose in doses.iter_mut().filter(|dose| dose.heading.is_empty()) {
                dose.heading = row.name().value.to_ascii_lowercase();
            }
            against_rows(linker, &doses, row.folder(), row.file(), notes, diagnostics);
            continue;
        }
        for dose in &doses {
            let is_of_another = |other: &Row| {
                other.id != row.id && called(other).any(|name| whole(&dose.sentence, &name).next().is_some())
            };
            // "Breathe in 3 times" is no dose of the whole.
            let is_part = dose.said.measure == Measure::Reps && !dose.said.is_repeated;
            let written = Written::of(row, &dose.said).filter(|written| written.differs(&dose.said));
            // "Hold for 2 seconds, lift, hold for 20 seconds": the dose is the one that agrees.
            let is_phase = || {
                let of_sentence = doses.iter().filter(|other| other.sentence == dose.sentence);
                of_sentence
                    .filter_map(|other| Some((Written::of(row, &other.said)?, &other.said)))
                    .any(|(written, said)| said.measure == dose.said.measure && !written.differs(said))
            };
            let Some(written) = written.filter(|_| !is_part && !is_phase()) else { continue };
            if table.rows.iter().any(is_of_another) {
                continue;
            }
            let message = format!(
                "this says {}, and `{}` of the same row says {}",
                dose.words, written.field, written.text
            );
            diagnostics.push(told(row.file(), dose, message, row, written));
        }
    }
}

fn told(file: &FileName, dose: &Dose, message: String, row: &Row, written: Written) -> Diagnostic {
    Diagnostic::new(
        &DOSE_DIFFERS,
        Place::new(file, dose.span.clone()),
        message,
        "mend the one that is wrong, or leave the number out of the text: the row prints it",
    )
    .also(Place::new(row.file(), written.span), "what the row says")
}

/// What a row says of a measure.
struct Written {
    field: &'static str,
    text: String,
    from: u32,
    to: u32,
    span: Range<usize>,
    /// How many of what the row counts in one of the text's is.
    each: u32,
}

impl Written {
    /// What `row` says of what `said` is of.
    fn of(row: &Row, said: &Said) -> Option<Written> {
        macro_rules! written {
            ($field:expr, $name:literal, $one:literal, $many:literal) => {{
                let given = $field.as_ref()?;
                let text = given.value.text();
                Some(Written {
                    field: $name,
                    text: if text == "1" { $one.to_owned() } else { format!($many, text) },
                    from: given.value.min().get().into(),
                    to: given.value.max().get().into(),
                    span: given.span(),
                    each: 1,
                })
            }};
        }
        if let Some(row) = row.get::<Exercise>() {
            return match said.measure {
                Measure::Hold => written!(row.hold, "hold", "1 second", "{} seconds"),
                Measure::Minutes if said.is_held => {
                    let hold = written!(row.hold, "hold", "1 second", "{} seconds")?;
                    Some(Written { each: 60, ..hold })
                }
                Measure::Reps => written!(row.reps, "reps", "once", "{} times"),
                Measure::Sets => written!(row.sets, "sets", "1 set", "{} sets"),
                Measure::PerDay => {
                    written!(row.times_per_day, "times_per_day", "once a day", "{} times a day")
                }
                // "6 times a week" may be twice on each of 3 days.
                Measure::PerWeek
                    if row.times_per_day.as_ref().is_none_or(|times| times.value.max().get() == 1) =>
                {
                    written!(row.days_per_week, "days_per_week", "1 day a week", "{} days a week")
                }
                _ => None,
            };
        }
        // A shorter time than the longest is fine; and where that is a range, what never to go beyond may be above it.
        let row = row.get::<Remedy>().filter(|_| said.measure == Measure::Minutes)?;
        let is_range = row.max_time.as_ref().is_some_and(|time| time.value.min() < time.value.max());
        if is_range && said.is_ceiling {
            return None;
        }
        let most = written!(row.max_time, "max_time", "1 minute at most", "{} minutes at most")?;
        Some(Written { from: 0, ..most })
    }

    fn differs(&self, said: &Said) -> bool {
        said.from.saturating_mul(self.each) < self.from || said.to.saturating_mul(self.each) > self.to
    }
}
