//! A pose: the angle of every joint, and what rests on the floor.

use super::body::BodyPart;
use super::joint::{Angles, Joint, Side};

/// A part of the body that rests on the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contact {
    /// Buttocks and shoulder blades, lying on the back.
    Back,
    /// The shoulder blades alone, as in a bridge.
    Shoulders,
    /// Hips and chest, lying on the front.
    Front,
    /// The front of the hips alone.
    Pelvis,
    /// The sit bones: on the floor, or on a chair where there is one.
    Seat,
    /// The head.
    Head,
    /// A palm. The wrist bends as it has to.
    Hand(Side),
    /// A forearm from elbow to wrist.
    Forearm(Side),
    /// A knee.
    Knee(Side),
    /// A shin with the top of its foot.
    Shin(Side),
    /// A whole sole. The ankle bends as it has to, unless the foot is all that the body stands on.
    Foot(Side),
    /// A heel.
    Heel(Side),
    /// The toes, or the top of the foot.
    Toes(Side),
}

impl Contact {
    /// Every contact.
    pub const ALL: [Contact; 20] = {
        use Side::{Left, Right};
        [
            Contact::Back,
            Contact::Shoulders,
            Contact::Front,
            Contact::Pelvis,
            Contact::Seat,
            Contact::Head,
            Contact::Hand(Left),
            Contact::Hand(Right),
            Contact::Forearm(Left),
            Contact::Forearm(Right),
            Contact::Knee(Left),
            Contact::Knee(Right),
            Contact::Shin(Left),
            Contact::Shin(Right),
            Contact::Foot(Left),
            Contact::Foot(Right),
            Contact::Heel(Left),
            Contact::Heel(Right),
            Contact::Toes(Left),
            Contact::Toes(Right),
        ]
    };

    /// The word for one side of it, or for both: "hand", "hands".
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Contact::Back => ("back", "back"),
            Contact::Shoulders => ("shoulders", "shoulders"),
            Contact::Front => ("front", "front"),
            Contact::Pelvis => ("pelvis", "pelvis"),
            Contact::Seat => ("seat", "seat"),
            Contact::Head => ("head", "head"),
            Contact::Hand(_) => ("hand", "hands"),
            Contact::Forearm(_) => ("forearm", "forearms"),
            Contact::Knee(_) => ("knee", "knees"),
            Contact::Shin(_) => ("shin", "shins"),
            Contact::Foot(_) => ("foot", "feet"),
            Contact::Heel(_) => ("heel", "heels"),
            Contact::Toes(_) => ("toes", "toes"),
        }
    }

    /// Its side; `None` for head and trunk.
    #[must_use]
    pub fn side(self) -> Option<Side> {
        match self {
            Contact::Hand(side)
            | Contact::Forearm(side)
            | Contact::Knee(side)
            | Contact::Shin(side)
            | Contact::Foot(side)
            | Contact::Heel(side)
            | Contact::Toes(side) => Some(side),
            _ => None,
        }
    }

    /// What an author calls it: "left-hand", "back".
    #[must_use]
    pub fn name(self) -> String {
        match self.side() {
            Some(side) => format!("{}-{}", side.word(), self.words().0),
            None => self.words().0.to_owned(),
        }
    }

    /// The contacts that a name such as `left-hand` or, for both sides, `hands` stands for; none for an unknown name.
    #[must_use]
    pub fn named(name: &str) -> Vec<Contact> {
        Contact::ALL.into_iter().filter(|it| it.name() == name || it.words().1 == name).collect()
    }

    /// Every name that [`Contact::named`] knows, those for both sides first.
    #[must_use]
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let both = Contact::ALL.iter().map(|contact| contact.words().1.to_owned());
        for name in both.chain(Contact::ALL.iter().map(|contact| contact.name())) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The same on the other side.
    #[must_use]
    pub fn mirrored(self) -> Contact {
        match self {
            Contact::Hand(side) => Contact::Hand(side.other()),
            Contact::Forearm(side) => Contact::Forearm(side.other()),
            Contact::Knee(side) => Contact::Knee(side.other()),
            Contact::Shin(side) => Contact::Shin(side.other()),
            Contact::Foot(side) => Contact::Foot(side.other()),
            Contact::Heel(side) => Contact::Heel(side.other()),
            Contact::Toes(side) => Contact::Toes(side.other()),
            trunk => trunk,
        }
    }
}

