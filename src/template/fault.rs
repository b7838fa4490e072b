//! Tera's errors as diagnostics in the template's own file.

use std::ops::Range;

use tera::{Error, ErrorKind, Tera};

use super::slip::{explain, first_lower};
use super::{TEMPLATE, TEMPLATE_CYCLE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};

/// A template: its name, its file and its text.
type Template<'a> = (&'a str, &'a FileName, &'a str);

const HELP: &str = "the theme's `templates/README.md` lists every variable, function and filter";

/// Everything that is wrong with templates that could not be loaded together.
pub(super) fn load_faults(error: &Error, files: &[Template<'_>]) -> Vec<Diagnostic> {
    // Tera stops at the first file it cannot read; each is read by itself so that all are reported.
    let mut diagnostics: Vec<Diagnostic> = files
        .iter()
        .filter_map(|(name, path, text)| match Tera::new().add_raw_template(name, text) {
            Err(error) => match error.kind() {
                ErrorKind::SyntaxError(report) => {
                    Some(explained(path, text, report.span().range.clone(), report.message()))
                }
                _ => None,
            },
            Ok(()) => None,
        })
        .collect();
    if diagnostics.is_empty() {
        diagnostics = together_faults(error, files);
    }
    diagnostics
}

/// What Tera's `message` about `span` of the template `text` means.
fn explained(path: &FileName, text: &str, span: Range<usize>, message: &str) -> Diagnostic {
    let slip = explain(text, &span, message);
    let place = Place::new(path, slip.span.unwrap_or(span));
    Diagnostic::new(&TEMPLATE, place, slip.message, slip.help.unwrap_or_else(|| HELP.to_owned()))
}

/// What is wrong between templates: cycles, and names that none of them defines.
fn together_faults(error: &Error, files: &[Template<'_>]) -> Vec<Diagnostic> {
    let find = |name: &str| files.iter().find(|(known, _, _)| *known == name);
    let at =
        |name: &str, words: &str| find(name).map(|(_, path, text)| Place::new(path, mention(text, words)));
    let cycle = |chain: &[String], tpl: &str, word: &str| {
        // The chain starts where Tera began to look, and may lead to the circle first.
        let start = chain.iter().position(|name| name == tpl).unwrap_or(chain.len());
        let between = chain[start..].iter().skip(1).map(String::as_str).filter(|name| *name != tpl);
        let names: Vec<&str> = std::iter::once(tpl).chain(between).chain([tpl]).collect();
        let next = names.get(1).copied().unwrap_or(tpl);
        let place = at(tpl, next)?;
        let message = format!("`{tpl}` {word} itself: {}", names.join(" → "));
        Some(Diagnostic::new(
            &TEMPLATE_CYCLE,
            place,
            message,
            format!("remove the one that {word} `{tpl}` again"),
        ))
    };
    let found = match error.kind() {
        ErrorKind::CircularInclude { tpl, include_chain } => cycle(include_chain, tpl, "includes"),
        ErrorKind::CircularExtend { tpl, inheritance_chain } => cycle(inheritance_chain, tpl, "extends"),
        ErrorKind::MissingParent { current, parent } => at(current, parent).map(|place| {
            let names = files.iter().map(|(name, _, _)| *name);
            let help = did_you_mean(parent, names, || HELP.to_owned());
            Diagnostic::new(&TEMPLATE, place, format!("there is no template `{parent}` to extend"), help)
        }),
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => find(report.filename())
            .map(|(_, path, text)| explained(path, text, report.span().range.clone(), report.message())),
        _ => None,
    };
    if let Some(diagnostic) = found {
        return vec![diagnostic];
    }
    let message = error.to_string();
    let reports: Vec<Diagnostic> =
        message.split("\n\n").filter_map(|report| from_report(report, files)).collect();
    if !reports.is_empty() {
        return reports;
    }
    let place = files
        .first()
        .map_or_else(|| Place::start_of(&"templates".into()), |(_, path, _)| Place::start_of(path));
    vec![Diagnostic::new(&TEMPLATE, place, first_lower(message.lines().next().unwrap_or("")), HELP)]
}

/// Tera gives names that no template defines as text alone: `error: MESSAGE`, then `--> FILE:LINE:COLUMN`.
fn from_report(report: &str, files: &[Template<'_>]) -> Option<Diagnostic> {
    let message = report.lines().find_map(|line| line.trim().strip_prefix("error: "))?;
    let arrow = report.lines().find_map(|line| line.trim().strip_prefix("--> "))?;
    let mut parts = arrow.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let (_, path, text) = files.iter().find(|(known, _, _)| *known == name)?;
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(line_start..)?.lines().next().unwrap_or("");
    let from = rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at);
    let word = message.split('`').nth(1).unwrap_or("");
    let start = line_start + rest[from..].find(word).map_or(from, |at| from + at);
    let span = start..start + word.len().max(1);
    if message.to_lowercase().starts_with("unknown template") {
        let help = did_you_mean(word, files.iter().map(|(name, _, _)| *name), || HELP.to_owned());
        return Some(Diagnostic::new(&TEMPLATE, Place::new(path, span), first_lower(message), help));
    }
    Some(explained(path, text, span, message))
}

/// Where `text` first names `word`, in quotes if it does.
fn mention(text: &str, word: &str) -> Range<usize> {
    let quoted = [format!("\"{word}\""), format!("'{word}'")];
    let found = quoted.iter().find_map(|quoted| text.find(quoted.as_str()).map(|at| at..at + quoted.len()));
    found.unwrap_or(0..0)
}

/// A failed rendering as a diagnostic at the place in the template, as far as Tera tells it.
#[must_use]
pub fn render_fault(error: &Error, rendered: &str) -> Diagnostic {
    let file = |name: &str| -> FileName { format!("templates/{name}").into() };
    match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            let place = Place::new(&file(report.filename()), report.span().range.clone());
            let (message, help) = with_nearest_field(report.message());
            Diagnostic::new(&TEMPLATE, place, message, help)
        }
        _ => {
            let message = error.to_string();
            let message = first_lower(message.lines().next().unwrap_or(""));
            Diagnostic::new(&TEMPLATE, Place::start_of(&file(rendered)), message, HELP)
        }
    }
}

/// Tera ends "field `x` is not defined" with every field there is, and the same of variables; the nearest of them is what
/// helps.
fn with_nearest_field(message: &str) -> (String, String) {
    let known = [("field", "Available fields: "), ("variable", "Available variables: ")];
    let parts = known.into_iter().find_map(|(what, start)| Some((what, message.split_once(start)?)));
    let Some((what, (fact, fields))) = parts else {
        return (first_lower(message), HELP.to_owned());
    };
    let fact = fact.trim_end_matches(['.', ' ']);
    let word = fact.split('`').nth(1).unwrap_or("");
    let help = did_you_mean(word, fields.split(", "), || format!("the {what}s here are {fields}"));
    (first_lower(fact), help)
}
