//! HTML as text: escaping, and the way back.

use std::borrow::Cow;

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
