//! What a reader reads: the words of a text without its marks, and where in its file each of them stands.
//!
//! ```text
//! Markdown ─▶ read ─▶ one text, parted into blocks ─▶ sentence ─▶ word
//!                     └▶ runs: byte of the text ─▶ byte of the file
//! ```
//!
//! Rules about wording look at [`Prose`] and mark what they find with [`Prose::source`]. Code, web addresses
//! and pictures are no words: one [`OPAQUE`] stands for each byte or thing of that kind, so that the words before
//! and after it do not seem to follow one another. Raw HTML shows only in what it says of the words inside it.
//! Footnote marks leave nothing.
//!
//! Architecture Invariant: this module judges nothing, and knows no language but for where sentences end.

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

pub use self::cells::{Cell, cells};
pub use self::mark::{Mark, MarkKind};
use self::read::Reader;
pub use self::word::{Words, words};
use crate::article::{self, Article, FrontMatter, front_matter};
use crate::diagnostic::{Diagnostic, FileName, Fix};
use crate::kind::Markup;
use crate::source::File;
use crate::table::written::Written;

/// Stands in a text for what has no words: code, an address, a picture, a directive without a label. No file
/// that is read as an article or table holds this character.
pub const OPAQUE: char = '\u{1a}';

/// A text as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    text: String,
    runs: Vec<Run>,
    blocks: Vec<Block>,
    sentences: Vec<Range<usize>>,
    marks: Vec<Mark>,
    containers: Vec<Container>,
    frame: Frame,
}

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// The first paragraph of an item of a list.
    Item,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// The label of a directive on a line of its own.
    Label,
    /// What a definition list defines.
    Term,
    /// How it defines it.
    Detail,
    /// A cell of a Markdown table; `header` in its first row.
    Cell {
        /// Whether it names a column.
        header: bool,
    },
    /// A value of a table file or of the front matter that holds running text.
    Value,
    /// A paragraph of a footnote.
    Note,
}

/// A stretch of text that stands apart from the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in [`Prose::text`], in bytes, without blanks around it.
    pub text: Range<usize>,
    /// Whether it stands in a block quote that is not an alert.
    pub is_quoted: bool,
    /// Whether readers have to open something to see it: `<details>`, or the directive of that name.
    pub is_hidden: bool,
    /// The list it is an item of, or stands in an item of: lists count from 0. `None` outside lists.
    pub list: Option<usize>,
    /// How many lists it stands in, one inside the other.
    pub depth: usize,
    sentences: Range<usize>,
    marks: Range<usize>,
    container: Option<usize>,
}

impl Block {
    /// Whether it is running text, which scores of readability are worked out from: paragraphs, items of lists
    /// and definitions, but no headings, tables, footnotes or quotes.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.kind, Kind::Paragraph | Kind::Item | Kind::Detail) && !self.is_quoted
    }
}

/// A directive around blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Its name: "emergency".
    pub name: String,
    /// Its first line in the file, in bytes.
    pub span: Range<usize>,
    parent: Option<usize>,
}

/// Where a stretch of the text comes from. Within one, the text is as it is written where the lengths are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: usize,
    text_end: usize,
    source: usize,
    source_end: usize,
    /// Whether a backslash stands before it that makes its first character plain.
    is_escaped: bool,
}

/// What stands around the text in its file, and so what may be written into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Frame {
    /// Markdown.
    #[default]
    Article,
    /// A value between quotes.
    Quoted,
    /// A value of a spreadsheet without quotes.
    Bare,
    /// A value with escapes. Its places are bytes of the value, and this says where those stand in the file.
    Escaped(Written),
    /// A value that is not written as it reads; every place in it is the whole.
    Whole(Range<usize>),
}

/// Parses the article `file` ([`article::parse`]) and reads its prose on the way, if `is_wanted`, which is called once the
/// front matter is known.
pub fn article(
    file: &File,
    is_wanted: impl FnOnce(&FrontMatter) -> bool,
) -> (Option<(Article, Option<Prose>)>, Vec<Diagnostic>) {
    let observer =
        |front: &FrontMatter, text, start| is_wanted(front).then(|| Reader::of_article(text, start));
    let (parsed, diagnostics) = article::parse_observed(file, observer);
    (parsed.map(|(article, reader)| (article, reader.map(Reader::finish))), diagnostics)
}

impl Prose {
    /// The prose of an article: its text below the front matter, title included. Who parses it too has
    /// [`article()`], which reads it once.
    #[must_use]
    pub fn article(file: &File) -> Prose {
        let front = front_matter::split(file.text(), &file.path, &mut Vec::new());
        Prose::markdown(file.text(), front.body, &file.path)
    }

    /// The prose of the Markdown in `text` of the article `file` from byte `from` on.
    #[must_use]
    pub fn markdown(text: &str, from: usize, file: &FileName) -> Prose {
        read::article(text, from, file)
    }

    /// The prose of a table's cell: `text` is its Markdown, `span` its place in `file`, quotes included.
    #[must_use]
    pub fn cell(text: &str, span: Range<usize>, markup: Markup, file: &str) -> Prose {
        let (offset, frame) = Prose::frame(text, span, file);
        read::cell(text, offset, frame, markup)
    }

