//! The JSON-LD of pages: what it contains for a small site that uses every type, whether schema.org defines it,
//! and whether the page shows it.
//!
//! The site is in `linked-data/`, built with the built-in theme; `linked-data/expected/` has the JSON-LD of its pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use serde_json::Value as Json;

use crate::harness::{OWN_DAY, Site, Tree, balm, blessing, copy, difference, folder, repository, run, tree};
use crate::page::Page;
use crate::vocabulary::{Judge, types};

/// The pages of `linked-data/`.
static SMALL: LazyLock<Tree> = LazyLock::new(|| {
    let site = Site::empty();
    copy(&folder("linked-data"), site.path());
    fs::remove_dir_all(site.path().join("expected")).ok();
    site.built()
});

/// The pages of the repository's own site.
static OWN: LazyLock<Tree> = LazyLock::new(|| {
    let out = Site::empty();
    let mut command = balm(&repository());
    command.args(["build", "--quiet", "--today", OWN_DAY, "--out"]).arg(out.path().join("out"));
    let found = run(command);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    tree(&out.path().join("out"))
});

/// The JSON-LD of a page; `None` if it has none.
fn document(page: &Page) -> Option<Json> {
    let mut scripts = page.named("script").filter(|script| script.get("type") == Some("application/ld+json"));
    let script = scripts.next()?;
    assert!(scripts.next().is_none(), "{}: two scripts", page.path);
    assert!(!script.text.contains('<'), "{}: a `<` in the script", page.path);
    Some(serde_json::from_str(&script.text).unwrap_or_else(|error| panic!("{}: {error}", page.path)))
}

fn documents(tree: &Tree) -> BTreeMap<String, Json> {
    let pages = Page::all(tree);
    pages.iter().filter_map(|page| Some((page.path.clone(), document(page)?))).collect()
}

/// Every node of a document, including nested ones.
fn nodes(value: &Json) -> Vec<&Json> {
    let mut found = Vec::new();
    match value {
        Json::Array(items) => items.iter().for_each(|item| found.extend(nodes(item))),
        Json::Object(entries) => {
            found.extend(entries.contains_key("@type").then_some(value));
            entries.values().for_each(|inner| found.extend(nodes(inner)));
        }
        _ => {}
    }
    found
}

fn of_type<'a>(document: &'a Json, name: &str) -> Vec<&'a Json> {
    nodes(document).into_iter().filter(|node| types(node).contains(&name)).collect()
}

#[test]
fn every_page_has_the_expected_json_ld() {
    let home = folder("linked-data/expected");
    let found: BTreeMap<String, String> = documents(&SMALL)
        .into_iter()
        .map(|(path, document)| {
            let path = path.trim_end_matches("index.html").trim_end_matches('/').replace('/', "-");
            let path = if path.is_empty() { "home".to_owned() } else { path };
            let text = serde_json::to_string_pretty(&document["@graph"]).expect("it is JSON");
            (format!("{path}.json"), text + "\n")
        })
        .collect();
    if blessing() {
        fs::remove_dir_all(&home).ok();
        fs::create_dir_all(&home).expect("a folder can be made");
        for (path, text) in &found {
            fs::write(home.join(path), text).expect("a file can be written");
        }
    }
    let expected = tree(&home);
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    let differing: Vec<String> = found
        .iter()
        .map(|(path, text)| (path, String::from_utf8_lossy(&expected[path]), text))
        .filter(|(_, old, new)| old != *new)
        .map(|(path, old, new)| format!("{path}\n{}", difference(&old, new)))
        .collect();
    assert!(differing.is_empty(), "`BALM_BLESS=1 cargo test` accepts these:\n\n{}", differing.join("\n"));
}

#[test]
fn the_small_site_has_every_type_there_is() {
    let documents = documents(&SMALL);
    let found: BTreeSet<&str> = documents.values().flat_map(nodes).flat_map(types).collect();
    let wanted = "AboutPage AnatomicalStructure Answer BreadcrumbList CollectionPage CreativeWork Diet \
                  DietarySupplement Drug DrugClass ExercisePlan FAQPage HowTo HowToStep Legislation \
                  LifestyleModification ListItem MedicalCause MedicalCondition MedicalEntity \
                  MedicalScholarlyArticle MedicalTherapy MedicalWebPage Organization Patient Person \
                  PhysicalActivity QuantitativeValue Question Substance TherapeuticProcedure WebPage";
    assert_eq!(found, wanted.split_whitespace().collect());
}

#[test]
fn schema_org_defines_every_term_and_accepts_every_value() {
    let judge = Judge::new();
    for (path, document) in documents(&SMALL).iter().chain(&documents(&OWN)) {
        assert_eq!(judge.faults(document), [""; 0], "{path}: {document:#}");
    }
}

#[test]
fn pages_show_all_that_their_data_says() {
    for page in Page::all(&SMALL).iter().chain(&Page::all(&OWN)) {
        assert_eq!(balm::check::page::mismatches(&page.html), [], "{}", page.path);
        // The same once more, without the rule's code, for values that are always words.
        let shown: String = page.text().split_whitespace().collect();
        for node in document(page).iter().flat_map(nodes) {
            for key in ["name", "text", "description", "jobTitle", "alternateName", "contraindication"] {
                let values =
                    node[key].as_array().map_or_else(|| vec![&node[key]], |list| list.iter().collect());
                for text in values.into_iter().filter_map(Json::as_str) {
                    let dense: String = text.split_whitespace().collect();
                    assert!(shown.contains(&dense), "{}: `{text}` is not shown", page.path);
                }
            }
        }
    }
}

