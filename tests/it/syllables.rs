//! Compares syllable counts with the CMU Pronouncing Dictionary.
//!
//! The dictionary comes with the sources of a crate that only this test uses; no part of it is in balm.

#![expect(clippy::print_stdout, reason = "`--nocapture` shows what differs")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use balm::prose::Prose;
use balm::readability::syllables;
use cmudict_fast::Cmudict;
use serde_json::Value as Json;
use walkdir::WalkDir;

/// The dictionary in the sources of its crate, where cargo has unpacked them.
fn dictionary() -> (Cmudict, String) {
    let cargo = |args: &[&str]| {
        let run = Command::new(option_env!("CARGO").unwrap_or("cargo"))
            .args(args)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        String::from_utf8(run.stdout).expect("cargo writes text")
    };
    // Without this, cargo would ask for packages of other systems, which have not been downloaded.
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    let found = cargo(&["metadata", "--format-version=1", "--offline", "--filter-platform", host]);
    let metadata: Json = serde_json::from_str(&found).expect("cargo knows its packages");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package =
        packages.iter().find(|package| package["name"] == "cmudict-fast").expect("it is among them");
    let manifest = PathBuf::from(package["manifest_path"].as_str().expect("it has a place"));
    let file = manifest.with_file_name("resources").join("cmudict.dict");
    (Cmudict::new(&file).expect("it can be read"), std::fs::read_to_string(file).expect("it can be read"))
}

/// The numbers of syllables of `word` in the dictionary, one for each pronunciation.
fn said(dictionary: &Cmudict, word: &str) -> Option<Vec<usize>> {
    let rules = dictionary.get(word)?;
    Some(rules.iter().map(|rule| rule.pronunciation().iter().filter(|s| s.is_syllable()).count()).collect())
}

/// The share of `words` whose count agrees with the dictionary, how many are in it, and those that disagree.
fn agreement<'a>(dictionary: &Cmudict, words: impl Iterator<Item = &'a str>) -> (f64, usize, Vec<String>) {
    let (mut known, mut misses) = (0, Vec::new());
    for word in words {
        let Some(said) = said(dictionary, word) else { continue };
        known += 1;
        let counted = syllables(word);
        if !said.contains(&counted) {
            misses.push(format!("{word}: {counted}, not {said:?}"));
        }
    }
    let share = 1.0 - f64::from(u32::try_from(misses.len()).unwrap_or(0)) / f64::from(known.max(1));
    (share, usize::try_from(known).unwrap_or(0), misses)
}

/// Every word of this repository's own site, in lower case.
fn vocabulary() -> BTreeSet<String> {
    let content = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = WalkDir::new(content).into_iter().filter_map(Result::ok);
    let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    let mut words = BTreeSet::new();
    for text in texts {
        // Front matter and tables count as well; what is not a word is not in the dictionary.
        let prose = Prose::plain(&text, 0..text.len(), &text);
        let found = prose.words(0..prose.text().len());
        words.extend(found.map(|word| prose.slice(word).to_lowercase().replace('’', "'")));
    }
    words
}

#[test]
fn syllable_counts_of_the_sites_own_words_agree_with_the_dictionary() {
    let (dictionary, _) = dictionary();
    let words = vocabulary();
    let (share, known, misses) = agreement(&dictionary, words.iter().map(String::as_str));
    println!("{known} words of the site: {share:.4}\n{}", misses.join("\n"));
    assert!(known > 1000, "only {known} words were found");
    assert!(share >= 0.95, "{share:.4} agree; these disagree:\n{}", misses.join("\n"));
}

#[test]
fn syllable_counts_of_most_words_agree_with_the_dictionary() {
    let (dictionary, text) = dictionary();
    // Every fifth word, names included; second pronunciations are written "word(2)".
    let words = text.lines().filter_map(|line| line.split_whitespace().next());
    let words = words.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\''));
    let (share, known, misses) = agreement(&dictionary, words.step_by(5));
    println!("{known} words of the dictionary: {share:.4}");
    let shown = misses.iter().step_by(40).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(share >= 0.92, "{share:.4} agree; some that disagree:\n{shown}");
}
