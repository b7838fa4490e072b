use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::thread;

use super::*;

/// Long enough for any event to arrive, even on a busy machine.
const SOON: Option<Duration> = Some(Duration::from_secs(10));

/// Long enough to be sure that nothing arrives.
const NEVER: Option<Duration> = Some(Duration::from_millis(400));

const EVENTS: WatchMode = WatchMode::Events;
const POLLING: WatchMode = WatchMode::Poll(Duration::from_millis(20));

struct TestSite {
    _folder: tempfile::TempDir,
    root: PathBuf,
}

impl TestSite {
    /// A site with the article `content/a.md`.
    fn new() -> TestSite {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path().canonicalize().expect("it is there").join("site");
        let site = TestSite { _folder: folder, root };
        site.write("site.toml", "");
        site.write("content/a.md", "a");
        site
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.at(from), self.at(to)).expect("it can be renamed");
    }

    fn watch(&self, how: WatchMode) -> Watch {
        Watch::start(&self.root, how).expect("it can be watched")
    }
}

/// The next batch.
fn batch(watch: &mut Watch) -> BTreeSet<String> {
    match watch.next(SOON) {
        Some(FileChanges::Paths(paths)) => {
            paths.into_iter().map(|path| path.to_string_lossy().into_owned()).collect()
        }
        other => panic!("not a batch of paths but {other:?}"),
    }
}

/// All batches until it is quiet, combined.
fn batches(watch: &mut Watch) -> BTreeSet<String> {
    let mut all = batch(watch);
    while let Some(FileChanges::Paths(paths)) = watch.next(NEVER) {
        all.extend(paths.into_iter().map(|path| path.to_string_lossy().into_owned()));
    }
    all
}

fn paths(paths: &[&str]) -> BTreeSet<String> {
    paths.iter().map(|&path| path.to_owned()).collect()
}

#[test]
fn a_saved_file_is_one_batch() {
    for how in [EVENTS, POLLING] {
        let site = TestSite::new();
        let mut watch = site.watch(how);
        site.write("content/a.md", "longer");
        assert_eq!(batch(&mut watch), paths(&["content/a.md"]), "{how:?}");
        assert_eq!(watch.next(NEVER), None, "{how:?}");
        site.write("site.toml", "title = 1");
        assert_eq!(batch(&mut watch), paths(&["site.toml"]), "{how:?}");
    }
}

#[test]
fn reading_files_and_changing_other_folders_is_not_a_change() {
    let site = TestSite::new();
    site.write("public/index.html", "");
    site.write(".git/HEAD", "");
    let mut watch = site.watch(EVENTS);
    fs::read(site.at("content/a.md")).expect("it can be read");
    fs::read_dir(site.at("content")).expect("it can be read").for_each(drop);
    site.write("public/index.html", "new");
    site.write("public/new/index.html", "new");
    site.write(".git/HEAD", "new");
    site.write("notes.md", "new");
    assert_eq!(watch.next(NEVER), None);
}

#[test]
fn a_file_that_an_editor_replaces_is_noticed_under_its_name() {
    for how in [EVENTS, POLLING] {
        let site = TestSite::new();
        let mut watch = site.watch(how);
        site.write("content/.a.md.tmp", "longer");
        site.rename("content/.a.md.tmp", "content/a.md");
        assert!(batches(&mut watch).contains("content/a.md"), "{how:?}");
        // The way Vim saves.
        site.write("content/4913", "");
        fs::remove_file(site.at("content/4913")).expect("it can be removed");
        site.rename("content/a.md", "content/a.md~");
        site.write("content/a.md", "even longer");
        fs::remove_file(site.at("content/a.md~")).expect("it can be removed");
        assert!(batches(&mut watch).contains("content/a.md"), "{how:?}");
        // The file now has a different inode.
        site.write("content/a.md", "short");
        assert_eq!(batches(&mut watch), paths(&["content/a.md"]), "{how:?}");
    }
}

#[test]
fn a_renamed_file_is_noticed_under_both_names_and_a_removed_one_under_its_own() {
    for how in [EVENTS, POLLING] {
        let site = TestSite::new();
        let mut watch = site.watch(how);
        site.rename("content/a.md", "content/b.md");
        assert_eq!(batches(&mut watch), paths(&["content/a.md", "content/b.md"]), "{how:?}");
        fs::remove_file(site.at("content/b.md")).expect("it can be removed");
        assert_eq!(batches(&mut watch), paths(&["content/b.md"]), "{how:?}");
    }
}

