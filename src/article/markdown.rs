//! Markdown to a [`Body`]: one pass over the parser's events.

mod alert;
mod container;
mod counted;
mod foreign;
mod headings;
mod look;
mod quotes;
mod raw;
mod slips;
pub mod structure;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html,
};

use super::body::{Body, HiddenText, Hole, Link, Picture, Quote};
use super::directive::{self, DirectiveUse, Masked};
use super::events::events;
use super::footnote::{self, Footnotes, Note};
use super::grid::Grid;
use super::heading::{Heading, UniqueIds};
use super::leftover::{self, TextKind};
use super::{DEEP_NESTING, MISSING_DEFINITION, ParseObserver};
use crate::data::{Spanned, control_characters};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::html::escape;
use crate::waiver::Waiver;
use container::OpenDirective;
use counted::Counted;
use headings::OpenHeading;
pub use headings::TitleId;

/// CommonMark with GFM and what `design` promises authors besides.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Blocks and directives inside each other deeper than this are worth a warning.
const DEEP: usize = 30;

/// A whole article's text.
#[derive(Debug, Default)]
pub struct ParsedText {
    /// Its HTML with holes.
    pub body: Body,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// The first `#` heading, where it was asked for as the title; it is not in `body` then.
    pub title: Option<Spanned<String>>,
    /// The anchor of that heading.
    pub title_id: Option<TitleId>,
    /// What `balm check` is asked to overlook.
    pub waivers: Vec<Waiver>,
}

/// Parses `text` from byte `from` on as the blocks of an article. `observer` is shown each event.
#[must_use]
pub(super) fn block(
    text: &str,
    from: usize,
    file: &FileName,
    title_is_heading: bool,
    mut observer: Option<&mut dyn ParseObserver>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ParsedText {
    let scan = directive::scan(text, from, file, diagnostics);
    let source = scan.text.as_deref().unwrap_or(text);
    let mut missing = Vec::new();
    let mut note_missing = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed | LinkType::ReferenceUnknown) {
            missing.push((link.reference.to_string(), link.span));
        }
        None
    };
    let parsed = scan.parsed.as_deref().map_or(&source[from..], |parsed| &parsed[from..]);
    let parser = Parser::new_with_broken_link_callback(parsed, OPTIONS, Some(&mut note_missing));
    let known: Vec<String> = parser.reference_definitions().iter().map(|(name, _)| name.to_owned()).collect();
    let definitions = parser.reference_definitions().iter();
    let definitions: Vec<(String, Range<usize>)> =
        definitions.map(|(name, of)| (name.to_owned(), of.span.clone())).collect();
    let mut builder = Builder::new(&source[from..], from, file, diagnostics);
    builder.title_is_wanted = title_is_heading;
    builder.masked = scan.masked;
    let lines = scan.lines;
    builder.definitions = definitions
        .into_iter()
        .map(|(name, span)| {
            let place = lines.place(span, from);
            (name, place.start + from..place.end + from)
        })
        .collect();
    for (event, range) in events(parsed, parser.into_offset_iter()) {
        let range = lines.place(range, from);
        if let Some(observer) = &mut observer {
            let span = range.start + from..range.end + from;
            // Placeholders are raw HTML or code, and most events are neither.
            let may_be_masked = matches!(event, Event::Html(_) | Event::InlineHtml(_) | Event::Code(_));
            let masked = if may_be_masked { builder.masked.get(&span.start) } else { None };
            observer.event(&event, span, masked);
        }
        builder.event(event, range);
    }
    let parsed = builder.finish();
    for (name, span) in missing {
        // The parser may ask twice about one place.
        let span = lines.place(span, from);
        let place = Place::new(file, span.start + from..span.end + from);
        let help = did_you_mean(&name, known.iter().map(String::as_str), || {
            format!("add a line `[{name}]: address`, or write `[text](address)`")
        });
        let message = format!("the link definition `{name}` is missing");
        diagnostics.push(Diagnostic::new(&MISSING_DEFINITION, place, message, help));
    }
    parsed
}

/// Parses `text`, which starts at byte `offset` of `file`, as blocks without headings of its own: an answer.
#[must_use]
pub fn block_at(text: &str, offset: usize, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let mut builder = Builder::new(text, offset, file, diagnostics);
    for (event, range) in events(text, Parser::new_ext(text, OPTIONS).into_offset_iter()) {
        builder.event(event, range);
    }
    builder.finish().body
}

