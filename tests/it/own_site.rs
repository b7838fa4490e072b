//! The repository's own site: its pages, and the numbers on them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::harness::{OWN_DAY, Site, Tree, balm, repository, run, tree};
use crate::page::{Element, Page, dead_links, elements};

/// The whole site, built once.
static BUILT: LazyLock<Tree> = LazyLock::new(|| {
    let out = Site::empty();
    let mut command = balm(&repository());
    command.args(["build", "--strict", "--quiet", "--today", OWN_DAY, "--out"]).arg(out.path().join("out"));
    let found = run(command);
    assert_eq!((found.code, found.out.as_str(), found.err.as_str()), (0, "", ""));
    tree(&out.path().join("out"))
});

/// Its address, as `site.toml` says.
static BASE: LazyLock<String> = LazyLock::new(|| {
    let config = std::fs::read_to_string(repository().join("site.toml")).expect("the repository is a site");
    let line = config.lines().find_map(|line| line.strip_prefix("base_url = ")).expect("there is an address");
    line.trim_matches('"').trim_end_matches('/').to_owned()
});

fn pages() -> Vec<Page> {
    Page::all(&BUILT).into_iter().filter(|page| !page.is_redirect()).collect()
}

fn page(path: &str) -> Page {
    pages().into_iter().find(|page| page.path == path).unwrap_or_else(|| panic!("there is no `{path}`"))
}

fn text(path: &str) -> String {
    String::from_utf8(BUILT[path].clone()).expect("it is text")
}

#[test]
fn the_check_finds_nothing() {
    let mut command = balm(&repository());
    command.args(["check", "--strict", "--today", OWN_DAY]);
    let found = run(command);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    assert!(found.out.contains("No problems found."), "{}", found.out);
}

#[test]
fn no_part_of_the_preview_is_published() {
    for (path, bytes) in &*BUILT {
        let text = String::from_utf8_lossy(bytes);
        for word in
            [balm::serve::SCRIPT, "_balm/live", "_balm/page", "balm-check", "balm-preview", "balm-warning"]
        {
            assert!(!text.contains(word), "{path}: {word}");
        }
    }
}

#[test]
fn every_page_is_complete() {
    assert!(pages().len() >= 20, "{} pages", pages().len());
    for page in pages() {
        page.assert_whole();
        let described = page.named("meta").any(|meta| {
            meta.get("name") == Some("description")
                && meta.get("content").is_some_and(|text| !text.is_empty())
        });
        assert!(described || page.path == "404.html" || page.path.starts_with("tags/"), "{}", page.path);
    }
}

#[test]
fn every_canonical_address_is_the_page_s_own() {
    for page in pages().iter().filter(|page| page.path != "404.html") {
        let canonical = page.named("link").find(|link| link.get("rel") == Some("canonical"));
        let href = canonical.and_then(|link| link.get("href")).expect("there is one");
        assert_eq!(href, format!("{}{}", *BASE, page.url()), "{}", page.path);
    }
}

#[test]
fn no_two_pages_have_the_same_title() {
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for page in pages() {
        let title = page.named("title").next().expect("there is one").text.clone();
        if let Some(other) = titles.insert(title.clone(), page.path.clone()) {
            panic!("`{title}` is the title of {other} and {}", page.path);
        }
    }
}

