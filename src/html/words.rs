//! HTML as words: what a reader meets of it.

use super::{Token, Tokens, decode};

/// Elements inside a line of text; any other starts a line of its own.
const IN_LINE: [&str; 31] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
    "var", "wbr",
];

/// The words of `html`: without tags, scripts and style sheets, with character references resolved, single spaces, and each
/// block on a line of its own.
#[must_use]
pub fn words(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut tokens = Tokens::new(html);
    // What separates the next word from the last.
    let mut gap = None;
    while let Some(token) = tokens.next() {
        if tokens.is_on_new_line() {
            gap = gap.or(Some(' '));
        }
        match token {
            Token::Text(_) if tokens.is_raw() => {}
            Token::Text(text) => {
                for letter in decode(&html[text]).chars() {
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
            Token::Open { name, .. } | Token::Close(name) => {
                if !IN_LINE.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                    gap = Some('\n');
                }
            }
        }
    }
    words
}

/// HTML without its tags and comments, and with quotes escaped so that it can be the value of an attribute.
#[must_use]
pub fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        if tokens.is_on_new_line() {
            text.push('\n');
        }
        let Token::Text(span) = token else { continue };
        for (number, part) in html[span].split('"').enumerate() {
            text.push_str(if number == 0 { "" } else { "&quot;" });
            text.push_str(part);
        }
    }
    text.trim().to_owned()
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
            ("a &amp; b &lt;i&gt; &#39;c&#x27; &copy; & d", "a & b <i> 'c' © & d"),
            ("1 < 2 <!-- no --> <a title='>'>x</a><br/>y", "1 < 2 x\ny"),
            ("a<script>no <b>b</b></script>c<sup><a>1</a></sup>", "a\nc1"),
            ("a\n<b>c</b>", "a c"),
            ("<é> </1> </ <", "<é>"),
        ] {
            assert_eq!(words(html), expected, "{html}");
        }
    }

    #[test]
    fn what_is_left_without_tags_can_be_the_value_of_an_attribute() {
        for (html, expected) in [
            ("<p>a &amp; <b title=\">\">\"b\"</b>\n<i>c</i></p>\n", "a &amp; &quot;b&quot;\nc"),
            ("a<!-- b > c -->d", "ad"),
            (" plain ", "plain"),
        ] {
            assert_eq!(without_tags(html), expected, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_words(html in "[<>a!&#;=\"' /é\\-\n]{0,40}") {
            proptest::prop_assert!(words(&html).len() <= html.len());
            proptest::prop_assert!(!without_tags(&html).contains('"'));
        }
    }
}
