use std::fs;
use std::process::Command;

use rayon::prelude::*;
use tempfile::TempDir;

use super::*;

/// A site's folder with an output folder, `public`, that does not exist yet.
fn site() -> (TempDir, PathBuf) {
    let root = TempDir::new().expect("a temporary folder can be made");
    for folder in ["content/a", "templates", "static"] {
        fs::create_dir_all(root.path().join(folder)).expect("a folder can be made");
    }
    let out = root.path().join("public");
    (root, out)
}

fn open(out: &Path) -> Result<OutputFolder, Diagnostic> {
    OutputFolder::open(out, out.parent().expect("it is in the site's folder"))
}

fn publish(out: &Path, files: &[(&str, &str)]) -> Result<CommitSummary, Diagnostic> {
    let publisher = open(out)?;
    files.par_iter().try_for_each(|(path, text)| publisher.stage(path, text.as_bytes()))?;
    publisher.commit()
}

fn published(out: &Path, files: &[(&str, &str)]) -> CommitSummary {
    publish(out, files).expect("it is published")
}

/// Everything in `out` except balm's own files: files with their text, empty folders with a `/`.
fn holds(out: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(out).min_depth(1).sort_by_file_name() {
        let entry = entry.expect("the output can be walked");
        let path = entry.path().strip_prefix(out).expect("it is in the output").display().to_string();
        if path == LIST || path == LOCK {
            continue;
        } else if entry.file_type().is_dir() {
            if fs::read_dir(entry.path()).expect("a folder can be read").next().is_none() {
                found.push(format!("{path}/"));
            }
        } else {
            found.push(format!("{path}={}", fs::read_to_string(entry.path()).unwrap_or_default()));
        }
    }
    found
}

fn code(result: Result<impl std::fmt::Debug, Diagnostic>) -> (&'static str, String) {
    let diagnostic = result.expect_err("it is refused");
    (diagnostic.code.name, diagnostic.message)
}

#[test]
fn the_first_build_writes_everything_and_the_second_nothing() {
    let (_root, out) = site();
    let files = [("index.html", "1"), ("a/b/index.html", "22"), ("a/x.css", "")];
    let first = published(&out, &files);
    assert_eq!(first, CommitSummary { files: 3, written: 3, unchanged: 0, removed: 0, bytes: 3 });
    assert_eq!(holds(&out), ["a/b/index.html=22", "a/x.css=", "index.html=1"]);
    let list = fs::read_to_string(out.join(LIST)).expect("there is a list");
    assert_eq!(list.lines().skip(1).collect::<Vec<_>>(), ["a/b/index.html", "a/x.css", "index.html"]);
    let second = published(&out, &files);
    assert_eq!(second, CommitSummary { written: 0, unchanged: 3, ..first });
    assert_eq!(fs::read_to_string(out.join(LIST)).expect("there is a list"), list);
}

#[test]
fn changed_added_and_removed_files_are_counted_separately() {
    let (_root, out) = site();
    published(&out, &[("a.html", "1"), ("b/c/d.html", "2"), ("e.css", "3"), ("f.css", "4")]);
    fs::write(out.join("CNAME"), "example.org").expect("a file can be written");
    let written = published(&out, &[("a.html", "9"), ("e.css", "3"), ("g/h.css", "5"), ("f.css", "44")]);
    assert_eq!(written, CommitSummary { files: 4, written: 3, unchanged: 1, removed: 1, bytes: 5 });
    assert_eq!(holds(&out), ["CNAME=example.org", "a.html=9", "e.css=3", "f.css=44", "g/h.css=5"]);
    assert_eq!(published(&out, &[]).removed, 4);
    assert_eq!(holds(&out), ["CNAME=example.org"]);
}

#[test]
fn a_file_somebody_removed_is_written_again() {
    let (_root, out) = site();
    published(&out, &[("a/b.html", "1")]);
    fs::remove_dir_all(out.join("a")).expect("a folder can be removed");
    assert_eq!(published(&out, &[("a/b.html", "1")]).written, 1);
    assert_eq!(holds(&out), ["a/b.html=1"]);
}