/// An event with the place in the file, in bytes, that it was made of.
pub(super) type SourcedEvent<'a> = (Event<'a>, Range<usize>);

pub(super) struct Builder<'a, 'd> {
    text: &'a str,
    offset: usize,
    file: &'d FileName,
    diagnostics: &'d mut Vec<Diagnostic>,
    masked: BTreeMap<usize, Masked>,
    /// The names of links that are defined elsewhere, and the places of their definitions in the file.
    definitions: Vec<(String, Range<usize>)>,
    title_is_wanted: bool,
    title: Option<Spanned<String>>,
    title_id: Option<TitleId>,
    events: Vec<SourcedEvent<'a>>,
    /// The place of the event that is being taken in.
    place: Range<usize>,
    links: Vec<Link>,
    pictures: Vec<Picture>,
    uses: Vec<DirectiveUse>,
    headings: Vec<Heading>,
    ids: UniqueIds,
    heading: Option<OpenHeading<'a>>,
    picture: Option<(Picture, usize)>,
    grid: Grid,
    note: Option<(CowStr<'a>, Note<'a>)>,
    notes: Footnotes<'a>,
    /// The HTML block that is being read, and where each of its lines starts in it and in the file.
    html: String,
    html_lines: Vec<(usize, usize)>,
    open: Vec<OpenDirective>,
    depth: usize,
    deepest: Option<Range<usize>>,
    waivers: Vec<Waiver>,
    /// The numbers of those that wait for the block they are about.
    waiting: Vec<usize>,
    /// Whether there was any block before, the title aside.
    has_begun: bool,
    slips: slips::Slips,
    foreign: foreign::Foreign,
    quotes: quotes::Quotes,
    structure: structure::BlockStructure,
    rest: leftover::Rest,
}

impl<'a, 'd> Builder<'a, 'd> {
    /// A builder for the events of `text`, which starts at byte `offset` of `file`.
    pub(super) fn new(
        text: &'a str,
        offset: usize,
        file: &'d FileName,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Self {
        Builder {
            text,
            offset,
            file,
            diagnostics,
            masked: BTreeMap::new(),
            definitions: Vec::new(),
            title_is_wanted: false,
            title: None,
            title_id: None,
            // There is about one event for every twenty bytes. Moving a list that grew step by step took 3 % of a build.
            events: Vec::with_capacity(text.len() / 16),
            place: offset..offset,
            links: Vec::new(),
            pictures: Vec::new(),
            uses: Vec::new(),
            headings: Vec::new(),
            ids: UniqueIds::default(),
            heading: None,
            picture: None,
            grid: Grid::default(),
            note: None,
            notes: Footnotes::default(),
            html: String::new(),
            html_lines: Vec::new(),
            open: Vec::new(),
            depth: 0,
            deepest: None,
            waivers: Vec::new(),
            waiting: Vec::new(),
            has_begun: false,
            slips: slips::Slips::default(),
            foreign: foreign::Foreign::of(text),
            quotes: quotes::Quotes::default(),
            structure: structure::BlockStructure::default(),
            rest: leftover::Rest::default(),
        }
    }

    fn push(&mut self, event: Event<'a>) {
        self.push_at(event, self.place.clone());
    }

    fn push_at(&mut self, event: Event<'a>, place: Range<usize>) {
        self.grid.note(&event);
        if let Some(heading) = &mut self.heading {
            heading.events.push((event, place));
        } else if let Some((_, note)) = &mut self.note {
            note.events.push((event, place));
        } else {
            self.events.push((event, place));
        }
    }

    fn push_html(&mut self, html: impl Into<CowStr<'a>>) {
        self.push(Event::InlineHtml(html.into()));
    }

