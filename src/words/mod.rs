//! What balm itself says to a reader: messages of a language, one file for each.
//!
//! `en.toml` holds every message there is, in English. A site changes some of them, or adds a language, with files of the
//! same form in its folder `words/`, named after the language: `words/en.toml`, `words/de.toml`. What a language lacks is
//! said in English. Doses and dates are made from messages too, so that a language needs no code.
//!
//! Architecture Invariant: this module does not know what is said where: a caller asks for a message by its key. It knows
//! no rows, no pages and no templates.

pub mod date;
pub mod dose;
pub mod message;
pub mod plural;
mod read;
mod script;

use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock};

use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::language::Language;

pub use message::{Filling, Message, NUMBER, Pattern, PatternPiece};
pub use plural::{CountRange, PluralForm};

codes! {
    /// A message that balm does not know.
    ///
    /// ```toml
    /// # words/en.toml
    /// [frame]
    /// skpi = "Skip to the text"
    /// ```
    ///
    /// A misspelt key would otherwise change nothing without a word. `balm explain words` prints every message there is.
    UNKNOWN_MESSAGE = "unknown-message", Error;
    /// A message without a placeholder that it needs, or with one that nothing is filled into.
    ///
    /// ```toml
    /// # words/en.toml: the number is missing
    /// [call]
    /// emergency = "Call now"
    /// ```
    ///
    /// `{number}` and the like are filled in on the page. A message has the placeholders that it has in English, in any order;
    /// `balm explain words` shows them. A plural form may leave out its number `{n}`: "Do this once."
    MESSAGE_PLACEHOLDER = "message-placeholder", Error;
    /// A message without a plural form that its language has, or with one that it does not have.
    ///
    /// ```toml
    /// # words/pl.toml: `few` and `many` are missing
    /// [dose]
    /// sets = { one = "{n} seria.", other = "{n} serii." }
    /// ```
    ///
    /// Languages have up to six forms: `zero`, `one`, `two`, `few`, `many` and `other`. Which number takes which is settled
    /// by Unicode's rules for the language. A key such as `1` is for that number alone. Where all forms are alike, one text
    /// in quotes is enough.
    ///
    /// Source: [CLDR, Language Plural Rules](https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
    MESSAGE_FORM = "message-form", Error;
    /// A language of the site's own that does not say everything.
    ///
    /// What it lacks is said in English, in the middle of pages in another language. Add the messages: `balm explain words`
    /// prints all of them in English.
    MISSING_MESSAGES = "missing-messages", Warning;
    /// A file in `words/` that is not named after a language.
    ///
    /// Messages of German are in `words/de.toml`, those of Austria alone in `words/de-AT.toml`: the tag of the language by
    /// BCP 47, as `language` in `site.toml` has it.
    WORDS_FILE = "words-file", Error;
}

/// The languages that balm brings, with the text of each file. The first has every message there is.
const BUILT_IN: [(&str, &str); 1] = [("en", ENGLISH_TEXT)];

/// The messages in English, as `balm explain words` prints them.
pub const ENGLISH_TEXT: &str = include_str!("en.toml");

/// The folder of a site in which its messages are.
pub const FOLDER: &str = "words";

/// The messages in English that balm brings.
static ENGLISH: LazyLock<Arc<Messages>> = LazyLock::new(|| {
    let language = Language::default();
    let said = read::read(ENGLISH_TEXT, &"words/en.toml".into(), &language, None);
    let order = said.order.iter().filter_map(|key| Some((Arc::clone(key), said.messages.get(key)?.clone())));
    Arc::new(Messages::new(language, order.collect(), &[]))
});

/// The messages of one language. There is one for every key of English.
#[derive(Clone, Debug)]
pub struct Messages {
    language: Language,
    messages: Vec<(Arc<str>, Message)>,
    places: HashMap<Arc<str>, usize>,
    /// The number of each message that is in English because the language lacks it.
    lacking: Vec<usize>,
    comma: Arc<str>,
}

impl Messages {
    fn new(language: Language, messages: Vec<(Arc<str>, Message)>, lacking: &[usize]) -> Messages {
        let places = messages.iter().enumerate().map(|(at, (key, _))| (Arc::clone(key), at)).collect();
        let mut words =
            Messages { language, messages, places, lacking: lacking.to_vec(), comma: Arc::from("") };
        words.comma = words.text("list.comma").into();
        words
    }