#[test]
fn no_link_is_dead() {
    let dead = dead_links(&BUILT, &BASE);
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn every_page_of_the_topic_starts_with_the_danger_signs() {
    let of_topic = |path: &str| {
        ["back-muscle-spasms/", "exercises/", "remedies/"].iter().any(|folder| path.starts_with(folder))
    };
    let mut seen = 0;
    for page in pages().iter().filter(|page| of_topic(&page.path)) {
        seen += 1;
        let help = page.html.find("aria-label=\"Danger signs\"");
        if page.path == "back-muscle-spasms/get-help/index.html" {
            // The page about danger signs starts with its own card, before its table of contents.
            let card = page.html.find("class=\"care emergency\"").expect("there is a card");
            assert!(page.html.find("class=\"toc\"").is_some_and(|contents| card < contents));
            continue;
        }
        let title = page.html.find("<h1").expect("there is a title");
        assert!(help.is_some_and(|help| help < title), "{}: no danger signs before the text", page.path);
        for sign in
            ["999", "A&amp;E", "both legs", "genitals, inner thighs", "chest pain", "serious accident"]
        {
            assert!(page.html.contains(sign), "{}: nothing says `{sign}`", page.path);
        }
        for number in ["tel:999", "tel:111"] {
            let calls = page.named("a").any(|a| a.get("href") == Some(number));
            assert!(calls, "{}: no `{number}`", page.path);
        }
        let leads = page.named("a").any(|a| a.get("href") == Some("/back-muscle-spasms/get-help/"));
        assert!(leads, "{}: no link to `get-help`", page.path);
    }
    assert!(seen >= 16, "only {seen} pages");
}

#[test]
fn every_page_says_that_no_clinician_has_reviewed_it() {
    for page in pages() {
        assert!(page.text().contains("No clinician has reviewed this page."), "{}", page.path);
        assert!(!page.text().contains("Reviewed by"), "{}", page.path);
    }
}

#[test]
fn the_feed_is_well_formed_and_short() {
    let feed = text("feed.xml");
    assert_well_formed(&feed);
    let entries = feed.matches("<entry>").count();
    assert!((1..=20).contains(&entries), "{entries} entries");
    for element in elements(&feed).iter().filter(|element| element.name == "link") {
        let href = element.get("href").expect("a link has an address");
        assert!(href.starts_with(&*BASE), "{href}");
    }
    for needed in ["<id>", "<updated>", "<author>", "<title"] {
        assert!(feed.contains(needed), "{needed}");
    }
}

/// Fails unless every element of the XML is closed, in order.
fn assert_well_formed(xml: &str) {
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), "{}", &xml[..60]);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let end = tag.find('>').expect("a tag ends");
        let inner = &tag[..end];
        let name = inner.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or("");
        if inner.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in {}", &rest[..200.min(rest.len())]);
        } else if !inner.ends_with('/') && !inner.starts_with('?') && !inner.starts_with('!') {
            open.push(name);
        }
        rest = &tag[end + 1..];
    }
    assert_eq!(open, [""; 0]);
    for part in xml.split('&').skip(1) {
        let name = part.split(';').next().unwrap_or("");
        let known = ["amp", "lt", "gt", "quot", "apos"].contains(&name) || name.starts_with('#');
        assert!(known, "the entity `&{name};` is not XML's");
    }
}

#[test]
fn the_sitemap_lists_every_page_and_nothing_else() {
    let sitemap = text("sitemap.xml");
    assert_well_formed(&sitemap);
    let listed: BTreeSet<String> = sitemap
        .split("<loc>")
        .skip(1)
        .map(|part| part.split("</loc>").next().unwrap_or("").to_owned())
        .collect();
    let hidden = |page: &Page| page.named("meta").any(|meta| meta.get("name") == Some("robots"));
    let wanted: BTreeSet<String> = pages()
        .iter()
        .filter(|page| page.path != "404.html" && !hidden(page))
        .map(|page| format!("{}{}", *BASE, page.url()))
        .collect();
    assert_eq!(listed, wanted);
}

/// Exercise, starting position, hold and repeats: the numbers in the source.
const EXERCISES: [(&str, &str, &str, &str, &str); 4] = [
    ("lower-back-stretch", "Lower back stretch", "Lying on your back", "20 to 30 seconds", "2 to 3 times"),
    ("childs-pose", "Child’s pose", "Hands and knees", "20 to 30 seconds", "2 to 3 times"),
    ("bird-dog", "Bird dog", "Hands and knees", "3 to 5 seconds", "10 times on each side"),
    ("bridge-pose", "Bridge pose", "Lying on your back", "10 to 15 seconds", "10 times"),
];

