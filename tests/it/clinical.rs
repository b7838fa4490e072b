//! What the clinical rules find in short texts, and what they say of texts that are sound: `tests/clinical/`.
//!
//! `cargo test --test it clinical:: -- --nocapture` prints recall and false alarms for each kind of mistake, the texts that
//! were missed and the findings that are wrong.

#![expect(clippy::print_stdout, reason = "figures are what the texts are for")]

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use balm::codes;
use balm::diagnostic::Group;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::harness::{self, Site, repository};

/// The kinds of mistakes: the name of their files, the share that is to be found in percent, and the rules that find them.
const KINDS: [(&str, usize, &[&str]); 7] = [
    (
        "1-danger-signs",
        95,
        &[
            "missing-danger-signs",
            "heading-without-danger-signs",
            "missing-crisis-line",
            "contradicted-sign",
            "weakened-sign",
            "missing-red-flag",
            "hidden-red-flag",
            "red-flag-outside-card",
            "late-emergency-card",
            "missing-emergency-number",
            "foreign-number",
        ],
    ),
    (
        "2-doses",
        95,
        &[
            "dose-differs",
            "contradictory-dose",
            "incomplete-dose",
            "dose-over-most",
            "doubtful-dose",
            "unsafe-dose-form",
            "doubtful-dose-form",
            "untyped-amount",
            "unknown-dose",
        ],
    ),
    (
        "3-interactions",
        95,
        &[
            "class-clash",
            "unsafe-combination",
            "doubtful-combination",
            "unchecked-interactions",
            "missing-numbness-warning",
            "missing-contraindication",
            "empty-safety",
            "missing-safety",
            "unsourced-claim",
        ],
    ),
    ("4-stopping", 95, &["unsafe-advice", "doubtful-advice", "contradicted-sign", "weakened-sign"]),
    (
        "5-claims",
        85,
        &["absolute-claim", "strong-claim", "anecdotal-evidence", "unsupported-claim", "unhedged-claim"],
    ),
    ("6-numbers-trust", 85, &["bare-risk", "advertising", "claimed-review", "claimed-approval"]),
    ("7-people", 85, &["hurtful-words", "doubtful-words", "vague-referral"]),
];

/// What the rules reach in each file today: the share of places found in percent, and how many sound texts get a wrong error or
/// a wrong warning. Whoever adds a rule raises the first and never the others.
const REACHED: [(&str, usize, usize, usize); 14] = [
    ("seen/1-danger-signs", 10, 0, 0),
    ("seen/2-doses", 26, 0, 0),
    ("seen/3-interactions", 2, 0, 0),
    ("seen/4-stopping", 0, 0, 0),
    ("seen/5-claims", 4, 4, 0),
    ("seen/6-numbers-trust", 0, 0, 0),
    ("seen/7-people", 0, 0, 0),
    ("unseen/1-danger-signs", 10, 0, 0),
    ("unseen/2-doses", 5, 0, 3),
    ("unseen/3-interactions", 9, 0, 0),
    ("unseen/4-stopping", 0, 0, 0),
    ("unseen/5-claims", 0, 5, 0),
    ("unseen/6-numbers-trust", 0, 0, 0),
    ("unseen/7-people", 0, 0, 0),
];

/// A text to be checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    id: String,
    sound: bool,
    /// What a clinician would object to.
    #[serde(default)]
    why: String,
    /// Where it has to be marked: parts of the text.
    #[serde(default)]
    marks: Vec<String>,
    article: String,
    /// More files, by path.
    #[serde(default)]
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    text: Vec<Text>,
}

/// The files of texts: the half, the name, and the texts.
fn files() -> Vec<(String, String, Vec<Text>)> {
    let mut files = Vec::new();
    for half in ["seen", "unseen"] {
        let folder = repository().join("tests/clinical").join(half);
        let mut paths: Vec<PathBuf> = fs::read_dir(folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("the folder can be read").path())
            .collect();
        paths.sort();
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let file = fs::read_to_string(&path).expect("the file can be read");
            let file: File = toml::from_str(&file).unwrap_or_else(|error| panic!("{half}/{name}: {error}"));
            files.push((half.to_owned(), name, file.text));
        }
    }
    files
}

