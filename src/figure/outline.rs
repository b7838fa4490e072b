//! The outline around the circles of a part, as the data of an SVG path.

use std::f64::consts::{PI, TAU};

use super::body::{BodyPart, Circle};
use super::markup::{number, pair};

/// The data of a path around the part `part`, in its own coordinates.
pub(super) fn around(part: BodyPart) -> String {
    hull(part.circles())
}

/// A straight stretch that touches two circles from outside.
struct TangentLine {
    from: usize,
    to: usize,
    /// The unit normal, pointing outwards.
    normal: (f64, f64),
}

/// The convex hull of some circles: straight stretches and arcs in turn, clockwise on the page.
pub(super) fn hull(circles: &[Circle]) -> String {
    let edges = edges(circles);
    let Some(first) = edges.first() else { return String::new() };
    let touch = |circle: usize, normal: (f64, f64)| {
        let circle = circles[circle];
        pair((circle.x + normal.0 * circle.r, circle.y + normal.1 * circle.r))
    };
    let mut data = format!("M{}", touch(first.from, first.normal));
    let mut edge = first;
    for _ in 0..edges.len() {
        data.push('L');
        data.push_str(&touch(edge.to, edge.normal));
        // A circle in the middle may touch the hull on both sides: the next stretch is the first one round.
        let turn = |other: &TangentLine| {
            let (one, other) = (edge.normal, other.normal);
            let cross = one.0 * other.1 - one.1 * other.0;
            cross.atan2(one.0 * other.0 + one.1 * other.1).rem_euclid(TAU)
        };
        let leaving = edges.iter().filter(|other| other.from == edge.to);
        let Some(next) = leaving.min_by(|one, other| turn(one).total_cmp(&turn(other))) else { break };
        let r = number(circles[edge.to].r);
        let is_large = u8::from(turn(next) > PI);
        data.push_str(&format!("A{r} {r} 0 {is_large} 1 {}", touch(edge.to, next.normal)));
        if std::ptr::eq(next, first) {
            break;
        }
        edge = next;
    }
    data.push('Z');
    data
}

/// The stretches of the hull: those with every circle on their inner side.
fn edges(circles: &[Circle]) -> Vec<TangentLine> {
    let mut edges = Vec::new();
    for (from, one) in circles.iter().enumerate() {
        for (to, other) in circles.iter().enumerate() {
            let (dx, dy) = (other.x - one.x, other.y - one.y);
            let length = dx.hypot(dy);
            // One inside the other has no stretch in common.
            if from == to || length <= (one.r - other.r).abs() {
                continue;
            }
            // The outward normal makes an angle with the line of centres whose cosine is this.
            let cos = (one.r - other.r) / length;
            let sin = (1.0 - cos * cos).sqrt();
            let (ux, uy) = (dx / length, dy / length);
            let normal = (ux * cos + uy * sin, uy * cos - ux * sin);
            let height = |circle: &Circle| circle.x * normal.0 + circle.y * normal.1 + circle.r;
            let most = height(one);
            if circles.iter().all(|circle| height(circle) <= most + 1e-9) {
                edges.push(TangentLine { from, to, normal });
            }
        }
    }
    edges
}
