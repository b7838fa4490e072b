//! The bounds of a field: `min` and `max`.

use std::fmt::Display;

use super::FIELD_BOUNDS;
use super::keys::KeyReader;
use crate::data::{Date, Node, Value, WRONG_TYPE};
use crate::kind::Bounds;
use crate::kind::value::{Age, Decimal, Duration};

/// A value that a bound can be.
pub(super) trait BoundValue: PartialOrd + Display {
    /// How it is written.
    const FORM: &'static str;

    /// The value of `node`.
    ///
    /// # Errors
    /// Says what is taken, to follow the name of a key.
    fn read(node: &Node) -> Result<Self, String>
    where
        Self: Sized;
}

/// Reads `min` and `max`, and reports them where the one is more than the other.
pub(super) fn read<T: BoundValue>(keys: &mut KeyReader<'_>) -> Bounds<T> {
    let mut end = |key: &str| {
        let entry = keys.get(key)?;
        match T::read(&entry.value) {
            Ok(value) => Some((value, entry.value.span.clone())),
            Err(message) => {
                keys.report(
                    &WRONG_TYPE,
                    entry.value.span.clone(),
                    format!("`{key}` {message}"),
                    format!("write {}", T::FORM),
                );
                None
            }
        }
    };
    let (least, most) = (end("min"), end("max"));
    if let (Some((least, at)), Some((most, span))) = (&least, &most)
        && least > most
    {
        let place = keys.place(at.clone());
        let message = format!("`max` is {most}, which is less than `min`");
        let diagnostic = crate::diagnostic::Diagnostic::new(
            &FIELD_BOUNDS,
            keys.place(span.clone()),
            message,
            "swap the two",
        );
        keys.push(diagnostic.also(place, format!("`min` is {least}")));
    }
    Bounds { least: least.map(|(value, _)| value), most: most.map(|(value, _)| value) }
}

/// The text of `node`, which is `what`.
fn text<'a>(node: &'a Node, what: &str) -> Result<&'a str, String> {
    match &node.value {
        Value::Text(text) => Ok(text.as_str()),
        _ => Err(format!("takes {what}, not {}", node.described())),
    }
}

impl BoundValue for Age {
    const FORM: &'static str = "an age such as `\"6 months\"`";

    fn read(node: &Node) -> Result<Self, String> {
        Age::read(text(node, "an age")?).map_err(|fault| fault.message)
    }
}

impl BoundValue for Duration {
    const FORM: &'static str = "a duration such as `\"20 seconds\"`";

    fn read(node: &Node) -> Result<Self, String> {
        Duration::read(text(node, "a duration")?).map_err(|fault| fault.message)
    }
}

impl BoundValue for Date {
    const FORM: &'static str = "a day as year-month-day: `2026-11-22`";

    fn read(node: &Node) -> Result<Self, String> {
        text(node, "a day")?.parse().map_err(|message| format!("takes a day, and {message}"))
    }
}

impl BoundValue for Decimal {
    const FORM: &'static str = "a number in digits, without quotes";

    fn read(node: &Node) -> Result<Self, String> {
        let number = match &node.value {
            Value::Integer(number) => Some(Decimal::whole(*number)),
            Value::Float(number) => Decimal::of_float(*number),
            _ => None,
        };
        number.ok_or_else(|| format!("takes a number, not {}", node.described()))
    }
}
