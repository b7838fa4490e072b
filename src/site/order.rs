//! The order of titles and names: as people who write a language look for them, and numbers by what they count.
//!
//! A letter with a mark is sorted with the letter without, unless the language counts it as a separate letter. A library that
//! knows every language (`icu_collator`) would double the number of crates that balm is built from, for a few lists.

use crate::fold::{composed, plain_letters};
use crate::language::Language;

/// Languages with the letters that they have besides those of others: in order, each after the letters that it follows.
///
/// Source: Unicode CLDR, collation charts.
const LETTERS: [(&str, &str); 17] = [
    ("sv fi", "zåäö"),
    ("da nb nn no", "zæøå"),
    ("is", "aá dð eé ií oó uú yý zþæö"),
    ("et", "sšzž wõäöü"),
    ("es gl", "nñ"),
    ("pl", "aą cć eę lł nń oó sś zźż"),
    ("cs", "cč rř sš zž"),
    ("sk", "aä cč oô sš zž"),
    ("bs hr sl", "cčć dđ sš zž"),
    ("hu", "oö uü"),
    ("ro", "aăâ iî sș tț"),
    ("tr az", "cç gğ hı oö sş uü"),
    ("lt", "cč sš zž"),
    ("lv", "cč gģ kķ lļ nņ sš zž"),
    ("sq", "cç eë"),
    ("vi", "aăâ dđ eê oôơ uư"),
    ("be bg ru uk", "ий ії уў"),
];

/// Languages with letters that are written as two or three signs: each with the letter that it follows, and its place among
/// those that follow that letter. The longer of two with one start comes first.
///
/// Source: Unicode CLDR, collation charts.
const DIGRAPHS: [(&str, &[Digraph]); 7] = [
    ("cs sk", &[("ch", 'h', '1')]),
    (
        "cy",
        &[
            ("ch", 'c', '1'),
            ("dd", 'd', '1'),
            ("ff", 'f', '1'),
            ("ng", 'g', '1'),
            ("ll", 'l', '1'),
            ("ph", 'p', '1'),
            ("rh", 'r', '1'),
            ("th", 't', '1'),
        ],
    ),
    (
        "hu",
        &[
            ("cs", 'c', '1'),
            ("dzs", 'd', '2'),
            ("dz", 'd', '1'),
            ("gy", 'g', '1'),
            ("ly", 'l', '1'),
            ("ny", 'n', '1'),
            ("sz", 's', '1'),
            ("ty", 't', '1'),
            ("zs", 'z', '1'),
        ],
    ),
    ("bs hr", &[("dž", 'd', '0'), ("lj", 'l', '1'), ("nj", 'n', '1')]),
    (
        "sq",
        &[
            ("dh", 'd', '1'),
            ("gj", 'g', '1'),
            ("ll", 'l', '1'),
            ("nj", 'n', '1'),
            ("rr", 'r', '1'),
            ("sh", 's', '1'),
            ("th", 't', '1'),
            ("xh", 'x', '1'),
            ("zh", 'z', '1'),
        ],
    ),
    // The older way to write "å".
    ("da nb nn no", &[("aa", 'z', '3')]),
    ("fil tl", &[("ng", 'n', '2')]),
];

/// The signs of a letter, the letter before it, and its place.
type Digraph = (&'static str, char, char);

/// The order of a language.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    letters: &'static str,
    digraphs: &'static [Digraph],
}

impl Order {
    /// The order of `language`.
    #[must_use]
    pub fn of(language: &Language) -> Order {
        let primary = language.as_str().split('-').next().unwrap_or("");
        let own = LETTERS.iter().find(|(tags, _)| tags.split(' ').any(|tag| tag == primary));
        let digraphs = DIGRAPHS.iter().find(|(tags, _)| tags.split(' ').any(|tag| tag == primary));
        Order {
            letters: own.map_or("", |(_, letters)| letters),
            digraphs: digraphs.map_or(&[], |(_, digraphs)| digraphs),
        }
    }

