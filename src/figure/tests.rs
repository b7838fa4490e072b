//! What has to hold for every pose and drawing.

use proptest::prelude::*;

use super::body::{BodyPart, Circle, Frame, HEIGHT, PosedBody};
use super::ground::{settle, spot_depths};
use super::svg::{NEAR_ARM, Paper, beside_arms, distance_to};
use super::*;
use crate::words::Messages;

const UPRIGHT: Frame = Frame { x: 0.0, y: 0.0, turn: 0.0 };

fn named(name: &str) -> Pose {
    library::find(name).expect("a pose of this name").pose()
}

fn standing_with(joint: Joint, angle: f64) -> PosedBody {
    let mut angles = Angles::default();
    angles.set(joint, angle);
    PosedBody::new(&angles, UPRIGHT)
}

fn phase(pose: Pose, after: Option<usize>) -> DrawingPhase {
    DrawingPhase {
        pose,
        after,
        felt: Region::ALL.to_vec(),
        side: Side::Right,
        label: "A <person> & \"friend\"".into(),
    }
}

/// Every angle within the limits of its joint.
fn any_angles() -> impl Strategy<Value = Angles> {
    proptest::collection::vec(0.0..1.0_f64, Joint::COUNT).prop_map(|shares| {
        let mut angles = Angles::default();
        for (joint, share) in Joint::ALL.into_iter().zip(shares) {
            let limits = joint.limits();
            angles.set(joint, limits.least + (limits.most - limits.least) * share);
        }
        angles
    })
}

fn any_pose() -> impl Strategy<Value = Pose> {
    (any_angles(), 0..library::ALL.len()).prop_map(|(angles, at)| Pose { angles, ..library::ALL[at].pose() })
}

#[test]
fn every_named_pose_can_be_taken_and_rests_where_it_says() {
    for it in library::ALL {
        let pose = it.pose();
        let stance = settle(&pose).unwrap_or_else(|fault| panic!("{}: {fault:?}", it.name));
        for joint in Joint::ALL {
            let (angle, limits) = (pose.angles.get(joint), joint.limits());
            assert!(angle >= limits.least && angle <= limits.most, "{}: {joint:?} at {angle}", it.name);
        }
        for contact in &pose.rest_on {
            for depth in spot_depths(*contact, &pose, &stance) {
                assert!(depth.abs() < 1.6, "{}: {contact:?} is {depth} under the floor", it.name);
            }
        }
    }
}

#[test]
fn no_two_poses_have_one_name_and_all_speak_of_what_is_seen() {
    for (at, it) in library::ALL.iter().enumerate() {
        assert!(library::ALL[..at].iter().all(|other| other.name != it.name), "{}", it.name);
        let words = Messages::english();
        let words = words.text(&format!("pose.{}", it.name));
        assert!(words.len() > 20 && !words.ends_with('.'), "{}: {words}", it.name);
        assert_eq!(crate::slug::slug(it.name), it.name);
    }
}

#[test]
fn the_body_has_the_proportions_of_its_source() {
    let body = settle(&named("standing")).expect("standing is possible").body();
    let height = |part: BodyPart| -body.frame(part).y / HEIGHT;
    for (found, published) in [
        (height(BodyPart::Foot(Side::Right)), 0.039),
        (height(BodyPart::Shank(Side::Right)), 0.285),
        (height(BodyPart::Thigh(Side::Right)), 0.530),
        (height(BodyPart::UpperArm(Side::Right)), 0.818),
        (body.circles().map(|(_, it)| it.r - it.y).fold(0.0, f64::max) / HEIGHT, 1.0),
    ] {
        assert!((found - published).abs() < 0.006, "{found} is not {published}");
    }
}

