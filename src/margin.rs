//! What there is to say of one page while it is written: the findings that concern it, with the words they are
//! about as a reader sees them, and how hard it is to read.
//!
//! A [`Snapshot`] knows it of every page and works it out for the one that is asked for: a large site has 100,000
//! findings, and its author looks at one page.
//!
//! Architecture Invariant: this module finds nothing by itself, and does not know who shows what it says.

#![deny(clippy::wildcard_enum_match_arm, reason = "a new output or read has to be considered here")]

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Debug;
use std::ops::Range;
use std::ptr;
use std::sync::Arc;

use serde::Serialize;

use crate::check;
use crate::diagnostic::position::position;
use crate::diagnostic::{Count, Diagnostic, FileName, Place, Texts};
use crate::pipeline::{Output, Session};
use crate::prose::{self, BlockKind, Prose};
use crate::readability::{self, Counts, Scores, tenth};
use crate::render::View;
use crate::route::{Basis, Route, Target};
use crate::site::language;
use crate::site::rows::{self, RowId};
use crate::source::Sources;
use crate::table::Row;
use crate::trace::Read;

/// How many bytes of the text around words are given: enough to tell them from the same words elsewhere.
const AROUND: usize = 48;

/// What there is to say of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Margin {
    /// What was found in it, in the order of its article, its rows and its templates.
    pub findings: Vec<MarginFinding>,
    /// How many of each level were found in it, those that `findings` leaves out as well.
    pub count: Count,
    /// How hard it is to read; `None` where it has no running text in English of its own.
    pub score: Option<Score>,
}

/// One finding, beside the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MarginFinding {
    /// Whether it stops a build.
    pub is_error: bool,
    /// The rule: `long-sentence`.
    pub code: &'static str,
    /// The fact.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// The file, from the site's root, with `/`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The words it is about; `None` where it is about none that a reader sees.
    pub words: Option<Passage>,
}

/// Words as a reader sees them, without marks. [`prose::OPAQUE`] stands for what is no words, such as code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The words.
    pub text: String,
    /// What stands before them in the same paragraph, or its end.
    pub before: String,
    /// What stands after them, or its start.
    pub after: String,
    /// How often all three have stood one after the other before, in the same text.
    pub occurrence: usize,
}

/// How hard a text is to read, as numbers rounded to a tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// The age in years from which it can be read.
    pub reading_age: f64,
    /// Flesch reading ease; higher is easier.
    pub reading_ease: f64,
    /// Flesch–Kincaid grade.
    pub grade: f64,
    /// Its words.
    pub words: usize,
    /// Its sentences.
    pub sentences: usize,
    /// The words of its longest sentence.
    pub longest: usize,
}

/// Knows what there is to say of each page.
pub trait Margins: Debug + Send + Sync {
    /// What there is to say of the page at `output`, a path in the output folder: `most` findings in full, and how
    /// many there are. `None` where no such page is made.
    fn of(&self, output: &str, most: usize) -> Option<Margin>;
}

/// A site at one moment, with all that was found in it.
#[derive(Debug)]
pub struct Snapshot {
    view: Arc<View>,
    sources: Sources,
    diagnostics: Arc<Vec<Diagnostic>>,
    /// The outputs, sorted by path.
    pages: Vec<RenderedPage>,
}

/// What is known of a page from when it was rendered.
#[derive(Debug)]
struct RenderedPage {
    /// Its path in the output folder.
    output: Arc<str>,
    /// The rows, lists and templates that it shows.
    shown: Arc<[Read]>,
    /// What went wrong on it.
    diagnostics: Arc<[Diagnostic]>,
}

impl Snapshot {
    /// The site in `session`; `diagnostics` are all of its last run. `None` without a site.
    #[must_use]
    pub fn of(session: &Session, diagnostics: Arc<Vec<Diagnostic>>) -> Option<Self> {
        let page = |(path, output): (&Arc<str>, &Output)| RenderedPage {
            output: Arc::clone(path),
            shown: Arc::clone(&output.shown),
            diagnostics: Arc::clone(&output.diagnostics),
        };
        Some(Snapshot {
            view: Arc::clone(session.view()?),
            sources: session.sources().clone(),
            diagnostics,
            pages: session.outputs().iter().map(page).collect(),
        })
    }

