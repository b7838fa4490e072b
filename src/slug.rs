//! Slugs: "Bird dog" becomes `bird-dog`.
//!
//! The ids of rows, the anchors of headings and the addresses of pages are all made here.

use unicode_general_category::{GeneralCategory, get_general_category};

use crate::fold::{composed, is_mark};

/// The anchor of a heading with the words `text`, as GitHub makes it, so that links work there too: in lower case, a hyphen
/// for each space, and letters, digits, hyphens and underscores kept. "Heat & cold" becomes `heat--cold`. Empty where the
/// text has none of them.
///
/// Source: the filter for tables of contents of GitHub's `html-pipeline`, which keeps `\p{Word}`, hyphens and spaces; what
/// GitHub made of 36 kinds of characters is among the tests of `github-slugger`.
#[must_use]
pub fn anchor(text: &str) -> String {
    if text.is_ascii() {
        let mut anchor = Vec::with_capacity(text.len());
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => anchor.push(byte),
                b'A'..=b'Z' => anchor.push(byte.to_ascii_lowercase()),
                b' ' => anchor.push(b'-'),
                _ => {}
            }
        }
        return String::from_utf8(anchor).unwrap_or_default();
    }
    let text = composed(text).to_lowercase();
    text.chars()
        .filter(|&c| is_word(c) || matches!(c, ' ' | '-'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// Whether `c` is part of a word: a letter, a mark on one, a digit, or something that joins letters (`_`).
fn is_word(c: char) -> bool {
    use GeneralCategory as Of;
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    c.is_alphabetic()
        || matches!(
            get_general_category(c),
            Of::NonspacingMark
                | Of::SpacingMark
                | Of::EnclosingMark
                | Of::DecimalNumber
                | Of::LetterNumber
                | Of::ConnectorPunctuation
        )
}

/// The slug of a tag: as [`slug`], with words for `+` and `#`, which some names differ by. "C++" becomes `c-plus-plus`.
#[must_use]
pub fn tag(name: &str) -> String {
    if !name.contains(['+', '#']) {
        return slug(name);
    }
    slug(&name.replace('+', " plus ").replace('#', " sharp "))
}

/// `text` in lower case, with its letters and digits (in any script) kept and one hyphen in place of anything between
/// them. An apostrophe inside a word is dropped: "Child's pose" becomes `childs-pose`. Empty if `text` has no letters
/// or digits.
///
/// Invariant: the slug of a slug is the slug itself.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for letter in composed(text).chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(letter);
        } else if is_mark(letter) {
            // A combining mark belongs to the letter before it; with no such letter it is dropped.
            if !gap && !slug.is_empty() {
                slug.push(letter);
            }
        } else if !matches!(letter, '\'' | '’' | 'ʼ') {
            gap = true;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_becomes_a_slug() {
        for (name, expected) in [
            ("Bird dog", "bird-dog"),
            ("  Heat & cold -- therapy! ", "heat-cold-therapy"),
            ("Child's pose", "childs-pose"),
            ("Child’s pose", "childs-pose"),
            ("NG59", "ng59"),
            ("Étirement du dos", "étirement-du-dos"),
            ("Упражнение 1", "упражнение-1"),
            ("腰のストレッチ", "腰のストレッチ"),
            ("हिन्दी में", "हिन्दी-में"),
            ("!?", ""),
            ("", ""),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn anchors_are_those_that_github_makes() {
        // What GitHub made of these headings, from the fixtures of `github-slugger` and from pages there.
        for (heading, id) in [
            ("Heat & cold", "heat--cold"),
            ("X/Y", "xy"),
            ("C++ & D", "c--d"),
            ("snake_case and `code_span`", "snake_case-and-code_span"),
            ("heading with a - dash", "heading-with-a---dash"),
            ("heading with an _ underscore", "heading-with-an-_-underscore"),
            ("heading with a period.txt", "heading-with-a-periodtxt"),
            (
                "exchange.bind_headers(exchange, routing [, bindCallback])",
                "exchangebind_headersexchange-routing--bindcallback",
            ),
            ("apostrophe’s should be trimmed", "apostrophes-should-be-trimmed"),
            ("What is it? (And why?)", "what-is-it-and-why"),
            ("1. First, second", "1-first-second"),
            ("bravoCharlieDelta", "bravocharliedelta"),
            ("I ♥ unicode", "i--unicode"),
            ("en–dash", "endash"),
            ("😄 unicode emoji", "-unicode-emoji"),
            ("😄-😄 unicode emoji", "--unicode-emoji"),
            ("😄 - an emoji", "---an-emoji"),
            (":smile: - a gemoji", "smile---a-gemoji"),
            ("⚙\u{fe0f} Setup", "\u{fe0f}-setup"),
            ("Профили пользователей", "профили-пользователей"),
            ("Привет non-latin 你好", "привет-non-latin-你好"),
            ("腰のストレッチ", "腰のストレッチ"),
            ("हिन्दी में", "हिन्दी-में"),
            ("Étirement à l’été", "étirement-à-lété"),
            ("E\u{301}te\u{301}", "été"),
            ("½ tablet, 5 ² ① Ⅳ ٤", "-tablet-5---ⅳ-٤"),
            ("a\u{a0}b", "ab"),
            ("-a-", "-a-"),
            ("Ⓔ 🅙 №", "ⓔ-🅙-"),
            ("!?", ""),
        ] {
            assert_eq!(anchor(heading), id, "{heading}");
        }
    }

    #[test]
    fn tags_that_differ_by_a_sign_have_addresses_that_differ() {
        for (name, expected) in [
            ("C++", "c-plus-plus"),
            ("c#", "c-sharp"),
            ("C", "c"),
            ("18+", "18-plus"),
            ("Back pain", "back-pain"),
        ] {
            assert_eq!(tag(name), expected);
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(text in any::<String>()) {
            let once = slug(&text);
            prop_assert_eq!(slug(&once), once.clone());
            prop_assert!(!once.starts_with('-') && !once.ends_with('-') && !once.contains("--"));
            prop_assert!(!once.contains(['/', '.', '\\', '\0', ' ']));
        }
    }
}
