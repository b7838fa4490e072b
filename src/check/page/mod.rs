//! Checks of rendered pages, for what cannot be seen elsewhere, whether it comes from an author, a table or a
//! template.
//!
//! A page's HTML is read once, and every family of rules takes part in that pass (`walk`). Most pages have no
//! mistakes, so that pass is all they cost; for a mistake, `place` searches for the source that an author can fix.
//!
//! Architecture Invariant: this module renders nothing. [`CheckedPage`] tells it what a page was made from, and it records
//! what it reads beyond that.

pub mod anchors;
pub mod calls;
mod clash;
pub mod contrast;
pub mod controls;
pub mod danger;
mod element;
pub mod guideline;
pub mod headings;
pub mod language;
pub mod links;
pub mod media;
mod place;
pub mod refused;
pub(crate) mod scripts;
mod shown;
pub mod structure;
pub mod structured_data;
pub mod tables;
mod terms;
#[cfg(test)]
mod tests;
mod walk;
pub mod weight;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::article::{Article, DirectiveUse};
use crate::check::article::trust;
use crate::check::english::referral::Referral;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::link::World;
use crate::origin::Origins;
use crate::route::{Basis, Target};
use crate::site::Site;
use crate::site::rows::RowId;
use crate::template::Templates;
use crate::trace::{Notes, Read};

pub use shown::{Mismatch, MismatchReason, mismatches};
pub use structured_data::Asked;

use place::Placer;
use walk::Walk;

/// A page and what it was made from.
#[derive(Clone, Copy, Debug)]
pub struct CheckedPage<'a> {
    /// The site with its routes.
    pub world: &'a World,
    /// The templates.
    pub templates: &'a Templates,
    /// What it was made from.
    pub target: &'a Target,
    /// Its template.
    pub template: &'a str,
    /// Its bytes.
    pub html: &'a str,
    /// The JSON-LD that balm made for it.
    pub json_ld: &'a str,
    /// Finds out what the parts of it came from.
    pub origins: Tracer<'a>,
    /// The rows passed to templates and directives.
    pub rows: &'a [RowId],
    /// The rows that a directive of its article shows, each with the index of the directive.
    pub shown: &'a [(RowId, usize)],
    /// The HTML of the danger signs that the pages of its folder show above their text.
    pub strip: Option<&'a str>,
    /// What its article says of seeing somebody that may be too vague.
    pub referral: &'a [Referral],
    /// Records what is read.
    pub notes: &'a Notes,
}

/// Finds out what the parts of a page came from, which costs as much as rendering it.
#[derive(Clone, Copy)]
pub struct Tracer<'a>(pub &'a dyn Fn() -> Origins);

impl Tracer<'_> {
    fn find(&self) -> Origins {
        (self.0)()
    }
}

impl fmt::Debug for Tracer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tracer")
    }
}

/// A mistake on a page, before its place in a source is known.
#[derive(Debug)]
struct PageFinding<'a> {
    code: &'static Code,
    spot: Spot<'a>,
    /// The tag, in bytes of the page.
    span: Range<usize>,
    message: String,
    help: String,
}

