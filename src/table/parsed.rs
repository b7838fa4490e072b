//! One table file, parsed.

use std::sync::Arc;

use super::markdown::PLACEHOLDER;
use super::{BuiltIn, Exercise, Row, UNFINISHED, kind_of};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::kind::{Kind, Kinds};
use crate::slug::slug;
use crate::source::{Content, File};
use crate::trace::Digest;
use crate::waiver::{self, Waiver};

/// One table file.
#[derive(Debug)]
pub struct Table {
    /// The file.
    pub file: FileName,
    /// Its text.
    pub source: Arc<str>,
    /// What its rows are.
    pub kind: Option<Kind>,
    /// The folder it is in, below `content/`.
    pub folder: String,
    /// Its rows in order.
    pub rows: Vec<Row>,
    /// What it asks `balm check` to overlook.
    pub waivers: Vec<Waiver>,
    /// The digest of the file's whole text.
    pub text: Digest,
    /// Where the file has errors, the slug of each of its lines: a row that could not be read is named there.
    lines: Vec<String>,
}

/// The last part of the address at which exercises are put together.
const PROGRAMME: &str = "programme";

impl Table {
    /// Whether every row could be read.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether a row called `id` may be in the file, but could not be read because of its mistakes. Those are
    /// reported; that the row, or the list of all of them, is missing is not a mistake of whoever names it.
    #[must_use]
    pub fn may_have_lost(&self, id: &str) -> bool {
        let is_list = |kind: &Kind| kind.stem == id || (kind.stem == Exercise::ABOUT.stem && id == PROGRAMME);
        !self.is_whole() && self.kind.as_ref().is_some_and(is_list)
            || self.lines.iter().any(|line| line.contains(id))
    }
}

/// Reads the table in `file`, of one of `kinds`: every row that can be understood, and everything that is wrong with it.
#[must_use]
pub fn parse(file: &File, kinds: &Kinds) -> (Table, Vec<Diagnostic>) {
    let (rows, mut diagnostics) = super::rows(file, kinds);
    let waivers = waivers(file, &rows, &mut diagnostics);
    let folder = file.path.strip_prefix("content/").unwrap_or(&file.path);
    let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let is_broken = diagnostics.iter().any(Diagnostic::is_error);
    let lines = if is_broken { file.text().lines().map(slug).collect() } else { Vec::new() };
    let source = match &file.content {
        Content::Text(text) => Arc::clone(text),
        Content::Bytes(_) => Arc::from(""),
    };
    let table = Table {
        file: Arc::clone(&file.path),
        source,
        kind: kind_of(&file.path, kinds).cloned(),
        folder,
        rows,
        waivers,
        text: Digest::of(file.text()),
        lines,
    };
    (table, diagnostics)
}

/// The waivers in the comments of a TOML table, and what its comments ask an author to do, which is reported. Each is about the row it is in or above; before the first row it is about
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
        if let Some(rest) = comment.trim_start().strip_prefix(PLACEHOLDER) {
            diagnostics.push(Diagnostic::new(
                &UNFINISHED,
                Place::new(&file.path, start - 1..start + comment.len()),
                format!("this is still to be done:{rest}"),
                "do it, and delete the comment",
            ));
            continue;
        }
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
