//! Everything that is published, a file for each kind of output. Each file holds where its outputs go, their titles,
//! what the rest of balm has to know of them ([`Facts`](crate::route::Facts)), and how their bytes are made.
//!
//! To add an output, add a variant to [`Target`], then a file here and its line in `outputs!`; the
//! compiler asks for both.
//!
//! Architecture Invariant: bytes are made from what a `Reader` yields and from nothing else, and nothing here touches
//! the disk.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

mod article;
mod asset;
mod feed;
mod not_found;
mod programme;
mod redirect;
mod row;
mod rows;
mod sitemap;
mod sources;
mod tag;
mod tags;

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::asset::Assets;
use crate::diagnostic::{Diagnostic, Place};
use crate::kind::Kind;
use crate::origin::{Marks, Origins};
use crate::render::{Bytes, Draft, MarkedTexts, Reader, Rendered, View};
use crate::route::{Basis, OutputKind, Route, Routes, Target};
use crate::site::Site;
use crate::trace::Notes;

/// Makes the outputs of a kind.
trait Maker: OutputKind {
    /// The output at `route`; `None` where the site no longer has what it is made from.
    fn make(&self, reader: &Rc<Reader>, route: &Route) -> Option<Made>;
}

/// An output before its template has run.
enum Made {
    /// A template with its values.
    Draft(Draft),
    /// Finished bytes.
    Bytes(Bytes),
}

/// Lists every kind of output by its [`Target`]. Where two outputs want the same address, the kind listed first gets
/// it.
macro_rules! outputs {
    ($($target:ident => $kind:expr,)+) => {
        const ALL: &[&'static dyn OutputKind] = &[$(&$kind),+];

        fn maker(target: &Target) -> &'static dyn Maker {
            match target {
                $(Target::$target { .. } => &$kind,)+
            }
        }
    };
}

outputs! {
    Page => article::ArticlePage,
    Tag => tag::TagPage,
    Tags => tags::TagsPage,
    Row => row::RowPage,
    Rows => rows::RowsPage,
    Programme => programme::ProgrammePage,
    Sources => sources::SourcesPage,
    NotFound => not_found::NotFoundPage,
    Feed => feed::Feed,
    Sitemap => sitemap::Sitemap,
    Asset => asset::AssetFile,
    // Last, so that where an alias is taken it is the alias that has to change.
    Redirect => redirect::Redirect,
}

/// The routes of all outputs of a site.
#[must_use]
pub fn route(site: &Site, assets: &Assets) -> (Routes, Vec<Diagnostic>) {
    Routes::plan(ALL, site, assets)
}

/// The templates that outputs use by name.
#[must_use]
pub fn templates() -> Vec<&'static str> {
    ALL.iter().flat_map(|kind| kind.facts().templates).copied().collect()
}

/// Renders one output. Its reads are added to `notes`.
#[must_use]
pub fn render(view: &Arc<View>, route: &Route, notes: Notes) -> Rendered {
    let reader = Rc::new(Reader::new(view, notes));
    let mut rendered = match maker(&route.target).make(&reader, route) {
        Some(Made::Draft(draft)) => draft.finish(&reader),
        Some(Made::Bytes(bytes)) => Rendered { bytes: Some(bytes), ..Rendered::default() },
        None => Rendered::default(),
    };
    rendered.notes = Rc::into_inner(reader).map(Reader::into_notes).unwrap_or_default();
    rendered
}

/// What the parts of the page at `route`, which is published as `html`, came from: it is rendered once more, with marks (see
/// [`crate::origin`]).
#[must_use]
pub fn origins(view: &Arc<View>, route: &Route, html: &str) -> Origins {
    let mut origins = Origins::default();
    let Some(traced) = view.templates.traced() else { return origins };
    let mut add = |level: MarkedTexts| {
        let reader = Rc::new(Reader::traced(view, Marks::after(Arc::clone(&traced.origins)), level));
        let Some(Made::Draft(draft)) = maker(&route.target).make(&reader, route) else { return false };
        let rendered = draft.finish(&reader);
        let bytes = rendered.bytes.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        let parts = bytes.zip(reader.marks()).and_then(|(bytes, marks)| marks.read(bytes, html));
        let is_same = parts.is_some();
        parts.into_iter().for_each(|parts| origins.add(parts));
        is_same
    };
    // Where a template looks at a text and does something else because of its mark, the marks of other texts still tell.
    if !add(MarkedTexts::ALL) {
        MarkedTexts::EACH.into_iter().for_each(|level| {
            add(level);
        });
    }
    origins
}

/// The template for rows of `kind`: the one called `name`, if there is one, otherwise `any`. A site's own kind may have the name
/// of another output, whose template is not for rows.
fn template_for<'a>(reader: &Reader, kind: &Kind, name: &'a str, any: &'a str) -> &'a str {
    let is_taken = || ALL.iter().any(|output| output.facts().templates.contains(&name));
    if reader.has_template(name) && (kind.is_built_in() || !is_taken()) { name } else { any }
}

/// The title of the page that `target` is about.
fn title_of_page<'a>(site: &'a Site, target: &'a Target) -> Cow<'a, str> {
    let Basis::Page(file) = target.basis() else { return "".into() };
    site.page_of(file).map_or("", |page| page.title.as_str()).into()
}

/// The first row of `kind`; without one, there is nothing to list.
fn first_row(site: &Site, kind: &Kind) -> Option<Place> {
    let row = site.rows.row(site.rows.of(kind).next()?);
    Some(Place::new(row.file(), row.id.span()))
}
