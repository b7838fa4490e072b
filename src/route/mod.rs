//! Every output path, once.
//!
//! What an output is, [`crate::output`] says in a file for each kind. This module holds what everybody else may know of
//! it: its address, what it is made from, and its [`Facts`].
//!
//! Architecture Invariant: routes know where an output goes and what it is made from, not its bytes. Two
//! sources for one address are a diagnostic here, never a silent overwrite later.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

mod plan;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::asset::Assets;
use crate::diagnostic::FileName;
use crate::diagnostic::code::codes;
use crate::kind::Kind;
use crate::site::Site;

pub use plan::Planner;

codes! {
    /// Two sources have the same address.
    ///
    /// The cause is a file and a folder with the same name, a slug that another page has, an alias of an existing
    /// page, or two names that differ only in case (which many computers treat as the same). Rename one.
    ADDRESS_TAKEN = "address-taken", Error;
    /// An alias is not an address within the site.
    ///
    /// ```toml
    /// aliases = ["/old/page/"]
    /// ```
    ///
    /// An alias starts with `/` and stays within the site: no `..`, no host name, no `?` or `#`.
    BAD_ALIAS = "bad-alias", Error;
}

/// What an output is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Home, a section or an article, by the page's file.
    Page(FileName),
    /// A row of a kind that has pages, by its id.
    Row(Arc<str>),
    /// All rows of a kind from A to Z.
    Rows(Kind),
    /// Where a reader puts a programme of exercises together.
    Programme,
    /// All tags.
    Tags,
    /// One tag, by slug.
    Tag(String),
    /// All sources.
    Sources,
    /// The page for addresses that do not exist.
    NotFound,
    /// A former address of a page, by the page's file.
    Redirect(FileName),
    /// The Atom feed.
    Feed,
    /// The list of pages for search engines.
    Sitemap,
    /// A static file or picture, by its source path.
    Asset(FileName),
}

/// The part of the site that an output is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis<'a> {
    /// The page made from a file, or from a folder without one.
    Page(&'a FileName),
    /// The row with an id.
    Row(&'a Arc<str>),
    /// All rows of a kind.
    Rows(&'a Kind),
    /// A tag, by slug.
    Tag(&'a str),
    /// A static file or picture, by its source path.
    File(&'a FileName),
    /// The site as a whole.
    Site,
}

impl<'a> Basis<'a> {
    /// The file of the page, if it is one.
    #[must_use]
    pub fn page(self) -> Option<&'a FileName> {
        if let Basis::Page(file) = self { Some(file) } else { None }
    }

    /// The id of the row, if it is one.
    #[must_use]
    pub fn row(self) -> Option<&'a Arc<str>> {
        if let Basis::Row(id) = self { Some(id) } else { None }
    }
}

impl Target {
    /// The part of the site that it stands for.
    #[must_use]
    pub fn basis(&self) -> Basis<'_> {
        match self {
            Target::Page(file) | Target::Redirect(file) => Basis::Page(file),
            Target::Row(id) => Basis::Row(id),
            Target::Rows(kind) => Basis::Rows(kind),
            Target::Tag(slug) => Basis::Tag(slug),
            Target::Asset(file) => Basis::File(file),
            Target::Programme
            | Target::Tags
            | Target::Sources
            | Target::NotFound
            | Target::Feed
            | Target::Sitemap => Basis::Site,
        }
    }
}

/// A kind of output, as far as the rest of balm knows it. [`crate::output`] also knows how its bytes are made.
pub trait OutputKind: fmt::Debug + Sync {
    /// What all outputs of this kind have in common.
    fn facts(&self) -> Facts;

    /// Adds a route for each output of this kind that the site has.
    fn plan(&self, site: &Site, assets: &Assets, planner: &mut Planner);

    /// The title of the output made from `target`, as it appears in navigation; empty for a file without one.
    fn title<'a>(&self, site: &'a Site, target: &'a Target) -> Cow<'a, str>;
}

/// What all outputs of a kind have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Who opens it.
    pub medium: Medium,
    /// Whether search engines are told of it.
    pub in_sitemap: bool,
    /// What the report of a build counts it as.
    pub counts_as: CountedAs,
    /// Who decides on its address.
    pub claim: AddressOwner,
    /// The templates that it uses by name, in `templates/`, its own first. What is named after a kind of row or by a
    /// `template` key is left out.
    pub templates: &'static [&'static str],
    /// Whether making it takes long on a large site, so that it is started first.
    pub is_slow: bool,
    /// The key of `site` in templates that holds its address, and that address; templates get `none` where nothing is published
    /// there. `None` for a kind that has several outputs, or that no page links to.
    pub shared_address: Option<(&'static str, &'static str)>,
}

