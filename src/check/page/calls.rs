//! Checks that a link calls the number it shows.
//!
//! This module knows no country's numbers: it only compares digits.

use std::ops::Range;

use super::{PageFinding, Spot, quoted};
use crate::check::page::walk::{Element, Walk};
use crate::diagnostic::code::rules;
use crate::table::red_flags::{Heard, Telephone};
rules! {
    /// A link calls a different number from the one it shows.
    ///
    /// What it does: compares the digits in the words of each link on the rendered page with those of its `tel:`
    /// address, if the words contain one number of three digits or more. It makes no difference whether the country
    /// code is included: `0141 496 0123` and `+44 141 496 0123` are the same.
    ///
    /// Why: nobody sees a typing mistake in the address, and someone in danger reaches nobody.
    ///
    /// ```text
    /// Bad:  Call [999](tel:9999)
    /// Good: Call [999](tel:999)
    /// ```
    ///
    /// Source: ours.
    WRONG_NUMBER = "wrong-number", Clinical, Error;
}

/// A number with fewer digits may be anything: "option 2", "24 hours".
const SHORTEST: usize = 3;
/// The longest country code.
const LONGEST_CODE: usize = 3;

/// Reports a link to `href` whose words are `words`, if the two differ.
pub(super) fn check<'a>(walk: &mut Walk<'a>, href: &'a str, words: &str, element: &Element<'_>) {
    let Some(target) = crate::html::decode(href).trim().get(..).and_then(called) else { return };
    let words = super::plain(words);
    let Some(shown) = differs(&words, &target) else { return };
    let message = format!("this link shows {} but calls `{target}`", quoted(&shown));
    let spot = Spot::Link { href, words, said: walk.inside_of(element) };
    let help = "write the correct number in both places".to_owned();
    walk.findings.push(PageFinding { code: &WRONG_NUMBER, spot, span: element.span.clone(), message, help });
}

/// The number that the address `href` calls, with its leading `+` if any; `None` if it calls none.
pub(super) fn called(href: &str) -> Option<String> {
    let number = href.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("tel:")).map(|_| &href[4..])?;
    // What follows is an extension, dialled later if at all.
    let number = number.split([';', ',', '?']).next().unwrap_or("").replace("%20", "");
    let mark = |c: char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    let number: String = number.chars().filter(|c| !mark(*c)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// The only number in `words`, if it differs from `target`.
fn differs(words: &str, target: &str) -> Option<String> {
    let heard = Heard::of(words);
    let said = heard.as_str();
    let mut numbers = runs(said).filter(|run| digits(&said[run.clone()]).len() >= SHORTEST);
    let number = numbers.next().filter(|_| numbers.next().is_none())?;
    let shown = &said[number.clone()];
    let is_said = Telephone::new(target).is_some_and(|target| target.is_said_in(&heard));
    if is_said || is_same(shown, target) || is_spelt(shown, &said[number.end..], target) {
        return None;
    }
    Some(shown.to_owned())
}

/// The runs of digits with their separators, from the first digit to the last. Those that are part of a word ("B12")
/// do not count.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '+' | '.' | '/');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_part)?;
            let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
            at = end;
            let run = &text[start..end];
            let is_glued = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let first = run.find(|c: char| c.is_ascii_digit() || c == '+');
            let last = run.rfind(|c: char| c.is_ascii_digit());
            let (Some(first), Some(last)) = (first, last) else { continue };
            let before = text[..start + first].chars().next_back();
            if first <= last && !is_glued(before) && !is_glued(text[start + last + 1..].chars().next()) {
                return Some(start + first..start + last + 1);
            }
        }
    })
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether `shown` and `called` are the same number, with or without the country code.
pub(super) fn is_same(shown: &str, called: &str) -> bool {
    // "+44 (0)141 …": the zero is for callers inside the country.
    let (one, is_one_abroad) = dialled(&shown.replace("(0)", ""));
    let (other, is_other_abroad) = dialled(called);
    let ends = |abroad: &str, within: &str| {
        let bare = within.strip_prefix('0').unwrap_or(within);
        [within, bare].iter().any(|within| {
            let code = abroad.strip_suffix(within).filter(|_| !within.is_empty());
            code.is_some_and(|code| (1..=LONGEST_CODE).contains(&code.len()))
        })
    };
    one == other
        || (is_other_abroad && !is_one_abroad && ends(&other, &one))
        || (is_one_abroad && !is_other_abroad && ends(&one, &other))
}