#[test]
fn without_a_commit_the_published_site_stays_intact() {
    let (_root, out) = site();
    published(&out, &[("a/b.html", "1"), ("c.html", "2")]);
    let publisher = open(&out).expect("it opens");
    publisher.stage("a/b.html", b"9").expect("it is staged");
    publisher.stage("x/y.html", b"9").expect("it is staged");
    drop(publisher);
    assert_eq!(holds(&out), ["a/b.html=1", "c.html=2"]);
}

#[test]
fn the_remains_of_a_killed_build_are_removed() {
    let (_root, out) = site();
    published(&out, &[("a.html", "1")]);
    let left = out.join(format!("{STAGING}1/0"));
    fs::create_dir_all(&left).expect("a folder can be made");
    fs::write(left.join("0"), "half").expect("a file can be written");
    published(&out, &[("a.html", "1")]);
    assert_eq!(holds(&out), ["a.html=1"]);
}

#[test]
fn a_build_killed_before_its_first_commit_does_not_lock_anyone_out() {
    let (_root, out) = site();
    fs::create_dir_all(out.join(format!("{STAGING}1/0"))).expect("a folder can be made");
    fs::write(out.join(LOCK), "").expect("a file can be written");
    fs::create_dir(out.join(".git")).expect("a folder can be made");
    published(&out, &[("a.html", "1")]);
    assert_eq!(holds(&out), [".git/", "a.html=1"]);
}

#[test]
fn two_builds_into_one_folder_at_once_are_refused() {
    let (_root, out) = site();
    let first = open(&out).expect("it opens");
    first.stage("a.html", b"1").expect("it is staged");
    assert_eq!(code(open(&out)).0, "output-busy");
    first.commit().expect("the first is not disturbed");
    open(&out).expect("it opens again");
}

#[test]
fn a_foreign_folder_is_refused_and_not_touched() {
    let (_root, out) = site();
    fs::create_dir(&out).expect("a folder can be made");
    fs::write(out.join("thesis.txt"), "years").expect("a file can be written");
    let (name, message) = code(open(&out));
    assert_eq!(name, "foreign-output");
    assert!(
        message.ends_with("public` is not empty and was not made by balm: it contains `thesis.txt`"),
        "{message}"
    );
    assert_eq!(fs::read_dir(&out).expect("it can be read").count(), 1);
    assert_eq!(code(open(&out.join("thesis.txt"))).0, "foreign-output");
}

#[test]
fn the_output_is_not_among_the_sources() {
    let (root, _) = site();
    let root = root.path();
    let refused = |out: &Path| code(OutputFolder::open(out, root));
    let elsewhere = TempDir::new().expect("a temporary folder can be made");
    for (out, why) in [
        ("", "is the site's own folder"),
        (".", "is the site's own folder"),
        ("public/..", "is the site's own folder"),
        ("..", "contains the site's own folder"),
        ("/", "contains the site's own folder"),
        ("content", "is the site's `content/`"),
        ("content/a/b/public", "is in the site's `content/`"),
        ("public/../static/x", "is in the site's `static/`"),
        ("templates/", "is the site's `templates/`"),
    ] {
        let (name, message) = refused(&root.join(out));
        assert_eq!(name, "output-in-source", "{out}");
        assert!(message.ends_with(why), "{out}: {message}");
    }
    let relative = OutputFolder::open(&elsewhere.path().join("public"), root);
    assert!(relative.is_ok());
}

