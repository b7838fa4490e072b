//! What stands on the disk: folders are walked, files are read.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::stray::{self, Fate};
use super::{FILE_NAME, File, FileOrigin, SYMLINK_LOOP, UNREADABLE, belongs, decode, not_utf8, plain_io};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// Reads the files that stand at `name` below `root`: one, those of a folder, or none.
pub(super) fn read_at(root: &Path, name: &str) -> (Vec<File>, Vec<Diagnostic>) {
    let path = root.join(name);
    let mut diagnostics = Vec::new();
    let mut found: Vec<(FileName, PathBuf)> = Vec::new();
    if path.is_dir() {
        walk(root, name, &mut found, &mut diagnostics);
    } else if path.is_file() {
        take(name.into(), path, &mut found, &mut diagnostics);
    } else if path.is_symlink() && belongs(name) {
        // It leads nowhere, which the walk puts in words.
        walk(root, name, &mut found, &mut diagnostics);
    }
    let read: Vec<(Option<File>, Option<Diagnostic>)> =
        found.into_par_iter().map(|(name, path)| read_file(name, &path)).collect();
    let mut files = Vec::with_capacity(read.len());
    for (file, diagnostic) in read {
        files.extend(file);
        diagnostics.extend(diagnostic);
    }
    (files, diagnostics)
}

/// Lists the regular files under `folder`, sorted, with what went wrong on the way.
fn walk(root: &Path, folder: &str, found: &mut Vec<(FileName, PathBuf)>, diagnostics: &mut Vec<Diagnostic>) {
    let top = root.join(folder);
    let name_of = |path: &Path| -> Option<String> {
        let below = path.strip_prefix(root).unwrap_or(path);
        Some(below.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
    };
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let mut entries = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            // The walk itself would go round once before it noticed.
            Ok(entry) if leads_back(&entry, &real_root) => {
                entries.skip_current_dir();
                let file = name_of(entry.path()).unwrap_or_default();
                diagnostics.push(symlink_loop(&file.into(), "the site's own folder"));
            }
            Ok(entry) if entry.file_type().is_file() => match name_of(entry.path()) {
                Some(name) => take(name.into(), entry.into_path(), found, diagnostics),
                None => diagnostics.push(Diagnostic::new(
                    &FILE_NAME,
                    Place::start_of(&entry.path().to_string_lossy().into_owned().into()),
                    "the name of this file is not Unicode text",
                    "rename the file with plain letters, digits and hyphens",
                )),
            },
            Ok(entry) => {
                let name = name_of(entry.path()).unwrap_or_default();
                if let Some(stray) = stray::of_folder(&name) {
                    entries.skip_current_dir();
                    diagnostics.push(stray.report(&name.into()));
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(&top);
                let file: FileName =
                    name_of(path).unwrap_or_else(|| path.to_string_lossy().into_owned()).into();
                diagnostics.push(if let Some(ancestor) = error.loop_ancestor() {
                    let target = name_of(ancestor).unwrap_or_default();
                    symlink_loop(&file, &format!("`{target}`"))
                } else {
                    unreadable(&file, &error.io_error().map_or_else(|| error.to_string(), plain_io))
                });
            }
        }
    }
}

/// Adds the file at `path`, which the site calls `name`, to those to be read, or says why it is left out.
fn take(
    name: FileName,
    path: PathBuf,
    found: &mut Vec<(FileName, PathBuf)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match stray::fate(&name) {
        Fate::Kept => found.push((name, path)),
        Fate::Ignored => {}
        Fate::Stray(stray) => diagnostics.push(stray.report(&name)),
    }
}

/// Whether `entry` is a symbolic link to a folder that the site is in.
fn leads_back(entry: &walkdir::DirEntry, real_root: &Path) -> bool {
    entry.path_is_symlink()
        && entry.file_type().is_dir()
        && entry.path().canonicalize().is_ok_and(|target| real_root.starts_with(target))
}

fn symlink_loop(file: &FileName, target: &str) -> Diagnostic {
    Diagnostic::new(
        &SYMLINK_LOOP,
        Place::start_of(file),
        format!("the symbolic link `{file}` leads back to {target}, which contains it"),
        "remove the link, or point it at a folder that does not contain it",
    )
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads a site's files")]
fn read_file(name: FileName, path: &Path) -> (Option<File>, Option<Diagnostic>) {
    match std::fs::read(path) {
        Ok(bytes) => {
            let (content, bad) = decode(&name, bytes);
            // Of a document that is no text, nothing else is worth saying.
            let is_package = bad.as_ref().is_some_and(|bad| bad.is_package);
            let diagnostic = bad.map(|bad| not_utf8(&name, &bad));
            if is_package {
                return (None, diagnostic);
            }
            (Some(File { path: name, content, origin: FileOrigin::Site }), diagnostic)
        }
        Err(error) => (None, Some(unreadable(&name, &plain_io(&error)))),
    }
}

fn unreadable(name: &FileName, why: &str) -> Diagnostic {
    Diagnostic::new(
        &UNREADABLE,
        Place::start_of(name),
        format!("`{name}` cannot be read: {why}"),
        "fix the file's permissions, or move it out of the site",
    )
}
