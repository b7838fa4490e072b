//! The kinds that come with balm, each with the Rust type of its rows.
//!
//! A type is attached to its kind here and nowhere else: it implements [`Record`] and [`BuiltIn`], and has a line in
//! [`ALL`]. Its declaration is made from both.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, LazyLock};

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::cell::CellValue;
use super::{Cause, Exercise, Question, RedFlags, Remedy, Source, declaration};
use crate::data::{Context, Decoded, Node, Shape, Typed, decode};
use crate::diagnostic::{Diagnostic, FileName};
use crate::kind::{Ask, Declaration, DeclaredBy, Kind, KindPages, Kinds};

/// What a kind that comes with balm has of its own in Rust.
pub trait Record: Any + fmt::Debug + Send + Sync {
    /// What templates get besides the cells, or in their place.
    fn extras(&self) -> Vec<(&'static str, CellValue)> {
        Vec::new()
    }

    /// Reports values that contradict each other. `id` is that of the row, which is in `file`.
    fn check(&self, _id: &str, _file: &FileName, _diagnostics: &mut Vec<Diagnostic>) {}
}

/// The type of the rows of a kind that comes with balm.
pub trait BuiltIn: Record + Typed {
    /// What a declaration says besides the fields.
    const ABOUT: About;

    /// The kind, without the fields that a site adds to it.
    #[must_use]
    fn kind() -> Kind {
        let known = built_in().of_stem(Self::ABOUT.stem).cloned();
        known.unwrap_or_else(|| Kind::new(declaration_of::<Self>()))
    }
}

/// What the declaration of a kind says besides its fields.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The stem of its files' names, and the name of its directive: "exercises".
    pub stem: &'static str,
    /// The word before each row in TOML, and for it in templates: "exercise".
    pub key: &'static str,
    /// One row in words: "an exercise".
    pub noun: &'static str,
    /// What readers see above all rows: "Exercises".
    pub title: &'static str,
    /// The field that holds a row's name.
    pub name_field: &'static str,
    /// The list of which each row of a spreadsheet holds one item, and further rows of the same name the next ones. Where
    /// there is none, a row is whole.
    pub continued: Option<&'static str>,
    /// Whether its rows have pages, and a list of all.
    pub has_pages: bool,
    /// What a row is in schema.org.
    pub schema_org: Option<&'static str>,
    /// How rules say that a row says nothing in the fields with a role, where general words do not do.
    pub asks: &'static [Ask],
}

/// Reads a row of a type.
type ReadRecord = fn(Node, &Context<'_>, &mut Vec<Diagnostic>) -> Decoded<Arc<dyn Record>>;

/// What is known of a kind's type.
pub(super) struct RecordType {
    stem: &'static str,
    declaration: fn() -> Declaration,
    /// The keys of a row.
    pub(super) shape: fn() -> &'static Shape,
    /// The JSON Schema of a row.
    pub(super) schema: fn(&mut SchemaGenerator) -> Schema,
    /// Reads a row.
    pub(super) read: ReadRecord,
}

const fn entry<R: BuiltIn>() -> RecordType {
    RecordType {
        stem: R::ABOUT.stem,
        declaration: declaration_of::<R>,
        shape: R::shape,
        schema: <R as JsonSchemaOf>::schema,
        read: read::<R>,
    }
}

/// Every kind that comes with balm, in the order in which they are listed to authors.
static ALL: &[RecordType] = &[
    entry::<Cause>(),
    entry::<Remedy>(),
    entry::<Exercise>(),
    entry::<Question>(),
    entry::<RedFlags>(),
    entry::<Source>(),
];

/// The kinds that come with balm.
#[must_use]
pub fn built_in() -> &'static Kinds {
    static KINDS: LazyLock<Kinds> =
        LazyLock::new(|| Kinds::new(ALL.iter().map(|entry| Kind::new((entry.declaration)()))));
    &KINDS
}

/// What is known of the type of `kind`'s rows; `None` for a kind of a site's own.
pub(super) fn of(kind: &Kind) -> Option<&'static RecordType> {
    ALL.iter().find(|entry| kind.is_built_in() && entry.stem == kind.stem)
}

trait JsonSchemaOf {
    fn schema(generator: &mut SchemaGenerator) -> Schema;
}

impl<R: JsonSchema> JsonSchemaOf for R {
    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<R>()
    }
}

fn read<R: BuiltIn>(
    node: Node,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Decoded<Arc<dyn Record>> {
    let Decoded { value, misread, node } = decode::<R>(node, context, diagnostics);
    Decoded { value: value.map(|record| Arc::new(record) as Arc<dyn Record>), misread, node }
}

fn declaration_of<R: BuiltIn>() -> Declaration {
    let About { stem, key, noun, title, name_field, continued, has_pages, schema_org, asks } = R::ABOUT;
    Declaration {
        stem: stem.to_owned(),
        key: key.to_owned(),
        noun: noun.to_owned(),
        title: title.to_owned(),
        documentation: declaration::documentation_of::<R>(),
        name_field: name_field.to_owned(),
        fields: declaration::fields_of::<R>(),
        continued: continued.into_iter().map(str::to_owned).collect(),
        pages: has_pages.then(|| KindPages { address: format!("/{stem}/") }),
        schema_org: schema_org.map(str::to_owned),
        asks: asks.to_vec(),
        origin: DeclaredBy::BuiltIn,
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads what balm is made of")]
    fn every_type_of_row_is_listed() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/table");
        let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
        let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
        let types: Vec<String> = texts
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .filter(|line| line.starts_with("impl BuiltIn for "))
            .collect();
        assert_eq!(types.len(), ALL.len(), "`ALL` has no line for one of {types:?}");
    }
}
