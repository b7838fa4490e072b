//! One value of a field, read and compared with what the field takes.

use super::field::{Bounds, Choice, FieldType, Number};
use super::value::{Age, AgeRange, Decimal, DurationRange, NumberRange, PhoneNumber, ValueFault};
use crate::contact::WebAddress;
use crate::data::{Date, Node, Value, WayOut, shortened};
use crate::diagnostic::did_you_mean;

/// A value that is neither a list nor a group.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Text or Markdown as written, and what is named by its text: a picture's path, a row's id.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A range of numbers.
    Range(NumberRange),
    /// A duration or a range of durations.
    Duration(DurationRange),
    /// An age or a range of ages.
    Age(AgeRange),
    /// A day.
    Date(Date),
    /// Yes or no.
    YesNo(bool),
    /// A word of a closed list.
    Choice(Choice),
    /// An address on the web.
    Link(WebAddress),
    /// A number to call.
    Telephone(PhoneNumber),
}

/// What `node` says as the value of a field that takes `takes`, which is neither a list, a group nor balm's own.
///
/// # Errors
/// Says what the field takes, to follow its name, and the way out.
pub fn scalar(node: &Node, takes: &FieldType) -> Result<Scalar, ValueFault> {
    match takes {
        FieldType::Text | FieldType::Markdown(_) | FieldType::Picture | FieldType::Reference(_) => {
            // A name may be a year: a number is good enough as text. White space counts in Markdown.
            let text = match &node.value {
                Value::Integer(number) => Some(number.to_string()),
                Value::Text(text) | Value::Cell(text) => Some(text.clone()),
                _ => None,
            };
            text.map(Scalar::Text).ok_or_else(|| {
                let (what, way_out) = text_of(takes);
                ValueFault::new(format!("takes {what}, not {}", node.described()), way_out)
            })
        }
        FieldType::Number(number) => self::number(node, number).map(Scalar::Number),
        FieldType::Range(number) => range(node, number).map(Scalar::Range),
        FieldType::Duration(bounds) => {
            let text = phrase(node, "a duration", "20 seconds")?;
            let duration = DurationRange::read(text)?;
            within(&duration, [duration.least(), duration.most()], bounds, "a duration")?;
            Ok(Scalar::Duration(duration))
        }
        FieldType::Age(bounds) => {
            let text = phrase(node, "an age", "6 months")?;
            let age = AgeRange::read(text)?;
            let (from, to): (Age, Age) = age.named();
            within(&age, [&from, &to], bounds, "an age")?;
            Ok(Scalar::Age(age))
        }
        FieldType::Date(bounds) => {
            let text = phrase(node, "a date", "2026-11-22")?;
            let date: Date = text.parse().map_err(|message| {
                let way_out = WayOut::or_cell(
                    "write a day as year-month-day: `2026-11-22`",
                    "write a day as year-month-day: `2026-11-22`, in a column formatted as text",
                );
                ValueFault::new(format!("takes a day, and {message}"), way_out)
            })?;
            within(&date, [&date, &date], bounds, "a day")?;
            Ok(Scalar::Date(date))
        }
        FieldType::YesNo => yes_no(node).map(Scalar::YesNo),
        FieldType::Choice(choices) => choice(node, choices).map(Scalar::Choice),
        FieldType::Link => {
            let text = phrase(node, "a web address", "https://example.org")?;
            WebAddress::read(text).map(Scalar::Link).map_err(|(message, help)| ValueFault::new(message, help))
        }
        FieldType::Telephone => {
            let number = match &node.value {
                Value::Integer(number) => number.to_string(),
                _ => phrase(node, "a telephone number", "111")?.to_owned(),
            };
            PhoneNumber::read(&number).map(Scalar::Telephone)
        }
        FieldType::List(_) | FieldType::Group { .. } | FieldType::Own(_) => {
            Err(ValueFault::new(format!("takes something else than {}", node.described()), ""))
        }
    }
}

/// The text of `node`, white space around it left out; `None` where it is something else.
fn written(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) | Value::Cell(text) => Some(text.trim()),
        Value::Null
        | Value::Unread
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Table(_) => None,
    }
}

