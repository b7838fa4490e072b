//! The values of each kind of page.

use std::sync::Arc;

use tera::{Context, Map, Value};

use super::fill::fill_article;
use super::value::{contents, json, map, spanned_date, titled};
use super::view::{tag_values, title_of};
use super::{Draft, View, rows_read, safe};
use crate::article::FrontMatter;
use crate::article::heading;
use crate::diagnostic::FileName;
use crate::html::{unescape, without_tags};
use crate::route::Target;
use crate::site::rows::{self, RowId};
use crate::site::{Page, PageId, Section, Site};
use crate::table::Kind;

/// A section with more pages than this has no guide: a list of hundreds helps nobody find the way.
const LONGEST_GUIDE: usize = 12;

/// What a page says about itself, before it is a value.
struct Head<'a> {
    kind: &'static str,
    title: String,
    description: String,
    url: &'a str,
    file: &'a FileName,
    front: Option<&'a FrontMatter>,
    breadcrumbs: Vec<Value>,
    /// The folder whose help strip stands on the page.
    folder: &'a str,
}

impl Head<'_> {
    /// The `page` of templates, with every key there is; those that only some pages have are empty.
    fn into_map(self, view: &View) -> Map {
        let site = view.site();
        let front = self.front;
        let own_section =
            site.section_page(self.folder).filter(|page| page.url != self.url && page.url != "/");
        let section =
            own_section.map_or_else(Value::none, |page| titled(&page.title, &site.config.href(&page.url)));
        let authors =
            front.map_or_else(Vec::new, |f| f.authors.iter().map(|a| Value::from(a.as_str())).collect());
        let reviewer = front.and_then(|front| front.reviewer.as_ref()).map_or_else(Value::none, |reviewer| {
            map([("name", reviewer.name.as_str().into()), ("role", reviewer.role.as_str().into())])
        });
        let tags =
            front.map_or_else(Vec::new, |f| tag_values(site, f.tags.iter().map(|tag| tag.value.as_str())));
        let extra = front.map_or_else(
            || Value::from(Map::default()),
            |front| json(&serde_json::to_value(&front.extra).unwrap_or_default(), None),
        );
        let lang = front.and_then(|front| front.lang.as_deref()).unwrap_or(&site.config.language);
        let page = map([
            ("kind", self.kind.into()),
            ("title", self.title.into()),
            ("description", self.description.into()),
            ("url", site.config.href(self.url).into()),
            ("permalink", site.config.permalink(self.url).into()),
            ("lang", lang.into()),
            ("breadcrumbs", Value::from(self.breadcrumbs)),
            ("toc", Value::from(Vec::<Value>::new())),
            ("content", safe("")),
            ("published", spanned_date(front.and_then(|front| front.published.as_ref()))),
            ("updated", spanned_date(front.and_then(|front| front.updated.as_ref()))),
            ("reviewed", spanned_date(front.and_then(|front| front.reviewed.as_ref()))),
            ("review_due", spanned_date(front.and_then(|front| front.review_due.as_ref()))),
            ("authors", Value::from(authors)),
            ("reviewer", reviewer),
            ("tags", Value::from(tags)),
            ("previous", Value::none()),
            ("next", Value::none()),
            ("sources", Value::from(Vec::<Value>::new())),
            ("help", view.help(self.folder)),
            ("section", section),
            ("guide", Value::from(Vec::<Value>::new())),
            ("articles", Value::from(Vec::<Value>::new())),
            ("sections", Value::from(Vec::<Value>::new())),
            ("extra", extra),
            ("path", (&**self.file).into()),
        ]);
        page.into_map().unwrap_or_default()
    }
}

fn draft(template: &str, page: Map, file: &FileName) -> Draft {
    let mut context = Context::new();
    context.insert_value("page", Value::from(page));
    Draft { template: template.to_owned(), context, file: Arc::clone(file), diagnostics: Vec::new() }
}

