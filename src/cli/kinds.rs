//! The kinds of row of a site.

use std::path::Path;

use crate::config;
use crate::kind::Kinds;
use crate::source::{self, Sources};
use crate::table;

/// The kinds of the site whose files are `sources`.
pub(super) fn of(sources: &Sources) -> Kinds {
    config::parse(sources, None, table::built_in()).0.kinds
}

/// The kinds of the site in `root`; without one, only those that come with balm.
pub(super) fn at(root: &Path) -> Kinds {
    if root.join("site.toml").is_file() { of(&source::read(root).0) } else { table::built_in().clone() }
}
