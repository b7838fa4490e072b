//! The declaration of a kind.

use super::field::Field;
use super::role::Role;
use crate::diagnostic::Place;

/// What a kind of row is.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Declaration {
    /// The stem of its files' names and the name of its directive: "vaccines". Lower-case letters, digits and hyphens.
    pub stem: String,
    /// The word before each row in TOML, and for it in templates: "vaccine". Lower-case letters, digits and underscores.
    pub key: String,
    /// One row in words, for messages: "a vaccine".
    pub noun: String,
    /// What readers see above all rows: "Vaccines".
    pub title: String,
    /// What a row is, for schemas and editors; may be empty.
    pub documentation: String,
    /// The field that holds a row's name: "name"; "title" of a source, "question" of a question. Always among `fields`.
    pub name_field: String,
    /// Its fields, `id` left out, in the order in which they were declared, which is that of pages and schemas.
    pub fields: Vec<Field>,
    /// The groups of which each row of a spreadsheet holds one item, further rows of the same name the next ones.
    pub continued: Vec<String>,
    /// Where its rows have pages.
    pub pages: Option<KindPages>,
    /// What a row is in schema.org: "Drug". `None` where it is only named by its page.
    pub schema_org: Option<String>,
    /// How rules say that a row says nothing in the fields with a role; in general words where nothing is said here.
    pub asks: Vec<Ask>,
    /// Who declared it.
    pub origin: DeclaredBy,
}

/// How rules say that a row says nothing in the fields with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// The role.
    pub role: Role,
    /// What is missing, to follow the row's name: "does not say when to stop".
    pub fact: &'static str,
    /// The way out in TOML.
    pub help: &'static str,
    /// The way out in a spreadsheet, where it differs.
    pub cell: Option<&'static str>,
}

/// Where rows of a kind have pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KindPages {
    /// The address of the list of all rows, and the start of each row's: "/vaccines/".
    pub address: String,
}

/// Who declared a kind or a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DeclaredBy {
    /// It comes with balm.
    BuiltIn,
    /// The site did, in this place of `site.toml`.
    Site(Place),
}

impl Declaration {
    /// The field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field at `path`, which names fields of groups with a dot: "dose.amount".
    #[must_use]
    pub fn field_at(&self, path: &str) -> Option<&Field> {
        let mut names = path.split('.');
        let outer = self.field(names.next()?)?;
        names.try_fold(outer, |field, name| field.inner().iter().find(|inner| inner.name == name))
    }

    /// The fields of the row itself that have `role`, in their order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.role == Some(role))
    }

    /// Whether one of its fields, or of the fields in its groups, has `role`.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        let mut all = self.fields.iter().chain(self.fields.iter().flat_map(Field::inner));
        all.any(|field| field.role == Some(role))
    }

    /// Whether it comes with balm. A site may have added fields to it.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        self.origin == DeclaredBy::BuiltIn
    }
}
