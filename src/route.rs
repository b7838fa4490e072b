//! Every output path, once.
//!
//! Architecture Invariant: routes know where a page goes and what it is made from, not its bytes. Two
//! sources for one address are a diagnostic here, never a silent overwrite later.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::front_matter;
use crate::asset::Assets;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::site::rows::{self, RowId};
use crate::site::{PageId, Site};
use crate::table::Kind;

codes! {
    /// Two sources want the same address.
    ///
    /// A file and a folder of the same name, a slug that another page has, an alias of a page that exists, or
    /// two names that differ only in capital letters (which many computers take for one name). Rename one.
    ADDRESS_TAKEN = "address-taken", Error;
    /// An alias that is not an address within the site.
    ///
    /// ```toml
    /// aliases = ["/old/page/"]
    /// ```
    ///
    /// An alias starts with `/` and stays in the site: no `..`, no host name, no `?` or `#`.
    BAD_ALIAS = "bad-alias", Error;
}

/// What an output is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Home, a section or an article.
    Page(PageId),
    /// An exercise or a remedy.
    Row(RowId),
    /// All exercises or all remedies from A to Z.
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
    /// A former address of a page.
    Redirect(PageId),
    /// The Atom feed.
    Feed,
    /// The list of pages for search engines.
    Sitemap,
    /// A static file or picture, by its source path.
    Asset(FileName),
}

/// One output.
#[derive(Clone, Debug)]
pub struct Route {
    /// The address from the site's root: "/exercises/bird-dog/".
    pub url: String,
    /// The file in the output folder: "exercises/bird-dog/index.html".
    pub output: String,
    /// What it is made from.
    pub target: Target,
    /// Where an author sees to it.
    pub place: Place,
}

/// All outputs, by output path.
#[derive(Debug, Default)]
pub struct Routes {
    routes: Vec<Route>,
    by_url: BTreeMap<String, usize>,
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

    /// Every address, sorted.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.by_url.keys().map(String::as_str)
    }
}

/// Works out where everything goes.
#[must_use]
pub fn build(site: &Site, assets: &Assets) -> (Routes, Vec<Diagnostic>) {
    let mut builder = Builder { routes: Vec::new(), diagnostics: Vec::new() };
    builder.pages(site);
    builder.rows(site);
    let config: FileName = "site.toml".into();
    builder.add("/404.html", Target::NotFound, Place::start_of(&config));
    // A feed tells what is new, so there is one as soon as something has a date.
    if site.pages.iter().any(|page| page.url != "/" && page.last_change().is_some()) {
        builder.add("/feed.xml", Target::Feed, Place::start_of(&config));
    }
    builder.add("/sitemap.xml", Target::Sitemap, Place::start_of(&config));
    for asset in assets.iter() {
        let url = format!("/{}", asset.output);
        builder.add(&url, Target::Asset(Arc::clone(&asset.source)), Place::start_of(&asset.source));
    }
    // Aliases come last: where one is taken, the alias is the one to change.
    builder.aliases(site);
    builder.finish()
}

