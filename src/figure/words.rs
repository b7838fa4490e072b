//! A pose in words, for those who do not see the drawing.

use super::joint::{Angles, Joint, Side};
use super::pose::Pose;
use crate::words::{CountRange, Filling, Messages};

/// How `pose` differs from `from`, in sentences that follow the words of a named pose: "Both hips bent to 110 degrees;
/// left knee straight. The hands are on the shins." Empty where nothing differs.
#[must_use]
pub fn described(pose: &Pose, from: &Pose, words: &Messages) -> String {
    let mut parts: Vec<String> = Vec::new();
    let differs = |joint: Joint| (pose.angles.get(joint) - from.angles.get(joint)).abs() >= 1.0;
    for joint in Joint::ALL.into_iter().filter(|joint| differs(*joint)) {
        let twin = joint.mirrored();
        let alike = twin != joint && differs(twin) && pose.angles.get(joint) == pose.angles.get(twin);
        let noun = joint.noun().replace(' ', "_");
        let name = match joint.side() {
            None => noun,
            Some(Side::Left) if alike => noun,
            Some(Side::Right) if alike => continue,
            Some(side) => format!("{}_{noun}", side.word()),
        };
        parts.push(bend(joint, &name, &pose.angles, words));
    }
    let mut sentences: Vec<String> = Vec::new();
    if !parts.is_empty() {
        let bends = parts.join(words.text("pose.join"));
        sentences.push(capital(&words.say("pose.bends", &[("bends", Filling::from(&bends))])));
    }
    if let Some(grip) = pose.hands_on.filter(|_| pose.hands_on != from.hands_on) {
        let place = words.text(&format!("grip.{}", grip.name()));
        sentences.push(words.say("pose.hands", &[("place", place.into())]));
    }
    sentences.join(words.text("list.sentence"))
}

/// The angle of `joint`, called `name`, in everyday words.
fn bend(joint: Joint, name: &str, angles: &Angles, words: &Messages) -> String {
    let angle = angles.get(joint).round();
    let key = match joint {
        Joint::Shoulder(_) if angle > 0.0 => "shoulder_forward",
        Joint::Shoulder(_) if angle < 0.0 => "shoulder_back",
        Joint::Shoulder(_) => "shoulder_straight",
        Joint::Ankle(_) if angle > 0.0 => "ankle_up",
        Joint::Ankle(_) if angle < 0.0 => "ankle_down",
        _ if angle > 0.0 => "bent",
        _ if angle < 0.0 => "back",
        _ => "straight",
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no joint bends by more than 360 degrees"
    )]
    let degrees = CountRange::one(angle.abs() as u32);
    let joint = words.text(&format!("joint.{name}"));
    words.say(&format!("bend.{key}"), &[("joint", joint.into()), ("n", degrees.into())])
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `text` for the other side: "left" for "right" and the other way round, as whole words.
#[must_use]
pub fn swapped(text: &str, words: &Messages) -> String {
    let pairs = words.text("pose.swap").split(',').filter_map(|pair| pair.trim().split_once(' '));
    let pairs: Vec<(&str, &str)> = pairs.map(|(one, other)| (one, other.trim())).collect();
    let swap = |word: &str| {
        let other = pairs.iter().find_map(|(one, other)| match word {
            _ if word == *one => Some(*other),
            _ if word == *other => Some(*one),
            _ => None,
        });
        other.unwrap_or(word).to_owned()
    };
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for character in text.chars() {
        if character.is_alphanumeric() {
            word.push(character);
        } else {
            out.push_str(&swap(&std::mem::take(&mut word)));
            out.push(character);
        }
    }
    out.push_str(&swap(&word));
    out
}
