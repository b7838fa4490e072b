//! A route to bytes.
//!
//! Architecture Invariant: rendering reads a [`View`] and nothing else, and touches no disk; a page is a
//! function of the view. What goes wrong becomes a diagnostic at the author's line where an author can mend
//! it, else in the template.

mod fill;
mod lists;
mod page;
mod value;
mod view;

use std::borrow::Cow;
use std::sync::Arc;

use tera::{Context, Value};

use crate::diagnostic::{Diagnostic, FileName};
use crate::route::{Route, Target};
use crate::template::render_fault;
use crate::template::scene::{self, Lookup, Read};

pub use view::View;

/// The bytes of one output, with what is wrong with it.
#[derive(Debug)]
pub struct Rendered<'a> {
    /// The output; empty where it could not be rendered.
    pub bytes: Cow<'a, [u8]>,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// A page on its way: which template, with which values.
struct Draft {
    template: String,
    context: Context,
    /// The file that function calls in the template are seen from.
    file: FileName,
    diagnostics: Vec<Diagnostic>,
}

/// Renders one output.
#[must_use]
pub fn render<'a>(view: &'a Arc<View>, route: &Route) -> Rendered<'a> {
    let draft = match &route.target {
        Target::Asset(source) => {
            let bytes = view.linker.assets.get(source).map_or(&[][..], |asset| asset.content.bytes());
            return Rendered { bytes: Cow::Borrowed(bytes), diagnostics: Vec::new() };
        }
        Target::Page(id) => page::article(view, *id),
        Target::Row(id) => page::row(view, *id),
        Target::Rows(kind) => page::rows(view, *kind),
        Target::Programme => page::programme(view),
        Target::Tags => page::tags(view),
        Target::Tag(slug) => page::tag(view, slug),
        Target::Sources => page::sources(view),
        Target::NotFound => page::not_found(view),
        Target::Redirect(id) => page::redirect(view, *id, &route.url),
        Target::Feed => lists::feed(view),
        Target::Sitemap => lists::sitemap(view),
    };
    finish(view, draft)
}

/// Runs the template of a draft.
fn finish<'a>(view: &'a Arc<View>, mut draft: Draft) -> Rendered<'a> {
    draft.context.insert_value("site", view.site_value.clone());
    let lookup: Arc<dyn Lookup> = Arc::clone(view) as Arc<dyn Lookup>;
    let mut bytes = Vec::with_capacity(16 * 1024);
    let (result, outcome) = scene::within(&lookup, &draft.file, || {
        view.templates.tera.render_to(&draft.template, &draft.context, &mut bytes)
    });
    if let Err(error) = result {
        let mut diagnostic = render_fault(&error, &draft.template);
        let problem = outcome.problems.into_iter().next();
        let reported = problem.as_ref().is_some_and(|problem| problem.reported);
        if let Some(problem) = problem {
            diagnostic.message = problem.message;
            diagnostic.help = problem.help;
        }
        draft.diagnostics.extend((!reported).then_some(diagnostic));
        bytes.clear();
    }
    Rendered { bytes: Cow::Owned(bytes), diagnostics: draft.diagnostics }
}

/// The rows among `reads`, each once, in order of first use.
fn rows_read(reads: &[Read]) -> Vec<usize> {
    let mut rows = Vec::new();
    for Read::Row(id) in reads {
        if !rows.contains(id) {
            rows.push(*id);
        }
    }
    rows
}

/// A value for `{{ … }}` that is already HTML.
fn safe(html: &str) -> Value {
    Value::safe_string(html)
}
