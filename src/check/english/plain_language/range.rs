//! Ranges of numbers should be written as they are read out: "2 to 3".

use std::ops::Range;

use super::clock::{month, number, value, whole};
use super::date::hour;
use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;

rules! {
    pub(super),
    /// A range of numbers is written with a dash.
    ///
    /// What it does: finds two numbers, or two times of day, with a dash between them.
    ///
    /// Why: a dash is easily overlooked or taken for a minus sign, and screen readers skip it: "2 3 times".
    ///
    /// Bad: "2-3 times", "10 – 15 minutes", "9am-5pm". Good: "2 to 3 times", "10 to 15 minutes", "9am to 5pm".
    ///
    /// Source: NHS content style guide, numbers.
    NUMBER_RANGE = "number-range", PlainLanguage, Warning;
}

/// What may follow the second number of a range with spaces around its dash; otherwise the dash may be a pause.
const COUNTED: &str = "seconds minutes hours days weeks months years times reps repetitions sets tablets capsules \
                       glasses cups litres mg g kg ml cm mm km degrees people adults children";

/// The same in the singular, before what it describes: "a 5-10 minute walk".
const DESCRIBING: &str = "second minute hour day week month year mile metre degree degrees steps calories kcal s min mins \
                          h hr hrs lb lbs oz mcg µg μg milligrams micrograms millilitres grams metres pints portions doses teaspoons tablespoons drops weeks' days' hours' minutes' \
                          weeks’ days’ hours’ minutes’";

/// Finds ranges with a dash: "2-3", "10 – 15 minutes", "5%-10%". Only one that counts something has a fix: "7-11
/// breathing" and "5-325" are names.
#[must_use]
pub(super) fn ranges(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            let (last, dash) = in_one_word(&sentence, index).or_else(|| in_two_words(&sentence, index))?;
            let range = sentence.span(index, last);
            if sentence.is_borrowed(&range) {
                return None;
            }
            if is_address(&sentence, last) {
                return None;
            }
            let join = if sentence.is_before(index, "between") { " and " } else { " to " };
            let words = sentence.prose.slice(range.clone());
            let (before, after) = (range.start..dash.start, dash.end..range.end);
            let right = [sentence.prose.slice(before), join, sentence.prose.slice(after)].concat();
            let (message, help) = if is_amount(&sentence, index, last) {
                (format!("`{words}` is a range with a dash"), format!("write `{right}`"))
            } else {
                let help = format!("if it is a range, write `{right}`");
                (format!("`{words}` may be a range with a dash"), help)
            };
            let mut finding = Finding::new(&NUMBER_RANGE, sentence.prose, range, message, help);
            finding.fix = sentence.prose.fix(dash, join);
            Some(finding.fixed_if(is_amount(&sentence, index, last)))
        })
        .collect()
}

/// "2-3", which is one word.
fn in_one_word(sentence: &Sentence<'_>, index: usize) -> Option<(usize, Range<usize>)> {
    let word = sentence.word(index);
    let (first, dash, second) = split(word)?;
    let outside_is_dash = sentence.lead(index).ends_with(is_dash) || sentence.gap(index).starts_with(is_dash);
    let start = sentence.words[index].start + first.len();
    let is_range = goes_up(first, second) || are_times(first, second);
    (!outside_is_dash && is_range && !is_named(sentence, index)).then_some((index, start..start + dash))
}

/// The two sides of the only hyphen in `word`, and its length.
fn split(word: &str) -> Option<(&str, usize, &str)> {
    let at = word.find(['-', '\u{2011}'])?;
    let dash = word[at..].chars().next().map_or(1, char::len_utf8);
    let (first, second) = (&word[..at], &word[at + dash..]);
    (!second.contains(['-', '\u{2011}'])).then_some((first, dash, second))
}

