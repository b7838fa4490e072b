//! The poses that authors start from.
//!
//! To add one: a name, words that go on from "A person seen from the side,", which way the pelvis faces, the joints
//! that are not at 0 (see [`Joint`] for signs), and what rests on the floor, carriers first. The tests put each on the
//! floor and hold it against the limits of the joints; then look at it.

use super::joint::{Angles, Joint};
use super::pose::{Contact, Grip, Pose, Prop, View};

/// A pose with a name.
#[derive(Debug)]
pub struct Named {
    /// What an author writes: "supine-knees-bent".
    pub name: &'static str,
    /// The pose in plain words, to follow "A person seen from the side,".
    pub words: &'static str,
    /// What stands or lies beside the body.
    pub prop: Option<Prop>,
    facing: f64,
    joints: &'static [(&'static str, f64)],
    rest_on: &'static [&'static str],
    hands_on: &'static str,
    view: View,
}

impl PartialEq for Named {
    fn eq(&self, other: &Named) -> bool {
        self.name == other.name
    }
}

impl Named {
    /// The pose itself.
    #[must_use]
    pub fn pose(&self) -> Pose {
        let mut pose = Pose {
            angles: Angles::default(),
            facing: self.facing,
            rest_on: self.rest_on.iter().flat_map(|name| Contact::named(name)).collect(),
            hands_on: Grip::named(self.hands_on),
            view: self.view,
        };
        for (name, angle) in self.joints {
            pose.bend(&Joint::named(name), *angle);
        }
        pose
    }
}

/// The pose called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Named> {
    ALL.iter().find(|named| named.name == name)
}

const UPRIGHT: f64 = 0.0;
const ON_BACK: f64 = -90.0;
const ON_FRONT: f64 = 90.0;

/// A pose seen from the side, with nothing beside the body.
const fn seen(
    name: &'static str,
    words: &'static str,
    facing: f64,
    joints: &'static [(&'static str, f64)],
    rest_on: &'static [&'static str],
) -> Named {
    Named { name, words, prop: None, facing, joints, rest_on, hands_on: "", view: View::Side }
}

/// A pose seen from the side with the hands on a place of the body.
const fn holding(
    name: &'static str,
    words: &'static str,
    facing: f64,
    joints: &'static [(&'static str, f64)],
    rest_on: &'static [&'static str],
    hands_on: &'static str,
) -> Named {
    Named { name, words, prop: None, facing, joints, rest_on, hands_on, view: View::Side }
}

