//! Checks that JSON-LD uses the terms of schema.org as that vocabulary defines them.
//!
//! This is as lenient as schema.org itself: a text may be used instead of a thing, superseded terms still count, and
//! terms of other vocabularies are ignored.

use serde_json::{Map, Value as Json};

use super::quoted;
use crate::data::Date;
use crate::diagnostic::did_you_mean;
use crate::schema_org::{Property, Vocabulary};

/// A term that is not used as the vocabulary defines it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misuse {
    /// The incorrect text in the JSON-LD, or the key of the incorrect value; empty for the whole document.
    pub(super) word: String,
    /// What is wrong.
    pub(super) message: String,
    /// How to fix it.
    pub(super) help: String,
}

/// Finds incorrect terms in a document.
pub(super) fn misuses(document: &Json) -> Vec<Misuse> {
    let mut judge = Judge { vocabulary: Vocabulary::get(), found: Vec::new() };
    for node in values(document) {
        match node.get("@context") {
            None => judge.tell(
                "",
                "this JSON-LD does not name its vocabulary".into(),
                "add `\"@context\": \"https://schema.org\"`".into(),
            ),
            Some(context) if is_schema_org(context) => judge.node(node),
            Some(_) => {}
        }
    }
    judge.found
}

struct Judge {
    vocabulary: &'static Vocabulary,
    found: Vec<Misuse>,
}

impl Judge {
    fn tell(&mut self, word: &str, message: String, help: String) {
        self.found.push(Misuse { word: word.to_owned(), message, help });
    }

    fn node(&mut self, node: &Json) {
        let Some(entries) = node.as_object() else { return };
        self.kinds(entries);
        let types = self.types(entries);
        for (key, value) in entries {
            if key == "@graph" {
                values(value).for_each(|node| self.node(node));
                continue;
            }
            let Some(name) = term(key) else { continue };
            // The inputs and outputs of an action are annotated with these suffixes.
            let name = name.strip_suffix("-input").or_else(|| name.strip_suffix("-output")).unwrap_or(name);
            let Some(property) = self.vocabulary.property(name) else {
                let help = did_you_mean(name, self.vocabulary.properties(), || {
                    "its properties are listed at https://schema.org/docs/full.html; remove this one".into()
                });
                self.tell(key, format!("schema.org has no property `{name}`"), help);
                continue;
            };
            if let Some(types) = &types {
                self.domain(key, name, property, types);
            }
            values(value).for_each(|value| self.value(key, name, property, value));
        }
    }

    /// Checks the names of a node's types.
    fn kinds(&mut self, entries: &Map<String, Json>) {
        for kind in kinds(entries) {
            let Some(name) = term(kind).filter(|name| !self.vocabulary.has_type(name)) else { continue };
            let help = did_you_mean(name, self.vocabulary.types(), || {
                "its types are listed at https://schema.org/docs/full.html".into()
            });
            self.tell(kind, format!("schema.org has no type `{name}`"), help);
        }
    }

