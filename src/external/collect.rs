//! Collects the links that lead out of a site, with their places.

use super::{LinkPlaces, address};
use crate::article::Body;
use crate::diagnostic::{FileName, Place};
use crate::site::Site;
use crate::source::Sources;
use crate::table::CellValue;

/// Every `http` and `https` address in articles, rows and `site.toml`, including pictures on other sites. Links to
/// the site's own address are left out: their targets exist once the site is published.
#[must_use]
pub fn collect(site: &Site, sources: &Sources) -> LinkPlaces {
    let own = site.config.base_url.value.trim_end_matches('/');
    let mut found = LinkCollector { own, links: LinkPlaces::new() };
    for article in site.pages.iter().filter_map(|page| page.article.as_ref()) {
        found.body(&article.file, &article.body);
    }
    for row in site.rows.tables().iter().flat_map(|table| &table.rows) {
        row.each(|leaf| match &leaf.cell.value {
            CellValue::Markdown(markdown) => found.body(row.file(), &markdown.body),
            CellValue::Link(url) => found.add(url, written(sources, &row.place, url)),
            _ => {}
        });
    }
    let config: FileName = "site.toml".into();
    for strip in site.help.iter() {
        found.body(&config, &strip.body);
    }
    let url = site.config.publisher.url.as_str();
    let whole = Place::new(&config, 0..sources.config().len());
    found.add(url, written(sources, &whole, url));
    for places in found.links.values_mut() {
        places.sort();
        places.dedup();
    }
    found.links
}

/// The place of `address` within `place`, or else `place` itself.
fn written(sources: &Sources, place: &Place, address: &str) -> Place {
    let text = sources.get(&place.file).map_or("", |file| file.text());
    let within = text.get(place.start..place.end).and_then(|text| text.find(address));
    within.map_or_else(
        || place.clone(),
        |at| {
            let start = place.start + at;
            Place::new(&place.file, start..start + address.len())
        },
    )
}

struct LinkCollector<'a> {
    own: &'a str,
    links: LinkPlaces,
}

impl LinkCollector<'_> {
    fn body(&mut self, file: &FileName, body: &Body) {
        for link in body.all_links() {
            self.add(&link.target, Place::new(file, link.span.clone()));
        }
        for picture in body.all_pictures() {
            self.add(&picture.source, Place::new(file, picture.span.clone()));
        }
    }

    fn add(&mut self, target: &str, place: Place) {
        if let Some(address) = address::outside(target)
            && !is_below(&address, self.own)
        {
            self.links.entry(address).or_default().push(place);
        }
    }
}

/// Whether `address` is that of the site `own` or of one of its pages.
fn is_below(address: &str, own: &str) -> bool {
    address.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}
