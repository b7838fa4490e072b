//! What templates say: messages of a language, instead of words of their own.
#![expect(clippy::needless_pass_by_value, reason = "Tera's traits pass arguments by value")]

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::scene::{self, LookupProblem};
use crate::data::Date;
use crate::diagnostic::did_you_mean;
use crate::html::escape;
use crate::words::{CountRange, Message, Messages, NUMBER, Pattern, PatternPiece};

/// The arguments of [`t`] that are no placeholders.
const OWN: [&str; 3] = ["key", "frame", "default"];

/// Registers the functions and filters.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("t", t);
    tera.register_function("messages", messages);
    tera.register_filter("date", date);
}

/// `t(key="tags.pages", n=3)`: the message `tags.pages` in the language of the page, its placeholders filled with the other
/// arguments. `n` is a number, a list, whose length it is, or a range such as `row.hold`; it chooses the plural form. With
/// `frame=true` the message is in the language of the site, for what surrounds a page. What `default` says is said where
/// there is no such message.
pub(super) fn t(arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    // There are twenty messages on a page, with one or two arguments each: a loop is quicker than looking up each by name.
    let (mut key, mut frame) = (None, None);
    for (name, value) in arguments.iter() {
        match name.as_str() {
            Some("key") => key = value.as_str(),
            Some("frame") => frame = Some(value.as_bool()),
            _ => {}
        }
    }
    let key = key.map_or_else(|| arguments.must_get::<&str>("key"), Ok)?;
    let frame = match frame {
        None => false,
        Some(Some(frame)) => frame,
        Some(None) => arguments.get::<bool>("frame")?.unwrap_or(false),
    };
    scene::words(frame, |words| {
        let Some(message) = words.get(key) else {
            return match arguments.get::<Value>("default") {
                Ok(Some(value)) => Ok(value),
                _ => Err(unknown(words, key)),
            };
        };
        say(words, key, message, &arguments, state)
    })
    .map_err(Error::message)
}

fn say(
    words: &Messages,
    key: &str,
    message: &Message,
    arguments: &Kwargs,
    state: &State<'_>,
) -> Result<Value, LookupProblem> {
    let given = || arguments.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
    let fillings: Vec<(&str, &Value)> = given().filter(|(name, _)| !OWN.contains(name)).collect();
    let number = fillings.iter().find(|(name, _)| *name == NUMBER).and_then(|(_, value)| amount(value));
    let Some(pattern) = message.pattern(number) else {
        return Err(unfilled(key, NUMBER));
    };
    if fillings.is_empty() && pattern.names().next().is_none() {
        return Ok(Value::from(pattern.text()));
    }
    let has = |name: &str| fillings.iter().any(|(known, _)| *known == name);
    if let Some(missing) = pattern.names().find(|name| !has(name)) {
        return Err(unfilled(key, missing));
    }
    let names = message.names();
    if let Some((extra, _)) = fillings.iter().find(|(name, _)| *name != NUMBER && !names.contains(name)) {
        return Err(LookupProblem::of_template(
            extra,
            format!("the message `{key}` has no placeholder `{extra}`"),
            "leave the argument out, or check its spelling".to_owned(),
        ));
    }
    Ok(filled(words, pattern, &fillings, state))
}

/// The text of `pattern`. It is HTML where what is filled in is.
fn filled(words: &Messages, pattern: &Pattern, fillings: &[(&str, &Value)], state: &State<'_>) -> Value {
    let is_html = fillings.iter().any(|(_, value)| value.is_safe());
    let mut out = String::new();
    let put = |out: &mut String, text: &str, is_safe: bool| {
        if is_html && !is_safe {
            out.push_str(&state.escape(text).unwrap_or_else(|_| escape(text).into_owned()));
        } else {
            out.push_str(text);
        }
    };
    pattern.pieces(|piece| match piece {
        PatternPiece::Text(text) => put(&mut out, text, false),
        PatternPiece::Placeholder(name) => {
            let Some((_, value)) = fillings.iter().find(|(known, _)| *known == name) else { return };
            match (value.as_str(), amount(value)) {
                (Some(text), _) => put(&mut out, text, value.is_safe()),
                (None, Some(amount)) => words.write_amount(&mut out, amount),
                (None, None) => put(&mut out, &value.to_string(), false),
            }
        }
    });
    if is_html { Value::safe_string(&out) } else { Value::from(out) }
}

/// The number that `value` is: a number, a range, or how many items a list has.
fn amount(value: &Value) -> Option<CountRange> {
    let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
    if let Some(items) = value.as_array() {
        return u32::try_from(items.len()).ok().map(CountRange::one);
    }
    match value.as_map() {
        Some(range) => {
            let end = |key: &'static str| range.get(&tera::value::Key::from(key)).and_then(number);
            Some(CountRange { min: end("min")?, max: end("max")? })
        }
        None => number(value).map(CountRange::one),
    }
}

fn unknown(words: &Messages, key: &str) -> LookupProblem {
    let help = did_you_mean(key, words.all().map(|(key, _)| key), || {
        "`balm explain words` prints every message there is".to_owned()
    });
    LookupProblem::of_template(key, format!("there is no message `{key}`"), help)
}

fn unfilled(key: &str, placeholder: &str) -> LookupProblem {
    let message = format!("the message `{key}` needs `{placeholder}`");
    LookupProblem::of_template(
        key,
        message,
        format!("give it as an argument: `t(key=\"{key}\", {placeholder}=…)`"),
    )
}

/// `messages(of="session_script")`: messages for a script, as JSON to put into `<script type="application/json">`. With
/// `dose=true` the script can put a dose into words, too.
fn messages(arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let of = arguments.must_get::<&str>("of")?;
    let dose = arguments.get::<bool>("dose")?.unwrap_or(false);
    let json = scene::words(false, |words| {
        let own = words.script(of);
        if own.as_object().is_none_or(serde_json::Map::is_empty) {
            return Err(unknown(words, of));
        }
        let mut all = serde_json::json!({ "numbers": words.script_numbers(), "words": own });
        if dose {
            all["dose"] = words.script_dose();
        }
        // A text cannot end the element that it is in.
        Ok(all.to_string().replace('<', "\\u003c"))
    });
    json.map_err(Error::message).map(|json| Value::safe_string(&json))
}

/// `"2026-11-22" | date`: "22 November 2026" in the language of the page, or with `frame=true` of the site.
pub(super) fn date(text: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let date = text.parse::<Date>().map_err(Error::message)?;
    let frame = arguments.get::<bool>("frame")?.unwrap_or(false);
    scene::words(frame, |words| Ok(crate::words::date::date(words, date))).map_err(Error::message)
}
