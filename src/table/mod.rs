//! Tables: causes, remedies, exercises, questions and sources, as typed rows.
//!
//! One file per kind says which fields a row has; the same struct is what is read, what `balm schema` prints
//! and what templates get. TOML and CSV are two ways to write the same rows.
//!
//! Architecture Invariant: this module sees one file at a time. Whether an id is taken, and what a reference
//! leads to, is found out where all files are known.

pub mod cause;
pub mod cell;
pub mod choice;
mod continued;
mod csv;
mod declaration;
mod declared;
pub mod dose;
pub mod exercise;
pub mod inline;
pub mod markdown;
pub mod parsed;
pub mod pose;
pub mod position;
pub mod question;
pub mod range;
mod read;
pub mod red_flags;
pub mod remedy;
mod schema;
pub mod source;
mod split;
#[cfg(test)]
mod tests;
mod toml;
pub mod whole;
pub mod word;
pub mod written;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

pub use self::cause::Cause;
pub use self::cell::{Cell, CellValue, Cells, Leaf};
pub use self::exercise::Exercise;
pub use self::inline::{Block, Inline};
pub use self::parsed::{Table, parse};
pub use self::question::Question;
pub use self::read::mistake;
pub use self::red_flags::RedFlags;
pub use self::remedy::Remedy;
pub use self::schema::schema;
pub use self::source::Source;

use crate::data::{Date, Misread, Shape, Spanned, Typed};
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place, nearest};
use crate::kind::Field;
use crate::source::File;

codes! {
    /// A text that `balm new` put in, and that nobody has written yet.
    ///
    /// ```toml
    /// steps = ["TODO: say what to do first"]
    /// ```
    ///
    /// It would be published as it stands. Write the text, or delete the field.
    UNFINISHED = "unfinished", Warning;
    /// A table file holds something other than its rows.
    ///
    /// The file's name says what its rows are: `exercises.toml` holds `[[exercise]]`, and so on.
    ///
    /// ```toml
    /// [[exercises]]
    /// name = "Bird dog"
    /// ```
    ///
    /// Write the word in the singular, `[[exercise]]`, and keep rows of another kind in their own file.
    TABLE_KEY = "table-key", Error;
    /// A row is written as `[exercise]` where a list of rows is wanted.
    ///
    /// ```toml
    /// [exercise]
    /// name = "Bird dog"
    /// ```
    ///
    /// Double brackets start one row of a list: write `[[exercise]]` before each.
    NOT_A_LIST = "not-a-list", Error;
    /// A table file has no rows.
    ///
    /// It may be empty, or a spreadsheet with a header and nothing below it. Add rows, or remove the file.
    EMPTY_TABLE = "empty-table", Warning;
    /// An id is not made of lower-case letters, digits and hyphens.
    ///
    /// ```toml
    /// id = "Bird Dog"
    /// ```
    ///
    /// An id becomes part of an address, so it is written as it will look there: `bird-dog`. Leave `id` out
    /// and it is made of the name.
    ID_FORM = "id-form", Error;
    /// Two values of a row cannot both be true.
    ///
    /// ```toml
    /// side = "none"
    /// reps_per_side = true
    /// ```
    ///
    /// A reader would get a wrong dose or a link that leads nowhere. Change one of the two.
    CONTRADICTION = "contradiction", Error;
    /// A CSV row has fewer cells than the header.
    ///
    /// ```csv
    /// name,kind,steps
    /// Bird dog,strength
    /// ```
    ///
    /// A separator is missing, so values may stand in the wrong columns. An empty cell still needs its
    /// separator.
    SHORT_ROW = "short-row", Error;
    /// A CSV row has more cells than the header.
    ///
    /// ```csv
    /// name,summary
    /// Bird dog,Slow, steady
    /// ```
    ///
    /// A cell that contains the separator has to stand between double quotes: `"Slow, steady"`.
    LONG_ROW = "long-row", Error;
    /// The first row of a CSV table names no columns, or one of its cells is empty.
    ///
    /// The first row says what each column holds: `name,kind,steps`.
    MISSING_HEADER = "missing-header", Error;
    /// A column that every row needs is not in the CSV file.
    ///
    /// ```csv
    /// name,kind
    /// ```
    ///
    /// An exercise cannot be shown without its steps. Add the column `steps`.
    MISSING_COLUMN = "missing-column", Error;
    /// A CSV column that balm does not know.
    ///
    /// Its cells would be ignored without a word. `balm schema` prints every field there is; a field inside
    /// another is written with a dot, such as `evidence.grade`.
    UNKNOWN_COLUMN = "unknown-column", Error;
    /// Two CSV columns have the same name.
    ///
    /// Only one of them could count. Remove or rename one.
    DUPLICATE_COLUMN = "duplicate-column", Error;
    /// A TOML or CSV file whose name is not that of a kind of table.
    ///
    /// Tables are `causes`, `remedies`, `exercises`, `faq`, `red-flags` and `sources`, each as `.toml` or `.csv`. Rename the
    /// file; one that readers are to download belongs in `static/`.
    UNKNOWN_TABLE = "unknown-table", Error;
    /// A double quote that opens a CSV cell is never closed.
    ///
    /// Everything after it would be one cell. Close the cell with another double quote; write a quote inside
    /// a cell twice: `"an ""open"" quote"`.
    UNCLOSED_QUOTE = "unclosed-quote", Error;
    /// A double quote around a CSV cell is not at its very start or end.
    ///
    /// ```csv
    /// "say "stop" if it hurts", "Slow, steady"
    /// ```
    ///
    /// A cell ends at its closing quote, so write a quote inside a quoted cell twice: `"say ""stop"" if it hurts"`. After
    /// a blank, a quote opens no cell: the text would be parted at its comma and shown with its quotes. Remove the blank.
    STRAY_QUOTE = "stray-quote", Error;
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What brings a complaint on.
    Cause,
    /// What may help.
    Remedy,
    /// What to do with one's body.
    Exercise,
    /// A question with its answer.
    Question,
    /// A set of danger signs.
    RedFlags,
    /// A work that is cited.
    Source,
}

