//! Exercises: how to do one, how much of it, and when not to.

use schemars::JsonSchema;
use serde::Deserialize;

use super::cell::CellValue;
use super::choice::choices;
use super::inline::Inline;
use super::pose::{CaptionedDrawing, Poses};
use super::range::Range;
use super::record::{About, BuiltIn, Record};
use super::whole::{DaysAWeek, Repeats, Seconds, Sets, TimesADay, Weeks, Whole};
use super::{CONTRADICTION, mistake};
use crate::data::{Spanned, WayOut, typed};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::kind::{Ask, Role};
use crate::words::Messages;

choices! {
    /// What an exercise trains.
    ExerciseKind in "exercise_kind" {
        Stretch = "stretch": "Stretch",
        Strength = "strength": "Strength",
        Aerobic = "aerobic": "Aerobic",
        Balance = "balance": "Balance",
        Mobility = "mobility": "Mobility",
    }
    /// The position an exercise starts in.
    StartPosture in "start" {
        Supine = "supine": "Lying on your back",
        Prone = "prone": "Lying on your front",
        HandsAndKnees = "hands-and-knees": "On your hands and knees",
        Sitting = "sitting": "Sitting",
        Standing = "standing": "Standing",
        SideLying = "side-lying": "Lying on your side",
    }
    /// Whether an exercise has a left and a right.
    Laterality in "side" {
        None = "none": "Both sides together",
        Each = "each": "One side, then the other",
        Alternate = "alternate": "Changing sides each time",
    }
    /// How hard an exercise is meant to be.
    Effort in "effort" {
        Light = "light": "Light",
        Moderate = "moderate": "Moderate",
        Vigorous = "vigorous": "Vigorous",
    }
}

/// An exercise. `name` and `steps` are required; give the dose in numbers, it is put into words for you.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// The row's name in links, unique in the site; without it the name's slug, "Bird dog" → `bird-dog`.
    pub id: Option<Spanned<String>>,
    /// What it is called: "Bird dog".
    pub name: Spanned<String>,
    /// Other names that people search for.
    #[serde(default)]
    pub also_called: Vec<String>,
    /// What it trains.
    pub kind: Option<ExerciseKind>,
    /// The position it starts in.
    pub start: Option<StartPosture>,
    /// The exercise in a sentence or two.
    pub summary: Option<Inline>,
    /// How to do it, one step an item, in order.
    pub steps: Vec<Inline>,
    /// Where and what a reader should feel.
    pub feel: Option<Inline>,
    /// How long to hold, in seconds: `20`, `"20-30"` or `[20, 30]`.
    #[schemars(extend("x-role" = "dose"))]
    pub hold: Option<Spanned<Range<Whole<1, 3600, Seconds>>>>,
    /// A sentence about the hold, or without `hold` words in place of a number: "a few seconds". Plain text.
    #[schemars(extend("x-role" = "dose"))]
    pub hold_note: Option<Spanned<String>>,
    /// How many times to do it: `10`, `"2-3"` or `[2, 3]`.
    #[schemars(extend("x-role" = "dose"))]
    pub reps: Option<Spanned<Range<Whole<1, 1000, Repeats>>>>,
    /// How many sets of `reps`.
    #[schemars(extend("x-role" = "dose", "x-asked" = false))]
    pub sets: Option<Spanned<Range<Whole<1, 100, Sets>>>>,
    /// `each`: all on one side, then the other. `alternate`: changing sides each time. `none`: no sides.
    /// Without it, a reader is told of no sides.
    pub side: Option<Laterality>,
    /// Whether `reps` counts one side alone. Without it: yes where `side` is `each`.
    pub reps_per_side: Option<Spanned<bool>>,
    /// How long to rest between sets (without sets, between repeats), in seconds.
    pub rest: Option<Range<Whole<0, 3600, Seconds>>>,
    /// How many times a day to do it all.
    #[schemars(extend("x-role" = "frequency"))]
    pub times_per_day: Option<Spanned<Range<Whole<1, 48, TimesADay>>>>,
    /// On how many days of a week, 1 to 7.
    #[schemars(extend("x-role" = "frequency"))]
    pub days_per_week: Option<Spanned<Range<Whole<1, 7, DaysAWeek>>>>,
    /// For how many weeks.
    #[schemars(extend("x-role" = "dose", "x-asked" = false))]
    pub weeks: Option<Range<Whole<1, 520, Weeks>>>,
    /// The most pain that is acceptable while doing it, from 0 (none) to 10.
    pub pain_limit: Option<Whole<0, 10>>,
    /// How hard it is meant to be.
    pub effort: Option<Effort>,
    /// What is needed, one thing an item.
    #[serde(default)]
    pub equipment: Vec<Inline>,
    /// The muscles it works on, in everyday words.
    #[serde(default)]
    pub muscles: Vec<Inline>,
    /// The id of an easier exercise of the same sort.
    #[schemars(extend("x-rows" = ["exercises"]))]
    pub easier: Option<Spanned<String>>,
    /// The id of a harder exercise of the same sort.
    #[schemars(extend("x-rows" = ["exercises"]))]
    pub harder: Option<Spanned<String>>,
    /// When a reader is ready for more.
    pub progress_when: Option<Inline>,
    /// What makes it easier to do well.
    #[serde(default)]
    pub tips: Vec<Inline>,
    /// Who should not do it, one group an item.
    #[serde(default)]
    #[schemars(extend("x-role" = "contraindication"))]
    pub avoid_if: Vec<Inline>,
    /// Who should ask somebody first, and whom.
    #[serde(default)]
    #[schemars(extend("x-role" = "caution", "x-asked" = false))]
    pub ask_first_if: Vec<Inline>,
    /// Signs to stop at.
    #[serde(default)]
    #[schemars(extend("x-role" = "danger-sign"))]
    pub stop_if: Vec<Inline>,
    /// Ids of sources.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub sources: Vec<Spanned<String>>,
    /// A picture, as a path from the table's folder: `bird-dog.webp`.
    #[schemars(extend("x-type" = "picture"))]
    pub image: Option<Spanned<String>>,
    /// What the picture shows, for those who do not see it.
    pub alt: Option<String>,
    /// How it is drawn, where it has no picture.
    #[schemars(extend("x-type" = "poses"))]
    pub pose: Option<Poses>,
}

