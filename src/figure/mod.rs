//! Drawings of exercises: one body in named poses, made from the angles of its joints.
//!
//! ```text
//! library ─▶ Pose ─▶ ground ─▶ svg
//! names      angles   put on    one drawing
//!                     the floor for each phase
//! ```
//!
//! [`draw`] makes one drawing of one pose, [`draw_all`] the drawings of an exercise on paper of one size.
//! [`drawn_once`] takes out of a page what its drawings share.
//!
//! Architecture Invariant: this module knows bodies and SVG, and describes them in messages of [`crate::words`]. It does not know tables, templates, diagnostics or the
//! disk, and what it returns depends on its arguments alone.

mod arrow;
mod body;
mod ground;
pub mod joint;
pub mod library;
mod markup;
mod once;
mod outline;
pub mod pose;
mod prop;
mod svg;
#[cfg(test)]
mod tests;
mod words;

pub use self::ground::PoseFault;
pub use self::joint::{Angles, Joint, Limits, Side};
pub use self::library::NamedPose;
pub use self::once::{drawn_once, edits as drawn_once_edits};
pub use self::pose::{Contact, Grip, Hold, Pose, Prop, Region, Viewpoint};
pub use self::words::{described, swapped};

use self::ground::{Stance, settle};
use self::prop::Furniture;
use self::svg::{Paper, Sketch};

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// An `svg` element, safe to put into HTML, with its size and its text as `aria-label`.
    pub svg: String,
    /// Its width, 200 being the height of the body.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// One drawing among those of an exercise.
#[derive(Clone, Debug)]
pub struct DrawingPhase {
    /// How the body is held.
    pub pose: Pose,
    /// The phase before it, by number: what does not move keeps its place, and an arrow shows what does.
    pub after: Option<usize>,
    /// Where to mark that it is felt.
    pub felt: Vec<Region>,
    /// The side that the exercise is of, where it is of one: where it is felt, and holds a towel.
    pub side: Side,
    /// What it shows, for those who do not see it. Plain text.
    pub label: String,
}

/// The angles that the joints of `pose` come to once it rests on the floor.
///
/// # Errors
/// Says why no body can take that pose.
pub fn settled(pose: &Pose) -> Result<Angles, PoseFault> {
    settle(pose).map(|stance| stance.angles)
}

/// Draws `pose`, with `label` as its text.
///
/// # Errors
/// Says why no body can take that pose.
pub fn draw(pose: &Pose, label: &str) -> Result<Drawing, PoseFault> {
    let phase = DrawingPhase {
        pose: pose.clone(),
        after: None,
        felt: Vec::new(),
        side: Side::Right,
        label: label.to_owned(),
    };
    let mut drawings = draw_all(&[phase], None)?;
    Ok(drawings.remove(0))
}

/// Draws the phases of an exercise, all of one size, with `prop` where the first phase needs it.
///
/// # Errors
/// Says why no body can take one of the poses.
pub fn draw_all(phases: &[DrawingPhase], prop: Option<Prop>) -> Result<Vec<Drawing>, PoseFault> {
    let view = phases.first().map_or(Viewpoint::Side, |phase| phase.pose.view);
    let mut pictures: Vec<Sketch<'_>> = Vec::with_capacity(phases.len());
    for phase in phases {
        let mut stance = settle(&phase.pose)?;
        let before = phase.after.and_then(|at| Some((phases.get(at)?, pictures.get(at)?)));
        let mut arrows = Vec::new();
        if let Some((earlier, picture)) = before {
            keep_place(&mut stance, &phase.pose, &picture.stance, &earlier.pose);
            arrows = arrow::arrows((&earlier.pose, &picture.stance), (&phase.pose, &stance));
        }
        pictures.push(Sketch { stance, arrows, felt: &phase.felt, side: phase.side, label: &phase.label });
    }
    let first = pictures.first().map(|picture| picture.stance.body());
    let furniture: Vec<Furniture> =
        prop.zip(first).map(|(prop, body)| Furniture::placed(prop, &body)).into_iter().collect();
    let paper = Paper::around(&pictures, &furniture, view);
    let (width, height) = paper.size();
    let drawn =
        pictures.iter().map(|picture| Drawing { svg: svg::svg(picture, &furniture, &paper), width, height });
    Ok(drawn.collect())
}

/// A part of the body inside the prop next to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pierced {
    /// The part: "left foot".
    pub part: &'static str,
    /// How deep it is, in centimetres of a body 170 cm tall.
    pub depth: f64,
}

/// What is inside `prop` in each of `poses`, which follow one another; the first says where it is.
///
/// # Errors
/// Says why no body can take one of the poses.
pub fn pierced(poses: &[Pose], prop: Prop) -> Result<Vec<Option<Pierced>>, PoseFault> {
    let mut stances: Vec<Stance> = Vec::with_capacity(poses.len());
    for (at, pose) in poses.iter().enumerate() {
        let mut stance = settle(pose)?;
        if let (Some(before), Some(earlier)) = (stances.last(), at.checked_sub(1)) {
            keep_place(&mut stance, pose, before, &poses[earlier]);
        }
        stances.push(stance);
    }
    let Some(first) = stances.first() else { return Ok(Vec::new()) };
    let thing = Furniture::placed(prop, &first.body());
    let inside = |stance: &Stance| {
        let (part, depth) = thing.pierced_by(&stance.body())?;
        Some(Pierced { part: ground::word(part), depth: depth / body::HEIGHT * 170.0 })
    };
    Ok(stances.iter().map(inside).collect())
}

/// Moves `stance` along the floor until what rests there in both phases is where it was: feet and knees before the
/// trunk, that before hands.
fn keep_place(stance: &mut Stance, pose: &Pose, before: &Stance, earlier: &Pose) {
    let rank = |contact: &Contact| match contact {
        Contact::Foot(_) => 0,
        Contact::Knee(_) | Contact::Shin(_) => 1,
        Contact::Toes(_) | Contact::Heel(_) => 2,
        Contact::Hand(_) | Contact::Forearm(_) | Contact::Head => 4,
        _ => 3,
    };
    let shared = pose.rest_on.iter().filter(|contact| {
        let same = |other: &Contact| rank(other) == rank(contact) && other.side() == contact.side();
        earlier.rest_on.iter().any(same)
    });
    let x = |stance: &Stance, shared: Option<&Contact>| match shared {
        Some(contact) => ground::place(*contact, stance),
        None => stance.root.x,
    };
    let shared = shared.min_by_key(|contact| rank(contact));
    stance.root.x += x(before, shared) - x(stance, shared);
}
