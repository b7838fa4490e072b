//! Ranges such as "20 to 30", both ends included.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::whole::Limited;
use crate::data::{MONTHS, WayOut, expecting, fail, shortened};

/// From `min` to `max`, both included; `min` is never greater. A single number is a range of one.
///
/// Authors write `10`, `"20-30"`, `"20 to 30"` or `[20, 30]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range<T> {
    min: T,
    max: T,
}

/// What is wrong with a range, to follow the key's name, and the way out.
type RangeFault = (String, WayOut);

/// The forms that a range has.
const FORMS: &str = "write `10`, `\"20-30\"`, `\"20 to 30\"` or `[20, 30]`";
/// The same in a cell.
const CELL_FORMS: &str = "write `10`, `20-30` or `20 to 30`";

fn forms() -> WayOut {
    WayOut::or_cell(FORMS, CELL_FORMS)
}

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

    /// As an author writes it.
    fn written(&self) -> WayOut {
        if self.min == self.max {
            return format!("`{}`", self.min).into();
        }
        let range = format!("{}-{}", self.min, self.max);
        WayOut::or_cell(format!("`\"{range}\"`"), format!("`{range}`"))
    }
}

impl<T: Limited> Range<T> {
    fn of(min: i64, max: i64) -> Result<Self, RangeFault> {
        let end = |number: i64| T::new(number).ok_or_else(|| T::refused(number));
        let (min, max) = (end(min)?, end(max)?);
        if min <= max {
            return Ok(Range { min, max });
        }
        let turned = Range { min: max, max: min }.written().after("put the smaller number first: ");
        Err((format!("runs backwards, from {min} to {max}"), turned))
    }

    /// "takes a number of seconds or a range".
    fn takes() -> String {
        format!("takes {} or a range", T::noun())
    }

    /// Reads "10", "20-30", "20 to 30" and "20–30".
    fn read(text: &str) -> Result<Self, RangeFault> {
        let text = text.trim();
        match ends(text) {
            Some((min, max)) => Range::of(min, max),
            None => Err((format!("{}, not `{}`", Self::takes(), shortened(text)), Self::way_out(text))),
        }
    }

    /// The way out of a text that is no range.
    fn way_out(text: &str) -> WayOut {
        let has_digit = text.contains(|c: char| c.is_ascii_digit());
        let lower = text.to_lowercase();
        let is_date =
            text.contains('/') || MONTHS.iter().any(|month| lower.contains(&month[..3].to_lowercase()));
        if is_date && has_digit {
            // Spreadsheets change "2-3" to "02-Mar" as it is typed.
            let cell = format!(
                "{CELL_FORMS}; a spreadsheet leaves `20 to 30` as it is, but may turn `2-3` into a date"
            );
            return WayOut::or_cell(FORMS, cell);
        }
        let Some(unit) = T::UNIT.filter(|_| has_digit && lower.contains(char::is_alphabetic)) else {
            return forms();
        };
        // "20 to 30 sec": the unit is understood, but only this one.
        let alone = lower.trim_end_matches(|c: char| !c.is_ascii_digit());
        let word = lower[alone.len()..].trim().trim_end_matches('.');
        let range = ends(alone).filter(|_| !word.is_empty() && unit.starts_with(word));
        if let Some(Ok(range)) = range.map(|(min, max)| Range::<T>::of(min, max)) {
            return range.written().after("write it without words: ");
        }
        forms().after(&format!("count in {unit}: "))
    }
}