    /// The messages in English that balm brings.
    #[must_use]
    pub fn english() -> Arc<Messages> {
        Arc::clone(&ENGLISH)
    }

    /// The language that they are in.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The message `key`; `None` where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Message> {
        Some(&self.messages[*self.places.get(key)?].1)
    }

    /// The words of the message `key`, which has no placeholders; `None` where there is no such message.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(|message| message.pattern(None)).map(Pattern::text)
    }

    /// The words of the message `key`, which is in `en.toml` and has no placeholders. Asking for another is a fault of balm:
    /// builds for development stop there, and others say nothing.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        let found = self.find(key);
        debug_assert!(
            found.is_some(),
            "there is no message `{key}` without placeholders in `src/words/en.toml`"
        );
        found.unwrap_or("")
    }

    /// The message `key`, which is in `en.toml`, with its placeholders filled. The number in the placeholder `n` chooses the
    /// plural form.
    #[must_use]
    pub fn say(&self, key: &str, fillings: &[(&str, Filling<'_>)]) -> String {
        let mut out = String::new();
        let number = fillings.iter().find_map(|(name, filling)| match filling {
            Filling::Number(amount) if *name == NUMBER => Some(*amount),
            _ => None,
        });
        let pattern = self.get(key).and_then(|message| message.pattern(number));
        debug_assert!(pattern.is_some(), "there is no message `{key}` in `src/words/en.toml`");
        let Some(pattern) = pattern else { return out };
        pattern.pieces(|piece| match piece {
            PatternPiece::Text(text) => out.push_str(text),
            PatternPiece::Placeholder(name) => match fillings.iter().find(|(known, _)| *known == name) {
                Some((_, Filling::Text(text))) => out.push_str(text),
                Some((_, Filling::Number(amount))) => self.write_amount(&mut out, *amount),
                None => {}
            },
        });
        out
    }

    /// Writes a number or a range: "20 to 30".
    pub fn write_amount(&self, out: &mut String, amount: CountRange) {
        message::write_amount(out, amount, self.get("number.range").and_then(|range| range.pattern(None)));
    }

    /// A number or a range in words: "20 to 30".
    #[must_use]
    pub fn amount(&self, amount: CountRange) -> String {
        let mut out = String::new();
        self.write_amount(&mut out, amount);
        out
    }

    /// What stands between the items of a list in a sentence.
    #[must_use]
    pub fn comma(&self) -> &str {
        &self.comma
    }

    /// Every key with its message, in the order of the English file.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.messages.iter().map(|(key, message)| (&**key, message))
    }

    /// The keys of the messages of this language that are said in English.
    pub fn lacking(&self) -> impl ExactSizeIterator<Item = &str> {
        self.lacking.iter().map(|at| &*self.messages[*at].0)
    }

    /// The names of the tables that messages are in, each once.
    fn sections(&self) -> impl Iterator<Item = &str> {
        let mut last = "";
        self.all().filter_map(move |(key, _)| {
            let (section, _) = key.split_once('.')?;
            let is_new = std::mem::replace(&mut last, section) != section;
            is_new.then_some(section)
        })
    }

    fn has_section(&self, name: &str) -> bool {
        self.names_in(name).next().is_some()
    }

    /// The names of the messages in the table `section`.
    fn names_in<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a str> {
        self.all().filter_map(move |(key, _)| key.strip_prefix(section)?.strip_prefix('.'))
    }
}

impl Hash for Messages {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.language.hash(state);
        self.messages.hash(state);
    }
}

/// The messages of every language that a site has words of.
#[derive(Clone, Debug)]
pub struct Languages {
    english: Arc<Messages>,
    /// Those of other languages, by tag.
    by_tag: BTreeMap<String, Arc<Messages>>,
}

impl Default for Languages {
    fn default() -> Self {
        Languages { english: Messages::english(), by_tag: BTreeMap::new() }
    }
}

impl Languages {
    /// The messages for a text in `language`: its own, those of the language without its region, or those in English.
    #[must_use]
    pub fn of(&self, language: &Language) -> &Arc<Messages> {
        self.nearest(language).unwrap_or(&self.english)
    }

    fn nearest(&self, language: &Language) -> Option<&Arc<Messages>> {
        language.prefixes().find_map(|tag| self.by_tag.get(tag))
    }

