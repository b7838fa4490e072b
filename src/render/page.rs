//! The values of each kind of page.

use std::rc::Rc;
use std::sync::Arc;

use tera::{Context, Map, Value};

use super::fill::fill_article;
use super::linked_data::{Contents, json_ld};
use super::reader::{Reader, Titled};
use super::value::{contents, date, json, map, spanned_date, titled};
use super::view::fixed_title;
use super::{Draft, safe};
use crate::article::FrontMatter;
use crate::article::heading;
use crate::config::Config;
use crate::data::Date;
use crate::diagnostic::FileName;
use crate::html::{decode, without_tags};
use crate::language::Language;
use crate::route::Target;
use crate::site::rows::{self, RowId};
use crate::site::{Page, alphabet};
use crate::table::Kind;

/// What a page says about itself, before it is a value.
pub(super) struct Head<'a> {
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) url: &'a str,
    pub(super) file: &'a FileName,
    pub(super) front: Option<&'a FrontMatter>,
    /// The language of the page, where it is not the site's.
    pub(super) lang: Option<&'a Language>,
    /// From home to the parent.
    pub(super) breadcrumbs: Vec<Titled<'a>>,
    /// The slugs and words of its tags.
    tags: &'a [(String, String)],
    /// The folder whose help strip stands on the page; not on the one that the strip leads to, which says it
    /// all by itself.
    pub(super) folder: &'a str,
}

