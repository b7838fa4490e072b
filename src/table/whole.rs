//! Whole numbers within limits, and what they count.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

use crate::data::{WayOut, expecting, fail};

/// What a number counts.
pub trait UnitWords {
    /// It in words, after the number 1 and after any other: "second", "seconds".
    const WORDS: Option<(&'static str, &'static str)>;
}

macro_rules! units {
    ($($name:ident = $words:expr,)+) => {$(
        #[doc = concat!("Counts ", stringify!($name), ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {}

        impl UnitWords for $name {
            const WORDS: Option<(&'static str, &'static str)> = $words;
        }
    )+};
}

units! {
    Nothing = None,
    Seconds = Some(("second", "seconds")),
    Minutes = Some(("minute", "minutes")),
    Weeks = Some(("week", "weeks")),
    Years = Some(("year", "years")),
    DaysAWeek = Some(("day a week", "days a week")),
    TimesADay = Some(("time a day", "times a day")),
    Repeats = Some(("repeat", "repeats")),
    Sets = Some(("set", "sets")),
}

/// A whole number from `MIN` to `MAX`, both included. `U` is what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole<const MIN: u16, const MAX: u16, U = Nothing>(u16, PhantomData<U>);

/// A number within limits, as the end of a range or by itself.
pub trait Limited: Copy + Ord + fmt::Display {
    /// The least and the most.
    const LIMITS: (u16, u16);
    /// What it counts.
    const UNIT: Option<&'static str>;

    /// `number`, if it is within the limits.
    fn new(number: i64) -> Option<Self>;

    /// "a number of seconds".
    #[must_use]
    fn noun() -> String {
        Self::UNIT.map_or_else(|| "a number".to_owned(), |unit| format!("a number of {unit}"))
    }

    /// What is wrong with `number`, to follow the name of a key, and the way out.
    fn refused(number: i64) -> (String, WayOut) {
        let (least, most) = Self::LIMITS;
        let message = format!("takes {} from {least} to {most}, not {number}", Self::noun());
        (message, format!("write a number from {least} to {most}").into())
    }
}

impl<const MIN: u16, const MAX: u16, U: UnitWords + Copy + Ord> Limited for Whole<MIN, MAX, U> {
    const LIMITS: (u16, u16) = (MIN, MAX);
    const UNIT: Option<&'static str> = match U::WORDS {
        Some((_, many)) => Some(many),
        None => None,
    };

    fn new(number: i64) -> Option<Self> {
        let fits = u16::try_from(number).ok().filter(|fits| (MIN..=MAX).contains(fits));
        fits.map(|fits| Whole(fits, PhantomData))
    }
}

impl<const MIN: u16, const MAX: u16, U> Whole<MIN, MAX, U> {
    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

impl<const MIN: u16, const MAX: u16, U> fmt::Display for Whole<MIN, MAX, U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<'de, const MIN: u16, const MAX: u16, U: UnitWords + Copy + Ord> Deserialize<'de> for Whole<MIN, MAX, U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WholeVisitor<W>(PhantomData<W>);
        impl<W: Limited> Visitor<'_> for WholeVisitor<W> {
            type Value = W;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let noun = W::noun().replacen("a number", "a whole number", 1);
                expecting(f, &noun, &WayOut::number())
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<W, E> {
                W::new(number).ok_or_else(|| {
                    let (message, way_out) = W::refused(number);
                    fail(&message, way_out)
                })
            }
        }
        deserializer.deserialize_i64(WholeVisitor(PhantomData))
    }
}

impl<const MIN: u16, const MAX: u16, U: UnitWords> JsonSchema for Whole<MIN, MAX, U> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Whole{MIN}To{MAX}").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut schema = json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX });
        if let Some((one, many)) = U::WORDS {
            schema.insert("x-unit".into(), vec![one, many].into());
        }
        schema
    }
}