/// Home, a section or an article.
pub(super) fn article(view: &Arc<View>, id: PageId) -> Draft {
    let site = view.site();
    let page = &site.pages[id];
    let article = page.article.as_ref();
    let front = article.map(|article| &article.front_matter);
    let (kind, usual) = match (page.is_index, page.folder.is_empty()) {
        (true, true) => ("home", "home.html"),
        (true, false) => ("section", "section.html"),
        (false, _) => ("article", "article.html"),
    };
    let head = Head {
        kind,
        title: page.title.clone(),
        description: front.map_or_else(String::new, |front| front.description.clone()),
        url: &page.url,
        file: &page.file,
        front,
        breadcrumbs: breadcrumbs(site, page),
        folder: &page.folder,
    };
    let mut values = head.into_map(view);
    let filled = article.map(|a| fill_article(view, &a.body, &a.file, false)).unwrap_or_default();
    values.insert("content".into(), safe(&filled.html));
    if let Some(article) = article {
        values.insert("toc".into(), contents(&heading::contents(&article.headings)));
    }
    let named = front.map_or_else(Vec::new, |front| {
        front.sources.iter().filter_map(|id| site.rows.find_kind(&id.value, &[Kind::Source])).collect()
    });
    values.insert("sources".into(), sources_used(view, named, &rows_read(&filled.reads)));
    if page.file == site.help_for(&page.folder).map_or_else(|| "".into(), |strip| Arc::clone(&strip.page)) {
        // The page that the strip leads to says it all by itself.
        values.insert("help".into(), Value::none());
    }
    if let Some(section) = site.sections.get(&page.folder) {
        neighbours(view, id, section, &mut values);
        if page.is_index {
            let list = |ids: &[PageId]| {
                Value::from(ids.iter().map(|&id| view.summaries[id].clone()).collect::<Vec<_>>())
            };
            values.insert("articles".into(), list(&section.articles));
            values.insert("sections".into(), list(&section.sections));
        }
    }
    let template = front.and_then(|front| front.template.as_ref()).map(|template| template.value.as_str());
    let template = template.filter(|name| view.templates.contains(name)).unwrap_or(usual);
    let mut draft = draft(template, values, &page.file);
    draft.diagnostics = filled.diagnostics;
    draft
}

/// Previous, next and the guide: the section's pages in reading order, its own first. Home has none.
fn neighbours(view: &View, id: PageId, section: &Section, values: &mut Map) {
    let site = view.site();
    let own = &site.pages[id];
    if own.folder.is_empty() && own.is_index {
        return;
    }
    // At the top, pages stand beside each other without a page of their own to start from.
    let first = (!own.folder.is_empty()).then_some(section.page);
    let at = if first == Some(id) { Some(0) } else { None };
    let offset = usize::from(first.is_some());
    let at = at.or_else(|| section.articles.iter().position(|&other| other == id).map(|at| at + offset));
    let nth = |index: usize| match (index, first) {
        (0, Some(first)) => Some(first),
        _ => section.articles.get(index - offset).copied(),
    };
    let Some(at) = at else { return };
    let link = |id: PageId| titled(&site.pages[id].title, &site.config.href(&site.pages[id].url));
    if let Some(previous) = at.checked_sub(1).and_then(nth) {
        values.insert("previous".into(), link(previous));
    }
    if let Some(next) = nth(at + 1) {
        values.insert("next".into(), link(next));
    }
    let count = section.articles.len() + offset;
    if first.is_some() && (2..=LONGEST_GUIDE).contains(&count) {
        let guide: Vec<Value> = (0..count)
            .filter_map(nth)
            .map(|other| {
                let page = &site.pages[other];
                map([
                    ("title", page.title.as_str().into()),
                    ("url", site.config.href(&page.url).into()),
                    ("current", (other == id).into()),
                ])
            })
            .collect();
        values.insert("guide".into(), Value::from(guide));
    }
}

/// Home and the sections above a page.
fn breadcrumbs(site: &Site, page: &Page) -> Vec<Value> {
    let mut trail = Vec::new();
    let mut folder = if page.is_index {
        site.sections.get(&page.folder).and_then(|section| section.parent.as_deref())
    } else {
        Some(page.folder.as_str())
    };
    while let Some(name) = folder {
        let Some(section) = site.sections.get(name) else { break };
        let above = &site.pages[section.page];
        let title = if name.is_empty() { "Home" } else { &above.title };
        trail.push(titled(title, &site.config.href(&above.url)));
        folder = section.parent.as_deref();
    }
    trail.reverse();
    trail
}

fn home(site: &Site) -> Value {
    titled("Home", &site.config.href("/"))
}

/// The `named` sources, then those of the rows shown, each once.
fn sources_used(view: &View, named: Vec<RowId>, shown: &[RowId]) -> Value {
    let rows = &view.site().rows;
    let mut used: Vec<RowId> = Vec::new();
    let of_rows = shown.iter().flat_map(|&id| {
        let own = (rows.row(id).kind() == Kind::Source).then_some(id);
        let named =
            rows.sources_of(id).into_iter().filter_map(|id| rows.find_kind(&id.value, &[Kind::Source]));
        own.into_iter().chain(named).collect::<Vec<_>>()
    });
    for id in named.into_iter().chain(of_rows) {
        if !used.contains(&id) {
            used.push(id);
        }
    }
    Value::from(used.into_iter().map(|id| view.row(id)).collect::<Vec<_>>())
}