/// The text of `node`, which is `what`, such as `example`.
fn phrase<'a>(node: &'a Node, what: &str, example: &str) -> Result<&'a str, ValueFault> {
    written(node).ok_or_else(|| {
        let way_out = WayOut::or_cell(
            format!("write it between double quotes: `\"{example}\"`"),
            format!("write `{example}`"),
        );
        ValueFault::new(format!("takes {what}, not {}", node.described()), way_out)
    })
}

/// What a field of text takes, in words, and the way out.
fn text_of(takes: &FieldType) -> (&'static str, WayOut) {
    match takes {
        FieldType::Picture => (
            "the path of a picture",
            WayOut::or_cell("write it between double quotes: `\"picture.webp\"`", "write `picture.webp`"),
        ),
        FieldType::Reference(_) => {
            ("the id of a row", WayOut::or_cell("put the id between double quotes", "write one id"))
        }
        _ => ("text", WayOut::or_cell("put the text between double quotes", "write text")),
    }
}

/// The number that `node` holds, in a cell as text; `None` where it holds none.
fn plain_number(node: &Node) -> Option<Decimal> {
    match &node.value {
        Value::Integer(number) => {
            let cut = Decimal::whole(*number);
            (cut.as_whole() == Some(*number)).then_some(cut)
        }
        Value::Float(number) => Decimal::of_float(*number),
        Value::Cell(text) => Decimal::read(text.trim()),
        Value::Null | Value::Unread | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Table(_) => {
            None
        }
    }
}

fn number(node: &Node, takes: &Number) -> Result<Decimal, ValueFault> {
    let Some(number) = plain_number(node) else {
        let message = format!("takes {}, not {}", noun(takes), node.described());
        let text = match &node.value {
            Value::Text(text) | Value::Cell(text) => text.trim(),
            _ => return Err(ValueFault::new(message, WayOut::number())),
        };
        if matches!(node.value, Value::Text(_)) && Decimal::read(text).is_some() {
            return Err(ValueFault::new(message, format!("write it without quotes: `{text}`")));
        }
        return Err(ValueFault::new(message, slip(text, takes).map_or_else(WayOut::number, WayOut::from)));
    };
    check_number(number, takes)?;
    Ok(number)
}

fn range(node: &Node, takes: &Number) -> Result<NumberRange, ValueFault> {
    let refused = |way_out: WayOut| {
        ValueFault::new(format!("takes {} or a range, not {}", noun(takes), node.described()), way_out)
    };
    let ends = match &node.value {
        Value::List(items) => match items.as_slice() {
            [least, most] => plain_number(least).zip(plain_number(most)),
            _ => None,
        },
        Value::Text(text) | Value::Cell(text) => {
            let ends = NumberRange::ends(text);
            if ends.is_none() {
                return Err(refused(slip(text.trim(), takes).map_or_else(|| forms(takes), WayOut::from)));
            }
            ends
        }
        _ => plain_number(node).map(|number| (number, number)),
    };
    let Some((least, most)) = ends else { return Err(refused(forms(takes))) };
    check_number(least, takes)?;
    check_number(most, takes)?;
    NumberRange::new(least, most).ok_or_else(|| {
        let turned = format!("{most}-{least}");
        let way_out = WayOut::or_cell(format!("`\"{turned}\"`"), format!("`{turned}`"));
        ValueFault::new(
            format!("runs backwards, from {least} to {most}"),
            way_out.after("put the smaller number first: "),
        )
    })
}

/// The forms that a range has.
fn forms(takes: &Number) -> WayOut {
    if takes.decimals {
        WayOut::or_cell(
            "write `0.5`, `\"0.5-2\"`, `\"0.5 to 2\"` or `[0.5, 2]`",
            "write `0.5`, `0.5-2` or `0.5 to 2`",
        )
    } else {
        WayOut::or_cell(
            "write `10`, `\"20-30\"`, `\"20 to 30\"` or `[20, 30]`",
            "write `10`, `20-30` or `20 to 30`",
        )
    }
}

