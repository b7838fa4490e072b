//! File names and links, on systems that allow almost anything.

use super::*;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

#[test]
fn a_symbolic_link_loop_is_an_error() {
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
fn a_symbolic_link_out_of_the_site_is_followed() {
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
fn a_file_without_read_permission_is_an_error() {
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
fn names_that_differ_only_in_case_are_an_error() {
    let site =
        Site::new().file("content/heat.md", "# Heat\n\nWarm.\n").file("content/Heat.md", "# Heat\n\nWarm.\n");
    if fs::read_dir(site.path().join("content")).expect("it is there").count() < 3 {
        return skipped("this file system does not tell capital letters");
    }
    assert_eq!(site.only_mistake()["code"], "address-taken");
    let site = Site::new().file("static/Leaflet.pdf", b"1").file("static/leaflet.pdf", b"2");
    assert_eq!(site.only_mistake()["code"], "address-taken");
}

#[test]
fn an_output_folder_that_is_a_link_into_the_sources_is_refused() {
    let site = Site::new();
    symlink("content", site.path().join("public")).expect("a link can be made");
    let found = site.run(&["build"]);
    assert_eq!(found.code, 1);
    assert!(found.err.contains("[output-in-source]"), "{}", found.err);
    assert!(!site.path().join("content/404.html").exists());
}
