//! Prose: the words of a text as readers see them, without markup, and the place of each in its file.
//!
//! ```text
//! Markdown ─▶ read ─▶ one text, split into blocks ─▶ sentence ─▶ word
//!                     └▶ runs: byte of the text ─▶ byte of the file
//! ```
//!
//! Rules about wording work on [`Prose`] and mark what they find with [`Prose::source`]. Code, web addresses and
//! pictures are not words: each byte or object of that kind is replaced by one [`OPAQUE`], so that the words before
//! and after it do not appear adjacent. Raw HTML is kept only as marks on the words inside it. Footnote marks are
//! dropped.
//!
//! Architecture Invariant: this module judges nothing. It depends on a language only to find the ends of sentences.

mod cells;
pub(crate) mod lexicon;
mod mark;
mod read;
mod sentence;
#[cfg(test)]
mod tests;
mod url;
mod word;

use std::ops::Range;

pub use self::cells::{TextCell, cells};
pub use self::mark::{Mark, MarkKind};
use self::read::ProseReader;
pub(crate) use self::word::{Short, short};
pub use self::word::{Words, words};
use crate::article::{self, Article, FrontMatter, front_matter};
use crate::diagnostic::{Diagnostic, FileName, Fix};
use crate::kind::Markup;
use crate::source::File;
use crate::table::written::Written;

/// Replaces what has no words: code, an address, a picture, a directive without a label. No article or table can
/// contain this character.
pub const OPAQUE: char = '\u{1a}';

/// A text as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    text: String,
    runs: Vec<SourceRun>,
    blocks: Vec<Block>,
    sentences: Vec<Range<usize>>,
    marks: Vec<Mark>,
    containers: Vec<Container>,
    frame: Notation,
}

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// The first paragraph of a list item.
    Item,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// The label of a directive on a line of its own.
    Label,
    /// A term in a definition list.
    Term,
    /// The definition of a term.
    Detail,
    /// A cell of a Markdown table; `header` if it is in the first row.
    Cell {
        /// Whether it is a column heading.
        header: bool,
    },
    /// A value of a table or the front matter that contains running text.
    Value,
    /// A paragraph of a footnote.
    Note,
}

/// A range of text separate from the rest, such as a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its kind.
    pub kind: BlockKind,
    /// Its bytes in [`Prose::text`], without surrounding spaces.
    pub text: Range<usize>,
    /// Whether it is in a block quote that is not an alert.
    pub is_quoted: bool,
    /// Whether readers have to open something to see it: `<details>`, or the directive of that name.
    pub is_hidden: bool,
    /// The number of the list that contains it, counted from 0; `None` outside lists.
    pub list: Option<usize>,
    /// How many nested lists contain it.
    pub depth: usize,
    sentences: Range<usize>,
    marks: Range<usize>,
    container: Option<usize>,
}

impl Block {
    /// Whether it is running text, on which readability scores are based: paragraphs, list items and definitions, but
    /// not headings, tables, footnotes or quotations.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Detail) && !self.is_quoted
    }
}

/// A directive that contains blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its name: "emergency".
    pub name: String,
    /// Its first line, in bytes of the file.
    pub span: Range<usize>,
    parent: Option<usize>,
}

/// Maps a range of the text to its source. If the lengths are equal, the text is exactly as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SourceRun {
    text: usize,
    text_end: usize,
    source: usize,
    source_end: usize,
    /// Whether its first character is escaped by a backslash before it.
    is_escaped: bool,
}

/// How the text is written in its file, which determines what may be inserted into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Notation {
    /// Markdown.
    #[default]
    Article,
    /// A quoted value.
    Quoted,
    /// An unquoted value of a spreadsheet.
    Bare,
    /// A value with escapes. Places are bytes of the value, and this maps them to the file.
    Escaped(Written),
    /// A value that differs from what is written in the file. Every place in it is the whole value.
    Whole(Range<usize>),
}

/// Parses the article `file` ([`article::parse`]) and reads its prose on the way, if `is_wanted`, which is called once the
/// front matter is known.
pub fn article(
    file: &File,
    is_wanted: impl FnOnce(&FrontMatter) -> bool,
) -> (Option<(Article, Option<Prose>)>, Vec<Diagnostic>) {
    let observer =
        |front: &FrontMatter, text, start| is_wanted(front).then(|| ProseReader::of_article(text, start));
    let (parsed, diagnostics) = article::parse_observed(file, observer);
    (parsed.map(|(article, reader)| (article, reader.map(ProseReader::finish))), diagnostics)
}

