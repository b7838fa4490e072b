//! Checks that drawings do not show a movement to the side as one to the front.
//!
//! A drawing is flat: its angles are bending and stretching, as seen from the side, or from above for someone who lies on
//! the side. What an exercise says of other movements, only its words can say.

use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::figure::{Joint, Viewpoint};
use crate::table::{Exercise, Row};

rules! {
    /// An angle is drawn in the plane of the drawing, but the steps move that joint out of it.
    ///
    /// What it does: compares the joints that `hold` and `then` bend with the steps, in English. It looks for arms and
    /// legs that go out to the side, a head that turns or tilts, a body that bends to the side or twists, and, for someone
    /// who lies on the side, limbs that are lifted, if no step moves the same part in the plane of the drawing.
    ///
    /// Why: the drawing shows a different movement, and readers copy drawings.
    ///
    /// ```toml
    /// # Bad:
    /// steps = ["Lift your right leg out to the side."]
    /// [exercise.pose]
    /// start = "standing"
    /// hold = { right_hip = 40 }      # drawn as a leg in front of the body
    /// # Good: the steps without that drawing, or a picture of your own under `image`
    /// ```
    ///
    /// Source: ours.
    OUT_OF_PLANE = "out-of-plane", Clinical, Error;
}

/// Words for a part of the body, in lower case, and for its movements out of the plane of a drawing from the side.
struct BodyPartWords {
    /// What the steps move.
    noun: &'static str,
    words: &'static [&'static str],
    aside: &'static [&'static str],
}

const HEAD: BodyPartWords = BodyPartWords {
    noun: "head",
    words: &["head", "neck", "ear", "chin", "look"],
    aside: &[
        "to the side",
        "to one side",
        "to each side",
        "to your right",
        "to your left",
        "to the right",
        "to the left",
        "sideways",
        "side to side",
        "wards your shoulder",
        "ward your shoulder",
        "over your shoulder",
        "turn your head",
        "rotate your head",
    ],
};
const ARM: BodyPartWords = BodyPartWords {
    noun: "arm",
    words: &["arm", "elbow", "hand"],
    aside: &["out to the side", "out to your side", "to the side", "to each side", "sideways"],
};
const LEG: BodyPartWords = BodyPartWords {
    noun: "leg",
    words: &["leg", "knee", "foot", "feet", "thigh"],
    aside: &[
        "out to the side",
        "out to your side",
        "to the side",
        "to one side",
        "to each side",
        "sideways",
        "from side to side",
    ],
};
const BODY: BodyPartWords = BodyPartWords {
    noun: "body",
    words: &["body", "trunk", "torso", "chest", "waist", "back", "shoulders"],
    aside: &[
        "to the side",
        "to one side",
        "to each side",
        "to the right",
        "to the left",
        "to your right",
        "to your left",
        "sideways",
        "side to side",
        "twist",
        "rotate",
    ],
};

/// Words for movements in the plane of a drawing from the side.
const IN_PLANE: [&str; 16] = [
    "forward",
    "front",
    "backward",
    "behind",
    "overhead",
    "above",
    "chest",
    "bend",
    "straighten",
    "raise",
    "lift",
    "slide",
    "curl",
    "round",
    "tuck",
    "nod",
];
/// Words for movements out of the plane of a drawing from above, and in it.
const UPWARD: [&str; 5] = ["lift", "raise", "ceiling", "open", "apart"];
const FLAT: [&str; 8] = ["forward", "front", "backward", "behind", "bend", "straighten", "slide", "chest"];

impl BodyPartWords {
    fn of(joint: Joint) -> BodyPartWords {
        match joint {
            Joint::Neck => HEAD,
            Joint::UpperBack | Joint::MiddleBack | Joint::LowerBack => BODY,
            Joint::Shoulder(_) | Joint::Elbow(_) | Joint::Wrist(_) => ARM,
            Joint::Hip(_) | Joint::Knee(_) | Joint::Ankle(_) => LEG,
        }
    }