/// The ends of "10", "20-30", "20 to 30" and "20–30".
fn ends(text: &str) -> Option<(i64, i64)> {
    let number = |part: &str| {
        let part = part.trim();
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let (min, max) =
        text.split_once(['-', '–', '—']).or_else(|| text.split_once(" to ")).unwrap_or((text, text));
    Some((number(min)?, number(max)?))
}

/// An item of a list of two ends: whatever stands there, so that what is wrong is said once, of the list.
enum Item {
    Number(i64),
    Text(String),
    Other,
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Item;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Item, E> {
                Ok(Item::Number(number))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Item, E> {
                Ok(Item::Text(text.trim().to_owned()))
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Item, E> {
                Ok(Item::Other)
            }
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Item, E> {
                Ok(Item::Other)
            }
            fn visit_unit<E: de::Error>(self) -> Result<Item, E> {
                Ok(Item::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Item::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Item::Other)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl<T: Limited> Range<T> {
    /// Reads `[20, 30]`.
    fn of_items(items: &[Item]) -> Result<Self, RangeFault> {
        match items {
            [Item::Number(min), Item::Number(max)] => Range::of(*min, *max),
            [_, _] => {
                let numbers: Option<Vec<i64>> = items
                    .iter()
                    .map(|item| match item {
                        Item::Number(number) => Some(*number),
                        Item::Text(text) => text.parse().ok(),
                        Item::Other => None,
                    })
                    .collect();
                let way_out = match numbers.as_deref() {
                    Some([min, max]) => {
                        Range::<T>::of(*min, *max)?;
                        format!("write the numbers without quotes: `[{min}, {max}]`").into()
                    }
                    _ => forms(),
                };
                let what = if numbers.is_some() { "these are texts" } else { "one of these is not one" };
                Err((format!("takes a list of 2 whole numbers, but {what}"), way_out))
            }
            _ => Err((format!("takes a list of 2 whole numbers, not of {}", items.len()), forms())),
        }
    }
}

impl<'de, T: Limited> Deserialize<'de> for Range<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RangeVisitor<T>(PhantomData<T>);
        fn give<R, E: de::Error>(result: Result<R, RangeFault>) -> Result<R, E> {
            result.map_err(|(message, way_out)| fail(&message, way_out))
        }
        impl<'de, T: Limited> Visitor<'de> for RangeVisitor<T> {
            type Value = Range<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(f, &format!("{} or a range", T::noun()), &forms())
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Range<T>, E> {
                give(Range::of(number, number))
            }
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Range<T>, E> {
                let noun = T::noun().replacen("a number", "a whole number", 1);
                give(Err((format!("takes {noun}, not {number}"), forms())))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Range<T>, E> {
                give(Range::read(text))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Range<T>, A::Error> {
                let mut items: Vec<Item> = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                give(Range::of_items(&items))
            }
        }
        deserializer.deserialize_any(RangeVisitor(PhantomData))
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
            "x-type": "range",
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
    use crate::data::{Format, Node, Value};
    use crate::table::whole::{Seconds, Whole};

    type Hold = Range<Whole<1, 3600, Seconds>>;

    fn refused(value: Value, format: Format) -> String {
        let error = Hold::deserialize(&Node { span: 0..0, value }).expect_err("nonsense is refused");
        format!("{} | {}", error.message, error.way_out.of(format))
    }

    fn read(value: Value) -> Option<String> {
        Hold::deserialize(&Node { span: 0..0, value }).ok().map(|range| range.text())
    }

    fn texts(texts: &[&str]) -> Value {
        let text = |text: &&str| Node { span: 0..0, value: Value::Text((*text).into()) };
        Value::List(texts.iter().map(text).collect())
    }

    fn list(numbers: &[i64]) -> Value {
        Value::List(numbers.iter().map(|&n| Node { span: 0..0, value: Value::Integer(n) }).collect())
    }

    #[test]
    fn every_form_of_a_range_is_read() {
        for text in ["20-30", "20 - 30", "20 to 30", "20–30", "20—30", " 20 to 30 "] {
            assert_eq!(read(Value::Text(text.into())), Some("20 to 30".into()), "{text}");
            assert_eq!(read(Value::Cell(text.into())), Some("20 to 30".into()), "{text}");
        }
        assert_eq!(read(list(&[20, 30])), Some("20 to 30".into()));
        assert_eq!(read(Value::Integer(10)), Some("10".into()));
        assert_eq!(read(Value::Cell("10".into())), Some("10".into()));
        assert_eq!(read(Value::Text("10-10".into())), Some("10".into()));
    }

    #[test]
    fn a_range_that_cannot_be_says_why_in_its_unit() {
        let backwards = "runs backwards, from 30 to 20 | put the smaller number first: `\"20-30\"`";
        let limits = |not: &str| {
            format!("takes a number of seconds from 1 to 3600, not {not} | write a number from 1 to 3600")
        };
        let forms = |not: &str| format!("takes a number of seconds or a range, not `{not}` | {FORMS}");
        let cases = [
            (Value::Text("30-20".into()), backwards.to_owned()),
            (list(&[30, 20]), backwards.to_owned()),
            (Value::Integer(0), limits("0")),
            (Value::Integer(-5), limits("-5")),
            (Value::Text("0-5".into()), limits("0")),
            (Value::Text("a few".into()), forms("a few")),
            (Value::Text("1-2-3".into()), forms("1-2-3")),
            (Value::Text("9".repeat(30)), forms(&"9".repeat(30))),
            (Value::Float(2.5), format!("takes a whole number of seconds, not 2.5 | {FORMS}")),
            (list(&[1, 2, 3]), format!("takes a list of 2 whole numbers, not of 3 | {FORMS}")),
            (Value::Bool(true), forms("true")),
            (
                texts(&["5", "10"]),
                "takes a list of 2 whole numbers, but these are texts | write the numbers without quotes: `[5, 10]`".into(),
            ),
            (texts(&["5", "x"]), format!("takes a list of 2 whole numbers, but one of these is not one | {FORMS}")),
            (
                Value::Text("20 to 30 seconds".into()),
                "takes a number of seconds or a range, not `20 to 30 seconds` | write it without words: `\"20-30\"`"
                    .into(),
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(refused(value, Format::Toml), expected);
        }
    }

    #[test]
    fn a_way_out_in_a_cell_is_what_a_cell_can_hold() {
        let way_out = |text: &str| {
            let told = refused(Value::Cell(text.into()), Format::Csv);
            told.split_once(" | ").expect("there is a way out").1.to_owned()
        };
        assert_eq!(way_out("30-20"), "put the smaller number first: `20-30`");
        assert_eq!(way_out("a few"), CELL_FORMS);
        assert_eq!(way_out("[20, 30]"), CELL_FORMS);
        assert_eq!(way_out("3–5 sec"), "write it without words: `3-5`");
        assert_eq!(way_out("5 sec."), "write it without words: `5`");
        // What is in another unit is no shorter way to write it.
        for other in ["2 hours", "2 minutes", "5 m"] {
            assert_eq!(way_out(other), format!("count in seconds: {CELL_FORMS}"));
        }
        for date in ["02-Mar", "02/03/2026"] {
            assert!(way_out(date).contains("may turn `2-3` into a date"), "{date}");
        }
    }
}
