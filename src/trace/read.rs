//! What a unit of work may read of the site.

use std::fmt;
use std::sync::Arc;

use crate::diagnostic::FileName;
use crate::kind::Kind as Table;

/// Something of the site that a unit of work may read beyond its own arguments.
///
/// A list is one read, not one for each of its items.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Read {
    /// The whole text of an article or table, front matter and all, with every place in it.
    Text(FileName),
    /// A page's title and address.
    Title(FileName),
    /// The title and address of a folder's own page.
    Section(Arc<str>),
    /// The dates of a folder's own page.
    Dates(Arc<str>),
    /// The language of the rows in a folder.
    Language(Arc<str>),
    /// Whether a folder has a table of causes.
    Causes(Arc<str>),
    /// The page on which a question is marked up.
    HomeOf(Arc<str>),
    /// What lists say of the pages in a folder, in order.
    Listing(Arc<str>),
    /// What stands before, after and around a page in its folder.
    Beside(FileName),
    /// The messages in a language, by its tag.
    Words(Arc<str>),
    /// What `site` is in templates.
    Site,
    /// Which rules apply, with the day and what else of `site.toml` they look at, whether it could be read or not.
    Checks,
    /// The danger signs that pages of a folder have to show, or why none are known.
    RedFlags(Arc<str>),
    /// What the rows of a folder are called, and of which kind they are.
    Called(Arc<str>),
    /// The strip of danger signs of a folder.
    Help(Arc<str>),
    /// A row: its fields, what stands in the place of its references, and which keys of it could not be read.
    Row(Arc<str>),
    /// Which kind of row an id names.
    Id(Arc<str>),
    /// The rows before and after a row, from A to Z.
    RowBeside(Arc<str>),
    /// Which rows of a kind there are, in the order of their tables.
    Rows(Table),
    /// All rows of a kind from A to Z, with what they say.
    Alphabet(Table),
    /// What a kind of row is, by the word for one row.
    Kind(Arc<str>),
    /// Every table as it is written.
    Tables,
    /// Which folders have tables.
    Folders,
    /// A tag's name and address.
    Tag(Arc<str>),
    /// What lists say of the pages with a tag, in order.
    Tagged(Arc<str>),
    /// All tags, each with the number of its pages.
    Tags,
    /// The newest pages, for the feed.
    Newest,
    /// Every address with its date, for the sitemap.
    Addresses,
    /// Where an address (`/a/b/`) or source path (`content/a/b.md`) leads.
    At(Arc<str>),
    /// Every name that a link could have meant.
    Names,
    /// A template with all that it is made of.
    Template(Arc<str>),
    /// The component behind a directive, with all that it is made of.
    Component(Arc<str>),
    /// The names of all templates and directives.
    Templates,
    /// The bytes of a static file or picture.
    Asset(FileName),
}

/// A [`Read`] without what it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is described at the read of its name")]
pub enum ReadKind {
    Text,
    Title,
    Section,
    Dates,
    Language,
    Causes,
    HomeOf,
    Listing,
    Beside,
    Words,
    Site,
    Checks,
    RedFlags,
    Called,
    Help,
    Row,
    Id,
    RowBeside,
    Rows,
    Alphabet,
    Kind,
    Tables,
    Folders,
    Tag,
    Tagged,
    Tags,
    Newest,
    Addresses,
    At,
    Names,
    Template,
    Component,
    Templates,
    Asset,
}

impl ReadKind {
    /// Every kind of read.
    pub const ALL: [ReadKind; 34] = [
        ReadKind::Text,
        ReadKind::Title,
        ReadKind::Section,
        ReadKind::Dates,
        ReadKind::Language,
        ReadKind::Causes,
        ReadKind::HomeOf,
        ReadKind::Listing,
        ReadKind::Beside,
        ReadKind::Words,
        ReadKind::Site,
        ReadKind::Checks,
        ReadKind::RedFlags,
        ReadKind::Called,
        ReadKind::Help,
        ReadKind::Row,
        ReadKind::Id,
        ReadKind::RowBeside,
        ReadKind::Rows,
        ReadKind::Alphabet,
        ReadKind::Kind,
        ReadKind::Tables,
        ReadKind::Folders,
        ReadKind::Tag,
        ReadKind::Tagged,
        ReadKind::Tags,
        ReadKind::Newest,
        ReadKind::Addresses,
        ReadKind::At,
        ReadKind::Names,
        ReadKind::Template,
        ReadKind::Component,
        ReadKind::Templates,
        ReadKind::Asset,
    ];
}

