//! `[theme]` of `site.toml`: its values, whether everybody can read the result, and the CSS rules it becomes.
//!
//! The rules are appended to `static/style.css`, so that a page loads one style sheet and carries no styles of its
//! own.
//!
//! Architecture Invariant: this module knows the background colours behind text in the built-in theme, and nothing
//! else of its style sheet. A test compares the two.

pub(crate) mod colour;

use schemars::JsonSchema;
use serde::Deserialize;

use self::colour::{Colour, contrast};
use crate::data::Spanned;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};

codes! {
    /// The accent colour does not have enough contrast with the page's background.
    ///
    /// ```toml
    /// [theme]
    /// accent = "#3f9c8a"
    /// ```
    ///
    /// Links and headings have this colour, so it needs a contrast of 7 to 1 with every background that text is on
    /// (WCAG 1.4.6): many readers are tired, old or outdoors. A dark colour is used as it is in the light scheme and
    /// lightened for the dark one, and a light colour the other way round; a colour in between fits neither. The help
    /// names the nearest colour that works.
    THEME_CONTRAST = "theme-contrast", Error;
    /// A value under `[theme]` is not a colour or length, or is too large or too small.
    ///
    /// ```toml
    /// [theme]
    /// accent = "#124f45"   # three or six digits after `#`
    /// radius = "0.5rem"    # how round boxes are: 0 to 3rem
    /// width = "34rem"      # how wide text is: 24rem to 38rem, for lines of at most 70 characters
    /// ```
    ///
    /// Lengths are in `rem` (of 16 pixels) or `px`.
    THEME_VALUE = "theme-value", Error;
}

/// The background colours behind text in the accent colour, in the light scheme.
const LIGHT: [Colour; 7] =
    [hex(0xfaf6ee), hex(0xfffdf8), hex(0xf2eadc), hex(0xfbeae4), hex(0xfbefd9), hex(0xe6f0f1), hex(0xeaf2e3)];
/// The same in the dark scheme.
const DARK: [Colour; 7] =
    [hex(0x1c1815), hex(0x26211c), hex(0x2e2822), hex(0x3a211d), hex(0x362717), hex(0x1d2c33), hex(0x212d20)];
/// The minimum contrast of text with its background (WCAG 1.4.6).
const ENOUGH: f64 = 7.0;
/// The largest radius, in rem.
const ROUNDEST: f64 = 3.0;
/// The smallest and largest width of text, in rem.
const WIDTHS: (f64, f64) = (24.0, 38.0);

const fn hex(digits: u32) -> Colour {
    Colour::from_digits(digits)
}

/// The look of the built-in theme.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Theme {
    /// The colour of links, headers and buttons, such as `#124f45`. balm derives the one for the other scheme from
    /// it.
    pub accent: Option<Spanned<String>>,
    /// How round the corners of boxes are, from `0` to `3rem`.
    pub radius: Option<Spanned<String>>,
    /// How wide text is, from `24rem` to `38rem`.
    pub width: Option<Spanned<String>>,
}

/// The CSS rules for `theme`; empty if it sets nothing.
#[must_use]
pub fn rules(theme: &Theme) -> (String, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut report = |value: &Spanned<String>, (code, message, help): ThemeFault| {
        let file: FileName = "site.toml".into();
        diagnostics.push(Diagnostic::new(code, Place::new(&file, value.span()), message, help));
    };
    let (mut light, mut dark) = (String::new(), String::new());
    if let Some(accent) = &theme.accent {
        match accents(&accent.value) {
            Ok((on_light, on_dark)) => {
                light.push_str(&format!("--accent:{on_light};"));
                dark.push_str(&format!("--accent:{on_dark};"));
            }
            Err(fault) => report(accent, fault),
        }
    }
    for (property, value, (least, most)) in
        [("radius", &theme.radius, (0.0, ROUNDEST)), ("text", &theme.width, WIDTHS)]
    {
        let Some(value) = value else { continue };
        match length(&value.value).filter(|rem| (least..=most).contains(rem)) {
            Some(rem) => light.push_str(&format!("--{property}:{rem}rem;")),
            None => report(
                value,
                (
                    &THEME_VALUE,
                    format!("`{}` is not a length from {least} to {most}rem", value.value),
                    format!(
                        "write it like `{}rem` or `{}px`",
                        least.midpoint(most),
                        least.midpoint(most) * 16.0
                    ),
                ),
            ),
        }
    }
    let mut rules = String::new();
    // Paper is always black on white, whatever the screen colours.
    if !light.is_empty() {
        rules.push_str(&format!("@media screen{{:root{{{}}}}}\n", light.trim_end_matches(';')));
    }
    if !dark.is_empty() {
        let dark = dark.trim_end_matches(';');
        rules.push_str(&format!("@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"));
    }
    (rules, diagnostics)
}