/// The day on which the texts are checked. Some name days of 2026.
const TODAY: &str = "2026-12-01";

/// What an article has to say of itself, so that only what the text says can be wrong.
const FRONT: [(&str, &str); 5] = [
    ("authors", "[\"A. Author\"]"),
    ("published", "2025-11-01"),
    ("reviewed", "2025-11-01"),
    ("review_due", "2027-11-01"),
    ("sources", "[\"nhs-medicine\"]"),
];

/// `text` with the front matter that it lacks.
fn article(text: &str) -> String {
    let text = text.trim_start();
    let own = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("+++\n"));
    let (front, body) = own.unwrap_or(("", text));
    let has = |key: &str| front.lines().any(|line| line.split(['=', ' ', '.']).next() == Some(key));
    let more: String =
        FRONT.iter().filter(|(key, _)| !has(key)).map(|(key, value)| format!("{key} = {value}\n")).collect();
    // Keys come before tables such as `[reviewer]`.
    format!("+++\n{more}{front}+++\n\n{body}")
}

struct Checked {
    findings: Vec<Json>,
    files: BTreeMap<String, String>,
}

fn check(text: &Text) -> Checked {
    let site = Site::empty();
    harness::copy(&repository().join("tests/clinical/site"), site.path());
    let mut files: BTreeMap<String, String> = text.files.clone();
    files.insert("content/topic/page.md".to_owned(), article(&text.article));
    let site = files.iter().fold(site, |site, (path, text)| site.file(path, text));
    let mut command = harness::balm(site.path());
    command.args(["check", "--format", "json", "--today", TODAY]);
    Checked { findings: harness::run(command).diagnostics(), files }
}

/// The sentence, cell or line around `mark` in a file of the text.
fn marked(files: &BTreeMap<String, String>, mark: &str) -> Option<(String, Range<usize>)> {
    files.iter().find_map(|(path, text)| {
        let at = text.find(mark)?;
        let ends = |c: char| matches!(c, '\n' | '|');
        let stop = |text: &str| text.rfind([". ", "? ", "! "].map(|end| end.chars().next().unwrap_or('.')));
        let before = &text[..at];
        let start = before.rfind(ends).map_or(0, |at| at + 1);
        let start = start.max(stop(&before[start..]).map_or(0, |found| start + found + 1));
        let after = &text[at + mark.len()..];
        let end = after.find(['\n', '|', '.', '!', '?']).unwrap_or(after.len());
        Some((path.clone(), start..at + mark.len() + end + 1))
    })
}

fn place(finding: &Json) -> (String, Range<usize>) {
    let number = |key: &str| usize::try_from(finding[key].as_u64().unwrap_or(0)).unwrap_or(0);
    (finding["file"].as_str().unwrap_or("").to_owned(), number("start")..number("end"))
}

/// The marks of a bad text that no rule of its kind found.
fn missed<'t>(text: &'t Text, checked: &Checked, rules: &[&str]) -> Vec<&'t str> {
    let found: Vec<&Json> = checked
        .findings
        .iter()
        .filter(|finding| rules.contains(&finding["code"].as_str().unwrap_or("")))
        .collect();
    if text.marks.is_empty() {
        return if found.is_empty() { vec!["(the page)"] } else { Vec::new() };
    }
    let is_found = |mark: &str| {
        let Some((file, span)) = marked(&checked.files, mark) else { panic!("{}: no “{mark}”", text.id) };
        found.iter().any(|finding| {
            let (of, at) = place(finding);
            of == file && at.start < span.end && span.start <= at.end
        })
    };
    text.marks.iter().map(String::as_str).filter(|mark| !is_found(mark)).collect()
}

/// Texts of one kind in one half.
#[derive(Default)]
struct Score {
    marks: usize,
    missed: usize,
    sound: usize,
    errors: usize,
    warnings: usize,
}

/// The group of the rule that found something.
fn group(finding: &Json) -> Option<Group> {
    codes::CATALOGUE.find(finding["code"].as_str()?)?.group
}

