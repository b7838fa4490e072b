//! Input that cannot stand in a repository: damaged, endless or unreadable files, and full disks. Balm says
//! what is wrong with each, or copes; it never panics, hangs or loses anything without a word.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::harness::{Run, Site, TODAY, Tree, balm, run, tree};

/// "code file:line:column text" of a diagnostic.
fn brief(diagnostic: &Json) -> String {
    let word = |key: &str| diagnostic[key].as_str().unwrap_or("").to_owned();
    let (line, column) = (&diagnostic["line"], &diagnostic["column"]);
    format!("{} {}:{line}:{column} {}", word("code"), word("file"), word("text")).trim_end().to_owned()
}

fn briefs(site: &Site) -> Vec<String> {
    site.check().iter().map(brief).collect()
}

/// Fails if `what` takes longer than a person waits.
fn in_time<T>(what: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = what();
    let taken = start.elapsed();
    assert!(taken < Duration::from_secs(60), "it took {taken:?}");
    result
}

fn page(tree: &Tree, path: &str) -> String {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("`{path}` was not published"));
    String::from_utf8(bytes.clone()).expect("a page is text")
}

/// Says that a test could not be done here.
#[expect(clippy::print_stderr, reason = "a test that was not done must be seen")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

// Bytes.

#[test]
fn a_byte_order_mark_simply_works_wherever_text_is_read() {
    let site = Site::new()
        .file(
            "site.toml",
            "\u{feff}title = \"Backs\"\nbase_url = \"https://backs.example\"\nchecks.all = \"off\"\n",
        )
        .file("content/toml.md", "\u{feff}+++\ntitle = \"Toml\"\n+++\nText.\n")
        .file("content/yaml.md", "\u{feff}---\ntitle: Yaml\n---\nText.\n")
        .file("content/none.md", "\u{feff}# None\n\nText.\n")
        .file("content/exercises.csv", "\u{feff}name,steps\nBird dog,Reach.\n")
        .file("content/remedies.toml", "\u{feff}[[remedy]]\nname = \"Heat\"\n")
        .file(
            "templates/components/x.html",
            "\u{feff}{% component x(label: string = \"\") %}x{% endcomponent %}",
        )
        .file("static/mine.css", "\u{feff}p { color: red }\n");
    let built = site.built();
    for path in ["toml", "yaml", "none", "exercises/bird-dog", "remedies/heat"] {
        assert!(!page(&built, &format!("{path}/index.html")).contains('\u{feff}'), "{path}");
    }
}

#[test]
fn a_mistake_after_a_byte_order_mark_has_its_right_place() {
    let site = Site::with("\u{feff}+++\ntitel = \"Heat\"\n+++\n\n# Heat\n\nWarm.\n");
    assert_eq!(briefs(&site), ["unknown-key content/a.md:2:1 titel"]);
    let site = Site::with("\u{feff}See [x](nowhere.md).\n\n# Heat\n");
    assert_eq!(briefs(&site), ["broken-link content/a.md:1:5 [x](nowhere.md)"]);
}

