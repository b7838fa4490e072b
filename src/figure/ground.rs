//! A pose put on the floor: the body is turned and lowered until what it rests on touches the floor line, and limbs
//! that rest there too are bent until they reach it. Nothing is placed by hand.

use super::body::{BodyPart, Circle, FOREARM, Frame, HEIGHT, PosedBody, UPPER_ARM};
use super::joint::{Angles, Joint, Side};
use super::pose::{Contact, Grip, Pose, Viewpoint};

/// A pose that a body cannot take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PoseFault {
    /// This contact does not reach the floor, however its joint is bent.
    Reach(Contact),
    /// To rest on the floor, this joint would have to bend to this angle, which is past its limits.
    Bend(Joint, f64),
    /// This part of the body would be so far under the floor, in centimetres of a body 170 cm tall.
    Below(&'static str, f64),
}

/// A body resting on the floor, which is the line y = 0.
#[derive(Clone, Debug)]
pub(super) struct Stance {
    pub(super) angles: Angles,
    pub(super) root: Frame,
}

impl Stance {
    pub(super) fn body(&self) -> PosedBody {
        PosedBody::new(&self.angles, self.root)
    }

    /// The share `t` of the way from here to `other`.
    pub(super) fn towards(&self, other: &Stance, t: f64) -> Stance {
        let between = |from: f64, to: f64| from + (to - from) * t;
        Stance {
            angles: self.angles.towards(&other.angles, t),
            root: Frame {
                x: between(self.root.x, other.root.x),
                y: between(self.root.y, other.root.y),
                turn: between(self.root.turn, other.root.turn),
            },
        }
    }
}

/// So far flesh gives way.
pub(super) const GIVE: f64 = 4.0;
/// What comes so near the floor rests on it.
const NEAR: f64 = 1.5;
/// So far past its limit an angle may be by rounding.
const ROUNDING: f64 = 0.5;

/// A circle that touches the floor, and the joint that brings it there.
struct FloorContact {
    part: BodyPart,
    circle: Circle,
    by: Option<Joint>,
}

/// What of `contact` touches the floor.
fn spots(contact: Contact) -> Vec<FloorContact> {
    let spot = |part: BodyPart, circle: usize, by: Option<Joint>| FloorContact {
        part,
        circle: part.circles()[circle],
        by,
    };
    // A sole or a palm lies flat: only the height of its joint above the floor matters.
    let flat = |part: BodyPart, height: f64, by: Joint| FloorContact {
        part,
        circle: Circle { x: 0.0, y: 0.0, r: height },
        by: Some(by),
    };
    match contact {
        Contact::Back => vec![spot(BodyPart::Pelvis, 0, None), spot(BodyPart::Chest, 0, None)],
        Contact::Shoulders => vec![spot(BodyPart::Chest, 1, None)],
        Contact::Front => vec![spot(BodyPart::Pelvis, 2, None), spot(BodyPart::Chest, 0, None)],
        Contact::Pelvis | Contact::Seat => {
            vec![spot(BodyPart::Pelvis, if contact == Contact::Seat { 0 } else { 2 }, None)]
        }
        Contact::Head => vec![spot(BodyPart::Head, 0, Some(Joint::Neck))],
        Contact::Hand(side) => vec![flat(BodyPart::Hand(side), PALM, Joint::Shoulder(side))],
        Contact::Forearm(side) => vec![
            spot(BodyPart::Forearm(side), 0, Some(Joint::Shoulder(side))),
            flat(BodyPart::Hand(side), PALM, Joint::Elbow(side)),
        ],
        Contact::Knee(side) => vec![spot(BodyPart::Shank(side), 0, Some(Joint::Hip(side)))],
        Contact::Shin(side) => vec![
            spot(BodyPart::Shank(side), 0, Some(Joint::Hip(side))),
            spot(BodyPart::Foot(side), 2, Some(Joint::Knee(side))),
        ],
        Contact::Foot(side) => vec![flat(BodyPart::Foot(side), SOLE, Joint::Knee(side))],
        Contact::Heel(side) => vec![spot(BodyPart::Foot(side), 0, Some(Joint::Hip(side)))],
        Contact::Toes(side) => vec![spot(BodyPart::Foot(side), 2, Some(Joint::Hip(side)))],
    }
}

