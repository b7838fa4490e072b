//! Whether a page shows what its JSON-LD says.
//!
//! Architecture Invariant: this reads a finished page, whatever template made it, and knows nothing of how balm
//! makes JSON-LD. It knows no property but those that stand in a page otherwise than as words.

use std::ops::Range;

use serde_json::Value as Json;

use crate::data::Date;
use crate::html::{Part, attributes, decode, parts};

/// A value of a page's JSON-LD that is not as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wrong.
    pub fault: Fault,
    /// The property that has the value, such as `name`; empty where there is no reading it.
    pub property: String,
    /// The value; where there is no reading it, why.
    pub value: String,
    /// Where the value stands in the page, in bytes, or else the whole script it is in.
    pub span: Range<usize>,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The script holds no JSON.
    Unreadable,
    /// The page does not show the value.
    NotShown,
    /// A `position` is not that of its item in its list, counted from 1.
    OutOfOrder,
}

/// What the JSON-LD of the page `html` says and the page does not show, in order.
///
/// A text has to stand among the words of the body, a date there or in a `datetime`, an address in a link, the
/// language in a `lang`, a number as a numeral (1 also as "once"). Types, ids, codes and terms of schema.org stand
/// for themselves. Spaces do not count.
#[must_use]
pub fn mismatches(html: &str) -> Vec<Mismatch> {
    let scripts = scripts(html);
    if scripts.is_empty() {
        return Vec::new();
    }
    let shown = Shown::on(html);
    let mut found = Vec::new();
    for span in scripts {
        let script = &html[span.clone()];
        match serde_json::from_str::<Json>(script) {
            Ok(document) => {
                let mut walk = Walk { shown: &shown, script, start: span.start, found: &mut found };
                walk.value("", &document);
            }
            Err(error) => found.push(Mismatch {
                fault: Fault::Unreadable,
                property: String::new(),
                value: error.to_string(),
                span,
            }),
        }
    }
    found
}

/// Where the JSON-LD of `html` stands.
fn scripts(html: &str) -> Vec<Range<usize>> {
    let mut is_json = false;
    let mut scripts = Vec::new();
    for part in parts(html) {
        match part {
            Part::Start(name, tag) => {
                is_json = name.eq_ignore_ascii_case("script")
                    && attributes(tag).any(|(name, value)| {
                        name.eq_ignore_ascii_case("type")
                            && tag[value].trim().eq_ignore_ascii_case("application/ld+json")
                    });
            }
            Part::Raw(text) if is_json => {
                let start = text.as_ptr().addr() - html.as_ptr().addr();
                scripts.push(start..start + text.len());
            }
            _ => {}
        }
    }
    scripts
}

/// Elements without an end, which hide nothing but themselves.
const VOID: [&str; 9] = ["area", "br", "col", "hr", "img", "input", "source", "track", "wbr"];

/// What a page shows.
#[derive(Debug, Default)]
struct Shown {
    /// The words of the body without any space.
    dense: String,
    /// The words of the body, those of two elements apart.
    spaced: String,
    addresses: Vec<String>,
    dates: Vec<String>,
    languages: Vec<String>,
}

impl Shown {
    fn on(html: &str) -> Shown {
        let mut shown = Shown::default();
        // The element whose inside nobody sees, and how many of its name are open.
        let mut hidden: Option<(&str, usize)> = None;
        for part in parts(html) {
            match part {
                Part::Text(text) if hidden.is_none() => shown.text(&decode(text)),
                Part::Start(name, tag) => {
                    shown.spaced.push(' ');
                    let mut hides =
                        ["head", "template", "noscript"].iter().any(|not| name.eq_ignore_ascii_case(not));
                    for (attribute, value) in attributes(tag) {
                        let value = decode(&tag[value]).into_owned();
                        match attribute.to_ascii_lowercase().as_str() {
                            "href" | "src" => shown.addresses.push(value),
                            "datetime" if hidden.is_none() => shown.dates.push(value),
                            "lang" => shown.languages.push(value),
                            _ => {}
                        }
                    }
                    hides |= has_hidden(tag) && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
                    match &mut hidden {
                        Some((open, depth)) => *depth += usize::from(name.eq_ignore_ascii_case(open)),
                        None => hidden = hides.then_some((name, 1)),
                    }
                }
                Part::End(name) => {
                    shown.spaced.push(' ');
                    if let Some((open, depth)) = &mut hidden {
                        *depth -= usize::from(name.eq_ignore_ascii_case(open));
                        hidden = hidden.filter(|(_, depth)| *depth > 0);
                    }
                }
                _ => {}
            }
        }
        shown
    }

