//! The list of published files at the top of an output folder, which later builds may remove.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::disk;
use super::place::check_path;

/// The file with the list: a comment, then one path per line, sorted.
pub(super) const LIST: &str = ".balm-files";

/// The file that a running build locks.
pub(super) const LOCK: &str = ".balm-lock";

/// The start of the name of the staging folder; the process id follows.
pub(super) const STAGING: &str = ".balm-staging-";

/// The start of the first line of a list.
const MARK: &str = "# Published by balm.";

/// Whether `name` at the top of an output folder is reserved for balm.
pub(super) fn is_ours(name: &str) -> bool {
    name == LIST || name == LOCK || name.starts_with(STAGING)
}

/// The paths in the list at `path`; `None` if there is no list. Lines that are not paths inside the output folder are
/// ignored: nothing outside it may ever be removed.
pub(super) fn read(path: &Path) -> io::Result<Option<BTreeSet<String>>> {
    let Some(text) = disk::text(path)?.filter(|text| text.starts_with(MARK)) else { return Ok(None) };
    Ok(Some(text.lines().skip(1).filter(|line| check_path(line).is_ok()).map(str::to_owned).collect()))
}

/// The text of a list of `paths`, which must be sorted.
pub(super) fn text<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = format!("{MARK} The next build removes from these files what it no longer makes.\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}
