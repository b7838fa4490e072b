//! Slugs: "Bird dog" becomes `bird-dog`.
//!
//! The ids of rows, the anchors of headings and the addresses of pages are all made here, so that they agree.

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

/// Whether `letter` is a combining mark used in spelling that Unicode does not count as alphabetic: separate accents,
/// and the viramas and nuktas of Indic scripts.
#[must_use]
pub fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{65F}'
        | '\u{93C}' | '\u{94D}' | '\u{9BC}' | '\u{9CD}' | '\u{A3C}' | '\u{A4D}' | '\u{ABC}' | '\u{ACD}'
        | '\u{B3C}' | '\u{B4D}' | '\u{BCD}' | '\u{C4D}' | '\u{CBC}' | '\u{CCD}' | '\u{D4D}' | '\u{DCA}'
        | '\u{E47}'..='\u{E4E}' | '\u{EC8}'..='\u{ECE}' | '\u{1039}' | '\u{103A}' | '\u{3099}' | '\u{309A}')
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
