//! Where an address that an author wrote leads.
//!
//! Architecture Invariant: one function resolves links, for the checks and for the pages alike, so that what
//! was checked is what is published. It notes every name it looks at, those that lead nowhere included.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use crate::asset::Assets;
use crate::diagnostic::{FileName, nearest};
use crate::fold::{composed, of_disk};
use crate::route::{Route, Routes};
use crate::site::{LeftOut, Site};
use crate::trace::{Digest, Notes, Read};
use crate::url;

mod written;

use self::written::{
    SCHEMES, SplitAddress, anchor, as_folder, folder_of, join, relative_to, scheme, would_be,
};

/// Finds the targets of links.
#[derive(Debug)]
pub struct World {
    /// The site.
    pub site: Arc<Site>,
    /// Its outputs.
    pub routes: Arc<Routes>,
    /// Its files.
    pub assets: Arc<Assets>,
    /// Pages and files by their names in small letters; made only where a link leads nowhere.
    folded: OnceLock<BTreeMap<String, String>>,
    /// The names by their last part, for links that only start wrong.
    by_end: OnceLock<HashMap<String, Vec<String>>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To another site, or to a mail or telephone program.
    Outside,
    /// To a path of this site's address that something else serves, as `[links]` in `site.toml` says.
    Elsewhere {
        /// The path from the site's root.
        url: String,
        /// What follows it, such as `?a=b#c`.
        suffix: String,
    },
    /// To a place on the page it is on.
    Here {
        /// The anchor; empty for the top of the page.
        fragment: String,
        /// What the address is besides the page's own: `?a=b#c`.
        suffix: String,
    },
    /// To a page of the site.
    Page {
        /// Its address from the site's root.
        url: String,
        /// The anchor; empty for the page as a whole.
        fragment: String,
        /// What follows its address, such as `?a=b#c`.
        suffix: String,
    },
    /// To a file.
    File {
        /// Its source path.
        source: FileName,
        /// What follows its name, such as `#page=2`.
        suffix: String,
    },
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// It is empty.
    Empty,
    /// It runs a program or reads a local file: `javascript:`, `data:`, `file:`.
    Scheme(String),
    /// It is a path on somebody's own computer: `C:\\heat.png`.
    Drive,
    /// Its host is on the author's own computer or network: `localhost`.
    Local(String),
    /// It has not two slashes after `https:`. With them it would be this.
    Slashes(String),
    /// It has backslashes. With slashes it would be this.
    Backslash(String),
    /// It leads out of the site's folder.
    Outside,
    /// There is no such page or file.
    Missing,
    /// There is one whose name differs in capital letters only.
    Case(String),
    /// The article is there, but not published.
    LeftOut(LeftOut),
    /// The article is there, but has mistakes of its own, which are reported.
    Broken,
}

/// What is wrong at the start of a path whose rest is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrongStart {
    /// It lacks this: `/docs/`.
    Lacks(String),
    /// It has this, which should not be there.
    TooMuch(String),
}

/// The part of an address or path after its last slash, apart from one at its end.
fn last_part(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or("")
}

impl World {
    /// A world for a site with its outputs and files.
    #[must_use]
    pub fn new(site: Arc<Site>, routes: Arc<Routes>, assets: Arc<Assets>) -> Self {
        World { site, routes, assets, folded: OnceLock::new(), by_end: OnceLock::new() }
    }

    /// What a link may lead to: addresses of pages and of static files from the root, and source paths.
    fn names(&self) -> impl Iterator<Item = String> {
        let pages = self.routes.urls().filter(|url| self.is_page(url)).map(str::to_owned);
        let statics = self.assets.iter().filter_map(|a| a.source.strip_prefix("static").map(str::to_owned));
        let articles = self.site.pages.iter().map(|page| page.file.to_string());
        let files = self.assets.iter().map(|asset| asset.source.to_string());
        pages.chain(statics).chain(articles).chain(files)
    }

    /// The name that differs from `name` in capital letters only.
    fn same_but_for_case(&self, name: &str, notes: &Notes) -> Option<&str> {
        notes.add(|| Read::Names);
        let folded = self.folded.get_or_init(|| self.names().map(|name| (of_disk(&name), name)).collect());
        folded.get(&of_disk(name)).map(String::as_str)
    }

