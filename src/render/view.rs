//! Everything that pages are rendered from, prepared once.

use std::sync::Arc;

use tera::Value;

use super::fill::fill;
use super::value::{get, json, map, titled};
use crate::diagnostic::{FileName, did_you_mean};
use crate::link::{Fault, Found, Linker};
use crate::route::Target;
use crate::site::rows::{self, RowId};
use crate::site::{PageId, Site};
use crate::table::Kind;
use crate::template::Templates;
use crate::template::scene::{Lookup, Problem};

/// So many sections stand in the header where `nav` does not say which.
const NAV: usize = 8;

/// A site ready to be rendered.
#[derive(Debug)]
pub struct View {
    /// The site, its routes and files.
    pub linker: Linker,
    /// Its templates.
    pub templates: Arc<Templates>,
    /// `site` in templates.
    pub(super) site_value: Value,
    /// What lists say of each page.
    pub(super) summaries: Vec<Value>,
    /// Each row.
    rows: Vec<Value>,
    /// The help strip's HTML, title and address, in the order of `site.help`.
    helps: Vec<Value>,
}

impl View {
    /// Prepares the values that pages share.
    #[must_use]
    pub fn new(linker: Linker, templates: Arc<Templates>) -> Self {
        let site = Arc::clone(&linker.site);
        let rows = row_values(&site, &linker);
        let summaries = (0..site.pages.len()).map(|id| summary(&site, id)).collect();
        let helps = site
            .help
            .iter()
            .map(|strip| {
                let page = site.page_of(&strip.page);
                let text = fill(&strip.body, &"site.toml".into(), &linker, false);
                map([
                    ("text", Value::safe_string(&text)),
                    ("title", page.map_or("", |page| page.title.as_str()).into()),
                    ("url", page.map_or_else(String::new, |page| site.config.href(&page.url)).into()),
                ])
            })
            .collect();
        View { site_value: site_value(&linker), linker, templates, summaries, rows, helps }
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.linker.site
    }

    /// A row as templates see it.
    pub(super) fn row(&self, id: RowId) -> Value {
        self.rows[id].clone()
    }

    /// The help strip for pages of `folder`.
    pub(super) fn help(&self, folder: &str) -> Value {
        let site = self.site();
        let strip = site.help_for(folder);
        let index = strip.and_then(|strip| site.help.iter().position(|other| std::ptr::eq(other, strip)));
        index.and_then(|index| self.helps.get(index).cloned()).unwrap_or_else(Value::none)
    }
}

fn site_value(linker: &Linker) -> Value {
    let (site, config) = (&linker.site, &linker.site.config);
    let has = |url: &str| linker.routes.at(url).is_some();
    let address = |url: &str| if has(url) { Value::from(config.href(url)) } else { Value::none() };
    let nav = match &config.nav {
        Some(entries) => entries
            .iter()
            .filter_map(|entry| {
                let path = entry.value.trim_matches('/');
                let url = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
                let route = linker.routes.at(&url)?;
                Some(titled(&title_of(site, &route.target), &config.href(&url)))
            })
            .collect(),
        None => site.sections.get("").map_or_else(Vec::new, |home| {
            let sections = home.sections.iter().take(NAV).map(|&id| &site.pages[id]);
            sections.map(|page| titled(&page.title, &config.href(&page.url))).collect::<Vec<_>>()
        }),
    };
    let publisher = &config.publisher;
    map([
        ("title", config.title.as_str().into()),
        ("description", config.description.as_str().into()),
        ("base_url", config.permalink("/").into()),
        ("language", config.language.as_str().into()),
        ("jurisdiction", config.jurisdiction.as_deref().map_or_else(Value::none, Value::from)),
        (
            "publisher",
            map([
                ("name", publisher.name.as_str().into()),
                ("url", publisher.url.as_str().into()),
                ("email", publisher.email.as_str().into()),
                ("funding", publisher.funding.as_str().into()),
            ]),
        ),
        ("nav", Value::from(nav)),
        ("feed_url", address("/feed.xml")),
        ("sources_url", address("/sources/")),
        ("tags_url", address("/tags/")),
        ("extra", json(&serde_json::to_value(&config.extra).unwrap_or_default(), None)),
    ])
}

/// What a page of the site is called in lists.
pub(super) fn title_of(site: &Site, target: &Target) -> String {
    match target {
        Target::Page(id) | Target::Redirect(id) => site.pages[*id].title.clone(),
        Target::Row(id) => site.rows.row(*id).name().value.clone(),
        Target::Rows(Kind::Exercise) => "All exercises".into(),
        Target::Rows(_) => "All remedies".into(),
        Target::Programme => "Your exercise programme".into(),
        Target::Tags => "Topics".into(),
        Target::Tag(slug) => site.tags.get(slug).map_or_else(String::new, |tag| tag.name.clone()),
        Target::Sources => "Sources".into(),
        Target::NotFound => "Page not found".into(),
        Target::Feed | Target::Sitemap | Target::Asset(_) => String::new(),
    }
}

