//! Known mistakes of other generators' previews, each with a test that ours does not make it.

use std::collections::BTreeSet;

use balm::diagnostic::Diagnostic;
use balm::pipeline::Session;

use super::{Desk, Files, edits, options};

fn desk() -> Desk {
    Desk::new(edits::start(), Session::new(options()))
}

fn save(path: &str, text: &str) -> impl FnOnce(&mut Files) {
    move |files| drop(files.insert(path.to_owned(), text.as_bytes().to_vec()))
}

/// The outputs that `step` rendered.
fn rendered(step: &super::PreviewStep) -> Vec<&str> {
    step.rebuilt.rendered.keys().map(|path| &**path).collect()
}

/// The number of findings that are not about wording.
fn mistakes(step: &super::PreviewStep) -> usize {
    step.rebuilt.diagnostics.iter().filter(|found| !found.code.is_editorial()).count()
}

#[test]
fn a_deleted_page_is_not_found_at_once() {
    let mut desk = desk();
    assert!(desk.at("a/one/index.html").is_some());
    desk.edit(|files| {
        files.remove("content/a/one.md");
        // Its link led there.
        files.remove("site.toml");
        files.insert("site.toml".into(), b"title = \"Backs\"\nbase_url = \"https://example.org\"\n".to_vec());
    });
    assert_eq!(desk.at("a/one/index.html"), None);
    assert!(!desk.at("a/index.html").expect("it is there").contains("The one"), "lists still contain it");
}

#[test]
fn an_old_slug_is_not_found_at_once() {
    let mut desk = desk();
    desk.edit(save("content/b/four.md", "+++\ntitle = \"Four\"\nslug = \"vier\"\n+++\nText.\n"));
    assert_eq!(desk.at("b/four/index.html"), None);
    assert!(desk.at("b/vier/index.html").is_some());
}

#[test]
fn a_removed_alias_is_not_found_at_once_and_a_new_one_is() {
    let mut desk = desk();
    desk.edit(save("content/about.md", "+++\ntitle = \"About\"\naliases = [\"/old/\"]\n+++\nText.\n"));
    assert!(desk.at("old/index.html").expect("it leads on").contains("/about/"));
    desk.edit(save("content/about.md", "+++\ntitle = \"About\"\naliases = [\"/older/\"]\n+++\nText.\n"));
    assert_eq!(desk.at("old/index.html"), None);
    assert!(desk.at("older/index.html").is_some());
}

#[test]
fn an_edit_of_a_table_is_seen() {
    let mut desk = desk();
    desk.edit(save("content/b/remedies.toml", "[[remedy]]\nname = \"Heat\"\nsummary = \"Warmer.\"\n"));
    assert!(desk.at("remedies/heat/index.html").is_some());
    assert_eq!(desk.at("remedies/cold/index.html"), None, "its row was removed");
}

#[test]
fn an_edit_of_one_row_renders_only_the_pages_that_show_it() {
    let mut desk = desk();
    let row = |text: &str| {
        format!(
            "[[remedy]]\nname = \"Heat\"\nsummary = \"{text}\"\n[[remedy]]\nname = \"Cold\"\nsummary = \"Ice.\"\n"
        )
    };
    desk.edit(save("content/b/remedies.toml", &row("Warm.")));
    desk.edit(save("content/about.md", "# About\n\n::rows{kind=\"remedy\" only=\"heat\"}\n"));
    desk.edit(save("content/a/one.md", "# One\n\n::rows{kind=\"remedy\" only=\"cold\"}\n"));
    let step = desk.edit(save("content/b/remedies.toml", &row("Warmer.")));
    assert_eq!(rendered(&step), ["about/index.html", "remedies/heat/index.html", "remedies/index.html"]);
}

#[test]
fn an_edit_of_a_text_renders_only_what_shows_it() {
    let mut desk = desk();
    let step = desk.edit(|files| {
        let text = files.get_mut("content/a/one.md").expect("it is there");
        text.extend(b"\nMore.\n");
    });
    // The feed contains the newest texts.
    assert_eq!(rendered(&step), ["a/one/index.html", "feed.xml"]);
}