#[test]
fn joints_bend_the_way_physiotherapists_count_degrees() {
    let at = |joint: Joint, angle: f64, part: BodyPart, circle: usize| {
        let circle = standing_with(joint, angle).circle(part, part.circles()[circle]);
        (circle.x, circle.y)
    };
    let side = Side::Right;
    let still = |part: BodyPart, circle: usize| at(Joint::Neck, 0.0, part, circle);
    let ahead =
        |joint: Joint, part: BodyPart, circle: usize| at(joint, 30.0, part, circle).0 - still(part, circle).0;
    assert!(ahead(Joint::Hip(side), BodyPart::Shank(side), 0) > 5.0, "a bent hip brings the knee forward");
    assert!(ahead(Joint::Knee(side), BodyPart::Foot(side), 0) < -5.0, "a bent knee brings the heel back");
    assert!(
        at(Joint::Ankle(side), 30.0, BodyPart::Foot(side), 2).1 < still(BodyPart::Foot(side), 2).1,
        "toes go up"
    );
    assert!(ahead(Joint::Shoulder(side), BodyPart::Forearm(side), 0) > 5.0, "a raised arm is in front");
    assert!(ahead(Joint::Elbow(side), BodyPart::Hand(side), 0) > 5.0, "a bent elbow brings the hand forward");
    assert!(
        ahead(Joint::Wrist(side), BodyPart::Hand(side), 2) < -5.0,
        "a bent wrist brings the palm to the forearm"
    );
    for joint in [Joint::Neck, Joint::UpperBack, Joint::MiddleBack, Joint::LowerBack] {
        assert!(ahead(joint, BodyPart::Head, 0) > 5.0, "{joint:?} bent brings the head forward");
    }
}

#[test]
fn an_outline_goes_once_around_each_circle() {
    for part in BodyPart::ALL {
        let data = outline::around(part);
        let arcs = data.matches('A').count();
        assert!((2..=2 * part.circles().len()).contains(&arcs), "{part:?}: {data}");
        assert_eq!(arcs, data.matches('L').count(), "{part:?}: {data}");
        assert!(data.starts_with('M') && data.ends_with('Z'), "{part:?}: {data}");
        let mut ends: Vec<&str> = data.split('A').skip(1).collect();
        ends.sort_unstable();
        ends.dedup();
        assert_eq!(ends.len(), arcs, "{part:?} goes round more than once: {data}");
    }
}

#[test]
fn numbers_are_as_short_as_they_can_be() {
    for (value, text) in
        [(0.0, "0"), (-0.04, "0"), (0.5, ".5"), (-0.25, "-.3"), (12.0, "12"), (-12.34, "-12.3"), (9.96, "10")]
    {
        assert_eq!(markup::number(value), text);
    }
    assert_eq!(markup::pair((1.5, 0.5)), "1.5.5");
    assert_eq!(markup::pair((1.0, 0.5)), "1 .5");
    assert_eq!(markup::pair((1.0, -0.5)), "1-.5");
}

#[test]
fn a_drawing_is_small_and_leaves_the_look_to_the_page() {
    for one in library::ALL {
        let phases = [phase(named("standing"), None), phase(one.pose(), Some(0))];
        let drawings = draw_all(&phases, one.prop).expect("named poses can be drawn");
        for Drawing { svg, .. } in drawings {
            // So many marks of what is felt are more than any exercise has.
            let marks = svg.matches("<circle").count() * 90;
            assert!(svg.len() - marks < 4096, "{}: {} bytes", one.name, svg.len());
            assert!(!svg.contains(" style=") && !svg.contains(" id="), "{svg}");
            assert!(
                svg.contains("role=\"img\" aria-label=\"A &lt;person&gt; &amp; &quot;friend&quot;\""),
                "{svg}"
            );
            assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
        }
    }
}

