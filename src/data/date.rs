//! Calendar dates.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{WayOut, fail};

/// A day of the Gregorian calendar, written `2026-11-22`. It has no time and no time zone: what a page says
/// was reviewed on a day was reviewed on that day everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// How a day is written.
pub(super) const FORM: &str = "write a day as year-month-day: `2026-11-22`";
/// The same in a cell, which spreadsheets like to write as the reader's country does.
const CELL_FORM: &str = "write a day as year-month-day: `2026-11-22`, in a column formatted as text";

/// The months in English.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Its year, month (from 1) and day.
    #[must_use]
    pub fn parts(self) -> (u16, u8, u8) {
        (self.0.year().unsigned_abs(), self.0.month().unsigned_abs(), self.0.day().unsigned_abs())
    }

    /// How many days `later` lies after this day; negative where it lies before.
    #[must_use]
    pub fn days_until(self, later: Date) -> i64 {
        // Between two dates jiff counts in days alone, and never fails.
        self.0.until(later.0).map_or(0, |span| i64::from(span.get_days()))
    }

    /// The day so many months later; the last of the month where that has no such day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Date {
        Date(self.0.saturating_add(jiff::Span::new().months(months)))
    }

    /// Midnight UTC of the day, as feeds write it: "2026-11-22T00:00:00Z".
    #[must_use]
    pub fn rfc3339(self) -> String {
        format!("{self}T00:00:00Z")
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Date(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Date {
    type Err = String;

    /// # Errors
    /// Says in words what is wrong: the form, the month, or a day that the month does not have.
    fn from_str(text: &str) -> Result<Self, String> {
        let day = day_of(text.trim());
        let parts: Vec<&str> = day.split('-').collect();
        let number = |at: usize, width: usize| -> Option<i16> {
            let part = parts.get(at)?;
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let (Some(year), Some(month), Some(day), 3) = (number(0, 4), number(1, 2), number(2, 2), parts.len())
        else {
            return Err(format!("`{}` is not a date", super::shortened(text)));
        };
        let name = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
        let Some(name) = name else {
            return Err(format!("`{text}` is not a date: there is no month {month}"));
        };
        let narrow = |n: i16| i8::try_from(n).unwrap_or(0);
        jiff::civil::Date::new(year, narrow(month), narrow(day))
            .map(Date)
            .map_err(|_| format!("`{text}` is not a date: {name} {year} has no day {day}"))
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|message: String| match reordered(&text) {
            Some(help) => fail(
                &message,
                WayOut::or_cell(help.clone(), format!("{help}, in a column formatted as text")),
            ),
            None => fail(&message, WayOut::or_cell(FORM, CELL_FORM)),
        })
    }
}

/// `text` without a time of day, which other generators write behind the day: "2026-11-22T09:30:00Z".
fn day_of(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', 't', ' ']) else { return text };
    let is_time = time.len() >= 5
        && time
            .bytes()
            .enumerate()
            .take(5)
            .all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() })
        && time.bytes().skip(5).all(|byte| byte.is_ascii_digit() || b":.,+- ZzUTC".contains(&byte));
    if is_time { day } else { text }
}

/// How a day that is written in another order is written here: "04/03/2026" may be of March or April. `None` if
/// `text` is none.
pub(super) fn reordered(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (first, second): (u8, u8) = (first.parse().ok()?, second.parse().ok()?);
    let day = |month: u8, day: u8| {
        let written = format!("{year}-{month:02}-{day:02}");
        (year.len() == 4).then(|| written.parse::<Date>().ok()).flatten().map(|_| written)
    };
    match (day(second, first), day(first, second)) {
        (Some(one), Some(other)) if one != other => {
            Some(format!("write `{one}`, or `{other}` if the month comes first"))
        }
        (Some(one), _) | (_, Some(one)) => Some(format!("write `{one}`")),
        (None, None) => None,
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A day, written 2026-11-22." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_impossible_day_says_why() {
        assert_eq!(
            "2026-02-30".parse::<Date>(),
            Err("`2026-02-30` is not a date: February 2026 has no day 30".into())
        );
        assert_eq!(
            "2026-13-01".parse::<Date>(),
            Err("`2026-13-01` is not a date: there is no month 13".into())
        );
        assert_eq!(reordered("22/11/2026"), Some("write `2026-11-22`".into()));
        assert_eq!(
            reordered("04.03.2026"),
            Some("write `2026-03-04`, or `2026-04-03` if the month comes first".into())
        );
        for text in ["2026-11-22T09:30:00Z", "2026-11-22 09:30", "2026-11-22T09:30:00+01:00"] {
            assert_eq!(text.parse::<Date>().map(Date::parts), Ok((2026, 11, 22)), "{text}");
        }
        assert!("2026-11-22 or later".parse::<Date>().is_err());
        assert_eq!("22/11/2026".parse::<Date>(), Err("`22/11/2026` is not a date".into()));
        let day = |text: &str| text.parse::<Date>().expect("it is a day");
        assert_eq!(day("2028-02-28").days_until(day("2028-03-01")), 2);
        assert_eq!(day("2027-01-01").days_until(day("2026-01-01")), -365);
        assert_eq!("2028-02-29".parse::<Date>().map(Date::parts), Ok((2028, 2, 29)));
    }
}
