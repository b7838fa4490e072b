//! The syntax of other systems, which is printed as text: what it is called, and what balm has in its place.
//!
//! A text is searched before it is parsed, and what was found counts only where the parser then sees text: not in code, in
//! comments, in the address of a link or in the attributes of a heading.

mod find;
mod lines;
mod names;
mod place;

use std::collections::BTreeMap;
use std::ops::Range;

use super::leftover::{LITERAL_LINK, LITERAL_MARKUP, MARKDOWN_IN_HTML};
use super::{BAD_DIRECTIVE, LITERAL_DIRECTIVE, MISSING_DEFINITION, UNCLOSED_TAG};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Code, Diagnostic, FileName, Place, counted};

pub(super) use find::{component, fence, find};
pub use place::in_place_of;

rules! {
    /// A construct of another system is printed as text.
    ///
    /// What it does: looks for shortcodes of Hugo, Zola and WordPress, tags of Liquid, Jinja and GitBook, `{{#include}}` of
    /// mdBook, admonitions of MkDocs (`!!! note`, `??? note`), MyST, Sphinx and Quarto (fences with `{warning}`, `:::{note}`,
    /// `.. note::`), imports and components of MDX, links and comments of Obsidian (`[[heat]]`, `%% … %%`), and CriticMarkup.
    /// It tells each construct once for a file, and how often it is there.
    ///
    /// Why: readers see the marks, and not what the construct stands for: a warning, a picture, a link. A comment among them is
    /// not meant for readers at all.
    ///
    /// ```text
    /// Bad:  {{< figure src="heat.webp" alt="A warm pack" >}}
    /// Good: ![A warm pack](heat.webp)
    /// ```
    ///
    /// To show such text to readers, put it between backticks. Source: ours; the manuals of these systems.
    FOREIGN_SYNTAX = "foreign-syntax", Structure, Error;
    /// A mark of another system is printed as text.
    ///
    /// What it does: looks for lists of attributes (`{: .note}`, `{.button}`), targets (`(heat)=`), places for a table of
    /// contents (`[[toc]]`, `[TOC]`), formulas (`$$`), codes of emoji (`:smile:`), highlighted text (`==heat==`) and
    /// diagrams. It tells each kind once for a file, and how often it is there.
    ///
    /// Why: readers see the marks, and people who listen hear them.
    ///
    /// ```text
    /// Bad:  [[toc]]
    /// Good: nothing: balm lists the headings of a long page itself
    /// ```
    ///
    /// To show such text to readers, put it between backticks. Source: ours; the manuals of these systems.
    FOREIGN_MARK = "foreign-mark", Structure, Warning;
}

/// What is written in the syntax of another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Construct {
    Hugo,
    Zola,
    Liquid,
    MdBook,
    WordPress,
    MkDocs,
    Snippet,
    Tabs,
    Myst,
    Fence,
    Role,
    Sphinx,
    Module,
    Component,
    WikiLink,
    Embed,
    Comment,
    Critic,
    Attributes,
    Target,
    Contents,
    Math,
    Emoji,
    Highlight,
    Diagram,
}

