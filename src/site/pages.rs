//! Pages, their addresses, sections and tags.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::order::Order;
use super::{BAD_SLUG, BAD_TAG, Page, PageId, Section, Tag};
use crate::article::{Article, front_matter};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, FileName};
use crate::slug::{slug, tag};

/// Adds a page for each folder that holds articles but no `index.md`, sorts, and finds the sections.
pub(super) fn build(
    mut pages: Vec<Arc<Page>>,
    config: &Config,
    order: Order,
) -> (Vec<Arc<Page>>, BTreeMap<String, Section>) {
    // Every folder on the way to a page is a section; the topmost is the home page. A folder of tables alone has
    // nothing to say of its own: its rows have their pages elsewhere.
    let mut folders: BTreeMap<String, bool> = BTreeMap::from([(String::new(), false)]);
    for page in &pages {
        let mut folder = page.folder.as_str();
        while !folder.is_empty() && !folders.contains_key(folder) {
            folders.insert(folder.to_owned(), false);
            folder = parent(folder);
        }
    }
    for page in pages.iter().filter(|page| page.is_index) {
        folders.insert(page.folder.clone(), true);
    }
    let without_index = folders.iter().filter(|(_, has_index)| !**has_index);
    pages.extend(without_index.map(|(folder, _)| Arc::new(folder_page(folder, config))).collect::<Vec<_>>());
    pages.sort_by(|a, b| a.file.cmp(&b.file));
    let sections = sections(&pages, order);
    (pages, sections)
}

/// The page that `article` becomes, with what is wrong with its slug and tags.
#[must_use]
pub fn page(article: Arc<Article>) -> (Page, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let path = article.file.strip_prefix("content/").unwrap_or(&article.file);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(".md").unwrap_or(name);
    let is_index = stem == "index";
    let base = folder_url(folder);
    let own = article.front_matter.slug.as_ref();
    let url = if is_index {
        if let Some(given) = own {
            diagnostics.push(Diagnostic::new(
                &BAD_SLUG,
                front_matter::place(&article.file, given),
                "the address of a folder's own page is its folder's name, so `slug` has no effect here",
                "delete `slug`, or rename the folder",
            ));
        }
        base
    } else if let Some(given) = own {
        let good = slug(&given.value);
        if good != given.value || good.is_empty() {
            let help = if good.is_empty() {
                "write lower-case letters and digits".into()
            } else {
                format!("write `{good}`")
            };
            let mut said = Diagnostic::new(
                &BAD_SLUG,
                front_matter::place(&article.file, given),
                match given.value.trim() {
                    "" => "the slug is empty".to_owned(),
                    _ => format!("`{}` cannot be part of an address", given.value),
                },
                help,
            );
            // Of what is more than words, the author may have meant another part.
            let is_words = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
            if !good.is_empty() && given.value.chars().all(is_words) {
                said = said.fix(given.span(), format!("\"{good}\""));
            }
            diagnostics.push(said);
        }
        format!("{base}{}/", if good.is_empty() { "page".into() } else { good })
    } else {
        format!("{base}{}/", segment(stem))
    };
    let page = Page {
        title: article.title.value.clone(),
        file: Arc::clone(&article.file),
        folder: folder.to_owned(),
        tags: tag_slugs(&article, &mut diagnostics),
        article: Some(article),
        url,
        is_index,
    };
    (page, diagnostics)
}

/// The slugs of an article's tags, each once, in the order they are written.
fn tag_slugs(article: &Article, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut slugs: Vec<(String, String)> = Vec::new();
    for name in &article.front_matter.tags {
        let slug = tag(&name.value);
        if slug.is_empty() {
            diagnostics.push(Diagnostic::new(
                &BAD_TAG,
                front_matter::place(&article.file, name),
                match name.value.trim() {
                    "" => "this tag is empty".to_owned(),
                    written => format!("`{written}` has no letter and no digit, so it cannot be a tag"),
                },
                "write a word, or delete it",
            ));
        } else if !slugs.iter().any(|(known, _)| *known == slug) {
            slugs.push((slug, name.value.clone()));
        }
    }
    slugs
}

