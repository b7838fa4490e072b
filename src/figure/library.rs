//! The poses that authors start from.
//!
//! To add one: a name, which way the pelvis faces, the joints
//! that are not at 0 (see [`Joint`] for signs), and what rests on the floor, carriers first. The tests put each on the
//! floor and compare it with the limits of the joints; then look at it. What it is called for those who do not see it is the
//! message of its name in `[pose]` of `src/words/en.toml`.

use super::joint::{Angles, Joint};
use super::pose::{Contact, Grip, Pose, Prop, Viewpoint};

/// A pose with a name.
#[derive(Debug)]
pub struct NamedPose {
    /// What an author writes: "supine-knees-bent".
    pub name: &'static str,
    /// What stands or lies beside the body.
    pub prop: Option<Prop>,
    facing: f64,
    joints: &'static [(&'static str, f64)],
    rest_on: &'static [&'static str],
    hands_on: &'static str,
    view: Viewpoint,
}

impl PartialEq for NamedPose {
    fn eq(&self, other: &NamedPose) -> bool {
        self.name == other.name
    }
}

impl NamedPose {
    /// Where it is seen from.
    #[must_use]
    pub fn view(&self) -> Viewpoint {
        self.view
    }

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
pub fn find(name: &str) -> Option<&'static NamedPose> {
    ALL.iter().find(|named| named.name == name)
}

const UPRIGHT: f64 = 0.0;
const ON_BACK: f64 = -90.0;
const ON_FRONT: f64 = 90.0;

/// A pose seen from the side, with nothing beside the body.
const fn seen(
    name: &'static str,
    facing: f64,
    joints: &'static [(&'static str, f64)],
    rest_on: &'static [&'static str],
) -> NamedPose {
    NamedPose { name, prop: None, facing, joints, rest_on, hands_on: "", view: Viewpoint::Side }
}

/// A pose seen from the side with the hands on a place of the body.
const fn holding(
    name: &'static str,
    facing: f64,
    joints: &'static [(&'static str, f64)],
    rest_on: &'static [&'static str],
    hands_on: &'static str,
) -> NamedPose {
    NamedPose { name, prop: None, facing, joints, rest_on, hands_on, view: Viewpoint::Side }
}

/// Every named pose.
pub static ALL: &[NamedPose] = &[
    seen(
        "supine",
        ON_BACK,
        &[("shoulder", 2.0), ("elbow", 4.0), ("ankle", -20.0), ("lower_back", -4.0)],
        &["back", "head", "heels", "hands"],
    ),
    seen(
        "supine-knees-bent",
        ON_BACK,
        &[("shoulder", 2.0), ("elbow", 4.0), ("hip", 46.0), ("knee", 98.0)],
        &["back", "head", "feet", "hands"],
    ),
    holding(
        "supine-knees-to-chest",
        ON_BACK,
        &[("hip", 126.0), ("knee", 128.0), ("ankle", -10.0), ("lower_back", 6.0)],
        &["back", "head"],
        "behind-thighs",
    ),
    seen(
        "supine-leg-raised",
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
        ON_BACK,
        &[("shoulder", -30.0), ("elbow", 4.0), ("hip", -2.0), ("knee", 107.0), ("neck", 30.0)],
        &["shoulders", "feet", "head", "hands"],
    ),
    seen(
        "hands-and-knees",
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
    seen("kneeling", UPRIGHT, &[("knee", 90.0), ("ankle", -58.0), ("elbow", 8.0)], &["shins"]),
    seen(
        "half-kneeling",
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
    seen("plank", ON_FRONT, &[("shoulder", 80.0), ("ankle", 10.0), ("neck", -6.0)], &["hands", "toes"]),
    seen(
        "forearm-plank",
        ON_FRONT,
        &[("shoulder", 86.0), ("elbow", 90.0), ("ankle", 10.0), ("neck", -6.0)],
        &["forearms", "toes"],
    ),
    seen(
        "prone",
        ON_FRONT,
        &[("shoulder", -4.0), ("ankle", -62.0), ("neck", -10.0)],
        &["front", "head", "toes", "hands"],
    ),
    seen(
        "prone-on-elbows",
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
    NamedPose {
        name: "side-lying",
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
        view: Viewpoint::Above,
    },
    seen("standing", UPRIGHT, &[("elbow", 8.0)], &["feet"]),
    seen(
        "standing-forward-bend",
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
    seen("squat", UPRIGHT, &[("hip", 92.0), ("knee", 92.0), ("ankle", 26.0), ("shoulder", 100.0)], &["feet"]),
    seen(
        "lunge",
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
    NamedPose {
        name: "sitting",
        prop: Some(Prop::Chair),
        facing: UPRIGHT,
        joints: &[("hip", 90.0), ("knee", 90.0)],
        rest_on: &["feet"],
        hands_on: "thighs",
        view: Viewpoint::Side,
    },
    holding(
        "long-sitting",
        UPRIGHT,
        &[("hip", 84.0), ("knee", 4.0), ("lower_back", 6.0)],
        &["seat", "heels"],
        "thighs",
    ),
];
