//! The only writer: puts a site's files into the output folder, all of them or none.
//!
//! A [`Publisher`] first takes every file that differs from what is published into a staging folder, on as many
//! threads as call [`Publisher::stage`]; [`Publisher::commit`] then moves them into place. Dropped before that,
//! it leaves the last published site as it was.
//!
//! Architecture Invariant: this module does not know what it writes. Nothing else in the crate changes anything
//! on a disk (`clippy.toml` sees to that).

mod commit;
#[expect(clippy::disallowed_methods, reason = "this is the one place that writes")]
mod disk;
mod file;
mod list;
mod place;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the part of everybody else")]
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
use disk::Found;
use list::{LIST, LOCK, STAGING};

codes! {
    /// The output folder is among the site's own files.
    ///
    /// A build replaces and removes files in its output folder, and reads all of `content/`, `templates/` and
    /// `static/`. The output needs a folder of its own: beside them, such as `public`, or anywhere else.
    OUTPUT_IN_SOURCE = "output-in-source", Error;
    /// The output folder holds files that balm did not make.
    ///
    /// balm publishes into an empty folder or one of its own, which it knows by the list `.balm-files` at its top;
    /// there it removes only what an earlier build made. Choose another folder, or empty this one if nothing in
    /// it is needed.
    FOREIGN_OUTPUT = "foreign-output", Error;
    /// Another build is writing into the same output folder.
    ///
    /// Two builds at once would mix their files. Wait for the other to end, or stop it. One that was killed
    /// leaves no trace that could be taken for a running one.
    OUTPUT_BUSY = "output-busy", Error;
    /// A file cannot be published at this path.
    ///
    /// The path of a published file is made of names between `/`, stays inside the output folder, and belongs
    /// to one file only. A name that is a file cannot be a folder as well.
    OUTPUT_PATH = "output-path", Error;
    /// The system refused to write a file or folder.
    ///
    /// The disk is full, the folder may not be written to, or a name is too long; the message says which. Until
    /// all files are on the disk the last published site stays untouched.
    CANNOT_WRITE = "cannot-write", Error;
}

/// What a commit did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many files the site has.
    pub files: usize,
    /// How many of them are new or changed.
    pub written: usize,
    /// How many of them were published already, byte for byte.
    pub unchanged: usize,
    /// How many files of an earlier build are no longer made.
    pub removed: usize,
    /// How many bytes all files of the site have.
    pub bytes: u64,
}

/// What is known of one staged path.
#[derive(Debug)]
struct Made {
    /// Its length in bytes.
    bytes: u64,
    /// Where it waits; `None` if it is published already.
    staged: Option<PathBuf>,
    /// Whether a folder stands where the file has to go.
    over_folder: bool,
}

/// An output folder while a build fills it.
#[derive(Debug)]
pub struct Publisher {
    /// The output folder.
    out: PathBuf,
    /// Its name in messages.
    name: String,
    /// The staging folder, inside `out`, so that a rename is enough to publish.
    staging: PathBuf,
    /// The files that earlier builds listed.
    listed: BTreeSet<String>,
    /// What was staged, by path.
    made: Mutex<BTreeMap<String, Made>>,
    /// What was found in `out` at the paths of folders.
    folders: RwLock<HashMap<String, Found>>,
    /// Folders made in `out` since it was opened; they go again if there is no commit.
    fresh: Mutex<BTreeSet<String>>,
    /// The number of the next staged file.
    next: AtomicUsize,
    /// Whether the disk was found to be full, which is told once.
    full: AtomicBool,
    /// Locked until the end.
    lock: File,
}

