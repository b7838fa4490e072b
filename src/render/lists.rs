//! Files for programs: the feed and the sitemap.

use std::rc::Rc;

use tera::{Context, Value};

use super::Draft;
use super::digest::FEED;
use super::fill::fill_article;
use super::reader::Reader;
use super::value::{date, map};

/// The Atom feed.
pub(super) fn feed(reader: &Rc<Reader>) -> Draft {
    let newest = reader.newest(FEED);
    let updated = newest.first().map(|(_, date, _)| date.rfc3339()).unwrap_or_default();
    let mut diagnostics = Vec::new();
    let entries: Vec<Value> = newest
        .into_iter()
        .map(|(file, _, summary)| {
            let mut entry = summary.into_map().unwrap_or_default();
            if let Some(article) = reader.page(&file).and_then(|page| page.article.as_ref()) {
                let filled = fill_article(reader, &article.body, &article.file, true);
                diagnostics.extend(filled.diagnostics);
                entry.insert("content".into(), Value::safe_string(&filled.html));
            }
            Value::from(entry)
        })
        .collect();
    let mut context = Context::new();
    context.insert_value("entries", Value::from(entries));
    context.insert_value("updated", Value::from(updated));
    context.insert_value("feed", map([("url", reader.config().permalink("/feed.xml").into())]));
    Draft {
        template: "feed.xml".into(),
        context,
        file: "site.toml".into(),
        diagnostics,
        rows: Vec::new(),
        shown: Vec::new(),
    }
}

/// The sitemap: every page a search engine may list.
pub(super) fn sitemap(reader: &Rc<Reader>) -> Draft {
    let config = reader.config();
    let urls: Vec<Value> = reader
        .addresses()
        .into_iter()
        .map(|(url, changed)| map([("permalink", config.permalink(url).into()), ("lastmod", date(changed))]))
        .collect();
    let mut context = Context::new();
    context.insert_value("urls", Value::from(urls));
    Draft {
        template: "sitemap.xml".into(),
        context,
        file: "site.toml".into(),
        diagnostics: Vec::new(),
        rows: Vec::new(),
        shown: Vec::new(),
    }
}
