//! The reviews that are due as an iCalendar object (RFC 5545), so that they appear in people's own calendars.
//!
//! Each article is an all-day event. Its `UID` is derived from the site's address and the article's file, so that a
//! calendar that reads the list again moves the event instead of adding another. `DTSTAMP` is the date the list was
//! made for, so that the same site and date always give the same bytes.

use crate::words::Messages;
use crate::words::date::date;

use super::Due;
use crate::config::Config;
use crate::data::Date;

/// Longer lines are folded. In bytes, without the line ending (RFC 5545, section 3.1).
const LONGEST_LINE: usize = 75;

/// The calendar of `list`, with CRLF line endings.
#[must_use]
pub fn calendar(list: &[Due], config: &Config, today: Date) -> String {
    let mut calendar = Calendar::default();
    calendar.line("BEGIN", "VCALENDAR");
    calendar.line("VERSION", "2.0");
    calendar.line("PRODID", concat!("-//balm//balm ", env!("CARGO_PKG_VERSION"), "//EN"));
    calendar.line("CALSCALE", "GREGORIAN");
    calendar.line("X-WR-CALNAME", &escaped(&format!("Reviews: {}", config.title)));
    for due in list {
        calendar.line("BEGIN", "VEVENT");
        calendar.line("UID", &uid(due, config));
        calendar.line("DTSTAMP", &format!("{}T000000Z", compact(today)));
        calendar.line("DTSTART;VALUE=DATE", &compact(due.due));
        calendar.line("SUMMARY", &escaped(&format!("Review due: {}", due.title)));
        calendar.line("DESCRIPTION", &escaped(&description(due)));
        calendar.line("URL", &due.url);
        // The event does not block the day.
        calendar.line("TRANSP", "TRANSPARENT");
        calendar.line("END", "VEVENT");
    }
    calendar.line("END", "VCALENDAR");
    calendar.text
}

fn description(due: &Due) -> String {
    let mut lines = vec![format!("File: {}", due.file)];
    lines.extend(due.by().map(|by| format!("By: {by}")));
    lines.extend(due.reviewed.map(|day| format!("Last reviewed: {}", date(&Messages::english(), day))));
    lines.join("\n")
}

fn uid(due: &Due, config: &Config) -> String {
    let host = config.base_url.value.split("://").nth(1).unwrap_or("").split(['/', ':']).next().unwrap_or("");
    let hash = blake3::hash(due.file.as_bytes()).to_hex();
    format!("{}@{}", &hash[..32], if host.is_empty() { "localhost" } else { host })
}

/// "20261122".
fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// A text value, without control characters and with special characters escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

#[derive(Default)]
struct Calendar {
    text: String,
}

impl Calendar {
    /// Adds a content line, folded between characters.
    fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for character in name.chars().chain([':']).chain(value.chars()) {
            if width + character.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(character);
            width += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_characters() {
        for letter in ["a", "é", "漢", "🩹"] {
            let mut calendar = Calendar::default();
            let value = letter.repeat(200);
            calendar.line("SUMMARY", &value);
            let lines: Vec<&str> = calendar.text.split_terminator("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= LONGEST_LINE), "{lines:?}");
            assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')), "{lines:?}");
            // No line but the last has room for one more letter.
            let full = lines.iter().rev().skip(1).all(|line| line.len() + letter.len() > LONGEST_LINE);
            assert!(full, "{lines:?}");
            assert_eq!(calendar.text.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }

    #[test]
    fn characters_that_would_end_a_value_are_escaped() {
        assert_eq!(escaped("a;b,c\\d:\r\n\"e\u{7}\""), "a\\;b\\,c\\\\d:\\n\"e\"");
    }
}