impl Publisher {
    /// Opens the folder `out`, which may not exist yet, for the site in `root`.
    ///
    /// # Errors
    ///
    /// The folder is among the sources, is not ours, is in use by another build, or cannot be written to.
    pub fn open(out: &Path, root: &Path) -> Result<Publisher, Diagnostic> {
        place::check(out, root)?;
        let name = out.display().to_string();
        let broken = |error: io::Error| cannot_write(&name, &error);
        disk::make_folders(out).map_err(broken)?;
        let Some(lock) = disk::lock(&out.join(LOCK)).map_err(broken)? else {
            return Err(Diagnostic::new(
                &OUTPUT_BUSY,
                Place::start_of(&name.as_str().into()),
                format!("another build is writing into `{name}`"),
                "wait until it has ended, or choose another output folder",
            ));
        };
        // With the lock ours, a staging folder can only be what a killed build left.
        for left in disk::names(out).map_err(broken)?.iter().filter(|name| name.starts_with(STAGING)) {
            disk::remove_all(&out.join(left)).map_err(broken)?;
        }
        let listed = list::read(&out.join(LIST)).map_err(broken)?.unwrap_or_default();
        let staging = out.join(format!("{STAGING}{}", std::process::id()));
        disk::make_folder(&staging).map_err(broken)?;
        Ok(Publisher {
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

    /// Takes the file `bytes` for `path` (in the output folder, with `/`). One that is published already,
    /// byte for byte, is only noted.
    ///
    /// # Errors
    ///
    /// The path does not lead to a file in the output folder, was staged before, or cannot be written.
    pub fn stage(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        place::check_path(path)?;
        let broken = |error: io::Error| self.cannot_write(path, &error);
        let folder = ancestors(path).last().map_or(Ok(Found::Folder), |folder| self.folder(folder));
        let folder = folder.map_err(broken)?;
        let published = match folder {
            Found::Folder => disk::found(&self.out.join(path)).map_err(broken)?,
            _ => Found::Nothing,
        };
        let length = bytes.len() as u64;
        let unchanged = published == Found::File(length)
            // A file that cannot be read is as good as a changed one.
            && disk::holds(&self.out.join(path), bytes).unwrap_or(false);
        let staged = match folder {
            _ if unchanged => None,
            Found::Nothing => Some(self.staged_folder(path)),
            _ => Some(self.free_place()),
        };
        let made = Made { bytes: length, staged: staged.clone(), over_folder: published == Found::Folder };
        let before = self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), made);
        if before.is_some() {
            return Err(self.path_taken(path, format!("`{path}` is published twice")));
        }
        match staged {
            Some(staged) => match put(&staged, bytes) {
                // A full disk is one mistake, not one for each file.
                Err(error) if is_full(&error) && self.full.swap(true, Ordering::Relaxed) => Ok(()),
                result => result
                    .map_err(|error| self.crossed(path).unwrap_or_else(|| self.cannot_write(path, &error))),
            },
            None => Ok(()),
        }
    }

    /// What stands at `folder` in the output folder, asking the disk once for each.
    fn folder(&self, folder: &str) -> io::Result<Found> {
        let known =
            |folder: &str| self.folders.read().unwrap_or_else(PoisonError::into_inner).get(folder).copied();
        if let Some(found) = known(folder) {
            return Ok(found);
        }
        let mut found = Found::Folder;
        for folder in ancestors(folder).chain([folder]) {
            found = match (known(folder), found) {
                (Some(found), _) => found,
                (None, Found::Folder) => disk::found(&self.out.join(folder))?,
                (None, Found::Nothing) => Found::Nothing,
                (None, Found::File(_) | Found::Link | Found::Blocked) => Found::Blocked,
            };
            self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), found);
        }
        Ok(found)
    }

    /// Where the folder `folder`, new in the output folder, or a file in it waits: under the path it will have,
    /// so that a whole folder can be moved at once.
    fn staged_folder(&self, folder: &str) -> PathBuf {
        self.staging.join("new").join(folder)
    }

    /// Where a file waits that goes to a folder with others in it. Each thread has a folder of its own, as
    /// making files in one folder takes turns.
    fn free_place(&self) -> PathBuf {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let thread = rayon::current_thread_index().unwrap_or(0);
        self.staging.join(thread.to_string()).join(number.to_string())
    }

    /// Says so if `path` was staged as a file and as a folder.
    fn crossed(&self, path: &str) -> Option<Diagnostic> {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let below = format!("{path}/");
        let both = ancestors(path).find(|folder| made.contains_key(*folder)).or_else(|| {
            made.range(below.clone()..).next().filter(|(next, _)| next.starts_with(&below)).map(|_| path)
        })?;
        Some(self.path_taken(both, format!("`{both}` is published as a file and as a folder")))
    }

    /// Moves what was staged into place, removes what earlier builds made and this one did not, and notes what
    /// is there now.
    ///
    /// # Errors
    ///
    /// Two paths exclude each other, something that is not ours is in the way, or the system refused. But for
    /// the last, nothing was changed.
    pub fn commit(self) -> Result<Written, Diagnostic> {
        commit::commit(&self)
    }

    /// Makes `folders` in the output folder, each listed after the one it is in.
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

impl Drop for Publisher {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = disk::remove_all(&self.staging);
        let fresh = self.fresh.get_mut().unwrap_or_else(PoisonError::into_inner);
        for folder in fresh.iter().rev() {
            disk::remove_empty(&self.out.join(folder));
        }
        // Closing the file is not enough where a process just started from this one still holds a copy of it.
        let _ = self.lock.unlock();
    }
}

/// Writes `bytes` to the new file `path`. Its folder is made once it is missed, which is once for each.
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

/// The folders that `path` is in, from the top.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

/// Says that `path` cannot be written, while the last published site is still whole.
fn cannot_write(path: &str, error: &io::Error) -> Diagnostic {
    let way_out = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "allow writing there, or choose another output folder"
        }
        ErrorKind::InvalidFilename => "give the file or article a shorter name",
        _ => "mend this and build again",
    };
    Diagnostic::new(
        &CANNOT_WRITE,
        Place::start_of(&path.into()),
        format!("`{path}` cannot be written: {}", plain_io(error)),
        format!("{way_out}; the last published site is untouched"),
    )
}
