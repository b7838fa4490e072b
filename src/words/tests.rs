//! Tests of files of messages; what is wrong in them is in `tests/it/mistakes/`.

use std::collections::BTreeSet;

use super::{ENGLISH_TEXT, Filling, Languages, Words, load, read};
use crate::diagnostic::FileName;
use crate::language::Language;

fn loaded(files: &[(&str, &str)]) -> (Languages, Vec<String>) {
    let files: Vec<(FileName, &str)> = files.iter().map(|(name, text)| ((*name).into(), *text)).collect();
    let (languages, diagnostics) = load(files.iter().map(|(name, text)| (name, Some(*text))));
    (languages, diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect())
}

fn tag(tag: &str) -> Language {
    Language::new(tag).expect(tag)
}

#[test]
fn the_english_messages_are_whole() {
    let file = "words/en.toml".into();
    let said = read::read(ENGLISH_TEXT, &file, &Language::default(), None);
    assert_eq!(said.diagnostics, []);
    // As a language of a site they are held against themselves.
    let said = read::read(ENGLISH_TEXT, &file, &Language::default(), Some(&Words::english()));
    assert_eq!(said.diagnostics, []);
}

#[test]
fn a_language_is_looked_for_without_its_region_and_then_in_english() {
    let (languages, _) = loaded(&[
        ("words/de.toml", "[home]\ntitle = \"Start\"\n[row]\nfeel = \"Wo Sie es spüren\"\n"),
        ("words/de-AT.toml", "[home]\ntitle = \"Servus\"\n"),
        ("words/en.toml", "[frame]\nmenu = \"Contents\"\n"),
    ]);
    let said = |language: &str, key: &str| languages.of(&tag(language)).text(key).to_owned();
    assert_eq!(said("de", "home.title"), "Start");
    assert_eq!(said("de-CH", "home.title"), "Start");
    assert_eq!(said("de-AT", "home.title"), "Servus");
    assert_eq!(said("de-AT", "row.feel"), "Wo Sie es spüren");
    assert_eq!(said("de-AT", "frame.menu"), "Contents", "the site's own English");
    assert_eq!(said("cy", "home.title"), "Home");
    assert!(
        languages.speaks(&tag("de-CH")) && languages.speaks(&tag("en-GB")) && !languages.speaks(&tag("cy"))
    );
}

#[test]
fn a_region_lacks_only_what_its_language_lacks_and_says_so_once() {
    let (languages, messages) = loaded(&[
        ("words/de.toml", "[home]\ntitle = \"Start\"\n"),
        ("words/de-AT.toml", "[frame]\nmenu = \"Menü\"\n"),
    ]);
    let count = Words::english().all().count();
    assert_eq!(languages.of(&tag("de")).lacking().len(), count - 1);
    assert_eq!(languages.of(&tag("de-AT")).lacking().len(), count - 2);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with(&format!("`de` lacks {} messages", count - 1)), "{messages:?}");
}

#[test]
fn gaps_are_filled_in_any_order_and_numbers_choose_the_form() {
    let (languages, messages) = loaded(&[(
        "words/pl.toml",
        "[dose]\nsets = { one = \"Zrób {n} serię.\", few = \"Zrób {n} serie.\", many = \"Zrób {n} serii.\", other = \"Zrób {n} serii.\" }\n\
         [frame]\ntags = { 1 = \"Temat:\", one = \"a\", few = \"b\", many = \"c\", other = \"Tematy:\" }\n",
    )]);
    assert_eq!(messages.len(), 1, "{messages:?}");
    let words = languages.of(&tag("pl"));
    let sets = |min, max| words.say("dose.sets", &[("n", Filling::Number(super::Amount { min, max }))]);
    assert_eq!(
        [sets(1, 1), sets(2, 2), sets(5, 5), sets(2, 4)],
        ["Zrób 1 serię.", "Zrób 2 serie.", "Zrób 5 serii.", "Zrób 2 to 4 serie."]
    );
    assert_eq!(words.say("frame.tags", &[("n", super::Amount::one(1).into())]), "Temat:");
}

#[test]
fn every_message_is_asked_for_and_there() {
    let words = Words::english();
    let known: BTreeSet<&str> = words.all().map(|(key, _)| key).collect();
    let sections: BTreeSet<&str> = words.sections().collect();
    assert_eq!(sections.len(), words.sections().count(), "no table stands in two places");
    assert!(known.len() > 300, "{}", known.len());
}
