//! Kinds of row that a site declares itself, tested from outside.

use std::collections::BTreeSet;
use std::fs;

use balm::data::{Node, Value};
use serde_json::Value as Json;

use crate::harness::{Site, folder, repository};
use crate::page::{Page, dead_links};

/// The site of `sites/` called `case`, without its templates: with the built-in theme.
fn in_the_theme(case: &str) -> Site {
    let site = Site::empty();
    crate::harness::copy(&folder("sites").join(case), site.path());
    for folder in ["expected", "templates"] {
        fs::remove_dir_all(site.path().join(folder)).ok();
    }
    site
}

const CASES: [(&str, &str); 4] = [
    ("vaccines", "https://vaccines.example"),
    ("opening-hours", "https://clinic.example"),
    ("glossary", "https://words.example"),
    ("recipes", "https://food.example"),
];

#[test]
fn the_theme_makes_complete_pages_for_kinds_that_it_does_not_know() {
    for (case, base) in CASES {
        let built = in_the_theme(case).built();
        for page in Page::all(&built).iter().filter(|page| !page.is_redirect()) {
            page.assert_whole();
        }
        let dead = dead_links(&built, base);
        assert!(dead.is_empty(), "{case}: {}", dead.join("\n"));
    }
}

#[test]
fn contraindications_come_before_doses_on_a_page_of_the_theme() {
    let built = in_the_theme("vaccines").built();
    let page = String::from_utf8_lossy(&built["vaccines/example-vaccine-a/index.html"]).into_owned();
    let at =
        |words: &str| page.find(words).unwrap_or_else(|| panic!("the page does not say “{words}”:\n{page}"));
    let (avoid, dose) = (at("reaction to an earlier dose"), at("8 weeks to 11 months"));
    assert!(avoid < dose, "contraindications come after the doses");
}

#[test]
fn a_declared_kind_may_be_called_what_pages_templates_and_messages_of_balm_are_called() {
    let site = Site::new()
        .file(
            "site.toml",
            "title = \"Care\"\nbase_url = \"https://care.example\"\n\n[checks]\nall = \"off\"\n\n\
             [tables.programme]\nrow = \"page\"\ntitle = \"Our courses\"\npages = \"/courses/\"\n\n\
             [tables.programme.fields.weeks]\ntype = \"number\"\n",
        )
        .file("content/programme.toml", "[[page]]\nname = \"Walking\"\nweeks = 6\n");
    let built = site.built();
    let pages = Page::all(&built);
    for (path, says) in [
        ("courses/index.html", "Our courses Every page on this site, from A to Z. Walking"),
        ("courses/walking/index.html", "Walking Weeks 6"),
    ] {
        let page = pages.iter().find(|page| page.path == path).expect(path);
        assert!(page.text().contains(says), "{path}: {}", page.text());
        page.assert_whole();
    }
}

#[test]
fn a_site_with_2000_rows_of_a_declared_kind_is_built_completely() {
    const ROWS: usize = 2_000;
    let rows: String = (1..=ROWS)
        .map(|number| {
            format!(
                "[[vaccine]]\nname = \"Example vaccine {number}\"\nprotects_from = \"example fever {number}\"\n\
                 avoid_if = [\"you had a reaction to it\"]\n\n[[vaccine.dose]]\nage = \"under {}\"\namount = {}.5\n\n\
                 [[vaccine.dose]]\nage = \"{} years and over\"\namount = 1\n\n",
                1 + number % 17,
                number % 3,
                1 + number % 17
            )
        })
        .collect();
    let declared = fs::read_to_string(folder("sites/vaccines/site.toml")).expect("it declares vaccines");
    let site = Site::new()
        .file("site.toml", declared)
        .file("content/index.md", "# Vaccines\n\n::vaccines{only=\"example-vaccine-7\"}\n")
        .file("content/vaccines.toml", rows);
    let built = site.built();
    let pages: BTreeSet<&String> =
        built.keys().filter(|path| path.starts_with("vaccines/") && path.ends_with("/index.html")).collect();
    assert_eq!(pages.len(), ROWS + 1, "a page for each row, and the list of all");
    let home = String::from_utf8_lossy(&built["index.html"]);
    assert!(home.contains("example fever 7") && !home.contains("example fever 8"), "{home}");
}

