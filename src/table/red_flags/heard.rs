//! Text as danger signs are sought in it: however somebody wrote it, what sounds the same is the same.
//!
//! A page's text has gone through Markdown, which makes "…" of "..." and bends quotes; the words of a set have not. So both
//! are brought into one form: small letters, one blank, straight quotes, one hyphen for any dash, digits of 0 to 9, and
//! contractions in full, as `--fix` writes them.
//!
//! This module does not know what is sought.

use std::ops::Range;

/// Parts one block of a text from the next. Words hold none, so that nothing is found across two.
const BETWEEN: char = '\n';

/// A text in the one form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Heard(String);

impl Heard {
    /// `text`, which is one block.
    #[must_use]
    pub fn of(text: &str) -> Heard {
        let mut heard = Heard::default();
        heard.add(text);
        heard
    }

    /// Adds `text` as one more block.
    pub fn add(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push(BETWEEN);
        }
        Folding::of(text, &mut self.0, None);
    }

    /// Adds the blocks of `other`.
    pub fn append(&mut self, other: &Heard) {
        if !self.0.is_empty() {
            self.0.push(BETWEEN);
        }
        self.0.push_str(&other.0);
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.0.chars().all(|c| c == BETWEEN)
    }

    /// Where `wanted` starts a word of this, each time, in bytes; nowhere if it is empty. The last word may go on as
    /// `ending` says.
    pub fn all<'a>(&'a self, wanted: &'a Heard, ending: Ending) -> impl Iterator<Item = Range<usize>> + 'a {
        let starts_a_word = |at: usize| !self.0[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let found = (!wanted.0.is_empty()).then(|| self.0.match_indices(&wanted.0));
        let found = found.into_iter().flatten().map(|(at, _)| at..at + wanted.0.len());
        found.filter(move |at| starts_a_word(at.start) && ending.is_of(wanted, &self.0[at.end..]))
    }
}

/// How a word may go on after what is sought in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By an ending of English: "numb" is in "numbness", and not in "number".
    English,
    /// In any way: languages have more endings than are known here, and build words of words.
    Any,
}

/// The endings of English that leave the sense of a word, also behind a last letter that is doubled for them.
const ENGLISH: [&str; 20] = [
    "", "'s", "s", "es", "e", "d", "ed", "en", "ened", "ens", "ies", "ied", "ing", "ion", "ions", "ish",
    "ity", "ly", "ness", "y",
];

impl Ending {
    fn is_of(self, wanted: &Heard, after: &str) -> bool {
        if self == Ending::Any || !wanted.0.ends_with(char::is_alphanumeric) {
            return true;
        }
        let end = after.find(|c: char| !(c.is_alphanumeric() || c == '\'')).unwrap_or(after.len());
        // The apostrophes behind a word are quotes.
        let rest = after[..end].trim_end_matches('\'');
        let undoubled = wanted.0.chars().next_back().and_then(|last| rest.strip_prefix(last));
        ENGLISH.contains(&rest) || undoubled.is_some_and(|rest| ["ed", "ing"].contains(&rest))
    }
}

/// A text in the one form that knows where it is from. It costs more than [`Heard`] alone.
#[derive(Debug)]
pub struct LocatedText {
    /// The text.
    pub heard: Heard,
    /// For each of its bytes, where what it was made of starts and ends.
    places: Vec<Range<usize>>,
}

impl LocatedText {
    /// `text`, which is one block.
    #[must_use]
    pub fn of(text: &str) -> LocatedText {
        let (mut heard, mut places) = (String::new(), Vec::new());
        Folding::of(text, &mut heard, Some(&mut places));
        LocatedText { heard: Heard(heard), places }
    }

    /// Where `found` stands in the text that was given, in bytes.
    #[must_use]
    pub fn source(&self, found: Range<usize>) -> Range<usize> {
        let start = self.places.get(found.start).map_or(0, |place| place.start);
        let end = found.end.checked_sub(1).and_then(|last| self.places.get(last));
        start..end.map_or(start, |place| place.end.max(start))
    }
}

