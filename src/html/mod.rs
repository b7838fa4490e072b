//! HTML as text: its one reader, escaping and the way back, and the words that a reader meets.

mod address;
mod token;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

pub(crate) use address::{AddressPart, Addresses, of_sheet};
pub(crate) use token::{Attribute, AttributeFilter, Token, Tokens, place_in};
pub use words::{without_tags, words};

/// `text` for HTML text and attributes.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    // Writing to a string does not fail.
    let _ = pulldown_cmark_escape::escape_html(&mut escaped, text);
    Cow::Owned(escaped)
}

/// The text that HTML text or the value of an attribute stands for: its character references are resolved. One that is not
/// known stays as it is.
#[must_use]
pub fn decode(html: &str) -> Cow<'_, str> {
    if html.contains('&') { html_escape::decode_html_entities(html) } else { Cow::Borrowed(html) }
}

/// A start tag.
#[derive(Clone, Debug)]
pub(crate) struct StartTag<'a> {
    /// Its name as written.
    pub(crate) name: &'a str,
    /// All of it, in bytes.
    pub(crate) span: Range<usize>,
    attributes: Vec<(Attribute<'a>, Option<Range<usize>>)>,
}

impl<'a> StartTag<'a> {
    /// The value of the attribute `name`, as written; empty if it has none.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let mut attributes = self.attributes.iter().map(|(attribute, _)| attribute);
        attributes.find(|attribute| attribute.name.eq_ignore_ascii_case(name)).map(|found| found.value)
    }

    /// Its attributes, in order: the name and value of each as written, and where the value is, without quotes. Those without
    /// a value are left out.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str, Range<usize>)> {
        let with_value = |(attribute, place): &(Attribute<'a>, Option<Range<usize>>)| {
            Some((attribute.name, attribute.value, place.clone()?))
        };
        self.attributes.iter().filter_map(with_value)
    }
}

/// The attributes whose value is an address.
pub(crate) fn url_attributes() -> impl Iterator<Item = &'static str> {
    ["href", "src", "poster", "data", "cite", "action", "formaction", "longdesc", "background", "xlink:href"]
        .into_iter()
}

/// The start tags of `html`, in order.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = StartTag<'_>> {
    let mut tokens = Tokens::new(html);
    std::iter::from_fn(move || {
        loop {
            if let Token::Open { name, span, .. } = tokens.next()? {
                let place = |attribute: &Attribute<'_>| tokens.place_of(attribute);
                let attributes = tokens.attributes().iter().map(|&attribute| (attribute, place(&attribute)));
                return Some(StartTag { name, span, attributes: attributes.collect() });
            }
        }
    })
}

/// Where the comments in `html` are.
pub(crate) fn comments(html: &str) -> Vec<Range<usize>> {
    if memchr::memmem::find(html.as_bytes(), b"<!--").is_none() {
        return Vec::new();
    }
    let mut tokens = Tokens::new(html);
    while tokens.next().is_some() {}
    tokens.comments().to_vec()
}

/// `html` without its comments.
pub(crate) fn without_comments(html: &str) -> Cow<'_, str> {
    let comments = comments(html);
    if comments.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut done = 0;
    for comment in comments {
        kept.push_str(&html[done..comment.start]);
        done = comment.end;
    }
    kept.push_str(&html[done..]);
    Cow::Owned(kept)
}

/// The ids of the elements in `html`.
pub(crate) fn ids(html: &str) -> BTreeSet<String> {
    let (mut ids, mut tokens) = (BTreeSet::new(), Tokens::new(html));
    while let Some(token) = tokens.next() {
        let Token::Open { name, .. } = token else { continue };
        let is_link = name.eq_ignore_ascii_case("a");
        if tokens.names().may_have("id") {
            let id = tokens.attributes().iter().find(|attribute| attribute.name.eq_ignore_ascii_case("id"));
            ids.extend(id.map(|id| decode(id.value).into_owned()));
        }
        // What links led to before elements had ids, and still lead to.
        if is_link && tokens.names().may_have("name") {
            let name =
                tokens.attributes().iter().find(|attribute| attribute.name.eq_ignore_ascii_case("name"));
            ids.extend(name.map(|name| decode(name.value).into_owned()));
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_and_the_way_back_meet() {
        for text in ["a & b < c", "\"it's\" &lt;", "&amp;lt;", "plain"] {
            assert_eq!(decode(&escape(text)), text);
        }
    }

    #[test]
    fn every_named_character_is_known_and_what_is_none_stays() {
        assert_eq!(decode("&copy; &eacute;&#39;&#x27; &nope; & &ndash;"), "© é'' &nope; & –");
    }

    #[test]
    fn tags_are_where_they_are_whatever_their_attributes_hold() {
        let html = "é<!-- <a> --><img alt='1 > 2 <b x' src=a>t<br></p><script><b></script><I x=\"\">";
        let found: Vec<_> = tags(html).map(|tag| (tag.name, &html[tag.span])).collect();
        let image = "<img alt='1 > 2 <b x' src=a>";
        assert_eq!(found, [("img", image), ("br", "<br>"), ("script", "<script>"), ("I", "<I x=\"\">")]);
    }

    #[test]
    fn ids_are_those_of_tags() {
        let html = "<h2 id=\"heat\">a id=x</h2><a name=old></a><b name=no></b><a\nid='spot'><p ID=cold data-id=no title=\"a id=y\"> id=\"z\"";
        assert_eq!(ids(html).into_iter().collect::<Vec<_>>(), ["cold", "heat", "old", "spot"]);
    }
}
