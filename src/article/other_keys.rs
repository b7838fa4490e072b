//! Keys of other generators in front matter, each with what it is called here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::data::{Format, Misread, Node, UNKNOWN_KEY, Value};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// What other generators call a key, what it is called here, and what to know of that; without a name of its own, it belongs
/// under `[extra]`.
const KEYS: [(&str, &str, &str); 18] = [
    ("date", "published", "both mean the day the page was first published, so one is enough"),
    ("weight nav_order menu_order sidebar_position position", "order", "smaller numbers come first"),
    (
        "categories category keywords topics topic tag taxonomies",
        "tags",
        "a list of words, each with a page of its own",
    ),
    (
        "linktitle nav_title navtitle menu_title sidebar_label short_title headline",
        "title",
        "a page has one title, which menus show too",
    ),
    ("url permalink path id", "slug", "the last part of the page's address; former addresses are `aliases`"),
    ("redirect_from redirects redirect alias", "aliases", "a list of former addresses, such as `/old/page/`"),
    (
        "lastmod last_modified last_modified_at last_update modified date_modified updated_at",
        "updated",
        "the day the text was last changed",
    ),
    (
        "publishdate pubdate publish_date date_published created created_at",
        "published",
        "the day the page was first published",
    ),
    (
        "expirydate expiry_date unpublishdate expire",
        "expires",
        "the day from which the page is no longer published",
    ),
    ("author by writer", "authors", "a list of names"),
    (
        "summary excerpt abstract subtitle lead lede teaser",
        "description",
        "one or two sentences for search results and lists",
    ),
    ("layout type page_template", "template", "the name of a template, such as `leaflet.html`"),
    ("language locale", "lang", "a language tag such as `cy`"),
    (
        "lastreviewed last_reviewed review_date reviewed_on date_reviewed",
        "reviewed",
        "the day of the last review",
    ),
    ("next_review nextreview review_by", "review_due", "the day by which the page is to be reviewed again"),
    ("reviewed_by reviewedby medical_reviewer", "reviewer", "a table with `name` and `role`"),
    ("references citations", "sources", "a list of ids from `sources.toml`"),
    ("hidden unlisted unpublished", "draft", "`true` keeps the page from being published"),
];

/// Keys that other generators know and that have no like here: templates get them from `[extra]`.
const FOR_TEMPLATES: &str = "image cover thumbnail featured_image hero banner icon toc comments math params menu menus series \
                             featured pin pinned sidebar navigation meta seo cascade outputs resources markup";

/// What replaces a key of a different generator.
#[derive(Clone, Copy)]
enum Like {
    /// A key of ours, and a note about it.
    Ours(&'static str, &'static str),
    /// Anything in `[extra]`.
    ForTemplates,
}

/// What replaces `key`; `None` for keys that no other generator is known to use. This is called for every key of every
/// article.
fn like(key: &str) -> Option<Like> {
    static LIKES: LazyLock<HashMap<&str, Like>> = LazyLock::new(|| {
        let ours = KEYS.iter().flat_map(|&(theirs, ours, about)| {
            theirs.split_whitespace().map(move |key| (key, Like::Ours(ours, about)))
        });
        FOR_TEMPLATES.split_whitespace().map(|key| (key, Like::ForTemplates)).chain(ours).collect()
    });
    let is_folded = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_folded { LIKES.get(key) } else { LIKES.get(key.to_lowercase().replace('-', "_").as_str()) }.copied()
}

/// Takes the keys of other generators out of `node` and reports each with what it is called here.
pub(super) fn take(
    node: &mut Node,
    format: Format,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Misread {
    let mut misread = Misread::default();
    let Value::Table(entries) = &mut node.value else { return misread };
    entries.retain(|entry| {
        let sign = if format == Format::Yaml { ":" } else { " =" };
        let help = match like(&entry.key) {
            Some(Like::Ours(ours, about)) => {
                misread.add(ours);
                format!("balm calls it `{ours}`: {about}")
            }
            Some(Like::ForTemplates) => {
                let place = if format == Format::Yaml { "`extra:`, after two spaces" } else { "`[extra]`" };
                format!("balm has no such key; if your own templates use it, put it below {place}")
            }
            None if entry.key == "published" && matches!(entry.value.value, Value::Bool(_)) => {
                misread.add("published");
                format!("balm calls it `draft`: write `draft{sign} true` in place of `published{sign} false`")
            }
            None => return true,
        };
        let place = Place::new(file, entry.key_span.clone());
        let message = format!("there is no key `{}` in front matter", entry.key);
        diagnostics.push(Diagnostic::new(&UNKNOWN_KEY, place, message, help).label("unknown key"));
        false
    });
    misread
}
