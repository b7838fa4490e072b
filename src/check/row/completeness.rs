//! What rows have to tell their reader: a complete dose, when to stop, what is known and what is not. What is asked by the roles of
//! fields is looked for in `roles`; here is what goes by more than a role.

use crate::check::english::sides;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::kind::Field;
use crate::table::exercise::{Exercise, Laterality};
use crate::table::{CellValue, Cells, Row};

rules! {
    /// An exercise does not say how much of it to do.
    ///
    /// What it does: asks for a field with the role `dose`: in exercises `reps`, `hold` or `hold_note`, in a table of a site's
    /// own what it declares.
    ///
    /// Why: "do this" is not a dose. Too little does nothing, too much hurts.
    ///
    /// ```toml
    /// # Bad: name and steps only. Good:
    /// hold = "20-30"
    /// reps = "2-3"
    /// ```
    ///
    /// Source: Consensus on Exercise Reporting Template (CERT), dosage.
    INCOMPLETE_DOSE = "incomplete-dose", Tables, Error;
    /// A row's picture has no text alternative.
    ///
    /// What it does: asks for `alt` in each row that has an `image`.
    ///
    /// Why: the picture of an exercise shows what to do, so it is never decoration. Drawings made from a `pose` come
    /// with their own text.
    ///
    /// ```toml
    /// image = "bird-dog.webp"
    /// # Bad: nothing. Good:
    /// alt = "On hands and knees, right arm and left leg stretched out level with the back."
    /// ```
    ///
    /// Source: WCAG 2.2, 1.1.1 Non-text Content.
    UNDESCRIBED_PICTURE = "undescribed-picture", Tables, Error;
    /// An exercise does not say how often to do it.
    ///
    /// What it does: asks for a field with the role `frequency`: in exercises `times_per_day` or `days_per_week`, in a table of
    /// a site's own what it declares.
    ///
    /// Why: a reader who is not told does it once, or all day. Unlike a missing amount, this is only a warning: many
    /// leaflets give no number, and an author who cannot publish without one makes one up. If your source gives none,
    /// waive the rule with that as the reason.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// times_per_day = 2
    /// ```
    ///
    /// Source: Consensus on Exercise Reporting Template (CERT), dosage.
    MISSING_FREQUENCY = "missing-frequency", Tables, Warning;
    /// An exercise does not say when to stop.
    ///
    /// What it does: asks for a field with the role `danger-sign`: in exercises `stop_if`, in a table of a site's own what it
    /// declares.
    ///
    /// Why: some pain is expected and some is a warning. Only a list lets readers tell them apart.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// stop_if = ["the pain is sharp, or more than you can bear"]
    /// ```
    ///
    /// Source: Consensus on Exercise Reporting Template (CERT), adverse events.
    MISSING_STOP_SIGNS = "missing-stop-signs", Tables, Error;
    /// An exercise's steps change sides, but its row says that it has no sides.
    ///
    /// What it does: looks for "the other side", "the opposite leg", "swap sides", "then the left", "repeat on the
    /// right" and the like in `steps` if `side` is `none`. The sides of a bed or chair do not count.
    ///
    /// Why: the dose, the drawings and the timer depend on `side`. The reader would train only one side.
    ///
    /// ```toml
    /// steps = ["Stretch one arm forward.", "Do the same with the other arm."]
    /// # Bad: side = "none"
    /// # Good:
    /// side = "each"
    /// ```
    ///
    /// Source: Consensus on Exercise Reporting Template (CERT), replicable description.
    SIDES_DIFFER = "sides-differ", Tables, Error;
    /// An exercise is held for more than 2 minutes.
    ///
    /// What it does: warns if `hold` is over 120 seconds.
    ///
    /// Why: nearly every stretch is held for 10 to 60 seconds; a longer one is often in minutes by mistake.
    ///
    /// ```toml
    /// # Bad: hold = 300
    /// # Good:
    /// hold = 30
    /// ```
    ///
    /// Source: ours.
    LONG_HOLD = "long-hold", Tables, Warning;
    /// A remedy makes a claim without a source.
    ///
    /// What it does: asks for `sources` in every `may_help`. If a remedy has none at all, it also asks for them where
    /// `summary` and `how_it_works` say that it "helps with", "is good for", "relieves" or "eases" something. In any table,
    /// a field with the role `claim` needs sources in a field with the role `source`: in its group, if the group has one, or
    /// else in the row.
    ///
    /// Why: a benefit that nobody can look up is an advert.
    ///
    /// ```toml
    /// [[remedy.may_help]]
    /// text = "Heat may ease pain for a short time."
    /// grade = "low"
    /// # Bad: sources = []
    /// # Good:
    /// sources = ["cochrane-heat-cold"]
    /// ```
    ///
    /// Source: HONcode, principle 5 (justifiability).
    UNSOURCED_CLAIM = "unsourced-claim", Tables, Error;
    /// A remedy does not say how certain the evidence is.
    ///
    /// What it does: asks for a field with the role `evidence`: in remedies `grade` under `evidence`, in a table of a site's
    /// own what it declares.
    ///
    /// Why: "may help" does not say whether that is known or hoped. "No good evidence" is an answer too.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// [remedy.evidence]
    /// grade = "low"
    /// summary = "2 small trials."
    /// ```
    ///
    /// Source: DISCERN, question 8; GRADE.
    MISSING_GRADE = "missing-grade", Tables, Error;
    /// A remedy says nothing about its risks.
    ///
    /// What it does: asks for each field with the role `caution` or `interaction`, in remedies `cautions`, `interactions`,
    /// `pregnancy` and `children`, unless its declaration says `asked = false`. If a field with one of these roles or
    /// `contraindication`, such as `side_effects` or `avoid_if`, says "none known" or the like, it asks for `sources` in the
    /// row, or a link in that field to where readers can look it up.
    ///
    /// Why: readers take what is not mentioned to be safe. "None known" is an answer, with a source.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// cautions = ["do not use heat on broken skin"]
    /// interactions = ["none known"]
    /// pregnancy = "Ask your midwife first."
    /// children = "Ask a pharmacist first."
    /// sources = ["nhs-heat"]
    /// ```
    ///
    /// Source: DISCERN, question 11.
    MISSING_SAFETY = "missing-safety", Tables, Error;
    /// Two remedies in one table or on one page must not be combined, and neither says so.
    ///
    /// What it does: compares their `classes`: sedatives with muscle relaxants or opioids, blood thinners with
    /// medicines for inflammation. One of the two has to name the other, or its class, in `interactions` or
    /// `avoid_if`, or say in `cautions` what not to take it with; that it makes drowsy says nothing about the other. Rows of a
    /// site's own tables are compared by their fields with the roles `class`, `interaction`, `contraindication` and `caution`.
    /// In languages other than English, `interactions` must not be empty. A page that shows both has to show the
    /// warning too, so a directive whose `columns` leave it out is reported.
    ///
    /// Why: readers combine remedies that they see side by side.
    ///
    /// ```toml
    /// [[remedy]]
    /// name = "Valerian"
    /// classes = ["sedative"]
    /// # Bad: interactions = []
    /// # Good:
    /// interactions = ["do not take it with muscle relaxants: both make you drowsy"]
    /// ```
    ///
    /// Source: NCCIH, fact sheets on herbs; British National Formulary, interactions.
    CLASS_CLASH = "class-clash", Tables, Error;
    /// A claim with weak evidence sounds certain.
    ///
    /// What it does: looks for "may", "might", "could", "some people" or a "no" in a claim whose grade is `low` or
    /// less. "In no time" and "no doubt" do not count. It looks at fields with the roles `claim` and `evidence`, whatever
    /// their table.
    ///
    /// Why: "eases pain" and "may ease pain" are different promises.
    ///
    /// ```toml
    /// grade = "low"
    /// # Bad: text = "Heat eases pain."
    /// # Good:
    /// text = "Heat may ease pain for a short time."
    /// ```
    ///
    /// Source: GRADE, plain language statements.
    UNHEDGED_CLAIM = "unhedged-claim", Tables, Warning;
    /// A remedy does not say what happens without it.
    ///
    /// What it does: asks for a field with the role `untreated`: in remedies `if_untreated`, in a table of a site's own what it
    /// declares.
    ///
    /// Why: most back pain gets better by itself. Readers who know that choose better.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// if_untreated = "Back pain often eases by itself within weeks."
    /// ```
    ///
    /// Source: DISCERN, question 12.
    MISSING_IF_UNTREATED = "missing-if-untreated", Tables, Warning;
}

