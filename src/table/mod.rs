//! Tables: causes, remedies, exercises, questions and sources, as typed rows.
//!
//! A row is read into cells by the declaration of its kind. For a kind that comes with balm that declaration is made from a
//! Rust type, one file each, which is also what rules about health go by ([`Record`]). TOML and CSV are two ways to write the
//! same rows.
//!
//! Architecture Invariant: this module sees one file at a time. Whether an id is taken, and what a reference
//! leads to, is found out where all files are known.

pub mod cause;
pub mod cell;
pub mod choice;
mod continued;
mod csv;
mod csv_slip;
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
mod record;
pub mod red_flags;
pub mod remedy;
mod row;
mod schema;
pub mod source;
mod split;
#[cfg(test)]
mod tests;
mod toml;
pub mod whole;
pub mod word;
pub mod written;

pub use self::cause::Cause;
pub use self::cell::{Cell, CellValue, Cells, Leaf};
pub use self::exercise::Exercise;
pub use self::inline::{Block, Inline};
pub use self::parsed::{Table, parse};
pub use self::question::Question;
pub use self::read::mistake;
pub use self::record::{About, BuiltIn, Record, built_in};
pub use self::red_flags::RedFlags;
pub use self::remedy::Remedy;
pub use self::row::{Row, RowReference};
pub use self::schema::schema;
pub use self::source::Source;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place, nearest};
use crate::kind::{Kind, Kinds};
use crate::source::File;

codes! {
    /// A placeholder that `balm new` inserted has not been replaced.
    ///
    /// ```toml
    /// steps = ["TODO: say what to do first"]
    /// # TODO: check this example. How many times to do it.
    /// reps = 10
    /// ```
    ///
    /// It would be published as it is. Write the text, or delete the field. Replace a value that comes with such a comment by
    /// that of your source, and delete the comment.
    UNFINISHED = "unfinished", Warning;
    /// A table file contains something other than its rows.
    ///
    /// The name of the file says what its rows are: `exercises.toml` contains `[[exercise]]`, and so on.
    ///
    /// ```toml
    /// [[exercises]]
    /// name = "Bird dog"
    /// ```
    ///
    /// Write the word in the singular, `[[exercise]]`, and put other kinds of rows into their own files.
    TABLE_KEY = "table-key", Error;
    /// A row is written as `[exercise]` instead of `[[exercise]]`.
    ///
    /// ```toml
    /// [exercise]
    /// name = "Bird dog"
    /// ```
    ///
    /// Double brackets start a row in a list: write `[[exercise]]` before each row.
    NOT_A_LIST = "not-a-list", Error;
    /// A table file has no rows.
    ///
    /// It may be empty, or a spreadsheet with only a header. Add rows, or remove the file.
    EMPTY_TABLE = "empty-table", Warning;
    /// An id does not consist of lower-case letters, digits and hyphens.
    ///
    /// ```toml
    /// id = "Bird Dog"
    /// ```
    ///
    /// An id becomes part of an address, so it is written as it will appear there: `bird-dog`. Without `id`, it is
    /// made from the name.
    ID_FORM = "id-form", Error;
    /// Two values of a row contradict each other.
    ///
    /// ```toml
    /// side = "none"
    /// reps_per_side = true
    /// ```
    ///
    /// A reader would get a wrong dose or a broken link. Change one of the two.
    CONTRADICTION = "contradiction", Error;
    /// A CSV row has fewer cells than the header.
    ///
    /// ```csv
    /// name,kind,steps
    /// Bird dog,strength
    /// ```
    ///
    /// A separator is missing, so values may be in the wrong columns. An empty cell still needs its separator.
    SHORT_ROW = "short-row", Error;
    /// A CSV row has more cells than the header.
    ///
    /// ```csv
    /// name,summary
    /// Bird dog,Slow, steady
    /// ```
    ///
    /// A cell that contains the separator needs double quotes around it: `"Slow, steady"`.
    LONG_ROW = "long-row", Error;
    /// The first row of a CSV table does not name every column.
    ///
    /// The first row says what each column contains: `name,kind,steps`.
    MISSING_HEADER = "missing-header", Error;
    /// A CSV file lacks a column that every row needs.
    ///
    /// ```csv
    /// name,kind
    /// ```
    ///
    /// An exercise cannot be shown without its steps. Add the column `steps`.
    MISSING_COLUMN = "missing-column", Error;
    /// balm does not know a CSV column.
    ///
    /// Its cells would be ignored silently. `balm schema` prints every field there is; a field inside another is
    /// written with a dot, such as `evidence.grade`.
    UNKNOWN_COLUMN = "unknown-column", Error;
    /// Two CSV columns have the same name.
    ///
    /// Only one of them can be used. Remove or rename the other.
    DUPLICATE_COLUMN = "duplicate-column", Error;
    /// The name of a TOML or CSV file is not that of a kind of table.
    ///
    /// `balm schema` lists the tables that there are; each may be a `.toml` or a `.csv` file. Rename the file, or declare
    /// the table under `[tables]` in `site.toml`; one that readers are to download belongs in `static/`.
    UNKNOWN_TABLE = "unknown-table", Error;
    /// A double quote that opens a CSV cell is never closed.
    ///
    /// Everything after it would be one cell. Close the cell with another double quote; to put a quote inside a cell,
    /// double it: `"an ""open"" quote"`.
    UNCLOSED_QUOTE = "unclosed-quote", Error;
    /// A double quote around a CSV cell is not at its very start or end.
    ///
    /// ```csv
    /// "say "stop" if it hurts", "Slow, steady"
    /// ```
    ///
    /// A cell ends at its closing quote, so double any quotes inside a quoted cell: `"say ""stop"" if it hurts"`.
    /// After a space, a quote does not open a cell: the text would be split at its comma and shown with its quotes.
    /// Remove the space.
    STRAY_QUOTE = "stray-quote", Error;
    /// A list in a CSV cell is split inside a sentence.
    ///
    /// ```csv
    /// Lift your leg; then lower it slowly; Rest
    /// ```
    ///
    /// A semicolon starts the next item of a list. The first of these items starts with a capital and the next does not,
    /// so the semicolon was probably meant for the reader. Write `\;` for a semicolon within an item: `Lift your leg\; then
    /// lower it slowly; Rest`.
    PARTED_SENTENCE = "parted-sentence", Warning;
}

