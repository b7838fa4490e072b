//! A row's data against the fields of its kind.

use super::cell::{Cell, CellValue, Cells};
use super::markdown::Markdown;
use crate::data::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::kind::value::{AgeRange, Decimal, DurationRange, NumberRange};
use crate::kind::{Field, FieldType, Number};
use crate::source::File;

/// The cells of `node`, a row or the value of a group, for `fields`.
pub(super) fn cells(node: &Node, fields: &[Field], file: &File, diagnostics: &mut Vec<Diagnostic>) -> Cells {
    let cell = |field: &Field| match (node.get(&field.name), &field.default) {
        (Some(given), _) => cell(given, &field.takes, file, diagnostics),
        (None, Some(word)) => {
            let choice = choice(word, &field.takes)?;
            Some(Cell { span: node.span.clone(), value: choice })
        }
        (None, None) => None,
    };
    Cells::new(fields.iter().map(cell).collect())
}

fn cell(node: &Node, takes: &FieldType, file: &File, diagnostics: &mut Vec<Diagnostic>) -> Option<Cell> {
    let value = match takes {
        FieldType::List(takes) => list(node, takes, file, diagnostics)?,
        FieldType::Group { fields, repeats } => match &node.value {
            Value::List(items) if *repeats => {
                let group = |item: &Node| Cell {
                    span: item.span.clone(),
                    value: CellValue::Group(cells(item, fields, file, diagnostics)),
                };
                CellValue::List(items.iter().map(group).collect())
            }
            Value::Table(_) if !*repeats => CellValue::Group(cells(node, fields, file, diagnostics)),
            _ => return None,
        },
        FieldType::Markdown(markup) => {
            let text = text(node)?;
            CellValue::Markdown(Box::new(Markdown::parse(text, &node.span, *markup, file, diagnostics)))
        }
        FieldType::Number(number) => CellValue::Number(decimal(node, number)?),
        FieldType::Range(number) => CellValue::Range(range(node, number)?),
        FieldType::Duration(_) => CellValue::Duration(DurationRange::read(&text(node)?).ok()?),
        FieldType::Age(_) => CellValue::Age(AgeRange::read(&text(node)?).ok()?),
        FieldType::Date(_) => CellValue::Date(text(node)?.parse().ok()?),
        FieldType::YesNo => CellValue::YesNo(yes_no(node)?),
        FieldType::Choice(_) => choice(text(node)?.trim(), takes)?,
        FieldType::Text => CellValue::Text(text(node)?),
        FieldType::Link => CellValue::Link(text(node)?.trim().to_owned()),
        FieldType::Telephone => CellValue::Telephone(text(node)?.trim().to_owned()),
        FieldType::Picture => CellValue::Picture(text(node)?),
        FieldType::Reference(_) => CellValue::Reference(text(node)?),
        FieldType::Own(_) => return None,
    };
    Some(Cell { span: node.span.clone(), value })
}

fn list(node: &Node, takes: &FieldType, file: &File, diagnostics: &mut Vec<Diagnostic>) -> Option<CellValue> {
    let Value::List(items) = &node.value else { return None };
    Some(CellValue::List(items.iter().filter_map(|item| cell(item, takes, file, diagnostics)).collect()))
}

fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) | Value::Cell(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

fn decimal(node: &Node, number: &Number) -> Option<Decimal> {
    let found = match &node.value {
        Value::Integer(number) => Decimal::whole(*number),
        Value::Float(number) => Decimal::of_float(*number)?,
        Value::Cell(text) => Decimal::read(text.trim())?,
        _ => return None,
    };
    (number.bounds.hold(&found) && (number.decimals || found.is_whole())).then_some(found)
}

fn range(node: &Node, number: &Number) -> Option<NumberRange> {
    let (least, most) = match &node.value {
        Value::Text(text) | Value::Cell(text) => NumberRange::ends(text)?,
        Value::List(ends) => match ends.as_slice() {
            [least, most] => (decimal(least, number)?, decimal(most, number)?),
            _ => return None,
        },
        _ => {
            let single = decimal(node, number)?;
            (single, single)
        }
    };
    NumberRange::new(least, most)
}

fn yes_no(node: &Node) -> Option<bool> {
    match &node.value {
        Value::Bool(value) => Some(*value),
        Value::Cell(_) => serde::Deserialize::deserialize(node).ok(),
        _ => None,
    }
}

/// The word `word` of the closed list that `takes` is.
fn choice(word: &str, takes: &FieldType) -> Option<CellValue> {
    let FieldType::Choice(choices) = takes else { return None };
    choices.iter().find(|choice| choice.word == word).cloned().map(CellValue::Choice)
}