impl<'a> Head<'a> {
    /// The language of the page.
    pub(super) fn lang<'b>(&self, config: &'b Config) -> &'b Language
    where
        'a: 'b,
    {
        self.lang.unwrap_or(&config.language)
    }

    /// The `page` of templates, with every key there is; those that only some pages have are empty.
    fn to_map(&self, reader: &Reader) -> Map {
        let front = self.front;
        let section = reader.section(self.folder).filter(|page| page.url != self.url && page.url != "/");
        let section = section.map_or_else(Value::none, |page| link(reader, page));
        let authors =
            front.map_or_else(Vec::new, |f| f.authors.iter().map(|a| Value::from(a.as_str())).collect());
        let reviewer = front.and_then(|front| front.reviewer.as_ref()).map_or_else(Value::none, |reviewer| {
            map([("name", reviewer.name.as_str().into()), ("role", reviewer.role.as_str().into())])
        });
        let tags: Vec<Value> = self.tags.iter().filter_map(|(slug, _)| reader.tag(slug)).collect();
        let help = reader.help(self.folder).filter(|(_, page)| *page != self.file);
        let config = reader.config();
        let extra = front.map_or_else(
            || Value::from(Map::default()),
            |front| json(&serde_json::to_value(&front.extra).unwrap_or_default(), None),
        );
        let breadcrumbs: Vec<Value> = self.breadcrumbs.iter().map(|&page| link(reader, page)).collect();
        let page = map([
            ("kind", self.kind.into()),
            ("title", self.title.as_str().into()),
            ("description", self.description.as_str().into()),
            ("url", config.href(self.url).into()),
            ("permalink", config.permalink(self.url).into()),
            ("lang", self.lang(config).as_str().into()),
            ("dir", if self.lang(config).is_rtl() { "rtl" } else { "ltr" }.into()),
            ("frame_attrs", safe(&config.language.attributes_in(self.lang(config)))),
            ("breadcrumbs", Value::from(breadcrumbs)),
            ("toc", Value::from(Vec::<Value>::new())),
            ("content", safe("")),
            ("opening", safe("")),
            ("text", safe("")),
            ("notes", safe("")),
            ("json_ld", safe("")),
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
            ("help", help.map_or_else(Value::none, |(help, _)| help)),
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
    let template = template.to_owned();
    let file = Arc::clone(file);
    Draft { template, context, file, diagnostics: Vec::new(), rows: Vec::new(), shown: Vec::new() }
}

/// A page's title with the address to link to.
fn link(reader: &Reader, page: Titled<'_>) -> Value {
    let config = reader.config();
    titled(page.title, &config.href(page.url), &page.lang_attrs(config))
}

/// Home, a section or an article.
pub(super) fn article(reader: &Rc<Reader>, file: &FileName) -> Option<Draft> {
    let page = reader.page(file)?;
    let front = page.article.as_ref().map(|article| &article.front_matter);
    let (kind, usual) = match (page.is_index, page.folder.is_empty()) {
        (true, true) => ("home", "home.html"),
        (true, false) => ("section", "section.html"),
        (false, _) => ("article", "article.html"),
    };
    let head = Head {
        kind,
        title: page.title.clone(),
        description: front.map_or_else(String::new, |front| front.description().to_owned()),
        url: &page.url,
        file: &page.file,
        front,
        lang: front.and_then(|front| front.lang.as_ref()),
        breadcrumbs: breadcrumbs(reader, page),
        tags: &page.tags,
        folder: &page.folder,
    };
    let mut values = head.to_map(reader);
    let article = page.article.as_ref();
    let filled = article.map(|a| fill_article(reader, &a.body, &a.file, false)).unwrap_or_default();
    let [opening, text, notes] = filled.parts();
    values.insert("content".into(), safe(&filled.html));
    values.insert("opening".into(), safe(opening));
    values.insert("text".into(), safe(text));
    values.insert("notes".into(), safe(notes));
    if let Some(article) = article {
        values.insert("toc".into(), contents(&heading::contents(&article.headings)));
    }
    let named = front.map_or_else(Vec::new, |front| {
        front.sources.iter().filter_map(|id| reader.find_row(&id.value, &[Kind::Source])).collect()
    });
    let sources = sources_used(reader, named, &filled.rows);
    values.insert("sources".into(), rows_of(reader, &sources));
    let contents =
        Contents { html: &filled.html, shown: &filled.rows, sources: &sources, ..Contents::default() };
    values.insert("json_ld".into(), safe(&json_ld(reader, &head, &contents)));
    neighbours(reader, file, &mut values);
    if page.is_index {
        let (articles, sections) = reader.listing(&page.folder);
        values.insert("articles".into(), Value::from(articles));
        values.insert("sections".into(), Value::from(sections));
    }
    let template = front.and_then(|front| front.template.as_ref()).map(|template| template.value.as_str());
    let template = template.filter(|name| reader.has_template(name)).unwrap_or(usual);
    let mut draft = draft(template, values, &page.file);
    draft.diagnostics = filled.diagnostics;
    draft.rows = filled.rows;
    draft.shown = filled.shown;
    Some(draft)
}

/// Previous, next and the guide: the folder's pages in reading order, its own first.
fn neighbours(reader: &Reader, file: &FileName, values: &mut Map) {
    let beside = reader.beside(file);
    if let Some(previous) = beside.previous {
        values.insert("previous".into(), link(reader, previous));
    }
    if let Some(next) = beside.next {
        values.insert("next".into(), link(reader, next));
    }
    let guide = beside.guide.iter().map(|(page, of)| {
        let config = reader.config();
        map([
            ("title", page.title.into()),
            ("url", config.href(page.url).into()),
            ("lang_attrs", safe(&page.lang_attrs(config))),
            ("current", (of == file).into()),
        ])
    });
    values.insert("guide".into(), Value::from(guide.collect::<Vec<_>>()));
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
    std::iter::once(HOME).chain(folders.filter_map(|folder| reader.section(folder))).collect()
}

const HOME: Titled<'_> = Titled::new("Home", "/");

/// The `named` sources, then those of the rows shown, each once.
fn sources_used(reader: &Reader, named: Vec<RowId>, shown: &[RowId]) -> Vec<RowId> {
    let mut used: Vec<RowId> = Vec::new();
    let of_rows = shown.iter().flat_map(|&id| {
        let own = (reader.row_text(id).row.kind() == Kind::Source).then_some(id);
        own.into_iter().chain(reader.sources_of(id))
    });
    for id in named.into_iter().chain(of_rows) {
        if !used.contains(&id) {
            used.push(id);
        }
    }
    used
}

fn rows_of(reader: &Reader, ids: &[RowId]) -> Value {
    Value::from(ids.iter().map(|&id| reader.row(id)).collect::<Vec<_>>())
}

/// An exercise or a remedy.
pub(super) fn row(reader: &Rc<Reader>, id: &str) -> Option<Draft> {
    let id = reader.find_row(id, &[Kind::Exercise, Kind::Remedy])?;
    let row = &reader.row_text(id).row;
    let (key, list, list_url) = match row.kind() {
        Kind::Exercise => ("exercise", Target::Rows(Kind::Exercise), "/exercises/"),
        _ => ("remedy", Target::Rows(Kind::Remedy), "/remedies/"),
    };
    let url = rows::url(row).unwrap_or_default();
    let value = reader.row(id);
    let summary =
        value.get_from_path("summary").and_then(Value::as_str).map(without_tags).unwrap_or_default();
    let list = Titled::new(fixed_title(&list), list_url);
    let head = Head {
        kind: key,
        title: row.name().value.clone(),
        description: decode(&summary).into_owned(),
        url: &url,
        file: row.file(),
        front: None,
        lang: Some(reader.rows_language(row.folder())),
        breadcrumbs: vec![HOME, list],
        tags: &[],
        folder: row.folder(),
    };
    let mut page = head.to_map(reader);
    let sources = sources_used(reader, Vec::new(), &[id]);
    page.insert("sources".into(), rows_of(reader, &sources));
    let updated = date_by(reader, row.folder(), &mut page);
    let contents = Contents { own: Some(id), sources: &sources, updated, ..Contents::default() };
    page.insert("json_ld".into(), safe(&json_ld(reader, &head, &contents)));
    let beside = reader.beside_row(id);
    let href = |to: &str| reader.config().href(to);
    for (key, row) in [("previous", beside.previous), ("next", beside.next)] {
        page.insert(key.into(), row.map_or_else(Value::none, |(name, to)| titled(name, &href(&to), "")));
    }
    let guide = beside.guide.iter().map(|(name, to)| {
        let current = (*to == url).into();
        map([
            ("title", (*name).into()),
            ("url", href(to).into()),
            ("lang_attrs", safe("")),
            ("current", current),
        ])
    });
    page.insert("guide".into(), Value::from(guide.collect::<Vec<_>>()));
    let mut draft = draft(&format!("{key}.html"), page, row.file());
    draft.context.insert_value(key, value);
    Some(draft)
}

/// A page that no file is made into, seen from `site.toml`.
fn listing(
    reader: &Reader,
    kind: &'static str,
    page: Titled<'_>,
    description: &str,
    above: Vec<Titled<'_>>,
    folder: &str,
) -> Map {
    let file: FileName = "site.toml".into();
    let head = Head {
        kind,
        title: page.title.to_owned(),
        description: description.to_owned(),
        url: page.url,
        file: &file,
        front: None,
        lang: None,
        breadcrumbs: above,
        tags: &[],
        folder,
    };
    let mut page = head.to_map(reader);
    let updated = date_by(reader, "", &mut page);
    let contents = Contents { updated, ..Contents::default() };
    page.insert("json_ld".into(), safe(&json_ld(reader, &head, &contents)));
    page
}

/// Dates a page that no file is made into by the own page of `folder`. Who reviewed that page did not thereby
/// review this one. Returns when that page was changed.
fn date_by(reader: &Reader, folder: &str, page: &mut Map) -> Option<Date> {
    let (updated, review_due) = reader.dates(folder);
    page.insert("updated".into(), date(updated));
    page.insert("review_due".into(), date(review_due));
    updated
}

/// All exercises or remedies from A to Z.
pub(super) fn rows(reader: &Rc<Reader>, kind: Kind) -> Draft {
    let (word, url, description) = match kind {
        Kind::Exercise => ("exercises", "/exercises/", "Every exercise on this site, from A to Z."),
        _ => ("remedies", "/remedies/", "Every remedy on this site, from A to Z."),
    };
    let mut folders: Vec<&str> = reader.alphabet(kind).map(|(text, _)| text.row.folder()).collect();
    folders.dedup();
    // Where all of them belong to one topic, its danger signs stand here too.
    let folder = if let [folder] = folders.as_slice() { folder } else { "" };
    let own = Titled::new(fixed_title(&Target::Rows(kind)), url);
    let mut page = listing(reader, word, own, description, vec![HOME], folder);
    page.insert("section".into(), Value::none());
    page.insert("sources".into(), rows_of(reader, &reader.sources_of_kind(kind)));
    let mut letters: Vec<(String, Vec<Value>)> = Vec::new();
    for (text, row) in reader.alphabet(kind) {
        let letter = alphabet::group(&text.row.name().value);
        match letters.last_mut() {
            Some((last, rows)) if *last == letter => rows.push(row),
            _ => letters.push((letter, vec![row])),
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
pub(super) fn programme(reader: &Rc<Reader>) -> Draft {
    let description = "Tick exercises, set how much of each to do, and print them or keep them as a link.";
    let mut topics: Vec<(&str, Vec<RowId>)> = Vec::new();
    for (id, text) in reader.rows_of(Kind::Exercise) {
        let folder = text.row.folder();
        match topics.iter_mut().find(|(topic, _)| *topic == folder) {
            Some((_, rows)) => rows.push(id),
            None => topics.push((folder, vec![id])),
        }
    }
    // Where all of them belong to one topic, its danger signs stand here too.
    let folder = if let [(folder, _)] = topics.as_slice() { folder } else { "" };
    let own = Titled::new(fixed_title(&Target::Programme), "/programme/");
    let mut page = listing(reader, "programme", own, description, vec![HOME], folder);
    page.insert("section".into(), Value::none());
    let topics: Vec<Value> = topics
        .into_iter()
        .map(|(folder, rows)| {
            let own = reader.section(folder);
            map([
                ("title", own.map_or("", |page| page.title).into()),
                ("url", own.map_or_else(Value::none, |page| reader.config().href(page.url).into())),
                ("help", reader.help(folder).map_or_else(Value::none, |(help, _)| help)),
                ("rows", Value::from(rows.into_iter().map(|id| reader.row(id)).collect::<Vec<_>>())),
            ])
        })
        .collect();
    let mut draft = draft("programme.html", page, &"site.toml".into());
    draft.context.insert_value("topics", Value::from(topics));
    draft
}

/// All tags.
pub(super) fn tags(reader: &Rc<Reader>) -> Draft {
    let description = "Every topic on this site, with the pages about it.";
    let own = Titled::new(fixed_title(&Target::Tags), "/tags/");
    let page = listing(reader, "tags", own, description, vec![HOME], "");
    let mut draft = draft("tags.html", page, &"site.toml".into());
    draft.context.insert_value("tags", Value::from(reader.tags()));
    draft
}

/// One tag.
pub(super) fn tag(reader: &Rc<Reader>, slug: &str, url: &str) -> Option<Draft> {
    let tag = reader.tag(slug)?;
    let name = tag.get_from_path("name").and_then(Value::as_str).unwrap_or_default();
    let above = vec![HOME, Titled::new(fixed_title(&Target::Tags), "/tags/")];
    let own = Titled::new(name, url);
    let mut page = listing(reader, "tag", own, &format!("Pages about {name}."), above, "");
    page.insert("articles".into(), Value::from(reader.tagged(slug)));
    let mut draft = draft("tag.html", page, &"site.toml".into());
    draft.context.insert_value("tag", tag);
    Some(draft)
}

/// All sources.
pub(super) fn sources(reader: &Rc<Reader>) -> Draft {
    let description = "The guidelines, studies and pages that this site rests on.";
    let own = Titled::new(fixed_title(&Target::Sources), "/sources/");
    let page = listing(reader, "sources", own, description, vec![HOME], "");
    let sources: Vec<Value> = reader.alphabet(Kind::Source).map(|(_, row)| row).collect();
    let mut draft = draft("sources.html", page, &"site.toml".into());
    draft.context.insert_value("sources", Value::from(sources));
    draft
}

/// The page for addresses that do not exist.
pub(super) fn not_found(reader: &Rc<Reader>) -> Draft {
    let own = Titled::new(fixed_title(&Target::NotFound), "/404.html");
    let page = listing(reader, "not-found", own, "", vec![HOME], "");
    draft("404.html", page, &"site.toml".into())
}

/// A former address.
pub(super) fn redirect(reader: &Rc<Reader>, file: &FileName, url: &str) -> Option<Draft> {
    let page = reader.title(file)?;
    let own = Titled::new(page.title, url);
    let values = listing(reader, "redirect", own, "", Vec::new(), "");
    let mut draft = draft("redirect.html", values, file);
    let config = reader.config();
    let target =
        map([("url", config.href(page.url).into()), ("permalink", config.permalink(page.url).into())]);
    draft.context.insert_value("target", target);
    Some(draft)
}
