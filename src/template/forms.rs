//! Filters that join texts into sentences whatever form they have: with or without a full stop at the end, a capital letter at
//! the start, or words such as "none known" instead of an item.
//!
//! Marks of origin and HTML tags in a text are not part of what it says, so these filters do the same with and without them.
#![expect(clippy::needless_pass_by_value, reason = "Tera's traits pass arguments by value")]

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::origin::is_mark;

/// Registers all of these filters.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("stopped", stopped);
    tera.register_filter("unstopped", unstopped);
    tera.register_filter("capital", capital);
    tera.register_filter("opening", opening);
    tera.register_filter("not_opening", not_opening);
}

/// `text | stopped`: the text with a full stop after it, unless it ends like a sentence.
fn stopped(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    map(value, &|text| {
        let ends = letters(text).last().is_none_or(|(_, last)| ".!?…。！？".contains(last));
        let closes = || {
            let mut back = letters(text).collect::<Vec<_>>().into_iter().rev();
            let after = back.find(|(_, letter)| !")\"'”’»".contains(*letter));
            after.is_some_and(|(_, last)| ".!?…".contains(last))
        };
        if ends || closes() { text.to_owned() } else { format!("{text}.") }
    })
}

/// `text | unstopped`: the text, or each text of a list, without the full stop that ends it.
fn unstopped(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    map(value, &|text| match letters(text).last() {
        Some((at, '.')) if !text[..at].ends_with('.') => format!("{}{}", &text[..at], &text[at + 1..]),
        _ => text.to_owned(),
    })
}

/// `text | capital`: the text with a capital letter at the start, unless its first word has capitals of its own.
fn capital(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    map(value, &|text| {
        let word = letters(text).skip_while(|(_, letter)| letter.is_whitespace());
        let word: Vec<(usize, char)> = word.take_while(|(_, letter)| letter.is_alphanumeric()).collect();
        match word.first() {
            Some(&(at, first)) if word.iter().all(|(_, letter)| letter.is_lowercase()) => {
                let rest = &text[at + first.len_utf8()..];
                format!("{}{}{rest}", &text[..at], first.to_uppercase())
            }
            _ => text.to_owned(),
        }
    })
}

/// `items | opening(words="no none")`: the texts of the list that start with one of these words.
fn opening(value: Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    chosen(&value, arguments.must_get::<&str>("words")?, true)
}

/// `items | not_opening(words="no none")`: the texts of the list that start with a different word.
fn not_opening(value: Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    chosen(&value, arguments.must_get::<&str>("words")?, false)
}

#[expect(clippy::unnecessary_wraps, reason = "filters with arguments return a result")]
fn chosen(value: &Value, words: &str, with: bool) -> TeraResult<Value> {
    let words = crate::origin::bare(words);
    let opens = |text: &str| {
        let visible: String = letters(text).map(|(_, letter)| letter).collect();
        let first = visible.trim_start().to_lowercase();
        words.split_whitespace().any(|word| {
            first
                .strip_prefix(word)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        })
    };
    let items = value.as_array().unwrap_or_default().iter();
    let items = items.filter(|item| item.as_str().is_some_and(opens) == with);
    Ok(Value::from(items.cloned().collect::<Vec<_>>()))
}

/// Applies `change` to a text, or to each text of a list. A safe text remains safe.
fn map(value: Value, change: &impl Fn(&str) -> String) -> Value {
    if let Some(items) = value.as_array() {
        return Value::from(items.iter().map(|item| map(item.clone(), change)).collect::<Vec<_>>());
    }
    let Some(text) = value.as_str() else { return value };
    let text = change(text);
    if value.is_safe() { Value::safe_string(&text) } else { Value::normal_string(&text) }
}

/// The letters of `text` that a reader sees, with their offsets.
fn letters(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_tag = false;
    text.char_indices().filter(move |(at, letter)| {
        match letter {
            '<' if text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                return false;
            }
            _ => {}
        }
        !is_tag && !is_mark(*letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(filter: fn(Value, Kwargs, &State<'_>) -> Value, text: &str) -> String {
        let mut tera = Tera::default();
        tera.register_filter("form", filter);
        tera.add_raw_template("a.html", "{{ text | form }}").expect("it is a template");
        let mut context = tera::Context::new();
        context.insert_value("text", Value::safe_string(text));
        tera.render("a.html", &context).expect("it can be rendered")
    }

    #[test]
    fn a_sentence_ends_with_one_full_stop_whatever_it_is_made_of() {
        for (text, expected) in [
            ("you are pregnant", "you are pregnant."),
            ("You are pregnant.", "You are pregnant."),
            ("Is it safe?", "Is it safe?"),
            ("See <a href=\"/a.html\">this</a>", "See <a href=\"/a.html\">this</a>."),
            ("<em>Never.</em>", "<em>Never.</em>"),
            ("(Ask first.)", "(Ask first.)"),
            ("(ask first)", "(ask first)."),
            ("", ""),
        ] {
            assert_eq!(joined(stopped, text), expected, "{text}");
        }
    }

    #[test]
    fn an_item_of_a_sentence_loses_its_full_stop_alone() {
        for (text, expected) in [
            ("you are pregnant.", "you are pregnant"),
            ("<em>you are pregnant.</em>", "<em>you are pregnant</em>"),
            ("and so on...", "and so on..."),
            ("you are pregnant", "you are pregnant"),
        ] {
            assert_eq!(joined(unstopped, text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_starts_with_a_capital_unless_its_word_has_its_own() {
        for (text, expected) in [
            ("small studies", "Small studies"),
            ("<b>small</b> studies", "<b>Small</b> studies"),
            ("mRNA", "mRNA"),
            ("5 studies", "5 studies"),
            ("", ""),
        ] {
            assert_eq!(joined(capital, text), expected, "{text}");
        }
    }
}
