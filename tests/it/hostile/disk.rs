//! Failures of the disk: full disks, folders in the way, and two builds at once.

use super::*;

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
fn a_build_with_an_error_publishes_nothing_and_keeps_the_last_site() {
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
        assert!(found.err.contains("the published site is untouched"), "{}", found.err);
    }
    let (site, before) = published();
    let site = site.file("content/empty.md", "# Empty\n");
    assert_untouched(&site, &before, &site.run(&["build", "--strict"]));
}

#[test]
fn a_folder_with_other_files_is_never_written_to() {
    let site = Site::new().file("public/letters.txt", "mine");
    let found = site.run(&["build"]);
    assert_eq!(found.code, 1);
    assert!(found.err.contains("[foreign-output]") && found.err.contains("letters.txt"), "{}", found.err);
    assert_eq!(tree(&site.path().join("public")).len(), 1);
    let site = Site::new().file("public", "a file");
    assert!(site.run(&["build"]).err.contains("[foreign-output]"));
}

#[test]
fn files_put_into_the_output_folder_by_others_are_not_removed() {
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
fn a_static_file_with_the_name_of_balm_s_own_file_is_an_error() {
    let site = Site::new().file("static/.balm-files", "mine");
    let found = site.run(&["build", "--color", "never"]);
    assert_eq!(found.code, 1, "{}", found.out);
    assert!(found.err.starts_with("error[output-path]"), "{}", found.err);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let (site, before) = published();
    // A running build has the lock for as long as the file is open.
    let lock = fs::read_dir(site.path().join("public"))
        .expect("it was built")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().contains("lock")))
        .expect("there is a lock");
    let held = fs::OpenOptions::new().write(true).open(lock).expect("the lock can be opened");
    held.lock().expect("the lock is free");
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
    // Writing beyond the limit sends a signal that ends the program, unless it is ignored.
    shell.args([
        "-c",
        "trap '' XFSZ; ulimit -f 8; exec \"$0\" build --color never",
        env!("CARGO_BIN_EXE_balm"),
    ]);
    shell.args(["--today", TODAY]).current_dir(site.path());
    let found = run(shell);
    assert_untouched(&site, &before, &found);
    assert!(found.err.contains("error[cannot-write]"), "{}", found.err);
    assert_eq!(site.run(&["build"]).code, 0, "the next build succeeds");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_build_and_keeps_the_last_site() {
    let site = Site::with("# Heat\n\nWarm.\n");
    let disk = site.path().join("disk");
    fs::create_dir(&disk).expect("a folder can be made");
    // Only this shell sees the mount, which disappears with it.
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
    assert_eq!(err.matches("error[").count(), 1, "a full disk is reported once:\n{err}");
    assert!(tree(&site.path().join("before")) == tree(&site.path().join("after")));
}

#[test]
fn a_folder_that_is_not_a_site_gets_a_plain_message() {
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
