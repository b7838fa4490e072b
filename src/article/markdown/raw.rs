//! Raw HTML in Markdown: comments, which are waivers or for authors alone, and the addresses in tags.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Builder;
use crate::article::body::{Hole, Link, RawTag};
use crate::fold::composed;
use crate::html::{
    AddressPart, Addresses, StartTag, Token, Tokens, comments, of_sheet, tags, without_comments,
};
use crate::waiver::{self, Waiver};

impl<'a> Builder<'a, '_> {
    /// Adds the waiver in the comment `html` at byte `at`, if it is one. Returns whether it is.
    pub(super) fn waiver(&mut self, html: &str, at: usize) -> bool {
        let inner = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        let start = at + html.len() - html.trim_start().len() + "<!--".len();
        match inner.and_then(|inner| waiver::read(inner, start, self.file)) {
            None => return false,
            Some(Err(fault)) => self.diagnostics.push(fault),
            Some(Ok(waiver)) if self.has_begun => {
                self.waiting.push(self.waivers.len());
                self.waivers.push(waiver);
            }
            Some(Ok(waiver)) => {
                self.waivers.push(Waiver { covers: 0..self.offset + self.text.len(), ..waiver });
            }
        }
        true
    }

    /// Takes note of a block of raw HTML that ends at byte `end`. A comment is for other authors, and nothing of the page.
    pub(super) fn begin_html(&mut self, html: &str, end: usize) {
        if !without_comments(html).trim().is_empty() {
            self.begin(end);
        }
    }

    /// Adds raw HTML, tag by tag. The addresses in it become links like any other, so they are checked and resolved. Comments are left out.
    /// `place` maps a byte of it to the file, and `event` makes it an event.
    pub(super) fn raw_html(
        &mut self,
        html: &str,
        place: impl Fn(usize) -> usize,
        event: impl Fn(CowStr<'a>) -> Event<'a>,
    ) {
        // Raw HTML must not forge a hole.
        // Links are written with each letter and its accents as one character, so ids are as well.
        let text = |html: &str| {
            let text = html.replace('\0', "");
            if text.is_ascii() { text } else { composed(&text).into_owned() }
        };
        let comments = comments(html);
        let mut done = 0;
        for tag in tags(html) {
            self.between(html, done..tag.span.start, &comments, &place, &event);
            let mut marked = String::new();
            let mut from = tag.span.start;
            for Addresses { attribute, value, parts } in tag.addresses(html) {
                let is_quoted = html[..value.start].ends_with(['"', '\'']);
                let quote = if is_quoted { "" } else { "\"" };
                marked.extend([&text(&html[from..value.start]), quote]);
                for part in parts {
                    match part {
                        AddressPart::Between(between) => marked.push_str(&text(&between)),
                        AddressPart::Address { target, place: at } => {
                            let of = raw_tag(&tag, &attribute, false, &place);
                            marked.push_str(&self.address(target, &at, of, &place).mark());
                        }
                    }
                }
                marked.push_str(quote);
                from = value.end;
            }
            marked.push_str(&text(&html[from..tag.span.end]));
            self.push_at(event(marked.into()), in_file(&tag.span, &place));
            done = tag.span.end;
            if tag.name.eq_ignore_ascii_case("style") {
                done = self.sheet(html, &tag, &place, &event);
            }
        }
        self.between(html, done..html.len(), &comments, &place, &event);
    }

    /// Adds the style sheet behind the start tag `tag`, and returns where it ends.
    fn sheet(
        &mut self,
        html: &str,
        tag: &StartTag<'_>,
        place: &impl Fn(usize) -> usize,
        event: &impl Fn(CowStr<'a>) -> Event<'a>,
    ) -> usize {
        let mut tokens = Tokens::new(&html[tag.span.start..]);
        tokens.next();
        let Some(Token::Text(text)) = tokens.next().filter(|_| tokens.is_raw()) else { return tag.span.end };
        let sheet = tag.span.start + text.start..tag.span.start + text.end;
        let mut marked = String::new();
        for part in of_sheet(html, sheet.clone()).parts {
            match part {
                AddressPart::Between(between) => marked.push_str(&between.replace('\0', "")),
                AddressPart::Address { target, place: at } => {
                    let of = raw_tag(tag, "", true, place);
                    marked.push_str(&self.address(target, &at, of, place).mark());
                }
            }
        }
        self.push_at(event(marked.into()), in_file(&sheet, place));
        sheet.end
    }

    /// Adds an address that is written at `at` of the HTML.
    fn address(
        &mut self,
        target: String,
        at: &Range<usize>,
        of: RawTag,
        place: &impl Fn(usize) -> usize,
    ) -> Hole {
        let hole = Hole::Link(self.links.len());
        self.links.push(Link { target, span: in_file(at, place), definition: None, tag: Some(Box::new(of)) });
        hole
    }

    /// Adds the part `range` of `html`, which holds no start tags, without the comments in it.
    fn between(
        &mut self,
        html: &str,
        range: Range<usize>,
        comments: &[Range<usize>],
        place: &impl Fn(usize) -> usize,
        event: &impl Fn(CowStr<'a>) -> Event<'a>,
    ) {
        let within = comments.iter().filter(|comment| range.contains(&comment.start));
        let mut start = range.start;
        for end in within.cloned().chain(std::iter::once(range.end..range.end)) {
            if start < end.start {
                let text = html[start..end.start].replace('\0', "");
                self.push_at(event(text.into()), in_file(&(start..end.start), place));
            }
            start = end.end;
        }
    }
}

/// The place in the file of the part `range` of some HTML, which is not empty.
fn in_file(range: &Range<usize>, place: &impl Fn(usize) -> usize) -> Range<usize> {
    let start = place(range.start);
    // The last byte counts: behind it another line may begin.
    start..range.end.checked_sub(1).filter(|last| *last >= range.start).map_or(start, |last| place(last) + 1)
}

fn raw_tag(tag: &StartTag<'_>, attribute: &str, is_sheet: bool, place: &impl Fn(usize) -> usize) -> RawTag {
    RawTag {
        name: tag.name.to_ascii_lowercase(),
        attribute: attribute.to_owned(),
        is_sheet,
        span: in_file(&tag.span, place),
    }
}
