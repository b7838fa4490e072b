//! One position of an exercise as an author writes it: a named pose, and what differs from it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;

use super::word::{FromWord, Keyword};
use crate::data::{Spanned, WayOut, expecting, fail};
use crate::diagnostic::did_you_mean;
use crate::figure::{Contact, Grip, Joint, NamedPose, Prop, Region, library};

impl FromWord for &'static NamedPose {
    const NOUN: &'static str = "pose";
    fn words() -> Vec<String> {
        library::ALL.iter().map(|named| named.name.to_owned()).collect()
    }
    fn of(word: &str) -> Option<Self> {
        library::find(word)
    }
}

impl FromWord for Vec<Contact> {
    const NOUN: &'static str = "part of the body";
    fn words() -> Vec<String> {
        Contact::names()
    }
    fn of(word: &str) -> Option<Self> {
        Some(Contact::named(word)).filter(|found| !found.is_empty())
    }
}

impl FromWord for Grip {
    const NOUN: &'static str = "place for the hands";
    fn words() -> Vec<String> {
        Grip::names()
    }
    fn of(word: &str) -> Option<Self> {
        Grip::named(word)
    }
}

impl FromWord for Region {
    const NOUN: &'static str = "place on the body";
    fn words() -> Vec<String> {
        Region::ALL.iter().map(|region| region.name()).collect()
    }
    fn of(word: &str) -> Option<Self> {
        Region::ALL.into_iter().find(|region| region.name() == word)
    }
}

impl FromWord for Prop {
    const NOUN: &'static str = "thing beside the body";
    fn words() -> Vec<String> {
        Prop::ALL.iter().map(|(_, word)| (*word).to_owned()).collect()
    }
    fn of(word: &str) -> Option<Self> {
        Prop::ALL.iter().find(|(_, known)| *known == word).map(|(prop, _)| *prop)
    }
}

/// A position of an exercise.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Position {
    /// The pose it starts from; `None` where it goes on from the position before.
    pub from: Option<Keyword<&'static NamedPose>>,
    /// The joints that are bent otherwise, in the order they are to be bent.
    pub bends: Vec<Bend>,
    /// What rests on the floor instead.
    pub rest_on: Option<Vec<Contact>>,
    /// What the hands hold.
    pub hands_on: Option<Keyword<Grip>>,
    /// What stands below the drawing instead of the usual words.
    pub caption: Option<String>,
    /// What the drawing shows, for those who do not see it.
    pub text: Option<String>,
    /// Whether it is one text, and no table.
    pub is_text: bool,
    /// Whether nothing is written at all, which is reported where it is read.
    pub is_blank: bool,
}

/// A joint bent to an angle.
#[derive(Clone, Debug, PartialEq)]
pub struct Bend {
    /// The joint as it is named: "left_knee", or "knee" for both.
    pub name: String,
    /// The joints.
    pub joints: Vec<Joint>,
    /// Degrees, bending above 0.
    pub angle: i16,
    /// Where the angle stands.
    pub at: AngleSpan,
}

/// Where a part of a position stands.
#[derive(Clone, Debug, PartialEq)]
pub enum AngleSpan {
    /// These bytes of the file.
    File(Range<usize>),
    /// These bytes of the position's text, which is `length` bytes long.
    Text {
        /// The bytes.
        within: Range<usize>,
        /// The length of the text.
        length: usize,
    },
}

impl AngleSpan {
    /// The bytes of the file, where the whole position stands at `whole`. A text with escapes is marked as a whole.
    #[must_use]
    pub fn place(&self, whole: &Range<usize>) -> Range<usize> {
        match self {
            AngleSpan::File(range) => range.clone(),
            AngleSpan::Text { within, length } => {
                let quote = match whole.len().checked_sub(*length) {
                    Some(0) => 0,
                    Some(2) => 1,
                    _ => return whole.clone(),
                };
                let start = whole.start + quote;
                start + within.start..start + within.end
            }
        }
    }
}

