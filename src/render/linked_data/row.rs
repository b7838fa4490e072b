//! Rows as things of schema.org.

use tera::Value;

use super::vocabulary::{
    AnatomicalStructure, Answer, CreativeWork, ExerciseNode, HowToStep, NamedThing, NumberOrQuantity,
    Quantity, QuestionNode, RemedyNode,
};
use crate::data::Spanned;
use crate::html::words;
use crate::slug::slug;
use crate::table::choice::Grade;
use crate::table::exercise::{ExerciseKind, Laterality};
use crate::table::remedy::{AdministrationRoute, Recommendation, RemedyKind};
use crate::table::source::SourceKind;
use crate::table::whole::Whole;
use crate::table::{self, Row, range::Range};
use crate::words::Messages;
use crate::words::dose::{self, DoseAspect};

/// Whether `possibleTreatment` takes something of the type `kind`: a `Drug`, a `DrugClass`, a
/// `LifestyleModification` or a `MedicalTherapy`. A `DietarySupplement` is none of them.
pub(super) fn can_treat(kind: &str) -> bool {
    matches!(
        kind,
        "Drug"
            | "DrugClass"
            | "LifestyleModification"
            | "PhysicalActivity"
            | "ExercisePlan"
            | "Diet"
            | "MedicalTherapy"
    )
}

/// Whether the row says itself that it may help: no guideline advises against it, and there is some evidence.
pub(super) fn may_treat(row: &Row) -> bool {
    let Some(remedy) = row.get::<table::Remedy>() else { return row.is::<table::Exercise>() };
    let is_advised_against =
        remedy.guideline.iter().any(|guideline| guideline.view == Recommendation::Against);
    let has_evidence = match &remedy.evidence {
        Some(evidence) => evidence.grade != Grade::None,
        None => remedy.may_help.iter().any(|claim| claim.grade != Grade::None),
    };
    has_evidence && !is_advised_against
}

/// The type of a row: the narrowest that is true of a remedy, else what its kind declares.
pub(super) fn type_of(row: &Row) -> &str {
    match row.get() {
        Some(remedy) => remedy_type(remedy),
        None => row.kind.schema_org.as_deref().unwrap_or("Thing"),
    }
}

/// The narrowest type that is true of every remedy of its kind.
fn remedy_type(remedy: &table::Remedy) -> &'static str {
    let Some(kind) = remedy.kind else { return "MedicalEntity" };
    match kind {
        // Hands-on treatment is more than physiotherapy, and the row does not say who gives it.
        RemedyKind::Heat | RemedyKind::Cold | RemedyKind::HeatAndCold | RemedyKind::Manual => {
            "MedicalTherapy"
        }
        // By its definition a dietary supplement is taken by mouth; a cream or an oil is a substance, and no
        // authority has called it a medicine.
        RemedyKind::Herbal | RemedyKind::Supplement => match remedy.route {
            None | Some(AdministrationRoute::Oral) => "DietarySupplement",
            Some(_) => "Substance",
        },
        RemedyKind::EssentialOil => "Substance",
        RemedyKind::Diet => "Diet",
        RemedyKind::Movement => "PhysicalActivity",
        RemedyKind::Behaviour => "LifestyleModification",
        RemedyKind::Medicine => {
            // "Muscle relaxants" is a class of medicines, "diazepam" a medicine of that class.
            let name = slug(&remedy.name.value);
            let is_class = remedy.classes.iter().any(|class| name.contains(class.word()));
            if is_class { "DrugClass" } else { "Drug" }
        }
        // An operation is no therapy in the sense of `MedicalTherapy`.
        RemedyKind::Procedure => "TherapeuticProcedure",
    }
}

pub(super) fn named<'a>(row: &'a Row, id: Option<String>) -> NamedThing<'a> {
    let kind = if id.is_none() { "MedicalCause" } else { type_of(row) };
    NamedThing { kind, id, name: &row.name().value }
}

/// The text of the field `key` of a row's `value`.
fn text(value: &Value, key: &str) -> Option<String> {
    value.get_from_path(key).and_then(Value::as_str).map(words).filter(|text| !text.is_empty())
}

/// The texts of the list `key` of a row's `value`.
fn texts(value: &Value, key: &str) -> Vec<String> {
    let items = value.get_from_path(key).and_then(Value::as_array);
    let items = items.into_iter().flatten().filter_map(Value::as_str).map(words);
    items.filter(|text| !text.is_empty()).collect()
}

