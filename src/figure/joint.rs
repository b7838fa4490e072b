//! The joints of the body, their angles and how far each can bend.

/// Left or right. The figure faces right, so its right side is the near one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The far side.
    Left,
    /// The near side.
    Right,
}

impl Side {
    /// Both, the far one first.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];

    /// The word for it: "left".
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }
}

/// A joint of the neck, the back or a limb, seen from the side. Its angle is in degrees, 0 when standing upright with
/// the arms hanging; bending (flexion, at the ankle toes up) is above 0, stretching back (extension, toes down) below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Joint {
    /// Chin to chest, or head back.
    Neck,
    /// Between the upper and the middle third of the chest.
    UpperBack,
    /// Between the chest and the loin.
    MiddleBack,
    /// Between the loin and the pelvis.
    LowerBack,
    /// The arm forward and up, or backward.
    Shoulder(Side),
    /// The forearm towards the upper arm.
    Elbow(Side),
    /// The palm towards the forearm; below 0 the back of the hand towards it.
    Wrist(Side),
    /// The thigh towards the tummy, or backward.
    Hip(Side),
    /// The heel towards the buttock.
    Knee(Side),
    /// The toes towards the shin; below 0 pointed away.
    Ankle(Side),
}

/// How far a joint goes, in degrees, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The least: as far back as it goes.
    pub least: f64,
    /// The most: as far as it bends.
    pub most: f64,
}

impl Joint {
    /// The number of joints.
    pub const COUNT: usize = 16;

    /// Every joint.
    pub const ALL: [Joint; Joint::COUNT] = [
        Joint::Neck,
        Joint::UpperBack,
        Joint::MiddleBack,
        Joint::LowerBack,
        Joint::Shoulder(Side::Left),
        Joint::Elbow(Side::Left),
        Joint::Wrist(Side::Left),
        Joint::Hip(Side::Left),
        Joint::Knee(Side::Left),
        Joint::Ankle(Side::Left),
        Joint::Shoulder(Side::Right),
        Joint::Elbow(Side::Right),
        Joint::Wrist(Side::Right),
        Joint::Hip(Side::Right),
        Joint::Knee(Side::Right),
        Joint::Ankle(Side::Right),
    ];

    /// Its place in [`Joint::ALL`].
    #[must_use]
    pub(super) fn index(self) -> usize {
        let limb = |side: Side, at: usize| match side {
            Side::Left => 4 + at,
            Side::Right => 10 + at,
        };
        match self {
            Joint::Neck => 0,
            Joint::UpperBack => 1,
            Joint::MiddleBack => 2,
            Joint::LowerBack => 3,
            Joint::Shoulder(side) => limb(side, 0),
            Joint::Elbow(side) => limb(side, 1),
            Joint::Wrist(side) => limb(side, 2),
            Joint::Hip(side) => limb(side, 3),
            Joint::Knee(side) => limb(side, 4),
            Joint::Ankle(side) => limb(side, 5),
        }
    }

    /// The side it is on; `None` for the neck and the back.
    #[must_use]
    pub fn side(self) -> Option<Side> {
        match self {
            Joint::Neck | Joint::UpperBack | Joint::MiddleBack | Joint::LowerBack => None,
            Joint::Shoulder(side)
            | Joint::Elbow(side)
            | Joint::Wrist(side)
            | Joint::Hip(side)
            | Joint::Knee(side)
            | Joint::Ankle(side) => Some(side),
        }
    }

