//! Input that cannot be kept in a repository: damaged, huge or unreadable files, and full disks. balm reports
//! what is wrong with each, or copes with it; it never panics, hangs or loses anything silently.

mod disk;
#[cfg(unix)]
mod unix;

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

/// Fails if `what` takes longer than a person would wait.
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

/// Prints that a test could not run here.
#[expect(clippy::print_stderr, reason = "a test that was not done must be seen")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

// Bytes.

#[test]
fn a_byte_order_mark_is_accepted_wherever_text_is_read() {
    let site = Site::new()
        .file(
            "site.toml",
            "\u{feff}title = \"Backs\"\nbase_url = \"https://backs.example\"\nchecks.all = \"off\"\nchecks.links = \"error\"\n",
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
fn a_mistake_after_a_byte_order_mark_has_the_right_place() {
    let site = Site::with("\u{feff}+++\ntitel = \"Heat\"\n+++\n\n# Heat\n\nWarm.\n");
    assert_eq!(briefs(&site), ["unknown-key content/a.md:2:1 titel"]);
    let site = Site::with("\u{feff}See [x](nowhere.md).\n\n# Heat\n");
    assert_eq!(briefs(&site), ["broken-link content/a.md:1:5 [x](nowhere.md)"]);
}

#[test]
fn windows_line_endings_are_accepted() {
    let unix = Site::new()
        .file("content/a.md", ARTICLE)
        .file("content/exercises.csv", "name,steps\nBird dog,\"Reach.\nRest.\"\n")
        .file("content/remedies.toml", "[[remedy]]\nname = \"Heat\"\nsummary = \"\"\"\nWarm\npacks\"\"\"\n")
        .built();
    let windows = Site::new()
        .file(
            "site.toml",
            "title = \"Backs\"\r\nbase_url = \"https://backs.example\"\r\nchecks.all = \"off\"\r\nchecks.links = \"error\"\r\n",
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
fn a_mistake_between_windows_line_endings_has_the_right_place() {
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
    assert_eq!(
        briefs(&site),
        ["indented-code content/a.md:3:2 \tcode", "broken-link content/a.md:5:14 [x](nowhere.md)"]
    );
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
        ("templates/partials/footer.html", b"caf\xe9"),
        ("static/mine.css", b"/* caf\xe9 */"),
    ] {
        let found = Site::new().file(path, text).only_mistake();
        let lines = text[..text.iter().position(|&b| b == 0xe9).expect("it is there")].to_vec();
        let line = lines.iter().filter(|&&b| b == b'\n').count() + 1;
        let column = lines.iter().rev().take_while(|&&b| b != b'\n').count() + 1;
        assert_eq!(brief(&found), format!("invalid-utf8 {path}:{line}:{column} \u{fffd}"));
    }
    let site = Site::empty()
        .file("site.toml", b"title = \"Caf\xe9\"\nbase_url = \"https://x.example\"\nchecks.all = \"off\"\nchecks.links = \"error\"\n");
    assert_eq!(briefs(&site), ["invalid-utf8 site.toml:1:13 \u{fffd}"]);
}

#[test]
fn utf_16_is_reported_once_by_name() {
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

#[test]
fn the_bytes_of_a_spreadsheet_are_no_table_whatever_it_is_called() {
    for bytes in [
        b"PK\x03\x04\x14\0\x06\0\x08\0xl/workbook.xml\xff".as_slice(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    ] {
        let site = Site::with("# Heat\n\nText.\n").file("content/remedies.csv", bytes);
        let found = site.run(&["check"]);
        assert_eq!(found.code, 1, "{}", found.err);
        assert!(
            found.err.contains("this file is a spreadsheet") && found.err.contains("CSV UTF-8"),
            "{}",
            found.err
        );
    }
}

// Size and depth.

#[test]
fn blanks_that_pad_an_article_do_not_make_it_long() {
    let pad = " ".repeat(1_800_000);
    let site = Site::with(format!("# Heat\n\nHeat relaxes.{pad}\n\nEnd.\n"));
    let found = in_time(|| site.run(&["check"]));
    assert!(!found.err.contains("long-article"), "{}", found.err);
    let words = "Heat relaxes. ".repeat(100_000);
    let site = Site::with(format!("# Heat\n\n{words}{pad}\n\nEnd.\n"));
    let found = in_time(|| site.run(&["check"]));
    assert!(found.err.contains("this article is 1400 kB long"), "{}", found.err);
}

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
    assert!(found.err.len() < 200_000, "{} bytes are too many to read", found.err.len());
    assert!(found.err.contains("more places"), "{}", &found.err[found.err.len() - 300..]);
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
fn a_thousand_nested_constructs_end_with_diagnostics() {
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
fn a_file_deep_in_folders_is_published_or_reported() {
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
