//! Turns Markdown into [`Prose`] in one pass over the parser's events.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, LinkType, Parser, Tag, TagEnd};

use super::mark::{self, Effect, Mark, MarkKind, OpenMark};
use super::{Block, BlockKind, Container, Notation, OPAQUE, Prose, SourceRun, sentence, url};
use crate::article::ParseObserver;
use crate::article::directive::{self, DirectiveForm, DirectiveUse, Masked};
use crate::article::events::events;
use crate::article::markdown::OPTIONS;
use crate::diagnostic::FileName;
use crate::kind::Markup;

/// The prose of the article `text`, whose Markdown starts at byte `from`.
pub(super) fn article(text: &str, from: usize, file: &FileName) -> Prose {
    // Mistakes in directives were reported when the article was parsed.
    let scan = directive::scan(text, from, file, &mut Vec::new());
    let source = scan.text.as_deref().unwrap_or(text);
    let mut reader = ProseReader::of_article(text, from);
    let parsed = scan.parsed.as_deref().map_or(&source[from..], |parsed| &parsed[from..]);
    for (event, range) in events(parsed, Parser::new_ext(parsed, OPTIONS).into_offset_iter()) {
        let range = scan.lines.place(range, from);
        let span = range.start + from..range.end + from;
        let masked = scan.masked.get(&span.start);
        reader.event(&event, span, masked);
    }
    reader.finish()
}

/// The prose of the cell `text`, which starts at byte `offset` of its file.
pub(super) fn cell(text: &str, offset: usize, frame: Notation, markup: Markup) -> Prose {
    let mut reader = ProseReader::new(text, offset, text.len(), frame);
    reader.is_running_text = markup == Markup::Inline;
    if reader.is_running_text {
        reader.open(BlockKind::Value);
    }
    for (event, range) in events(text, Parser::new_ext(text, OPTIONS).into_offset_iter()) {
        reader.event(&event, range, None);
    }
    reader.finish()
}

/// The prose of the plain `text`, which starts at byte `offset` of its file.
pub(super) fn plain(text: &str, offset: usize, frame: Notation, kind: BlockKind) -> Prose {
    let mut reader = ProseReader::new(text, offset, text.len(), frame);
    reader.open(kind);
    reader.push(text, 0..text.len());
    reader.finish()
}

/// The block being read.
#[derive(Clone, Copy)]
struct OpenBlock {
    kind: BlockKind,
    start: usize,
    marks: usize,
}

/// A container directive that is still open. It is closed by the same rule as in the article's parser.
struct OpenContainer {
    colons: usize,
    /// Its number among the containers; `None` if it is not allowed here.
    number: Option<usize>,
}

/// Builds the prose of a text from its Markdown events.
pub(super) struct ProseReader<'a> {
    /// The text that places refer to, including masked directives.
    source: &'a str,
    /// The offset of `source` in its file.
    offset: usize,
    prose: Prose,
    block: Option<OpenBlock>,
    containers: Vec<OpenContainer>,
    /// The directive whose label is being read.
    labelled: Option<Range<usize>>,
    marks: Vec<OpenMark>,
    /// Open links: where their words start, their address, and whether they show only the address.
    links: Vec<(usize, String, bool)>,
    /// Where the words of open emphasis start.
    emphasis: Vec<usize>,
    /// The open lists, and how many lists there have been.
    lists: Vec<usize>,
    list_count: usize,
    is_item_start: bool,
    quotes: Vec<bool>,
    definition: Option<BlockKind>,
    is_header: bool,
    is_note: bool,
    details: usize,
    /// The number of open elements without prose: code, pictures, autolinks.
    silent: usize,
    /// Whether a cell or label is being read, and whether its first block is still to come.
    is_running_text: bool,
    is_text_start: bool,
}

