//! Which of a site's files may have changed, in batches.
//!
//! Architecture Invariant: this module does not know what a file means, and opens none.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These files and folders, from the root (`content/a.md`), changed, appeared or are gone, with all that is
    /// in them. One that did not change after all may be among them.
    Paths(BTreeSet<PathBuf>),
    /// Too much to tell: look at everything.
    Everything,
}

/// How to notice changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The system tells.
    Events,
    /// Looking at every file's time and length, with this pause between two looks.
    Poll(Duration),
    /// Events, or polling where they do not come.
    Auto,
}

/// Watches a site's `site.toml`, `content/`, `templates/` and `static/`. Start it before the site is read.
#[derive(Debug)]
pub struct Watch {}

impl Watch {
    /// Starts to watch the site in `root`.
    ///
    /// # Errors
    /// Why it cannot be watched, in a sentence; never with [`How::Auto`] in a folder that can be read.
    pub fn start(root: &Path, how: How) -> Result<Watch, String> {
        let _ = (root, how);
        Ok(Watch {})
    }

    /// The next batch of changes; nothing when `timeout` passes without one.
    pub fn next(&mut self, timeout: Option<Duration>) -> Option<Change> {
        let _ = timeout;
        None
    }

    /// Why files are looked at rather than events waited for, if so.
    #[must_use]
    pub fn is_polling(&self) -> Option<&str> {
        None
    }
}