/// The heights of ankle and wrist above a flat sole and palm.
const SOLE: f64 = 7.8;
const PALM: f64 = 3.6;
/// The middle of the palm from the wrist.
const PALM_CENTRE: f64 = 8.0;

/// Where along the floor `contact` is.
pub(super) fn place(contact: Contact, stance: &Stance) -> f64 {
    let spot = spots(contact).into_iter().next();
    spot.map_or(stance.root.x, |spot| stance.body().circle(spot.part, spot.circle).x)
}

/// How far below the floor line what of `contact` touches the floor is.
#[cfg(test)]
pub(super) fn spot_depths(contact: Contact, pose: &Pose, stance: &Stance) -> Vec<f64> {
    let stands = pose.rest_on.first() == Some(&contact) && matches!(contact, Contact::Foot(_));
    let spots = if stands { bearing(pose, contact).0 } else { spots(contact) };
    spots.iter().map(|spot| depth(stance, spot)).collect()
}

/// Puts `pose` on the floor.
pub(super) fn settle(pose: &Pose) -> Result<Stance, PoseFault> {
    let root = Frame { x: 0.0, y: 0.0, turn: pose.facing };
    let mut stance = Stance { angles: pose.angles, root };
    if pose.view == Viewpoint::Side {
        let carried = carry(pose, &mut stance);
        reach(pose, &carried, &mut stance)?;
        let lowest = pose.rest_on.is_empty().then(|| bottom(&stance.body()));
        stance.root.y -= lowest.unwrap_or(0.0);
    }
    if let Some(grip) = pose.hands_on {
        grasp(grip, pose.view, &mut stance);
    }
    check(pose, &stance)?;
    Ok(stance)
}

fn bottom(body: &PosedBody) -> f64 {
    body.circles().map(|(_, circle)| circle.y + circle.r).fold(f64::MIN, f64::max)
}

/// How far below the floor line the bottom of a spot is.
fn depth(stance: &Stance, spot: &FloorContact) -> f64 {
    let circle = stance.body().circle(spot.part, spot.circle);
    circle.y + circle.r
}

/// Turns and lowers the body until what carries it touches the floor; says which contacts, by number, are thereby
/// done with wholly (true) or in part.
fn carry(pose: &Pose, stance: &mut Stance) -> Vec<(usize, bool)> {
    let Some(&first) = pose.rest_on.first() else { return Vec::new() };
    let (bearing, done) = bearing(pose, first);
    if let [one, .., other] = &bearing[..] {
        let turned = |turn: f64| {
            let mut stance = stance.clone();
            stance.root.turn = turn;
            depth(&stance, one) - depth(&stance, other)
        };
        if let Some(turn) = root_of(turned, pose.facing, 100.0) {
            stance.root.turn = turn;
        }
    }
    if let Some(spot) = bearing.first() {
        stance.root.y -= depth(stance, spot);
    }
    done
}

/// The one or two spots that carry the body. Two that differ are wanted: those of the first contact, else that one's
/// and the first of another kind.
fn bearing(pose: &Pose, first: Contact) -> (Vec<FloorContact>, Vec<(usize, bool)>) {
    if let Contact::Foot(side) = first {
        // A standing foot carries on heel and ball; its ankle keeps its angle.
        let spot = |circle: usize| {
            let part = BodyPart::Foot(side);
            FloorContact { part, circle: part.circles()[circle], by: None }
        };
        return (vec![spot(0), spot(2)], vec![(0, true)]);
    }
    let mut spots_of_first = spots(first);
    if spots_of_first.len() > 1 {
        return (spots_of_first, vec![(0, true)]);
    }
    let kind = std::mem::discriminant(&first);
    let second = pose
        .rest_on
        .iter()
        .enumerate()
        .find(|(_, it)| std::mem::discriminant(*it) != kind && **it != Contact::Head);
    let mut done = vec![(0, true)];
    if let Some((at, &second)) = second {
        let mut more = spots(second);
        done.push((at, more.len() == 1));
        more.truncate(1);
        spots_of_first.append(&mut more);
    }
    (spots_of_first, done)
}