impl Prose {
    /// The prose of an article: its text below the front matter, title included. Who parses it too has
    /// [`article()`], which reads it once.
    #[must_use]
    pub fn article(file: &File) -> Prose {
        let front = front_matter::split(file.text(), &file.path, &mut Vec::new());
        Prose::markdown(file.text(), front.body, &file.path)
    }

    /// The prose of the Markdown in `text`, from byte `from` of the article `file`.
    #[must_use]
    pub fn markdown(text: &str, from: usize, file: &FileName) -> Prose {
        read::article(text, from, file)
    }

    /// The prose of a table cell: `text` is its Markdown and `span` its place in `file`, including quotes.
    #[must_use]
    pub fn cell(text: &str, span: Range<usize>, markup: Markup, file: &str) -> Prose {
        let (offset, frame) = Prose::frame(text, span, file);
        read::cell(text, offset, frame, markup)
    }

    /// The prose of a plain value without Markdown, such as an article's description.
    #[must_use]
    pub fn plain(text: &str, span: Range<usize>, file: &str) -> Prose {
        let (offset, frame) = Prose::frame(text, span, file);
        read::plain(text, offset, frame, BlockKind::Value)
    }

    /// The prose of a plain value above a text: a title, or a question above its answer.
    #[must_use]
    pub fn title(text: &str, span: Range<usize>, file: &str) -> Prose {
        let (offset, frame) = Prose::frame(text, span, file);
        read::plain(text, offset, frame, BlockKind::Heading(1))
    }

    fn frame(text: &str, span: Range<usize>, file: &str) -> (usize, Notation) {
        let Some(written) = Written::of(text, &span, file) else {
            return (span.start, Notation::Whole(span));
        };
        match written.start() {
            // In TOML's multi-line strings, a line break at the start is not part of the text.
            Some(at) if at > span.start => (at, Notation::Quoted),
            Some(at) => (at, Notation::Bare),
            None => (0, Notation::Escaped(written)),
        }
    }

    /// The text: its blocks one below the other.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at `range`, in bytes of [`Self::text`].
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Its blocks in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The sentences of `block`, in bytes of [`Self::text`]. Headings, labels and cells have sentences too; a range
    /// without letters and digits is not one.
    #[must_use]
    pub fn sentences(&self, block: &Block) -> &[Range<usize>] {
        self.sentences.get(block.sentences.clone()).unwrap_or(&[])
    }