/// What on the page a finding is about.
#[derive(Debug, PartialEq)]
enum Spot<'a> {
    /// The page's own title.
    Title,
    /// The tag.
    Tag,
    /// A link: its address, its words, and where those are on the page.
    Link { href: &'a str, words: String, said: Range<usize> },
    /// A picture, or something else that is loaded, and its address.
    File { address: &'a str },
    /// A heading: where its words are on the page.
    Heading { said: Range<usize> },
    /// Something with an id.
    Id(&'a str),
    /// A table.
    Table,
    /// The words in the span of the finding, which is not a tag.
    Words,
    /// A text in quotes inside the script whose start tag the finding is about.
    Script(String),
}

/// The rules of each family.
pub const FAMILIES: [&[&Code]; 14] = [
    calls::CODES,
    contrast::CODES,
    controls::CODES,
    danger::foreign::CODES,
    guideline::CODES,
    headings::CODES,
    language::CODES,
    links::CODES,
    media::CODES,
    refused::CODES,
    structure::CODES,
    structured_data::CODES,
    tables::CODES,
    weight::CODES,
];

/// The result of checking a page.
#[derive(Debug, Default)]
pub struct Seen {
    /// The mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// The questions in its JSON-LD, which no other page may have.
    pub asked: Vec<Asked>,
}

/// Checks a rendered page.
#[must_use]
pub fn check(page: &CheckedPage<'_>) -> Seen {
    page.notes.add(|| Read::Checks);
    let config = &page.world.site.config;
    let placer = Placer::new(page);
    let mut diagnostics = Vec::new();
    danger::check(page, &placer, &mut diagnostics);
    if config.checks.are_families_off(FAMILIES.into_iter().chain([clash::CODES, trust::CODES])) {
        return Seen { diagnostics, ..Seen::default() };
    }
    let title = page.title();
    let mut walk = Walk::through(page.html, &title, host(&config.base_url.value), Some(&config.policy));
    walk.weigh();
    structured_data::check(&mut walk, page.json_ld);
    loads(page, &mut walk);
    if let Some(file) = page.target.basis().page()
        && walk.has_contents()
    {
        let (pages, neighbours) = guide(&page.world.site, file);
        walk.contents(&pages, &neighbours);
    }
    if let Some(article) = page.article() {
        pictures_without_words(page, article, &mut diagnostics);
        let shown = page.shown.iter().map(|&(row, _)| row);
        trust::sources(&page.world.site, article, shown, &mut diagnostics);
    }
    guideline::check(page, &mut diagnostics);
    clash::check(page, &mut diagnostics);
    let asked = structured_data::questions(&walk, page.json_ld);
    for finding in walk.findings {
        if config.checks.level(finding.code).is_none() {
            continue;
        }
        let place = placer.place(&finding);
        // If the theme turns a title into a vague link, the title itself is reported to its author.
        if finding.code == &links::VAGUE_LINK_TEXT
            && place.file.starts_with("templates/")
            && placer.is_title(&finding)
        {
            continue;
        }
        diagnostics.push(Diagnostic::new(finding.code, place, finding.message, finding.help));
    }
    diagnostics.retain(|diagnostic| config.checks.level(diagnostic.code).is_some());
    let mut known: Vec<Asked> = Vec::new();
    for (name, span, is_own) in asked {
        let before = known.iter().filter(|asked| asked.name == name).count();
        // The theme makes JSON-LD of rows, which an author can fix.
        let row = || placer.question(&name, before);
        let tag = || placer.tag_place(&span);
        let is_template = |place: &Place| place.file.starts_with("templates/");
        let place = if !is_own {
            let tag = tag();
            if is_template(&tag) { row().unwrap_or(tag) } else { tag }
        } else {
            row().unwrap_or_else(tag)
        };
        known.push(Asked { name, place });
    }
    Seen { diagnostics, asked: known }
}

/// Checks the number of pages of guides.
pub(super) fn guides(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    structure::guides(site, diagnostics);
}

/// Checks the size of what a page loads from its own site.
fn loads(page: &CheckedPage<'_>, walk: &mut Walk<'_>) {
    let base_path = page.world.assets.base_path();
    for number in 0..walk.weight.loads.len() {
        let address = walk.weight.loads[number].1;
        let path =
            address.split(['?', '#']).next().and_then(|path| path.strip_prefix(base_path)).unwrap_or("");
        let route = if path.contains('%') {
            page.world.routes.at(&crate::url::decode_path(path))
        } else {
            page.world.routes.at(path)
        };
        let Some(Basis::File(source)) = route.map(|route| route.target.basis()) else {
            page.notes.add(|| Read::At(format!("static{path}").into()));
            continue;
        };
        page.notes.add(|| Read::Asset(Arc::clone(source)));
        if let Some(asset) = page.world.assets.get(source) {
            walk.weigh_load(number, asset.content.bytes().len());
        }
    }
}

/// The addresses of the pages of the guide that contains `file`, including that file's own, and of the pages before
/// and after it. Rendering has already recorded what this reads as the neighbours of the page.
fn guide(site: &Site, file: &str) -> (Vec<String>, Vec<String>) {
    let section = site
        .page_of(file)
        .filter(|page| !page.folder.is_empty())
        .and_then(|page| site.sections.get(&page.folder));
    let Some(section) = section.filter(|section| section.articles.len() < 12) else {
        return Default::default();
    };
    let ids: Vec<usize> = std::iter::once(section.page).chain(section.articles.iter().copied()).collect();
    let at = ids.iter().position(|&id| &*site.pages[id].file == file);
    let pages: Vec<String> = ids.iter().map(|&id| site.config.href(&site.pages[id].url)).collect();
    let near = at.map(|at| [at.checked_sub(1), Some(at + 1)]).into_iter().flatten().flatten();
    let neighbours = near.filter_map(|at| pages.get(at).cloned()).collect();
    (pages, neighbours)
}

/// Reports Markdown pictures with empty square brackets, and figures without `alt`. Decorative pictures are written
/// in HTML, or with an empty `alt`.
fn pictures_without_words(page: &CheckedPage<'_>, article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    // A theme's own figure may take its text from elsewhere.
    let figure = page.templates.component("figure").filter(|figure| figure.takes("alt"));
    let is_figure = |used: &&DirectiveUse| figure.is_some_and(|figure| figure.directive == used.name.value);
    for used in article.body.uses.iter().filter(is_figure) {
        if used.get("src").is_some() && used.get("alt").is_none() {
            diagnostics.push(Diagnostic::new(
                &media::MISSING_ALT,
                Place::new(&article.file, used.span.clone()),
                "the picture of this figure has no alternative text",
                "add `alt=\"…\"` and say what it shows; the caption says what to conclude from it",
            ));
        }
    }
    for picture in article.body.all_pictures().filter(|picture| picture.alt.trim().is_empty()) {
        diagnostics.push(Diagnostic::new(
            &media::MISSING_ALT,
            Place::new(&article.file, picture.span.clone()),
            "this picture has no alternative text",
            "say between the square brackets what it shows; for decoration, write `<img src=\"…\" alt=\"\">`",
        ));
    }
}

impl<'a> CheckedPage<'a> {
    /// The article that the page was made from.
    fn article(&self) -> Option<&'a Article> {
        let file = self.target.basis().page()?;
        self.world.site.page_of(file)?.article.as_deref()
    }

    fn title(&self) -> String {
        let site = &self.world.site;
        match self.target.basis() {
            Basis::Page(file) => site.page_of(file).map_or_else(String::new, |page| page.title.clone()),
            Basis::Row(id) => {
                site.rows.find(id).map_or_else(String::new, |id| site.rows.row(id).name().value.clone())
            }
            Basis::Rows(_) | Basis::Tag(_) | Basis::File(_) | Basis::Site => String::new(),
        }
    }

    /// The start of its template.
    fn template_start(&self) -> Place {
        Place::start_of(&format!("templates/{}", self.template).into())
    }
}

/// The host of a full address; empty if it has none.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or("")
}

/// The words of HTML text: with character references decoded, and single spaces.
fn plain(text: &str) -> String {
    let text = crate::html::decode(text);
    let mut words = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// `words` in quotes, shortened if there are many.
fn quoted(words: &str) -> String {
    const LONG: usize = 50;
    match words.char_indices().nth(LONG) {
        Some((end, _)) => format!("“{}…”", words[..end].trim_end()),
        None => format!("“{words}”"),
    }
}
