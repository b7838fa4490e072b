//! What rows owe their reader by the roles of their fields, whatever these are called and whoever declared them.

use super::completeness::{
    INCOMPLETE_DOSE, MISSING_FREQUENCY, MISSING_GRADE, MISSING_IF_UNTREATED, MISSING_SAFETY,
    MISSING_STOP_SIGNS, UNHEDGED_CLAIM, UNSOURCED_CLAIM, is_hedged,
};
use super::safety::{has_link, says_none};
use crate::check::english::claims;
use crate::data::WayOut;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::kind::{Ask, Field, Role};
use crate::table::{Cell, CellValue, Cells, Row, mistake};

/// Grades of evidence for which a claim may not sound certain.
const WEAK: [&str; 3] = ["low", "very-low", "none"];

/// What is asked of every row that can say it: one of the fields with the role is enough. The words are for kinds that have no
/// [`Ask`] of their own.
const ASKED: [(Role, &Code, &str, &str); 5] = [
    (
        Role::Dose,
        &INCOMPLETE_DOSE,
        "does not say how much of it to take or do",
        "with how much, and how often",
    ),
    (
        Role::Frequency,
        &MISSING_FREQUENCY,
        "does not say how often to take or do it",
        "with how often; if your source gives no number, waive the rule with that as the reason",
    ),
    (
        Role::DangerSign,
        &MISSING_STOP_SIGNS,
        "does not say when to stop or get help",
        "with the signs, one an item",
    ),
    (
        Role::Evidence,
        &MISSING_GRADE,
        "does not say how sure research is",
        "with a grade: that there is no good evidence is an answer too",
    ),
    (
        Role::Untreated,
        &MISSING_IF_UNTREATED,
        "does not say what happens without it",
        "with what is known: whether it gets better by itself, and how fast",
    ),
];

/// Checks the fields of `row` that have a role. Where it is not in English, what goes by words is left out.
pub(super) fn row(row: &Row, is_english: bool, diagnostics: &mut Vec<Diagnostic>) {
    let has_role = |field: &Field| field.role.is_some() || !field.inner().is_empty();
    if !row.kind.fields.iter().any(has_role) {
        return;
    }
    let told = Told { row, fields: row.cells.of(&row.kind.fields).collect() };
    told.missing(diagnostics);
    told.claims(is_english, diagnostics);
    if is_english {
        told.none_known(diagnostics);
        told.benefits(diagnostics);
    }
}

/// What a row says.
struct Told<'a> {
    row: &'a Row,
    fields: Vec<(&'a Field, Option<&'a Cell>)>,
}

impl<'a> Told<'a> {
    /// The fields with `role` that rules ask for.
    fn asked(&self, role: Role) -> impl Iterator<Item = (&'a Field, Option<&'a Cell>)> {
        self.fields.iter().copied().filter(move |(field, _)| field.asked && field.role == Some(role))
    }

    /// Whether `field` says something, or said something that could not be read.
    fn is_said(&self, field: &Field, cell: Option<&Cell>) -> bool {
        is_given(cell) || self.row.is_misread(&[&field.name])
    }

    /// Whether one of the fields with `role` that rules ask for says something.
    fn says(&self, role: Role) -> bool {
        self.asked(role).any(|(field, cell)| self.is_said(field, cell))
    }

    /// Reports what is asked of every row that can say it.
    fn missing(&self, diagnostics: &mut Vec<Diagnostic>) {
        let name = &self.row.name;
        for (role, code, fact, help) in ASKED {
            if self.asked(role).next().is_none() || self.says(role) {
                continue;
            }
            let (fact, way_out) = match self.row.kind.asks.iter().find(|ask| ask.role == role) {
                Some(Ask { fact, help, cell, .. }) => (*fact, WayOut::or_cell(*help, cell.unwrap_or(help))),
                None => {
                    let fields: Vec<String> = self.asked(role).map(|(field, _)| quoted(field)).collect();
                    (fact, WayOut::from(format!("fill in {} {help}", fields.join(" or "))))
                }
            };
            let message = format!("`{}` {fact}", name.value);
            diagnostics.push(mistake(code, self.row.file(), name.span(), message, way_out));
        }
        let is_asked =
            |field: &Field| field.asked && matches!(field.role, Some(Role::Caution | Role::Interaction));
        let silent: Vec<String> = self
            .fields
            .iter()
            .filter(|(field, cell)| {
                is_asked(field) && !self.is_said(field, *cell) && !self.is_said_instead(field)
            })
            .map(|(field, _)| quoted(field))
            .collect();
        if !silent.is_empty() {
            diagnostics.push(Diagnostic::new(
                &MISSING_SAFETY,
                Place::new(self.row.file(), name.span()),
                format!("`{}` says nothing under {}", name.value, silent.join(", ")),
                "say what is known, or \"none known\", and name the source",
            ));
        }
    }

