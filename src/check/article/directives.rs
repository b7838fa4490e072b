//! Checks that the directives and templates an article uses exist, and the arguments of directives.

use std::collections::BTreeSet;

use crate::article::{Article, DirectiveForm, LITERAL_DIRECTIVE, UNCLOSED_DIRECTIVE, foreign, front_matter};
use crate::diagnostic::{Diagnostic, Place, did_you_mean, nearest};
use crate::prose::Prose;
use crate::template::{DIRECTIVE_ARGUMENT, Templates, UNKNOWN_DIRECTIVE, UNKNOWN_TEMPLATE};
use crate::trace::{Notes, Read};

pub(in crate::check) fn article(
    article: &Article,
    templates: &Templates,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for used in &article.body.uses {
        notes.add(|| Read::Component(used.name.value.as_str().into()));
        if let Some(component) = templates.component(&used.name.value) {
            component.check(used, &article.file, diagnostics);
            continue;
        }
        notes.add(|| Read::Templates);
        let name = &used.name.value;
        let instead = foreign::in_place_of(name).map(|instead| format!("write {instead}"));
        let help = instead.unwrap_or_else(|| {
            did_you_mean(name, templates.directives(), || {
                let escape = if used.form == DirectiveForm::Text {
                    format!("`\\:{name}`")
                } else {
                    "a backslash before the colons".into()
                };
                format!(
                    "the directives are `{}`; for plain text, write {escape}",
                    templates.directives().collect::<Vec<_>>().join("`, `")
                )
            })
        });
        diagnostics.push(
            Diagnostic::new(
                &UNKNOWN_DIRECTIVE,
                Place::new(&article.file, used.name.span()),
                format!("there is no directive `{name}`"),
                help,
            )
            .label("unknown directive"),
        );
    }
    literal(article, templates, notes, diagnostics);
    let Some(template) = &article.front_matter.template else { return };
    notes.add(|| Read::Template(template.value.as_str().into()));
    if !templates.page_templates().contains(&template.value.as_str()) {
        notes.add(|| Read::Templates);
        let known = templates.page_templates();
        let help = did_you_mean(&template.value, known.iter().copied(), || {
            format!("put a file `{}` into `templates/`", template.value)
        });
        diagnostics.push(Diagnostic::new(
            &UNKNOWN_TEMPLATE,
            front_matter::place(&article.file, template),
            format!("there is no template `{}`", template.value),
            help,
        ));
    }
}

/// Drops the report of a missing end for a directive whose form, also reported, needs none.
pub fn leave_out_ends(diagnostics: &mut Vec<Diagnostic>) {
    let of = |found: &Diagnostic, code| (found.code == code).then(|| found.primary.place.clone());
    let misshapen: BTreeSet<Place> =
        diagnostics.iter().filter_map(|found| of(found, &DIRECTIVE_ARGUMENT)).collect();
    diagnostics
        .retain(|found| found.code != &UNCLOSED_DIRECTIVE || !misshapen.contains(&found.primary.place));
}

/// Reports directives in the middle of a line, which are printed as text.
fn literal(article: &Article, templates: &Templates, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    const COLONS: &str = "::";
    let text = &article.source[article.start..];
    // Most articles have colons only at the start of a line, and need not be read again.
    let is_inside = |at: usize| text[..at].ends_with(|c: char| !matches!(c, '\n' | ':' | '\\'));
    if !memchr::memmem::find_iter(text.as_bytes(), COLONS).any(is_inside) {
        return;
    }
    let prose = Prose::markdown(&article.source, article.start, &article.file);
    let words = prose.text();
    for (at, _) in words.match_indices(COLONS) {
        let start = words[..at].trim_end_matches(':').len();
        let name = &words[at + COLONS.len()..];
        let end =
            name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(name.len());
        let name = &name[..end];
        // `std::table` is not a directive.
        let is_joined = words[..start].ends_with(char::is_alphanumeric);
        let span = prose.source(start..at + COLONS.len() + end);
        let before = &article.source[..span.start];
        // A directive on the first line of a list item has its own error.
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        let opens_item = line.chars().all(|c| {
            c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '*' | '+' | '.' | ')')
        });
        if name.is_empty() || is_joined || opens_item || before.ends_with('\\') {
            continue;
        }
        notes.add(|| Read::Component(name.into()));
        let place = || Place::new(&article.file, span.clone());
        if templates.component(name).is_some() {
            diagnostics.push(Diagnostic::new(
                &LITERAL_DIRECTIVE,
                place(),
                format!("this is printed as text: `{name}` is a directive only on a line of its own"),
                "put it on a line of its own, or put it between backticks if it is an example",
            ));
            continue;
        }
        // A misspelt name, or arguments, show what was meant.
        let has_arguments = words[at + COLONS.len() + end..].starts_with(['{', '[']);
        let near = nearest(name, templates.directives());
        if near.is_some() || has_arguments {
            notes.add(|| Read::Templates);
            let help = match near {
                Some(near) => format!("did you mean `{near}`? put it on a line of its own"),
                None => format!(
                    "the directives are `{}`",
                    templates.directives().collect::<Vec<_>>().join("`, `")
                ),
            };
            let message = format!("this is printed as text: there is no directive `{name}`");
            diagnostics.push(Diagnostic::new(&LITERAL_DIRECTIVE, place(), message, help));
        }
    }
}