/// Whether it is about what a text says of health, or of people, and not about the form of a card or table.
fn is_clinical(finding: &Json) -> bool {
    KINDS.iter().any(|(_, _, rules)| rules.contains(&finding["code"].as_str().unwrap_or("")))
}

fn wrong(checked: &Checked, level: &str) -> Vec<String> {
    let of_group = |finding: &&Json| is_clinical(finding);
    let told = |finding: &Json| {
        format!("{} ({})", finding["code"].as_str().unwrap_or(""), finding["message"].as_str().unwrap_or(""))
    };
    let wrong = checked.findings.iter().filter(of_group).filter(|finding| finding["level"] == level);
    wrong.map(told).collect()
}

#[test]
fn dangerous_texts_are_found_and_sound_ones_are_left_alone() {
    let mut failed = Vec::new();
    println!("texts                     marks    goal  recall   sound  errors  warnings");
    for (half, name, texts) in files() {
        let Some((_, goal, rules)) = KINDS.iter().find(|(kind, _, _)| *kind == name) else { continue };
        let checked: Vec<(&Text, Checked)> = texts.par_iter().map(|text| (text, check(text))).collect();
        let mut score = Score::default();
        let mut told = Vec::new();
        for (text, checked) in &checked {
            if text.sound {
                score.sound += 1;
                let (errors, warnings) = (wrong(checked, "error"), wrong(checked, "warning"));
                score.errors += usize::from(!errors.is_empty());
                score.warnings += usize::from(!warnings.is_empty());
                told.extend(
                    errors.iter().chain(&warnings).map(|said| format!("  wrong: {}: {said}", text.id)),
                );
            } else {
                let missed = missed(text, checked, rules);
                score.marks += text.marks.len().max(1);
                score.missed += missed.len();
                told.extend(
                    missed.iter().map(|mark| format!("  missed: {}: {mark} [{}]", text.id, text.why)),
                );
            }
        }
        let recall = (score.marks - score.missed) * 1000 / score.marks.max(1);
        println!(
            "{:<22}{:>9}{:>8}{:>6}.{}{:>8}{:>8}{:>10}",
            format!("{half}/{name}"),
            score.marks,
            goal,
            recall / 10,
            recall % 10,
            score.sound,
            score.errors,
            score.warnings
        );
        told.iter().for_each(|line| println!("{line}"));
        let file = format!("{half}/{name}");
        let reached = REACHED.iter().find(|(of, ..)| *of == file).copied();
        let (_, found, errors, warnings) = reached.unwrap_or((&file, 100, 0, 0));
        if recall < found * 10 || score.errors > errors || score.warnings > warnings {
            failed.push(file);
        }
    }
    assert!(failed.is_empty(), "less than was reached before: {failed:?}");
}

#[test]
fn ordinary_patient_information_gets_no_clinical_remark() {
    let (mut words, mut clinical, mut wording) = (0, 0, 0);
    for (_, _, texts) in files().iter().filter(|(_, name, _)| name == "ordinary") {
        let checked: Vec<(&Text, Checked)> = texts.par_iter().map(|text| (text, check(text))).collect();
        for (text, checked) in &checked {
            words += text.article.split_whitespace().count();
            for finding in &checked.findings {
                clinical += usize::from(is_clinical(finding));
                wording += usize::from(!is_clinical(finding) && group(finding) == Some(Group::PlainLanguage));
                println!("{}: {} {}", text.id, finding["code"], finding["message"]);
            }
        }
    }
    println!("{words} words, {clinical} clinical remarks, {wording} on plain language");
    assert!(words > 5_000 && clinical * 1_000 <= words, "{clinical} remarks in {words} words");
}

#[test]
fn every_list_can_be_read_and_names_its_sources() {
    let folder = repository().join("src/check/lists");
    let files = fs::read_dir(folder).expect("the folder is there");
    let paths = files.map(|entry| entry.expect("the folder can be read").path());
    for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
        let text = fs::read_to_string(&path).expect("the list can be read");
        let list: toml::Table =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let sources = list.get("sources").and_then(toml::Value::as_table);
        assert!(sources.is_some_and(|sources| !sources.is_empty()), "{} names no sources", path.display());
    }
}
