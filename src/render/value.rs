//! The site's types as the values that templates see.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use serde_json::Value as Json;
use tera::value::Key;
use tera::{Map, Value};

use super::safe;
use crate::article::Quote;
use crate::article::heading::ContentsEntry;
use crate::data::{Date, Spanned};
use crate::language::Language;

/// A key of a map with its place among the others.
struct OrderedKey(usize, &'static str);

impl Ord for OrderedKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl PartialOrd for OrderedKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for OrderedKey {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for OrderedKey {}

impl From<OrderedKey> for Key<'static> {
    fn from(placed: OrderedKey) -> Self {
        placed.1.into()
    }
}

/// A map of `entries`, in their order.
pub(crate) fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    map_of(entries.into_iter())
}

fn map_of(entries: impl Iterator<Item = (&'static str, Value)>) -> Value {
    // Tera puts what it is given into a map of its own, so this is one that needs no hashes.
    let entries = entries.enumerate().map(|(place, (key, value))| (OrderedKey(place, key), value));
    Value::from(entries.collect::<BTreeMap<_, _>>())
}

/// The entries of a map that is not complete yet, in their order. Tera hashes the key of each entry, which is half of the cost of
/// a map; these become a map only once, when all of them are known.
#[derive(Debug)]
pub(crate) struct MapEntries(Vec<(&'static str, Value)>);

impl MapEntries {
    /// These entries.
    pub(crate) fn new<const N: usize>(entries: [(&'static str, Value); N]) -> MapEntries {
        MapEntries(entries.into())
    }

    /// The value of `key`.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// Puts `value` in the place of the value of `key`, or behind all others.
    pub(crate) fn insert(&mut self, key: &'static str, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => self.0.push((key, value)),
        }
    }
}

impl From<MapEntries> for Value {
    fn from(entries: MapEntries) -> Self {
        map_of(entries.0.into_iter())
    }
}

/// A title with an address, and the attributes that say its language where that is not the site's.
pub(crate) fn titled(title: &str, url: &str, lang_attrs: &str) -> Value {
    map([("title", title.into()), ("url", url.into()), ("lang_attrs", safe(lang_attrs))])
}

/// A date as text, or none.
pub(crate) fn date(date: Option<Date>) -> Value {
    date.map_or_else(Value::none, |date| Value::from(date.to_string()))
}

/// A date of front matter as text, or none.
pub(crate) fn spanned_date(value: Option<&Spanned<Date>>) -> Value {
    date(value.map(|value| value.value))
}

/// The entries of a table of contents, in `language`.
pub(crate) fn contents(entries: &[ContentsEntry<'_>], language: &Language) -> Value {
    Value::from(
        entries
            .iter()
            .map(|entry| {
                map([
                    ("level", Value::from(entry.heading.level)),
                    ("id", entry.heading.id.as_str().into()),
                    ("title", Value::safe_string(&Quote::filled(&entry.heading.html, language))),
                    ("children", contents(&entry.children, language)),
                ])
            })
            .collect::<Vec<_>>(),
    )
}

/// Anything that an author wrote under `[extra]`, as it is.
pub(crate) fn json(tree: &Json) -> Value {
    match tree {
        Json::Null => Value::none(),
        Json::Bool(value) => Value::from(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(number)) => Value::from(number),
            (None, None) => Value::none(),
        },
        Json::String(words) => Value::from(words.as_str()),
        Json::Array(items) => Value::from(items.iter().map(json).collect::<Vec<_>>()),
        Json::Object(entries) => {
            let mut map = Map::with_capacity_and_hasher(entries.len(), Default::default());
            for (key, value) in entries {
                map.insert(key.clone().into(), json(value));
            }
            Value::from(map)
        }
    }
}

/// A value that can be hashed, with whether its texts are HTML.
pub(crate) struct Hashed<'a>(pub(crate) &'a Value);

impl Hash for Hashed<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let value = self.0;
        if let Some(text) = value.as_str() {
            (0, value.is_safe(), text).hash(state);
        } else if let Some(items) = value.as_array() {
            (1, items.len()).hash(state);
            items.iter().for_each(|item| Hashed(item).hash(state));
        } else if let Some(entries) = value.as_map() {
            (2, entries.len()).hash(state);
            for (key, value) in entries {
                key.hash(state);
                Hashed(value).hash(state);
            }
        } else {
            (3, value.name(), value.to_string()).hash(state);
        }
    }
}
