//! Diagnostics for programs: the same content as [`super::human`], as JSON.
//!
//! `balm build --format json` and `balm check --format json` print one object:
//!
//! ```json
//! {
//!   "version": 1,
//!   "summary": { "errors": 1, "warnings": 0 },
//!   "articles": [
//!     {
//!       "file": "content/a.md",
//!       "language": "en-GB",
//!       "readability": {
//!         "reading_age": 11.2,
//!         "flesch_reading_ease": 71.4, "flesch_kincaid_grade": 6.2, "smog": 8.8,
//!         "gunning_fog": 8.1, "coleman_liau": 7.9, "ari": 5.4,
//!         "words": 412, "sentences": 31
//!       }
//!     }
//!   ],
//!   "diagnostics": [
//!     {
//!       "code": "broken-link",
//!       "level": "error",
//!       "message": "no page at `heat.md`",
//!       "file": "content/a.md",
//!       "line": 3, "column": 8, "end_line": 3, "end_column": 15,
//!       "start": 41, "end": 48,
//!       "text": "heat.md",
//!       "label": "",
//!       "help": "did you mean `heats.md`?",
//!       "related": [ { "file": "…", "line": 1, "column": 1, "label": "…" } ],
//!       "fix": { "start": 41, "end": 48, "replacement": "heats.md" }
//!     }
//!   ]
//! }
//! ```
//!
//! Lines and columns count from 1, columns in characters. `start` and `end` are byte offsets; `end` is exclusive.
//! `text` is the marked text. `fix` is `null` unless there is exactly one right answer.
//!
//! `articles` lists every article of the site that could be read, sorted by file. Scores are rounded to a tenth and
//! describe its running text, without headings, tables, footnotes or quotations. `readability` is `null` if
//! `language` is not English, the only language the formulas are for, or if there is no running text.
//!
//! Fields may be added within `version` 1, but none will change its meaning.

use std::collections::BTreeMap;

use serde::Serialize;

use super::position::{Lines, clamp};
use super::{Count, Diagnostic, Label, Texts};

/// What `--format json` prints.
#[derive(Debug, Serialize)]
pub struct ReportJson<'a, S, A> {
    /// The version of this format.
    pub version: u32,
    /// Counts, and for a build what was written.
    pub summary: S,
    /// Every article, by file.
    pub articles: Vec<A>,
    /// Every diagnostic, sorted by place.
    pub diagnostics: Vec<DiagnosticJson<'a>>,
}

/// One diagnostic.
#[derive(Debug, Serialize)]
pub struct DiagnosticJson<'a> {
    code: &'a str,
    level: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Where<'a>,
    help: &'a str,
    related: Vec<Where<'a>>,
    fix: Option<ReplacementJson<'a>>,
}

/// The replacement that `--fix` would make for the bytes from `start` to `end` of the same file.
#[derive(Debug, Serialize)]
struct ReplacementJson<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Debug, Serialize)]
struct Where<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    text: &'a str,
    label: &'a str,
}

/// The texts with their lines, which are found once per file.
struct FileLines<'a> {
    texts: &'a dyn Texts,
    lines: BTreeMap<&'a str, Lines<'a>>,
}

impl<'a> FileLines<'a> {
    fn place(&mut self, label: &'a Label) -> Where<'a> {
        let text = self.texts.text(&label.place.file).unwrap_or("");
        let lines = self.lines.entry(&label.place.file).or_insert_with(|| Lines::new(text));
        let span = clamp(text, label.place.start..label.place.end);
        let (from, to) = (lines.position(span.start), lines.position(span.end));
        Where {
            file: &label.place.file,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
            start: span.start,
            end: span.end,
            text: &text[span],
            label: &label.text,
        }
    }
}

/// The JSON of `diagnostics`, in the same order.
#[must_use]
pub fn entries<'a>(diagnostics: &'a [Diagnostic], texts: &'a dyn Texts) -> Vec<DiagnosticJson<'a>> {
    let mut files = FileLines { texts, lines: BTreeMap::new() };
    diagnostics
        .iter()
        .map(|diagnostic| DiagnosticJson {
            code: diagnostic.code.name,
            level: diagnostic.level.word(),
            message: &diagnostic.message,
            place: files.place(&diagnostic.primary),
            help: &diagnostic.help,
            related: diagnostic.related.iter().map(|label| files.place(label)).collect(),
            fix: diagnostic.fix.as_ref().map(|fix| ReplacementJson {
                start: fix.span.start,
                end: fix.span.end,
                replacement: &fix.replacement,
            }),
        })
        .collect()
}

impl Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut counts = serializer.serialize_struct("Count", 2)?;
        counts.serialize_field("errors", &self.errors)?;
        counts.serialize_field("warnings", &self.warnings)?;
        counts.end()
    }
}