/// What lists say of a page.
fn summary(site: &Site, id: PageId) -> Value {
    use super::value::spanned_date;
    let page = &site.pages[id];
    let front = page.article.as_ref().map(|article| &article.front_matter);
    let tags = front
        .map_or_else(Vec::new, |front| tag_values(site, front.tags.iter().map(|tag| tag.value.as_str())));
    map([
        ("title", page.title.as_str().into()),
        ("url", site.config.href(&page.url).into()),
        ("permalink", site.config.permalink(&page.url).into()),
        ("description", front.map_or("", |front| front.description.as_str()).into()),
        ("published", spanned_date(front.and_then(|front| front.published.as_ref()))),
        ("updated", spanned_date(front.and_then(|front| front.updated.as_ref()))),
        ("reviewed", spanned_date(front.and_then(|front| front.reviewed.as_ref()))),
        ("tags", Value::from(tags)),
    ])
}

/// Tags with their addresses.
pub(super) fn tag_values<'a>(site: &Site, names: impl Iterator<Item = &'a str>) -> Vec<Value> {
    names
        .filter_map(|name| site.tags.get(&crate::slug::slug(name)))
        .map(|tag| map([("name", tag.name.as_str().into()), ("url", site.config.href(&tag.url).into())]))
        .collect()
}

/// Every row, with the rows it names put in their places.
fn row_values(site: &Site, linker: &Linker) -> Vec<Value> {
    let mut values: Vec<Value> = site.rows.all().map(|_| Value::none()).collect();
    // Sources name no other rows, and every other kind names sources: they come first.
    let (sources, others): (Vec<RowId>, Vec<RowId>) =
        site.rows.all().partition(|&id| site.rows.row(id).kind() == Kind::Source);
    for id in sources.into_iter().chain(others) {
        values[id] = row_value(site, linker, id, &values);
    }
    values
}

fn row_value(site: &Site, linker: &Linker, id: RowId, done: &[Value]) -> Value {
    let text = site.rows.text(id);
    let row = &text.row;
    let Some(mut map) = json(&text.tree, Some((text, linker))).into_map() else { return Value::none() };
    let address = rows::url(row).map(|url| match url.split_once('#') {
        Some((page, anchor)) => format!("{}#{anchor}", site.config.href(page)),
        None => site.config.href(&url),
    });
    let address = address.map_or_else(Value::none, Value::from);
    if row.kind() == Kind::Source {
        map.insert("page_url".into(), address);
        return Value::from(map);
    }
    map.insert("url".into(), address);
    let image = row.image().map_or_else(Value::none, |image| picture_value(linker, row.file(), &image.value));
    map.insert("image".into(), image);
    join_sources(&mut map, site, done);
    for key in ["easier", "harder"] {
        if let Some(named) = get(&map, key).and_then(Value::as_str).map(|id| reference(site, id)) {
            map.insert(key.into(), named);
        }
    }
    if row.kind() == Kind::Cause
        && let Some(named) = get(&map, "remedies").and_then(Value::as_array)
    {
        let named: Vec<Value> = named
            .iter()
            .filter_map(|id| Some(reference(site, id.as_str()?)))
            .filter(|value| !value.is_none())
            .collect();
        map.insert("remedies".into(), Value::from(named));
    }
    Value::from(map)
}

/// Puts sources in the place of their ids, in a row and in the claims and stances in it.
fn join_sources(map: &mut tera::Map, site: &Site, done: &[Value]) {
    let source = |id: &Value| {
        let found = site.rows.find_kind(id.as_str()?, &[Kind::Source])?;
        Some(done[found].clone())
    };
    if let Some(ids) = get(map, "sources").and_then(Value::as_array) {
        let sources: Vec<Value> = ids.iter().filter_map(source).collect();
        map.insert("sources".into(), Value::from(sources));
    }
    if let Some(found) = get(map, "source").map(|id| source(id).unwrap_or_else(Value::none)) {
        map.insert("source".into(), found);
    }
    for key in ["may_help", "guideline"] {
        let Some(items) = get(map, key).and_then(Value::as_array) else { continue };
        let joined: Vec<Value> = items
            .iter()
            .cloned()
            .map(|item| match item.clone().into_map() {
                Some(mut inner) => {
                    join_sources(&mut inner, site, done);
                    Value::from(inner)
                }
                None => item,
            })
            .collect();
        map.insert(key.into(), Value::from(joined));
    }
}