/// What the hands hold or lie on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grip {
    /// The place.
    pub on: Hold,
    /// The leg that both hands hold; `None` where each hand is on its own side.
    pub leg: Option<Side>,
}

/// A place for a hand on the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The front of the thigh.
    Thigh,
    /// The back of the thigh, near the knee.
    BehindThigh,
    /// The kneecap.
    Knee,
    /// The front of the shin.
    Shin,
    /// The ankle.
    Ankle,
    /// The toes.
    Foot,
    /// The side of the hip.
    Hip,
    /// The tummy.
    Tummy,
    /// The chest.
    Chest,
    /// The back of the head.
    Head,
}

impl Hold {
    /// Every place, with the word for one side of it and that for both.
    const ALL: [(Hold, &'static str, &'static str); 10] = [
        (Hold::Thigh, "thigh", "thighs"),
        (Hold::BehindThigh, "behind-thigh", "behind-thighs"),
        (Hold::Knee, "knee", "knees"),
        (Hold::Shin, "shin", "shins"),
        (Hold::Ankle, "ankle", "ankles"),
        (Hold::Foot, "foot", "feet"),
        (Hold::Hip, "hip", "hips"),
        (Hold::Tummy, "tummy", "tummy"),
        (Hold::Chest, "chest", "chest"),
        (Hold::Head, "head", "head"),
    ];

    /// The part it is on, and where there.
    pub(super) fn spot(self, side: Side) -> (BodyPart, (f64, f64)) {
        match self {
            Hold::Thigh => (BodyPart::Thigh(side), (10.0, 34.0)),
            Hold::BehindThigh => (BodyPart::Thigh(side), (-8.0, 29.0)),
            Hold::Knee => (BodyPart::Shank(side), (7.0, -2.0)),
            Hold::Shin => (BodyPart::Shank(side), (7.5, 14.0)),
            Hold::Ankle => (BodyPart::Shank(side), (4.0, 44.0)),
            Hold::Foot => (BodyPart::Foot(side), (17.0, 5.0)),
            Hold::Hip => (BodyPart::Pelvis, (3.0, -16.0)),
            Hold::Tummy => (BodyPart::Waist, (13.0, 0.0)),
            Hold::Chest => (BodyPart::Chest, (15.0, 0.0)),
            Hold::Head => (BodyPart::Head, (-8.0, -18.0)),
        }
    }
}

impl Grip {
    /// Every grip.
    fn all() -> impl Iterator<Item = (Grip, String)> {
        Hold::ALL.into_iter().flat_map(|(on, one, both)| {
            let of_leg = Side::BOTH.into_iter().filter(move |_| one != both && on != Hold::Hip);
            let of_leg =
                of_leg.map(move |side| (Grip { on, leg: Some(side) }, format!("{}-{one}", side.word())));
            std::iter::once((Grip { on, leg: None }, both.to_owned())).chain(of_leg)
        })
    }

    /// What an author calls it: "thighs", "right-shin".
    #[must_use]
    pub fn name(self) -> String {
        Grip::all().find(|(grip, _)| *grip == self).map_or_else(String::new, |(_, name)| name)
    }

    /// The grip that an author calls `name`: "thighs", "right-shin".
    #[must_use]
    pub fn named(name: &str) -> Option<Grip> {
        Grip::all().find(|(_, known)| known == name).map(|(grip, _)| grip)
    }

    /// Every name that [`Grip::named`] knows.
    #[must_use]
    pub fn names() -> Vec<String> {
        Grip::all().map(|(_, name)| name).collect()
    }

    /// The same on the other side.
    #[must_use]
    pub fn mirrored(self) -> Grip {
        Grip { leg: self.leg.map(Side::other), ..self }
    }
}

/// Where the figure is seen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewpoint {
    /// From the side, above a floor line.
    Side,
    /// From above, lying on its side on a mat.
    Above,
}