#[test]
fn an_edit_of_a_title_renders_only_what_shows_it() {
    let mut desk = desk();
    let step = desk.edit(|files| {
        let text = files.get_mut("content/c/six.md").expect("it is there");
        *text = String::from_utf8_lossy(text).replace("The six", "Number six").into_bytes();
    });
    let prints = ["c/index.html", "c/six/index.html", "feed.xml", "tags/pain/index.html"];
    assert_eq!(rendered(&step), prints);
    for path in prints {
        assert!(desk.at(path).expect("it is there").contains("Number six"), "{path}");
    }
}

#[test]
fn an_edit_of_a_component_renders_the_pages_that_use_it() {
    let mut desk = desk();
    desk.edit(save("content/a/one.md", "# One\n\n:::note[Mind]\nText.\n:::\n"));
    let step = desk.edit(save(
        "templates/components/note.html",
        "{% component note(label: string = \"\") %}<b>{{ body }}</b>{% endcomponent %}\n",
    ));
    assert_eq!(rendered(&step), ["a/one/index.html"]);
}

#[test]
fn a_page_in_a_new_folder_is_in_the_list_of_the_home_page() {
    let mut desk = desk();
    desk.edit(save("content/new/page.md", "# A page\n\nText.\n"));
    assert!(desk.at("index.html").expect("it is there").contains("href=\"/new/\""));
}

#[test]
fn sixty_edits_at_once_render_sixty_pages() {
    let mut files = edits::start();
    let text = |number: usize, word: &str| format!("# Page {number}\n\nText {word}.\n").into_bytes();
    for number in 0..200 {
        files.insert(format!("content/many/p{number}.md"), text(number, "before"));
    }
    let mut desk = Desk::new(files, Session::new(options()));
    let step = desk.edit(|files| {
        for number in 0..60 {
            files.insert(format!("content/many/p{number}.md"), text(number, "after"));
        }
    });
    assert_eq!(step.rebuilt.rendered.len(), 60);
    assert_eq!(step.put.len(), 60);
}

#[test]
fn a_mistake_keeps_only_its_own_page_from_updating() {
    let mut desk = desk();
    let before = desk.at("a/one/index.html");
    // A link that leads nowhere, and at the same time a change elsewhere.
    let step = desk.edit(|files| {
        save("content/a/one.md", "# The one\n\nNew text, [nowhere](gone.md).\n")(files);
        save("content/about.md", "# About\n\nNew text.\n")(files);
    });
    assert_eq!(mistakes(&step), 1);
    assert!(step.held.contains("a/one/index.html"));
    assert_eq!(desk.at("a/one/index.html"), before);
    assert!(desk.at("about/index.html").expect("it is there").contains("New text."));
    let step = desk.edit(save("content/a/one.md", "# The one\n\nNew text.\n"));
    assert_eq!((step.held.len(), mistakes(&step)), (0, 0));
    assert!(desk.at("a/one/index.html").expect("it is there").contains("New text."));
}

#[test]
fn a_page_with_broken_front_matter_keeps_its_place_in_every_list() {
    let mut desk = desk();
    let (page, list) = (desk.at("a/two/index.html"), desk.at("a/index.html"));
    let step = desk.edit(save("content/a/two.md", "+++\ntitle = \"The two\norder = 3\n+++\nText.\n"));
    let built = |found: &&Diagnostic| !found.code.is_editorial();
    let files = step.rebuilt.diagnostics.iter().filter(built).map(|found| &*found.primary.place.file);
    assert_eq!(files.collect::<BTreeSet<_>>(), BTreeSet::from(["content/a/two.md"]));
    assert!(step.held.contains("a/two/index.html"));
    assert_eq!((desk.at("a/two/index.html"), desk.at("a/index.html")), (page, list));
}

#[test]
fn a_broken_template_leaves_every_page_as_it_was() {
    let mut desk = desk();
    let before = desk.served.clone();
    let step = desk.edit(save("templates/base.html", "{% if %}"));
    assert_eq!(mistakes(&step), 1);
    assert_eq!(desk.served, before);
    desk.edit(|files| *files = edits::start());
    assert_eq!(desk.served, before);
}

