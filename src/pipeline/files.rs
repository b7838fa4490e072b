//! Every article and table, parsed by itself and kept until its file changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::parse::Change;
use crate::article::{foreign, plain};
use crate::check::{Readership, TextFindings};
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
pub(super) struct ParsedFile {
    content: FileContent,
    diagnostics: Vec<Diagnostic>,
    /// Whether `content` is from before the file had the errors in `diagnostics`.
    is_old: bool,
}

/// What a file holds.
#[derive(Clone, Debug)]
enum FileContent {
    Page(Arc<Page>, Arc<TextFindings>),
    Table(Arc<Table>),
    /// An article that could not be parsed.
    Broken,
    /// Neither an article nor a table.
    Other,
}

/// The parsed files of `content/`, by path.
#[derive(Debug, Default)]
pub(super) struct ParsedFiles {
    readership: Readership,
    files: BTreeMap<FileName, ParsedFile>,
    /// The files in which something is wrong.
    faulty: BTreeSet<FileName>,
    /// The files with waivers.
    waiving: BTreeSet<FileName>,
}

impl ParsedFiles {
    /// Parses the files that changed, on all cores, and adds to `change` what that means for the site. With
    /// `keeps_old`, a file that now has errors keeps its last good content. A different `readership` means that all
    /// files are parsed, and `kinds` that have changed mean that all tables are.
    pub(super) fn update(
        &mut self,
        sources: &Sources,
        keeps_old: bool,
        readership: Readership,
        (kinds, kinds_changed): (&Kinds, bool),
        change: &mut Change<'_>,
    ) {
        let before = std::mem::replace(&mut self.readership, readership);
        let tables = |changed: &BTreeSet<FileName>| {
            let files = sources.in_folder("content").map(|file| Arc::clone(&file.path));
            let tables = files.filter(|path| table::is_data(path));
            changed.iter().cloned().chain(tables).collect::<BTreeSet<_>>()
        };
        let with_tables = change.files.filter(|_| kinds_changed).map(tables);
        let changed = with_tables.as_ref().or(change.files).filter(|_| before == readership);
        let files: Vec<&File> = match changed {
            Some(changed) => changed.iter().filter_map(|path| sources.get(path)).collect(),
            None => sources.in_folder("content").collect(),
        };
        let files = files.into_par_iter().filter(|file| file.path.starts_with("content/"));
        let known = &self.files;
        let parsed: Vec<(FileName, ParsedFile)> = files
            .map(|file| {
                let before = known.get(&file.path).filter(|_| keeps_old);
                (Arc::clone(&file.path), parse(file, readership, kinds).or_before(before))
            })
            .collect();
        let gone: Vec<FileName> = match changed {
            Some(changed) => changed.iter().filter(|path| sources.get(path).is_none()).cloned().collect(),
            None => self.files.keys().filter(|path| sources.get(path).is_none()).cloned().collect(),
        };
        for path in gone {
            change.more |= self.files.remove(&path).is_some();
            self.faulty.remove(&path);
            self.waiving.remove(&path);
        }
        for (path, file) in parsed {
            if file.waivers().is_empty() {
                self.waiving.remove(&path);
            } else {
                self.waiving.insert(Arc::clone(&path));
            }
            change.add(&path, self.files.get(&path), &file);
            if file.diagnostics.is_empty() {
                self.faulty.remove(&path);
            } else {
                self.faulty.insert(Arc::clone(&path));
            }
            self.files.insert(path, file);
        }
    }

    /// The page of the article in `file`.
    pub(super) fn page(&self, file: &str) -> Option<Arc<Page>> {
        self.files.get(file)?.as_page().map(|(page, _)| Arc::clone(page))
    }

    /// What the words of the article in `file` have shown, apart from other files.
    pub(super) fn reading(&self, file: &str) -> Option<&TextFindings> {
        self.files.get(file)?.as_page().map(|(_, reading)| &**reading)
    }

    /// The counts of each article whose words were read.
    pub(super) fn counts(&self) -> impl Iterator<Item = (FileName, Counts)> {
        self.files.iter().filter_map(|(path, file)| Some((Arc::clone(path), file.as_page()?.1.counts()?)))
    }

    /// Every article, by file.
    pub(super) fn pages(&self) -> impl Iterator<Item = Arc<Page>> {
        self.files.values().filter_map(|file| file.as_page().map(|(page, _)| Arc::clone(page)))
    }

    /// Every table, by file.
    pub(super) fn tables(&self) -> Vec<Arc<Table>> {
        self.files.values().filter_map(|file| file.as_table().cloned()).collect()
    }

    /// The files that could not be parsed as articles.
    pub(super) fn broken(&self) -> BTreeSet<FileName> {
        let broken = self.files.iter().filter(|(_, file)| matches!(file.content, FileContent::Broken));
        broken.map(|(path, _)| Arc::clone(path)).collect()
    }

    /// The files whose content is from before they had errors.
    pub(super) fn old(&self) -> BTreeSet<FileName> {
        let old = self.faulty().filter(|(_, file)| file.is_old);
        old.map(|(path, _)| Arc::clone(path)).collect()
    }

