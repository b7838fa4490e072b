//! Checks that the pages named in `site.toml` exist.

use crate::article::plain;
use crate::check::article::clinical::NO_NUMBER_TO_CALL;
use crate::data::{Spanned, Value, toml};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::link::World;

rules! {
    /// `site.toml` names a page or folder that does not exist.
    ///
    /// What it does: looks for the pages in `nav` by their addresses, and for the folder and article in `[[help]]` by
    /// their paths under `content/`.
    ///
    /// Why: every page would lack the link to it.
    ///
    /// ```toml
    /// # Bad: nav = ["exercises", "abuot"]
    /// # Good:
    /// nav = ["exercises", "about"]
    /// ```
    ///
    /// Correct the name, or add the page. Source: ours.
    UNKNOWN_PAGE = "unknown-page", Structure, Error;
}

/// Reports marks of Markdown and of other systems in the plain texts of `site.toml`, whose text is `source`.
#[must_use]
pub fn texts(source: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if !plain::may_hold_marks(source) {
        return diagnostics;
    }
    let file: FileName = "site.toml".into();
    let (root, _) = toml::parse(source, 0, &file);
    let publisher = root.get("publisher");
    let texts = [(Some(&root), "title"), (Some(&root), "description")]
        .into_iter()
        .chain(["name", "funding", "clinical_review"].map(|key| (publisher, key)));
    for (table, key) in texts {
        let Some(node) = table.and_then(|table| table.get(key)) else { continue };
        if let Value::Text(text) = &node.value {
            let value = Spanned { value: text.clone(), start: node.span.start, end: node.span.end };
            plain::plain_text(key, &value, &file, &mut diagnostics);
        }
    }
    diagnostics
}

pub(super) fn check(world: &World, diagnostics: &mut Vec<Diagnostic>) {
    let site = &world.site;
    let file: FileName = "site.toml".into();
    for entry in site.config.nav.iter().flatten() {
        let url = format!("/{}/", entry.value.trim_matches('/'));
        let last = url.trim_matches('/').rsplit('/').next().unwrap_or("");
        if world.routes.at(&url).is_some() || url == "//" || site.rows.may_have_lost(last) {
            continue;
        }
        let known: Vec<&str> = world
            .routes
            .all()
            .iter()
            .filter(|route| route.has_address() && route.url.ends_with('/'))
            .map(|route| route.url.trim_matches('/'))
            .collect();
        let help = did_you_mean(entry.value.trim_matches('/'), known, || {
            "name a page by its address, such as `exercises` or `about`".to_owned()
        });
        diagnostics.push(Diagnostic::new(
            &UNKNOWN_PAGE,
            Place::new(&file, entry.span()),
            format!("there is no page `{}`", entry.value),
            help,
        ));
    }
    let here = site.config.jurisdiction.as_ref();
    let has_numbers =
        here.is_some_and(|here| here.numbers().is_some()) || site.config.extra.contains_key("calls");
    for strip in site.help.iter() {
        let has_text = !strip.config.text.value.trim().is_empty();
        if has_text
            && !has_numbers
            && !strip.body.links.iter().any(|link| link.target.trim().starts_with("tel:"))
        {
            let why = here.map_or_else(
                || "and `site.toml` sets no `jurisdiction`".to_owned(),
                |here| format!("and balm knows none for `{}`", here.as_str()),
            );
            diagnostics.push(Diagnostic::new(
                &NO_NUMBER_TO_CALL,
                Place::new(&file, strip.config.text.span()),
                format!("these danger signs show no number to call, {why}"),
                "add it as `calls = [[\"…\", \"Call …\"]]` under `[extra]`, or here as a link: `[…](tel:…)`",
            ));
        }
        // An empty one has its own error.
        let is_named = !strip.config.page.value.trim().is_empty();
        if is_named && site.page_of(&strip.page).is_none() && !site.broken.contains(&strip.page) {
            let known = site.pages.iter().filter_map(|page| page.file.strip_prefix("content/"));
            let help = did_you_mean(&strip.config.page.value, known, || {
                "name an article under `content/`".to_owned()
            });
            diagnostics.push(Diagnostic::new(
                &UNKNOWN_PAGE,
                Place::new(&file, strip.config.page.span()),
                format!("there is no article `{}`", strip.config.page.value),
                help,
            ));
        }
        if let Some(section) = &strip.config.section
            && !site.is_folder(&strip.folder)
        {
            let help = did_you_mean(&section.value, site.sections.keys().map(String::as_str), || {
                "name a folder under `content/`".to_owned()
            });
            diagnostics.push(Diagnostic::new(
                &UNKNOWN_PAGE,
                Place::new(&file, section.span()),
                format!("there is no folder `{}` in `content/`", section.value),
                help,
            ));
        }
    }
}