/// The longest usual hold, in seconds.
const LONG: u16 = 120;

/// Words that make a claim as weak as its evidence.
const HEDGES: [&str; 12] = [
    "may",
    "might",
    "could",
    "some",
    "unclear",
    "unknown",
    "nobody",
    "no",
    "not",
    "little",
    "few",
    "uncertain",
];

/// Hedges that do not count before one of these words.
const FIRM: [(&str, &[&str]); 4] = [
    ("no", &["time", "doubt", "matter", "question", "wonder", "end"]),
    ("not", &["only", "just", "merely"]),
    ("few", &["seconds", "minutes", "hours", "days", "weeks"]),
    ("little", &["time"]),
];

/// Checks one row. If it is not in English, checks of words are skipped.
pub(super) fn row(row: &Row, is_english: bool, diagnostics: &mut Vec<Diagnostic>) {
    undescribed(row, &row.cells, &row.kind.fields, "", diagnostics);
    if let Some(exercise) = row.get() {
        self::exercise(exercise, row, is_english, diagnostics);
    }
}

/// Reports pictures among the `cells` of `fields` that no text beside them describes. `outer` leads to the group they are in,
/// and ends in a dot.
fn undescribed(row: &Row, cells: &Cells, fields: &[Field], outer: &str, diagnostics: &mut Vec<Diagnostic>) {
    for (field, cell) in cells.of(fields) {
        let Some(cell) = cell else { continue };
        let items = if let CellValue::List(items) = &cell.value {
            items.as_slice()
        } else {
            std::slice::from_ref(cell)
        };
        let alt = field.alt();
        let text = cells.get(fields, &alt);
        let is_described =
            text.is_some_and(|text| matches!(&text.value, CellValue::Text(text) if !text.trim().is_empty()));
        for item in items {
            match &item.value {
                CellValue::Group(inner) => {
                    undescribed(row, inner, field.inner(), &format!("{}.", field.name), diagnostics);
                }
                CellValue::Picture(_) if !is_described && !row.is_misread(&[&format!("{outer}{alt}")]) => {
                    diagnostics.push(Diagnostic::new(
                        &UNDESCRIBED_PICTURE,
                        Place::new(row.file(), item.span.clone()),
                        format!(
                            "the picture of `{}` has no text for people who cannot see it",
                            row.name().value
                        ),
                        format!("add `{alt}` and describe in a sentence what the picture shows"),
                    ));
                }
                _ => {}
            }
        }
    }
}

