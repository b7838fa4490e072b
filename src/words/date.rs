//! A day in the words of a language.

use super::plural::CountRange;
use super::{Filling, Messages};
use crate::data::Date;

/// `date` in words: "22 November 2026".
#[must_use]
pub fn date(words: &Messages, date: Date) -> String {
    let (year, month, day) = date.parts();
    let month = words.text(&format!("date.{month}"));
    let (day, year) = (CountRange::one(u32::from(day)).into(), CountRange::one(u32::from(year)).into());
    words.say("date.day", &[("day", day), ("month", Filling::Text(month)), ("year", year)])
}