    /// The address that an author who wrote `target` in the file `from` may have meant. It looks at every page,
    /// so it is for links that lead nowhere.
    #[must_use]
    pub fn nearest(&self, from: &str, target: &str) -> Option<String> {
        let target = self.own_path(target).unwrap_or(target);
        let path = url::decode_path(target.split(['#', '?']).next().unwrap_or(target));
        let names: Vec<String> = if path.starts_with('/') {
            self.names().filter(|name| name.starts_with('/')).collect()
        } else {
            let folder = folder_of(from);
            self.names()
                .filter(|name| !name.starts_with('/'))
                .map(|name| relative_to(folder, &name))
                .collect()
        };
        nearest(&path, names.iter().map(String::as_str)).map(str::to_owned)
    }

    /// What is wrong at the start of `target`, written in the file `from`, if the rest of it is the path of one page or
    /// file.
    #[must_use]
    pub fn wrong_start(&self, from: &str, target: &str) -> Option<WrongStart> {
        let path = crate::url::decode_path(target.split(['#', '?']).next().unwrap_or(target));
        let is_rooted = path.starts_with('/');
        let inner = path.trim_start_matches(['.', '/']).trim_end_matches('/');
        let names = self.by_end.get_or_init(|| {
            let mut by_end: HashMap<String, Vec<String>> = HashMap::new();
            for name in self.names() {
                by_end.entry(last_part(&name).to_owned()).or_default().push(name);
            }
            by_end
        });
        let names = names.get(last_part(inner)).filter(|_| !inner.is_empty())?;
        let names = names.iter().filter(|name| name.starts_with('/') == is_rooted);
        // As an author would write them here.
        let written = names.map(|name| match is_rooted {
            true => name.trim_end_matches('/').to_owned(),
            false => relative_to(folder_of(from), name),
        });
        let ends = |long: &str, short: &str| {
            long.strip_suffix(short)
                .filter(|start| start.is_empty() || start.ends_with('/'))
                .map(str::to_owned)
        };
        let mut lacking: BTreeSet<String> = BTreeSet::new();
        let mut extra: BTreeSet<String> = BTreeSet::new();
        let given = path.trim_end_matches('/');
        for name in written {
            lacking.extend(ends(&name, given.trim_start_matches('/')).filter(|start| start.len() > 1));
            extra.extend(ends(given, name.trim_start_matches('/')).filter(|start| start.len() > 1));
        }
        // Of one possible start there is no doubt.
        match (lacking.len(), extra.len()) {
            (1, 0) => lacking.pop_first().map(WrongStart::Lacks),
            (0, 1) => extra.pop_first().map(WrongStart::TooMuch),
            _ => None,
        }
    }

    /// Stands for whatever [`World::find`] can learn about the address or source path `name`.
    #[must_use]
    pub fn digest_at(&self, name: &str) -> Digest {
        if name.starts_with('/') {
            return Digest::of(&(self.is_page(name), self.site.config.links.are_elsewhere(name)));
        }
        let page = self.site.page_of(name).map(|page| &page.url);
        let left_out = self.site.left_out.get(name).map(|why| *why as u8);
        let asset = self.assets.get(name).map(|asset| (&asset.output, &asset.url, asset.size));
        let section = as_folder(name).and_then(|folder| self.site.section_page(folder)).map(|page| &page.url);
        Digest::of(&(page, left_out, self.site.broken.contains(name), asset, section))
    }

    /// Stands for every name that a link can lead to.
    #[must_use]
    pub fn digest_names(&self) -> Digest {
        Digest::of(&self.names().collect::<Vec<_>>())
    }

    /// Where `target`, written in the file `from`, leads. What was looked at is added to `notes`.
    ///
    /// # Errors
    /// Says why it leads nowhere.
    pub fn find(&self, from: &str, target: &str, notes: &Notes) -> Result<Destination, LinkFault> {
        let target = target.trim();
        if target.is_empty() {
            return Err(LinkFault::Empty);
        }
        if let Some(scheme) = scheme(target) {
            return match scheme.as_str() {
                "http" | "https" => self.web(target, &scheme, notes),
                known if SCHEMES.contains(&known) => Ok(Destination::Outside),
                drive if drive.len() == 1 => Err(LinkFault::Drive),
                _ => Err(LinkFault::Scheme(scheme)),
            };
        }
        if target.starts_with("//") {
            return self.web(target, "https", notes);
        }
        let SplitAddress { path, query, fragment } = SplitAddress::of(target);
        if path.contains('\\') {
            return Err(LinkFault::Backslash(format!(
                "{}{}",
                path.replace('\\', "/"),
                &target[path.len()..]
            )));
        }
        let (fragment, suffix) = anchor(query, fragment);
        if path.is_empty() {
            return Ok(Destination::Here { fragment, suffix });
        }
        let path = composed(&url::decode_path(path)).into_owned();
        match path.strip_prefix('/') {
            Some(path) => self.site_path(path, fragment, suffix, notes),
            None => self.relative(from, &path, fragment, suffix, notes),
        }
    }

