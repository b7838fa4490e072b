//! Reads published pages as a browser would, with a small scanner of its own, so that the code under test does not
//! test itself.

use std::collections::{BTreeMap, BTreeSet};

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
        for (name, wanted) in closings(&self.html) {
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
    let mut found: Vec<Element> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if let Some(last) = found.last_mut() {
            last.text.push_str(&decoded(&rest[..at]));
        }
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = tag(rest);
        rest = after;
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        if name.is_empty() {
            // The text after an end tag belongs to no element, but must not be lost.
            found.push(Element { name: String::new(), attributes: BTreeMap::new(), text: String::new() });
            continue;
        }
        let attributes = attributes(&tag[name.len()..]);
        let mut element = Element { name: name.to_lowercase(), attributes, text: String::new() };
        if matches!(element.name.as_str(), "script" | "style") {
            let end = format!("</{}", element.name);
            let (inner, after) = rest.split_at(rest.find(&end).unwrap_or(rest.len()));
            element.text = inner.to_owned();
            rest = after;
        }
        found.push(element);
    }
    found
}

/// The inside of the tag that `rest` starts with, and what follows it. Quotes may contain `>`.
fn tag(rest: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, character) in rest.char_indices() {
        match (quote, character) {
            (None, '>') => return (&rest[..at], &rest[at + 1..]),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    (rest, "")
}

fn attributes(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && rest != "/" {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
        }
        let before = found.insert(name.clone(), decoded(value));
        assert!(before.is_none(), "the attribute `{name}` occurs twice in `{text}`");
        rest = rest.trim_start();
    }
    found
}

fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or_else(|| panic!("a bare `&` in `{text}`"));
        decoded.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#39" | "#x27" | "apos" => "'",
            "#x2F" => "/",
            "nbsp" => "\u{a0}",
            other => panic!("the entity `&{other};` in `{text}`"),
        });
        rest = tail;
    }
    decoded + rest
}

/// How many more times each element is opened than closed.
fn closings(html: &str) -> BTreeMap<String, i64> {
    const VOID: [&str; 13] =
        ["meta", "link", "img", "br", "hr", "input", "path", "circle", "use", "wbr", "source", "col", "area"];
    let mut count = BTreeMap::new();
    for element in elements(html) {
        if !element.name.is_empty() && !VOID.contains(&element.name.as_str()) {
            *count.entry(element.name).or_insert(0) += 1;
        }
    }
    let names: Vec<String> = count.keys().cloned().collect();
    for name in names {
        let closed = html.matches(&format!("</{name}>")).count();
        *count.entry(name).or_insert(0) -= i64::try_from(closed).unwrap_or(i64::MAX);
    }
    count
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
