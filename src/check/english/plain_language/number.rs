//! The form of numbers: numerals, with a comma in thousands and a zero before the decimal point.

use super::clock::{number, value, whole};
use super::jargon::capitalised;
use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;

rules! {
    pub(super),
    /// A number is written in words.
    ///
    /// What it does: finds numbers in words before what they count. "One of them" and "one or two 200mg tablets" are
    /// fine.
    ///
    /// Why: numerals are found at a glance and understood by more people; that includes 1 and 2.
    ///
    /// Bad: "Rest for two weeks." Good: "Rest for 2 weeks."
    ///
    /// Source: NHS content style guide, numbers.
    NUMBER_IN_WORDS = "number-in-words", PlainLanguage, Warning;
    /// A number of four digits or more has no comma.
    ///
    /// What it does: finds amounts of four digits or more without a comma. Years, and numbers that identify
    /// something, have none.
    ///
    /// Why: 1000 and 10000 look alike at a glance, and one zero makes it ten times the amount. The comma shows the
    /// difference.
    ///
    /// Bad: "1 in 1000 people", "10000 steps". Good: "1 in 1,000 people", "10,000 steps".
    ///
    /// Source: NHS content style guide, numbers.
    THOUSANDS_COMMA = "thousands-comma", PlainLanguage, Warning;
    /// A decimal has no zero before the decimal point.
    ///
    /// What it does: finds decimals that start with the point.
    ///
    /// Why: the point is easily overlooked, and ".5mg" becomes 5mg.
    ///
    /// Bad: ".5mg". Good: "0.5mg".
    ///
    /// Source: NHS content style guide, numbers.
    LEADING_ZERO = "leading-zero", PlainLanguage, Warning;
    /// Two numerals are next to each other.
    ///
    /// What it does: finds a numeral directly before an amount.
    ///
    /// Why: "2 200mg tablets" is read as 2,200mg.
    ///
    /// Bad: "2 200mg tablets". Good: "two 200mg tablets".
    ///
    /// Source: NHS content style guide, numbers.
    ADJACENT_NUMBERS = "adjacent-numbers", PlainLanguage, Warning;
}

/// Numbers in words, and their numerals.
pub(super) const WORDS: [(&str, &str); 21] = [
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
];

/// Units of time and amounts, singular and plural.
const ONE: &str = "second minute hour day week month year";
const SEVERAL: &str = "seconds minutes hours days weeks months years times reps repetitions sets tablets capsules \
                       glasses cups litres pints grams milligrams micrograms millilitres metres miles degrees drops \
                       portions doses teaspoons tablespoons units people adults children women men patients";

/// Words before "one week" that make it an amount; in "one day you will" it is not.
const BEFORE_ONE: &str = "for in after within every least than about last next only under over up to most";

/// Words that make one number with the next: "twenty two", "two hundred and five", "nought point five", "half two".
const PARTS: &str =
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million point half quarter";

/// Zero is no amount: "a zero hours contract", "zero drop".
fn numeral(word: &str) -> Option<&'static str> {
    let counts = WORDS.iter().skip(1);
    counts.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, numeral)| *numeral)
}

/// Whether the words `first` to `last` are a part of a longer number, or of a name: "forty two weeks", "the Seven Days
/// study", "Seven Sisters".
fn is_part(sentence: &Sentence<'_>, first: usize, last: usize) -> bool {
    let goes_on = |at: usize| sentence.is(at, PARTS) || numeral(sentence.word(at)).is_some();
    let is_tail = sentence.is_before(first, PARTS)
        || (sentence.is_before(first, "and past to") && first > 1 && goes_on(first - 2))
        || sentence.lead(first).ends_with('-');
    let is_capital = |at: usize| sentence.words.get(at).is_some_and(|word| word.is(traits::NAME));
    let is_name = is_capital(first) && (first > 0 || is_capital(last + 1));
    is_tail || is_name
}

/// Finds numbers in words before what they count: "two weeks", "two or three times", "a two-week course".
#[must_use]
pub(super) fn in_words(text: &Text<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (sentence, index) in text.words_with(traits::NUMBER) {
        let Some((last, right)) = counted(&sentence, index) else { continue };
        let range = sentence.span(index, last);
        let is_known =
            found.last().is_some_and(|before| before.span.end >= sentence.prose.source(range.clone()).end);
        if is_known || sentence.is_borrowed(&range) || is_part(&sentence, index, last) {
            continue;
        }
        let message = format!("`{}` is a number in words", sentence.prose.slice(range.clone()));
        found.push(Finding::write(&NUMBER_IN_WORDS, sentence.prose, range, message, &right));
    }
    found
}

/// The last word of the number that starts at the word `index`, and the number in numerals; `None` unless it
/// certainly counts something.
fn counted(sentence: &Sentence<'_>, index: usize) -> Option<(usize, String)> {
    let word = sentence.word(index);
    if let Some((first, unit)) = word.split_once('-') {
        let is_unit = ONE.split(' ').any(|one| one.eq_ignore_ascii_case(unit));
        return is_unit.then(|| Some((index, format!("{}-{unit}", numeral(first)?))))?;
    }
    let first = numeral(word)?;
    let spaced = |at: usize| sentence.gap(at) == " ";
    // "One or two 200mg tablets" keeps its words, and so does "one of two".
    if spaced(index) && sentence.is(index + 1, SEVERAL) && first != "1" {
        return Some((index, first.to_owned()));
    }
    if first == "1" && spaced(index) && sentence.is(index + 1, ONE) && sentence.is_before(index, BEFORE_ONE) {
        return Some((index, first.to_owned()));
    }
    let joined =
        sentence.is(index + 1, "to or and") && spaced(index) && spaced(index + 1) && spaced(index + 2);
    let second = numeral(sentence.word(index + 2)).filter(|_| joined && sentence.is(index + 3, SEVERAL))?;
    // "A nine to five hours job" is an idiom.
    let goes_up = !sentence.is(index + 1, "to") || value(first) < value(second);
    goes_up.then(|| (index + 2, format!("{first} {} {second}", sentence.word(index + 1))))
}

