//! The templates once more, so that what they write says which template wrote it (see [`crate::origin`]).
//!
//! A mark is put around the literal text between Tera's tags. Functions and filters of ours see texts without marks, and
//! give what they make the marks of what they made it of.

use std::ops::Range;
use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, StringInput, Tera, TeraResult, Value};

use super::functions;
use super::uses::closing;
use super::words;
use crate::diagnostic::{FileName, Place};
use crate::figure;
use crate::origin::{Origin, as_marked, bare, mark_literals};

/// Templates that can be traced.
pub struct Traced {
    /// With marks around their literal text.
    pub marked: Tera,
    /// Without, but with functions and filters that take texts with marks.
    pub plain: Tera,
    /// What the marks in `marked` stand for.
    pub origins: Arc<[Origin]>,
}

impl Traced {
    /// Of templates with these names, files and texts; `None` where they cannot be read. What a template writes that is in
    /// no file has the directive that it is for as its place.
    pub(super) fn of<'a>(
        templates: impl Iterator<Item = (&'a str, Option<&'a FileName>, &'a str)>,
        empty: impl Fn() -> Tera,
    ) -> Option<Traced> {
        let templates: Vec<_> = templates.collect();
        let mut origins = Vec::new();
        let texts: Vec<(&str, String)> = templates
            .iter()
            .map(|(name, file, text)| {
                let Some(file) = file else { return (*name, (*text).to_owned()) };
                let origin = |at: &Range<usize>| Origin::Written(Place::new(file, at.clone()));
                (*name, mark_literals(text, &literals(text), &mut origins, origin))
            })
            .collect();
        let load = |texts: &mut dyn Iterator<Item = (&str, &str)>| {
            let mut tera = empty();
            register(&mut tera);
            tera.add_raw_templates(texts).ok()?;
            Some(tera)
        };
        let marked = load(&mut texts.iter().map(|(name, text)| (*name, text.as_str())))?;
        let plain = load(&mut templates.iter().map(|(name, _, text)| (*name, *text)))?;
        Some(Traced { marked, plain, origins: origins.into() })
    }
}

/// Where the literal text of a template is, without white space around it, which tags may take away.
fn literals(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut add = |range: Range<usize>| {
        let literal = &text[range.clone()];
        let start = range.start + literal.len() - literal.trim_start().len();
        let end = start + literal.trim().len();
        if start < end {
            found.push(start..end);
        }
    };
    let (mut from, mut at) = (0, 0);
    while let Some(tag) = text[at..].find('{').map(|found| at + found) {
        let end = match text.as_bytes().get(tag + 1) {
            Some(b'#') => text[tag..].find("#}").map_or(text.len(), |length| tag + length + 2),
            Some(b'{') => inside(text, tag, "}}").end + 2,
            Some(b'%') => inside(text, tag, "%}").end + 2,
            _ => {
                at = tag + 1;
                continue;
            }
        };
        add(from..tag);
        from = end.min(text.len());
        if word(text, tag) == "raw" {
            let ends = text[from..].match_indices("{%").map(|(at, _)| from + at);
            let end = ends.clone().find(|&end| word(text, end) == "endraw").unwrap_or(text.len());
            add(from..end);
            from = (inside(text, end.min(text.len()), "%}").end + 2).min(text.len());
        }
        at = from;
    }
    add(from..text.len());
    found
}

/// What is inside the tag that starts at `tag`.
fn inside(text: &str, tag: usize, end: &str) -> Range<usize> {
    let start = (tag + 2).min(text.len());
    start..start + closing(&text[start..], end)
}

/// The only word of the tag at `tag`, if it has just one.
fn word(text: &str, tag: usize) -> &str {
    if !text[tag..].starts_with("{%") {
        return "";
    }
    text[inside(text, tag, "%}")].trim_matches(['-', ' ', '\t', '\n', '\r'])
}