/// A text that is being brought into the one form.
struct Folding<'a> {
    into: &'a mut String,
    places: Option<&'a mut Vec<Range<usize>>>,
    /// Where its block starts, and its last word.
    block: usize,
    word: Option<usize>,
    /// Whether the last word has an apostrophe.
    is_contracted: bool,
    /// A blank that is put only before something.
    blank: Option<Range<usize>>,
}

impl<'a> Folding<'a> {
    fn of(text: &str, into: &'a mut String, places: Option<&'a mut Vec<Range<usize>>>) {
        let block = into.len();
        let mut folding = Folding { into, places, block, word: None, is_contracted: false, blank: None };
        for (at, c) in text.char_indices() {
            let place = at..at + c.len_utf8();
            match c {
                c if c.is_ascii_lowercase() => folding.letter(c, place),
                c if c.is_whitespace() => {
                    folding.end_word();
                    folding.blank.get_or_insert(place);
                }
                '\'' | '’' | '‘' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' => {
                    folding.is_contracted |= folding.word.is_some();
                    folding.put('\'', place);
                }
                '"' | '“' | '”' | '„' | '‟' | '″' | '«' | '»' => folding.mark('"', place),
                // Two hyphens become a dash, and three a longer one.
                '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                    folding.end_word();
                    if folding.blank.is_some() || !folding.into[folding.block..].ends_with('-') {
                        folding.put('-', place);
                    }
                }
                '…' => (0..3).for_each(|_| folding.mark('.', place.clone())),
                // What is not seen: a place to break a word, and a mark of byte order.
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                c if digit(c) != c => folding.letter(digit(c), place),
                // At the end of a word Greek has another small sigma.
                'ς' => folding.letter('σ', place),
                c if c.is_alphanumeric() => {
                    c.to_lowercase().for_each(|c| folding.letter(c, place.clone()));
                }
                c => folding.mark(c, place),
            }
        }
        folding.end_word();
    }

    fn letter(&mut self, c: char, place: Range<usize>) {
        self.put(c, place);
        self.word.get_or_insert(self.into.len() - c.len_utf8());
    }

    fn mark(&mut self, c: char, place: Range<usize>) {
        self.end_word();
        self.put(c, place);
    }

    fn put(&mut self, c: char, place: Range<usize>) {
        if let Some(blank) = self.blank.take()
            && self.into.len() > self.block
        {
            self.push(" ", &blank);
        }
        self.push(c.encode_utf8(&mut [0; 4]), &place);
    }

    fn push(&mut self, text: &str, place: &Range<usize>) {
        self.into.push_str(text);
        if let Some(places) = &mut self.places {
            places.extend(text.bytes().map(|_| place.clone()));
        }
    }

    /// Writes the last word in full: "can't" and "cannot" are "can not".
    fn end_word(&mut self) {
        let Some(start) = self.word.take() else { return };
        let is_contracted = std::mem::take(&mut self.is_contracted);
        // The apostrophes behind it are quotes.
        let word = self.into[start..].trim_end_matches('\'');
        let (stem, full) = match word {
            "cannot" => (3, " not"),
            _ if !is_contracted => return,
            "can't" => (3, " not"),
            "won't" => (1, "ill not"),
            "shan't" => (2, "all not"),
            word if word.len() > 3 && word.ends_with("n't") => (word.len() - 3, " not"),
            _ => return,
        };
        let full = [full, &self.into[start + word.len()..]].concat();
        let place = match &mut self.places {
            Some(places) => {
                let whole = places[start].start..places[places.len() - 1].end;
                places.truncate(start + stem);
                whole
            }
            None => 0..0,
        };
        self.into.truncate(start + stem);
        self.push(&full, &place);
    }
}

