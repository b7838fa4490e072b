//! Footnotes: numbered by first mention, printed in that order after the text. Their ids have a colon, which no anchor of a
//! heading has, so that a heading "Fn 1" is not taken for one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, TagEnd};

use super::markdown::SourcedEvent;
use super::{DUPLICATE_FOOTNOTE, HiddenText, Hole, MISSING_FOOTNOTE, UNUSED_FOOTNOTE};
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};

/// The name of a note, the place of the first note with that name, and those of the others.
type Doubles = (String, Range<usize>, Vec<Range<usize>>);

/// How many notes of one name are reported separately.
const MOST_DUPLICATES: usize = 10;

/// A footnote's place in the file and its events.
pub(super) struct Note<'a> {
    pub(super) span: Range<usize>,
    pub(super) events: Vec<SourcedEvent<'a>>,
}

/// The footnotes of one text. Their names are compared without regard to case, as the parser compares them.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    notes: Vec<(CowStr<'a>, Note<'a>)>,
    numbers: HashMap<String, usize>,
    /// For each footnote that is mentioned, by its number less one: its name, and the numbers of its marks.
    mentioned: Vec<(String, Vec<usize>)>,
    /// How many marks there are.
    marks: usize,
    /// Marks without a note, by name, with the place of the first.
    unknown: BTreeMap<String, Range<usize>>,
}

/// The name by which footnotes are compared.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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
        let key = key(name);
        let next = self.mentioned.len() + 1;
        let number = *self.numbers.entry(key.clone()).or_insert(next);
        if number == next {
            self.mentioned.push((key, Vec::new()));
        }
        self.marks += 1;
        self.mentioned[number - 1].1.push(self.marks);
        let count = self.marks;
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
    pub(super) fn finish(self, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourcedEvent<'a>> {
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
        let mut notes: HashMap<String, (Note<'a>, Range<usize>)> = HashMap::new();
        let mut doubles: BTreeMap<String, Doubles> = BTreeMap::new();
        for (name, note) in self.notes {
            let key = key(&name);
            let at = note.span.start..note.span.start + name.len() + 3;
            let place = Place::new(file, at.clone());
            if let Some((_, first)) = notes.get(&key) {
                let doubles =
                    doubles.entry(key).or_insert_with(|| (name.to_string(), first.clone(), Vec::new()));
                doubles.2.push(at);
                continue;
            }
            if !self.numbers.contains_key(&key) {
                let message = format!("nothing refers to the footnote `{name}`");
                let help = format!("put `[^{name}]` where it belongs in the text, or delete the note");
                diagnostics.push(Diagnostic::new(&UNUSED_FOOTNOTE, place, message, help));
            }
            notes.insert(key, (note, at));
        }
        for (name, first, others) in doubles.into_values() {
            diagnostics.extend(duplicates(file, &name, first, &others));
        }
        let mut events = Vec::new();
        let mut place = None;
        for (index, (name, marks)) in self.mentioned.iter().enumerate() {
            let Some((note, _)) = notes.remove(name) else { continue };
            if place.is_none() {
                events.push(html(&Hole::Notes.mark(), &note.span));
                let label = Hole::Said(HiddenText::Footnotes).mark();
                let start = format!("<section class=\"footnotes\" aria-label=\"{label}\">\n<ol>\n");
                events.push(html(&start, &note.span));
            }
            place = Some(note.span.clone());
            print(note, index + 1, marks, &mut events);
        }
        if let Some(place) = place {
            events.push(html("</ol>\n</section>\n", &place));
        }
        events
    }
}

/// One footnote with the ways back to its marks.
fn print<'a>(mut note: Note<'a>, number: usize, marks: &[usize], events: &mut Vec<SourcedEvent<'a>>) {
    let place = note.span.clone();
    events.push(html(&format!("<li id=\"fn:{number}\">\n"), &place));
    let label = Hole::Said(HiddenText::Back).mark();
    let mut back = String::new();
    for (index, mark) in marks.iter().enumerate() {
        // Several ways back need names that differ.
        let (words, sign) = match index {
            0 => (label.clone(), "\u{2191}".to_owned()),
            _ => (format!("{label} {}", index + 1), format!("<sup>{}</sup>", index + 1)),
        };
        back.push_str(&format!(" <a href=\"#fnref:{mark}\" aria-label=\"{words}\">{sign}</a>"));
    }
    let back = (Event::InlineHtml(back.into()), place.clone());
    // The links back go at the end of the note's last line, not on a separate line.
    match note.events.last() {
        Some((Event::End(TagEnd::Paragraph), _)) => note.events.insert(note.events.len() - 1, back),
        _ => note.events.push(back),
    }
    events.append(&mut note.events);
    events.push(html("</li>\n", &place));
}

fn html<'a>(text: &str, place: &Range<usize>) -> SourcedEvent<'a> {
    (Event::Html(text.to_owned().into()), place.clone())
}
/// Reports the notes at `others`, which have the same name as the one at `first`. The last report counts the rest.
fn duplicates(file: &FileName, name: &str, first: Range<usize>, others: &[Range<usize>]) -> Vec<Diagnostic> {
    let help = "give each footnote a different name; capital and small letters count as the same";
    let told = others.len().min(MOST_DUPLICATES);
    let report = |(number, at): (usize, &Range<usize>)| {
        let more = if number + 1 == told { others.len() - told } else { 0 };
        let message = match more {
            0 => format!("another footnote of this article already has the name `{name}`"),
            more => {
                format!("another footnote of this article already has the name `{name}`, as have {more} more")
            }
        };
        Diagnostic::new(&DUPLICATE_FOOTNOTE, Place::new(file, at.clone()), message, help)
            .also(Place::new(file, first.clone()), "the other is here")
    };
    others.iter().take(told).enumerate().map(report).collect()
}