/// Registers functions and filters that take and give texts with marks.
fn register(tera: &mut Tera) {
    tera.register_function("url", |arguments: Kwargs, state: &State<'_>| -> TeraResult<String> {
        let path = text_of(&arguments, "path");
        functions::url(without_marks(&arguments), state).map(|made| as_marked(made, &path))
    });
    tera.register_function("picture", |arguments: Kwargs, state: &State<'_>| -> TeraResult<Value> {
        let source = text_of(&arguments, "src");
        let picture = functions::picture(without_marks(&arguments), state)?;
        let Some(mut map) = picture.into_map() else { return Err(Error::message("a picture is a map")) };
        if let Some(url) = map.get_mut(&Key::from("url"))
            && let Some(text) = url.as_str()
        {
            *url = Value::from(as_marked(text.to_owned(), &source));
        }
        Ok(Value::from(map))
    });
    tera.register_function("rows", |arguments: Kwargs, state: &State<'_>| {
        functions::rows(without_marks(&arguments), state)
    });
    tera.register_function("row", |arguments: Kwargs, state: &State<'_>| {
        functions::row(without_marks(&arguments), state)
    });
    // What fills a message keeps its marks; which message it is does not depend on them.
    tera.register_function("t", |arguments: Kwargs, state: &State<'_>| -> TeraResult<Value> {
        words::t(without_mark(&arguments, "key"), state)
    });
    tera.register_filter("date", |text: &str, arguments: Kwargs, state: &State<'_>| -> TeraResult<String> {
        words::date(&bare(text), arguments, state).map(|made| as_marked(made, text))
    });
    tera.register_filter(
        "rfc3339",
        |text: &str, arguments: Kwargs, state: &State<'_>| -> TeraResult<String> {
            functions::rfc3339(&bare(text), arguments, state).map(|made| as_marked(made, text))
        },
    );
    tera.register_filter("plain", |text: StringInput<'_>, _: Kwargs, _: &State<'_>| {
        if !text.is_safe() {
            return text.into_value();
        }
        let made = crate::html::without_tags(&bare(text.as_str()));
        Value::safe_string(&as_marked(made, text.as_str()))
    });
    tera.register_filter("drawn_once", |text: StringInput<'_>, _: Kwargs, _: &State<'_>| {
        if !text.is_safe() {
            return text.into_value();
        }
        let (before, uses) = figure::drawn_once_edits(&bare(text.as_str()));
        Value::safe_string(&(before + &edited(text.as_str(), &uses)))
    });
}

/// The text of an argument; empty where it has none.
fn text_of(arguments: &Kwargs, name: &str) -> String {
    let found = arguments.iter().find(|(key, _)| key.as_str() == Some(name));
    found.and_then(|(_, value)| value.as_str()).unwrap_or("").to_owned()
}

/// The arguments without marks in their texts.
fn without_marks(arguments: &Kwargs) -> Kwargs {
    let mut map = Map::with_capacity_and_hasher(4, Default::default());
    for (key, value) in arguments.iter() {
        let value = match value.as_str() {
            Some(text) if value.is_safe() => Value::safe_string(&bare(text)),
            Some(text) => Value::from(&*bare(text)),
            None => value.clone(),
        };
        map.insert(key.clone(), value);
    }
    Kwargs::new(Arc::new(map))
}

/// The arguments, that called `name` without marks in its text.
fn without_mark(arguments: &Kwargs, name: &str) -> Kwargs {
    let mut map = Map::with_capacity_and_hasher(4, Default::default());
    for (key, value) in arguments.iter() {
        let text = value.as_str().filter(|_| key.as_str() == Some(name));
        map.insert(key.clone(), text.map_or_else(|| value.clone(), |text| Value::from(&*bare(text))));
    }
    Kwargs::new(Arc::new(map))
}

/// `marked` with the `edits` made, which are in bytes of it without its marks, in order; the marks stay.
fn edited(marked: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut made = String::with_capacity(marked.len());
    let mut edits = edits.iter().peekable();
    let mut at = 0;
    for c in marked.chars() {
        if crate::origin::is_mark(c) {
            made.push(c);
            continue;
        }
        while edits.next_if(|(range, _)| range.end <= at).is_some() {}
        match edits.peek() {
            Some((range, text)) if range.start <= at => {
                if range.start == at {
                    made.push_str(text);
                }
            }
            _ => made.push(c),
        }
        at += c.len_utf8();
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_text_is_what_is_between_tags() {
        let text = "{% extends \"a\" -%}\n <p class=\"{{ \"}}\" }}\">{# <b> #} a { b\n{% raw %} {{ c }} {% endraw %}</p>\n{%- if x %}{% endif %}";
        let found: Vec<&str> = literals(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(found, ["<p class=\"", "\">", "a { b", "{{ c }}", "</p>"]);
    }

    #[test]
    fn edits_leave_marks_where_they_are() {
        let marks = crate::origin::Marks::default();
        let origin = || Origin::Written(Place::start_of(&"a.md".into()));
        let marked = format!("é{}<b>{}", marks.wrap("one", origin()), marks.wrap("two", origin()));
        let made = edited(&marked, &[(2..3, "O".into()), (5..8, "<i>".into())]);
        assert_eq!(bare(&made), "éOne<i>two");
        assert!(marks.read(&made, "éOne<i>two").is_some());
    }

    proptest::proptest! {
        #[test]
        fn literals_of_any_text_are_in_order(text in "[{}%#\"a \\-rwé]{0,40}") {
            let mut last = 0;
            for at in literals(&text) {
                proptest::prop_assert!(last <= at.start && text.get(at.clone()).is_some());
                last = at.end;
            }
        }
    }
}
