//! 30 articles of many styles, in `styles/`, and everything that the rules find in them.
//!
//! They were written as good editors write, and not to please the rules, so they show what a change of a rule does to
//! other people's texts. Each line of `expected.txt` is a rule, a place and the words that are marked there.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value as Json;
use walkdir::WalkDir;

use crate::harness::{Site, blessing, copy, difference, folder};

/// How many characters of the marked words are listed.
const SHOWN: usize = 60;

fn findings() -> Vec<Json> {
    let site = Site::empty();
    copy(&folder("styles"), site.path());
    site.check()
}

fn listed(findings: &[Json]) -> String {
    let mut text = String::new();
    for finding in findings {
        let word = |key: &str| finding[key].as_str().expect("it is text");
        let marked: Vec<&str> = word("text").split_whitespace().collect();
        let marked = marked.join(" ");
        let shown: String = marked.chars().take(SHOWN).collect();
        let more = if shown.len() < marked.len() { "…" } else { "" };
        let (line, column) = (&finding["line"], &finding["column"]);
        text.push_str(&format!("{} {}:{line}:{column} {shown}{more}\n", word("code"), word("file")));
    }
    text
}

#[test]
fn the_findings_in_30_articles_are_as_expected() {
    let found = listed(&findings());
    let file = folder("styles").join("expected.txt");
    if blessing() {
        fs::write(&file, &found).expect("the expected text can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "the findings differ (`BALM_BLESS=1 cargo test` accepts them):\n{}",
        difference(&expected, &found)
    );
}

#[test]
fn there_are_30_articles_and_rules_about_english_ignore_the_german_one() {
    let articles = WalkDir::new(folder("styles").join("content")).into_iter().filter(|entry| {
        let name = entry.as_ref().expect("the folder can be read").file_name().to_string_lossy();
        name.ends_with(".md") && name != "index.md" && name != "help.md"
    });
    assert_eq!(articles.count(), 30);
    // What balm says itself on the German page is in English, which is reported of the page, not of its text.
    let is_german = |finding: &&Json| {
        finding["file"] == "content/nights/besser-schlafen.md" && finding["code"] != "words-in-english"
    };
    assert_eq!(findings().iter().find(is_german), None);
}

#[test]
fn good_articles_break_no_firm_rule_and_have_no_broken_link() {
    let findings = findings();
    let rules: BTreeSet<&str> = findings.iter().filter_map(|finding| finding["code"].as_str()).collect();
    for rule in rules {
        let code = balm::codes::find(rule).unwrap_or_else(|| panic!("there is no code `{rule}`"));
        assert!(code.is_editorial() && !code.is_firm, "`{rule}` is reported in good articles");
    }
}