/// An exercise or a remedy.
pub(super) fn row(view: &Arc<View>, id: RowId) -> Draft {
    let site = view.site();
    let row = site.rows.row(id);
    let (key, list, kind) = match row.kind() {
        Kind::Exercise => ("exercise", Target::Rows(Kind::Exercise), "exercise"),
        _ => ("remedy", Target::Rows(Kind::Remedy), "remedy"),
    };
    let url = rows::url(row).unwrap_or_default();
    let list_url = if row.kind() == Kind::Exercise { "/exercises/" } else { "/remedies/" };
    let value = view.row(id);
    let summary =
        value.get_from_path("summary").and_then(Value::as_str).map(without_tags).unwrap_or_default();
    let head = Head {
        kind,
        title: row.name().value.clone(),
        description: unescape(&summary),
        url: &url,
        file: row.file(),
        front: None,
        breadcrumbs: vec![home(site), titled(&title_of(site, &list), &site.config.href(list_url))],
        folder: row.folder(),
    };
    let mut page = head.into_map(view);
    page.insert("sources".into(), sources_used(view, Vec::new(), &[id]));
    // A row is dated by its folder's own page. Who reviewed that page did not thereby review each row.
    if let Some(front) =
        site.section_page(row.folder()).and_then(|p| p.article.as_ref()).map(|a| &a.front_matter)
    {
        page.insert("updated".into(), spanned_date(front.updated.as_ref()));
        page.insert("review_due".into(), spanned_date(front.review_due.as_ref()));
    }
    let link = |id: RowId| {
        let row = site.rows.row(id);
        titled(&row.name().value, &site.config.href(&rows::url(row).unwrap_or_default()))
    };
    let (previous, next) = site.rows.neighbours(id);
    if let Some(previous) = previous {
        page.insert("previous".into(), link(previous));
    }
    if let Some(next) = next {
        page.insert("next".into(), link(next));
    }
    let mut draft = draft(&format!("{key}.html"), page, row.file());
    draft.context.insert_value(key, value);
    draft
}

/// A page that no file is made into.
fn listing(
    view: &Arc<View>,
    kind: &'static str,
    target: &Target,
    url: &str,
    description: String,
    above: Vec<Value>,
) -> Map {
    let site = view.site();
    let file: FileName = "site.toml".into();
    Head {
        kind,
        title: title_of(site, target),
        description,
        url,
        file: &file,
        front: None,
        breadcrumbs: above,
        folder: "",
    }
    .into_map(view)
}

/// All exercises or remedies from A to Z.
pub(super) fn rows(view: &Arc<View>, kind: Kind) -> Draft {
    let site = view.site();
    let (word, url, description) = match kind {
        Kind::Exercise => ("exercises", "/exercises/", "Every exercise on this site, from A to Z."),
        _ => ("remedies", "/remedies/", "Every remedy on this site, from A to Z."),
    };
    let mut page = listing(view, word, &Target::Rows(kind), url, description.into(), vec![home(site)]);
    let order = site.rows.alphabetical(kind);
    // Where all of them belong to one topic, its danger signs stand here too.
    let mut folders: Vec<&str> = order.iter().map(|&id| site.rows.row(id).folder()).collect();
    folders.dedup();
    if let [folder] = folders.as_slice() {
        page.insert("help".into(), view.help(folder));
    }
    let mut letters: Vec<(String, Vec<Value>)> = Vec::new();
    for &id in order {
        let first = site.rows.row(id).name().value.chars().next().unwrap_or('#');
        let letter = if first.is_alphabetic() { first.to_uppercase().collect() } else { "#".to_owned() };
        match letters.last_mut() {
            Some((last, rows)) if *last == letter => rows.push(view.row(id)),
            _ => letters.push((letter, vec![view.row(id)])),
        }
    }
    let letters: Vec<Value> = letters
        .into_iter()
        .map(|(letter, rows)| map([("letter", letter.into()), ("rows", Value::from(rows))]))
        .collect();
    let mut draft = draft(&format!("{word}.html"), page, &"site.toml".into());
    draft.context.insert_value("letters", Value::from(letters));
    draft
}

