//! The drawings of an exercise as templates see them.

use tera::value::Key;
use tera::{Map, Value};

use super::value::map;
use crate::table::{self, Exercise, Row};
use crate::words::{Messages, dose};

/// Puts `dose` and `figure`, the list of an exercise's drawings, in `words` into the value of `row`; nothing where it is
/// another kind.
pub(super) fn insert(row: &Row, value: &mut Map, words: &Messages) {
    let Some(exercise) = row.get::<Exercise>() else { return };
    value.insert("dose".into(), dose::dose(words, &table::dose::of(exercise)).into());
    let hold = value.get(&Key::from("hold")).cloned().unwrap_or_else(Value::none);
    let phases: Vec<Value> = exercise
        .drawings(words)
        .iter()
        .map(|shown| {
            map([
                ("name", shown.name.into()),
                ("caption", shown.caption.as_str().into()),
                ("description", shown.description.as_str().into()),
                ("hold", if shown.name == "start" { Value::none() } else { hold.clone() }),
                (
                    "felt",
                    Value::from(shown.felt.iter().map(|word| word.as_str().into()).collect::<Vec<Value>>()),
                ),
                ("after", shown.after.map_or_else(Value::none, Value::from)),
                ("width", shown.drawing.width.into()),
                ("height", shown.drawing.height.into()),
                ("svg", Value::safe_string(&shown.drawing.svg)),
            ])
        })
        .collect();
    value.insert("figure".into(), Value::from(phases));
}
