//! Filling the holes of a [`Body`]: addresses, pictures, directives.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use tera::{TeraResult, Value};

use super::reader::{MarkedTexts, Reader};
use crate::article::body::BodyPiece;
use crate::article::{Body, DirectiveForm, DirectiveUse, Hole, Picture};
use crate::check::links::MISSING_PICTURE;
use crate::css;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::html::escape;
use crate::link::{Destination, World};
use crate::origin::{self, Marks, Origin};
use crate::site::language;
use crate::site::rows::RowId;
use crate::template::scene::{self, Lookup, LookupProblem, RenderOutcome};
use crate::template::{Component, UNKNOWN_ROW, render_fault};
use crate::trace::{Notes, Read};

/// The HTML of a body that holds no directives, such as a table's cell, written in `file`.
pub(super) fn fill(
    body: &Body,
    file: &FileName,
    world: &World,
    absolute: bool,
    notes: &Notes,
    marks: Option<&Marks>,
) -> String {
    let hand = Hand { file, world, absolute, notes, marks };
    let mut html = String::new();
    hand.pieces(body, |piece, place| match piece {
        BodyPiece::Html(part) => hand.push(part, place, &mut html),
        BodyPiece::Hole(hole) => hand.fill(hole, body, &mut html),
    });
    html
}

/// What it takes to fill the holes of a body.
#[derive(Clone, Copy)]
struct Hand<'a> {
    /// The file that the body is written in.
    file: &'a FileName,
    world: &'a World,
    /// Whether addresses are whole, as in a feed.
    absolute: bool,
    notes: &'a Notes,
    /// The marks that say where the body is written, where it carries them.
    marks: Option<&'a Marks>,
}

impl Hand<'_> {
    /// Gives `take` the pieces of `body`, with the place that each stretch of HTML is written at where marks are to say it.
    fn pieces<'b>(self, body: &'b Body, mut take: impl FnMut(BodyPiece<'b>, Option<Range<usize>>)) {
        match self.marks {
            None => body.pieces().for_each(|piece| take(piece, None)),
            Some(_) => body.written_pieces().for_each(|(piece, place)| take(piece, place)),
        }
    }

    /// Adds `part`, which is written at `place`, to `html`.
    fn push(self, part: &str, place: Option<Range<usize>>, html: &mut String) {
        match self.marks.zip(place) {
            Some((marks, place)) => {
                html.push_str(&marks.wrap(part, Origin::Written(Place::new(self.file, place))));
            }
            None => html.push_str(part),
        }
    }

    fn fill(self, hole: Hole, body: &Body, html: &mut String) {
        match hole {
            Hole::Link(index) => {
                if let Some(link) = body.links.get(index) {
                    let href = self.href(&link.target);
                    let href = match &link.tag {
                        // A style sheet knows no character references.
                        Some(tag) if tag.is_sheet => Cow::Owned(css::encode(&href)),
                        Some(tag) if tag.attribute == "style" => {
                            Cow::Owned(escape(&css::encode(&href)).into())
                        }
                        _ => escape(&href),
                    };
                    self.push(&href, Some(link.whole().clone()), html);
                }
            }
            Hole::Picture(index) => {
                if let Some(picture) = body.pictures.get(index) {
                    let mut image = String::new();
                    self.image(picture, &mut image);
                    self.push(&image, Some(picture.span.clone()), html);
                }
            }
            Hole::Said(said) => {
                let site = &self.world.site;
                let language = site.language_of(self.file);
                self.notes.add(|| Read::Title(Arc::clone(self.file)));
                self.notes.add(|| Read::Words(language.as_str().into()));
                html.push_str(&escape(site.words.of(language).text(said.key())));
            }
            Hole::Quote(quote) => {
                self.notes.add(|| Read::Title(Arc::clone(self.file)));
                html.push_str(quote.in_language(self.world.site.language_of(self.file)));
            }
            Hole::Open(_) | Hole::Close | Hole::Notes => {}
        }
    }

    fn href(self, target: &str) -> String {
        self.world.href(self.file, target, self.absolute, self.notes)
    }

    /// Writes an `img` element. Its size is given, so that the text does not jump when it arrives.
    fn image(self, picture: &Picture, html: &mut String) {
        html.push_str("<img src=\"");
        html.push_str(&escape(&self.href(&picture.source)));
        html.push_str("\" alt=\"");
        html.push_str(&escape(&picture.alt));
        html.push('"');
        if !picture.title.is_empty() {
            html.push_str(&format!(" title=\"{}\"", escape(&picture.title)));
        }
        if let Ok(Destination::File { source, .. }) = self.world.find(self.file, &picture.source, self.notes)
            && let Some((width, height)) = self.world.assets.get(&source).and_then(|asset| asset.size)
        {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        html.push_str(" loading=\"lazy\">");
    }
}

