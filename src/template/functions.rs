//! The functions and filters that templates may use besides Tera's own.
#![expect(clippy::needless_pass_by_value, reason = "Tera's traits pass arguments by value")]

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use super::scene::{ask, given};
use crate::data::Date;
use crate::figure;
use crate::html::without_tags;

/// Registers them all.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("url", url);
    tera.register_function("picture", picture);
    tera.register_function("rows", rows);
    tera.register_function("row", row);
    tera.register_function("kind", kind);
    tera.register_filter("rfc3339", rfc3339);
    tera.register_filter("plain", plain);
    tera.register_filter("drawn_once", drawn_once);
}

/// `url(path="/style.css")`: the address of a static file (with its fingerprint) or of a page; with `absolute=true` the whole
/// address, as social networks ask for it.
pub(super) fn url(arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let path = arguments.must_get::<&str>("path")?;
    let absolute = arguments.get::<bool>("absolute")?.unwrap_or(false);
    ask(|lookup, file| lookup.url(file, path, absolute).map_err(|problem| vec![problem]))
        .map_err(Error::message)
}

/// `picture(src="heat.webp")`: `url`, `width` and `height` of a picture.
pub(super) fn picture(arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let source = arguments.must_get::<&str>("src")?;
    ask(|lookup, file| lookup.picture(file, source).map_err(|problem| vec![problem])).map_err(Error::message)
}

/// `rows(kind="exercise", only="bird-dog", from="folder")`: rows of a kind.
pub(super) fn rows(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<Value>> {
    let kind = arguments.must_get::<&str>("kind")?;
    let only: Vec<&str> = arguments
        .get::<&str>("only")?
        .unwrap_or("")
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|id| !id.is_empty())
        .collect();
    let from = arguments.get::<&str>("from")?.unwrap_or("");
    let rows = ask(|lookup, file| lookup.rows(file, kind, &only, from)).map_err(Error::message)?;
    given(kind, rows.iter().map(|(id, _)| *id));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// `row(kind="exercise", id="bird-dog")`: one row.
pub(super) fn row(arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let kind = arguments.must_get::<&str>("kind")?;
    let id = arguments.must_get::<&str>("id")?;
    let rows = ask(|lookup, file| lookup.rows(file, kind, &[id.trim()], "")).map_err(Error::message)?;
    given(kind, rows.iter().map(|(id, _)| *id));
    rows.into_iter().next().map(|(_, row)| row).ok_or_else(|| Error::message("there is no such row"))
}

/// `kind(key="exercise")`: what a kind of row is, with its fields.
fn kind(arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let key = arguments.must_get::<&str>("key")?;
    ask(|lookup, _| lookup.kind(key)).map_err(Error::message)
}

/// `"2026-11-22" | rfc3339`: "2026-11-22T00:00:00Z".
pub(super) fn rfc3339(text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    text.parse::<Date>().map(Date::rfc3339).map_err(Error::message)
}

/// `html | plain`: the text without its tags. It stays as safe as it was: entities are kept in HTML, and
/// text that is not HTML is returned as it is.
fn plain(text: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    if !text.is_safe() {
        return text.into_value();
    }
    Value::safe_string(&without_tags(text.as_str()))
}

/// `html | drawn_once`: the HTML with the shapes that its drawings share written once.
fn drawn_once(text: StringInput<'_>, _: Kwargs, _: &State<'_>) -> Value {
    if !text.is_safe() {
        return text.into_value();
    }
    Value::safe_string(&figure::drawn_once(text.as_str()))
}