#[test]
fn a_page_that_shows_something_else_is_reported() {
    let mut found = 0;
    for page in Page::all(&OWN).iter().filter(|page| page.path.starts_with("exercises/bird-dog")) {
        for (from, to) in
            [("Keep your hips level", "Keep your feet level"), ("Repeat 10 times", "Repeat 12 times")]
        {
            let (body, script) = page
                .html
                .split_at(page.html.find("<script type=\"application/ld+json\"").expect("it is there"));
            let html = body.replace(from, to) + script;
            assert_ne!(html, page.html);
            found += balm::check::page::mismatches(&html).len();
        }
    }
    // The step; the number and the sentence that contains it.
    assert_eq!(found, 3);
}

#[test]
fn every_page_with_an_address_of_its_own_has_json_ld() {
    for tree in [&*SMALL, &*OWN] {
        for page in Page::all(tree).iter().filter(|page| !page.is_redirect()) {
            let document = document(page);
            assert_eq!(document.is_some(), page.path != "404.html", "{}", page.path);
            let Some(document) = document else { continue };
            let own = &document["@graph"][0];
            let canonical = page.named("link").find(|link| link.get("rel") == Some("canonical"));
            assert_eq!(own["url"].as_str(), canonical.and_then(|link| link.get("href")), "{}", page.path);
        }
    }
}

#[test]
fn there_are_at_least_two_breadcrumbs_from_home_to_the_page() {
    for (path, document) in documents(&SMALL).iter().chain(&documents(&OWN)) {
        let lists = of_type(document, "BreadcrumbList");
        assert_eq!(lists.len(), usize::from(path != "index.html"), "{path}");
        for list in lists {
            let items = list["itemListElement"].as_array().expect("it is a list");
            assert!(items.len() >= 2, "{path}");
            for (item, place) in items.iter().zip(1..) {
                assert_eq!(item["position"], place, "{path}");
                assert_eq!(item["item"].is_string(), place < items.len(), "{path}");
            }
        }
    }
}

#[test]
fn each_question_is_marked_up_once_where_most_of_its_table_is_shown() {
    for (tree, home, count) in
        [(&*SMALL, "backs/questions/index.html", 2), (&*OWN, "back-muscle-spasms/questions/index.html", 5)]
    {
        let documents = documents(tree);
        let asked = documents.iter().flat_map(|(path, document)| {
            of_type(document, "Question").into_iter().map(move |question| (path.as_str(), &question["name"]))
        });
        let asked: Vec<(&str, &Json)> = asked.collect();
        assert!(asked.iter().all(|(path, _)| *path == home), "{asked:?}");
        assert_eq!(asked.len(), count, "{asked:?}");
        assert_eq!(asked.iter().map(|(_, name)| name.to_string()).collect::<BTreeSet<_>>().len(), count);
    }
}

#[test]
fn a_reviewer_is_named_only_where_there_is_one() {
    for (path, document) in &documents(&OWN) {
        assert!(!document.to_string().contains("reviewedBy"), "{path}");
    }
    let with: Vec<String> = documents(&SMALL)
        .into_iter()
        .filter(|(_, document)| document.to_string().contains("reviewedBy"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(with, ["backs/index.html"]);
}

#[test]
fn only_treatments_and_causes_with_evidence_are_in_the_json_ld() {
    let documents = documents(&SMALL);
    let names = |path: &str, key: &str| -> Vec<String> {
        let condition = of_type(&documents[path], "MedicalCondition")[0];
        let list = condition[key].as_array().expect("it is a list");
        list.iter().map(|node| node["name"].as_str().expect("it has a name").to_owned()).collect()
    };
    assert_eq!(names("backs/index.html", "cause"), ["Long sitting", "Heavy work"]);
    let treatments = names("backs/treatment/index.html", "possibleTreatment");
    assert!(treatments.contains(&"With a claim".to_owned()) && treatments.contains(&"Bird dog".to_owned()));
    for not in
        ["Without evidence", "Of which nothing is claimed", "Advised against", "March", "Remedy: herbal"]
    {
        assert!(!treatments.contains(&not.to_owned()), "{not} in {treatments:?}");
    }
}

#[test]
fn questions_shown_by_a_directive_of_the_site_are_marked_up_like_built_in_ones() {
    let own = |shows: &str| {
        let component = format!(
            "{{% component ask() {{\"forms\": [\"leaf\"]}} -%}}\n\
             {{% for row in rows(kind=\"question\") %}}<h2>{{{{ row.question }}}}</h2>{shows}{{% endfor %}}\n\
             {{%- endcomponent %}}\n"
        );
        let site = Site::with("# Questions\n\n::ask\n")
            .file("templates/components/ask.html", component)
            .file("content/faq.toml", "[[question]]\nquestion = \"Is heat safe?\"\nanswer = \"Mostly.\"\n");
        String::from_utf8_lossy(&site.built()["a/index.html"]).contains("FAQPage")
    };
    assert!(own("{{ row.answer }}"));
    assert!(!own(""), "a question without its answer is not marked up");
}
