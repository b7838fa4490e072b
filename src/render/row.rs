//! Rows as templates see them.

use tera::Value;

use super::value::{get, json, map};
use crate::diagnostic::{FileName, Place};
use crate::link::{Found, Linker};
use crate::origin::{Marks, Origin};
use crate::site::Site;
use crate::site::rows::{self, RowId};
use crate::table::{Kind, Row};
use crate::trace::Notes;

/// Every row, with the rows it names put in their places.
///
/// What this reads is not noted: a row's digest is that of its value, and so stands for all of it.
pub(super) fn row_values(linker: &Linker) -> Vec<Value> {
    let site = &linker.site;
    let mut values: Vec<Value> = site.rows.all().map(|_| Value::none()).collect();
    // Sources name no other rows, and every other kind names sources: they come first.
    let (sources, others): (Vec<RowId>, Vec<RowId>) =
        site.rows.all().partition(|&id| site.rows.row(id).kind() == Kind::Source);
    for id in sources.into_iter().chain(others) {
        values[id] = row_value(site, linker, id, &|id| values[id].clone(), None);
    }
    values
}

/// The row `id`, with `marks` in its texts that say where they are written; `done` gives the rows that it names.
pub(super) fn marked_row(linker: &Linker, id: RowId, done: Done<'_>, marks: &Marks) -> Value {
    row_value(&linker.site, linker, id, done, Some(marks))
}

/// Gives a row that has become a value.
type Done<'a> = &'a dyn Fn(RowId) -> Value;

fn row_value(site: &Site, linker: &Linker, id: RowId, done: Done<'_>, marks: Option<&Marks>) -> Value {
    let text = site.rows.text(id);
    let row = &text.row;
    let Some(mut map) = json(&text.tree, Some((text, linker, marks))).into_map() else { return Value::none() };
    if let Some(marks) = marks {
        mark_name(row, &mut map, marks);
    }
    let address = rows::url(row).map(|url| match url.split_once('#') {
        Some((page, anchor)) => format!("{}#{anchor}", site.config.href(page)),
        None => site.config.href(&url),
    });
    let address = address.map_or_else(Value::none, Value::from);
    if row.kind() == Kind::Source {
        map.insert("page_url".into(), address);
        return Value::from(map);
    }
    map.insert("url".into(), address);
    let image = row
        .image()
        .map_or_else(Value::none, |image| picture_value(linker, row.file(), &image.value, &Notes::default()));
    let image = match (marks, row.image()) {
        (Some(marks), Some(written)) => {
            mark_key(image, "url", marks, &Place::new(row.file(), written.span()))
        }
        _ => image,
    };
    map.insert("image".into(), image);
    super::figure::insert(row, &mut map);
    join_sources(&mut map, site, done);
    for key in ["easier", "harder"] {
        if let Some(named) = get(&map, key).and_then(Value::as_str).map(|id| reference(site, id)) {
            map.insert(key.into(), named);
        }
    }
    if row.kind() == Kind::Cause
        && let Some(named) = get(&map, "remedies").and_then(Value::as_array)
    {
        let named: Vec<Value> = named
            .iter()
            .filter_map(|id| Some(reference(site, id.as_str()?)))
            .filter(|value| !value.is_none())
            .collect();
        map.insert("remedies".into(), Value::from(named));
    }
    Value::from(map)
}

/// Marks the name of `row` in its value.
fn mark_name(row: &Row, map: &mut tera::Map, marks: &Marks) {
    let name = row.name();
    let place = Place::new(row.file(), name.span());
    for (key, value) in map.iter_mut() {
        if key.as_str() != Some("id") && !value.is_safe() && value.as_str() == Some(name.value.as_str()) {
            *value = Value::from(marks.wrap(&name.value, Origin::Written(place.clone())));
        }
    }
}

/// `value` with a mark around the text of `key`, which is written at `place`.
pub(super) fn mark_key(value: Value, key: &'static str, marks: &Marks, place: &Place) -> Value {
    let Some(mut map) = value.clone().into_map() else { return value };
    if let Some(text) = get(&map, key)
        && let Some(words) = text.as_str()
    {
        let marked = marks.wrap(words, Origin::Written(place.clone()));
        let marked = if text.is_safe() { Value::safe_string(&marked) } else { Value::from(marked) };
        map.insert(key.into(), marked);
    }
    Value::from(map)
}

/// Puts sources in the place of their ids, in a row and in the claims and stances in it.
fn join_sources(map: &mut tera::Map, site: &Site, done: Done<'_>) {
    let source = |id: &Value| {
        let found = site.rows.find_kind(id.as_str()?, &[Kind::Source])?;
        Some(done(found))
    };
    if let Some(ids) = get(map, "sources").and_then(Value::as_array) {
        let sources: Vec<Value> = ids.iter().filter_map(source).collect();
        map.insert("sources".into(), Value::from(sources));
    }
    if let Some(found) = get(map, "source").map(|id| source(id).unwrap_or_else(Value::none)) {
        map.insert("source".into(), found);
    }
    for key in ["may_help", "guideline"] {
        let Some(items) = get(map, key).and_then(Value::as_array) else { continue };
        let joined: Vec<Value> = items
            .iter()
            .cloned()
            .map(|item| match item.clone().into_map() {
                Some(mut inner) => {
                    join_sources(&mut inner, site, done);
                    Value::from(inner)
                }
                None => item,
            })
            .collect();
        map.insert(key.into(), Value::from(joined));
    }
}

/// A row's name and address.
fn reference(site: &Site, id: &str) -> Value {
    let Some(found) = site.rows.find(id) else { return Value::none() };
    let row = site.rows.row(found);
    map([
        ("id", id.into()),
        ("name", row.name().value.as_str().into()),
        ("url", rows::url(row).map_or_else(Value::none, |url| site.config.href(&url).into())),
        ("kind", row.kind().key().into()),
    ])
}

/// A picture's address and size; none where it is not there.
pub(super) fn picture_value(linker: &Linker, from: &FileName, source: &str, notes: &Notes) -> Value {
    let size = match linker.find(from, source, notes) {
        Ok(Found::File { source, .. }) => linker.assets.get(&source).and_then(|asset| asset.size),
        Ok(Found::Outside) => None,
        _ => return Value::none(),
    };
    let number = |side: Option<u32>| side.map_or_else(Value::none, Value::from);
    map([
        ("url", linker.href(from, source, false, notes).into()),
        ("width", number(size.map(|size| size.0))),
        ("height", number(size.map(|size| size.1))),
    ])
}