/// Bends the limbs that rest on the floor and do not carry until they reach it, and lays palms and soles flat.
fn reach(pose: &Pose, carried: &[(usize, bool)], stance: &mut Stance) -> Result<(), PoseFault> {
    for (at, &contact) in pose.rest_on.iter().enumerate() {
        let done = carried.iter().find(|(carrier, _)| *carrier == at);
        let skip = match done {
            Some((_, true)) => usize::MAX,
            Some((_, false)) => 1,
            None => 0,
        };
        for spot in spots(contact).iter().skip(skip) {
            let Some(mut joint) = spot.by else { continue };
            if let Contact::Toes(side) = contact
                && pose.rest_on.contains(&Contact::Knee(side))
            {
                joint = Joint::Knee(side);
            }
            let bent = |angle: f64| {
                let mut stance = stance.clone();
                stance.angles.set(joint, angle);
                depth(&stance, spot)
            };
            let angle = root_of(bent, stance.angles.get(joint), 75.0).ok_or(PoseFault::Reach(contact))?;
            stance.angles.set(joint, angle);
        }
        let stands = at == 0 && matches!(contact, Contact::Foot(_));
        if !stands {
            flatten(contact, stance);
        }
    }
    Ok(())
}

/// Lays the palm or sole of `contact` flat on the floor.
fn flatten(contact: Contact, stance: &mut Stance) {
    let (part, joint, ways) = match contact {
        Contact::Hand(side) | Contact::Forearm(side) => {
            (BodyPart::Hand(side), Joint::Wrist(side), &[-90.0, 90.0][..])
        }
        Contact::Foot(side) => (BodyPart::Foot(side), Joint::Ankle(side), &[0.0][..]),
        _ => return,
    };
    let now = stance.body().frame(part).turn;
    let off = |way: &f64| (way - now + 180.0).rem_euclid(360.0) - 180.0;
    let least = ways.iter().map(off).min_by(|one, other| one.abs().total_cmp(&other.abs())).unwrap_or(0.0);
    let angle = stance.angles.get(joint) + least * part.turn();
    stance.angles.set(joint, angle);
}

/// Bends shoulders and elbows until the palms are where `grip` says, or as near as the arms are long.
fn grasp(grip: Grip, view: Viewpoint, stance: &mut Stance) {
    for side in Side::BOTH {
        let (part, at) = grip.on.spot(grip.leg.unwrap_or(side));
        let body = stance.body();
        let target = body.frame(part).point(at);
        let shoulder = body.frame(BodyPart::UpperArm(side));
        let (dx, dy) = (target.0 - shoulder.x, target.1 - shoulder.y);
        let (upper, lower) = (UPPER_ARM, FOREARM + PALM_CENTRE);
        let distance = dx.hypot(dy).clamp(1.0, upper + lower);
        let corner = |opposite: f64, one: f64, other: f64| {
            let cos = (one * one + other * other - opposite * opposite) / (2.0 * one * other);
            cos.clamp(-1.0, 1.0).acos().to_degrees()
        };
        let bent = 180.0 - corner(distance, upper, lower);
        // Turned from hanging straight down, clockwise; the elbow lies behind the line from shoulder to hand.
        let line = dy.atan2(dx).to_degrees() - 90.0;
        let turn = line + corner(lower, upper, distance);
        let trunk = body.frame(BodyPart::Chest).turn;
        let raised = (trunk - turn + 180.0).rem_euclid(360.0) - 180.0;
        stance.angles.set(Joint::Shoulder(side), raised);
        stance.angles.set(Joint::Elbow(side), bent);
        stance.angles.set(Joint::Wrist(side), 0.0);
        if view == Viewpoint::Side {
            keep_elbow_up(side, target, stance);
        }
    }
}