#[test]
fn every_exercise_has_its_dose_wherever_it_is_shown() {
    let all = page("back-muscle-spasms/exercises/index.html").text().to_lowercase();
    for (id, name, start, hold, reps) in EXERCISES {
        let own = page(&format!("exercises/{id}/index.html"));
        assert_eq!(own.named("h1").next().expect("there is one").text.replace('\'', "’"), name);
        let own = own.text().to_lowercase();
        for part in [start, &format!("Hold for {hold}"), reps] {
            assert!(own.contains(&part.to_lowercase()), "{id}: its page does not say `{part}`: {own}");
        }
        for part in [name, hold, reps] {
            let part = part.to_lowercase();
            assert!(all.replace('\'', "’").contains(&part), "{id}: the list does not say `{part}`");
        }
    }
}

/// A remedy, and words from its claims and instructions.
const REMEDIES: [(&str, &[&str]); 5] = [
    ("herbal", &["valerian", "chamomile", "capsule", "tea", "tincture"]),
    ("essential-oil", &["lavender", "peppermint", "eucalyptus", "dilute", "bath", "diffuser"]),
    ("hot-and-cold", &["cloth", "warm towel", "swelling"]),
    ("stretching", &["yoga", "pilates", "walking", "swimming", "slowly"]),
    ("water", &["leafy", "banana", "dairy", "magnesium", "potassium", "calcium"]),
];

#[test]
fn every_remedy_says_what_it_is_how_to_use_it_and_how_good_the_evidence_is() {
    let remedies: Vec<Page> = pages()
        .into_iter()
        .filter(|page| page.path.starts_with("remedies/") && page.path != "remedies/index.html")
        .collect();
    for (word, wanted) in REMEDIES {
        let of = remedies.iter().filter(|page| page.path.contains(word));
        let said: String = of.map(|page| page.text().to_lowercase() + " ").collect();
        assert!(!said.is_empty(), "no remedy is named `{word}`");
        for part in wanted {
            assert!(said.contains(part), "{word}: nothing says `{part}`");
        }
        assert!(said.contains("evidence"), "{word}: nothing says how good the evidence is");
    }
    let list = page("back-muscle-spasms/remedies/index.html").text();
    for remedy in &remedies {
        let name = &remedy.named("h1").next().expect("there is one").text;
        assert!(list.contains(name.trim()), "`{name}` is not in the table of remedies");
    }
}

#[test]
fn every_cause_is_listed_with_what_helps() {
    let all = page("back-muscle-spasms/causes/index.html").text().to_lowercase();
    for wanted in [
        "overused",
        "posture",
        "lack of exercise",
        "dehydration",
        "nutrients",
        "stress",
        "breaks",
        "chair",
        "strengthening",
        "water",
        "potassium",
        "magnesium",
        "calcium",
        "meditation",
        "breathing",
        "disc",
        "stenosis",
    ] {
        assert!(all.contains(wanted), "the causes do not say `{wanted}`");
    }
}

#[test]
fn every_question_is_answered() {
    let all = page("back-muscle-spasms/questions/index.html").text().to_lowercase();
    for wanted in
        ["what causes", "relief", "natural remedies", "exercises help", "medical treatment", "acupuncture"]
    {
        assert!(all.contains(wanted), "the questions do not say `{wanted}`");
    }
}

#[test]
fn nothing_unsafe_or_unproven_is_said() {
    for page in pages() {
        let text = page.text().to_lowercase();
        for word in ["proven", "miracle", "cures ", "guaranteed", "detox"] {
            assert!(!text.contains(word) || text.contains(&format!("not {word}")), "{}: `{word}`", page.path);
        }
        let is_data = |script: &&Element| {
            matches!(script.get("type"), Some("application/ld+json" | "application/json"))
        };
        for script in page.named("script").filter(|script| !is_data(script)) {
            let is_own = script.get("src").is_some_and(|src| src.starts_with('/'));
            assert!(is_own, "{}: an inline script", page.path);
            assert_eq!(script.get("type"), Some("module"), "{}: a script blocks the page", page.path);
        }
        for element in &page.elements {
            let outside = element.get("src").is_some_and(|src| src.contains("://"));
            assert!(!outside, "{}: `{}` is loaded from elsewhere", page.path, element.name);
        }
    }
}
