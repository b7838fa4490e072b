//! Checks the form of dates ("6 August 2018") and times ("5:30pm").

use super::clock::{MONTHS, month, number, whole};
use super::text::traits;
use super::{Finding, Sentence, Text};
use crate::diagnostic::code::rules;

rules! {
    pub(super),
    /// A date is not written as "6 August 2018".
    ///
    /// What it does: finds dates that are all numbers, and those with endings, commas or the month first.
    ///
    /// Why: in some countries 6/8/2018 is in August, in others in June. Endings and commas only make a date longer.
    ///
    /// Bad: "6th August 2018", "August 6, 2018", "6/8/2018". Good: "6 August 2018".
    ///
    /// "August 6, 2018" is right in the English of other countries.
    ///
    /// Source: NHS content style guide, dates.
    DATE_FORM = "date-form", PlainLanguage, Warning;
    /// A time of day is not written as "5:30pm".
    ///
    /// What it does: finds times in the 24-hour clock, times with a point or a space, and 12 o'clock as "noon" or
    /// "midnight".
    ///
    /// Why: not everybody reads the 24-hour clock; a point makes a time look like a decimal; and 12am is noon to some
    /// and midnight to others.
    ///
    /// Bad: "17:30", "5.30 pm", "12 noon". Good: "5:30pm", "midday".
    ///
    /// "5:30 p.m." is right in the English of other countries.
    ///
    /// Source: NHS content style guide, times.
    TIME_FORM = "time-form", PlainLanguage, Warning;
}

/// Finds dates in any other form.
#[must_use]
pub(super) fn dates(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            let found = |date: Option<DateMatch>, is_british| date.map(|date| (date, is_british));
            let ((first, last, right), is_british) = found(day_first(&sentence, index), false)
                .or_else(|| found(month_first(&sentence, index), true))
                .or_else(|| found(with_dashes(&sentence, index), false))
                .or_else(|| found(with_slashes(&sentence, index), false))?;
            let range = sentence.span(first, last);
            if sentence.is_borrowed(&range) {
                return None;
            }
            let message = format!("`{}` is not written as a date should be", sentence.prose.slice(range.clone()));
            let finding = match right {
                Some(right) => Finding::write(&DATE_FORM, sentence.prose, range, message, &right),
                None => {
                    let help = "write the month in letters: in some countries the day comes first, in others the month";
                    Finding::new(&DATE_FORM, sentence.prose, range, message, help)
                }
            };
            Some(finding.british(is_british))
        })
        .collect()
}

/// The first and last word of a date, and its right form; `None` if that is not certain.
type DateMatch = (usize, usize, Option<String>);

/// The day of the month that a number is, and whether it has an ending.
fn day(word: &str) -> Option<(u32, bool)> {
    let (digits, ending) = number(word)?;
    let day = whole(digits).filter(|day| (1..=31).contains(day))?;
    match ending {
        "" => Some((day, false)),
        "st" | "nd" | "rd" | "th" => Some((day, true)),
        _ => None,
    }
}

/// "6th August 2018", "the 6th of August".
fn day_first(sentence: &Sentence<'_>, index: usize) -> Option<DateMatch> {
    let (day, true) = day(sentence.word(index))? else { return None };
    let spaced = |at: usize| sentence.gap(at) == " ";
    let of = usize::from(sentence.is(index + 1, "of") && spaced(index));
    let at = index + 1 + of;
    let named = month(sentence.word(at)).filter(|_| spaced(at - 1))?;
    let has_article = sentence.is_before(index, "the") && spaced(index - 1);
    let first = index - usize::from(has_article);
    let month = if sentence.word(at).len() > 4 { sentence.word(at) } else { MONTHS[named - 1] };
    Some((first, at, Some(format!("{day} {month}"))))
}

