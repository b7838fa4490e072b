//! The command line: what it prints where, and its exit codes.

use std::fs;
use std::path::Path;

use balm::codes;
use balm::data::{Node, Value};
use serde_json::Value as Json;

use crate::harness::{Run, Site, balm, repository, run, tree};

const BROKEN: &str = "# Heat\n\nSee [x](nowhere.md).\n";

fn balm_says(args: &[&str]) -> Run {
    let mut command = balm(Path::new("/"));
    command.args(args);
    run(command)
}

#[test]
fn the_exit_code_distinguishes_success_from_mistakes_from_misuse() {
    assert_eq!(Site::new().run(&["check"]).code, 0);
    assert_eq!(Site::new().run(&["build"]).code, 0);
    assert_eq!(Site::with(BROKEN).run(&["check"]).code, 1);
    assert_eq!(Site::with(BROKEN).run(&["build"]).code, 1);
    for wrong in [
        &["biuld"][..],
        &[],
        &["build", "--what"],
        &["build", "--today", "2026-02-30"],
        &["build", "--base-url", "example.org"],
        &["build", "--root", "/no/such/folder"],
        &["explain", "no-such-code"],
        &["schema", "no-such-schema"],
        &["new", "article", "x", "--root", "/"],
        &["init"],
    ] {
        let found = balm_says(wrong);
        assert_eq!(found.code, 2, "{wrong:?}: {}", found.out);
        assert!(!found.err.is_empty() && found.out.is_empty(), "{wrong:?}");
    }
    for fine in [&["--help"][..], &["--version"], &["build", "--help"], &["help", "new"]] {
        let found = balm_says(fine);
        assert_eq!((found.code, found.err.as_str()), (0, ""), "{fine:?}");
    }
}

#[test]
fn a_warning_is_an_error_with_strict() {
    let site = Site::with("# Heat\n");
    let found = site.run(&["build", "--color", "never"]);
    assert_eq!(found.code, 0);
    assert!(found.err.starts_with("warning[empty-article]"), "{}", found.err);
    assert!(found.err.ends_with("1 warning. `balm explain empty-article` says more.\n"), "{}", found.err);
    let strict = site.run(&["build", "--strict", "--color", "never"]);
    assert_eq!(strict.code, 1);
    assert!(strict.err.starts_with("error[empty-article]"), "{}", strict.err);
    assert!(strict.err.contains("1 error; nothing was published"), "{}", strict.err);
}

#[test]
fn quiet_prints_problems_only() {
    let fine = Site::new().run(&["build", "--quiet"]);
    assert_eq!((fine.out.as_str(), fine.err.as_str()), ("", ""));
    let broken = Site::with(BROKEN);
    assert_eq!(broken.run(&["check", "-q"]).err, broken.run(&["check"]).err);
}

#[test]
fn reports_go_to_standard_error_and_results_to_standard_output() {
    let found = Site::with("# Heat\n").run(&["build"]);
    assert!(found.out.starts_with("Built ") && found.err.starts_with("warning["), "{found:?}");
    let found = Site::with(BROKEN).run(&["build"]);
    assert_eq!(found.out, "");
}

#[test]
fn piped_output_has_no_colours_and_no_progress() {
    for args in [&["build"][..], &["check"], &["build", "--color", "auto"], &["build", "--color", "never"]] {
        let found = Site::with(BROKEN).run(args);
        let both = found.out + &found.err;
        assert!(!both.contains('\u{1b}') && !both.contains('\r'), "{args:?}: {both:?}");
    }
}

