//! Links that lead out of the site: found, asked, and what is to be said of them.
//!
//! ```text
//! site ─▶ collect ─▶ crowd ─▶ ask ─▶ Verdict ─▶ findings
//!                      └ cache        (each address once)
//! ```
//!
//! Architecture Invariant: nothing here is part of a build, which asks nobody. This module does not know the clock: a
//! day and the end of its time are given to it.

pub mod address;
pub mod ask;
pub mod cache;
pub mod collect;
pub mod crowd;
mod http;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::policy::Checks;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};

pub use cache::Cache;
pub use collect::collect;
pub use crowd::{Options, Watcher, ask_all};

rules! {
    Links;
    /// A link to a page of another site that is gone.
    ///
    /// ```text
    /// [leaflet](https://example.org/no-longer-there)
    /// ```
    ///
    /// The other server says that there is no such page (404 or 410), or its name leads nowhere. Only `balm check
    /// --external` asks. Look for where the page went, name another source, or take the link out.
    DEAD_LINK = "dead-link", Error;
    /// A page of another site has a new address for good.
    ///
    /// The other server leads on with 301 or 308. That often ends one day, and the old address with it. Look at the new
    /// page and write its address, unless it is only the other site's front page: then the page is gone.
    MOVED_LINK = "moved-link", Warning;
    /// A page of another site could not be looked at.
    ///
    /// The other server took too long, failed, or lets no programs in. This says nothing of the page itself: open it in a
    /// browser, and try again later.
    UNREACHABLE_LINK = "unreachable-link", Warning;
}

/// Which places lead to an address. Addresses are whole and without an anchor.
pub type Links = BTreeMap<String, Vec<Place>>;

/// What asking for an address has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is there.
    Fine,
    /// It is there, but for good at another address.
    Moved(String),
    /// It is gone: why.
    Dead(String),
    /// The other host has no address: its name is wrong, or this computer is not connected.
    NoHost(String),
    /// Nobody can tell: why.
    Unreachable(String),
}

/// What is to be said of `links` with these verdicts, at the levels of `checks`: one diagnostic for each address, with all
/// its places.
#[must_use]
pub fn findings(links: &Links, verdicts: &BTreeMap<String, Verdict>, checks: &Checks) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (address, places) in links {
        let (code, message, help) = match verdicts.get(address) {
            None | Some(Verdict::Fine) => continue,
            Some(Verdict::Moved(to)) => (
                &MOVED_LINK,
                format!("`{address}` has moved for good"),
                format!("look at `{to}`, and write that if it is the same page"),
            ),
            Some(Verdict::Dead(why)) => (
                &DEAD_LINK,
                format!("`{address}` is gone: {why}"),
                "look for its new address, name another source, or take the link out".to_owned(),
            ),
            Some(Verdict::NoHost(host)) => (
                &DEAD_LINK,
                format!("`{address}` is gone: there is no host `{host}`"),
                "check the spelling, name another source, or take the link out".to_owned(),
            ),
            Some(Verdict::Unreachable(why)) => (
                &UNREACHABLE_LINK,
                format!("`{address}` could not be looked at: {why}"),
                "open it in a browser, or try again later".to_owned(),
            ),
        };
        let Some((first, more)) = places.split_first() else { continue };
        let Some(level) = checks.level(code) else { continue };
        let mut diagnostic = Diagnostic::new(code, first.clone(), message, help);
        diagnostic.level = level;
        found.push(more.iter().fold(diagnostic, |said, place| said.also(place.clone(), "here too")));
    }
    found
}
