//! The arrow that shows which way the body moved to come into a pose.

use std::fmt::Write as _;

use super::body::BodyPart;
use super::ground::Stance;
use super::joint::Side;
use super::markup::pair;
use super::pose::{Contact, Pose, Viewpoint};
use super::svg::{Paper, distance};

/// A bent arrow through three points, the last its tip.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arrow([(f64, f64); 3]);

/// Movements shorter than this have no arrow.
const LEAST: f64 = 10.0;
/// So far from the skin an arrow wants to be.
const CLEAR: f64 = 5.0;

/// The limb of a contact, or of what is watched: a leg or an arm of one side, or the trunk.
#[derive(Clone, Copy, PartialEq)]
enum Limb {
    Leg(Side),
    Arm(Side),
    Trunk,
}

/// Points whose movement may be shown. The first of a limb that moves nearly as far as any of it speaks for it.
const WATCHED: [(Limb, &[(BodyPart, usize)]); 5] = [
    (Limb::Leg(Side::Right), &[(BodyPart::Foot(Side::Right), 1), (BodyPart::Shank(Side::Right), 0)]),
    (Limb::Leg(Side::Left), &[(BodyPart::Foot(Side::Left), 1), (BodyPart::Shank(Side::Left), 0)]),
    (Limb::Arm(Side::Right), &[(BodyPart::Hand(Side::Right), 1)]),
    (Limb::Arm(Side::Left), &[(BodyPart::Hand(Side::Left), 1)]),
    (Limb::Trunk, &[(BodyPart::Pelvis, 2), (BodyPart::Waist, 1), (BodyPart::Chest, 0), (BodyPart::Head, 0)]),
];

fn limb(contact: Contact) -> Limb {
    match contact {
        Contact::Hand(side) | Contact::Forearm(side) => Limb::Arm(side),
        Contact::Knee(side)
        | Contact::Shin(side)
        | Contact::Foot(side)
        | Contact::Heel(side)
        | Contact::Toes(side) => Limb::Leg(side),
        _ => Limb::Trunk,
    }
}

/// A phase: its pose, and that pose on the floor.
pub(super) type Held<'a> = (&'a Pose, &'a Stance);

/// The arrows for the way from one phase to the next, at most two.
pub(super) fn arrows(from: Held<'_>, to: Held<'_>) -> Vec<Arrow> {
    let (before, after) = (from.1.body(), to.1.body());
    // A limb that rests on the floor in both only follows the trunk, and hands that hold something follow that.
    let rests = |(pose, _): Held<'_>, wanted: Limb| pose.rest_on.iter().any(|&it| limb(it) == wanted);
    let follows = |wanted: Limb| match wanted {
        Limb::Trunk => false,
        Limb::Arm(_) if from.0.hands_on.is_some() || to.0.hands_on.is_some() => true,
        _ => rests(from, wanted) && rests(to, wanted),
    };
    let mut moves: Vec<(f64, BodyPart, usize)> = Vec::new();
    for (_, points) in WATCHED.iter().filter(|(limb, _)| !follows(*limb)) {
        let length = |&(part, circle): &(BodyPart, usize)| {
            let it = part.circles()[circle];
            let (one, other) = (before.circle(part, it), after.circle(part, it));
            (other.x - one.x).hypot(other.y - one.y)
        };
        let most = points.iter().map(length).fold(0.0, f64::max);
        let speaks = points.iter().find(|point| length(point) >= most * 0.45);
        moves.extend(speaks.map(|point| (length(point), point.0, point.1)));
    }
    moves.retain(|(length, ..)| *length >= LEAST);
    moves.sort_by(|one, other| other.0.total_cmp(&one.0));
    let most = moves.first().map_or(0.0, |first| first.0);
    moves.retain(|(length, ..)| *length >= most * 0.4);
    // Both sides moving alike are one movement, shown on the near side.
    let near: Vec<(f64, BodyPart)> = moves.iter().map(|&(length, part, _)| (length, part)).collect();
    moves.retain(|&(length, part, _)| {
        let twin = match part {
            BodyPart::Shank(Side::Left) => BodyPart::Shank(Side::Right),
            BodyPart::Foot(Side::Left) => BodyPart::Foot(Side::Right),
            BodyPart::Hand(Side::Left) => BodyPart::Hand(Side::Right),
            _ => return true,
        };
        !near.iter().any(|&(other, it)| it == twin && (other - length).abs() < 4.0)
    });
    moves.truncate(2);
    let mut drawn: Vec<Arrow> = Vec::new();
    for (_, part, circle) in moves {
        if let Some(arrow) = placed(from.1, to, part, circle, &drawn) {
            drawn.push(arrow);
        }
    }
    drawn
}