    fn page(&self, output: &str) -> Option<&RenderedPage> {
        let at = self.pages.binary_search_by(|page| (*page.output).cmp(output)).ok()?;
        Some(&self.pages[at])
    }

    /// What was found in `file`, in order.
    fn found_in(&self, file: &str) -> &[Diagnostic] {
        let start = self.diagnostics.partition_point(|found| &*found.primary.place.file < file);
        let rest = &self.diagnostics[start..];
        &rest[..rest.partition_point(|found| &*found.primary.place.file == file)]
    }

    /// What was found in a row, in order.
    fn found_at<'a>(&'a self, row: &Row) -> impl Iterator<Item = &'a Diagnostic> + use<'a> {
        let Place { file, start, end } = row.place.clone();
        let found = self.found_in(&file);
        let first = found.partition_point(|found| found.primary.place.start < start);
        found[first..].iter().take_while(move |found| found.primary.place.start < end)
    }

    /// What `file` says, if it is an article.
    fn article(&self, file: &FileName) -> Option<Prose> {
        self.view.site().page_of(file)?.article.as_ref()?;
        Some(Prose::article(self.sources.get(file)?))
    }

    /// Where the title of the article in `file` stands.
    fn title(&self, file: &FileName) -> Option<Range<usize>> {
        Some(self.view.site().page_of(file)?.article.as_ref()?.title.span())
    }

    /// The text of the cells of a row. Where its file has changed and the row could not be read since, it is not
    /// there any more.
    fn cells(&self, row: &Row) -> Vec<Prose> {
        let text = self.sources.text(row.file()).unwrap_or("");
        if text.get(row.place.start..row.place.end).is_none() {
            return Vec::new();
        }
        prose::cells(row, text).into_iter().map(|cell| cell.prose).collect()
    }

    /// What is to be said of `found` on the page at `route`.
    fn findings(&self, route: &Route, found: &[(&Diagnostic, FindingSubject)]) -> Vec<MarginFinding> {
        let file = route.target.basis().page();
        let title = file.and_then(|file| self.title(file));
        let mut texts: HashMap<FindingSubject, Vec<Prose>> = HashMap::new();
        let finding = |&(diagnostic, about): &(&Diagnostic, FindingSubject)| {
            let Place { file: at, start, end } = &diagnostic.primary.place;
            // What concerns an article as a whole is marked at its title, and says nothing of those words.
            let is_whole = about == FindingSubject::Article && title == Some(*start..*end);
            let texts = texts.entry(about).or_insert_with(|| match about {
                FindingSubject::Article => file.and_then(|file| self.article(file)).into_iter().collect(),
                FindingSubject::Row(id) => self.cells(self.view.site().rows.row(id)),
                FindingSubject::Part => Vec::new(),
            });
            let words = texts.iter().find_map(|text| passage(text, &(*start..*end)));
            let position = position(self.sources.text(at).unwrap_or(""), *start);
            MarginFinding {
                is_error: diagnostic.is_error(),
                code: diagnostic.code.name,
                message: diagnostic.message.clone(),
                help: diagnostic.help.clone(),
                file: at.to_string(),
                line: position.line,
                column: position.column,
                words: words.filter(|_| !is_whole),
            }
        };
        found.iter().map(finding).collect()
    }

    /// The rows among what a page shows, in the order of the site. The page of a row also reads others,
    /// to link to them by name; findings in those belong to their own pages.
    fn rows(&self, target: &Target, shown: &[Read]) -> BTreeSet<RowId> {
        let rows = &self.view.site().rows;
        let mut ids = BTreeSet::new();
        for read in shown {
            if let Read::Row(id) = read {
                ids.extend(rows.find(id));
            } else if let Read::Alphabet(kind) = read {
                ids.extend(rows.of(kind));
            }
        }
        if let Some(own) = target.basis().row() {
            ids.retain(|&id| *rows.row(id).id.value == **own || rows::url(rows.row(id)).is_none());
        }
        ids
    }

    fn score(&self, target: &Target) -> Option<Score> {
        let site = self.view.site();
        match target.basis() {
            Basis::Page(file) => {
                let article = site.page_of(file)?.article.as_ref()?;
                let text =
                    check::english::is_english(article, &site.config).then(|| self.article(file))??;
                score(&[text])
            }
            Basis::Row(id) => {
                let row = site.rows.row(site.rows.find(id)?);
                let language = language::of_rows(site, row.folder()).as_str();
                check::english::plain_language::is_english(language).then(|| score(&self.cells(row)))?
            }
            Basis::Rows(_) | Basis::Tag(_) | Basis::File(_) | Basis::Site => None,
        }
    }
}

