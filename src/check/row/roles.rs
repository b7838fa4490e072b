//! What rows owe their reader by the roles of the fields that a site declares, whatever they are called.

use super::completeness::{
    INCOMPLETE_DOSE, MISSING_GRADE, MISSING_SAFETY, MISSING_STOP_SIGNS, UNHEDGED_CLAIM, UNSOURCED_CLAIM,
    is_hedged,
};
use super::safety::{has_link, says_none};
use crate::data::WayOut;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::kind::{DeclaredBy, Field, Role};
use crate::table::{Cell, CellValue, Cells, Row, mistake};

/// Grades of evidence for which a claim may not sound certain.
const WEAK: [&str; 3] = ["low", "very-low", "none"];

/// Checks the fields of `row` that the site declares and that have a role. Where it is not in English, what goes by words is
/// left out.
pub(super) fn row(row: &Row, is_english: bool, diagnostics: &mut Vec<Diagnostic>) {
    let declared = || row.cells.of(&row.kind.fields).filter(|(field, _)| field.origin != DeclaredBy::BuiltIn);
    if declared().all(|(field, _)| field.role.is_none() && field.inner().is_empty()) {
        return;
    }
    let told = Told { row, fields: declared().collect() };
    told.missing(diagnostics);
    if is_english {
        told.none_known(diagnostics);
    }
    told.claims(is_english, diagnostics);
}

/// What a row says in the fields that the site declares.
struct Told<'a> {
    row: &'a Row,
    fields: Vec<(&'a Field, Option<&'a Cell>)>,
}

impl<'a> Told<'a> {
    fn with(&self, role: Role) -> impl Iterator<Item = (&'a Field, Option<&'a Cell>)> {
        self.fields.iter().copied().filter(move |(field, _)| field.role == Some(role))
    }

    /// Whether a field with `role` says something, or said something that could not be read.
    fn says(&self, role: Role) -> bool {
        self.with(role).any(|(field, cell)| is_given(cell) || self.row.is_misread(&[&field.name]))
    }

    /// Reports what is asked of every row that can say it.
    fn missing(&self, diagnostics: &mut Vec<Diagnostic>) {
        const ASKED: [(Role, &Code, &str, &str); 3] = [
            (
                Role::Dose,
                &INCOMPLETE_DOSE,
                "does not say how much of it to take or do",
                "with how much, and how often",
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
        ];
        let name = &self.row.name;
        for (role, code, what, help) in ASKED {
            let fields: Vec<String> = self.with(role).map(|(field, _)| format!("`{}`", field.name)).collect();
            if !fields.is_empty() && !self.says(role) {
                let message = format!("`{}` {what}", name.value);
                let help = format!("fill in {} {help}", fields.join(" or "));
                diagnostics.push(Diagnostic::new(
                    code,
                    Place::new(self.row.file(), name.span()),
                    message,
                    help,
                ));
            }
        }
        let is_silent = |(field, cell): &(&Field, Option<&Cell>)| {
            !is_given(*cell) && !self.row.is_misread(&[&field.name])
        };
        let silent: Vec<String> = self
            .with(Role::Caution)
            .filter(is_silent)
            .map(|(field, _)| format!("`{}`", field.name))
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

    /// Reports that there are no known risks, where nobody can look that up.
    fn none_known(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.says(Role::Source) {
            return;
        }
        let cells = self.with(Role::Caution).chain(self.with(Role::Contraindication));
        let texts = cells.flat_map(|(field, cell)| texts(cell).map(move |(text, cell)| (field, text, cell)));
        let mut safe = texts.filter(|(_, text, _)| says_none(text) && !has_link(text));
        let Some((field, text, first)) = safe.next() else { return };
        let name = &self.row.name.value;
        let mut told = mistake(
            &MISSING_SAFETY,
            self.row.file(),
            first.span.clone(),
            format!("`{name}` says “{}” under `{}`, and names no source", text.trim(), field.name),
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
            grade: self.with(Role::Evidence).find_map(|(_, cell)| word(cell)),
        };
        for (field, cell) in &self.fields {
            let is_claim = field.role == Some(Role::Claim);
            if field.inner().is_empty() {
                if is_claim {
                    self.claim(texts(*cell), outer, is_english, diagnostics);
                }
                continue;
            }
            for item in groups(*cell) {
                let inner: Vec<(&Field, Option<&Cell>)> = item.of(field.inner()).collect();
                let with = |role| inner.iter().filter(move |(inner, _)| inner.role == Some(role));
                let is_misread =
                    |inner: &Field| self.row.is_misread(&[&format!("{}.{}", field.name, inner.name)]);
                let backing = Backing {
                    is_sourced: outer.is_sourced
                        || with(Role::Source).any(|(inner, cell)| is_given(*cell) || is_misread(inner)),
                    grade: with(Role::Evidence).find_map(|(_, cell)| word(*cell)).or(outer.grade),
                };
                // In a group that is a claim, what has no role says it.
                let says =
                    |inner: &Field| inner.role == Some(Role::Claim) || (is_claim && inner.role.is_none());
                let said = inner.iter().filter(|(inner, _)| says(inner));
                let said =
                    said.flat_map(|(_, cell)| texts(*cell)).take(if is_claim { 1 } else { usize::MAX });
                self.claim(said, backing, is_english, diagnostics);
            }
        }
    }

    fn claim<'r>(
        &self,
        texts: impl Iterator<Item = (&'r str, &'r Cell)>,
        backing: Backing<'_>,
        is_english: bool,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let (file, name) = (self.row.file(), &self.row.name.value);
        for (text, cell) in texts {
            if !backing.is_sourced {
                let message = format!("this claim of `{name}` has no source");
                let way_out = self.add_sources("or delete the claim");
                diagnostics.push(mistake(&UNSOURCED_CLAIM, file, cell.span.clone(), message, way_out));
            }
            let is_weak = backing.grade.is_some_and(|grade| WEAK.contains(&grade));
            if is_english && is_weak && !is_hedged(text) {
                let message = format!("this claim of `{name}` sounds certain, but its evidence is weak");
                let help = "say what it may do: \"may ease\", not \"eases\"";
                diagnostics.push(mistake(&UNHEDGED_CLAIM, file, cell.span.clone(), message, help));
            }
        }
    }

    /// The way out where sources are missing, `or` another.
    fn add_sources(&self, or: &str) -> WayOut {
        let own = self.with(Role::Source).map(|(field, _)| field.name.as_str()).next();
        let in_groups = || {
            self.fields.iter().find_map(|(field, _)| {
                let inner = field.inner().iter().find(|inner| inner.role == Some(Role::Source))?;
                Some(format!("{}.{}", field.name, inner.name))
            })
        };
        let Some(field) = own.map(str::to_owned).or_else(in_groups) else {
            return format!("declare a field with `role = \"source\"` in `site.toml`, {or}").into();
        };
        WayOut::or_cell(
            format!("add `{field}` with the ids of rows in `sources.toml`, {or}"),
            format!("write under `{field}` the ids of rows in the table `sources`, {or}"),
        )
    }
}

/// What a claim rests on.
#[derive(Clone, Copy)]
struct Backing<'a> {
    is_sourced: bool,
    /// How sure research is, as a word.
    grade: Option<&'a str>,
}

/// Whether `cell` says something.
fn is_given(cell: Option<&Cell>) -> bool {
    let is_blank = |cell: &Cell| cell.value.text().is_some_and(|text| text.trim().is_empty());
    cell.is_some_and(|cell| !cell.items().iter().all(is_blank))
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
