//! Rows as templates see them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use tera::value::Key;
use tera::{Map, Value};

use super::fill::fill;
use super::value::map;
use crate::diagnostic::{FileName, Place};
use crate::kind::value::{Decimal, NumberRange};
use crate::kind::{Field, FieldType, Unit};
use crate::link::{Destination, World};
use crate::origin::{Marks, Origin};
use crate::site::Site;
use crate::site::rows::{self, RowId};
use crate::table::{BuiltIn, CellValue, Cells, Row, Source};
use crate::trace::Notes;
use crate::words::{Filling, Messages};

/// The messages in the language of the rows of each folder.
type FolderMessages<'a> = BTreeMap<&'a str, &'a Messages>;

/// Every row, with the rows it names put in their places.
///
/// What this reads is not noted: a row's digest is that of its value, and so stands for all of it.
pub(super) fn row_values(world: &World) -> Vec<Value> {
    let site = &world.site;
    let mut spoken = FolderMessages::new();
    let mut values: Vec<Value> = site.rows.all().map(|_| Value::none()).collect();
    // Sources name no other rows, and every other kind names sources: they come first.
    let (sources, others): (Vec<RowId>, Vec<RowId>) =
        site.rows.all().partition(|&id| site.rows.row(id).is::<Source>());
    for id in sources.into_iter().chain(others) {
        let folder = site.rows.row(id).folder();
        let words = *spoken.entry(folder).or_insert_with(|| site.words_of_rows(folder));
        values[id] = row_value(world, words, id, &|id| values[id].clone(), None);
    }
    values
}

/// What it takes to make the cells of a row into values.
#[derive(Clone, Copy)]
struct Making<'a> {
    row: &'a Row,
    world: &'a World,
    /// The messages in the language of the row.
    words: &'a Messages,
    /// Gives the values of rows that are made already.
    done: RowLookup<'a>,
    /// The marks that say where texts are written, where they carry them.
    marks: Option<&'a Marks>,
}

/// Gives the value of a row.
type RowLookup<'a> = &'a dyn Fn(RowId) -> Value;

/// The row `id` with `marks` that say where its texts are written; `done` gives the rows that it names.
pub(super) fn marked_row(world: &World, id: RowId, done: RowLookup<'_>, marks: &Marks) -> Value {
    let site = &world.site;
    row_value(world, site.words_of_rows(site.rows.row(id).folder()), id, done, Some(marks))
}

fn row_value(
    world: &World,
    words: &Messages,
    id: RowId,
    done: RowLookup<'_>,
    marks: Option<&Marks>,
) -> Value {
    let row = world.site.rows.row(id);
    let making = Making { row, world, words, done, marks };
    let mut map = Map::default();
    map.insert("id".into(), row.id.value.as_str().into());
    making.fields(&row.kind.fields, &row.cells, &mut map);
    for (key, value) in row.extras() {
        map.insert(key.into(), making.value(&value, &(0..0), None));
    }
    let config = &world.site.config;
    let address = rows::url(row).map(|url| match url.split_once('#') {
        Some((page, anchor)) => format!("{}#{anchor}", config.href(page)),
        None => config.href(&url),
    });
    // A source has an address of its own on the web.
    let key = if row.kind.fields.iter().any(|field| field.name == "url") { "page_url" } else { "url" };
    map.insert(key.into(), address.map_or_else(Value::none, Value::from));
    super::figure::insert(row, &mut map, words);
    Value::from(map)
}

