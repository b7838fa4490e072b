//! One Markdown file to one [`Article`].
//!
//! ```text
//! text ─▶ front_matter::split ─▶ FrontMatter
//!            └▶ directive::scan ─▶ markdown::block ─▶ Body, headings, links, directives
//! ```
//!
//! Architecture Invariant: this module sees one file at a time. Whether a link leads anywhere, whether a
//! directive exists and what it takes is decided later, when the whole site is known.

mod bare;
mod blank_lines;
pub mod body;
pub mod directive;
mod directive_use;
pub(crate) mod events;
mod footnote;
pub mod foreign;
pub mod front_matter;
mod grid;
pub mod heading;
pub mod inline;
pub mod leftover;
mod literal;
pub mod markdown;
mod mask;
mod other_keys;
pub mod plain;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use pulldown_cmark::Event;

pub use body::{Body, HiddenText, Hole, Link, Picture, Quote};
pub use directive::{Argument, DirectiveForm, DirectiveUse};
pub use front_matter::{FrontMatter, Subject};
pub use heading::Heading;
pub use markdown::TitleId;

use directive::Masked;

use crate::data::{Misread, Spanned, UNKNOWN_KEY, control_characters};
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Level, Place};
use crate::html;
use crate::source::{Content, File};
use crate::trace::Digest;
use crate::waiver::Waiver;