/// The digits of `number`, and whether they include the country code.
fn dialled(number: &str) -> (String, bool) {
    let all = digits(number);
    match all.strip_prefix("00") {
        Some(rest) => (rest.to_owned(), true),
        None => (all, number.trim_start().starts_with('+')),
    }
}

/// Whether `shown` continues in letters that represent the remaining digits, as in "0800 HELP".
fn is_spelt(shown: &str, after: &str, called: &str) -> bool {
    let letters = after.chars().filter(|c| !matches!(c, ' ' | '-')).take_while(char::is_ascii_alphabetic);
    let keys: String = letters.filter_map(|c| key(c.to_ascii_lowercase())).collect();
    let rest = digits(called);
    let rest =
        rest.strip_prefix(&digits(shown)).or_else(|| rest.rsplit_once(&digits(shown)).map(|(_, rest)| rest));
    rest.is_some_and(|rest| !rest.is_empty() && keys.starts_with(rest))
}

/// The key of a telephone with the lower-case letter `c`.
fn key(c: char) -> Option<char> {
    let keys = [
        ('2', "abc"),
        ('3', "def"),
        ('4', "ghi"),
        ('5', "jkl"),
        ('6', "mno"),
        ('7', "pqrs"),
        ('8', "tuv"),
        ('9', "wxyz"),
    ];
    keys.iter().find(|(_, letters)| letters.contains(c)).map(|(key, _)| *key)
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn a_link_must_call_the_number_it_shows() {
        for (words, address) in [
            ("999", "tel:9999"),
            ("Call 999 now", "TEL:99"),
            ("0141 496 0123", "tel:+44141496012"),
            ("0141 496 0123", "tel:0141"),
            ("+44 141 496 0123", "tel:+43141496 0123"),
            ("NHS 111", "tel:112"),
            ("(0800) 111-222", "tel:0800111223"),
            ("0800 HELP", "tel:08004356"),
            ("٩٩٩", "tel:998"),
        ] {
            assert_eq!(
                found(&format!("<a href='{address}'>{words}</a>")),
                ["wrong-number"],
                "{words} {address}"
            );
        }
        for (words, address) in [
            ("999", "tel:999"),
            ("Call us", "tel:999"),
            ("Call NHS&nbsp;111, option 2", "tel:111"),
            ("111 or 999", "tel:112"),
            ("Call 111, day or night, 24 hours a day", "tel:111"),
            ("0141 496 0123 (24 hours)", "tel:01414960123"),
            ("0141&nbsp;496&nbsp;0123", "tel:+441414960123"),
            ("+44 (0)141 496 0123", "tel:+441414960123"),
            ("+44 141 496 0123", "tel:0141-496-0123"),
            ("0044 141 496 0123", "tel:+441414960123"),
            ("(800) 222-1222", "tel:+1-800-222-1222"),
            ("1-800-222-1222", "tel:+18002221222"),
            ("06 123 4567", "tel:+39061234567"),
            ("144", "tel:+43144"),
            ("0800 HELP", "tel:08004357"),
            ("01 23 45 67 89", "tel:0123456789;ext=5"),
            ("Ward B12 or room 4", "tel:999"),
            ("1234", "/heat/"),
            ("", "tel:"),
        ] {
            let told = found(&format!("<a href='{address}'>{words}</a>"));
            assert!(!told.contains(&"wrong-number"), "{words} {address}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_can_be_compared(words in "[0-9+ ()./a-dé-]{0,20}", address in "[0-9+é%2 ;-]{0,12}") {
            found(&format!("<a href='tel:{address}'>{words}</a>"));
        }
    }
}
