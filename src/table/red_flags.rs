//! Danger signs as data: one set for a part of the body and a country, with its source and its day.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::choice::choices;
use super::inline::Inline;
use super::{Fields, Kind, Record, Reference};
use crate::data::{Date, Spanned, WRONG_TYPE, fail, shortened, typed};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::jurisdiction::Jurisdiction;

choices! {
    /// How fast somebody has to look at a sign.
    Urgency {
        Emergency = "emergency": "Now",
        Urgent = "urgent": "Today",
    }
}

/// A set of danger signs. `name`, `area`, `as_of`, `sources` and at least one `sign` are what it is good for; only `name`
/// and `area` are required to read it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedFlags {
    /// The row's name in links, unique in the site; without it the name's slug.
    #[serde(skip_serializing)]
    pub id: Option<Spanned<String>>,
    /// What the set is called: "Low back pain, United Kingdom".
    pub name: Spanned<String>,
    /// What a topic names in its front matter (`red_flags = "low-back"`): a part of the body or a complaint.
    pub area: Spanned<String>,
    /// The country it is for, as an ISO 3166 code such as `gb`, or `eu` for the European Union. Without it, every country
    /// that has no set of its own.
    pub jurisdiction: Option<Jurisdiction>,
    /// Which version of the set it is.
    pub version: Option<String>,
    /// The day it was last held against its sources.
    pub as_of: Option<Spanned<Date>>,
    /// The number to call in an emergency: `999`, `911`, `112`.
    #[serde(default, deserialize_with = "number_to_call")]
    pub emergency_number: Option<String>,
    /// The number to call for urgent advice: `111`.
    #[serde(default, deserialize_with = "number_to_call")]
    pub urgent_number: Option<String>,
    /// Ids of sources.
    #[serde(default)]
    pub sources: Vec<Spanned<String>>,
    /// The signs.
    #[serde(default)]
    pub sign: Vec<Sign>,
}

/// One danger sign. `text` and `words` are required.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The sign as the source has it.
    pub text: Inline,
    /// How it can be told in an article: a text that holds one of these words shows the sign.
    pub words: Vec<String>,
    /// How fast somebody has to look at it.
    #[serde(default = "emergency")]
    pub urgency: Urgency,
}

fn emergency() -> Urgency {
    Urgency::Emergency
}

/// Digits, with the signs that people part them with. What nobody can dial would be asked for on every page.
fn number_to_call<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let number = Option::<String>::deserialize(deserializer)?;
    let is_number = |text: &str| {
        text.contains(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-()./".contains(c))
    };
    match number {
        Some(text) if !text.trim().is_empty() && !is_number(&text) => Err(fail(
            &format!("takes a number to call, not `{}`", shortened(&text)),
            "write it in digits, such as `999` or `+43 144`",
        )),
        number => Ok(number.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())),
    }
}

typed!(RedFlags);

impl RedFlags {
    /// How well the set fits a site of the country `here`, higher is better: its own set, that of the European Union it
    /// is in, one for any country. `None` where it is another country's.
    #[must_use]
    pub fn fit(&self, here: Option<&Jurisdiction>) -> Option<u8> {
        let Some(of) = &self.jurisdiction else { return Some(0) };
        match here? {
            here if of == here => Some(2),
            here if of.as_str() == "eu" && here.is_in_european_union() => Some(1),
            _ => None,
        }
    }
}

impl Sign {
    /// Where `text` tells this sign: the first of its words there, in bytes. What a page's typography changes (quotes,
    /// dashes, dots, blanks) makes no difference, nor does a contraction: "can't" is "cannot".
    #[must_use]
    pub fn told_in(&self, text: &str) -> Option<Range<usize>> {
        told(&self.words, text)
    }
}

fn told(words: &[String], text: &str) -> Option<Range<usize>> {
    let as_written = words.iter().filter_map(|words| first(text, &words.trim().to_lowercase()));
    as_written.min_by_key(|at| at.start).or_else(|| {
        // Seldom needed: a page that tells everything in the set's own words is done by now.
        let folded = Folded::of(text);
        let found = words.iter().filter_map(|words| first(&folded.text, Folded::of(words).text.trim()));
        found.map(|at| folded.origin(at)).min_by_key(|at| at.start)
    })
}

/// Where `wanted` first starts a word of `text`, in bytes.
fn first(text: &str, wanted: &str) -> Option<Range<usize>> {
    if wanted.is_empty() {
        return None;
    }
    let starts_a_word = |at: &usize| !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric);
    let at = text.match_indices(wanted).map(|(at, _)| at).find(starts_a_word)?;
    Some(at..at + wanted.len())
}

