//! The drawings of an exercise: which phases there are, what stands with each, and poses that no body can take.

mod fit;

use schemars::JsonSchema;
use serde::Deserialize;

use super::CONTRADICTION;
use super::dose;
use super::exercise::{Exercise, Laterality};
use super::position::{Bend, Position};
use super::word::Keyword;
use crate::data::{MISSING_KEY, Spanned};
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::figure::{
    self, Contact, Drawing, DrawingPhase, Joint, NamedPose, Pose, Prop, Region, Side, Viewpoint,
};
use crate::words::{Filling, Messages};

codes! {
    /// A joint is bent further than a body can bend it.
    ///
    /// ```toml
    /// [exercise.pose]
    /// start = "supine"
    /// hold = { knee = 175 }
    /// ```
    ///
    /// A reader would try to copy the drawing. The message says how far the joint moves in healthy adults; the
    /// sources are named in `src/figure/joint.rs`. Bending (toes up at the ankle) is above 0, stretching back (toes
    /// pointed) is below 0, so a wrong sign is a common cause.
    JOINT_LIMIT = "joint-limit", Error;
    /// A pose cannot rest on the floor as described.
    ///
    /// ```toml
    /// [exercise.pose]
    /// start = "hands-and-knees"
    /// hold = { right_shoulder = 170 }
    /// ```
    ///
    /// Here the right arm is raised, but the pose `hands-and-knees` rests on both hands. Use `rest_on` to say what
    /// touches the floor instead: `rest_on = ["left-hand", "shins"]`. The first parts carry the body; limbs named
    /// after them bend at the shoulder, hip or knee until they reach the floor, so these joints need no angles.
    POSE_FLOOR = "pose-floor", Error;
    /// A pose goes through the wall or the chair beside it.
    ///
    /// ```toml
    /// [exercise.pose]
    /// start = "standing"
    /// hold = { right_hip = -20 }
    /// prop = "wall-behind"
    /// ```
    ///
    /// The wall is where the body touches it in the first drawing, so here the right foot would be inside it. Bend less,
    /// put the wall on the other side, or leave out `prop`.
    POSE_PROP = "pose-prop", Error;
    /// `felt` does not say which side is marked, and the two sides are in different positions.
    ///
    /// ```toml
    /// [exercise.pose]
    /// start = "standing"
    /// hold = "lunge"
    /// felt = ["calf"]
    /// ```
    ///
    /// Without a side the ring is on the right, which is the near side and here the front leg. Name the side:
    /// `felt = ["left-calf"]`. Where only the right limb moves, the ring is on it and needs no side; in the drawing of the
    /// other side it changes sides with the body.
    FELT_SIDE = "felt-side", Error;
}

/// How an exercise is drawn. `start` is required.
///
/// Each position is a named pose, or a table of what differs from one.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poses {
    /// The position it starts in: `"supine"`, or `{ from = "supine", hip = 40, knee = 90 }`.
    pub start: Spanned<Position>,
    /// The position it is held in, or moves to.
    pub hold: Option<Spanned<Position>>,
    /// A further position after that.
    pub then: Option<Spanned<Position>>,
    /// Whether the last position is drawn once more with left and right changed over. Without it: yes where `side` is
    /// `each` or `alternate`.
    pub other_side: Option<bool>,
    /// Where it is felt, with its side where the two differ; marked from the second drawing on.
    #[serde(default)]
    pub felt: Vec<Spanned<Keyword<Region>>>,
    /// What stands or lies beside the body. A pose such as `sitting` brings its own.
    pub prop: Option<Keyword<Prop>>,
}

/// One drawing of an exercise, with what stands beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaptionedDrawing {
    /// Which phase it is: "start", "hold", "then", "other-side".
    pub name: &'static str,
    /// What stands below it, in plain text.
    pub caption: String,
    /// What it shows, for those who do not see it, in plain text.
    pub description: String,
    /// The number of the phase from which the body moves here.
    pub after: Option<usize>,
    /// Where it is felt, in words: "lower back".
    pub felt: Vec<String>,
    /// The drawing.
    pub drawing: Drawing,
}

