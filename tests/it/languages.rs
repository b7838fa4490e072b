//! Pages in a different language from the site's: each part is marked with its language.

use crate::harness::Site;

/// A site in English with articles in Arabic and German, and rows in English and German.
fn site() -> Site {
    let row = |name: &str| format!("[[exercise]]\nname = \"{name}\"\nsteps = [\"x\"]\nreps = \"8\"\n");
    Site::empty()
        .file(
            "site.toml",
            "title = \"Backs\"\nbase_url = \"https://backs.example\"\nlanguage = \"en-GB\"\njurisdiction = \"gb\"\n\n[checks]\nall = \"off\"\nlinks = \"error\"\n\n\
             [[help]]\ntext = \"**Call 999** if your legs are numb.\"\npage = \"a/index.md\"\n",
        )
        .file("content/index.md", "# Home\n")
        .file("content/a/index.md", "# Backs\n")
        .file("content/a/moves.md", "# Moves\n\n::exercises{from=\"/\"}\n")
        .file("content/a/exercises.toml", row("Bridge"))
        .file(
            "content/a/zahr.md",
            "+++\nlang = \"ar\"\n+++\n# ظهر\n\n## واحد\n\n## اثنان\n\n## ثلاثة\n\n::exercises{only=\"bridge\"}\n",
        )
        .file("content/de/index.md", "+++\nlang = \"de\"\n+++\n# Rücken\n\n::exercises{only=\"brücke\"}\n")
        .file("content/de/exercises.toml", row("Brücke"))
}

/// The page at `path`.
fn page(built: &crate::harness::Tree, path: &str) -> String {
    String::from_utf8(built.get(path).unwrap_or_else(|| panic!("{path} in {:?}", built.keys())).clone())
        .expect("a page is text")
}

#[test]
fn the_frame_around_an_article_declares_its_own_language_and_direction() {
    let built = site().built();
    let arabic = page(&built, "a/zahr/index.html");
    assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    let english = " lang=\"en-GB\" dir=\"ltr\">";
    for start in [
        "<a class=\"skip\" href=\"#main\"><span",
        "<header class=\"top\"",
        "<nav class=\"crumbs wide\" aria-label=\"Breadcrumb\"",
        "<section class=\"help\" aria-label=\"Danger signs\"",
        "<nav class=\"toc\" aria-label=\"On this page\"",
        "<nav class=\"guide\" aria-label=\"Pages in this guide\"",
        "<nav class=\"pager wide\" aria-label=\"Previous and next page\"",
        "<div class=\"review\"",
        "<footer class=\"foot\"",
        // The rows are in the folder of an article in English.
        "<div",
    ] {
        assert!(arabic.contains(&format!("{start}{english}")), "{start}: {arabic}");
    }
    assert!(arabic.contains("<ul lang=\"ar\" dir=\"rtl\">\n<li><a href=\"#"), "{arabic}");
    assert!(
        arabic.contains("<span aria-current=\"page\"><bdi lang=\"ar\" dir=\"rtl\">ظهر</bdi></span>"),
        "{arabic}"
    );
}

#[test]
fn a_title_in_a_different_language_is_marked_wherever_it_is_listed() {
    let built = site().built();
    let moves = page(&built, "a/moves/index.html");
    assert!(moves.contains("<a href=\"/a/zahr/\"><bdi lang=\"ar\" dir=\"rtl\">ظهر</bdi></a>"), "{moves}");
    assert_eq!(moves.matches("<bdi lang=\"ar\" dir=\"rtl\">ظهر</bdi>").count(), 2, "{moves}");
    assert!(page(&built, "a/index.html").contains("<li lang=\"ar\" dir=\"rtl\"><h3>"));
    let home = page(&built, "index.html");
    assert!(home.contains("<a href=\"/de/\"><bdi lang=\"de\">Rücken</bdi></a>"), "{home}");
}

#[test]
fn what_is_in_the_language_of_the_site_is_not_marked() {
    let built = site().built();
    let moves = page(&built, "a/moves/index.html");
    assert_eq!(moves.matches("lang=\"en-GB\"").count(), 1, "{moves}");
    assert!(!moves.contains("dir=\"ltr\""), "{moves}");
}

#[test]
fn the_page_of_a_row_is_in_the_language_of_the_articles_in_its_folder() {
    let built = site().built();
    let row = page(&built, "exercises/brücke/index.html");
    assert!(
        row.contains("<html lang=\"de\">") && row.contains("<header class=\"top\" lang=\"en-GB\">"),
        "{row}"
    );
    assert!(row.contains("\"inLanguage\":\"de\""), "{row}");
    assert!(page(&built, "exercises/bridge/index.html").contains("<html lang=\"en-GB\">"));
    // In an article in its own language it needs no mark.
    assert!(!page(&built, "de/index.html").contains("<div lang="));
}
