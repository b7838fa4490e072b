//! Diagnostics as SARIF 2.1.0 (OASIS, 2020, with Errata 01 of 2023), the format that code hosts and editors read.
//!
//! A log contains one run. Its rules are all existing codes, so that a host can distinguish a rule that found nothing
//! from one that does not exist; a result names its rule by id and index. Regions count characters
//! (`unicodeCodePoints`), lines and columns from 1, offsets from 0. There are no byte offsets: SARIF counts a byte
//! order mark in them, and texts here have none.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::code::Code;
use super::position::{Lines, clamp};
use super::{Diagnostic, Fix, Label, Texts};
use crate::url::encode_path;

/// The schema that the output follows.
pub const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The base of all paths: by convention, the root of what a code host has checked out.
const BASE: &str = "%SRCROOT%";

/// How a run ended.
#[derive(Clone, Copy, Debug)]
pub enum RunOutcome<'a> {
    /// It ran and ended with this exit code.
    Ended(u8),
    /// It could not start: the reason, and how to fix it.
    Failed(&'a str, &'a str),
}

/// The log of one run. `codes` are the codes that can be raised, `prefix` is put before every path: "" or the site's folder with a slash at its end.
#[must_use]
pub fn log(
    diagnostics: &[Diagnostic],
    codes: &[&'static Code],
    texts: &dyn Texts,
    prefix: &str,
    outcome: RunOutcome<'_>,
) -> Json {
    let mut files = LocationBuilder { texts, prefix, lines: BTreeMap::new() };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let results: Vec<Json> = diagnostics
        .iter()
        .map(|diagnostic| {
            let mut result = files.result(diagnostic, codes);
            // The same words in a file may contain the same mistake twice.
            let print = fingerprint(diagnostic, texts);
            let count = seen.entry(print.clone()).or_default();
            *count += 1;
            result["partialFingerprints"] = json!({ "markedText/v1": format!("{print}:{count}") });
            result
        })
        .collect();
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
    });
    let home =
        [env!("CARGO_PKG_HOMEPAGE"), env!("CARGO_PKG_REPOSITORY")].into_iter().find(|url| !url.is_empty());
    if let Some(home) = home {
        driver["informationUri"] = home.into();
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "invocations": [invocation(outcome)],
            "originalUriBaseIds": { BASE: { "description": { "text": "The folder that balm was started in." } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn invocation(outcome: RunOutcome<'_>) -> Json {
    match outcome {
        RunOutcome::Ended(code) => json!({ "executionSuccessful": true, "exitCode": code }),
        RunOutcome::Failed(message, help) => json!({
            "executionSuccessful": false,
            "exitCode": 2,
            "toolExecutionNotifications": [{ "level": "error", "message": message_of(message, help) }],
        }),
    }
}

fn rule(code: &Code) -> Json {
    let page = code.text();
    let tags: Vec<&str> = code.group.iter().map(|group| group.name()).collect();
    json!({
        "id": code.name,
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.paragraph() },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": code.level.word() },
        "properties": { "tags": tags },
    })
}

/// The fact as the first sentence and the help as the second. SARIF uses braces for placeholders in messages, so they
/// are doubled.
fn message_of(fact: &str, help: &str) -> Json {
    let end = if fact.ends_with(['.', '?', '!', '…']) { "" } else { "." };
    let text = if help.is_empty() { format!("{fact}{end}") } else { format!("{fact}{end}\n{help}") };
    json!({ "text": text.replace('{', "{{").replace('}', "}}") })
}

/// A hash that stays the same if lines above the place are added or removed.
fn fingerprint(diagnostic: &Diagnostic, texts: &dyn Texts) -> String {
    let place = &diagnostic.primary.place;
    let text = texts.text(&place.file).unwrap_or("");
    let marked = &text[clamp(text, place.start..place.end)];
    let mut hasher = blake3::Hasher::new();
    for part in [diagnostic.code.name, &place.file, &diagnostic.message, marked] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// The texts with their lines, which are found once per file.
struct LocationBuilder<'a> {
    texts: &'a dyn Texts,
    prefix: &'a str,
    lines: BTreeMap<&'a str, (Lines<'a>, Characters)>,
}

/// Counts characters from the previous place onwards, since places mostly come in order.
#[derive(Default)]
struct Characters {
    bytes: usize,
    characters: usize,
}

impl Characters {
    fn before(&mut self, text: &str, offset: usize) -> usize {
        if offset < self.bytes {
            *self = Characters::default();
        }
        self.characters += text[self.bytes..offset].chars().count();
        self.bytes = offset;
        self.characters
    }
}

impl<'a> LocationBuilder<'a> {
    fn result(&mut self, diagnostic: &'a Diagnostic, codes: &[&'static Code]) -> Json {
        let mut result = json!({
            "ruleId": diagnostic.code.name,
            "level": diagnostic.level.word(),
            "message": message_of(&diagnostic.message, &diagnostic.help),
            "locations": [self.location(&diagnostic.primary)],
        });
        if let Some(index) = codes.iter().position(|code| code.name == diagnostic.code.name) {
            result["ruleIndex"] = index.into();
        }
        if !diagnostic.related.is_empty() {
            let related = diagnostic.related.iter().enumerate();
            result["relatedLocations"] = related
                .map(|(index, label)| {
                    let mut location = self.location(label);
                    location["id"] = (index + 1).into();
                    location
                })
                .collect();
        }
        if let Some(fix) = &diagnostic.fix {
            result["fixes"] = json!([self.fix(&diagnostic.primary.place.file, fix, &diagnostic.help)]);
        }
        result
    }

    fn location(&mut self, label: &'a Label) -> Json {
        let place = &label.place;
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": self.artifact(&place.file),
                "region": self.region(&place.file, place.start..place.end),
            },
        });
        if !label.text.is_empty() {
            location["message"] = message_of(&label.text, "");
        }
        location
    }

    fn artifact(&self, file: &str) -> Json {
        json!({ "uri": encode_path(&format!("{}{file}", self.prefix)), "uriBaseId": BASE })
    }

    fn region(&mut self, file: &'a str, span: std::ops::Range<usize>) -> Json {
        let Some(text) = self.texts.text(file) else {
            // Code hosts need a line for everything they show.
            return json!({ "startLine": 1 });
        };
        let entry = self.lines.entry(file).or_insert_with(|| (Lines::new(text), Characters::default()));
        let (lines, characters) = entry;
        let span = clamp(text, span);
        let (from, to) = (lines.position(span.start), lines.position(span.end));
        json!({
            "startLine": from.line,
            "startColumn": from.column,
            "endLine": to.line,
            "endColumn": to.column,
            "charOffset": characters.before(text, span.start),
            "charLength": text[span].chars().count(),
        })
    }

    fn fix(&mut self, file: &'a str, fix: &Fix, help: &str) -> Json {
        json!({
            "description": message_of(help, ""),
            "artifactChanges": [{
                "artifactLocation": self.artifact(file),
                "replacements": [{
                    "deletedRegion": self.region(file, fix.span.clone()),
                    "insertedContent": { "text": fix.replacement },
                }],
            }],
        })
    }
}