/// A position made into a pose.
struct Built<'a> {
    name: &'static str,
    at: &'a Spanned<Position>,
    /// The named pose it goes back to.
    named: &'static NamedPose,
    pose: Pose,
}

impl Poses {
    /// The positions in order, each as a pose; ends before one that nothing is said of to start from.
    fn built(&self) -> Vec<Built<'_>> {
        let positions =
            [("start", Some(&self.start)), ("hold", self.hold.as_ref()), ("then", self.then.as_ref())];
        let mut built: Vec<Built<'_>> = Vec::new();
        for (name, at) in positions {
            let Some(at) = at else { continue };
            let position = &at.value;
            let (named, mut pose) = match (&position.from, built.last()) {
                (Some(from), _) => (from.0, from.0.pose()),
                (None, Some(before)) => (before.named, before.pose.clone()),
                (None, None) => return built,
            };
            for bend in &position.bends {
                pose.bend(&bend.joints, f64::from(bend.angle));
                // An arm that is told how to bend holds nothing.
                if bend.joints.iter().any(|joint| matches!(joint, Joint::Shoulder(_) | Joint::Elbow(_))) {
                    pose.hands_on = None;
                }
            }
            if let Some(contacts) = &position.rest_on {
                pose.rest_on.clone_from(contacts);
            }
            if let Some(grip) = position.hands_on {
                pose.hands_on = Some(grip.0);
                pose.rest_on.retain(|contact| !matches!(contact, Contact::Hand(_)));
            }
            built.push(Built { name, at, named, pose });
        }
        built
    }

    /// Reports poses that no body can take.
    pub(super) fn check(&self, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
        if self.start.value.from.is_none() {
            if self.start.value.is_blank {
                return;
            }
            let (message, help) = if self.start.value.is_text {
                ("`start` names no pose to start from", "begin with one: `standing, shoulder 90`")
            } else {
                ("`start` needs the key `from`", "name the pose to start from: `from = \"supine\"`")
            };
            let place = Place::new(file, self.start.span());
            diagnostics.push(Diagnostic::new(&MISSING_KEY, place, message, help));
            return;
        }
        let all = self.built();
        let view = all.first().map(|first| first.pose.view);
        let known = diagnostics.len();
        for built in &all {
            if Some(built.pose.view) != view {
                let from = built.at.value.from.map_or("", |from| from.0.name);
                diagnostics.push(Diagnostic::new(
                    &CONTRADICTION,
                    Place::new(file, built.at.span()),
                    format!("`{from}` is seen from a different direction than `start`"),
                    "draw one exercise from the side or from above, not both",
                ));
            }
            let found = fit::limits(built, file);
            if found.is_empty() {
                diagnostics.extend(fit::floor(built, file));
            }
            diagnostics.extend(found);
        }
        if diagnostics.len() == known {
            let prop = self.prop.map(|word| word.0).or(all.first().and_then(|first| first.named.prop));
            diagnostics.extend(prop.into_iter().flat_map(|prop| fit::beside(&all, prop, file)));
            diagnostics.extend(self.felt.iter().filter_map(|felt| fit::side_of(felt, &all, file)));
        }
    }

    /// The bends of positions after the first that differ from the position before, each with its position.
    pub(crate) fn moved(&self) -> Vec<(&Spanned<Position>, &Bend)> {
        let all = self.built();
        let pairs = all.iter().zip(all.iter().skip(1));
        let moved = pairs.flat_map(|(before, built)| {
            let differs = |bend: &&Bend| {
                let is_other = |joint: &Joint| {
                    (before.pose.angles.get(*joint) - f64::from(bend.angle)).abs() > fit::DIFFERENT
                };
                bend.joints.iter().any(is_other)
            };
            built.at.value.bends.iter().filter(differs).map(|bend| (built.at, bend)).collect::<Vec<_>>()
        });
        moved.collect()
    }

    /// Where the drawings are seen from.
    pub(crate) fn view(&self) -> Option<Viewpoint> {
        self.built().first().map(|first| first.pose.view)
    }

    /// The drawings of `exercise`, described in `words`; none where its poses have mistakes.
    #[must_use]
    pub fn shown(&self, exercise: &Exercise, words: &Messages) -> Vec<CaptionedDrawing> {
        let built = self.built();
        let mut shown: Vec<(&'static str, String, DrawingPhase)> = Vec::new();
        for (at, it) in built.iter().enumerate() {
            let position = &it.at.value;
            let caption =
                position.caption.clone().unwrap_or_else(|| caption(it.name, built.len(), exercise, words));
            let felt: Vec<Region> = self.felt.iter().filter(|_| at > 0).map(|word| word.value.0).collect();
            let label = position.text.clone().unwrap_or_else(|| described(it, &felt, words));
            let (pose, after) = (it.pose.clone(), at.checked_sub(1));
            shown.push((it.name, caption, DrawingPhase { pose, after, felt, side: Side::Right, label }));
        }
        let sides = self.other_side.unwrap_or(exercise.sides() != Laterality::None);
        if sides && let [_, .., (_, _, last)] = &shown[..] {
            let other = DrawingPhase {
                pose: last.pose.mirrored(),
                after: Some(0),
                side: Side::Left,
                label: figure::swapped(&last.label, words),
                ..last.clone()
            };
            shown.push(("other-side", words.text("phase.other-side").to_owned(), other));
        }
        let phases: Vec<DrawingPhase> = shown.iter().map(|(_, _, phase)| phase.clone()).collect();
        let prop = self.prop.map(|word| word.0).or(built.first().and_then(|first| first.named.prop));
        let drawings = figure::draw_all(&phases, prop).unwrap_or_default();
        let with_drawing = shown.into_iter().zip(drawings);
        with_drawing
            .map(|((name, caption, phase), drawing)| CaptionedDrawing {
                name,
                caption,
                description: phase.label,
                after: phase.after,
                felt: phase
                    .felt
                    .iter()
                    .map(|region| if phase.side == Side::Left { region.mirrored() } else { *region })
                    .map(|region| place(region, words))
                    .collect(),
                drawing,
            })
            .collect()
    }
}

