//! The tag in a source that became a tag of a page.
//!
//! A template holds a page's tags with holes: `<a href="{{ url }}"{% if x %} class="y"{% endif %}>`. What stands outside
//! the holes is compared, attribute by attribute. The same goes for raw HTML in an article, which has no holes but for
//! its addresses.

use std::ops::Range;

use crate::html::{Attribute, Token, Tokens};

/// A tag of a page, to be found in a source.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    name: &'a str,
    attributes: Vec<Attribute<'a>>,
    /// The text that follows the tag.
    after: &'a str,
}

impl<'a> Wanted<'a> {
    /// The tag at `span` of `html`.
    pub(super) fn at(html: &'a str, span: &Range<usize>) -> Option<Wanted<'a>> {
        let mut tokens = Tokens::new(html.get(span.clone())?);
        let Some(Token::Open { name, .. }) = tokens.next() else { return None };
        let attributes = tokens.attributes().to_vec();
        Some(Wanted { name, attributes, after: text_at(&html[span.end..], '<') })
    }

    /// Where the tag may stand in `text`, and how much speaks for it; the best of them, in order.
    pub(super) fn in_source(&self, text: &str) -> (usize, Vec<Range<usize>>) {
        let (mut best, mut places) = (0, Vec::new());
        for (at, _) in text.match_indices('<') {
            let Some((span, score)) = self.compare(text, at) else { continue };
            if score > best {
                best = score;
                places.clear();
            }
            if score == best {
                places.push(span);
            }
        }
        (best, places)
    }

    /// Compares the tag with that at the `<` at `at` of `text`.
    fn compare(&self, text: &str, at: usize) -> Option<(Range<usize>, usize)> {
        let mut source = Source { text, at: at + 1, condition: 0, is_open: false };
        let name = source.value(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        if name.is_empty() || !fits(name, self.name) {
            return None;
        }
        let mut score = 1;
        let mut known = Vec::new();
        while let Some((name, value, is_certain)) = source.attribute()? {
            let own = self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name));
            // An address is another on the page than in its source.
            let is_address = matches!(name, "href" | "src" | "poster" | "srcset");
            match own {
                // An address made by `url(path="/style.css")` is `/style.1a2b3c4d5e6f.css`.
                Some(own) if is_address && own.value != value => {
                    let is_told = names_same_file(value, own.value) || shares_words(value, own.value);
                    score += 1 + usize::from(is_told) * 2;
                }
                Some(own) if fits(value, own.value) => score += 1 + usize::from(!value.contains('{')) * 2,
                Some(_) if is_certain => return None,
                None if is_certain && !name.contains('{') => return None,
                _ => {}
            }
            known.push(name);
        }
        let is_known = |own: &Attribute<'_>| known.iter().any(|name| name.eq_ignore_ascii_case(own.name));
        if !source.is_open && !self.attributes.iter().all(is_known) {
            return None;
        }
        let span = at..source.at;
        let literal = text_at(&text[source.at..], '<');
        let literal = literal.split('{').next().unwrap_or("");
        let is_whole = literal.len() == text_at(&text[source.at..], '<').len();
        let (literal, after) = (literal.trim(), self.after.trim());
        if !after.starts_with(literal) || (is_whole && literal.is_empty() != after.is_empty()) {
            return None;
        }
        // A word may stand among what is left out: `{% if label %}{{ label }}{% else %}Do{% endif %}`.
        let rest = text[source.at..].split("</").next().unwrap_or("");
        let is_within = literal.is_empty() && !after.is_empty() && rest.contains(after);
        Some((span, score + usize::from(!literal.is_empty()) * 3 + usize::from(is_within) * 2))
    }
}

/// So many bytes around a place are compared.
const AROUND: usize = 400;

/// How well what stands around `at` of a `source` agrees with what stands around `span` of the `page`: on how many sides
/// nothing speaks against it, and for how many bytes. Holes of the source agree with anything.
pub(super) fn agreement(page: &str, span: &Range<usize>, source: &str, at: &Range<usize>) -> (usize, usize) {
    let before = |text: &str, end: usize| near(text.as_bytes()[..end].iter().rev());
    let after = |text: &str, start: usize| near(text.as_bytes()[start..].iter());
    let left = side(&before(page, span.start), &before(source, at.start), [*b"}}", *b"}%", *b"}#"], *b"{{");
    let right = side(&after(page, span.end), &after(source, at.end), [*b"{{", *b"{%", *b"{#"], *b"}}");
    (usize::from(left.0) + usize::from(right.0), left.1 + right.1)
}

/// The first of `bytes`, blanks aside.
fn near<'a>(bytes: impl Iterator<Item = &'a u8>) -> Vec<u8> {
    bytes.copied().filter(|byte| !byte.is_ascii_whitespace()).take(AROUND).collect()
}