#[test]
fn windows_line_endings_simply_work() {
    let unix = Site::new()
        .file("content/a.md", ARTICLE)
        .file("content/exercises.csv", "name,steps\nBird dog,\"Reach.\nRest.\"\n")
        .file("content/remedies.toml", "[[remedy]]\nname = \"Heat\"\nsummary = \"\"\"\nWarm\npacks\"\"\"\n")
        .built();
    let windows = Site::new()
        .file(
            "site.toml",
            "title = \"Backs\"\r\nbase_url = \"https://backs.example\"\r\nchecks.all = \"off\"\r\n",
        )
        .file("content/index.md", "# Backs\r\n\r\nMost back pain eases by itself.\r\n")
        .file("content/a.md", ARTICLE.replace('\n', "\r\n"))
        .file("content/exercises.csv", "name,steps\r\nBird dog,\"Reach.\r\nRest.\"\r\n")
        .file(
            "content/remedies.toml",
            "[[remedy]]\r\nname = \"Heat\"\r\nsummary = \"\"\"\r\nWarm\r\npacks\"\"\"\r\n",
        )
        .built();
    for (path, bytes) in &unix {
        // Blank lines between blocks may differ; no reader sees them.
        let lines = |bytes: &[u8]| -> Vec<String> {
            let text = String::from_utf8_lossy(bytes).replace("><", ">\n<");
            text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        assert_eq!(lines(&windows[path]), lines(bytes), "{path}");
    }
}

const ARTICLE: &str = "+++\ntitle = \"Heat\"\n+++\n\n:::warning[Hot]\nTake *care*.\n:::\n\n\
    | a | b |\n|---|---|\n| 1 | 2 |\n\n```text\ncode\n```\n\n::exercises{view=\"list\"}\n\nHelps.[^1]\n\n[^1]: A little.\n";

#[test]
fn a_mistake_between_windows_line_endings_has_its_right_place() {
    let site =
        Site::with("+++\r\ntitle = \"Heat\"\r\ntgas = []\r\n+++\r\n\r\n:::urgnet[If:]\r\n- x\r\n:::\r\n")
            .file("content/exercises.csv", "name,steps\r\nBird dog\r\n");
    assert_eq!(
        briefs(&site),
        [
            "unknown-key content/a.md:3:1 tgas",
            "unknown-directive content/a.md:6:4 urgnet",
            "short-row content/exercises.csv:2:1 Bird dog"
        ]
    );
}

#[test]
fn old_mac_line_endings_do_not_lose_anything() {
    let site = Site::with("# Heat\r\rWarm.\r").file("content/faq.csv", "question,answer\rDoes it?,Yes.\r");
    let found = site.run(&["build"]);
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(page(&tree(&site.path().join("public")), "a/index.html").contains("Warm."));
}

#[test]
fn a_mistake_after_tabs_and_wide_letters_has_its_column_in_characters() {
    let site = Site::with("# Wärme\n\n\t\tcode\n\nÜber 你好 👩‍⚕️ [x](nowhere.md).\n");
    assert_eq!(briefs(&site), ["broken-link content/a.md:5:14 [x](nowhere.md)"]);
    let site = Site::with(
        "+++\n\ttitle\t=\t\"Heat\"\n\torderr\t=\t1\n+++\n\n-\titem\n\n\t:::warning[Hot]\n\tx\n\t:::\n",
    );
    assert_eq!(briefs(&site), ["unknown-key content/a.md:3:2 orderr"]);
    let site = Site::new().file("content/exercises.csv", "name\tsteps\tkind\nBird dog\tReach.\tstrech\n");
    assert_eq!(briefs(&site), ["wrong-type content/exercises.csv:2:17 strech"]);
}

#[test]
fn bytes_that_are_not_utf_8_are_marked_in_every_kind_of_text_file() {
    for (path, text) in [
        ("content/a.md", &b"# Heat\n\nCaf\xe9.\n"[..]),
        ("content/exercises.toml", b"[[exercise]]\n# \xe9\nname = \"Bird dog\"\nsteps = [\"Reach.\"]\n"),
        ("content/exercises.csv", b"name,steps\nBird dog,Caf\xe9\n"),
        ("templates/partials/mine.html", b"caf\xe9"),
        ("static/mine.css", b"/* caf\xe9 */"),
    ] {
        let found = Site::new().file(path, text).only_mistake();
        let lines = text[..text.iter().position(|&b| b == 0xe9).expect("it is there")].to_vec();
        let line = lines.iter().filter(|&&b| b == b'\n').count() + 1;
        let column = lines.iter().rev().take_while(|&&b| b != b'\n').count() + 1;
        assert_eq!(brief(&found), format!("invalid-utf8 {path}:{line}:{column} \u{fffd}"));
    }
    let site = Site::empty()
        .file("site.toml", b"title = \"Caf\xe9\"\nbase_url = \"https://x.example\"\nchecks.all = \"off\"\n");
    assert_eq!(briefs(&site), ["invalid-utf8 site.toml:1:13 \u{fffd}"]);
}

#[test]
fn utf_16_is_named_and_brings_nothing_else_with_it() {
    let wide: Vec<u8> =
        "+++\ntitle = \"Heat\"\n+++\nWarm.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let site = Site::with([b"\xff\xfe".to_vec(), wide.clone()].concat());
    let found = site.only_mistake();
    assert_eq!(found["code"], "invalid-utf8");
    assert!(found["message"].as_str().is_some_and(|m| m.contains("UTF-16")), "{found}");
    let wide: Vec<u8> = "name,steps\nBird dog,Reach.\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let site = Site::new().file("content/exercises.csv", [b"\xfe\xff".to_vec(), wide].concat());
    assert_eq!(site.only_mistake()["code"], "invalid-utf8");
}

#[test]
fn a_nul_character_is_marked() {
    assert_eq!(briefs(&Site::with("# Heat\n\nWa\0rm.\n")), ["control-character content/a.md:3:3 \0"]);
    assert_eq!(
        briefs(&Site::with("+++\ntitle = \"He\0at\"\n+++\n")),
        ["control-character content/a.md:2:12 \0"]
    );
}

#[test]
fn any_bytes_as_a_picture_or_font_are_published_as_they_are() {
    let bytes: Vec<u8> = (0..=255).collect();
    let site = Site::with("# Heat\n\n![Heat](heat.png)\n")
        .file("content/heat.png", &bytes)
        .file("static/font.woff2", &bytes)
        .file("static/empty.png", b"");
    assert_eq!(site.built().values().filter(|found| **found == bytes).count(), 2);
}

// Size and depth.

#[test]
fn ten_megabytes_of_one_article_are_built_with_a_warning() {
    let paragraph = "Heat *relaxes* the muscle, see [home](/) and `code`.[^1] More of [that][x].\n\n";
    let text = format!("# Heat\n\n{}[^1]: Note.\n\n[x]: /\n", paragraph.repeat(10_000_000 / paragraph.len()));
    let site = Site::with(&text);
    let found = in_time(|| site.run(&["build"]));
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(found.err.contains("warning[long-article]"), "{}", found.err);
    let html = page(&tree(&site.path().join("public")), "a/index.html");
    assert_eq!(html.matches("relaxes").count(), 10_000_000 / paragraph.len());
}

#[test]
fn ten_megabytes_of_mistakes_are_all_found_and_not_all_printed() {
    let line = "See [x](nowhere.md) and :nothing[here].\n\n";
    let count = 2_000_000 / line.len();
    let site = Site::with(format!("# Heat\n\n{}", line.repeat(count)));
    let found = in_time(|| site.run(&["check"]));
    assert_eq!(found.code, 1);
    assert!(found.err.len() < 200_000, "{} bytes are too much to read", found.err.len());
    assert!(found.err.contains("more; mend these first"), "{}", &found.err[found.err.len() - 300..]);
    assert_eq!(in_time(|| site.check()).len(), 2 * count + 1);
}

#[test]
fn one_line_of_ten_megabytes_is_shown_only_around_its_mistake() {
    let words = "word ".repeat(1_000_000);
    let site = Site::with(format!("# Heat\n\n{words}[x](nowhere.md) {words}\n"));
    let found = in_time(|| site.run(&["check"]));
    assert!(found.err.contains("[x](nowhere.md)") && found.err.len() < 5_000, "{} bytes", found.err.len());
    assert!(found.err.contains("content/a.md:3:5000001"), "{}", found.err);
}

#[test]
fn a_thousand_nested_blocks_of_any_kind_end_with_a_warning() {
    let deep = 1_000;
    let lists: String = (0..deep).map(|i| format!("{}- x\n", "  ".repeat(i))).collect();
    let containers: String = (0..deep)
        .map(|i| format!("{}inset\n", ":".repeat(deep + 3 - i)))
        .chain((0..deep).map(|i| format!("{}\n", ":".repeat(4 + i))))
        .collect();
    for text in [format!("{} deep\n", ">".repeat(deep)), lists, containers] {
        let site = Site::with(format!("# Heat\n\n{text}"));
        let found = in_time(|| site.run(&["build", "--color", "never"]));
        let start: String = text.chars().take(40).collect();
        assert_eq!(found.code, 0, "{start}: {}", found.err.lines().take(20).collect::<Vec<_>>().join("\n"));
        assert!(found.err.contains("warning[deep-nesting]"), "{start}: {}", found.err);
    }
}

#[test]
fn a_thousand_nested_things_of_one_length_end_with_diagnostics() {
    for text in [
        ":::inset\n".repeat(1_000),
        ":::\n".repeat(1_000),
        format!("{}x{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{}x{}", "[a](".repeat(20_000), ")".repeat(20_000)),
        "*a _b ".repeat(20_000),
        "![".repeat(50_000),
        "`".repeat(100_000),
        format!("{}x", "<a ".repeat(50_000)),
        format!(":inset[{}", ":inset[".repeat(5_000)),
        ":::inset{a=\"".repeat(5_000),
        format!("x{}", "[^1]".repeat(20_000)),
        "[^1]: [^1]: ".repeat(5_000),
        "|".repeat(100_000) + "\n" + &"|-".repeat(50_000),
        "- ".repeat(20_000),
    ] {
        let site = Site::with(format!("# Heat\n\n{text}\n"));
        let found = in_time(|| site.run(&["check"]));
        assert!(found.code <= 1 && found.err.len() < 1_000_000, "{} bytes", found.err.len());
    }
}

#[test]
fn deep_front_matter_and_tables_end_with_diagnostics() {
    let (open, close) = ("[".repeat(10_000), "]".repeat(10_000));
    let dots = "a.".repeat(5_000);
    for site in [
        Site::with(format!("+++\ntags = {open}{close}\n+++\n")),
        Site::with(format!("+++\nextra.{dots}b = 1\n+++\n")),
        Site::with(format!("---\ntags: {open}{close}\n---\n")),
        Site::with(format!("---\nextra: {}x\n---\n", "{a: ".repeat(10_000))),
        Site::with(format!("---\nextra: {}x{}\n---\n", "{a: ".repeat(1_000), "}".repeat(1_000))),
        Site::with(format!(
            "---\nextra:\n{}---\n",
            (1..2_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<String>()
        )),
        Site::with(format!("---\nextra:\n  {}x\n---\n", "- ".repeat(10_000))),
        Site::with(format!("---\nextra:\n  {}x\n---\n", "? ".repeat(10_000))),
        Site::with(format!("---\nextra:\n  {}x\n---\n", "!a &b ".repeat(10_000))),
        Site::with(
            "---\na: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n---\n",
        ),
        Site::new().file("content/exercises.toml", format!("exercise = {open}{close}")),
        Site::new().file("content/exercises.csv", format!("name,steps\n{}\n", ",".repeat(100_000))),
        Site::new().file("content/exercises.csv", format!("{}\n", "\"".repeat(100_001))),
        Site::new().file("site.toml", format!("title = {open}")),
    ] {
        let found = in_time(|| site.run(&["check"]));
        assert!(found.code <= 1 && !found.err.is_empty(), "{}", found.out);
        assert!(found.err.len() < 100_000, "{} bytes", found.err.len());
    }
}

#[test]
fn a_file_deep_in_folders_is_published_or_refused_by_name() {
    let folders = "a-folder-with-a-long-name/".repeat(40);
    let site = Site::new().file(&format!("content/{folders}x.md"), "# Deep\n\nText.\n");
    let found = site.run(&["build"]);
    assert_eq!(found.code, 0, "{}", found.err);
    let site = Site::with(format!("+++\ntitle = \"Long\"\nslug = \"{}\"\n+++\nText.\n", "a".repeat(300)));
    let found = site.run(&["build", "--color", "never"]);
    assert_eq!(found.code, 1, "{}", found.out);
    assert!(found.err.contains("error[cannot-write]") && found.err.contains("shorter"), "{}", found.err);
    assert!(!site.path().join("public/index.html").exists());
}

// Names and links on the disk.

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_symbolic_link_that_leads_back_is_an_error() {
        let site = Site::with("# Heat\n\nWarm.\n");
        symlink("..", site.path().join("content/again")).expect("a link can be made");
        assert_eq!(briefs(&site), ["symlink-loop content/again:1:1"]);
        let site = Site::with("# Heat\n\nWarm.\n");
        symlink("b", site.path().join("content/c")).expect("a link can be made");
        symlink("c", site.path().join("content/b")).expect("a link can be made");
        let found = briefs(&site);
        assert_eq!(found, ["unreadable content/b:1:1", "unreadable content/c:1:1"]);
    }

    #[test]
    fn a_symbolic_link_to_elsewhere_is_followed() {
        let shared = Site::empty().file("heat.md", "# Heat\n\nWarm.\n");
        let site = Site::new();
        symlink(shared.path(), site.path().join("content/shared")).expect("a link can be made");
        assert!(site.built().contains_key("shared/heat/index.html"));
    }

    #[test]
    fn a_link_that_leads_nowhere_is_an_error() {
        let site = Site::new();
        symlink("nowhere.md", site.path().join("content/a.md")).expect("a link can be made");
        let found = site.only_mistake();
        assert_eq!(brief(&found), "unreadable content/a.md:1:1");
        let site = Site::empty();
        symlink("nowhere.toml", site.path().join("site.toml")).expect("a link can be made");
        let found = site.only_mistake();
        assert!(matches!(found["code"].as_str(), Some("no-site" | "unreadable")), "{found}");
    }

    #[test]
    fn a_file_that_may_not_be_read_is_an_error() {
        use std::os::unix::fs::PermissionsExt;
        let site = Site::with("# Heat\n\nWarm.\n");
        let path = site.path().join("content/a.md");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).expect("permissions can be set");
        if fs::read(&path).is_ok() {
            return skipped("this user may read everything");
        }
        assert_eq!(briefs(&site), ["unreadable content/a.md:1:1"]);
    }

    #[test]
    fn a_pipe_or_socket_among_the_sources_does_not_hang() {
        let site = Site::with("# Heat\n\nWarm.\n");
        let pipe = site.path().join("content/pipe.md");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            return skipped("there is no `mkfifo`");
        }
        let found = in_time(|| site.run(&["check"]));
        assert!(found.code <= 1, "{}", found.err);
    }

    #[test]
    fn a_name_that_is_not_unicode_is_an_error() {
        let site = Site::new();
        let path = site.path().join("content").join(OsStr::from_bytes(b"caf\xe9.md"));
        if fs::write(path, "# Heat\n\nWarm.\n").is_err() {
            return skipped("this file system has Unicode names only");
        }
        assert_eq!(site.only_mistake()["code"], "file-name");
    }

    #[test]
    fn names_with_odd_characters_are_published_or_refused() {
        let mut site = Site::new();
        for name in [
            "a b",
            "ümlaut",
            "q?x",
            "h#x",
            "p%41",
            "<b>",
            "a&b",
            "\"q\"",
            "new\nline",
            "back\\slash",
            "con",
            "-",
            "...",
            "💊",
            "يد",
        ] {
            site = site.file(&format!("content/{name}.md"), format!("# Page {}\n\nText.\n", name.len()));
            site = site.file(&format!("content/pics/{name}.png"), b"x");
        }
        let found = in_time(|| site.run(&["build", "--color", "never"]));
        assert!(found.code <= 1, "{}", found.err);
        if found.code == 0 {
            let built = tree(&site.path().join("public"));
            assert!(built.len() > 30, "{:?}", built.keys());
        }
    }

    #[test]
    fn names_that_differ_only_in_capital_letters_are_an_error() {
        let site = Site::new()
            .file("content/heat.md", "# Heat\n\nWarm.\n")
            .file("content/Heat.md", "# Heat\n\nWarm.\n");
        if fs::read_dir(site.path().join("content")).expect("it is there").count() < 3 {
            return skipped("this file system does not tell capital letters");
        }
        assert_eq!(site.only_mistake()["code"], "address-taken");
        let site = Site::new().file("static/Leaflet.pdf", b"1").file("static/leaflet.pdf", b"2");
        assert_eq!(site.only_mistake()["code"], "address-taken");
    }

    #[test]
    fn the_output_folder_may_not_be_reached_by_a_link_into_the_sources() {
        let site = Site::new();
        symlink("content", site.path().join("public")).expect("a link can be made");
        let found = site.run(&["build"]);
        assert_eq!(found.code, 1);
        assert!(found.err.contains("[output-in-source]"), "{}", found.err);
        assert!(!site.path().join("content/404.html").exists());
    }
}

