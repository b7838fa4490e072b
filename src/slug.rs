//! Slugs: "Bird dog" becomes `bird-dog`.
//!
//! The ids of rows, the anchors of headings and the addresses of pages are all made here, so that they agree.

use crate::fold::is_mark;

/// `text` in lower case, with its letters and digits (in any script) kept and one hyphen in place of anything between
/// them. An apostrophe inside a word is dropped: "Child's pose" becomes `childs-pose`. Empty if `text` has no letters
/// or digits.
///
/// Invariant: the slug of a slug is the slug itself.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars().flat_map(char::to_lowercase) {
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