typed!(Exercise);

impl Exercise {
    /// Its sides; where it does not say, it is done as one that has none.
    #[must_use]
    pub fn sides(&self) -> Laterality {
        self.side.unwrap_or(Laterality::None)
    }

    /// Whether `reps` counts one side alone.
    #[must_use]
    pub fn counts_each_side(&self) -> bool {
        self.reps_per_side.as_ref().map_or(self.sides() == Laterality::Each, |given| given.value)
    }

    /// Its drawings in order, described in `words`; none where it has a picture of its own.
    #[must_use]
    pub fn drawings(&self, words: &Messages) -> Vec<CaptionedDrawing> {
        let pose = self.pose.as_ref().filter(|_| self.image.is_none());
        pose.map_or_else(Vec::new, |pose| pose.shown(self, words))
    }
}

impl BuiltIn for Exercise {
    const ABOUT: About = About {
        stem: "exercises",
        key: "exercise",
        noun: "an exercise",
        title: "Exercises",
        name_field: "name",
        continued: None,
        has_pages: true,
        schema_org: Some("ExercisePlan"),
        asks: &[
            Ask {
                role: Role::Dose,
                fact: "does not say how much of it to do",
                help: "add `reps`, such as \"8-10\", or `hold` in seconds, such as \"20-30\"",
                cell: Some("add `reps`, such as `8 to 10`, or `hold` in seconds, such as `20 to 30`"),
            },
            Ask {
                role: Role::Frequency,
                fact: "does not say how often to do it",
                help: "add `times_per_day` or `days_per_week`; if your source gives no number, waive the rule with that as the reason",
                cell: None,
            },
            Ask {
                role: Role::DangerSign,
                fact: "does not say when to stop",
                help: "add `stop_if` with the signs to stop at, one per item",
                cell: None,
            },
        ],
    };
}

impl Record for Exercise {
    fn extras(&self) -> Vec<(&'static str, CellValue)> {
        vec![("reps_per_side", CellValue::YesNo(self.counts_each_side()))]
    }

    fn check(&self, id: &str, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
        if let Some(given) = &self.reps_per_side
            && given.value
            && self.sides() == Laterality::None
        {
            diagnostics.push(mistake(
                &CONTRADICTION,
                file,
                given.span(),
                "`reps_per_side` says that there are sides, but `side` is `none`",
                WayOut::or_cell(
                    "write `side = \"each\"` or `side = \"alternate\"`, or leave `reps_per_side` out",
                    "write `each` or `alternate` under `side`, or leave the cell `reps_per_side` empty",
                ),
            ));
        }
        for (field, other) in [("easier", &self.easier), ("harder", &self.harder)] {
            if let Some(other) = other
                && other.value == id
            {
                diagnostics.push(Diagnostic::new(
                    &CONTRADICTION,
                    Place::new(file, other.span()),
                    format!("`{id}` is given as its own `{field}` exercise"),
                    format!("name another exercise, or leave `{field}` out"),
                ));
            }
        }
        if let Some(pose) = &self.pose {
            pose.check(file, diagnostics);
        }
        if let (Some(easier), Some(harder)) = (&self.easier, &self.harder)
            && easier.value == harder.value
            && easier.value != id
        {
            let diagnostic = Diagnostic::new(
                &CONTRADICTION,
                Place::new(file, harder.span()),
                format!("`{}` cannot be both easier and harder than `{id}`", harder.value),
                "name another exercise, or leave one of the two out",
            );
            diagnostics.push(diagnostic.also(Place::new(file, easier.span()), "named as easier here"));
        }
    }
}
