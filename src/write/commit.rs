//! The last step: moves staged files into place, in an order that never shows a page without the files it needs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::PoisonError;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::disk::{self, PathState};
use super::list::{self, LIST};
use super::{CommitSummary, FOREIGN_OUTPUT, OutputFolder, StagedFile, ancestors, put};
use crate::diagnostic::{Diagnostic, Place};
use crate::source::extension;

/// Longer paths (in bytes) are tested before anything is changed: systems have different limits.
const LONG_PATH: usize = 200;

/// Publishes the files staged in `publisher`.
pub(super) fn commit(publisher: &OutputFolder) -> Result<CommitSummary, Diagnostic> {
    let made = std::mem::take(&mut *publisher.made.lock().unwrap_or_else(PoisonError::into_inner));
    let folders: BTreeSet<&str> = made.keys().flat_map(|path| ancestors(path)).collect();
    if let Some(path) = folders.iter().find(|path| made.contains_key(**path)) {
        return Err(publisher.path_taken(path, format!("`{path}` is published as a file and as a folder")));
    }
    let listed = publisher.listed.iter().map(String::as_str);
    let gone: Vec<&str> = listed.clone().filter(|path| !made.contains_key(*path)).collect();
    let known: BTreeSet<&str> = listed.chain(made.keys().map(String::as_str)).collect();
    let staged = made.iter().filter_map(|(path, made)| Some((path.as_str(), made.staged.as_deref()?)));
    let (pages, assets): (Vec<_>, Vec<_>) = staged.partition(|(path, _)| is_page(path));
    let written = pages.len() + assets.len();
    let mut ground = FolderPlan::survey(publisher, &made, &folders)?;
    let (pages, assets) = gather(publisher, &mut ground.free, pages, assets);

    // Everything that may fail for lack of space or permission comes before the first visible change.
    publisher.make(&ground.free)?;
    let changed = pages.iter().chain(&assets).map(|(path, _)| &**path).chain(gone.iter().copied());
    try_out(publisher, changed.collect())?;
    let stage_list = |paths: &mut dyn Iterator<Item = &str>| {
        let staged = publisher.free_place();
        match put(&staged, list::text(paths).as_bytes()) {
            Ok(()) => Ok(staged),
            Err(error) => Err(publisher.cannot_write(LIST, &error)),
        }
    };
    let before = match known.len() > publisher.listed.len() {
        true => Some(stage_list(&mut known.iter().copied())?),
        false => None,
    };
    let after = match known.len() > made.len() {
        true => Some(stage_list(&mut made.keys().map(String::as_str))?),
        false => None,
    };

    // From the start, the list contains everything that may be there, old and new. If this build is killed now, the
    // next one will not mistake any file for somebody else's.
    if let Some(before) = before {
        place(publisher, &[(LIST, before.into())])?;
    }
    half_done(clear(publisher, &ground.blocked))?;
    half_done(publisher.make(&ground.later))?;
    half_done(place(publisher, &assets))?;
    half_done(place(publisher, &pages))?;
    half_done(remove(publisher, &made, &folders, &gone))?;
    if let Some(after) = after {
        half_done(place(publisher, &[(LIST, after.into())]))?;
    }
    publisher.fresh.lock().unwrap_or_else(PoisonError::into_inner).clear();

    Ok(CommitSummary {
        files: made.len(),
        written,
        unchanged: made.len() - written,
        removed: gone.len(),
        bytes: made.values().map(|made| made.bytes).sum(),
    })
}

/// Whether the file at `path` is a page, from which a reader may follow references.
fn is_page(path: &str) -> bool {
    matches!(extension(path).as_str(), "html" | "htm" | "xhtml")
}

/// Adds to an error that it came after the first change.
fn half_done(result: Result<(), Diagnostic>) -> Result<(), Diagnostic> {
    result.map_err(|mut diagnostic| {
        diagnostic.help = "fix this and build again: only some of the changes have been published".into();
        diagnostic
    })
}

/// What has to happen in the output folder before staged files can be moved to their places.
#[derive(Default)]
struct FolderPlan<'a> {
    /// New folders where nothing is in the way, each after its parent.
    free: Vec<&'a str>,
    /// Paths where one of our files, or a link, has to be moved away first.
    blocked: Vec<&'a str>,
    /// New folders to make after that, each after its parent.
    later: Vec<&'a str>,
}

impl<'a> FolderPlan<'a> {
    /// Examines the places of all `folders`, and of files that replace a folder.
    fn survey(
        publisher: &OutputFolder,
        made: &'a BTreeMap<String, StagedFile>,
        folders: &BTreeSet<&'a str>,
    ) -> Result<Self, Diagnostic> {
        let mut ground = FolderPlan::default();
        for &folder in folders {
            match publisher.folder(folder).map_err(|error| publisher.cannot_write(folder, &error))? {
                PathState::Folder => {}
                PathState::Nothing => ground.free.push(folder),
                PathState::Blocked => ground.later.push(folder),
                PathState::File(_) if !publisher.listed.contains(folder) => {
                    return Err(in_the_way(publisher, folder));
                }
                PathState::File(_) | PathState::Link => {
                    ground.blocked.push(folder);
                    ground.later.push(folder);
                }
            }
        }
        for (path, _) in made.iter().filter(|(_, made)| made.over_folder) {
            check_folder(publisher, path)?;
            ground.blocked.push(path);
        }
        Ok(ground)
    }
}

/// A path in the output folder, and where the staged file or folder for it is.
type Move<'a> = (&'a str, Cow<'a, Path>);

