//! The only writer: puts a site's files into the output folder, all of them or none.
//!
//! A [`OutputFolder`] first writes every file that differs from the published one into a staging folder, on as many
//! threads as call [`OutputFolder::stage`]. [`OutputFolder::commit`] then moves them into place. If it is dropped before
//! that, the published site stays as it was.
//!
//! Architecture Invariant: this module does not know what it writes. Nothing else in the crate changes anything on a
//! disk (enforced by `clippy.toml`).

mod commit;
#[expect(clippy::disallowed_methods, reason = "this is the one place that writes")]
mod disk;
mod file;
mod list;
mod place;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the part of other programs")]
mod tests;

pub use file::{create, replace, save};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use rayon::prelude::*;

use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::plain_io;
use disk::PathState;
use list::{LIST, LOCK, STAGING};

codes! {
    /// The output folder is among the site's own files.
    ///
    /// A build replaces and removes files in its output folder, and reads everything in `content/`, `templates/` and
    /// `static/`. The output needs a folder of its own: beside them, such as `public`, or anywhere else.
    OUTPUT_IN_SOURCE = "output-in-source", Error;
    /// The output folder contains files that balm did not make.
    ///
    /// balm publishes into an empty folder or one that it made, which it recognizes by the list `.balm-files` in it,
    /// and removes only what an earlier build made. Choose another folder, or empty this one if nothing in it is
    /// needed.
    FOREIGN_OUTPUT = "foreign-output", Error;
    /// Another build is writing into the same output folder.
    ///
    /// Two builds at once would mix their files. Wait for the other build to finish, or stop it. A build that was
    /// killed does not block later ones.
    OUTPUT_BUSY = "output-busy", Error;
    /// A file cannot be published at this path.
    ///
    /// The path of a published file consists of names separated by `/`, stays inside the output folder, and belongs
    /// to only one file. A name cannot be both a file and a folder.
    OUTPUT_PATH = "output-path", Error;
    /// The system refused to write a file or folder.
    ///
    /// The disk is full, the folder is not writable, or a name is too long; the message says which. Until every file
    /// is on the disk, the published site stays untouched.
    CANNOT_WRITE = "cannot-write", Error;
}

/// The result of a commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitSummary {
    /// The number of files of the site.
    pub files: usize,
    /// How many of them are new or changed.
    pub written: usize,
    /// How many of them were already published, byte for byte.
    pub unchanged: usize,
    /// How many files of earlier builds were removed.
    pub removed: usize,
    /// The total size of the site's files, in bytes.
    pub bytes: u64,
}

/// A file that was passed to [`OutputFolder::stage`].
#[derive(Debug)]
struct StagedFile {
    /// Its length in bytes.
    bytes: u64,
    /// Where it is staged; `None` if it is already published.
    staged: Option<PathBuf>,
    /// Whether it has to replace a folder.
    over_folder: bool,
}

/// An output folder while a build fills it.
#[derive(Debug)]
pub struct OutputFolder {
    /// The output folder.
    out: PathBuf,
    /// Its name in messages.
    name: String,
    /// The staging folder, inside `out`, so that a rename is enough to publish.
    staging: PathBuf,
    /// The files that earlier builds listed.
    listed: BTreeSet<String>,
    /// The staged files, by path.
    made: Mutex<BTreeMap<String, StagedFile>>,
    /// What exists in `out` at the paths of folders.
    folders: RwLock<HashMap<String, PathState>>,
    /// Folders made in `out` since it was opened, which are removed if there is no commit.
    fresh: Mutex<BTreeSet<String>>,
    /// The number for the next staged file.
    next: AtomicUsize,
    /// Whether the disk turned out to be full, which is reported once.
    full: AtomicBool,
    /// The lock on `out`.
    lock: File,
}

impl OutputFolder {
    /// Opens the folder `out`, which need not exist, for the site in `root`.
    ///
    /// # Errors
    ///
    /// The folder is among the sources, was not made by balm, is in use by another build, or cannot be written to.
    pub fn open(out: &Path, root: &Path) -> Result<OutputFolder, Diagnostic> {
        place::check(out, root)?;
        let name = out.display().to_string();
        let broken = |error: io::Error| cannot_write(&name, &error);
        disk::make_folders(out).map_err(broken)?;
        let Some(lock) = disk::lock(&out.join(LOCK)).map_err(broken)? else {
            return Err(Diagnostic::new(
                &OUTPUT_BUSY,
                Place::start_of(&name.as_str().into()),
                format!("another build is writing into `{name}`"),
                "wait for it to finish, or choose another output folder",
            ));
        };
        // Since we have the lock, any staging folder was left by a killed build.
        for left in disk::names(out).map_err(broken)?.iter().filter(|name| name.starts_with(STAGING)) {
            disk::remove_all(&out.join(left)).map_err(broken)?;
        }
        let listed = list::read(&out.join(LIST)).map_err(broken)?.unwrap_or_default();
        let staging = out.join(format!("{STAGING}{}", std::process::id()));
        disk::make_folder(&staging).map_err(broken)?;
        Ok(OutputFolder {
            out: out.to_owned(),
            name,
            staging,
            listed,
            made: Mutex::default(),
            folders: RwLock::default(),
            fresh: Mutex::default(),
            next: AtomicUsize::new(0),
            full: AtomicBool::new(false),
            lock,
        })
    }

