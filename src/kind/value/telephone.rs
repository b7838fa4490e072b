//! Numbers to call.

use super::ValueFault;
use crate::data::shortened;

/// A number to call, as it is written: `111`, `020 7946 0000`, `+44 20 7946 0000`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    written: String,
}

/// The most digits that a number has, by E.164 with the prefix that is dialled before it.
const MOST: usize = 17;

impl PhoneNumber {
    /// The number in `text`.
    ///
    /// # Errors
    /// The text is not a telephone number, or is several.
    pub fn read(text: &str) -> Result<Self, ValueFault> {
        let written = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let rest = written.strip_prefix('+').unwrap_or(&written);
        let is_mark =
            |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '‐' | '‑' | '–' | '.' | '(' | ')');
        let digits = rest.chars().filter(char::is_ascii_digit).count();
        if rest.chars().all(is_mark) && (2..=MOST).contains(&digits) {
            return Ok(PhoneNumber { written });
        }
        let is_several = digits >= 4 && rest.contains(['/', ',', ';']);
        let help = if is_several {
            "write one number; a list takes several"
        } else {
            "write it as it is dialled: `111`, `020 7946 0000` or `+44 20 7946 0000`"
        };
        Err(ValueFault::new(format!("takes a telephone number, not `{}`", shortened(text)), help))
    }

    /// The number as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address that calls it: "tel:+442079460000".
    #[must_use]
    pub fn address(&self) -> String {
        // A zero in brackets after a country code is dialled only within the country.
        let abroad = self.written.starts_with('+');
        let written = if abroad { self.written.replacen("(0)", "", 1) } else { self.written.clone() };
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        format!("tel:{}{digits}", if abroad { "+" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_written_and_called_by_its_digits() {
        for (text, address) in [
            ("111", "tel:111"),
            ("020 7946 0000", "tel:02079460000"),
            (" +44 (0)20  7946-0000 ", "tel:+442079460000"),
            ("(020) 7946 0000", "tel:02079460000"),
        ] {
            assert_eq!(PhoneNumber::read(text).map(|number| number.address()), Ok(address.into()), "{text}");
        }
        for text in ["", "1", "call us", "999 / 112", "1234 ext. 5", "123456789012345678", "+", "12+34"] {
            assert!(PhoneNumber::read(text).is_err(), "{text}");
        }
    }
}
