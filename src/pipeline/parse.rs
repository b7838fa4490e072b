//! Every file of `content/`, parsed by itself, and kept as long as it does not change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{Readership, Reading};
use crate::diagnostic::{Diagnostic, FileName};
use crate::kind::Kinds;
use crate::readability::Counts;
use crate::site::{self, Page};
use crate::source::{File, Sources};
use crate::table::Table;
use crate::waiver::Waiver;
use crate::{prose, table};

/// One file, parsed.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether `what` is from before the file had mistakes, which is what `diagnostics` is about.
    pub(super) is_stand_in: bool,
}

/// What a file is.
#[derive(Clone, Debug)]
pub(super) enum What {
    Page(Arc<Page>, Arc<Reading>),
    Table(Arc<Table>),
    /// An article that could not be read as one.
    Broken,
    /// Neither an article nor a table.
    Other,
}

/// How a change of files shows in the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Articles whose text changed but not their front matter.
    pub(super) texts: Vec<FileName>,
    /// Whether any of them uses other directives, or the same with other arguments.
    pub(super) directives: bool,
    /// Whether there are tables with the same rows that say something else.
    pub(super) rows: bool,
    /// Whether there is anything more.
    pub(super) more: bool,
}

/// The parsed files of `content/`, by path.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    readership: Readership,
    pieces: BTreeMap<FileName, Piece>,
    /// The files with which something is wrong.
    faulty: BTreeSet<FileName>,
    /// The files with waivers.
    waiving: BTreeSet<FileName>,
}

impl Pieces {
    /// Parses the files in `changed`, or all where that is `None`, on all cores. Where a file has got mistakes and
    /// `holds` is given, what it was before stands in for it. Where `readership` is another than before, all are
    /// parsed; where the kinds of rows have changed, all tables are.
    pub(super) fn update(
        &mut self,
        sources: &Sources,
        changed: Option<&BTreeSet<FileName>>,
        holds: bool,
        readership: Readership,
        (kinds, kinds_changed): (&Kinds, bool),
    ) -> Extent {
        let before = std::mem::replace(&mut self.readership, readership);
        let tables = |changed: &BTreeSet<FileName>| {
            let files = sources.in_folder("content").map(|file| Arc::clone(&file.path));
            let tables = files.filter(|path| table::is_data(path));
            changed.iter().cloned().chain(tables).collect::<BTreeSet<_>>()
        };
        let with_tables = changed.filter(|_| kinds_changed).map(tables);
        let changed = with_tables.as_ref().or(changed).filter(|_| before == readership);
        let files: Vec<&File> = match changed {
            Some(changed) => changed.iter().filter_map(|path| sources.get(path)).collect(),
            None => sources.in_folder("content").collect(),
        };
        let files = files.into_par_iter().filter(|file| file.path.starts_with("content/"));
        let pieces = &self.pieces;
        let parsed: Vec<(FileName, Piece)> = files
            .map(|file| {
                let before = pieces.get(&file.path).filter(|_| holds);
                (Arc::clone(&file.path), parse(file, readership, kinds).or_before(before))
            })
            .collect();
        let mut extent = Extent::default();
        let gone: Vec<FileName> = match changed {
            Some(changed) => changed.iter().filter(|path| sources.get(path).is_none()).cloned().collect(),
            None => self.pieces.keys().filter(|path| sources.get(path).is_none()).cloned().collect(),
        };
        for path in gone {
            extent.more |= self.pieces.remove(&path).is_some();
            self.faulty.remove(&path);
            self.waiving.remove(&path);
        }
        for (path, piece) in parsed {
            if piece.waivers().is_empty() {
                self.waiving.remove(&path);
            } else {
                self.waiving.insert(Arc::clone(&path));
            }
            extent.add(&path, self.pieces.get(&path), &piece);
            if piece.diagnostics.is_empty() {
                self.faulty.remove(&path);
            } else {
                self.faulty.insert(Arc::clone(&path));
            }
            self.pieces.insert(path, piece);
        }
        extent
    }

    /// The page that the article `file` is.
    pub(super) fn page(&self, file: &str) -> Option<Arc<Page>> {
        match &self.pieces.get(file)?.what {
            What::Page(page, _) => Some(Arc::clone(page)),
            _ => None,
        }
    }

    /// What the words of the article `file` alone have shown.
    pub(super) fn reading(&self, file: &str) -> Option<&Reading> {
        match &self.pieces.get(file)?.what {
            What::Page(_, reading) => Some(reading),
            _ => None,
        }
    }

    /// What was counted in each article that was read word for word.
    pub(super) fn counts(&self) -> impl Iterator<Item = (FileName, Counts)> {
        self.pieces.iter().filter_map(|(path, piece)| match &piece.what {
            What::Page(_, reading) => Some((Arc::clone(path), reading.counts()?)),
            _ => None,
        })
    }

    /// Every article, by file.
    pub(super) fn pages(&self) -> impl Iterator<Item = Arc<Page>> {
        self.pieces.values().filter_map(|piece| match &piece.what {
            What::Page(page, _) => Some(Arc::clone(page)),
            _ => None,
        })
    }