/// Which of `kinds` the table at `path` (`content/back-pain/exercises.toml`) is; `None` where it is no table.
#[must_use]
pub fn kind_of<'a>(path: &str, kinds: &'a Kinds) -> Option<&'a Kind> {
    let name = path.strip_prefix("content/")?.rsplit('/').next()?;
    let (stem, _) = name.rsplit_once('.')?;
    is_data(name).then(|| kinds.of_stem(stem))?
}

/// Whether the file at `path` can be a table, of whatever kind.
#[must_use]
pub fn is_data(path: &str) -> bool {
    matches!(crate::source::extension(path).as_str(), "toml" | "csv")
}

/// Reports `file`, a TOML or CSV file that [`kind_of`] does not know.
#[must_use]
pub fn unknown_file(file: &FileName, kinds: &Kinds) -> Diagnostic {
    let name = file.rsplit('/').next().unwrap_or(file);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stems = || kinds.iter().map(|kind| kind.stem.as_str());
    let help = match nearest(stem, stems()) {
        Some(near) => format!("did you mean `{near}.{ending}`?"),
        None => format!("tables are {}; put downloads into `static/`", listed(stems())),
    };
    Diagnostic::new(
        &UNKNOWN_TABLE,
        Place::start_of(file),
        format!("`{name}` is not the name of a table"),
        help,
    )
}

/// "`causes`, `remedies` and `sources`".
#[must_use]
pub fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A row for the spreadsheet `text`, with `values` under the columns they name (`evidence.grade`) and its other
/// cells empty; no line break at its end. `None` where `text` has no header row.
#[must_use]
pub fn csv_line(text: &str, values: &[(&str, &str)]) -> Option<String> {
    csv::line(text, values)
}

/// Reads the rows of `file`, a table of one of `kinds`: every row that can be understood, and everything that is wrong. A
/// file that is no table ([`kind_of`]) has neither.
#[must_use]
pub fn rows(file: &File, kinds: &Kinds) -> (Vec<Row>, Vec<Diagnostic>) {
    kind_of(&file.path, kinds).map_or_else(Default::default, |kind| read::table(file, kind, kinds))
}
