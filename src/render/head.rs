//! What every page says about itself: the `page` of templates, with every key there is.

use tera::Value;

use super::linked_data::{Contents, PageType, json_ld};
use super::reader::{Reader, Titled};
use super::safe;
use super::value::{MapEntries, date, json, map, spanned_date};
use crate::article::FrontMatter;
use crate::config::Config;
use crate::data::Date;
use crate::diagnostic::FileName;
use crate::language::Language;
use crate::site::rows::{RowId, is_within};
use crate::table::Source;

/// The front page, in breadcrumbs.
pub(crate) fn home(reader: &Reader) -> Titled<'_> {
    Titled::new(reader.site_words().text("home.title"), "/")
}

/// What a page says about itself, before it is a value.
pub(crate) struct Head<'a> {
    /// The word that templates know its kind by.
    pub(crate) kind: &'a str,
    /// Its type for machines.
    pub(crate) page_type: PageType,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) url: &'a str,
    pub(crate) file: &'a FileName,
    pub(crate) front: Option<&'a FrontMatter>,
    /// The language of the page, where it is not the site's.
    pub(crate) lang: Option<&'a Language>,
    /// From home to the parent.
    pub(crate) breadcrumbs: Vec<Titled<'a>>,
    /// The slugs and words of its tags.
    pub(crate) tags: &'a [(String, String)],
    /// The folder whose help strip the page shows, unless it is the page that the strip links to.
    pub(crate) folder: &'a str,
    /// The folders of other topics of which it shows rows or lists pages. It shows their help strips too.
    pub(crate) others: Vec<&'a str>,
}

impl<'a> Head<'a> {
    /// The language of the page.
    pub(crate) fn lang<'b>(&self, config: &'b Config) -> &'b Language
    where
        'a: 'b,
    {
        self.lang.unwrap_or(&config.language)
    }

    /// The `page` of templates, with every key there is; those that only some pages have are empty.
    pub(crate) fn to_map(&self, reader: &Reader) -> MapEntries {
        let front = self.front;
        let section = reader.section(self.folder).filter(|page| page.url != self.url && page.url != "/");
        let section = section.map_or_else(Value::none, |page| link(reader, page));
        let authors =
            front.map_or_else(Vec::new, |f| f.authors.iter().map(|a| Value::from(a.as_str())).collect());
        let reviewer = front.and_then(|front| front.reviewer.as_ref()).map_or_else(Value::none, |reviewer| {
            map([("name", reviewer.name.as_str().into()), ("role", reviewer.role.as_str().into())])
        });
        let tags: Vec<Value> = self.tags.iter().filter_map(|(slug, _)| reader.tag(slug)).collect();
        let helps = self.helps(reader);
        let config = reader.config();
        let extra = front
            .map_or_else(|| map([]), |front| json(&serde_json::to_value(&front.extra).unwrap_or_default()));
        let breadcrumbs: Vec<Value> = self.breadcrumbs.iter().map(|&page| link(reader, page)).collect();
        MapEntries::new([
            ("kind", self.kind.into()),
            ("title", self.title.as_str().into()),
            ("title_id", "".into()),
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
            ("help", helps.first().cloned().unwrap_or_else(Value::none)),
            ("helps", Value::from(helps)),
            ("section", section),
            ("guide", Value::from(Vec::<Value>::new())),
            ("articles", Value::from(Vec::<Value>::new())),
            ("sections", Value::from(Vec::<Value>::new())),
            ("extra", extra),
            ("path", (&**self.file).into()),
        ])
    }

    /// The strips of danger signs of every topic on the page, each once. Each names its topic,
    /// unless it is the only one and that of the page.
    fn helps(&self, reader: &Reader) -> Vec<Value> {
        let mut known: Vec<usize> = Vec::new();
        let mut strips: Vec<(Value, &str)> = Vec::new();
        for folder in std::iter::once(&self.folder).chain(&self.others) {
            let Some(strip) = reader.help(folder).filter(|strip| strip.page != self.file) else { continue };
            if !known.contains(&strip.number) {
                known.push(strip.number);
                strips.push((strip.value, strip.folder));
            }
        }
        let is_own = strips.len() == 1 && strips.iter().all(|(_, folder)| is_within(self.folder, folder));
        let named = strips.into_iter().map(|(value, folder)| {
            let topic = reader.section(folder).filter(|page| !is_own && page.url != "/");
            let mut value = value.into_map().unwrap_or_default();
            value.insert("topic".into(), topic.map_or("", |page| page.title).into());
            Value::from(value)
        });
        named.collect()
    }
}

/// A page's title with the address to link to.
pub(crate) fn link(reader: &Reader, page: Titled<'_>) -> Value {
    reader.link(page)
}

/// The `named` sources, then those of the rows shown, each once.
pub(crate) fn sources_used(reader: &Reader, named: Vec<RowId>, shown: &[RowId]) -> Vec<RowId> {
    let mut used: Vec<RowId> = Vec::new();
    let of_rows = shown.iter().flat_map(|&id| {
        let own = (reader.row_fields(id).is::<Source>()).then_some(id);
        own.into_iter().chain(reader.sources_of(id))
    });
    for id in named.into_iter().chain(of_rows) {
        if !used.contains(&id) {
            used.push(id);
        }
    }
    used
}

pub(crate) fn rows_of(reader: &Reader, ids: &[RowId]) -> Value {
    Value::from(ids.iter().map(|&id| reader.row(id)).collect::<Vec<_>>())
}

/// The `page` of a page that is not made from a file, which shows rows or lists pages of `topics`. Paths in its template are
/// relative to the site's root.
pub(crate) fn listing(
    reader: &Reader,
    (kind, page_type): (&str, PageType),
    page: Titled<'_>,
    description: &str,
    above: Vec<Titled<'_>>,
    topics: &[&str],
) -> MapEntries {
    let file: FileName = "site.toml".into();
    // A page that shows only one topic belongs to it.
    let (folder, others) = match topics {
        [topic] => (*topic, Vec::new()),
        topics => ("", topics.to_vec()),
    };
    let head = Head {
        kind,
        page_type,
        title: page.title.to_owned(),
        description: description.to_owned(),
        url: page.url,
        file: &file,
        front: None,
        lang: None,
        breadcrumbs: above,
        tags: &[],
        folder,
        others,
    };
    let mut page = head.to_map(reader);
    page.insert("section", Value::none());
    let updated = date_by(reader, "", &mut page);
    let contents = Contents { updated, ..Contents::default() };
    page.insert("json_ld", safe(&json_ld(reader, &head, &contents)));
    page
}

/// Dates a page that no file is made into by the own page of `folder`. Who reviewed that page did not thereby
/// review this one. Returns when that page was changed.
pub(crate) fn date_by(reader: &Reader, folder: &str, page: &mut MapEntries) -> Option<Date> {
    let (updated, review_due) = reader.dates(folder);
    page.insert("updated", date(updated));
    page.insert("review_due", date(review_due));
    updated
}