/// The usual words below a drawing.
fn caption(name: &str, phases: usize, exercise: &Exercise, words: &Messages) -> String {
    let key = match name {
        "start" if phases == 1 => "only",
        "start" => "start",
        "hold" => match &exercise.hold {
            Some(hold) => {
                return words.say("phase.hold_seconds", &[("n", dose::amount(&hold.value).into())]);
            }
            None if exercise.hold_note.is_some() => "hold",
            None => "move",
        },
        _ => "then",
    };
    words.text(&format!("phase.{key}")).to_owned()
}

/// What a drawing shows, in words made from its pose.
fn described(built: &Built<'_>, felt: &[Region], words: &Messages) -> String {
    let key = match built.named.view() {
        Viewpoint::Side => "pose.from_side",
        Viewpoint::Above => "pose.from_above",
    };
    let pose = words.text(&format!("pose.{}", built.named.name));
    let mut sentences = vec![words.say(key, &[("pose", pose.into())])];
    let changes = figure::described(&built.pose, &built.named.pose(), words);
    if !changes.is_empty() {
        sentences.push(words.say("pose.but", &[("changes", Filling::from(&changes))]));
    }
    if !felt.is_empty() {
        let places: Vec<String> = felt.iter().map(|region| place(*region, words)).collect();
        let places = places.join(words.comma());
        sentences.push(words.say("pose.felt", &[("places", Filling::from(&places))]));
    }
    sentences.join(words.text("list.sentence"))
}

/// A place where something is felt.
fn place(region: Region, words: &Messages) -> String {
    words.text(&format!("region.{}", region.name())).to_owned()
}