    /// Whether there are any messages in `language`.
    #[must_use]
    pub fn speaks(&self, language: &Language) -> bool {
        language.is_english() || self.nearest(language).is_some()
    }
}

/// The messages of a site that has the files `own` in its folder `words/`: each a path and, where it is text, its text.
#[must_use]
pub fn load<'a>(own: impl Iterator<Item = (&'a FileName, Option<&'a str>)>) -> (Languages, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut files: Vec<(Language, FileName, &str)> = Vec::new();
    for (tag, text) in &BUILT_IN[1..] {
        files
            .extend(Language::new(tag).map(|language| (language, format!("words/{tag}.toml").into(), *text)));
    }
    for (path, text) in own {
        match (language_of(path), text) {
            (Ok(language), Some(text)) => files.push((language, Arc::clone(path), text)),
            (Ok(_), None) => {}
            (Err(fault), _) => diagnostics.push(*fault),
        }
    }
    // A language before its regions, and what balm brings before what the site says; English before all.
    files.sort_by_key(|(language, ..)| (!language.is_english(), language.prefixes().count()));
    let mut languages = Languages::default();
    for (language, file, text) in files {
        let said = read::read(text, &file, &language, Some(&ENGLISH));
        diagnostics.extend(said.diagnostics);
        let base = Arc::clone(languages.of(&language));
        let is_first = !language.is_english() && languages.nearest(&language).is_none();
        let lacks =
            |at: usize, key: &str| is_first || base.lacking.contains(&at) && !said.messages.contains_key(key);
        let lacking: Vec<usize> = base
            .messages
            .iter()
            .enumerate()
            .filter(|(at, (key, _))| !said.messages.contains_key(key) && lacks(*at, key))
            .map(|(at, _)| at)
            .collect();
        let messages = base
            .messages
            .iter()
            .map(|(key, message)| (Arc::clone(key), said.messages.get(key).unwrap_or(message).clone()));
        let words = Messages::new(language.clone(), messages.collect(), &lacking);
        if is_first {
            diagnostics.extend(missing(&words, &said.misread, &file));
        }
        if language.as_str() == "en" {
            languages.english = Arc::new(words);
        } else {
            languages.by_tag.insert(language.to_string(), Arc::new(words));
        }
    }
    (languages, diagnostics)
}

/// The language that the messages in the file at `path` are of.
fn language_of(path: &FileName) -> Result<Language, Box<Diagnostic>> {
    let name = path.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')).unwrap_or(path);
    let fault = |message: String, help: String| {
        Box::new(Diagnostic::new(&WORDS_FILE, Place::start_of(path), message, help))
    };
    let Some(tag) = name.strip_suffix(".toml") else {
        let message = format!("`{path}` is no file of messages");
        return Err(fault(
            message,
            "name it after its language, such as `words/de.toml`, or move it away".to_owned(),
        ));
    };
    Language::new(tag).filter(|language| language.as_str() == tag).ok_or_else(|| {
        let help = match Language::meant(tag) {
            Some(meant) => format!("rename it to `words/{meant}.toml`"),
            None => "name it after its language, such as `words/de.toml`".to_owned(),
        };
        fault(format!("`{tag}` is not the tag of a language"), help)
    })
}

/// So many of the messages that a language lacks are named.
const NAMED: usize = 10;

/// The warning that `words`, from `file`, lack messages; those that are there with mistakes are reported as it is.
fn missing(words: &Messages, misread: &[String], file: &FileName) -> Option<Diagnostic> {
    let lacking: Vec<&str> =
        words.lacking().filter(|key| !misread.iter().any(|known| known == key)).collect();
    let count = lacking.len();
    let named = read::listed(lacking.iter().take(NAMED));
    let (noun, rest) = match count {
        0 => return None,
        1 => ("message", String::new()),
        2..=NAMED => ("messages", String::new()),
        _ => ("messages", format!(", and {} more", count - NAMED)),
    };
    let named = if rest.is_empty() { named } else { named.replace(" and ", ", ") };
    Some(Diagnostic::new(
        &MISSING_MESSAGES,
        Place::start_of(file),
        format!(
            "`{}` lacks {count} {noun}, which readers will meet in English: {named}{rest}",
            words.language
        ),
        "add them; `balm explain words` prints every message in English",
    ))
}

#[cfg(test)]
mod tests;
