//! Counts the syllables of English words.
//!
//! Counts groups of vowels, then corrects for adjacent vowels and for the endings of words. Words that this gets
//! wrong are in a list. `tests/it/syllables.rs` measures the accuracy against the CMU Pronouncing Dictionary.

use std::sync::LazyLock;

use crate::prose::lexicon::{Folded, Lexicon};

/// How a word is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pronunciation {
    pub(super) syllables: usize,
    /// Whether it is spelled out letter by letter: "NHS".
    pub(super) is_abbreviation: bool,
}

/// Words that the rules get wrong, by their number of syllables.
const EXCEPTIONS: [(usize, &str); 5] = [
    (1, "aches ache eye eyes eyed real queue queues breathe breathes ours"),
    (
        2,
        "aspirin baseline business centre centres chocolate cushion cushions evening evenings eyebrow eyebrows \
         fibre fibres forehead giant guideline guidelines headache headaches homework household households \
         housework lifestyle lifestyles lifetime lion lukewarm naive naked nauseous noted persuade really ruin \
         ruined safety science sideways soldier someone sometimes somewhere timeline therefore tire tired tires \
         useful useless wednesday whereas wicked wholegrain wholemeal x-ray x-rays",
    ),
    (
        3,
        "behaviour behaviours chocolates entire everyone everything everywhere genuine healthier nausea pilates \
         pneumonia reaction reactions recipe recipes suicide theatre theatres usefulness vegetable vegetables \
         create created creates creation reacted",
    ),
    (4, "complementary diabetes everybody scientific theatrical"),
    (6, "osteoarthritis"),
];

static LEXICON: LazyLock<Lexicon<usize>> = LazyLock::new(|| {
    let each = |(count, words): &(usize, &'static str)| {
        let count = *count;
        words.split_whitespace().map(move |word| (word, count)).collect::<Vec<_>>()
    };
    Lexicon::new(EXCEPTIONS.iter().flat_map(each))
});

/// The number of syllables of `word`, at least one. Those of a hyphenated word are the sum of its parts; a number is
/// one syllable, with or without a unit.
///
/// ```
/// assert_eq!(balm::readability::syllables("involuntary"), 5);
/// ```
#[must_use]
pub fn syllables(word: &str) -> usize {
    spoken(word, &Folded::new(word)).syllables
}

/// How `word` is spoken; `folded` is the same word.
pub(super) fn spoken(word: &str, folded: &Folded) -> Pronunciation {
    let is_abbreviation = is_spelled_out(word);
    let syllables = if is_abbreviation {
        word.bytes().filter(u8::is_ascii_uppercase).map(|letter| if letter == b'W' { 3 } else { 1 }).sum()
    } else if word.bytes().any(|byte| byte.is_ascii_digit()) {
        1
    } else {
        let known = if word.len() > 2 { LEXICON.get(folded.bytes()) } else { None };
        match known {
            Some(count) => *count,
            None => folded.bytes().split(|byte| *byte == b'-').map(part).sum::<usize>().max(1),
        }
    };
    Pronunciation { syllables, is_abbreviation }
}

/// Whether `word` is two to five capitals spoken letter by letter: those without a vowel, or with up to three
/// letters.
fn is_spelled_out(word: &str) -> bool {
    let stem = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let stem = stem.strip_suffix('s').unwrap_or(stem);
    let has_vowel = || stem.bytes().any(|byte| matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U'));
    (2..=5).contains(&stem.len())
        && stem.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'&')
        && (stem.len() <= 3 || !has_vowel())
}