/// Something beside the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prop {
    /// A chair, its seat below the sit bones.
    Chair,
    /// A wall behind.
    WallBehind,
    /// A wall in front.
    WallInFront,
    /// A pillow under the head.
    Pillow,
    /// A towel or strap from hand to foot: of the right side, and of the left where the other side is drawn.
    Towel,
}

impl Prop {
    /// Every prop, with what an author calls it.
    pub const ALL: [(Prop, &'static str); 5] = [
        (Prop::Chair, "chair"),
        (Prop::WallBehind, "wall-behind"),
        (Prop::WallInFront, "wall-in-front"),
        (Prop::Pillow, "pillow"),
        (Prop::Towel, "towel"),
    ];
}

/// A place on the body where an exercise is felt. One on a limb without a side is on the side that the exercise is of, the
/// near one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The nape.
    Neck,
    /// Between the shoulder blades.
    UpperBack,
    /// The loin.
    LowerBack,
    /// The buttocks.
    Buttocks,
    /// The tummy.
    Tummy,
    /// The chest.
    Chest,
    /// The flank.
    Sides,
    /// A shoulder.
    Shoulder(Option<Side>),
    /// The front of a hip.
    FrontOfHip(Option<Side>),
    /// The front of a thigh.
    FrontOfThigh(Option<Side>),
    /// The back of a thigh.
    BackOfThigh(Option<Side>),
    /// A calf.
    Calf(Option<Side>),
}

impl Region {
    /// Every region.
    pub const ALL: [Region; 22] = {
        const LEFT: Option<Side> = Some(Side::Left);
        const RIGHT: Option<Side> = Some(Side::Right);
        [
            Region::Neck,
            Region::UpperBack,
            Region::LowerBack,
            Region::Buttocks,
            Region::Tummy,
            Region::Chest,
            Region::Sides,
            Region::Shoulder(None),
            Region::FrontOfHip(None),
            Region::FrontOfThigh(None),
            Region::BackOfThigh(None),
            Region::Calf(None),
            Region::Shoulder(LEFT),
            Region::Shoulder(RIGHT),
            Region::FrontOfHip(LEFT),
            Region::FrontOfHip(RIGHT),
            Region::FrontOfThigh(LEFT),
            Region::FrontOfThigh(RIGHT),
            Region::BackOfThigh(LEFT),
            Region::BackOfThigh(RIGHT),
            Region::Calf(LEFT),
            Region::Calf(RIGHT),
        ]
    };

