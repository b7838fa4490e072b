//! Durations: "20 seconds", "2 to 3 weeks", "1 hour 30 minutes".

use std::cmp::Ordering;
use std::fmt;

use super::{Decimal, ValueFault, ends, plain};
use crate::data::shortened;

/// How long something lasts, in one unit or several: 1 hour 30 minutes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// So many of each unit, from the longest unit to the shortest, each once; never empty.
    parts: Vec<(Decimal, TimeUnit)>,
}

/// What a duration counts, from the shortest to the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// From one duration to another, both included; the first is never longer. A single duration is a range of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DurationRange {
    least: Duration,
    most: Duration,
}

/// The forms that a duration has.
const FORMS: &str = "write `20 seconds`, `2 to 3 weeks` or `1 hour 30 minutes`";

impl TimeUnit {
    const ALL: [TimeUnit; 7] = [
        TimeUnit::Seconds,
        TimeUnit::Minutes,
        TimeUnit::Hours,
        TimeUnit::Days,
        TimeUnit::Weeks,
        TimeUnit::Months,
        TimeUnit::Years,
    ];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            TimeUnit::Seconds => ("second", "seconds"),
            TimeUnit::Minutes => ("minute", "minutes"),
            TimeUnit::Hours => ("hour", "hours"),
            TimeUnit::Days => ("day", "days"),
            TimeUnit::Weeks => ("week", "weeks"),
            TimeUnit::Months => ("month", "months"),
            TimeUnit::Years => ("year", "years"),
        }
    }

    /// How long it is in seconds. A year has 365.25 days, and a month is its twelfth part.
    fn seconds(self) -> i64 {
        match self {
            TimeUnit::Seconds => 1,
            TimeUnit::Minutes => 60,
            TimeUnit::Hours => 3_600,
            TimeUnit::Days => 86_400,
            TimeUnit::Weeks => 604_800,
            TimeUnit::Months => 2_629_800,
            TimeUnit::Years => 31_557_600,
        }
    }

    fn of(word: &str) -> Option<TimeUnit> {
        TimeUnit::ALL.into_iter().find(|unit| word == unit.words().0 || word == unit.words().1)
    }

    /// The unit that `word` shortens, where it is not several.
    fn of_short(word: &str) -> Option<TimeUnit> {
        match word.trim_end_matches('.') {
            "s" | "sec" | "secs" => Some(TimeUnit::Seconds),
            "min" | "mins" => Some(TimeUnit::Minutes),
            "h" | "hr" | "hrs" => Some(TimeUnit::Hours),
            "d" => Some(TimeUnit::Days),
            "wk" | "wks" => Some(TimeUnit::Weeks),
            "yr" | "yrs" => Some(TimeUnit::Years),
            _ => None,
        }
    }
}

impl Duration {
    /// The duration in `text`.
    ///
    /// # Errors
    /// The text is not a duration.
    pub fn read(text: &str) -> Result<Self, ValueFault> {
        duration(&plain(text), None, text)
    }

    fn length(&self) -> i128 {
        self.parts.iter().map(|(number, unit)| number.billionths(unit.seconds())).sum()
    }

    /// How long it is in seconds; `None` where that is no whole number, or too many.
    #[must_use]
    pub fn seconds(&self) -> Option<u32> {
        const BILLION: i128 = 1_000_000_000;
        let length = self.length();
        (length % BILLION == 0).then(|| u32::try_from(length / BILLION).ok()).flatten()
    }

    /// It as ISO 8601 writes it, for machines: "PT1H30M".
    #[must_use]
    pub fn iso(&self) -> String {
        let is_mixed = self.parts.len() > 1;
        let (mut days, mut time) = (String::new(), String::new());
        let mut weeks_as_days = None;
        for (number, unit) in &self.parts {
            match unit {
                TimeUnit::Years => days.push_str(&format!("{number}Y")),
                TimeUnit::Months => days.push_str(&format!("{number}M")),
                // Weeks stand alone there.
                TimeUnit::Weeks if is_mixed && number.is_whole() => {
                    weeks_as_days = number.as_whole().map(|n| n * 7)
                }
                TimeUnit::Weeks => days.push_str(&format!("{number}W")),
                TimeUnit::Days => match (weeks_as_days.take(), number.as_whole()) {
                    (Some(weeks), Some(number)) => days.push_str(&format!("{}D", weeks + number)),
                    _ => days.push_str(&format!("{number}D")),
                },
                TimeUnit::Hours => time.push_str(&format!("{number}H")),
                TimeUnit::Minutes => time.push_str(&format!("{number}M")),
                TimeUnit::Seconds => time.push_str(&format!("{number}S")),
            }
        }
        if let Some(weeks) = weeks_as_days {
            days.push_str(&format!("{weeks}D"));
        }
        if time.is_empty() { format!("P{days}") } else { format!("P{days}T{time}") }
    }
}

impl PartialOrd for Duration {
    /// By length; 60 minutes and 1 hour are as long as each other.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.length().cmp(&other.length()))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (number, unit)) in self.parts.iter().enumerate() {
            let (one, many) = unit.words();
            let gap = if at == 0 { "" } else { " " };
            write!(f, "{gap}{number} {}", if number.is_one() { one } else { many })?;
        }
        Ok(())
    }
}

impl DurationRange {
    /// The durations in `text`.
    ///
    /// # Errors
    /// Where these are none, or run backwards.
    pub fn read(text: &str) -> Result<Self, ValueFault> {
        let said = plain(text);
        let Some((least, most)) = ends(&said) else {
            let single = duration(&said, None, text)?;
            return Ok(DurationRange { least: single.clone(), most: single });
        };
        let most = duration(most, None, text)?;
        let usual = match most.parts.as_slice() {
            [(_, unit)] => Some(*unit),
            _ => None,
        };
        let least = duration(least, usual, text)?;
        if least > most {
            let turned = DurationRange { least: most.clone(), most: least.clone() };
            return Err(ValueFault::new(
                format!("runs backwards, from {least} to {most}"),
                format!("write `{turned}`"),
            ));
        }
        Ok(DurationRange { least, most })
    }