/// Displayed, a kind is the name of its tables without their ending: "exercises".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stem())
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] =
        [Kind::Cause, Kind::Remedy, Kind::Exercise, Kind::Question, Kind::RedFlags, Kind::Source];

    /// The stem of its files' names, and the name of its directive: "exercises", "faq".
    #[must_use]
    pub fn stem(self) -> &'static str {
        match self {
            Kind::Cause => "causes",
            Kind::Remedy => "remedies",
            Kind::Exercise => "exercises",
            Kind::Question => "faq",
            Kind::RedFlags => "red-flags",
            Kind::Source => "sources",
        }
    }

    /// The word before each row in TOML, and for it in templates: "exercise".
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::Cause => "cause",
            Kind::Remedy => "remedy",
            Kind::Exercise => "exercise",
            Kind::Question => "question",
            Kind::RedFlags => "red_flags",
            Kind::Source => "source",
        }
    }

    /// One row in words: "an exercise".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Kind::Cause => "a cause",
            Kind::Remedy => "a remedy",
            Kind::Exercise => "an exercise",
            Kind::Question => "a question",
            Kind::RedFlags => "a set of danger signs",
            Kind::Source => "a source",
        }
    }

    /// The kind that `key` names.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its fields, in the order of pages and schemas.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        static FIELDS: LazyLock<BTreeMap<Kind, Vec<Field>>> = LazyLock::new(|| {
            let fields = |kind| match kind {
                Kind::Cause => declaration::fields_of::<Cause>(),
                Kind::Remedy => declaration::fields_of::<Remedy>(),
                Kind::Exercise => declaration::fields_of::<Exercise>(),
                Kind::Question => declaration::fields_of::<Question>(),
                Kind::RedFlags => declaration::fields_of::<RedFlags>(),
                Kind::Source => declaration::fields_of::<Source>(),
            };
            Kind::ALL.into_iter().map(|kind| (kind, fields(kind))).collect()
        });
        &FIELDS[&self]
    }

    fn shape(self) -> &'static Shape {
        match self {
            Kind::Cause => Cause::shape(),
            Kind::Remedy => Remedy::shape(),
            Kind::Exercise => Exercise::shape(),
            Kind::Question => Question::shape(),
            Kind::RedFlags => RedFlags::shape(),
            Kind::Source => Source::shape(),
        }
    }
}

