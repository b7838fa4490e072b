//! Checks links to other sites: collects them, asks the servers, and reports findings.
//!
//! ```text
//! site ─▶ collect ─▶ crowd ─▶ ask ─▶ Verdict ─▶ findings
//!                      └ cache        (each address once)
//! ```
//!
//! Architecture Invariant: nothing here is part of a build, which never uses the network. This module does not read
//! the clock: callers pass the date and decide when time has run out.

pub mod address;
pub mod ask;
pub mod cache;
pub mod collect;
pub mod crowd;
mod http;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::checks::Checks;
use crate::data::Date;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::site::Site;
use crate::waiver::Waiver;

pub use cache::Cache;
pub use collect::collect;
pub use crowd::{AskOptions, CheckObserver, ask_all};

rules! {
    /// A link leads to a page of another site that no longer exists.
    ///
    /// What it does: asks the other server, only with `balm check --external`. The server replies that there is no
    /// such page (404 or 410), or its host name has no address.
    ///
    /// Why: readers follow a link to get help or look something up, and find nothing.
    ///
    /// ```text
    /// Bad:  [leaflet](https://example.org/no-longer-there)
    /// Good: [leaflet](https://example.org/leaflets/back-pain)
    /// ```
    ///
    /// Find out where the page went, name another source, or remove the link. A waiver covers the links below it;
    /// whether it is still needed is known only with `--external`. Source: ours.
    DEAD_LINK = "dead-link", Links, Error;
    /// A page of another site has moved permanently.
    ///
    /// What it does: asks the other server, only with `balm check --external`. The server redirects with 301 or 308.
    ///
    /// Why: such redirects often end one day, and the link then breaks.
    ///
    /// ```text
    /// Bad:  [leaflet](https://example.org/old), which redirects to /leaflets/back-pain
    /// Good: [leaflet](https://example.org/leaflets/back-pain)
    /// ```
    ///
    /// Look at the new page and link to its address, unless it is only the other site's home page: then the page is
    /// gone. Source: ours, after RFC 9110, 15.4.2.
    MOVED_LINK = "moved-link", Links, Warning;
    /// A page of another site could not be checked.
    ///
    /// What it does: asks the other server, only with `balm check --external`. The server took too long, failed, or
    /// refuses programs.
    ///
    /// Why: the page may or may not exist, so nobody knows whether readers can open it.
    ///
    /// ```text
    /// Bad:  a link that nobody has opened for a year
    /// Good: a link that you opened in a browser today
    /// ```
    ///
    /// Open it in a browser, or try again later. Source: ours.
    UNREACHABLE_LINK = "unreachable-link", Links, Warning;
}

/// The places that link to each address. Addresses are complete, without a fragment.
pub type LinkPlaces = BTreeMap<String, Vec<Place>>;

/// The waivers of each file.
pub type Waivers<'a> = BTreeMap<FileName, &'a [Waiver]>;

/// The result of asking for an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The page exists.
    Fine,
    /// The page has moved permanently, to this address.
    Moved(String),
    /// The page is gone, and why.
    Dead(String),
    /// The host has no address: its name is wrong, or this computer is offline.
    NoHost(String),
    /// Unknown, and why.
    Unreachable(String),
}

/// The findings about `links` with these verdicts, at the levels set in `checks`: one diagnostic for each address,
/// with all its places except those covered by a waiver on the day `today`. Once every link has a verdict, unused
/// waivers are reported too.
#[must_use]
pub fn findings(
    links: &LinkPlaces,
    verdicts: &BTreeMap<String, Verdict>,
    checks: &Checks,
    waivers: &Waivers<'_>,
    today: Date,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut used: BTreeSet<(&FileName, usize)> = BTreeSet::new();
    for (address, places) in links {
        let (code, message, help) = match verdicts.get(address) {
            None | Some(Verdict::Fine) => continue,
            Some(Verdict::Moved(to)) => (
                &MOVED_LINK,
                format!("`{address}` has moved permanently"),
                format!("open `{to}`, and link to it if it is the same page"),
            ),
            Some(Verdict::Dead(why)) => (
                &DEAD_LINK,
                format!("`{address}` is gone: {why}"),
                "find its new address, name another source, or remove the link".to_owned(),
            ),
            Some(Verdict::NoHost(host)) => (
                &DEAD_LINK,
                format!("`{address}` is gone: there is no host `{host}`"),
                "check the spelling, name another source, or remove the link".to_owned(),
            ),
            Some(Verdict::Unreachable(why)) => (
                &UNREACHABLE_LINK,
                format!("`{address}` could not be checked: {why}"),
                "open it in a browser, or try again later".to_owned(),
            ),
        };
        let Some(level) = checks.level(code) else { continue };
        let mut is_waived = |place: &Place| {
            let of_file = waivers.get_key_value(&place.file);
            let covering = of_file.into_iter().flat_map(|(file, said)| {
                let holds = |waiver: &Waiver| waiver.waives(code, place, today);
                said.iter()
                    .enumerate()
                    .filter(move |(_, waiver)| holds(waiver))
                    .map(move |(at, _)| (file, at))
            });
            let covering: Vec<_> = covering.collect();
            used.extend(&covering);
            !covering.is_empty()
        };
        let mut reported = places.iter().filter(|place| !is_waived(place));
        let Some(first) = reported.next() else { continue };
        let mut diagnostic = Diagnostic::new(code, first.clone(), message, help);
        diagnostic.level = level;
        found.push(reported.fold(diagnostic, |said, place| said.also(place.clone(), "here too")));
    }
    if links.keys().all(|address| verdicts.contains_key(address)) {
        found.extend(unused(waivers, &used, checks, today));
    }
    found
}

/// The waivers that no finding needed. Waivers of `unreachable-link` are not reported: the server may have been
/// unreachable on another day.
fn unused<'a>(
    waivers: &'a Waivers<'_>,
    used: &'a BTreeSet<(&FileName, usize)>,
    checks: &'a Checks,
    today: Date,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let all = waivers.iter().flat_map(|(file, said)| said.iter().enumerate().map(move |found| (file, found)));
    all.filter(move |(file, (at, waiver))| {
        let code = [&DEAD_LINK, &MOVED_LINK].into_iter().find(|code| code.name == waiver.rule.0);
        let is_on = code.is_some_and(|code| checks.level(code).is_some());
        is_on && waiver.until >= today && !used.contains(&(*file, *at))
    })
    .map(|(file, (_, waiver))| waiver.unused(file))
}

/// The waivers of a site's articles and tables.
#[must_use]
pub fn waivers(site: &Site) -> Waivers<'_> {
    let articles = site.pages.iter().filter_map(|page| page.article.as_ref());
    let articles = articles.map(|article| (Arc::clone(&article.file), article.waivers.as_slice()));
    let tables = site.rows.tables().iter().map(|table| (Arc::clone(&table.file), table.waivers.as_slice()));
    articles.chain(tables).filter(|(_, waivers)| !waivers.is_empty()).collect()
}
