//! A route to bytes.
//!
//! Architecture Invariant: rendering reads a [`View`] and nothing else, and touches no disk; a page is a
//! function of the view. What goes wrong becomes a diagnostic at the author's line where an author can mend
//! it, else in the template.

mod beside;
mod digest;
mod figure;
mod fill;
mod linked_data;
mod lists;
mod page;
mod reader;
mod row;
mod value;
mod view;

use std::rc::Rc;
use std::sync::Arc;

use tera::{Context, Value};

use crate::diagnostic::{Diagnostic, FileName};
use crate::route::{Route, Target};
use crate::site::rows::RowId;
use crate::source::Content;
use crate::template::render_fault;
use crate::template::scene::{self, Lookup};
use crate::trace::{Notes, Read};
use reader::Reader;

pub use view::View;

/// The bytes of one output, with what is wrong with it and what it was made from.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The output; `None` where it could not be rendered.
    pub bytes: Option<Bytes>,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What was read.
    pub notes: Notes,
    /// The template it was made with; empty for one that is no page.
    pub template: String,
    /// The JSON-LD that its template was given; empty for one that is no page.
    pub json_ld: String,
    /// The rows that templates and directives were given.
    pub rows: Vec<RowId>,
    /// The rows that a directive of an article shows, each with the number of the directive.
    pub shown: Vec<(RowId, usize)>,
}

/// The bytes of an output.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// Those of a file of the site.
    Shared(Content),
    /// Those that a template made.
    Own(Vec<u8>),
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Shared(content) => content.bytes(),
            Bytes::Own(bytes) => bytes,
        }
    }
}

/// A page on its way: which template, with which values.
struct Draft {
    template: String,
    context: Context,
    /// The file that function calls in the template are seen from.
    file: FileName,
    diagnostics: Vec<Diagnostic>,
    /// The rows that its article's directives were given.
    rows: Vec<RowId>,
    /// Those of them that a directive shows, with its number.
    shown: Vec<(RowId, usize)>,
}

impl Draft {
    fn json_ld(&self) -> String {
        let own = self.context.get("page").and_then(|page| page.get_from_path("json_ld"));
        own.and_then(|own| own.as_str()).unwrap_or_default().to_owned()
    }
}

/// Renders one output. What it reads goes into `notes`.
#[must_use]
pub fn render(view: &Arc<View>, route: &Route, notes: Notes) -> Rendered {
    let reader = Rc::new(Reader::new(view, notes));
    let mut rendered = match &route.target {
        Target::Asset(source) => {
            Rendered { bytes: reader.asset(source).cloned().map(Bytes::Shared), ..Rendered::default() }
        }
        target => {
            draft(&reader, target, &route.url).map_or_else(Rendered::default, |draft| finish(&reader, draft))
        }
    };
    rendered.notes = Rc::into_inner(reader).map(Reader::into_notes).unwrap_or_default();
    rendered
}

/// What to render. Routes are made from what there is, so there is something.
fn draft(reader: &Rc<Reader>, target: &Target, url: &str) -> Option<Draft> {
    match target {
        Target::Asset(_) => None,
        Target::Page(file) => page::article(reader, file),
        Target::Row(id) => page::row(reader, id),
        Target::Rows(kind) => Some(page::rows(reader, *kind)),
        Target::Programme => Some(page::programme(reader)),
        Target::Tags => Some(page::tags(reader)),
        Target::Tag(slug) => page::tag(reader, slug, url),
        Target::Sources => Some(page::sources(reader)),
        Target::NotFound => Some(page::not_found(reader)),
        Target::Redirect(file) => page::redirect(reader, file, url),
        Target::Feed => Some(lists::feed(reader)),
        Target::Sitemap => Some(lists::sitemap(reader)),
    }
}

/// Runs the template of a draft.
fn finish(reader: &Rc<Reader>, mut draft: Draft) -> Rendered {
    draft.context.insert_value("site", reader.site_value());
    reader.notes().add(|| Read::Template(draft.template.as_str().into()));
    let lookup: Rc<dyn Lookup> = Rc::clone(reader) as Rc<dyn Lookup>;
    let mut bytes = Vec::with_capacity(16 * 1024);
    let (result, outcome) = scene::within(&lookup, &draft.file, || {
        reader.templates().tera.render_to(&draft.template, &draft.context, &mut bytes)
    });
    draft.rows.extend(outcome.rows);
    let mut rendered = Rendered {
        json_ld: draft.json_ld(),
        template: draft.template,
        rows: draft.rows,
        shown: draft.shown,
        ..Rendered::default()
    };
    let Err(error) = result else {
        rendered.bytes = Some(Bytes::Own(bytes));
        rendered.diagnostics = draft.diagnostics;
        return rendered;
    };
    let mut diagnostic = render_fault(&error, &rendered.template);
    let problem = outcome.problems.into_iter().next();
    let reported = problem.as_ref().is_some_and(|problem| problem.reported);
    if let Some(problem) = problem {
        diagnostic.message = problem.message;
        diagnostic.help = problem.help;
    }
    draft.diagnostics.extend((!reported).then_some(diagnostic));
    rendered.diagnostics = draft.diagnostics;
    rendered
}

/// A value for `{{ … }}` that is already HTML.
fn safe(html: &str) -> Value {
    Value::safe_string(html)
}
