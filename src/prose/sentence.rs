//! Splits text into sentences.
//!
//! As in Unicode Standard Annex 29, a sentence ends at a full stop, question mark or exclamation mark, with any
//! closing quotes and brackets after it, if a space follows and the next word does not start with a lower-case
//! letter. What the annex leaves to the language is English: the full stop of an abbreviation or an initial ends
//! nothing.

use std::ops::Range;

use crate::swar;

/// Abbreviations that never end a sentence: "Dr. Lee".
const ALWAYS_FOLLOWED: [&str; 16] = [
    "e.g", "eg", "i.e", "ie", "dr", "mr", "mrs", "ms", "prof", "st", "approx", "vs", "cf", "ca", "resp",
    "viz",
];

/// Abbreviations used before a number: "No. 5".
const BEFORE_NUMBERS: [&str; 10] = ["no", "nos", "fig", "figs", "vol", "pp", "ch", "sec", "tel", "ext"];

/// Words after which a single capital is not an initial: "vitamin C. Eat".
const BEFORE_LETTERS: [&str; 10] =
    ["vitamin", "hepatitis", "type", "group", "plan", "grade", "part", "class", "appendix", "factor"];

/// The sentences of the block at `range` of `text`, in bytes of the text, without surrounding spaces. Text without
/// letters and digits is added to a neighbouring sentence, or dropped.
pub(super) fn split(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let (mut start, mut at) = (range.start, range.start);
    // Nearly every block is plain and can be scanned many bytes at a time.
    let is_plain =
        !swar::any(&bytes[range.clone()], |eight| (eight & swar::HIGH) | swar::marks(eight, b'\n'));
    let next = |rest: &[u8]| match is_plain {
        true => memchr::memchr3(b'.', b'!', b'?', rest),
        false => rest.iter().position(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xE2 | 0xE3 | 0xEF)),
    };
    while let Some(skipped) = next(&bytes[at..range.end]) {
        at += skipped;
        let Some(end) = terminator(bytes, at, range.end) else {
            at += 1;
            continue;
        };
        let end = closers(text, end, range.end);
        let is_east_asian = bytes[at] >= 0xE3;
        let ends = end < range.end
            && (is_east_asian || starts_with_space(&text[end..range.end]))
            && starts_sentence(&text[end..range.end])
            && !(bytes[at] == b'.' && is_abbreviation(text, start, at, end..range.end));
        if ends {
            push(text, start..end, found);
            start = end;
        }
        at = end.max(at + 1);
    }
    push(text, start..range.end, found);
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let bytes = &text.as_bytes()[range.clone()];
    let spaces = bytes.iter().take_while(|byte| **byte == b' ').count();
    // Nearly every sentence starts with a letter and ends with a full stop.
    if let (Some(first), Some(last)) = (bytes.get(spaces), bytes.last())
        && first.is_ascii_alphanumeric()
        && last.is_ascii_graphic()
    {
        found.push(range.start + spaces..range.end);
        return;
    }
    let slice = &text[range.clone()];
    let start = range.start + slice.len() - slice.trim_start().len();
    let end = range.end - (slice.len() - slice.trim_end().len());
    if start < end && text[start..end].chars().any(char::is_alphanumeric) {
        found.push(start..end);
    }
}

/// The end of the run of terminators that starts at `at`. A hard line break ends a line, and perhaps a sentence.
fn terminator(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let length = |at: usize| match bytes[at] {
        b'.' | b'!' | b'?' => 1,
        b'\n' => 0,
        0xE2 if bytes[at..].starts_with("…".as_bytes()) => 3,
        0xE3 if bytes[at..].starts_with("。".as_bytes()) => 3,
        0xEF if bytes[at..].starts_with("！".as_bytes()) || bytes[at..].starts_with("？".as_bytes()) => 3,
        _ => usize::MAX,
    };
    let mut here = at;
    while here < end {
        match length(here) {
            usize::MAX => break,
            0 if here == at => return Some(here),
            0 => break,
            more => here += more,
        }
    }
    (here > at).then_some(here)
}

/// The end of the closing quotes and brackets from `at` on.
fn closers(text: &str, at: usize, end: usize) -> usize {
    let rest = &text[at..end];
    if rest.starts_with(' ') {
        return at;
    }
    let after = rest.trim_start_matches(['"', '\'', '”', '’', ')', ']', '»', '」', '』']);
    at + rest.len() - after.len()
}

