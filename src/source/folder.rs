//! A site's folder, read once and then only where it has changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{File, NO_SITE, Sources, disk, theme};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// What a site is made of, below its root.
const PARTS: [&str; 5] = ["site.toml", "content", "templates", "static", "words"];

/// Files that are new, gone or hold something else, each with the first byte that is another.
pub type Changes = BTreeMap<FileName, usize>;

/// A site's folder on the disk.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// The root without symbolic links, by which others may name its files.
    real_root: PathBuf,
    theme: BTreeMap<FileName, File>,
    /// What could not be read, by file.
    faults: BTreeMap<FileName, Vec<Diagnostic>>,
}

impl Folder {
    /// The site's folder `root`. Nothing is read yet.
    #[must_use]
    pub fn new(root: &Path) -> Folder {
        Folder {
            root: root.to_path_buf(),
            real_root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            theme: theme().map(|file| (Arc::clone(&file.path), file)).collect(),
            faults: BTreeMap::new(),
        }
    }

    /// What could not be read.
    #[must_use]
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.values().flatten().cloned().collect()
    }

    /// Reads everything anew into `sources`. Returns what has changed.
    pub fn update_all(&mut self, sources: &mut Sources) -> Changes {
        if sources.files.is_empty() {
            sources.files.clone_from(&self.theme);
        }
        PARTS.iter().flat_map(|part| self.update_at(sources, part)).collect()
    }

    /// Reads what stands at `paths`, files or folders, anew into `sources`. Returns what has changed.
    pub fn update(&mut self, sources: &mut Sources, paths: &BTreeSet<PathBuf>) -> Changes {
        let names: BTreeSet<String> = paths.iter().filter_map(|path| self.name_of(path)).collect();
        if names.contains("") {
            return self.update_all(sources);
        }
        // What is in a folder that is read anew has not to be read once more.
        let is_covered =
            |name: &str| name.match_indices('/').any(|(slash, _)| names.contains(&name[..slash]));
        let apart: Vec<&String> = names.iter().filter(|name| !is_covered(name)).collect();
        apart.into_iter().flat_map(|name| self.update_at(sources, name)).collect()
    }

    /// The path below the root that `path` is, where it can be part of the site.
    fn name_of(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.real_root));
        let below = below.ok().or_else(|| path.is_relative().then_some(path))?;
        let name = below.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        let part = name.split('/').next().unwrap_or("");
        (part.is_empty() || PARTS.contains(&part)).then_some(name)
    }

    fn update_at(&mut self, sources: &mut Sources, name: &str) -> Changes {
        let (files, faults) = disk::read_at(&self.root, name);
        self.faults.retain(|file, _| !is_within(file, name));
        for fault in faults {
            self.faults.entry(Arc::clone(&fault.primary.place.file)).or_default().push(fault);
        }
        let mut now: BTreeMap<FileName, File> =
            files.into_iter().map(|file| (Arc::clone(&file.path), file)).collect();
        if name == "site.toml" && !now.contains_key(name) {
            self.faults.entry(name.into()).or_insert_with(|| vec![no_site()]);
        }
        let mut changed = Changes::new();
        for path in sources.within(name) {
            let before = sources.files.get(&path);
            let replacement = now.remove(&path).or_else(|| self.theme.get(&path).cloned());
            let at = before.zip(replacement.as_ref()).map_or(0, |(before, now)| before.differs_at(now));
            match replacement {
                Some(file) if before.is_some_and(|before| before.is_like(&file)) => {}
                Some(file) => {
                    sources.files.insert(Arc::clone(&path), file);
                    changed.insert(path, at);
                }
                None => {
                    sources.files.remove(&path);
                    changed.insert(path, at);
                }
            }
        }
        for (path, file) in now {
            changed.insert(Arc::clone(&path), 0);
            sources.files.insert(path, file);
        }
        changed
    }
}

impl Sources {
    /// The paths of the files at or below `name`.
    fn within(&self, name: &str) -> Vec<FileName> {
        let first: FileName = name.into();
        let paths = self.files.range(first..).map(|(path, _)| path);
        // `-` and `.` come before `/`, so that `a-b` stands between `a` and `a/b`.
        let paths = paths.take_while(|path| path.starts_with(name));
        paths.filter(|path| is_within(path, name)).cloned().collect()
    }
}

impl File {
    /// The first byte that is another in `other`.
    fn differs_at(&self, other: &File) -> usize {
        let pairs = self.content.bytes().iter().zip(other.content.bytes());
        pairs.take_while(|(a, b)| a == b).count()
    }

    /// Whether `other` holds the same and comes from the same place.
    fn is_like(&self, other: &File) -> bool {
        self.origin == other.origin && self.content.bytes() == other.content.bytes()
    }
}

/// Whether `path` is `name`, or in the folder `name`.
fn is_within(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn no_site() -> Diagnostic {
    Diagnostic::new(
        &NO_SITE,
        Place::start_of(&"site.toml".into()),
        "there is no `site.toml` here, so this folder is not a site",
        "change to the site's folder, name it with `--root`, or make one with `balm init my-site`",
    )
}
