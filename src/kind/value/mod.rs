//! Values of fields: what authors write, read into numbers, ages and durations.
//!
//! Each type reads what its own forms are and says of anything else what it takes. This module knows neither rows nor
//! declarations.

mod age;
mod decimal;
mod duration;
mod range;
mod telephone;

pub use self::age::{Age, AgeRange, AgeUnit};
pub use self::decimal::Decimal;
pub use self::duration::{Duration, DurationRange, TimeUnit};
pub use self::range::NumberRange;
pub use self::telephone::PhoneNumber;
use crate::data::WayOut;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFault {
    /// The fact, to follow the name of a field: "takes an age, not `x`".
    pub message: String,
    /// How to fix it.
    pub way_out: WayOut,
}

impl ValueFault {
    /// A fault with its way out.
    pub fn new(message: impl Into<String>, way_out: impl Into<WayOut>) -> Self {
        ValueFault { message: message.into(), way_out: way_out.into() }
    }
}

/// `text` in lower case, with single spaces and with a hyphen for every dash: the form in which ages, durations and ranges
/// are read.
fn plain(text: &str) -> String {
    let dashed: String =
        text.chars().map(|c| if matches!(c, '–' | '—' | '‒' | '−') { '-' } else { c }).collect();
    dashed.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The two ends of a range in `text`, which [`plain`] made: "2-11 years", "2 to 11 years". `None` where it is no range.
fn ends(text: &str) -> Option<(&str, &str)> {
    let (least, most) = text.split_once(" to ").or_else(|| text.split_once('-'))?;
    Some((least.trim(), most.trim()))
}
