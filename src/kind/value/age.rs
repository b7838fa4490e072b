//! Ages: "6 months", "2 to 11 years", "under 5 years".
//!
//! An age decides on a dose, so that what can be read in two ways is refused: a number without a unit may count months or
//! years, and nobody knows whether "over 65" includes 65.

use std::cmp::Ordering;
use std::fmt;

use super::{ValueFault, ends, plain};
use crate::data::{WayOut, shortened};

/// How old somebody is, in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Age {
    /// So many of them; 0 is at birth.
    pub number: u16,
    /// What it counts.
    pub unit: AgeUnit,
}

/// What an age counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeUnit {
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// A stretch of somebody's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgeRange {
    /// At that age: "6 months".
    At(Age),
    /// From one age to the end of the other: somebody who is 11 years and 10 months old is 11.
    Between(Age, Age),
    /// Younger than that.
    Under(Age),
    /// That old or older.
    From(Age),
}

/// The oldest that anybody may be, in years.
const OLDEST: u16 = 130;

impl AgeUnit {
    const ALL: [AgeUnit; 3] = [AgeUnit::Weeks, AgeUnit::Months, AgeUnit::Years];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            AgeUnit::Weeks => ("week", "weeks"),
            AgeUnit::Months => ("month", "months"),
            AgeUnit::Years => ("year", "years"),
        }
    }

    /// How long it is, in 48ths of a day: a year has 365.25 days, and a month is its twelfth part.
    fn length(self) -> u32 {
        match self {
            AgeUnit::Weeks => 7 * 48,
            AgeUnit::Months => 1_461,
            AgeUnit::Years => 12 * 1_461,
        }
    }
}

impl Age {
    /// The age in `text`: "6 months", "birth".
    ///
    /// # Errors
    /// The text is not an age, or is older than anybody.
    pub fn read(text: &str) -> Result<Self, ValueFault> {
        match AgeRange::read(text)? {
            AgeRange::At(age) => Ok(age),
            AgeRange::Between(..) | AgeRange::Under(_) | AgeRange::From(_) => Err(ValueFault::new(
                format!("takes one age, not `{}`", shortened(text)),
                "write `6 months` or `2 years`",
            )),
        }
    }

    fn length(self) -> u32 {
        u32::from(self.number) * self.unit.length()
    }
}

impl PartialOrd for Age {
    /// By how long somebody has lived; 12 months and 1 year are the same.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.length().cmp(&other.length()))
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.number == 0 {
            return f.write_str("birth");
        }
        let (one, many) = self.unit.words();
        write!(f, "{} {}", self.number, if self.number == 1 { one } else { many })
    }
}

impl fmt::Display for AgeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AgeRange::At(age) => write!(f, "{age}"),
            AgeRange::Between(from, to) if from.unit == to.unit && from.number > 0 => {
                write!(f, "{} to {to}", from.number)
            }
            AgeRange::Between(from, to) => write!(f, "{from} to {to}"),
            AgeRange::Under(age) => write!(f, "under {age}"),
            AgeRange::From(age) => write!(f, "{age} and over"),
        }
    }
}