    /// The words at `range`, in order.
    #[must_use]
    pub fn words(&self, range: Range<usize>) -> Words<'_> {
        words(&self.text, range)
    }

    /// The marks on words of `block`: links, explained abbreviations, quotations.
    #[must_use]
    pub fn marks(&self, block: &Block) -> &[Mark] {
        self.marks.get(block.marks.clone()).unwrap_or(&[])
    }

    /// Every link of the text: its words, in bytes of [`Self::text`], and its address as written.
    pub fn links(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        self.marks.iter().filter_map(|mark| match &mark.kind {
            MarkKind::Link(target) => Some((mark.text.clone(), target.as_str())),
            _ => None,
        })
    }

    /// The directives around `block`, outermost first.
    #[must_use]
    pub fn containers(&self, block: &Block) -> Vec<&Container> {
        let mut found: Vec<&Container> = self.outward(block).collect();
        found.reverse();
        found
    }

    /// Whether `block` is inside the directive `name`, at any depth.
    #[must_use]
    pub fn is_in(&self, block: &Block, name: &str) -> bool {
        self.outward(block).any(|container| container.name == name)
    }

    fn outward(&self, block: &Block) -> impl Iterator<Item = &Container> {
        let first = block.container.and_then(|at| self.containers.get(at));
        std::iter::successors(first, |inner| inner.parent.and_then(|at| self.containers.get(at)))
    }

    /// The place of `range` of the text, in bytes of the file. It includes any marks such as `**` between the first
    /// and last character.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        match &self.frame {
            Notation::Whole(span) => span.clone(),
            Notation::Escaped(written) => written.place(&self.written(range)),
            Notation::Article | Notation::Quoted | Notation::Bare => self.written(range),
        }
    }

    /// The place of `range` of the text, in the bytes that the runs refer to.
    fn written(&self, range: Range<usize>) -> Range<usize> {
        let start = self.run_at(range.start).map_or(0, |run| run.start_of(range.start));
        if range.is_empty() {
            return start..start;
        }
        let end = self.run_at(range.end - 1).map_or(start, |run| run.end_of(range.end));
        start..end.max(start)
    }

    /// The words at `span` of the file, in bytes of [`Self::text`]: the inverse of [`Self::source`]. `None` if there
    /// are no words.
    #[must_use]
    pub fn at(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let meets = |start: usize, end: usize| start < span.end && span.start < end;
        if let Notation::Whole(whole) = &self.frame {
            return meets(whole.start, whole.end).then_some(0..self.text.len());
        }
        let inner =
            if let Notation::Escaped(written) = &self.frame { Some(written.within(span)) } else { None };
        let span = inner.as_ref().unwrap_or(span);
        let meets = |start: usize, end: usize| start < span.end && span.start < end;
        let met = self.runs.iter().filter(|run| meets(run.source, run.source_end));
        met.map(|run| run.at(span)).reduce(|all, part| all.start.min(part.start)..all.end.max(part.end))
    }

    /// A fix that replaces the words at `range`; `None` if they cannot be replaced safely because of markup between
    /// them, such as emphasis or a link.
    ///
    /// The replacement must be plain words, not Markdown.
    #[must_use]
    pub fn fix(&self, range: Range<usize>, replacement: impl Into<String>) -> Option<Fix> {
        let replacement = replacement.into();
        let is_safe = match &self.frame {
            Notation::Article => true,
            Notation::Quoted => !replacement.contains(['"', '\'', '\\', '\n']),
            Notation::Bare => !replacement.contains(['"', '\'', '\\', '\n', ',', ';', '\t']),
            Notation::Escaped(written) => {
                written.is_as_read(&self.written(range.clone()))
                    && !replacement.contains(['"', '\'', '\\', '\n'])
            }
            Notation::Whole(_) => false,
        };
        (is_safe && self.is_contiguous(&range)).then(|| Fix { span: self.source(range), replacement })
    }

    /// Whether `range` is contiguous in the file, with nothing but the words themselves.
    fn is_contiguous(&self, range: &Range<usize>) -> bool {
        if range.is_empty() {
            return false;
        }
        let first = self.runs.partition_point(|run| run.text_end <= range.start);
        let mut at = range.start;
        let mut source = None;
        for run in &self.runs[first..] {
            let is_joined = run.text <= at && source.is_none_or(|end| end == run.source);
            let starts_inside = run.text < range.start;
            if !is_joined || (run.is_escaped && !starts_inside) {
                return false;
            }
            if !run.is_as_written() && (starts_inside || run.text_end > range.end) {
                return false;
            }
            source = Some(run.source_end);
            at = run.text_end;
            if at >= range.end {
                return true;
            }
        }
        false
    }

    fn run_at(&self, at: usize) -> Option<&SourceRun> {
        let next = self.runs.partition_point(|run| run.text <= at);
        self.runs.get(next.saturating_sub(1))
    }
}

impl SourceRun {
    fn is_as_written(&self) -> bool {
        self.text_end - self.text == self.source_end - self.source
    }

    /// The part of its text at `span` of the file, which must overlap it.
    fn at(&self, span: &Range<usize>) -> Range<usize> {
        if !self.is_as_written() {
            return self.text..self.text_end;
        }
        let start = self.text + span.start.saturating_sub(self.source);
        start..self.text_end - self.source_end.saturating_sub(span.end)
    }

    fn start_of(&self, at: usize) -> usize {
        match at {
            at if at >= self.text_end => self.source_end,
            at if self.is_as_written() => self.source + at.saturating_sub(self.text),
            _ => self.source,
        }
    }

    fn end_of(&self, at: usize) -> usize {
        if self.is_as_written() && at < self.text_end {
            self.source + at.saturating_sub(self.text)
        } else {
            self.source_end
        }
    }
}
