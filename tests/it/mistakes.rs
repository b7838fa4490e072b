//! One small site for each mistake an author can make, in `mistakes/`, and exactly what balm says about it.
//!
//! A case contains only what is wrong and is copied over `base/`. `args.txt`, if there is one, replaces `check`.

use std::collections::BTreeSet;
use std::fs;

use balm::codes;
use balm::diagnostic::Group;
use rayon::prelude::*;
use serde_json::Value as Json;

use crate::harness::{self, Run, Site, blessing, cases, difference, folder};

/// Codes whose mistakes cannot be kept in a repository; the tests in `hostile.rs` make them.
const MADE_BY_HOSTILE: [&str; 10] = [
    "cannot-write",
    "deep-nesting",
    "file-name",
    "foreign-output",
    "invalid-utf8",
    "long-article",
    "output-busy",
    "output-path",
    "symlink-loop",
    "unreadable",
];

/// Codes that depend on other sites; the tests in `external.rs` make their mistakes.
const MADE_BY_EXTERNAL: [&str; 3] = ["dead-link", "moved-link", "unreachable-link"];

/// A case laid out in a temporary folder, and the arguments it is run with.
fn laid_out(case: &str) -> (Site, Vec<String>) {
    let source = folder("mistakes").join(case);
    let site = Site::new();
    harness::copy(&source, site.path());
    fs::remove_file(site.path().join("expected.txt")).ok();
    let args = fs::read_to_string(source.join("args.txt")).unwrap_or_else(|_| "check".into());
    fs::remove_file(site.path().join("args.txt")).ok();
    (site, args.split_whitespace().map(str::to_owned).collect())
}

fn run(case: &str, more: &[&str]) -> Run {
    let (site, args) = laid_out(case);
    let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
    site.run(&args)
}

fn all() -> Vec<String> {
    cases(&folder("mistakes"))
}

fn expected(case: &str) -> String {
    fs::read_to_string(folder("mistakes").join(case).join("expected.txt")).unwrap_or_default()
}

#[test]
fn every_mistake_is_reported_as_expected() {
    let differing: Vec<String> = all()
        .par_iter()
        .filter_map(|case| {
            let found = run(case, &["--color", "never"]).err;
            if found == expected(case) {
                return None;
            }
            if blessing() {
                let file = folder("mistakes").join(case).join("expected.txt");
                fs::write(file, found).expect("the expected text can be written");
                return None;
            }
            Some(format!("mistakes/{case}:\n{}", difference(&expected(case), &found)))
        })
        .collect();
    assert!(
        differing.is_empty(),
        "{} cases differ (`BALM_BLESS=1 cargo test` accepts them):\n\n{}",
        differing.len(),
        differing.join("\n")
    );
}

#[test]
fn a_mistake_stops_the_build_and_a_warning_does_not() {
    for case in &all() {
        let found = run(case, &["--color", "never"]);
        let errors = found.err.lines().any(|line| line.starts_with("error["));
        assert_eq!(found.code, i32::from(errors), "mistakes/{case}: {}", found.err);
    }
}

#[test]
fn the_json_has_all_that_is_printed_for_people_who_get_errors_first() {
    for case in &all() {
        let human = expected(case);
        let found = run(case, &["--format", "json"]);
        assert_eq!(found.err, "", "mistakes/{case}");
        let mut rest = human.as_str();
        let mut headings = 0;
        let mut diagnostics = found.diagnostics();
        diagnostics.sort_by_key(|diagnostic| diagnostic["level"] != "error");
        for diagnostic in diagnostics {
            let word = |key: &str| diagnostic[key].as_str().expect("it is text").to_owned();
            // A finding in the same words as an earlier one is printed there, with this place.
            let at = format!("{}:{}", diagnostic["line"], diagnostic["column"]);
            let same = format!("{}[{}]: {}\n", word("level"), word("code"), word("message"));
            if human.contains(&same) && !rest.contains(&same) {
                assert!(
                    human.contains("  also at ") && (human.contains(&at) || human.contains(" more place")),
                    "mistakes/{case}: {diagnostic}"
                );
                continue;
            }
            let place = match word("text").as_str() {
                "" if diagnostic["line"] == 1 && diagnostic["column"] == 1 => word("file"),
                _ => format!("{}:{}:{}", word("file"), diagnostic["line"], diagnostic["column"]),
            };
            let label = word("label");
            let mut parts = vec![format!("{}[{}]: {}", word("level"), word("code"), word("message")), place];
            parts.extend((!label.is_empty()).then_some(label));
            for related in diagnostic["related"].as_array().expect("it is a list") {
                parts.push(related["file"].as_str().expect("it is text").to_owned());
            }
            for part in parts {
                assert!(rest.contains(&part), "mistakes/{case}: `{part}` is not printed here:\n{rest}");
            }
            // Long help is broken into lines for people.
            let help = word("help");
            assert!(!help.is_empty(), "mistakes/{case}: {diagnostic} has no help");
            for part in help.split_whitespace() {
                assert!(rest.contains(part), "mistakes/{case}: `{help}` is not printed");
            }
            headings += 1;
            let heading = rest.find(&format!("[{}]", word("code"))).expect("it was found above");
            rest = &rest[heading + 1..];
        }
        let told = human.lines().filter(|l| l.starts_with("error[") || l.starts_with("warning[")).count();
        assert_eq!(told, headings, "mistakes/{case}: JSON and text differ in number");
    }
}

