//! A page that still has to be rendered: which template, with which values.

use std::rc::Rc;
use std::sync::Arc;

use tera::{Context, Value};

use super::value::MapEntries;
use super::{Bytes, Reader, Rendered};
use crate::data::control_characters;
use crate::diagnostic::{Diagnostic, FileName};
use crate::site::rows::RowId;
use crate::template::render_fault;
use crate::template::scene::{self, Lookup};
use crate::trace::Read;
use crate::{html, origin};

/// A template with its values.
pub(crate) struct Draft {
    template: String,
    /// The values, apart from `site`.
    pub(crate) context: Context,
    /// The file that paths in the template's function calls are relative to.
    file: FileName,
    /// What went wrong while the values were made.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The rows that its article's directives were given.
    pub(crate) rows: Vec<RowId>,
    /// Those of them that a directive shows, with its number.
    pub(crate) shown: Vec<(RowId, usize)>,
}

impl Draft {
    /// A draft in which nothing has gone wrong so far.
    pub(crate) fn new(template: &str, context: Context, file: &FileName) -> Draft {
        let (template, file) = (template.to_owned(), Arc::clone(file));
        Draft { template, context, file, diagnostics: Vec::new(), rows: Vec::new(), shown: Vec::new() }
    }

    /// A draft whose template gets `page`.
    pub(crate) fn of_page(template: &str, page: MapEntries, file: &FileName) -> Draft {
        let mut context = Context::new();
        context.insert_value("page", Value::from(page));
        Draft::new(template, context, file)
    }

    fn json_ld(&self) -> String {
        let own = self.context.get("page").and_then(|page| page.get_from_path("json_ld"));
        own.and_then(|own| own.as_str()).unwrap_or_default().to_owned()
    }

    /// Runs the template.
    pub(crate) fn finish(mut self, reader: &Rc<Reader>) -> Rendered {
        self.context.insert_value("site", reader.site_value());
        reader.notes().add(|| Read::Template(self.template.as_str().into()));
        let lookup: Rc<dyn Lookup> = Rc::clone(reader) as Rc<dyn Lookup>;
        let mut bytes = Vec::with_capacity(16 * 1024);
        let (result, outcome) = scene::within(&lookup, &self.file, || {
            reader.tera().render_to(&self.template, &self.context, &mut bytes)
        });
        self.rows.extend(outcome.rows);
        let mut rendered = Rendered {
            json_ld: self.json_ld(),
            template: self.template,
            rows: self.rows,
            shown: self.shown,
            ..Rendered::default()
        };
        let Err(error) = result else {
            if rendered.template.ends_with(".xml") {
                // Tera writes UTF-8.
                let text = String::from_utf8(bytes).unwrap_or_default();
                bytes = control_characters::fit_for_xml(text).into_bytes();
            }
            rendered.bytes = Some(Bytes::Own(without_comments(bytes)));
            rendered.diagnostics = self.diagnostics;
            return rendered;
        };
        let mut diagnostic = render_fault(&error, &rendered.template);
        let problem = outcome.problems.into_iter().next();
        let reported = problem.as_ref().is_some_and(|problem| problem.reported);
        if let Some(problem) = problem {
            diagnostic.message = problem.message;
            diagnostic.help = problem.help;
        }
        self.diagnostics.extend((!reported).then_some(diagnostic));
        rendered.diagnostics = self.diagnostics;
        rendered
    }
}

/// A page without the comments in its template, which are for authors. Marks in a comment stay, so that each keeps its partner.
fn without_comments(page: Vec<u8>) -> Vec<u8> {
    if memchr::memmem::find(&page, b"<!--").is_none() {
        return page;
    }
    let Ok(html) = std::str::from_utf8(&page) else { return page };
    let mut kept = String::with_capacity(html.len());
    let mut done = 0;
    for comment in html::comments(html) {
        kept.push_str(&html[done..comment.start]);
        kept.extend(html[comment.clone()].chars().filter(|&c| origin::is_mark(c)));
        done = comment.end;
    }
    kept.push_str(&html[done..]);
    kept.into_bytes()
}