#[cfg(unix)]
#[test]
fn links_do_not_hide_the_sources() {
    let (root, _) = site();
    let root = root.path();
    let elsewhere = TempDir::new().expect("a temporary folder can be made");
    std::os::unix::fs::symlink(root.join("content"), elsewhere.path().join("c")).expect("a link can be made");
    assert_eq!(code(OutputFolder::open(&elsewhere.path().join("c/a"), root)).0, "output-in-source");
    fs::remove_dir(root.join("static")).expect("a folder can be removed");
    fs::create_dir(elsewhere.path().join("s")).expect("a folder can be made");
    std::os::unix::fs::symlink(elsewhere.path().join("s"), root.join("static")).expect("a link can be made");
    assert_eq!(code(OutputFolder::open(&elsewhere.path().join("s"), root)).0, "output-in-source");
    assert_eq!(code(OutputFolder::open(elsewhere.path(), root)).0, "output-in-source");
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let (_root, out) = site();
    published(&out, &[("a", "1"), ("b/c/d", "2"), ("b/e", "3"), ("z", "0")]);
    let written = published(&out, &[("a/x/y", "4"), ("b", "5"), ("z", "0")]);
    assert_eq!(written, CommitSummary { files: 3, written: 2, unchanged: 1, removed: 3, bytes: 3 });
    assert_eq!(holds(&out), ["a/x/y=4", "b=5", "z=0"]);
    published(&out, &[("a", "1"), ("b/c/d", "2"), ("b/e", "3"), ("z", "0")]);
    assert_eq!(holds(&out), ["a=1", "b/c/d=2", "b/e=3", "z=0"]);
}

#[test]
fn other_peoples_files_in_the_way_are_not_removed() {
    let (_root, out) = site();
    published(&out, &[("a/x", "1"), ("c", "2")]);
    fs::write(out.join("a/notes"), "mine").expect("a file can be written");
    fs::write(out.join("b"), "mine").expect("a file can be written");
    let before = holds(&out);
    let (name, message) = code(publish(&out, &[("a", "9"), ("c", "9")]));
    assert_eq!(name, "foreign-output");
    assert!(message.ends_with("public/a/notes` is in the way and was not made by balm"), "{message}");
    assert_eq!(code(publish(&out, &[("b/x", "9"), ("c", "9"), ("n/m", "9")])).0, "foreign-output");
    assert_eq!(holds(&out), before);
}

#[cfg(unix)]
#[test]
fn links_in_the_output_are_replaced_and_never_followed() {
    let (_root, out) = site();
    let other = TempDir::new().expect("a temporary folder can be made");
    let link = |to: &Path, at: &str| {
        std::os::unix::fs::symlink(to, out.join(at)).expect("a link can be made");
    };
    fs::write(other.path().join("x"), "1").expect("a file can be written");
    fs::write(other.path().join("gone"), "kept").expect("a file can be written");
    published(&out, &[("f", "1"), ("d/x", "1"), ("e/gone", "1")]);
    for path in ["d", "e"] {
        fs::remove_dir_all(out.join(path)).expect("a folder can be removed");
        link(other.path(), path);
    }
    fs::remove_file(out.join("f")).expect("a file can be removed");
    link(&other.path().join("x"), "f");
    let written = published(&out, &[("f", "1"), ("d/x", "1")]);
    assert_eq!((written.written, written.removed), (2, 1));
    assert!(out.join("f").symlink_metadata().expect("it is there").is_file());
    assert!(out.join("d").symlink_metadata().expect("it is there").is_dir());
    assert_eq!(fs::read_to_string(other.path().join("gone")).expect("it is there"), "kept");
    assert_eq!(fs::read_to_string(other.path().join("x")).expect("it is there"), "1");
}