    /// Takes in one event that stands at `local`, in bytes of the text.
    pub(super) fn event(&mut self, event: Event<'a>, local: Range<usize>) {
        let span = local.start + self.offset..local.end + self.offset;
        self.place = span.clone();
        self.look_at(&event, &local);
        if let Event::Text(text) = &event
            && self.text.as_bytes().get(local.start) == Some(&b'&')
        {
            self.reference(text, &span);
        }
        let event = self.quote(event, &local);
        if self.inside_picture(&event) {
            return;
        }
        match event {
            Event::InlineHtml(mark) if Quote::of_mark(&mark).is_some() => self.push(Event::InlineHtml(mark)),
            Event::Html(_) | Event::InlineHtml(_) | Event::Code(_)
                if self.masked.contains_key(&span.start) =>
            {
                if let Some(masked) = self.masked.remove(&span.start) {
                    self.directive(masked, span.start);
                }
            }
            Event::Html(text) => {
                self.html_lines.push((self.html.len(), span.start));
                self.html.push_str(&text);
            }
            Event::End(TagEnd::HtmlBlock) => {
                let (html, lines) = (std::mem::take(&mut self.html), std::mem::take(&mut self.html_lines));
                let first = lines.first().map_or(span.start, |(_, place)| *place);
                if self.waiver(&html, first) {
                    self.end(TagEnd::HtmlBlock);
                    return;
                }
                self.begin_html(&html, span.end);
                let place = |at| {
                    let line = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
                    lines.get(line).map_or(0, |(start, place)| place + at - start)
                };
                self.slips_of_html(&html, place);
                if let Some(mut found) = leftover::in_html(&html) {
                    found.span = place(found.span.start)..place(found.span.end - 1) + 1;
                    let at = Place::new(self.file, found.span);
                    self.diagnostics.push(Diagnostic::new(found.code, at, found.message, found.help));
                }
                self.raw_html(&html, place, Event::Html);
                self.end(TagEnd::HtmlBlock);
            }
            Event::InlineHtml(text) => {
                self.slips_of_html(&text, |at| span.start + at);
                self.raw_html(&text, |at| span.start + at, Event::InlineHtml);
            }
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            // A mark to read, not a control: nobody can tick it, and it has words of its own.
            Event::TaskListMarker(done) => {
                let (said, sign) = if done { (HiddenText::Done, '☑') } else { (HiddenText::ToDo, '☐') };
                let label = Hole::Said(said).mark();
                self.push_html(format!(
                    "<span class=\"task\" role=\"img\" aria-label=\"{label}\">{sign}</span> "
                ));
            }
            Event::FootnoteReference(name) => {
                let mark = self.notes.mark(&name);
                self.push_html(mark);
            }
            Event::Text(text) => {
                if let Some(name) = footnote::unknown(self.text, &text, &local) {
                    self.notes.note_unknown(name, span.start - 1..span.end + 1);
                }
                self.slips_of_text(&text, &local);
                self.note_text(local);
                self.push(Event::Text(text));
            }
            other => self.push(other),
        }
    }

    /// Takes note of a block that ends at byte `end`.
    fn begin(&mut self, end: usize) {
        self.has_begun = true;
        for waiver in std::mem::take(&mut self.waiting) {
            self.waivers[waiver].covers.end = end;
        }
    }

    /// Gathers a picture's alternative text; true while inside one.
    fn inside_picture(&mut self, event: &Event<'a>) -> bool {
        if self.picture.is_some() && matches!(event, Event::Text(_)) {
            self.note_text(self.place.start - self.offset..self.place.end - self.offset);
        }
        let Some((picture, depth)) = &mut self.picture else { return false };
        match event {
            Event::Start(_) => *depth += 1,
            Event::End(_) if *depth > 0 => *depth -= 1,
            Event::End(_) => {
                if let Some((picture, _)) = self.picture.take() {
                    let hole = Hole::Picture(self.pictures.len());
                    self.pictures.push(picture);
                    self.push_html(hole.mark());
                }
            }
            Event::Text(text) | Event::Code(text) => picture.alt.push_str(text),
            Event::InlineHtml(mark) => picture.alt.extend(Quote::of_mark(mark).map(Quote::typed)),
            Event::SoftBreak | Event::HardBreak => picture.alt.push(' '),
            _ => {}
        }
        true
    }

