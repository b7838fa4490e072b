//! Tests of files of messages; what is wrong in them is in `tests/it/mistakes/`.

use std::collections::BTreeSet;

use super::{ENGLISH_TEXT, Filling, Languages, Messages, load, read};
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
    // As a site's language, they are compared with themselves.
    let said = read::read(ENGLISH_TEXT, &file, &Language::default(), Some(&Messages::english()));
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
    let count = Messages::english().all().count();
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
    let sets = |min, max| words.say("dose.sets", &[("n", Filling::Number(super::CountRange { min, max }))]);
    assert_eq!(
        [sets(1, 1), sets(2, 2), sets(5, 5), sets(2, 4)],
        ["Zrób 1 serię.", "Zrób 2 serie.", "Zrób 5 serii.", "Zrób 2 to 4 serie."]
    );
    assert_eq!(words.say("frame.tags", &[("n", super::CountRange::one(1).into())]), "Temat:");
}

/// The keys that `text` names between quotes after one of `marks`.
fn keys<'a>(text: &'a str, marks: &[&str]) -> Vec<&'a str> {
    let after =
        |mark: &&str| text.split(*mark).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>();
    marks.iter().flat_map(after).collect()
}

/// The text of every file below `folder` of this repository that ends in `ending`.
#[expect(clippy::disallowed_methods, reason = "a test reads what balm is made of")]
fn texts(folder: &str, ending: &str) -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    let files = files.filter(|file| file.path().to_string_lossy().ends_with(ending));
    files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect()
}

#[test]
fn every_message_that_is_asked_for_is_there() {
    let words = Messages::english();
    let sections: BTreeSet<&str> = words.sections().collect();
    assert_eq!(sections.len(), words.sections().count(), "no table is in two places");
    let mut asked = 0;
    for text in texts("templates", ".html") {
        for key in keys(&text, &["t(key=\""]) {
            asked += 1;
            // A key that ends in `.` or `_` is put together with a word.
            let is_part = key.ends_with(['.', '_']) && words.all().any(|(known, _)| known.starts_with(key));
            assert!(is_part || words.get(key).is_some(), "{key}");
        }
    }
    for text in texts("src", ".rs") {
        let text = text.split("#[cfg(test)]").next().unwrap_or("");
        for key in keys(text, &["words.text(\"", "words.say(\"", "self.text(\"", "self.say(\""]) {
            asked += 1;
            assert!(words.get(key).is_some(), "{key}");
        }
    }
    assert!(asked > 150, "{asked}");
    for script in ["session_script", "programme_script"] {
        assert!(sections.contains(script), "{script}");
    }
}

#[test]
fn scripts_ask_for_messages_that_are_there() {
    let words = Messages::english();
    for (script, section) in [("session.js", "session_script"), ("programme.js", "programme_script")] {
        let text = texts("static", script).concat();
        let asked = keys(&text, &["say(\""]);
        assert!(asked.len() > 10, "{script}");
        for key in asked {
            assert!(words.get(&format!("{section}.{key}")).is_some(), "{script}: {key}");
        }
    }
}

#[test]
fn every_list_of_rows_that_balm_makes_has_a_title_in_every_language() {
    let words = Messages::english();
    for kind in crate::table::built_in().iter().filter(|kind| kind.pages.is_some()) {
        let key = format!("{}.title", kind.stem);
        assert!(words.get(&key).is_some(), "add the message `{key}` to `src/words/en.toml`");
    }
}

#[test]
fn every_word_of_a_closed_list_and_every_name_of_a_drawing_has_a_message() {
    use crate::figure::{Grip, Joint, Region, library};
    let words = Messages::english();
    let mut keys: Vec<String> = library::ALL.iter().map(|pose| format!("pose.{}", pose.name)).collect();
    keys.extend(Region::ALL.iter().map(|region| format!("region.{}", region.name())));
    keys.extend(Grip::names().iter().map(|name| format!("grip.{name}")));
    for joint in Joint::ALL {
        let noun = joint.noun().replace(' ', "_");
        keys.push(format!("joint.{noun}"));
        keys.extend(joint.side().map(|side| format!("joint.{}_{noun}", side.word())));
    }
    for kind in crate::table::built_in().iter() {
        for field in &kind.fields {
            let fields = std::iter::once(field).chain(field.inner());
            let choices = fields.filter_map(|field| field.takes.choices()).flatten();
            keys.extend(choices.filter_map(|choice| choice.key.clone()));
        }
    }
    assert!(keys.len() > 100, "{}", keys.len());
    for key in keys {
        assert!(!words.text(&key).is_empty(), "{key}");
    }
}
