//! HTML of a page for use away from it, as in a feed: every address is a whole one, and its ids are its own among others.

use std::ops::Range;

use crate::config::Config;
use crate::html::{tags, url_attributes};

/// Attributes that name ids of the same page.
const IDS: [&str; 9] = [
    "id",
    "for",
    "headers",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "list",
];

/// Elements of a drawing whose `href` names another part of it.
const IN_DRAWING: [&str; 7] =
    ["use", "textPath", "mpath", "linearGradient", "radialGradient", "pattern", "animate"];

/// `html` of the page at `url` ("/a/b/"), for use away from it.
pub(crate) fn apart(html: &str, url: &str, config: &Config) -> String {
    let page = config.permalink(url);
    let base = config.permalink("/");
    let origin = base.find("://").map_or(0, |at| at + 3);
    let origin = &base[..base[origin..].find('/').map_or(base.len(), |at| origin + at)];
    let own = format!("{}-", url.trim_matches('/').replace('/', "-"));
    let whole = |address: &str| {
        if address.starts_with('/') && !address.starts_with("//") {
            format!("{origin}{address}")
        } else if address.starts_with(['#', '?']) {
            format!("{page}{address}")
        } else {
            address.to_owned()
        }
    };
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for tag in tags(html) {
        let is_drawing = IN_DRAWING.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        for (name, value, place) in tag.attributes() {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            let new = if IDS.iter().any(|known| is(known)) {
                let ids: Vec<String> =
                    value.split_ascii_whitespace().map(|id| format!("{own}{id}")).collect();
                ids.join(" ")
            } else if is_drawing && (is("href") || is("xlink:href")) && value.starts_with('#') {
                format!("#{own}{}", &value[1..])
            } else if value.contains("url(#") {
                value.replace("url(#", &format!("url(#{own}"))
            } else if is("srcset") || is("imagesrcset") {
                let candidates = value.split(", ").map(|candidate| {
                    let candidate = candidate.trim();
                    let (address, size) = candidate.split_once(' ').unwrap_or((candidate, ""));
                    format!("{} {size}", whole(address)).trim_end().to_owned()
                });
                candidates.collect::<Vec<_>>().join(", ")
            } else if url_attributes().any(is) {
                whole(value.trim())
            } else {
                continue;
            };
            if new != value {
                let is_quoted = html[..place.start].ends_with(['"', '\'']);
                changes.push((place, if is_quoted { new } else { format!("\"{new}\"") }));
            }
        }
    }
    let mut changed = String::with_capacity(html.len() + changes.len() * 32);
    let mut at = 0;
    for (place, new) in changes {
        changed.push_str(&html[at..place.start]);
        changed.push_str(&new);
        at = place.end;
    }
    changed.push_str(&html[at..]);
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_and_ids_are_of_their_page() {
        let mut config = Config::unnamed();
        config.base_url.value = "https://a.example/sub".into();
        for (html, expected) in [
            ("<a href=\"/sub/b/#c\">x</a>", "<a href=\"https://a.example/sub/b/#c\">x</a>"),
            ("<a href=#fn:1 id=r>1</a>", "<a href=\"https://a.example/sub/h/i/#fn:1\" id=\"h-i-r\">1</a>"),
            ("<a href=\"https://b.example/\">x</a>", "<a href=\"https://b.example/\">x</a>"),
            (
                "<img srcset=\"/sub/a.png 1x, /sub/b.png 2x\" src='/sub/a.png'>",
                "<img srcset=\"https://a.example/sub/a.png 1x, https://a.example/sub/b.png 2x\" \
                 src='https://a.example/sub/a.png'>",
            ),
            (
                "<svg><use href=\"#a\"/><g id=\"a\"/></svg>",
                "<svg><use href=\"#h-i-a\"/><g id=\"h-i-a\"/></svg>",
            ),
            (
                "<g fill=\"url(#a)\" aria-labelledby=\"b c\">",
                "<g fill=\"url(#h-i-a)\" aria-labelledby=\"h-i-b h-i-c\">",
            ),
            ("<p class=\"a\" title=\"/b\">/c #d</p>", "<p class=\"a\" title=\"/b\">/c #d</p>"),
        ] {
            assert_eq!(apart(html, "/h/i/", &config), expected);
        }
    }
}