/// The syllables of a word without hyphens.
fn part(word: &[u8]) -> usize {
    if word.len() <= 2 {
        return usize::from(!word.is_empty());
    }
    let Some(at) = word.iter().position(|byte| *byte == b'\'') else { return letters(word) };
    let (stem, ending) = word.split_at(at);
    match ending {
        b"'t" => match word {
            b"don't" | b"can't" | b"won't" | b"aren't" | b"weren't" | b"shan't" | b"ain't" => 1,
            _ => part(stem.strip_suffix(b"n").unwrap_or(stem)) + 1,
        },
        b"'s" => {
            let hisses =
                matches!(stem, [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] | [.., b'c' | b'g', b'e']);
            part(stem) + usize::from(hisses)
        }
        _ => part(stem),
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// The syllables of a word of at least three letters.
fn letters(word: &[u8]) -> usize {
    let at = |i: usize| word.get(i).copied().unwrap_or(0);
    let (mut count, mut was_vowel) = (0, false);
    for (i, byte) in word.iter().copied().enumerate() {
        let before = if i > 0 { word[i - 1] } else { 0 };
        let vowel = is_vowel(byte)
            && match byte {
                b'u' => before != b'q',
                b'y' if i == 0 => !is_vowel(at(1)),
                b'y' => !(matches!(before, b'a' | b'e' | b'o') && is_vowel(at(i + 1)) && at(i + 1) != b'y'),
                _ => true,
            };
        count += usize::from(vowel && !was_vowel);
        was_vowel = vowel;
        if is_vowel(byte) && is_vowel(at(i + 1)) {
            count += usize::from(separates(word, i, before));
        }
    }
    (count + usize::from(hums(word))).saturating_sub(usize::from(is_last_silent(word))).max(1)
}

/// Whether the vowel at `i` and the one after it, preceded by the letter `before`, are in separate syllables.
fn separates(word: &[u8], i: usize, before: u8) -> bool {
    let rest = &word[i..];
    let next = |n: usize| rest.get(n).copied().unwrap_or(0);
    let is_ing = matches!(&rest[1..], b"ing" | b"ings");
    match (rest[0], rest[1]) {
        // "special", "magician"; "brilliant"; "marriage".
        (b'i', b'a') => {
            !(matches!(before, b'c' | b't') && matches!(next(2), b'l' | b'n')
                || before == b'g' && next(2) == b'n'
                || before == b'l' && i > 1 && word[i - 2] == b'l' && matches!(next(2), b'n' | b'r')
                || matches!(rest, b"iage" | b"iages"))
        }
        // "action", "anxious"; "onion"; "million".
        (b'i', b'o') => {
            !(matches!(before, b'c' | b's' | b't' | b'g' | b'x') && matches!(next(2), b'n' | b'u')
                || before == b'n' && matches!(rest, b"ion" | b"ions")
                || before == b'l' && next(2) == b'n')
        }
        (b'i', b'u') | (b'a', b'o') => true,
        // "courageous"; "surgeon"; "people".
        (b'e', b'o') => {
            !(before == b'g' && matches!(next(2), b'u' | b'n') || before == b'p' && rest.starts_with(b"eopl"))
        }
        // "react"; "area"; "creative".
        (b'e', b'a') => {
            let is_again = i == 1
                && before == b'r'
                && (matches!(
                    &rest[2..],
                    [b'c', b't', ..] | [b'r', b'r', ..] | [b's', b's', ..] | [b'p', b'p', ..]
                ) || matches!(&rest[2..], [b'l', b'i', ..]));
            is_again
                || matches!(rest, b"ea" | b"eas") && word.len() > 3 && !matches!(before, b't' | b'l' | b's')
                || before == b'r' && rest.starts_with(b"eat") && word.starts_with(b"crea")
        }
        // "society"; "nutrient" and "science", but not "patient"; "easier".
        (b'i', b'e') => match next(2) {
            b't' => true,
            b'n' if matches!(next(3), b'c' | b't') => {
                !matches!(before, b't' | b'c' | b'l') || before == b'l' && next(3) == b't'
            }
            _ => matches!(&rest[2..], b"r" | b"st" | b"rs") && i > 2 && before != b'h',
        },
        (b'u', b'a') => !matches!(before, b'g' | b'q'),
        (b'u', b'o') => !matches!(before, b'b' | b'q'),
        (b'u', b'i') if is_ing => true,
        // "continuity"; "fluid".
        (b'u', b'i') => {
            next(2) == b't' && next(3) == b'i' && !matches!(before, b'r' | b's' | b'q')
                || next(2) == b'd' && !matches!(before, b'g' | b'q')
        }
        (b'y', b'a' | b'o' | b'u') => i > 0 && !is_vowel(before),
        (b'y', b'i') => i > 0 && (!is_vowel(before) || before == b'u') || is_ing && before == b'u',
        (b'o', b'e') => before == b'p' && matches!(next(2), b't' | b'm'),
        (b'o', b'o') => word.starts_with(b"coop"),
        (b'e', b'u') => matches!(&rest[1..], b"us" | b"um"),
        (b'e', b'i') => is_ing || i == 1 && before == b'r',
        (b'e', b'e') => {
            i == 1 && before == b'r' && !matches!(word, b"reed" | b"reef" | b"reel" | b"reeds" | b"reefs")
        }
        (_, b'i') => is_ing,
        _ => false,
    }
}

/// Whether a final `m` is a syllable of its own: "spasm", "rhythm".
fn hums(word: &[u8]) -> bool {
    let stem = word.strip_suffix(b"s").unwrap_or(word);
    stem.ends_with(b"sm") || stem.ends_with(b"thm")
}

/// Endings before which an `e` is silent: "safely", "movement".
const AFTER_SILENT: [&[u8]; 15] = [
    b"ly", b"ful", b"less", b"ment", b"ments", b"ness", b"fully", b"lessly", b"work", b"time", b"times",
    b"where", b"some", b"thing", b"things",
];

/// Whether a vowel counted near the end is silent.
fn is_last_silent(word: &[u8]) -> bool {
    let consonant = |byte: &u8| !is_vowel(*byte);
    match word {
        // "muscle", "acre".
        [.., before, b'l', b'e'] if consonant(before) => false,
        [.., b'c', b'r', b'e'] => false,
        [.., last, b'e'] if consonant(last) => true,
        b"argue" | b"argues" => false,
        // "fatigue", "technique".
        [.., b'g' | b'q', b'u', b'e'] | [.., b'g' | b'q', b'u', b'e', b's'] => true,
        [.., b's' | b'x' | b'z' | b'c' | b'g', b'e', b's'] | [.., b'c' | b's', b'h', b'e', b's'] => false,
        [.., before, b'l', b'e', b's'] if consonant(before) => false,
        [_, .., last, b'e', b's'] if consonant(last) => true,
        [.., b't' | b'd', b'e', b'd'] => false,
        // "struggled", but "pulled".
        [.., before, b'l', b'e', b'd'] if consonant(before) && !matches!(before, b'l' | b'r') => false,
        [_, .., last, b'e', b'd'] if consonant(last) => true,
        _ => AFTER_SILENT.iter().any(|ending| {
            let stem = word.strip_suffix(*ending).and_then(|stem| stem.strip_suffix(b"e"));
            stem.is_some_and(|stem| match stem {
                [.., before, b'l'] if consonant(before) => false,
                [_, .., last] => consonant(last),
                _ => false,
            })
        }),
    }
}