    /// Whether another field says what `field` would.
    fn is_said_instead(&self, field: &Field) -> bool {
        let others = || self.fields.iter().filter(|(other, _)| field.instead.contains(&other.name));
        !field.instead.is_empty() && others().any(|(other, cell)| self.is_said(other, *cell))
    }

    /// Reports that there are no known risks, where nobody can look that up.
    fn none_known(&self, diagnostics: &mut Vec<Diagnostic>) {
        let warnings = || self.fields.iter().filter(|(field, _)| field.role.is_some_and(Role::is_warning));
        let texts =
            warnings().flat_map(|(field, cell)| texts(*cell).map(move |(text, cell)| (field, text, cell)));
        let mut safe = texts.filter(|(_, text, _)| says_none(text) && !has_link(text));
        let Some((field, text, first)) = safe.next().filter(|_| !self.says(Role::Source)) else { return };
        let name = &self.row.name.value;
        let mut told = mistake(
            &MISSING_SAFETY,
            self.row.file(),
            first.span.clone(),
            format!("`{name}` says “{}” under `{}`, but names no source", text.trim(), field.name),
            self.add_sources("or say what is known"),
        );
        for (field, _, cell) in safe {
            told = told
                .also(Place::new(self.row.file(), cell.span.clone()), format!("so does `{}`", field.name));
        }
        diagnostics.push(told);
    }

    /// Reports claims that rest on nothing, and those that sound more certain than their evidence.
    fn claims(&self, is_english: bool, diagnostics: &mut Vec<Diagnostic>) {
        let outer = Backing {
            is_sourced: self.says(Role::Source),
            grade: self.fields.iter().find_map(|(field, cell)| grade(field, *cell)),
        };
        for (field, cell) in &self.fields {
            let is_claim = field.asked && field.role == Some(Role::Claim);
            if field.inner().is_empty() {
                if is_claim {
                    let way_out = || self.add_sources("or delete the claim");
                    self.claim(texts(*cell), outer, &way_out, is_english, diagnostics);
                }
                continue;
            }
            let has = |role| field.inner().iter().find(move |inner| inner.role == Some(role));
            let (own, says) = (has(Role::Source), has(Role::Claim));
            if !is_claim && says.is_none() {
                continue;
            }
            let way_out = || match own {
                None => self.add_sources("or delete the claim"),
                Some(own) => {
                    to_sources(&own.name, &format!("{}.{}", field.name, own.name), "or delete the claim")
                }
            };
            for item in groups(*cell) {
                let inner: Vec<(&Field, Option<&Cell>)> = item.of(field.inner()).collect();
                let with = |role| inner.iter().filter(move |(inner, _)| inner.role == Some(role));
                let is_misread =
                    |inner: &Field| self.row.is_misread(&[&format!("{}.{}", field.name, inner.name)]);
                let backing = Backing {
                    // Sources beside the group may be those of something else.
                    is_sourced: if own.is_some() {
                        with(Role::Source).any(|(inner, cell)| is_given(*cell) || is_misread(inner))
                    } else {
                        outer.is_sourced
                    },
                    grade: with(Role::Evidence).find_map(|(_, cell)| word(*cell)).or(outer.grade),
                };
                if says.is_some() {
                    let said = with(Role::Claim).flat_map(|(_, cell)| texts(*cell));
                    self.claim(said, backing, &way_out, is_english, diagnostics);
                } else {
                    // In a group that is a claim, the first text without a role says it.
                    let said = inner.iter().filter(|(inner, _)| inner.role.is_none());
                    let said = said.flat_map(|(_, cell)| texts(*cell)).take(1);
                    self.claim(said, backing, &way_out, is_english, diagnostics);
                }
            }
        }
    }

