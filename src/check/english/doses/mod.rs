//! Compares doses in running text with those of the rows they refer to.

mod amount;
mod said;

use std::ops::Range;
use std::sync::Arc;

use super::plain_language::Text;
use crate::check::article::Scope;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::kind::{DeclaredBy, Kind, Role};
use crate::link::World;
use crate::site::rows::RowId;
use crate::table::{Question, Row, Table};
use crate::trace::{Notes, Read};

pub(in crate::check) use self::said::{DoseMention, amounts, counted_words, counts, said};
use self::said::{Measure, StatedDose};

rules! {
    /// The text gives a dose that differs from that of its row.
    ///
    /// What it does: reads "hold for 30 seconds", "a minute", "repeat 10 times", "2 sets", "twice a day", "3 times a
    /// week", "for 20 minutes", and compares the numbers with those of the row. In articles and answers it reads
    /// sentences that name an exercise or remedy of the same folder, show it with `:exercise` or `:remedy`, refer
    /// with "it" to one that the paragraph names, or are under a heading or question that names it. In a row's own
    /// steps, tips and advice it reads every sentence. The same holds for rows of a site's own tables: what they say is in
    /// their fields with the roles `dose` and `frequency` that are durations, or count seconds, minutes, repeats, sets, times a
    /// day or days a week. A field whose name starts with `max_` is the most, and less is fine.
    ///
    /// Why: readers who find two doses trust neither, or use the wrong one.
    ///
    /// ```text
    /// Bad, if the row says `hold = "20-30"`: Hold the bridge for 1 minute.
    /// Good: Hold the bridge for 20 to 30 seconds. Better: leave out the number, the row prints it.
    /// ```
    ///
    /// Source: ours.
    DOSE_DIFFERS = "dose-differs", Tables, Error;
}

/// The fields of rows of balm's own kinds that say how to do or use something.
const OWN: [&str; 5] = ["summary", "steps", "tips", "how_to_use", "cautions"];

/// The names of a folder's rows, in lower case.
struct RowNames(Vec<(RowId, String)>);

impl RowNames {
    fn of(world: &World, folder: &str) -> RowNames {
        let rows = &world.site.rows;
        let kinds = world.site.config.kinds.iter().filter(|kind| has_dose(kind));
        let called = kinds
            .flat_map(|kind| rows.of(kind))
            .filter(|&id| rows.row(id).folder() == folder)
            .flat_map(|id| called(rows.row(id)).map(move |name| (id, name)));
        RowNames(called.collect())
    }

    /// The row named last in `text` before byte `at`, or else the first.
    fn named(&self, text: &str, at: usize) -> Option<RowId> {
        let mut found: Vec<(Range<usize>, RowId)> = Vec::new();
        for (id, name) in &self.0 {
            found.extend(whole(text, name).map(|at| (at, *id)));
        }
        // One name may be part of another.
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

/// Whether rows of `kind` have fields for a dose.
fn has_dose(kind: &Kind) -> bool {
    kind.with_role(Role::Dose).chain(kind.with_role(Role::Frequency)).next().is_some()
}

/// Whether the field at `path` of `kind` says how to do or use something. Of fields that a site declares, those do that mean
/// nothing else.
fn says_how(kind: &Kind, path: &str) -> bool {
    match kind.field(path) {
        Some(field) if field.origin == DeclaredBy::BuiltIn => OWN.contains(&path),
        Some(field) => field.role.is_none_or(|role| matches!(role, Role::Dose | Role::Caution)),
        None => false,
    }
}

/// The names of `row`, in lower case.
fn called(row: &Row) -> impl Iterator<Item = String> {
    let names = std::iter::once(row.name().value.as_str()).chain(row.also_called());
    names.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty())
}

/// Where `name` occurs in `text` as whole words, singular or plural.
fn whole<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(name).map(|(at, name)| at..at + name.len()).filter(move |at| {
        let after = &text[at.end..];
        let ends = !joins(after.chars().next()) || (after.starts_with('s') && !joins(after.chars().nth(1)));
        ends && !joins(text[..at.start].chars().next_back())
    })
}

/// Compares the doses in an article with the rows of its folder and those it shows.
pub(in crate::check) fn article(
    world: &World,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    against_rows(world, &scope.reading.doses, scope.folder, &scope.article.file, notes, diagnostics);
}

