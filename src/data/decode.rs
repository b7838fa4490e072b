//! A [`Node`] to a typed value, with every mistake in it reported.

use std::ops::Range;

use super::deserialize::Error;
use super::shape::{Shape, Typed};
use super::structure::{self, Collection};
use super::{Entry, Format, MISSING_KEY, Misread, Node, UNKNOWN_KEY, Value, WRONG_TYPE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean, nearest};

/// What is being read, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file.
    pub file: &'a FileName,
    /// The table in words: "front matter", "an exercise".
    pub what: &'a str,
    /// How it is written.
    pub format: Format,
    /// The key before the names of its own tables: "exercise" in `[exercise.pose]`.
    pub within: Option<&'a str>,
}

/// What a document was read as.
#[derive(Debug)]
pub struct Decoded<T> {
    /// The value; `None` where what is left after the mistakes is none: a required key is missing or wrong.
    pub value: Option<T>,
    /// The keys that were given and could not be read.
    pub misread: Misread,
    /// What is left of the document: what [`Self::value`] was made of.
    pub node: Node,
}

/// Makes a `T` of `node` and reports every unknown key, missing key and wrong value in it.
///
/// Keys that are optional and wrong are left out, so that later phases can still check the rest; they are told
/// which ones, so that nobody calls these missing.
pub fn decode<T: Typed>(
    mut node: Node,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Decoded<T> {
    let CheckedKeys { mut misread, blank } = check_keys(&mut node, T::shape(), context, diagnostics);
    loop {
        let error = match T::deserialize(&node) {
            Ok(value) => return Decoded { value: Some(value), misread, node },
            Err(error) => error,
        };
        let span = error.span.clone().unwrap_or_else(|| node.span.clone());
        if !error.missing && !blank.contains(&span) {
            let path = path_to(&node, &span).unwrap_or_default();
            diagnostics.push(report(&error, &span, &path, T::shape(), context));
            if !path.is_empty() {
                misread.add(path.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>().join("."));
            }
        }
        if !prune(&mut node, &span, error.wanted == Some(Collection::Table)) {
            return Decoded { value: None, misread, node };
        }
    }
}

/// What the keys of a document say before its values are read.
#[derive(Debug, Default)]
pub struct CheckedKeys {
    /// The keys that were given and could not be read.
    pub misread: Misread,
    /// The places of required values that are empty, which was reported and is all that is to be said of them.
    pub blank: Vec<Range<usize>>,
}

/// Reports unknown and missing keys of `node`, which has the `shape`, and takes out what is unknown and what could not be
/// read.
pub fn check_keys(
    node: &mut Node,
    shape: &Shape,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> CheckedKeys {
    let mut checked = CheckedKeys::default();
    let (misread, blank) = (&mut checked.misread, &mut checked.blank);
    KeyChecker { context, diagnostics, misread, blank, root: shape }.check(node, shape, context.what, "");
    checked
}

fn report(
    error: &Error,
    span: &Range<usize>,
    path: &[&Entry],
    shape: &Shape,
    context: &Context<'_>,
) -> Diagnostic {
    let message = match path.last() {
        // Messages that stand on their own name the value already.
        Some(_) if error.message.starts_with('`') => error.message.clone(),
        Some(entry) => format!("`{}` {}", entry.key, error.message),
        None => format!("{} {}", context.what, error.message),
    };
    let help = match (error.wanted, error.way_out.of(context.format)) {
        (Some(wanted), _) => structure::way_out(wanted, path, shape, context),
        (None, "") => "write a value of the type that it takes".to_owned(),
        (None, help) => help.to_owned(),
    };
    Diagnostic::new(&WRONG_TYPE, Place::new(context.file, span.clone()), message, help)
}

/// The keys that lead to the innermost value that stands exactly at `span`, or has an item there. Spans are
/// compared and not searched, as a TOML table's is its header alone and holds nothing.
fn path_to<'a>(node: &'a Node, span: &Range<usize>) -> Option<Vec<&'a Entry>> {
    fn is_at(node: &Node, span: &Range<usize>) -> bool {
        let is_item = |items: &[Node]| items.iter().any(|item| is_at(item, span));
        node.span == *span || matches!(&node.value, Value::List(items) if is_item(items))
    }
    match &node.value {
        Value::Table(entries) => entries.iter().find_map(|entry| {
            let is_here = || entry.key_span == *span || is_at(&entry.value, span);
            let mut path = path_to(&entry.value, span).or_else(|| is_here().then(Vec::new))?;
            path.insert(0, entry);
            Some(path)
        }),
        Value::List(items) => items.iter().find_map(|item| path_to(item, span)),
        _ => None,
    }
}

