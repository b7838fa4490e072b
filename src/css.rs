//! The addresses in a style sheet, or in the value of a `style` attribute.
//!
//! Uses a CSS tokenizer, so that comments and strings that are not addresses are never mistaken for one.
//!
//! Architecture Invariant: this module does not know where an address leads.

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

/// An address in a style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CssReference {
    /// The bytes that a new address replaces: the string with its quotes, or the contents of `url(…)`.
    pub(crate) span: Range<usize>,
    /// The bytes of the address itself.
    pub(crate) marked: Range<usize>,
    /// The address, unescaped.
    pub(crate) value: String,
}

/// The context of a token.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// Strings are plain text.
    Plain,
    /// Strings are addresses: `url("…")` and `image-set("…" 2x)`.
    Addresses,
}

/// What an at-rule makes of the next string.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Nothing,
    /// The address of a style sheet.
    Import,
    /// A namespace, which looks like an address.
    Namespace,
}

/// Every address in `text`, in order.
pub(crate) fn references(text: &str) -> Vec<CssReference> {
    let mut found = Vec::new();
    scan(&mut Parser::new(text), text, Inside::Plain, &mut found);
    found
}

/// Collects the addresses up to the end of the current block. Blocks nest as deeply as the parser allows; deeper ones
/// are read as one.
fn scan(parser: &mut Parser<'_>, text: &str, inside: Inside, found: &mut Vec<CssReference>) {
    let mut after = After::Nothing;
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
        let span = start..parser.position().byte_index();
        let mut block = None;
        match &token {
            Token::WhiteSpace(_) | Token::Comment(_) => continue,
            Token::AtKeyword(name) => {
                after = match name.to_ascii_lowercase().as_str() {
                    "import" => After::Import,
                    "namespace" => After::Namespace,
                    _ => After::Nothing,
                };
                continue;
            }
            Token::QuotedString(value) if after == After::Import || inside == Inside::Addresses => {
                let marked = without_quotes(text, span.clone());
                found.push(CssReference { span, marked, value: value.to_string() });
            }
            Token::UnquotedUrl(value) if after != After::Namespace => {
                let marked = within_brackets(text, span);
                found.push(CssReference { span: marked.clone(), marked, value: value.to_string() });
            }
            Token::Function(name) => {
                let addresses = match name.to_ascii_lowercase().as_str() {
                    "url" => after != After::Namespace,
                    "image-set" | "-webkit-image-set" => true,
                    _ => false,
                };
                block = Some(if addresses { Inside::Addresses } else { Inside::Plain });
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                block = Some(Inside::Plain);
            }
            _ => {}
        }
        if let Some(inside) = block {
            // The only possible error is a block nested too deeply; its tokens then follow here.
            let _: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
                scan(parser, text, inside, found);
                Ok(())
            });
        }
        if after == After::Import || matches!(token, Token::Semicolon | Token::CurlyBracketBlock) {
            after = After::Nothing;
        }
    }
}

/// The contents of the string at `span`, which the end of the file may have cut off.
fn without_quotes(text: &str, span: Range<usize>) -> Range<usize> {
    let string = &text[span.clone()];
    let closed = string.len() > 1 && string.chars().next_back() == string.chars().next();
    span.start + 1..span.end - usize::from(closed)
}

/// The contents of the `url(…)` at `span`, without surrounding space.
fn within_brackets(text: &str, span: Range<usize>) -> Range<usize> {
    let function = &text[span.clone()];
    let from = function.find('(').map_or(0, |bracket| bracket + 1);
    let inner = function[from..].strip_suffix(')').unwrap_or(&function[from..]);
    let start = span.start + from + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

/// Whether `address` is the path of a file, and not an address on another site, data, or a place in the same document.
pub(crate) fn is_path(address: &str) -> bool {
    let address = address.trim();
    let path = &address[..address.find(['?', '#']).unwrap_or(address.len())];
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    !path.is_empty() && !scheme && !path.starts_with("//")
}

/// The address `url`, without the characters that mean something in CSS and HTML: their bytes become `%XX`, as in any address.
pub(crate) fn encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '"' | '\'' | '(' | ')' | '<' | '\\' | ' ' => encoded.push_str(&format!("%{:02X}", u32::from(c))),
            _ => encoded.push(c),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deeply_nested_style_sheet_is_read_to_its_end() {
        let css = format!("{}url(a.png)", "{(".repeat(20_000));
        assert_eq!(references(&css).len(), 1);
    }
}