    /// Every table, by file.
    pub(super) fn tables(&self) -> Vec<Arc<Table>> {
        let tables = self.pieces.values().filter_map(|piece| match &piece.what {
            What::Table(table) => Some(Arc::clone(table)),
            _ => None,
        });
        tables.collect()
    }

    /// The files that could not be read as articles.
    pub(super) fn broken(&self) -> BTreeSet<FileName> {
        let broken = self.pieces.iter().filter(|(_, piece)| matches!(piece.what, What::Broken));
        broken.map(|(path, _)| Arc::clone(path)).collect()
    }

    /// The files in whose place stands what they were before.
    pub(super) fn stand_ins(&self) -> BTreeSet<FileName> {
        let stand_ins = self.faulty().filter(|(_, piece)| piece.is_stand_in);
        stand_ins.map(|(path, _)| Arc::clone(path)).collect()
    }

    /// Whatever is wrong in the files by themselves.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.faulty().flat_map(|(_, piece)| &piece.diagnostics)
    }

    /// The waivers of the files that have any.
    pub(super) fn waivers(&self) -> BTreeMap<FileName, &[Waiver]> {
        let pieces = self.waiving.iter().filter_map(|path| self.pieces.get_key_value(path));
        pieces.map(|(path, piece)| (Arc::clone(path), piece.waivers())).collect()
    }

    fn faulty(&self) -> impl Iterator<Item = (&FileName, &Piece)> {
        self.faulty.iter().filter_map(|path| self.pieces.get_key_value(path))
    }
}

impl Extent {
    fn add(&mut self, path: &FileName, before: Option<&Piece>, now: &Piece) {
        match (before.map(|before| &before.what), &now.what) {
            (Some(What::Other), What::Other) => {}
            (Some(What::Page(before, _)), What::Page(now, _)) if same_front(before, now) => {
                self.directives |= !same_directives(before, now);
                self.texts.push(Arc::clone(path));
            }
            (Some(What::Table(before)), What::Table(now)) if same_rows(before, now) => self.rows = true,
            _ => self.more = true,
        }
    }
}

/// Whether two states of an article use the same directives with the same arguments: which rows they show matters to other
/// pages.
fn same_directives(before: &Page, now: &Page) -> bool {
    fn said(page: &Page) -> impl Iterator<Item = &str> {
        let uses = page.article.iter().flat_map(|article| &article.body.uses);
        uses.flat_map(|used| {
            let attributes = used.attributes.iter();
            let attributes =
                attributes.flat_map(|given| [given.name.value.as_str(), given.value.value.as_str()]);
            let label = used.label.as_ref().map_or("", |label| label.text.value.as_str());
            [used.name.value.as_str(), used.form.word(), label].into_iter().chain(attributes)
        })
    }
    said(before).eq(said(now))
}

/// Whether two states of an article differ in their texts at most.
fn same_front(before: &Page, now: &Page) -> bool {
    let front = |page: &Page| page.article.as_ref().map(|article| article.front);
    front(before) == front(now)
}

/// Whether two states of a table have rows of the same ids in the same order.
fn same_rows(before: &Table, now: &Table) -> bool {
    let ids = |table: &Table| table.rows.iter().map(|row| row.id.value.clone()).collect::<Vec<_>>();
    before.is_whole() && now.is_whole() && ids(before) == ids(now)
}

fn parse(file: &File, readership: Readership, kinds: &Kinds) -> Piece {
    let (what, diagnostics) = match file.extension().as_str() {
        "md" => match prose::article(file, |front| readership.wants(front)) {
            (Some((article, prose)), mut mistakes) => {
                let reading =
                    prose.map_or_else(Reading::default, |prose| Reading::of(&article, &prose, readership));
                let (page, more) = site::page(Arc::new(article));
                mistakes.extend(more);
                (What::Page(Arc::new(page), Arc::new(reading)), mistakes)
            }
            (None, mistakes) => (What::Broken, mistakes),
        },
        "toml" | "csv" => match table::kind_of(&file.path, kinds) {
            Some(_) => {
                let (table, mistakes) = table::parse(file, kinds);
                (What::Table(Arc::new(table)), mistakes)
            }
            None => (What::Other, vec![table::unknown_file(&file.path, kinds)]),
        },
        _ => (What::Other, Vec::new()),
    };
    Piece { what, diagnostics, is_stand_in: false }
}

impl Piece {
    fn waivers(&self) -> &[Waiver] {
        match &self.what {
            What::Page(page, _) => page.article.as_ref().map_or(&[], |article| &article.waivers),
            What::Table(table) => &table.waivers,
            What::Broken | What::Other => &[],
        }
    }

    fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// This piece, with what it was before in its place where it has mistakes and that had none.
    fn or_before(self, before: Option<&Piece>) -> Piece {
        match before {
            Some(before) if self.has_errors() && (before.is_stand_in || !before.has_errors()) => {
                Piece { what: before.what.clone(), diagnostics: self.diagnostics, is_stand_in: true }
            }
            _ => self,
        }
    }
}