    /// The types of a node; `None` if some are unknown.
    fn types<'a>(&self, entries: &'a Map<String, Json>) -> Option<Vec<&'a str>> {
        let known = |kind| term(kind).filter(|name| self.vocabulary.has_type(name));
        let types = kinds(entries).map(known).collect::<Option<Vec<&str>>>()?;
        (!types.is_empty()).then_some(types)
    }

    fn domain(&mut self, key: &str, name: &str, property: &Property, types: &[&str]) {
        let has = |kind: &str| property.domain.iter().any(|of| self.vocabulary.is_a(kind, of));
        // A role may come between a thing and the value of any property.
        if types.iter().any(|kind| has(kind) || self.vocabulary.is_a(kind, "Role")) {
            return;
        }
        let message = format!("{} has no `{name}`", listed(types, "and"));
        let help =
            format!("`{name}` belongs to {}; remove it, or move it there", some(&property.domain, "and"));
        self.tell(key, message, help);
    }

    fn value(&mut self, key: &str, name: &str, property: &Property, value: &Json) {
        let vocabulary = self.vocabulary;
        let range = &property.range;
        let takes = |wanted: &str| range.iter().any(|of| vocabulary.is_a(of, wanted));
        match value {
            Json::Object(inner) if inner.contains_key("@value") => {}
            Json::Object(inner) if ["@list", "@set"].iter().any(|key| inner.contains_key(*key)) => {
                let items = inner.get("@list").or_else(|| inner.get("@set"));
                items.into_iter().flat_map(values).for_each(|item| self.value(key, name, property, item));
            }
            Json::Object(inner) => {
                self.node(value);
                let Some(types) = self.types(inner) else { return };
                let fits = |kind: &str| {
                    range.iter().any(|of| vocabulary.is_a(kind, of)) || vocabulary.is_a(kind, "Role")
                };
                if !types.iter().any(|kind| fits(kind)) {
                    self.refuse(key, name, range, &listed(&types, "and"));
                }
            }
            Json::String(text) => self.text(name, range, text),
            Json::Bool(flag) if !takes("Boolean") => self.refuse(key, name, range, &format!("`{flag}`")),
            // A number may be used for its numeral, but not for a thing.
            Json::Number(number) if !["Number", "Text"].into_iter().any(takes) => {
                self.refuse(key, name, range, &format!("`{number}`"));
            }
            _ => {}
        }
    }

    fn text(&mut self, name: &str, range: &[&'static str], text: &str) {
        let vocabulary = self.vocabulary;
        let plain = text.trim();
        let member = term(plain).unwrap_or(plain);
        let fits = |of: &&'static str| match *of {
            "Date" | "DateTime" => is_date(plain),
            "Time" => plain.starts_with(|c: char| c.is_ascii_digit()) && plain.contains(':'),
            "Duration" => plain.starts_with('P') || plain.starts_with("-P"),
            "Boolean" => matches!(member.to_ascii_lowercase().as_str(), "true" | "false"),
            "Integer" => plain.parse::<i64>().is_ok(),
            of if vocabulary.is_a(of, "Number") => plain.parse::<f64>().is_ok(),
            of if vocabulary.is_a(of, "Enumeration") && vocabulary.members(of).next().is_some() => {
                vocabulary.is_member(member, of)
            }
            // A text, or a text instead of a thing. A duration must have its own form, not that of a
            // `QuantitativeValue`.
            of => !(of == "QuantitativeValue" && range.contains(&"Duration")),
        };
        if range.iter().any(fits) {
            return;
        }
        if let [of] = range
            && vocabulary.is_a(of, "Enumeration")
        {
            let members: Vec<&str> = vocabulary.members(of).collect();
            let help = did_you_mean(member, members.iter().copied(), || {
                format!("choose one of {}", some(&members, "and"))
            });
            self.tell(text, format!("`{name}` does not take {}", quoted(plain)), help);
            return;
        }
        self.refuse(text, name, range, &quoted(plain));
    }

    fn refuse(&mut self, word: &str, name: &str, range: &[&'static str], is: &str) {
        let message = format!("`{name}` takes {}, not {is}", some(range, "or"));
        let help = match range.iter().find_map(|of| form(of)) {
            Some(form) => format!("write {form}"),
            None => "write what it takes, with that `@type`".into(),
        };
        self.tell(word, message, help);
    }
}

/// How to write a value of the data type `of`.
fn form(of: &str) -> Option<&'static str> {
    Some(match of {
        "Date" | "DateTime" => "the day as \"2026-11-22\"",
        "Time" => "the time as \"09:30\"",
        "Duration" => "20 minutes as \"PT20M\", 30 seconds as \"PT30S\"",
        "Boolean" => "`true` or `false`",
        "Integer" | "Number" | "Float" => "a number in numerals, without a unit",
        "Text" | "URL" => "it in words, in quotes",
        _ => return None,
    })
}

fn is_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or("");
    let is_month =
        || matches!(day.len(), 4 | 7) && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    day.parse::<Date>().is_ok() || is_month()
}

