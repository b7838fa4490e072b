//! What there is to say of one page while it is written: the findings that concern it, with the words they are
//! about as a reader sees them, and how hard it is to read.
//!
//! A [`Snapshot`] knows it of every page and works it out for the one that is asked for: a large site has 100,000
//! findings, and its author looks at one page.
//!
//! Architecture Invariant: this module finds nothing by itself, and does not know who shows what it says.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::check;
use crate::diagnostic::position::position;
use crate::diagnostic::{Count, Diagnostic, FileName, Place, Texts};
use crate::prose::{self, Kind, Prose};
use crate::readability::{self, Counts, Scores};
use crate::render::{self, Rendered, View};
use crate::route::{Route, Target};
use crate::site::rows::RowId;
use crate::site::text::RowText;
use crate::source::Sources;
use crate::trace::{Notes, Read};

/// How much of the text around words is told, in bytes: enough to tell them from the same words elsewhere.
const AROUND: usize = 48;

/// What there is to say of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Margin {
    /// Everything that was found in it, in the order of its article, its rows and its templates.
    pub findings: Vec<Finding>,
    /// How many of each level there are.
    pub count: Count,
    /// How hard it is to read; `None` where it has no running text in English of its own.
    pub score: Option<Score>,
}

/// One finding, beside the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether it stops a build.
    pub is_error: bool,
    /// The rule: `long-sentence`.
    pub code: &'static str,
    /// The fact.
    pub message: String,
    /// The way out.
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
    /// What there is to say of the page at `output`, a path in the output folder. `None` where no such page is made.
    fn of(&self, output: &str) -> Option<Margin>;
}

/// A site at one moment, with all that was found in it.
#[derive(Debug)]
pub struct Snapshot {
    view: Arc<View>,
    sources: Sources,
    diagnostics: Arc<Vec<Diagnostic>>,
}

impl Snapshot {
    /// The site in `view`, made from `sources`; `diagnostics` are sorted, as [`crate::diagnostic::sort`] does.
    #[must_use]
    pub fn new(view: Arc<View>, sources: Sources, diagnostics: Arc<Vec<Diagnostic>>) -> Self {
        Snapshot { view, sources, diagnostics }
    }