struct Builder {
    routes: Vec<Route>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder {
    fn add(&mut self, url: &str, target: Target, place: Place) {
        let path = url.trim_start_matches('/');
        let output = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        self.routes.push(Route { url: url.to_owned(), output, target, place });
    }

    fn pages(&mut self, site: &Site) {
        for (id, page) in site.pages.iter().enumerate() {
            let slug = page.article.as_ref().and_then(|article| article.front_matter.slug.as_ref());
            let place = slug
                .map_or_else(|| Place::start_of(&page.file), |slug| front_matter::place(&page.file, slug));
            self.add(&page.url, Target::Page(id), place);
        }
        for (slug, tag) in &site.tags {
            let place = tag
                .pages
                .first()
                .map_or_else(|| Place::start_of(&"site.toml".into()), |&id| tag_place(site, id, slug));
            self.add(&tag.url, Target::Tag(slug.clone()), place);
        }
        if let Some(place) =
            self.routes.iter().rev().find(|r| matches!(r.target, Target::Tag(_))).map(|r| r.place.clone())
        {
            self.add("/tags/", Target::Tags, place);
        }
    }

    fn rows(&mut self, site: &Site) {
        for id in site.rows.all() {
            let row = site.rows.row(id);
            let place = Place::new(row.file(), row.id.span());
            if let (Kind::Exercise | Kind::Remedy, Some(url)) = (row.kind(), rows::url(row)) {
                self.add(&url, Target::Row(id), place);
            }
        }
        let lists = [
            (Kind::Exercise, "/exercises/", Target::Rows(Kind::Exercise)),
            (Kind::Exercise, "/programme/", Target::Programme),
            (Kind::Remedy, "/remedies/", Target::Rows(Kind::Remedy)),
            (Kind::Source, "/sources/", Target::Sources),
        ];
        for (kind, url, target) in lists {
            if let Some(first) = site.rows.of(kind).next() {
                let row = site.rows.row(first);
                self.add(url, target, Place::new(row.file(), row.id.span()));
            }
        }
    }

    fn aliases(&mut self, site: &Site) {
        for (id, page) in site.pages.iter().enumerate() {
            let Some(article) = &page.article else { continue };
            for alias in &article.front_matter.aliases {
                let place = front_matter::place(&page.file, alias);
                match alias_fault(&alias.value) {
                    None => {
                        // Servers look for the decoded name, and send only `.html` files as pages.
                        let url = crate::url::decode_path(&alias.value);
                        let is_file = [".html", ".htm"].iter().any(|ending| url.ends_with(ending));
                        let slash = if url.ends_with('/') || is_file { "" } else { "/" };
                        self.add(&format!("{url}{slash}"), Target::Redirect(id), place);
                    }
                    Some(fault) => self.diagnostics.push(Diagnostic::new(
                        &BAD_ALIAS,
                        place,
                        format!("the alias `{}` {fault}", alias.value),
                        "write the old address from the site's root, such as `/old/page/`",
                    )),
                }
            }
        }
    }

    /// Sorts the routes and reports outputs that meet.
    fn finish(mut self) -> (Routes, Vec<Diagnostic>) {
        // Names that differ only in case are one file on many systems.
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let mut kept = vec![true; self.routes.len()];
        for (index, route) in self.routes.iter().enumerate() {
            if let Some(&first) = taken.get(&route.output.to_lowercase()) {
                self.diagnostics.push(meeting(route, &self.routes[first]));
                kept[index] = false;
            } else {
                taken.insert(route.output.to_lowercase(), index);
            }
        }
        // A file cannot stand where a folder has to be.
        for (index, route) in self.routes.iter().enumerate() {
            let folded = route.output.to_lowercase();
            for (slash, _) in folded.match_indices('/') {
                if let Some(&file) = taken.get(&folded[..slash])
                    && kept[index]
                {
                    self.diagnostics.push(meeting(&self.routes[file], route));
                }
            }
        }
        let mut routes: Vec<Route> =
            self.routes.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(route, _)| route).collect();
        routes.sort_by(|a, b| a.output.cmp(&b.output));
        let by_url = routes.iter().enumerate().map(|(index, route)| (route.url.clone(), index)).collect();
        (Routes { routes, by_url }, self.diagnostics)
    }
}

/// Where a page names the tag.
fn tag_place(site: &Site, id: PageId, slug: &str) -> Place {
    let page = &site.pages[id];
    let tags = page.article.iter().flat_map(|article| &article.front_matter.tags);
    let tag = tags.into_iter().find(|tag| crate::slug::slug(&tag.value) == slug);
    tag.map_or_else(|| Place::start_of(&page.file), |tag| front_matter::place(&page.file, tag))
}

fn meeting(second: &Route, first: &Route) -> Diagnostic {
    let ours = |route: &Route| matches!(route.target, Target::NotFound | Target::Feed | Target::Sitemap);
    if second.output == first.output && ours(first) {
        return Diagnostic::new(
            &ADDRESS_TAKEN,
            second.place.clone(),
            format!("balm makes `{}` by itself", second.url),
            format!("delete or rename this; what balm makes comes from `templates/{}`", first.output),
        );
    }
    if matches!(second.target, Target::Redirect(_)) && second.url == first.url {
        return Diagnostic::new(
            &ADDRESS_TAKEN,
            second.place.clone(),
            format!("the alias `{}` is in use", second.url),
            "delete the alias: a reader who follows the old address already finds a page",
        )
        .also(first.place.clone(), format!("this is published there, from `{}`", first.place.file));
    }
    let message = if second.url == first.url {
        format!("`{}` is the address of two pages", second.url)
    } else if second.output.eq_ignore_ascii_case(&first.output)
        || second.output.to_lowercase() == first.output.to_lowercase()
    {
        format!("`{}` and `{}` differ only in capital letters", second.url, first.url)
    } else {
        format!("`{}` is a file, and `{}` needs a folder of that name", second.url, first.url)
    };
    let help = match second.target {
        Target::Redirect(_) => "delete the alias: the address is in use".to_owned(),
        _ if first.place.file.starts_with("content/") && first.place.file.ends_with(".md") => {
            "rename one of the two files, or give one another `slug`".to_owned()
        }
        _ => "rename one of the two".to_owned(),
    };
    Diagnostic::new(&ADDRESS_TAKEN, second.place.clone(), message, help)
        .label(format!("the second, from `{}`", second.place.file))
        .also(first.place.clone(), format!("the first, from `{}`", first.place.file))
}

/// What is wrong with an alias.
fn alias_fault(alias: &str) -> Option<&'static str> {
    let Some(path) = alias.strip_prefix('/') else { return Some("does not start with `/`") };
    let decoded = crate::url::decode_path(path);
    if decoded.split(['/', '\\']).any(|part| part == ".." || part == ".") {
        return Some("leaves the site");
    }
    if path.starts_with('/') || decoded.contains("//") {
        return Some("has two slashes in a row");
    }
    if decoded.contains('\\') {
        return Some("has a backslash in it");
    }
    if path.contains(['?', '#']) || decoded.contains(char::is_control) {
        return Some("has a character in it that no file name can have");
    }
    path.is_empty().then_some("is the home page itself")
}
