//! The keys at the top of an article.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{MISPLACED_FRONT_MATTER, UNCLOSED_FRONT_MATTER, other_keys};
use crate::data::{
    Context, Date, Decoded, Format, Misread, Node, SYNTAX, Spanned, Value, control_characters, decode, toml,
    typed, yaml,
};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::language::Language;

/// What an author says about an article, in TOML between two lines of `+++` or YAML between two of `---`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrontMatter {
    /// The page's title and only first-level heading. Without it the first `#` heading is the title.
    pub title: Option<Spanned<String>>,
    /// One or two sentences for search results, lists and the feed.
    pub description: Option<Spanned<String>>,
    /// The last part of the page's address. Without it the file's name is.
    pub slug: Option<Spanned<String>>,
    /// Where the page stands among those of its folder: smaller numbers first, then pages without a number
    /// by title.
    pub order: Option<i64>,
    /// Words to group pages by; each has a page that lists its articles.
    pub tags: Vec<Spanned<String>>,
    /// A draft is not published, unless `--drafts` is given.
    pub draft: bool,
    /// The day the page was first published. A day that has not come keeps it back, unless `--future` is
    /// given. `date` means the same.
    pub published: Option<Spanned<Date>>,
    /// The day the text was last changed.
    pub updated: Option<Spanned<Date>>,
    /// The day from which the page is no longer published.
    pub expires: Option<Spanned<Date>>,
    /// The day the whole page was last reviewed.
    pub reviewed: Option<Spanned<Date>>,
    /// The day by which the whole page is to be reviewed again.
    pub review_due: Option<Spanned<Date>>,
    /// Who wrote the page.
    pub authors: Vec<String>,
    /// The clinician who reviewed the page.
    pub reviewer: Option<Reviewer>,
    /// Whether the page is about health, as pages are, or about the site itself (`site`), which owes its readers no
    /// sources and no review.
    pub subject: Subject,
    /// The danger signs that a topic has to show, by the `area` of their set in `red-flags.toml`; for all pages of the
    /// folder. Only in an `index.md`.
    pub red_flags: Option<Spanned<String>>,
    /// The ids of the sources the page rests on.
    pub sources: Vec<Spanned<String>>,
    /// Former addresses of the page, such as `/old/page/`; each leads on to it.
    pub aliases: Vec<Spanned<String>>,
    /// The template to use in place of the usual one, such as `leaflet.html`.
    pub template: Option<Spanned<String>>,
    /// The language of the page, such as `cy`. Without it the site's.
    pub lang: Option<Language>,
    /// Anything else, for templates: `page.extra`.
    pub extra: BTreeMap<String, serde_json::Value>,
    /// The keys that were given and could not be read: they are not missing.
    #[serde(skip)]
    pub misread: Misread,
}
typed!(FrontMatter);

impl FrontMatter {
    /// What search results, lists and the feed say of the page; nothing where it says nothing.
    #[must_use]
    pub fn description(&self) -> &str {
        self.description.as_ref().map_or("", |description| description.value.as_str())
    }
}

/// What a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// Health.
    #[default]
    Health,
    /// The site that it is part of: who makes it, and how.
    Site,
}

/// Who reviewed a page.
#[derive(Clone, Debug, Deserialize, JsonSchema, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewer {
    /// The person's name.
    pub name: String,
    /// What qualifies the person: "Physiotherapist".
    pub role: String,
}

/// Where front matter and text stand in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// The front matter without its fences, and the kind of fence; `None` where there is none.
    front: Option<(&'a str, usize, Fence)>,
    /// The byte at which the text starts.
    pub body: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fence {
    Toml,
    Yaml,
}

impl Fence {
    fn line(self) -> &'static str {
        match self {
            Fence::Toml => "+++",
            Fence::Yaml => "---",
        }
    }

    fn of(line: &str) -> Option<Fence> {
        [Fence::Toml, Fence::Yaml].into_iter().find(|fence| line.trim_end() == fence.line())
    }
}

