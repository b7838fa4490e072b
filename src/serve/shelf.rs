//! The files being served: kept in memory, replaced in one step, read by many.
//!
//! Architecture Invariant: nothing here reads a disk, so no request path can lead to one.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::diagnostic::Count;
use crate::margin::Margins;
use crate::url::{decode_path, encode_path};

/// Above this many changed files, their addresses are not listed and any may have changed.
const MANY: usize = 200;

/// The site's own page for addresses without content.
const NOT_FOUND: &str = "404.html";

/// A mistake or warning, as shown by the panel in the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Whether it keeps pages from being updated; a warning does not.
    pub is_error: bool,
    /// Its code: `broken-link`.
    pub code: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// The file, from the site's root, with `/`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The whole diagnostic as on the terminal, without colours.
    pub rendered: String,
    /// At how many other places the same was found.
    pub others: usize,
    /// Output paths of the pages that it is on, as far as they are known.
    pub on: Vec<Arc<str>>,
}

/// One step from a state of the site to the next.
#[derive(Clone, Debug, Default)]
pub struct Update {
    /// Files that are new or whose bytes changed, by output path: `a/b/index.html`, `style.1a2b.css`.
    pub put: Vec<(String, Arc<[u8]>)>,
    /// Output paths that no longer exist.
    pub gone: Vec<String>,
    /// The path of the site's address, "" or "/backs". Links in pages start with it, so files are served only below
    /// it.
    pub base_path: String,
    /// The problems the author should know about, in the order of the terminal.
    pub problems: Vec<Problem>,
    /// How many more there are than `problems` lists.
    pub unlisted: Count,
    /// The findings of each page, computed when a page is asked for.
    pub margins: Option<Arc<dyn Margins>>,
    /// The addresses of drafts, as pages link to them.
    pub drafts: Vec<String>,
    /// Output paths that show their last good state because of a mistake.
    pub held: BTreeSet<String>,
    /// The address of the place that was edited, as pages link to it: `/backs/a/b/#heading`.
    pub edited: Option<String>,
}

/// What is known about a state besides its files.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The number of updates so far.
    pub version: u64,
    /// The problems the author should know about.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub unlisted: Count,
    /// The findings of each page.
    pub margins: Option<Arc<dyn Margins>>,
    /// Addresses of drafts.
    pub drafts: Vec<String>,
    /// Addresses of pages that show their last good state.
    pub held: Vec<String>,
    /// Addresses that changed or were removed in this step; `None` means that any may have.
    pub changed: Option<Vec<String>>,
    /// The address of the place that was edited.
    pub edited: Option<String>,
}

/// What exists at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathEntry {
    /// A file.
    File(ShelvedFile),
    /// The path without its final slash, or outside the site's folder: the address to redirect to.
    Moved(String),
    /// Nothing; the site's own 404 page, if it has one.
    NotFound(Option<ShelvedFile>),
}

/// A file as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelvedFile {
    /// Its output path.
    pub path: String,
    /// Its contents.
    pub bytes: Arc<[u8]>,
    /// The version in which its bytes last changed.
    pub version: u64,
}

impl ShelvedFile {
    /// Its `Content-Type`.
    #[must_use]
    pub fn media_type(&self) -> String {
        let media_type = mime_guess::from_path(&self.path).first_or_octet_stream();
        let is_text =
            media_type.type_() == "text" || matches!(media_type.subtype().as_str(), "javascript" | "json");
        if is_text { format!("{media_type}; charset=utf-8") } else { media_type.to_string() }
    }

    /// Whether it is a page.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.path.ends_with(".html") || self.path.ends_with(".htm")
    }
}

#[derive(Debug, Default)]
struct ShelfState {
    files: HashMap<String, (Arc<[u8]>, u64)>,
    base_path: String,
    news: Arc<News>,
}

/// The files that are served. Share it as `Arc<Shelf>`.
#[derive(Debug)]
pub struct Shelf {
    state: RwLock<ShelfState>,
    version: watch::Sender<u64>,
    start: String,
}

impl Default for Shelf {
    fn default() -> Self {
        Shelf::new()
    }
}

impl Shelf {
    /// An empty shelf, version 0.
    #[must_use]
    pub fn new() -> Shelf {
        Shelf {
            state: RwLock::default(),
            version: watch::Sender::new(0),
            start: format!("{:x}", RandomState::new().hash_one(std::process::id())),
        }
    }

