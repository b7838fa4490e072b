//! Code and raw HTML, in which the colons of directives are text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::markdown::OPTIONS;

/// A stretch of code or raw HTML, in which colons are text.
pub(super) struct Literal {
    pub(super) range: Range<usize>,
    /// Whether it is a block of tags that goes on to a blank line. A directive on a line of its own ends it.
    is_open: bool,
}

/// Whether byte `at` is in one of `literal`; those that the line of a directive ends do not count for it.
pub(super) fn is_literal(literal: &[Literal], at: usize, is_line: bool) -> bool {
    let next = literal.partition_point(|literal| literal.range.end <= at);
    literal.get(next).is_some_and(|literal| literal.range.start <= at && !(is_line && literal.is_open))
}

/// The stretches of code and raw HTML of `text`, in order.
pub(super) fn literal_ranges(text: &str, offset: usize) -> Vec<Literal> {
    if !may_hold_code(text) {
        return Vec::new();
    }
    let mut ranges: Vec<Literal> = Parser::new_ext(text, OPTIONS)
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(
                event,
                Event::Start(Tag::CodeBlock(_))
                    | Event::End(TagEnd::HtmlBlock)
                    | Event::Code(_)
                    | Event::InlineHtml(_)
            )
        })
        .map(|(event, range)| Literal {
            is_open: matches!(event, Event::End(TagEnd::HtmlBlock))
                && ends_at_blank_line(&text[range.clone()]),
            range: range.start + offset..range.end + offset,
        })
        .collect();
    ranges.sort_by_key(|literal| literal.range.start);
    ranges
}

/// Whether the raw HTML `block` ends at a blank line, and not with its own end as comments and scripts do.
fn ends_at_blank_line(block: &str) -> bool {
    let block = block.trim_start();
    let name = block.strip_prefix('<').unwrap_or("");
    let own_end = ["script", "pre", "style", "textarea"];
    !name.starts_with(['!', '?'])
        && !own_end.iter().any(|own| {
            name.get(..own.len()).is_some_and(|found| found.eq_ignore_ascii_case(own))
                && !name[own.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
        })
}

/// A quick look, so that text without code and raw HTML is not parsed twice.
fn may_hold_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'`', b'<', b'\t', bytes).is_some()
        || memchr::memmem::find(bytes, b"    ").is_some()
        || memchr::memmem::find(bytes, b"~~~").is_some()
}
