//! HTML as tokens: tags with their attributes, and the text between them, each where it stands.
//!
//! This is the only reader of HTML. Tags, attributes, comments and the texts of scripts are separated as in the WHATWG
//! standard. Ready-made tokenizers step through a state machine byte by byte, which costs 60 instructions a byte; every
//! page of a site passes here on every build, so this one jumps from mark to mark. A test compares it with `html5gum`.

use std::ops::Range;

use crate::swar::find;

/// An attribute of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// Its name as written.
    pub(crate) name: &'a str,
    /// Its value as written, character references and all; empty where it has none.
    pub(crate) value: &'a str,
}

/// The names of a tag's attributes, some of them taken for one another: most questions are for one that is not there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AttributeFilter(u64);

impl AttributeFilter {
    /// Whether one of them may be `name`.
    #[inline]
    pub(crate) const fn may_have(self, name: &str) -> bool {
        self.0 & Self::bit(name) != 0
    }

    /// Whether one of them may be one of `names`.
    #[inline]
    pub(crate) const fn may_have_any(self, names: AttributeFilter) -> bool {
        self.0 & names.0 != 0
    }

    /// As if an element had all of `names`.
    pub(crate) const fn all(names: &[&str]) -> AttributeFilter {
        let (mut bits, mut at) = (0, 0);
        while at < names.len() {
            bits |= Self::bit(names[at]);
            at += 1;
        }
        AttributeFilter(bits)
    }

    /// By the first letter, in whatever case, and the length. No two of the frequent ones have the same.
    #[inline]
    const fn bit(name: &str) -> u64 {
        match name.as_bytes().first() {
            Some(first) => 1 << ((*first as usize & 31 ^ name.len() << 2) & 63),
            None => 0,
        }
    }
}

/// One token. Comments, and what is no HTML, are passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag, whose attributes [`Tokens::attributes`] gives.
    Open {
        /// Its name as written.
        name: &'a str,
        /// The whole tag, in bytes.
        span: Range<usize>,
        /// Whether it ends with `/>`.
        closes: bool,
    },
    /// An end tag.
    Close(&'a str),
    /// Text, in bytes.
    Text(Range<usize>),
}

/// The tokens of a page, in order.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    attributes: Vec<Attribute<'a>>,
    names: AttributeFilter,
    /// The element whose text holds no tags, while in it.
    raw: Option<&'a str>,
    /// Where the last token starts.
    start: usize,
    /// Whether the last token is the text of such an element.
    is_raw: bool,
    /// Whether there was only a line break between the last token and the one before it.
    is_on_new_line: bool,
    /// Where a tag or comment starts that does not end.
    unclosed: Option<usize>,
    /// The comments so far.
    comments: Vec<Range<usize>>,
}

/// Which bytes end the name of an element, and of an attribute: every byte of every tag is looked up.
const ENDS_NAME: [bool; 256] = marks(b" \n\t\r\x0c/>");
const ENDS_ATTRIBUTE: [bool; 256] = marks(b" \n\t\r\x0c/>=");

const fn marks(bytes: &[u8]) -> [bool; 256] {
    let mut marked = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        marked[bytes[at] as usize] = true;
        at += 1;
    }
    marked
}

/// Elements whose text ends at their own end tag and nowhere else.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"];

impl<'a> Tokens<'a> {
    pub(crate) fn new(html: &'a str) -> Tokens<'a> {
        Tokens {
            html,
            at: 0,
            attributes: Vec::new(),
            names: AttributeFilter::default(),
            raw: None,
            start: 0,
            is_raw: false,
            is_on_new_line: false,
            unclosed: None,
            comments: Vec::new(),
        }
    }

    /// The last token, in bytes of the page.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start..self.at
    }

    /// Whether the last token is the text of a script, a style sheet or another element that holds no tags.
    pub(crate) fn is_raw(&self) -> bool {
        self.is_raw
    }

    /// Where a tag or comment starts that does not end; known after the last token.
    pub(crate) fn unclosed(&self) -> Option<usize> {
        self.unclosed
    }

    /// The comments that were passed over, in bytes of the page.
    pub(crate) fn comments(&self) -> &[Range<usize>] {
        &self.comments
    }

    /// Where the value of `attribute` is on the page, without its quotes; `None` for one that has no value.
    pub(crate) fn place_of(&self, attribute: &Attribute<'_>) -> Option<Range<usize>> {
        place_in(self.html, attribute.value)
    }

    /// The attributes of the last start tag, the first of each name.
    pub(crate) fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// What is known of their names without a look at each.
    pub(crate) fn names(&self) -> AttributeFilter {
        self.names
    }

    /// Whether there was a line break and nothing else between the last token and the one before it. It is not a token of
    /// its own: between most tags there is nothing more.
    pub(crate) fn is_on_new_line(&self) -> bool {
        self.is_on_new_line
    }