/// Compares what stands on one side, outwards: whether all is the same, and how many bytes are. Holes start with one of
/// `holes`; past the first of them, where it is a value that ends with `end`, what follows has to come some time.
fn side(page: &[u8], source: &[u8], holes: [[u8; 2]; 3], end: [u8; 2]) -> (bool, usize) {
    let starts_hole =
        |at: usize| source.get(at..at + 2).is_some_and(|two| holes.iter().any(|hole| two == hole));
    let mut same = 0;
    while same < source.len() && !starts_hole(same) {
        if page.get(same) != Some(&source[same]) {
            return (false, same);
        }
        same += 1;
    }
    let rest = source.get(same + 2..).filter(|_| source[same..].starts_with(&holes[0]));
    let Some(length) = rest.and_then(|rest| rest.windows(2).position(|two| two == end)) else {
        return (true, same);
    };
    let start = same + 2 + length + 2;
    let stop = (start..source.len()).find(|&at| starts_hole(at)).unwrap_or(source.len());
    let literal = &source[start..stop];
    let comes = literal.is_empty() || page[same..].windows(literal.len()).any(|part| part == literal);
    (comes, same + if comes { literal.len() } else { 0 })
}

/// Whether the `pattern` names the file of `address`, whose name holds a fingerprint.
fn names_same_file(pattern: &str, address: &str) -> bool {
    let name = address.split(['?', '#']).next().unwrap_or("").rsplit('/').next().unwrap_or("");
    let stem = name.split('.').next().unwrap_or("");
    !stem.is_empty() && pattern.contains(&format!("{stem}."))
}

/// Whether the `pattern`, which has holes, can have become `address`, and what stands outside its holes says that it has:
/// "#az-{{ loop.index }}", but not "{{ url }}/".
fn shares_words(pattern: &str, address: &str) -> bool {
    let mut outside = 0;
    let mut rest = pattern;
    while let Some(start) = rest.find('{') {
        outside += start;
        rest = &rest[start + hole(&rest[start..]).max(1)..];
    }
    outside + rest.len() > 2 && pattern.contains('{') && fits(pattern, address)
}

/// The text up to the next `mark`.
fn text_at(text: &str, mark: char) -> &str {
    text.find(mark).map_or(text, |end| &text[..end])
}

/// Whether `pattern`, which may have holes, can have become `value`.
fn fits(pattern: &str, value: &str) -> bool {
    if !pattern.contains('{') {
        return pattern.trim().eq_ignore_ascii_case(value.trim());
    }
    let mut rest = value;
    let mut pattern = pattern;
    let mut is_first = true;
    while let Some(start) = pattern.find('{') {
        let literal = &pattern[..start];
        let Some(at) = rest.find(literal).filter(|&at| at == 0 || !is_first) else { return false };
        rest = &rest[at + literal.len()..];
        pattern = &pattern[start + hole(&pattern[start..]).max(1)..];
        is_first = false;
    }
    rest.ends_with(pattern)
}

/// The length of the hole that `text` starts with; 0 where it starts with none.
fn hole(text: &str) -> usize {
    let end = match text.get(..2) {
        Some("{{") => "}}",
        Some("{%") => "%}",
        Some("{#") => "#}",
        _ => return 0,
    };
    text.find(end).map_or(text.len(), |at| at + end.len())
}

/// A tag of a source that is being read.
struct Source<'a> {
    text: &'a str,
    at: usize,
    /// Inside so many conditions.
    condition: usize,
    /// Whether a hole may hold attributes.
    is_open: bool,
}

impl<'a> Source<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Reads up to a byte that `ends`, holes and all.
    fn value(&mut self, ends: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        while let Some(byte) = self.byte() {
            let hole = hole_at(self.text, self.at);
            if hole > 0 {
                self.at += hole;
            } else if ends(byte) {
                break;
            } else {
                self.at += 1;
            }
        }
        &self.text[start..self.at]
    }

    /// The next attribute and whether it is always there; the inner `None` at the end of the tag, the outer one where
    /// there is no end.
    fn attribute(&mut self) -> Option<Option<(&'a str, &'a str, bool)>> {
        loop {
            let byte = self.byte()?;
            if byte == b'>' {
                self.at += 1;
                return Some(None);
            }
            if byte.is_ascii_whitespace() || byte == b'/' {
                self.at += 1;
                continue;
            }
            let length = hole_at(self.text, self.at);
            if length == 0 {
                break;
            }
            let inside =
                self.text[self.at..self.at + length].trim_start_matches(['{', '%', '-']).trim_start();
            match inside.split(|c: char| !c.is_alphanumeric()).next() {
                Some("if" | "for") => self.condition += 1,
                Some("endif" | "endfor") => self.condition = self.condition.saturating_sub(1),
                _ if self.text[self.at..].starts_with("{{") => self.is_open = true,
                _ => {}
            }
            self.at += length;
        }
        let is_end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let start = self.at;
        // A `{%` right after a name ends it: `hidden{% endif %}`.
        while self.byte().is_some_and(|byte| !is_end(byte) && (byte != b'{' || self.at == start)) {
            self.at += 1;
        }
        let name = &self.text[start..self.at];
        let mut value = "";
        if self.byte() == Some(b'=') {
            self.at += 1;
            if let Some(quote @ (b'"' | b'\'')) = self.byte() {
                self.at += 1;
                value = self.value(|byte| byte == quote);
                self.at += 1;
            } else {
                value = self.value(|byte| byte.is_ascii_whitespace() || byte == b'>');
            }
        }
        Some(Some((name, value, self.condition == 0)))
    }
}

