//! Remedies that do not go together.

use super::CLASS_CLASH;
use crate::diagnostic::{Diagnostic, Place};
use crate::table::remedy::{Class, Remedy};
use crate::table::{Fields, Row};

/// Classes that do not go together, each with the words that name it.
const CLASHES: [(Class, Class); 4] = [
    (Class::Sedative, Class::MuscleRelaxant),
    (Class::Sedative, Class::Opioid),
    (Class::MuscleRelaxant, Class::Opioid),
    (Class::Anticoagulant, Class::AntiInflammatory),
];

/// The words by which people call a class, in small letters.
fn names(class: Class) -> &'static [&'static str] {
    match class {
        Class::Sedative => &["sedative", "sleeping pill", "sleeping tablet", "drowsy", "sleepy"],
        Class::MuscleRelaxant => &["muscle relaxant", "diazepam"],
        Class::Opioid => &["opioid", "codeine", "morphine", "tramadol"],
        Class::Anticoagulant => &["blood thinner", "anticoagulant", "warfarin"],
        Class::AntiInflammatory => &["anti-inflammatory", "nsaid", "ibuprofen", "naproxen", "aspirin"],
        Class::PotassiumRaising => &["potassium"],
    }
}

/// The pairs of remedies among `rows` that do not go together, and of which neither says so. In another language than English
/// nobody here knows what a class is called, so whatever stands under `interactions` may say so.
pub(in crate::check) fn clashes<'a>(
    rows: impl Iterator<Item = &'a Row>,
    is_english: impl Fn(&Row) -> bool,
) -> Vec<(&'a Row, &'a Row)> {
    let remedies: Vec<(&Row, &Remedy)> = rows
        .filter_map(|row| match &row.fields {
            Fields::Remedy(remedy) => Some((row, &**remedy)),
            _ => None,
        })
        // Most have no class that clashes; so few are left to hold against each other.
        .filter(|(_, remedy)| {
            remedy.classes.iter().any(|class| CLASHES.iter().any(|(a, b)| class == a || class == b))
        })
        .collect();
    // What cannot be read may say so.
    let warns = |row: &Row, remedy: &Remedy, of: Class, other: &Row| {
        if row.is_misread(&["interactions", "cautions", "avoid_if"]) {
            return true;
        }
        if !remedy.interactions.is_empty() && !is_english(row) {
            return true;
        }
        let other = other.name().value.to_lowercase();
        let said = remedy.interactions.iter().chain(&remedy.cautions).chain(&remedy.avoid_if);
        said.map(|cell| cell.text().to_lowercase())
            .any(|said| said.contains(&other) || names(of).iter().any(|name| said.contains(name)))
    };
    let mut found = Vec::new();
    for (one, first) in &remedies {
        for (other, second) in &remedies {
            let pair = CLASHES.iter().find(|(a, b)| first.classes.contains(a) && second.classes.contains(b));
            let Some(&(a, b)) = pair.filter(|_| one.place != other.place) else { continue };
            if !warns(one, first, b, other) && !warns(other, second, a, one) {
                found.push((*one, *other));
            }
        }
    }
    found
}

/// That the remedies `one` and `other` do not go together, at `place`.
pub(in crate::check) fn clash(place: Place, one: &Row, other: &Row) -> Diagnostic {
    let (first, second) = (&one.name().value, &other.name().value);
    Diagnostic::new(
        &CLASS_CLASH,
        place,
        format!("`{first}` does not mix with `{second}`, and neither says so"),
        "name the other under `interactions`: \"do not take it with …\"",
    )
}

/// Checks the rows of one table together.
pub(in crate::check) fn table<'a>(
    rows: impl Iterator<Item = &'a Row>,
    is_english: impl Fn(&Row) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let name = |row: &Row| Place::new(row.file(), row.name().span());
    let found = clashes(rows, is_english).into_iter();
    diagnostics.extend(found.map(|(one, other)| clash(name(one), one, other).also(name(other), "the other")));
}