/// Every named pose.
pub static ALL: &[Named] = &[
    seen(
        "supine",
        "lying flat on the back with straight legs and the arms by the sides",
        ON_BACK,
        &[("shoulder", 2.0), ("elbow", 4.0), ("ankle", -20.0), ("lower_back", -4.0)],
        &["back", "head", "heels", "hands"],
    ),
    seen(
        "supine-knees-bent",
        "lying on the back with bent knees, the feet flat on the floor and the arms by the sides",
        ON_BACK,
        &[("shoulder", 2.0), ("elbow", 4.0), ("hip", 46.0), ("knee", 98.0)],
        &["back", "head", "feet", "hands"],
    ),
    holding(
        "supine-knees-to-chest",
        "lying on the back with both knees drawn up to the chest and the hands behind the thighs",
        ON_BACK,
        &[("hip", 126.0), ("knee", 128.0), ("ankle", -10.0), ("lower_back", 6.0)],
        &["back", "head"],
        "behind-thighs",
    ),
    seen(
        "supine-leg-raised",
        "lying on the back with the left knee bent and the right leg raised straight",
        ON_BACK,
        &[
            ("shoulder", 2.0),
            ("elbow", 4.0),
            ("left_hip", 46.0),
            ("left_knee", 98.0),
            ("right_hip", 70.0),
            ("right_knee", 2.0),
        ],
        &["back", "head", "left-foot", "hands"],
    ),
    seen(
        "bridge",
        "lying on the shoulders with bent knees and flat feet, the hips lifted so that shoulders, hips and knees are in line",
        ON_BACK,
        &[("shoulder", -30.0), ("elbow", 4.0), ("hip", -2.0), ("knee", 107.0), ("neck", 30.0)],
        &["shoulders", "feet", "head", "hands"],
    ),
    seen(
        "hands-and-knees",
        "on hands and knees with a level back, the hands under the shoulders and the knees under the hips",
        ON_FRONT,
        &[
            ("shoulder", 80.0),
            ("wrist", -90.0),
            ("hip", 78.0),
            ("knee", 88.0),
            ("ankle", -58.0),
            ("neck", -8.0),
        ],
        &["hands", "shins"],
    ),
    seen(
        "cat",
        "on hands and knees with the back rounded up and the head hanging",
        ON_FRONT,
        &[
            ("shoulder", 115.0),
            ("wrist", -90.0),
            ("hip", 42.0),
            ("knee", 88.0),
            ("ankle", -58.0),
            ("neck", 26.0),
            ("upper_back", 24.0),
            ("middle_back", 26.0),
            ("lower_back", 20.0),
        ],
        &["hands", "shins"],
    ),
    seen(
        "cow",
        "on hands and knees with the tummy lowered, the back hollow and the head up",
        ON_FRONT,
        &[
            ("shoulder", 66.0),
            ("wrist", -90.0),
            ("hip", 99.0),
            ("knee", 88.0),
            ("ankle", -58.0),
            ("neck", -36.0),
            ("upper_back", 4.0),
            ("middle_back", -10.0),
            ("lower_back", -28.0),
        ],
        &["hands", "shins"],
    ),
    seen(
        "kneeling-sit-back",
        "kneeling, sitting back on the heels with the body bent forward, the forehead down and the arms forward along the floor",
        ON_FRONT,
        &[
            ("hip", 132.0),
            ("knee", 152.0),
            ("ankle", -62.0),
            ("lower_back", 22.0),
            ("middle_back", 12.0),
            ("upper_back", 8.0),
            ("neck", 10.0),
            ("shoulder", 160.0),
            ("elbow", 6.0),
        ],
        &["shins", "head", "hands"],
    ),
    seen(
        "kneeling",
        "kneeling upright with the arms hanging",
        UPRIGHT,
        &[("knee", 90.0), ("ankle", -58.0), ("elbow", 8.0)],
        &["shins"],
    ),
    seen(
        "half-kneeling",
        "kneeling on the left knee with the right foot flat in front",
        UPRIGHT,
        &[
            ("right_hip", 90.0),
            ("right_knee", 90.0),
            ("left_hip", 0.0),
            ("left_knee", 90.0),
            ("left_ankle", -58.0),
            ("elbow", 8.0),
        ],
        &["right-foot", "left-shin"],
    ),
    seen(
        "bird-dog",
        "on the left hand and the right knee with the right arm reaching forward and the left leg straight back, in line with the back",
        ON_FRONT,
        &[
            ("left_shoulder", 80.0),
            ("right_shoulder", 172.0),
            ("right_hip", 78.0),
            ("right_knee", 88.0),
            ("right_ankle", -58.0),
            ("left_hip", -4.0),
            ("left_ankle", -45.0),
            ("neck", -8.0),
        ],
        &["left-hand", "right-shin"],
    ),
    seen(
        "plank",
        "held straight from head to heels on hands and toes",
        ON_FRONT,
        &[("shoulder", 80.0), ("ankle", 10.0), ("neck", -6.0)],
        &["hands", "toes"],
    ),
    seen(
        "forearm-plank",
        "held straight from head to heels on forearms and toes",
        ON_FRONT,
        &[("shoulder", 86.0), ("elbow", 90.0), ("ankle", 10.0), ("neck", -6.0)],
        &["forearms", "toes"],
    ),
    seen(
        "prone",
        "lying on the front with straight legs and the arms by the sides",
        ON_FRONT,
        &[("shoulder", -4.0), ("ankle", -62.0), ("neck", -10.0)],
        &["front", "head", "toes", "hands"],
    ),
    seen(
        "prone-on-elbows",
        "lying on the front, propped on the forearms with the chest lifted",
        ON_FRONT,
        &[
            ("shoulder", 64.0),
            ("elbow", 86.0),
            ("ankle", -62.0),
            ("lower_back", -16.0),
            ("middle_back", -10.0),
            ("upper_back", -6.0),
            ("neck", -6.0),
        ],
        &["pelvis", "forearms", "toes"],
    ),
    seen(
        "prone-press-up",
        "lying on the front, the chest pressed up on straight arms and the hips on the floor",
        ON_FRONT,
        &[
            ("shoulder", 48.0),
            ("elbow", 4.0),
            ("ankle", -62.0),
            ("hip", -12.0),
            ("lower_back", -28.0),
            ("middle_back", -18.0),
            ("upper_back", -10.0),
            ("neck", -8.0),
        ],
        &["pelvis", "hands", "toes"],
    ),
    Named {
        name: "side-lying",
        words: "seen from above, lying on the side with bent hips and knees",
        prop: Some(Prop::Pillow),
        facing: ON_BACK,
        joints: &[
            ("hip", 50.0),
            ("knee", 80.0),
            ("ankle", -10.0),
            ("neck", 8.0),
            ("left_shoulder", 125.0),
            ("left_elbow", 135.0),
            ("right_shoulder", -2.0),
            ("right_elbow", 28.0),
        ],
        rest_on: &[],
        hands_on: "",
        view: View::Above,
    },
    seen("standing", "standing upright with the arms hanging", UPRIGHT, &[("elbow", 8.0)], &["feet"]),
    seen(
        "standing-forward-bend",
        "standing, bent forward from the hips with a round back and the arms hanging to the floor",
        UPRIGHT,
        &[
            ("hip", 88.0),
            ("knee", 6.0),
            ("ankle", -2.0),
            ("lower_back", 32.0),
            ("middle_back", 18.0),
            ("upper_back", 14.0),
            ("neck", 16.0),
            ("shoulder", 118.0),
        ],
        &["feet"],
    ),
    seen(
        "squat",
        "standing with bent hips and knees, the arms reaching forward",
        UPRIGHT,
        &[("hip", 92.0), ("knee", 92.0), ("ankle", 26.0), ("shoulder", 100.0)],
        &["feet"],
    ),
    seen(
        "lunge",
        "in a long step, the right foot flat in front with a bent knee and the left toes behind",
        UPRIGHT,
        &[
            ("right_hip", 64.0),
            ("right_knee", 68.0),
            ("right_ankle", 4.0),
            ("left_hip", -14.0),
            ("left_knee", 46.0),
            ("left_ankle", 14.0),
            ("elbow", 12.0),
        ],
        &["right-foot", "left-toes"],
    ),
    Named {
        name: "sitting",
        words: "sitting upright on a chair with the feet flat on the floor and the hands on the thighs",
        prop: Some(Prop::Chair),
        facing: UPRIGHT,
        joints: &[("hip", 90.0), ("knee", 90.0)],
        rest_on: &["feet"],
        hands_on: "thighs",
        view: View::Side,
    },
    holding(
        "long-sitting",
        "sitting on the floor with the legs straight ahead and the hands on the thighs",
        UPRIGHT,
        &[("hip", 84.0), ("knee", 4.0), ("lower_back", 6.0)],
        &["seat", "heels"],
        "thighs",
    ),
];