// Disks that say no.

/// The last published site, before something goes wrong.
fn published() -> (Site, Tree) {
    let site = Site::with("# Heat\n\nWarm.\n");
    let before = site.built();
    (site, before)
}

fn assert_untouched(site: &Site, before: &Tree, found: &Run) {
    assert_eq!(found.code, 1, "{}{}", found.out, found.err);
    let after = tree(&site.path().join("public"));
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(after == *before, "the last published site was changed");
}

#[test]
fn a_build_with_an_error_publishes_nothing_and_leaves_the_last_site_whole() {
    for (path, text) in [
        ("content/a.md", "# Heat\n\nSee [x](nowhere.md).\n"),
        ("content/a.md", "# Heat\n\nSee [x](#nowhere).\n"),
        ("templates/article.html", "{{ page.titel }}"),
        ("content/a.md", "# Heat\n\n::exercise{id=nothing}\n"),
        ("site.toml", "title = "),
    ] {
        let (site, before) = published();
        let site = site.file(path, text).file("content/new.md", "# New\n\nText.\n");
        let found = site.run(&["build"]);
        assert_untouched(&site, &before, &found);
        assert!(found.err.contains("the last published site is untouched"), "{}", found.err);
    }
    let (site, before) = published();
    let site = site.file("content/empty.md", "# Empty\n");
    assert_untouched(&site, &before, &site.run(&["build", "--strict"]));
}

