//! Home, a folder's own page or an article.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use tera::Value;

use super::{Made, Maker};
use crate::article::{front_matter, heading};
use crate::asset::Assets;
use crate::diagnostic::{FileName, Place};
use crate::origin;
use crate::render::head::{Head, home, link, rows_of, sources_used};
use crate::render::linked_data::{Contents, PageType, json_ld};
use crate::render::value::{MapEntries, contents, map};
use crate::render::{Draft, Filled, Reader, Titled, fill_article, safe};
use crate::route::{AddressOwner, CountedAs, Facts, Medium, OutputKind, Planner, Route, Target};
use crate::site::{Page, Site};
use crate::table::{self, Source};

#[derive(Debug)]
pub(super) struct ArticlePage;

impl OutputKind for ArticlePage {
    fn facts(&self) -> Facts {
        Facts {
            medium: Medium::Page,
            in_sitemap: true,
            counts_as: CountedAs::Article,
            claim: AddressOwner::Author,
            templates: &["home.html", "section.html", "article.html"],
            is_slow: false,
            shared_address: None,
        }
    }

    fn plan(&self, site: &Site, _: &Assets, planner: &mut Planner) {
        for page in &site.pages {
            let slug = page.article.as_ref().and_then(|article| article.front_matter.slug.as_ref());
            let place = slug
                .map_or_else(|| Place::start_of(&page.file), |slug| front_matter::place(&page.file, slug));
            planner.add(&page.url, Target::Page(Arc::clone(&page.file)), place);
        }
    }

    fn title<'a>(&self, site: &'a Site, target: &'a Target) -> Cow<'a, str> {
        super::title_of_page(site, target)
    }
}

impl Maker for ArticlePage {
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made> {
        let Target::Page(file) = &route.target else { return None };
        draft(reader, file).map(Made::Draft)
    }
}

/// Home, a section or an article.
fn draft(reader: &Rc<Reader>, file: &FileName) -> Option<Draft> {
    let page = reader.page(file)?;
    let front = page.article.as_ref().map(|article| &article.front_matter);
    let (kind, usual, page_type) = match (page.is_index, page.folder.is_empty()) {
        (true, true) => ("home", "home.html", "WebPage"),
        (true, false) => ("section", "section.html", "CollectionPage"),
        (false, _) => ("article", "article.html", "WebPage"),
    };
    let page_type = PageType::ByContents(page_type);
    let article = page.article.as_ref();
    let filled = article.map(|a| fill_article(reader, &a.body, &a.file, false)).unwrap_or_default();
    let head = Head {
        kind,
        page_type,
        title: page.title.clone(),
        description: front.map_or_else(String::new, |front| front.description().to_owned()),
        url: &page.url,
        file: &page.file,
        front,
        lang: front.and_then(|front| front.lang.as_ref()),
        breadcrumbs: breadcrumbs(reader, page),
        tags: &page.tags,
        folder: &page.folder,
        others: other_topics(reader, page, &filled),
    };
    let mut values = head.to_map(reader);
    if let Some(article) = article.filter(|_| reader.level().values) {
        let mut written = vec![("title", article.title.span())];
        let description = article.front_matter.description.as_ref();
        written.extend(description.map(|description| ("description", description.span())));
        for (key, span) in written {
            let place = Place::new(&article.file, span);
            if let Some(marked) = values.get(key).map(|value| reader.mark_text(value, &place)) {
                values.insert(key, marked);
            }
        }
    }
    let [opening, text, notes] = filled.parts();
    values.insert("content", safe(&filled.html));
    values.insert("opening", safe(opening));
    values.insert("text", safe(text));
    values.insert("notes", safe(notes));
    if let Some(article) = article {
        if let Some(own) = article.title_id.as_ref().filter(|title| title.is_own) {
            values.insert("title_id", own.id.as_str().into());
        }
        values.insert("toc", contents(&heading::contents(&article.headings), head.lang(reader.config())));
    }
    let named = front.map_or_else(Vec::new, |front| {
        front.sources.iter().filter_map(|id| reader.find_row_as::<Source>(&id.value)).collect()
    });
    let sources = sources_used(reader, named, &filled.rows);
    values.insert("sources", rows_of(reader, &sources));
    let html = match reader.marks() {
        Some(_) => origin::bare(&filled.html),
        None => Cow::Borrowed(&*filled.html),
    };
    let contents = Contents { html: &html, shown: &filled.rows, sources: &sources, ..Contents::default() };
    values.insert("json_ld", safe(&json_ld(reader, &head, &contents)));
    neighbours(reader, file, &mut values);
    if page.is_index {
        let (articles, sections) = reader.listing(&page.folder);
        values.insert("articles", Value::from(articles));
        values.insert("sections", Value::from(sections));
    }
    let template = front.and_then(|front| front.template.as_ref()).map(|template| template.value.as_str());
    let template = template.filter(|name| reader.has_template(name)).unwrap_or(usual);
    let mut draft = Draft::of_page(template, values, &page.file);
    draft.diagnostics = filled.diagnostics;
    draft.rows = filled.rows;
    draft.shown = filled.shown;
    Some(draft)
}

/// The folders of other topics of which `page` shows rows, or which it lists. One whose danger signs are in its card is left out.
fn other_topics<'a>(reader: &'a Reader, page: &'a Page, filled: &Filled) -> Vec<&'a str> {
    let rows = filled.shown.iter().map(|&(id, _)| reader.row_fields(id));
    let rows = rows.filter(|row| !row.is::<Source>()).map(table::Row::folder);
    let listed = if page.is_index { reader.folders_in(&page.folder) } else { Vec::new() };
    let topics: BTreeSet<&str> = rows.chain(listed).filter(|topic| *topic != page.folder).collect();
    if topics.is_empty() {
        return Vec::new();
    }
    let html = origin::bare(&filled.html);
    let is_told =
        |topic: &str| page.article.as_ref().is_some_and(|article| reader.tells_signs(article, topic, &html));
    topics.into_iter().filter(|topic| !is_told(topic)).collect()
}

/// Previous, next and the guide: the folder's pages in reading order, its own first.
fn neighbours(reader: &Reader, file: &FileName, values: &mut MapEntries) {
    let neighbours = reader.neighbours(file);
    if let Some(previous) = neighbours.previous {
        values.insert("previous", link(reader, previous));
    }
    if let Some(next) = neighbours.next {
        values.insert("next", link(reader, next));
    }
    let guide = neighbours.guide.iter().map(|(page, of)| {
        let config = reader.config();
        map([
            ("title", page.title.into()),
            ("url", config.href(page.url).into()),
            ("lang_attrs", safe(&page.lang_attrs(config))),
            ("current", (of == file).into()),
        ])
    });
    values.insert("guide", Value::from(guide.collect::<Vec<_>>()));
}

/// Home and the folders above a page.
fn breadcrumbs<'a>(reader: &'a Reader, page: &Page) -> Vec<Titled<'a>> {
    if page.url == "/" {
        return Vec::new();
    }
    let above = match page.folder.rsplit_once('/') {
        _ if !page.is_index => page.folder.as_str(),
        Some((above, _)) => above,
        None => "",
    };
    let ends = above.match_indices('/').map(|(slash, _)| slash).chain([above.len()]);
    let folders = ends.map(|end| &above[..end]).filter(|folder| !folder.is_empty());
    std::iter::once(home(reader)).chain(folders.filter_map(|folder| reader.section(folder))).collect()
}
