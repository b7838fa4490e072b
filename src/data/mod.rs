//! Data documents with spans: TOML, YAML and spreadsheet rows become one kind of tree, and the tree becomes
//! typed values.
//!
//! Three formats, one way through: a reader makes [`Node`]s, [`decode()`] turns a node into a Rust type that
//! implements serde's `Deserialize`, and reports every mistake in it, not only the first.
//!
//! Architecture Invariant: this module does not know any of the types it decodes.

pub mod control_characters;
pub mod date;
pub mod decode;
pub mod deserialize;
pub mod format;
pub mod misread;
pub mod shape;
mod slip;
pub mod structure;
pub mod toml;
pub mod yaml;
mod yaml_slip;

use std::ops::Range;

pub use date::Date;
pub(crate) use date::MONTHS;
pub use decode::{CheckedKeys, Context, Decoded, check_keys, decode};
pub use deserialize::{Spanned, expecting, fail};
pub use format::{Format, WayOut};
pub use misread::Misread;
pub(crate) use shape::typed;
pub use shape::{Shape, Typed};
pub use structure::{Collection, way_out};

use crate::diagnostic::code::codes;

codes! {
    /// A text contains a control character, such as NUL.
    ///
    /// It is invisible: browsers do not show it, and feeds must not contain it. It usually means that a file is
    /// damaged or that the text was copied from somewhere else; in TOML it may also be an escape such as `\u0008`.
    /// Delete it. Tabs and line breaks are fine.
    CONTROL_CHARACTER = "control-character", Error;
    /// TOML, YAML or CSV cannot be read because of a wrong bracket, quote or line.
    ///
    /// ```toml
    /// title = "Heat
    /// ```
    ///
    /// The marked place is where reading stopped; the mistake is there or just before it.
    SYNTAX = "syntax", Error;
    /// balm does not know a key or field.
    ///
    /// ```toml
    /// titel = "Heat"
    /// ```
    ///
    /// A misspelt key would otherwise be ignored silently. `balm schema` prints every key there is; editors that use
    /// the schema complete and check keys as you type. Keys that only your own templates need belong under `[extra]`.
    UNKNOWN_KEY = "unknown-key", Error;
    /// A required key or field is missing or empty.
    ///
    /// ```toml
    /// [[exercise]]
    /// name = "Bird dog"
    /// ```
    ///
    /// An exercise without `steps` cannot be shown. Add the field with a value.
    MISSING_KEY = "missing-key", Error;
    /// A table contains the same key twice.
    ///
    /// Only one of them can be used. Remove the other.
    DUPLICATE_KEY = "duplicate-key", Error;
    /// A value is not of the type that its key takes.
    ///
    /// ```toml
    /// order = "first"
    /// ```
    ///
    /// The message says what the key takes, such as a whole number, `true` or `false`, a date, a list, or one of a
    /// few words.
    WRONG_TYPE = "wrong-type", Error;
}

/// A value and where it stands in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value's stretch of the file, in bytes.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A value of a data document.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// YAML's null.
    Null,
    /// What was given and could not be read as anything, which was reported.
    Unread,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// Text, and dates as they are written.
    Text(String),
    /// A spreadsheet's cell: text that stands for whatever its column takes.
    Cell(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order they are written.
    Table(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The key's stretch of the file, in bytes.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The entries of a table; none for any other value.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The value of `key` in a table.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// What the value is, in words: "text", "a list".
    #[must_use]
    pub fn described(&self) -> String {
        match &self.value {
            Value::Null | Value::Unread => "nothing".into(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Integer(value) => format!("the number {value}"),
            Value::Float(value) => format!("the number {value}"),
            Value::Text(text) | Value::Cell(text) => format!("the text `{}`", shortened(text)),
            Value::List(_) => "a list".into(),
            Value::Table(_) => "a table of keys".into(),
        }
    }
}

/// `text` on one line, without characters that nobody sees, and not longer than a message can bear.
#[must_use]
pub fn shortened(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.replace(char::is_control, ""));
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    line.chars().take(57).chain("...".chars()).collect()
}
