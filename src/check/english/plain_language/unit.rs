//! The form of units: no space before the symbol, "microgram" in full, temperatures as "38C".

use super::clock::number;
use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;

rules! {
    pub(super),
    /// An amount is not written with its unit in the usual form.
    ///
    /// What it does: finds a space between an amount and its unit symbol, and "mcg" or "µg" for micrograms.
    ///
    /// Why: at a space, an amount can be split between two lines, and "mcg" and "µg" have been misread as "mg": a
    /// thousand times the dose.
    ///
    /// Bad: "0.5 mg", "50mcg", "5 %". Good: "0.5mg", "50 micrograms", "5%".
    ///
    /// In the English of other countries, as set by `language` or `lang`, "0.5 mg" and "50 mcg" are right, and only
    /// "µg" is reported.
    ///
    /// Source: NHS content style guide, numbers and measurements.
    UNIT_FORM = "unit-form", PlainLanguage, Warning;
    /// A temperature is not written in the usual form.
    ///
    /// What it does: finds temperatures in degrees Celsius in any form other than "38C".
    ///
    /// Why: a degree sign, a space and a name say no more than the letter does. A single form is found at a glance,
    /// and screen readers read it correctly.
    ///
    /// Bad: "38 °C", "38 degrees Celsius". Good: "38C".
    ///
    /// It does not apply to the English of other countries, where "38 °C" is right.
    ///
    /// Source: NHS content style guide, numbers and measurements.
    TEMPERATURE_FORM = "temperature-form", PlainLanguage, Warning;
}

/// Unit symbols that directly follow their number.
const SIGNS: [&str; 8] = ["mg", "g", "kg", "ml", "cm", "mm", "km", "kcal"];

/// Finds units and temperatures in any other form.
#[must_use]
pub(super) fn units(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            temperature(&sentence, index)
                .or_else(|| microgram(&sentence, index))
                .or_else(|| spaced(&sentence, index))
        })
        .collect()
}

/// "0.5 mg", "5 %".
fn spaced(sentence: &Sentence<'_>, index: usize) -> Option<Finding> {
    let (digits, "") = number(last_number(sentence.word(index)))? else { return None };
    let word = sentence.words[index];
    let (gap, unit) = (sentence.gap(index), sentence.word(index + 1));
    let blank = gap.strip_suffix('%').unwrap_or(gap);
    let is_percent = gap.trim_start().starts_with('%') && gap.starts_with([' ', '\u{a0}', '\u{202f}']);
    let point = point(sentence, index);
    let start = word.end - digits.len() - point.len();
    let range = if is_percent {
        start..word.end + gap.find('%')? + 1
    } else if matches!(blank, " " | "\u{a0}" | "\u{202f}") && SIGNS.contains(&unit) {
        start..sentence.words.get(index + 1)?.end
    } else {
        return None;
    };
    if sentence.is_borrowed(&range) {
        return None;
    }
    let sign = if is_percent { "%" } else { unit };
    let message = format!("`{}` has a space before its unit", sentence.prose.slice(range.clone()));
    let right = format!("{point}{digits}{sign}");
    let mut finding = Finding::write(&UNIT_FORM, sentence.prose, range.clone(), message, &right);
    finding.fix = sentence.prose.fix(word.end..range.end, sign);
    Some(finding.british(true))
}

/// The point of a decimal without a leading zero (".5"), since words start after it.
fn point<'a>(sentence: &Sentence<'a>, index: usize) -> &'a str {
    let lead = sentence.lead(index);
    let before = lead.strip_suffix('.');
    let is_decimal = before.is_some_and(|before| {
        let is_first = before.is_empty() && index == 0;
        is_first || before.ends_with(|c: char| c.is_whitespace() || c == '(')
    });
    if is_decimal { &lead[lead.len() - 1..] } else { "" }
}

/// The number at the end of a range: "3" in "2-3".
fn last_number(word: &str) -> &str {
    word.rsplit('-').next().unwrap_or(word)
}

/// "50mcg", "50 µg".
fn microgram(sentence: &Sentence<'_>, index: usize) -> Option<Finding> {
    let (digits, unit) = number(sentence.word(index))?;
    let is_sign = |unit: &str| matches!(unit, "mcg" | "µg" | "μg");
    let last = match unit {
        "" if is_sign(sentence.word(index + 1)) && sentence.gap(index).trim().is_empty() => index + 1,
        unit if is_sign(unit) => index,
        _ => return None,
    };
    let point = point(sentence, index);
    let mut range = sentence.span(index, last);
    range.start -= point.len();
    if sentence.is_borrowed(&range) {
        return None;
    }
    let words = sentence.prose.slice(range.clone());
    let message = format!("`{words}` shortens microgram, which is easily mistaken for milligram");
    let noun = if digits == "1" && point.is_empty() { "microgram" } else { "micrograms" };
    // American services write "mcg", but not "µg".
    let is_british = words.ends_with("mcg");
    let right = format!("{point}{digits} {noun}");
    Some(Finding::write(&UNIT_FORM, sentence.prose, range, message, &right).british(is_british))
}

/// "38 °C", "38 degrees Celsius", "38 C".
fn temperature(sentence: &Sentence<'_>, index: usize) -> Option<Finding> {
    let (digits, unit) = number(last_number(sentence.word(index)))?;
    let gap = sentence.gap(index);
    let sign = gap.trim();
    if !unit.is_empty() {
        return None;
    }
    if sign == "℃" {
        let start = sentence.words[index].end - digits.len();
        let range = start..sentence.words[index].end + gap.find('℃')? + '℃'.len_utf8();
        return Some(described(sentence, range, digits));
    }
    let is_sign = matches!(sign, "°" | "º" | "˚");
    let letter = sentence.word(index + 1);
    let by_sign = is_sign && matches!(letter, "C" | "c" | "Celsius");
    // "38 °C-39 °C", where the dash joins the words.
    if is_sign && !by_sign && letter.starts_with(['C', 'c']) && letter[1..].starts_with('-') {
        let next = sentence.words.get(index + 1)?;
        let range = sentence.words[index].end - digits.len()..next.start + 1;
        return (!sentence.is_borrowed(&range)).then(|| described(sentence, range, digits));
    }
    let by_letter = gap == " " && letter == "C";
    let in_words = sign.is_empty()
        && sentence.is(index + 1, "degrees")
        && sentence.gap(index + 1) == " "
        && sentence.is(index + 2, "c celsius centigrade");
    if !by_sign && !by_letter && !in_words {
        return None;
    }
    let last = index + if in_words { 2 } else { 1 };
    let range = sentence.words[index].end - digits.len()..sentence.words.get(last)?.end;
    (!sentence.is_borrowed(&range)).then(|| described(sentence, range, digits))
}

fn described(sentence: &Sentence<'_>, range: std::ops::Range<usize>, digits: &str) -> Finding {
    let message =
        format!("`{}` is not written as a temperature should be", sentence.prose.slice(range.clone()));
    Finding::write(&TEMPERATURE_FORM, sentence.prose, range, message, &format!("{digits}C")).british(true)
}