#[test]
fn a_folder_may_move_in_and_out_with_its_files() {
    for how in [EVENTS, POLLING] {
        let site = TestSite::new();
        site.write("drafts/deep/b.md", "b");
        let mut watch = site.watch(how);
        site.rename("drafts", "content/drafts");
        assert!(batches(&mut watch).contains("content/drafts"), "{how:?}");
        site.write("content/drafts/deep/b.md", "longer");
        assert_eq!(batches(&mut watch), paths(&["content/drafts/deep/b.md"]), "{how:?}");
        site.rename("content/drafts", "content/other");
        let found = batches(&mut watch);
        assert!(found.contains("content/drafts") && found.contains("content/other"), "{how:?}: {found:?}");
        site.write("content/other/deep/b.md", "b");
        assert_eq!(batches(&mut watch), paths(&["content/other/deep/b.md"]), "{how:?}");
        site.rename("content/other", "other");
        assert!(batches(&mut watch).contains("content/other"), "{how:?}");
        site.write("other/deep/b.md", "outside");
        assert_eq!(watch.next(NEVER), None, "{how:?}");
    }
}

#[test]
fn the_sites_own_folders_may_come_and_go() {
    for how in [EVENTS, POLLING] {
        let site = TestSite::new();
        let mut watch = site.watch(how);
        site.write("static/style.css", "a");
        assert!(batches(&mut watch).contains("static"), "{how:?}");
        site.write("static/style.css", "a {}");
        assert_eq!(batches(&mut watch), paths(&["static/style.css"]), "{how:?}");
        site.rename("content", "content.off");
        assert!(batches(&mut watch).contains("content"), "{how:?}");
        site.write("content.off/a.md", "outside");
        assert_eq!(watch.next(NEVER), None, "{how:?}");
        site.rename("content.off", "content");
        assert!(batches(&mut watch).contains("content"), "{how:?}");
        site.write("content/a.md", "inside again");
        assert_eq!(batches(&mut watch), paths(&["content/a.md"]), "{how:?}");
        fs::remove_dir_all(site.at("content")).expect("it can be removed");
        assert!(batches(&mut watch).contains("content"), "{how:?}");
        site.write("content/b.md", "new");
        assert!(batches(&mut watch).contains("content"), "{how:?}");
        site.write("content/b.md", "newer");
        assert_eq!(batches(&mut watch), paths(&["content/b.md"]), "{how:?}");
    }
}

#[test]
fn a_checkout_of_5000_files_is_one_batch() {
    let site = TestSite::new();
    for file in 0..5_000 {
        site.write(&format!("content/{}/{file}.md", file % 50), "old");
    }
    site.write(".git/HEAD", "");
    let mut watch = site.watch(EVENTS);
    let lock = site.at(".git/index.lock");
    fs::write(&lock, "").expect("it can be written");
    let writer = thread::spawn(move || {
        for file in 0..5_000 {
            site.write(&format!("content/{}/{file}.md", file % 50), "new");
            if file == 3 {
                // The system is busy with something else.
                thread::sleep(Duration::from_millis(40));
            }
        }
        fs::remove_file(lock).expect("it can be removed");
        site
    });
    assert_eq!(batch(&mut watch).len(), 5_000);
    assert_eq!(watch.next(NEVER), None);
    drop(writer.join());
}

#[test]
fn a_file_that_is_emptied_and_then_written_is_one_batch_with_its_text() {
    let site = TestSite::new();
    let mut watch = site.watch(EVENTS);
    let path = site.at("content/a.md");
    let writer = thread::spawn({
        let path = path.clone();
        move || {
            let mut file = fs::File::create(path).expect("it can be made");
            thread::sleep(Duration::from_millis(800));
            file.write_all(b"text").expect("it can be written");
        }
    });
    assert_eq!(batch(&mut watch), paths(&["content/a.md"]));
    assert_eq!(fs::read(&path).expect("it can be read"), b"text");
    assert_eq!(watch.next(NEVER), None);
    drop(writer.join());
}