fn starts_with_space(rest: &str) -> bool {
    rest.starts_with(char::is_whitespace)
}

/// Whether `rest` can start a sentence: it must not start with a lower-case letter.
fn starts_sentence(rest: &str) -> bool {
    if let [b' ', letter @ b'A'..=b'Z', ..] | [b' ', letter @ b'a'..=b'z', ..] = rest.as_bytes() {
        return letter.is_ascii_uppercase();
    }
    let is_opener = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '‘' | '(' | '[' | '«');
    match rest.trim_start_matches(is_opener).chars().next() {
        None => false,
        Some(c) if c.is_lowercase() => false,
        Some(c) => c.is_alphanumeric() || !matches!(c, ',' | ';' | ':' | '–' | '—' | '-' | '.' | '?' | '!'),
    }
}

/// Whether the full stop at `at`, in a sentence that starts at `start`, belongs to the word before it.
fn is_abbreviation(text: &str, start: usize, at: usize, after: Range<usize>) -> bool {
    // No abbreviation in the lists, number or initial is longer than six bytes.
    let is_long = start + 6 < at && text.as_bytes()[at - 7..at].iter().all(u8::is_ascii_alphanumeric);
    if is_long {
        return false;
    }
    let before = &text[start..at];
    let word_start = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.' || c == '&'))
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_start..];
    let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    if word.is_empty() || word.len() > 6 {
        return false;
    }
    // "1. Lie down", "a. Sit": the number of an item in running text.
    let is_first = before[..word_start].trim().is_empty();
    if is_first && word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let next_is_digit = text[after].trim_start().bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    if is(&ALWAYS_FOLLOWED) || (next_is_digit && is(&BEFORE_NUMBERS)) {
        return true;
    }
    let mut letters = word.chars();
    let is_initial =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I";
    let previous = before[..word_start].trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
    let is_after_name = previous.is_empty() || previous.starts_with(char::is_uppercase);
    let names_a_letter = BEFORE_LETTERS.iter().any(|known| known.eq_ignore_ascii_case(previous));
    is_initial && is_after_name && !names_a_letter
}

#[cfg(test)]
mod tests {
    use super::split;

    fn sentences(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        split(text, 0..text.len(), &mut found);
        found.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_terminator_and_not_before() {
        for text in [
            "Take 0.5mg of it at 5.30pm today.",
            "Some plants, e.g. Valerian, may make you sleepy.",
            "Ask Dr. Lee or Mrs. Smith at St. Thomas’ Hospital.",
            "See J. R. Smith now.",
            "J. Smith wrote it.",
            "Go to A&E now.",
            "Wait… then go on.",
            "Wait... then go on.",
            "He said “Stop!” and went.",
            "It takes approx. 10 minutes.",
            "See No. 5 and fig. 3 for that.",
            "About 10 p.m. you sleep.",
            "Ask “does it hurt?” first.",
            "1. Lie down.",
            "No stop at the end",
            "Call\nthem now.",
        ] {
            assert_eq!(sentences(text), [text]);
        }
    }

    #[test]
    fn two_sentences_are_separated() {
        for (first, second) in [
            ("Rest.", "Then move."),
            ("Does it hurt?", "Stop."),
            ("He said “Stop.”", "She did."),
            ("It is rare (1 in 1,000).", "Go on."),
            ("Eat more vitamin C.", "Drink water."),
            ("You and I.", "We go."),
            ("Go at 5 p.m.", "Rest."),
            ("Stop if it hurts!", "“Hurt” is not harm."),
            ("Wait…", "Then go."),
            ("Do it 10 times.", "2 sets are enough."),
            ("No.", "You cannot."),
            ("Take pills, creams etc.", "Ask first."),
            ("痛い。", "休む。"),
            ("Line one", "Line two"),
        ] {
            let joined = match first.chars().last() {
                Some('。') => format!("{first}{second}"),
                Some('e') => format!("{first}\n{second}"),
                _ => format!("{first} {second}"),
            };
            assert_eq!(sentences(&joined), [first, second], "{joined}");
        }
    }

    #[test]
    fn text_without_words_is_not_a_sentence() {
        assert_eq!(sentences(" … "), Vec::<&str>::new());
        assert_eq!(sentences("\u{1a}."), Vec::<&str>::new());
    }
}