    /// An address on the web, `target`, with its scheme or that of the page. One of this site is a path like any other.
    fn web(&self, target: &str, scheme: &str, notes: &Notes) -> Result<Destination, LinkFault> {
        let rest =
            target.split_once(':').filter(|_| !target.starts_with("//")).map_or(target, |(_, rest)| rest);
        let Some(address) = rest.strip_prefix("//").filter(|rest| !rest.starts_with(['/', '\\'])) else {
            return Err(LinkFault::Slashes(format!("{scheme}://{}", rest.trim_start_matches(['/', '\\']))));
        };
        let host = url::host(address);
        if host.is_empty() {
            return Err(LinkFault::Slashes(format!("{scheme}://example.org")));
        }
        // Which address is the site's own, `site.toml` says.
        notes.add(|| Read::Site);
        match self.own_path(target) {
            Some(own) => {
                let SplitAddress { path, query, fragment } = SplitAddress::of(own);
                let (fragment, suffix) = anchor(query, fragment);
                let path = composed(&url::decode_path(path)).into_owned();
                self.site_path(path.trim_start_matches('/'), fragment, suffix, notes)
            }
            None if url::is_local(host) => Err(LinkFault::Local(host.to_owned())),
            None => Ok(Destination::Outside),
        }
    }

    /// The path from the site's root that the full address `target` is, if it is one of this site.
    #[must_use]
    pub fn own_path<'t>(&self, target: &'t str) -> Option<&'t str> {
        let after = |address: &'t str| address.find("//").map(|at| &address[at + 2..]);
        let rest = after(target.trim())?;
        let base = &self.site.config.base_url.value;
        let own = &base[base.find("//")? + 2..];
        let host = own.split('/').next().unwrap_or(own);
        let is_same = rest.get(..host.len()).is_some_and(|start| start.eq_ignore_ascii_case(host));
        let path = rest.get(host.len()..).filter(|_| is_same)?.strip_prefix(self.site.config.base_path())?;
        (path.is_empty() || path.starts_with(['/', '?', '#'])).then_some(path)
    }

    /// A path from the site's root: a page's address or a static file.
    fn site_path(
        &self,
        path: &str,
        fragment: String,
        suffix: String,
        notes: &Notes,
    ) -> Result<Destination, LinkFault> {
        let look = |name: &str| notes.add(|| Read::At(name.into()));
        let url = format!("/{path}");
        let with_slash = format!("{}/", url.trim_end_matches('/'));
        for candidate in [&url, &with_slash] {
            look(candidate);
            if let Some(route) = self.routes.at(candidate)
                && route.has_address()
            {
                return Ok(Destination::Page { url: candidate.clone(), fragment, suffix });
            }
        }
        for folder in ["static", "content"] {
            let name = format!("{folder}/{path}");
            look(&name);
            if let Some(asset) = self.assets.get(&name) {
                return Ok(Destination::File { source: Arc::clone(&asset.source), suffix });
            }
        }
        if self.site.config.links.are_elsewhere(&url) {
            return Ok(Destination::Elsewhere { url, suffix });
        }
        let article = path.trim_matches('/');
        for file in [format!("content/{article}.md"), format!("content/{article}/index.md")] {
            look(&file);
            if let Some(&why) = self.site.left_out.get(file.as_str()) {
                return Err(LinkFault::LeftOut(why));
            }
            if self.site.broken.contains(file.as_str()) {
                return Err(LinkFault::Broken);
            }
        }
        // A row's page is missing where the row has mistakes of its own.
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        notes.add(|| Read::Tables);
        if !last.is_empty() && self.site.rows.may_have_lost(last) {
            return Err(LinkFault::Broken);
        }
        let same = self.same_but_for_case(&url, notes).or_else(|| self.same_but_for_case(&with_slash, notes));
        match same {
            Some(same) if composed(same) == url && same != url => {
                self.site_path(&same.to_owned()[1..], fragment, suffix, notes)
            }
            Some(same) => Err(LinkFault::Case(same.to_owned())),
            None => Err(LinkFault::Missing),
        }
    }

    fn is_page(&self, url: &str) -> bool {
        self.routes.at(url).is_some_and(Route::has_address)
    }

    /// A path from the folder of the file it is written in.
    fn relative(
        &self,
        from: &str,
        path: &str,
        fragment: String,
        suffix: String,
        notes: &Notes,
    ) -> Result<Destination, LinkFault> {
        let folder = folder_of(from);
        let joined = join(folder, path).ok_or(LinkFault::Outside)?;
        notes.add(|| Read::At(joined.as_str().into()));
        if let Some(page) = self.site.page_of(&joined) {
            return Ok(Destination::Page { url: page.url.clone(), fragment, suffix });
        }
        if let Some(&why) = self.site.left_out.get(joined.as_str()) {
            return Err(LinkFault::LeftOut(why));
        }
        if self.site.broken.contains(joined.as_str()) {
            return Err(LinkFault::Broken);
        }
        if let Some(asset) = self.assets.get(&joined) {
            return Ok(Destination::File { source: Arc::clone(&asset.source), suffix });
        }
        if let Some(page) = as_folder(&joined).and_then(|folder| self.site.section_page(folder)) {
            return Ok(Destination::Page { url: page.url.clone(), fragment, suffix });
        }
        match self.same_but_for_case(&joined, notes) {
            // Some disks keep letters and their accents apart.
            Some(same) if composed(same) == composed(&joined) && same != joined => {
                self.relative(from, &relative_to(folder, same), fragment, suffix, notes)
            }
            Some(same) => Err(LinkFault::Case(relative_to(folder, same))),
            None => Err(LinkFault::Missing),
        }
    }

    /// The address that a page links to for `target`, written in the file `from`. With `absolute` it is a
    /// whole address, for feeds. A link that leads nowhere, which a site can decide to publish all the same, keeps its
    /// address, so that it leads where its author meant as soon as something is there; one that could do harm becomes `#`.
    #[must_use]
    pub fn href(&self, from: &str, target: &str, absolute: bool, notes: &Notes) -> String {
        match self.find(from, target, notes) {
            Ok(found) => self.href_of(found, (from, target), absolute, notes),
            Err(LinkFault::Empty | LinkFault::Scheme(_) | LinkFault::Drive) => "#".to_owned(),
            Err(LinkFault::Slashes(right) | LinkFault::Backslash(right)) if right != target => {
                self.href(from, &right, absolute, notes)
            }
            Err(
                LinkFault::Local(_) | LinkFault::Slashes(_) | LinkFault::Backslash(_) | LinkFault::Outside,
            ) => url::encode_rest(target.trim()).into_owned(),
            Err(LinkFault::Missing | LinkFault::Case(_) | LinkFault::LeftOut(_) | LinkFault::Broken) => {
                let target = self.own_path(target).unwrap_or(target);
                let SplitAddress { path, query, fragment } = SplitAddress::of(target.trim());
                let (_, suffix) = anchor(query, fragment);
                self.whole(&would_be(from, &url::decode_path(path)), absolute) + &suffix
            }
        }
    }

    /// The address that a page links to for what [`World::find`] `found` for `target` in the file `from`.
    #[must_use]
    pub fn href_of(
        &self,
        found: Destination,
        (from, target): (&str, &str),
        absolute: bool,
        notes: &Notes,
    ) -> String {
        match found {
            Destination::Outside => url::encode_rest(target.trim()).into_owned(),
            Destination::Elsewhere { url, suffix } | Destination::Page { url, suffix, .. } => {
                self.whole(&url, absolute) + &suffix
            }
            Destination::Here { suffix, .. } if absolute => {
                notes.add(|| Read::At(from.into()));
                let url = self.site.page_of(from).map_or("/", |page| &page.url);
                self.whole(url, absolute) + &suffix
            }
            Destination::Here { suffix, .. } if suffix.is_empty() => "#".to_owned(),
            Destination::Here { suffix, .. } => suffix,
            Destination::File { source, suffix } => match self.assets.get(&source) {
                Some(asset) => self.whole(&format!("/{}", asset.output), absolute) + &suffix,
                None => "#".to_owned(),
            },
        }
    }

    fn whole(&self, url: &str, absolute: bool) -> String {
        if absolute { self.site.config.permalink(url) } else { self.site.config.href(url) }
    }
}