impl Making<'_> {
    /// Adds `fields` with their `cells` to `map`. Every field has a value: none or an empty list where it is not given.
    fn fields(self, fields: &[Field], cells: &Cells, map: &mut Map) {
        for (field, cell) in cells.of(fields) {
            if matches!(field.takes, FieldType::Own(_)) {
                continue;
            }
            let absent = || if field.is_list() { Value::from(Vec::<Value>::new()) } else { Value::none() };
            let value = cell.map_or_else(absent, |cell| self.value(&cell.value, &cell.span, Some(field)));
            map.insert(field.name.clone().into(), value);
            if field.takes.choices().is_some() || unit(field).is_some() {
                let text = cell.map_or_else(absent, |cell| self.said(&cell.value, unit(field)));
                map.insert(format!("{}_text", field.name).into(), text);
            }
        }
    }

    /// `value`, which is written at `span` of the row's file.
    fn value(self, value: &CellValue, span: &Range<usize>, field: Option<&Field>) -> Value {
        match value {
            CellValue::Text(text) | CellValue::Link(text) | CellValue::Telephone(text) => {
                self.marked(text, span).into()
            }
            CellValue::Markdown(markdown) => {
                let (file, notes) = (self.row.file(), Notes::default());
                let html = fill(&markdown.body, file, self.world, false, &notes, self.marks);
                Value::safe_string(&html)
            }
            CellValue::Number(number) => number_value(*number),
            CellValue::Range(range) => map([
                ("min", number_value(range.least())),
                ("max", number_value(range.most())),
                ("text", self.range(range).into()),
            ]),
            CellValue::Duration(duration) => duration.to_string().into(),
            CellValue::Age(age) => age.to_string().into(),
            CellValue::Date(date) => date.to_string().into(),
            CellValue::YesNo(is) => (*is).into(),
            CellValue::Choice(choice) => choice.word.as_str().into(),
            CellValue::Picture(path) => {
                let picture = picture_value(self.world, self.row.file(), path, &Notes::default());
                match self.marks {
                    Some(marks) => {
                        mark_key(picture, "url", marks, &Place::new(self.row.file(), span.clone()))
                    }
                    None => picture,
                }
            }
            CellValue::Reference(id) => self.reference(id, field),
            CellValue::List(items) => {
                let values = items.iter().map(|item| self.value(&item.value, &item.span, field));
                // What is not there was reported; a list is shown without it.
                Value::from(values.filter(|value| !value.is_none()).collect::<Vec<_>>())
            }
            CellValue::Group(cells) => {
                let mut map = Map::default();
                self.fields(field.map_or(&[], Field::inner), cells, &mut map);
                Value::from(map)
            }
        }
    }

    /// A value as readers see it: the words of a closed list, a number with its unit.
    fn said(self, value: &CellValue, unit: Option<&Unit>) -> Value {
        match (value, unit) {
            (CellValue::Choice(choice), _) => {
                choice.key.as_ref().map_or(choice.text.as_str(), |key| self.words.text(key)).into()
            }
            (CellValue::Number(number), Some(unit)) => format!("{number} {}", unit.after(number)).into(),
            (CellValue::Range(range), Some(unit)) => {
                format!("{} {}", self.range(range), unit.after(&range.most())).into()
            }
            (CellValue::List(items), _) => {
                Value::from(items.iter().map(|item| self.said(&item.value, unit)).collect::<Vec<_>>())
            }
            _ => Value::none(),
        }
    }

    /// "20 to 30", or "10" where both ends are the same.
    fn range(self, range: &NumberRange) -> String {
        let (from, to) = (range.least().to_string(), range.most().to_string());
        if range.is_single() {
            return from;
        }
        self.words.say("number.range", &[("from", Filling::from(&from)), ("to", Filling::from(&to))])
    }

    /// `text`, which is written at `span` of the row's file, with a mark that says so where texts carry marks.
    fn marked<'t>(self, text: &'t str, span: &Range<usize>) -> Cow<'t, str> {
        match self.marks {
            Some(marks) => {
                let place = Place::new(self.row.file(), span.clone());
                Cow::Owned(marks.wrap(text, Origin::Written(place)))
            }
            None => Cow::Borrowed(text),
        }
    }

    /// The row called `id`: a source as a whole, any other by its name and address.
    fn reference(self, id: &str, field: Option<&Field>) -> Value {
        let site = &self.world.site;
        let is_source = field.is_some_and(|field| field.takes.references() == [Source::ABOUT.stem]);
        if is_source {
            let found = site.rows.find_as::<Source>(id);
            return found.map_or_else(Value::none, self.done);
        }
        reference(site, id)
    }
}

fn number_value(number: Decimal) -> Value {
    number.as_whole().map_or_else(|| Value::from(number.as_float()), Value::from)
}

/// What a number of `field`, or of its list, counts.
fn unit(field: &Field) -> Option<&Unit> {
    let item = if let FieldType::List(of) = &field.takes { of.as_ref() } else { &field.takes };
    match item {
        FieldType::Number(number) | FieldType::Range(number) => number.unit.as_ref(),
        _ => None,
    }
}

/// `value` with a mark around the text of `key`, which is written at `place`.
pub(super) fn mark_key(value: Value, key: &'static str, marks: &Marks, place: &Place) -> Value {
    let Some(mut map) = value.clone().into_map() else { return value };
    if let Some(marked) = map.get(&Key::from(key)).and_then(|text| mark_text(text, marks, place)) {
        map.insert(key.into(), marked);
    }
    Value::from(map)
}

/// `text` with a mark around it, which is written at `place`; `None` if it is not a text.
pub(super) fn mark_text(text: &Value, marks: &Marks, place: &Place) -> Option<Value> {
    let marked = marks.wrap(text.as_str()?, Origin::Written(place.clone()));
    Some(if text.is_safe() { Value::safe_string(&marked) } else { Value::from(marked) })
}

/// A row's name and address.
fn reference(site: &Site, id: &str) -> Value {
    let Some(found) = site.rows.find(id) else { return Value::none() };
    let row = site.rows.row(found);
    map([
        ("id", id.into()),
        ("name", row.name().value.as_str().into()),
        ("url", rows::url(row).map_or_else(Value::none, |url| site.config.href(&url).into())),
        ("kind", row.kind.key.as_str().into()),
    ])
}

/// A picture's address and size; none where it is not there.
pub(super) fn picture_value(world: &World, from: &FileName, source: &str, notes: &Notes) -> Value {
    let size = match world.find(from, source, notes) {
        Ok(Destination::File { source, .. }) => world.assets.get(&source).and_then(|asset| asset.size),
        Ok(Destination::Outside | Destination::Elsewhere { .. }) => None,
        _ => return Value::none(),
    };
    let number = |side: Option<u32>| side.map_or_else(Value::none, Value::from);
    map([
        ("url", world.href(from, source, false, notes).into()),
        ("width", number(size.map(|size| size.0))),
        ("height", number(size.map(|size| size.1))),
    ])
}
