//! Every output path, once.
//!
//! Architecture Invariant: routes know where a page goes and what it is made from, not its bytes. Two
//! sources for one address are a diagnostic here, never a silent overwrite later.

use std::collections::HashMap;
use std::sync::Arc;

use crate::article::front_matter;
use crate::asset::Assets;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::site::rows;
use crate::site::{Page, Site};
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
    /// Home, a section or an article, by the page's file.
    Page(FileName),
    /// An exercise or a remedy, by its id.
    Row(Arc<str>),
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
    /// A former address of a page, by the page's file.
    Redirect(FileName),
    /// The Atom feed.
    Feed,
    /// The list of pages for search engines.
    Sitemap,
    /// A static file or picture, by its source path.
    Asset(FileName),
}

/// One output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The address from the site's root: "/exercises/bird-dog/".
    pub url: String,
    /// The file in the output folder: "exercises/bird-dog/index.html".
    pub output: String,
    /// What it is made from.
    pub target: Target,
}

/// All outputs, by output path.
#[derive(Debug, Default)]
pub struct Routes {
    routes: Vec<Route>,
    by_url: HashMap<String, usize>,
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

    /// Every address.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.routes.iter().map(|route| route.url.as_str())
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

/// A route, and where an author sees to it.
struct Planned {
    route: Route,
    place: Place,
}

struct Builder {
    routes: Vec<Planned>,
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
        self.routes.push(Planned { route: Route { url: url.to_owned(), output, target }, place });
    }

    fn pages(&mut self, site: &Site) {
        for page in &site.pages {
            let slug = page.article.as_ref().and_then(|article| article.front_matter.slug.as_ref());
            let place = slug
                .map_or_else(|| Place::start_of(&page.file), |slug| front_matter::place(&page.file, slug));
            self.add(&page.url, Target::Page(Arc::clone(&page.file)), place);
        }
        for (slug, tag) in site.tags.iter() {
            let place = tag
                .pages
                .first()
                .map_or_else(|| Place::start_of(&"site.toml".into()), |&id| tag_place(&site.pages[id], slug));
            self.add(&tag.url, Target::Tag(slug.clone()), place);
        }
        if let Some(place) = self
            .routes
            .iter()
            .rev()
            .find(|r| matches!(r.route.target, Target::Tag(_)))
            .map(|r| r.place.clone())
        {
            self.add("/tags/", Target::Tags, place);
        }
    }

    fn rows(&mut self, site: &Site) {
        for id in site.rows.all() {
            let row = site.rows.row(id);
            let place = Place::new(row.file(), row.id.span());
            if let (Kind::Exercise | Kind::Remedy, Some(url)) = (row.kind(), rows::url(row)) {
                self.add(&url, Target::Row(row.id.value.as_str().into()), place);
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
        for page in &site.pages {
            let Some(article) = &page.article else { continue };
            for alias in &article.front_matter.aliases {
                let place = front_matter::place(&page.file, alias);
                match alias_fault(&alias.value) {
                    None => {
                        // Servers look for the decoded name, and send only `.html` files as pages.
                        let url = crate::url::decode_path(&alias.value);
                        let is_file = [".html", ".htm"].iter().any(|ending| url.ends_with(ending));
                        let slash = if url.ends_with('/') || is_file { "" } else { "/" };
                        let target = Target::Redirect(Arc::clone(&page.file));
                        self.add(&format!("{url}{slash}"), target, place);
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
        let folded: Vec<String> =
            self.routes.iter().map(|planned| planned.route.output.to_lowercase()).collect();
        let mut taken: HashMap<&str, usize> = HashMap::with_capacity(folded.len());
        let mut kept = vec![true; folded.len()];
        for (index, output) in folded.iter().enumerate() {
            if let Some(&first) = taken.get(output.as_str()) {
                self.diagnostics.push(meeting(&self.routes[index], &self.routes[first]));
                kept[index] = false;
            } else {
                taken.insert(output, index);
            }
        }
        // A file cannot stand where a folder has to be.
        for (index, output) in folded.iter().enumerate().filter(|(index, _)| kept[*index]) {
            for (slash, _) in output.match_indices('/') {
                if let Some(&file) = taken.get(&output[..slash]) {
                    self.diagnostics.push(meeting(&self.routes[file], &self.routes[index]));
                }
            }
        }
        let kept = self.routes.into_iter().zip(kept).filter(|(_, kept)| *kept);
        let mut routes: Vec<Route> = kept.map(|(planned, _)| planned.route).collect();
        routes.sort_by(|a, b| a.output.cmp(&b.output));
        let by_url = routes.iter().enumerate().map(|(index, route)| (route.url.clone(), index)).collect();
        (Routes { routes, by_url }, self.diagnostics)
    }
}

/// Where a page names the tag.
fn tag_place(page: &Page, slug: &str) -> Place {
    let tags = page.article.iter().flat_map(|article| &article.front_matter.tags);
    let tag = tags.into_iter().find(|tag| crate::slug::slug(&tag.value) == slug);
    tag.map_or_else(|| Place::start_of(&page.file), |tag| front_matter::place(&page.file, tag))
}

fn meeting(second: &Planned, first: &Planned) -> Diagnostic {
    let (Planned { route: second, place }, Planned { route: first, place: first_place }) = (second, first);
    let ours = |route: &Route| matches!(route.target, Target::NotFound | Target::Feed | Target::Sitemap);
    if second.output == first.output && ours(first) {
        return Diagnostic::new(
            &ADDRESS_TAKEN,
            place.clone(),
            format!("balm makes `{}` by itself", second.url),
            format!("delete or rename this; what balm makes comes from `templates/{}`", first.output),
        );
    }
    if matches!(second.target, Target::Redirect(_)) && second.url == first.url {
        return Diagnostic::new(
            &ADDRESS_TAKEN,
            place.clone(),
            format!("the alias `{}` is in use", second.url),
            "delete the alias: a reader who follows the old address already finds a page",
        )
        .also(first_place.clone(), format!("this is published there, from `{}`", first_place.file));
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
        // A list of all rows of a kind, or what else is made of tables, has its address from balm.
        Target::Rows(_) | Target::Programme | Target::Tags | Target::Sources => {
            format!("rename the folder or give `{}` another `slug`: balm makes this page", first_place.file)
        }
        _ if first_place.file.starts_with("content/") && first_place.file.ends_with(".md") => {
            "rename one of the two files, or give one another `slug`".to_owned()
        }
        _ => "rename one of the two".to_owned(),
    };
    Diagnostic::new(&ADDRESS_TAKEN, place.clone(), message, help)
        .label(format!("the second, from `{}`", place.file))
        .also(first_place.clone(), format!("the first, from `{}`", first_place.file))
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
