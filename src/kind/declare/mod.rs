//! The kinds and fields that a site declares under `[tables]` in `site.toml`.
//!
//! ```toml
//! [tables.vaccines]
//! row = "vaccine"
//! pages = true
//! schema_org = "Drug"
//! [tables.vaccines.fields.protects_from]
//! type = "text"
//! required = true
//! ```
//!
//! A field whose declaration has mistakes stays known, so that nobody calls it unknown in a row; nothing is read from it.

mod bounds;
mod field;
mod keys;
mod names;
mod roles;
mod schema;
mod takes;
mod terms;

use std::collections::BTreeMap;

use self::keys::{KeyReader, short};
pub use self::schema::schema;
use super::{Declaration, DeclaredBy, Field, FieldType, Kind, Kinds};
use crate::data::{Entry, Value, WRONG_TYPE};
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};

codes! {
    /// A table or its rows have a name that is not of the right form, or that something else has.
    ///
    /// ```toml
    /// [tables.exercises]
    /// row = "movement"
    /// ```
    ///
    /// The name after `tables.` is that of the table's files and of its directive: lower-case letters, digits and hyphens.
    /// `row` is the word before each row: lower-case letters, digits and underscores. Each belongs to one kind of row. The
    /// tables that come with balm have theirs already: add fields to them (`[tables.exercises.fields.level]`), or give your
    /// table another name.
    KIND_NAME = "kind-name", Error;
    /// A field has a name that is not of the right form, or that is taken.
    ///
    /// ```toml
    /// [tables.vaccines.fields.Protects-From]
    /// type = "text"
    /// ```
    ///
    /// A field is named with lower-case letters, digits and underscores, and starts with a letter: `protects_from`. Every row
    /// has `id` and `name` anyway, and templates get `url`, `kind` and `fields` of it; names that end in `_text` are made
    /// for the words of choices.
    FIELD_NAME = "field-name", Error;
    /// The declaration of a field does not say what it takes, or says what its type cannot have.
    ///
    /// ```toml
    /// [tables.vaccines.fields.note]
    /// type = "text"
    /// unit = "mg"
    /// ```
    ///
    /// A number has a unit, a choice has words, a reference leads to rows. Lists hold single values, and the fields of a group
    /// are no groups.
    FIELD_TYPE = "field-type", Error;
    /// The bounds of a field are upside down, or its type has none.
    ///
    /// ```toml
    /// [tables.vaccines.fields.doses]
    /// type = "number"
    /// min = 4
    /// max = 1
    /// ```
    ///
    /// `min` is the least that a value may be and `max` the most. Numbers, ranges, durations, ages and dates have bounds, each
    /// written like a value of the field.
    FIELD_BOUNDS = "field-bounds", Error;
    /// A role is given to a field that cannot play it.
    ///
    /// ```toml
    /// [tables.vaccines.fields.licensed]
    /// type = "yes-no"
    /// role = "caution"
    /// ```
    ///
    /// Roles tell balm what a field means to a reader's health, and its rules hold the field to that: a caution is a text or a
    /// list of texts, a source is a reference to `sources`, evidence is a grade. A claim is backed by fields with the roles
    /// `evidence` and `source`, in its group or beside it.
    FIELD_ROLE = "field-role", Error;
    /// A field refers to rows of a kind that the site does not have.
    ///
    /// ```toml
    /// [tables.vaccines.fields.instead]
    /// type = "reference"
    /// to = "vacines"
    /// ```
    ///
    /// `to` names tables by their files: those that come with balm, or those that `[tables]` declares.
    UNKNOWN_KIND = "unknown-kind", Error;
    /// The pages of two tables have the same address, or one has an address of balm's own.
    ///
    /// ```toml
    /// [tables.moves]
    /// row = "move"
    /// pages = "/exercises/"
    /// ```
    ///
    /// `pages = true` puts the list of all rows at the table's name, here `/moves/`. Give `pages` an address that is free.
    KIND_ADDRESS = "kind-address", Error;
    /// A type or property is not one of schema.org, or the type does not have the property.
    ///
    /// ```toml
    /// [tables.vaccines]
    /// row = "vaccine"
    /// schema_org = "Vaccine"
    /// ```
    ///
    /// Search engines know the terms of <https://schema.org> alone. balm has their tables, and what it publishes is true to
    /// them.
    SCHEMA_ORG_TERM = "schema-org-term", Error;
}

/// The kinds of a site: `ours`, with the fields that `tables` adds to them, and those that it declares. `tables` is the value
/// of `tables` in `file`; `None` where the site declares nothing.
#[must_use]
pub fn kinds(tables: Option<&Entry>, file: &FileName, ours: &Kinds) -> (Kinds, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Some(tables) = tables else { return (ours.clone(), diagnostics) };
    let Value::Table(entries) = &tables.value.value else {
        diagnostics.push(Diagnostic::new(
            &WRONG_TYPE,
            Place::new(file, tables.value.span.clone()),
            format!("`tables` takes one table of keys, not {}", tables.value.described()),
            "declare each table by its name: `[tables.vaccines]`",
        ));
        return (ours.clone(), diagnostics);
    };
    let own = entries
        .iter()
        .filter(|entry| matches!(entry.value.value, Value::Table(_)))
        .map(|entry| entry.key.clone());
    let mut stems: Vec<String> = ours.iter().map(|kind| kind.stem.clone()).collect();
    stems.extend(own.filter(|stem| ours.of_stem(stem).is_none()));
    let scope = DeclarationScope { file, ours, stems };
    let mut declared = Declarations { scope, kinds: Vec::new(), added: BTreeMap::new(), diagnostics };
    entries.iter().for_each(|entry| declared.table(entry));
    declared.finish()
}

