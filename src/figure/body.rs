//! The one body of all drawings: its parts, their sizes, and where they are when its joints are bent.
//!
//! Lengths are fractions of standing height after Drillis and Contini (*Body Segment Parameters*, 1966), as D. A.
//! Winter prints them in *Biomechanics and Motor Control of Human Movement*: shank 0.246, thigh 0.245, ankle 0.039 and
//! hip 0.530 above the floor, shoulder 0.818, chin 0.870, upper arm 0.186, forearm 0.146, hand 0.108, foot 0.152.
//! Thicknesses are chosen by eye.
//!
//! Units are those of the drawings, 200 to the height of the body; x grows to the right, y downwards. A part is a few
//! circles, its outline goes around them. In a part's own coordinates its joint is at 0, 0 and the body stands
//! upright and faces right: what hangs down grows along y.

use super::joint::{Angles, Joint, Side};

/// The standing height.
pub(super) const HEIGHT: f64 = 200.0;
/// From joint to joint: 0.245, 0.246, 0.186 and 0.146 of the height.
const THIGH: f64 = 49.0;
const SHANK: f64 = 49.2;
pub(super) const UPPER_ARM: f64 = 37.2;
pub(super) const FOREARM: f64 = 29.2;

/// A circle of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Circle {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) r: f64,
}

const fn circle(x: f64, y: f64, r: f64) -> Circle {
    Circle { x, y, r }
}

/// A rigid part of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyPart {
    Pelvis,
    Waist,
    Ribs,
    Chest,
    Head,
    Thigh(Side),
    Shank(Side),
    Foot(Side),
    UpperArm(Side),
    Forearm(Side),
    Hand(Side),
}

/// What a part is covered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cover {
    Skin,
    Top,
    Legs,
}

impl BodyPart {
    pub(super) const COUNT: usize = 17;

    /// Every part, each after the one it hangs on.
    pub(super) const ALL: [BodyPart; BodyPart::COUNT] = [
        BodyPart::Pelvis,
        BodyPart::Waist,
        BodyPart::Ribs,
        BodyPart::Chest,
        BodyPart::Head,
        BodyPart::Thigh(Side::Left),
        BodyPart::Shank(Side::Left),
        BodyPart::Foot(Side::Left),
        BodyPart::UpperArm(Side::Left),
        BodyPart::Forearm(Side::Left),
        BodyPart::Hand(Side::Left),
        BodyPart::Thigh(Side::Right),
        BodyPart::Shank(Side::Right),
        BodyPart::Foot(Side::Right),
        BodyPart::UpperArm(Side::Right),
        BodyPart::Forearm(Side::Right),
        BodyPart::Hand(Side::Right),
    ];

    fn index(self) -> usize {
        let limb = |side: Side, at: usize| if side == Side::Left { 5 + at } else { 11 + at };
        match self {
            BodyPart::Pelvis => 0,
            BodyPart::Waist => 1,
            BodyPart::Ribs => 2,
            BodyPart::Chest => 3,
            BodyPart::Head => 4,
            BodyPart::Thigh(side) => limb(side, 0),
            BodyPart::Shank(side) => limb(side, 1),
            BodyPart::Foot(side) => limb(side, 2),
            BodyPart::UpperArm(side) => limb(side, 3),
            BodyPart::Forearm(side) => limb(side, 4),
            BodyPart::Hand(side) => limb(side, 5),
        }
    }

    /// The part it hangs on, where on that, and by which joint; `None` for the pelvis.
    pub(super) fn hangs_on(self) -> Option<(BodyPart, (f64, f64), Joint)> {
        Some(match self {
            BodyPart::Pelvis => return None,
            BodyPart::Waist => (BodyPart::Pelvis, (-3.0, -17.0), Joint::LowerBack),
            BodyPart::Ribs => (BodyPart::Waist, (-0.5, -14.0), Joint::MiddleBack),
            BodyPart::Chest => (BodyPart::Ribs, (-0.5, -14.0), Joint::UpperBack),
            BodyPart::Head => (BodyPart::Chest, (3.0, -17.0), Joint::Neck),
            BodyPart::Thigh(side) => (BodyPart::Pelvis, (0.0, 0.0), Joint::Hip(side)),
            BodyPart::Shank(side) => (BodyPart::Thigh(side), (0.0, THIGH), Joint::Knee(side)),
            BodyPart::Foot(side) => (BodyPart::Shank(side), (0.0, SHANK), Joint::Ankle(side)),
            BodyPart::UpperArm(side) => (BodyPart::Chest, (4.5, -12.6), Joint::Shoulder(side)),
            BodyPart::Forearm(side) => (BodyPart::UpperArm(side), (0.0, UPPER_ARM), Joint::Elbow(side)),
            BodyPart::Hand(side) => (BodyPart::Forearm(side), (0.0, FOREARM), Joint::Wrist(side)),
        })
    }

