//! Whole numbers within limits.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};

use crate::data::fail;

/// A whole number from `MIN` to `MAX`, both included. What it counts is said where it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Whole<const MIN: u16, const MAX: u16>(u16);

impl<const MIN: u16, const MAX: u16> Whole<MIN, MAX> {
    /// The number.
    #[must_use]
    pub fn get(self) -> u16 {
        self.0
    }
}

impl<const MIN: u16, const MAX: u16> TryFrom<i64> for Whole<MIN, MAX> {
    type Error = String;

    /// # Errors
    /// Says that the number is too small or too large, to follow the name of a key.
    fn try_from(number: i64) -> Result<Self, String> {
        match u16::try_from(number) {
            Ok(fits) if (MIN..=MAX).contains(&fits) => Ok(Whole(fits)),
            _ => Err(format!("takes a number from {MIN} to {MAX}, not {number}")),
        }
    }
}

impl<const MIN: u16, const MAX: u16> fmt::Display for Whole<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<'de, const MIN: u16, const MAX: u16> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        Whole::try_from(number)
            .map_err(|message| fail(&message, &format!("write a number from {MIN} to {MAX}")))
    }
}

impl<const MIN: u16, const MAX: u16> JsonSchema for Whole<MIN, MAX> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Whole{MIN}To{MAX}").into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": MIN, "maximum": MAX })
    }
}