/// The way out of a usual slip in a number or a range: a comma before decimals, a unit behind it.
fn slip(text: &str, takes: &Number) -> Option<String> {
    let pointed = text.replace(',', ".");
    if takes.decimals && text.contains(',') && NumberRange::ends(&pointed).is_some() {
        return Some(format!("write a point before decimals: `{pointed}`"));
    }
    let bare = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let word = text.get(bare.len()..)?.trim();
    NumberRange::ends(bare).filter(|_| !word.is_empty())?;
    let unit = takes.unit.as_ref()?;
    if [&unit.one, &unit.many].into_iter().any(|known| known == word) {
        Some(format!("write it without the unit, which is always {}: `{bare}`", unit.many))
    } else {
        Some(format!("count in {}, and write the number alone", unit.many))
    }
}

/// "a whole number of tablets".
fn noun(takes: &Number) -> String {
    let number = if takes.decimals { "a number" } else { "a whole number" };
    takes.unit.as_ref().map_or_else(|| number.to_owned(), |unit| format!("{number} of {}", unit.many))
}

fn check_number(number: Decimal, takes: &Number) -> Result<(), ValueFault> {
    if !takes.decimals && !number.is_whole() {
        return Err(ValueFault::new(
            format!("takes {}, not {number}", noun(takes)),
            "write a number without decimals",
        ));
    }
    within(&number, [&number, &number], &takes.bounds, &noun(takes))
}

/// Whether `ends` of `value`, which is `noun`, are within `bounds`.
fn within<V: std::fmt::Display, T: PartialOrd + std::fmt::Display>(
    value: &V,
    ends: [&T; 2],
    bounds: &Bounds<T>,
    noun: &str,
) -> Result<(), ValueFault> {
    if ends.into_iter().all(|end| bounds.hold(end)) {
        return Ok(());
    }
    let limits = match (&bounds.least, &bounds.most) {
        (Some(least), Some(most)) => format!("from {least} to {most}"),
        (Some(least), None) => format!("of at least {least}"),
        (None, Some(most)) => format!("of at most {most}"),
        (None, None) => return Ok(()),
    };
    Err(ValueFault::new(
        format!("takes {noun} {limits}, not {value}"),
        format!("write one {limits}, or change the bounds in `site.toml`"),
    ))
}

