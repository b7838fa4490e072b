//! A pose in words, for those who do not see the drawing.

use super::joint::{Angles, Joint, Side};
use super::pose::Pose;

/// How `pose` differs from `from`, in sentences that follow the words of a named pose: "Both hips bent to 110 degrees;
/// left knee straight. The hands are on the shins." Empty where nothing differs.
#[must_use]
pub fn described(pose: &Pose, from: &Pose) -> String {
    let mut parts: Vec<String> = Vec::new();
    let differs = |joint: Joint| (pose.angles.get(joint) - from.angles.get(joint)).abs() >= 1.0;
    for joint in Joint::ALL.into_iter().filter(|joint| differs(*joint)) {
        let twin = joint.mirrored();
        let alike = twin != joint && differs(twin) && pose.angles.get(joint) == pose.angles.get(twin);
        let name = match joint.side() {
            None => joint.noun().to_owned(),
            Some(Side::Left) if alike => format!("both {}s", joint.noun()),
            Some(Side::Right) if alike => continue,
            Some(side) => format!("{} {}", side.word(), joint.noun()),
        };
        parts.push(format!("{name} {}", bend(joint, &pose.angles)));
    }
    let mut sentences: Vec<String> = Vec::new();
    if !parts.is_empty() {
        sentences.push(capital(&format!("{}.", parts.join("; "))));
    }
    if let Some(grip) = pose.hands_on.filter(|_| pose.hands_on != from.hands_on) {
        sentences.push(format!("The hands are {}.", grip.words()));
    }
    sentences.join(" ")
}

/// The angle of `joint` in everyday words.
fn bend(joint: Joint, angles: &Angles) -> String {
    let angle = angles.get(joint).round();
    let degrees = format!("{} degrees", angle.abs());
    match joint {
        Joint::Shoulder(_) if angle > 0.0 => format!("raised forward to {degrees}"),
        Joint::Shoulder(_) if angle < 0.0 => format!("back by {degrees}"),
        Joint::Shoulder(_) => "hanging".into(),
        Joint::Ankle(_) if angle > 0.0 => format!("with the toes up by {degrees}"),
        Joint::Ankle(_) if angle < 0.0 => format!("with the toes pointed by {degrees}"),
        _ if angle > 0.0 => format!("bent to {degrees}"),
        _ if angle < 0.0 => format!("stretched back by {degrees}"),
        _ => "straight".into(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `text` for the other side: "left" for "right" and the other way round, as whole words.
#[must_use]
pub fn swapped(text: &str) -> String {
    let swap = |word: &str| {
        match word {
            "left" => "right",
            "right" => "left",
            "Left" => "Right",
            "Right" => "Left",
            _ => return word.to_owned(),
        }
        .to_owned()
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