/// An article's HTML, with what its directives showed and what was wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    pub(crate) html: String,
    /// Where what opens the page ends, in bytes of `html`; 0 where the text begins with something else.
    opening: usize,
    /// Where the footnotes start.
    notes: Option<usize>,
    /// The numbers of the rows shown, in order.
    pub(crate) rows: Vec<usize>,
    /// Those of them that a directive shows as more than a link, each with the number of the directive.
    pub(crate) shown: Vec<(usize, usize)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Filled {
    /// What opens the page, the text, and its footnotes.
    pub(crate) fn parts(&self) -> [&str; 3] {
        let (text, notes) = self.html.split_at(self.notes.unwrap_or(self.html.len()));
        let (opening, text) = text.split_at(self.opening.min(text.len()));
        [opening, text, notes]
    }
}

/// The HTML of an article's body, written in `file`, directives and all.
pub(crate) fn fill_article(reader: &Rc<Reader>, body: &Body, file: &FileName, absolute: bool) -> Filled {
    let marks = reader.marks().filter(|_| reader.level().article);
    let hand = Hand { file, world: reader.world(), absolute, notes: reader.notes(), marks };
    let mut filled = Filled::default();
    // A container's body is complete only at its end; the HTML around it waits on the stack.
    let mut around: Vec<(String, usize, &DirectiveUse)> = Vec::new();
    let mut html = String::new();
    hand.pieces(body, |piece, place| match piece {
        BodyPiece::Html(part) => hand.push(part, place, &mut html),
        BodyPiece::Hole(Hole::Open(index)) => {
            let Some(used) = body.uses.get(index) else { return };
            if used.form == DirectiveForm::Container {
                around.push((std::mem::take(&mut html), index, used));
            } else {
                let known = filled.rows.len();
                let made = directive(reader, used, hand, None, &mut filled);
                match rows_attrs(reader, &filled.rows[known..], file)
                    .filter(|_| used.form == DirectiveForm::Leaf)
                {
                    Some(attrs) => html.push_str(&format!("<div{attrs}>\n{made}\n</div>\n")),
                    None => html.push_str(&made),
                }
                if used.form == DirectiveForm::Leaf {
                    filled.shown.extend(filled.rows[known..].iter().map(|&row| (row, index)));
                }
            }
        }
        BodyPiece::Hole(Hole::Close) => {
            if let Some((before, index, used)) = around.pop() {
                let inner = std::mem::replace(&mut html, before);
                let is_first = around.is_empty() && is_blank(&html);
                let known = filled.rows.len();
                html.push_str(&directive(reader, used, hand, Some(&inner), &mut filled));
                filled.shown.extend(filled.rows[known..].iter().map(|&row| (row, index)));
                let opens = |component: &Component| component.opens;
                if is_first && reader.templates().component(&used.name.value).is_some_and(opens) {
                    filled.opening = html.len();
                }
            }
        }
        BodyPiece::Hole(Hole::Notes) => filled.notes = Some(html.len()),
        BodyPiece::Hole(hole) => hand.fill(hole, body, &mut html),
    });
    filled.html = html;
    filled
}

