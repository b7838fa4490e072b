//! Checks that of two rows, such as remedies, that must not be combined, one says so.

use super::completeness::CLASS_CLASH;
use crate::diagnostic::{Diagnostic, Place};
use crate::kind::{Field, Role};
use crate::table::remedy::Class;
use crate::table::{Cell, CellValue, Row};

/// Classes that must not be combined.
const CLASHES: [(Class, Class); 4] = [
    (Class::Sedative, Class::MuscleRelaxant),
    (Class::Sedative, Class::Opioid),
    (Class::MuscleRelaxant, Class::Opioid),
    (Class::Anticoagulant, Class::AntiInflammatory),
];

/// Phrases of a caution that warn of a combination, not of the remedy itself.
const MIXED: [&str; 11] = [
    " with ",
    "mix",
    "combin",
    "together",
    "beside",
    "alongside",
    "as well as",
    "on top of",
    "if you take",
    "if you use",
    "same time",
];

/// What may make drowsy besides the remedy itself: "medicines that make you drowsy".
const OTHERS: [&str; 10] = [
    "anything",
    "everything",
    "something",
    "medicine",
    "tablet",
    "pill",
    "drug",
    "herb",
    "remedies",
    "other things",
];

/// Two rows that must not be combined.
pub(in crate::check) struct Clash<'a> {
    pub(in crate::check) one: &'a Row,
    pub(in crate::check) other: &'a Row,
    /// The cells that warn of it.
    pub(in crate::check) warnings: Vec<Warning<'a>>,
}

/// A cell that warns of combining its row with another.
pub(in crate::check) struct Warning<'a> {
    pub(in crate::check) row: &'a Row,
    pub(in crate::check) field: &'a Field,
    pub(in crate::check) cell: &'a Cell,
}

impl Warning<'_> {
    /// What it says.
    pub(in crate::check) fn text(&self) -> &str {
        self.cell.value.prose().unwrap_or_default()
    }
}

/// What `row` does that matters beside other medicines.
fn classes(row: &Row) -> Vec<Class> {
    let of_role = row.cells.of(&row.kind.fields).filter(|(field, _)| field.role == Some(Role::Class));
    let items = of_role.filter_map(|(_, cell)| cell).flat_map(Cell::items);
    items
        .filter_map(|item| match &item.value {
            CellValue::Choice(choice) => Class::of_word(&choice.word),
            _ => None,
        })
        .collect()
}

/// The fields of `row` in which it can warn of others, the likeliest first.
fn warning_fields(row: &Row) -> impl Iterator<Item = &Field> {
    let roles = [Role::Interaction, Role::Contraindication, Role::Caution];
    roles.into_iter().flat_map(|role| row.kind.with_role(role))
}

/// Common names of a class, in lower case.
fn names(class: Class) -> &'static [&'static str] {
    match class {
        Class::Sedative => &["sedative", "sleeping pill", "sleeping tablet", "sleeping medicine"],
        Class::MuscleRelaxant => &["muscle relaxant", "diazepam", "benzodiazepine"],
        Class::Opioid => &["opioid", "codeine", "morphine", "tramadol"],
        Class::Anticoagulant => &["blood thinner", "blood-thinning", "anticoagulant", "warfarin"],
        Class::AntiInflammatory => &["anti-inflammatory", "nsaid", "ibuprofen", "naproxen", "aspirin"],
        Class::PotassiumRaising => &["potassium"],
    }
}

/// Whether `said`, in lower case, refers to the class `of`.
fn names_class(said: &str, of: Class) -> bool {
    names(of).iter().any(|name| said.contains(name))
        // An effect that both have does not name the other class, unless the text says that something else has it.
        || ["drowsy", "sleepy", "drowsiness"].iter().any(|effect| {
            said.find(effect).is_some_and(|at| {
                let before = &said[..at];
                let causes = [" that ", " which ", "making", "causing"].iter().any(|word| before.contains(word));
                causes && OTHERS.iter().any(|other| before.contains(other)) && is_drowsy(of)
            })
        })
}

/// Whether a class causes drowsiness.
fn is_drowsy(class: Class) -> bool {
    matches!(class, Class::Sedative | Class::MuscleRelaxant | Class::Opioid)
}

/// The cells of `row` that warn of combining it with `other`, which is of the class `of`.
fn warnings<'a>(row: &'a Row, other: &Row, of: Class, is_english: bool) -> impl Iterator<Item = Warning<'a>> {
    let called = std::iter::once(other.name.value.as_str()).chain(other.also_called());
    let called: Vec<String> =
        called.map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect();
    let is_named = move |said: &str| names_class(said, of) || called.iter().any(|name| said.contains(name));
    let parts = |text: &str| -> Vec<String> {
        text.to_lowercase().split_inclusive(['.', '!', '?']).map(str::to_owned).collect()
    };
    let cells = warning_fields(row).flat_map(move |field| {
        let items = row.cell(&field.name).into_iter().flat_map(Cell::items);
        items.map(move |cell| Warning { row, field, cell })
    });
    cells.filter(move |warning| {
        if !is_english {
            // The names of classes in other languages are not known here.
            return warning.field.role == Some(Role::Interaction);
        }
        let is_caution = warning.field.role == Some(Role::Caution);
        let warns =
            |said: &String| is_named(said) && (!is_caution || MIXED.iter().any(|words| said.contains(words)));
        parts(warning.text()).iter().any(warns)
    })
}