/// "2–3", "10 – 15", "5%-10%".
fn in_two_words(sentence: &Sentence<'_>, index: usize) -> Option<(usize, Range<usize>)> {
    let (first, second) = (sentence.word(index), sentence.word(index + 1));
    let gap = sentence.gap(index);
    let unit = gap.trim_start_matches(['%', '°', '£', '€', '$']);
    let unit = gap.len() - unit.len();
    let dash = gap[unit..].trim_end_matches(['£', '€', '$']);
    let mark = dash.trim();
    let is_mark = mark.chars().count() == 1 && mark.starts_with(is_dash);
    let is_spaced = dash.starts_with(' ') && dash.ends_with(' ');
    let is_range = goes_up(first, second) || are_times(first, second);
    if !is_mark || (dash.len() != mark.len() && !is_spaced) || !is_range {
        return None;
    }
    let last = index + 1;
    let (_, second_unit) = number(second)?;
    let is_amount =
        !second_unit.is_empty() || sentence.is(last + 1, COUNTED) || sentence.gap(last).starts_with('%');
    let outside_is_dash =
        sentence.lead(index).ends_with(is_dash) || sentence.gap(last).trim_start().starts_with(is_dash);
    if outside_is_dash || (is_spaced && !is_amount) || is_named(sentence, index) {
        return None;
    }
    let start = sentence.words[index].end + unit;
    Some((last, start..start + dash.len()))
}

/// Whether the number after the dash has a unit, or what it counts comes next, and the two could be the ends of one
/// range: "5-325 mg" is the strength of two medicines.
fn is_amount(sentence: &Sentence<'_>, index: usize, last: usize) -> bool {
    let (first, second) = match split(sentence.word(index)) {
        Some((first, _, second)) if last == index => (first, second),
        _ => (sentence.word(index), sentence.word(last)),
    };
    let (Some((low, _)), Some((high, unit))) = (number(first), number(second)) else {
        return are_times(first, second);
    };
    let gap = sentence.gap(last);
    let counts = !unit.is_empty()
        || gap.starts_with(['%', '°', '℃'])
        || (matches!(gap, " " | "\u{a0}")
            && (sentence.is(last + 1, "a per")
                && sentence.is(last + 2, "second minute hour day night week month year")
                || sentence.is(last + 1, COUNTED)
                || sentence.is(last + 1, DESCRIBING)));
    are_times(first, second) || (counts && value(high) <= 10.0 * value(low))
}

/// Whether the word after the number is a name, as in an address: "10-12 High Street". Months are not names.
fn is_address(sentence: &Sentence<'_>, last: usize) -> bool {
    let next = sentence.words.get(last + 1).filter(|next| next.is(traits::NAME) && sentence.gap(last) == " ");
    next.is_some_and(|next| month(sentence.prose.slice(next.range())).is_none() && next.end - next.start > 2)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '\u{2011}' | '\u{2212}')
}

/// Whether `first` and `second` are numbers, with or without a unit, and the second is larger. A whole number with a
/// leading zero is part of a date or telephone number.
fn goes_up(first: &str, second: &str) -> bool {
    let (Some((low, unit)), Some((high, second_unit))) = (number(first), number(second)) else {
        return false;
    };
    let is_amount =
        |digits: &str| !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."));
    let is_unit = |unit: &str| unit.len() <= 4 && unit.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_day = unit.is_empty() && matches!(second_unit, "st" | "nd" | "rd" | "th");
    is_amount(low)
        && is_amount(high)
        && is_unit(unit)
        && is_unit(second_unit)
        && !is_day
        && value(low) < value(high)
}

/// Whether `first` and `second` are times of day: "9am" or "9" and "5:30pm", "09:00" and "17:30". The second may be
/// smaller.
fn are_times(first: &str, second: &str) -> bool {
    let is_half = |word: &str| {
        let half = ["am", "pm", "AM", "PM"].iter().find_map(|half| word.strip_suffix(half));
        half.and_then(hour).is_some_and(|(hour, _)| (1..=12).contains(&hour))
    };
    let is_whole = |word: &str| word.contains(':') && hour(word).is_some();
    let is_hour = |word: &str| whole(word).is_some_and(|hour| (1..=12).contains(&hour));
    let is_first_half = is_half(first) || is_hour(first);
    first != second && ((is_first_half && is_half(second)) || (is_whole(first) && is_whole(second)))
}

/// Whether the number is part of a name: "NG59-60", but not "£2-3".
fn is_named(sentence: &Sentence<'_>, index: usize) -> bool {
    let lead = sentence.lead(index);
    lead.ends_with(['/', '.', '#', '+', ':', '&'])
        || sentence.is_before(index, "phone tel telephone call text ring isbn doi issue volume covid sars room ward flat score lot gate")
        || sentence.is_before(index, "section chapter l t c s")
            && sentence.before(index).starts_with(char::is_uppercase)
        || month(sentence.before(index)).is_some() && sentence.is(index + 1, "")
}
