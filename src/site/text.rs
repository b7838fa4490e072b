//! The Markdown in a table's cells, made into HTML with holes.
//!
//! A row serializes to a tree in which Markdown is tagged (see [`crate::table::inline`]). Here every tagged
//! text becomes a [`Body`], so that links in cells are checked and resolved exactly as in articles, and a new
//! kind of row needs no code of its own for it.

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value as Json;

use super::UNFINISHED;
use crate::article::{Body, inline, markdown};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::slug::slug;
use crate::source::{Content, File};
use crate::table::inline::{Markup, tagged};
use crate::table::written::Written;
use crate::table::{self, Kind, Row};
use crate::trace::Digest;
use crate::waiver::{self, Waiver};

/// One table file.
#[derive(Debug)]
pub struct TableText {
    /// The file.
    pub file: FileName,
    /// Its text.
    pub source: Arc<str>,
    /// What its rows are.
    pub kind: Option<Kind>,
    /// The folder it is in, below `content/`.
    pub folder: String,
    /// Its rows in order.
    pub rows: Vec<RowText>,
    /// What it asks `balm check` to overlook.
    pub waivers: Vec<Waiver>,
    /// Stands for the whole file's text.
    pub text: Digest,
    /// Where the file has errors, the slug of each of its lines: a row that could not be read is named there.
    lines: Vec<String>,
}

impl TableText {
    /// Whether every row could be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a row called `id` may be in the file, but could not be read because of its mistakes. Those are
    /// reported; that the row, or the list of all of them, is missing is not a mistake of whoever names it.
    #[must_use]
    pub fn may_have_lost(&self, id: &str) -> bool {
        let is_list = |kind: Kind| kind.stem() == id || (kind == Kind::Exercise && id == PROGRAMME);
        !self.is_whole() && self.kind.is_some_and(is_list) || self.lines.iter().any(|line| line.contains(id))
    }
}

/// A row with its Markdown parsed.
#[derive(Debug)]
pub struct RowText {
    /// The row.
    pub row: Row,
    /// The row as a tree, in which [`body_index`] tells which texts stand for a body.
    pub tree: Json,
    /// The Markdown of the tree, in order.
    pub bodies: Vec<Body>,
}

/// Starts a text that `balm new` asks an author to write.
pub const PLACEHOLDER: &str = "TODO:";

/// The last part of the address at which exercises are put together.
const PROGRAMME: &str = "programme";

/// Starts a text that stands for a body. No text of an author can hold it.
const MARK: char = '\0';

/// The number of the body that `text` stands for; `None` where it is plain text.
#[must_use]
pub fn body_index(text: &str) -> Option<usize> {
    text.strip_prefix(MARK)?.parse().ok()
}

/// Parses a table file and the Markdown in it.
#[must_use]
pub fn parse(file: &File) -> (TableText, Vec<Diagnostic>) {
    let (rows, mut diagnostics) = table::parse(file);
    let waivers = waivers(file, &rows, &mut diagnostics);
    let folder = file.path.strip_prefix("content/").unwrap_or(&file.path);
    let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let rows = rows
        .into_iter()
        .map(|row| {
            let mut tree = serde_json::to_value(&row).unwrap_or_default();
            let mut bodies = Vec::new();
            parse_tree(&mut tree, file, &mut bodies, &mut diagnostics);
            RowText { row, tree, bodies }
        })
        .collect();
    let is_broken = diagnostics.iter().any(Diagnostic::is_error);
    let lines = if is_broken { file.text().lines().map(slug).collect() } else { Vec::new() };
    let text = Digest::of(file.text());
    let source = match &file.content {
        Content::Text(text) => Arc::clone(text),
        Content::Bytes(_) => Arc::from(""),
    };
    (
        TableText {
            file: file.path.clone(),
            source,
            kind: table::kind_of(&file.path),
            folder,
            rows,
            waivers,
            text,
            lines,
        },
        diagnostics,
    )
}

/// The waivers in the comments of a TOML table. Each is about the row it is in or above; before the first row it is about
/// the whole table.
fn waivers(file: &File, rows: &[Row], diagnostics: &mut Vec<Diagnostic>) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    if file.extension() != "toml" {
        return waivers;
    }
    let text = file.text();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len() + 1;
        at += line.len();
        let Some(comment) = line.trim().strip_prefix('#') else { continue };
        match waiver::read(comment, start, &file.path) {
            None => {}
            Some(Err(fault)) => diagnostics.push(fault),
            Some(Ok(waiver)) => {
                let place = |row: &Row| row.place.start..row.place.end;
                let next =
                    rows.iter().position(|row| row.place.end > start).map(|row| (row, place(&rows[row])));
                let covers = match next {
                    Some((0, first)) if first.start > start => 0..text.len(),
                    Some((_, row)) => row.start.min(waiver.span.start)..row.end,
                    None => waiver.span.clone(),
                };
                waivers.push(Waiver { covers, ..waiver });
            }
        }
    }
    waivers
}

/// Parses `text`, the value at `span` of `file`. Where it is known how it is `written` there, what is said of it is marked
/// exactly, else with the whole value.
pub(super) fn body(
    parse: impl Fn(&str, usize, &FileName, &mut Vec<Diagnostic>) -> Body,
    text: &str,
    span: &Range<usize>,
    written: Option<&Written>,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    if let Some(start) = written.and_then(Written::start) {
        return parse(text, start, file, diagnostics);
    }
    let mut found = Vec::new();
    let mut body = parse(text, 0, file, &mut found);
    let place = |at: &Range<usize>| written.map_or_else(|| span.clone(), |written| written.place(at));
    for diagnostic in &mut found {
        // A change is of what stands there, which may be other characters than those that were read.
        diagnostic.fix = None;
        for label in std::iter::once(&mut diagnostic.primary).chain(&mut diagnostic.related) {
            label.place = Place::new(file, place(&(label.place.start..label.place.end)));
        }
    }
    diagnostics.append(&mut found);
    body.move_places(place);
    body
}

fn parse_tree(tree: &mut Json, file: &File, bodies: &mut Vec<Body>, diagnostics: &mut Vec<Diagnostic>) {
    match tree {
        Json::String(text) => {
            let Some(found) = tagged(text) else { return };
            let written = Written::of(found.text, &found.span, file.text());
            if let Some(rest) = found.text.trim_start().strip_prefix(PLACEHOLDER) {
                let place = Place::new(&file.path, found.locate(file.text(), 0..found.text.len()));
                let message = format!("this text is still to be written:{rest}");
                diagnostics.push(Diagnostic::new(
                    &UNFINISHED,
                    place,
                    message,
                    "write it, or delete the field",
                ));
            }
            let parse = match found.kind {
                Markup::Inline => inline::text,
                Markup::Block => markdown::block_at,
            };
            let body = body(parse, found.text, &found.span, written.as_ref(), &file.path, diagnostics);
            *text = format!("{MARK}{}", bodies.len());
            bodies.push(body);
        }
        Json::Array(items) => {
            for item in items {
                parse_tree(item, file, bodies, diagnostics);
            }
        }
        Json::Object(entries) => {
            for (_, value) in entries.iter_mut() {
                parse_tree(value, file, bodies, diagnostics);
            }
        }
        _ => {}
    }
}
