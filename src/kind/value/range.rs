//! Ranges of numbers, both ends included.

use std::fmt;

use super::{Decimal, ends, plain};

/// From one number to another, both included; the first is never greater. A single number is a range of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberRange {
    least: Decimal,
    most: Decimal,
}

impl NumberRange {
    /// From `least` to `most`; `None` where that runs backwards.
    #[must_use]
    pub fn new(least: Decimal, most: Decimal) -> Option<Self> {
        (least <= most).then_some(NumberRange { least, most })
    }

    /// The least.
    #[must_use]
    pub fn least(&self) -> Decimal {
        self.least
    }

    /// The most.
    #[must_use]
    pub fn most(&self) -> Decimal {
        self.most
    }

    /// Whether it is a single number.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.least == self.most
    }

    /// The two ends that `text` names, "20-30", "20 to 30" or "10", in whichever order; `None` where these are no numbers.
    #[must_use]
    pub fn ends(text: &str) -> Option<(Decimal, Decimal)> {
        let text = plain(text);
        if let Some(single) = Decimal::read(&text) {
            return Some((single, single));
        }
        let (least, most) = ends(&text)?;
        Some((Decimal::read(least)?, Decimal::read(most)?))
    }
}

impl fmt::Display for NumberRange {
    /// "20 to 30", or "10" where both ends are the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_single() {
            write!(f, "{}", self.least)
        } else {
            write!(f, "{} to {}", self.least, self.most)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_range_is_read() {
        for text in ["0.5-2", "0.5 - 2", "0.5 to 2", "0.5–2", " 0.5  TO 2.0 "] {
            let (least, most) = NumberRange::ends(text).expect(text);
            let range = NumberRange::new(least, most).expect(text);
            assert_eq!(range.to_string(), "0.5 to 2", "{text}");
        }
        assert_eq!(NumberRange::ends("-2").map(|(least, _)| least), Decimal::read("-2"));
        for text in ["", "a few", "1-2-3", "1 to", "2 mg", "to 3"] {
            assert_eq!(NumberRange::ends(text), None, "{text}");
        }
        assert_eq!(NumberRange::new(Decimal::whole(3), Decimal::whole(2)), None);
    }
}