    /// The words of `steps` that move it out of the plane that is seen, if none moves it there.
    fn aside(&self, steps: &[String], view: Viewpoint) -> Option<&'static str> {
        let (aside, in_plane): (&[&'static str], &[&'static str]) = match view {
            Viewpoint::Side => (self.aside, &IN_PLANE),
            Viewpoint::Above => (&UPWARD, &FLAT),
        };
        let sentences = || steps.iter().flat_map(|step| step.split(['.', ';', '!']));
        let own = || sentences().filter(|sentence| self.words.iter().any(|word| has(sentence, word)));
        let moved = |sentence: &&str| aside.iter().any(|words| has(sentence, words));
        let is_in_plane = |sentence: &str| in_plane.iter().any(|word| has(sentence, word));
        let found = own().find_map(|sentence| aside.iter().copied().find(|words| has(sentence, words)))?;
        own().filter(|sentence| !moved(sentence)).all(|sentence| !is_in_plane(sentence)).then_some(found)
    }
}

/// Whether `text` has a word that starts with `wanted`.
fn has(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted)
        .any(|(at, _)| wanted.starts_with("ward") || !text[..at].ends_with(char::is_alphanumeric))
}

/// Checks the drawings of `row`, whose text is English.
pub(super) fn row(row: &Row, diagnostics: &mut Vec<Diagnostic>) {
    let Some(exercise) = row.get::<Exercise>() else { return };
    let Some(pose) = exercise.pose.as_ref().filter(|_| exercise.image.is_none()) else { return };
    let Some(view) = pose.view() else { return };
    let moved = pose.moved();
    if moved.is_empty() {
        return;
    }
    let steps: Vec<String> = exercise.steps.iter().map(|step| step.text().to_lowercase()).collect();
    let mut known: Vec<&'static str> = Vec::new();
    for (at, bend) in moved {
        let Some(part) = bend.joints.first().map(|joint| BodyPartWords::of(*joint)) else { continue };
        let Some(words) = part.aside(&steps, view).filter(|_| !known.contains(&part.noun)) else { continue };
        known.push(part.noun);
        let seen = match view {
            Viewpoint::Side => "seen from the side",
            Viewpoint::Above => "seen from above",
        };
        diagnostics.push(Diagnostic::new(
            &OUT_OF_PLANE,
            Place::new(row.file(), bend.at.place(&at.span())),
            format!("`{}` is drawn as {seen}, but the steps move the {} otherwise: “{}”", bend.name, part.noun, words.trim()),
            "leave this angle out, or give the exercise a picture under `image`: a drawing cannot show that movement",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aside(joint: Joint, steps: &[&str], view: Viewpoint) -> Option<&'static str> {
        let steps: Vec<String> = steps.iter().map(|step| step.to_lowercase()).collect();
        BodyPartWords::of(joint).aside(&steps, view)
    }

    #[test]
    fn movements_out_of_the_plane_are_told_from_those_in_it() {
        use crate::figure::Side::Right;
        let (hip, shoulder) = (Joint::Hip(Right), Joint::Shoulder(Right));
        for (joint, step) in [
            (hip, "Lift your right leg out to the side."),
            (hip, "Let both knees roll to one side."),
            (shoulder, "Raise your arms sideways to shoulder height."),
            (Joint::Neck, "Tilt your head to the right."),
            (Joint::Neck, "Turn your head and look over your shoulder."),
            (Joint::LowerBack, "Bend your body to the side."),
        ] {
            assert!(aside(joint, &["Stand tall.", step], Viewpoint::Side).is_some(), "{step}");
        }
        for (joint, steps) in [
            (hip, &["Keep your arms by your sides.", "Bring your knee to your chest."][..]),
            (shoulder, &["Stand with your arms by your side.", "Lift them."]),
            (shoulder, &["Raise both arms forward.", "Open your arms out to the side."]),
            (Joint::Neck, &["Nod: bring your chin to your chest."]),
            (hip, &["Hold your arms out to the side.", "Bend your knees."]),
            (Joint::LowerBack, &["Round your back.", "Turn to the side to get up."]),
        ] {
            assert_eq!(aside(joint, steps, Viewpoint::Side), None, "{steps:?}");
        }
        assert_eq!(aside(hip, &["Lift your top knee."], Viewpoint::Above), Some("lift"));
        assert_eq!(aside(hip, &["Slide your knee forward."], Viewpoint::Above), None);
    }
}