/// All exercises by topic, to tick for a programme.
pub(super) fn programme(view: &Arc<View>) -> Draft {
    let site = view.site();
    let description = "Tick exercises, set how much of each to do, and print them or keep them as a link.";
    let target = Target::Programme;
    let mut page = listing(view, "programme", &target, "/programme/", description.into(), vec![home(site)]);
    let mut topics: Vec<(&str, Vec<RowId>)> = Vec::new();
    for id in site.rows.of(Kind::Exercise) {
        let folder = site.rows.row(id).folder();
        match topics.iter_mut().find(|(topic, _)| *topic == folder) {
            Some((_, rows)) => rows.push(id),
            None => topics.push((folder, vec![id])),
        }
    }
    if let [(folder, _)] = topics.as_slice() {
        page.insert("help".into(), view.help(folder));
    }
    let topics: Vec<Value> = topics
        .into_iter()
        .map(|(folder, rows)| {
            let own = site.section_page(folder);
            map([
                ("title", own.map_or("", |page| page.title.as_str()).into()),
                ("url", own.map_or_else(Value::none, |page| site.config.href(&page.url).into())),
                ("help", view.help(folder)),
                ("rows", Value::from(rows.into_iter().map(|id| view.row(id)).collect::<Vec<_>>())),
            ])
        })
        .collect();
    let mut draft = draft("programme.html", page, &"site.toml".into());
    draft.context.insert_value("topics", Value::from(topics));
    draft
}

/// All tags.
pub(super) fn tags(view: &Arc<View>) -> Draft {
    let site = view.site();
    let description = "Every topic on this site, with the pages about it.".to_owned();
    let page = listing(view, "tags", &Target::Tags, "/tags/", description, vec![home(site)]);
    let tags: Vec<Value> = site
        .tags
        .values()
        .map(|tag| {
            map([
                ("name", tag.name.as_str().into()),
                ("url", site.config.href(&tag.url).into()),
                ("count", Value::from(tag.pages.len())),
            ])
        })
        .collect();
    let mut draft = draft("tags.html", page, &"site.toml".into());
    draft.context.insert_value("tags", Value::from(tags));
    draft
}

/// One tag.
pub(super) fn tag(view: &Arc<View>, slug: &str) -> Draft {
    let site = view.site();
    let target = Target::Tag(slug.to_owned());
    let (name, url, pages) = match site.tags.get(slug) {
        Some(tag) => (tag.name.as_str(), tag.url.as_str(), tag.pages.as_slice()),
        None => ("", "/tags/", &[][..]),
    };
    let above = vec![home(site), titled(&title_of(site, &Target::Tags), &site.config.href("/tags/"))];
    let mut page = listing(view, "tag", &target, url, format!("Pages about {name}."), above);
    let articles: Vec<Value> = pages.iter().map(|&id| view.summaries[id].clone()).collect();
    page.insert("articles".into(), Value::from(articles));
    let mut draft = draft("tag.html", page, &"site.toml".into());
    draft.context.insert_value("tag", map([("name", name.into()), ("url", site.config.href(url).into())]));
    draft
}

/// All sources.
pub(super) fn sources(view: &Arc<View>) -> Draft {
    let site = view.site();
    let description = "The guidelines, studies and pages that this site rests on.".to_owned();
    let page = listing(view, "sources", &Target::Sources, "/sources/", description, vec![home(site)]);
    let sources: Vec<Value> = site.rows.alphabetical(Kind::Source).iter().map(|&id| view.row(id)).collect();
    let mut draft = draft("sources.html", page, &"site.toml".into());
    draft.context.insert_value("sources", Value::from(sources));
    draft
}

/// The page for addresses that do not exist.
pub(super) fn not_found(view: &Arc<View>) -> Draft {
    let page =
        listing(view, "not-found", &Target::NotFound, "/404.html", String::new(), vec![home(view.site())]);
    draft("404.html", page, &"site.toml".into())
}

/// A former address.
pub(super) fn redirect(view: &Arc<View>, id: PageId, url: &str) -> Draft {
    let site = view.site();
    let page = &site.pages[id];
    let values = listing(view, "redirect", &Target::Redirect(id), url, String::new(), Vec::new());
    let mut draft = draft("redirect.html", values, &page.file);
    let target = map([
        ("url", site.config.href(&page.url).into()),
        ("permalink", site.config.permalink(&page.url).into()),
    ]);
    draft.context.insert_value("target", target);
    draft
}