/// An exercise with its steps and its dose. Who must not do it is not said: the property for that,
/// `contraindication`, is one of therapies and devices alone.
pub(super) fn exercise<'a>(
    fields: &'a table::Exercise,
    value: &Value,
    id: String,
    words: &Messages,
) -> ExerciseNode<'a> {
    let mut exercise = ExerciseNode {
        kinds: ["ExercisePlan", "HowTo"],
        id,
        name: &fields.name.value,
        alternate_name: &fields.also_called,
        description: text(value, "summary"),
        exercise_type: text(value, "kind_text"),
        category: fields.kind.and_then(category),
        intensity: fields.effort.map(|effort| effort.word()),
        activity_duration: fields.hold.as_ref().map(|hold| quantity(&hold.value, Some("SEC"))),
        repetitions: fields.reps.as_ref().map(|Spanned { value: reps, .. }| {
            if reps.min() == reps.max() {
                NumberOrQuantity::One(reps.min().get())
            } else {
                NumberOrQuantity::Between(quantity(reps, None))
            }
        }),
        rest_periods: None,
        activity_frequency: None,
        additional_variable: Vec::new(),
        associated_anatomy: texts(value, "muscles")
            .into_iter()
            .map(|name| AnatomicalStructure { kind: "AnatomicalStructure", name })
            .collect(),
        tool: texts(value, "equipment"),
        step: texts(value, "steps")
            .into_iter()
            .zip(1..)
            .map(|(text, position)| HowToStep { kind: "HowToStep", position, text })
            .collect(),
    };
    // There is no property for a side, for sets and for weeks: their sentences stand as they are printed.
    for (about, sentence) in dose::sentences(words, &table::dose::of(fields)) {
        match about {
            DoseAspect::Hold if fields.hold.is_some() => {}
            DoseAspect::Repeats if fields.sides() == Laterality::None => {}
            DoseAspect::Rest => exercise.rest_periods = Some(sentence),
            DoseAspect::Frequency => exercise.activity_frequency = Some(sentence),
            _ => exercise.additional_variable.push(sentence),
        }
    }
    exercise
}

/// What the exercise is for, as a member of `PhysicalActivityCategory`; that has none for mobility.
fn category(kind: ExerciseKind) -> Option<&'static str> {
    Some(match kind {
        ExerciseKind::Stretch => "https://schema.org/Flexibility",
        ExerciseKind::Strength => "https://schema.org/StrengthTraining",
        ExerciseKind::Aerobic => "https://schema.org/AerobicActivity",
        ExerciseKind::Balance => "https://schema.org/Balance",
        ExerciseKind::Mobility => return None,
    })
}

fn quantity<const MIN: u16, const MAX: u16, U: Copy + Ord>(
    range: &Range<Whole<MIN, MAX, U>>,
    unit_code: Option<&'static str>,
) -> Quantity {
    let (min, max) = (range.min().get(), range.max().get());
    let is_one = min == max;
    Quantity {
        kind: "QuantitativeValue",
        value: is_one.then_some(min),
        min_value: (!is_one).then_some(min),
        max_value: (!is_one).then_some(max),
        unit_code,
    }
}

/// A remedy with what its type can say of its safety. No amount is ever given.
pub(super) fn remedy<'a>(fields: &'a table::Remedy, value: &Value, id: String) -> RemedyNode<'a> {
    let mut remedy = RemedyNode {
        kind: remedy_type(fields),
        id,
        name: &fields.name.value,
        alternate_name: &fields.also_called,
        description: text(value, "summary"),
        ..RemedyNode::default()
    };
    let concerns = || ["avoid_if", "cautions", "interactions"].into_iter().flat_map(|key| texts(value, key));
    match remedy.kind {
        "MedicalTherapy" => remedy.contraindication = texts(value, "avoid_if"),
        "DietarySupplement" => {
            let groups = ["pregnancy", "breastfeeding"].into_iter().filter_map(|key| text(value, key));
            remedy.safety_consideration = concerns().chain(groups).collect();
            remedy.mechanism_of_action = text(value, "how_it_works");
        }
        "Drug" => {
            remedy.warning = concerns().collect();
            remedy.pregnancy_warning = text(value, "pregnancy");
            remedy.breastfeeding_warning = text(value, "breastfeeding");
            remedy.mechanism_of_action = text(value, "how_it_works");
            remedy.administration_route = text(value, "route_text");
            remedy.dosage_form = texts(value, "forms");
        }
        _ => {}
    }
    remedy
}

/// A question with the text of its answer, given as HTML.
pub(super) fn question<'a>(row: &'a Row, answer: &str) -> QuestionNode<'a> {
    let accepted_answer = Answer { kind: "Answer", text: words(answer) };
    QuestionNode { kind: "Question", name: &row.name().value, accepted_answer }
}

pub(super) fn work(source: &table::Source) -> CreativeWork<'_> {
    let kind = match source.kind {
        Some(SourceKind::Review | SourceKind::Trial) => "MedicalScholarlyArticle",
        Some(SourceKind::Page) => "WebPage",
        Some(SourceKind::Law) => "Legislation",
        // `MedicalGuideline` is no creative work, so it cannot be cited.
        Some(SourceKind::Guideline | SourceKind::Leaflet) | None => "CreativeWork",
    };
    CreativeWork {
        kind,
        name: &source.title.value,
        url: source.url.as_ref().map(crate::contact::WebAddress::as_str),
    }
}
