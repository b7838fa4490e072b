//! Checks that a page shows what its JSON-LD says.
//!
//! The visible contents are collected while the page is walked, and only if it has JSON-LD.
//!
//! Architecture Invariant: this looks at a finished page, whatever template made it, and knows nothing about how balm
//! makes JSON-LD. It knows only those properties that a page shows otherwise than in words.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

use memchr::memmem;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use crate::data::Date;
use crate::html::decode;
use crate::words;

/// A value in a page's JSON-LD that differs from what the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wrong.
    pub fault: MismatchReason,
    /// The property with the value, such as `name`; empty if the JSON-LD cannot be read.
    pub property: String,
    /// The value; if the JSON-LD cannot be read, the reason.
    pub value: String,
    /// The start tag of its script, in bytes of the page.
    pub script: Range<usize>,
}

/// What can be wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MismatchReason {
    /// The script does not contain JSON.
    Unreadable,
    /// The page does not show the value.
    NotShown,
    /// A `position` is not that of the item in its list, counted from 1.
    OutOfOrder,
}

/// The differences between the JSON-LD of the page `html` and what it shows, in order.
///
/// A text has to occur in the words of the body, a date there or in a `datetime`, an address in a link, the language
/// in a `lang`, and a number as a numeral (1 also as "once"). Types, ids, codes and terms of schema.org are not
/// compared. Spaces are ignored.
#[must_use]
pub fn mismatches(html: &str) -> Vec<Mismatch> {
    Walk::through(html, "", "", None).shown.mismatches(html)
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct PageContent<'a> {
    /// Whether the page has JSON-LD, so that its contents are needed.
    is_wanted: bool,
    /// The texts of the body, in bytes of the page.
    texts: Vec<Range<usize>>,
    addresses: Vec<&'a str>,
    dates: Vec<&'a str>,
    languages: Vec<&'a str>,
    /// The JSON-LD scripts: their start tags and their texts.
    scripts: Vec<(Range<usize>, Range<usize>)>,
}

/// The words of a page. They are combined only for values that do not occur within a single text.
#[derive(Debug, Default)]
struct PageWords {
    /// All words without any spaces.
    dense: String,
    /// The positions in `dense` where one numeral ends and the next starts, in order.
    between_numerals: Vec<usize>,
    says_once: bool,
}

/// Examines a start tag; `is_unseen` is whether it is inside something hidden.
pub(super) fn open<'a>(shown: &mut PageContent<'a>, start: &Start<'a, '_>, is_unseen: bool) {
    if !shown.is_wanted {
        return;
    }
    for name in ["src", "href"] {
        if let Some(address) = start.get(name) {
            shown.addresses.push(address);
        }
    }
    if let Some(language) = start.get("lang") {
        shown.languages.push(language);
    }
    if let Some(date) = start.get("datetime").filter(|_| !is_unseen) {
        shown.dates.push(date);
    }
}

/// Examines the text at `span` of the page `html`, inside `around`. It must not be all spaces.
pub(super) fn text(shown: &mut PageContent<'_>, around: &Element<'_>, html: &str, span: &Range<usize>) {
    if !shown.is_wanted {
        return;
    }
    match around.tag {
        ElementKind::Script if is_json_ld(&html[around.span.clone()]) => {
            shown.scripts.push((around.span.clone(), span.clone()));
        }
        ElementKind::Script
        | ElementKind::Style
        | ElementKind::Title
        | ElementKind::Textarea
        | ElementKind::Iframe => {}
        _ if around.is_unseen => {}
        _ => shown.texts.push(span.clone()),
    }
}

/// Whether the start tag of a script declares JSON-LD.
fn is_json_ld(tag: &str) -> bool {
    memmem::find(tag.as_bytes(), JSON_LD).is_some()
}

const JSON_LD: &[u8] = b"application/ld+json";

impl<'a> PageContent<'a> {
    pub(super) fn on(html: &str) -> PageContent<'a> {
        let is_wanted = memmem::find(html.as_bytes(), JSON_LD).is_some();
        let texts = Vec::with_capacity(if is_wanted { html.len() / 64 } else { 0 });
        PageContent { is_wanted, texts, ..PageContent::default() }
    }

    /// The JSON-LD scripts: their start tags and their texts, in bytes of the page.
    pub(super) fn scripts(&self) -> &[(Range<usize>, Range<usize>)] {
        &self.scripts
    }

    /// The differences between the JSON-LD and what `html`, the page, shows.
    pub(super) fn mismatches(&self, html: &str) -> Vec<Mismatch> {
        let mut comparison =
            Comparison { html, shown: self, words: OnceCell::new(), script: 0..0, found: Vec::new() };
        for (tag, text) in &self.scripts {
            comparison.script = tag.clone();
            let before = comparison.found.len();
            let mut script = serde_json::Deserializer::from_str(&html[text.clone()]);
            let read = ValueComparison { comparison: &mut comparison, property: "" }.deserialize(&mut script);
            if let Err(error) = read.and_then(|_| script.end()) {
                comparison.found.truncate(before);
                comparison.report(MismatchReason::Unreadable, "", &error.to_string());
            }
        }
        comparison.found
    }
}