    /// What was found in `file`, in order.
    fn found_in(&self, file: &str) -> &[Diagnostic] {
        let start = self.diagnostics.partition_point(|found| &*found.primary.place.file < file);
        let rest = &self.diagnostics[start..];
        &rest[..rest.partition_point(|found| &*found.primary.place.file == file)]
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
    fn cells(&self, row: &RowText) -> Vec<Prose> {
        let text = self.sources.text(row.row.file()).unwrap_or("");
        if text.get(row.row.place.start..row.row.place.end).is_none() {
            return Vec::new();
        }
        prose::cells(&row.row, text).into_iter().map(|cell| cell.prose).collect()
    }

    fn finding(&self, diagnostic: &Diagnostic, texts: &[Prose]) -> Finding {
        let Place { file, start, end } = &diagnostic.primary.place;
        let position = position(self.sources.text(file).unwrap_or(""), *start);
        Finding {
            is_error: diagnostic.is_error(),
            code: diagnostic.code.name,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            file: file.to_string(),
            line: position.line,
            column: position.column,
            words: texts.iter().find_map(|text| passage(text, &(*start..*end))),
        }
    }

    /// The rows that a page shows which read `reads`, in the order of the site.
    fn rows(&self, target: &Target, reads: &[&Read]) -> BTreeSet<RowId> {
        let rows = &self.view.site().rows;
        let is_list = matches!(target, Target::Rows(_) | Target::Sources | Target::Programme);
        let mut shown = BTreeSet::new();
        for read in reads {
            match read {
                Read::Row(id) => shown.extend(rows.find(id)),
                Read::Alphabet(kind) if is_list => shown.extend(rows.of(*kind)),
                _ => {}
            }
        }
        shown
    }

    fn score(&self, target: &Target) -> Option<Score> {
        let site = self.view.site();
        match target {
            Target::Page(file) => {
                let article = site.page_of(file)?.article.as_ref()?;
                let text = check::is_english(article, &site.config).then(|| self.article(file))??;
                score(&[text])
            }
            Target::Row(id) if check::plain_language::is_english(&site.config.language) => {
                score(&self.cells(site.rows.text(site.rows.find(id)?)))
            }
            _ => None,
        }
    }
}

impl Margins for Snapshot {
    fn of(&self, output: &str) -> Option<Margin> {
        let route = self.view.linker.routes.to(output).filter(|route| is_page(route))?;
        // What a page shows is known by making it once more, which is quicker than to remember it of each.
        let Rendered { notes, diagnostics: faulty, .. } = render::render(&self.view, route, Notes::kept(true));
        let reads = notes.into_reads();
        let reads: Vec<&Read> = reads.iter().collect();
        let mut findings = Vec::new();
        if let Target::Page(file) = &route.target {
            let text: Vec<Prose> = self.article(file).into_iter().collect();
            let title = self.title(file);
            // What concerns an article as a whole is marked at its title, and says nothing of those words.
            let of = |found: &Diagnostic| {
                let place = &found.primary.place;
                if Some(place.start..place.end) == title { &[] } else { &text[..] }
            };
            findings.extend(self.found_in(file).iter().map(|found| (found, self.finding(found, of(found)))));
        }
        for id in self.rows(&route.target, &reads) {
            let row = self.view.site().rows.text(id);
            let place = &row.row.place;
            let is_in = |found: &&Diagnostic| (place.start..place.end).contains(&found.primary.place.start);
            let mut found = self.found_in(&place.file).iter().filter(is_in).peekable();
            if found.peek().is_some() {
                let cells = self.cells(row);
                findings.extend(found.map(|found| (found, self.finding(found, &cells))));
            }
        }
        for read in reads {
            let Read::Template(name) = read else { continue };
            let found = self.found_in(&format!("templates/{name}")).iter();
            findings.extend(found.map(|found| (found, self.finding(found, &[]))));
        }
        // What went wrong while it was made can lie in a part of its template.
        for faulty in &faulty {
            let same = |found: &&Diagnostic| {
                found.code == faulty.code && found.primary.place == faulty.primary.place
            };
            let found = self.found_in(&faulty.primary.place.file).iter().filter(same);
            let told: Vec<&Diagnostic> = findings.iter().map(|(found, _)| *found).collect();
            let new = found.filter(|found| !told.iter().any(|told| std::ptr::eq(*told, *found)));
            findings.extend(new.map(|found| (found, self.finding(found, &[]))));
        }
        let findings: Vec<Finding> = findings.into_iter().map(|(_, finding)| finding).collect();
        let errors = findings.iter().filter(|finding| finding.is_error).count();
        let count = Count { errors, warnings: findings.len() - errors };
        Some(Margin { findings, count, score: self.score(&route.target) })
    }
}

fn is_page(route: &Route) -> bool {
    !matches!(route.target, Target::Asset(_) | Target::Redirect(_) | Target::Feed | Target::Sitemap)
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
        for block in text.blocks().iter().filter(|block| block.is_running() || block.kind == Kind::Value) {
            for sentence in text.sentences(block) {
                let of_sentence = readability::sentence_counts(text, sentence.clone());
                longest = longest.max(of_sentence.words);
                counts += of_sentence;
            }
        }
    }
    let scores = Scores::of(&counts)?;
    let tenth = |number: f64| (number * 10.0).round() / 10.0;
    Some(Score {
        reading_age: tenth(scores.reading_age()),
        reading_ease: tenth(scores.reading_ease),
        grade: tenth(scores.grade),
        words: counts.words,
        sentences: counts.sentences,
        longest,
    })
}
