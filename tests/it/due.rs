//! `balm due`: what is due for review, in every format.

use std::fs;

use icalendar::parser::{read_calendar, unfold};
use serde_json::Value as Json;

use crate::harness::{Run, Site};

fn site() -> Site {
    Site::new()
        .file("content/a.md", "+++\ntitle = \"Heat, cold; \\\"both\\\"\"\nreview_due = 2026-11-30\nauthors = [\"A. Author\", \"B. Author\"]\n+++\n\nText.\n")
        .file("content/b.md", "+++\ntitle = \"Wärme und Kälte gegen Muskelkrämpfe: übersichtlich erklärt für Ältere und Jüngere\"\nreviewed = 2024-11-01\nreview_due = 2026-11-20\nreviewer = { name = \"C. Clinician\", role = \"Physiotherapist\" }\nauthors = [\"A. Author\"]\n+++\n\nText.\n")
        .file("content/c.md", "+++\ntitle = \"Later\"\nreview_due = 2027-06-01\n+++\n\nText.\n")
        .file("content/d.md", "+++\ntitle = \"A draft\"\ndraft = true\nreview_due = 2026-11-23\n+++\n\nText.\n")
}

fn due(site: &Site, args: &[&str]) -> Run {
    site.run(&[&["due", "--today", "2026-11-22", "--color", "never"], args].concat())
}

#[test]
fn overdue_articles_come_first_with_the_name_of_the_reviewer() {
    let found = due(&site(), &[]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "2026-11-20  overdue by 2 days  content/b.md  C. Clinician (Physiotherapist): Wärme und Kälte gegen \
             Muskelkrämpfe: übersichtlich erklärt für Ältere und Jüngere",
            "2026-11-30  in 8 days          content/a.md  A. Author, B. Author: Heat, cold; \"both\"",
            "2027-06-01  in 191 days        content/c.md  nobody named: Later",
        ],
        "{}",
        found.out
    );
    assert_eq!(lines[3], "3 articles are due, 1 overdue.");
    assert!(lines[4].contains("have no date") || lines[4].contains("has no date"), "{}", found.out);
    let soon = due(&site(), &["--within", "90"]).out;
    assert!(
        !soon.contains("content/c.md") && soon.contains("2 articles are due within 90 days, 1 overdue."),
        "{soon}"
    );
    let with_drafts = due(&site(), &["--drafts", "--within", "1", "--quiet"]).out;
    assert_eq!(with_drafts.lines().count(), 2, "{with_drafts}");
    let none = due(&Site::new(), &["--within", "1"]);
    assert!(none.code == 0 && none.out.starts_with("Nothing is due within 1 day.\n"), "{none:?}");
}

#[test]
fn the_json_has_every_field_with_its_type() {
    let found = due(&site(), &["--within", "90", "--format", "json"]);
    let document: Json = serde_json::from_str(&found.out).expect("it is JSON");
    assert_eq!(
        (&document["version"], &document["today"], &document["within"]),
        (&1.into(), &"2026-11-22".into(), &90.into())
    );
    let first = &document["due"][0];
    assert_eq!(first["file"], "content/b.md");
    assert_eq!(
        (&first["due"], &first["days"], &first["overdue"]),
        (&"2026-11-20".into(), &(-2).into(), &true.into())
    );
    assert_eq!(first["reviewer"]["name"], "C. Clinician");
    assert_eq!(first["reviewed"], "2024-11-01");
    assert!(first["url"].as_str().is_some_and(|url| url.starts_with("https://") && url.ends_with("/b/")));
    assert_eq!(document["due"].as_array().map(Vec::len), Some(2));
}

/// The properties of each event of a calendar, read by an independent parser.
fn events(text: &str) -> Vec<Vec<(String, String)>> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).expect("it is a calendar");
    let events = calendar.components.iter().filter(|component| component.name == "VEVENT");
    events
        .map(|event| {
            let pair = |p: &icalendar::parser::Property<'_>| {
                (p.name.to_string(), p.val.clone().unescape_text().to_string())
            };
            event.properties.iter().map(pair).collect()
        })
        .collect()
}

#[test]
fn a_calendar_parses_to_what_was_written() {
    let found = due(&site(), &["--format", "ics"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let text = &found.out;
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "every line ends in CRLF");
    assert!(text.split_terminator("\r\n").all(|line| line.len() <= 75), "no line is too long");
    assert!(text.contains("\r\n "), "a long line is folded");
    let events = events(text);
    assert_eq!(events.len(), 3);
    let get = |event: usize, name: &str| {
        let found = events[event].iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    assert_eq!(
        get(0, "SUMMARY"),
        "Review due: Wärme und Kälte gegen Muskelkrämpfe: übersichtlich erklärt für Ältere und Jüngere"
    );
    assert_eq!(get(1, "SUMMARY"), "Review due: Heat, cold; \"both\"");
    assert_eq!((get(0, "DTSTART"), get(0, "DTSTAMP")), ("20261120", "20261122T000000Z"));
    assert_eq!(
        get(0, "DESCRIPTION"),
        "File: content/b.md\nBy: C. Clinician (Physiotherapist)\nLast reviewed: 1 November 2024"
    );
    assert!(get(0, "URL").ends_with("/b/"));
    assert!(text.contains("DTSTART;VALUE=DATE:20261120\r\n"), "{text}");
    assert_eq!(due(&site(), &["--format", "ics"]).out, *text, "the same day gives the same bytes");
}

#[test]
fn an_event_keeps_its_uid_when_its_day_or_title_changes() {
    let uid = |text: &str| -> Vec<String> {
        let site = Site::new().file("content/a.md", text);
        let events = events(&due(&site, &["--format", "ics"]).out);
        events.iter().flatten().filter(|(name, _)| name == "UID").map(|(_, uid)| uid.clone()).collect()
    };
    let before = uid("+++\ntitle = \"Heat\"\nreview_due = 2026-11-30\n+++\n\nText.\n");
    assert_eq!(before.len(), 1);
    assert_eq!(uid("+++\ntitle = \"Cold\"\nreview_due = 2027-11-30\n+++\n\nText.\n"), before);
}

#[test]
fn a_calendar_is_written_to_the_given_file() {
    let site = site();
    fs::write(site.path().join("out.ics"), "old").expect("a file can be written");
    let found = due(&site, &["--ics", "out.ics"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    assert!(
        found.out.contains("overdue by 2 days") && found.out.ends_with("The calendar is out.ics\n"),
        "{}",
        found.out
    );
    let written = fs::read_to_string(site.path().join("out.ics")).expect("it is there");
    assert_eq!(written, due(&site, &["--format", "ics"]).out);
    let wrong = due(&site, &["--ics", "content"]);
    assert!(wrong.code == 2 && wrong.err.contains("`content` cannot be written"), "{wrong:?}");
}

#[test]
fn an_article_that_cannot_be_read_is_not_ignored_silently() {
    let site = site().file("content/e.md", "+++\ntitle = \n+++\n\nText.\n");
    let found = due(&site, &[]);
    assert_eq!(found.code, 1, "{found:?}");
    assert!(found.err.contains("`content/e.md`") && found.err.contains("balm check"), "{}", found.err);
    assert_eq!(due(&Site::empty(), &[]).code, 2);
}
