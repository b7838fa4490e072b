//! Markdown to a [`Body`]: one pass over the parser's events.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

use super::body::{Body, Hole, Link, Picture};
use super::directive::{self, Form, Masked, Use};
use super::heading::{Heading, Ids};
use super::{
    CROSSED_DIRECTIVE, DEEP_NESTING, DUPLICATE_ANCHOR, MISSING_DEFINITION, MISSING_FOOTNOTE,
    UNCLOSED_DIRECTIVE, UNUSED_FOOTNOTE,
};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::html::escape;

/// CommonMark with GFM and what `design` promises authors besides.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
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
}

/// Parses `text` from byte `from` on as the blocks of an article.
#[must_use]
pub fn block(
    text: &str,
    from: usize,
    file: &FileName,
    title_is_heading: bool,
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
    let parser = Parser::new_with_broken_link_callback(&source[from..], OPTIONS, Some(&mut note_missing));
    let known: Vec<String> = parser.reference_definitions().iter().map(|(name, _)| name.to_owned()).collect();
    let mut builder = Builder::new(file, diagnostics);
    builder.title_is_wanted = title_is_heading;
    builder.masked = scan.masked;
    for (event, range) in parser.into_offset_iter() {
        builder.event(event, range.start + from..range.end + from);
    }
    let parsed = builder.finish();
    for (name, span) in missing {
        // The parser may ask twice about one place.
        let place = Place::new(file, span.start + from..span.end + from);
        let help = did_you_mean(&name, known.iter().map(String::as_str), || {
            format!("add a line `[{name}]: address`, or write `[text](address)`")
        });
        let message = format!("the link definition `{name}` is missing");
        diagnostics.push(Diagnostic::new(&MISSING_DEFINITION, place, message, help));
    }
    parsed
}

/// Parses `text`, which starts at byte `offset` of `file`, as running text: a table's cell, a label.
#[must_use]
pub fn inline(text: &str, offset: usize, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let mut body = block_at(text, offset, file, diagnostics);
    body.strip_paragraph();
    body
}

/// Parses `text`, which starts at byte `offset` of `file`, as blocks without headings of its own: an answer.
#[must_use]
pub fn block_at(text: &str, offset: usize, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let mut builder = Builder::new(file, diagnostics);
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        builder.event(event, range.start + offset..range.end + offset);
    }
    builder.finish().body
}

/// A footnote's place and events.
struct Note<'a> {
    span: Range<usize>,
    events: Vec<Event<'a>>,
}

/// A container directive that is still open.
struct OpenDirective {
    index: usize,
    colons: usize,
    depth: usize,
}

/// A heading whose text is being read.
struct OpenHeading<'a> {
    id: Option<CowStr<'a>>,
    attributes: String,
    span: Range<usize>,
    events: Vec<Event<'a>>,
}

struct Builder<'a, 'd> {
    file: &'d FileName,
    diagnostics: &'d mut Vec<Diagnostic>,
    masked: BTreeMap<usize, Masked>,
    title_is_wanted: bool,
    title: Option<Spanned<String>>,
    events: Vec<Event<'a>>,
    links: Vec<Link>,
    pictures: Vec<Picture>,
    uses: Vec<Use>,
    headings: Vec<Heading>,
    ids: Ids,
    heading: Option<OpenHeading<'a>>,
    picture: Option<(Picture, usize)>,
    note: Option<(CowStr<'a>, Note<'a>)>,
    notes: Vec<(CowStr<'a>, Note<'a>)>,
    references: Vec<(CowStr<'a>, Range<usize>)>,
    numbers: HashMap<CowStr<'a>, usize>,
    open: Vec<OpenDirective>,
    depth: usize,
    deepest: Option<Range<usize>>,
}

impl<'a, 'd> Builder<'a, 'd> {
    fn new(file: &'d FileName, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Builder {
            file,
            diagnostics,
            masked: BTreeMap::new(),
            title_is_wanted: false,
            title: None,
            events: Vec::new(),
            links: Vec::new(),
            pictures: Vec::new(),
            uses: Vec::new(),
            headings: Vec::new(),
            ids: Ids::default(),
            heading: None,
            picture: None,
            note: None,
            notes: Vec::new(),
            references: Vec::new(),
            numbers: HashMap::new(),
            open: Vec::new(),
            depth: 0,
            deepest: None,
        }
    }

    fn push(&mut self, event: Event<'a>) {
        if let Some(heading) = &mut self.heading {
            heading.events.push(event);
        } else if let Some((_, note)) = &mut self.note {
            note.events.push(event);
        } else {
            self.events.push(event);
        }
    }