codes! {
    /// The front matter starts but does not end.
    ///
    /// ```text
    /// +++
    /// title = "Heat"
    ///
    /// Heat relaxes the muscle.
    /// ```
    ///
    /// Front matter is enclosed in two lines of `+++` (TOML) or two lines of `---` (YAML). Add the second line.
    UNCLOSED_FRONT_MATTER = "unclosed-front-matter", Error;
    /// Front matter is not at the start of the file.
    ///
    /// Only the very start of a file is read as front matter; anywhere else it would be printed as text.
    MISPLACED_FRONT_MATTER = "misplaced-front-matter", Error;
    /// An article has no title.
    ///
    /// Its page is called by its first heading, or by the name of its file. Give it `title = "…"` in its front matter, or
    /// start the text with `# The title`. A file without any text, or with an empty title, is an error.
    MISSING_TITLE = "missing-title", Warning;
    /// A heading in the text is at the same level as the title of the page.
    ///
    /// ```text
    /// # Heat
    ///
    /// # Cold
    /// ```
    ///
    /// A page has one title, by which people who listen to it find their way: that of the front matter, or the first
    /// `#` heading. Headings in the text start at `##`.
    SECOND_TITLE = "second-title", Warning;
    /// An article has a title but no text.
    ///
    /// The page would be empty. Write its text, or set `draft = true` until it is written. An `index.md` may be
    /// empty, because its page lists the folder.
    EMPTY_ARTICLE = "empty-article", Warning;
    /// An article is longer than a million bytes.
    ///
    /// Readers with an old phone have to wait for all of it. Split it into several articles.
    LONG_ARTICLE = "long-article", Warning;
    /// Quotes, lists or directives are nested more than thirty deep.
    ///
    /// This is nearly always a stray `>`, a list that never ends or a directive that is not closed.
    DEEP_NESTING = "deep-nesting", Warning;
    /// A directive is opened with `:::` but never closed.
    ///
    /// ```text
    /// :::urgent[Ask for an urgent appointment if:]
    /// - the pain is worse at night
    /// ```
    ///
    /// Close it with a line that contains only `:::`. A longer fence (`::::`) can contain directives.
    UNCLOSED_DIRECTIVE = "unclosed-directive", Error;
    /// A line of `:::` closes nothing.
    ///
    /// Remove the line, or add the directive that it was meant to close.
    UNOPENED_DIRECTIVE = "unopened-directive", Error;
    /// A directive starts inside a list or quote and ends outside it, or the other way round.
    ///
    /// Give both fences the same indentation.
    CROSSED_DIRECTIVE = "crossed-directive", Error;
    /// A directive is not written correctly.
    ///
    /// The form is `:::name[label]{key="value"}`: no space after the colons, the label in square brackets, then the
    /// arguments in curly brackets, all on one line. A backslash before the first colon makes it plain text.
    BAD_DIRECTIVE = "bad-directive", Error;
    /// A cell or label of running text contains a list, a heading or another block.
    ///
    /// ```toml
    /// steps = ["1. Lie down"]
    /// ```
    ///
    /// Markdown reads the `1.` as the start of a list, which cannot be in the middle of a line. Delete it, or write a
    /// backslash before the dot: `1\. Lie down`, with two backslashes between double quotes.
    BLOCK_IN_CELL = "block-in-cell", Error;
    /// Two headings of one article have the same id.
    ///
    /// A link could lead to only one of them. Ids made from the words of headings are always different; those in
    /// curly brackets (`## Heat {#heat}`) are yours to choose.
    DUPLICATE_ANCHOR = "duplicate-anchor", Error;
    /// The id of a heading contains a space.
    ///
    /// ```text
    /// ## Heat {#heat and cold}
    /// ```
    ///
    /// Links could not name it. Write hyphens in place of spaces: `{#heat-and-cold}`.
    BAD_ANCHOR = "bad-anchor", Error;
    /// A footnote mark has no footnote.
    ///
    /// ```text
    /// Heat helps a little.[^heat]
    /// ```
    ///
    /// Add a line `[^heat]: …` with the footnote.
    MISSING_FOOTNOTE = "missing-footnote", Error;
    /// Nothing in the text refers to a footnote.
    ///
    /// It would not be printed. Refer to it with `[^name]`, or delete it.
    UNUSED_FOOTNOTE = "unused-footnote", Warning;
    /// A reference link `[text][name]` has no line `[name]: address`.
    ///
    /// It would be printed with its brackets. Add the line, or write the address in place: `[text](address)`.
    MISSING_DEFINITION = "missing-definition", Error;
    /// A comment is opened with `<!--` but never closed.
    ///
    /// ```text
    /// <!-- ask Mairi
    ///
    /// ## When to get help
    /// ```
    ///
    /// Browsers hide everything after it, to the end of the page. Close it with `-->`.
    UNCLOSED_COMMENT = "unclosed-comment", Error;
    /// A tag of raw HTML is opened but never closed.
    ///
    /// ```text
    /// Take <b>one tablet.
    /// ```
    ///
    /// Bold text, a box or a link continues over everything that follows. Add the end tag: `</b>`. Elements that need
    /// none, such as `<p>`, `<li>` and `<br>`, are not reported.
    UNCLOSED_TAG = "unclosed-tag", Warning;
    /// A row of a Markdown table has more cells than the header.
    ///
    /// ```text
    /// | Medicine | Dose |
    /// |---|---|
    /// | Paracetamol | 1 tablet | no more than 8 a day |
    /// ```
    ///
    /// Markdown drops the extra cells, and no reader sees them. Add a column to the header; a `|` that is part of a
    /// cell is written `\|`, even in code.
    EXTRA_CELL = "extra-cell", Error;
    /// A heading needs a space after `##`.
    ///
    /// ```text
    /// ##When to get help
    /// ```
    ///
    /// Without it, the line is printed as text. Add the space; to keep the text as it is, write a backslash before
    /// the first `#`.
    LITERAL_HEADING = "literal-heading", Warning;
    /// A directive is printed as text or as code.
    ///
    /// ```text
    /// See ::exercises here.
    /// ```
    ///
    /// Put a directive with two or three colons alone on its line, indented by less than four spaces. To keep the text as
    /// it is, put it between backticks, or write a backslash before the first colon.
    LITERAL_DIRECTIVE = "literal-directive", Error;
    /// A block of code is opened with a fence but never closed.
    ///
    /// ```text
    /// ~~~ sh
    /// balm check
    ///
    /// :::emergency[Call 999 if:]
    /// ```
    ///
    /// Everything below it is printed as code, danger signs included. Close it with a line of as many backticks or tildes
    /// as it starts with.
    UNCLOSED_CODE = "unclosed-code", Error;
    /// A file has the marks of a merge that was not finished.
    ///
    /// ```text
    ///     /// Take two tablets.
    ///     /// ```
    ///
    /// Both versions would be published. Keep one of them, and delete the three lines of marks.
    MERGE_CONFLICT = "merge-conflict", Error;
    /// Two footnotes of one article have the same name.
    ///
    /// ```text
    /// [^NHS]: Back pain, 2024.
    /// [^nhs]: Sciatica, 2023.
    /// ```
    ///
    /// A mark could lead to only one of them, and the other would not be printed. Capital and small letters make no
    /// difference. Give each a name of its own.
    DUPLICATE_FOOTNOTE = "duplicate-footnote", Error;
}

