//! Footnotes: numbered by first mention, printed in that order after the text. Their ids have a colon, which no anchor of a
//! heading has, so that a heading "Fn 1" is not taken for one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::markdown::Written;
use super::{Hole, MISSING_FOOTNOTE, Said, UNUSED_FOOTNOTE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};

/// A footnote's place in the file and its events.
pub(super) struct Note<'a> {
    pub(super) span: Range<usize>,
    pub(super) events: Vec<Written<'a>>,
}

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    notes: Vec<(CowStr<'a>, Note<'a>)>,
    numbers: HashMap<CowStr<'a>, usize>,
    /// The name of each mark, in order of the text.
    marks: Vec<CowStr<'a>>,
    /// Marks without a note, by name, with the place of the first.
    unknown: BTreeMap<String, Range<usize>>,
}

/// The name of a mark `[^name]` that no footnote belongs to: the parser gives it as the text `^name`, found
/// at `local` in `source`, between texts that are its brackets.
pub(super) fn unknown<'t>(source: &str, text: &'t str, local: &Range<usize>) -> Option<&'t str> {
    let name = text.strip_prefix('^')?;
    let before = source.get(..local.start)?.strip_suffix('[')?;
    let closed = source.get(local.end..)?.starts_with(']');
    (closed && !before.ends_with('\\') && !name.is_empty() && !name.contains(' ')).then_some(name)
}

impl<'a> Footnotes<'a> {
    /// The HTML of one more mark of the footnote `name`.
    pub(super) fn mark(&mut self, name: &CowStr<'a>) -> String {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(name.clone()).or_insert(next);
        self.marks.push(name.clone());
        let count = self.marks.len();
        format!(
            "<sup class=\"footnote-mark\"><a href=\"#fn:{number}\" id=\"fnref:{count}\">{number}</a></sup>"
        )
    }

    /// Notes a mark that no footnote belongs to.
    pub(super) fn note_unknown(&mut self, name: &str, span: Range<usize>) {
        self.unknown.entry(name.to_owned()).or_insert(span);
    }

    /// Takes in a footnote.
    pub(super) fn define(&mut self, name: CowStr<'a>, note: Note<'a>) {
        self.notes.push((name, note));
    }

    /// The events of the footnotes that the text mentions, with mistakes reported.
    pub(super) fn finish(self, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Vec<Written<'a>> {
        let known: BTreeSet<String> = self.notes.iter().map(|(name, _)| name.to_string()).collect();
        for (name, span) in &self.unknown {
            let help = did_you_mean(name, known.iter().map(String::as_str), || {
                format!("add a line `[^{name}]: …` with the note")
            });
            let message = format!("there is no footnote `{name}`");
            diagnostics.push(Diagnostic::new(
                &MISSING_FOOTNOTE,
                Place::new(file, span.clone()),
                message,
                help,
            ));
        }
        let mut notes: HashMap<CowStr<'a>, Note<'a>> = HashMap::new();
        for (name, note) in self.notes {
            if !self.numbers.contains_key(&name) {
                let place = Place::new(file, note.span.start..note.span.start + name.len() + 3);
                let message = format!("nothing refers to the footnote `{name}`");
                let help = format!("put `[^{name}]` where it belongs in the text, or delete the note");
                diagnostics.push(Diagnostic::new(&UNUSED_FOOTNOTE, place, message, help));
            }
            notes.insert(name, note);
        }
        let mut events = Vec::new();
        let (mut number, mut place) = (0, 0..0);
        for (index, name) in self.marks.iter().enumerate() {
            let Some(note) = notes.remove(name) else { continue };
            place = note.span.clone();
            if number == 0 {
                events.push(html(&Hole::Notes.mark(), &place));
                let label = Hole::Said(Said::Footnotes).mark();
                let start = format!("<section class=\"footnotes\" aria-label=\"{label}\">\n<ol>\n");
                events.push(html(&start, &place));
            }
            number += 1;
            print(note, number, index + 1, &mut events);
        }
        if number > 0 {
            events.push(html("</ol>\n</section>\n", &place));
        }
        events
    }
}

/// One footnote with the way back to its first mark.
fn print<'a>(mut note: Note<'a>, number: usize, mark: usize, events: &mut Vec<Written<'a>>) {
    let place = note.span.clone();
    events.push(html(&format!("<li id=\"fn:{number}\">\n"), &place));
    let label = Hole::Said(Said::Back).mark();
    let back = format!(" <a href=\"#fnref:{mark}\" aria-label=\"{label}\">\u{2191}</a>");
    let back = (Event::InlineHtml(back.into()), place.clone());
    // The way back stands at the end of the note's last line, not on one of its own.
    match note.events.last() {
        Some((Event::End(TagEnd::Paragraph), _)) => note.events.insert(note.events.len() - 1, back),
        _ => note.events.push(back),
    }
    events.append(&mut note.events);
    events.push(html("</li>\n", &place));
}

fn html<'a>(text: &str, place: &Range<usize>) -> Written<'a> {
    (Event::Html(text.to_owned().into()), place.clone())
}
