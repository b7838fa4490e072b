//! Markdown to a [`Body`]: one pass over the parser's events.

mod alert;
mod container;
mod counted;
mod foreign;
mod look;
mod raw;
mod slips;
pub mod structure;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

use super::body::{Body, Hole, Link, Picture, Said};
use super::directive::{self, Masked, Use};
use super::events::events;
use super::footnote::{self, Footnotes, Note};
use super::grid::Grid;
use super::heading::{Heading, Ids, plain};
use super::leftover::{self, Block};
use super::{DEEP_NESTING, DUPLICATE_ANCHOR, MISSING_DEFINITION, Observer, SECOND_TITLE};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::html::escape;
use crate::waiver::Waiver;
use container::OpenDirective;
use counted::Counted;

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
pub struct Parsed {
    /// Its HTML with holes.
    pub body: Body,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// The first `#` heading, where it was asked for as the title; it is not in `body` then.
    pub title: Option<Spanned<String>>,
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
    mut observer: Option<&mut dyn Observer>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed {
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
    let mut builder = Builder::new(&source[from..], from, file, diagnostics);
    builder.title_is_wanted = title_is_heading;
    builder.masked = scan.masked;
    let lines = scan.lines;
    for (event, range) in events(parsed, parser.into_offset_iter()) {
        let range = lines.place(range, from);
        if let Some(observer) = &mut observer {
            let span = range.start + from..range.end + from;
            let masked = builder.masked.get(&span.start);
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

/// A heading whose text is being read.
struct OpenHeading<'a> {
    id: Option<CowStr<'a>>,
    attributes: String,
    span: Range<usize>,
    events: Vec<Written<'a>>,
}

/// An event with the place in the file, in bytes, that it was made of.
pub(super) type Written<'a> = (Event<'a>, Range<usize>);

pub(super) struct Builder<'a, 'd> {
    text: &'a str,
    offset: usize,
    file: &'d FileName,
    diagnostics: &'d mut Vec<Diagnostic>,
    masked: BTreeMap<usize, Masked>,
    title_is_wanted: bool,
    title: Option<Spanned<String>>,
    events: Vec<Written<'a>>,
    /// The place of the event that is being taken in.
    place: Range<usize>,
    links: Vec<Link>,
    pictures: Vec<Picture>,
    uses: Vec<Use>,
    headings: Vec<Heading>,
    ids: Ids,
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
    structure: structure::Structure,
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
            title_is_wanted: false,
            title: None,
            events: Vec::new(),
            place: offset..offset,
            links: Vec::new(),
            pictures: Vec::new(),
            uses: Vec::new(),
            headings: Vec::new(),
            ids: Ids::default(),
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
            structure: structure::Structure::default(),
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
        if self.inside_picture(&event) {
            return;
        }
        match event {
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
                let (said, sign) = if done { (Said::Done, '☑') } else { (Said::ToDo, '☐') };
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
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                let hole = Hole::Link(self.links.len());
                self.links.push(Link { target: format!("{mail}{dest_url}"), span, tag: None });
                let title =
                    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&title)) };
                self.push_html(format!("<a href=\"{}\"{title}>", hole.mark()));
            }
            Tag::Image { dest_url, title, .. } => {
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
                let mut attributes = String::new();
                if !classes.is_empty() {
                    attributes.push_str(&format!(" class=\"{}\"", escape(&classes.join(" "))));
                }
                for (name, value) in &attrs {
                    let value = value.as_deref().unwrap_or("");
                    attributes.push_str(&format!(" {}=\"{}\"", escape(name), escape(value)));
                }
                self.heading = Some(OpenHeading { id, attributes, span, events: Vec::new() });
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

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some(heading) = self.heading.take() else { return };
        let events = || heading.events.iter().map(|(event, _)| event);
        let words = plain(events());
        if self.title_is_wanted
            && level == HeadingLevel::H1
            && self.title.is_none()
            && self.headings.is_empty()
        {
            self.has_begun = false;
            let Range { start, end } = heading.span;
            self.title = Some(Spanned { value: words, start, end });
            return;
        }
        let has_own_id = heading.id.is_some();
        let id = match heading.id {
            Some(id) => {
                if !self.ids.take(&id) {
                    let place = Place::new(self.file, heading.span.clone());
                    let message = format!("another heading of this article already has the id `{id}`");
                    let help = "give each heading an id of its own, or none";
                    self.diagnostics.push(Diagnostic::new(&DUPLICATE_ANCHOR, place, message, help));
                }
                id.to_string()
            }
            None => self.ids.make(&words),
        };
        if level == HeadingLevel::H1 {
            let place = Place::new(self.file, heading.span.clone());
            let message = format!("the heading `{words}` is at the same level as the page's title");
            let help = "write `##`: a page has one title, and this is printed as a heading below it";
            self.diagnostics.push(Diagnostic::new(&SECOND_TITLE, place, message, help));
        }
        let level = (level as u8).max(2);
        let Range { start, end } = heading.span;
        let without_links: Vec<Event<'a>> =
            events().filter(|event| !matches!(event, Event::InlineHtml(_))).cloned().collect();
        let mut text = String::new();
        html::push_html(&mut text, without_links.into_iter());
        let open = format!("<h{level} id=\"{}\"{}>", escape(&id), heading.attributes);
        self.push_at(Event::Html(open.into()), start..end);
        for (event, place) in heading.events {
            self.push_at(event, place);
        }
        self.push_at(Event::Html(format!("</h{level}>\n").into()), start..end);
        self.headings.push(Heading { level, id, html: text, start, end, has_own_id });
    }

    pub(super) fn finish(mut self) -> Parsed {
        while !self.open.is_empty() {
            self.leave_open();
        }
        if let Some(span) = self.deepest.clone() {
            let message = format!("blocks are nested more than {DEEP} deep here");
            let help = "look for a stray `>`, a list that never ends or a directive that is not closed";
            self.diagnostics.push(Diagnostic::new(&DEEP_NESTING, Place::new(self.file, span), message, help));
        }
        self.start_text(Block::Line);
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
        Parsed { body, headings: self.headings, title: self.title, waivers: self.waivers }
    }
}
