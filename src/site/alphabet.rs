//! Names from A to Z: their order, and the letter that each stands under.
//!
//! A letter with a mark stands under the letter without ("É" under E, "ß" under S), as a reader who looks for it can type it,
//! unless the language of the site has it as a separate letter ("Å" in Swedish). Marks and quotes before a name do not count.
//! Scripts follow one another as in Unicode. A script of thousands of signs has no letters to stand under.

use super::order::Order;
use crate::fold::{composed, plain_letters};
use crate::words::Messages;

/// The heading that a name is under in a list from A to Z: "B", or in `words` "0 to 9" and "Other". Names sorted by [`key`]
/// have those of one group side by side.
#[must_use]
pub fn group(name: &str, order: Order, words: &Messages) -> String {
    match letter(name, order) {
        (Rank::Digit, _) => words.text("letters.digits").to_owned(),
        (Rank::Letter, letter) => letter,
        (Rank::Other, _) => words.text("letters.other").to_owned(),
    }
}

/// What names are sorted by.
#[must_use]
pub fn key(name: &str, order: Order) -> (Rank, (String, String), (String, String)) {
    let (rank, letter) = letter(name, order);
    let start = name.find(char::is_alphanumeric).unwrap_or(0);
    (rank, order.key(&letter), order.key(&name[start..]))
}

/// The letter under which `name` is listed, or an empty text if it has none.
fn letter(name: &str, order: Order) -> (Rank, String) {
    let name = composed(name);
    let Some(first) = name.chars().find(|c| c.is_alphanumeric()) else { return (Rank::Other, String::new()) };
    if first.is_numeric() {
        return (Rank::Digit, String::new());
    }
    // Through capitals, so that letters with one capital are one: "ſ" and "s".
    let capital: String = first.to_uppercase().collect();
    let mut plain = String::new();
    capital.chars().flat_map(char::to_lowercase).for_each(|c| plain_letters(c, |letter| plain.push(letter)));
    if plain.chars().any(is_sign) || plain.is_empty() {
        return (Rank::Other, String::new());
    }
    let start = name.find(first).unwrap_or(0);
    let small: String = name[start..].chars().take(3).flat_map(char::to_lowercase).collect();
    if let Some((signs, ..)) = order.digraph(&small) {
        let rest = signs.chars().skip(1).collect::<String>();
        return (Rank::Letter, capital + &rest);
    }
    if first.to_lowercase().any(|c| order.has(c)) {
        return (Rank::Letter, capital);
    }
    (Rank::Letter, plain.chars().take(1).flat_map(char::to_uppercase).collect())
}

/// Which names come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Those that start with a digit.
    Digit,
    /// Those that start with a letter.
    Letter,
    /// All others.
    Other,
}

/// Whether `c` is of a script that has thousands of signs.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use crate::language::Language;
    use crate::site::order::Order;

    fn order(tag: &str) -> Order {
        Order::of(&Language::new(tag).expect("it is a language"))
    }

    fn group(name: &str) -> String {
        super::group(name, order("en-GB"), &crate::words::Messages::english())
    }

    fn key(name: &str) -> impl Ord + std::fmt::Debug + use<> {
        super::key(name, order("en-GB"))
    }

    #[test]
    fn a_letter_of_its_own_in_the_language_of_the_site_has_its_own_heading() {
        let words = crate::words::Messages::english();
        for (tag, name, letter) in [
            ("sv", "Åre", "Å"),
            ("en", "Åre", "A"),
            ("es", "ñu", "Ñ"),
            ("de", "Öl", "O"),
            ("da", "ørn", "Ø"),
            ("cs", "„CHŮZE“", "Ch"),
            ("cy", "llaw", "Ll"),
            ("en", "llama", "L"),
            ("cs", "Cena", "C"),
        ] {
            assert_eq!(super::group(name, order(tag), &words), letter, "{tag} {name}");
        }
    }

    #[test]
    fn a_name_stands_under_its_first_letter_whatever_mark_it_has() {
        for (name, letter) in [
            ("Bird dog", "B"),
            ("bird dog", "B"),
            ("“Sleepy” stretch", "S"),
            ("  (Half) bridge", "H"),
            ("Étirement", "E"),
            ("E\u{301}tirement", "E"),
            ("ßtretch", "S"),
            ("Øvelse", "O"),
            ("Ấm", "A"),
            ("Упражнение", "У"),
            ("أرجوحة", "ا"),
            ("الجسر", "ا"),
            ("ストレッチ", "ス"),
        ] {
            assert_eq!(group(name), letter, "{name}");
        }
    }

    #[test]
    fn marks_of_any_script_do_not_count() {
        for (marked, plain) in
            [("E\u{301}tirement", "Etirement"), ("בּ\u{5b7}יִת", "בית"), ("هُنَا", "هنا"), ("ด\u{e48}าน", "ดาน")]
        {
            assert_eq!(group(marked), group(plain), "{marked}");
        }
    }

    #[test]
    fn names_without_a_letter_of_an_alphabet_stand_under_words() {
        for (name, words) in [
            ("5 minute walk", "0 to 9"),
            ("“90/90” stretch", "0 to 9"),
            ("٥ دقائق", "0 to 9"),
            ("½ squat", "0 to 9"),
            ("桥式", "Other"),
            ("브리지", "Other"),
            ("!", "Other"),
            ("", "Other"),
        ] {
            assert_eq!(group(name), words, "{name}");
        }
    }

    #[test]
    fn names_of_one_group_are_side_by_side() {
        let mut names = [
            "Zumba",
            "Étirement",
            "桥式",
            "5 minute walk",
            "Elbow",
            "!",
            "eagle",
            "“Sleepy” stretch",
            "squat",
            "10 steps",
            "ßtretch",
            "Ankle",
            "Упражнение",
        ];
        names.sort_by_key(|name| key(name));
        let groups: Vec<String> = names.iter().map(|name| group(name)).collect();
        let mut parted = groups.clone();
        parted.dedup();
        assert_eq!(parted, ["0 to 9", "A", "E", "S", "Z", "У", "Other"]);
        assert_eq!(names[3..6], ["eagle", "Elbow", "Étirement"]);
    }

    proptest::proptest! {
        #[test]
        fn any_names_are_parted_into_groups_that_do_not_come_twice(mut names in proptest::collection::vec(".{0,4}", 0..12)) {
            names.sort_by_key(|name| key(name));
            let mut groups: Vec<String> = names.iter().map(|name| group(name)).collect();
            groups.dedup();
            let number = groups.len();
            groups.sort();
            groups.dedup();
            proptest::prop_assert_eq!(groups.len(), number, "{:?}", names);
        }
    }
}