/// The kind of the table at `path` (`content/back-pain/exercises.toml`); `None` where it is no table.
#[must_use]
pub fn kind_of(path: &str) -> Option<Kind> {
    let name = path.strip_prefix("content/")?.rsplit('/').next()?;
    let (stem, _) = name.rsplit_once('.')?;
    matches!(crate::source::extension(name).as_str(), "toml" | "csv")
        .then(|| Kind::ALL.into_iter().find(|kind| kind.stem() == stem))?
}

/// Reports `file`, a TOML or CSV file that [`kind_of`] does not know.
#[must_use]
pub fn unknown_file(file: &FileName) -> Diagnostic {
    let name = file.rsplit('/').next().unwrap_or(file);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let help = match nearest(stem, Kind::ALL.iter().map(|kind| kind.stem())) {
        Some(near) => format!("did you mean `{near}.{ending}`?"),
        None => {
            "tables are `causes`, `remedies`, `exercises`, `faq`, `red-flags` and `sources`; put downloads into `static/`"
                .into()
        }
    };
    Diagnostic::new(
        &UNKNOWN_TABLE,
        Place::start_of(file),
        format!("`{name}` is not the name of a table"),
        help,
    )
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its id and where that stands: at the name where none is given. Always its own slug, never empty.
    pub id: Spanned<String>,
    /// The whole row in its file.
    pub place: Place,
    /// What it says, field by field.
    pub cells: Cells,
    /// What it says, as the Rust type that rules go by.
    pub fields: Fields,
    /// The keys that were given and could not be read: they are not missing.
    pub misread: Misread,
}

impl Row {
    /// Whether one of `keys` ("hold", "evidence.grade") was given and could not be read, as a whole or in part.
    #[must_use]
    pub fn is_misread(&self, keys: &[&str]) -> bool {
        self.misread.has(keys)
    }
}

/// The fields of a row, by kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Fields {
    /// Of a cause.
    Cause(Box<Cause>),
    /// Of a remedy.
    Remedy(Box<Remedy>),
    /// Of an exercise.
    Exercise(Box<Exercise>),
    /// Of a question.
    Question(Box<Question>),
    /// Of a set of danger signs.
    RedFlags(Box<RedFlags>),
    /// Of a source.
    Source(Box<Source>),
}

/// The id of another row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference<'a> {
    /// The field it is in, which says the kinds of row it may lead to.
    pub field: &'a Field,
    /// The id.
    pub id: &'a str,
    /// Where it is.
    pub cell: &'a Cell,
}

impl Reference<'_> {
    /// The kinds of row it may lead to.
    #[must_use]
    pub fn to(&self) -> Vec<Kind> {
        let stems = self.field.takes.references().iter();
        stems.filter_map(|stem| Kind::ALL.into_iter().find(|kind| kind.stem() == stem)).collect()
    }
}

/// What the kinds of row have in common.
trait Record: Typed {
    const KIND: Kind;
    /// The list of which each row of a spreadsheet holds one item, further rows of the same name the next. Where there is
    /// none, a row is whole.
    const PART: Option<&str> = None;
    fn name(&self) -> &Spanned<String>;
    fn take_id(&mut self) -> Option<Spanned<String>>;
    fn into_fields(self) -> Fields;
    /// What templates get besides the cells, or in their place.
    fn extras(&self) -> Vec<(&'static str, CellValue)> {
        Vec::new()
    }
    /// Reports values that cannot stand together.
    fn check(&self, _id: &str, _file: &FileName, _diagnostics: &mut Vec<Diagnostic>) {}
}

