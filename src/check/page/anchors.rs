//! Checks that the page a link leads to has the link's anchor.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::WantedAnchor;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, did_you_mean};

rules! {
    /// A link leads to an anchor that the page does not have.
    ///
    /// What it does: compares the part after `#` with the ids of the page's headings (their text in lower case with
    /// hyphens) and of the rows it shows.
    ///
    /// Why: readers arrive at the top of the page and have to search for what was promised.
    ///
    /// ```text
    /// Bad:  [heat](remedies.md#haet)
    /// Good: [heat](remedies.md#heat)
    /// ```
    ///
    /// Source: ours.
    BROKEN_ANCHOR = "broken-anchor", Links, Error;
}

/// Reports the `wanted` anchors that the rendered pages do not have. `ids` contains the ids of every page that is
/// linked to with an anchor, by address; pages that could not be rendered are missing.
#[must_use]
pub fn check(wanted: &[WantedAnchor], ids: &BTreeMap<String, Arc<BTreeSet<String>>>) -> Vec<Diagnostic> {
    wanted
        .iter()
        .filter_map(|wanted| {
            let there = ids.get(&wanted.url)?;
            if there.contains(&wanted.fragment) {
                return None;
            }
            let help = did_you_mean(&wanted.fragment, there.iter().map(String::as_str), || {
                "an anchor is the text of a heading in lower case with hyphens, or the id of a row".to_owned()
            });
            let message = format!("the page `{}` has no anchor `#{}`", wanted.url, wanted.fragment);
            Some(Diagnostic::new(&BROKEN_ANCHOR, wanted.place.clone(), message, help))
        })
        .collect()
}