/// A row's name and address.
fn reference(site: &Site, id: &str) -> Value {
    let Some(found) = site.rows.find(id) else { return Value::none() };
    let row = site.rows.row(found);
    map([
        ("id", id.into()),
        ("name", row.name().value.as_str().into()),
        ("url", rows::url(row).map_or_else(Value::none, |url| site.config.href(&url).into())),
        ("kind", row.kind().key().into()),
    ])
}

/// A picture's address and size; none where it is not there.
fn picture_value(linker: &Linker, from: &FileName, source: &str) -> Value {
    let size = match linker.find(from, source) {
        Ok(Found::File { source, .. }) => linker.assets.get(&source).and_then(|asset| asset.size),
        Ok(Found::Outside) => None,
        _ => return Value::none(),
    };
    let number = |side: Option<u32>| side.map_or_else(Value::none, Value::from);
    map([
        ("url", linker.href(from, source, false).into()),
        ("width", number(size.map(|size| size.0))),
        ("height", number(size.map(|size| size.1))),
    ])
}

impl Lookup for View {
    fn url(&self, from: &FileName, path: &str) -> Result<String, Problem> {
        match self.linker.find(from, path) {
            Ok(_) => Ok(self.linker.href(from, path, false)),
            Err(fault) => Err(missing(&self.linker, from, "page or file", path, &fault)),
        }
    }

    fn picture(&self, from: &FileName, source: &str) -> Result<Value, Problem> {
        match self.linker.find(from, source) {
            Ok(Found::File { .. } | Found::Outside) => Ok(picture_value(&self.linker, from, source)),
            Ok(_) => Err(Problem {
                is_picture: true,
                word: source.into(),
                message: format!("`{source}` is a page, not a picture"),
                help: "name a picture file".into(),
                reported: false,
            }),
            Err(fault) => Err(missing(&self.linker, from, "picture", source, &fault)),
        }
    }

    fn rows(&self, kind: &str, only: &[&str], from: &str) -> Result<Vec<(usize, Value)>, Vec<Problem>> {
        let rows = &self.site().rows;
        let Some(kind) = Kind::ALL.into_iter().find(|known| known.key() == kind) else {
            let help = did_you_mean(kind, Kind::ALL.iter().map(|kind| kind.key()), || {
                "kinds are `cause`, `remedy`, `exercise`, `question` and `source`".into()
            });
            return Err(vec![Problem {
                is_picture: false,
                word: kind.into(),
                message: format!("there is no kind of row `{kind}`"),
                help,
                reported: false,
            }]);
        };
        let mut problems = Vec::new();
        let folder = from.trim_matches('/');
        if !folder.is_empty() && !rows.tables().iter().any(|table| table.folder == folder) {
            let known = rows.tables().iter().map(|table| table.folder.as_str());
            let help =
                did_you_mean(folder, known, || "name a folder under `content/` that holds tables".into());
            let message = format!("there are no tables in the folder `{from}`");
            problems.push(Problem { is_picture: false, word: from.into(), message, help, reported: false });
        }
        let found: Vec<RowId> = if only.is_empty() {
            rows.of(kind).collect()
        } else {
            let mut found = Vec::new();
            for id in only {
                match rows.find_kind(id, &[kind]) {
                    Some(id) => found.push(id),
                    None => problems.push(unknown_row(self.site(), kind, id)),
                }
            }
            found
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let chosen = found.into_iter().filter(|&id| folder.is_empty() || rows.row(id).folder() == folder);
        Ok(chosen.map(|id| (id, self.row(id))).collect())
    }
}

fn unknown_row(site: &Site, kind: Kind, id: &str) -> Problem {
    let message = match site.rows.find(id) {
        Some(other) => format!("`{id}` is a {}, not a {}", site.rows.row(other).kind().key(), kind.key()),
        None => format!("there is no {} with the id `{id}`", kind.key()),
    };
    let help = did_you_mean(id, site.rows.ids(&[kind]), || format!("add it to `{}.toml`", kind.stem()));
    let reported = site.rows.may_have_lost(id);
    Problem { is_picture: false, word: id.to_owned(), message, help, reported }
}

fn missing(linker: &Linker, from: &FileName, what: &str, path: &str, fault: &Fault) -> Problem {
    let is_picture = what == "picture";
    let near = match fault {
        Fault::Case(near) => Some(near.clone()),
        Fault::Missing => linker.nearest(from, path),
        _ => None,
    };
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        _ if is_picture => "check the spelling; the path starts from the folder of this file".to_owned(),
        _ => "name a file in `static/` from the root, such as `/style.css`, or a page".to_owned(),
    };
    let message = format!("there is no {what} at `{path}`");
    Problem { is_picture, word: path.to_owned(), message, help, reported: false }
}
