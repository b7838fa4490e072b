//! Whether a body can take the poses of an exercise beside what is there: its joints, the floor, walls and chairs, and
//! whether it is clear which side is meant.

use std::ops::Range;

use super::{Built, FELT_SIDE, JOINT_LIMIT, POSE_FLOOR, POSE_PROP};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::figure::{self, Angles, Contact, Joint, Pose, PoseFault, Prop, Region, Side};
use crate::table::position::Bend;
use crate::table::word::Keyword;

/// Angles past what their joint can do.
pub(super) fn limits(built: &Built<'_>, file: &FileName) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for bend in &built.at.value.bends {
        let Some(limits) = bend.joints.first().map(|joint| joint.limits()) else { continue };
        let angle = f64::from(bend.angle);
        if angle >= limits.least && angle <= limits.most {
            continue;
        }
        let name = &bend.name;
        found.push(
            Diagnostic::new(
                &JOINT_LIMIT,
                Place::new(file, bend.at.place(&built.at.span())),
                format!("`{name}` cannot bend to {} degrees", bend.angle),
                format!("give an angle from {} to {}", limits.least, limits.most),
            )
            .label(format!("past {}", if angle > limits.most { limits.most } else { limits.least })),
        );
    }
    found
}

/// So far the floor may move a joint from the angle that was given for it, in degrees.
const MOVED: f64 = 15.0;

/// Angles further apart than this, in degrees, look different.
pub(super) const DIFFERENT: f64 = 10.0;

/// Where the angle of `built` stands that makes `badness` as large as it is: without it, at its angle in `earlier`, it would
/// be least. All of the position where none does.
fn culprit(built: &Built<'_>, earlier: &Angles, badness: impl Fn(&Pose) -> f64) -> Range<usize> {
    let without = |bend: &Bend| {
        let mut pose = built.pose.clone();
        bend.joints.iter().for_each(|joint| pose.angles.set(*joint, earlier.get(*joint)));
        badness(&pose)
    };
    let bends = built.at.value.bends.iter().map(|bend| (without(bend), bend));
    let least = bends.min_by(|(one, _), (other, _)| one.total_cmp(other));
    let whole = built.at.span();
    match least.filter(|(least, _)| *least < badness(&built.pose)) {
        Some((_, bend)) => bend.at.place(&whole),
        None => whole,
    }
}