#[cfg(unix)]
#[test]
fn files_behind_links_are_noticed_under_the_names_of_the_links() {
    use std::os::unix::fs::symlink;

    let site = TestSite::new();
    site.write("shared/b.md", "b");
    site.write("elsewhere/c.md", "c");
    site.write("content/real/d.md", "d");
    symlink(site.at("shared"), site.at("content/linked")).expect("it can be made");
    symlink(site.at("elsewhere/c.md"), site.at("content/c.md")).expect("it can be made");
    symlink(site.at("content/real"), site.at("content/twin")).expect("it can be made");
    symlink(&site.root, site.at("content/back")).expect("it can be made");
    let mut watch = site.watch(EVENTS);

    site.write("shared/b.md", "longer");
    assert_eq!(batches(&mut watch), paths(&["content/linked/b.md"]));
    site.write("elsewhere/c.md.tmp", "longer");
    assert_eq!(watch.next(NEVER), None);
    site.rename("elsewhere/c.md.tmp", "elsewhere/c.md");
    assert_eq!(batches(&mut watch), paths(&["content/c.md"]));
    let both = paths(&["content/real/d.md", "content/twin/d.md"]);
    site.write("content/real/d.md", "longer");
    assert_eq!(batches(&mut watch), both);
    site.write("content/twin/d.md", "even longer");
    assert_eq!(batches(&mut watch), both);

    site.write("later/deep/e.md", "e");
    symlink(site.at("later"), site.at("content/later")).expect("it can be made");
    assert_eq!(batches(&mut watch), paths(&["content/later"]));
    site.write("later/deep/e.md", "longer");
    assert_eq!(batches(&mut watch), paths(&["content/later/deep/e.md"]));
}

#[test]
fn a_scan_makes_up_for_a_lost_event() {
    let site = TestSite::new();
    let mut watch = site.watch(EVENTS);
    let ChangeSource::Events(listener) = &mut watch.source else { panic!("it listens for events") };
    listener.stop_listening();
    site.write("content/a.md", "longer");
    assert_eq!(watch.next(NEVER), None);
    watch.queue.lock().lost = true;
    assert_eq!(batch(&mut watch), paths(&["content/a.md"]));
}

#[test]
fn past_the_limit_of_the_system_files_are_polled_and_the_reason_is_given() {
    let site = TestSite::new();
    let mut watch = site.watch(EVENTS);
    assert_eq!(watch.is_polling(), None);
    watch.queue.receive_limit();
    site.write("content/a.md", "longer");
    assert_eq!(batches(&mut watch), paths(&["content/a.md"]));
    assert!(watch.is_polling().is_some_and(|why| why.contains("max_user_watches")));
    site.write("content/a.md", "even longer");
    assert_eq!(batches(&mut watch), paths(&["content/a.md"]));
}

/// Updates `known`, the contents of the files as seen by a program that rereads only reported paths.
fn reread(root: &Path, path: &Path, known: &mut BTreeMap<PathBuf, Vec<u8>>) {
    known.retain(|name, _| !name.starts_with(path));
    for entry in walkdir::WalkDir::new(root.join(path)).into_iter().flatten() {
        if entry.file_type().is_file()
            && let Ok(bytes) = fs::read(entry.path())
        {
            known.insert(entry.path().strip_prefix(root).expect("it is within").to_owned(), bytes);
        }
    }
}

#[test]
fn rereading_only_the_reported_paths_finds_every_change() {
    let site = TestSite::new();
    let mut watch = site.watch(EVENTS);
    let root = site.root.clone();
    let mut known = BTreeMap::new();
    for top in TOP {
        reread(&root, Path::new(top), &mut known);
    }
    let writer = thread::spawn(move || {
        let mut seed = 7_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for round in 0..600 {
            let folder =
                ["content", "content/x", "content/x/y", "content/z", "templates"][random(5) as usize];
            let other = ["content/x", "content/z", "content/x/w", "outside", "static"][random(5) as usize];
            match random(7) {
                0 => drop(fs::remove_dir_all(site.at(other))),
                1 => drop(fs::rename(site.at(folder), site.at(other))),
                2 => drop(fs::rename(site.at(other), site.at(folder))),
                3 => drop(fs::remove_file(site.at(&format!("{folder}/{}.md", random(4))))),
                _ => {
                    let path = format!("{folder}/{}.md", random(4));
                    let _ = fs::create_dir_all(site.at(folder));
                    let _ = fs::write(site.at(&path), format!("{round}"));
                }
            }
            if random(10) == 0 {
                thread::sleep(Duration::from_millis(random(12)));
            }
        }
        site
    });
    let mut quiet = 0;
    while quiet < 2 {
        match watch.next(NEVER) {
            Some(FileChanges::Paths(paths)) => paths.iter().for_each(|path| reread(&root, path, &mut known)),
            Some(FileChanges::Everything) => {
                TOP.iter().for_each(|top| reread(&root, Path::new(top), &mut known))
            }
            None if writer.is_finished() => quiet += 1,
            None => {}
        }
    }
    let mut found = BTreeMap::new();
    for top in TOP {
        reread(&root, Path::new(top), &mut found);
    }
    assert_eq!(known, found);
    drop(writer.join());
}