    fn text(&mut self, text: &str) {
        self.spaced.push_str(text);
        self.dense.extend(text.chars().filter(|letter| !letter.is_whitespace()));
    }

    fn has_text(&self, text: &str) -> bool {
        self.dense.contains(&text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>())
    }

    fn has_date(&self, text: &str, date: Date) -> bool {
        self.dates.iter().any(|shown| shown.starts_with(text))
            || self.spaced.contains(text)
            || self.has_text(&date.in_words())
    }

    /// Whether a link leads to `address`. Links on the site itself leave its host out.
    fn has_address(&self, address: &str) -> bool {
        let path = address.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
        self.addresses.iter().any(|shown| shown == address || Some(shown.as_str()) == path)
            || self.has_text(address)
    }

    fn has_number(&self, number: &str) -> bool {
        let is_part = |letter: char| letter.is_ascii_digit();
        let stands_alone = |(at, _): (usize, &str)| {
            !self.spaced[..at].ends_with(is_part) && !self.spaced[at + number.len()..].starts_with(is_part)
        };
        self.spaced.match_indices(number).any(stands_alone) || (number == "1" && self.spaced.contains("once"))
    }
}

/// Whether a start tag has the attribute `hidden`, which may have no value.
fn has_hidden(tag: &str) -> bool {
    let is_hidden = |word: &str| word.trim_end_matches(['>', '/']).eq_ignore_ascii_case("hidden");
    tag.contains("hidden")
        && tag.split('"').step_by(2).any(|part| part.split_ascii_whitespace().any(is_hidden))
        || attributes(tag).any(|(name, _)| name.eq_ignore_ascii_case("hidden"))
}

/// The way through one document.
struct Walk<'a> {
    shown: &'a Shown,
    script: &'a str,
    /// Where the script starts in the page.
    start: usize,
    found: &'a mut Vec<Mismatch>,
}

