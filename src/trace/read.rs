//! What a unit of work may read of the site.

use std::sync::Arc;

use strum::{Display, EnumDiscriminants, VariantArray};

use crate::diagnostic::FileName;
use crate::kind::Kind;

/// Something of the site that a unit of work may read beyond its own arguments.
///
/// A list is one read, not one for each of its items.
///
/// Displayed, it is what was read, for people: "the text of `content/a.md`".
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumDiscriminants)]
#[strum_discriminants(
    name(ReadKind),
    derive(PartialOrd, Ord, VariantArray),
    doc = "A [`Read`] without what it names."
)]
pub enum Read {
    /// The whole text of an article or table, front matter and all, with every place in it.
    #[strum(to_string = "the text of `{0}`")]
    Text(FileName),
    /// A page's title and address.
    #[strum(to_string = "the title or address of `{0}`")]
    Title(FileName),
    /// The title and address of a folder's own page.
    #[strum(to_string = "the title of the folder `{0}/`")]
    Section(Arc<str>),
    /// The dates of a folder's own page.
    #[strum(to_string = "the dates of the folder `{0}/`")]
    Dates(Arc<str>),
    /// The language of the rows in a folder.
    #[strum(to_string = "the language of rows in `{0}/`")]
    Language(Arc<str>),
    /// Whether a folder has a table of causes.
    #[strum(to_string = "whether `{0}/` has causes")]
    Causes(Arc<str>),
    /// The page on which a question is marked up.
    #[strum(to_string = "where the question `{0}` is marked up")]
    HomeOf(Arc<str>),
    /// What lists say of the pages in a folder, in order.
    #[strum(to_string = "the list of pages in `{0}/`")]
    Listing(Arc<str>),
    /// What stands before, after and around a page in its folder.
    #[strum(to_string = "the pages next to `{0}`")]
    Neighbours(FileName),
    /// The messages in a language, by its tag.
    #[strum(to_string = "the words in `{0}`")]
    Words(Arc<str>),
    /// What `site` is in templates.
    #[strum(to_string = "what `site.toml` says")]
    Site,
    /// Which rules apply, with the day and what else of `site.toml` they look at, whether it could be read or not.
    #[strum(to_string = "which rules apply")]
    Checks,
    /// The danger signs that pages of a folder have to show, or why none are known.
    #[strum(to_string = "the danger signs that `{0}/` declares")]
    RedFlags(Arc<str>),
    /// What the rows of a folder are called, and of which kind they are.
    #[strum(to_string = "the names of rows in `{0}/`")]
    Called(Arc<str>),
    /// The strip of danger signs of a folder.
    #[strum(to_string = "the danger signs for `{0}/`")]
    Help(Arc<str>),
    /// A row: its fields, what stands in the place of its references, and which keys of it could not be read.
    #[strum(to_string = "the row `{0}`")]
    Row(Arc<str>),
    /// Which kind of row an id names.
    #[strum(to_string = "what `{0}` is the id of")]
    Id(Arc<str>),
    /// The rows before and after a row, from A to Z.
    #[strum(to_string = "the rows next to `{0}`")]
    RowNeighbours(Arc<str>),
    /// Which rows of a kind there are, in the order of their tables.
    #[strum(to_string = "which rows there are in `{0}`")]
    Rows(Kind),
    /// The topic of a folder for rows of a kind.
    #[strum(to_string = "which `{0}` are those of `{1}/`")]
    Topic(Kind, Arc<str>),
    /// The rows of a kind in a folder and those below it, in the order of their tables.
    #[strum(to_string = "which `{0}` there are in `{1}/`")]
    Within(Kind, Arc<str>),
    /// All rows of a kind from A to Z, with what they say.
    #[strum(to_string = "the rows of `{0}` from A to Z")]
    Alphabet(Kind),
    /// What a kind of row is, by the word for one row.
    #[strum(to_string = "what a `{0}` is")]
    Kind(Arc<str>),
    /// Every table as it is written.
    #[strum(to_string = "the tables")]
    Tables,
    /// Which folders have tables.
    #[strum(to_string = "which folders have tables")]
    Folders,
    /// A tag's name and address.
    #[strum(to_string = "the name of the tag `{0}`")]
    Tag(Arc<str>),
    /// What lists say of the pages with a tag, in order.
    #[strum(to_string = "the list of pages with the tag `{0}`")]
    Tagged(Arc<str>),
    /// All tags, each with the number of its pages.
    #[strum(to_string = "the list of tags")]
    Tags,
    /// The newest pages, for feeds.
    #[strum(to_string = "the list of the newest pages")]
    Newest,
    /// Every address with its date, for the sitemap.
    #[strum(to_string = "the list of all pages")]
    Addresses,
    /// Where an address (`/a/b/`) or source path (`content/a/b.md`) leads.
    #[strum(to_string = "where `{0}` leads")]
    At(Arc<str>),
    /// Every name that a link could have meant.
    #[strum(to_string = "the names of pages and files")]
    Names,
    /// A template with all that it is made of.
    #[strum(to_string = "the template `{0}` or a part of it")]
    Template(Arc<str>),
    /// The component behind a directive, with all that it is made of.
    #[strum(to_string = "the directive `{0}` or a part of it")]
    Component(Arc<str>),
    /// The names of all templates and directives.
    #[strum(to_string = "the names of templates")]
    Templates,
    /// The bytes of a static file or picture.
    #[strum(to_string = "the file `{0}`")]
    Asset(FileName),
}

impl ReadKind {
    /// Every kind of read.
    pub const ALL: &'static [ReadKind] = <ReadKind as VariantArray>::VARIANTS;
}

impl Read {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ReadKind {
        self.into()
    }

    /// Whether what is wrong in it is wrong on the page that read it, as the page shows it as it is.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        match self {
            Read::Row(_) | Read::Alphabet(_) | Read::Template(_) => true,
            Read::Text(_)
            | Read::Title(_)
            | Read::Section(_)
            | Read::Dates(_)
            | Read::Language(_)
            | Read::Causes(_)
            | Read::HomeOf(_)
            | Read::Listing(_)
            | Read::Neighbours(_)
            | Read::Words(_)
            | Read::Site
            | Read::Checks
            | Read::RedFlags(_)
            | Read::Called(_)
            | Read::Help(_)
            | Read::Id(_)
            | Read::RowNeighbours(_)
            | Read::Rows(_)
            | Read::Topic(..)
            | Read::Within(..)
            | Read::Kind(_)
            | Read::Tables
            | Read::Folders
            | Read::Tag(_)
            | Read::Tagged(_)
            | Read::Tags
            | Read::Newest
            | Read::Addresses
            | Read::At(_)
            | Read::Names
            | Read::Component(_)
            | Read::Templates
            | Read::Asset(_) => false,
        }
    }
}