/// The way that a point takes, moved aside to where the body leaves room for it.
fn placed(
    from: &Stance,
    (pose, to): Held<'_>,
    part: BodyPart,
    circle: usize,
    others: &[Arrow],
) -> Option<Arrow> {
    let at = |t: f64| {
        let place = from.towards(to, t).body().circle(part, part.circles()[circle]);
        (place.x, place.y)
    };
    let (start, end) = (at(0.0), at(1.0));
    // A short way is shown whole.
    let way = if (end.0 - start.0).hypot(end.1 - start.1) < 40.0 {
        [start, at(0.5), end]
    } else {
        [at(0.15), at(0.55), at(0.95)]
    };
    let body = to.body();
    let mut best: Option<(f64, Arrow)> = None;
    for step in 0..14 {
        for turn in 0..24 {
            let away = f64::from(step) * 4.0;
            let (sin, cos) = (f64::from(turn) * 15.0).to_radians().sin_cos();
            let arrow = Arrow(way.map(|(x, y)| (x + away * cos, y + away * sin)));
            let mut cost = away;
            for (x, y) in arrow.samples() {
                cost += (CLEAR - distance(&body, (x, y))).max(0.0) * 3.0;
                if pose.view == Viewpoint::Side {
                    cost += (y + CLEAR).max(0.0) * 10.0;
                }
                for other in others.iter().flat_map(Arrow::samples) {
                    cost += (8.0 - (x - other.0).hypot(y - other.1)).max(0.0) * 3.0;
                }
            }
            if best.as_ref().is_none_or(|(least, _)| cost < least - 1e-6) {
                best = Some((cost, arrow));
            }
        }
    }
    best.map(|(_, arrow)| arrow)
}

impl Arrow {
    /// The control point of the curve through its points.
    fn control(&self) -> (f64, f64) {
        let [a, b, c] = self.0;
        (2.0 * b.0 - (a.0 + c.0) / 2.0, 2.0 * b.1 - (a.1 + c.1) / 2.0)
    }

    /// Its two wings beside the tip.
    fn wings(&self) -> [(f64, f64); 2] {
        let (tip, control) = (self.0[2], self.control());
        let back = (control.1 - tip.1).atan2(control.0 - tip.0);
        [0.55, -0.55].map(|turn: f64| {
            let (sin, cos) = (back + turn).sin_cos();
            (tip.0 + 8.0 * cos, tip.1 + 8.0 * sin)
        })
    }

    /// Points along it.
    fn samples(&self) -> Vec<(f64, f64)> {
        let [a, _, c] = self.0;
        let b = self.control();
        let at = |t: f64| {
            let mix =
                |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
            (mix(a.0, b.0, c.0), mix(a.1, b.1, c.1))
        };
        (0..=6).map(|step| at(f64::from(step) / 6.0)).chain(self.wings()).collect()
    }

    /// Points that the paper has to hold.
    pub(super) fn points(&self) -> Vec<(f64, f64)> {
        self.samples()
    }

    pub(super) fn draw(&self, paper: &Paper, out: &mut String) {
        let at = |point| pair(paper.at(point));
        let [tail, _, tip] = self.0;
        let [one, other] = self.wings();
        let _ = write!(
            out,
            "<path class=\"fig-arrow\" fill=\"none\" stroke=\"currentColor\" d=\"M{}Q{} {}M{}L{}L{}\"/>",
            at(tail),
            at(self.control()),
            at(tip),
            at(one),
            at(tip),
            at(other)
        );
    }
}