    /// Whether the content of `file` is from before it had errors.
    pub(super) fn is_old(&self, file: &str) -> bool {
        self.files.get(file).is_some_and(|file| file.is_old)
    }

    /// Everything wrong within a file.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.faulty().flat_map(|(_, file)| &file.diagnostics)
    }

    /// The waivers of the files that have any.
    pub(super) fn waivers(&self) -> BTreeMap<FileName, &[Waiver]> {
        let files = self.waiving.iter().filter_map(|path| self.files.get_key_value(path));
        files.map(|(path, file)| (Arc::clone(path), file.waivers())).collect()
    }

    fn faulty(&self) -> impl Iterator<Item = (&FileName, &ParsedFile)> {
        self.faulty.iter().filter_map(|path| self.files.get_key_value(path))
    }
}

impl Change<'_> {
    fn add(&mut self, path: &FileName, before: Option<&ParsedFile>, now: &ParsedFile) {
        match (before.map(|before| &before.content), &now.content) {
            (Some(FileContent::Other), FileContent::Other) => {}
            (Some(FileContent::Page(before, _)), FileContent::Page(now, _)) if same_front(before, now) => {
                self.directives |= !same_directives(before, now);
                self.texts.push(Arc::clone(path));
            }
            (Some(FileContent::Table(before)), FileContent::Table(now)) if same_rows(before, now) => {
                self.rows = true;
            }
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

/// Whether two states of an article have the same front matter, which other pages depend on.
fn same_front(before: &Page, now: &Page) -> bool {
    let front = |page: &Page| page.article.as_ref().map(|article| article.front());
    front(before) == front(now)
}

/// Whether two states of a table have rows with the same ids in the same order.
fn same_rows(before: &Table, now: &Table) -> bool {
    let ids = |table: &Table| table.rows.iter().map(|row| row.id.value.clone()).collect::<Vec<_>>();
    before.is_whole() && now.is_whole() && ids(before) == ids(now)
}

fn parse(file: &File, readership: Readership, kinds: &Kinds) -> ParsedFile {
    let (content, mut diagnostics) = match file.extension().as_str() {
        "md" => match prose::article(file, |front| readership.wants(front)) {
            (Some((article, prose)), mut mistakes) => {
                let reading = prose.map_or_else(TextFindings::default, |prose| {
                    TextFindings::of(&article, &prose, readership)
                });
                let (page, more) = site::page(Arc::new(article));
                mistakes.extend(more);
                (FileContent::Page(Arc::new(page), Arc::new(reading)), mistakes)
            }
            (None, mistakes) => (FileContent::Broken, mistakes),
        },
        "toml" | "csv" => match table::kind_of(&file.path, kinds) {
            Some(_) => {
                let (table, mistakes) = table::parse(file, kinds);
                (FileContent::Table(Arc::new(table)), mistakes)
            }
            None => (FileContent::Other, vec![table::unknown_file(&file.path, kinds)]),
        },
        _ => (FileContent::Other, Vec::new()),
    };
    foreign::gather(&mut diagnostics);
    // What else is wrong in a table follows from the marks.
    if !matches!(content, FileContent::Page(..))
        && file.extension() != "md"
        && let Some(conflict) = plain::merge_conflict(file.text(), &file.path)
    {
        diagnostics = vec![conflict];
    }
    ParsedFile { content, diagnostics, is_old: false }
}

impl ParsedFile {
    fn as_page(&self) -> Option<(&Arc<Page>, &Arc<TextFindings>)> {
        if let FileContent::Page(page, reading) = &self.content { Some((page, reading)) } else { None }
    }

    fn as_table(&self) -> Option<&Arc<Table>> {
        if let FileContent::Table(table) = &self.content { Some(table) } else { None }
    }

    fn waivers(&self) -> &[Waiver] {
        match &self.content {
            FileContent::Page(page, _) => page.article.as_ref().map_or(&[], |article| &article.waivers),
            FileContent::Table(table) => &table.waivers,
            FileContent::Broken | FileContent::Other => &[],
        }
    }

    fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether no more rows of `before` are missing than there are errors in the file: each error is about one row, and
    /// the others can be used as they are now.
    fn lost_only_rows_with_errors(&self, before: &ParsedFile) -> bool {
        let (Some(table), Some(before)) = (self.as_table(), before.as_table()) else { return false };
        let errors = self.diagnostics.iter().filter(|found| found.is_error()).count();
        !table.rows.is_empty() && table.rows.len() + errors >= before.rows.len()
    }

    /// This file; where it has errors, with its content of `before`, if that had none. Of a table only the rows with
    /// errors are left out.
    fn or_before(self, before: Option<&ParsedFile>) -> ParsedFile {
        match before {
            Some(before)
                if self.has_errors()
                    && (before.is_old || !before.has_errors())
                    && !self.lost_only_rows_with_errors(before) =>
            {
                ParsedFile { content: before.content.clone(), diagnostics: self.diagnostics, is_old: true }
            }
            _ => self,
        }
    }
}