#[test]
fn the_groups_of_all_drawings_are_the_same_so_that_a_script_can_turn_them() {
    let tags = |name: &str| {
        let svg = draw(&named(name), "").expect("a named pose").svg;
        svg.split('<').filter_map(|tag| tag.split_whitespace().next().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(tags("supine"), tags("bird-dog"));
}

#[test]
fn what_stays_on_the_floor_stays_where_it_is() {
    let phases = [phase(named("hands-and-knees"), None), phase(named("bird-dog"), Some(0))];
    let before = settle(&phases[0].pose).expect("it rests");
    let mut after = settle(&phases[1].pose).expect("it rests");
    keep_place(&mut after, &phases[1].pose, &before, &phases[0].pose);
    let knee = |stance: &Stance| stance.body().frame(BodyPart::Shank(Side::Right)).x;
    let hand = |stance: &Stance| stance.body().frame(BodyPart::Hand(Side::Left)).x;
    assert!((knee(&before) - knee(&after)).abs() < 1e-6);
    assert!((hand(&before) - hand(&after)).abs() < 1.0);
}

#[test]
fn a_mark_is_not_on_an_arm_that_lies_across_its_place() {
    let room = |name: &str, region: Region| {
        let body = settle(&named(name)).expect("a stance").body();
        let (part, at, r) = region.spot(Side::Right);
        let own = distance_to(&NEAR_ARM, &body, body.frame(part).point(at));
        (own, distance_to(&NEAR_ARM, &body, beside_arms(&body, part, at, r)), r)
    };
    let (own, marked, r) = room("supine-knees-to-chest", Region::LowerBack);
    assert!(own < r / 2.0, "the elbow lies there: {own}");
    assert!(marked >= r / 2.0, "{marked}");
    for pose in library::ALL {
        for region in Region::ALL {
            let (own, marked, _) = room(pose.name, region);
            assert!(marked >= own.min(0.0), "{}, {region:?}: {own}, then {marked}", pose.name);
        }
    }
}

#[test]
fn hands_come_to_what_they_hold() {
    for name in ["knees", "behind-thighs", "right-shin", "thighs"] {
        let mut pose = named("supine-knees-to-chest");
        let grip = Grip::named(name).expect("a place to hold");
        pose.hands_on = Some(grip);
        let body = settle(&pose).expect("it can be held").body();
        for side in Side::BOTH {
            let (part, at) = grip.on.spot(grip.leg.unwrap_or(side));
            let (wanted, palm) =
                (body.frame(part).point(at), body.frame(BodyPart::Hand(side)).point((0.0, 8.0)));
            let miss = (wanted.0 - palm.0).hypot(wanted.1 - palm.1);
            // An elbow that is kept off the floor leaves the hand some way along the limb.
            assert!(
                miss < if matches!(name, "right-shin" | "thighs") { 16.0 } else { 0.5 },
                "{name}: the {} hand misses by {miss}",
                side.word()
            );
        }
    }
}

#[test]
fn a_fault_says_what_stands_in_the_way() {
    let mut pose = named("standing");
    pose.rest_on.extend(Contact::named("hands"));
    assert_eq!(settled(&pose), Err(PoseFault::Reach(Contact::Hand(Side::Left))));
    let mut pose = named("hands-and-knees");
    pose.bend(&Joint::named("shoulder"), 40.0);
    assert!(matches!(settled(&pose), Err(PoseFault::Bend(Joint::Wrist(_), angle)) if angle < -90.0));
    let mut pose = named("supine");
    pose.bend(&Joint::named("hip"), -25.0);
    pose.rest_on = Contact::named("back");
    assert!(
        matches!(settled(&pose), Err(PoseFault::Below("left foot" | "right foot", depth)) if depth > 10.0)
    );
}

#[test]
fn a_pose_is_told_in_words() {
    let from = named("supine-knees-bent");
    let mut pose = from.clone();
    assert_eq!(described(&pose, &from, &Messages::english()), "");
    pose.bend(&Joint::named("hip"), 110.0);
    pose.bend(&Joint::named("left_knee"), 0.0);
    pose.bend(&Joint::named("right_ankle"), -20.0);
    pose.hands_on = Grip::named("right-shin");
    assert_eq!(
        described(&pose, &from, &Messages::english()),
        "Both hips bent to 110 degrees; left knee straight; right ankle with the toes pointed by 20 degrees. \
         The hands are on the right shin."
    );
    assert_eq!(swapped("Left knee, right hand; lefty", &Messages::english()), "Right knee, left hand; lefty");
}

#[test]
fn names_lead_to_what_they_name() {
    assert_eq!(Joint::named("left_knee"), [Joint::Knee(Side::Left)]);
    assert_eq!(Joint::named("knee"), [Joint::Knee(Side::Left), Joint::Knee(Side::Right)]);
    assert_eq!(Joint::named("upper_back"), [Joint::UpperBack]);
    assert!(Joint::named("left_neck").is_empty() && Joint::named("tail").is_empty());
    for name in Contact::names() {
        assert!(!Contact::named(&name).is_empty(), "{name}");
    }
    for name in Grip::names() {
        assert!(Grip::named(&name).is_some(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn mirrored_twice_is_the_same(pose in any_pose()) {
        prop_assert_eq!(pose.mirrored().mirrored(), pose);
    }

    #[test]
    fn bones_keep_their_length(angles in any_angles()) {
        let (still, bent) = (PosedBody::new(&Angles::default(), UPRIGHT), PosedBody::new(&angles, UPRIGHT));
        for part in BodyPart::ALL {
            let Some((on, ..)) = part.hangs_on() else { continue };
            let length = |body: &PosedBody| {
                let (one, other) = (body.frame(part), body.frame(on));
                (one.x - other.x).hypot(one.y - other.y)
            };
            prop_assert!((length(&still) - length(&bent)).abs() < 1e-9);
        }
    }

    #[test]
    fn whatever_can_be_drawn_is_on_the_paper(one in any_pose(), at in 0..library::ALL.len()) {
        let other = library::ALL[at].pose();
        let Ok(first) = settle(&other) else { return Err(TestCaseError::fail("a named pose")) };
        let same = settle(&one).ok().filter(|_| one.view == other.view);
        let stances: Vec<Stance> = std::iter::once(first).chain(same).collect();
        let pictures: Vec<Sketch<'_>> = stances
            .into_iter()
            .map(|stance| Sketch { stance, arrows: Vec::new(), felt: &[], side: Side::Right, label: "" })
            .collect();
        let paper = Paper::around(&pictures, &[], other.view);
        let (width, height) = paper.size();
        for picture in &pictures {
            for (_, Circle { x, y, r }) in picture.stance.body().circles() {
                let (x, y) = paper.at((x, y));
                prop_assert!(x - r >= 0.0 && x + r <= f64::from(width), "{x} of {width}");
                prop_assert!(y - r >= 0.0 && y + r <= f64::from(height), "{y} of {height}");
            }
        }
    }

    #[test]
    fn no_pose_is_past_its_limits_or_under_the_floor_once_it_rests(pose in any_pose()) {
        let Ok(stance) = settle(&pose) else { return Ok(()) };
        for joint in Joint::ALL {
            let (angle, limits) = (stance.angles.get(joint), joint.limits());
            prop_assert!(angle >= limits.least - 0.5 && angle <= limits.most + 0.5, "{joint:?} at {angle}");
        }
        if pose.view == Viewpoint::Side {
            for (part, circle) in stance.body().circles() {
                prop_assert!(circle.y + circle.r <= 4.0 + 1e-9, "{part:?}");
            }
        }
    }

    #[test]
    fn a_pose_alike_on_both_sides_is_its_own_other_side(at in 0..library::ALL.len()) {
        let pose = library::ALL[at].pose();
        let alike = pose.angles == pose.angles.mirrored();
        let drawn = |pose: &Pose| draw(pose, "").expect("a named pose").svg;
        prop_assert_eq!(alike, drawn(&pose) == drawn(&pose.mirrored()));
    }
}
