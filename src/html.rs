//! HTML as text: escaping, and the way back.

mod words;

use std::borrow::Cow;
use std::ops::Range;

pub use words::{Part, Parts, decode, parts, tags, words};

/// `text` for HTML text and attributes.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// The text of HTML in which [`escape`] or the Markdown writer escaped characters.
#[must_use]
pub fn unescape(html: &str) -> String {
    if !html.contains('&') {
        return html.to_owned();
    }
    let text = html.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
    // Last, so that `&amp;lt;` stays `&lt;`.
    text.replace("&amp;", "&")
}

/// HTML without its tags, and with quotes escaped so that it may stand in an attribute.
#[must_use]
pub fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_tag = false;
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            '"' => text.push_str("&quot;"),
            other => text.push(other),
        }
    }
    text.trim().to_owned()
}

/// The attributes in the tags of `html`, in order, each with its name and where its value stands, quotes left
/// out. One without a value is passed over, and so are comments and the text of scripts and styles.
pub fn attributes(html: &str) -> Attributes<'_> {
    Attributes { html, at: 0, tag: None }
}

/// See [`attributes`].
#[derive(Clone, Debug)]
pub struct Attributes<'a> {
    html: &'a str,
    at: usize,
    /// The name of the tag that `at` is in.
    tag: Option<&'a str>,
}

impl<'a> Attributes<'a> {
    /// Moves past the bytes that `is_passed` says, and returns them.
    fn pass(&mut self, is_passed: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let length = self.html.as_bytes()[start..].iter().position(|&byte| !is_passed(byte));
        self.at = length.map_or(self.html.len(), |length| start + length);
        start..self.at
    }

    /// Moves to the inside of the next tag; `None` where there is none.
    fn enter(&mut self) -> Option<()> {
        loop {
            self.at += self.html[self.at..].find('<')?;
            let rest = &self.html[self.at..];
            if rest.starts_with("<!--") {
                self.at += rest.find("-->")?;
            } else if rest.as_bytes().get(1).is_some_and(u8::is_ascii_alphabetic) {
                self.at += 1;
                let name = self.pass(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>'));
                self.tag = Some(&self.html[name]);
                return Some(());
            } else {
                self.at += 1;
            }
        }
    }

    /// Moves past the `>` of the tag `name`, and past its text where that holds no tags.
    fn leave(&mut self, name: &str) {
        self.at += 1;
        self.tag = None;
        if !["script", "style", "textarea", "title"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            return;
        }
        let is_end = |at: usize| {
            let after = self.html.as_bytes().get(at + 2..at + 2 + name.len());
            after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
        };
        let mut ends = self.html[self.at..].match_indices("</").map(|(at, _)| self.at + at);
        self.at = ends.find(|&at| is_end(at)).unwrap_or(self.html.len());
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(tag) = self.tag else {
                self.enter()?;
                continue;
            };
            self.pass(|byte| byte.is_ascii_whitespace() || byte == b'/');
            let bytes = self.html.as_bytes();
            if *bytes.get(self.at)? == b'>' {
                self.leave(tag);
                continue;
            }
            // An `=` where a name is expected starts one, as in browsers.
            let start = self.at;
            self.at += usize::from(bytes[start] == b'=');
            let end =
                self.pass(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'=')).end;
            self.pass(|byte| byte.is_ascii_whitespace());
            if bytes.get(self.at) != Some(&b'=') {
                continue;
            }
            self.at += 1;
            self.pass(|byte| byte.is_ascii_whitespace());
            let value = match bytes.get(self.at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    self.at += 1;
                    let value = self.pass(|byte| byte != quote);
                    self.at = (self.at + 1).min(bytes.len());
                    value
                }
                _ => self.pass(|byte| !byte.is_ascii_whitespace() && byte != b'>'),
            };
            return Some((&self.html[start..end], value));
        }
    }
}

/// The addresses in `html`, each with the name of its attribute: where the values of `href` and `src` stand.
pub fn addresses(html: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    attributes(html).filter(|(name, _)| name.eq_ignore_ascii_case("href") || name.eq_ignore_ascii_case("src"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaping_and_the_way_back_meet() {
        for text in ["a & b < c", "\"it's\" &lt;", "&amp;lt;", "plain"] {
            assert_eq!(unescape(&escape(text)), text);
        }
    }

    #[test]
    fn addresses_are_found_in_raw_html() {
        for (html, addresses) in [
            (
                "<a class=\"x\" href=\"heat.md\"><img data-src=\"no\" src='p.png'></a>",
                &["heat.md", "p.png"][..],
            ),
            ("<a\nhref=\"heat.md\"\tHREF = x>", &["heat.md", "x"]),
            ("<img src=a.png/><img src=\"\"/>", &["a.png/", ""]),
            ("a href=\"x\" < b href=\"y\" </a href=\"z\">", &[]),
            ("<!-- <a href=x> --><a href=y>", &["y"]),
            ("<script>\"<a href=x>\"</SCRIPT><a title='<a href=z>' href=y>", &["y"]),
            ("<a title=\"é > href=x\" hidden href=y é", &["y"]),
            ("<a href=\"x", &["x"]),
            ("<a =href=x / / href", &[]),
        ] {
            let found: Vec<&str> = super::addresses(html).map(|(_, address)| &html[address]).collect();
            assert_eq!(found, addresses, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn attributes_of_any_text_stand_in_order(html in "[<>a=\"' /!é\\-\n]{0,40}") {
            let mut last = 0;
            for (_, value) in attributes(&html) {
                proptest::prop_assert!(last <= value.start && value.start <= value.end);
                last = value.end;
            }
        }
    }
}