#[test]
fn a_broken_table_leaves_its_rows_as_they_were() {
    let mut desk = desk();
    let before = desk.at("remedies/heat/index.html");
    let step = desk.edit(save("content/b/remedies.toml", "[[remedy]]\nname = \"Heat\nsummary = \"Warm\"\n"));
    assert!(!step.rebuilt.diagnostics.is_empty());
    assert!(step.held.contains("remedies/heat/index.html"));
    assert_eq!(desk.at("remedies/heat/index.html"), before);
}

#[test]
fn a_broken_configuration_leaves_every_page_as_it_was() {
    let mut desk = desk();
    let before = desk.served.clone();
    for text in ["title = ", ""] {
        desk.edit(save("site.toml", text));
        assert_eq!(desk.served, before);
    }
    desk.edit(|files| drop(files.remove("site.toml")));
    assert_eq!(desk.served, before);
}

#[test]
fn a_page_with_a_mistake_from_the_start_is_shown_and_follows_edits() {
    let mut files = edits::start();
    save("content/a/one.md", "# The one\n\nFirst text, [nowhere](gone.md).\n")(&mut files);
    let mut desk = Desk::new(files, Session::new(options()));
    assert!(desk.at("a/one/index.html").expect("it is shown").contains("First text"));
    let step = desk.edit(save("content/a/one.md", "# The one\n\nSecond text, [nowhere](gone.md).\n"));
    assert_eq!((mistakes(&step), step.held.contains("a/one/index.html")), (1, false));
    assert!(desk.at("a/one/index.html").expect("it is shown").contains("Second text"));
    desk.edit(save("content/a/one.md", "# The one\n\nThird text.\n"));
    assert!(desk.at("a/one/index.html").expect("it is shown").contains("Third text"));
    // Once it had no mistakes, that state is kept.
    let step = desk.edit(save("content/a/one.md", "# The one\n\nFourth text, [nowhere](gone.md).\n"));
    assert!(step.held.contains("a/one/index.html"));
    assert!(desk.at("a/one/index.html").expect("it is shown").contains("Third text"));
}

#[test]
fn a_page_without_a_title_is_shown_with_what_is_wrong() {
    for text in ["+++\ntitle = \"\"\n+++\n\nFirst text.\n", "---\ntitle: ''\n---\n\nFirst text.\n", "", "\n"]
    {
        let mut files = edits::start();
        save("content/a/fresh.md", text)(&mut files);
        let mut desk = Desk::new(files, Session::new(options()));
        let shown = desk.at("a/fresh/index.html").expect("it is shown");
        assert!(
            shown.contains("Fresh") && shown.contains(text.rsplit("\n\n").next().unwrap_or("").trim()),
            "{text:?}"
        );
        let step = desk.edit(save("content/a/fresh.md", "# Fresh air\n\nSecond text.\n"));
        assert_eq!(mistakes(&step), 0);
        assert!(desk.at("a/fresh/index.html").expect("it is shown").contains("Second text"));
    }
}

#[test]
fn a_bad_row_keeps_only_itself_from_updating() {
    let row = |name: &str, more: &str| {
        format!("[[remedy]]\nname = \"{name}\"\nsummary = \"Warm {more}.\"\nsources = [\"guide\"]\n")
    };
    let mut files = edits::start();
    let table = String::from_utf8_lossy(&files["content/b/remedies.toml"]).into_owned();
    save("content/b/remedies.toml", &format!("{table}\n{}", row("Bath", "first")))(&mut files);
    let mut desk = Desk::new(files, Session::new(options()));
    let (heat, bath) = (desk.at("remedies/heat/index.html"), desk.at("remedies/bath/index.html"));
    assert!(bath.expect("it is shown").contains("Warm first"));
    // One row loses its name, and a second one is edited.
    let broken = table.replacen("name = \"Heat\"", "nam = \"Heat\"", 1);
    assert_ne!(broken, table, "the row is there");
    let step = desk.edit(save("content/b/remedies.toml", &format!("{broken}\n{}", row("Bath", "second"))));
    assert!(mistakes(&step) > 0 && step.held.contains("remedies/heat/index.html"));
    assert_eq!(desk.at("remedies/heat/index.html"), heat);
    assert!(desk.at("remedies/bath/index.html").expect("it is shown").contains("Warm second"));
}
