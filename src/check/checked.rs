//! What checking one file, or what belongs to none, has found.

use crate::diagnostic::{Diagnostic, FileName, Place};

/// A place that links to an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The page's address from the site's root.
    pub url: String,
    /// The anchor.
    pub fragment: String,
    /// The link.
    pub place: Place,
}

/// What checking one file, or what belongs to none, has found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Which anchors pages must have.
    pub wanted: Vec<Wanted>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The links that lead nowhere: the number of the diagnostic that says so, the file and the address.
    pub(super) missing: Vec<(usize, FileName, String)>,
}

impl Checked {
    /// Whether nothing was found, and nothing is wanted of other pages.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.diagnostics.is_empty() && self.wanted.is_empty()
    }
}
