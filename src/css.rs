//! The addresses in a style sheet, or in the value of a `style` attribute.
//!
//! Uses a CSS tokenizer, so that comments and strings that are not addresses are never mistaken for one.
//!
//! Architecture Invariant: this module does not know where an address leads.

use std::collections::BTreeSet;
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

/// The classes that `text` takes from what readers see, alone and in all circumstances: those of rules such as
/// `.old { display: none }` that are in no `@media` or other block, as long as no other rule for the class shows it.
pub(crate) fn hidden_classes(text: &str) -> BTreeSet<String> {
    let mut hiding = Hiding::default();
    let bytes = text.as_bytes();
    if memchr::memmem::find(bytes, b"none").is_some() || memchr::memmem::find(bytes, b"hidden").is_some() {
        hiding.rules(&mut Parser::new(text), text, true);
    }
    hiding.hidden.retain(|class| !hiding.shown.contains(class));
    hiding.hidden
}

/// What a style sheet hides.
#[derive(Default)]
struct Hiding {
    hidden: BTreeSet<String>,
    /// The classes in selectors of rules that show what they are about.
    shown: BTreeSet<String>,
}

impl Hiding {
    /// Reads the rules up to the end of the current block; `is_outer` where no at-rule is around them.
    fn rules(&mut self, parser: &mut Parser<'_>, text: &str, is_outer: bool) {
        let mut selector = parser.position().byte_index();
        let mut is_at_rule = false;
        loop {
            let start = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
            match &token {
                Token::WhiteSpace(_) | Token::Comment(_) if selector == start => {
                    selector = parser.position().byte_index();
                }
                Token::AtKeyword(_) => is_at_rule = true,
                Token::Semicolon => {
                    selector = parser.position().byte_index();
                    is_at_rule = false;
                }
                Token::CurlyBracketBlock => {
                    let about = &text[selector..start];
                    // What cannot be read is left out.
                    let _: Result<(), ParseError<()>> = parser.parse_nested_block(|inner| {
                        if is_at_rule {
                            self.rules(inner, text, false);
                        } else if let Some(shows) = shows(inner) {
                            self.note(about, shows, is_outer);
                        }
                        Ok(())
                    });
                    selector = parser.position().byte_index();
                    is_at_rule = false;
                }
                _ => {}
            }
        }
    }

    /// Takes in a rule that shows or hides what its `selectors` are about.
    fn note(&mut self, selectors: &str, shows: bool, is_outer: bool) {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if shows {
            let classes = selectors.split('.').skip(1);
            self.shown
                .extend(classes.map(|rest| rest.chars().take_while(|c| is_part(*c)).collect::<String>()));
        } else if is_outer {
            let classes = selectors.split(',').filter_map(|selector| selector.trim().strip_prefix('.'));
            self.hidden.extend(classes.filter(|class| class.chars().all(is_part)).map(str::to_owned));
        }
    }
}

/// Whether the declarations of a rule show (`Some(true)`) or hide what it is about; `None` if they do neither.
fn shows(parser: &mut Parser<'_>) -> Option<bool> {
    let mut shows = None;
    let mut property = String::new();
    let mut is_value = false;
    while let Ok(token) = parser.next().cloned() {
        match token {
            Token::Semicolon => {
                property.clear();
                is_value = false;
            }
            Token::Colon => is_value = true,
            Token::Ident(word) if !is_value => property = word.to_ascii_lowercase(),
            Token::Ident(word) => match (property.as_str(), word.to_ascii_lowercase().as_str()) {
                (_, "important") => {}
                ("display", "none") | ("visibility", "hidden" | "collapse") => shows = Some(false),
                ("display" | "visibility", _) => shows = Some(true),
                _ => {}
            },
            _ => {}
        }
    }
    shows
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

    #[test]
    fn a_class_is_hidden_by_a_rule_for_it_alone() {
        for (css, classes) in [
            (".a{display:none}", "a"),
            ("/* x */ .a, .b-c { color: red; Visibility : hidden }", "a b-c"),
            ("@import 'x.css'; .a { display: none !important }", "a"),
            (".a{display:none} .open .a{display:block}", ""),
            (".a{display:none} @media (width > 40em) { .a { display: block } }", ""),
            ("@media print { .a{display:none} }", ""),
            (".a .b{display:none} .a:hover{display:none} div.c{display:none} p{display:none}", ""),
            (".a{content:'display:none'} .b{background:none}", ""),
            ("@layer x { .a { color: red } } .b { display: none }", "b"),
            (".a{display:none", "a"),
        ] {
            let found = hidden_classes(css).into_iter().collect::<Vec<_>>();
            assert_eq!(found.join(" "), classes, "{css}");
        }
    }
}