impl Margins for Snapshot {
    fn of(&self, output: &str, most: usize) -> Option<Margin> {
        let route = self.view.world.routes.to(output).filter(|route| route.is_page())?;
        let RenderedPage { shown, diagnostics: of_page, .. } = self.page(output)?;
        let mut found: Vec<(&Diagnostic, FindingSubject)> = Vec::new();
        if let Some(file) = route.target.basis().page() {
            found.extend(self.found_in(file).iter().map(|found| (found, FindingSubject::Article)));
        }
        for id in self.rows(&route.target, shown) {
            found.extend(
                self.found_at(self.view.site().rows.row(id)).map(|found| (found, FindingSubject::Row(id))),
            );
        }
        for read in &**shown {
            let Read::Template(name) = read else { continue };
            found.extend(
                self.found_in(&format!("templates/{name}")).iter().map(|found| (found, FindingSubject::Part)),
            );
        }
        // What went wrong on the page may be in a template that its own includes.
        let known: HashSet<*const Diagnostic> =
            found.iter().map(|(found, _)| ptr::from_ref(*found)).collect();
        for faulty in &**of_page {
            let same = |found: &&Diagnostic| {
                found.code == faulty.code
                    && found.primary.place == faulty.primary.place
                    && !known.contains(&ptr::from_ref(*found))
            };
            let new = self.found_in(&faulty.primary.place.file).iter().filter(same);
            found.extend(new.map(|found| (found, FindingSubject::Part)));
        }
        let errors = found.iter().filter(|(found, _)| found.is_error()).count();
        let count = Count { errors, warnings: found.len() - errors };
        found.truncate(most);
        Some(Margin { findings: self.findings(route, &found), count, score: self.score(&route.target) })
    }
}

/// What of a page a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum FindingSubject {
    /// The text of its article.
    Article,
    /// A row that it shows.
    Row(RowId),
    /// Its template, or a part of that.
    Part,
}

/// The words of `text` that stand at `span` of its file: those of the first paragraph that it meets.
fn passage(text: &Prose, span: &Range<usize>) -> Option<Passage> {
    let found = text.at(span)?;
    let block = text.blocks().iter().map(|block| &block.text);
    let block = block.into_iter().find(|block| block.start < found.end && found.start < block.end)?;
    let (start, end) = (found.start.max(block.start), found.end.min(block.end));
    let words = text.slice(start..end);
    if !words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let is_boundary = |at: &usize| text.text().is_char_boundary(*at);
    let from = (start.saturating_sub(AROUND).max(block.start)..=start).find(is_boundary)?;
    let to = (end..=end.saturating_add(AROUND).min(block.end)).rev().find(is_boundary)?;
    let all = text.slice(from..to);
    Some(Passage {
        text: words.to_owned(),
        before: text.slice(from..start).to_owned(),
        after: text.slice(end..to).to_owned(),
        occurrence: text.slice(0..from).matches(all).count(),
    })
}

/// The score of what `texts` say together. A value of a table counts as running text here, as nothing else is a row's.
fn score(texts: &[Prose]) -> Option<Score> {
    let (mut counts, mut longest) = (Counts::default(), 0);
    for text in texts {
        for block in text.blocks().iter().filter(|block| block.is_running() || block.kind == BlockKind::Value)
        {
            for sentence in text.sentences(block) {
                let of_sentence = readability::sentence_counts(text, sentence.clone());
                longest = longest.max(of_sentence.words);
                counts += of_sentence;
            }
        }
    }
    let scores = Scores::of(&counts)?;
    Some(Score {
        reading_age: tenth(scores.reading_age()),
        reading_ease: tenth(scores.reading_ease),
        grade: tenth(scores.grade),
        words: counts.words,
        sentences: counts.sentences,
        longest,
    })
}
