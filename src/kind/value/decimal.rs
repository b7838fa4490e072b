//! Numbers as authors write them, without the errors of binary fractions.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A decimal number: `0.5`, `12`, `-3`. It has at most 15 digits, of which at most 9 stand after the point.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    /// The number without its point.
    digits: i64,
    /// How many digits stand after the point. The last of them is not 0.
    places: u8,
}

/// The most digits of a number.
const DIGITS: usize = 15;
/// The most digits after the point.
const PLACES: usize = 9;

impl Decimal {
    /// A whole number, which is cut at 15 digits.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        let most = 10_i64.pow(15) - 1;
        Decimal { digits: number.clamp(-most, most), places: 0 }
    }

    /// The number in `text`, with a point before its decimals; `None` where it is none or has too many digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (sign, rest) = text.strip_prefix(['-', '−']).map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) =
            rest.split_once('.').map_or((rest, None), |(whole, rest)| (whole, Some(rest)));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || fraction.is_some_and(|part| !is_number(part)) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.unwrap_or("").trim_end_matches('0');
        if whole.len() + fraction.len() > DIGITS || fraction.len() > PLACES {
            return None;
        }
        let digits = format!("0{whole}{fraction}").parse::<i64>().ok()? * sign;
        Some(Decimal { digits, places: u8::try_from(fraction.len()).ok()? })
    }

    /// The number that a data document holds as a fraction; `None` where it is infinite or has too many digits.
    #[must_use]
    pub fn of_float(number: f64) -> Option<Self> {
        // Rust prints the shortest decimal that reads back as the same fraction: what the author wrote.
        Decimal::read(&number.to_string())
    }

    /// Whether it has no decimals.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.places == 0
    }

    /// Whether it is 1.
    #[must_use]
    pub fn is_one(self) -> bool {
        self.places == 0 && self.digits == 1
    }

    /// Whether it is less than 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// The number, where it has no decimals.
    #[must_use]
    pub fn as_whole(self) -> Option<i64> {
        (self.places == 0).then_some(self.digits)
    }

    /// The nearest binary fraction.
    #[must_use]
    pub fn as_float(self) -> f64 {
        self.to_string().parse().unwrap_or_default()
    }

    /// The number times `factor`, in units of 1 / 10⁹.
    pub(super) fn billionths(self, factor: i64) -> i128 {
        let up = 10_i128.pow(u32::try_from(PLACES).unwrap_or(0) - u32::from(self.places));
        i128::from(self.digits) * up * i128::from(factor)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::from(self.places);
        if places == 0 {
            return write!(f, "{}", self.digits);
        }
        let digits = format!("{:0>width$}", self.digits.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        write!(f, "{}{whole}.{fraction}", if self.digits < 0 { "-" } else { "" })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.billionths(1).cmp(&other.billionths(1))
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.billionths(1).hash(state);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written_and_printed_in_its_shortest_form() {
        for (text, expected) in [
            ("0", "0"),
            ("007", "7"),
            ("0.50", "0.5"),
            ("-0.05", "-0.05"),
            ("-0", "0"),
            ("2.0", "2"),
            ("123456789012345", "123456789012345"),
            ("0.000000001", "0.000000001"),
        ] {
            assert_eq!(Decimal::read(text).map(|number| number.to_string()), Some(expected.into()), "{text}");
        }
        for text in [
            "",
            ".",
            ".5",
            "5.",
            "1e3",
            "0,5",
            "1 000",
            "½",
            "1.2.3",
            "--1",
            "1234567890123456",
            "0.0000000001",
        ] {
            assert_eq!(Decimal::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_fraction_of_a_data_document_is_what_its_author_wrote() {
        assert_eq!(Decimal::of_float(0.1).map(|number| number.to_string()), Some("0.1".into()));
        assert_eq!(Decimal::of_float(f64::INFINITY), None);
        assert_eq!(Decimal::of_float(f64::NAN), None);
        assert_eq!(Decimal::of_float(1e300), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,24}") {
            if let Some(number) = Decimal::read(&text) {
                prop_assert_eq!(Decimal::read(&number.to_string()), Some(number));
            }
        }

        #[test]
        fn numbers_are_in_the_order_of_their_values(a in -99_999_i64..99_999, b in -99_999_i64..99_999, places in 0_u32..5) {
            let read = |n: i64| {
                let scale = 10_i64.pow(places);
                let sign = if n < 0 { "-" } else { "" };
                let (whole, rest) = (n.abs() / scale, n.abs() % scale);
                let text = if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0>width$}", width = places as usize) };
                Decimal::read(&text).expect("it is a number")
            };
            prop_assert_eq!(read(a).cmp(&read(b)), a.cmp(&b));
        }
    }
}