#[test]
fn the_schema_of_a_declared_kind_describes_its_rows() {
    let site = in_the_theme("vaccines");
    let printed = site.run(&["schema", "vaccines"]);
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let schema: Json = serde_json::from_str(&printed.out).expect("it is JSON");
    let validator = jsonschema::options().build(&schema).expect("it is a schema");
    let text = fs::read_to_string(site.path().join("content/children/vaccines.toml")).expect("it is there");
    let (rows, found) = balm::data::toml::parse(&text, 0, &"vaccines.toml".into());
    assert_eq!(found, []);
    let mut rows = json(&rows);
    assert!(
        validator.is_valid(&rows),
        "{:?}",
        validator.iter_errors(&rows).map(|e| e.to_string()).collect::<Vec<_>>()
    );
    let amount = &mut rows["vaccine"][0]["dose"][0]["amount"];
    *amount = 9.into();
    assert!(!validator.is_valid(&rows), "an amount out of bounds is accepted");
    let route = schema.pointer("/properties/vaccine/items/properties/route/enum");
    assert_eq!(route, Some(&serde_json::json!(["injection", "oral"])));
    assert!(printed.out.contains("What it protects from, in everyday words"), "{}", printed.out);
}

/// A data file as JSON, which editors check against the schema.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null | Value::Unread => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) | Value::Cell(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Table(entries) => {
            entries.iter().map(|entry| (entry.key.clone(), json(&entry.value))).collect()
        }
    }
}

#[test]
fn a_new_row_of_a_declared_kind_asks_for_what_is_missing() {
    let site = in_the_theme("vaccines");
    let found = site.run(&["new", "vaccine", "Example vaccine E", "--in", "children"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let text = fs::read_to_string(site.path().join("content/children/vaccines.toml")).expect("it is there");
    let (_, added) = text.split_once("name = \"Example vaccine E\"").expect("the row is added");
    assert!(added.contains("[[vaccine.dose]]") && added.contains("TODO:"), "{added}");
    let told = site.check();
    let codes: BTreeSet<&str> = told.iter().filter_map(|found| found["code"].as_str()).collect();
    assert_eq!(codes, BTreeSet::from(["unfinished"]), "{told:#?}");

    let found = site.run(&["new", "vaccine", "Example vaccine F", "--in", "adults"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let text = fs::read_to_string(site.path().join("content/adults/vaccines.csv")).expect("it is there");
    assert!(text.lines().last().is_some_and(|line| line.starts_with("Example vaccine F;TODO:")), "{text}");

    let found = site.run(&["new", "vacine", "Example vaccine G"]);
    assert_eq!(found.code, 2);
    assert!(found.err.contains("did you mean `vaccine`?"), "{}", found.err);
}

#[test]
fn the_tables_of_the_readme_that_a_site_declares_have_no_mistakes() {
    let readme = fs::read_to_string(repository().join("README.md")).expect("there is a README");
    let block = |language: &str, mark: &str| {
        let opening = format!("```{language}\n");
        let blocks = readme.split(&opening).skip(1).filter_map(|rest| rest.split("```").next());
        let found = blocks.into_iter().find(|block| block.contains(mark));
        found.unwrap_or_else(|| panic!("the README has no block of {language} with `{mark}`")).to_owned()
    };
    let head = "title = \"Vaccines\"\nbase_url = \"https://vaccines.example\"\n\n[publisher]\nname = \"Vaccine Care\"\n\
                funding = \"Its members pay.\"\nclinical_review = \"No clinician has reviewed this page.\"\n\n";
    let site = Site::new()
        .file("site.toml", format!("{head}{}", block("toml", "[tables.vaccines]")))
        .file("content/one/vaccines.toml", block("toml", "# vaccines.toml"))
        .file("content/two/vaccines.csv", block("csv", "protects_from"))
        .file(
            "content/sources.toml",
            "[[source]]\nid = \"example-handbook\"\ntitle = \"An example handbook\"\n",
        );
    let found = site.check();
    let of_tables: Vec<_> = found
        .iter()
        .filter(|found| {
            found["file"].as_str().is_some_and(|file| file == "site.toml" || file.contains("vaccines."))
        })
        .collect();
    assert!(of_tables.is_empty(), "{of_tables:#?}");
}