/// Mistakes in the position of the body relative to `prop`, the thing next to it.
pub(super) fn beside(all: &[Built<'_>], prop: Prop, file: &FileName) -> Vec<Diagnostic> {
    let poses: Vec<Pose> = all.iter().map(|built| built.pose.clone()).collect();
    let depth = |at: usize, pose: &Pose| {
        let mut poses = poses.clone();
        poses[at] = pose.clone();
        match figure::pierced(&poses[..=at], prop) {
            Ok(found) => found.last().copied().flatten().map_or(0.0, |found| found.depth),
            Err(_) => f64::MAX,
        }
    };
    let (name, help) = match prop {
        Prop::Chair => ("chair", "change this angle, or the chair"),
        Prop::WallBehind | Prop::WallInFront => {
            ("wall", "change this angle, put the wall on the other side, or leave out `prop`")
        }
        Prop::Pillow | Prop::Towel => return Vec::new(),
    };
    let found = figure::pierced(&poses, prop).unwrap_or_default().into_iter().enumerate();
    let found = found.filter_map(|(at, found)| Some((at, found?)));
    found
        .map(|(at, found)| {
            let (built, part, deep) = (&all[at], found.part, found.depth.round());
            let earlier = match (&built.at.value.from, at.checked_sub(1)) {
                (None, Some(before)) => all[before].pose.angles,
                _ => built.named.pose().angles,
            };
            let place = Place::new(file, culprit(built, &earlier, |pose| depth(at, pose)));
            let message = format!("in `{}`, the {part} would be {deep} cm inside the {name}", built.name);
            Diagnostic::new(&POSE_PROP, place, message, help)
        })
        .collect()
}

/// The report of `felt` without a side where that is not clear.
pub(super) fn side_of(
    felt: &Spanned<Keyword<Region>>,
    all: &[Built<'_>],
    file: &FileName,
) -> Option<Diagnostic> {
    let region = felt.value.0;
    if region.side().is_some() || region.joints(Side::Right).is_empty() {
        return None;
    }
    let angles = |built: &Built<'_>| figure::settled(&built.pose).unwrap_or(built.pose.angles);
    let is_far = |one: f64, other: f64| (one - other).abs() > DIFFERENT;
    let differs = |angles: &Angles| {
        let mut pairs = region.joints(Side::Left).into_iter().zip(region.joints(Side::Right));
        pairs.any(|(left, right)| is_far(angles.get(left), angles.get(right)))
    };
    let (first, later) = all.split_first()?;
    let start = angles(first);
    let built = later.iter().find(|built| {
        let now = angles(built);
        let stays = |side: Side| {
            region.joints(side).into_iter().all(|joint| !is_far(now.get(joint), start.get(joint)))
        };
        // Where only the right one moves, it is the one that is meant.
        differs(&now) && (differs(&start) || !stays(Side::Left))
    })?;
    let name = region.name();
    Some(Diagnostic::new(
        &FELT_SIDE,
        Place::new(file, felt.span()),
        format!("`{name}` does not say which side, and the sides differ in `{}`", built.name),
        format!("write `left-{name}` or `right-{name}`; the right side is the near one"),
    ))
}

/// What is wrong with how a pose rests on the floor.
pub(super) fn floor(built: &Built<'_>, file: &FileName) -> Option<Diagnostic> {
    let badness = |pose: &Pose| match figure::settled(pose) {
        Ok(_) => 0.0,
        Err(PoseFault::Below(_, depth)) => depth,
        Err(PoseFault::Bend(joint, angle)) => {
            let limits = joint.limits();
            (limits.least - angle).max(angle - limits.most).max(0.0) + 200.0
        }
        Err(PoseFault::Reach(_)) => f64::MAX,
    };
    let whole = || culprit(built, &built.named.pose().angles, badness);
    let report = |message: String, help: String| {
        Some(Diagnostic::new(&POSE_FLOOR, Place::new(file, whole()), message, help))
    };
    let says = if built.at.value.is_text {
        "say with `rest on …` what touches the floor, or change the angles"
    } else {
        "say in `rest_on` what touches the floor, or change the angles"
    };
    match figure::settled(&built.pose) {
        Ok(settled) => {
            let moved = |joint: Joint| (settled.get(joint) - built.pose.angles.get(joint)).abs() > MOVED;
            lifted(built, moved, file)
        }
        Err(PoseFault::Reach(contact)) => lifted(built, |joint| holds(contact, joint), file).or_else(|| {
            report(format!("in `{}`, `{}` does not reach the floor", built.name, contact.name()), says.into())
        }),
        Err(PoseFault::Bend(joint, angle)) => {
            let limits = joint.limits();
            let side = joint.side().map_or(String::new(), |side| format!("{} ", side.word()));
            let message = format!(
                "to rest on the floor in `{}`, the {side}{} would have to bend to {} degrees",
                built.name,
                joint.noun(),
                angle.round()
            );
            report(message, format!("it goes from {} to {}: {says}", limits.least, limits.most))
        }
        Err(PoseFault::Below(part, depth)) => {
            let depth = depth.round();
            report(
                format!("in `{}`, the {part} would be {depth} cm under the floor", built.name),
                says.into(),
            )
        }
    }
}

/// The report of a joint that the author bends, but that the floor keeps elsewhere: the first for which `is_kept`.
fn lifted(built: &Built<'_>, is_kept: impl Fn(Joint) -> bool, file: &FileName) -> Option<Diagnostic> {
    let (bend, joint) = built.at.value.bends.iter().find_map(|bend| {
        // What bends both sides may be taken back for one.
        let is_own = |joint: &Joint| built.pose.angles.get(*joint) == f64::from(bend.angle);
        let joint = bend.joints.iter().copied().filter(is_own).find(|joint| is_kept(*joint))?;
        Some((bend, joint))
    })?;
    let (holding, rest): (Vec<Contact>, Vec<Contact>) =
        built.pose.rest_on.iter().partition(|contact| bend.joints.iter().any(|it| holds(**contact, *it)));
    if !holding.iter().any(|contact| holds(*contact, joint)) {
        return None;
    }
    let names: Vec<String> = holding.iter().map(|contact| format!("`{}`", contact.name())).collect();
    let rest_on = if built.at.value.is_text {
        let rest: Vec<String> = rest.iter().map(|contact| contact.name()).collect();
        format!("`rest on {}`", rest.join(" "))
    } else {
        let rest: Vec<String> = rest.iter().map(|contact| format!("\"{}\"", contact.name())).collect();
        format!("`rest_on = [{}]`", rest.join(", "))
    };
    let message = format!(
        "`{}` cannot be {} degrees while {} on the floor",
        bend.name,
        bend.angle,
        match &names[..] {
            [one] => format!("{one} rests"),
            many => format!("{} rest", many.join(" and ")),
        }
    );
    let help = format!(
        "leave out `{}`, because the floor determines it; or lift the limb with {rest_on}",
        bend.name
    );
    Some(Diagnostic::new(&POSE_FLOOR, Place::new(file, bend.at.place(&built.at.span())), message, help))
}

/// Whether resting on the floor decides the angle of `joint`.
fn holds(contact: Contact, joint: Joint) -> bool {
    match (contact, joint) {
        (Contact::Head, Joint::Neck) => true,
        (
            Contact::Hand(side) | Contact::Forearm(side),
            Joint::Shoulder(other) | Joint::Elbow(other) | Joint::Wrist(other),
        )
        | (
            Contact::Knee(side)
            | Contact::Shin(side)
            | Contact::Foot(side)
            | Contact::Heel(side)
            | Contact::Toes(side),
            Joint::Hip(other) | Joint::Knee(other) | Joint::Ankle(other),
        ) => side == other,
        _ => false,
    }
}