impl PageWords {
    /// The words of the texts of the page `html`.
    fn of(html: &str, texts: &[Range<usize>]) -> PageWords {
        let is_numeral = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let mut words = PageWords::default();
        for text in texts {
            // A tag or a space comes before each word.
            for word in decode(&html[text.clone()]).split_whitespace() {
                let dense = &mut words.dense;
                if is_numeral(word.as_bytes().first()) && is_numeral(dense.as_bytes().last()) {
                    words.between_numerals.push(dense.len());
                }
                words.says_once |= word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("once"));
                dense.push_str(word);
            }
        }
        words
    }

    fn has(&self, text: &str) -> bool {
        let dense: String = text.split_whitespace().collect();
        memmem::find(self.dense.as_bytes(), dense.as_bytes()).is_some()
    }

    fn has_number(&self, number: &str) -> bool {
        let bytes = self.dense.as_bytes();
        let is_numeral = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let is_edge =
            |at: usize| !is_numeral(at) || at.checked_sub(1).is_none_or(|before| !is_numeral(before));
        let stands_alone = |start: usize| {
            let end = start + number.len();
            let first = self.between_numerals.partition_point(|&at| at < start);
            let cuts = || self.between_numerals[first..].iter().take_while(|&&at| at <= end);
            (is_edge(start) || cuts().any(|&at| at == start))
                && (is_edge(end) || cuts().any(|&at| at == end))
                && cuts().all(|&at| at == start || at == end)
        };
        memmem::find_iter(bytes, number).any(stands_alone) || (number == "1" && self.says_once)
    }
}

/// A comparison of a page's JSON-LD with what the page shows.
struct Comparison<'a, 'p> {
    html: &'a str,
    shown: &'a PageContent<'p>,
    words: OnceCell<PageWords>,
    /// The start tag of the script being read.
    script: Range<usize>,
    found: Vec<Mismatch>,
}

impl Comparison<'_, '_> {
    fn words(&self) -> &PageWords {
        self.words.get_or_init(|| PageWords::of(self.html, &self.shown.texts))
    }

    fn has_text(&self, text: &str) -> bool {
        self.stands_in_one_text(text) || self.words().has(text)
    }

    /// Whether `text` occurs within a single text of the page, as nearly all do.
    fn stands_in_one_text(&self, text: &str) -> bool {
        // Most are a whole text: a heading, a link, the name of a thing.
        if self.shown.texts.iter().any(|one| one.len() == text.len() && self.html[one.clone()] == *text) {
            return !text.is_empty();
        }
        let is_one = |at: usize| {
            let next = self.shown.texts.partition_point(|shown| shown.start <= at);
            let around = next.checked_sub(1).and_then(|last| self.shown.texts.get(last));
            around.is_some_and(|around| at + text.len() <= around.end)
        };
        !text.is_empty() && memmem::find_iter(self.html.as_bytes(), text).any(is_one)
    }

    fn has_date(&self, text: &str, date: Date) -> bool {
        self.shown.dates.iter().any(|shown| shown.starts_with(text))
            || self.has_text(text)
            || self.has_text(&words::date::date(&words::Messages::english(), date))
    }

    /// Whether a link leads to `address`. Links within the site leave out the host.
    fn has_address(&self, address: &str) -> bool {
        let path = address.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
        let is_it = |shown: &str| shown == address || Some(shown) == path;
        self.shown.addresses.iter().any(|shown| is_it(&decode(shown))) || self.has_text(address)
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
            return self.has_address(text);
        }
        // A date may be followed by a time of day.
        let day = text.get(..10).filter(|_| text[10..].is_empty() || text[10..].starts_with('T'));
        match day.and_then(|day| Some((day, day.parse().ok()?))) {
            Some((day, date)) => self.has_date(day, date),
            None => self.has_text(text),
        }
    }

    fn report(&mut self, fault: MismatchReason, property: &str, value: &str) {
        let (property, value) = (property.to_owned(), value.to_owned());
        self.found.push(Mismatch { fault, property, value, script: self.script.clone() });
    }
}

/// The value of a property, compared while it is parsed, without building a tree. Returns its `position`, if it is an
/// item of a list.
struct ValueComparison<'c, 'a, 'p, 'k> {
    comparison: &'c mut Comparison<'a, 'p>,
    property: &'k str,
}