    /// How bending its joint turns it on the page, where clockwise is above 0.
    pub(super) fn turn(self) -> f64 {
        match self {
            BodyPart::Thigh(_) | BodyPart::Foot(_) | BodyPart::UpperArm(_) | BodyPart::Forearm(_) => -1.0,
            _ => 1.0,
        }
    }

    /// The circles it is made of. What rests on the floor names them by their number.
    pub(super) fn circles(self) -> &'static [Circle] {
        match self {
            BodyPart::Pelvis => {
                const { &[circle(-3.0, 1.0, 13.2), circle(0.6, -14.0, 11.4), circle(1.5, -4.0, 11.2)] }
            }
            BodyPart::Waist => const { &[circle(3.4, 2.0, 11.2), circle(3.6, -14.0, 11.0)] },
            BodyPart::Ribs => const { &[circle(4.1, 0.0, 11.0), circle(4.4, -14.0, 12.3)] },
            BodyPart::Chest => const { &[circle(4.9, 0.0, 12.3), circle(3.6, -9.5, 10.4)] },
            BodyPart::Head => {
                const { &[circle(2.2, -20.6, 11.4), circle(8.6, -12.4, 6.2), circle(12.6, -16.6, 2.4)] }
            }
            BodyPart::Thigh(_) => {
                const { &[circle(0.0, 0.0, 12.6), circle(0.8, 20.0, 10.4), circle(0.0, THIGH, 7.4)] }
            }
            BodyPart::Shank(_) => {
                const { &[circle(0.0, 0.0, 7.4), circle(-1.8, 14.0, 7.5), circle(0.0, SHANK, 4.4)] }
            }
            BodyPart::Foot(_) => {
                const {
                    &[
                        circle(-3.4, 3.6, 4.2),
                        circle(15.0, 5.0, 2.8),
                        circle(20.6, 5.8, 2.0),
                        circle(0.4, 0.0, 4.6),
                    ]
                }
            }
            BodyPart::UpperArm(_) => const { &[circle(0.0, 0.0, 6.6), circle(0.0, UPPER_ARM, 4.5)] },
            BodyPart::Forearm(_) => const { &[circle(0.3, 2.0, 4.8), circle(0.0, FOREARM, 3.2)] },
            BodyPart::Hand(_) => {
                const { &[circle(0.0, 0.0, 3.2), circle(0.3, 9.0, 3.5), circle(-1.4, 20.0, 1.8)] }
            }
        }
    }

    pub(super) fn cover(self) -> Cover {
        match self {
            BodyPart::Waist | BodyPart::Ribs | BodyPart::Chest => Cover::Top,
            BodyPart::Pelvis | BodyPart::Thigh(_) | BodyPart::Shank(_) => Cover::Legs,
            _ => Cover::Skin,
        }
    }

    /// Its side; `None` for head and trunk.
    pub(super) fn side(self) -> Option<Side> {
        self.hangs_on().and_then(|(_, _, joint)| joint.side())
    }
}

/// Where a part is: the place of its joint, and how far it is turned clockwise, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) turn: f64,
}

impl Frame {
    /// A point of the part on the page.
    pub(super) fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (sin, cos) = self.turn.to_radians().sin_cos();
        (self.x + x * cos - y * sin, self.y + x * sin + y * cos)
    }
}

/// The whole body, each part in its place.
#[derive(Clone, Debug)]
pub(super) struct PosedBody([Frame; BodyPart::COUNT]);

impl PosedBody {
    /// The body with its joints at `angles` and its pelvis at `root`.
    pub(super) fn new(angles: &Angles, root: Frame) -> PosedBody {
        let mut frames = [root; BodyPart::COUNT];
        for part in BodyPart::ALL {
            let Some((on, at, joint)) = part.hangs_on() else { continue };
            let parent = frames[on.index()];
            let (x, y) = parent.point(at);
            frames[part.index()] = Frame { x, y, turn: parent.turn + part.turn() * angles.get(joint) };
        }
        PosedBody(frames)
    }

    pub(super) fn frame(&self, part: BodyPart) -> Frame {
        self.0[part.index()]
    }

    /// A circle of a part on the page.
    pub(super) fn circle(&self, part: BodyPart, circle: Circle) -> Circle {
        let (x, y) = self.frame(part).point((circle.x, circle.y));
        Circle { x, y, r: circle.r }
    }

    /// Every circle with its part.
    pub(super) fn circles(&self) -> impl Iterator<Item = (BodyPart, Circle)> + '_ {
        BodyPart::ALL
            .into_iter()
            .flat_map(move |part| part.circles().iter().map(move |&it| (part, self.circle(part, it))))
    }
}