    /// Applies an update. Each request sees the state either before or after it, never a mix.
    pub fn update(&self, update: Update) {
        let base = update.base_path.trim_end_matches('/').to_owned();
        let paths = || update.put.iter().map(|(path, _)| path).chain(&update.gone);
        let few = update.put.len() + update.gone.len() <= MANY;
        let mut news = News {
            version: 0,
            problems: update.problems,
            unlisted: update.unlisted,
            margins: update.margins,
            drafts: update.drafts,
            held: update.held.iter().map(|path| address(&base, path)).collect(),
            changed: few.then(|| paths().map(|path| address(&base, path)).collect()),
            edited: update.edited,
        };
        let mut old = Vec::with_capacity(update.put.len() + update.gone.len());

        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let version = state.news.version + 1;
        news.version = version;
        if state.base_path != base {
            news.changed = None;
            state.base_path = base;
        }
        for path in &update.gone {
            old.extend(state.files.remove(path));
        }
        state.files.reserve(update.put.len());
        for (path, bytes) in update.put {
            old.extend(state.files.insert(path, (bytes, version)));
        }
        let replaced = std::mem::replace(&mut state.news, Arc::new(news));
        drop(state);

        self.version.send_replace(version);
        // Freeing this much takes a while, and neither a reader nor the next change should wait for it.
        rayon::spawn(move || drop((old, replaced)));
    }

    /// What exists at the path of a request, percent-encoded and without its query.
    #[must_use]
    pub fn get(&self, request_path: &str) -> PathEntry {
        let path = decode_path(request_path);
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let shelved = |path: String| {
            let (bytes, version) = state.files.get(&path)?;
            Some(ShelvedFile { path, bytes: Arc::clone(bytes), version: *version })
        };
        let missing = || PathEntry::NotFound(shelved(NOT_FOUND.to_owned()));
        if path == "/" && !state.base_path.is_empty() {
            return PathEntry::Moved(format!("{}/", encode_path(&state.base_path)));
        }
        let Some(below) = path.strip_prefix(state.base_path.as_str()) else { return missing() };
        let Some(below) = below.strip_prefix('/') else {
            let is_top = below.is_empty() && !path.is_empty() && state.files.contains_key("index.html");
            return if is_top { PathEntry::Moved(format!("{}/", encode_path(&path))) } else { missing() };
        };
        if below.is_empty() || below.ends_with('/') {
            return shelved(format!("{below}index.html")).map_or_else(missing, PathEntry::File);
        }
        if let Some(file) = shelved(below.to_owned()) {
            return PathEntry::File(file);
        }
        if state.files.contains_key(&format!("{below}/index.html")) {
            return PathEntry::Moved(format!("{}/", encode_path(&path)));
        }
        missing()
    }

    /// What is known about the current state.
    #[must_use]
    pub fn news(&self) -> Arc<News> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner).news)
    }

    /// The path of the site's address, "" or "/backs".
    #[must_use]
    pub fn base_path(&self) -> String {
        self.state.read().unwrap_or_else(PoisonError::into_inner).base_path.clone()
    }

    /// Identifies this shelf, also among those of earlier runs.
    #[must_use]
    pub fn start(&self) -> &str {
        &self.start
    }

    /// Receives each new version.
    pub(super) fn versions(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }
}

