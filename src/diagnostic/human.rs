//! Diagnostics for people: the source line with the mistake marked, as compilers print it.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Heading, Origin, Renderer, Snippet};

use super::position::{clamp, position};
use super::{Diagnostic, Label, Level, Texts};

/// Of a longer line, only the part around the mistake is shown.
const LONGEST_LINE: usize = 400;

/// One diagnostic as text, ending in a newline. `styled` adds colours.
#[must_use]
pub fn render(diagnostic: &Diagnostic, texts: &dyn Texts, styled: bool) -> String {
    let heading = match diagnostic.level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
    };
    let mut group: Group<'_> =
        Group::with_title(heading.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name));
    // Labels in one file share a snippet, so that related places are seen together.
    let mut labels: Vec<(&Label, AnnotationKind)> = vec![(&diagnostic.primary, AnnotationKind::Primary)];
    labels.extend(diagnostic.related.iter().map(|label| (label, AnnotationKind::Context)));
    let shown = labels.clone();
    while let Some((first, _)) = labels.first() {
        let file = std::sync::Arc::clone(&first.place.file);
        let (here, elsewhere) = labels.into_iter().partition(|(label, _)| label.place.file == file);
        labels = elsewhere;
        group = match texts.text(&file) {
            Some(text) => group.element(snippet(&file, text, &here)),
            None => {
                let notes: Vec<&str> = here
                    .iter()
                    .map(|(label, _)| label.text.as_str())
                    .filter(|text| !text.is_empty())
                    .collect();
                let group = group.element(Origin::path(file.to_string()));
                notes.into_iter().fold(group, |group, note| group.element(Heading::NOTE.message(note)))
            }
        };
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Heading::HELP.message(diagnostic.help.clone()));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Ascii).term_width(120).render(&[group]);
    text.push('\n');
    for (label, _) in shown {
        if let Some((wrong, right)) = columns(label, texts) {
            text = text.replacen(&wrong, &right, 1);
        }
    }
    text
}

/// For a mark on a line too long to show whole: its place as the renderer counts it, from the start of the window,
/// and its actual place.
fn columns(label: &Label, texts: &dyn Texts) -> Option<(String, String)> {
    let file = &label.place.file;
    let text = texts.text(file)?;
    let span = clamp(text, label.place.start..label.place.end);
    let window = window(text, &span);
    let (start, right) = (position(text, window.start), position(text, span.start));
    if start.column == 1 {
        return None;
    }
    let wrong = text[window.start..span.start].chars().count() + 1;
    Some((format!("{file}:{}:{wrong}", right.line), format!("{file}:{}:{}", right.line, right.column)))
}

/// The part of `text` shown around `marked`: whole lines, or part of a line that is too long.
fn window(text: &str, marked: &Range<usize>) -> Range<usize> {
    let Range { start, end } = *marked;
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    if line_end - line_start > LONGEST_LINE && !text[start..end].contains('\n') {
        let from = start.saturating_sub(LONGEST_LINE / 2).max(line_start);
        clamp(text, from..(end + LONGEST_LINE / 2).min(line_end))
    } else {
        line_start..line_end
    }
}

/// The marked lines of one file. Only the lines from the first mark to the last are passed to the renderer: the file
/// may be megabytes long.
fn snippet<'a>(
    file: &str,
    text: &'a str,
    labels: &[(&'a Label, AnnotationKind)],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let spans: Vec<_> = labels.iter().map(|(l, _)| clamp(text, l.place.start..l.place.end)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    let window = window(text, &(first..last));
    let mut snippet = Snippet::source(&text[window.clone()])
        .line_start(position(text, window.start).line)
        .path(file.to_string());
    for ((label, kind), span) in labels.iter().zip(spans) {
        let within = span.start.max(window.start) - window.start..span.end.min(window.end) - window.start;
        let note = (!label.text.is_empty()).then_some(label.text.as_str());
        snippet = snippet.annotation(kind.span(within).label(note));
    }
    snippet
}