/// An article longer than this, in bytes, is worth a warning.
const LONG: usize = 1_000_000;

/// A Markdown file, parsed.
#[derive(Clone, Debug)]
pub struct Article {
    /// The file.
    pub file: FileName,
    /// The whole text of the file.
    pub source: Arc<str>,
    /// Where in it the front matter ends, in bytes.
    pub start: usize,
    /// What its front matter says.
    pub front_matter: FrontMatter,
    /// The title: the front matter's, or the first `#` heading's text.
    pub title: Spanned<String>,
    /// The anchor of the title, where that is the first `#` heading.
    pub title_id: Option<TitleId>,
    /// The text.
    pub body: Body,
    /// Its headings in order, without the one that became the title.
    pub headings: Vec<Heading>,
    /// What it asks `balm check` to overlook.
    pub waivers: Vec<Waiver>,
    text: OnceLock<Digest>,
    front: OnceLock<Digest>,
}

impl Article {
    /// Stands for the whole file's text. It is computed when it is first asked for: a single build needs no digests, and
    /// computing all of them took 2 % of it.
    #[must_use]
    pub fn text(&self) -> Digest {
        *self.text.get_or_init(|| Digest::of(&*self.source))
    }

    /// Stands for the front matter and the title, places included.
    #[must_use]
    pub fn front(&self) -> Digest {
        let title = &self.title;
        let front = self.source.get(..self.start).unwrap_or("");
        *self.front.get_or_init(|| Digest::of(&(front, &title.value, title.start, title.end)))
    }
}

/// Parses `file`. An article without a title is left out, and reported; one whose front matter has mistakes is
/// returned as far as it goes, so that its text and the links to it are checked too.
#[must_use]
pub fn parse(file: &File) -> (Option<Article>, Vec<Diagnostic>) {
    let (article, diagnostics) = parse_observed(file, |_, _, _| None::<Nobody>);
    (article.map(|(article, _)| article), diagnostics)
}

