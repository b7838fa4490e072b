//! The drawings of an exercise as templates see them.

use tera::value::Key;
use tera::{Map, Value};

use super::value::map;
use crate::table::{Exercise, Row};

/// Puts `figure`, the list of an exercise's drawings, into the value of `row`; nothing where it is another kind.
pub(super) fn insert(row: &Row, value: &mut Map) {
    let Some(exercise) = row.get::<Exercise>() else { return };
    let hold = value.get(&Key::from("hold")).cloned().unwrap_or_else(Value::none);
    let phases: Vec<Value> = exercise
        .drawings()
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
