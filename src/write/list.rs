//! The list of published files at the top of an output folder: what a later build may remove again.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::disk;
use super::place::check_path;

/// The file that holds the list: a comment, then one path a line, sorted.
pub(super) const LIST: &str = ".balm-files";

/// The file that a running build locks.
pub(super) const LOCK: &str = ".balm-lock";

/// How the name of a folder of files not published yet starts; the number of the process follows.
pub(super) const STAGING: &str = ".balm-staging-";

/// How the first line of a list starts.
const MARK: &str = "# Published by balm.";

/// Whether `name` at the top of an output folder is for balm alone.
pub(super) fn is_ours(name: &str) -> bool {
    name == LIST || name == LOCK || name.starts_with(STAGING)
}

/// The paths of the list at `path`; `None` if there is no list. A line that is no path inside the output folder
/// is passed over: nothing outside may ever be removed.
pub(super) fn read(path: &Path) -> io::Result<Option<BTreeSet<String>>> {
    let Some(text) = disk::text(path)?.filter(|text| text.starts_with(MARK)) else { return Ok(None) };
    Ok(Some(text.lines().skip(1).filter(|line| check_path(line).is_ok()).map(str::to_owned).collect()))
}

/// The text of a list of `paths`, which are sorted.
pub(super) fn text<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = format!("{MARK} The next build removes from these files what it no longer makes.\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}