/// "August 6, 2018", "August 6th".
fn month_first(sentence: &Sentence<'_>, index: usize) -> Option<DateMatch> {
    let (day, has_ending) = day(sentence.word(index))?;
    let before = index.checked_sub(1)?;
    let named = month(sentence.word(before)).filter(|_| sentence.gap(before) == " ")?;
    // "4 August 20 people" already has its day, and in "May 5" at the start of a sentence "May" may be a verb.
    let has_day = before > 0 && whole(sentence.word(before - 1)).is_some() && sentence.gap(before - 1) == " ";
    let year = whole(sentence.word(index + 1)).filter(|year| (1000..3000).contains(year));
    let year = year.filter(|_| matches!(sentence.gap(index), ", " | " "));
    if has_day || (year.is_none() && !has_ending) {
        return None;
    }
    let name = MONTHS[named - 1];
    Some(match year {
        Some(year) => (before, index + 1, Some(format!("{day} {name} {year}"))),
        None => (before, index, Some(format!("{day} {name}"))),
    })
}

/// "2018-08-06".
fn with_dashes(sentence: &Sentence<'_>, index: usize) -> Option<DateMatch> {
    let mut parts = sentence.word(index).split('-');
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
    let is_date = parts.next().is_none() && year.len() == 4 && month.len() == 2 && day.len() == 2;
    let year = whole(year).filter(|year| is_date && (1000..3000).contains(year))?;
    let month = whole(month).and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?))?;
    let day = whole(day).filter(|day| (1..=31).contains(day))?;
    Some((index, index, Some(format!("{day} {month} {year}"))))
}

/// "6/8/2018". "06.08.2018" is not reported: it may be a version number.
fn with_slashes(sentence: &Sentence<'_>, index: usize) -> Option<DateMatch> {
    let slash = |at: usize| sentence.gap(at) == "/";
    let small = |at: usize| whole(sentence.word(at)).filter(|number| (1..=31).contains(number));
    if !slash(index) || !slash(index + 1) || sentence.gap(index + 2).starts_with('/') {
        return None;
    }
    let year = sentence.word(index + 2);
    // Three small numbers may be scores or sizes.
    let is_year = year.len() == 4
        || (year.len() == 2 && sentence.is_before(index, "on by from since dated date until before after"));
    let is_date = is_year && whole(year).is_some() && !sentence.lead(index).ends_with('/');
    let (first, second) = (small(index)?, small(index + 1)?);
    (is_date && (first <= 12 || second <= 12)).then_some((index, index + 2, None))
}

/// Finds times of day in any other form.
#[must_use]
pub(super) fn times(text: &Text<'_>) -> Vec<Finding> {
    text.words_with(traits::DIGIT)
        .filter_map(|(sentence, index)| {
            let found = |time: Option<(usize, String)>, is_british| time.map(|time| (time, is_british));
            let noon = noon(&sentence, index);
            // "Midday" is another word for "12 noon", and "13:34" without "at" may be a verse or a ratio.
            let is_certain = noon.is_none()
                && (!sentence.word(index).contains(':')
                    || is_told(&sentence, index)
                    || half_day(&sentence, index).is_some());
            let ((last, right), is_british) = found(noon, false)
                .or_else(|| found(half_day(&sentence, index), true))
                .or_else(|| found(whole_day(&sentence, index), false))?;
            let mut range = sentence.span(index, last);
            // The final full stop of "p.m." belongs to it, unless it ends the sentence.
            let tail = sentence.prose.slice(range.end..sentence.range().end);
            // Whether "1 a.m. I wake" is one sentence or two is unknown, and so is what to do with the full stop.
            let is_stopped = [".m", ".M"].iter().any(|stop| sentence.word(last).ends_with(stop));
            let is_unsure = is_stopped && tail == "." && sentence.range().end < sentence.block.text.end;
            if is_stopped && tail.starts_with('.') && !tail[1..].trim().is_empty() {
                range.end += 1;
            }
            if sentence.is_borrowed(&range) {
                return None;
            }
            let message =
                format!("`{}` is not written as a time should be", sentence.prose.slice(range.clone()));
            let finding = Finding::write(&TIME_FORM, sentence.prose, range, message, &right);
            Some(finding.fixed_if(is_certain && !is_unsure).british(is_british))
        })
        .collect()
}

