//! The same site gives the same bytes, on whichever machine and in whichever folder it is built.

use std::path::Path;

use crate::harness::{OWN_DAY, Site, Tree, balm, copy, repository, run, tree};

/// The repository's own site in a folder of its own.
fn copied() -> Site {
    let site = Site::empty();
    for folder in ["content", "templates", "static"] {
        copy(&repository().join(folder), &site.path().join(folder));
    }
    let config = std::fs::read(repository().join("site.toml")).expect("the repository is a site");
    site.file("site.toml", config)
}

/// What is built from `root`, a path from the folder `here`, on `threads` threads.
fn built(here: &Path, root: &str, threads: &str) -> Tree {
    let out = Site::empty();
    let mut command = balm(here);
    command.env("RAYON_NUM_THREADS", threads).args(["build", "--quiet", "--root", root, "--today", OWN_DAY]);
    command.arg("--out").arg(out.path().join("out"));
    let found = run(command);
    assert_eq!((found.code, found.out.as_str(), found.err.as_str()), (0, "", ""));
    tree(&out.path().join("out"))
}

fn assert_same(one: &Tree, other: &Tree, what: &str) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{what}");
    for (path, bytes) in one {
        assert!(other[path] == *bytes, "{what}: `{path}` differs");
    }
}

#[test]
fn one_thread_and_four_make_the_same_bytes() {
    let site = copied();
    assert_same(&built(site.path(), ".", "1"), &built(site.path(), ".", "4"), "one thread and four");
}

#[test]
fn the_folder_and_how_its_path_is_written_leave_no_trace() {
    let (site, other) = (copied(), copied());
    let here = built(site.path(), ".", "2");
    let root = site.path().to_str().expect("the folder's name is text");
    assert!(here.len() > 20);
    assert_same(&here, &built(Path::new("/"), root, "2"), "from a different folder");
    assert_same(&here, &built(site.path(), "./content/../", "2"), "by a longer path");
    assert_same(&here, &built(site.path(), &format!("{root}/"), "2"), "with a slash");
    assert_same(&here, &built(other.path(), ".", "2"), "a copy elsewhere");
    for (path, bytes) in &here {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(root), "`{path}` names the folder it was built in");
    }
}

#[test]
fn the_order_of_files_on_the_disk_does_not_matter() {
    let names = ["b", "a", "d", "c"];
    let lay = |order: &[&str]| {
        order.iter().fold(Site::new(), |site, name| {
            site.file(&format!("content/{name}.md"), format!("+++\ntitle = \"Same\"\ntags = [\"{name}\", \"x\"]\npublished = 2025-01-01\n+++\nText {name}.\n"))
                .file(&format!("content/{name}/exercises.toml"), format!("[[exercise]]\nname = \"Move {name}\"\nsteps = [\"x\"]\n"))
                .file(&format!("content/{name}/index.md"), "# Folder\n\n::exercises\n")
        })
    };
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    // A folder gets the name of a file, so the articles are moved out of the way first.
    let aside = |site: Site| {
        for name in names {
            let from = site.path().join(format!("content/{name}.md"));
            std::fs::rename(from, site.path().join(format!("content/{name}-x.md")))
                .expect("it can be renamed");
        }
        site
    };
    assert_same(&aside(lay(&names)).built(), &aside(lay(&reversed)).built(), "a different order");
}

#[test]
fn a_second_build_writes_nothing() {
    let site = copied();
    let build = || {
        let mut command = balm(site.path());
        command.args(["build", "--format", "json", "--today", OWN_DAY]);
        run(command)
    };
    let (first, second) = (build(), build());
    let published = |run: &crate::harness::Run| -> serde_json::Value {
        let document: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
        document["summary"]["published"].clone()
    };
    let (first, second) = (published(&first), published(&second));
    assert_eq!(first["written"], first["files"]);
    assert_eq!((&second["written"], &second["removed"]), (&0.into(), &0.into()));
    assert_eq!(second["unchanged"], first["files"]);
}

#[test]
fn what_is_removed_from_the_site_is_removed_from_the_output() {
    let site = Site::with("# Heat\n\nWarm.\n")
        .file("content/b/pic.png", "x")
        .file("content/b/index.md", "# B\n\nText.\n");
    site.built();
    std::fs::remove_dir_all(site.path().join("content/b")).expect("it can be removed");
    std::fs::remove_file(site.path().join("content/a.md")).expect("it can be removed");
    let incremental = site.built();
    assert!(!site.path().join("public/b").exists() && !site.path().join("public/a").exists());
    assert_same(&Site::new().built(), &incremental, "a clean build");
}
