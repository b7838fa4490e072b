//! Reads published pages as a browser would, with `html5gum`, which follows the specification of HTML: what `balm::html` reads
//! wrongly on a page would be overlooked here as well, if tests used it.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::harness::Tree;

/// One start tag.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// Its attributes, decoded.
    pub(crate) attributes: BTreeMap<String, String>,
    /// The text up to the next tag, decoded.
    pub(crate) text: String,
}

/// A published page.
#[derive(Debug)]
pub(crate) struct Page {
    /// Its path in the output folder.
    pub(crate) path: String,
    /// Its HTML.
    pub(crate) html: String,
    /// Its elements in order.
    pub(crate) elements: Vec<Element>,
}

impl Page {
    /// Every page of a site.
    pub(crate) fn all(tree: &Tree) -> Vec<Page> {
        let pages = tree.iter().filter(|(path, _)| path.ends_with(".html"));
        pages
            .map(|(path, bytes)| {
                let html = String::from_utf8(bytes.clone()).expect("a page is text");
                Page { path: path.clone(), elements: elements(&html), html }
            })
            .collect()
    }

    /// The elements called `name`.
    pub(crate) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// Whether it redirects to a different page.
    pub(crate) fn is_redirect(&self) -> bool {
        self.named("meta").any(|meta| meta.get("http-equiv") == Some("refresh"))
    }

    /// Its text without tags, with single spaces.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for element in &self.elements {
            if !matches!(element.name.as_str(), "script" | "style") {
                text.push_str(&element.text);
                text.push(' ');
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The address of its file: "/a/b/".
    pub(crate) fn url(&self) -> String {
        format!("/{}", self.path.strip_suffix("index.html").unwrap_or(&self.path))
    }

    /// Its ids in order.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.elements.iter().filter_map(|element| element.get("id")).collect()
    }

    /// Fails unless it has what every page must have.
    pub(crate) fn assert_whole(&self) {
        let path = &self.path;
        let of = |name: &'static str| self.named(name).collect::<Vec<_>>();
        assert!(
            self.html.starts_with("<!doctype html>"),
            "{path}: {}",
            &self.html[..40.min(self.html.len())]
        );
        assert_eq!(of("h1").len(), 1, "{path}: one h1");
        assert_eq!(of("title").len(), 1, "{path}: one title");
        assert!(!of("title")[0].text.trim().is_empty(), "{path}: the title is empty");
        assert!(of("html")[0].get("lang").is_some_and(|lang| !lang.is_empty()), "{path}: no lang");
        assert_eq!(of("main").len(), 1, "{path}: one main");
        let canonical = of("link").into_iter().filter(|link| link.get("rel") == Some("canonical")).count();
        assert_eq!(canonical, usize::from(path != "404.html"), "{path}: one canonical address");
        let ids = self.ids();
        let different: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(ids.len(), different.len(), "{path}: an id occurs twice in {ids:?}");
        for image in self.named("img") {
            assert!(image.get("alt").is_some(), "{path}: a picture without alt");
        }
        // Headings do not skip a level on the way down.
        let mut last = 1;
        for element in &self.elements {
            let Some(level) = element.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok())
            else {
                continue;
            };
            assert!(level <= last + 1, "{path}: h{level} `{}` after h{last}", element.text.trim());
            last = level;
        }
        let scan = read(&self.html);
        assert_eq!(scan.errors, Vec::<String>::new(), "{path}");
        for (name, wanted) in scan.open {
            assert_eq!(wanted, 0, "{path}: `{name}` is not closed as often as opened");
        }
    }
}

impl Element {
    /// The value of the attribute `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// The start tags of `html`.
pub(crate) fn elements(html: &str) -> Vec<Element> {
    read(html).elements
}

/// What a reader of HTML makes of a text.
#[derive(Default)]
struct Scan {
    elements: Vec<Element>,
    /// What is wrong by the specification of HTML.
    errors: Vec<String>,
    /// How many more times each element is opened than closed.
    open: BTreeMap<String, i64>,
}

fn read(html: &str) -> Scan {
    // Elements without an end tag, those of drawings among them.
    const VOID: [&str; 13] =
        ["meta", "link", "img", "br", "hr", "input", "path", "circle", "use", "wbr", "source", "col", "area"];
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut scan = Scan::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                if !tag.self_closing && !VOID.contains(&name.as_str()) {
                    *scan.open.entry(name.clone()).or_default() += 1;
                }
                let attributes =
                    tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
                scan.elements.push(Element { name, attributes, text: String::new() });
            }
            Token::EndTag(tag) => {
                *scan.open.entry(text(&tag.name)).or_default() -= 1;
                // The text after an end tag belongs to no element, but must not be lost.
                let (name, attributes) = (String::new(), BTreeMap::new());
                scan.elements.push(Element { name, attributes, text: String::new() });
            }
            Token::String(words) => {
                if let Some(last) = scan.elements.last_mut() {
                    last.text.push_str(&text(&words));
                }
            }
            Token::Error(error) => scan.errors.push(error.to_string()),
            Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    scan
}

/// Every internal address on the pages of `tree` that leads to no output or to no anchor. `base` is the site's
/// full address without a slash at the end.
pub(crate) fn dead_links(tree: &Tree, base: &str) -> Vec<String> {
    let pages = Page::all(tree);
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|page| (page.path.as_str(), page.ids().into_iter().collect())).collect();
    let folder = base.splitn(4, '/').nth(3).map_or_else(String::new, |folder| format!("/{folder}"));
    let mut dead = Vec::new();
    for page in &pages {
        for element in &page.elements {
            for name in ["href", "src", "poster", "action"] {
                let Some(address) = element.get(name) else { continue };
                if let Some(why) = why_dead(address, page, tree, &ids, base, &folder) {
                    dead.push(format!("{}: {name}=\"{address}\" {why}", page.path));
                }
            }
        }
    }
    dead
}

fn why_dead(
    address: &str,
    page: &Page,
    tree: &Tree,
    ids: &BTreeMap<&str, BTreeSet<&str>>,
    base: &str,
    folder: &str,
) -> Option<String> {
    let inside = address.strip_prefix(base).map(|rest| format!("{folder}{rest}"));
    let address = inside.as_deref().unwrap_or(address);
    if address.is_empty() || address == "#" {
        return Some("is empty".into());
    }
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("");
    if let Some((scheme, _)) = scheme.split_once(':') {
        let fine = matches!(scheme, "https" | "http" | "mailto" | "tel");
        return (!fine).then(|| format!("has the scheme `{scheme}`"));
    }
    if address.starts_with("//") {
        return None;
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let path = path.split('?').next().unwrap_or("");
    let output = if path.is_empty() {
        page.path.clone()
    } else {
        let Some(below) = path.strip_prefix(folder).and_then(|path| path.strip_prefix('/')) else {
            return Some("is not below the site's address".into());
        };
        let below = percent_decoded(below);
        if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below }
    };
    if !tree.contains_key(&output) {
        return Some(format!("leads to `{output}`, which is not published"));
    }
    let fragment = percent_decoded(fragment);
    if !fragment.is_empty() && !ids.get(output.as_str()).is_some_and(|ids| ids.contains(fragment.as_str())) {
        return Some(format!("`{output}` has no such anchor"));
    }
    None
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits: Vec<u8> = rest.by_ref().take(2).collect();
        let digits = String::from_utf8(digits).expect("digits follow a percent sign");
        bytes.push(u8::from_str_radix(&digits, 16).expect("digits follow a percent sign"));
    }
    String::from_utf8(bytes).expect("an address is UTF-8")
}
