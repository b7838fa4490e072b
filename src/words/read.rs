//! Reads a file of messages, and compares it with the messages that balm has.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::message::{Message, NUMBER, Pattern, PluralForms};
use super::plural::{PluralForm, Plurals};
use super::{MESSAGE_FORM, MESSAGE_PLACEHOLDER, Messages, UNKNOWN_MESSAGE};
use crate::data::toml;
use crate::data::{Entry, Node, UNKNOWN_KEY, Value, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean, nearest};
use crate::language::Language;

/// The table of a file that is about the language itself.
const LANGUAGE: &str = "language";
/// The one key of that table.
const RANGE: &str = "range";

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct MessageFile {
    /// Its messages by key, those with mistakes left out.
    pub(super) messages: BTreeMap<Arc<str>, Message>,
    /// The keys in the order of the file.
    pub(super) order: Vec<Arc<str>>,
    /// The keys of messages that are there and have mistakes.
    pub(super) misread: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads `text`, the messages of `language` in `file`. `known` are the messages that there are, in English; without them
/// the file says which there are.
pub(super) fn read(
    text: &str,
    file: &FileName,
    language: &Language,
    known: Option<&Messages>,
) -> MessageFile {
    let (node, diagnostics) = toml::parse(text, 0, file);
    let mut said = MessageFile { diagnostics, ..MessageFile::default() };
    let range = range(&node, file, &mut said.diagnostics);
    let plurals = Arc::new(Plurals::new(language, range));
    let reader = MessageReader { text, file, forms: plurals.forms(), plurals, known };
    for section in node.entries().iter().filter(|section| section.key != LANGUAGE) {
        reader.section(section, &mut said);
    }
    said
}

/// The form that ranges take, by the table `[language]`.
fn range(node: &Node, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Option<PluralForm> {
    let mut found = None;
    for entry in node.get(LANGUAGE).into_iter().flat_map(Node::entries) {
        if entry.key != RANGE {
            let help =
                did_you_mean(&entry.key, [RANGE], || format!("the one key of `[{LANGUAGE}]` is `{RANGE}`"));
            let message = format!("`[{LANGUAGE}]` has no key `{}`", entry.key);
            diagnostics.push(Diagnostic::new(
                &UNKNOWN_KEY,
                Place::new(file, entry.key_span.clone()),
                message,
                help,
            ));
            continue;
        }
        if let Value::Text(name) = &entry.value.value
            && let Some(form) = PluralForm::named(name)
        {
            found = Some(form);
        } else if entry.value.value != Value::Unread {
            diagnostics.push(Diagnostic::new(
                &WRONG_TYPE,
                Place::new(file, entry.value.span.clone()),
                format!("`{RANGE}` takes the name of a plural form, not {}", entry.value.described()),
                format!("write one of {}, or leave it out", listed(PluralForm::ALL.map(PluralForm::name))),
            ));
        }
    }
    found
}

/// Reads the messages of one file.
struct MessageReader<'a> {
    text: &'a str,
    file: &'a FileName,
    plurals: Arc<Plurals>,
    /// The forms that the language has.
    forms: Vec<PluralForm>,
    known: Option<&'a Messages>,
}

impl MessageReader<'_> {
    fn report(
        &self,
        said: &mut MessageFile,
        code: &'static crate::diagnostic::Code,
        at: Range<usize>,
        message: String,
        help: String,
    ) {
        said.diagnostics.push(Diagnostic::new(code, Place::new(self.file, at), message, help));
    }

    fn section(&self, section: &Entry, said: &mut MessageFile) {
        let name = &section.key;
        if let Some(known) = self.known
            && !known.has_section(name)
        {
            let help = did_you_mean(name, known.sections(), || {
                "`balm explain words` prints every message there is".to_owned()
            });
            let message = format!("there are no messages called `{name}`");
            return self.report(said, &UNKNOWN_MESSAGE, section.key_span.clone(), message, help);
        }
        if !matches!(section.value.value, Value::Table(_) | Value::Unread) {
            let message = format!("`{name}` is a table of messages, not {}", section.value.described());
            let help = format!("start the table with `[{name}]`, and write its messages on the lines below");
            return self.report(said, &WRONG_TYPE, section.value.span.clone(), message, help);
        }
        for entry in section.value.entries() {
            self.entry(name, entry, said);
        }
    }

    fn entry(&self, section: &str, entry: &Entry, said: &mut MessageFile) {
        let key = format!("{section}.{}", entry.key);
        let placeholders: Option<Placeholders<'_>> = match self.known.map(|known| known.get(&key)) {
            None => None,
            Some(Some(message)) => Some(Placeholders::of(message)),
            Some(None) => {
                let known = self.known.into_iter().flat_map(|known| known.names_in(section));
                let help = did_you_mean(&entry.key, known, || match self.elsewhere(&entry.key) {
                    Some(known) => {
                        format!("did you mean `{known}`? it is in the table `[{}]`", section_of(known))
                    }
                    None => "`balm explain words` prints every message there is".to_owned(),
                });
                let message = format!("there is no message `{key}`");
                return self.report(said, &UNKNOWN_MESSAGE, entry.key_span.clone(), message, help);
            }
        };
        let before = said.diagnostics.len();
        let message = match &entry.value.value {
            Value::Text(text) => {
                self.pattern(&key, text, &entry.value, placeholders.as_ref(), false, said).map(Message::Text)
            }
            Value::Table(forms) => self.forms(&key, entry, forms, placeholders.as_ref(), said),
            Value::Unread => None,
            _ => {
                let message = format!("`{key}` takes a text, not {}", entry.value.described());
                let help = "put the words in quotes".to_owned();
                self.report(said, &WRONG_TYPE, entry.value.span.clone(), message, help);
                None
            }
        };
        match message {
            Some(message) if said.diagnostics.len() == before => {
                let key: Arc<str> = key.into();
                said.order.push(Arc::clone(&key));
                said.messages.insert(key, message);
            }
            _ => said.misread.push(key),
        }
    }

    fn forms(
        &self,
        key: &str,
        entry: &Entry,
        given: &[Entry],
        placeholders: Option<&Placeholders<'_>>,
        said: &mut MessageFile,
    ) -> Option<Message> {
        if placeholders.is_some_and(|placeholders| !placeholders.is_counted) {
            let message = format!("`{key}` has no number that could choose a plural form");
            self.report(
                said,
                &MESSAGE_FORM,
                entry.value.span.clone(),
                message,
                "write one text in quotes".to_owned(),
            );
            return None;
        }
        let (mut exact, mut forms) = (Vec::new(), Vec::new());
        for form in given {
            let of = (
                form.key.parse::<u32>().ok(),
                PluralForm::named(&form.key).filter(|form| self.forms.contains(form)),
            );
            let Value::Text(text) = &form.value.value else {
                if form.value.value != Value::Unread {
                    let message =
                        format!("`{}` of `{key}` takes a text, not {}", form.key, form.value.described());
                    self.report(
                        said,
                        &WRONG_TYPE,
                        form.value.span.clone(),
                        message,
                        "put the words in quotes".to_owned(),
                    );
                }
                continue;
            };
            if of == (None, None) {
                let message = format!("`{}` has no plural form `{}`", self.plurals.tag, form.key);
                let forms = listed(self.forms.iter().map(|form| form.name()));
                let help = format!("its forms are {forms}; a key such as `1` is for that number alone");
                self.report(said, &MESSAGE_FORM, form.key_span.clone(), message, help);
                continue;
            }
            let Some(pattern) = self.pattern(key, text, &form.value, placeholders, true, said) else {
                continue;
            };
            match of {
                (Some(number), _) => exact.push((number, pattern)),
                (None, Some(form)) => forms.push((form, pattern)),
                (None, None) => {}
            }
        }
        let is_given = |form: &PluralForm| given.iter().any(|given| given.key == form.name());
        let missing: Vec<&str> =
            self.forms.iter().filter(|form| !is_given(form)).map(|form| form.name()).collect();
        if !missing.is_empty() {
            let message = format!(
                "`{key}` lacks the plural form {} of `{}`",
                listed(missing.iter().copied()),
                self.plurals.tag
            );
            let help = format!("add {}", listed(missing.iter().map(|form| format!("{form} = \"…\""))));
            self.report(said, &MESSAGE_FORM, entry.key_span.clone(), message, help);
        }
        forms.sort_by_key(|(form, _)| *form);
        Some(Message::Forms(Arc::new(PluralForms { exact, forms, plurals: Arc::clone(&self.plurals) })))
    }

    /// The pattern that `text`, written at `value`, is. `placeholders` are those that it has to have; one for a plural form may
    /// leave out the number.
    fn pattern(
        &self,
        key: &str,
        text: &str,
        value: &Node,
        placeholders: Option<&Placeholders<'_>>,
        is_form: bool,
        said: &mut MessageFile,
    ) -> Option<Pattern> {
        let pattern = match Pattern::new(text) {
            Ok(pattern) => pattern,
            Err(bad) => {
                let message = format!("`{}` in `{key}` is not a placeholder", &text[bad.at.clone()]);
                let help = match placeholders {
                    Some(placeholders) if !placeholders.names.is_empty() => {
                        format!("braces are for placeholders: {}", placeholders.listed())
                    }
                    _ => "leave the braces out: this message has no placeholders".to_owned(),
                };
                self.report(said, &MESSAGE_PLACEHOLDER, self.place(value, text, bad.at), message, help);
                return None;
            }
        };
        let Some(placeholders) = placeholders else { return Some(pattern) };
        let mut meant: Vec<&str> = Vec::new();
        for name in pattern.names().filter(|name| !placeholders.may_have(name)) {
            meant.extend(nearest(name, placeholders.names.iter().copied()));
            let at = self.place(value, text, pattern.placeholder(name).unwrap_or(0..text.len()));
            let message = format!("`{key}` has no placeholder `{{{name}}}`");
            let help = if placeholders.names.is_empty() {
                "leave it out: nothing is filled into this message".to_owned()
            } else {
                did_you_mean(name, placeholders.names.iter().copied(), || {
                    format!("its placeholders are {}", placeholders.listed())
                })
            };
            self.report(said, &MESSAGE_PLACEHOLDER, at, message, help);
        }
        let is_missing = |placeholder: &&&str| {
            pattern.placeholder(placeholder).is_none()
                && !(is_form && **placeholder == NUMBER)
                && !meant.contains(*placeholder)
        };
        let missing: Vec<String> = placeholders
            .names
            .iter()
            .filter(is_missing)
            .map(|placeholder| format!("{{{placeholder}}}"))
            .collect();
        if !missing.is_empty() {
            let message = format!("`{key}` lacks the placeholder {}", listed(&missing));
            let help = format!("put {} where it belongs in the text", listed(&missing));
            self.report(said, &MESSAGE_PLACEHOLDER, value.span.clone(), message, help);
        }
        Some(pattern)
    }

    /// The first message called `name`, in whichever table.
    fn elsewhere(&self, name: &str) -> Option<&str> {
        let mut known = self.known?.all().map(|(key, _)| key);
        known.find(|key| key.split_once('.').is_some_and(|(_, known)| known == name))
    }

    /// Where the stretch `at` of `text` is in the file, which has the text at `value`.
    fn place(&self, value: &Node, text: &str, at: Range<usize>) -> Range<usize> {
        let written = self.text.get(value.span.clone()).unwrap_or("");
        match written.find(text) {
            // Where the text has escapes, its letters are others than those of the file.
            Some(start) if !text.is_empty() => {
                value.span.start + start + at.start..value.span.start + start + at.end
            }
            _ => value.span.clone(),
        }
    }
}

/// The table that the message `key` is in.
fn section_of(key: &str) -> &str {
    key.split_once('.').map_or(key, |(section, _)| section)
}

/// What can be filled into a message.
struct Placeholders<'a> {
    /// The placeholders that the message has in English.
    names: Vec<&'a str>,
    /// Whether it comes with a number, which can choose a plural form.
    is_counted: bool,
}

impl<'a> Placeholders<'a> {
    fn of(message: &'a Message) -> Placeholders<'a> {
        let names = message.names();
        Placeholders { is_counted: matches!(message, Message::Forms(_)) || names.contains(&NUMBER), names }
    }

    fn may_have(&self, name: &str) -> bool {
        self.names.contains(&name) || self.is_counted && name == NUMBER
    }

    fn listed(&self) -> String {
        listed(self.names.iter().map(|placeholder| format!("{{{placeholder}}}")))
    }
}

/// "`one`, `two` and `three`".
pub(super) fn listed(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