#[test]
fn a_folder_that_holds_something_else_is_never_written_to() {
    let site = Site::new().file("public/letters.txt", "mine");
    let found = site.run(&["build"]);
    assert_eq!(found.code, 1);
    assert!(found.err.contains("[foreign-output]") && found.err.contains("letters.txt"), "{}", found.err);
    assert_eq!(tree(&site.path().join("public")).len(), 1);
    let site = Site::new().file("public", "a file");
    assert!(site.run(&["build"]).err.contains("[foreign-output]"));
}

#[test]
fn something_put_into_the_output_folder_since_is_not_removed() {
    let (site, _) = published();
    let site = site.file("public/mine/notes.txt", "mine");
    let site = site.file("content/mine.md", "# Mine\n\nText.\n");
    let found = site.run(&["build"]);
    assert!(found.code <= 1);
    assert_eq!(fs::read_to_string(site.path().join("public/mine/notes.txt")).ok().as_deref(), Some("mine"));
}

#[test]
fn a_folder_in_the_way_of_a_page_is_an_error_and_changes_nothing() {
    let (site, before) = published();
    let site = site.file("content/new.md", "# New\n\nText.\n").file("public/new/index.html/mine.txt", "mine");
    let found = site.run(&["build", "--color", "never"]);
    assert_eq!(found.code, 1, "{}", found.out);
    assert!(found.err.contains("error[foreign-output]"), "{}", found.err);
    let mut after = tree(&site.path().join("public"));
    assert!(after.remove("new/index.html/mine.txt").is_some());
    assert!(after == before);
}