#[test]
fn nothing_is_reported_twice_and_findings_are_sorted_by_place() {
    for case in &all() {
        let found = run(case, &["--format", "json"]).diagnostics();
        let place = |d: &Json| {
            (
                d["file"].as_str().map(str::to_owned),
                d["start"].as_u64(),
                d["level"].as_str() == Some("warning"),
            )
        };
        assert!(found.is_sorted_by_key(place), "mistakes/{case}");
        let mut seen = BTreeSet::new();
        for diagnostic in &found {
            let words = (diagnostic["code"].to_string(), diagnostic["message"].to_string());
            let what = (place(diagnostic), diagnostic["end"].as_u64(), words);
            assert!(seen.insert(what), "mistakes/{case}: reported twice: {diagnostic:#}");
        }
    }
}

#[test]
fn every_code_has_a_case() {
    let mut told: BTreeSet<String> = BTreeSet::new();
    for case in all() {
        for line in expected(&case).lines() {
            let code = line.strip_prefix("error[").or(line.strip_prefix("warning["));
            told.extend(code.and_then(|code| code.split(']').next()).map(str::to_owned));
        }
    }
    let missing: Vec<&str> = codes::all()
        .iter()
        .map(|code| code.name)
        .filter(|name| {
            !told.contains(*name) && !MADE_BY_HOSTILE.contains(name) && !MADE_BY_EXTERNAL.contains(name)
        })
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}: add one to tests/it/mistakes/");
    for name in MADE_BY_HOSTILE.into_iter().chain(MADE_BY_EXTERNAL) {
        assert!(codes::find(name).is_some(), "there is no code `{name}`");
    }
}

#[test]
fn a_bad_article_breaks_more_than_35_rules_once_each() {
    let found = run("a-bad-article", &["--format", "json"]).diagnostics();
    let mut rules: BTreeSet<&str> = BTreeSet::new();
    let mut editorial = 0;
    for diagnostic in &found {
        let name = diagnostic["code"].as_str().expect("it is text");
        assert_eq!(
            diagnostic["file"], "content/backs/bad.md",
            "`{name}` is reported in a file without mistakes"
        );
        assert!(rules.insert(name), "`{name}` is reported twice");
        let code = codes::find(name).unwrap_or_else(|| panic!("there is no code `{name}`"));
        editorial += usize::from(code.is_editorial());
    }
    assert!(editorial >= 35, "only {editorial} rules are broken: {rules:?}");
}

/// The rules of `balm check` by group, as a table in Markdown.
fn listed() -> String {
    let mut text = String::from(
        "# Rules\n\n`balm check` and `balm build` apply these rules to a site. `balm explain NAME` prints what a rule does and why, \
         with a\nbad and a good example and its source. `[checks]` in `site.toml` sets a rule, a group or `all` to `error`, `warn` or \
         `off`;\nfirm rules keep readers from harm, so their level is fixed.\n",
    );
    for group in Group::ALL {
        text.push_str(&format!("\n## {}\n\n| rule | level | finds |\n|---|---|---|\n", group.name()));
        for code in codes::all().iter().filter(|code| code.group == Some(group)) {
            let first: Vec<&str> =
                code.page.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
            let firm = if code.is_firm { ", firm" } else { "" };
            let finds = first.join(" ").replace('|', "\\|");
            text.push_str(&format!("| `{}` | {}{firm} | {finds} |\n", code.name, code.level.word()));
        }
    }
    text
}

#[test]
fn every_rule_is_documented_and_listed() {
    for code in codes::all().iter().filter(|code| code.group.is_some()) {
        for word in ["\n What it does: ", "\n Why: ", "Bad", "Good", "Source: "] {
            assert!(code.page.contains(word), "the page of `{}` says nothing of {word:?}", code.name);
        }
    }
    let file = harness::repository().join("src/check/README.md");
    if blessing() {
        fs::write(&file, listed()).expect("the list can be written");
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == listed(),
        "src/check/README.md is not the list of rules (`BALM_BLESS=1 cargo test` writes it)"
    );
}
