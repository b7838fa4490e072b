//! HTML as words: what a reader meets of it.

use std::borrow::Cow;
use std::ops::Range;

/// A stretch of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text as it is written, with its entities.
    Text(&'a str),
    /// A start tag: its name, and all of it from `<` to `>`.
    Start(&'a str, &'a str),
    /// The name of an end tag.
    End(&'a str),
    /// What stands in a script, a style sheet or another element that holds no tags.
    Raw(&'a str),
}

/// The parts of `html` in order. Comments are passed over.
pub fn parts(html: &str) -> Parts<'_> {
    Parts { rest: html, raw: None }
}

/// See [`parts`].
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    rest: &'a str,
    /// The element that was just opened, if it holds no tags.
    raw: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// How many bytes are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// Passes `length` bytes, and returns them.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Passes what is left up to and with `end`.
    fn skip(&mut self, end: &str) {
        self.take(self.rest.find(end).map_or(self.rest.len(), |at| at + end.len()));
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if let Some(name) = self.raw.take() {
            let is_end = |at: &usize| {
                let after = self.rest.as_bytes().get(at + 2..at + 2 + name.len());
                after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
            };
            let end = self.rest.match_indices("</").map(|(at, _)| at).find(is_end);
            return Some(Part::Raw(self.take(end.unwrap_or(self.rest.len()))));
        }
        loop {
            let mut letters = self.rest.chars();
            let kind = (letters.next()?, letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
            match kind {
                ('<', '/', letter) if letter.is_ascii_alphabetic() => {
                    let tag = &self.rest[2..];
                    let name = &tag[..name_length(tag)];
                    self.skip(">");
                    return Some(Part::End(name));
                }
                ('<', letter, _) if letter.is_ascii_alphabetic() => {
                    let tag = self.take(tag_length(self.rest));
                    let name = &tag[1..=name_length(&tag[1..])];
                    let holds_no_tags = ["script", "style", "textarea", "title"];
                    self.raw = holds_no_tags.iter().any(|raw| name.eq_ignore_ascii_case(raw)).then_some(name);
                    return Some(Part::Start(name, tag));
                }
                ('<', '!' | '?' | '/', _) => {
                    let is_comment = self.rest.starts_with("<!--");
                    self.skip(if is_comment { "-->" } else { ">" });
                }
                (first, ..) => {
                    let end = self.rest[first.len_utf8()..].find('<');
                    return Some(Part::Text(
                        self.take(end.map_or(self.rest.len(), |at| at + first.len_utf8())),
                    ));
                }
            }
        }
    }
}

/// The start tags of `html` in order: the name of each, and where it stands from `<` to `>`.
pub fn tags(html: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut parts = parts(html);
    std::iter::from_fn(move || {
        loop {
            if let Part::Start(name, tag) = parts.next()? {
                let end = html.len() - parts.rest.len();
                return Some((name, end - tag.len()..end));
            }
        }
    })
}

fn name_length(tag: &str) -> usize {
    tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len())
}

/// The length of the tag that `html` starts with. Its quotes may hold `>`.
fn tag_length(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// Elements that stand in a line of text; any other starts a line of its own.
const IN_LINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var",
];

/// The words of `html`: without tags, entities read, single spaces, and each block on a line of its own.
#[must_use]
pub fn words(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    // What parts the next word from the last.
    let mut gap = None;
    for part in parts(html) {
        match part {
            Part::Text(text) => {
                for letter in decode(text).chars() {
                    if letter.is_whitespace() {
                        gap = gap.or(Some(' '));
                        continue;
                    }
                    if let Some(gap) = gap.take().filter(|_| !words.is_empty()) {
                        words.push(gap);
                    }
                    words.push(letter);
                }
            }
            Part::Start(name, _) | Part::End(name) => {
                if !IN_LINE.iter().chain(&["time", "wbr"]).any(|known| name.eq_ignore_ascii_case(known)) {
                    gap = Some('\n');
                }
            }
            Part::Raw(_) => {}
        }
    }
    words
}

/// `text` with its entities read: those that are numbers, and the few names that writers use. An unknown one
/// stays as it is.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest that is known, `&#x10FFFF;`, has ten letters.
        let end = rest.bytes().take(10).position(|byte| byte == b';');
        let letter = end.and_then(|end| Some((entity(&rest[1..end])?, end + 1)));
        let (letter, length) = letter.unwrap_or(('&', 1));
        decoded.push(letter);
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_is_left_without_tags() {
        for (html, expected) in [
            ("", ""),
            ("Reach <strong>out</strong>.", "Reach out."),
            (
                "<p>Yes,\n a <em>little</em>.</p>\n<ul><li>See <a href=\"x\">heat</a></li><li>b</li></ul>",
                "Yes, a little.\nSee heat\nb",
            ),
            ("a &amp; b &lt;i&gt; &#39;c&#x27; &copy; & d", "a & b <i> 'c' &copy; & d"),
            ("1 < 2 <!-- no --> <a title='>'>x</a><br/>y", "1 < 2 x\ny"),
            ("a<script>no <b>b</b></script>c<sup><a>1</a></sup>", "a\nc1"),
            ("<é> </1> </ <", "<é>"),
        ] {
            assert_eq!(words(html), expected, "{html}");
        }
    }

    #[test]
    fn tags_stand_where_they_are_whatever_their_attributes_hold() {
        let html = "é<!-- <a> --><img alt='1 > 2 <b x' src=a>t<br></p><script><b></script><I x=\"";
        let found: Vec<_> = tags(html).map(|(name, place)| (name, &html[place])).collect();
        let image = "<img alt='1 > 2 <b x' src=a>";
        assert_eq!(found, [("img", image), ("br", "<br>"), ("script", "<script>"), ("I", "<I x=\"")]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_parts(html in "[<>a!&#;=\"' /é\\-\n]{0,40}") {
            proptest::prop_assert!(words(&html).len() <= html.len());
        }
    }
}