impl ParseObserver for ProseReader<'_> {
    fn event(&mut self, event: &Event<'_>, span: Range<usize>, masked: Option<&Masked>) {
        if let Some(masked) = masked
            && matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Code(_))
        {
            self.directive(masked);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            _ if self.silent > 0 => {}
            Event::Text(text) => self.push(text, span),
            Event::SoftBreak => self.push(" ", span),
            Event::HardBreak => self.push("\n", span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.opaque(span),
            Event::Html(html) => self.details = mark::details(html, self.details),
            Event::InlineHtml(html) => self.tag(html, span),
            Event::Rule if self.is_running_text => {}
            Event::Rule => self.close(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }
}

impl<'a> ProseReader<'a> {
    /// A reader for the events of the article `text`, from byte `from`.
    pub(super) fn of_article(text: &'a str, from: usize) -> Self {
        ProseReader::new(text, 0, text.len() - from, Notation::Article)
    }

    fn new(source: &'a str, offset: usize, length: usize, frame: Notation) -> Self {
        let mut prose = Prose { frame, ..Prose::default() };
        // Typical sizes, so that little is moved as the vectors grow.
        prose.text.reserve(length);
        prose.runs.reserve(length / 50);
        prose.blocks.reserve(length / 100);
        prose.sentences.reserve(length / 60);
        ProseReader {
            source,
            offset,
            prose,
            block: None,
            containers: Vec::new(),
            labelled: None,
            marks: Vec::new(),
            links: Vec::new(),
            emphasis: Vec::new(),
            lists: Vec::new(),
            list_count: 0,
            is_item_start: false,
            quotes: Vec::new(),
            definition: None,
            is_header: false,
            is_note: false,
            details: 0,
            silent: 0,
            is_running_text: false,
            is_text_start: true,
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, dest_url, .. } => {
                self.links.push((self.prose.text.len(), dest_url.to_string(), true));
                self.opaque(span);
                self.silent += 1;
            }
            Tag::Link { dest_url, .. } => {
                // A link may be the first thing in a list item.
                self.ensure_open();
                self.links.push((self.prose.text.len(), dest_url.to_string(), false));
            }
            Tag::Image { .. } => {
                self.opaque(span);
                self.silent += 1;
            }
            Tag::Emphasis => self.emphasis.push(self.prose.text.len()),
            Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            _ if self.is_running_text => {
                // A block in a cell is reported elsewhere; here it is read as part of one paragraph.
                self.silent += usize::from(matches!(tag, Tag::CodeBlock(_)));
                if !std::mem::take(&mut self.is_text_start) {
                    self.push(" ", span.start..span.start);
                }
            }
            Tag::Paragraph => self.open(self.paragraph()),
            Tag::Heading { level, .. } => self.open(BlockKind::Heading(*level as u8)),
            Tag::TableCell => self.open(BlockKind::Cell { header: self.is_header }),
            _ => {
                self.close();
                match tag {
                    Tag::Item => self.is_item_start = true,
                    Tag::List(_) => {
                        self.lists.push(self.list_count);
                        self.list_count += 1;
                    }
                    Tag::BlockQuote(kind) => self.quotes.push(is_quotation(*kind)),
                    Tag::CodeBlock(_) => self.silent += 1,
                    Tag::FootnoteDefinition(_) => self.is_note = true,
                    Tag::TableHead => self.is_header = true,
                    Tag::DefinitionListTitle => self.definition = Some(BlockKind::Term),
                    Tag::DefinitionListDefinition => self.definition = Some(BlockKind::Detail),
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                if let Some((start, target, is_address)) = self.links.pop() {
                    self.mark(MarkKind::Link(target), start);
                    self.silent = self.silent.saturating_sub(usize::from(is_address));
                }
            }
            TagEnd::Image => self.silent = self.silent.saturating_sub(1),
            TagEnd::CodeBlock => self.silent = self.silent.saturating_sub(1),
            TagEnd::Emphasis => {
                if let Some(start) = self.emphasis.pop().filter(|start| self.is_title(*start)) {
                    self.mark(MarkKind::Work, start);
                }
            }
            TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            _ if self.is_running_text => {}
            _ => {
                self.close();
                match tag {
                    TagEnd::Item => self.is_item_start = false,
                    TagEnd::List(_) => {
                        self.lists.pop();
                    }
                    TagEnd::BlockQuote(_) => {
                        self.quotes.pop();
                    }
                    TagEnd::FootnoteDefinition => self.is_note = false,
                    TagEnd::TableHead => self.is_header = false,
                    TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => self.definition = None,
                    _ => {}
                }
            }
        }
    }

    /// Whether the emphasized words from `start` to here look like the title of a work.
    fn is_title(&self, start: usize) -> bool {
        let words = self.prose.text.get(start..).unwrap_or("");
        words.starts_with(char::is_uppercase) && words.contains(' ') && !words.ends_with(['.', '!', ':', ','])
    }

    /// The kind of a paragraph at this place.
    fn paragraph(&self) -> BlockKind {
        match self.definition {
            _ if self.is_note => BlockKind::Note,
            _ if self.is_item_start => BlockKind::Item,
            Some(kind) => kind,
            None => BlockKind::Paragraph,
        }
    }

    fn open(&mut self, kind: BlockKind) {
        self.close();
        let open = OpenBlock { kind, start: self.prose.text.len(), marks: self.prose.marks.len() };
        self.block = Some(open);
    }

    fn ensure_open(&mut self) {
        if self.block.is_none() {
            self.open(self.paragraph());
        }
    }

    fn close(&mut self) {
        let Some(open) = self.block.take() else { return };
        // Marks still open do not extend into the next block.
        while let Some(open) = self.marks.pop() {
            self.close_mark(open);
        }
        self.is_item_start &= self.prose.text.len() == open.start;
        let written = &self.prose.text[open.start..];
        let start = open.start + written.len() - written.trim_start().len();
        let end = open.start + written.trim_end().len();
        if start >= end {
            return;
        }
        for address in url::addresses(&self.prose.text[start..end]) {
            let range = address.start + start..address.end + start;
            let filler = OPAQUE.to_string().repeat(range.len());
            self.prose.text.replace_range(range, &filler);
        }
        let first = self.prose.sentences.len();
        sentence::split(&self.prose.text, start..end, &mut self.prose.sentences);
        let container = self.containers.iter().rev().find_map(|open| open.number);
        let is_hidden = self.details > 0 || self.is_in_details();
        self.prose.blocks.push(Block {
            kind: open.kind,
            text: start..end,
            is_quoted: self.quotes.contains(&true),
            is_hidden,
            list: self.lists.last().copied(),
            depth: self.lists.len(),
            sentences: first..self.prose.sentences.len(),
            marks: open.marks..self.prose.marks.len(),
            container,
        });
        self.prose.text.push('\n');
    }

    /// Whether this place is hidden by a `details` directive. Its own label is visible: readers click it to open the
    /// rest.
    fn is_in_details(&self) -> bool {
        let around = self.containers.iter().filter_map(|open| open.number);
        around
            .filter_map(|at| self.prose.containers.get(at))
            .any(|container| container.name == "details" && self.labelled.as_ref() != Some(&container.span))
    }

    /// Adds `text` from `span` of the source.
    fn push(&mut self, text: &str, span: Range<usize>) {
        self.ensure_open();
        if text.is_empty() {
            return;
        }
        let at = self.prose.text.len();
        self.prose.text.push_str(text);
        let is_as_written = self.source.get(span.clone()) == Some(text);
        let is_escaped = span.start > 0
            && self.source.as_bytes()[span.start - 1] == b'\\'
            && text.starts_with(|c: char| c.is_ascii_punctuation());
        let run = SourceRun {
            text: at,
            text_end: self.prose.text.len(),
            source: span.start + self.offset,
            source_end: span.end + self.offset,
            is_escaped,
        };
        match self.prose.runs.last_mut() {
            Some(last)
                if is_as_written
                    && last.text_end == run.text
                    && last.source_end == run.source
                    && last.source_end - last.source == last.text_end - last.text =>
            {
                last.text_end = run.text_end;
                last.source_end = run.source_end;
            }
            _ => self.prose.runs.push(run),
        }
    }

    fn opaque(&mut self, span: Range<usize>) {
        self.push(OPAQUE.encode_utf8(&mut [0; 4]), span);
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        self.prose.marks.push(Mark { kind, text: start..self.prose.text.len() });
    }

    fn close_mark(&mut self, open: OpenMark) {
        if let Some(kind) = open.kind {
            self.mark(kind, open.start);
        }
    }

    /// Processes a raw HTML tag in running text.
    fn tag(&mut self, html: &str, span: Range<usize>) {
        match mark::effect(html, self.prose.text.len()) {
            Some(Effect::Breaks) => self.push("\n", span),
            Some(Effect::Opens(open)) => self.marks.push(open),
            Some(Effect::Closes(element)) => {
                if let Some(at) = self.marks.iter().rposition(|open| open.element == element) {
                    let open = self.marks.remove(at);
                    self.close_mark(open);
                }
            }
            None => {}
        }
    }

    fn directive(&mut self, masked: &Masked) {
        match masked {
            Masked::Use(used) if used.form == DirectiveForm::Text => {
                let before = self.prose.text.len();
                self.label(used);
                if self.prose.text.len() == before {
                    self.opaque(used.span.clone());
                }
            }
            Masked::Use(used) => {
                self.close();
                let is_container = used.form == DirectiveForm::Container;
                if is_container {
                    let parent = self.containers.iter().rev().find_map(|open| open.number);
                    let number = Some(self.prose.containers.len());
                    let span = used.span.clone();
                    self.prose.containers.push(Container { name: used.name.value.clone(), span, parent });
                    self.containers.push(OpenContainer { colons: used.colons, number });
                }
                if used.label.is_some() {
                    self.open(BlockKind::Label);
                    self.labelled = Some(used.span.clone());
                    self.label(used);
                    self.close();
                    self.labelled = None;
                }
            }
            Masked::Misplaced(colons) => {
                self.containers.push(OpenContainer { colons: *colons, number: None })
            }
            Masked::Fence(colons) => {
                self.close();
                let exact = self.containers.iter().rposition(|open| open.colons == *colons);
                let fewer = || self.containers.iter().rposition(|open| open.colons < *colons);
                if let Some(which) = exact.or_else(fewer) {
                    self.containers.truncate(which);
                }
            }
        }
    }

    /// Adds the words of a directive's label to the open block.
    fn label(&mut self, used: &DirectiveUse) {
        let Some(label) = &used.label else { return };
        let at = label.text.start;
        let was_running = std::mem::replace(&mut self.is_running_text, true);
        self.is_text_start = true;
        let words = &label.text.value;
        for (event, range) in events(words, Parser::new_ext(words, OPTIONS).into_offset_iter()) {
            self.event(&event, range.start + at..range.end + at, None);
        }
        self.is_running_text = was_running;
    }

    /// The prose, after all events.
    pub(super) fn finish(mut self) -> Prose {
        self.close();
        self.prose
    }
}

/// Whether a block quote is a quotation; an alert (`> [!NOTE]`) is not.
fn is_quotation(kind: Option<BlockQuoteKind>) -> bool {
    kind.is_none()
}
