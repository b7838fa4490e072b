//! Ranges such as "20 to 30", both ends included.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::data::{fail, shortened};

/// From `min` to `max`, both included; `min` is never greater. A single number is a range of one.
///
/// Authors write `10`, `"20-30"`, `"20 to 30"` or `[20, 30]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range<T> {
    min: T,
    max: T,
}

const FORMS: &str = "write `10`, `\"20-30\"`, `\"20 to 30\"` or `[20, 30]`";

/// What is wrong with a range, to follow the key's name, and the way out.
type Fault = (String, String);

impl<T: Copy + Ord + fmt::Display> Range<T> {
    /// The least.
    #[must_use]
    pub fn min(&self) -> T {
        self.min
    }

    /// The most.
    #[must_use]
    pub fn max(&self) -> T {
        self.max
    }

    /// "20 to 30", or "10" where both ends are the same.
    #[must_use]
    pub fn text(&self) -> String {
        if self.min == self.max { self.min.to_string() } else { format!("{} to {}", self.min, self.max) }
    }

    fn new(min: T, max: T) -> Result<Self, Fault> {
        if min <= max {
            return Ok(Range { min, max });
        }
        Err((
            format!("runs backwards, from {min} to {max}"),
            format!("put the smaller number first: `\"{max}-{min}\"`"),
        ))
    }
}

impl<T: Copy + Ord + fmt::Display + TryFrom<i64, Error = String>> Range<T> {
    fn of(min: i64, max: i64) -> Result<Self, Fault> {
        let end = |number: i64| T::try_from(number).map_err(|message| (message, FORMS.to_owned()));
        Range::new(end(min)?, end(max)?)
    }

    /// Reads "10", "20-30", "20 to 30" and "20–30".
    fn read(text: &str) -> Result<Self, Fault> {
        let nonsense = || {
            let help = if text.chars().any(char::is_alphabetic) && text.contains(['-', ' ', '/']) {
                // Spreadsheets change "2-3" to "02-Mar" as it is typed.
                format!("{FORMS}; a spreadsheet leaves `20 to 30` as it is, but may turn `2-3` into a date")
            } else {
                FORMS.to_owned()
            };
            (format!("takes a number or a range, not `{}`", shortened(text)), help)
        };
        let number = |part: &str| -> Result<i64, Fault> {
            let part = part.trim();
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse().map_err(|_| nonsense()) } else { Err(nonsense()) }
        };
        let text = text.trim();
        let ends = text.split_once(['-', '–', '—']).or_else(|| text.split_once(" to "));
        let (min, max) = ends.unwrap_or((text, text));
        Range::of(number(min)?, number(max)?)
    }
}

impl<'de, T: Copy + Ord + fmt::Display + TryFrom<i64, Error = String>> Deserialize<'de> for Range<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms<T>(PhantomData<T>);
        fn give<R, E: de::Error>(result: Result<R, Fault>) -> Result<R, E> {
            result.map_err(|(message, help)| fail(&message, &help))
        }
        impl<'de, T: Copy + Ord + fmt::Display + TryFrom<i64, Error = String>> Visitor<'de> for Forms<T> {
            type Value = Range<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a range")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Range<T>, E> {
                give(Range::of(number, number))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Range<T>, E> {
                give(Err((format!("takes whole numbers, not {number}"), FORMS.to_owned())))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Range<T>, E> {
                give(Range::read(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Range<T>, A::Error> {
                let mut ends: Vec<i64> = Vec::new();
                while let Some(end) = seq.next_element()? {
                    ends.push(end);
                }
                match ends[..] {
                    [min, max] => give(Range::of(min, max)),
                    _ => give(Err((format!("takes 2 numbers, not {}", ends.len()), FORMS.to_owned()))),
                }
            }
        }
        deserializer.deserialize_any(Forms(PhantomData))
    }
}

impl<T: Copy + Ord + fmt::Display + Serialize> Serialize for Range<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut range = serializer.serialize_struct("Range", 3)?;
        range.serialize_field("min", &self.min)?;
        range.serialize_field("max", &self.max)?;
        range.serialize_field("text", &self.text())?;
        range.end()
    }
}

impl<T: JsonSchema> JsonSchema for Range<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Range_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let end = T::json_schema(generator);
        json_schema!({
            "anyOf": [
                end,
                { "type": "string", "pattern": "^\\s*\\d+(\\s*[-–—]\\s*\\d+|\\s+to\\s+\\d+)?\\s*$" },
                { "type": "array", "items": end, "minItems": 2, "maxItems": 2 }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Node, Value};
    use crate::table::whole::Whole;

    type Seconds = Range<Whole<1, 3600>>;

    fn read(value: Value) -> Result<String, String> {
        let node = Node { span: 0..0, value };
        Seconds::deserialize(&node)
            .map(|range| range.text())
            .map_err(|error| format!("{} | {}", error.message, error.help))
    }

    fn list(numbers: &[i64]) -> Value {
        Value::List(numbers.iter().map(|&n| Node { span: 0..0, value: Value::Integer(n) }).collect())
    }

    #[test]
    fn every_form_of_a_range_is_read() {
        for text in ["20-30", "20 - 30", "20 to 30", "20–30", "20—30", " 20 to 30 "] {
            assert_eq!(read(Value::Text(text.into())), Ok("20 to 30".into()), "{text}");
            assert_eq!(read(Value::Cell(text.into())), Ok("20 to 30".into()), "{text}");
        }
        assert_eq!(read(list(&[20, 30])), Ok("20 to 30".into()));
        assert_eq!(read(Value::Integer(10)), Ok("10".into()));
        assert_eq!(read(Value::Cell("10".into())), Ok("10".into()));
        assert_eq!(read(Value::Text("10-10".into())), Ok("10".into()));
    }

    #[test]
    fn a_range_that_cannot_be_says_why() {
        let cases = [
            (
                Value::Text("30-20".into()),
                "runs backwards, from 30 to 20 | put the smaller number first: `\"20-30\"`",
            ),
            (list(&[30, 20]), "runs backwards, from 30 to 20 | put the smaller number first: `\"20-30\"`"),
            (Value::Integer(0), "takes a number from 1 to 3600, not 0 | "),
            (Value::Integer(-5), "takes a number from 1 to 3600, not -5 | "),
            (Value::Text("a few".into()), "takes a number or a range, not `a few` | "),
            (Value::Text("1-2-3".into()), "takes a number or a range, not `1-2-3` | "),
            (
                Value::Text("9".repeat(30)),
                "takes a number or a range, not `999999999999999999999999999999` | ",
            ),
            (Value::Float(2.5), "takes whole numbers, not 2.5 | "),
            (list(&[1, 2, 3]), "takes 2 numbers, not 3 | "),
            (Value::Bool(true), "takes a number or a range, not `true` | "),
        ];
        for (value, expected) in cases {
            let message = read(value).expect_err("nonsense is refused");
            assert!(message.starts_with(expected), "{message}");
        }
        let date = read(Value::Cell("02-Mar".into())).expect_err("a date is no range");
        assert!(date.contains("may turn `2-3` into a date"), "{date}");
    }
}
