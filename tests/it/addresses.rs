//! Addresses and texts that come out the same, whichever program wrote them.

use crate::harness::{Site, folder, tree};

const SITE: &str = "title = \"Backs\"\nbase_url = \"https://backs.example/sub\"\n[checks]\nall = \"off\"\n";

#[test]
fn a_link_that_is_only_a_warning_keeps_its_address() {
    let site = Site::with(
        "# A\n\n[one](b/missing.md?x=1#c) [two](/no/where/) [three](http://localhost/x) [four](javascript:x) \
         [five](c\\\\index.md)",
    );
    let site = site.file("site.toml", format!("{SITE}links = \"warn\"\n"));
    assert_eq!(site.run(&["build"]).code, 0);
    let built = tree(&site.path().join("public"));
    let page = String::from_utf8_lossy(&built["a/index.html"]).into_owned();
    for address in [
        "\"/sub/b/missing/?x=1#c\">one",
        "\"/sub/no/where/\">two",
        "\"http://localhost/x\">three",
        "\"#\">four",
        "\"/sub/c/\">five",
    ] {
        assert!(page.contains(address), "{address}: {page}");
    }
}

#[test]
fn both_kinds_of_line_endings_give_the_same_site() {
    let files = tree(&folder("sites").join("everything"));
    let [lines, returns] = [false, true].map(|with_returns| {
        let mut site = Site::empty();
        for (path, bytes) in &files {
            let is_text =
                [".md", ".toml", ".csv", ".html", ".xml", ".txt"].iter().any(|end| path.ends_with(end));
            if path.starts_with("expected/") {
                continue;
            }
            let text = String::from_utf8_lossy(bytes).replace('\n', "\r\n");
            site = if is_text && with_returns { site.file(path, text) } else { site.file(path, bytes) };
        }
        site.file("static/drawing.svg", if with_returns { "<svg>\r\n</svg>\r\n" } else { "<svg>\n</svg>\n" })
            .built()
    });
    assert!(lines == returns, "the sites differ");
}

#[test]
fn letters_with_accents_match_however_they_are_encoded() {
    let site = Site::with("# A\n\n![Heat](e\u{301}te\u{301}.png) [b](\u{e9}.md#\u{e9}te\u{301})\n")
        .file("site.toml", format!("{SITE}links = \"error\"\n"))
        .file("content/\u{e9}t\u{e9}.png", "x")
        .file("content/e\u{301}.md", "# B\n\n## E\u{301}t\u{e9}\n\nText.\n");
    assert_eq!(site.run(&["check"]).err, "");
    let built = site.built();
    let page = String::from_utf8_lossy(&built["a/index.html"]).into_owned();
    assert!(page.contains("/%C3%A9/#%C3%A9t%C3%A9"), "{page}");
}

#[test]
fn the_feed_has_only_absolute_addresses_and_unique_ids() {
    let article = "+++\ntitle = \"A\"\npublished = 2026-01-01\n+++\n\nOne.[^n] [b](#heat)\n\n## Heat\n\n::exercises\n\n\
                   [^n]: Note.\n";
    let rows = "[[exercise]]\nname = \"Rolls\"\nsteps = [\"Lie down.\"]\n";
    let site = Site::with(article)
        .file("site.toml", SITE)
        .file("content/b.md", article.replace("\"A\"", "\"B\""))
        .file("content/exercises.toml", rows);
    let built = site.built();
    let feed = String::from_utf8_lossy(&built["feed.xml"]).into_owned();
    assert!(feed.contains("https://backs.example/sub/a/#fn:1"), "{feed}");
    assert!(feed.contains("https://backs.example/sub/exercises/rolls/"), "{feed}");
    for part in ["href=&quot;/", "href=&quot;#", "src=&quot;/"] {
        assert!(!feed.contains(part), "{part}: {feed}");
    }
    let ids: Vec<&str> =
        feed.split(" id=&quot;").skip(1).filter_map(|rest| rest.split("&quot;").next()).collect();
    let distinct: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    assert!(ids.contains(&"a-heat") && ids.contains(&"b-fn:1"), "{ids:?}");
}

#[test]
fn names_and_ids_match_however_they_are_encoded() {
    let site = Site::with(
        "# A\n\n<p id=\"e\u{301}\">B</p>\n\n[c](#\u{e9}) [d](#\u{e8}) <a href=\"#e\u{301}\">e</a>\n\n## D {#e\u{300}}\n\n\
         ::remedies{only=\"\u{e9}t\u{e9}\"}\n\n:remedy[f]{id=\"e\u{301}te\u{301}\"}\n",
    )
    .file(
        "site.toml",
        format!(
            "nav = [\"e\u{301}\"]\n{SITE}unknown-page = \"error\"\nlinks = \"error\"\nunknown-reference = \"error\"\n"
        ),
    )
    .file("content/\u{e9}/index.md", "# E\n\nText.\n")
    .file("content/remedies.toml", "[[remedy]]\nname = \"E\u{301}te\u{301}\"\n");
    assert_eq!(site.run(&["check"]).err, "");
    let page = String::from_utf8_lossy(&site.built()["a/index.html"]).into_owned();
    for shown in [
        "<p id=\"\u{e9}\">",
        "id=\"\u{e8}\"",
        "href=\"#%C3%A9\">c",
        "href=\"#%C3%A9\">e",
        "href=\"/sub/%C3%A9/\"",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}
