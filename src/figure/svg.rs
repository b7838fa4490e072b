//! Drawings as SVG.
//!
//! A limb is a group in the group of the part it hangs on, each turned about its joint, so that a script can move the
//! figure by turning groups. Colours are left to style sheets: without one the body is drawn in the colour of the
//! text, the far limbs fainter.

use std::fmt::Write as _;

use super::arrow::Arrow;
use super::body::{BodyPart, Circle, Cover, Frame, PosedBody};
use super::ground::Stance;
use super::joint::Side;
use super::markup::number;
use super::outline;
use super::pose::{Region, Viewpoint};
use super::prop::Furniture;
use crate::html::escape;

/// The far limbs stand so far to the right of the near ones.
pub(super) const FAR: f64 = 5.0;

/// Room around the body.
const MARGIN: f64 = 7.0;
/// So many CSS pixels to a unit where nothing else is said, so that the body is of one size in all drawings.
const PIXELS: f64 = 1.25;
/// No drawing is narrower.
const NARROWEST: f64 = 130.0;

/// The neck, which is drawn with the head.
const NECK: [Circle; 2] = [Circle { x: 0.0, y: 0.0, r: 6.2 }, Circle { x: 2.0, y: -11.0, r: 5.6 }];
/// The hair.
const HAIR: &str = "M10.6-28.4A11.6 11.6 0 0 0-7.2-13.6C-3.4-15.2-1-18.4-.8-22.2 3.4-23 8-25 10.6-28.4Z";

/// One drawing, before it is known how large the paper has to be.
pub(super) struct Sketch<'a> {
    pub(super) stance: Stance,
    pub(super) arrows: Vec<Arrow>,
    pub(super) felt: &'a [Region],
    /// The side that the exercise is of, where it is of one: where it is felt, and holds a towel.
    pub(super) side: Side,
    pub(super) label: &'a str,
}

/// The paper that all drawings of one exercise share.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    view: Viewpoint,
}

impl Paper {
    /// Paper for everything in `pictures` and the furniture.
    pub(super) fn around(pictures: &[Sketch<'_>], furniture: &[Furniture], view: Viewpoint) -> Paper {
        let mut paper = Paper { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN, view };
        for picture in pictures {
            for (part, circle) in picture.stance.body().circles() {
                let x = circle.x + if part.side() == Some(Side::Left) { FAR } else { 0.0 };
                paper.add((x - circle.r, circle.y - circle.r));
                paper.add((x + circle.r, circle.y + circle.r));
            }
            for point in picture.arrows.iter().flat_map(Arrow::points) {
                paper.add((point.0 - 3.0, point.1 - 3.0));
                paper.add((point.0 + 3.0, point.1 + 3.0));
            }
        }
        for (from, to) in furniture.iter().map(Furniture::bounds) {
            paper.add(from);
            paper.add(to);
        }
        paper.left -= MARGIN;
        paper.right += MARGIN;
        paper.top -= MARGIN;
        paper.bottom += MARGIN;
        let narrow = (NARROWEST - (paper.right - paper.left)).max(0.0);
        paper.left -= narrow / 2.0;
        paper.right += narrow / 2.0;
        if view == Viewpoint::Side {
            paper.bottom = MARGIN;
        }
        paper
    }

    fn add(&mut self, (x, y): (f64, f64)) {
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.top = self.top.min(y);
        self.bottom = self.bottom.max(y);
    }

    /// Its width and height, in whole units.
    pub(super) fn size(&self) -> (u32, u32) {
        ((self.right - self.left).ceil() as u32, (self.bottom - self.top).ceil() as u32)
    }

    /// A point on the paper, whose corner is 0, 0.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x - self.left, y - self.top)
    }
}

/// `picture` as an SVG element.
pub(super) fn svg(picture: &Sketch<'_>, furniture: &[Furniture], paper: &Paper) -> String {
    let (width, height) = paper.size();
    let [wide, high] = [width, height].map(|side| (f64::from(side) * PIXELS).round());
    let mut out = format!(
        "<svg class=\"fig\" viewBox=\"0 0 {width} {height}\" width=\"{wide}\" height=\"{high}\" fill=\"currentColor\" role=\"img\" aria-label=\"{}\">",
        escape(picture.label)
    );
    floor(paper, &mut out);
    for thing in furniture.iter().filter(|thing| !thing.is_in_front()) {
        thing.draw(paper, &picture.stance.body(), picture.side, &mut out);
    }
    body(&picture.stance, paper, &mut out);
    for thing in furniture.iter().filter(|thing| thing.is_in_front()) {
        thing.draw(paper, &picture.stance.body(), picture.side, &mut out);
    }
    for region in picture.felt {
        felt(*region, picture, paper, &mut out);
    }
    for arrow in &picture.arrows {
        arrow.draw(paper, &mut out);
    }
    out.push_str("</svg>");
    out
}

fn floor(paper: &Paper, out: &mut String) {
    let (width, height) = paper.size();
    let _ = match paper.view {
        Viewpoint::Side => {
            let y = number(paper.at((0.0, 0.0)).1);
            write!(out, "<path class=\"fig-floor\" d=\"M0 {y}h{width}v4h-{width}z\"/>")
        }
        Viewpoint::Above => write!(
            out,
            "<rect class=\"fig-floor\" width=\"{width}\" height=\"{height}\" rx=\"6\" opacity=\".15\"/>"
        ),
    };
}

