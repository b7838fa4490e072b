//! What balm prints in each `--format`, and how it groups many findings for people.

use balm::codes;
use rayon::prelude::*;
use serde_json::Value as Json;

use crate::harness::{self, Run, Site, cases, folder, repository, run};

const BROKEN: &str = "# Heat\n\nSee [x](nowhere.md).\n";

/// The official schema of SARIF 2.1.0, formats such as `uri` included.
fn schema() -> jsonschema::Validator {
    // The pattern for language names has one bracket too many, which not every regular expression engine accepts.
    let text = include_str!("sarif/sarif-schema-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema: Json = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one")
}

/// The run in a log that follows the schema.
fn valid(schema: &jsonschema::Validator, found: &Run, what: &str) -> Json {
    let log: Json = serde_json::from_str(&found.out).unwrap_or_else(|e| panic!("{what}: {e}\n{}", found.out));
    let faults: Vec<String> =
        schema.iter_errors(&log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{what}: {faults:#?}");
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(1), "{what}");
    log["runs"][0].clone()
}

#[test]
fn every_mistake_is_valid_sarif_with_the_content_of_the_json() {
    let schema = schema();
    let differing: Vec<String> = cases(&folder("mistakes"))
        .into_par_iter()
        .filter_map(|case| {
            let site = Site::new();
            harness::copy(&folder("mistakes").join(&case), site.path());
            let run = valid(&schema, &site.run(&["check", "--format", "sarif"]), &case);
            let expected = site.check();
            let results = run["results"].as_array().expect("there are results");
            let rules = run["tool"]["driver"]["rules"].as_array().expect("there are rules");
            let same = results.len() == expected.len()
                && results.iter().zip(&expected).all(|(result, said)| says(result, rules, said));
            (!same).then(|| format!("mistakes/{case}:\n{results:#?}\n{expected:#?}"))
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Whether a result has the content of an entry of the JSON.
fn says(result: &Json, rules: &[Json], said: &Json) -> bool {
    let text = result["message"]["text"].as_str().unwrap_or("").replace("{{", "{").replace("}}", "}");
    let location = &result["locations"][0]["physicalLocation"];
    let region = &location["region"];
    let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().expect("a rule")).expect("it is small")];
    let has_text = region.get("startColumn").is_some();
    let place = [
        ("startLine", "line"),
        ("endLine", "end_line"),
        ("startColumn", "column"),
        ("endColumn", "end_column"),
    ];
    rule["id"] == said["code"]
        && result["ruleId"] == said["code"]
        && result["level"] == said["level"]
        && text.starts_with(said["message"].as_str().unwrap_or("-"))
        && text.ends_with(said["help"].as_str().unwrap_or("-"))
        && location["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        && (!has_text || place.iter().all(|(theirs, ours)| region[theirs] == said[ours]))
        && result["relatedLocations"].as_array().map_or(0, Vec::len)
            == said["related"].as_array().map_or(0, Vec::len)
        && result["partialFingerprints"].as_object().is_some_and(|prints| prints.len() == 1)
}

#[test]
fn a_sarif_log_has_every_rule_with_its_page_and_counts_characters() {
    let site = Site::with("# Wärme\n\nWärme, [x](nöwhere.md).\n");
    let log = valid(&schema(), &site.run(&["check", "--format", "sarif"]), "check");
    assert_eq!(log["columnKind"], "unicodeCodePoints");
    assert_eq!(
        (&log["invocations"][0]["exitCode"], &log["invocations"][0]["executionSuccessful"]),
        (&1.into(), &true.into())
    );
    let driver = &log["tool"]["driver"];
    assert_eq!((&driver["name"], &driver["version"]), (&"balm".into(), &env!("CARGO_PKG_VERSION").into()));
    let rules = driver["rules"].as_array().expect("there are rules");
    assert_eq!(rules.len(), codes::all().len());
    for (rule, code) in rules.iter().zip(codes::all()) {
        assert_eq!(rule["id"], code.name);
        assert_eq!(rule["defaultConfiguration"]["level"], code.level.word());
        let page = rule["help"]["markdown"].as_str().expect("a page");
        let short = rule["shortDescription"]["text"].as_str().expect("a sentence");
        assert!(
            page.len() > short.len() && short.ends_with('.') && !short.contains('\n'),
            "{}: {short}",
            code.name
        );
    }
    let region = &log["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        region,
        &serde_json::json!({
            "startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 23, "charOffset": 16, "charLength": 15
        })
    );
    let found = site.run(&["build", "--format", "sarif"]);
    assert_eq!((found.code, found.err.as_str()), (1, ""));
}

#[test]
fn a_fingerprint_survives_lines_added_above_and_distinguishes_equal_mistakes() {
    let prints = |text: &str| -> Vec<Json> {
        let log = valid(&schema(), &Site::with(text).run(&["check", "--format", "sarif"]), text);
        let results = log["results"].as_array().expect("there are results").clone();
        results.into_iter().map(|result| result["partialFingerprints"]["markedText/v1"].clone()).collect()
    };
    let twice = "# Heat\n\nSee [x](nowhere.md) and [x](nowhere.md).\n";
    let before = prints(twice);
    assert!(before.len() == 2 && before[0] != before[1], "{before:?}");
    assert_eq!(prints(&twice.replace("See", "One more line.\n\nSee")), before);
}

#[test]
fn programs_find_the_file_from_where_balm_was_started() {
    let outer = Site::empty();
    harness::copy(&folder("base"), &outer.path().join("my site"));
    let outer = outer.file("my site/content/a.md", BROKEN);
    let log = valid(&schema(), &outer.run(&["check", "--root", "my site", "--format", "sarif"]), "root");
    let at =
        |log: &Json| log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert_eq!(at(&log), "my%20site/content/a.md");
    let commands = outer.run(&["check", "--root", "my site", "--format", "github"]).out;
    assert!(commands.starts_with("::error file=my site/content/a.md,line=3,"), "{commands}");
    let mut elsewhere = harness::balm(&repository());
    elsewhere.arg("check").arg("--root").arg(outer.path().join("my site")).args(["--format", "sarif"]);
    assert_eq!(at(&valid(&schema(), &run(elsewhere), "elsewhere")), "content/a.md");
}

#[test]
fn a_command_that_cannot_run_says_so_in_the_same_format() {
    let schema = schema();
    let home = Site::empty();
    for args in [
        &["check", "--root", "nowhere"][..],
        &["build", "--base-url", "{example}.org"],
        &["check", "--today", "2026-02-30"],
        &["biuld"],
        &["init", "x"],
    ] {
        let with = |format: &str| {
            let mut command = harness::balm(home.path());
            command.args(args).args(["--format", format]);
            run(command)
        };
        let found = with("sarif");
        assert_eq!((found.code, found.err.as_str()), (2, ""), "{args:?}");
        let log = valid(&schema, &found, &format!("{args:?}"));
        let invocation = &log["invocations"][0];
        assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&false.into(), &2.into()));
        assert!(invocation["toolExecutionNotifications"][0]["message"]["text"].is_string(), "{log:#}");
        assert_eq!(log["results"], Json::Array(Vec::new()));
        let found = with("github");
        assert!(found.code == 2 && found.out.starts_with("::error title=balm::"), "{args:?}: {found:?}");
        assert_eq!(found.out.lines().count(), 1, "{args:?}: {found:?}");
        let found = with("json");
        if args[0] != "init" {
            let error: Json = serde_json::from_str(&found.out).expect("it is JSON");
            assert!(found.code == 2 && error["error"]["message"].is_string(), "{args:?}: {found:?}");
        }
    }
}

#[test]
fn a_format_that_a_command_does_not_support_is_refused() {
    for args in [
        &["serve", "--format", "sarif"][..],
        &["build", "--watch", "--format", "github"],
        &["check", "--format", "ics"],
        &["explain", "--format", "github"],
    ] {
        let found = Site::new().run(args);
        assert_eq!(found.code, 2, "{args:?}: {found:?}");
        assert!((found.out + &found.err).contains("does not work with"), "{args:?}");
    }
}

#[test]
fn github_gets_one_line_for_each_mistake_and_people_get_the_rest() {
    let site = Site::with("# Heat\n").file("content/b.md", BROKEN);
    let found = site.run(&["check", "--format", "github"]);
    assert_eq!(found.code, 1);
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", found.out);
    assert!(lines[1].starts_with("::warning file=content/a.md,line=1,endLine="), "{}", found.out);
    assert_eq!(
        lines[0],
        "::error file=content/b.md,line=3,endLine=3,col=5,endColumn=20,title=broken-link::\
         there is no page or file at `nowhere.md`%0Acheck the spelling; the path is relative to the folder of this file"
    );
    assert!(
        lines[2].starts_with("Checked ") && lines[2].ends_with(": 1 error and 1 warning."),
        "{}",
        found.out
    );
    assert_eq!(
        found.err,
        "1 error and 1 warning. `broken-link` stops a build. `balm explain broken-link` says more.\n"
    );
    let quiet = site.run(&["check", "--format", "github", "--quiet"]).out;
    assert_eq!(quiet.lines().count(), 2, "{quiet}");
}

#[test]
fn many_findings_are_printed_by_file_and_by_rule() {
    let links = "See [x](nowhere.md).\n\n".repeat(12);
    let site = Site::with(format!("# Heat\n\n{links}")).file("content/b.md", "# Cold\n");
    let found = site.run(&["check", "--color", "never"]);
    assert!(found.err.starts_with("content/a.md: 12 errors\n\nerror[broken-link]"), "{}", found.err);
    assert_eq!(
        found.err.matches("content/b.md: 1 warning\n\nwarning[empty-article]").count(),
        1,
        "{}",
        found.err
    );
    let end = "\nbroken-link    12\n1 other rule once\n\n12 errors and 1 warning. `broken-link` stops a build. `balm explain broken-link` says more.\n";
    assert!(found.err.ends_with(end), "{}", found.err);
    assert!(
        found.out.starts_with("Checked ") && found.out.ends_with(": 12 errors and 1 warning.\n"),
        "{}",
        found.out
    );
    let one = Site::with(BROKEN).run(&["check", "--color", "never"]).err;
    assert!(one.starts_with("error["), "one file needs no heading: {one}");
    assert!(one.ends_with("\n\n1 error. `balm explain broken-link` says more.\n"), "{one}");
    assert!(!one.contains("rule once"), "{one}");
}