/// The digit of 0 to 9 for one of another script.
fn digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return c,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{Ending, Heard, LocatedText};

    #[test]
    fn what_markdown_makes_of_a_text_sounds_like_the_text() {
        for (one, other) in [
            ("you can't feel", "you can’t feel"),
            ("a \"saddle\" feels numb", "a “saddle” feels numb"),
            ("both legs -- or one", "both legs – or one"),
            ("both legs---or one", "both legs—or one"),
            ("numb...", "numb…"),
            ("  chest \t\n pain ", "Chest\u{a0}pain"),
            ("chest pain", "chest\u{200b} pa\u{ad}in"),
            ("Call 999", "call ٩٩٩"),
        ] {
            assert_eq!(Heard::of(one), Heard::of(other), "{one}");
        }
    }

    #[test]
    fn a_contraction_sounds_like_its_full_form() {
        for (short, full) in [
            ("You CAN’T pee", "you cannot pee"),
            ("you can not pee", "you cannot pee"),
            ("it won't stop", "it will not stop"),
            ("we shan't", "we shall not"),
            ("'they don't'", "'they do not'"),
            ("it isn’t numb", "it is not numb"),
        ] {
            assert_eq!(Heard::of(short), Heard::of(full), "{short}");
        }
        assert_eq!(Heard::of("n't the child's mustn").as_str(), "n't the child's mustn");
    }

    #[test]
    fn words_are_found_where_a_word_starts_and_not_across_blocks() {
        let mut heard = Heard::of("Both legs");
        heard.add("are numb");
        let at = |words: &str| heard.all(&Heard::of(words), Ending::English).next();
        assert_eq!(at("both leg"), Some(0..8));
        assert_eq!(at("legs are"), None);
        assert_eq!(at("oth"), None);
        assert_eq!(at(" \u{ad} "), None);
        assert!(Heard::of(" ").is_silent() && !heard.is_silent());
    }

    #[test]
    fn a_word_goes_on_as_its_language_lets_it() {
        let tells = |text: &str, words: &str, ending: Ending| {
            Heard::of(text).all(&Heard::of(words), ending).next().is_some()
        };
        for (text, words) in [
            ("numbness", "numb"),
            ("numb, or cold", "numb"),
            ("‘numb’", "numb"),
            ("weakened legs", "weak"),
            ("your legs' strength", "leg"),
            ("stopped", "stop"),
            ("sitting", "sit"),
            ("peeing", "pee"),
            ("injuries", "injur"),
            ("saddle-numb", "numb"),
            ("(chest) pain", "(chest)"),
        ] {
            assert!(tells(text, words, Ending::English), "{words} in {text}");
        }
        for (text, words) in [
            ("this number", "numb"),
            ("a peer", "pee"),
            ("legal", "leg"),
            ("chestnut", "chest"),
            ("numb2", "numb"),
        ] {
            assert!(!tells(text, words, Ending::English), "{words} in {text}");
            assert!(tells(text, words, Ending::Any), "{words} in {text}");
        }
        assert!(tells("ein Taubheitsgefühl", "taub", Ending::Any));
    }

    #[test]
    fn the_place_of_what_was_found_is_that_in_the_text() {
        let text = "É…  you **can’t** pee—now";
        let placed = LocatedText::of(text);
        let of = |words: &str| {
            let found = placed.heard.all(&Heard::of(words), Ending::Any).next().expect(words);
            &text[placed.source(found)]
        };
        assert_eq!(of("you"), "you");
        assert_eq!(of("can not"), "can’t");
        assert_eq!(of("é... you"), "É…  you");
        assert_eq!(of("pee-now"), "pee—now");
    }

    proptest::proptest! {
        #[test]
        fn what_was_heard_sounds_like_itself_and_has_places_in_the_text(text in "[ a-z'’n t\u{a0}…é-]{0,24}|.{0,12}") {
            let placed = LocatedText::of(&text);
            proptest::prop_assert_eq!(&placed.heard, &Heard::of(&text));
            proptest::prop_assert_eq!(&Heard::of(placed.heard.as_str()), &placed.heard);
            for at in 0..placed.heard.as_str().len() {
                proptest::prop_assert!(text.get(placed.source(at..at + 1)).is_some());
            }
        }
    }
}
