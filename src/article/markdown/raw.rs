//! Raw HTML in Markdown: comments that are waivers, and the addresses in tags.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Builder;
use crate::article::body::{Hole, Link, RawTag};
use crate::html::{decode, tags};
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

    /// Adds raw HTML, tag by tag. The addresses in it become links like any other, so they are checked and resolved.
    /// `place` maps a byte of it to the file, and `event` makes it an event.
    pub(super) fn raw_html(
        &mut self,
        html: &str,
        place: impl Fn(usize) -> usize,
        event: impl Fn(CowStr<'a>) -> Event<'a>,
    ) {
        // Raw HTML must not forge a hole.
        let text = |html: &str| event(html.replace('\0', "").into());
        let in_file = |part: &Range<usize>| place(part.start)..place(part.end);
        let mut done = 0;
        for tag in tags(html) {
            let span = place(tag.span.start)..place(tag.span.end - 1) + 1;
            let mut marked = String::new();
            let mut from = tag.span.start;
            for (attribute, address) in tag.addresses() {
                let hole = Hole::Link(self.links.len());
                // Browsers leave line breaks and tabs in an address out.
                let target = decode(&html[address.clone()]).replace(['\n', '\r', '\t'], "");
                let is_href = attribute.eq_ignore_ascii_case("href");
                let of = RawTag { name: tag.name.to_ascii_lowercase(), is_href, span: in_file(&tag.span) };
                self.links.push(Link { target, span: in_file(&address), tag: Some(Box::new(of)) });
                let is_quoted = html[..address.start].ends_with(['"', '\'']);
                let quote = if is_quoted { "" } else { "\"" };
                marked.push_str(&html[from..address.start].replace('\0', ""));
                marked.extend([quote, &hole.mark(), quote]);
                from = address.end;
            }
            marked.push_str(&html[from..tag.span.end].replace('\0', ""));
            if done < tag.span.start {
                self.push_at(text(&html[done..tag.span.start]), place(done)..place(tag.span.start - 1) + 1);
            }
            self.push_at(event(marked.into()), span);
            done = tag.span.end;
        }
        if done < html.len() {
            self.push_at(text(&html[done..]), place(done)..place(html.len() - 1) + 1);
        }
    }
}