    /// The shortest.
    #[must_use]
    pub fn least(&self) -> &Duration {
        &self.least
    }

    /// The longest.
    #[must_use]
    pub fn most(&self) -> &Duration {
        &self.most
    }

    /// Whether it is a single duration.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.least == self.most
    }
}

impl fmt::Display for DurationRange {
    /// "20 to 30 seconds", "30 minutes to 1 hour".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least.parts.as_slice(), self.most.parts.as_slice()) {
            _ if self.is_single() => write!(f, "{}", self.least),
            ([(number, unit)], [(_, other)]) if unit == other => write!(f, "{number} to {}", self.most),
            _ => write!(f, "{} to {}", self.least, self.most),
        }
    }
}

/// One duration, and a number alone where `usual` says what it counts. `whole` is the author's own text.
fn duration(text: &str, usual: Option<TimeUnit>, whole: &str) -> Result<Duration, ValueFault> {
    let refused = |help: &str| ValueFault::new(format!("takes a duration, not `{}`", shortened(whole)), help);
    let mut parts: Vec<(Decimal, TimeUnit)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let Some(number) = Decimal::read(number) else { return Err(refused(FORMS)) };
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        let unit = match (TimeUnit::of(word), TimeUnit::of_short(word), usual) {
            (Some(unit), ..) => unit,
            (None, Some(unit), _) => {
                return Err(refused(&format!("write the unit in full: `{}`", unit.words().1)));
            }
            (None, None, Some(unit)) if word.is_empty() && after.is_empty() => unit,
            (None, None, _) if word.is_empty() => {
                let written = shortened(whole);
                return Err(ValueFault::new(
                    format!("takes a duration, and `{written}` has no unit"),
                    format!(
                        "write `{written} seconds`, `{written} minutes`, `{written} days` or `{written} weeks`"
                    ),
                ));
            }
            (None, None, _) => return Err(refused(FORMS)),
        };
        if parts.last().is_some_and(|(_, last)| *last <= unit) {
            return Err(refused("write each unit once, the longest first: `1 hour 30 minutes`"));
        }
        parts.push((number, unit));
        let after = after.trim_start();
        rest = after.strip_prefix("and ").or_else(|| after.strip_prefix(", ")).unwrap_or(after);
    }
    if parts.is_empty() {
        return Err(refused(FORMS));
    }
    Ok(Duration { parts })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_a_duration_is_read() {
        for (text, expected, iso) in [
            ("20 seconds", "20 seconds", "PT20S"),
            ("1 weeks", "1 week", "P1W"),
            ("2 Weeks", "2 weeks", "P2W"),
            ("0.5 hours", "0.5 hours", "PT0.5H"),
            ("1 hour 30 minutes", "1 hour 30 minutes", "PT1H30M"),
            ("1 hour and 30 minutes", "1 hour 30 minutes", "PT1H30M"),
            ("1 year, 2 months", "1 year 2 months", "P1Y2M"),
            ("2 weeks 3 days", "2 weeks 3 days", "P17D"),
            ("2 weeks 12 hours", "2 weeks 12 hours", "P14DT12H"),
        ] {
            let read = DurationRange::read(text).expect(text);
            assert_eq!((read.to_string().as_str(), read.least().iso().as_str()), (expected, iso), "{text}");
        }
        for (text, expected) in [
            ("20 to 30 seconds", "20 to 30 seconds"),
            ("20–30 seconds", "20 to 30 seconds"),
            ("30 minutes to 1 hour", "30 minutes to 1 hour"),
            ("3-3 days", "3 days"),
        ] {
            assert_eq!(DurationRange::read(text).map(|read| read.to_string()), Ok(expected.into()), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_says_which_form_it_has() {
        let refused = |text: &str| {
            let fault = DurationRange::read(text).expect_err(text);
            format!("{} | {}", fault.message, fault.way_out.of(crate::data::Format::Toml))
        };
        assert_eq!(
            refused("20"),
            "takes a duration, and `20` has no unit | write `20 seconds`, `20 minutes`, `20 days` or `20 weeks`"
        );
        assert_eq!(refused("20 secs"), "takes a duration, not `20 secs` | write the unit in full: `seconds`");
        assert_eq!(refused("a while"), format!("takes a duration, not `a while` | {FORMS}"));
        assert_eq!(refused("3 to 2 days"), "runs backwards, from 3 days to 2 days | write `2 to 3 days`");
        assert_eq!(
            refused("30 minutes 1 hour"),
            "takes a duration, not `30 minutes 1 hour` | write each unit once, the longest first: `1 hour 30 minutes`"
        );
        for text in ["", "minutes", "1 to 2 to 3 days", "-1 day", "1,5 hours", "1e9 days"] {
            assert!(DurationRange::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_are_compared_by_length() {
        let read = |text: &str| Duration::read(text).expect(text);
        assert!(read("60 minutes") >= read("1 hour") && read("60 minutes") <= read("1 hour"));
        assert!(read("13 days") < read("2 weeks") && read("0.5 minutes") > read("29 seconds"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_what_is_read_reads_back(text in "[a-z0-9 .,–-]{0,24}|.{0,20}") {
            if let Ok(range) = DurationRange::read(&text) {
                prop_assert_eq!(DurationRange::read(&range.to_string()), Ok(range));
            }
        }
    }
}