impl AgeRange {
    /// The ages in `text`.
    ///
    /// # Errors
    /// Where these are none, run backwards, or can be read in two ways.
    pub fn read(text: &str) -> Result<Self, ValueFault> {
        let said = plain(text);
        let said = said.strip_prefix("aged ").or_else(|| said.strip_prefix("age ")).unwrap_or(&said);
        let not = |message: &str, way_out: WayOut| {
            ValueFault::new(message.replace('\u{1}', &shortened(text)), way_out)
        };
        if let Some(rest) = behind(said, &["under ", "younger than ", "below ", "less than "]) {
            return Ok(AgeRange::Under(age(rest, Some(AgeUnit::Years), text)?));
        }
        let from = before(
            said,
            &[" and over", " or over", " and older", " or older", " and above", " or above", "+"],
        );
        if let Some(rest) = from.or_else(|| behind(said, &["at least "])) {
            return Ok(AgeRange::From(age(rest, Some(AgeUnit::Years), text)?));
        }
        if let Some(rest) = behind(said, &["over ", "above ", "older than ", "more than "])
            && let Ok(age) = age(rest, Some(AgeUnit::Years), text)
        {
            let next = Age { number: age.number.saturating_add(1), ..age };
            let way_out = format!("write `{age} and over`, or `{next} and over`");
            return Err(not(
                "takes an age, and `\u{1}` leaves open whether that age is included",
                way_out.into(),
            ));
        }
        if let Some(rest) = behind(said, &["up to "])
            && let Ok(age) = age(rest, Some(AgeUnit::Years), text)
        {
            let way_out = format!("write `under {age}`, or `birth to {age}`");
            return Err(not(
                "takes an age, and `\u{1}` leaves open whether that age is included",
                way_out.into(),
            ));
        }
        let between = said.strip_prefix("between ").and_then(|rest| rest.split_once(" and "));
        let between = between.or_else(|| ends(said.strip_prefix("from ").unwrap_or(said)));
        if let Some((from, to)) = between {
            let to = age(to, None, text)?;
            let from = age(from, Some(to.unit), text)?;
            return if from < to {
                Ok(AgeRange::Between(from, to))
            } else {
                let turned = if from > to { AgeRange::Between(to, from) } else { AgeRange::At(to) };
                Err(ValueFault::new(
                    format!("runs backwards, from {from} to {to}"),
                    format!("write `{turned}`"),
                ))
            };
        }
        if let Some(rest) = said.strip_prefix("from ") {
            return Ok(AgeRange::From(age(rest, Some(AgeUnit::Years), text)?));
        }
        age(said, None, text).map(AgeRange::At)
    }

    /// The youngest and the oldest age that it names, for bounds.
    #[must_use]
    pub fn named(&self) -> (Age, Age) {
        match *self {
            AgeRange::Between(from, to) => (from, to),
            AgeRange::At(age) | AgeRange::Under(age) | AgeRange::From(age) => (age, age),
        }
    }
}

/// What stands behind one of `starts`.
fn behind<'a>(text: &'a str, starts: &[&str]) -> Option<&'a str> {
    starts.iter().find_map(|start| text.strip_prefix(start)).map(str::trim)
}

/// What stands before one of `ends`.
fn before<'a>(text: &'a str, ends: &[&str]) -> Option<&'a str> {
    ends.iter().find_map(|end| text.strip_suffix(end)).map(str::trim)
}

/// One age: "6 months", "birth", and a number alone where `usual` says what it counts. `whole` is the author's own text.
fn age(text: &str, usual: Option<AgeUnit>, whole: &str) -> Result<Age, ValueFault> {
    if matches!(text, "birth" | "at birth" | "newborn") {
        return Ok(Age { number: 0, unit: AgeUnit::Weeks });
    }
    let text = before(text, &[" old", " of age"]).unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, word) = text.split_at(end);
    let word = word.trim();
    let Ok(number) = number.parse::<u16>() else { return Err(none(whole)) };
    let unit = AgeUnit::ALL.into_iter().find(|unit| word == unit.words().0 || word == unit.words().1);
    let unit = match (unit, word) {
        (Some(unit), _) => unit,
        (None, "") => usual.ok_or_else(|| {
            let written = shortened(whole);
            ValueFault::new(
                format!("takes an age, and `{written}` does not say whether that is years or months"),
                format!("write `{written} years` or `{written} months`"),
            )
        })?,
        (None, "y" | "yr" | "yrs" | "mo" | "mos" | "mth" | "mths" | "wk" | "wks") => {
            let (_, many) = match word.as_bytes().first() {
                Some(b'y') => AgeUnit::Years.words(),
                Some(b'w') => AgeUnit::Weeks.words(),
                _ => AgeUnit::Months.words(),
            };
            return Err(ValueFault::new(
                format!("takes an age, and `{}` abbreviates its unit", shortened(whole)),
                format!("write the word in full: `{many}`"),
            ));
        }
        (None, _) => return Err(none(whole)),
    };
    let age = Age { number, unit };
    let oldest = Age { number: OLDEST, unit: AgeUnit::Years };
    if age > oldest {
        return Err(ValueFault::new(
            format!("takes an age, and nobody is {age} old"),
            format!("write an age of at most {oldest}"),
        ));
    }
    Ok(age)
}