impl Walk<'_> {
    fn value(&mut self, property: &str, value: &Json) {
        match value {
            Json::Array(items) => {
                for (item, place) in items.iter().zip(1_u64..) {
                    let position = item.get("position").and_then(Json::as_u64);
                    if position.is_some_and(|position| position != place) {
                        self.report(Fault::OutOfOrder, "position", &item["position"].to_string());
                    }
                    self.value(property, item);
                }
            }
            Json::Object(entries) => {
                for (key, value) in entries {
                    let stands_for_itself = key.starts_with('@') && key != "@graph";
                    if !stands_for_itself && !matches!(key.as_str(), "position" | "unitCode") {
                        self.value(key, value);
                    }
                }
            }
            Json::String(text) if !self.shows(property, text) => self.report(Fault::NotShown, property, text),
            Json::Number(number) if !self.shown.has_number(&number.to_string()) => {
                self.report(Fault::NotShown, property, &number.to_string());
            }
            _ => {}
        }
    }

    fn shows(&self, property: &str, text: &str) -> bool {
        let is_address =
            |start: &str| text.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
        if property == "inLanguage" {
            return self.shown.languages.iter().any(|shown| shown.eq_ignore_ascii_case(text));
        }
        if is_address("https://schema.org/") || is_address("http://schema.org/") {
            return true;
        }
        if is_address("https://") || is_address("http://") {
            return self.shown.has_address(text);
        }
        // A date may have a time of the day after it.
        let day = text.get(..10).filter(|_| text[10..].is_empty() || text[10..].starts_with('T'));
        match day.and_then(|day| Some((day, day.parse().ok()?))) {
            Some((day, date)) => self.shown.has_date(day, date),
            None => self.shown.has_text(text),
        }
    }

    fn report(&mut self, fault: Fault, property: &str, value: &str) {
        let written = super::json::to_json(&value);
        let at = self.script.find(&written).map(|at| self.start + at..self.start + at + written.len());
        let span = at.unwrap_or(self.start..self.start + self.script.len());
        self.found.push(Mismatch { fault, property: property.to_owned(), value: value.to_owned(), span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found on a page with this `body` and JSON-LD: faults with their properties and values.
    fn found(body: &str, json: &str) -> Vec<(Fault, String, String)> {
        let html = format!(
            "<!doctype html><html lang=\"en-GB\"><head><title>Head</title><link rel=canonical href=\"https://x.example/a/\">\
             </head><body>{body}<script type=\"application/ld+json\">{json}</script></body></html>"
        );
        mismatches(&html).into_iter().map(|found| (found.fault, found.property, found.value)).collect()
    }

    #[test]
    fn what_a_page_shows_is_no_mismatch() {
        let body = "<h1>Child&#39;s <em>pose</em></h1><ol><li>Lie\n down.</li></ol><p>Hold for 20 to 30 seconds. Do this once.\
                    <time datetime=\"2026-11-22\">22 November 2026</time><a href=\"/b/\">B</a> Changed 1 May 2026.";
        let json = r#"{"@context":"https://schema.org","@graph":[{"@type":"HowTo","@id":"https://x.example/#y",
            "name":"Child's pose","url":"https://x.example/a/","inLanguage":"en-gb","datePublished":"2026-11-22",
            "dateModified":"2026-05-01","category":"https://schema.org/Balance","isPartOf":"https://x.example/b/",
            "step":[{"position":1,"text":"Lie down."}],"repetitions":1,"open":true,
            "hold":{"minValue":20,"maxValue":30,"unitCode":"SEC"}}]}"#;
        assert_eq!(found(body, json), []);
    }

    #[test]
    fn what_a_page_does_not_show_is_reported_with_its_property() {
        let body = "<h1>Heat</h1><p>10 to 200 seconds</p><p hidden>Secret <p>words</p></p><template>More</template>\
                    <p data-x=\"hidden\">Seen</p>";
        for (json, property, value) in [
            (r#"{"name":"Cold"}"#, "name", "Cold"),
            (r#"{"name":"Head"}"#, "name", "Head"),
            (r#"{"a":{"b":[{"text":"Secret"}]}}"#, "text", "Secret"),
            (r#"{"text":"More"}"#, "text", "More"),
            (r#"{"repetitions":20}"#, "repetitions", "20"),
            (r#"{"datePublished":"2026-11-22"}"#, "datePublished", "2026-11-22"),
            (r#"{"url":"https://x.example/b/"}"#, "url", "https://x.example/b/"),
            (r#"{"inLanguage":"cy"}"#, "inLanguage", "cy"),
            (r#"{"name":"a </script>"}"#, "name", "a </script>"),
        ] {
            let json = json.replace('<', "\\u003c");
            assert_eq!(found(body, &json), [(Fault::NotShown, property.into(), value.into())], "{json}");
        }
        assert_eq!(found(body, r#"{"name":"Seen"}"#), []);
    }

    #[test]
    fn positions_count_from_one() {
        let list = |first: u8, second: u8| {
            found(
                "a b",
                &format!(r#"{{"x":[{{"position":{first},"name":"a"}},{{"position":{second},"name":"b"}}]}}"#),
            )
        };
        assert_eq!(list(1, 2), []);
        assert_eq!(list(1, 3), [(Fault::OutOfOrder, "position".into(), "3".into())]);
        assert_eq!(list(0, 1).len(), 2);
    }

    #[test]
    fn a_script_without_json_is_reported_and_code_is_not_read() {
        assert_eq!(found("a", "{\"name\":").len(), 1);
        assert_eq!(found("a", "{\"name\":")[0].0, Fault::Unreadable);
        assert_eq!(mismatches("<body><script>{\"name\":\"b\"}</script>"), []);
    }

    #[test]
    fn the_place_is_that_of_the_value() {
        let html = "<body>a<script type='application/ld+json'>{\"name\":\"b\"}</script>";
        let found = mismatches(html);
        assert_eq!(&html[found[0].span.clone()], "\"b\"");
    }
}