/// Declares the keys of a position's table, with one key for each joint.
macro_rules! table {
    ($($(#[$meta:meta])* $joint:ident,)+) => {
        /// A position as a table: the pose it starts from, joints with their angles in degrees, and what else differs.
        /// Bending (flexion; at the ankle toes up) is above 0, stretching back (extension; toes pointed) below, and 0
        /// is as in standing upright with the arms hanging. A name without a side stands for both sides; the figure
        /// faces right and its right side is the near one.
        #[derive(Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        #[schemars(rename = "Position", transform = with_limits)]
        struct PositionTable {
            /// The named pose to start from. Without it, the position goes on from the one before.
            from: Option<Keyword<&'static NamedPose>>,
            $($(#[$meta])* $joint: Option<Spanned<i16>>,)+
            /// What rests on the floor, in place of what the pose says. The first ones carry the body; limbs named
            /// after them bend until they reach the floor.
            rest_on: Option<Vec<Keyword<Vec<Contact>>>>,
            /// What the hands hold or lie on. Shoulders and elbows bend until they are there.
            hands_on: Option<Keyword<Grip>>,
            /// What stands below the drawing, in place of "Start", "Hold for 20 to 30 seconds" and so on.
            caption: Option<String>,
            /// What the drawing shows, for those who do not see it, in place of words made from the pose.
            text: Option<String>,
        }

        impl From<PositionTable> for Position {
            fn from(table: PositionTable) -> Position {
                let mut bends = Vec::new();
                $(bends.extend(table.$joint.map(|angle| Bend {
                    name: stringify!($joint).to_owned(),
                    joints: Joint::named(stringify!($joint)),
                    angle: angle.value,
                    at: AngleSpan::File(angle.span()),
                }));)+
                Position {
                    from: table.from,
                    bends,
                    rest_on: table.rest_on.map(|words| words.into_iter().flat_map(|word| word.0).collect()),
                    hands_on: table.hands_on,
                    caption: table.caption,
                    text: table.text,
                    is_text: false,
                    is_blank: false,
                }
            }
        }

        /// The keys that name joints.
        const JOINTS: &[&str] = &[$(stringify!($joint)),+];
    };
}

/// Puts the limits of each joint into the schema of a table.
fn with_limits(schema: &mut Schema) {
    let Some(properties) = schema.get_mut("properties").and_then(Json::as_object_mut) else { return };
    for (name, property) in properties {
        let (Some(joint), Some(property)) = (Joint::named(name).first().copied(), property.as_object_mut())
        else {
            continue;
        };
        let limits = joint.limits();
        property.remove("format");
        property.insert("minimum".into(), Json::from(limits.least as i64));
        property.insert("maximum".into(), Json::from(limits.most as i64));
    }
}

table! {
    /// Chin to chest above 0, head back below.
    neck,
    /// Rounded above 0, hollow below: between the upper and the middle third of the chest.
    upper_back,
    /// Rounded above 0, hollow below: between chest and loin.
    middle_back,
    /// Rounded above 0, hollow below: between loin and pelvis. Tilts the pelvis against the trunk.
    lower_back,
    /// Both arms: forward and up above 0 (180 is beside the ears), back below.
    shoulder,
    /// Both forearms: towards the upper arm above 0.
    elbow,
    /// Both hands: palm towards the forearm above 0, back of the hand towards it below.
    wrist,
    /// Both thighs: towards the tummy above 0, back below.
    hip,
    /// Both knees: heel towards the buttock above 0.
    knee,
    /// Both ankles: toes towards the shin above 0, pointed below.
    ankle,
    /// The left arm.
    left_shoulder,
    /// The left forearm.
    left_elbow,
    /// The left hand.
    left_wrist,
    /// The left thigh.
    left_hip,
    /// The left knee.
    left_knee,
    /// The left ankle.
    left_ankle,
    /// The right arm.
    right_shoulder,
    /// The right forearm.
    right_elbow,
    /// The right hand.
    right_wrist,
    /// The right thigh.
    right_hip,
    /// The right knee.
    right_knee,
    /// The right ankle.
    right_ankle,
}

/// What is wrong with a position, to follow the key's name, and the way out.
type PositionFault = (String, String);

/// Words for movements that cannot be seen from the side.
const ASIDE: [&str; 18] = [
    "out",
    "outward",
    "outwards",
    "in",
    "inward",
    "inwards",
    "sideways",
    "side",
    "aside",
    "apart",
    "turn",
    "twist",
    "rotate",
    "rotation",
    "tilt",
    "abduct",
    "abduction",
    "adduction",
];

const FORM: &str = "write a pose, then joints with their angles: `standing, shoulder 90, elbow 20`";

impl Position {
    /// Reads `supine, hip 110, left knee 120, rest on back head, hands on left-shin`: the short form, and the only one
    /// in a spreadsheet's cell.
    fn read(text: &str) -> Result<Self, PositionFault> {
        let is_blank = text.trim().is_empty();
        let mut position = Position { is_text: true, is_blank, ..Position::default() };
        let mut at = 0;
        for (index, part) in text.split([',', ';']).enumerate() {
            let start = at;
            at += part.len() + 1;
            let words: Vec<&str> = part.split_whitespace().collect();
            match words[..] {
                [] => {}
                [name] if index == 0 => position.from = Some(Keyword::read(name)?),
                [word] => return Err((format!("has `{word}` without an angle"), FORM.to_owned())),
                ["rest", "on", ref names @ ..] => {
                    let found: Result<Vec<Keyword<Vec<Contact>>>, PositionFault> =
                        names.iter().map(|name| Keyword::read(name)).collect();
                    position.rest_on = Some(found?.into_iter().flat_map(|word| word.0).collect());
                }
                ["hands", "on", name] => position.hands_on = Some(Keyword::read(name)?),
                [ref names @ .., angle] => {
                    let within = start + part.rfind(angle).unwrap_or(0)..start + part.trim_end().len();
                    let at = AngleSpan::Text { within, length: text.len() };
                    position.bends.push(bend(names, angle, at)?);
                }
            }
        }
        // As in a table, what bends both sides comes before what bends one.
        position.bends.sort_by_key(|bend| JOINTS.iter().position(|name| *name == bend.name));
        Ok(position)
    }
}

fn bend(names: &[&str], angle: &str, at: AngleSpan) -> Result<Bend, PositionFault> {
    let name = names.join("_").to_lowercase().replace('-', "_");
    let joints = Joint::named(&name);
    if joints.is_empty() || !JOINTS.contains(&name.as_str()) {
        let said = names.join(" ");
        // "shoulder out 90": the joint is known, and the way it bends cannot be drawn.
        let is_joint = |word: &&str| !Joint::named(&word.to_lowercase()).is_empty();
        let is_aside = |word: &&str| ASIDE.iter().any(|aside| word.eq_ignore_ascii_case(aside));
        if names.iter().any(is_aside) && names.iter().any(is_joint) {
            return Err((
                format!("bends `{said}` out of the plane of the drawing"),
                "drawings show only bending and stretching; leave this out, and say it in `steps`".to_owned(),
            ));
        }
        let help = did_you_mean(&name, JOINTS.iter().copied(), || FORM.to_owned());
        return Err((format!("does not know the joint `{said}`"), help));
    }
    let number = angle.trim_end_matches('°').replace('−', "-");
    let Ok(angle) = number.parse() else {
        return Err((
            format!("takes whole degrees for `{}`, not `{angle}`", names.join(" ")),
            FORM.to_owned(),
        ));
    };
    Ok(Bend { name, joints, angle, at })
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PositionVisitor;
        impl<'de> Visitor<'de> for PositionVisitor {
            type Value = Position;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let cell = format!("{FORM}, all in one cell");
                let way_out =
                    WayOut::or_cell("write a pose and joints in one text: `\"standing, shoulder 90\"`", cell);
                expecting(f, "the name of a pose, or a table of joints", &way_out)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Position, E> {
                Position::read(text).map_err(|(message, help)| fail(&message, &help))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Position, A::Error> {
                PositionTable::deserialize(MapAccessDeserializer::new(map)).map(Position::from)
            }
        }
        deserializer.deserialize_any(PositionVisitor)
    }
}

impl JsonSchema for Position {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "PositionOrText".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<PositionTable>();
        json_schema!({ "anyOf": [{ "type": "string" }, table] })
    }
}
