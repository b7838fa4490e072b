//! Screen colours: their notation, lightness and distance from each other.
//!
//! Contrast is as defined by WCAG 2.2. Lighter and darker variants of a colour are found in `OKLab`
//! (<https://bottosson.github.io/posts/oklab/>), where equal steps look equal and the hue does not drift.

use std::fmt;

/// An sRGB colour with eight bits per channel. Displayed as `#124f45`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour([u8; 3]);

impl Colour {
    /// The colour `0x124f45`.
    pub(super) const fn from_digits(digits: u32) -> Self {
        let [_, red, green, blue] = digits.to_be_bytes();
        Colour([red, green, blue])
    }

    /// Parses `#124f45` or `#1b4`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Colour::from_digits(number)),
            3 => {
                let digit = |shift: u32| u8::try_from((number >> shift & 0xf) * 0x11).ok();
                Some(Colour([digit(8)?, digit(4)?, digit(0)?]))
            }
            _ => None,
        }
    }

    /// The linear light of each channel, from 0 to 1.
    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The relative luminance of WCAG, from 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The `OKLab` coordinates: lightness and the two colour axes.
    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let middle = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * long + 0.793_617_785 * middle - 0.004_072_046_8 * short,
            1.977_998_495_1 * long - 2.428_592_205 * middle + 0.450_593_709_9 * short,
            0.025_904_037_1 * long + 0.782_771_766_2 * middle - 0.808_675_766 * short,
        ]
    }

    /// The colour at a point of `OKLab`, less saturated if it is outside sRGB.
    fn from_oklab(lightness: f64, a: f64, b: f64) -> Self {
        let mut strength = 1.0;
        loop {
            let channels = linear_of(lightness, a * strength, b * strength);
            if strength < 0.01 || channels.iter().all(|channel| (-1e-4..=1.0001).contains(channel)) {
                return Colour(channels.map(encoded));
            }
            strength -= 0.01;
        }
    }

    /// How different two colours look.
    pub(super) fn distance(self, other: Colour) -> f64 {
        let (one, two) = (self.oklab(), other.oklab());
        one.iter().zip(two).map(|(one, two)| (one - two).powi(2)).sum::<f64>().sqrt()
    }

    /// The first colour of the same hue that is `right`, going darker (-1) or lighter (1); black or white if there is
    /// none.
    pub(super) fn nearest(self, direction: f64, right: impl Fn(Colour) -> bool) -> Colour {
        let [lightness, a, b] = self.oklab();
        let mut colour = self;
        let mut step = 0.0;
        while !right(colour) {
            step += 0.004;
            let at = lightness + direction * step;
            colour = Colour::from_oklab(at.clamp(0.0, 1.0), a, b);
            if !(0.0..=1.0).contains(&at) {
                break;
            }
        }
        colour
    }
}

/// The linear channels of a point of `OKLab`; outside 0 to 1 if sRGB does not contain it.
fn linear_of(lightness: f64, a: f64, b: f64) -> [f64; 3] {
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let middle = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701 * short,
    ]
}

/// A linear channel as its stored value.
fn encoded(light: f64) -> u8 {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value is a whole number from 0 to 255"
    )]
    let channel = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
    channel
}

/// The contrast ratio of WCAG between two colours, from 1 to 21.
pub(crate) fn contrast(one: Colour, two: Colour) -> f64 {
    let (one, two) = (one.luminance() + 0.05, two.luminance() + 0.05);
    one.max(two) / one.min(two)
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_parsed_as_browsers_parse_them() {
        let printed = |text: &str| Colour::parse(text).map(|colour| colour.to_string());
        assert_eq!(printed("#124F45").as_deref(), Some("#124f45"));
        assert_eq!(printed("#1b4").as_deref(), Some("#11bb44"));
        for bad in ["124f45", "#12", "#1234", "#12345g", "#+12345", "", "#", "teal", "#12é"] {
            assert_eq!(printed(bad), None, "{bad}");
        }
    }

    #[test]
    fn contrast_is_as_wcag_defines_it() {
        let of = |one: &str, two: &str| {
            let colour = |text| Colour::parse(text).expect("it is a colour");
            (contrast(colour(one), colour(two)) * 100.0).round() / 100.0
        };
        assert_eq!(of("#000", "#fff"), 21.0);
        assert_eq!(of("#777777", "#ffffff"), 4.48);
        assert_eq!(of("#0000ff", "#ffffff"), 8.59);
    }

    #[test]
    fn every_colour_survives_the_way_to_oklab_and_back() {
        for digits in (0..0x0100_0000).step_by(7919) {
            let colour = Colour::from_digits(digits);
            let [lightness, a, b] = colour.oklab();
            assert_eq!(Colour::from_oklab(lightness, a, b), colour);
        }
    }
}