/// Lays an elbow that would be under the floor on it, and points the forearm at `target`. People turn the elbow out
/// to the side there, which is not to be seen from the side.
fn keep_elbow_up(side: Side, target: (f64, f64), stance: &mut Stance) {
    let elbow = FloorContact {
        part: BodyPart::Forearm(side),
        circle: BodyPart::Forearm(side).circles()[0],
        by: None,
    };
    if depth(stance, &elbow) <= GIVE {
        return;
    }
    let raised = |angle: f64| {
        let mut stance = stance.clone();
        stance.angles.set(Joint::Shoulder(side), angle);
        depth(&stance, &elbow)
    };
    let start = stance.angles.get(Joint::Shoulder(side));
    let Some(angle) = root_of(raised, start, 75.0) else { return };
    stance.angles.set(Joint::Shoulder(side), angle);
    let body = stance.body();
    let (upper, joint) = (body.frame(BodyPart::UpperArm(side)), body.frame(BodyPart::Forearm(side)));
    let line = (target.1 - joint.y).atan2(target.0 - joint.x).to_degrees() - 90.0;
    let bent = (upper.turn - line + 180.0).rem_euclid(360.0) - 180.0;
    stance.angles.set(Joint::Elbow(side), bent);
}

/// Where `height` is 0, nearest to `start` and at most `range` away; or where it is least, if that is near enough.
fn root_of(height: impl Fn(f64) -> f64, start: f64, range: f64) -> Option<f64> {
    const STEP: f64 = 0.5;
    let mut ends = [start, start];
    let mut heights = [height(start), height(start)];
    if heights[0].abs() < 1e-9 {
        return Some(start);
    }
    let mut least = (heights[0].abs(), start);
    let mut gone = 0.0;
    while gone < range {
        gone += STEP;
        for (way, sign) in [1.0, -1.0].into_iter().enumerate() {
            let next = start + gone * sign;
            let there = height(next);
            if (there > 0.0) != (heights[way] > 0.0) {
                return Some(bisected(&height, ends[way], next));
            }
            if there.abs() < least.0 {
                least = (there.abs(), next);
            }
            ends[way] = next;
            heights[way] = there;
        }
    }
    (least.0 <= NEAR).then_some(least.1)
}

fn bisected(height: &impl Fn(f64) -> f64, mut from: f64, mut to: f64) -> f64 {
    let above = height(from) > 0.0;
    for _ in 0..40 {
        let middle = f64::midpoint(from, to);
        if (height(middle) > 0.0) == above { from = middle } else { to = middle }
    }
    f64::midpoint(from, to)
}

fn check(pose: &Pose, stance: &Stance) -> Result<(), PoseFault> {
    for joint in Joint::ALL {
        let (angle, limits) = (stance.angles.get(joint), joint.limits());
        if angle < limits.least - ROUNDING || angle > limits.most + ROUNDING {
            return Err(PoseFault::Bend(joint, angle));
        }
    }
    if pose.view == Viewpoint::Side {
        let mut worst: Option<(BodyPart, f64)> = None;
        for (part, circle) in stance.body().circles() {
            let below = circle.y + circle.r;
            if below > GIVE && worst.is_none_or(|(_, most)| below > most) {
                worst = Some((part, below));
            }
        }
        if let Some((part, below)) = worst {
            return Err(PoseFault::Below(word(part), below / HEIGHT * 170.0));
        }
    }
    Ok(())
}

pub(super) fn word(part: BodyPart) -> &'static str {
    use Side::{Left, Right};
    match part {
        BodyPart::Pelvis => "pelvis",
        BodyPart::Waist | BodyPart::Ribs | BodyPart::Chest => "back",
        BodyPart::Head => "head",
        BodyPart::Thigh(Left) => "left thigh",
        BodyPart::Thigh(Right) => "right thigh",
        BodyPart::Shank(Left) => "left shin",
        BodyPart::Shank(Right) => "right shin",
        BodyPart::Foot(Left) => "left foot",
        BodyPart::Foot(Right) => "right foot",
        BodyPart::UpperArm(Left) => "left upper arm",
        BodyPart::UpperArm(Right) => "right upper arm",
        BodyPart::Forearm(Left) => "left forearm",
        BodyPart::Forearm(Right) => "right forearm",
        BodyPart::Hand(Left) => "left hand",
        BodyPart::Hand(Right) => "right hand",
    }
}