/// The address of an output path: `/a/b/` for `a/b/index.html`.
pub(super) fn address(base: &str, path: &str) -> String {
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    encode_path(&format!("{base}/{path}")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(shelf: &Shelf, base_path: &str, files: &[(&str, &str)], gone: &[&str]) {
        shelf.update(Update {
            put: files.iter().map(|&(path, text)| (path.to_owned(), Arc::from(text.as_bytes()))).collect(),
            gone: gone.iter().map(|&path| path.to_owned()).collect(),
            base_path: base_path.to_owned(),
            ..Update::default()
        });
    }

    /// The output path and text that a request gets, or its redirect.
    fn get(shelf: &Shelf, path: &str) -> String {
        let text = |file: ShelvedFile| format!("{} {}", file.path, String::from_utf8_lossy(&file.bytes));
        match shelf.get(path) {
            PathEntry::File(file) => text(file),
            PathEntry::Moved(to) => format!("-> {to}"),
            PathEntry::NotFound(page) => {
                page.map_or_else(|| "nothing".into(), |page| format!("no: {}", text(page)))
            }
        }
    }

    #[test]
    fn a_path_leads_to_its_file_and_a_folder_to_its_page() {
        let shelf = Shelf::new();
        assert_eq!(get(&shelf, "/"), "nothing");
        put(
            &shelf,
            "",
            &[("index.html", "home"), ("a b/é/index.html", "page"), ("style.1a.css", "css")],
            &[],
        );
        assert_eq!(get(&shelf, "/"), "index.html home");
        assert_eq!(get(&shelf, "/index.html"), "index.html home");
        assert_eq!(get(&shelf, "/style.1a.css"), "style.1a.css css");
        assert_eq!(get(&shelf, "/a%20b/%C3%A9/"), "a b/é/index.html page");
        assert_eq!(get(&shelf, "/a%20b/%c3%a9/index.html"), "a b/é/index.html page");
        assert_eq!(get(&shelf, "/a%20b/%c3%a9"), "-> /a%20b/%C3%A9/");
        for path in ["", "*", "/a%20b", "/a%20b/", "/style.1a.css/", "//", "/index.html/", "//style.1a.css"] {
            assert_eq!(get(&shelf, path), "nothing", "{path}");
        }
    }

    #[test]
    fn a_removed_file_gets_the_sites_own_404_page() {
        let shelf = Shelf::new();
        put(&shelf, "", &[("a/index.html", "a"), ("404.html", "none")], &[]);
        put(&shelf, "", &[("b/index.html", "b")], &["a/index.html", "never/there.html"]);
        assert_eq!(get(&shelf, "/a/"), "no: 404.html none");
        assert_eq!(get(&shelf, "/a"), "no: 404.html none");
        assert_eq!(get(&shelf, "/b/"), "b/index.html b");
        put(&shelf, "", &[], &["404.html"]);
        assert_eq!(get(&shelf, "/a/"), "nothing");
    }

    #[test]
    fn a_site_in_a_folder_is_served_only_below_it() {
        let shelf = Shelf::new();
        put(
            &shelf,
            "/backs",
            &[("index.html", "home"), ("a/index.html", "a"), ("backs/index.html", "deep")],
            &[],
        );
        assert_eq!(get(&shelf, "/"), "-> /backs/");
        assert_eq!(get(&shelf, "/backs"), "-> /backs/");
        assert_eq!(get(&shelf, "/backs/"), "index.html home");
        assert_eq!(get(&shelf, "/backs/a"), "-> /backs/a/");
        assert_eq!(get(&shelf, "/backs/backs/"), "backs/index.html deep");
        for path in ["/a/", "/index.html", "/backsa/", "/backs//a/"] {
            assert_eq!(get(&shelf, path), "nothing", "{path}");
        }
        put(&shelf, "", &[], &[]);
        assert_eq!(get(&shelf, "/a/"), "a/index.html a");
        assert_eq!(shelf.news().changed, None);
    }

    #[test]
    fn an_update_lists_the_addresses_that_changed_unless_there_are_too_many() {
        let shelf = Shelf::new();
        let held = BTreeSet::from(["c/index.html".to_owned()]);
        shelf.update(Update { base_path: "/backs".into(), ..Update::default() });
        shelf.update(Update {
            put: vec![("index.html".into(), Arc::from(*b"")), ("a b.css".into(), Arc::from(*b""))],
            gone: vec!["old/index.html".into(), "myindex.html".into()],
            base_path: "/backs".into(),
            held,
            edited: Some("/backs/#a".into()),
            ..Update::default()
        });
        let news = shelf.news();
        let changed = ["/backs/", "/backs/a%20b.css", "/backs/old/", "/backs/myindex.html"];
        assert_eq!(news.changed.as_deref(), Some(&changed.map(str::to_owned)[..]));
        assert_eq!((news.version, &*news.held), (2, &["/backs/c/".to_owned()][..]));
        assert_eq!(news.edited.as_deref(), Some("/backs/#a"));
        let many: Vec<String> = (0..=MANY).map(|file| format!("{file}.html")).collect();
        shelf.update(Update { gone: many, base_path: "/backs".into(), ..Update::default() });
        assert_eq!((shelf.news().version, &shelf.news().changed), (3, &None));
    }

    #[test]
    fn a_file_keeps_the_version_in_which_it_last_changed() {
        let shelf = Shelf::new();
        put(&shelf, "", &[("a.css", "a"), ("b.css", "b")], &[]);
        put(&shelf, "", &[("b.css", "c")], &[]);
        let version = |path| match shelf.get(path) {
            PathEntry::File(file) => file.version,
            other => panic!("not a file: {other:?}"),
        };
        assert_eq!((version("/a.css"), version("/b.css")), (1, 2));
        assert_ne!(Shelf::new().start(), shelf.start());
    }

    #[test]
    fn text_files_declare_their_encoding() {
        let of =
            |path: &str| ShelvedFile { path: path.into(), bytes: Arc::from(*b""), version: 0 }.media_type();
        assert_eq!(of("index.html"), "text/html; charset=utf-8");
        assert_eq!(of("style.1a.css"), "text/css; charset=utf-8");
        assert_eq!(of("search.js"), "text/javascript; charset=utf-8");
        assert_eq!(of("feed.xml"), "text/xml; charset=utf-8");
        assert_eq!(of("search.json"), "application/json; charset=utf-8");
        assert_eq!(of("site.webmanifest"), "application/manifest+json");
        assert_eq!(of("robots.txt"), "text/plain; charset=utf-8");
        assert_eq!(of("a.svg"), "image/svg+xml");
        assert_eq!(of("a.webp"), "image/webp");
        assert_eq!(of("a.woff2"), "font/woff2");
        assert_eq!(of("CNAME"), "application/octet-stream");
    }
}
