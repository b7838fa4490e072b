//! Words to the form they have in an address.

/// `text` in lower case with one hyphen for every run of characters that are neither letters nor digits.
/// Letters of every script are kept; apostrophes vanish, so that "child's pose" is `childs-pose`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if character.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.extend(character.to_lowercase());
        } else if !matches!(character, '\'' | '\u{2019}') {
            gap = true;
        }
    }
    slug
}