/// A text in small letters, with one form for what may be written in several.
struct Folded {
    text: String,
    /// For each byte of `text`, the stretch that it is from.
    from: Vec<Range<usize>>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded =
            Folded { text: String::with_capacity(text.len()), from: Vec::with_capacity(text.len()) };
        let mut at = 0;
        while let Some(letter) = text[at..].chars().next() {
            let length = if letter.is_alphabetic() { word(&text[at..]) } else { letter.len_utf8() };
            let stretch = at..at + length;
            let full = expanded(&text[stretch.clone()]);
            if let Some(full) = full {
                folded.push(&full, stretch.clone());
            } else {
                for (offset, letter) in text[stretch.clone()].char_indices() {
                    let start = at + offset;
                    folded.push_letter(letter, start..start + letter.len_utf8());
                }
            }
            at = stretch.end;
        }
        folded
    }

    fn push(&mut self, text: &str, from: Range<usize>) {
        self.from.extend(std::iter::repeat_n(from, text.len()));
        self.text.push_str(text);
    }

    fn push_letter(&mut self, letter: char, from: Range<usize>) {
        let one = match letter {
            '\u{AD}' => return,
            '‘' | '’' | 'ʼ' | '\'' => "'",
            '“' | '”' | '„' | '«' | '»' | '"' => "\"",
            '-' | '‐' | '‑' | '–' | '—' => "-",
            '.' | '…' => ".",
            _ if letter.is_whitespace() => " ",
            _ => return self.push(&letter.to_lowercase().to_string(), from),
        };
        // Two hyphens are a dash, and three dots an ellipsis.
        let runs = matches!(one, "-" | "." | " ");
        if !(runs && self.text.ends_with(one)) {
            self.push(one, from);
        } else if let Some(last) = self.from.last_mut() {
            last.end = from.end;
        }
    }

    /// The stretch of the text it was made of that `within` is from.
    fn origin(&self, within: Range<usize>) -> Range<usize> {
        self.from[within.start].start..self.from[within.end - 1].end
    }
}

/// How long the word at the start of `text` is, in bytes, with the apostrophes inside it.
fn word(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let goes_on = letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !(letter.is_alphanumeric() || is_apostrophe(letter) && goes_on) {
            return at;
        }
    }
    text.len()
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// The full form of a negative contraction, the only ones that a rule asks to be written in full.
fn expanded(word: &str) -> Option<String> {
    if !word.contains(is_apostrophe) && !word.eq_ignore_ascii_case("cannot") {
        return None;
    }
    let word = word.to_lowercase().replace(is_apostrophe, "'");
    let before = match word.as_str() {
        "cannot" | "can't" => "can",
        "won't" => "will",
        "shan't" => "shall",
        other => other.strip_suffix("n't")?,
    };
    Some(format!("{before} not"))
}

impl Record for RedFlags {
    const KIND: Kind = Kind::RedFlags;

    fn name(&self) -> &Spanned<String> {
        &self.name
    }

    fn take_id(&mut self) -> Option<Spanned<String>> {
        self.id.take()
    }

    fn into_fields(self) -> Fields {
        Fields::RedFlags(Box::new(self))
    }

    fn references(&self) -> Vec<Reference<'_>> {
        Reference::all(&[Kind::Source], "sources", &self.sources)
    }

    fn check(&self, _id: &str, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
        // A cell holds one sign. Others in it would pass for shown as soon as one of them is.
        if !file.to_ascii_lowercase().ends_with(".csv") {
            return;
        }
        for sign in self.sign.iter().filter(|sign| sign.text.text().contains([';', '\n'])) {
            diagnostics.push(Diagnostic::new(
                &WRONG_TYPE,
                Place::new(file, sign.text.span()),
                "`sign.text` takes one sign, and this cell seems to hold several",
                "write the set in `red-flags.toml`, with `[[red_flags.sign]]` before each sign",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    fn told(words: &str, text: &str) -> Option<String> {
        super::told(&[words.to_owned()], text).map(|at| text[at].to_owned())
    }

    #[test]
    fn typography_and_contractions_make_no_difference() {
        for (words, text, expected) in [
            ("can't pee", "you can’t pee", "can’t pee"),
            ("can't pee", "you cannot pee at all", "cannot pee"),
            ("cannot pee", "You Can’t Pee", "Can’t Pee"),
            ("won't wake", "they will not wake", "will not wake"),
            ("the \"worst\" pain", "it is the “worst” pain", "the “worst” pain"),
            ("pain -- in the chest", "pain – in the chest", "pain – in the chest"),
            ("wait... then", "wait… then", "wait… then"),
            ("  numb legs ", "two numb\u{a0}legs", "numb\u{a0}legs"),
            ("numb  legs", "numb\nlegs", "numb\nlegs"),
        ] {
            assert_eq!(told(words, text).as_deref(), Some(expected), "{words} in {text}");
        }
    }

    #[test]
    fn a_sign_is_told_by_whole_words_and_never_by_nothing() {
        for (words, text) in [("numb", "benumbed"), ("", "numb"), ("  ", "numb legs"), ("not pee", "can pee")]
        {
            assert_eq!(told(words, text), None, "{words} in {text}");
        }
    }
}