#[test]
fn a_path_that_leads_elsewhere_is_refused() {
    let (_root, out) = site();
    let publisher = open(&out).expect("it opens");
    for path in
        ["", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a\0b", "a\nb", ".balm-files", ".balm-staging-7/a"]
    {
        assert_eq!(code(publisher.stage(path, b"")).0, "output-path", "{path:?}");
    }
    publisher.stage("..a/b c/é.html", b"").expect("an unusual name is a name");
    publisher.commit().expect("it is published");
}

#[test]
fn two_files_that_exclude_each_other_are_refused() {
    let (_root, out) = site();
    let publisher = open(&out).expect("it opens");
    publisher.stage("a", b"1").expect("it is staged");
    assert_eq!(code(publisher.stage("a", b"1")).0, "output-path");
    publisher.stage("a/b", b"1").expect("it is staged");
    publisher.stage("x/a", b"1").expect("it is staged");
    assert_eq!(code(publisher.stage("x/a/b", b"1")).0, "output-path");
    assert_eq!(code(publisher.commit()).0, "output-path");
    assert_eq!(holds(&out), [""; 0]);
}

#[test]
fn a_forged_list_removes_nothing_outside() {
    let (root, out) = site();
    published(&out, &[("a.html", "1")]);
    fs::write(root.path().join("site.toml"), "").expect("a file can be written");
    let list = fs::read_to_string(out.join(LIST)).expect("there is a list");
    fs::write(out.join(LIST), format!("{list}../site.toml\n.balm-lock\n")).expect("a file can be written");
    assert_eq!(published(&out, &[("a.html", "1")]).removed, 0);
    assert!(root.path().join("site.toml").exists());
}

#[test]
fn a_name_that_is_too_long_is_found_before_anything_changes() {
    let (_root, out) = site();
    published(&out, &[("a.html", "1")]);
    let long = "x".repeat(300);
    for path in [format!("{long}.html"), format!("{long}/index.html"), format!("new/{long}.html")] {
        let (name, _) = code(publish(&out, &[("a.html", "9"), ("b/c.html", "9"), (&path, "9")]));
        assert_eq!(name, "cannot-write");
        assert_eq!(holds(&out), ["a.html=1"]);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let (root, _) = site();
    fs::write(root.path().join("file"), "").expect("a file can be written");
    let result = open(&root.path().join("file/public"));
    let diagnostic = result.expect_err("it is refused");
    assert_eq!(diagnostic.code.name, "cannot-write");
    assert_eq!(diagnostic.help, "fix this and build again; the last published site is untouched");
}

#[cfg(unix)]
#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn a_read_only_folder_leaves_the_published_site_intact() {
    use std::os::unix::fs::PermissionsExt;
    let (_root, out) = site();
    published(&out, &[("a/b.html", "1"), ("c.html", "1")]);
    let mode = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
    };
    mode(&out.join("a"), 0o555);
    if fs::write(out.join("a/trial"), "").is_ok() {
        eprintln!("skipped: permissions do not bind this user");
        assert_eq!(published(&out, &[("a/b.html", "9")]).written, 1);
        return;
    }
    let result = publish(&out, &[("a/b.html", "9"), ("c.html", "9")]);
    mode(&out.join("a"), 0o755);
    assert_eq!(code(result).0, "cannot-write");
    assert_eq!(holds(&out), ["a/b.html=1", "c.html=1"]);
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn a_full_disk_leaves_the_published_site_intact() {
    let (_root, out) = site();
    fs::create_dir(&out).expect("a folder can be made");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&out).output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    }
    published(&out, &[("a.html", "1")]);
    let big = "x".repeat(48 * 1024);
    let result = publish(&out, &[("a.html", "9"), ("b.html", &big), ("c.html", &big)]);
    let after = holds(&out);
    let small = publish(&out, &[("a.html", "9")]);
    let unmounted = Command::new("umount").arg(&out).status();
    let diagnostic = result.expect_err("the disk is full");
    assert_eq!(diagnostic.help, "free some space; the last published site is untouched");
    assert_eq!(after, ["a.html=1"]);
    assert_eq!(small.expect("there is space again").written, 1);
    assert!(unmounted.is_ok_and(|status| status.success()));
}
#[test]
fn new_folders_with_pages_with_assets_and_with_both_are_all_published() {
    let (_root, out) = site();
    let files = [
        ("pages/a/index.html", "1"),
        ("pages/b.html", "2"),
        ("assets/x/y.css", "3"),
        ("both/p.png", "4"),
        ("both/c/index.html", "5"),
        ("both/c/d/index.html", "6"),
    ];
    assert_eq!(published(&out, &files[..4]).written, 4);
    assert_eq!(
        published(&out, &files),
        CommitSummary { files: 6, written: 2, unchanged: 4, removed: 0, bytes: 6 }
    );
    assert_eq!(published(&out, &files).unchanged, 6);
    fs::remove_dir_all(&out).expect("a folder can be removed");
    assert_eq!(published(&out, &files).written, 6);
    assert_eq!(published(&out, &files).unchanged, 6);
}