/// Finds whole numbers of four digits or more without a comma. Years, and numbers that identify something, have none,
/// so a number is reported only if it counts something.
#[must_use]
pub(super) fn thousands(text: &Text<'_>) -> Vec<Finding> {
    const COUNTED: &str = "steps calories kcal kilojoules births deaths cases trials studies participants volunteers \
                           pounds euros dollars participants";
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            let word = sentence.word(index);
            let (digits, unit) = number(word)?;
            let is_plain = digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if !is_plain || digits.starts_with('0') || whole(digits).is_none() {
                return None;
            }
            let is_one_in = sentence.is_before(index, "in") && index > 1 && sentence.word(index - 2) == "1";
            let counts = |at: usize, unit: &str| {
                let is_told = sentence.is(at + 1, SEVERAL) || sentence.is(at + 1, COUNTED);
                has_unit(unit) || (unit.is_empty() && sentence.gap(at) == " " && is_told)
            };
            // "1500 to 2000ml": what the second number counts, the first counts too.
            let is_first = || {
                let last = number(sentence.word(index + 2));
                let is_joined = sentence.is(index + 1, "to or and") && sentence.gap(index) == " ";
                // "From 1990 to 2000 people …" starts with a year.
                let may_be_year = whole(digits).is_some_and(|year| (1900..2100).contains(&year));
                let is_amount = |unit| has_unit(unit) || sentence.is(index + 3, "steps calories kcal");
                last.is_some_and(|(_, unit)| {
                    is_joined && counts(index + 2, unit) && (!may_be_year || is_amount(unit))
                })
            };
            let is_amount = counts(index, unit) || (unit.is_empty() && (is_one_in || is_first()));
            if !is_amount || sentence.lead(index).ends_with(['-', '/', '+', '#']) {
                return None;
            }
            let range = sentence.words[index].start..sentence.words[index].start + digits.len();
            if sentence.is_borrowed(&range) {
                return None;
            }
            let right = with_commas(digits);
            let message = format!("`{digits}` has no comma");
            Some(Finding::write(&THOUSANDS_COMMA, sentence.prose, range, message, &right))
        })
        .collect()
}

/// Whether `unit` is one used with large numbers.
fn has_unit(unit: &str) -> bool {
    matches!(unit, "mg" | "ml" | "g" | "kg" | "mcg" | "kcal" | "m" | "km")
}

fn with_commas(digits: &str) -> String {
    let mut right = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            right.push(',');
        }
        right.push(digit);
    }
    right
}

/// Finds decimals without a leading zero: ".5".
#[must_use]
pub(super) fn leading_zeros(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            let word = sentence.word(index);
            let lead = sentence.lead(index).strip_suffix('.')?;
            let (digits, _) = number(word)?;
            let is_decimal = digits.bytes().all(|byte| byte.is_ascii_digit());
            let stands_alone =
                lead.is_empty() && index == 0 || lead.ends_with([' ', '(', '~', '<', '>', '≥', '≤']);
            let range = sentence.words[index].start - 1..sentence.words[index].start + digits.len();
            if !is_decimal || !stands_alone || sentence.is_borrowed(&range) {
                return None;
            }
            let message = format!("`.{digits}` has no zero before the decimal point");
            Some(Finding::write(&LEADING_ZERO, sentence.prose, range, message, &format!("0.{digits}")))
        })
        .collect()
}

/// Finds two numerals side by side, of which the second is an amount: "2 200mg tablets".
#[must_use]
pub(super) fn adjacent(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            let first = whole(sentence.word(index))?;
            let (digits, unit) = number(sentence.word(index + 1)).filter(|_| sentence.gap(index) == " ")?;
            let is_amount = matches!(unit, "mg" | "ml" | "g" | "mcg")
                || (unit.is_empty() && sentence.is(index + 2, "mg ml mcg milligram microgram"));
            let range = sentence.span(index, index + 1);
            if first > 20 || value(digits) <= 0.0 || !is_amount || sentence.is_borrowed(&range) {
                return None;
            }
            let message = format!("`{}` reads as one number", sentence.prose.slice(range.clone()));
            let words = WORDS.get(usize::try_from(first).ok()?).map_or("", |(word, _)| *word);
            let words = if index == 0 { capitalised(words) } else { words.to_owned() };
            let amount = sentence.word(index + 1);
            // In many countries a space separates thousands: "1 500mg".
            let is_one = first > 0 && digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let or = if is_one { format!("; if it is one, `{first},{amount}`") } else { String::new() };
            let help = format!("if they are two, write the first in words: `{words} {amount}`{or}");
            Some(Finding::new(&ADJACENT_NUMBERS, sentence.prose, range, message, help))
        })
        .collect()
}
