//! What stands or lies beside the body: placed once for all phases of an exercise, by where the body is in the first.

use std::fmt::Write as _;

use super::body::{BodyPart, Circle, PosedBody};
use super::ground::GIVE;
use super::joint::Side;
use super::markup::{number, pair};
use super::pose::Prop;
use super::svg::Paper;

/// A prop in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Furniture {
    /// The front edge of a chair's seat and its height.
    Chair { x: f64, y: f64 },
    /// The face of a wall; the wall goes to the left where `behind`.
    Wall { x: f64, height: f64, behind: bool },
    /// Below the head, wherever that is.
    Pillow,
    /// From hand to foot, wherever they are.
    Towel,
}

const SEAT: f64 = 46.0;
const WALL: f64 = 4.0;

impl Furniture {
    /// Puts `prop` where `body` needs it.
    pub(super) fn placed(prop: Prop, body: &PosedBody) -> Furniture {
        let edge = |sign: f64| {
            body.circles().map(|(_, circle)| circle.x * sign + circle.r).fold(f64::MIN, f64::max) * sign
        };
        match prop {
            Prop::Chair => {
                let seat = body.circle(BodyPart::Pelvis, BodyPart::Pelvis.circles()[0]);
                Furniture::Chair { x: seat.x + 25.0, y: seat.y + seat.r }
            }
            Prop::WallBehind => Furniture::Wall { x: edge(-1.0), height: 190.0, behind: true },
            Prop::WallInFront => Furniture::Wall { x: edge(1.0), height: 190.0, behind: false },
            Prop::Pillow => Furniture::Pillow,
            Prop::Towel => Furniture::Towel,
        }
    }

    /// The part of `body` that is deepest inside it, and how deep; `None` where it only touches it.
    pub(super) fn pierced_by(&self, body: &PosedBody) -> Option<(BodyPart, f64)> {
        let depth = |part: BodyPart, circle: Circle| match *self {
            Furniture::Wall { x, behind: true, .. } => x - (circle.x - circle.r),
            Furniture::Wall { x, behind: false, .. } => circle.x + circle.r - x,
            // Legs pass in front of a chair and below it.
            Furniture::Chair { x, y } => match part {
                BodyPart::Pelvis if circle.x < x && circle.x > x - SEAT => circle.y + circle.r - y - GIVE,
                BodyPart::Pelvis | BodyPart::Waist | BodyPart::Ribs | BodyPart::Chest
                    if circle.y > y - 68.0 =>
                {
                    x - SEAT - (circle.x - circle.r)
                }
                _ => 0.0,
            },
            Furniture::Pillow | Furniture::Towel => 0.0,
        };
        let all = body.circles().map(|(part, circle)| (part, depth(part, circle)));
        all.filter(|(_, depth)| *depth > GIVE).max_by(|(_, one), (_, other)| one.total_cmp(other))
    }

    pub(super) fn is_in_front(self: &Furniture) -> bool {
        *self == Furniture::Towel
    }

    /// Two opposite corners of it.
    pub(super) fn bounds(&self) -> ((f64, f64), (f64, f64)) {
        match *self {
            Furniture::Chair { x, y } => ((x - SEAT, y - 70.0), (x, 0.0)),
            Furniture::Wall { x, height, behind } => {
                let other = if behind { x - WALL } else { x + WALL };
                ((x.min(other), -height), (x.max(other), 0.0))
            }
            // Both are between parts of the body.
            Furniture::Pillow | Furniture::Towel => ((0.0, 0.0), (0.0, 0.0)),
        }
    }

    /// Draws it beside `body`; what belongs to one side belongs to `side`.
    pub(super) fn draw(&self, paper: &Paper, body: &PosedBody, side: Side, out: &mut String) {
        let at = |x: f64, y: f64| pair(paper.at((x, y)));
        let _ = match *self {
            Furniture::Chair { x, y } => {
                let back = x - SEAT;
                write!(
                    out,
                    "<path class=\"fig-prop\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"4\" d=\"M{}V{}M{}H{}V{}\"/>",
                    at(back + 2.0, 0.0),
                    number(paper.at((0.0, y - 68.0)).1),
                    at(back + 2.0, y + 2.0),
                    number(paper.at((x - 4.0, 0.0)).0),
                    number(paper.at((0.0, 0.0)).1)
                )
            }
            Furniture::Wall { x, height, behind } => {
                let left = if behind { x - WALL } else { x };
                write!(
                    out,
                    "<path class=\"fig-prop\" d=\"M{}h{}v{}h-{}z\"/>",
                    at(left, -height),
                    number(WALL),
                    number(height),
                    number(WALL)
                )
            }
            Furniture::Pillow => {
                let head = body.circle(BodyPart::Head, BodyPart::Head.circles()[0]);
                let (x, y) = paper.at((head.x, head.y + head.r));
                write!(
                    out,
                    "<rect class=\"fig-prop\" x=\"{}\" y=\"{}\" width=\"34\" height=\"8\" rx=\"4\"/>",
                    number(x - 19.0),
                    number(y - 3.0)
                )
            }
            Furniture::Towel => {
                let hand = body.circle(BodyPart::Hand(side), BodyPart::Hand(side).circles()[1]);
                let foot = body.circle(BodyPart::Foot(side), BodyPart::Foot(side).circles()[1]);
                write!(
                    out,
                    "<path class=\"fig-prop\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\" d=\"M{}L{}\"/>",
                    at(hand.x, hand.y),
                    at(foot.x, foot.y)
                )
            }
        };
    }
}