#[test]
fn a_flag_for_colours_overrides_the_environment() {
    let site = Site::with(BROKEN);
    let with = |name: &str, value: &str, args: &[&str]| {
        let mut command = balm(site.path());
        command.env(name, value).args(args);
        run(command).err.contains('\u{1b}')
    };
    assert!(with("NO_COLOR", "1", &["check", "--color", "always"]));
    assert!(!with("NO_COLOR", "1", &["check"]));
    assert!(with("CLICOLOR_FORCE", "1", &["check"]));
    assert!(!with("CLICOLOR_FORCE", "1", &["check", "--color", "never"]));
    let coloured = site.run(&["check", "--color", "always"]).err;
    let plain = site.run(&["check", "--color", "never"]).err;
    assert_eq!(without_colours(&coloured), plain, "colours change nothing else");
}

/// `text` without escape sequences for colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or("").to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, after)| after));
    }
    plain
}

#[test]
fn json_is_one_object_with_the_counts_and_nothing_else_is_printed() {
    let site = Site::with("# Heat\n").file("content/b.md", BROKEN);
    let found = site.run(&["build", "--format", "json"]);
    assert_eq!((found.code, found.err.as_str()), (1, ""));
    let document: Json = serde_json::from_str(&found.out).expect("it is JSON");
    assert_eq!(document["version"], 1);
    assert_eq!(document["summary"]["errors"], 1);
    assert_eq!(document["summary"]["warnings"], 1);
    assert_eq!(document["summary"]["published"], Json::Null);
    let link = &document["diagnostics"][1];
    assert_eq!(link["code"], "broken-link");
    assert_eq!(link["level"], "error");
    assert_eq!(link["file"], "content/b.md");
    assert_eq!((&link["line"], &link["column"]), (&3.into(), &5.into()));
    assert_eq!((&link["end_line"], &link["end_column"]), (&3.into(), &20.into()));
    assert_eq!((&link["start"], &link["end"]), (&12.into(), &27.into()));
    assert_eq!(link["text"], "[x](nowhere.md)");
}

#[test]
fn json_has_the_scores_of_every_article_in_english() {
    const SCORES: [&str; 7] = [
        "reading_age",
        "flesch_reading_ease",
        "flesch_kincaid_grade",
        "smog",
        "gunning_fog",
        "coleman_liau",
        "ari",
    ];
    let site = Site::with("# Cats\n\nThe cat sat on the mat.\n")
        .file("content/b.md", "+++\nlang = \"de\"\n+++\n\n# Katzen\n\nDie Katze sitzt auf der Matte.\n")
        .file("content/c.md", "# Only a title\n");
    let articles = |site: &Site| {
        let found = site.run(&["check", "--format", "json"]);
        let document: Json = serde_json::from_str(&found.out).expect("it is JSON");
        document["articles"].clone()
    };
    let found = articles(&site);
    let about = |file: &str| {
        let all = found.as_array().expect("there are articles").iter();
        all.into_iter().find(|article| article["file"] == file).unwrap_or_else(|| panic!("{file}: {found:#}"))
    };
    let cats = &about("content/a.md")["readability"];
    let scores: Vec<f64> =
        SCORES.iter().map(|name| cats[name].as_f64().unwrap_or_else(|| panic!("{name}: {cats}"))).collect();
    assert_eq!(scores, [5.0, 116.1, -1.4, 3.1, 2.4, -4.1, -5.1]);
    assert_eq!((&cats["words"], &cats["sentences"]), (&6.into(), &1.into()));
    let german = about("content/b.md");
    assert_eq!((&german["language"], &german["readability"]), (&"de".into(), &Json::Null));
    assert_eq!(about("content/c.md")["readability"], Json::Null);
    let config = std::fs::read_to_string(site.path().join("site.toml")).expect("there is one");
    let site = site.file("site.toml", config.replace("all = \"off\"", "all = \"warn\""));
    assert_eq!(articles(&site), found, "scores do not depend on which rules are on");
}