    /// The prose of a value that is no Markdown, such as an article's description.
    #[must_use]
    pub fn plain(text: &str, span: Range<usize>, file: &str) -> Prose {
        let (offset, frame) = Prose::frame(text, span, file);
        read::plain(text, offset, frame, Kind::Value)
    }

    /// The same of one that stands above a text: a title, or a question above its answer.
    #[must_use]
    pub fn title(text: &str, span: Range<usize>, file: &str) -> Prose {
        let (offset, frame) = Prose::frame(text, span, file);
        read::plain(text, offset, frame, Kind::Heading(1))
    }

    fn frame(text: &str, span: Range<usize>, file: &str) -> (usize, Frame) {
        let Some(written) = Written::of(text, &span, file) else { return (span.start, Frame::Whole(span)) };
        match written.start() {
            // A line break at the start of TOML's longest strings is none of the text.
            Some(at) if at > span.start => (at, Frame::Quoted),
            Some(at) => (at, Frame::Bare),
            None => (0, Frame::Escaped(written)),
        }
    }

    /// The text: its blocks one below the other.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at `range` in bytes of [`Self::text`].
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Its blocks in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The sentences of `block`, in bytes of [`Self::text`]. A heading, a label or a cell has them too; what has
    /// no letter and no digit is none.
    #[must_use]
    pub fn sentences(&self, block: &Block) -> &[Range<usize>] {
        self.sentences.get(block.sentences.clone()).unwrap_or(&[])
    }

    /// The words at `range`, in order.
    #[must_use]
    pub fn words(&self, range: Range<usize>) -> Words<'_> {
        words(&self.text, range)
    }

    /// What is said of words of `block`: links, abbreviations that are explained, quotations.
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

    /// Whether `block` stands in the directive `name`, at any depth.
    #[must_use]
    pub fn is_in(&self, block: &Block, name: &str) -> bool {
        self.outward(block).any(|container| container.name == name)
    }

    fn outward(&self, block: &Block) -> impl Iterator<Item = &Container> {
        let first = block.container.and_then(|at| self.containers.get(at));
        std::iter::successors(first, |inner| inner.parent.and_then(|at| self.containers.get(at)))
    }

    /// Where `range` of the text stands in the file, in bytes. Marks such as `**` between its first and its last
    /// character are part of it.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        match &self.frame {
            Frame::Whole(span) => span.clone(),
            Frame::Escaped(written) => written.place(&self.written(range)),
            Frame::Article | Frame::Quoted | Frame::Bare => self.written(range),
        }
    }

    /// Where `range` of the text stands in what its runs are places of.
    fn written(&self, range: Range<usize>) -> Range<usize> {
        let start = self.run_at(range.start).map_or(0, |run| run.start_of(range.start));
        if range.is_empty() {
            return start..start;
        }
        let end = self.run_at(range.end - 1).map_or(start, |run| run.end_of(range.end));
        start..end.max(start)
    }

    /// Which of the text stands at `span` of the file, in bytes of [`Self::text`]: the other way round than
    /// [`Self::source`]. `None` where no words do.
    #[must_use]
    pub fn at(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let meets = |start: usize, end: usize| start < span.end && span.start < end;
        if let Frame::Whole(whole) = &self.frame {
            return meets(whole.start, whole.end).then_some(0..self.text.len());
        }
        let inner = if let Frame::Escaped(written) = &self.frame { Some(written.within(span)) } else { None };
        let span = inner.as_ref().unwrap_or(span);
        let meets = |start: usize, end: usize| start < span.end && span.start < end;
        let met = self.runs.iter().filter(|run| meets(run.source, run.source_end));
        met.map(|run| run.at(span)).reduce(|all, part| all.start.min(part.start)..all.end.max(part.end))
    }

    /// The change that puts `replacement` in the place of `range`; `None` where the words cannot be replaced
    /// without a look at what stands between them, such as emphasis or a link.
    ///
    /// A replacement is words: it must not be Markdown.
    #[must_use]
    pub fn fix(&self, range: Range<usize>, replacement: impl Into<String>) -> Option<Fix> {
        let replacement = replacement.into();
        let is_safe = match &self.frame {
            Frame::Article => true,
            Frame::Quoted => !replacement.contains(['"', '\'', '\\', '\n']),
            Frame::Bare => !replacement.contains(['"', '\'', '\\', '\n', ',', ';', '\t']),
            Frame::Escaped(written) => {
                written.is_as_read(&self.written(range.clone()))
                    && !replacement.contains(['"', '\'', '\\', '\n'])
            }
            Frame::Whole(_) => false,
        };
        (is_safe && self.is_contiguous(&range)).then(|| Fix { span: self.source(range), replacement })
    }

    /// Whether nothing but the words themselves stands between the ends of `range` in the file.
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

    fn run_at(&self, at: usize) -> Option<&Run> {
        let next = self.runs.partition_point(|run| run.text <= at);
        self.runs.get(next.saturating_sub(1))
    }
}

impl Run {
    fn is_as_written(&self) -> bool {
        self.text_end - self.text == self.source_end - self.source
    }

    /// Which of its text stands at `span` of the file, which meets it.
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
