//! Quotation marks and apostrophes, as they are typed and as they are meant.
//!
//! The parser makes English quotes of straight ones, in any language and behind any digit. What opens and what closes is
//! decided here; which sign that is, the language of the page decides when it is rendered.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag};

use super::Builder;
use crate::article::body::{Hole, Quote};

/// The end of a quotation is looked for this far, in bytes.
const FAR: usize = 2000;

/// The quotations that are open in a block.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    double: bool,
    single: bool,
}

impl<'a> Builder<'a, '_> {
    /// `event`, found at `local`, with a straight quote as what it is meant as.
    pub(super) fn quote(&mut self, event: Event<'a>, local: &Range<usize>) -> Event<'a> {
        match event {
            Event::Text(text) if local.len() == 1 && matches!(&*text, "“" | "”" | "‘" | "’") => {
                let opens = matches!(&*text, "“" | "‘");
                match self.text.as_bytes()[local.start] {
                    b'"' => self.double(opens, local),
                    b'\'' => self.single(opens, local),
                    _ => Event::Text(text),
                }
            }
            Event::Start(
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. },
            ) => event,
            Event::Start(_) => {
                self.quotes = Quotes::default();
                event
            }
            other => other,
        }
    }

    fn double(&mut self, opens: bool, local: &Range<usize>) -> Event<'a> {
        if self.is_after_digit(local) {
            // Of inches, unless it ends a quotation: then those behind it are pairs.
            let closes = self.quotes.double && self.later(b'"', local).is_multiple_of(2);
            self.quotes.double &= !closes;
            return if closes { mark(Quote::CloseDouble) } else { typed("\"") };
        }
        let opens = self.opens(opens, local);
        self.quotes.double = opens;
        mark(if opens { Quote::OpenDouble } else { Quote::CloseDouble })
    }

    fn single(&mut self, opens: bool, local: &Range<usize>) -> Event<'a> {
        let after = self.text[local.end..].chars().next();
        let before = self.text[..local.start].chars().next_back();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if is_letter(after) && is_word(before) {
            return typed("’");
        }
        let closes = self.quotes.single && !opens;
        if self.is_after_digit(local) {
            let closes = self.quotes.single && self.later(b'\'', local).is_multiple_of(2);
            self.quotes.single &= !closes;
            return if closes { mark(Quote::CloseSingle) } else { typed("'") };
        }
        // What opens and is never closed stands for letters that are left out: 'tis.
        if opens && self.later(b'\'', local) > 0 {
            self.quotes.single = true;
            return mark(Quote::OpenSingle);
        }
        if closes {
            self.quotes.single = false;
            return mark(Quote::CloseSingle);
        }
        typed("’")
    }

    fn is_after_digit(&self, local: &Range<usize>) -> bool {
        self.text[..local.start].ends_with(char::is_numeric)
    }

    /// Whether a quote at `local` opens a quotation, which the parser supposes of it if `opens`.
    fn opens(&self, opens: bool, local: &Range<usize>) -> bool {
        let before = self.text[..local.start].chars().next_back();
        let after = self.text[local.end..].chars().next();
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        match (is_space(before), is_space(after)) {
            (true, false) => true,
            (false, true) => false,
            _ => opens,
        }
    }

    /// How many of `byte` there are from here to the end of the block, as far as one looks.
    fn later(&self, byte: u8, local: &Range<usize>) -> usize {
        let rest = &self.text.as_bytes()[local.end..];
        let rest = &rest[..rest.len().min(FAR)];
        let end = memchr::memmem::find(rest, b"\n\n").unwrap_or(rest.len());
        memchr::memchr_iter(byte, &rest[..end]).count()
    }
}

fn mark<'a>(quote: Quote) -> Event<'a> {
    Event::InlineHtml(Hole::Quote(quote).mark().into())
}

fn typed<'a>(text: &'static str) -> Event<'a> {
    Event::Text(CowStr::Borrowed(text))
}