    /// The word for it, without its side.
    fn noun(self) -> &'static str {
        match self {
            Region::Neck => "neck",
            Region::UpperBack => "upper-back",
            Region::LowerBack => "lower-back",
            Region::Buttocks => "buttocks",
            Region::Tummy => "tummy",
            Region::Chest => "chest",
            Region::Sides => "sides",
            Region::Shoulder(_) => "shoulder",
            Region::FrontOfHip(_) => "front-of-hip",
            Region::FrontOfThigh(_) => "front-of-thigh",
            Region::BackOfThigh(_) => "back-of-thigh",
            Region::Calf(_) => "calf",
        }
    }

    /// What an author calls it: "lower-back", "left-calf".
    #[must_use]
    pub fn name(self) -> String {
        match self.side() {
            Some(side) => format!("{}-{}", side.word(), self.noun()),
            None => self.noun().to_owned(),
        }
    }

    /// Its side; `None` where it has none or none is given.
    #[must_use]
    pub fn side(self) -> Option<Side> {
        match self {
            Region::Shoulder(side)
            | Region::FrontOfHip(side)
            | Region::FrontOfThigh(side)
            | Region::BackOfThigh(side)
            | Region::Calf(side) => side,
            Region::Neck
            | Region::UpperBack
            | Region::LowerBack
            | Region::Buttocks
            | Region::Tummy
            | Region::Chest
            | Region::Sides => None,
        }
    }

    /// The same on the other side.
    #[must_use]
    pub fn mirrored(self) -> Region {
        match self {
            Region::Shoulder(side) => Region::Shoulder(side.map(Side::other)),
            Region::FrontOfHip(side) => Region::FrontOfHip(side.map(Side::other)),
            Region::FrontOfThigh(side) => Region::FrontOfThigh(side.map(Side::other)),
            Region::BackOfThigh(side) => Region::BackOfThigh(side.map(Side::other)),
            Region::Calf(side) => Region::Calf(side.map(Side::other)),
            trunk => trunk,
        }
    }

    /// The joints that move the limb that it is on, of `side`; none on head and trunk.
    #[must_use]
    pub fn joints(self, side: Side) -> Vec<Joint> {
        match self {
            Region::Shoulder(_) => vec![Joint::Shoulder(side), Joint::Elbow(side)],
            Region::FrontOfHip(_) | Region::FrontOfThigh(_) | Region::BackOfThigh(_) => {
                vec![Joint::Hip(side), Joint::Knee(side)]
            }
            Region::Calf(_) => vec![Joint::Hip(side), Joint::Knee(side), Joint::Ankle(side)],
            Region::Neck
            | Region::UpperBack
            | Region::LowerBack
            | Region::Buttocks
            | Region::Tummy
            | Region::Chest
            | Region::Sides => Vec::new(),
        }
    }

    /// The part it is on, the place there, and the size of its mark, in a drawing of `side`: that of the left side has
    /// left and right changed over.
    pub(super) fn spot(self, side: Side) -> (BodyPart, (f64, f64), f64) {
        let limb = match (self.side(), side) {
            (None, side) => side,
            (Some(own), Side::Right) => own,
            (Some(own), Side::Left) => own.other(),
        };
        match self {
            Region::Neck => (BodyPart::Head, (-3.0, -2.0), 6.0),
            Region::UpperBack => (BodyPart::Chest, (-2.0, 2.0), 9.0),
            Region::LowerBack => (BodyPart::Waist, (-1.0, -3.0), 9.0),
            Region::Buttocks => (BodyPart::Pelvis, (-6.0, 3.0), 9.0),
            Region::Tummy => (BodyPart::Waist, (8.0, -3.0), 8.0),
            Region::Chest => (BodyPart::Chest, (10.0, 2.0), 8.0),
            Region::Sides => (BodyPart::Ribs, (3.0, -2.0), 9.0),
            Region::Shoulder(_) => (BodyPart::UpperArm(limb), (0.0, 1.0), 7.0),
            Region::FrontOfHip(_) => (BodyPart::Thigh(limb), (7.0, 2.0), 8.0),
            Region::FrontOfThigh(_) => (BodyPart::Thigh(limb), (4.0, 24.0), 8.0),
            Region::BackOfThigh(_) => (BodyPart::Thigh(limb), (-4.0, 24.0), 8.0),
            Region::Calf(_) => (BodyPart::Shank(limb), (-4.0, 15.0), 7.0),
        }
    }
}

/// How a body is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose {
    /// The angle of every joint; those nearest the floor may come to differ where something rests on it.
    pub angles: Angles,
    /// How far the pelvis is turned clockwise from upright, in degrees, where what rests on the floor leaves it open:
    /// 0 upright, 90 lying on the front, -90 on the back. Otherwise the turn nearest to it is taken.
    pub facing: f64,
    /// What rests on the floor. The first ones carry the body, limbs named after them reach for the floor.
    pub rest_on: Vec<Contact>,
    /// What the hands hold. Shoulders and elbows bend as they have to.
    pub hands_on: Option<Grip>,
    /// Where it is seen from.
    pub view: Viewpoint,
}

impl Pose {
    /// Left for right.
    #[must_use]
    pub fn mirrored(&self) -> Pose {
        Pose {
            angles: self.angles.mirrored(),
            rest_on: self.rest_on.iter().map(|contact| contact.mirrored()).collect(),
            hands_on: self.hands_on.map(Grip::mirrored),
            ..self.clone()
        }
    }

    /// Bends each of `joints` to `angle` degrees.
    pub fn bend(&mut self, joints: &[Joint], angle: f64) {
        for &joint in joints {
            self.angles.set(joint, angle);
        }
    }
}
