//! `balm check --diff` and `--fix`: what has one right answer is shown and fixed, and nothing else is changed.

use std::fs;
use std::process::Command;

use serde_json::Value as Json;

use crate::harness::{Site, tree};

/// Two slugs to fix, one that only the author can fix, a byte order mark, CRLF, and no newline at the end.
fn site() -> Site {
    Site::new()
        .file("content/a.md", "\u{feff}+++\r\ntitle = \"Wärme\"  \r\nslug = \"Cold Pack\"\r\n+++\r\n\r\nText \u{a0} x.\r\n\r\n\r\nNo end")
        .file("content/b.md", "---\ntitle: Cold\nslug: Ice  # the old name\n---\n\nText.\n")
        .file("content/c.md", "+++\ntitle = \"C\"\nslug = \"../up\"\n+++\n\nText.\n")
}

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path().join(path)).expect("the file is there")
}

#[test]
fn a_fix_changes_only_the_marked_bytes() {
    let site = site();
    let before = tree(site.path());
    let found = site.run(&["check", "--fix", "--color", "never"]);
    assert_eq!(
        read(&site, "content/a.md"),
        "\u{feff}+++\r\ntitle = \"Wärme\"  \r\nslug = \"cold-pack\"\r\n+++\r\n\r\nText \u{a0} x.\r\n\r\n\r\nNo end"
    );
    assert_eq!(
        read(&site, "content/b.md"),
        "---\ntitle: Cold\nslug: \"ice\"  # the old name\n---\n\nText.\n"
    );
    assert_eq!(
        found.out.lines().take(2).collect::<Vec<_>>(),
        [
            "content/a.md:3:8: bad-slug: `\"Cold Pack\"` is now `\"cold-pack\"`",
            "content/b.md:3:7: bad-slug: `Ice` is now `\"ice\"`",
        ]
    );
    assert_eq!(found.code, 1, "what cannot be fixed remains: {}", found.err);
    assert_eq!(found.err.matches("error[").count(), 1, "{}", found.err);
    assert!(found.err.contains("content/c.md:3:8"), "{}", found.err);
    let after = tree(site.path());
    let changed: Vec<&String> = before.keys().filter(|path| before[*path] != after[*path]).collect();
    assert_eq!((changed.len(), after.len()), (2, before.len()), "{changed:?}");
    let again = site.run(&["check", "--fix"]);
    assert!(!again.out.contains("is now"), "a second run finds nothing to fix: {}", again.out);
    assert_eq!(tree(site.path()), after);
}

#[test]
fn a_diff_shows_what_a_fix_would_do_and_changes_nothing() {
    for more in [&[][..], &["--fix"]] {
        let site = site();
        let before = tree(site.path());
        let found = site.run(&[&["check", "--diff", "--color", "never"], more].concat());
        assert_eq!(tree(site.path()), before);
        assert_eq!(found.code, 1);
        assert_eq!(found.err, "2 fixes in 2 files; `balm check --fix` applies them.\n");
        assert!(
            found.out.contains("--- a/content/a.md\n+++ b/content/a.md\n@@ -1,6 +1,6 @@\n"),
            "{}",
            found.out
        );
        assert!(found.out.contains("-slug = \"Cold Pack\"\r\n+slug = \"cold-pack\"\r\n"), "{:?}", found.out);
        assert!(!found.out.contains("content/c.md"), "{}", found.out);
    }
    let none = Site::new().run(&["check", "--diff"]);
    assert_eq!(
        (none.code, none.out.as_str(), none.err.as_str()),
        (0, "", "Nothing can be fixed automatically.\n")
    );
}

#[test]
fn git_apply_of_a_diff_gives_the_same_files_as_a_fix() {
    let (patched, fixed) = (site(), site());
    let patch = patched.run(&["check", "--diff", "--color", "never"]).out;
    fs::write(patched.path().join("x.patch"), patch).expect("a file can be written");
    let applied = Command::new("git")
        .args(["apply", "--whitespace=nowarn", "x.patch"])
        .current_dir(patched.path())
        .output();
    let Ok(applied) = applied else { return };
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    fs::remove_file(patched.path().join("x.patch")).expect("it was written");
    fixed.run(&["check", "--fix"]);
    assert_eq!(tree(patched.path()), tree(fixed.path()));
}

#[test]
fn output_for_programs_has_the_fix_with_the_mistake() {
    let found = site().check();
    assert_eq!(found[0]["fix"]["replacement"], "\"cold-pack\"");
    assert_eq!((&found[0]["fix"]["start"], &found[0]["fix"]["end"]), (&found[0]["start"], &found[0]["end"]));
    assert_eq!(found[2]["fix"], Json::Null);
    let log: Json =
        serde_json::from_str(&site().run(&["check", "--format", "sarif"]).out).expect("it is JSON");
    let result = &log["runs"][0]["results"][0];
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(
        change["replacements"][0]["deletedRegion"],
        result["locations"][0]["physicalLocation"]["region"]
    );
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "\"cold-pack\"");
    assert_eq!(change["artifactLocation"]["uri"], "content/a.md");
}

#[test]
fn output_for_people_says_that_something_can_be_fixed() {
    let told = site().run(&["check", "--color", "never"]).err;
    assert!(
        told.ends_with("2 of them can be fixed with `balm check --fix`; `--diff` shows how.\n"),
        "{told}"
    );
}