fn yes_no(node: &Node) -> Result<bool, ValueFault> {
    let said = match &node.value {
        Value::Bool(value) => Some(*value),
        Value::Cell(text) => match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "x" => Some(true),
            "false" | "no" | "n" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    said.ok_or_else(|| {
        let way_out = WayOut::or_cell("write `true` or `false` without quotes", "write `yes` or `no`");
        let takes = if matches!(node.value, Value::Cell(_)) { "yes or no" } else { "`true` or `false`" };
        ValueFault::new(format!("takes {takes}, not {}", node.described()), way_out)
    })
}

fn choice(node: &Node, choices: &[Choice]) -> Result<Choice, ValueFault> {
    let listed = || {
        format!(
            "choose one of {}",
            choices.iter().map(|choice| format!("`{}`", choice.word)).collect::<Vec<_>>().join(", ")
        )
    };
    // A word may look like a number.
    let word = match &node.value {
        Value::Integer(number) => number.to_string(),
        _ => match written(node) {
            Some(word) => word.to_owned(),
            None => {
                return Err(ValueFault::new(format!("takes one word, not {}", node.described()), listed()));
            }
        },
    };
    let found = choices.iter().find(|choice| choice.word == word);
    found.cloned().ok_or_else(|| {
        let help = match choices.iter().find(|choice| choice.text.eq_ignore_ascii_case(&word)) {
            Some(meant) => format!("write `{}`", meant.word),
            None => did_you_mean(&word, choices.iter().map(|choice| choice.word.as_str()), listed),
        };
        ValueFault::new(format!("does not know the word `{}`", shortened(&word)), help)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Format;
    use crate::kind::{Markup, Unit};

    fn node(value: Value) -> Node {
        Node { span: 0..0, value }
    }

    fn cell(text: &str) -> Node {
        node(Value::Cell(text.into()))
    }

    fn mg() -> Number {
        let bounds = Bounds { least: Some(Decimal::whole(1)), most: Some(Decimal::whole(500)) };
        Number { decimals: true, unit: Some(Unit::invariable("mg")), bounds }
    }

    fn refused(node: &Node, takes: &FieldType) -> String {
        let fault = scalar(node, takes).expect_err("nonsense is refused");
        let format = if matches!(node.value, Value::Cell(_)) { Format::Csv } else { Format::Toml };
        format!("{} | {}", fault.message, fault.way_out.of(format))
    }

    #[test]
    fn numbers_say_their_unit_and_bounds() {
        let takes = FieldType::Number(mg());
        assert_eq!(scalar(&cell("2.5"), &takes), Ok(Scalar::Number(Decimal::read("2.5").expect("a number"))));
        assert_eq!(scalar(&node(Value::Float(2.5)), &takes), scalar(&cell("2.50"), &takes));
        for (text, expected) in [
            (
                "600",
                "takes a number of mg from 1 to 500, not 600 | write one from 1 to 500, or change the bounds in `site.toml`",
            ),
            ("2,5", "takes a number of mg, not the text `2,5` | write a point before decimals: `2.5`"),
            (
                "5 mg",
                "takes a number of mg, not the text `5 mg` | write it without the unit, which is always mg: `5`",
            ),
            ("5 g", "takes a number of mg, not the text `5 g` | count in mg, and write the number alone"),
            ("some", "takes a number of mg, not the text `some` | write the number alone, in digits"),
        ] {
            assert_eq!(refused(&cell(text), &takes), expected, "{text}");
        }
        assert_eq!(
            refused(&node(Value::Text("5".into())), &takes),
            "takes a number of mg, not the text `5` | write it without quotes: `5`"
        );
        let whole = FieldType::whole(None, 0, 10);
        assert_eq!(
            refused(&node(Value::Float(0.5)), &whole),
            "takes a whole number, not 0.5 | write a number without decimals"
        );
    }

    #[test]
    fn ranges_are_read_in_every_form() {
        let takes = FieldType::Range(mg());
        let list = |numbers: [i64; 2]| {
            node(Value::List(numbers.map(|number| node(Value::Integer(number))).to_vec()))
        };
        assert_eq!(scalar(&cell("2-3"), &takes), scalar(&list([2, 3]), &takes));
        assert_eq!(
            refused(&list([3, 2]), &takes),
            "runs backwards, from 3 to 2 | put the smaller number first: `\"2-3\"`"
        );
        assert_eq!(
            refused(&cell("a few"), &takes),
            "takes a number of mg or a range, not the text `a few` | write `0.5`, `0.5-2` or `0.5 to 2`"
        );
    }

    #[test]
    fn what_a_field_takes_is_said_in_its_own_words() {
        let choices =
            ["high", "low"].map(|word| Choice { word: word.into(), text: format!("{word} risk"), key: None });
        let choice = FieldType::Choice(choices.to_vec());
        let months = |number| Some(Age { number, unit: crate::kind::value::AgeUnit::Months });
        for (node, takes, expected) in [
            (cell("hihg"), choice.clone(), "does not know the word `hihg` | did you mean `high`?"),
            (cell("High risk"), choice.clone(), "does not know the word `High risk` | write `high`"),
            (cell("so"), choice, "does not know the word `so` | choose one of `high`, `low`"),
            (
                cell("perhaps"),
                FieldType::YesNo,
                "takes yes or no, not the text `perhaps` | write `yes` or `no`",
            ),
            (
                node(Value::Text("yes".into())),
                FieldType::YesNo,
                "takes `true` or `false`, not the text `yes` | write `true` or `false` without quotes",
            ),
            (
                cell("1 year"),
                FieldType::Age(Bounds { least: months(2), most: months(6) }),
                "takes an age from 2 months to 6 months, not 1 year | write one from 2 months to 6 months, or change the bounds in `site.toml`",
            ),
            (
                cell("22/11/2026"),
                FieldType::Date(Bounds::default()),
                "takes a day, and `22/11/2026` is not a date | write a day as year-month-day: `2026-11-22`, in a column formatted as text",
            ),
            (
                cell("example.org"),
                FieldType::Link,
                "takes a web address, not `example.org` | write `https://example.org`",
            ),
            (
                node(Value::Bool(true)),
                FieldType::Telephone,
                "takes a telephone number, not `true` | write it between double quotes: `\"111\"`",
            ),
            (
                node(Value::Bool(true)),
                FieldType::Markdown(Markup::Inline),
                "takes text, not `true` | put the text between double quotes",
            ),
        ] {
            assert_eq!(refused(&node, &takes), expected);
        }
    }
}
