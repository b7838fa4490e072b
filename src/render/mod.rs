//! What outputs are made with: the values that templates see, articles and rows as HTML, what pages say to machines.
//! [`crate::output`] makes outputs of it.
//!
//! Architecture Invariant: rendering reads a [`View`] and nothing else, and touches no disk; a page is a
//! function of the view. What goes wrong becomes a diagnostic at the author's line where an author can fix
//! it, otherwise in the template. Nothing here knows which outputs there are.

pub(crate) mod apart;
mod digest;
mod draft;
mod figure;
mod fill;
pub(crate) mod head;
mod homes;
mod kind;
pub(crate) mod linked_data;
mod neighbours;
mod reader;
mod row;
pub(crate) mod value;
mod view;

use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::site::rows::RowId;
use crate::source::Content;
use crate::trace::Notes;

pub(crate) use draft::Draft;
pub(crate) use fill::{Filled, fill_article};
pub(crate) use reader::{MarkedTexts, Reader, Titled};
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
    /// The rows passed to templates and directives.
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

/// A value for `{{ … }}` that is already HTML.
pub(crate) fn safe(html: &str) -> Value {
    Value::safe_string(html)
}