/// Checks what only exercises have: sides, and how long to hold.
fn exercise(row: &Exercise, whole: &Row, is_english: bool, diagnostics: &mut Vec<Diagnostic>) {
    let file = whole.file();
    let name = &row.name.value;
    if is_english && row.sides() == Laterality::None && !whole.is_misread(&["side"]) {
        for step in &row.steps {
            let Some(words) = sides::change(step.text()).and_then(|at| step.text().get(at)) else { continue };
            diagnostics.push(Diagnostic::new(
                &SIDES_DIFFER,
                Place::new(file, step.span()),
                format!("this step of `{name}` says “{words}”, but its `side` is `none`"),
                "write `each` or `alternate` under `side`",
            ));
            break;
        }
    }
    if let Some(hold) = row.hold.as_ref().filter(|hold| hold.value.max().get() > LONG) {
        let message = format!("`{name}` is held for {} seconds", hold.value.text());
        let help = "check that these are seconds";
        diagnostics.push(Diagnostic::new(&LONG_HOLD, Place::new(file, hold.span()), message, help));
    }
}

/// Whether a word in `text` makes it as weak as its evidence.
pub(super) fn is_hedged(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .collect();
    let is = |word: &str, known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    // "In no time" and "not only" mean the opposite.
    let is_firm = |pair: &[&str]| FIRM.iter().any(|(first, next)| is(pair[0], &[first]) && is(pair[1], next));
    words
        .iter()
        .enumerate()
        .any(|(at, word)| is(word, &HEDGES) && !words.get(at..at + 2).is_some_and(is_firm))
}

#[cfg(test)]
mod tests {
    use super::is_hedged;

    #[test]
    fn a_promise_of_speed_is_not_a_hedge() {
        for text in ["It may ease pain.", "There is no good evidence.", "It eases pain in some people."] {
            assert!(is_hedged(text), "{text}");
        }
        for text in ["It eases pain in no time.", "No doubt it works.", "It eases pain within a few days."] {
            assert!(!is_hedged(text), "{text}");
        }
    }
}
