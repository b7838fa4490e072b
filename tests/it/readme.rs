//! The examples in the README are correct: its tables are read from it and checked.

use crate::harness::{Site, repository};

/// The text of the first block of `language` that has `mark`.
fn block(readme: &str, language: &str, mark: &str) -> String {
    let opening = format!("```{language}\n");
    let blocks = readme.split(&opening).skip(1).filter_map(|rest| rest.split("```").next());
    let found = blocks.into_iter().find(|block| block.contains(mark));
    found.unwrap_or_else(|| panic!("the README has no block of {language} with `{mark}`")).to_owned()
}

#[test]
fn the_tables_of_the_readme_have_no_mistakes() {
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("there is a README");
    let exercises =
        block(&readme, "toml", "# exercises.toml") + "\n" + &block(&readme, "toml", "[exercise.pose]");
    let site = Site::new()
        .file(
            "site.toml",
            "title = \"Backs\"\nbase_url = \"https://backs.example\"\n\n[publisher]\nname = \"Back Care\"\n\
             funding = \"Its members pay.\"\nclinical_review = \"No clinician has reviewed this page.\"\n",
        )
        .file("content/backs/exercises.toml", exercises)
        .file("content/backs/remedies.csv", block(&readme, "csv", "name,kind"))
        .file("content/backs/sources.toml", "[[source]]\nid = \"nice-ng59\"\ntitle = \"NG59\"\n");
    let found = site.check();
    let of_tables: Vec<_> = found
        .iter()
        .filter(|found| found["file"].as_str().is_some_and(|file| file.contains("/backs/")))
        .collect();
    assert!(of_tables.is_empty(), "{of_tables:#?}");
}

#[test]
fn the_short_form_of_a_position_in_the_readme_can_be_drawn() {
    let readme = std::fs::read_to_string(repository().join("README.md")).expect("there is a README");
    let (_, from) = readme.split_once("may also be a single text, `").expect("the README shows it");
    let text = from.split('`').next().expect("it ends");
    let site = Site::new()
        .file(
            "site.toml",
            "title = \"Backs\"\nbase_url = \"https://backs.example\"\n\n[checks]\nall = \"off\"\nlinks = \"error\"\n",
        )
        .file(
            "content/exercises.toml",
            format!(
                "[[exercise]]\nname = \"Knee lift\"\nkind = \"mobility\"\nsteps = [\"Lift 1 knee.\"]\n\n\
                 [exercise.pose]\nstart = \"supine\"\nhold = {text}\n"
            ),
        );
    assert_eq!(site.check(), Vec::<serde_json::Value>::new());
}
