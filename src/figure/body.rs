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
pub(super) enum Part {
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

impl Part {
    pub(super) const COUNT: usize = 17;

    /// Every part, each after the one it hangs on.
    pub(super) const ALL: [Part; Part::COUNT] = [
        Part::Pelvis,
        Part::Waist,
        Part::Ribs,
        Part::Chest,
        Part::Head,
        Part::Thigh(Side::Left),
        Part::Shank(Side::Left),
        Part::Foot(Side::Left),
        Part::UpperArm(Side::Left),
        Part::Forearm(Side::Left),
        Part::Hand(Side::Left),
        Part::Thigh(Side::Right),
        Part::Shank(Side::Right),
        Part::Foot(Side::Right),
        Part::UpperArm(Side::Right),
        Part::Forearm(Side::Right),
        Part::Hand(Side::Right),
    ];

    fn index(self) -> usize {
        let limb = |side: Side, at: usize| if side == Side::Left { 5 + at } else { 11 + at };
        match self {
            Part::Pelvis => 0,
            Part::Waist => 1,
            Part::Ribs => 2,
            Part::Chest => 3,
            Part::Head => 4,
            Part::Thigh(side) => limb(side, 0),
            Part::Shank(side) => limb(side, 1),
            Part::Foot(side) => limb(side, 2),
            Part::UpperArm(side) => limb(side, 3),
            Part::Forearm(side) => limb(side, 4),
            Part::Hand(side) => limb(side, 5),
        }
    }

    /// The part it hangs on, where on that, and by which joint; `None` for the pelvis.
    pub(super) fn hangs_on(self) -> Option<(Part, (f64, f64), Joint)> {
        Some(match self {
            Part::Pelvis => return None,
            Part::Waist => (Part::Pelvis, (-3.0, -17.0), Joint::LowerBack),
            Part::Ribs => (Part::Waist, (-0.5, -14.0), Joint::MiddleBack),
            Part::Chest => (Part::Ribs, (-0.5, -14.0), Joint::UpperBack),
            Part::Head => (Part::Chest, (3.0, -17.0), Joint::Neck),
            Part::Thigh(side) => (Part::Pelvis, (0.0, 0.0), Joint::Hip(side)),
            Part::Shank(side) => (Part::Thigh(side), (0.0, THIGH), Joint::Knee(side)),
            Part::Foot(side) => (Part::Shank(side), (0.0, SHANK), Joint::Ankle(side)),
            Part::UpperArm(side) => (Part::Chest, (4.5, -12.6), Joint::Shoulder(side)),
            Part::Forearm(side) => (Part::UpperArm(side), (0.0, UPPER_ARM), Joint::Elbow(side)),
            Part::Hand(side) => (Part::Forearm(side), (0.0, FOREARM), Joint::Wrist(side)),
        })
    }

    /// How bending its joint turns it on the page, where clockwise is above 0.
    pub(super) fn turn(self) -> f64 {
        match self {
            Part::Thigh(_) | Part::Foot(_) | Part::UpperArm(_) | Part::Forearm(_) => -1.0,
            _ => 1.0,
        }
    }

    /// The circles it is made of. What rests on the floor names them by their number.
    pub(super) fn circles(self) -> &'static [Circle] {
        match self {
            Part::Pelvis => {
                const { &[circle(-3.0, 1.0, 13.2), circle(0.6, -14.0, 11.4), circle(1.5, -4.0, 11.2)] }
            }
            Part::Waist => const { &[circle(3.4, 2.0, 11.2), circle(3.6, -14.0, 11.0)] },
            Part::Ribs => const { &[circle(4.1, 0.0, 11.0), circle(4.4, -14.0, 12.3)] },
            Part::Chest => const { &[circle(4.9, 0.0, 12.3), circle(3.6, -9.5, 10.4)] },
            Part::Head => {
                const { &[circle(2.2, -20.6, 11.4), circle(8.6, -12.4, 6.2), circle(12.6, -16.6, 2.4)] }
            }
            Part::Thigh(_) => {
                const { &[circle(0.0, 0.0, 12.6), circle(0.8, 20.0, 10.4), circle(0.0, THIGH, 7.4)] }
            }
            Part::Shank(_) => {
                const { &[circle(0.0, 0.0, 7.4), circle(-1.8, 14.0, 7.5), circle(0.0, SHANK, 4.4)] }
            }
            Part::Foot(_) => {
                const {
                    &[
                        circle(-3.4, 3.6, 4.2),
                        circle(15.0, 5.0, 2.8),
                        circle(20.6, 5.8, 2.0),
                        circle(0.4, 0.0, 4.6),
                    ]
                }
            }
            Part::UpperArm(_) => const { &[circle(0.0, 0.0, 6.6), circle(0.0, UPPER_ARM, 4.5)] },
            Part::Forearm(_) => const { &[circle(0.3, 2.0, 4.8), circle(0.0, FOREARM, 3.2)] },
            Part::Hand(_) => {
                const { &[circle(0.0, 0.0, 3.2), circle(0.3, 9.0, 3.5), circle(-1.4, 20.0, 1.8)] }
            }
        }
    }

    pub(super) fn cover(self) -> Cover {
        match self {
            Part::Waist | Part::Ribs | Part::Chest => Cover::Top,
            Part::Pelvis | Part::Thigh(_) | Part::Shank(_) => Cover::Legs,
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
pub(super) struct Body([Frame; Part::COUNT]);

impl Body {
    /// The body with its joints at `angles` and its pelvis at `root`.
    pub(super) fn new(angles: &Angles, root: Frame) -> Body {
        let mut frames = [root; Part::COUNT];
        for part in Part::ALL {
            let Some((on, at, joint)) = part.hangs_on() else { continue };
            let parent = frames[on.index()];
            let (x, y) = parent.point(at);
            frames[part.index()] = Frame { x, y, turn: parent.turn + part.turn() * angles.get(joint) };
        }
        Body(frames)
    }

    pub(super) fn frame(&self, part: Part) -> Frame {
        self.0[part.index()]
    }

    /// A circle of a part on the page.
    pub(super) fn circle(&self, part: Part, circle: Circle) -> Circle {
        let (x, y) = self.frame(part).point((circle.x, circle.y));
        Circle { x, y, r: circle.r }
    }

    /// Every circle with its part.
    pub(super) fn circles(&self) -> impl Iterator<Item = (Part, Circle)> + '_ {
        Part::ALL
            .into_iter()
            .flat_map(move |part| part.circles().iter().map(move |&it| (part, self.circle(part, it))))
    }
}