    /// What `text` is sorted by: "Heat 2" comes before "Heat 10", and "Å" where the language has it.
    #[must_use]
    pub fn key(self, text: &str) -> (String, String) {
        let text = composed(text);
        let small = text.to_lowercase();
        let mut key = String::with_capacity(small.len() + 4);
        let mut letters = small.chars().peekable();
        let mut at = 0;
        while let Some(c) = letters.next() {
            let start = at;
            at += c.len_utf8();
            if let Some((signs, before, place)) = self.digraph(&small[start..]) {
                key.extend([before, char::MAX, place]);
                at = start + signs.len();
                for _ in signs.chars().skip(1) {
                    letters.next();
                }
            } else if c.is_ascii_digit() {
                let mut number = String::from(c);
                while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                    number.push(digit);
                    at += 1;
                }
                let number = number.trim_start_matches('0');
                // A longer number is a larger one.
                key.push('0');
                key.extend(u32::try_from(number.len()).ok().and_then(char::from_u32));
                key.push_str(number);
            } else if let Some((before, place)) = self.own(c) {
                // Behind every word that continues with the letter before.
                key.extend([before, char::MAX, place]);
            } else if c.is_ascii_alphanumeric() || c == ' ' {
                key.push(c);
            } else if c.is_whitespace() || c.is_alphanumeric() {
                plain_letters(c, |letter| key.push(letter));
            }
        }
        (key.trim().to_owned(), text.into_owned())
    }

    /// Whether the language counts the small letter `c` as a separate letter, and not as a different letter with a mark.
    #[must_use]
    pub fn has(self, c: char) -> bool {
        self.own(c).is_some()
    }

    /// The letter of several signs with which `text`, in small letters, starts.
    #[must_use]
    pub fn digraph(self, text: &str) -> Option<Digraph> {
        self.digraphs.iter().find(|(signs, ..)| text.starts_with(signs)).copied()
    }

    /// The letter before the language's own letter `c`, and which of those that follow it `c` is.
    fn own(self, c: char) -> Option<(char, char)> {
        if c.is_ascii() && c != 'z' {
            return None;
        }
        self.letters.split(' ').find_map(|group| {
            let place = group.chars().skip(1).position(|own| own == c)?;
            Some((group.chars().next()?, char::from(b'1' + u8::try_from(place).ok()?)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(tag: &str, mut titles: Vec<&'static str>) -> Vec<&'static str> {
        let order = Order::of(&Language::new(tag).expect("it is a language"));
        titles.sort_by_cached_key(|title| order.key(title));
        titles
    }

    #[test]
    fn titles_are_in_the_order_of_people_who_read_them() {
        assert_eq!(sorted("en", vec!["Week 10", "Week 2", "week 1"]), ["week 1", "Week 2", "Week 10"]);
        assert_eq!(sorted("en", vec!["1.10", "1.9", "1.2", "01.3"]), ["1.2", "01.3", "1.9", "1.10"]);
        assert_eq!(
            sorted("en-GB", vec!["Zeal", "Ärm", "éclair", "Elbow"]),
            ["Ärm", "éclair", "Elbow", "Zeal"]
        );
        assert_eq!(
            sorted("de", vec!["Zehe", "Ärger", "Arm", "Öl", "Ofen"]),
            ["Ärger", "Arm", "Ofen", "Öl", "Zehe"]
        );
        assert_eq!(sorted("sv", vec!["Ärm", "Zon", "Ås", "Öl", "Arm"]), ["Arm", "Zon", "Ås", "Ärm", "Öl"]);
        assert_eq!(sorted("da", vec!["Ås", "Æg", "Øl", "Zone"]), ["Zone", "Æg", "Øl", "Ås"]);
        assert_eq!(sorted("es", vec!["ñu", "nz", "oso"]), ["nz", "ñu", "oso"]);
        assert_eq!(sorted("et", vec!["väli", "zebra", "tamm", "suu"]), ["suu", "zebra", "tamm", "väli"]);
        assert_eq!(sorted("cs", vec!["Chůze", "Ibišek", "Hra", "Cena"]), ["Cena", "Hra", "Chůze", "Ibišek"]);
        assert_eq!(
            sorted("cy", vec!["Llaw", "Lwmp", "Cyn", "Chi", "Cam"]),
            ["Cam", "Cyn", "Chi", "Lwmp", "Llaw"]
        );
        assert_eq!(
            sorted("hu", vec!["Csont", "Cukor", "Dzsem", "Dza", "Dús"]),
            ["Cukor", "Csont", "Dús", "Dza", "Dzsem"]
        );
        assert_eq!(
            sorted("hr", vec!["Đak", "Džep", "Duh", "Ljeto", "Luk"]),
            ["Duh", "Džep", "Đak", "Luk", "Ljeto"]
        );
        assert_eq!(
            sorted("da", vec!["Aabo 2", "Zone", "Æg", "Aa 10", "År"]),
            ["Zone", "Æg", "Aa 10", "Aabo 2", "År"]
        );
        assert_eq!(sorted("en", vec!["Cy", "Ch"]), ["Ch", "Cy"]);
        assert_eq!(sorted("ru", vec!["йод", "игра", "ия", "кот"]), ["игра", "ия", "йод", "кот"]);
    }
}