fn body(stance: &Stance, paper: &Paper, out: &mut String) {
    let (x, y) = paper.at((stance.root.x, stance.root.y));
    let root = |dx: f64| placed(Frame { x: x + dx, y, turn: stance.root.turn });
    let spine = [BodyPart::Waist, BodyPart::Ribs, BodyPart::Chest];
    let limbs = |side: Side, out: &mut String, leg_first: bool| {
        let leg = [BodyPart::Thigh(side), BodyPart::Shank(side), BodyPart::Foot(side)];
        let arm = [BodyPart::UpperArm(side), BodyPart::Forearm(side), BodyPart::Hand(side)];
        let draw_arm = |out: &mut String| {
            for part in spine {
                out.push_str(&hung(part, stance));
            }
            chain(&arm, stance, out);
            out.push_str("</g></g></g>");
        };
        if !leg_first {
            draw_arm(out);
        }
        chain(&leg, stance, out);
        if leg_first {
            draw_arm(out);
        }
    };
    let _ = write!(out, "<g class=\"fig-far\" opacity=\".6\">{}", root(FAR));
    limbs(Side::Left, out, false);
    out.push_str("</g></g>");
    let _ = write!(out, "<g class=\"fig-near\">{}", root(0.0));
    out.push_str(&path(BodyPart::Pelvis));
    for part in spine {
        out.push_str(&hung(part, stance));
        if part == BodyPart::Chest {
            out.push_str(&hung(BodyPart::Head, stance));
            let _ = write!(out, "<path d=\"{}\"/>", outline::hull(&NECK));
            out.push_str(&path(BodyPart::Head));
            let _ = write!(out, "<path class=\"fig-hair\" d=\"{HAIR}\"/></g>");
        }
        out.push_str(&path(part));
    }
    out.push_str("</g></g></g>");
    limbs(Side::Right, out, true);
    out.push_str("</g></g>");
}

/// A limb, part in part.
fn chain(parts: &[BodyPart], stance: &Stance, out: &mut String) {
    for &part in parts {
        out.push_str(&hung(part, stance));
        out.push_str(&path(part));
    }
    for _ in parts {
        out.push_str("</g>");
    }
}

/// The start of the group of `part` in that of the part it hangs on.
fn hung(part: BodyPart, stance: &Stance) -> String {
    let Some((_, (x, y), joint)) = part.hangs_on() else { return String::new() };
    placed(Frame { x, y, turn: part.turn() * stance.angles.get(joint) })
}

fn placed(frame: Frame) -> String {
    let (x, y) = (number(frame.x), number(frame.y));
    format!("<g transform=\"translate({x} {y})rotate({})\">", number(frame.turn))
}

fn path(part: BodyPart) -> String {
    let class = match part.cover() {
        Cover::Skin => "",
        Cover::Top => " class=\"fig-top\"",
        Cover::Legs => " class=\"fig-legs\"",
    };
    format!("<path{class} d=\"{}\"/>", outline::around(part))
}

fn felt(region: Region, picture: &Sketch<'_>, paper: &Paper, out: &mut String) {
    let (part, at, r) = region.spot(picture.side);
    let (x, y) = paper.at(beside_arms(&picture.stance.body(), part, at, r));
    let _ = write!(
        out,
        "<circle class=\"fig-felt\" cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"none\" stroke=\"currentColor\"/>",
        number(x),
        number(y),
        number(r)
    );
}

/// The place `at` of `part` on the page, or one a little further along the part where a near arm lies across it:
/// a mark on an elbow says that it is felt there.
pub(super) fn beside_arms(body: &PosedBody, part: BodyPart, at: (f64, f64), r: f64) -> (f64, f64) {
    const ASIDE: [f64; 5] = [0.0, 5.0, -5.0, 10.0, -10.0];
    let place = |aside: f64| body.frame(part).point((at.0, at.1 + aside));
    if NEAR_ARM.contains(&part) {
        return place(0.0);
    }
    let (mut best, mut most) = (place(0.0), f64::MIN);
    for aside in ASIDE {
        let point = place(aside);
        // More room than it takes is not worth leaving the place for.
        let room = (distance_to(&NEAR_ARM, body, point) - r / 2.0).min(0.0);
        if room > most {
            (best, most) = (point, room);
        }
    }
    best
}

/// What of the body there is at a point, as the distance to its skin; below 0 inside.
pub(super) fn distance(body: &PosedBody, point: (f64, f64)) -> f64 {
    distance_to(&BodyPart::ALL, body, point)
}

/// The arm that is drawn over the body.
pub(super) const NEAR_ARM: [BodyPart; 3] =
    [BodyPart::UpperArm(Side::Right), BodyPart::Forearm(Side::Right), BodyPart::Hand(Side::Right)];

/// As [`distance`], to some of its parts.
pub(super) fn distance_to(parts: &[BodyPart], body: &PosedBody, point: (f64, f64)) -> f64 {
    let mut least = f64::MAX;
    for &part in parts {
        let circles = part.circles();
        for pair in circles.windows(2) {
            let (one, other) = (body.circle(part, pair[0]), body.circle(part, pair[1]));
            let (dx, dy) = (other.x - one.x, other.y - one.y);
            let along = ((point.0 - one.x) * dx + (point.1 - one.y) * dy) / (dx * dx + dy * dy);
            let t = along.clamp(0.0, 1.0);
            let centre = (one.x + dx * t, one.y + dy * t);
            let r = one.r + (other.r - one.r) * t;
            least = least.min((point.0 - centre.0).hypot(point.1 - centre.1) - r);
        }
    }
    least
}