#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_written_is_unchanged_and_reported() {
    use std::os::unix::fs::PermissionsExt;
    let site = site();
    let folder = site.path().join("content");
    let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("it is ours");
    mode(0o555);
    let is_root = fs::write(folder.join("trial"), "").is_ok();
    let before = read(&site, "content/a.md");
    let found = site.run(&["check", "--fix"]);
    mode(0o755);
    if !is_root {
        assert!(found.code == 2 && found.err.contains("`content/a.md` cannot be written"), "{found:?}");
        assert_eq!(read(&site, "content/a.md"), before);
    }
}

#[test]
fn a_fix_does_not_change_a_heading_whose_anchor_is_made_of_its_words() {
    let config = "title = \"Backs\"\nbase_url = \"https://backs.example\"\nlanguage = \"en-GB\"\n\
                  [checks]\nall = \"off\"\nlinks = \"error\"\nnumber-in-words = \"warn\"\n";
    let text = "+++\ntitle = \"A\"\n+++\n\nHeat packs\nfor two weeks\n-------------\n\nIt takes two weeks.\n\n\
                ## It takes two weeks {.x #use}\n\nText.\n\n## After two weeks of `{#b`\n\nIt takes two weeks.\n";
    let site = Site::with(text).file("site.toml", config);
    let told = site.check();
    let in_words = told.iter().filter(|found| found["code"] == "number-in-words");
    let fixes: Vec<bool> = in_words.map(|found| found["fix"] != Json::Null).collect();
    assert_eq!(fixes, [false, true, true, false, true], "{told:#?}");
    let fixed = site.run(&["check", "--fix"]);
    assert_eq!(fixed.code, 0, "{}", fixed.err);
    assert_eq!(read(&site, "content/a.md"), text.replace("It takes two", "It takes 2"));
}

#[test]
fn a_fix_does_not_change_a_question_whose_id_is_made_of_its_words() {
    let faq = "[[question]]\nquestion = \"Can I rest for two weeks?\"\nanswer = \"Yes.\"\n\n\
               [[question]]\nid = \"two\"\nquestion = \"How can I rest for two weeks?\"\nanswer = \"Gently.\"\n";
    let site = Site::new().file("content/faq.toml", faq).file(
        "site.toml",
        "title = \"Backs\"\nbase_url = \"https://backs.example\"\n[checks]\nall = \"off\"\nlinks = \"error\"\nnumber-in-words = \"warn\"\n",
    );
    site.run(&["check", "--fix"]);
    assert_eq!(
        read(&site, "content/faq.toml"),
        faq.replace("How can I rest for two", "How can I rest for 2")
    );
}

#[test]
fn one_run_fixes_all_that_can_be_fixed() {
    let config = "title = \"Backs\"\nbase_url = \"https://backs.example\"\n\
                  [checks]\nall = \"off\"\nlinks = \"error\"\nplain-language = \"warn\"\nlong-paragraph = \"off\"\n";
    let text = "# A\n\nDrink 1500-2000ml, 1500–2000 ml or 1500 - 2000 ml. It is open 9am-5pm, 9.30am – 5.30pm or 09:00-17:00. \
                Come 9 a.m.-5 p.m. then. Take 1000mg-2000mg, 50-100 mcg or 5 %-10 %. Heat it to 38 °C-39 °C.\n";
    let expected = "# A\n\nDrink 1,500 to 2,000ml, 1,500 to 2,000ml or 1,500 to 2,000ml. It is open 9am to 5pm, 9:30am to 5:30pm or 9am to 5pm. \
                  Come 9am to 5pm then. Take 1,000mg to 2,000mg, 50 to 100 micrograms or 5% to 10%. Heat it to 38C to 39C.\n";
    let (site, patched) =
        (Site::with(text).file("site.toml", config), Site::with(text).file("site.toml", config));
    let diff = patched.run(&["check", "--diff", "--color", "never"]).out;
    assert!(diff.contains("+Drink 1,500 to 2,000ml, 1,500"), "{diff}");
    let found = site.run(&["check", "--fix", "--color", "never"]);
    assert_eq!(read(&site, "content/a.md"), expected, "{}", found.out);
    assert_eq!((found.code, found.err.as_str()), (0, ""), "something remains");
    assert!(
        found.out.starts_with("content/a.md:3:7: thousands-comma: `1500` is now `1,500`\n"),
        "{}",
        found.out
    );
    assert!(!site.run(&["check", "--fix"]).out.contains("is now"));
}

#[test]
fn a_cell_with_doubled_quotes_is_fixed_and_stays_one_cell() {
    let config = "title = \"Backs\"\nbase_url = \"https://backs.example\"\n[checks]\nall = \"off\"\nlinks = \"error\"\nplain-language = \"warn\"\n";
    let faq = "id,question,answer\r\n\
               a,\"Is \"\"rest\"\" for 2-3 days good?\",\"Many call it \"\"rest\"\", and it isn't. Drink 1500-2000ml, \"\"2-3\"\" times.\"\r\n";
    let site = Site::new().file("site.toml", config).file("content/faq.csv", faq);
    let found = site.run(&["check", "--fix"]);
    assert_eq!(
        read(&site, "content/faq.csv"),
        "id,question,answer\r\n\
         a,\"Is \"\"rest\"\" for 2 to 3 days good?\",\"Many call it \"\"rest\"\", and it is not. Drink 1,500 to 2,000ml, \"\"2-3\"\" times.\"\r\n"
    );
    assert_eq!((found.code, found.err.as_str()), (0, ""));
}
