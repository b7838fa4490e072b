//! Messages as scripts in pages read them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::message::Message;
use super::{Messages, dose};

impl Messages {
    /// The messages in the table `section`, by name, as JSON: a text with its placeholders, or a text for each plural form. Forms
    /// of another language than the table's say which, as it may count in another way.
    #[must_use]
    pub fn script(&self, section: &str) -> Value {
        let of = |(key, message): (&str, &Message)| {
            Some((key.strip_prefix(section)?.strip_prefix('.')?.to_owned(), self.json(message)))
        };
        self.all().filter_map(of).collect::<Map<String, Value>>().into()
    }

    /// What a script needs to put an amount into words: how ranges are written, and their plural form in each language in
    /// which it is always the same.
    #[must_use]
    pub fn script_numbers(&self) -> Value {
        json!({ "lang": self.language.as_str(), "range": self.text("number.range"), "forms": self.range_forms() })
    }

    /// What a script needs to put a dose into words.
    #[must_use]
    pub fn script_dose(&self) -> Value {
        json!({ "sentences": dose::rules(), "words": self.script("dose"), "join": self.text("list.sentence") })
    }

    fn json(&self, message: &Message) -> Value {
        match message {
            Message::Text(pattern) => pattern.text().into(),
            Message::Forms(forms) => {
                let exact =
                    forms.exact.iter().map(|(number, pattern)| (number.to_string(), pattern.text().into()));
                let by_form =
                    forms.forms.iter().map(|(form, pattern)| (form.name().to_owned(), pattern.text().into()));
                let mut map: Map<String, Value> = exact.chain(by_form).collect();
                if forms.plurals.tag != self.language.as_str() {
                    map.insert("lang".to_owned(), forms.plurals.tag.as_str().into());
                }
                map.into()
            }
        }
    }

    fn range_forms(&self) -> BTreeMap<&str, &'static str> {
        let forms = self.messages.iter().filter_map(|(_, message)| match message {
            Message::Text(_) => None,
            Message::Forms(forms) => Some((forms.plurals.tag.as_str(), forms.plurals.range()?.name())),
        });
        forms.collect()
    }
}
