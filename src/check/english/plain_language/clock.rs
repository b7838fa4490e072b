//! Written forms of numbers, months and hours, shared by the rules about them.

pub(super) use crate::data::MONTHS;

/// The number of the month that `word` names, from 1. It must start with a capital: "may" is a verb.
pub(super) fn month(word: &str) -> Option<usize> {
    let short =
        |name: &str| word.len() == 3 && name.starts_with(word) || word == "Sept" && name == "September";
    MONTHS.iter().position(|name| *name == word || short(name)).map(|at| at + 1)
}

/// The whole number that `word` is.
pub(super) fn whole(word: &str) -> Option<u32> {
    let is_number = !word.is_empty() && word.len() <= 9 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| word.parse().ok())?
}

/// The digits at the start of `word` and what follows them: "200mg" is 200 and "mg". Commas between digits and one
/// decimal point belong to the number. `None` if `word` does not start with a digit.
pub(super) fn number(word: &str) -> Option<(&str, &str)> {
    let end = word.bytes().position(|byte| !(byte.is_ascii_digit() || matches!(byte, b'.' | b',')));
    let (digits, rest) = word.split_at(end.unwrap_or(word.len()));
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1;
    is_number.then_some((digits, rest))
}

/// The value of digits returned by [`number`].
pub(super) fn value(digits: &str) -> f64 {
    digits.replace(',', "").parse().unwrap_or(f64::NAN)
}