impl ValueComparison<'_, '_, '_, '_> {
    fn number(self, number: &serde_json::Number) {
        let number = number.to_string();
        if !self.comparison.words().has_number(&number) {
            self.comparison.report(MismatchReason::NotShown, self.property, &number);
        }
    }
}

impl<'de> DeserializeSeed<'de> for ValueComparison<'_, '_, '_, '_> {
    type Value = Option<u64>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<u64>, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueComparison<'_, '_, '_, '_> {
    type Value = Option<u64>;

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("JSON")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<u64>, E> {
        if !self.comparison.shows(self.property, text) {
            self.comparison.report(MismatchReason::NotShown, self.property, text);
        }
        Ok(None)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Option<u64>, E> {
        self.number(&number.into());
        Ok(None)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Option<u64>, E> {
        self.number(&number.into());
        Ok(None)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Option<u64>, E> {
        if let Some(number) = serde_json::Number::from_f64(number) {
            self.number(&number);
        }
        Ok(None)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<u64>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<u64>, A::Error> {
        let ValueComparison { comparison, property } = self;
        let mut place = 1;
        while let Some(position) =
            items.next_element_seed(ValueComparison { comparison: &mut *comparison, property })?
        {
            if let Some(position) = position.filter(|position| *position != place) {
                comparison.report(MismatchReason::OutOfOrder, "position", &position.to_string());
            }
            place += 1;
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<u64>, A::Error> {
        let mut position = None;
        while let Some(Key(key)) = entries.next_key()? {
            if key == "position" {
                position = entries.next_value::<Json>()?.as_u64();
            } else if key == "unitCode" || (key.starts_with('@') && key != "@graph") {
                // These are not compared.
                entries.next_value::<IgnoredAny>()?;
            } else {
                entries
                    .next_value_seed(ValueComparison { comparison: &mut *self.comparison, property: &key })?;
            }
        }
        Ok(position)
    }
}

/// The name of a property, borrowed from the script unless it contains escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    /// The mismatches on a page with this `body` and JSON-LD: faults with their properties and values.
    fn found(body: &str, json: &str) -> Vec<(MismatchReason, String, String)> {
        let html = format!(
            "<!doctype html><html lang=\"en-GB\"><head><title>Head</title><link rel=canonical href=\"https://x.example/a/\">\
             </head><body>{body}<script type=\"application/ld+json\">{json}</script></body></html>"
        );
        mismatches(&html).into_iter().map(|found| (found.fault, found.property, found.value)).collect()
    }

    #[test]
    fn what_a_page_shows_is_not_a_mismatch() {
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
            assert_eq!(
                found(body, &json),
                [(MismatchReason::NotShown, property.into(), value.into())],
                "{json}"
            );
        }
        assert_eq!(found(body, r#"{"name":"Seen"}"#), []);
    }

    #[test]
    fn numerals_in_two_elements_are_two_numbers() {
        let json = |number: u32| format!("{{\"repetitions\":{number}}}");
        for body in ["<li>1</li><li>20</li>", "1 20", "<b>1</b> 20", "1&nbsp;20"] {
            assert_eq!(found(body, &json(20)), [], "{body}");
            assert_eq!(found(body, &json(1)), [], "{body}");
            assert_eq!(found(body, &json(120)).len(), 1, "{body}");
        }
        assert_eq!(found("Do it Once.", &json(1)), []);
        assert_eq!(found("Do it on certain days.", &json(1)).len(), 1);
    }

    #[test]
    fn a_head_without_an_end_ends_where_the_body_starts() {
        let script = "<script type=application/ld+json>{\"name\":\"Heat\"}</script>";
        for html in ["<head><meta charset=utf-8><p>Heat", "<head><title>x</title><body>Heat"] {
            assert_eq!(mismatches(&format!("{html}{script}")), [], "{html}");
        }
        assert_eq!(mismatches(&format!("<head><title>Heat</title></head>{script}")).len(), 1);
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
        assert_eq!(list(1, 3), [(MismatchReason::OutOfOrder, "position".into(), "3".into())]);
        assert_eq!(list(0, 1).len(), 2);
    }

    #[test]
    fn a_script_without_json_is_reported_and_code_is_ignored() {
        assert_eq!(found("a", "{\"name\":").len(), 1);
        assert_eq!(found("a", "{\"name\":")[0].0, MismatchReason::Unreadable);
        assert_eq!(mismatches("<body><script>{\"name\":\"b\"}</script>"), []);
    }

    #[test]
    fn a_mismatch_is_placed_at_its_script() {
        let html = "<body>a<script type='application/ld+json'>{\"name\":\"b\"}</script>";
        let found = mismatches(html);
        assert_eq!(&html[found[0].script.clone()], "<script type='application/ld+json'>");
    }
}
