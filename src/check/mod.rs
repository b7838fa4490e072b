//! What can be wrong between files: links, references, directives, tags, dates.
//!
//! Each file holds one group of rules. A rule reads the whole site and returns diagnostics; it changes
//! nothing.
//!
//! Architecture Invariant: checks do not render. What can only be seen on a rendered page is checked in
//! [`anchors`], from what [`crate::render`] says of it.

pub mod anchors;
mod config;
mod dates;
mod directives;
mod links;
mod references;
mod tags;

use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, Place};
use crate::link::Linker;
use crate::template::Templates;

codes! {
    /// A link to a page or file that is not there.
    ///
    /// ```text
    /// [heat](remedys.md)
    /// ```
    ///
    /// Links go to the `.md` file, from the folder of the file they are in, or from the site's root:
    /// `/exercises/bird-dog/`. Capital letters count, as they do on web servers.
    BROKEN_LINK = "broken-link", Error;
    /// A link to an anchor that the page does not have.
    ///
    /// ```text
    /// [heat](remedies.md#haet)
    /// ```
    ///
    /// Anchors are the ids of headings (their words in lower case with hyphens) and of rows that the page shows.
    BROKEN_ANCHOR = "broken-anchor", Error;
    /// A link that runs a program or reads the reader's own files.
    ///
    /// `javascript:`, `data:`, `file:` and the like have no place in a health article, and are how sites are
    /// attacked. Link to `https:`, `mailto:` or `tel:`.
    UNSAFE_LINK = "unsafe-link", Error;
    /// A picture that is not there.
    ///
    /// Put the file beside the article and name it with its exact letters, or in `static/` and name it from
    /// the root: `/heat.webp`.
    MISSING_PICTURE = "missing-picture", Error;
    /// The id of a source, exercise or remedy that no table has.
    ///
    /// ```toml
    /// sources = ["nice-ng95"]
    /// ```
    ///
    /// Sources stand in `sources.toml`, each with an `id`.
    UNKNOWN_REFERENCE = "unknown-reference", Error;
    /// A tag that is nearly another.
    ///
    /// A tag on one page that is one slip away from a tag on several is nearly always a misspelling, and
    /// would make a page of its own.
    RARE_TAG = "rare-tag", Warning;
    /// A date that comes before one it has to follow.
    ///
    /// A page expires after it is published, and the next review is after the last.
    DATE_ORDER = "date-order", Error;
    /// `site.toml` names a page or folder that is not there.
    ///
    /// ```toml
    /// nav = ["exercises", "abuot"]
    /// ```
    ///
    /// `nav` names pages by their address, `[[help]]` names a folder and an article as they stand under
    /// `content/`. Mend the name, or add the page.
    UNKNOWN_PAGE = "unknown-page", Error;
}

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

/// Runs every check that needs no rendered page. Returns what is wrong, and which anchors pages must have.
#[must_use]
pub fn run(linker: &Linker, templates: Option<&Templates>) -> (Vec<Wanted>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let wanted = links::check(linker, &mut diagnostics);
    references::check(&linker.site, &mut diagnostics);
    tags::check(&linker.site, &mut diagnostics);
    dates::check(&linker.site, &mut diagnostics);
    config::check(linker, &mut diagnostics);
    if let Some(templates) = templates {
        directives::check(&linker.site, templates, &mut diagnostics);
    }
    (wanted, diagnostics)
}