impl Facts {
    /// Those of a page that balm makes as soon as there is something to list.
    #[must_use]
    pub const fn of_list(templates: &'static [&'static str]) -> Self {
        Facts {
            medium: Medium::Page,
            in_sitemap: true,
            counts_as: CountedAs::List,
            claim: AddressOwner::List,
            templates,
            is_slow: false,
            shared_address: None,
        }
    }
}

/// Who opens an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Readers: an HTML page, which is checked as one.
    Page,
    /// A browser, which goes on to another address at once.
    Redirect,
    /// Programs, such as feed readers.
    Data,
    /// Pages and readers: a file that is published as it is. Links name it by its source path.
    File,
}

/// What the report of a build counts an output as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the report are described in `pipeline::Pages`")]
pub enum CountedAs {
    Article,
    Row,
    List,
    Redirect,
    File,
    Nothing,
}

/// Who decides on an address, and so what helps where another output wants it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressOwner {
    /// An author, by naming a file or row.
    Author,
    /// An author, for readers who come by a former address.
    Alias,
    /// balm, as soon as there is something to list. Only the author can choose another address.
    List,
    /// balm, in every site.
    Fixed,
}

/// One output.
#[derive(Clone, Debug)]
pub struct Route {
    /// The address from the site's root: "/exercises/bird-dog/".
    pub url: String,
    /// The file in the output folder: "exercises/bird-dog/index.html".
    pub output: String,
    /// What it was made from.
    pub target: Target,
    /// Its kind, which follows from `target`.
    pub kind: &'static dyn OutputKind,
}

impl PartialEq for Route {
    fn eq(&self, other: &Route) -> bool {
        self.output == other.output && self.url == other.url && self.target == other.target
    }
}

impl Route {
    /// Whether it is an HTML page for readers.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.kind.facts().medium == Medium::Page
    }

    /// Whether a link can name it by its address. Files are named by their source path.
    #[must_use]
    pub fn has_address(&self) -> bool {
        self.kind.facts().medium != Medium::File
    }
}

/// All outputs, by output path.
#[derive(Debug, Default)]
pub struct Routes {
    routes: Vec<Route>,
    by_url: HashMap<String, usize>,
    shared_addresses: Vec<(&'static str, &'static str)>,
}

impl Routes {
    /// Every route, sorted by output path.
    #[must_use]
    pub fn all(&self) -> &[Route] {
        &self.routes
    }

    /// The route at the address `url` ("/a/b/"), fragment aside.
    #[must_use]
    pub fn at(&self, url: &str) -> Option<&Route> {
        self.by_url.get(url).map(|&index| &self.routes[index])
    }

    /// Whether `other` leads to the same outputs, made from the same.
    #[must_use]
    pub fn is_same(&self, other: &Routes) -> bool {
        self.routes == other.routes
    }

    /// The route to the file `output` of the output folder.
    #[must_use]
    pub fn to(&self, output: &str) -> Option<&Route> {
        let found = self.routes.binary_search_by(|route| route.output.as_str().cmp(output));
        found.ok().map(|index| &self.routes[index])
    }

    /// The keys of `site` in templates that hold addresses, each with the address where it leads somewhere.
    pub fn shared_addresses(&self) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
        self.shared_addresses.iter().map(|&(key, url)| (key, self.at(url).is_some().then_some(url)))
    }

    /// Every address.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.routes.iter().map(|route| route.url.as_str())
    }
}
