//! The file system calls of `write`: each does one thing to one path.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// What exists at a path. Symbolic links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathState {
    /// Nothing.
    Nothing,
    /// A folder.
    Folder,
    /// A file of this many bytes, or a device or the like.
    File(u64),
    /// A symbolic link to anything.
    Link,
    /// Nothing, because something on the way is not a folder.
    Blocked,
}

/// What exists at `path`.
pub(super) fn path_state(path: &Path) -> io::Result<PathState> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_symlink() => Ok(PathState::Link),
        Ok(data) if data.is_dir() => Ok(PathState::Folder),
        Ok(data) => Ok(PathState::File(data.len())),
        Err(error) if is_absent(&error) => Ok(PathState::Nothing),
        Err(error) => Err(error),
    }
}

/// Whether `error` means that nothing exists there.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether the file at `path`, which has the length of `bytes`, contains exactly `bytes`.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    const PIECE: usize = 64 * 1024;
    let mut file = File::open(path)?;
    let mut buffer = vec![0; bytes.len().min(PIECE)];
    for piece in bytes.chunks(PIECE) {
        let read = &mut buffer[..piece.len()];
        match file.read_exact(read) {
            Ok(()) if read == piece => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

/// Writes a file that does not exist yet.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// Makes one folder, unless it already exists.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    match fs::create_dir(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result,
    }
}

/// Makes a folder and its parents.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Tests whether files in the folder at `path` can be replaced. Only a folder that looks read-only is tested: an
/// administrator may be able to write there all the same.
pub(super) fn try_folder(path: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.permissions().readonly() {
        return Ok(());
    }
    let trial = path.join(".balm-trial");
    write_new(&trial, b"")?;
    fs::remove_file(&trial)
}

/// Moves `from` to `to`, atomically replacing a file there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Removes the file or link at `path`. It is not an error if nothing is there or a folder has taken its place.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if is_absent(&error) => Ok(()),
        Err(_) if path_state(path)? == PathState::Folder => Ok(()),
        result => result,
    }
}

/// Removes the folder at `path` if it is empty. Returns whether it did.
pub(super) fn remove_empty(path: &Path) -> bool {
    fs::remove_dir(path).is_ok()
}

/// Removes the folder at `path` and everything in it. Links in it are not followed.
pub(super) fn remove_all(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if is_absent(&error) => Ok(()),
        result => result,
    }
}

/// The names of the entries in the folder at `path`, sorted; empty if it does not exist.
pub(super) fn names(path: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = entries
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}

/// The text of the regular file at `path`; `None` if there is none.
pub(super) fn text(path: &Path) -> io::Result<Option<String>> {
    match path_state(path)? {
        PathState::File(_) => Ok(Some(String::from_utf8_lossy(&fs::read(path)?).into_owned())),
        _ => Ok(None),
    }
}

/// Locks the file at `path`, creating it if necessary, until the value is dropped or the process ends. Returns `None`
/// if another process has the lock. A file system without locks returns one that excludes nobody.
pub(super) fn lock(path: &Path) -> io::Result<Option<File>> {
    if path_state(path)? == PathState::Link {
        fs::remove_file(path)?;
    }
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(Some(file)),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
