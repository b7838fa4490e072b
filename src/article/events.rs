//! The parser's events, and where balm differs from the parser: a single tilde does not strike through text, and a web address
//! in the text becomes a link.
//!
//! Whoever reads Markdown reads it through here, so that articles, cells, labels and the words of all three agree.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::bare::{self, AddressKind, Bare};

/// An event with the bytes it is made of.
type SpannedEvent<'a> = (Event<'a>, Range<usize>);

/// The events of `text`, which `parser` gives.
pub(crate) fn events<'a, I>(text: &'a str, parser: I) -> Events<'a, I>
where
    I: Iterator<Item = SpannedEvent<'a>>,
{
    let bare = bare::addresses(text);
    let is_as_parsed = bare.is_empty() && memchr::memchr(b'~', text.as_bytes()).is_none();
    Events { text, parser, is_as_parsed, bare, ready: VecDeque::new(), ahead: None, silent: 0, anchors: 0 }
}

/// See [`events`].
pub(crate) struct Events<'a, I> {
    text: &'a str,
    parser: I,
    /// Whether the text has nothing that balm reads differently, like most texts.
    is_as_parsed: bool,
    /// Every address in the text, in order, including those in code and in links.
    bare: Vec<Bare>,
    ready: VecDeque<SpannedEvent<'a>>,
    ahead: Option<SpannedEvent<'a>>,
    /// How many links, pictures and blocks of code are open, and how many links of raw HTML.
    silent: usize,
    anchors: usize,
}

impl<'a, I: Iterator<Item = SpannedEvent<'a>>> Iterator for Events<'a, I> {
    type Item = SpannedEvent<'a>;

    #[inline]
    fn next(&mut self) -> Option<SpannedEvent<'a>> {
        if self.is_as_parsed { self.parser.next() } else { self.next_read() }
    }
}

impl<'a, I: Iterator<Item = SpannedEvent<'a>>> Events<'a, I> {
    fn next_read(&mut self) -> Option<SpannedEvent<'a>> {
        if let Some(ready) = self.ready.pop_front() {
            return Some(ready);
        }
        let (event, range) = match self.ahead.take() {
            Some(ahead) => ahead,
            None => self.parser.next()?,
        };
        match &event {
            Event::Start(Tag::Strikethrough) if self.is_single(&range) => {
                return Some((tilde(), range.start..range.start + 1));
            }
            Event::End(TagEnd::Strikethrough) if self.is_single(&range) => {
                return Some((tilde(), range.end - 1..range.end));
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.silent += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                self.silent = self.silent.saturating_sub(1);
            }
            Event::InlineHtml(html) => self.note_anchor(html),
            Event::Text(_) if self.silent + self.anchors == 0 && !self.bare.is_empty() => {
                return self.link_addresses(event, range);
            }
            _ => {}
        }
        Some((event, range))
    }

    /// Whether text is struck out by one tilde.
    fn is_single(&self, range: &Range<usize>) -> bool {
        let struck = self.text.as_bytes().get(range.clone()).unwrap_or(b"");
        struck.starts_with(b"~") && !struck.starts_with(b"~~")
    }

    fn note_anchor(&mut self, html: &str) {
        let is_anchor = |start: &str| {
            html.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
                && html[start.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
        };
        if is_anchor("<a") {
            self.anchors += 1;
        } else if is_anchor("</a") {
            self.anchors = self.anchors.saturating_sub(1);
        }
    }

    /// Makes links of the addresses in the text `event`. An address may go on in the events behind it, where it has marks
    /// that could have been emphasis.
    fn link_addresses(&mut self, event: Event<'a>, range: Range<usize>) -> Option<SpannedEvent<'a>> {
        let first = self.bare.partition_point(|bare| bare.range.start < range.start);
        if self.bare.get(first).is_none_or(|bare| bare.range.start >= range.end) {
            return Some((event, range));
        }
        let Event::Text(text) = event else { return Some((event, range)) };
        let (start, mut end) = (range.start, range.end);
        let mut parts = vec![(text, range)];
        let mut next = first;
        let mut links: Vec<Bare> = Vec::new();
        while let Some(bare) = self.bare.get(next).filter(|bare| bare.range.start < end).cloned() {
            next += 1;
            while end < bare.range.end {
                match self.parser.next() {
                    Some((Event::Text(text), range)) if range.start == end => {
                        end = range.end;
                        parts.push((text, range));
                    }
                    other => {
                        self.ahead = other;
                        break;
                    }
                }
            }
            let stop = bare::trimmed(self.text, bare.range.start, bare.range.end.min(end));
            // What emphasis has cut short is still an address, if there is a host in it.
            let is_whole = stop == bare.range.end;
            if is_whole || (bare.kind == AddressKind::Web && self.text[bare.range.start..stop].contains('.'))
            {
                links.push(Bare { range: bare.range.start..stop, kind: bare.kind });
            }
            if self.ahead.is_some() {
                break;
            }
        }
        let mut at = start;
        for link in links {
            self.push_text(&parts, at..link.range.start);
            self.push_link(&parts, &link);
            at = link.range.end;
        }
        self.push_text(&parts, at..end);
        self.ready.pop_front()
    }

    /// Makes ready what of `parts` is in `range`.
    fn push_text(&mut self, parts: &[(CowStr<'a>, Range<usize>)], range: Range<usize>) {
        for (text, part) in parts {
            let (from, to) = (part.start.max(range.start), part.end.min(range.end));
            if from >= to {
                continue;
            }
            let is_whole = from == part.start && to == part.end;
            let text = if is_whole { text.clone() } else { CowStr::Borrowed(&self.text[from..to]) };
            self.ready.push_back((Event::Text(text), from..to));
        }
    }

    fn push_link(&mut self, parts: &[(CowStr<'a>, Range<usize>)], link: &Bare) {
        let range = &link.range;
        let mut shown = String::new();
        for (text, part) in parts {
            let (from, to) = (part.start.max(range.start), part.end.min(range.end));
            if from < to {
                let written = &self.text[from..to];
                // `&amp;` stands for `&`, but a `--` in an address is no dash.
                let is_reference = written.starts_with('&') && from == part.start && to == part.end;
                shown.push_str(if is_reference { text } else { written });
            }
        }
        let (link_type, dest_url) = match link.kind {
            AddressKind::Web => (LinkType::Autolink, shown.clone()),
            AddressKind::Host => (LinkType::Autolink, format!("http://{shown}")),
            AddressKind::Mail => (LinkType::Email, shown.trim_start_matches("mailto:").to_owned()),
        };
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let start = Tag::Link { link_type, dest_url: dest_url.into(), title, id };
        self.ready.push_back((Event::Start(start), range.clone()));
        self.ready.push_back((Event::Text(shown.into()), range.clone()));
        self.ready.push_back((Event::End(TagEnd::Link), range.clone()));
    }
}

fn tilde<'a>() -> Event<'a> {
    Event::Text(CowStr::Borrowed("~"))
}
