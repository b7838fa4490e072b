//! Finds texts in cells that do not fit the words that pages print around them.

use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::kind::{Field, Role};
use crate::prose::TextCell;
use crate::table::{Exercise, Remedy, Row};

rules! {
    /// The text of a field does not go with the words that pages print before it.
    ///
    /// What it does: looks in rows for a text that repeats the end of its label, such as "if", "when", "for" or "from" ("if you
    /// are pregnant" in `avoid_if`, "from measles" below "Protects from"), a `hold_note` that does not go on from "Hold for", an item that goes on
    /// with the one before it ("above all, foods with …"), a population that
    /// starts like a sentence, and words that say nothing, such as "n/a".
    ///
    /// Why: pages say "Do not use it if:" themselves. "Do not use it if: do not use it if you are pregnant" is not what its
    /// author meant, and "n/a" tells a reader nothing.
    ///
    /// ```toml
    /// # Bad: avoid_if = ["do not use it if you are pregnant", "n/a"]
    /// # Good:
    /// avoid_if = ["you are pregnant"]
    /// ```
    ///
    /// Source: ours.
    FIELD_FORM = "field-form", Tables, Warning;
}

/// The starts of texts that repeat a label ending with "if" that says who must not use something.
const AVOID_IF: &[&str] =
    &["if ", "do not ", "don't ", "don’t ", "not if ", "avoid if ", "avoid it if ", "never if "];
/// The same for signs to stop at.
const STOP_IF: &[&str] = &["if ", "stop if ", "stop when ", "stop it if "];
/// The same for what to be careful about.
const ASK_IF: &[&str] = &["if ", "ask a ", "ask your ", "ask first"];
/// Words that a label may end with and a text below it goes on from, with how texts repeat them.
const ENDINGS: [(&str, &[&str]); 10] = [
    ("if", &["if ", "do not ", "don't ", "don’t ", "not if "]),
    ("when", &["when ", "if ", "once "]),
    ("for", &["for "]),
    ("from", &["from "]),
    ("with", &["with "]),
    ("against", &["against "]),
    ("until", &["until "]),
    ("before", &["before "]),
    ("after", &["after "]),
    ("in", &["in "]),
];
/// How a label starts that is a question, after which a text may start with any word: "What it is for".
const QUESTIONS: [&str; 7] = ["what ", "where ", "who ", "how ", "which ", "when ", "why "];
/// The start of notes on a hold that do not continue from "Hold for", or say that there is no hold.
const NO_HOLD: [&str; 10] =
    ["no ", "not ", "none", "nil", "n/a", "for ", "hold ", "until ", "while ", "never "];
/// The start of items that continue the one before.
const CONTINUED: [&str; 10] = [
    "above all,",
    "above all ",
    "especially ",
    "in particular",
    "such as ",
    "for example",
    "for instance",
    "including ",
    "as well as ",
    "and ",
];
/// Words that say nothing to a reader.
const SILENT: [&str; 12] = ["n/a", "na", "n.a", "-", "–", "—", "nil", "tbc", "tbd", "todo", "?", "x"];
/// The start of populations that are whole sentences; pages print them after "in".
const SENTENCE: [&str; 9] =
    ["People ", "Adults ", "Children ", "Men ", "Women ", "Patients ", "Those ", "Anyone ", "In "];

/// How a text in `field` repeats the end of its label; nothing where the label has no such end.
fn repeated(field: &Field) -> &'static [&'static str] {
    let label = field.label.trim_end_matches(':').to_lowercase();
    let last = label.rsplit_once(' ').map_or("", |(_, last)| last);
    match (last, field.role) {
        ("if", Some(Role::Contraindication)) => return AVOID_IF,
        ("if", Some(Role::DangerSign)) => return STOP_IF,
        ("if", Some(Role::Caution)) => return ASK_IF,
        _ => {}
    }
    let found = ENDINGS.iter().find(|(word, _)| *word == last);
    let is_question = QUESTIONS.iter().any(|start| label.starts_with(start));
    found.filter(|_| !is_question).map_or(&[], |(_, words)| words)
}

/// Checks the cells of a row.
pub(super) fn row(row: &Row, cells: &[TextCell], diagnostics: &mut Vec<Diagnostic>) {
    if let Some(note) = row.get::<Exercise>().and_then(|row| row.hold_note.as_ref()) {
        // With a capital letter it is a separate sentence.
        let text = note.value.trim();
        let says_nothing = SILENT.contains(&text.to_lowercase().as_str());
        if says_nothing || NO_HOLD.iter().any(|words| text.starts_with(words)) {
            diagnostics.push(Diagnostic::new(
                &FIELD_FORM,
                Place::new(row.file(), note.span()),
                "pages print this after “Hold for”",
                "write how long, such as “a few breaths”, or a sentence with a capital letter; leave it out where there is no hold",
            ));
        }
    }
    let is_population = |name: &str| row.is::<Remedy>() && name == "population";
    let mut before = "";
    for cell in cells {
        let name = cell.field.rsplit('.').next().unwrap_or(&cell.field);
        let is_item = std::mem::replace(&mut before, &cell.field) == cell.field;
        let Some(block) = cell.prose.blocks().first() else { continue };
        let text = cell.prose.slice(block.text.clone());
        let small = text.to_lowercase();
        let starts = |words: &&&str| small.starts_with(**words);
        let conditions = row.kind.field_at(&cell.field).map_or(&[][..], repeated);
        let (length, message, help) = if SILENT.contains(&small.trim_end_matches('.')) {
            (text.len(), "this says nothing to a reader", "write what is known, or “not known”, or remove it")
        } else if let Some(words) = conditions.iter().find(starts) {
            (
                words.trim_end().len(),
                "pages print this after words that say the same",
                "write the condition alone, without these words",
            )
        } else if let Some(words) = CONTINUED.iter().find(starts).filter(|_| is_item && name != "steps") {
            (
                words.trim_end().len(),
                "this continues the item before it, but is a separate item",
                "make the two one item, or write this one so that it can stand alone",
            )
        } else if let Some(words) =
            SENTENCE.iter().find(|words| is_population(name) && text.starts_with(**words))
        {
            (
                words.trim_end().len(),
                "pages print this after the word “in”",
                "start with a small letter, such as “adults with back pain”",
            )
        } else {
            continue;
        };
        let start = block.text.start;
        let span = cell.prose.source(start..start + length);
        diagnostics.push(Diagnostic::new(&FIELD_FORM, Place::new(row.file(), span), message, help));
    }
}