/// Whether `html` is white space, marks aside.
fn is_blank(html: &str) -> bool {
    html.chars().all(|c| c.is_ascii_whitespace() || origin::is_mark(c))
}

/// The attributes that say the language of `rows`, where all of them are in one that is not that of the article `file`.
fn rows_attrs(reader: &Reader, rows: &[usize], file: &FileName) -> Option<String> {
    let language = |row: &usize| reader.rows_language(reader.row_fields(*row).folder());
    let first = language(rows.first()?);
    let page = reader.page(file)?.article.as_ref()?;
    let attrs = first.attributes_in(language::of_article(page, reader.config()));
    (!attrs.is_empty() && rows.iter().all(|row| language(row) == first)).then_some(attrs)
}

/// The HTML of one directive; of one that does not exist, its body.
fn directive(
    reader: &Rc<Reader>,
    used: &DirectiveUse,
    hand: Hand<'_>,
    body: Option<&str>,
    filled: &mut Filled,
) -> String {
    let (file, templates) = (hand.file, reader.templates());
    hand.notes.add(|| Read::Component(used.name.value.as_str().into()));
    let Some(component) = templates.component(&used.name.value) else {
        return body.unwrap_or("").to_owned();
    };
    let (result, outcome) = match hand.marks {
        None => run(reader, component, used, hand, body),
        // Marks in what a directive is given may have changed what it does: then it goes without some of them.
        Some(marks) => {
            let bare_body = body.map(origin::bare);
            let bare = reader
                .at_level(MarkedTexts::NONE, || run(reader, component, used, hand, bare_body.as_deref()));
            let Ok(html) = &bare.0 else { return finished(reader, component, used, hand, bare, filled) };
            let with_marks = LEVELS.into_iter().find_map(|level| {
                let body = if level.article { body } else { bare_body.as_deref() };
                let (marked, _) = reader.at_level(level, || run(reader, component, used, hand, body));
                marked.ok().filter(|marked| origin::bare(marked) == *html)
            });
            let html = marks.wrap(
                with_marks.as_deref().unwrap_or(html),
                Origin::Directive(Place::new(file, used.span.clone())),
            );
            (Ok(html), bare.1)
        }
    };
    finished(reader, component, used, hand, (result, outcome), filled)
}

/// Which texts carry marks in a directive, those first that tell most.
const LEVELS: [MarkedTexts; 5] = [
    MarkedTexts::ALL,
    MarkedTexts { values: false, ..MarkedTexts::ALL },
    MarkedTexts { literals: false, ..MarkedTexts::ALL },
    MarkedTexts { article: false, ..MarkedTexts::ALL },
    MarkedTexts { article: true, ..MarkedTexts::NONE },
];

/// Runs the component of a directive, whose body is `body`.
fn run(
    reader: &Rc<Reader>,
    component: &Component,
    used: &DirectiveUse,
    hand: Hand<'_>,
    body: Option<&str>,
) -> (TeraResult<String>, RenderOutcome) {
    let marks = reader.marks().filter(|_| reader.level().values);
    let label = used.label.as_ref().map(|label| {
        let html = fill(&label.body, hand.file, hand.world, hand.absolute, hand.notes, marks);
        marked(marks, hand.file, &html, label.text.span())
    });
    let context = component.context_with(used, label.as_deref(), |value, attribute| {
        let changed = marks
            .zip(value.as_str().filter(|text| !text.is_empty()))
            .map(|(marks, text)| Value::from(marked(Some(marks), hand.file, text, attribute.value.span())));
        changed.unwrap_or(value)
    });
    let lookup: Rc<dyn Lookup> = Rc::clone(reader) as Rc<dyn Lookup>;
    scene::within(&lookup, hand.file, || {
        reader.tera().render_component(&component.name, &context, Some(body.unwrap_or("")), true)
    })
}

