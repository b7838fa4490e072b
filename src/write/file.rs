//! Writes single files of a site, for `balm init`, `balm new` and the like.

use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;

/// Writes a file that does not exist yet, creating its parent folders.
///
/// # Errors
/// The system's, `AlreadyExists` among them. A file that could not be written completely is removed again.
#[expect(clippy::disallowed_methods, reason = "`write` is the only writer")]
pub fn create(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes).inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })
}

/// Writes a file, whether or not it exists. It always contains either the old bytes or the new ones in full.
///
/// # Errors
/// The system's. An existing file is unchanged then.
pub fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    match create(path, bytes) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => replace(path, bytes),
        result => result,
    }
}

/// Replaces a file atomically: it always contains either the old bytes or the new ones in full.
///
/// # Errors
/// The system's. The file is unchanged then.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    beside.write_all(bytes)?;
    let permissions = std::fs::metadata(path)?.permissions();
    beside.as_file().set_permissions(permissions)?;
    beside.persist(path)?;
    Ok(())
}