fn hole_at(text: &str, at: usize) -> usize {
    if text.as_bytes().get(at) == Some(&b'{') { hole(&text[at..]) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the tag that `html` starts with is found as in `source`.
    fn found<'a>(html: &str, source: &'a str) -> Vec<&'a str> {
        let mut tokens = Tokens::new(html);
        let Some(Token::Open { span, .. }) = tokens.next() else { panic!("no tag") };
        let wanted = Wanted::at(html, &span).expect("it is a tag");
        wanted.in_source(source).1.into_iter().map(|span| &source[span]).collect()
    }

    #[test]
    fn a_tag_is_found_by_what_stands_outside_its_holes() {
        let first = "<a class=\"b\" href=\"{{ x }}\">";
        let second = "<a href=\"{{ y | f(a=\"b\") }}\"{% if z %} rel=\"next\"{% endif %}>";
        let source = &format!("{first}x</a>{second}{{{{ w }}}}</a>");
        assert_eq!(found("<a href=\"/b/\">w</a>", source), [second]);
        assert_eq!(found("<a href=\"/b/\" rel=next>w</a>", source), [second]);
        assert_eq!(found("<a class=b href=\"/b/\">x</a>", source), ["<a class=\"b\" href=\"{{ x }}\">"]);
        assert_eq!(found("<a class=c href=\"/b/\">x</a>", source), [""; 0]);
        assert_eq!(
            found("<h3 class=label>Heat</h3>", "<h{{ level }} class=\"label\">{{ x }}</h{{ level }}>").len(),
            1
        );
        assert_eq!(
            found("<li id=a>", "<li{% if anchor %} id=\"{{ id }}\"{% endif %}>{{ x }}"),
            ["<li{% if anchor %} id=\"{{ id }}\"{% endif %}>"]
        );
    }

    #[test]
    fn equal_words_are_told_apart_by_what_stands_around_them() {
        let page = "<div class=\"b\">\n<p>Hot</p></div><p>x</p>";
        let at = |text: &str, word: &str| text.find(word).map(|at| at..at + word.len()).expect("it is there");
        let of = |source: &str| agreement(page, &at(page, "Hot"), source, &at(source, "Hot"));
        assert_eq!(of("<div class=\"a\"><p>Hot</p></div>"), (1, 15));
        assert_eq!(of("{% if x %}<div class=\"b\"> <p>Hot</p></div>{{ y }}"), (2, 27));
        assert_eq!(of("Hot"), (2, 0));
        assert_eq!(of("{{ a }} Hot, {{ b }}"), (1, 0));
        assert_eq!(of("<div{{ a }}>Hot{{ b }}</div>"), (2, 11), "`<div` and `>`, `</div>`");
        assert_eq!(of("<ul{{ a }}>Hot{{ b }}</ul>"), (0, 1), "neither `<ul` nor `</ul>` is there");
    }

    #[test]
    fn a_file_is_found_by_its_name_in_spite_of_its_fingerprint() {
        let tag = |name: &str| format!("<script src=\"{{{{ url(path=\"/{name}.js\") }}}}\">");
        let source = &format!("{}</script>{}</script>", tag("a"), tag("b"));
        assert_eq!(found("<script src=/b.0123456789ab.js></script>", source), [tag("b")]);
    }

    #[test]
    fn an_address_is_known_by_what_stands_outside_its_holes() {
        let source = &"<a href=\"{{ x.url }}\">{{ x.title }}</a><a href=\"#az-{{ loop.index }}\">{{ y }}</a>";
        assert_eq!(found("<a href=\"#az-1\">#</a>", source), ["<a href=\"#az-{{ loop.index }}\">"]);
        assert_eq!(found("<a href=\"/a/\">A</a>", source).len(), 2, "links were made otherwise than others");
    }

    #[test]
    fn equal_tags_are_told_apart_by_the_text_after_them() {
        let source = "<td>a</td> <td>b</td> <td></td>";
        assert_eq!(found("<td></td>", source), ["<td>"]);
        let wanted = Wanted::at("<td></td>", &(0..4)).expect("it is a tag");
        assert_eq!(wanted.in_source(source).1, vec![22..26; 1]);
        let wanted = Wanted::at("<td>b</td>", &(0..4)).expect("it is a tag");
        assert_eq!(wanted.in_source(source).1, vec![11..15; 1]);
    }

    proptest::proptest! {
        #[test]
        fn any_source_can_be_searched(source in "[<>a={}%\"' /é#-]{0,40}") {
            let wanted = Wanted::at("<a a=b>é</a>", &(0..7)).expect("it is a tag");
            for span in wanted.in_source(&source).1 {
                proptest::prop_assert!(source.get(span).is_some());
            }
        }
    }
}
