//! The doses that rows give in numbers, by the roles of their fields and what these count.

use super::said::{Measure, StatedDose};
use crate::kind::{Field, FieldType, Role, Unit};
use crate::table::{Cell, CellValue, Row};

/// A dose that a row gives in numbers.
pub(super) struct RowAmount<'a> {
    pub(super) field: &'a Field,
    pub(super) cell: &'a Cell,
    pub(super) from: u32,
    pub(super) to: u32,
    /// "20 to 30 seconds".
    pub(super) text: String,
    pub(super) counts: DoseUnit,
}

/// What a dose counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DoseUnit {
    Seconds,
    Minutes,
    Repeats,
    Sets,
    TimesADay,
    DaysAWeek,
}

/// The longest duration that can be that of one use, in seconds: half a day. Longer ones say for how long to go on.
const ONE_USE: u32 = 43_200;

/// What `row` says in its fields for doses, in their order.
pub(super) fn all(row: &Row) -> impl Iterator<Item = RowAmount<'_>> {
    let has_role = |field: &Field| matches!(field.role, Some(Role::Dose | Role::Frequency));
    let given = row.cells.of(&row.kind.fields).filter(move |(field, _)| has_role(field));
    given.filter_map(|(field, cell)| RowAmount::of(field, cell?))
}

impl<'a> RowAmount<'a> {
    fn of(field: &'a Field, cell: &'a Cell) -> Option<RowAmount<'a>> {
        let (FieldType::Number(number) | FieldType::Range(number)) = &field.takes else {
            return RowAmount::lasting(field, cell);
        };
        let (least, most, text) = match &cell.value {
            CellValue::Number(number) => (*number, *number, number.to_string()),
            CellValue::Range(range) => (range.least(), range.most(), range.to_string()),
            _ => return None,
        };
        let whole = |number: crate::kind::value::Decimal| u32::try_from(number.as_whole()?).ok();
        let unit = number.unit.as_ref()?;
        let counts = DoseUnit::of(unit)?;
        Some(RowAmount {
            field,
            cell,
            from: whole(least)?,
            to: whole(most)?,
            text: counts.text(&text, unit),
            counts,
        })
    }

    /// How long one use lasts.
    fn lasting(field: &'a Field, cell: &'a Cell) -> Option<RowAmount<'a>> {
        let CellValue::Duration(range) = &cell.value else { return None };
        let (from, to) = (range.least().seconds()?, range.most().seconds()?);
        let is_one_use = to <= ONE_USE;
        is_one_use.then(|| RowAmount {
            field,
            cell,
            from,
            to,
            text: range.to_string(),
            counts: DoseUnit::Seconds,
        })
    }

    /// How many of its units make one of those of `said`, if both measure the same.
    pub(super) fn each_for(&self, said: &StatedDose) -> Option<u32> {
        let is_duration = matches!(self.cell.value, CellValue::Duration(_));
        match (said.measure, self.counts) {
            (Measure::Hold, DoseUnit::Seconds)
            | (Measure::Minutes, DoseUnit::Minutes)
            | (Measure::Reps, DoseUnit::Repeats)
            | (Measure::Sets, DoseUnit::Sets)
            | (Measure::PerDay, DoseUnit::TimesADay)
            | (Measure::PerWeek, DoseUnit::DaysAWeek) => Some(1),
            (Measure::Minutes, DoseUnit::Seconds) if said.is_held || is_duration => Some(60),
            (
                Measure::Hold
                | Measure::Minutes
                | Measure::Reps
                | Measure::Sets
                | Measure::PerDay
                | Measure::PerWeek,
                _,
            ) => None,
        }
    }
}

impl DoseUnit {
    /// What `unit` counts; `None` where texts are not searched for it.
    fn of(unit: &Unit) -> Option<DoseUnit> {
        Some(match unit.many.as_str() {
            "seconds" => DoseUnit::Seconds,
            "minutes" => DoseUnit::Minutes,
            "repeats" | "repetitions" | "times" => DoseUnit::Repeats,
            "sets" => DoseUnit::Sets,
            "times a day" => DoseUnit::TimesADay,
            "days a week" | "times a week" => DoseUnit::DaysAWeek,
            _ => return None,
        })
    }

    /// `number` of `unit` in words.
    fn text(self, number: &str, unit: &Unit) -> String {
        match (self, number) {
            (DoseUnit::Repeats, "1") => "once".to_owned(),
            (DoseUnit::Repeats, _) => format!("{number} times"),
            (DoseUnit::TimesADay, "1") => "once a day".to_owned(),
            (_, "1") => format!("1 {}", unit.one),
            _ => format!("{number} {}", unit.many),
        }
    }
}