    /// Stages the file `bytes` for `path` (relative to the output folder, with `/`). If the same bytes are already
    /// published there, nothing is written.
    ///
    /// # Errors
    ///
    /// The path is not that of a file in the output folder, was staged before, or cannot be written.
    pub fn stage(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        place::check_path(path)?;
        let broken = |error: io::Error| self.cannot_write(path, &error);
        let folder = ancestors(path).last().map_or(Ok(PathState::Folder), |folder| self.folder(folder));
        let folder = folder.map_err(broken)?;
        let published = match folder {
            PathState::Folder => disk::path_state(&self.out.join(path)).map_err(broken)?,
            _ => PathState::Nothing,
        };
        let length = bytes.len() as u64;
        let unchanged = published == PathState::File(length)
            // A file that cannot be read counts as changed.
            && disk::holds(&self.out.join(path), bytes).unwrap_or(false);
        let staged = match folder {
            _ if unchanged => None,
            PathState::Nothing => Some(self.staged_folder(path)),
            _ => Some(self.free_place()),
        };
        let made =
            StagedFile { bytes: length, staged: staged.clone(), over_folder: published == PathState::Folder };
        let before = self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), made);
        if before.is_some() {
            return Err(self.path_taken(path, format!("`{path}` is published twice")));
        }
        match staged {
            Some(staged) => match put(&staged, bytes) {
                // A full disk is one mistake, not one per file.
                Err(error) if is_full(&error) && self.full.swap(true, Ordering::Relaxed) => Ok(()),
                result => result
                    .map_err(|error| self.crossed(path).unwrap_or_else(|| self.cannot_write(path, &error))),
            },
            None => Ok(()),
        }
    }

    /// What exists at `folder` in the output folder. Asks the disk once for each folder.
    fn folder(&self, folder: &str) -> io::Result<PathState> {
        let known =
            |folder: &str| self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder).copied();
        if let Some(found) = known(folder) {
            return Ok(found);
        }
        let mut found = PathState::Folder;
        for folder in ancestors(folder).chain([folder]) {
            found = match (known(folder), found) {
                (Some(found), _) => found,
                (None, PathState::Folder) => disk::path_state(&self.out.join(folder))?,
                (None, PathState::Nothing) => PathState::Nothing,
                (None, PathState::File(_) | PathState::Link | PathState::Blocked) => PathState::Blocked,
            };
            self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), found);
        }
        Ok(found)
    }

    /// Where the new folder `folder`, or a file in it, is staged: under its final path, so that a whole folder can be
    /// moved at once.
    fn staged_folder(&self, folder: &str) -> PathBuf {
        self.staging.join("new").join(folder)
    }

    /// Where a file is staged whose folder already exists. Each thread has a folder of its own, because file creation
    /// in one folder is serialized.
    fn free_place(&self) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let thread = rayon::current_thread_index().unwrap_or(0);
        self.staging.join(thread.to_string()).join(number.to_string())
    }

    /// The error for a `path` that was staged both as a file and as a folder.
    fn crossed(&self, path: &str) -> Option<Diagnostic> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let below = format!("{path}/");
        let both = ancestors(path).find(|folder| made.contains_key(*folder)).or_else(|| {
            made.range(below.clone()..).next().filter(|(next, _)| next.starts_with(&below)).map(|_| path)
        })?;
        Some(self.path_taken(both, format!("`{both}` is published as a file and as a folder")))
    }

    /// Moves staged files into place, removes files of earlier builds that are no longer made, and updates the list
    /// of published files.
    ///
    /// # Errors
    ///
    /// Two paths exclude each other, a file that is not ours is in the way, or the system refused. Only in the last
    /// case may anything have changed.
    pub fn commit(self) -> Result<CommitSummary, Diagnostic> {
        commit::commit(&self)
    }

    /// Makes `folders` in the output folder, each listed after its parent.
    fn make(&self, folders: &[&str]) -> Result<(), Diagnostic> {
        let mut levels: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for folder in folders {
            levels.entry(ancestors(folder).count()).or_default().push(folder);
        }
        for level in levels.values() {
            self.fresh
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(level.iter().map(|&folder| folder.to_owned()));
            level.par_iter().try_for_each(|folder| {
                disk::make_folder(&self.out.join(folder)).map_err(|error| self.cannot_write(folder, &error))
            })?;
        }
        Ok(())
    }

    fn cannot_write(&self, path: &str, error: &io::Error) -> Diagnostic {
        cannot_write(&format!("{}/{path}", self.name), error)
    }

    fn path_taken(&self, path: &str, message: String) -> Diagnostic {
        let place = Place::start_of(&format!("{}/{path}", self.name).into());
        Diagnostic::new(&OUTPUT_PATH, place, message, "rename one of the files or articles published there")
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = disk::remove_all(&self.staging);
        let fresh = self.fresh.get_mut().unwrap_or_else(PoisonError::into_inner);
        for folder in fresh.iter().rev() {
            disk::remove_empty(&self.out.join(folder));
        }
        // Closing the file is not enough: a child process that was just started may still have a copy of it.
        let _ = self.lock.unlock();
    }
}

/// Writes `bytes` to the new file `path`, making its folder if it is missing.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match disk::write_new(path, bytes) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), disk::make_folders)?;
            disk::write_new(path, bytes)
        }
        result => result,
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// The folders that contain `path`, from the top.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

/// The error for a `path` that cannot be written, while the published site is still intact.
fn cannot_write(path: &str, error: &io::Error) -> Diagnostic {
    let way_out = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "allow writing there, or choose another output folder"
        }
        ErrorKind::InvalidFilename => "give the file or article a shorter name",
        _ => "fix this and build again",
    };
    Diagnostic::new(
        &CANNOT_WRITE,
        Place::start_of(&path.into()),
        format!("`{path}` cannot be written: {}", plain_io(error)),
        format!("{way_out}; the last published site is untouched"),
    )
}
