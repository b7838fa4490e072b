//! How a document is written, which decides what a way out of a mistake looks like.

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
    /// A spreadsheet: cells without quotes and brackets, under columns.
    Csv,
}

impl Format {
    /// Of the table in the file at `path`.
    #[must_use]
    pub fn of_table(path: &str) -> Format {
        if crate::source::extension(path) == "csv" { Format::Csv } else { Format::Toml }
    }

    /// What a key is called.
    #[must_use]
    pub fn key(self) -> &'static str {
        if self == Format::Csv { "column" } else { "key" }
    }
}

/// A way out of a mistake, as it is written in each format; empty where there is none to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WayOut {
    toml: String,
    yaml: String,
    csv: String,
}

impl WayOut {
    /// One that `write` writes for each format.
    #[must_use]
    pub fn by(write: impl Fn(Format) -> String) -> Self {
        WayOut { toml: write(Format::Toml), yaml: write(Format::Yaml), csv: write(Format::Csv) }
    }

    /// `text` outside of spreadsheets, and `cell` in them.
    #[must_use]
    pub fn or_cell(text: impl Into<String>, cell: impl Into<String>) -> Self {
        let text = text.into();
        WayOut { toml: text.clone(), yaml: text, csv: cell.into() }
    }

    /// Out of anything else where a number is asked for.
    #[must_use]
    pub fn number() -> Self {
        WayOut::or_cell("write the number in digits, without quotes", "write the number alone, in digits")
    }

    /// The same behind `words`.
    #[must_use]
    pub fn after(&self, words: &str) -> Self {
        WayOut::by(|format| format!("{words}{}", self.of(format)))
    }

    /// What it is in `format`.
    #[must_use]
    pub fn of(&self, format: Format) -> &str {
        match format {
            Format::Toml => &self.toml,
            Format::Yaml => &self.yaml,
            Format::Csv => &self.csv,
        }
    }
}

impl From<&str> for WayOut {
    fn from(text: &str) -> Self {
        WayOut::or_cell(text, text)
    }
}

impl From<String> for WayOut {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for WayOut {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}