/// What the directive `used` of the article `file` shows by itself: its HTML and its rows. Mistakes in it are for its page to
/// tell.
pub(super) fn shown_by(reader: &Rc<Reader>, used: &DirectiveUse, file: &FileName) -> (String, Vec<RowId>) {
    let Some(component) = reader.templates().component(&used.name.value) else { return Default::default() };
    let (world, notes) = (reader.world(), reader.notes());
    let hand = Hand { file, world, absolute: false, notes, marks: None };
    let (html, outcome) = run(reader, component, used, hand, None);
    (html.unwrap_or_default(), outcome.rows)
}

/// `text`, which is written at `span` of `file`, with a mark that says so.
fn marked(marks: Option<&Marks>, file: &FileName, text: &str, span: Range<usize>) -> String {
    match marks {
        Some(marks) => marks.wrap(text, Origin::Written(Place::new(file, span))),
        None => text.to_owned(),
    }
}

/// What a directive has become, with its rows and mistakes taken note of.
fn finished(
    reader: &Rc<Reader>,
    component: &Component,
    used: &DirectiveUse,
    hand: Hand<'_>,
    (result, outcome): (TeraResult<String>, RenderOutcome),
    filled: &mut Filled,
) -> String {
    let file = hand.file;
    let asked_in_vain = if outcome.rows.is_empty() { outcome.asked } else { Vec::new() };
    filled.rows.extend(outcome.rows);
    match result {
        Ok(html) if used.form == DirectiveForm::Text => html.trim().to_owned(),
        Ok(html) => {
            if html.trim().is_empty() {
                filled.diagnostics.extend(no_rows(reader, used, &asked_in_vain, file));
            }
            html
        }
        Err(error) => {
            // What is wrong with its arguments the checks have reported, in the author's words.
            let mut wrong_arguments = Vec::new();
            component.check(used, file, &mut wrong_arguments);
            if let Some(problem) = outcome.problems.iter().find(|problem| problem.is_of_template) {
                let mut fault = render_fault(&error, component.file.trim_start_matches("templates/"));
                fault.message.clone_from(&problem.message);
                fault.help.clone_from(&problem.help);
                filled.diagnostics.push(fault.also(Place::new(file, used.span.clone()), "used here"));
            } else if !outcome.problems.is_empty() {
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

/// The diagnostic that `used` has nothing to show. It asked for all rows of the kinds named `asked`.
fn no_rows(reader: &Reader, used: &DirectiveUse, asked: &[String], file: &FileName) -> Option<Diagnostic> {
    let known = reader.kinds_with_rows(asked).next();
    let kind = match known {
        Some(kind) => kind,
        None => reader.kind_of_directive(&used.name.value)?,
    };
    let stem = kind.stem.as_str();
    if reader.may_have_lost(stem) {
        return None;
    }
    let (message, help) = match used
        .get("from")
        .map(|from| from.value.as_str())
        .filter(|from| !from.is_empty())
    {
        Some("/") | None if known.is_none() => (
            format!("no table `{stem}` has rows, so there is nothing to show here"),
            format!("add rows to `{stem}.toml` or `{stem}.csv`, or remove this line"),
        ),
        Some(from) => (
            format!("the folder `{from}` has no table `{stem}`, so there is nothing to show here"),
            format!("add `{stem}.toml` or `{stem}.csv` to it, or take `from` out"),
        ),
        None => (
            format!("the topic of this page has no table `{stem}`, so there is nothing to show here"),
            format!(
                "write `from=\"{}\"` to show those of that folder or `from=\"/\"` to show those of the whole site, or add \
                 `{stem}.toml` or `{stem}.csv` to this folder",
                reader.highest_folder(kind)
            ),
        ),
    };
    Some(Diagnostic::new(&UNKNOWN_ROW, Place::new(file, used.span.clone()), message, help))
}

/// The problem at the word of the author's argument that caused it.
fn unknown_row(problem: &LookupProblem, used: &DirectiveUse, file: &FileName) -> Diagnostic {
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