/// Replaces the moves of all files in a new folder by one move of the folder, if it contains only pages or only other
/// files: thousands of moves become a few, and their order is kept. Such folders are removed from `free`.
fn gather<'a>(
    publisher: &OutputFolder,
    free: &mut Vec<&'a str>,
    pages: Vec<(&'a str, &'a Path)>,
    assets: Vec<(&'a str, &'a Path)>,
) -> (Vec<Move<'a>>, Vec<Move<'a>>) {
    let folders_of = |files: &[(&'a str, &'a Path)]| -> BTreeSet<&'a str> {
        files.iter().flat_map(|(path, _)| ancestors(path)).collect()
    };
    let (with_pages, with_assets) = (folders_of(&pages), folders_of(&assets));
    let mut whole = BTreeSet::new();
    let (mut page_moves, mut asset_moves) = (Vec::new(), Vec::new());
    free.retain(|&folder| {
        if ancestors(folder).last().is_some_and(|parent| whole.contains(parent)) {
            whole.insert(folder);
            return false;
        }
        let moves = match (with_pages.contains(folder), with_assets.contains(folder)) {
            (true, false) => &mut page_moves,
            (false, true) => &mut asset_moves,
            _ => return true,
        };
        whole.insert(folder);
        moves.push((folder, Cow::Owned(publisher.staged_folder(folder))));
        false
    });
    for (files, moves) in [(pages, &mut page_moves), (assets, &mut asset_moves)] {
        let single = files
            .into_iter()
            .filter(|(path, _)| ancestors(path).last().is_none_or(|folder| !whole.contains(folder)));
        moves.extend(single.map(|(path, staged)| (path, Cow::Borrowed(staged))));
    }
    (page_moves, asset_moves)
}

/// Checks that the folder at `path` contains only files of earlier builds.
fn check_folder(publisher: &OutputFolder, path: &str) -> Result<(), Diagnostic> {
    for entry in WalkDir::new(publisher.out.join(path)).sort_by_file_name() {
        let entry = entry.map_err(|error| publisher.cannot_write(path, &error.into()))?;
        let below = entry.path().strip_prefix(&publisher.out).unwrap_or(entry.path());
        let below = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if !entry.file_type().is_dir() && !publisher.listed.contains(&below) {
            return Err(in_the_way(publisher, &below));
        }
    }
    Ok(())
}

fn in_the_way(publisher: &OutputFolder, path: &str) -> Diagnostic {
    let path = format!("{}/{path}", publisher.name);
    Diagnostic::new(
        &FOREIGN_OUTPUT,
        Place::start_of(&path.as_str().into()),
        format!("`{path}` is in the way and was not made by balm"),
        "move it away, or choose another output folder",
    )
}

/// Tests whether the system allows the files at `paths` to be replaced or removed, where that is in doubt.
fn try_out(publisher: &OutputFolder, paths: Vec<&str>) -> Result<(), Diagnostic> {
    let long = |path: &&str| publisher.out.as_os_str().len() + path.len() > LONG_PATH;
    for path in paths.iter().filter(|path| long(path)) {
        disk::path_state(&publisher.out.join(path)).map_err(|error| publisher.cannot_write(path, &error))?;
    }
    let folders: BTreeSet<&str> = paths.into_iter().filter_map(|path| ancestors(path).last()).collect();
    folders.into_par_iter().try_for_each(|folder| {
        match publisher.folder(folder) {
            Ok(PathState::Folder) => disk::try_folder(&publisher.out.join(folder)),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
        .map_err(|error| publisher.cannot_write(folder, &error))
    })
}

/// Moves what is at `paths` into the staging folder, which is removed at the end.
fn clear(publisher: &OutputFolder, paths: &[&str]) -> Result<(), Diagnostic> {
    for (number, path) in paths.iter().enumerate() {
        let aside = publisher.staging.join(format!("aside-{number}"));
        disk::rename(&publisher.out.join(path), &aside)
            .map_err(|error| publisher.cannot_write(path, &error))?;
    }
    Ok(())
}

/// Moves staged files and folders to their final paths.
fn place(publisher: &OutputFolder, moves: &[Move<'_>]) -> Result<(), Diagnostic> {
    moves.par_iter().try_for_each(|(path, staged)| {
        disk::rename(staged, &publisher.out.join(path)).map_err(|error| publisher.cannot_write(path, &error))
    })
}

/// Removes the files at `gone`, pages first, and the folders that this leaves empty.
fn remove(
    publisher: &OutputFolder,
    made: &BTreeMap<String, StagedFile>,
    folders: &BTreeSet<&str>,
    gone: &[&str],
) -> Result<(), Diagnostic> {
    // Nothing is removed through a link, or where a new file or folder has taken its place.
    let real = |folder: &str| matches!(publisher.folder(folder), Ok(PathState::Folder));
    let left = gone.iter().copied().filter(|path| {
        !folders.contains(path)
            && !ancestors(path).any(|folder| made.contains_key(folder))
            && ancestors(path).last().is_none_or(real)
    });
    let (pages, others): (Vec<&str>, Vec<&str>) = left.partition(|path| is_page(path));
    for paths in [&pages, &others] {
        paths.par_iter().try_for_each(|path| {
            disk::remove_file(&publisher.out.join(path)).map_err(|error| publisher.cannot_write(path, &error))
        })?;
    }
    let emptied: BTreeSet<&str> =
        gone.iter().flat_map(|path| ancestors(path)).filter(|folder| !folders.contains(folder)).collect();
    for folder in emptied.into_iter().rev().filter(|folder| real(folder)) {
        disk::remove_empty(&publisher.out.join(folder));
    }
    Ok(())
}
