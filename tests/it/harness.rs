//! Lays out sites in temporary folders, runs balm on them and compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value as Json;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The day of every build in the tests.
pub(crate) const TODAY: &str = "2026-01-01";

/// The day of every build of the repository's own site.
pub(crate) const OWN_DAY: &str = "2026-12-01";

/// A folder of this directory, such as `mistakes`.
pub(crate) fn folder(name: &str) -> PathBuf {
    repository().join("tests/it").join(name)
}

/// The repository's own folder.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected files are to be rewritten.
pub(crate) fn blessing() -> bool {
    std::env::var_os("BALM_BLESS").is_some()
}

/// balm, started in `folder` without environment variables that change its output.
pub(crate) fn balm(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("balm").expect("the program is built with its tests");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

/// The result of a run of balm.
#[derive(Debug)]
pub(crate) struct Run {
    /// Its exit code.
    pub(crate) code: i32,
    /// Its standard output.
    pub(crate) out: String,
    /// Its standard error.
    pub(crate) err: String,
}

impl Run {
    /// The diagnostics of a run with `--format json`.
    pub(crate) fn diagnostics(&self) -> Vec<Json> {
        let document: Json = serde_json::from_str(&self.out).expect("the output is JSON");
        document["diagnostics"].as_array().expect("there is a list of diagnostics").clone()
    }
}

/// Runs `command` to its end. A panic or a signal fails the test.
pub(crate) fn run(mut command: Command) -> Run {
    let output = command.timeout(std::time::Duration::from_secs(120)).output().expect("balm starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("balm prints UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked"), "balm panicked:\n{err}");
    let code = output.status.code().unwrap_or_else(|| panic!("balm was ended by a signal:\n{err}"));
    Run { code, out, err }
}

/// A site in a temporary folder.
#[derive(Debug)]
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Site {
        Site { folder: TempDir::new().expect("there is room for a temporary folder") }
    }

    /// The smallest site without mistakes: `base/`.
    pub(crate) fn new() -> Site {
        let site = Site::empty();
        copy(&folder("base"), site.path());
        site
    }

    /// The smallest site with one more article, `content/a.md`, with the contents `text`.
    pub(crate) fn with(text: impl AsRef<[u8]>) -> Site {
        Site::new().file("content/a.md", text)
    }

    /// Adds or replaces a file.
    pub(crate) fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Site {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
        self
    }

    /// Where the site is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs balm in the site's folder.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let mut command = balm(self.path());
        command.args(args);
        if matches!(args.first(), Some(&("build" | "check"))) {
            command.args(["--today", TODAY]);
        }
        run(command)
    }

    /// What `balm check` finds.
    pub(crate) fn check(&self) -> Vec<Json> {
        self.run(&["check", "--format", "json"]).diagnostics()
    }

    /// The only finding of `balm check`.
    pub(crate) fn only_mistake(&self) -> Json {
        let mut found = self.check();
        assert_eq!(found.len(), 1, "not exactly one mistake: {found:#?}");
        found.remove(0)
    }

    /// Builds, and returns what was published in `public/`. The build must not report anything.
    pub(crate) fn built(&self) -> Tree {
        let run = self.run(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
        tree(&self.path().join("public"))
    }
}

/// Files by path, with `/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Every published file in `folder`; without the files that balm keeps for itself.
pub(crate) fn tree(folder: &Path) -> Tree {
    WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("it is in the folder");
            let path = path.to_string_lossy().replace('\\', "/");
            (path, fs::read(entry.path()).expect("the file can be read"))
        })
        .filter(|(path, _)| !path.starts_with(".balm"))
        .collect()
}

/// Copies all files in `from` to `to`.
pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
}

/// The names of the folders in `folder`, sorted.
pub(crate) fn cases(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the cases are there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("the folder can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The lines of `expected` and `found` that differ, with `-` and `+` before them.
pub(crate) fn difference(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let mut text = format!("  (line {})\n", same + 1);
    for line in &old[same..old.len() - tail] {
        text.push_str(&format!("- {line}\n"));
    }
    for line in &new[same..new.len() - tail] {
        text.push_str(&format!("+ {line}\n"));
    }
    text
}
