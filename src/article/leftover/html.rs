//! Markdown between the tags of a block of raw HTML.

use std::ops::Range;

use super::super::LITERAL_DIRECTIVE;
use super::{LITERAL_LINK, Leftover, MARKDOWN_IN_HTML};
use crate::html::{Token, Tokens};

/// Elements whose text is shown as it is, or not as text at all.
const LITERAL: [&str; 12] = [
    "pre", "code", "kbd", "samp", "script", "style", "textarea", "svg", "math", "title", "template", "option",
];

/// The first mark of Markdown in the block `html` of raw HTML, in bytes of it; of those that matter most.
pub(in super::super) fn in_html(html: &str) -> Option<Leftover> {
    let mut literal = 0_usize;
    let mut other = None;
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open { name, closes, .. } if is_literal(name) && !closes => literal += 1,
            Token::Close(name) if is_literal(name) => literal = literal.saturating_sub(1),
            Token::Text(span) if literal == 0 => {
                if let Some(found) = link_or_directive(html, &span) {
                    return Some(found);
                }
                other = other.or_else(|| mark(html, &span));
            }
            Token::Open { .. } | Token::Close(_) | Token::Text(_) => {}
        }
    }
    other
}

fn is_literal(name: &str) -> bool {
    LITERAL.iter().any(|literal| literal.eq_ignore_ascii_case(name))
}

const HELP: &str = "put a blank line before and after the Markdown, or write it as HTML";

fn link_or_directive(html: &str, span: &Range<usize>) -> Option<Leftover> {
    let text = &html[span.clone()];
    if let Some(at) = text.find("](")
        && let Some(start) = text[..at].rfind('[')
    {
        let end = text[at..].find(')').map_or(at + 2, |end| at + end + 1);
        let is_picture = text[..start].ends_with('!');
        let start = start - usize::from(is_picture);
        let what = if is_picture {
            "picture"
        } else if text[at + 2..].starts_with("tel:") {
            "number to call"
        } else {
            "link"
        };
        return Some(Leftover {
            code: &LITERAL_LINK,
            span: span.start + start..span.start + end,
            message: format!("this {what} is printed as text: it is in a block of raw HTML"),
            help: HELP.into(),
        });
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_start();
        let colons = inner.bytes().take_while(|&byte| byte == b':').count();
        if colons >= 2 && inner[colons..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let start = span.start + at + line.len() - inner.len();
            return Some(Leftover {
                code: &LITERAL_DIRECTIVE,
                span: start..start + inner.trim_end().len(),
                message: "this directive is printed as text: it is in a block of raw HTML".into(),
                help: "put a blank line before it".into(),
            });
        }
        at += line.len();
    }
    None
}

fn mark(html: &str, span: &Range<usize>) -> Option<Leftover> {
    let text = &html[span.clone()];
    let pair = |mark: &str| {
        let start = text.find(mark)?;
        let inner = &text[start + mark.len()..];
        let end = inner.find(mark)?;
        let words = &inner[..end];
        (!words.trim().is_empty() && !words.contains("\n\n") && words.trim() == words)
            .then(|| start..start + end + 2 * mark.len())
    };
    let found = pair("**").or_else(|| pair("`")).or_else(|| line_mark(text))?;
    Some(Leftover {
        code: &MARKDOWN_IN_HTML,
        span: span.start + found.start..span.start + found.end,
        message: "this Markdown is printed as text: it is in a block of raw HTML".into(),
        help: HELP.into(),
    })
}

/// A mark of a heading or list at the start of a line.
fn line_mark(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let inner = line.trim_start();
        let start = at + line.len() - inner.len();
        at += line.len();
        // What follows a tag on its line does not start one.
        if number == 0 {
            continue;
        }
        let marks = inner.bytes().take_while(|&byte| byte == b'#').count();
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let length = match inner.as_bytes().first() {
            Some(b'#') if (1..=6).contains(&marks) => marks,
            Some(b'-' | b'*' | b'+') => 1,
            Some(b'0'..=b'9') if digits < 3 && inner[digits..].starts_with(['.', ')']) => digits + 1,
            _ => continue,
        };
        if inner[length..].starts_with(' ') && !inner[length..].trim().is_empty() {
            return Some(start..start + length);
        }
    }
    None
}