/// Follows the events of an article's Markdown while the article is parsed, so that its text is parsed only once.
pub trait ParseObserver {
    /// Takes in one event, which comes from the bytes `span` of the file. `masked` is the directive that starts there, if
    /// any: the parser sees placeholders in the place of directives.
    fn event(&mut self, event: &Event<'_>, span: Range<usize>, masked: Option<&Masked>);
}

/// Observes nothing.
struct Nobody;

impl ParseObserver for Nobody {
    fn event(&mut self, _: &Event<'_>, _: Range<usize>, _: Option<&Masked>) {}
}

/// Parses `file` as [`parse`] does, and shows the events of its Markdown to an observer. `observer` is called once the front
/// matter is known, with the text of the file and the byte at which its Markdown starts; it returns `None` where nobody wants
/// to observe this article.
pub fn parse_observed<'a, O: ParseObserver>(
    file: &'a File,
    observer: impl FnOnce(&FrontMatter, &'a str, usize) -> Option<O>,
) -> (Option<(Article, Option<O>)>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let text = file.text();
    diagnostics.extend(control_characters::in_text(text, &file.path));
    if !diagnostics.is_empty() {
        return (None, diagnostics);
    }
    if text.len() > LONG && length(text) > LONG {
        diagnostics.push(Diagnostic::new(
            &LONG_ARTICLE,
            Place::start_of(&file.path),
            format!("this article is {} kB long, too much for one page", length(text) / 1000),
            "split it into several articles in a folder",
        ));
    }
    let front = front_matter::split(text, &file.path, &mut diagnostics);
    let (mut front_matter, mut whole) = front_matter::read(&front, &file.path, &mut diagnostics);
    let title_is_heading = front_matter.title.is_none();
    let mut observer = observer(&front_matter, text, front.body);
    let observing = observer.as_mut().map(|observer| observer as &mut dyn ParseObserver);
    let parsed = markdown::block(text, front.body, &file.path, title_is_heading, observing, &mut diagnostics);
    let title = front_matter.title.clone().or(parsed.title);
    // After a mistake in the front matter a title may only seem to be missing.
    let title =
        title.or_else(|| (!whole).then(|| Spanned { value: file.path.to_string(), start: 0, end: 0 }));
    let mut title = title;
    let help = "start the file with `# The title`, or give `title = \"…\"` between two lines of `+++`";
    let untitled = |place: Place, message: &str, help: &str| Diagnostic {
        level: Level::Error,
        ..Diagnostic::new(&MISSING_TITLE, place, message, help)
    };
    // A preview shows it all the same, with what is wrong; what else it lacks follows from that.
    let mut is_untitled = title.is_none() && text.trim().is_empty();
    if is_untitled {
        diagnostics.push(untitled(Place::start_of(&file.path), "this file is empty", help));
        title = Some(instead_of_title(text, &file.path, &[]).0);
    }
    let mut title = title.unwrap_or_else(|| {
        let (title, message) = instead_of_title(text, &file.path, &parsed.headings);
        // One mistake is enough: a title that is misspelt or misplaced is there.
        if !diagnostics.iter().any(hides_title) {
            diagnostics.push(Diagnostic::new(
                &MISSING_TITLE,
                Place::new(&file.path, title.span()),
                message,
                help,
            ));
        }
        title
    });
    if title.value.trim().is_empty() {
        diagnostics.push(untitled(
            Place::new(&file.path, title.span()),
            "the title is empty",
            "write a title",
        ));
        title.value = instead_of_title(text, &file.path, &parsed.headings).0.value;
        is_untitled = true;
    }
    if is_untitled {
        front_matter.misread = Misread::everything();
        whole = false;
    }
    let named = [("title", front_matter.title.as_ref()), ("description", front_matter.description.as_ref())];
    for (name, value) in named {
        value.into_iter().for_each(|value| plain::plain_text(name, value, &file.path, &mut diagnostics));
    }
    let is_index = file.path.ends_with("/index.md");
    if parsed.body.is_empty() && !is_index && whole {
        diagnostics.push(Diagnostic::new(
            &EMPTY_ARTICLE,
            Place::new(&file.path, title.span()),
            format!("the article `{}` has no text", title.value),
            "write its text, or set `draft = true` until it is written",
        ));
    }
    let front_end = front.body;
    let article = Article {
        file: Arc::clone(&file.path),
        source: match &file.content {
            Content::Text(text) => Arc::clone(text),
            Content::Bytes(_) => Arc::from(""),
        },
        start: front_end,
        front_matter,
        title,
        title_id: parsed.title_id,
        body: parsed.body,
        headings: parsed.headings,
        waivers: parsed.waivers,
        text: OnceLock::new(),
        front: OnceLock::new(),
    };
    (Some((article, observer)), diagnostics)
}

/// How long `text` is, in bytes, when blanks that only pad it do not count.
fn length(text: &str) -> usize {
    text.split_whitespace().map(|word| word.len() + 1).sum()
}

/// What the article in `file` is called, as it has no title, and what to say of that.
fn instead_of_title(text: &str, file: &FileName, headings: &[Heading]) -> (Spanned<String>, String) {
    if let Some(heading) = headings.first() {
        let written = text.get(heading.start..heading.end).unwrap_or("");
        let words = html::words(&heading.html);
        let words = words.trim();
        if !words.is_empty() {
            let message =
                format!("this article has no title, so its page is called by its first heading, `{words}`");
            let end = heading.start + written.trim_end().len();
            return (Spanned { value: words.to_owned(), start: heading.start, end }, message);
        }
    }
    let path = file.strip_prefix("content/").unwrap_or(file);
    let path = path.strip_suffix(".md").unwrap_or(path);
    let path = path.strip_suffix("index").map_or(path, |folder| folder.trim_end_matches('/'));
    let name = path.rsplit('/').next().unwrap_or("").replace(['-', '_'], " ");
    let mut letters = name.trim().chars();
    let value = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Home".to_owned(),
    };
    let message = format!("this article has no title, so its page is called by the file's name, `{value}`");
    (Spanned { value, start: 0, end: 0 }, message)
}

/// Whether `diagnostic` says already why there seems to be no title.
fn hides_title(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == &MISPLACED_FRONT_MATTER
        || (diagnostic.code == &UNKNOWN_KEY && diagnostic.help.contains("`title`?"))
}