#[test]
fn articles_to_which_rules_about_words_were_not_applied_are_counted() {
    let row = "[[question]]\nquestion = \"Warum?\"\nanswer = \"Darum.\"\n";
    let german = "+++\nlang = \"de\"\n+++\n\n# Katzen\n\nDie Katze sitzt.\n";
    let told = |site: &Site| {
        let out = site.run(&["check"]).out;
        out.lines().find(|line| line.contains("not in English")).unwrap_or("").to_owned()
    };
    let site = Site::with("# Cats\n\nThe cat sat.\n").file("content/faq.toml", row);
    assert_eq!(told(&site), "", "they are in the language of the site");
    let site = site.file("content/de/katzen.md", german);
    assert_eq!(told(&site), "1 article is not in English: rules about words were not applied there.");
    let site = site.file("content/de/tafel/faq.toml", row.replace("Warum", "Wann"));
    let both = "1 article and 1 row are not in English: rules about words were not applied there.";
    assert_eq!(told(&site), both, "they are in the language of the folder above");
    let site = site.file("content/de/cats.md", "# Cats\n\nThe cat sat.\n");
    assert_eq!(told(&site), "1 article is not in English: rules about words were not applied there.");
}

#[test]
fn a_reader_that_closes_the_pipe_is_not_an_error() {
    let mut command = assert_cmd::Command::new("sh");
    command.args(["-c", "\"$0\" explain | head -1", env!("CARGO_BIN_EXE_balm")]);
    let found = run(command);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
}

// init and new

