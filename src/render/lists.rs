//! Files for programs: the feed and the sitemap.

use std::cmp::Reverse;
use std::sync::Arc;

use tera::{Context, Value};

use super::fill::fill_article;
use super::value::{date, map};
use super::{Draft, View};
use crate::data::Date;
use crate::route::Target;
use crate::site::{PageId, Site};

/// So many of the newest articles stand in the feed.
const FEED: usize = 20;

/// The articles of the feed: those with a date, newest first, home aside.
fn newest(site: &Site) -> Vec<(PageId, Date)> {
    let mut dated: Vec<(PageId, Date)> = site
        .pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.url != "/")
        .filter_map(|(id, page)| Some((id, page.last_change()?)))
        .collect();
    dated.sort_by_key(|(id, date)| (Reverse(*date), site.pages[*id].url.clone()));
    dated.truncate(FEED);
    dated
}

/// The Atom feed.
pub(super) fn feed(view: &Arc<View>) -> Draft {
    let site = view.site();
    let newest = newest(site);
    let updated = newest.first().map(|(_, date)| date.rfc3339()).unwrap_or_default();
    let mut diagnostics = Vec::new();
    let entries: Vec<Value> = newest
        .iter()
        .map(|(id, _)| {
            let mut entry = view.summaries[*id].clone().into_map().unwrap_or_default();
            if let Some(article) = &site.pages[*id].article {
                let filled = fill_article(view, &article.body, &article.file, true);
                diagnostics.extend(filled.diagnostics);
                entry.insert("content".into(), Value::safe_string(&filled.html));
            }
            Value::from(entry)
        })
        .collect();
    let mut context = Context::new();
    context.insert_value("entries", Value::from(entries));
    context.insert_value("updated", Value::from(updated));
    context.insert_value("feed", map([("url", site.config.permalink("/feed.xml").into())]));
    Draft { template: "feed.xml".into(), context, file: "site.toml".into(), diagnostics }
}

/// The sitemap: every page a search engine may list.
pub(super) fn sitemap(view: &Arc<View>) -> Draft {
    let site = view.site();
    let urls: Vec<Value> = view
        .linker
        .routes
        .all()
        .iter()
        .filter_map(|route| {
            let changed = match &route.target {
                Target::Page(id) => site.pages[*id].last_change(),
                Target::Row(_)
                | Target::Rows(_)
                | Target::Programme
                | Target::Tags
                | Target::Tag(_)
                | Target::Sources => None,
                _ => return None,
            };
            Some(map([("permalink", site.config.permalink(&route.url).into()), ("lastmod", date(changed))]))
        })
        .collect();
    let mut context = Context::new();
    context.insert_value("urls", Value::from(urls));
    Draft { template: "sitemap.xml".into(), context, file: "site.toml".into(), diagnostics: Vec::new() }
}