/// "12 noon", "12 midnight".
fn noon(sentence: &Sentence<'_>, index: usize) -> Option<(usize, String)> {
    let is_twelve = matches!(sentence.word(index), "12" | "12:00") && sentence.gap(index) == " ";
    let name = match sentence.word(index + 1) {
        "noon" | "midday" => "midday",
        "midnight" => "midnight",
        _ => return None,
    };
    is_twelve.then(|| (index + 1, name.to_owned()))
}

/// The hour and minutes of "5", "5:30" or "5.30".
pub(super) fn hour(word: &str) -> Option<(u32, Option<u32>)> {
    let (hour, minutes) = match word.split_once([':', '.']) {
        Some((hour, minutes)) => (hour, Some(minutes)),
        None => (word, None),
    };
    let minutes = match minutes {
        Some(minutes) => Some(whole(minutes).filter(|number| minutes.len() == 2 && *number < 60)?),
        None => None,
    };
    Some((whole(hour).filter(|number| hour.len() <= 2 && *number < 24)?, minutes))
}

fn written(hour: u32, minutes: Option<u32>, half: &str) -> String {
    match minutes.filter(|minutes| *minutes > 0) {
        Some(minutes) => format!("{hour}:{minutes:02}{half}"),
        None => format!("{hour}{half}"),
    }
}

/// "5.30 pm", "5 p.m.", "5:00pm".
fn half_day(sentence: &Sentence<'_>, index: usize) -> Option<(usize, String)> {
    let word = sentence.word(index);
    let letters = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (digits, half, last) = if letters < word.len() {
        (&word[..letters], &word[letters..], index)
    } else {
        let is_spaced = matches!(sentence.gap(index), " " | "\u{a0}");
        (word, sentence.word(index + 1), index + usize::from(is_spaced))
    };
    let half = match half {
        "am" | "AM" | "a.m" | "A.M" => "am",
        "pm" | "PM" | "p.m" | "P.M" => "pm",
        _ => return None,
    };
    let (hour, minutes) = hour(digits).filter(|(hour, _)| (1..=12).contains(hour))?;
    let right = written(hour, minutes, half);
    let is_right = last == index && right == word;
    (!is_right && (last > index || letters < word.len())).then_some((last, right))
}

/// Whether the word before says that a time of day follows.
fn is_told(sentence: &Sentence<'_>, index: usize) -> bool {
    let goes_on = sentence.is(index + 1, "to") && hour(sentence.word(index + 2)).is_some();
    goes_on
        || sentence
            .is_before(index, "at until by till from to between and before after since around about on until")
}

/// "17:30", "09:30"; "17.30" only if the word before it shows that it is a time. Before 1pm, only a leading zero
/// makes it certain.
fn whole_day(sentence: &Sentence<'_>, index: usize) -> Option<(usize, String)> {
    let word = sentence.word(index);
    let (hour, Some(minutes)) = hour(word)? else { return None };
    let is_certain = word.contains(':') || sentence.is_before(index, "at until by till o'clock");
    let is_whole_day = hour >= 13 || (word.starts_with('0') && word.contains(':'));
    // "30:15" is a duration, and so is "20:30 minutes".
    let is_length = sentence.is(index + 1, "minutes seconds hours min mins mg ml am pm kg");
    if !is_certain || !is_whole_day || is_length || word.find([':', '.']) != Some(2) {
        return None;
    }
    Some(match hour {
        0 => (index, written(12, Some(minutes), "am")),
        1..=12 => (index, written(hour, Some(minutes), if hour == 12 { "pm" } else { "am" })),
        _ => (index, written(hour - 12, Some(minutes), "pm")),
    })
}