#[test]
fn a_static_file_with_the_name_of_balm_s_own_notes_is_an_error() {
    let site = Site::new().file("static/.balm-files", "mine");
    let found = site.run(&["build", "--color", "never"]);
    assert_eq!(found.code, 1, "{}", found.out);
    assert!(found.err.starts_with("error[output-path]"), "{}", found.err);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let (site, before) = published();
    // A build that has begun holds the lock for as long as it is open.
    let lock = fs::read_dir(site.path().join("public"))
        .expect("it was built")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains("lock")))
        .expect("there is a lock");
    let held = fs::OpenOptions::new().write(true).open(lock).expect("the lock can be opened");
    held.lock().expect("the lock can be held");
    let found = site.run(&["build"]);
    assert_untouched(&site, &before, &found);
    assert!(found.err.contains("[output-busy]"), "{}", found.err);
    drop(held);
    assert_eq!(site.run(&["build"]).code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_too_large_for_the_limit_stops_the_build_and_changes_nothing() {
    let (site, before) = published();
    let site = site.file("content/big.md", format!("# Big\n\n{}\n", "word ".repeat(20_000)));
    let mut shell = assert_cmd::Command::new("sh");
    // A file over the limit ends a program by a signal unless it is ignored.
    shell.args([
        "-c",
        "trap '' XFSZ; ulimit -f 8; exec \"$0\" build --color never",
        env!("CARGO_BIN_EXE_balm"),
    ]);
    shell.args(["--today", TODAY]).current_dir(site.path());
    let found = run(shell);
    assert_untouched(&site, &before, &found);
    assert!(found.err.contains("error[cannot-write]"), "{}", found.err);
    assert_eq!(site.run(&["build"]).code, 0, "the next build mends it");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_build_and_leaves_the_last_site_whole() {
    let site = Site::with("# Heat\n\nWarm.\n");
    let disk = site.path().join("disk");
    fs::create_dir(&disk).expect("a folder can be made");
    // The mount is seen by this one shell only, and goes with it.
    let script = "mount -t tmpfs -o size=400k none disk 2>/dev/null || exit 77
        \"$0\" build --out disk/public --today 2026-01-01 >/dev/null || exit 78
        cp -r disk/public before
        cp big.md content/big.md
        \"$0\" build --out disk/public --today 2026-01-01 --color never
        code=$?
        cp -r disk/public after
        exit $code";
    let big = format!("# Big\n\n{}\n", "word ".repeat(200_000));
    let site = site.file("big.md", big);
    let mut shell = assert_cmd::Command::new("unshare");
    shell.args(["-m", "sh", "-c", script, env!("CARGO_BIN_EXE_balm")]).current_dir(site.path());
    let found = match shell.output() {
        Ok(output) if output.status.code() == Some(77) || !site.path().join("before").exists() => {
            return skipped("this user may not mount a small disk");
        }
        Ok(output) => output,
        Err(_) => return skipped("there is no `unshare`"),
    };
    let err = String::from_utf8_lossy(&found.stderr);
    assert_eq!(found.status.code(), Some(1), "{err}");
    assert!(err.contains("error[cannot-write]") && err.contains("free some space"), "{err}");
    assert_eq!(err.matches("error[").count(), 1, "a full disk is one mistake:\n{err}");
    assert!(tree(&site.path().join("before")) == tree(&site.path().join("after")));
}

#[test]
fn a_folder_that_is_no_site_is_a_plain_sentence() {
    let site = Site::empty();
    let found = site.run(&["build", "--color", "never"]);
    assert_eq!(found.code, 1);
    assert!(found.err.starts_with("error[no-site]"), "{}", found.err);
    assert!(!site.path().join("public").exists());
    let mut command = balm(Path::new("/"));
    command.args(["check", "--root", "/no/such/folder"]);
    let found = run(command);
    assert_eq!(found.code, 2);
    assert!(found.err.starts_with("error: there is no folder"), "{}", found.err);
}
