//! File metadata, to detect which files changed without opening any.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::TOP;

/// Metadata that differs if a file's bytes differ.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    is_folder: bool,
    length: u64,
    modified: Option<SystemTime>,
    /// Inode, permissions and the time they changed in nanoseconds, on systems that have these.
    identity: (u64, u32, i128),
}

impl Stamp {
    fn of(metadata: &std::fs::Metadata) -> Stamp {
        let is_folder = metadata.is_dir();
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            let changed = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
            (metadata.ino(), metadata.mode(), if is_folder { 0 } else { changed })
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        // A folder's contents have entries of their own.
        let (length, modified) =
            if is_folder { (0, None) } else { (metadata.len(), metadata.modified().ok()) };
        Stamp { is_folder, length, modified, identity }
    }
}

/// A symbolic link and its target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SymbolicLink {
    /// The link, relative to the root.
    pub(super) link: PathBuf,
    /// Its target, absolute and without links.
    pub(super) target: PathBuf,
    /// Whether the target is a folder.
    pub(super) is_folder: bool,
}

/// Every file and folder of the site, by its path relative to the root.
#[derive(Debug, Default)]
pub(super) struct FileSnapshot {
    stamps: BTreeMap<PathBuf, Stamp>,
    links: BTreeSet<SymbolicLink>,
}

impl FileSnapshot {
    /// The symbolic links within the site.
    pub(super) fn links(&self) -> &BTreeSet<SymbolicLink> {
        &self.links
    }

    /// Scans the whole site and returns what changed since the last scan.
    pub(super) fn scan(&mut self, root: &Path) -> BTreeSet<PathBuf> {
        TOP.iter().flat_map(|top| self.scan_path(root, Path::new(top))).collect()
    }

    /// The same for `path` and everything in it.
    pub(super) fn scan_path(&mut self, root: &Path, path: &Path) -> BTreeSet<PathBuf> {
        let mut old = self.take(path);
        let mut changed = BTreeSet::new();
        let mut entries = WalkDir::new(root.join(path)).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            let Ok(entry) = entry else { continue };
            let Ok(name) = entry.path().strip_prefix(root).map(Path::to_owned) else { continue };
            if entry.path_is_symlink() {
                let Ok(target) = entry.path().canonicalize() else { continue };
                let is_folder = entry.file_type().is_dir();
                if is_folder && root.starts_with(&target) {
                    // The link leads back to a folder that contains it.
                    entries.skip_current_dir();
                    continue;
                }
                self.links.insert(SymbolicLink { link: name.clone(), target, is_folder });
            }
            let Ok(metadata) = entry.metadata() else { continue };
            let stamp = Stamp::of(&metadata);
            if old.remove(&name).as_ref() != Some(&stamp) {
                changed.insert(name.clone());
            }
            self.stamps.insert(name, stamp);
        }
        changed.extend(old.into_keys());
        changed
    }

    /// Removes and returns the entries of `path` and everything in it.
    fn take(&mut self, path: &Path) -> BTreeMap<PathBuf, Stamp> {
        self.links.retain(|link| !link.link.starts_with(path));
        // Paths are ordered by component, so the contents of a folder follow it.
        let range = (Bound::Included(path.to_owned()), Bound::Unbounded);
        let names: Vec<PathBuf> = self
            .stamps
            .range::<PathBuf, _>(range)
            .map(|(name, _)| name)
            .take_while(|name| name.starts_with(path))
            .cloned()
            .collect();
        names.into_iter().filter_map(|name| Some((name.clone(), self.stamps.remove(&name)?))).collect()
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the part of other programs")]
mod tests {
    use std::fs;

    use super::*;

    fn paths(paths: &[&str]) -> BTreeSet<PathBuf> {
        paths.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn a_scan_returns_what_changed_since_the_last_one() {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path().canonicalize().expect("it is there");
        let mut snapshot = FileSnapshot::default();
        fs::create_dir_all(root.join("content/a")).expect("it can be made");
        fs::write(root.join("content/a/b.md"), "b").expect("it can be written");
        fs::write(root.join("content/a.md"), "a").expect("it can be written");
        fs::write(root.join("other.md"), "other").expect("it can be written");
        assert_eq!(snapshot.scan(&root), paths(&["content", "content/a", "content/a/b.md", "content/a.md"]));
        assert_eq!(snapshot.scan(&root), paths(&[]));
        fs::write(root.join("content/a/b.md"), "longer").expect("it can be written");
        fs::write(root.join("content/a/c.md"), "c").expect("it can be written");
        fs::write(root.join("site.toml"), "").expect("it can be written");
        assert_eq!(
            snapshot.scan_path(&root, Path::new("content/a")),
            paths(&["content/a/b.md", "content/a/c.md"])
        );
        assert_eq!(snapshot.scan(&root), paths(&["site.toml"]));
        fs::remove_dir_all(root.join("content/a")).expect("it can be removed");
        assert_eq!(snapshot.scan(&root), paths(&["content/a", "content/a/b.md", "content/a/c.md"]));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_unless_they_lead_back() {
        let folder = tempfile::tempdir().expect("there is room");
        let root = folder.path().canonicalize().expect("it is there").join("site");
        fs::create_dir_all(root.join("content")).expect("it can be made");
        fs::create_dir_all(root.join("../shared")).expect("it can be made");
        fs::write(root.join("../shared/a.md"), "a").expect("it can be written");
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(root.join(to), root.join("content").join(name))
                .expect("it can be made");
        };
        link("../shared", "linked");
        link("../shared/a.md", "b.md");
        link(".", "back");
        link("..", "further-back");
        link("nowhere", "dead");
        let mut snapshot = FileSnapshot::default();
        let expected = ["content", "content/linked", "content/linked/a.md", "content/b.md"];
        assert_eq!(snapshot.scan(&root), paths(&expected));
        let links: Vec<_> = snapshot.links().iter().map(|link| (link.link.clone(), link.is_folder)).collect();
        assert_eq!(links, [("content/b.md".into(), false), ("content/linked".into(), true)]);
    }
}