impl Construct {
    /// What it is, to go before "is printed as …".
    fn name(self) -> &'static str {
        match self {
            Construct::Hugo => "this shortcode of Hugo",
            Construct::Zola => "this shortcode of Zola",
            Construct::Liquid => "this tag of Liquid or a similar language of templates",
            Construct::MdBook => "this helper of mdBook",
            Construct::WordPress => "this shortcode of WordPress",
            Construct::MkDocs => "this admonition of MkDocs",
            Construct::Snippet => "this snippet of MkDocs",
            Construct::Tabs => "this tab of MkDocs",
            Construct::Myst | Construct::Fence => "this directive of MyST or Quarto",
            Construct::Role => "this role of MyST or Sphinx",
            Construct::Sphinx => "this directive of Sphinx",
            Construct::Module => "this line of MDX",
            Construct::Component => "this tag, a component of MDX or a word between angle brackets,",
            Construct::WikiLink => "this link of Obsidian or a wiki",
            Construct::Embed => "this file that Obsidian would show here",
            Construct::Comment => "this comment of Obsidian or MDX",
            Construct::Critic => "this mark of an editor (CriticMarkup)",
            Construct::Attributes => "this list of attributes",
            Construct::Target => "this target of MyST",
            Construct::Contents => "this place for a table of contents",
            Construct::Math => "this formula",
            Construct::Emoji => "this code of an emoji",
            Construct::Highlight => "this mark for highlighted text",
            Construct::Diagram => "the text of this diagram or formula",
        }
    }

    fn code(self) -> &'static Code {
        match self {
            Construct::Hugo
            | Construct::Zola
            | Construct::Liquid
            | Construct::MdBook
            | Construct::WordPress
            | Construct::MkDocs
            | Construct::Snippet
            | Construct::Myst
            | Construct::Fence
            | Construct::Role
            | Construct::Sphinx
            | Construct::Module
            | Construct::Component
            | Construct::WikiLink
            | Construct::Embed
            | Construct::Comment
            | Construct::Critic => &FOREIGN_SYNTAX,
            Construct::Tabs
            | Construct::Attributes
            | Construct::Target
            | Construct::Contents
            | Construct::Math
            | Construct::Emoji
            | Construct::Highlight
            | Construct::Diagram => &FOREIGN_MARK,
        }
    }

    /// What to write where nothing is known of the `name` in it.
    fn help(self) -> &'static str {
        match self {
            Construct::Hugo
            | Construct::Zola
            | Construct::Liquid
            | Construct::MdBook
            | Construct::WordPress
            | Construct::MkDocs
            | Construct::Myst
            | Construct::Fence
            | Construct::Sphinx => {
                "write it in Markdown, or as a directive: `balm explain directives` lists them"
            }
            Construct::Snippet => "write the text here; what several articles show belongs in a table",
            Construct::Tabs => "write a heading with the text below it, or `:::details[Heading]` … `:::`",
            Construct::Role => "write a link, `[text](file.md)`, or plain words",
            Construct::Module => {
                "delete it: an article is Markdown, and directives take the place of components"
            }
            Construct::Component => {
                "write a directive in the place of a component (`balm explain directives`); for a word, a backslash before the `<`"
            }
            Construct::WikiLink => "write `[text](file.md)`",
            Construct::Embed => {
                "write `![what it shows](file.webp)` for a picture, and a link for an article"
            }
            Construct::Comment => "write `<!-- … -->`, which is not published",
            Construct::Critic => "decide on the change, and delete the marks; a comment is `<!-- … -->`",
            Construct::Attributes => {
                "delete it: the theme decides on the look, an id belongs behind a heading (`## Heat {#heat}`), and a box is a directive"
            }
            Construct::Target => "delete it, and give the heading below an id: `## Heat {#heat}`",
            Construct::Contents => "delete it: balm lists the headings of a long page itself",
            Construct::Math => "write the formula in words, as text, or as a picture",
            Construct::Emoji => "write words, or the emoji itself",
            Construct::Highlight => "write `**…**`, which makes it bold",
            Construct::Diagram => "put in a picture with a text that says what it shows",
        }
    }
}

/// Something that was found, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ForeignSyntax {
    pub(super) what: Construct,
    pub(super) span: Range<usize>,
    /// The word that says what it is for, such as `figure`; may be empty.
    pub(super) word: String,
}

impl ForeignSyntax {
    pub(super) fn report(&self, file: &FileName, offset: usize) -> Diagnostic {
        let place = Place::new(file, self.span.start + offset..self.span.end + offset);
        let shown = match self.what {
            Construct::Fence | Construct::Diagram => "is printed as code",
            Construct::Component => "is not shown to readers",
            _ => "is printed as text",
        };
        let help = match self.what {
            Construct::Component => None,
            _ => place::in_place_of(&self.word),
        };
        let help = help.map_or_else(|| self.what.help().to_owned(), |instead| format!("write {instead}"));
        Diagnostic::new(self.what.code(), place, format!("{} {shown}", self.what.name()), help)
    }
}

/// What else is said of a text that is written in the syntax of another system, only in more general words.
const MORE_GENERAL: [&Code; 7] = [
    &BAD_DIRECTIVE,
    &LITERAL_DIRECTIVE,
    &LITERAL_LINK,
    &LITERAL_MARKUP,
    &MARKDOWN_IN_HTML,
    &MISSING_DEFINITION,
    &UNCLOSED_TAG,
];

/// How many places of one construct are marked.
const MOST_PLACES: usize = 4;

/// Makes one finding of all those of a file that are about one construct, with the first places, and drops what is said of the
/// same texts in more general words.
pub fn gather(diagnostics: &mut Vec<Diagnostic>) {
    let is_foreign = |found: &Diagnostic| found.code == &FOREIGN_SYNTAX || found.code == &FOREIGN_MARK;
    if !diagnostics.iter().any(is_foreign) {
        return;
    }
    let (mut foreign, others): (Vec<_>, Vec<_>) =
        std::mem::take(diagnostics).into_iter().partition(is_foreign);
    foreign.sort_by_key(|found| found.primary.place.start);
    let places: Vec<Place> = foreign.iter().map(|found| found.primary.place.clone()).collect();
    let is_known = |other: &Diagnostic| {
        let at = &other.primary.place;
        let next = places.partition_point(|place| place.start < at.end);
        let before = next.checked_sub(1).map(|before| &places[before]);
        MORE_GENERAL.contains(&other.code) && before.is_some_and(|place| at.start < place.end)
    };
    diagnostics.extend(others.into_iter().filter(|other| !is_known(other)));
    let mut by_message: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for found in foreign {
        by_message.entry(found.message.clone()).or_default().push(found);
    }
    for (_, found) in by_message {
        let more = found.len() - 1;
        let mut found = found.into_iter();
        let Some(mut first) = found.next() else { continue };
        if more > 0 {
            first.message =
                format!("{}, like {} in this file", first.message, counted(more, "other", "others"));
            for other in found.take(MOST_PLACES - 1) {
                first = first.also(other.primary.place, "and here");
            }
        }
        diagnostics.push(first);
    }
}

#[cfg(test)]
mod tests;