    fn start(&mut self, tag: Tag<'a>, span: Range<usize>) {
        self.depth += 1;
        // What an HTML block is shows at its end only.
        if !matches!(tag, Tag::HtmlBlock) {
            self.begin(span.end);
        }
        if self.depth > DEEP && self.deepest.is_none() {
            self.deepest = Some(span.start..span.start + 1);
        }
        match tag {
            Tag::TableRow => self.slips_of_row(span.clone()),
            Tag::TableCell => self.slips_of_cell(&span),
            Tag::CodeBlock(ref kind) => self.start_code(kind, span.start),
            _ => {}
        }
        if let Some(html) = self.grid.open(&tag, &self.text[span.start - self.offset..span.end - self.offset])
        {
            self.push_html(html);
            return;
        }
        match tag {
            Tag::Link { link_type, dest_url, title, id } => {
                self.reference(&dest_url, &span);
                self.reference(&title, &span);
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                let hole = Hole::Link(self.links.len());
                let is_defined =
                    matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
                let same = |(name, _): &&(String, Range<usize>)| name.to_lowercase() == id.to_lowercase();
                let definition = self.definitions.iter().filter(|_| is_defined).find(same);
                let definition = definition.map(|(_, place)| place.clone());
                self.links.push(Link { target: [mail, &dest_url].concat(), span, definition, tag: None });
                let title =
                    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&title)) };
                self.push_html(["<a href=\"", &hole.mark(), "\"", &title, ">"].concat());
            }
            Tag::Image { dest_url, title, .. } => {
                self.reference(&dest_url, &span);
                self.reference(&title, &span);
                let picture = Picture {
                    source: dest_url.to_string(),
                    alt: String::new(),
                    title: title.to_string(),
                    span,
                };
                self.picture = Some((picture, 0));
                self.depth -= 1; // Its end is seen by `inside_picture`.
            }
            Tag::Heading { id, classes, attrs, .. } => {
                self.open_heading(id, &classes, &attrs, span);
            }
            Tag::BlockQuote(Some(kind)) => self.open_alert(kind),
            Tag::FootnoteDefinition(name) => {
                self.note = Some((name, Note { span, events: Vec::new() }));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                // What follows the language (`rust,ignore`) is not for the page.
                let language = info.split([' ', ',']).next().unwrap_or("").to_owned();
                self.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))));
            }
            other => self.push(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::TableRow => self.slips_after_row(),
            TagEnd::CodeBlock => self.slips.in_code = false,
            _ => {}
        }
        if let Some(html) = self.grid.close(tag) {
            self.push_html(html);
            return;
        }
        match tag {
            TagEnd::BlockQuote(Some(_)) => self.close_alert(),
            TagEnd::Link => self.push_html("</a>"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::FootnoteDefinition => {
                if let Some((name, note)) = self.note.take() {
                    self.notes.define(name, note);
                }
            }
            other => self.push(Event::End(other)),
        }
    }

    /// Reports a character that nothing can show in `text`, which came out of a character reference at `span`: `&#12;`.
    fn reference(&mut self, text: &str, span: &Range<usize>) {
        if let Some(letter) = text.chars().find(|&letter| control_characters::is_unfit(letter)) {
            self.diagnostics
                .push(control_characters::by_reference(letter, Place::new(self.file, span.clone())));
        }
    }

    pub(super) fn finish(mut self) -> ParsedText {
        while !self.open.is_empty() {
            self.leave_open();
        }
        if let Some(span) = self.deepest.clone() {
            let message = format!("blocks are nested more than {DEEP} deep here");
            let help = "look for a stray `>`, a list that never ends or a directive that is not closed";
            self.diagnostics.push(Diagnostic::new(&DEEP_NESTING, Place::new(self.file, span), message, help));
        }
        self.start_text(TextKind::Line);
        let stars = self.rest.finish_all();
        self.report_all(stars);
        self.unplaced();
        self.unclosed_tags();
        self.report_foreign();
        let (file, notes) = (self.file, std::mem::take(&mut self.notes));
        self.events.extend(notes.finish(file, self.diagnostics));
        let length = Cell::new(0);
        let mut marked = Counted::new(self.events.len() * 24, &length);
        let mut written: Vec<(usize, Range<usize>)> = Vec::with_capacity(self.events.len());
        // The writer asks for an event when it has written those before it.
        let events = self.events.into_iter().map(|(event, place)| {
            written.push((length.get(), place));
            event
        });
        // Writing to a string does not fail.
        let _ = html::write_html_fmt(&mut marked, events);
        let marked = marked.text;
        let mut body = Body::from_marked(&marked, &written, self.links, self.pictures, self.uses);
        body.raw_pictures = self.slips.pictures;
        let (headings, title, title_id) = (self.headings, self.title, self.title_id);
        ParsedText { body, headings, title, title_id, waivers: self.waivers }
    }
}
