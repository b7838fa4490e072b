//! Small complete sites, in `sites/`, and every byte that is published from them.
//!
//! Each has a few templates of its own, so that a change of the built-in theme does not touch them. The outputs
//! are in `expected/`, without style sheets, scripts and icons of the theme. `args.txt` has more arguments.

use std::collections::BTreeSet;
use std::fs;

use rayon::prelude::*;

use crate::harness::{Site, Tree, blessing, cases, copy, difference, folder, tree};
use crate::page::Page;

/// A case of `sites/` in a temporary folder, built; and what it published.
fn built(case: &str) -> Tree {
    let source = folder("sites").join(case);
    let site = Site::empty();
    copy(&source, site.path());
    fs::remove_dir_all(site.path().join("expected")).ok();
    let args = fs::read_to_string(source.join("args.txt")).unwrap_or_default();
    let args: Vec<&str> = ["build"].into_iter().chain(args.split_whitespace()).collect();
    let found = site.run(&args);
    assert_eq!((found.code, found.err.as_str()), (0, ""), "sites/{case}");
    let mut built = tree(&site.path().join("public"));
    built.retain(|path, _| {
        path.contains('/') || ![".css", ".js", ".svg"].iter().any(|end| path.ends_with(end))
    });
    built
}

#[test]
fn every_site_is_published_byte_for_byte_as_expected() {
    let all = cases(&folder("sites"));
    let differing: Vec<String> = all.par_iter().filter_map(|case| differing(case)).collect();
    assert!(differing.is_empty(), "`BALM_BLESS=1 cargo test` accepts these:\n\n{}", differing.join("\n"));
}

fn differing(case: &str) -> Option<String> {
    let home = folder("sites").join(case).join("expected");
    let found = built(case);
    let expected = if home.exists() { tree(&home) } else { Tree::new() };
    if found == expected {
        return None;
    }
    if blessing() {
        fs::remove_dir_all(&home).ok();
        for (path, bytes) in &found {
            let path = home.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
            fs::write(path, bytes).expect("a file can be written");
        }
        return None;
    }
    let mut text = String::new();
    let paths: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    for path in paths {
        let of = |tree: &Tree| tree.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        match (of(&expected), of(&found)) {
            (Some(_), None) => text.push_str(&format!("sites/{case}: `{path}` is not published\n")),
            (None, Some(_)) => text.push_str(&format!("sites/{case}: `{path}` is new\n")),
            (Some(old), Some(new)) if old != new => {
                text.push_str(&format!("sites/{case}: {path}\n{}", difference(&old, &new)));
            }
            _ => {}
        }
    }
    Some(text)
}

/// The files of the case `everything`, without its templates: with the built-in theme.
fn everything_in_the_theme() -> Tree {
    let source = folder("sites/everything");
    let site = Site::empty();
    copy(&source, site.path());
    fs::remove_dir_all(site.path().join("expected")).ok();
    fs::remove_dir_all(site.path().join("templates")).ok();
    let found = site.run(&["build"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    tree(&site.path().join("public"))
}

#[test]
fn the_theme_makes_complete_pages_of_everything() {
    let built = everything_in_the_theme();
    let pages: Vec<Page> = Page::all(&built);
    assert!(pages.len() > 15, "{} pages", pages.len());
    for page in pages.iter().filter(|page| !page.is_redirect()) {
        page.assert_whole();
    }
}

#[test]
fn no_link_of_the_theme_is_dead() {
    let built = everything_in_the_theme();
    let dead = crate::page::dead_links(&built, "https://backs.example/balm");
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn a_list_from_a_to_z_files_accented_and_quoted_names_under_their_letters_and_digits_under_words() {
    let names =
        ["5 minute walk", "\"Angel\" stretch", "Angle", "Bend", "Curl", "Dip", "Étirement", "Fold", "Glide"];
    let rows: Vec<String> = names
        .iter()
        .map(|name| {
            format!("[[exercise]]\nname = '{name}'\nkind = \"mobility\"\nsteps = [\"Move.\"]\nreps = 5\ntimes_per_day = 1\nstop_if = [\"it hurts\"]\n")
        })
        .collect();
    let site = Site::new()
        .file("site.toml", "title = \"Moves\"\nbase_url = \"https://moves.example\"\n\n[checks]\nclinical = \"off\"\ntrust = \"off\"\n")
        .file("content/moves/exercises.toml", rows.join("\n"));
    let errors: Vec<_> = site.check().into_iter().filter(|found| found["level"] == "error").collect();
    assert_eq!(errors, Vec::<serde_json::Value>::new());
    let pages = Page::all(&site.built());
    let list = pages.iter().find(|page| page.path == "exercises/index.html").expect("there is a list");
    let letters = list.named("a").filter(|link| link.get("href").is_some_and(|to| to.starts_with("#az-")));
    let letters: Vec<&str> = letters.map(|link| link.text.trim()).collect();
    assert_eq!(letters, ["0 to 9", "A", "B", "C", "D", "E", "F", "G"]);
}

#[test]
fn a_mistake_in_a_link_of_a_template_is_reported_in_that_template() {
    let letters = fs::read_to_string(crate::harness::repository().join("templates/partials/letters.html"))
        .expect("the theme has letters")
        .replacen("{{ group.letter }}", "here", 1);
    let names = ["Ankle", "Bridge", "Cat", "Dog", "Elbow", "Fish", "Goat"];
    let row = |name: &str| format!("[[exercise]]\nname = \"{name}\"\nsteps = [\"Do it.\"]\n\n");
    let site = Site::new()
        .file("site.toml", "title = \"Moves\"\nbase_url = \"https://moves.example\"\n\n[checks]\nclinical = \"off\"\ntrust = \"off\"\ntables = \"off\"\n")
        .file("content/exercises.toml", names.map(row).concat())
        .file("templates/partials/letters.html", letters);
    let found = site.check();
    assert!(!found.is_empty());
    for found in found {
        assert_eq!(found["code"], "vague-link-text", "{found:#}");
        assert_eq!(found["file"], "templates/partials/letters.html", "{found:#}");
    }
}