    /// The next token.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.html.as_bytes();
        self.is_on_new_line = false;
        self.is_raw = false;
        loop {
            let mut start = self.at;
            if let Some(name) = self.raw.take() {
                self.at = end_of_raw(self.html, start, name);
                if self.at > start {
                    (self.start, self.is_raw) = (start, true);
                    return Some(Token::Text(start..self.at));
                }
            }
            if start >= bytes.len() {
                return None;
            }
            if bytes[start] == b'\n' && bytes.get(start + 1) == Some(&b'<') && is_markup(bytes, start + 1) {
                self.is_on_new_line = true;
                start += 1;
            }
            self.start = start;
            if bytes[start] != b'<' || !is_markup(bytes, start) {
                self.at = next_markup(bytes, start + 1);
                return Some(Token::Text(start..self.at));
            }
            let is_end = bytes[start + 1] == b'/';
            match bytes[start + 1 + usize::from(is_end)] {
                byte if byte.is_ascii_alphabetic() => {
                    let Some((name, closes)) = self.tag(start + 1 + usize::from(is_end)) else {
                        (self.at, self.unclosed) = (bytes.len(), Some(start));
                        return None;
                    };
                    if is_end {
                        return Some(Token::Close(name));
                    }
                    self.raw = raw(name);
                    return Some(Token::Open { name, span: start..self.at, closes });
                }
                b'!' if !is_end && bytes[start + 2..].starts_with(b"--") => {
                    let end = end_of_comment(bytes, start + 4);
                    self.unclosed = self.unclosed.or(end.is_none().then_some(start));
                    self.at = end.unwrap_or(bytes.len());
                    self.comments.push(start..self.at);
                }
                _ => {
                    self.at =
                        memchr::memchr(b'>', &bytes[start + 2..]).map_or(bytes.len(), |at| start + 3 + at);
                }
            }
        }
    }

    /// Reads the tag whose name starts at `from`, up to its `>`; `None` where the page ends within it.
    #[inline]
    fn tag(&mut self, from: usize) -> Option<(&'a str, bool)> {
        let (html, bytes) = (self.html, self.html.as_bytes());
        self.attributes.clear();
        self.names = AttributeFilter::default();
        let mut at = pass(bytes, from, |byte| !ENDS_NAME[usize::from(byte)]);
        let name = &html[from..at];
        loop {
            let mut slash = false;
            while let Some(&byte) = bytes.get(at).filter(|&&byte| is_space(byte) || byte == b'/') {
                slash = byte == b'/';
                at += 1;
            }
            if *bytes.get(at)? == b'>' {
                self.at = at + 1;
                return Some((name, slash));
            }
            let start = at;
            // An `=` where a name is expected starts one.
            at = pass(bytes, at + 1, |byte| !ENDS_ATTRIBUTE[usize::from(byte)]);
            let name = &html[start..at];
            let mut value = "";
            // Nearly all have a value directly behind the `=`, in double quotes.
            if let (Some(b'='), Some(b'"')) = (bytes.get(at), bytes.get(at + 1)) {
                let start = at + 2;
                at = find(bytes, start, b'"')? + 1;
                value = &html[start..at - 1];
            } else {
                let equals = pass(bytes, at, is_space);
                if bytes.get(equals) == Some(&b'=') {
                    at = pass(bytes, equals + 1, is_space);
                    value = match *bytes.get(at)? {
                        quote @ (b'"' | b'\'') => {
                            let start = at + 1;
                            at = find(bytes, start, quote)? + 1;
                            &html[start..at - 1]
                        }
                        _ => {
                            let start = at;
                            at = pass(bytes, at, |byte| !is_space(byte) && byte != b'>');
                            &html[start..at]
                        }
                    };
                }
            }
            let is_same = |known: &Attribute<'_>| known.name.eq_ignore_ascii_case(name);
            if !(self.names.may_have(name) && self.attributes.iter().any(is_same)) {
                self.attributes.push(Attribute { name, value });
                self.names.0 |= AttributeFilter::bit(name);
            }
        }
    }
}

/// Which of [`RAW`] `name` is. Most elements have a name that starts otherwise.
fn raw(name: &str) -> Option<&'static str> {
    let is_one = |first: &u8| matches!(first | 0x20, b's' | b't' | b'x' | b'i' | b'n');
    let may_be = name.len() > 2 && name.as_bytes().first().is_some_and(is_one);
    if may_be { RAW.into_iter().find(|raw| name.eq_ignore_ascii_case(raw)) } else { None }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0c)
}

/// The first byte from `at` on that is not `passed`.
#[inline]
fn pass(bytes: &[u8], mut at: usize, passed: impl Fn(u8) -> bool) -> usize {
    while bytes.get(at).is_some_and(|&byte| passed(byte)) {
        at += 1;
    }
    at
}

/// Whether the `<` at `at` starts a tag or a comment, and not text.
fn is_markup(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => bytes.get(at + 2).is_some(),
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

/// Where the text that goes on at `at` ends.
fn next_markup(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = find(bytes, at, b'<') {
        if is_markup(bytes, found) {
            return found;
        }
        at = found + 1;
    }
    bytes.len()
}

/// The byte after the comment whose text starts at `at`; `None` where it does not end.
fn end_of_comment(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes[at..].starts_with(b">") || bytes[at..].starts_with(b"->") {
        return Some(at + 1 + usize::from(bytes[at] == b'-'));
    }
    let mut from = at;
    while let Some(found) = memchr::memmem::find(&bytes[from..], b"--") {
        let after = from + found + 2;
        match (bytes.get(after), bytes.get(after + 1)) {
            (Some(b'>'), _) => return Some(after + 1),
            (Some(b'!'), Some(b'>')) => return Some(after + 2),
            _ => from = after - 1,
        }
    }
    None
}

/// Where `part`, a slice of `text`, is in it; `None` for a text of its own.
pub(crate) fn place_in(text: &str, part: &str) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (start + part.len() <= text.len()).then(|| start..start + part.len())
}

/// Where the end tag of the raw element `name` starts, whose text starts at `at`.
fn end_of_raw(html: &str, at: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    for found in memchr::memmem::find_iter(&bytes[at..], b"</") {
        let start = at + found + 2;
        let is_it =
            bytes.get(start..start + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()));
        let after = bytes.get(start + name.len());
        if is_it && after.is_some_and(|&byte| is_space(byte) || matches!(byte, b'/' | b'>')) {
            return at + found;
        }
    }
    html.len()
}

#[cfg(test)]
mod tests;