/// Parts front matter from text.
#[must_use]
pub fn split<'a>(text: &'a str, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Split<'a> {
    let mut lines = lines_with_offsets(text);
    let Some((_, first)) = lines.next() else { return Split { front: None, body: 0 } };
    let Some(fence) = Fence::of(first) else {
        let mut written = lines_with_offsets(text).skip_while(|(_, line)| line.trim().is_empty());
        if let Some((at, line)) = written.next()
            && let Some(fence) = Fence::of(line)
            // A line of `---` may as well be one across the page.
            && (fence == Fence::Toml || written.next().is_some_and(|(_, line)| starts_with_key(line)))
        {
            diagnostics.push(Diagnostic::new(
                &MISPLACED_FRONT_MATTER,
                Place::new(file, at..at + 3),
                "front matter has to start on the first line of the file",
                "delete the empty lines above it",
            ));
        }
        return Split { front: None, body: 0 };
    };
    let start = first.len();
    for (at, line) in lines {
        if line.trim_end() == fence.line() {
            return Split { front: Some((&text[start..at], start, fence)), body: at + line.len() };
        }
    }
    diagnostics.push(
        Diagnostic::new(
            &UNCLOSED_FRONT_MATTER,
            Place::new(file, 0..3),
            format!("the front matter that starts here has no second line of `{}`", fence.line()),
            format!("put a line `{}` after the last key", fence.line()),
        )
        .label("starts here"),
    );
    // Keys up to the first empty line are taken as the front matter, so that the rest can be checked too.
    let end = lines_with_offsets(text).skip(1).find(|(_, line)| line.trim().is_empty());
    let end = end.map_or(text.len(), |(at, _)| at);
    Split { front: Some((&text[start..end], start, fence)), body: end }
}

/// Whether a line looks like one of YAML front matter: `title: Heat`.
fn starts_with_key(line: &str) -> bool {
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    line.trim_end().split_once(':').is_some_and(|(key, value)| {
        !key.is_empty() && key.chars().all(is_key) && (value.is_empty() || value.starts_with(' '))
    })
}

fn lines_with_offsets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

/// Reads the keys, and says whether all of them could be read. Keys that could not have their usual value, so
/// that the text can be checked all the same.
pub fn read(front: &Split<'_>, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> (FrontMatter, bool) {
    let Some((text, offset, fence)) = front.front else { return (FrontMatter::default(), true) };
    let before = diagnostics.len();
    let (format, (mut node, mistakes)) = match fence {
        Fence::Toml => (Format::Toml, toml::parse(text, offset, file)),
        Fence::Yaml => (Format::Yaml, yaml::parse(text, offset, file)),
    };
    // YAML that cannot be read has no keys at all.
    let is_lost = mistakes.iter().any(|mistake| mistake.code == &SYNTAX) && node.entries().is_empty();
    diagnostics.extend(mistakes);
    control_characters::clean_node(&mut node, file, diagnostics);
    rename_date(&mut node);
    drop_nulls(&mut node);
    let foreign = other_keys::take(&mut node, format, file, diagnostics);
    if let Value::Table(entries) = &mut node.value {
        entries
            .iter_mut()
            .filter(|entry| entry.key != "extra")
            .for_each(|entry| on_one_line(&mut entry.value));
    }
    let context = Context { file, what: "front matter", format, within: None };
    let decoded: Decoded<FrontMatter> = decode(node, &context, diagnostics);
    let mut front_matter = decoded.value.unwrap_or_default();
    front_matter.misread = if is_lost { Misread::everything() } else { decoded.misread };
    front_matter.misread.extend(foreign);
    (front_matter, diagnostics.len() == before)
}

/// Removes line ends from the texts in `node`, which a text over several lines (`title: |`) brings with it: a title, a name, a
/// tag or an address is one line.
fn on_one_line(node: &mut Node) {
    match &mut node.value {
        Value::Text(text) | Value::Cell(text) => {
            if text.contains(['\n', '\r']) {
                *text =
                    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
            } else if text.len() != text.trim().len() {
                *text = text.trim().to_owned();
            }
        }
        Value::List(items) => items.iter_mut().for_each(on_one_line),
        Value::Table(entries) => entries.iter_mut().for_each(|entry| on_one_line(&mut entry.value)),
        Value::Null | Value::Unread | Value::Bool(_) | Value::Integer(_) | Value::Float(_) => {}
    }
}

/// `date`, as other generators call it, means `published`.
fn rename_date(node: &mut Node) {
    if let Value::Table(entries) = &mut node.value
        && !entries.iter().any(|entry| entry.key == "published")
    {
        for entry in entries.iter_mut().filter(|entry| entry.key == "date") {
            entry.key = "published".into();
        }
    }
}

/// In YAML a key without a value is one that is not given.
fn drop_nulls(node: &mut Node) {
    if let Value::Table(entries) = &mut node.value {
        entries.retain(|entry| entry.value.value != Value::Null);
    }
}

/// The place of `value`, for diagnostics.
#[must_use]
pub fn place<T>(file: &FileName, value: &Spanned<T>) -> Place {
    let span: Range<usize> = value.span();
    Place::new(file, span)
}
