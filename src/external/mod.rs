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
pub use crowd::{Options, Watcher, ask_all};

rules! {
    /// A link to a page of another site that is gone.
    ///
    /// What it does: asks the other server, with `balm check --external` only. It says that there is no such page (404 or
    /// 410), or its name leads nowhere.
    ///
    /// Why: readers follow a link for help or to look something up, and find neither.
    ///
    /// ```text
    /// Bad:  [leaflet](https://example.org/no-longer-there)
    /// Good: [leaflet](https://example.org/leaflets/back-pain)
    /// ```
    ///
    /// Look for where the page went, name another source, or take the link out. A waiver covers the links it stands before;
    /// only a run that asks can tell that it is no longer used. Source: ours.
    DEAD_LINK = "dead-link", Links, Error;
    /// A page of another site has a new address for good.
    ///
    /// What it does: asks the other server, with `balm check --external` only, which leads on with 301 or 308.
    ///
    /// Why: that often ends one day, and the old address with it.
    ///
    /// ```text
    /// Bad:  [leaflet](https://example.org/old), which leads on to /leaflets/back-pain
    /// Good: [leaflet](https://example.org/leaflets/back-pain)
    /// ```
    ///
    /// Look at the new page and write its address, unless it is only the other site's front page: then the page is gone.
    /// Source: ours, after RFC 9110, 15.4.2.
    MOVED_LINK = "moved-link", Links, Warning;
    /// A page of another site could not be looked at.
    ///
    /// What it does: asks the other server, with `balm check --external` only, which took too long, failed, or lets no
    /// programs in.
    ///
    /// Why: this says nothing of the page itself, so nobody knows whether readers find it.
    ///
    /// ```text
    /// Bad:  a link that nobody has opened for a year
    /// Good: a link that you opened in a browser today
    /// ```
    ///
    /// Open it in a browser, and try again later. Source: ours.
    UNREACHABLE_LINK = "unreachable-link", Links, Warning;
}

/// Which places lead to an address. Addresses are whole and without an anchor.
pub type Links = BTreeMap<String, Vec<Place>>;

/// What authors ask to be overlooked, by file.
pub type Waivers<'a> = BTreeMap<FileName, &'a [Waiver]>;

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
/// its places but those that `waivers` of their files cover on the day `today`. Waivers that are no use become
/// diagnostics of their own once there is a verdict on every link.
#[must_use]
pub fn findings(
    links: &Links,
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
        let mut told = places.iter().filter(|place| !is_waived(place));
        let Some(first) = told.next() else { continue };
        let mut diagnostic = Diagnostic::new(code, first.clone(), message, help);
        diagnostic.level = level;
        found.push(told.fold(diagnostic, |said, place| said.also(place.clone(), "here too")));
    }
    if links.keys().all(|address| verdicts.contains_key(address)) {
        found.extend(unused(waivers, &used, checks, today));
    }
    found
}

/// The waivers that no finding needed. A server that could not be reached another day is no news, so nothing is said of
/// waivers for that.
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