    fn claim<'r>(
        &self,
        texts: impl Iterator<Item = (&'r str, &'r Cell)>,
        backing: Backing<'_>,
        add_sources: &dyn Fn() -> WayOut,
        is_english: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let (file, name) = (self.row.file(), &self.row.name.value);
        for (text, cell) in texts {
            if !backing.is_sourced {
                let message = format!("this claim of `{name}` has no source");
                diagnostics.push(mistake(&UNSOURCED_CLAIM, file, cell.span.clone(), message, add_sources()));
            }
            let is_weak = backing.grade.is_some_and(|grade| WEAK.contains(&grade));
            if is_english && is_weak && !is_hedged(text) {
                let message = format!("this claim of `{name}` sounds certain, but its evidence is weak");
                let help = "say what it may do: \"may ease\", not \"eases\"";
                diagnostics.push(mistake(&UNHEDGED_CLAIM, file, cell.span.clone(), message, help));
            }
        }
    }

    /// Reports the first text that is a claim by its words, in a row that names no source anywhere.
    fn benefits(&self, diagnostics: &mut Vec<Diagnostic>) {
        let may_claim =
            |(field, _): &&(&'a Field, Option<&'a Cell>)| !field.asked && field.role == Some(Role::Claim);
        let claims = |text: &str| {
            !text.contains("](")
                && text.split_inclusive(['.', '!', '?']).any(|said| claims::benefit(said).is_some())
        };
        let mut said = self.fields.iter().filter(may_claim).flat_map(|(_, cell)| texts(*cell));
        let is_source = |field: &Field| field.role == Some(Role::Source);
        let is_sourced = || {
            self.fields.iter().any(|(field, cell)| {
                let rests = is_source(field) || field.inner().iter().any(is_source);
                rests && (self.row.is_misread(&[&field.name]) || has_source(field, *cell))
            })
        };
        let Some((_, cell)) = said.find(|(text, _)| claims(text)).filter(|_| !is_sourced()) else { return };
        let way_out = self.rest_on_sources();
        let message = format!("this claim of `{}` has no source", self.row.name.value);
        diagnostics.push(mistake(&UNSOURCED_CLAIM, self.row.file(), cell.span.clone(), message, way_out));
    }

    /// The way out where a text makes a claim: a field for claims, or sources for all of the row.
    fn rest_on_sources(&self) -> WayOut {
        let own = self.asked(Role::Source).map(|(field, _)| &field.name).next();
        let group = self.asked(Role::Claim).find(|(field, _)| !field.inner().is_empty());
        let (Some(own), Some((group, _))) = (own, group) else {
            return self.add_sources("or delete the claim");
        };
        let backing =
            group.inner().iter().filter(|inner| matches!(inner.role, Some(Role::Evidence | Role::Source)));
        let backing: Vec<String> = backing.map(quoted).collect();
        WayOut::or_cell(
            format!(
                "move it to `{}` with its {}, or add `{own}` to the row",
                group.name,
                backing.join(" and ")
            ),
            format!("write the ids of rows in the table `sources` under `{own}`, or delete the claim"),
        )
    }

    /// The way out where sources are missing, `or` another.
    fn add_sources(&self, or: &str) -> WayOut {
        let own = self.asked(Role::Source).map(|(field, _)| field.name.clone()).next();
        let in_groups = || {
            self.fields.iter().find_map(|(field, _)| {
                let inner = field.inner().iter().find(|inner| inner.role == Some(Role::Source))?;
                Some(format!("{}.{}", field.name, inner.name))
            })
        };
        match own.or_else(in_groups) {
            Some(field) => to_sources(&field, &field, or),
            None => format!("declare a field with `role = \"source\"` in `site.toml`, {or}").into(),
        }
    }
}

/// Tells to name sources in `field`, whose column is `column` in a spreadsheet, `or` do something else.
fn to_sources(field: &str, column: &str, or: &str) -> WayOut {
    WayOut::or_cell(
        format!("add `{field}` with the ids of rows in `sources.toml`, {or}"),
        format!("write the ids of rows in the table `sources` under `{column}`, {or}"),
    )
}

/// What a claim rests on.
#[derive(Clone, Copy)]
struct Backing<'a> {
    is_sourced: bool,
    /// How sure research is, as a word.
    grade: Option<&'a str>,
}

fn quoted(field: &Field) -> String {
    format!("`{}`", field.name)
}

/// Whether `cell` says something.
fn is_given(cell: Option<&Cell>) -> bool {
    let is_blank = |cell: &Cell| cell.value.text().is_some_and(|text| text.trim().is_empty());
    cell.is_some_and(|cell| !cell.items().iter().all(is_blank))
}

/// Whether a source is named in `cell`, of `field`, or in a group in it.
fn has_source(field: &Field, cell: Option<&Cell>) -> bool {
    let is_source = |field: &Field| field.role == Some(Role::Source);
    if is_source(field) {
        return is_given(cell);
    }
    groups(cell).any(|item| item.of(field.inner()).any(|(inner, cell)| is_source(inner) && is_given(cell)))
}

/// How sure research is by `cell`, of `field`.
fn grade<'a>(field: &'a Field, cell: Option<&'a Cell>) -> Option<&'a str> {
    if field.role != Some(Role::Evidence) {
        return None;
    }
    let inner = |item: &'a Cells| {
        let mut fields = item.of(field.inner()).filter(|(inner, _)| inner.role == Some(Role::Evidence));
        fields.find_map(|(_, cell)| word(cell))
    };
    word(cell).or_else(|| groups(cell).find_map(inner))
}

/// The running texts of `cell`, each with its own cell.
fn texts(cell: Option<&Cell>) -> impl Iterator<Item = (&str, &Cell)> {
    let cells = cell.into_iter().flat_map(Cell::items);
    cells.filter_map(|cell| Some((cell.value.prose()?, cell)))
}

/// The word that `cell` chooses.
fn word(cell: Option<&Cell>) -> Option<&str> {
    match &cell?.value {
        CellValue::Choice(choice) => Some(&choice.word),
        _ => None,
    }
}

/// The groups in `cell`.
fn groups(cell: Option<&Cell>) -> impl Iterator<Item = &Cells> {
    let cells = cell.into_iter().flat_map(Cell::items);
    cells.filter_map(|cell| if let CellValue::Group(cells) = &cell.value { Some(cells) } else { None })
}