impl Row {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match &self.fields {
            Fields::Cause(_) => Kind::Cause,
            Fields::Remedy(_) => Kind::Remedy,
            Fields::Exercise(_) => Kind::Exercise,
            Fields::Question(_) => Kind::Question,
            Fields::RedFlags(_) => Kind::RedFlags,
            Fields::Source(_) => Kind::Source,
        }
    }

    /// Its name, question or title: plain text, never blank.
    #[must_use]
    pub fn name(&self) -> &Spanned<String> {
        match &self.fields {
            Fields::Cause(cause) => cause.name(),
            Fields::Remedy(remedy) => remedy.name(),
            Fields::Exercise(exercise) => exercise.name(),
            Fields::Question(question) => question.name(),
            Fields::RedFlags(flags) => flags.name(),
            Fields::Source(source) => source.name(),
        }
    }

    /// The file it stands in.
    #[must_use]
    pub fn file(&self) -> &FileName {
        &self.place.file
    }

    /// Its table's folder under `content`: "back-muscle-spasms"; empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        let path = self.place.file.strip_prefix("content/").unwrap_or(&self.place.file);
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its fields in their order, each with its cell.
    pub fn cells(&self) -> impl Iterator<Item = (&Field, Option<&Cell>)> {
        self.cells.of(self.kind().fields())
    }

    /// The cell of the field called `name`.
    #[must_use]
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.get(self.kind().fields(), name)
    }

    /// The plain text of the field called `name`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.cell(name)?.value {
            CellValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Calls `visit` for each single value of the row, in the order of its fields.
    pub fn each<'a>(&'a self, mut visit: impl FnMut(Leaf<'a>)) {
        self.cells.each(self.kind().fields(), &mut visit);
    }

    /// What templates get besides the cells, or in their place.
    #[must_use]
    pub fn extras(&self) -> Vec<(&'static str, CellValue)> {
        match &self.fields {
            Fields::Cause(cause) => cause.extras(),
            Fields::Remedy(remedy) => remedy.extras(),
            Fields::Exercise(exercise) => exercise.extras(),
            Fields::Question(question) => question.extras(),
            Fields::RedFlags(flags) => flags.extras(),
            Fields::Source(source) => source.extras(),
        }
    }

    /// The pictures it names, each with its path as written.
    #[must_use]
    pub fn pictures(&self) -> Vec<(&str, Leaf<'_>)> {
        let mut pictures = Vec::new();
        self.each(|leaf| {
            if let CellValue::Picture(path) = &leaf.cell.value {
                pictures.push((path.as_str(), leaf));
            }
        });
        pictures
    }

    /// The days on which what it says was last compared with its sources.
    #[must_use]
    pub fn as_of(&self) -> Vec<Spanned<Date>> {
        let mut days = Vec::new();
        self.each(|leaf| {
            if let (CellValue::Date(value), "as_of") = (&leaf.cell.value, leaf.field.name.as_str()) {
                days.push(Spanned { value: *value, start: leaf.cell.span.start, end: leaf.cell.span.end });
            }
        });
        days
    }

    /// The other rows it names, in the order of its fields.
    #[must_use]
    pub fn references(&self) -> Vec<Reference<'_>> {
        let mut references = Vec::new();
        self.each(|Leaf { field, cell, .. }| {
            if let CellValue::Reference(id) = &cell.value {
                references.push(Reference { field, id, cell });
            }
        });
        references
    }
}

/// A row for the spreadsheet `text`, with `values` under the columns they name (`evidence.grade`) and its other
/// cells empty; no line break at its end. `None` where `text` has no header row.
#[must_use]
pub fn csv_line(text: &str, values: &[(&str, &str)]) -> Option<String> {
    csv::line(text, values)
}

/// Reads the table in `file`: every row that can be understood, and everything that is wrong. A file that is
/// no table ([`kind_of`]) has neither.
#[must_use]
pub fn rows(file: &File) -> (Vec<Row>, Vec<Diagnostic>) {
    match kind_of(&file.path) {
        None => (Vec::new(), Vec::new()),
        Some(Kind::Cause) => read::table::<Cause>(file),
        Some(Kind::Remedy) => read::table::<Remedy>(file),
        Some(Kind::Exercise) => read::table::<Exercise>(file),
        Some(Kind::Question) => read::table::<Question>(file),
        Some(Kind::RedFlags) => read::table::<RedFlags>(file),
        Some(Kind::Source) => read::table::<Source>(file),
    }
}