    /// What it is called, without its side: "knee", "lower back".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Joint::Neck => "neck",
            Joint::UpperBack => "upper back",
            Joint::MiddleBack => "middle back",
            Joint::LowerBack => "lower back",
            Joint::Shoulder(_) => "shoulder",
            Joint::Elbow(_) => "elbow",
            Joint::Wrist(_) => "wrist",
            Joint::Hip(_) => "hip",
            Joint::Knee(_) => "knee",
            Joint::Ankle(_) => "ankle",
        }
    }

    /// The same joint of the other side.
    #[must_use]
    pub fn mirrored(self) -> Joint {
        match self {
            Joint::Neck | Joint::UpperBack | Joint::MiddleBack | Joint::LowerBack => self,
            Joint::Shoulder(side) => Joint::Shoulder(side.other()),
            Joint::Elbow(side) => Joint::Elbow(side.other()),
            Joint::Wrist(side) => Joint::Wrist(side.other()),
            Joint::Hip(side) => Joint::Hip(side.other()),
            Joint::Knee(side) => Joint::Knee(side.other()),
            Joint::Ankle(side) => Joint::Ankle(side.other()),
        }
    }

    /// The joints that a name such as `left_knee` or, for both sides, `knee` stands for; none for an unknown name.
    #[must_use]
    pub fn named(name: &str) -> Vec<Joint> {
        let (side, noun) = match name.split_once('_') {
            Some(("left", rest)) => (Some(Side::Left), rest),
            Some(("right", rest)) => (Some(Side::Right), rest),
            _ => (None, name),
        };
        let fits = |joint: &Joint| {
            joint.noun().replace(' ', "_") == noun && (side.is_none() || joint.side() == side)
        };
        Joint::ALL.into_iter().filter(fits).collect()
    }

    /// How far it goes in healthy adults: the usual range as the handbook *Joint Motion: Method of Measuring and
    /// Recording* (American Academy of Orthopaedic Surgeons, 1965) gives it, widened to whole tens where healthy
    /// people go further, on their own or under their weight:
    ///
    /// - knee, hip and ankle in kneeling and squatting: Hemmerich and others, *Hip, knee, and ankle kinematics of
    ///   high range of motion activities of daily living*, J Orthop Res 2006;24:770–781;
    /// - hip, knee, ankle, shoulder and elbow: Soucie and others, *Range of motion measurements: reference values and
    ///   a database for comparison studies*, Haemophilia 2011;17:500–507;
    /// - the wrist bears weight at a right angle on hands and knees.
    ///
    /// The handbook gives 80 degrees of bending and 20 to 30 of stretching for the whole back; here the three joints
    /// of the back share what the chest and the loin have together.
    #[must_use]
    pub fn limits(self) -> Limits {
        let (least, most) = match self {
            Joint::Neck => (-60.0, 60.0),
            Joint::UpperBack | Joint::MiddleBack => (-20.0, 30.0),
            Joint::LowerBack => (-30.0, 50.0),
            Joint::Shoulder(_) => (-60.0, 180.0),
            Joint::Elbow(_) => (-10.0, 150.0),
            Joint::Wrist(_) => (-90.0, 80.0),
            Joint::Hip(_) => (-30.0, 140.0),
            Joint::Knee(_) => (-10.0, 160.0),
            Joint::Ankle(_) => (-70.0, 40.0),
        };
        Limits { least, most }
    }
}

/// The angle of every joint, in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Angles([f64; Joint::COUNT]);

impl Angles {
    /// The angle of `joint`.
    #[must_use]
    pub fn get(&self, joint: Joint) -> f64 {
        self.0[joint.index()]
    }

    /// Bends `joint` to `angle`.
    pub fn set(&mut self, joint: Joint, angle: f64) {
        self.0[joint.index()] = angle;
    }

    /// Left for right.
    #[must_use]
    pub fn mirrored(&self) -> Angles {
        let mut other = Angles::default();
        for joint in Joint::ALL {
            other.set(joint.mirrored(), self.get(joint));
        }
        other
    }

    /// The share `t` of the way from here to `other`.
    #[must_use]
    pub fn towards(&self, other: &Angles, t: f64) -> Angles {
        let mut between = *self;
        for joint in Joint::ALL {
            between.set(joint, self.get(joint) + (other.get(joint) - self.get(joint)) * t);
        }
        between
    }
}
