//! Letters without their accents, and with them in one form, so that what readers type finds what authors wrote.
//!
//! This module does not know what is looked up: names in lists from A to Z, words in lexicons, addresses.

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Gives `take` the plain letters of the small letter `c`: "é" is "e", "æ" is "ae", "ß" is "ss". A combining mark that
/// stands for no sound of its own is nothing.
pub fn plain_letters(c: char, mut take: impl FnMut(char)) {
    if c.is_ascii() || is_hangul(c) {
        take(c);
        return;
    }
    decompose_canonical(c, |part| match two_in_one(part) {
        Some(letters) => letters.chars().for_each(&mut take),
        None if is_accent(part) => {}
        None => take(part),
    });
}

/// Whether `c` is a combining mark that words are written with. Those that make an emoji of another sign are not.
#[must_use]
pub fn is_mark(c: char) -> bool {
    is_combining_mark(c)
        && !matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether `c` is a mark on a letter: an accent, a point, a sign for a tone. The vowels of Indic scripts are letters.
fn is_accent(c: char) -> bool {
    is_combining_mark(c) && (canonical_combining_class(c) != 0 || !c.is_alphabetic())
}

/// Whether `c` is a Korean syllable, which Unicode takes apart into its sounds.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// The letters of a small letter that Unicode does not take apart: it is two in one, or has a stroke.
fn two_in_one(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ð' | 'đ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ŀ' | 'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'ŧ' => "t",
        _ => return None,
    })
}

/// `text` with each letter and its accents as one character where there is one (Unicode's form NFC): some disks and editors
/// keep them apart, and readers and authors see no difference.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// What `name` is to a disk that does not distinguish upper and lower case, nor letters and accents apart from letters with
/// accents, and ignores dots and spaces at the end of a name, as those of Windows and Mac computers do.
#[must_use]
pub fn of_disk(name: &str) -> String {
    let folded = composed(name).to_lowercase();
    if !folded.contains(['.', ' ']) {
        return folded;
    }
    let parts: Vec<&str> = folded.split('/').map(|part| part.trim_end_matches(['.', ' '])).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let mut plain = String::new();
        text.chars().for_each(|c| plain_letters(c, |letter| plain.push(letter)));
        plain
    }

    #[test]
    fn letters_are_plain_without_their_accents() {
        for (text, expected) in [
            ("café", "cafe"),
            ("e\u{301}", "e"),
            ("ấm", "am"),
            ("cæsarean œdema straße ǿ þorn łódź", "caesarean oedema strasse o thorn lodz"),
            ("ёж άλφα", "еж αλφα"),
            ("أرجوحة", "ارجوحة"),
            ("בּ\u{5b7}יִת", "בית"),
            ("ด\u{e48}าน", "ดาน"),
            ("हिन्दी", "हिनदी"),
            ("브리지 桥", "브리지 桥"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn signs_that_make_an_emoji_are_no_marks_of_words() {
        assert!(is_mark('\u{301}') && is_mark('\u{e47}') && is_mark('\u{94d}'));
        assert!(!is_mark('\u{fe0f}') && !is_mark('\u{20e3}') && !is_mark('a'));
    }

    #[test]
    fn names_that_some_disks_do_not_distinguish_are_one() {
        assert_eq!(of_disk("a/E\u{301}t\u{e9}.PNG"), of_disk("A/\u{e9}te\u{301}.png"));
        assert_eq!(of_disk("a./b "), "a/b");
        assert_ne!(of_disk("a/e.png"), of_disk("a/\u{e9}.png"));
    }
}
