//! A directive as an author used it: its name, form, label and arguments, with their places.

use std::ops::Range;

use super::body::Body;
use crate::data::Spanned;

/// The place a directive can have in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveForm {
    /// `:::name` … `:::` around blocks.
    Container,
    /// `::name` on a line of its own.
    Leaf,
    /// `:name[…]` in running text.
    Text,
}

impl DirectiveForm {
    /// The form as template metadata and messages name it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DirectiveForm::Container => "container",
            DirectiveForm::Leaf => "leaf",
            DirectiveForm::Text => "text",
        }
    }
}

/// One directive of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectiveUse {
    /// Its name, as written.
    pub name: Spanned<String>,
    /// Its place in the text.
    pub form: DirectiveForm,
    /// The text in square brackets.
    pub label: Option<DirectiveLabel>,
    /// The arguments in curly brackets, in order. `#x` is `id="x"`; a name alone is `true`.
    pub attributes: Vec<Argument>,
    /// The directive's own line or text in the file, in bytes.
    pub span: Range<usize>,
    /// The number of colons it starts with. As many close a container.
    pub colons: usize,
}

impl DirectiveUse {
    /// The value of the attribute `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Spanned<String>> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.value == name)
            .map(|attribute| &attribute.value)
    }
}

/// The label of a directive.
#[derive(Clone, Debug, PartialEq)]
pub struct DirectiveLabel {
    /// Its Markdown.
    pub text: Spanned<String>,
    /// The same as HTML, parsed apart from the text around it.
    pub body: Body,
}

/// One argument of a directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value, without quotes.
    pub value: Spanned<String>,
}