/// The CSS rule that lets the print rules of `static/style.css` write the addresses of the site's own pages in full:
/// on paper, nobody knows which site `/a/b/` belongs to. Links already contain the path of `base_url`.
#[must_use]
pub fn origin(base_url: &str) -> String {
    let host = base_url.find("://").map_or(0, |scheme| scheme + 3);
    let end = base_url[host..].find('/').map_or(base_url.len(), |slash| host + slash);
    // Characters that could end the string are written as numeric escapes.
    let text: String = base_url[..end]
        .chars()
        .map(|c| match c {
            '"' | '\\' | '<' | '>' => format!("\\{:x} ", u32::from(c)),
            c if c.is_control() => format!("\\{:x} ", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("@media print{{a[href^=\"/\"]:not([href^=\"//\"]){{--site:\"{text}\"}}}}\n")
}

/// A diagnostic's code, message and help.
type ThemeFault = (&'static crate::diagnostic::Code, String, String);

/// The accent for the light and for the dark scheme.
fn accents(value: &str) -> Result<(Colour, Colour), ThemeFault> {
    let Some(accent) = Colour::parse(value) else {
        let help = "write `#` and three or six digits from 0 to f, such as `#124f45`";
        return Err((&THEME_VALUE, format!("`{value}` is not a colour"), help.into()));
    };
    let darker = accent.nearest(-1.0, |colour| lowest(colour, &LIGHT) >= ENOUGH);
    let lighter = accent.nearest(1.0, |colour| lowest(colour, &DARK) >= ENOUGH);
    if darker == accent || lighter == accent {
        return Ok((darker, lighter));
    }
    let near = if accent.distance(darker) <= accent.distance(lighter) { darker } else { lighter };
    let message = format!(
        "`{value}` has a contrast of only {} to 1 in the light scheme and {} to 1 in the dark one",
        rounded_down(lowest(accent, &LIGHT)),
        rounded_down(lowest(accent, &DARK)),
    );
    Err((&THEME_CONTRAST, message, format!("text needs 7 to 1; the nearest colour that has it is `{near}`")))
}

/// The contrast of `colour` with the nearest of `grounds`.
fn lowest(colour: Colour, grounds: &[Colour]) -> f64 {
    grounds.iter().map(|&ground| contrast(colour, ground)).fold(f64::INFINITY, f64::min)
}

/// Rounded down to one decimal place: 6.99 must not become 7.
fn rounded_down(ratio: f64) -> f64 {
    (ratio * 10.0).floor() / 10.0
}

/// A length from `site.toml`, in rem.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let is_plain = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: f64 = number.parse().ok().filter(|_| is_plain)?;
    match unit {
        "rem" => Some(number),
        "px" => Some(number / 16.0),
        "" if number == 0.0 => Some(0.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn spanned(value: &str) -> Option<Spanned<String>> {
        Some(Spanned { value: value.into(), start: 0, end: 0 })
    }

    fn accent(value: &str) -> Theme {
        Theme { accent: spanned(value), ..Theme::default() }
    }

    /// The colours of the `n`th block of tokens in the style sheet.
    fn tokens(n: usize) -> BTreeMap<&'static str, Colour> {
        let sheet = include_str!("../../static/style.css");
        let blocks = sheet.split(":root {").skip(1).filter(|block| block.contains("--paper: #"));
        let block = blocks.map(|block| block.split('}').next().unwrap_or("")).nth(n).expect("it is there");
        let pairs = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
        pairs.filter_map(|(name, value)| Some((name, Colour::parse(value)?))).collect()
    }

    const GROUNDS: [&str; 7] =
        ["paper", "card", "wash", "danger-wash", "urgent-wash", "calm-wash", "good-wash"];

    #[test]
    fn the_backgrounds_are_those_of_the_style_sheet() {
        for (n, grounds) in [LIGHT, DARK].into_iter().enumerate() {
            let tokens = tokens(n);
            assert_eq!(GROUNDS.map(|name| tokens[name]), grounds);
        }
    }

    #[test]
    fn every_pair_of_colours_in_the_style_sheet_has_enough_contrast() {
        for n in [0, 1] {
            let light = tokens(0);
            let mut of = light.clone();
            of.extend(tokens(n));
            let mut pairs = Vec::new();
            for ground in GROUNDS {
                pairs.extend(["ink", "soft", "accent", "visited"].map(|text| (text, ground, 7.0)));
                pairs.push(("edge", ground, 3.0));
            }
            for tone in ["danger", "urgent", "calm", "good"] {
                let wash = match tone {
                    "danger" => "danger-wash",
                    "urgent" => "urgent-wash",
                    "calm" => "calm-wash",
                    _ => "good-wash",
                };
                pairs.extend([
                    (tone, wash, 7.0),
                    (tone, "card", 7.0),
                    (tone, "paper", 7.0),
                    ("on", tone, 7.0),
                ]);
            }
            pairs.push(("on", "accent", 7.0));
            // The two colours of the focus ring contrast with each other, so one of them shows on any background.
            pairs.push(("ring", "glow", 7.0));
            for (text, ground, least) in pairs {
                let found = contrast(of[text], of[ground]);
                assert!(found >= least, "--{text} on --{ground}: {found:.2} to 1 in scheme {n}");
            }
        }
    }

    #[test]
    fn a_dark_accent_is_lightened_for_the_dark_scheme_and_a_light_one_darkened() {
        for (given, dark_is_given) in [("#123a7a", false), ("#fd9", true), ("#000", false), ("#fff", true)] {
            let (rules, diagnostics) = rules(&accent(given));
            assert_eq!(diagnostics, []);
            let found: Vec<Colour> = rules
                .split("--accent:")
                .skip(1)
                .map(|rest| Colour::parse(&rest[..7]).expect("it is a colour"))
                .collect();
            assert_eq!(found.len(), 2);
            assert_eq!(Some(found[usize::from(dark_is_given)]), Colour::parse(given));
            assert!(lowest(found[0], &LIGHT) >= 7.0 && lowest(found[1], &DARK) >= 7.0, "{rules}");
        }
    }

    #[test]
    fn a_colour_that_fits_neither_scheme_is_reported_with_the_nearest_that_does() {
        for given in ["#3f9c8a", "#888", "#e0521f", "#ff00ff"] {
            let (rules, diagnostics) = rules(&accent(given));
            assert_eq!(rules, "");
            assert_eq!(diagnostics.len(), 1, "{given}");
            let near = diagnostics[0].help.split('`').nth(1).expect("a colour is named");
            assert_eq!(super::rules(&accent(near)).1, [], "{given}: {near}");
        }
    }

    #[test]
    fn addresses_of_the_site_are_written_in_full_on_paper() {
        let rule =
            |site: &str| format!("@media print{{a[href^=\"/\"]:not([href^=\"//\"]){{--site:\"{site}\"}}}}\n");
        for (base_url, site) in [
            ("https://a.example", "https://a.example"),
            ("https://a.example/", "https://a.example"),
            ("http://a.example:8080/backs/pain", "http://a.example:8080"),
            ("https://r\u{fc}cken.example/x", "https://r\u{fc}cken.example"),
            ("https://a\"b\\c.example", "https://a\\22 b\\5c c.example"),
        ] {
            assert_eq!(origin(base_url), rule(site), "{base_url}");
        }
        let sheet = include_str!("../../static/style.css");
        assert!(sheet.contains("var(--site,\"\") attr(href)"), "the style sheet uses it");
    }

    #[test]
    fn lengths_are_rem_and_px_within_bounds() {
        let said = |radius: &str, width: &str| {
            let theme = Theme { accent: None, radius: spanned(radius), width: spanned(width) };
            let (rules, diagnostics) = rules(&theme);
            (rules, diagnostics.into_iter().map(|d| d.message).collect::<Vec<_>>())
        };
        assert_eq!(
            said("8px", "30rem"),
            ("@media screen{:root{--radius:0.5rem;--text:30rem}}\n".into(), vec![])
        );
        assert_eq!(said("0", "38rem").1, [""; 0]);
        for bad in ["", "5", "-1px", "1e1px", "4rem", "1vw", "}", "1px;color:red", "NaNpx", "infrem"] {
            assert_eq!(said(bad, "24rem").1.len(), 1, "{bad}");
        }
        assert_eq!(said("0", "60rem").1, ["`60rem` is not a length from 24 to 38rem"]);
    }
}
