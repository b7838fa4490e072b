//! Filling the holes of a [`Body`]: addresses, pictures, directives.

use std::sync::Arc;

use super::View;
use crate::article::body::Piece;
use crate::article::{Body, Form, Hole, Picture, Use};
use crate::check::MISSING_PICTURE;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::html::escape;
use crate::link::{Found, Linker};
use crate::template::scene::{self, Lookup, Problem, Read};
use crate::template::{UNKNOWN_ROW, render_fault};

/// The HTML of a body that holds no directives, such as a table's cell, written in `file`.
pub(super) fn fill(body: &Body, file: &FileName, linker: &Linker, absolute: bool) -> String {
    let mut html = String::new();
    for piece in body.pieces() {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Hole(hole) => plain_hole(hole, body, file, linker, absolute, &mut html),
        }
    }
    html
}

fn plain_hole(hole: Hole, body: &Body, file: &FileName, linker: &Linker, absolute: bool, html: &mut String) {
    match hole {
        Hole::Link(index) => {
            if let Some(link) = body.links.get(index) {
                html.push_str(&escape(&linker.href(file, &link.target, absolute)));
            }
        }
        Hole::Picture(index) => {
            if let Some(picture) = body.pictures.get(index) {
                image(picture, file, linker, absolute, html);
            }
        }
        Hole::Open(_) | Hole::Close => {}
    }
}

/// Writes an `img` element. Its size is given, so that the text does not jump when it arrives.
fn image(picture: &Picture, file: &FileName, linker: &Linker, absolute: bool, html: &mut String) {
    let source = linker.href(file, &picture.source, absolute);
    html.push_str("<img src=\"");
    html.push_str(&escape(&source));
    html.push_str("\" alt=\"");
    html.push_str(&escape(&picture.alt));
    html.push('"');
    if !picture.title.is_empty() {
        html.push_str(&format!(" title=\"{}\"", escape(&picture.title)));
    }
    if let Ok(Found::File { source, .. }) = linker.find(file, &picture.source)
        && let Some((width, height)) = linker.assets.get(&source).and_then(|asset| asset.size)
    {
        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    html.push_str(" loading=\"lazy\">");
}

/// An article's HTML, with what its directives showed and what was wrong with them.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) html: String,
    pub(super) reads: Vec<Read>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The HTML of an article's body, written in `file`, directives and all.
pub(super) fn fill_article(view: &Arc<View>, body: &Body, file: &FileName, absolute: bool) -> Filled {
    let mut filled = Filled::default();
    // A container's body is complete only at its end; the HTML around it waits on the stack.
    let mut around: Vec<(String, &Use)> = Vec::new();
    let mut html = String::new();
    for piece in body.pieces() {
        match piece {
            Piece::Html(part) => html.push_str(part),
            Piece::Hole(Hole::Open(index)) => {
                let Some(used) = body.uses.get(index) else { continue };
                if used.form == Form::Container {
                    around.push((std::mem::take(&mut html), used));
                } else {
                    html.push_str(&directive(view, used, file, None, absolute, &mut filled));
                }
            }
            Piece::Hole(Hole::Close) => {
                if let Some((before, used)) = around.pop() {
                    let inner = std::mem::replace(&mut html, before);
                    html.push_str(&directive(view, used, file, Some(&inner), absolute, &mut filled));
                }
            }
            Piece::Hole(hole) => plain_hole(hole, body, file, &view.linker, absolute, &mut html),
        }
    }
    filled.html = html;
    filled
}

/// The HTML of one directive; of one that does not exist, its body.
fn directive(
    view: &Arc<View>,
    used: &Use,
    file: &FileName,
    body: Option<&str>,
    absolute: bool,
    filled: &mut Filled,
) -> String {
    let Some(component) = view.templates.component(&used.name.value) else {
        return body.unwrap_or("").to_owned();
    };
    let label = used.label.as_ref().map(|label| fill(&label.body, file, &view.linker, absolute));
    let context = component.context(used, label.as_deref());
    let lookup: Arc<dyn Lookup> = Arc::clone(view) as Arc<dyn Lookup>;
    let (result, outcome) = scene::within(&lookup, file, || {
        view.templates.tera.render_component(&component.name, &context, Some(body.unwrap_or("")), true)
    });
    filled.reads.extend(outcome.reads);
    match result {
        Ok(html) if used.form == Form::Text => html.trim().to_owned(),
        Ok(html) => html,
        Err(error) => {
            // What is wrong with its arguments the checks have reported, in the author's words.
            let mut wrong_arguments = Vec::new();
            component.check(used, file, &mut wrong_arguments);
            if !outcome.problems.is_empty() {
                let new = outcome.problems.iter().filter(|problem| !problem.reported);
                filled.diagnostics.extend(new.map(|problem| unknown_row(problem, used, file)));
            } else if wrong_arguments.is_empty() {
                let fault = render_fault(&error, component.file.trim_start_matches("templates/"));
                filled.diagnostics.push(fault.also(Place::new(file, used.span.clone()), "used here"));
            }
            String::new()
        }
    }
}

/// The problem at the word of the author's argument that caused it.
fn unknown_row(problem: &Problem, used: &Use, file: &FileName) -> Diagnostic {
    let at = used.attributes.iter().find_map(|attribute| {
        let value = &attribute.value.value;
        let is_part = |c: char| !(c.is_whitespace() || c == ',');
        let (at, word) = value.match_indices(&problem.word).find(|(at, word)| {
            // A whole word: `bridge` is not found in `bridge-pose`.
            !value[..*at].ends_with(is_part) && !value[at + word.len()..].starts_with(is_part)
        })?;
        let start = attribute.value.start + at;
        Some(start..start + word.len())
    });
    let place = Place::new(file, at.unwrap_or_else(|| used.span.clone()));
    let code = if problem.is_picture { &MISSING_PICTURE } else { &UNKNOWN_ROW };
    Diagnostic::new(code, place, problem.message.clone(), problem.help.clone())
}