    fn push_html(&mut self, html: impl Into<String>) {
        self.push(Event::InlineHtml(CowStr::from(html.into())));
    }

    fn event(&mut self, event: Event<'a>, span: Range<usize>) {
        if self.inside_picture(&event) {
            return;
        }
        match event {
            Event::Html(_) | Event::InlineHtml(_) if self.masked.contains_key(&span.start) => {
                if let Some(masked) = self.masked.remove(&span.start) {
                    self.directive(masked, span.start);
                }
            }
            // Raw HTML must not forge a hole.
            Event::Html(text) => self.push(Event::Html(without_marks(text))),
            Event::InlineHtml(text) => self.push(Event::InlineHtml(without_marks(text))),
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(name) => {
                let number = self.number_of(&name, span);
                let count = self.references.len();
                self.push_html(format!(
                    "<sup class=\"footnote-mark\"><a href=\"#fn-{number}\" id=\"fnref-{count}\">{number}</a></sup>"
                ));
            }
            other => self.push(other),
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
        if self.depth > DEEP && self.deepest.is_none() {
            self.deepest = Some(span.start..span.start + 1);
        }
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                let hole = Hole::Link(self.links.len());
                self.links.push(Link { target: format!("{mail}{dest_url}"), span });
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
            Tag::FootnoteDefinition(name) => {
                self.note = Some((name, Note { span, events: Vec::new() }));
            }
            Tag::Table(alignment) => {
                self.push_html(
                    "<div class=\"table-scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">",
                );
                self.push(Event::Start(Tag::Table(alignment)));
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
            TagEnd::Link => self.push_html("</a>"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::FootnoteDefinition => self.notes.extend(self.note.take()),
            TagEnd::Table => {
                self.push(Event::End(TagEnd::Table));
                self.push_html("</div>\n");
            }
            other => self.push(Event::End(other)),
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some(heading) = self.heading.take() else { return };
        let words = plain(&heading.events);
        if self.title_is_wanted
            && level == HeadingLevel::H1
            && self.title.is_none()
            && self.headings.is_empty()
        {
            let Range { start, end } = heading.span;
            self.title = Some(Spanned { value: words, start, end });
            return;
        }
        let id = match heading.id {
            Some(id) => {
                if !self.ids.take(&id) {
                    let place = Place::new(self.file, heading.span.clone());
                    let message = format!("a heading of this article has the id `{id}` already");
                    let help = "give each heading an id of its own, or none";
                    self.diagnostics.push(Diagnostic::new(&DUPLICATE_ANCHOR, place, message, help));
                }
                id.to_string()
            }
            None => self.ids.make(&words),
        };
        let level = level as u8;
        let without_links: Vec<Event<'a>> =
            heading.events.iter().filter(|event| !matches!(event, Event::InlineHtml(_))).cloned().collect();
        let mut text = String::new();
        html::push_html(&mut text, without_links.into_iter());
        self.push(Event::Html(format!("<h{level} id=\"{}\"{}>", escape(&id), heading.attributes).into()));
        for event in heading.events {
            self.push(event);
        }
        self.push(Event::Html(format!("</h{level}>\n").into()));
        self.headings.push(Heading { level, id, html: text });
    }

    /// The number of the footnote `name`, counted from 1 by first mention.
    fn number_of(&mut self, name: &CowStr<'a>, span: Range<usize>) -> usize {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(name.clone()).or_insert(next);
        self.references.push((name.clone(), span));
        number
    }

    fn directive(&mut self, masked: Masked, at: usize) {
        match masked {
            Masked::Use(used) => {
                let hole = Hole::Open(self.uses.len());
                if used.form == Form::Container {
                    let colons = used.name.start - at;
                    self.open.push(OpenDirective { index: self.uses.len(), colons, depth: self.depth });
                    if self.open.len() > DEEP && self.deepest.is_none() {
                        self.deepest = Some(used.span.clone());
                    }
                }
                self.uses.push(*used);
                self.push_html(hole.mark());
            }
            Masked::Fence(colons) => self.close(colons, at),
        }
    }

    /// A closing fence closes the innermost directive opened with as many colons, else with fewer.
    fn close(&mut self, colons: usize, at: usize) {
        let exact = self.open.iter().rposition(|open| open.colons == colons);
        let Some(which) = exact.or_else(|| self.open.iter().rposition(|open| open.colons < colons)) else {
            self.diagnostics.push(directive::unopened(self.file, at..at + colons));
            return;
        };
        while self.open.len() > which + 1 {
            self.leave_open();
        }
        let Some(open) = self.open.pop() else { return };
        if open.depth != self.depth {
            let opened = self.uses[open.index].span.clone();
            self.diagnostics.push(
                Diagnostic::new(
                    &CROSSED_DIRECTIVE,
                    Place::new(self.file, at..at + colons),
                    format!("`{}` ends at another depth than it starts", self.uses[open.index].name.value),
                    "give the opening and the closing colons the same indentation",
                )
                .also(Place::new(self.file, opened), "starts here"),
            );
        }
        self.push_html(Hole::Close.mark());
    }

    /// Reports the innermost open directive as never closed, and closes it.
    fn leave_open(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let used = &self.uses[open.index];
        let fence = ":".repeat(open.colons);
        self.diagnostics.push(
            Diagnostic::new(
                &UNCLOSED_DIRECTIVE,
                Place::new(self.file, used.span.clone()),
                format!("the directive `{}` is never closed", used.name.value),
                format!("put a line `{fence}` where it ends"),
            )
            .label("starts here"),
        );
        self.push_html(Hole::Close.mark());
    }

    fn finish(mut self) -> Parsed {
        while !self.open.is_empty() {
            self.leave_open();
        }
        if let Some(span) = self.deepest.clone() {
            let message = format!("blocks stand inside each other more than {DEEP} deep here");
            let help = "look for a stray `>`, a list that never ends or a directive that is not closed";
            self.diagnostics.push(Diagnostic::new(&DEEP_NESTING, Place::new(self.file, span), message, help));
        }
        self.footnotes();
        let mut marked = String::with_capacity(self.events.len() * 24);
        html::push_html(&mut marked, self.events.into_iter());
        let body = Body::from_marked(&marked, self.links, self.pictures, self.uses);
        Parsed { body, headings: self.headings, title: self.title }
    }

    /// Puts the footnotes, in the order the text mentions them, after it.
    fn footnotes(&mut self) {
        let mut notes: HashMap<CowStr<'a>, Note<'a>> = HashMap::new();
        let known: BTreeSet<String> = self.notes.iter().map(|(name, _)| name.to_string()).collect();
        for (name, note) in std::mem::take(&mut self.notes) {
            if !self.numbers.contains_key(&name) {
                let place = Place::new(self.file, note.span.start..note.span.start + name.len() + 3);
                let message = format!("nothing refers to the footnote `{name}`");
                let help = format!("put `[^{name}]` where it belongs in the text, or delete the note");
                self.diagnostics.push(Diagnostic::new(&UNUSED_FOOTNOTE, place, message, help));
            }
            notes.insert(name, note);
        }
        let mut items: Vec<(usize, Note<'a>)> = Vec::new();
        let mut reported: BTreeSet<String> = BTreeSet::new();
        for (count, (name, span)) in std::mem::take(&mut self.references).into_iter().enumerate() {
            if let Some(note) = notes.remove(&name) {
                items.push((count + 1, note));
            } else if !known.contains(&*name) && !reported.contains(&*name) {
                let help = did_you_mean(&name, known.iter().map(String::as_str), || {
                    format!("add a line `[^{name}]: …` with the note")
                });
                let message = format!("there is no footnote `{name}`");
                self.diagnostics.push(Diagnostic::new(
                    &MISSING_FOOTNOTE,
                    Place::new(self.file, span),
                    message,
                    help,
                ));
                reported.insert(name.to_string());
            }
        }
        if items.is_empty() {
            return;
        }
        self.push(Event::Html("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n".into()));
        for (index, (reference, mut note)) in items.into_iter().enumerate() {
            let number = index + 1;
            self.push(Event::Html(format!("<li id=\"fn-{number}\">\n").into()));
            let back = format!(
                " <a href=\"#fnref-{reference}\" aria-label=\"Back to the text\">\u{21a9}\u{fe0e}</a>"
            );
            let back = Event::InlineHtml(back.into());
            // The way back stands at the end of the note's last line, not on one of its own.
            match note.events.last() {
                Some(Event::End(TagEnd::Paragraph)) => note.events.insert(note.events.len() - 1, back),
                _ => note.events.push(back),
            }
            for event in note.events {
                self.push(event);
            }
            self.push(Event::Html("</li>\n".into()));
        }
        self.push(Event::Html("</ol>\n</section>\n".into()));
    }
}

/// The words of inline events.
fn plain(events: &[Event<'_>]) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

fn without_marks(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains('\0') { text.replace('\0', "").into() } else { text }
}