/// The page of a folder that has no `index.md`.
fn folder_page(folder: &str, config: &Config) -> Page {
    let name = folder.rsplit('/').next().unwrap_or("");
    let mut letters = name.replace(['-', '_'], " ");
    if let Some(first) = letters.get(..1) {
        letters.replace_range(..1, &first.to_uppercase());
    }
    let file: FileName =
        if folder.is_empty() { "content/".into() } else { format!("content/{folder}/").into() };
    Page {
        article: None,
        file,
        title: if folder.is_empty() { config.title.clone() } else { letters },
        url: folder_url(folder),
        folder: folder.to_owned(),
        tags: Vec::new(),
        is_index: true,
    }
}

/// The address of a folder: "a/B c" is "/a/b-c/".
fn folder_url(folder: &str) -> String {
    let mut url = String::from("/");
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        url.push_str(&segment(part));
        url.push('/');
    }
    url
}

/// One part of an address made from a file's or folder's name. A name without a letter or digit keeps its
/// characters' code points, so that no two names meet by chance.
fn segment(name: &str) -> String {
    let slug = slug(name);
    if slug.is_empty() { name.chars().map(|c| format!("{:x}", u32::from(c))).collect() } else { slug }
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn sections(pages: &[Arc<Page>], language: Order) -> BTreeMap<String, Section> {
    let mut sections: BTreeMap<String, Section> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.is_index)
        .map(|(id, page)| {
            let up = (!page.folder.is_empty()).then(|| parent(&page.folder).to_owned());
            let section = Section { page: id, articles: Vec::new(), sections: Vec::new(), parent: up };
            (page.folder.clone(), section)
        })
        .collect();
    for (id, page) in pages.iter().enumerate() {
        if !page.is_index {
            if let Some(section) = sections.get_mut(&page.folder) {
                section.articles.push(id);
            }
        } else if !page.folder.is_empty()
            && let Some(section) = sections.get_mut(parent(&page.folder))
        {
            section.sections.push(id);
        }
    }
    let by_order = |id: &PageId| {
        let page = &pages[*id];
        let order = page.article.as_ref().and_then(|article| article.front_matter.order);
        (order.is_none(), order, language.key(&page.title), page.url.clone())
    };
    for section in sections.values_mut() {
        section.articles.sort_by_cached_key(by_order);
        section.sections.sort_by_cached_key(by_order);
    }
    sections
}

/// Groups pages by tag. Two spellings with one slug are one tag.
pub(super) fn tags(pages: &[Arc<Page>], language: Order) -> BTreeMap<String, Tag> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<(&str, Tag)> = Vec::new();
    for (id, page) in pages.iter().enumerate() {
        for (slug, name) in &page.tags {
            let number = *numbers.entry(slug).or_insert_with(|| {
                let url = format!("/tags/{slug}/");
                found.push((slug, Tag { name: name.clone(), url, pages: Vec::new() }));
                found.len() - 1
            });
            found[number].1.pages.push(id);
        }
    }
    let mut tags: BTreeMap<String, Tag> =
        found.into_iter().map(|(slug, tag)| (slug.to_owned(), tag)).collect();
    // Pages are put in order once, and not once for each tag they bear.
    let mut order: Vec<PageId> = (0..pages.len()).collect();
    order.sort_by_cached_key(|&id| {
        let page = &pages[id];
        (Reverse(page.last_change()), language.key(&page.title), page.url.clone())
    });
    let mut ranks = vec![0; pages.len()];
    for (rank, &id) in order.iter().enumerate() {
        ranks[id] = rank;
    }
    for tag in tags.values_mut() {
        tag.pages.sort_unstable_by_key(|&id| ranks[id]);
    }
    tags
}