/// Takes the value at `span` out of the tree. False where it is the root, or not in the tree. Where the headers of a
/// list and of its first table are the same, `whole` says that the list goes.
fn prune(node: &mut Node, span: &Range<usize>, whole: bool) -> bool {
    match &mut node.value {
        Value::Table(entries) => {
            if let Some(at) =
                entries.iter().position(|entry| entry.value.span == *span || entry.key_span == *span)
            {
                // The value may itself hold a table of the same span (dotted keys); the innermost goes.
                let value = &mut entries[at].value;
                if (whole && matches!(value.value, Value::List(_))) || !prune(value, span, whole) {
                    entries.remove(at);
                }
                return true;
            }
            entries.iter_mut().any(|entry| prune(&mut entry.value, span, whole))
        }
        Value::List(items) => {
            if let Some(at) = items.iter().position(|item| item.span == *span) {
                items.remove(at);
                return true;
            }
            items.iter_mut().any(|item| prune(item, span, whole))
        }
        _ => false,
    }
}

/// Looks at the keys of a document.
struct KeyChecker<'a> {
    context: &'a Context<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    misread: &'a mut Misread,
    /// The places of required values that are empty, which is all that is to be said of them.
    blank: &'a mut Vec<Range<usize>>,
    /// The keys of the whole document.
    root: &'a Shape,
}

impl KeyChecker<'_> {
    /// Reports unknown and missing keys of `node` and of the tables in it. Takes out what is unknown, and what could
    /// not be read. `what` is the table in words, `path` leads to it and ends in a dot.
    fn check(&mut self, node: &mut Node, shape: &Shape, what: &str, path: &str) {
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.check(item, shape, what, path)),
            Value::Table(entries) => {
                let mut given = Vec::new();
                entries.retain(|entry| {
                    if entry.value.value == Value::Unread {
                        given.push(entry.key.clone());
                        false
                    } else if shape.open || shape.fields.contains_key(&entry.key) {
                        true
                    } else {
                        let meant = nearest(&entry.key, shape.names()).filter(|_| !is_blank(&entry.value));
                        given.extend(meant.map(str::to_owned));
                        self.unknown(entry, shape, what);
                        false
                    }
                });
                for (name, field) in &shape.fields {
                    let found = entries.iter_mut().find(|entry| entry.key == *name);
                    match (found, &field.shape) {
                        (Some(entry), _) if field.required && is_blank(&entry.value) => {
                            self.blank.push(entry.value.span.clone());
                            self.missing(
                                entry.value.span.clone(),
                                format!("`{name}` is empty, and {what} needs it"),
                                format!("give `{name}` a value"),
                            );
                        }
                        (Some(entry), Some(inner)) => {
                            let path = format!("{path}{name}.");
                            self.check(&mut entry.value, inner, &format!("`{name}`"), &path);
                        }
                        (None, _) if field.required && !given.contains(name) => self.missing(
                            node.span.clone(),
                            format!("{what} needs the {} `{name}`", self.context.format.key()),
                            format!("add `{name}`"),
                        ),
                        _ => {}
                    }
                }
                given.iter().for_each(|key| self.misread.add(format!("{path}{key}")));
            }
            _ => {}
        }
    }

    fn unknown(&mut self, entry: &Entry, shape: &Shape, what: &str) {
        let key_word = self.context.format.key();
        let is_of_root = !std::ptr::eq(shape, self.root) && self.root.fields.contains_key(&entry.key);
        let help = if is_of_root && self.context.format != Format::Csv {
            // Below a header all keys belong to it.
            match self.context.format {
                Format::Yaml => {
                    format!("`{}` belongs to {}: remove the spaces before it", entry.key, self.context.what)
                }
                Format::Toml | Format::Csv => {
                    format!(
                        "`{}` belongs to {}: move it above the first line in brackets",
                        entry.key, self.context.what
                    )
                }
            }
        } else {
            did_you_mean(&entry.key, shape.names(), || format!("{what} takes {}", listed(shape.names())))
        };
        let message = format!("there is no {key_word} `{}` in {what}", entry.key);
        let place = Place::new(self.context.file, entry.key_span.clone());
        let diagnostic = Diagnostic::new(&UNKNOWN_KEY, place, message, help);
        self.diagnostics.push(diagnostic.label(format!("unknown {key_word}")));
    }

    fn missing(&mut self, span: Range<usize>, message: String, help: String) {
        let place = Place::new(self.context.file, span);
        self.diagnostics.push(Diagnostic::new(&MISSING_KEY, place, message, help));
    }
}

fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) | Value::Cell(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde::Deserialize;

    use super::*;
    use crate::data::{Date, Spanned, toml, typed, yaml};

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Doc {
        #[expect(dead_code, reason = "only its absence is tested")]
        title: String,
        order: Option<i64>,
        published: Option<Date>,
        reviewer: Option<Person>,
        #[serde(default)]
        people: Vec<Person>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Person {
        name: Spanned<String>,
        age: Option<u8>,
    }

    typed!(Doc);

    /// Decodes `text`, which starts 3 bytes into its file, and shows each diagnostic with what it marks.
    fn faults(text: &str, format: Format) -> (Option<Doc>, Vec<String>) {
        let file: FileName = "a.md".into();
        let parse = if format == Format::Yaml { yaml::parse } else { toml::parse };
        let (node, mut diagnostics) = parse(text, 3, &file);
        let context = Context { file: &file, what: "front matter", format, within: None };
        let doc = decode(node, &context, &mut diagnostics).value;
        crate::diagnostic::sort(&mut diagnostics);
        let shown = diagnostics.iter().map(|diagnostic| {
            let place = &diagnostic.primary.place;
            let marked = text.get(place.start - 3..place.end - 3).expect("a place in the text");
            format!(
                "{}: {} | {} | {}",
                diagnostic.code.name,
                diagnostic.message,
                diagnostic.help,
                marked.trim_end()
            )
        });
        let shown = shown.collect();
        (doc, shown)
    }

    #[test]
    fn one_run_reports_every_mistake_of_a_toml_document_in_its_place() {
        let text = "titel = \"Heat\"\norder = \"first\"\n\n[reviewer]\nage = 40\n\n[[people]]\nname = \"A\"\nage = -1\n";
        let (doc, faults) = faults(text, Format::Toml);
        assert!(doc.is_none(), "a title is missing");
        assert_eq!(faults, [
            String::from("unknown-key: there is no key `titel` in front matter | did you mean `title`? | titel"),
            "wrong-type: `order` takes a whole number, not the text `first` | write the number in digits, without quotes | \"first\"".into(),
            "missing-key: `reviewer` needs the key `name` | add `name` | [reviewer]".into(),
            "wrong-type: `age` takes a whole number from 0 to 255, not the number -1 | write the number in digits, without quotes | -1".into(),
        ]);
    }

    #[test]
    fn one_run_reports_every_mistake_of_a_yaml_document_in_its_place() {
        let text = "titel: Heat\norder: first\nreviewer:\n  age: 40\npeople:\n  - name: A\n    age: -1\n";
        let (doc, faults) = faults(text, Format::Yaml);
        assert!(doc.is_none(), "a title is missing");
        assert_eq!(faults, [
            String::from("unknown-key: there is no key `titel` in front matter | did you mean `title`? | titel"),
            "wrong-type: `order` takes a whole number, not the text `first` | write the number in digits, without quotes | first".into(),
            "missing-key: `reviewer` needs the key `name` | add `name` | age: 40".into(),
            "wrong-type: `age` takes a whole number from 0 to 255, not the number -1 | write the number in digits, without quotes | -1".into(),
        ]);
    }

    #[test]
    fn a_control_character_in_a_value_does_not_part_what_is_said_of_it() {
        for text in ["published = \"a\\u0001b\"\n", "published = \"a\\u0001 \\u0002 b\\u007f\"\n"] {
            let (_, faults) = faults(&format!("title = \"Heat\"\n{text}"), Format::Toml);
            let [fault] = faults.as_slice() else { panic!("{faults:?}") };
            let (said, way_out) = fault.split_once(" is not a date | ").expect("it is no date");
            assert!(["wrong-type: `ab`", "wrong-type: `a b`"].contains(&said), "{fault:?}");
            assert!(way_out.starts_with("write a day as"), "{fault:?}");
        }
    }

    #[test]
    fn what_is_optional_and_wrong_is_left_out_and_the_rest_is_kept() {
        let text = "title = \"Heat\"\norder = true\npublished = \"22/11/2026\"\n[[people]]\nage = 3\n[[people]]\nname = \"B\"\nage = 300\n";
        let (doc, faults) = faults(text, Format::Toml);
        let doc = doc.expect("the title is there");
        assert_eq!((doc.order, doc.published, doc.reviewer.is_none()), (None, None, true));
        let people: Vec<_> = doc
            .people
            .iter()
            .map(|p| (p.name.value.as_str(), text.get(p.name.start - 3..p.name.end - 3), p.age))
            .collect();
        assert_eq!(people, [("B", Some("\"B\""), None)]);
        assert_eq!(faults.len(), 4, "{faults:#?}");
    }

    #[test]
    fn a_day_that_does_not_exist_is_explained() {
        for (text, message) in [
            ("published = 2026-02-30", "`2026-02-30` is not a date: February 2026 has no day 30"),
            ("published = 2026-13-01", "`2026-13-01` is not a date: there is no month 13"),
            ("published = \"2026-02-30\"", "`2026-02-30` is not a date: February 2026 has no day 30"),
        ] {
            let (doc, faults) = faults(&format!("title = \"Heat\"\n{text}\n"), Format::Toml);
            assert!(doc.is_some_and(|doc| doc.published.is_none()));
            assert_eq!(faults.len(), 1, "{faults:#?}");
            assert!(faults[0].starts_with(&format!("wrong-type: {message} | write a day as")), "{faults:#?}");
        }
        let (_, faults) = faults("title: Heat\npublished: 2026-02-30\n", Format::Yaml);
        assert!(faults[0].contains("February 2026 has no day 30"), "{faults:#?}");
    }
}