/// Compares `doses` of `file` with the rows they refer to.
fn against_rows(
    world: &World,
    doses: &[DoseMention],
    folder: &str,
    file: &FileName,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if doses.is_empty() {
        return;
    }
    let rows = &world.site.rows;
    notes.add(|| Read::Called(folder.into()));
    let names = RowNames::of(world, folder);
    for dose in doses {
        let linked = dose.linked.as_ref().and_then(|id| {
            notes.add(|| Read::Row(id.as_str().into()));
            rows.find(id).filter(|&id| has_dose(&rows.row(id).kind))
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
        let Some(written) = RowMeasure::of(row, &dose.said).filter(|written| written.differs(&dose.said))
        else {
            continue;
        };
        // A row's digest does not include its place in the file.
        notes.add(|| Read::Text(Arc::clone(row.file())));
        let message =
            format!("the text says {}, and the row `{}` says {}", dose.words, row.id.value, written.text);
        diagnostics.push(told(file, dose, message, row, written));
    }
}

/// Whether a dose whose sentence names no row can refer to the one named by its paragraph or heading.
fn is_of_it(said: &StatedDose) -> bool {
    said.measure != Measure::Minutes || said.is_of_it
}

/// Compares what the cells of a row say with its own dose, and what an answer says with the rows of its folder. Each
/// cell comes with the name of its field.
pub(in crate::check) fn row<'a>(
    world: &World,
    table: &Table,
    row: &Row,
    cells: impl Iterator<Item = (&'a str, &'a Text<'a>)>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (field, text) in cells {
        let is_answer = row.is::<Question>() && field == "answer";
        if !(is_answer || has_dose(&row.kind) && says_how(&row.kind, field)) {
            continue;
        }
        let mut doses = said(text, &[]);
        if is_answer {
            for dose in doses.iter_mut().filter(|dose| dose.heading.is_empty()) {
                dose.heading = row.name().value.to_ascii_lowercase();
            }
            against_rows(world, &doses, row.folder(), row.file(), notes, diagnostics);
            continue;
        }
        for dose in &doses {
            let is_of_another = |other: &Row| {
                other.id != row.id && called(other).any(|name| whole(&dose.sentence, &name).next().is_some())
            };
            // "Breathe in 3 times" is not the dose of the exercise.
            let is_part = dose.said.measure == Measure::Reps && !dose.said.is_repeated;
            let written = RowMeasure::of(row, &dose.said).filter(|written| written.differs(&dose.said));
            // "Hold for 2 seconds, lift, hold for 20 seconds": the one that agrees is the dose.
            let is_phase = || {
                let of_sentence = doses.iter().filter(|other| other.sentence == dose.sentence);
                of_sentence
                    .filter_map(|other| Some((RowMeasure::of(row, &other.said)?, &other.said)))
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

fn told(
    file: &FileName,
    dose: &DoseMention,
    message: String,
    row: &Row,
    written: RowMeasure<'_>,
) -> Diagnostic {
    Diagnostic::new(
        &DOSE_DIFFERS,
        Place::new(file, dose.span.clone()),
        message,
        "correct the one that is wrong, or leave the number out of the text: the row prints it",
    )
    .also(Place::new(row.file(), written.span), "what the row says")
}

/// What a row says about a measure.
struct RowMeasure<'a> {
    field: &'a str,
    text: String,
    from: u32,
    to: u32,
    span: Range<usize>,
    /// How many of the row's units make one of the text's.
    each: u32,
}

impl<'a> RowMeasure<'a> {
    /// What `row` says about the measure of `said`.
    fn of(row: &'a Row, said: &StatedDose) -> Option<RowMeasure<'a>> {
        // "6 times a week" may be twice on each of 3 days.
        if said.measure == Measure::PerWeek
            && amount::all(row).any(|amount| amount.counts == amount::DoseUnit::TimesADay && amount.to > 1)
        {
            return None;
        }
        let (each, amount) = amount::all(row).find_map(|amount| Some((amount.each_for(said)?, amount)))?;
        // A time shorter than the longest is fine; and if the longest is a range, a limit in the text may be above it.
        let is_most = amount.field.name.starts_with("max_");
        if is_most && amount.from < amount.to && said.is_ceiling {
            return None;
        }
        let text = if is_most { format!("{} at most", amount.text) } else { amount.text };
        let from = if is_most { 0 } else { amount.from };
        Some(RowMeasure {
            field: &amount.field.name,
            text,
            from,
            to: amount.to,
            span: amount.cell.span.clone(),
            each,
        })
    }

    fn differs(&self, said: &StatedDose) -> bool {
        said.from.saturating_mul(self.each) < self.from || said.to.saturating_mul(self.each) > self.to
    }
}