/// The pairs among `rows` that must not be combined. Pairs are left out if a cell that might say so could not be read.
pub(in crate::check) fn clashes<'a>(
    rows: impl Iterator<Item = &'a Row>,
    is_english: impl Fn(&Row) -> bool,
) -> Vec<Clash<'a>> {
    let classed: Vec<(&Row, Vec<Class>)> = rows
        .filter(|row| row.kind.with_role(Role::Class).next().is_some())
        .map(|row| (row, classes(row)))
        // Most have no clashing class, so few are left to compare with each other.
        .filter(|(_, classes)| {
            classes.iter().any(|class| CLASHES.iter().any(|(a, b)| class == a || class == b))
        })
        .collect();
    let is_misread = |row: &Row| warning_fields(row).any(|field| row.is_misread(&[&field.name]));
    let mut found: Vec<Clash<'_>> = Vec::new();
    for (one, first) in &classed {
        for (other, second) in &classed {
            let pair = CLASHES.iter().find(|(a, b)| first.contains(a) && second.contains(b));
            let Some(&(a, b)) = pair.filter(|_| one.place != other.place) else { continue };
            let is_known =
                found.iter().any(|clash| clash.one.place == other.place && clash.other.place == one.place);
            if is_known || is_misread(one) || is_misread(other) {
                continue;
            }
            let said =
                warnings(one, other, b, is_english(one)).chain(warnings(other, one, a, is_english(other)));
            found.push(Clash { one, other, warnings: said.collect() });
        }
    }
    found
}

/// The error, at `place`, that the rows of `clash` must not be combined and neither says so.
pub(in crate::check) fn unsaid(place: Place, clash: &Clash<'_>) -> Diagnostic {
    let (first, second) = (&clash.one.name().value, &clash.other.name().value);
    Diagnostic::new(
        &CLASS_CLASH,
        place,
        format!("`{first}` must not be combined with `{second}`, and neither says so"),
        match warning_fields(clash.one).chain(warning_fields(clash.other)).next() {
            Some(field) => format!("name the other one under `{}`: \"do not take it with …\"", field.name),
            None => {
                "declare a field with `role = \"interaction\"` in `site.toml`, and name the other one in it"
                    .to_owned()
            }
        },
    )
}

/// Checks the rows of one table together.
pub(in crate::check) fn table<'a>(
    rows: impl Iterator<Item = &'a Row>,
    is_english: impl Fn(&Row) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let name = |row: &Row| Place::new(row.file(), row.name().span());
    let found = clashes(rows, is_english).into_iter().filter(|clash| clash.warnings.is_empty());
    diagnostics
        .extend(found.map(|clash| unsaid(name(clash.one), &clash).also(name(clash.other), "the other")));
}

#[cfg(test)]
mod tests {
    use super::clashes;
    use crate::source::{Content, File, FileOrigin};
    use crate::table;

    /// The warnings of valerian, with `fields`, and a muscle relaxant about each other.
    fn said(fields: &str) -> Vec<String> {
        let text = format!(
            "[[remedy]]\nname = \"Valerian\"\nclasses = [\"sedative\"]\n{fields}\n\
             [[remedy]]\nname = \"Baclofen\"\nclasses = [\"muscle-relaxant\"]\ncautions = [\"it makes you drowsy\"]\n"
        );
        let content = Content::Text(text.into());
        let file = File { path: "content/remedies.toml".into(), content, origin: FileOrigin::Site };
        let (rows, _) = table::rows(&file, table::built_in());
        let found = clashes(rows.iter(), |_| true);
        assert_eq!(found.len(), 1);
        found[0].warnings.iter().map(|warning| warning.text().to_owned()).collect()
    }

    #[test]
    fn naming_the_other_remedy_or_its_class_is_a_warning() {
        for fields in [
            "interactions = [\"do not take it with muscle relaxants\"]",
            "interactions = [\"baclofen\"]",
            "interactions = [\"other medicines that make you drowsy\"]",
            "avoid_if = [\"you take baclofen\"]",
            "cautions = [\"do not mix it with muscle relaxants\"]",
        ] {
            assert_eq!(said(fields).len(), 1, "{fields}");
        }
    }

    #[test]
    fn an_effect_of_the_remedy_itself_is_not_a_warning() {
        for fields in [
            "",
            "interactions = [\"it makes you drowsy\"]",
            "interactions = [\"alcohol. These tablets make you drowsy\"]",
            "avoid_if = [\"you are drowsy\"]",
            "cautions = [\"it is a weak muscle relaxant\", \"do not drive, as it makes you sleepy\"]",
        ] {
            assert_eq!(said(fields), [""; 0], "{fields}");
        }
    }
}