fn none(text: &str) -> ValueFault {
    ValueFault::new(
        format!("takes an age, not `{}`", shortened(text)),
        "write `6 months`, `2 to 11 years`, `under 5 years`, `65 years and over` or `birth`",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_an_age_is_read() {
        for (text, expected) in [
            ("6 months", "6 months"),
            ("1 year", "1 year"),
            ("1 years", "1 year"),
            ("8 weeks", "8 weeks"),
            ("65 years old", "65 years"),
            ("birth", "birth"),
            ("At birth", "birth"),
            ("birth to 2 years", "birth to 2 years"),
            ("2 to 11 years", "2 to 11 years"),
            ("2–11 years", "2 to 11 years"),
            ("2 - 11 years", "2 to 11 years"),
            ("from 2 to 11 years", "2 to 11 years"),
            ("between 2 and 11 years", "2 to 11 years"),
            ("6 months to 2 years", "6 months to 2 years"),
            ("under 5", "under 5 years"),
            ("under 5 years", "under 5 years"),
            ("younger than 6 months", "under 6 months"),
            ("65 and over", "65 years and over"),
            ("65 years or older", "65 years and over"),
            ("65+", "65 years and over"),
            ("at least 12 years", "12 years and over"),
            ("from 12 years", "12 years and over"),
            ("aged 5 years", "5 years"),
        ] {
            assert_eq!(AgeRange::read(text).map(|age| age.to_string()), Ok(expected.into()), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused_with_both() {
        let refused = |text: &str| {
            let fault = AgeRange::read(text).expect_err(text);
            format!("{} | {}", fault.message, fault.way_out.of(crate::data::Format::Csv))
        };
        let forms = "write `6 months`, `2 to 11 years`, `under 5 years`, `65 years and over` or `birth`";
        for (text, expected) in [
            (
                "6",
                "takes an age, and `6` does not say whether that is years or months | write `6 years` or `6 months`",
            ),
            (
                "2-11",
                "takes an age, and `2-11` does not say whether that is years or months | write `2-11 years` or `2-11 months`",
            ),
            (
                "over 65",
                "takes an age, and `over 65` leaves open whether that age is included | write `65 years and over`, or `66 years and over`",
            ),
            (
                "up to 5 years",
                "takes an age, and `up to 5 years` leaves open whether that age is included | write `under 5 years`, or `birth to 5 years`",
            ),
            ("11 to 2 years", "runs backwards, from 11 years to 2 years | write `2 to 11 years`"),
            ("12 months to 1 year", "runs backwards, from 12 months to 1 year | write `1 year`"),
            ("6 mths", "takes an age, and `6 mths` abbreviates its unit | write the word in full: `months`"),
            ("200 years", "takes an age, and nobody is 200 years old | write an age of at most 130 years"),
        ] {
            assert_eq!(refused(text), expected, "{text}");
        }
        for text in [
            "",
            "adults",
            "six months",
            "6 days",
            "-1 year",
            "years",
            "1 year 6 months",
            "1-2-3 years",
            "99999999 years",
        ] {
            assert!(refused(text).ends_with(forms), "{text}");
        }
    }

    #[test]
    fn ages_are_compared_by_how_long_somebody_has_lived() {
        let age = |text: &str| Age::read(text).expect(text);
        assert!(age("12 months") >= age("1 year") && age("12 months") <= age("1 year"));
        assert!(age("8 weeks") < age("2 months") && age("9 weeks") > age("2 months"));
        assert!(age("birth") < age("1 week"));
        assert!(Age::read("2 to 3 years").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_reads_back(text in "[a-z0-9 +–-]{0,24}|.{0,20}") {
            if let Ok(age) = AgeRange::read(&text) {
                prop_assert_eq!(AgeRange::read(&age.to_string()), Ok(age));
            }
        }
    }
}
