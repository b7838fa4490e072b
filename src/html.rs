//! HTML as text: escaping, and the way back.

use std::borrow::Cow;
use std::ops::Range;

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

/// The next address in `html` from byte `from` on: the value of an `href` or `src` in quotes.
#[must_use]
pub fn next_address(html: &str, from: usize) -> Option<Range<usize>> {
    let rest = html.get(from..)?;
    let value_of = |name: &str| {
        rest.match_indices(name).find_map(|(at, _)| {
            let own_word = rest[..at].ends_with(|c: char| c.is_whitespace());
            let after = &rest[at + name.len()..];
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let length = after[1..].find(quote)?;
            let start = from + at + name.len() + 1;
            own_word.then_some(start..start + length)
        })
    };
    let (href, src) = (value_of("href="), value_of("src="));
    match (href, src) {
        (Some(a), Some(b)) => Some(if a.start < b.start { a } else { b }),
        (a, b) => a.or(b),
    }
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
        let html = "<a class=\"x\" href=\"heat.md\"><img data-src=\"no\" src='p.png'></a> href=\"\"";
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(address) = next_address(html, from) {
            from = address.end;
            found.push(&html[address]);
        }
        assert_eq!(found, ["heat.md", "p.png", ""]);
    }
}