/// The items of a list, or a single value as a list of one.
fn values(value: &Json) -> impl Iterator<Item = &Json> {
    match value {
        Json::Array(items) => items.as_slice().iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

/// The names of a node's types.
fn kinds(entries: &Map<String, Json>) -> impl Iterator<Item = &str> {
    entries.get("@type").into_iter().flat_map(values).filter_map(Json::as_str)
}

/// The name of a term of schema.org; `None` for JSON-LD keywords and terms of other vocabularies.
fn term(key: &str) -> Option<&str> {
    let name = ["https://schema.org/", "http://schema.org/", "schema:"]
        .iter()
        .find_map(|start| key.strip_prefix(start));
    name.or((!key.starts_with('@') && !key.contains(':')).then_some(key))
}

fn is_schema_org(context: &Json) -> bool {
    let is_it = |text: &str| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        matches!(rest.trim_end_matches('/'), "schema.org" | "www.schema.org")
    };
    match context {
        Json::String(text) => is_it(text),
        Json::Array(items) => items.iter().any(is_schema_org),
        Json::Object(entries) => entries.get("@vocab").and_then(Json::as_str).is_some_and(is_it),
        _ => false,
    }
}

/// The `names` as code, with `word` before the last.
fn listed(names: &[&str], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// As many of `names` as fit in a message.
fn some(names: &[&str], word: &str) -> String {
    const MANY: usize = 6;
    match names.get(..MANY).filter(|_| names.len() > MANY + 1) {
        Some(first) => format!(
            "{} {word} others",
            first.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
        None => listed(names, word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str) -> Vec<String> {
        let document: Json = serde_json::from_str(json).expect("it is JSON");
        let misuses = misuses(&document);
        for misuse in &misuses {
            let quoted = format!("\"{}\"", misuse.word);
            assert!(misuse.word.is_empty() || json.contains(&quoted), "{json} has no {quoted}");
        }
        misuses.into_iter().map(|misuse| misuse.message).collect()
    }

    fn of(node: &str) -> Vec<String> {
        found(&format!(r#"{{"@context":"https://schema.org/","@graph":[{node}]}}"#))
    }

    #[test]
    fn what_the_vocabulary_allows_is_accepted() {
        for node in [
            r#"{"@type":"MedicalWebPage","lastReviewed":"2026-11-22","about":{"@id":"/#x"}}"#,
            // A text for a thing, a full address for a term, a role in between, a superseded term.
            r#"{"@type":"MedicalWebPage","author":"A. Nurse","specialty":"https://schema.org/Physiotherapy"}"#,
            r#"{"@type":"MedicalWebPage","author":{"@type":"Role","author":{"@type":"Person","name":"A"}}}"#,
            r#"{"@type":"MedicalWebPage","aspect":"Treatment"}"#,
            r#"{"@type":["ExercisePlan","HowTo"],"repetitions":"10","totalTime":"PT20M","step":{"@list":["Lie."]}}"#,
            r#"{"@type":"WebSite","potentialAction":{"@type":"SearchAction","query-input":"required name=q"}}"#,
            r#"{"@type":"schema:Drug","name":{"@value":"Heat","@language":"en"},"isProprietary":"true"}"#,
            r#"{"@type":"Event","startDate":"2026-11-22T09:30:00+00:00","doorTime":"09:00:00"}"#,
            // Terms of another vocabulary, and things with a type of one.
            r#"{"@type":"ex:Pain","ex:level":3,"name":"Pain"}"#,
        ] {
            assert_eq!(of(node), [""; 0], "{node}");
        }
        assert_eq!(found(r#"{"@context":"https://w3id.org/x","kind":"y"}"#), [""; 0]);
        assert_eq!(found(r#"[{"@context":["http://schema.org"],"@type":"Thing","name":"x"}]"#), [""; 0]);
    }

    #[test]
    fn what_the_vocabulary_does_not_allow_is_reported() {
        for (node, expected) in [
            (r#"{"@type":"MedicalPage"}"#, "schema.org has no type `MedicalPage`"),
            (r#"{"@type":"MedicalWebPage","nextReview":"x"}"#, "schema.org has no property `nextReview`"),
            (
                r#"{"@type":"MedicalWebPage","lastReviewed":"last week"}"#,
                "`lastReviewed` takes `Date`, not “last week”",
            ),
            (r#"{"@type":"ExercisePlan","drugUnit":"mg"}"#, "`ExercisePlan` has no `drugUnit`"),
            (
                r#"{"@type":"HowTo","totalTime":"20 minutes"}"#,
                "`totalTime` takes `Duration`, not “20 minutes”",
            ),
            (
                r#"{"@type":"MedicalWebPage","author":7}"#,
                "`author` takes `Organization` or `Person`, not `7`",
            ),
            (r#"{"@type":"Drug","name":true}"#, "`name` takes `Text`, not `true`"),
            (r#"{"@type":"Offer","availability":"Sometimes"}"#, "`availability` does not take “Sometimes”"),
            (
                r#"{"@type":"MedicalWebPage","reviewedBy":{"@type":"Drug"}}"#,
                "`reviewedBy` takes `Organization` or `Person`, not `Drug`",
            ),
            // Nested, and in a list.
            (
                r#"{"@type":"MedicalWebPage","about":[{"@type":"Drug","nmae":"x"}]}"#,
                "schema.org has no property `nmae`",
            ),
        ] {
            assert_eq!(of(node), [expected], "{node}");
        }
        assert_eq!(found(r#"{"@type":"Drug"}"#), ["this JSON-LD does not name its vocabulary"]);
    }
}
