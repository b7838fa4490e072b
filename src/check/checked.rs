//! What checking one file, or what belongs to none, has found.

use crate::diagnostic::{Diagnostic, FileName, Place};

/// A link to an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedAnchor {
    /// The page's address, from the site's root.
    pub url: String,
    /// The anchor.
    pub fragment: String,
    /// The link.
    pub place: Place,
}

/// The result of checking one file, or what belongs to none.
#[derive(Debug, Default)]
pub struct Checked {
    /// The anchors that other pages must have.
    pub wanted: Vec<WantedAnchor>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The broken links: the index of the diagnostic, the file and the address.
    pub(super) missing: Vec<(usize, FileName, String)>,
}

impl Checked {
    /// Whether there are no diagnostics and no anchors to look up.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.diagnostics.is_empty() && self.wanted.is_empty()
    }
}
