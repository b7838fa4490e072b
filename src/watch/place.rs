//! Properties of the place where a folder is: file systems without change events, and Git's lock.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// File systems that report no events for changes made by other machines.
const UNREPORTED_FILE_SYSTEMS: [&str; 14] = [
    "9p", "afs", "ceph", "cifs", "drvfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "smb3", "smbfs",
    "vboxsf", "virtiofs",
];

/// Why no events arrive from `folder`, as far as that can be determined.
pub(super) fn unreported(folder: &Path) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the system's list of mounts is not a file of the site")]
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    let kind = kind(&mounts, folder)?;
    let is_silent = UNREPORTED_FILE_SYSTEMS.contains(&kind) || kind.starts_with("fuse.");
    is_silent
        .then(|| format!("`{}` is on a file system ({kind}) that does not report changes", folder.display()))
}

/// The type of file system that `folder` is on, according to the list `mounts`.
fn kind<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mut deepest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut words = line.split(' ').skip(1);
        let (Some(place), Some(kind)) = (words.next(), words.next()) else { continue };
        let place = place.replace("\\040", " ");
        // A later mount at the same place hides earlier ones.
        if folder.starts_with(&place) && deepest.is_none_or(|(length, _)| place.len() >= length) {
            deepest = Some((place.len(), kind));
        }
    }
    deepest.map(|(_, kind)| kind)
}

/// An older lock was left behind, or its owner is waiting for input.
const FRESH: Duration = Duration::from_secs(10);

/// The lock file that exists while Git changes files in the repository around `root`.
pub(super) fn git_lock(root: &Path) -> Option<PathBuf> {
    let entry = root.ancestors().map(|folder| folder.join(".git")).find(|entry| entry.exists())?;
    if entry.is_dir() {
        return Some(entry.join("index.lock"));
    }
    // In a linked working tree, `.git` is a file that names the folder.
    #[expect(clippy::disallowed_methods, reason = "Git's own file is not a file of the site")]
    let text = std::fs::read_to_string(&entry).ok()?;
    let folder = text.strip_prefix("gitdir:")?.trim();
    Some(entry.parent()?.join(folder).join("index.lock"))
}

/// Whether Git is at work now.
#[expect(clippy::disallowed_methods, reason = "the age of a lock does not affect what is built")]
pub(super) fn is_held(lock: &Path) -> bool {
    let modified = lock.metadata().and_then(|metadata| metadata.modified());
    modified.is_ok_and(|time| SystemTime::now().duration_since(time).is_ok_and(|age| age < FRESH))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the part of Git")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_deepest_and_last_mount_counts() {
        let mounts = "/dev/sda / ext4 rw 0 0\nhost:/home /home nfs4 rw 0 0\nC:\\134 /mnt/my\\040disk 9p rw 0 0\n\
                      tmpfs /home/a tmpfs rw 0 0\ncode /home/a fuse.sshfs rw 0 0\n";
        assert_eq!(kind(mounts, Path::new("/srv/site")), Some("ext4"));
        assert_eq!(kind(mounts, Path::new("/home/b/site")), Some("nfs4"));
        assert_eq!(kind(mounts, Path::new("/homes")), Some("ext4"));
        assert_eq!(kind(mounts, Path::new("/home/a/site")), Some("fuse.sshfs"));
        assert_eq!(kind(mounts, Path::new("/mnt/my disk/site")), Some("9p"));
    }

    #[test]
    fn gits_lock_is_found_in_a_folder_and_through_a_file() {
        let folder = tempfile::tempdir().expect("there is room");
        let site = folder.path().join("tree/site");
        fs::create_dir_all(folder.path().join("repository/worktrees/tree")).expect("it can be made");
        fs::create_dir_all(&site).expect("it can be made");
        let file = folder.path().join("tree/.git");
        fs::write(&file, "gitdir: ../repository/worktrees/tree\n").expect("it can be written");
        let lock = git_lock(&site).expect("there is a repository");
        assert!(!is_held(&lock));
        fs::write(&lock, "").expect("it can be written");
        assert!(is_held(&lock));
        fs::remove_file(&file).expect("it can be removed");
        fs::create_dir(&file).expect("it can be made");
        assert_eq!(git_lock(&site), Some(file.join("index.lock")));
    }
}