impl Read {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ReadKind {
        match self {
            Read::Text(_) => ReadKind::Text,
            Read::Title(_) => ReadKind::Title,
            Read::Section(_) => ReadKind::Section,
            Read::Dates(_) => ReadKind::Dates,
            Read::Language(_) => ReadKind::Language,
            Read::Causes(_) => ReadKind::Causes,
            Read::HomeOf(_) => ReadKind::HomeOf,
            Read::Listing(_) => ReadKind::Listing,
            Read::Beside(_) => ReadKind::Beside,
            Read::Words(_) => ReadKind::Words,
            Read::Site => ReadKind::Site,
            Read::Checks => ReadKind::Checks,
            Read::RedFlags(_) => ReadKind::RedFlags,
            Read::Called(_) => ReadKind::Called,
            Read::Help(_) => ReadKind::Help,
            Read::Row(_) => ReadKind::Row,
            Read::Id(_) => ReadKind::Id,
            Read::RowBeside(_) => ReadKind::RowBeside,
            Read::Rows(_) => ReadKind::Rows,
            Read::Alphabet(_) => ReadKind::Alphabet,
            Read::Kind(_) => ReadKind::Kind,
            Read::Tables => ReadKind::Tables,
            Read::Folders => ReadKind::Folders,
            Read::Tag(_) => ReadKind::Tag,
            Read::Tagged(_) => ReadKind::Tagged,
            Read::Tags => ReadKind::Tags,
            Read::Newest => ReadKind::Newest,
            Read::Addresses => ReadKind::Addresses,
            Read::At(_) => ReadKind::At,
            Read::Names => ReadKind::Names,
            Read::Template(_) => ReadKind::Template,
            Read::Component(_) => ReadKind::Component,
            Read::Templates => ReadKind::Templates,
            Read::Asset(_) => ReadKind::Asset,
        }
    }
}

impl fmt::Display for Read {
    /// What was read, for people: "the text of `content/a.md`".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Read::Text(file) => write!(f, "the text of `{file}`"),
            Read::Title(file) => write!(f, "the title or address of `{file}`"),
            Read::Section(folder) => write!(f, "the title of the folder `{folder}/`"),
            Read::Dates(folder) => write!(f, "the dates of the folder `{folder}/`"),
            Read::Language(folder) => write!(f, "the language of rows in `{folder}/`"),
            Read::Causes(folder) => write!(f, "whether `{folder}/` has causes"),
            Read::HomeOf(id) => write!(f, "where the question `{id}` is marked up"),
            Read::Listing(folder) => write!(f, "the list of pages in `{folder}/`"),
            Read::Beside(file) => write!(f, "the pages beside `{file}`"),
            Read::Words(tag) => write!(f, "the words in `{tag}`"),
            Read::Site => f.write_str("what `site.toml` says"),
            Read::Checks => f.write_str("which rules apply"),
            Read::RedFlags(folder) => write!(f, "the danger signs that `{folder}/` declares"),
            Read::Called(folder) => write!(f, "the names of rows in `{folder}/`"),
            Read::Help(folder) => write!(f, "the danger signs for `{folder}/`"),
            Read::Row(id) => write!(f, "the row `{id}`"),
            Read::Id(id) => write!(f, "what `{id}` is the id of"),
            Read::RowBeside(id) => write!(f, "the rows beside `{id}`"),
            Read::Rows(kind) => write!(f, "which rows there are in `{}`", kind.stem),
            Read::Alphabet(kind) => write!(f, "the rows of `{}` from A to Z", kind.stem),
            Read::Kind(key) => write!(f, "what a `{key}` is"),
            Read::Tables => f.write_str("the tables"),
            Read::Folders => f.write_str("which folders have tables"),
            Read::Tag(slug) => write!(f, "the name of the tag `{slug}`"),
            Read::Tagged(slug) => write!(f, "the list of pages with the tag `{slug}`"),
            Read::Tags => f.write_str("the list of tags"),
            Read::Newest => f.write_str("the list of the newest pages"),
            Read::Addresses => f.write_str("the list of all pages"),
            Read::At(name) => write!(f, "where `{name}` leads"),
            Read::Names => f.write_str("the names of pages and files"),
            Read::Template(name) => write!(f, "the template `{name}` or a part of it"),
            Read::Component(name) => write!(f, "the directive `{name}` or a part of it"),
            Read::Templates => f.write_str("the names of templates"),
            Read::Asset(file) => write!(f, "the file `{file}`"),
        }
    }
}