#[test]
fn a_new_site_builds_outside_the_repository_without_diagnostics() {
    let home = Site::empty();
    let made = home.run(&["init", "mine"]);
    assert_eq!((made.code, made.err.as_str()), (0, ""), "{}", made.out);
    assert!(made.out.contains("balm build --root mine"), "{}", made.out);
    let found = home.run(&["build", "--root", "mine", "--strict"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""), "{}", found.out);
    assert!(found.out.contains("The home page is mine/public/index.html"), "{}", found.out);
    let built = tree(&home.path().join("mine/public"));
    assert!(built.contains_key("index.html") && built.len() > 8, "{:?}", built.keys());
    let dead = crate::page::dead_links(&built, "https://example.org");
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn init_overwrites_nothing() {
    let site = Site::new();
    let before = tree(site.path());
    let found = site.run(&["init", "."]);
    assert_eq!(found.code, 2);
    assert!(found.err.contains("already") && found.err.contains("help: "), "{}", found.err);
    assert_eq!(tree(site.path()), before);
}

#[test]
fn the_theme_that_init_writes_is_the_built_in_one() {
    let site = Site::with("# Heat\n\n:::warning[Hot]\nTake care.\n:::\n");
    let before = site.built();
    let found = site.run(&["init", "--theme", "."]);
    assert_eq!((found.code, found.err.as_str()), (0, ""), "{}", found.out);
    assert!(site.path().join("templates/components/warning.html").is_file());
    assert!(site.path().join("static/style.css").is_file());
    assert_eq!(site.built(), before);
    let again = site.run(&["init", "--theme", "."]);
    assert_eq!(again.code, 2, "{}", again.out);
    let nowhere = Site::empty().run(&["init", "--theme", "."]);
    assert!(nowhere.code == 2 && nowhere.err.contains("no `site.toml`"), "{}", nowhere.err);
}

#[test]
fn what_new_adds_is_in_the_right_place_and_passes_the_check() {
    let site = Site::new().file("content/backs/index.md", "# Backs\n\nText.\n");
    for (what, name, path) in [
        ("article", "Heat & \"cold\" packs", "content/backs/heat-cold-packs.md"),
        ("exercise", "Bird dog", "content/backs/exercises.toml"),
        ("exercise", "Bridge \\ pose", "content/backs/exercises.toml"),
        ("remedy", "Heat pack", "content/backs/remedies.toml"),
        ("article", "Über Wärme", "content/backs/über-wärme.md"),
    ] {
        let found = site.run(&["new", what, name]);
        assert_eq!((found.code, found.err.as_str()), (0, ""), "new {what} {name}");
        assert!(found.out.contains(path), "{}", found.out);
        assert!(site.path().join(path).is_file(), "new {what} {name}: {:?}", tree(site.path()).keys());
    }
    let found = site.run(&["check", "--drafts", "--future", "--color", "never"]);
    assert_eq!(found.code, 0, "{}", found.err);
    let told: Vec<&str> =
        found.err.lines().filter(|line| line.contains('[') && !line.contains(" | ")).collect();
    assert!(!told.is_empty(), "unfinished parts are reported");
    assert!(told.iter().all(|line| line.starts_with("warning[unfinished]")), "{told:#?}");
    assert_eq!(site.run(&["check", "--drafts", "--strict"]).code, 1, "nothing unfinished passes --strict");
    assert_eq!(site.run(&["build"]).code, 0);
    let built = tree(&site.path().join("public"));
    assert!(built.contains_key("exercises/bird-dog/index.html"));
    assert!(built.contains_key("exercises/bridge-pose/index.html"));
    assert!(!built.contains_key("backs/heat-cold-packs/index.html"), "a new article is a draft");
}

#[test]
fn new_overwrites_nothing_and_says_what_it_cannot_do() {
    let site = Site::new()
        .file("content/a/index.md", "# A\n\nText.\n")
        .file("content/b/index.md", "# B\n\nText.\n")
        .file("content/b/exercises.csv", "name,steps\nBird dog,Reach.\n");
    assert_eq!(site.run(&["new", "article", "Heat", "--in", "a"]).code, 0);
    let before = tree(site.path());
    for (args, said) in [
        (&["new", "article", "Heat", "--in", "a"][..], "already exists"),
        (&["new", "article", "Heat"], "--in"),
        (&["new", "article", "!!!", "--in", "a"], "turned into an address"),
        (&["new", "article", "", "--in", "a"], "turned into an address"),
        (&["new", "article", "Up", "--in", "../x"], "not a folder"),
        (&["new", "article", "Up", "--in", "/etc/../.."], "not a folder"),
        (&["new", "leaflet", "Up"], "cannot add `leaflet`"),
    ] {
        let found = site.run(args);
        assert_eq!(found.code, 2, "{args:?}: {}", found.out);
        assert!(found.err.contains(said), "{args:?}: {}", found.err);
    }
    assert_eq!(tree(site.path()), before);
}

// schema, explain, completions

/// What `balm schema NAME` prints.
fn schema(name: &str) -> Json {
    let found = balm_says(&["schema", name]);
    assert_eq!((found.code, found.err.as_str()), (0, ""), "schema {name}");
    serde_json::from_str(&found.out).expect("a schema is JSON")
}

#[test]
fn every_schema_describes_an_object_and_documents_every_key() {
    for name in balm_says(&["schema"]).out.lines() {
        let schema = schema(name);
        assert!(schema["$schema"].as_str().is_some_and(|s| s.contains("json-schema.org")), "{name}");
        assert_eq!(schema["type"], "object", "{name}");
        described(name, &schema);
    }
}

/// Fails if a key of the schema has no description, or a reference leads nowhere.
fn described(name: &str, schema: &Json) {
    let definitions = schema["$defs"].as_object().into_iter().flatten();
    let all = definitions.map(|(name, schema)| (name.as_str(), schema)).chain([(name, schema)]);
    for (of, schema) in all {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let known = value["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(known || value.get("$ref").is_some(), "{name}: `{key}` of {of} has no description");
        }
    }
}

#[test]
fn the_schemas_accept_the_files_of_the_repository() {
    let toml = |path: &Path| toml(&fs::read_to_string(path).expect("the file can be read"));
    let content = repository().join("content");
    assert_accepts("site", &toml(&repository().join("site.toml")));
    let mut tables = 0;
    for (path, bytes) in tree(&content) {
        let name = path.rsplit('/').next().unwrap_or("");
        if let Some(name) = name.strip_suffix(".toml") {
            assert_accepts(name, &toml(&content.join(&path)));
            tables += 1;
        } else if name.ends_with(".md") {
            let text = String::from_utf8(bytes).expect("an article is text");
            let Some(front) = text.strip_prefix("+++\n").and_then(|text| text.split_once("\n+++\n")) else {
                continue;
            };
            assert_accepts("front-matter", &self::toml(front.0));
        }
    }
    assert!(tables >= 5, "only {tables} tables were tried");
}

#[test]
fn the_schemas_reject_what_balm_rejects() {
    for (name, wrong) in [
        ("site", r#"{"title": "x", "base_url": "https://x.example", "titel": "y"}"#),
        ("site", r#"{"base_url": "https://x.example"}"#),
        ("front-matter", r#"{"title": 1}"#),
        ("exercises", r#"{"exercise": [{"name": "x"}]}"#),
        ("exercises", r#"{"exercise": [{"name": "x", "steps": ["y"], "kind": "strech"}]}"#),
        ("exercises", r#"{"exercises": []}"#),
    ] {
        let value: Json = serde_json::from_str(wrong).expect("it is JSON");
        let schema = schema(name);
        assert!(fault(&schema, &schema, &value, "").is_some(), "{name} accepts {wrong}");
    }
}

/// TOML as JSON, with dates as text.
fn toml(text: &str) -> Json {
    let (node, mistakes) = balm::data::toml::parse(text, 0, &"test.toml".into());
    assert_eq!(mistakes, [], "{text}");
    json(&node)
}

fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null | Value::Unread => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::Text(text) | Value::Cell(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Table(entries) => entries.iter().map(|e| (e.key.clone(), json(&e.value))).collect(),
    }
}

fn assert_accepts(name: &str, value: &Json) {
    let schema = schema(name);
    if let Some(fault) = fault(&schema, &schema, value, "") {
        panic!("the schema `{name}` does not accept the repository's own file: {fault}");
    }
}

/// Why `schema` rejects `value`. Covers the part of JSON Schema that our schemas use.
fn fault(root: &Json, schema: &Json, value: &Json, at: &str) -> Option<String> {
    if let Some(target) = schema["$ref"].as_str() {
        let target = root.pointer(target.trim_start_matches('#')).expect("a reference leads somewhere");
        return fault(root, target, value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let faults: Vec<String> = choices.iter().filter_map(|c| fault(root, c, value, at)).collect();
        return (faults.len() == choices.len()).then(|| faults.join("; or "));
    }
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the type `{other}` at {at}"),
    };
    let kinds: Vec<&str> = match &schema["type"] {
        Json::String(kind) => vec![kind],
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind)) {
        return Some(format!("{at}: {value} is not of the type {kinds:?}"));
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        return Some(format!("{at}: {value} is not one of {allowed:?}"));
    }
    if let Some(only) = schema.get("const")
        && only != value
    {
        return Some(format!("{at}: {value} is not {only}"));
    }
    if let Some(items) = value.as_array() {
        let mut faults = items.iter().enumerate();
        return faults.find_map(|(i, item)| fault(root, &schema["items"], item, &format!("{at}/{i}")));
    }
    let entries = value.as_object()?;
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !entries.contains_key(required) {
            return Some(format!("{at}: `{required}` is missing"));
        }
    }
    entries.iter().find_map(|(key, value)| match schema["properties"].get(key) {
        Some(schema) => fault(root, schema, value, &format!("{at}/{key}")),
        None if schema["additionalProperties"] == Json::Bool(false) => {
            Some(format!("{at}: there is no `{key}`"))
        }
        None => None,
    })
}

#[test]
fn every_code_is_explained() {
    let index = balm_says(&["explain"]).out;
    for code in codes::all() {
        assert!(index.contains(code.name), "`{}` is not in the list", code.name);
        let page = balm_says(&["explain", code.name]);
        assert_eq!(page.code, 0);
        let start = format!("{} ({})\n\n", code.name, code.level.word());
        assert!(page.out.starts_with(&start) && page.out.len() > start.len() + 60, "{}", page.out);
        assert_eq!(page.out.matches("```").count() % 2, 0, "{}", page.out);
        assert!(!page.out.contains("\n  ") || page.out.contains("```"), "{}", page.out);
    }
    let directives = balm_says(&["explain", "directives"]).out;
    for name in ["emergency", "urgent", "exercises", "remedy", "figure", "only: string", "label"] {
        assert!(directives.contains(name), "{directives}");
    }
}

#[test]
fn the_directives_of_a_site_are_explained_including_its_own() {
    let own = "{% component notice(label: string, colour: string = \"red\") {\"forms\": [\"container\"]} -%}\n{{ body }}\n\
               {%- endcomponent %}\n";
    let kind = "title = \"A\"\nbase_url = \"https://a.example\"\n[tables.vaccines]\nrow = \"vaccine\"\n";
    let site = Site::new().file("site.toml", kind).file("templates/components/notice.html", own);
    let said = site.run(&["explain", "directives"]).out;
    for name in ["notice", "colour: string", "vaccines", "emergency"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    let broken = site.file("templates/components/notice.html", "{% component");
    assert!(
        broken.run(&["explain", "directives"]).out.contains("emergency"),
        "the directives of the theme are missing"
    );
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    for (args, near) in [
        (&["explain", "brokn-link"][..], "did you mean `broken-link`?"),
        (&["schema", "exercise"], "did you mean `exercises`?"),
        (&["biuld"], "build"),
        (&["build", "--drfats"], "--drafts"),
    ] {
        let found = balm_says(args);
        assert!(found.code == 2 && found.err.contains(near), "{args:?}: {}", found.err);
    }
}

#[test]
fn there_is_a_completion_script_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let found = balm_says(&["completions", shell]);
        assert_eq!((found.code, found.err.as_str()), (0, ""), "{shell}");
        assert!(found.out.contains("balm") && found.out.contains("explain"), "{shell}");
    }
}

#[test]
fn what_is_left_out_of_a_build_is_listed_with_its_date() {
    let dated =
        |key: &str, day: &str| format!("---\ntitle: T\n{key}: {day}\n---\n\nHeat relaxes the muscle.\n");
    let site = Site::new()
        .file("content/later.md", dated("published", "2026-12-24"))
        .file("content/over.md", dated("expires", "2025-12-24"))
        .file("content/new.md", "---\ntitle: New\ndraft: true\n---\n\nHeat relaxes the muscle.\n");
    let out = site.run(&["build"]).out;
    let line = out.lines().find(|line| line.starts_with("Left out: ")).unwrap_or_default();
    assert_eq!(
        line,
        "Left out: 1 draft (`content/new.md`; see `--drafts`), 1 scheduled (`content/later.md` until 2026-12-24; see \
         `--future`), 1 expired (`content/over.md` since 2025-12-24)."
    );
}

#[test]
fn errors_come_before_warnings_and_no_limit_hides_one() {
    let warnings = "- two weeks of rest, or 3-4 days\n".repeat(150);
    let text = format!("# Heat\n\n{}\n\nSee [this](gone.md).\n", warnings);
    let names: String = (0..250).map(|number| format!("- t{number} 2-{} days\n", number + 3)).collect();
    let config = "title = \"Backs\"\nbase_url = \"https://backs.example\"\n[checks]\nall = \"off\"\nlinks = \"error\"\n\
                  number-range = \"warn\"\n";
    let site = Site::with(format!("{names}\n{text}")).file("site.toml", config);
    let err = site.run(&["check", "--color", "never"]).err;
    let first = err.find("error[broken-link]").expect("it is shown");
    assert!(err.find("warning[").is_some_and(|at| at > first), "{}", &err[..500]);
    assert!(err.contains("more warnings; fix these first"), "{}", &err[err.len() - 500..]);
    assert!(err.contains(". `broken-link` stops a build. `balm explain broken-link` says more."), "{err}");
}