/// What there is to refer to.
struct DeclarationScope<'a> {
    /// `site.toml`.
    file: &'a FileName,
    ours: &'a Kinds,
    /// The stems of all kinds, those that are yet to be read among them.
    stems: Vec<String>,
}

/// What was declared so far.
struct Declarations<'a> {
    scope: DeclarationScope<'a>,
    kinds: Vec<Declaration>,
    /// Fields added to kinds of ours, by stem.
    added: BTreeMap<&'a str, Vec<Field>>,
    diagnostics: Vec<Diagnostic>,
}

/// The keys of a table.
const KEYS: [&str; 7] = ["row", "title", "one", "description", "pages", "schema_org", "fields"];

impl<'a> Declarations<'a> {
    fn table(&mut self, entry: &Entry) {
        let (file, ours) = (self.scope.file, self.scope.ours);
        let what = format!("`[tables.{}]`", short(&entry.key));
        let Value::Table(entries) = &entry.value.value else {
            if entry.value.value != Value::Unread {
                self.diagnostics.push(Diagnostic::new(
                    &WRONG_TYPE,
                    Place::new(file, entry.value.span.clone()),
                    format!(
                        "`{}` takes one table of keys, not {}",
                        short(&entry.key),
                        entry.value.described()
                    ),
                    format!("write {what} on a line of its own, and its keys with values below it"),
                ));
            }
            return;
        };
        let mut keys = KeyReader::new(what, entries, entry.key_span.clone(), file, &mut self.diagnostics);
        if let Some(kind) = ours.of_stem(&entry.key) {
            names::only_fields(&mut keys, entries, kind);
            let fields = fields(&mut keys, entries, &format!("tables.{}", kind.stem), &self.scope);
            let fields = names::free(&mut keys, fields, kind);
            self.added.entry(&kind.stem).or_default().extend(fields);
            return;
        }
        keys.only(&KEYS);
        let Some(stem) = names::stem(&mut keys, entry, ours) else { return };
        let key = names::row(&mut keys, &stem, ours, &self.kinds);
        let title = keys
            .text("title")
            .map_or_else(|| capitalised(&stem.replace('-', " ")), |(title, _)| title.to_owned());
        let noun =
            keys.text("one").map_or_else(|| with_article(&key.replace('_', " ")), |(one, _)| one.to_owned());
        let documentation = keys.text("description").map_or_else(String::new, |(text, _)| text.to_owned());
        let pages = names::pages(&mut keys, &stem, ours, &self.kinds);
        let schema_org = terms::of_kind(&mut keys);
        let mut all = vec![Field {
            name: "name".to_owned(),
            label: "Name".to_owned(),
            documentation: format!("What {noun} is called."),
            takes: FieldType::Text,
            required: true,
            default: None,
            role: None,
            asked: true,
            instead: Vec::new(),
            schema_org: None,
            origin: DeclaredBy::BuiltIn,
        }];
        all.extend(fields(&mut keys, entries, &format!("tables.{stem}"), &self.scope));
        terms::of_fields(&mut keys, entries, schema_org.as_deref(), &all);
        let continued = all
            .iter()
            .filter(|field| matches!(field.takes, FieldType::Group { repeats: true, .. }))
            .map(|field| field.name.clone())
            .collect();
        self.kinds.push(Declaration {
            stem,
            key,
            noun,
            title,
            documentation,
            name_field: "name".to_owned(),
            fields: all,
            continued,
            pages,
            schema_org,
            asks: Vec::new(),
            origin: DeclaredBy::Site(Place::new(file, entry.key_span.clone())),
        });
    }

    /// All kinds, once it is known which there are.
    fn finish(mut self) -> (Kinds, Vec<Diagnostic>) {
        let ours = self.scope.ours.iter().map(|kind| match self.added.remove(kind.stem.as_str()) {
            None => kind.clone(),
            Some(fields) => {
                let mut declaration = kind.declaration().clone();
                declaration.fields.extend(fields);
                Kind::new(declaration)
            }
        });
        let ours: Vec<Kind> = ours.collect();
        (Kinds::new(ours.into_iter().chain(self.kinds.into_iter().map(Kind::new))), self.diagnostics)
    }
}

/// The fields that the table `keys` has under `fields`. `path` leads to that table: "tables.vaccines".
fn fields(
    keys: &mut KeyReader<'_>,
    entries: &[Entry],
    path: &str,
    scope: &DeclarationScope<'_>,
) -> Vec<Field> {
    let Some(entry) = entries.iter().find(|entry| entry.key == "fields") else { return Vec::new() };
    let Value::Table(inner) = &entry.value.value else {
        if entry.value.value != Value::Unread {
            keys.wrong(
                "fields",
                &entry.value,
                "one table of keys",
                &format!("declare each field by its name: `[{path}.fields.note]`"),
            );
        }
        return Vec::new();
    };
    let fields: Vec<Field> =
        inner.iter().filter_map(|entry| field::read(entry, path, false, scope, keys.diagnostics())).collect();
    roles::claims(&fields, inner, scope, keys.diagnostics());
    roles::pictures(&fields, keys.diagnostics());
    fields
}

/// "vaccine" with "a", "opening time" with "an".
fn with_article(words: &str) -> String {
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {words}")
}

/// `words` with a capital: "Opening hours".
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
