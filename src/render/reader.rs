//! The window through which pages see the site: it gives what is asked for, and notes that it was asked for.
//!
//! Architecture Invariant: what a page is made from comes through here and nowhere else. The notes are what
//! decides later whether the page has to be made again, so a way around them is a stale page.

mod lookup;

use std::cell::Cell;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use tera::{Tera, Value};

use super::kind::kind_value;
use super::neighbours::{Neighbours, RowNeighbours};
use super::row::{mark_key, mark_text, marked_row};
use super::value::map;
use super::view::View;
use crate::article::Article;
use crate::check::page::danger;
use crate::config::Config;
use crate::data::Date;
use crate::diagnostic::{FileName, Place};
use crate::kind::Kind;
use crate::language::Language;
use crate::link::World;
use crate::origin::Marks;
use crate::site::rows::RowId;
use crate::site::{Page, PageId, Site, language};
use crate::source::Content;
use crate::table::{BuiltIn, Row, Source};
use crate::template::Templates;
use crate::trace::{Notes, Read};
use crate::words::Messages;

/// Reads a [`View`] for one output.
#[derive(Debug)]
pub(crate) struct Reader {
    view: Arc<View>,
    notes: Notes,
    tracing: Option<Tracing>,
}

/// What carries marks of its origin while a page is rendered (see [`crate::origin`]).
#[derive(Debug)]
pub(crate) struct Tracing {
    marks: Marks,
    level: Cell<MarkedTexts>,
}

/// Which texts carry marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MarkedTexts {
    /// The literal text of templates.
    pub(crate) literals: bool,
    /// The text of an article.
    pub(crate) article: bool,
    /// Values: rows, arguments of directives, titles.
    pub(crate) values: bool,
}

impl MarkedTexts {
    /// All texts.
    pub(crate) const ALL: MarkedTexts = MarkedTexts { literals: true, article: true, values: true };
    /// None.
    pub(crate) const NONE: MarkedTexts = MarkedTexts { literals: false, article: false, values: false };
    /// Each kind of text for itself.
    pub(crate) const EACH: [MarkedTexts; 3] = [
        MarkedTexts { literals: true, ..MarkedTexts::NONE },
        MarkedTexts { article: true, ..MarkedTexts::NONE },
        MarkedTexts { values: true, ..MarkedTexts::NONE },
    ];
}

/// A strip of danger signs.
#[derive(Debug)]
pub(crate) struct Strip<'a> {
    /// Its number among those of the site.
    pub(crate) number: usize,
    /// As templates see it.
    pub(crate) value: Value,
    /// The file of the page it links to.
    pub(crate) page: &'a FileName,
    /// The folder it is for.
    pub(crate) folder: &'a str,
}

/// A page with its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Titled<'a> {
    pub(crate) title: &'a str,
    /// The address from the site's root.
    pub(crate) url: &'a str,
    /// The language of the page, where it says which.
    lang: Option<&'a Language>,
    number: Numbered,
}

/// The number of a page, where it is known. It finds the page's link among those that were made before, and says nothing
/// about the page: a page whose number has changed is the same to whoever shows its title.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Numbered(pub(crate) Option<PageId>);

impl PartialEq for Numbered {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Numbered {}

impl Hash for Numbered {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<'a> Titled<'a> {
    /// A page in the site's language.
    pub(crate) const fn new(title: &'a str, url: &'a str) -> Titled<'a> {
        Titled { title, url, lang: None, number: Numbered(None) }
    }

    /// The page `id` of `site`.
    pub(crate) fn numbered(site: &'a Site, id: PageId) -> Titled<'a> {
        Titled { number: Numbered(Some(id)), ..Titled::from(&*site.pages[id]) }
    }

    /// Its number, where that is known.
    pub(super) fn number(&self) -> Option<PageId> {
        self.number.0
    }

    /// The attributes that say the language of the title in a site with this `config`.
    pub(crate) fn lang_attrs(&self, config: &Config) -> String {
        self.lang.map_or_else(String::new, |lang| lang.attributes_in(&config.language))
    }
}

impl<'a> From<&'a Page> for Titled<'a> {
    fn from(page: &'a Page) -> Self {
        let lang = page.article.as_ref().and_then(|article| article.front_matter.lang.as_ref());
        Titled { title: &page.title, url: &page.url, lang, number: Numbered(None) }
    }
}

impl Reader {
    pub(crate) fn new(view: &Arc<View>, notes: Notes) -> Reader {
        Reader { view: Arc::clone(view), notes, tracing: None }
    }

    /// A reader whose texts carry marks, as far as `level` says.
    pub(crate) fn traced(view: &Arc<View>, marks: Marks, level: MarkedTexts) -> Reader {
        let tracing = Tracing { marks, level: Cell::new(level) };
        Reader { view: Arc::clone(view), notes: Notes::default(), tracing: Some(tracing) }
    }

    /// The marks that texts carry, if any do.
    pub(crate) fn marks(&self) -> Option<&Marks> {
        self.tracing.as_ref().map(|tracing| &tracing.marks)
    }

    /// Which texts carry marks.
    pub(crate) fn level(&self) -> MarkedTexts {
        self.tracing.as_ref().map_or(MarkedTexts::NONE, |tracing| tracing.level.get())
    }

    /// Does `work` while only the texts that `level` says carry marks.
    pub(super) fn at_level<T>(&self, level: MarkedTexts, work: impl FnOnce() -> T) -> T {
        let Some(tracing) = &self.tracing else { return work() };
        let before = tracing.level.replace(level);
        let done = work();
        tracing.level.set(before);
        done
    }

    /// `value` with a mark around the text of `key`, which is written at `place`, where values carry marks.
    pub(crate) fn mark(&self, value: Value, key: &'static str, place: &Place) -> Value {
        match self.marks().filter(|_| self.level().values) {
            Some(marks) => mark_key(value, key, marks, place),
            None => value,
        }
    }

    /// `value`, a text that is written at `place`, with a mark around it, where values carry marks.
    pub(crate) fn mark_text(&self, value: &Value, place: &Place) -> Value {
        let marks = self.marks().filter(|_| self.level().values);
        marks.and_then(|marks| mark_text(value, marks, place)).unwrap_or_else(|| value.clone())
    }

    /// The templates as Tera has them, with marks in their literal text where it carries them.
    pub(crate) fn tera(&self) -> &Tera {
        let templates = self.templates();
        match (&self.tracing, self.level()) {
            (None, _) | (Some(_), MarkedTexts::NONE) => &templates.tera,
            (Some(_), level) => templates.traced().map_or(&templates.tera, |traced| {
                if level.literals { &traced.marked } else { &traced.plain }
            }),
        }
    }

    fn value_of(&self, id: RowId) -> Value {
        let known = |id: RowId| self.view.shared.rows[id].value.clone();
        match self.marks().filter(|_| self.level().values) {
            Some(marks) => marked_row(self.world(), id, &known, marks),
            None => known(id),
        }
    }

    pub(crate) fn into_notes(self) -> Notes {
        self.notes
    }

    pub(crate) fn notes(&self) -> &Notes {
        &self.notes
    }

    fn note(&self, read: impl FnOnce() -> Read) {
        self.notes.add(read);
    }

    /// Where links lead. Its functions take the notes.
    pub(crate) fn world(&self) -> &World {
        &self.view.world
    }

    /// The templates. Which of them is used is for the caller to note.
    pub(crate) fn templates(&self) -> &Templates {
        &self.view.templates
    }

    /// The bytes of a static file or picture, by its source path.
    pub(crate) fn asset(&self, source: &FileName) -> Option<&Content> {
        self.note(|| Read::Asset(Arc::clone(source)));
        self.world().assets.get(source).map(|asset| &asset.content)
    }

    /// Whether there is a template called `name`.
    pub(crate) fn has_template(&self, name: &str) -> bool {
        self.note(|| Read::Template(name.into()));
        self.templates().contains(name)
    }

    /// `site` in templates.
    pub(crate) fn site_value(&self) -> Value {
        self.note(|| Read::Site);
        self.view.shared.site.value.clone()
    }

    /// What `site.toml` says of addresses and language, which is part of `site`.
    pub(crate) fn config(&self) -> &Config {
        self.note(|| Read::Site);
        &self.view.site().config
    }

    /// A page with its article. What a folder is called that has none is in its name, or in `site`.
    pub(crate) fn page(&self, file: &FileName) -> Option<&Page> {
        self.note(|| Read::Text(Arc::clone(file)));
        self.view.site().page_of(file)
    }

    /// A page's title and address.
    pub(crate) fn title(&self, file: &FileName) -> Option<Titled<'_>> {
        self.note(|| Read::Title(Arc::clone(file)));
        self.view.site().page_of(file).map(Titled::from)
    }

    /// The title and address of a folder's own page.
    pub(crate) fn section(&self, folder: &str) -> Option<Titled<'_>> {
        self.note(|| Read::Section(folder.into()));
        let site = self.view.site();
        site.sections.get(folder).map(|section| Titled::numbered(site, section.page))
    }

    /// When a folder's own page was updated, and when its review is due.
    pub(crate) fn dates(&self, folder: &str) -> (Option<Date>, Option<Date>) {
        self.note(|| Read::Dates(folder.into()));
        self.view.dates(folder)
    }

    /// Whether there is a table of causes in `folder`.
    pub(crate) fn has_causes(&self, folder: &str) -> bool {
        self.note(|| Read::Causes(folder.into()));
        self.view.has_causes(folder)
    }

    /// Whether the page made from `file` is the home of a question (see [`crate::site::questions`]).
    pub(crate) fn is_home_of(&self, file: &FileName, question: RowId) -> bool {
        let site = self.view.site();
        self.note(|| Read::HomeOf(site.rows.row(question).id.value.as_str().into()));
        self.view.home_of(question) == Some(file)
    }

    /// What lists say of the articles and of the folders in `folder`.
    pub(crate) fn listing(&self, folder: &str) -> (Vec<Value>, Vec<Value>) {
        self.note(|| Read::Listing(folder.into()));
        let (articles, sections) = self.view.listing(folder);
        (self.view.summaries(articles), self.view.summaries(sections))
    }

    /// The folders in `folder`.
    pub(crate) fn folders_in(&self, folder: &str) -> Vec<&str> {
        self.note(|| Read::Listing(folder.into()));
        self.view.folders(self.view.listing(folder).1)
    }

    /// What stands around the page made from `file`.
    pub(crate) fn neighbours(&self, file: &FileName) -> Neighbours<'_> {
        self.note(|| Read::Neighbours(Arc::clone(file)));
        self.view.neighbours(file)
    }

    /// The language of the rows of `folder`.
    pub(crate) fn rows_language(&self, folder: &str) -> &Language {
        self.note(|| Read::Language(folder.into()));
        language::of_rows(self.view.site(), folder)
    }

    /// The messages in `language`.
    pub(crate) fn words(&self, language: &Language) -> &Arc<Messages> {
        self.note(|| Read::Words(language.as_str().into()));
        self.view.site().words.of(language)
    }

    /// The messages in the site's language.
    pub(crate) fn site_words(&self) -> &Arc<Messages> {
        self.words(&self.config().language)
    }

    /// The language of what is in `file`: an article, a table, or anything else of the site.
    pub(super) fn language_of(&self, file: &FileName) -> &Language {
        let site = self.view.site();
        if site.page_of(file).is_some() {
            self.note(|| Read::Title(Arc::clone(file)));
        } else if let Some((folder, _)) = file.strip_prefix("content/").and_then(|name| name.rsplit_once('/'))
        {
            self.note(|| Read::Language(folder.into()));
        }
        self.note(|| Read::Site);
        site.language_of(file)
    }

    /// The strip of danger signs for pages of `folder`.
    pub(crate) fn help(&self, folder: &str) -> Option<Strip<'_>> {
        self.note(|| Read::Help(folder.into()));
        let number = self.view.help(folder)?;
        // What a page reads of the strip does not say where it is in the file.
        let place = Place::start_of(&"site.toml".into());
        let value = self.mark(self.view.shared.helps[number].value.clone(), "text", &place);
        let strip = &self.view.site().help[number];
        Some(Strip { number, value, page: &strip.page, folder: &strip.folder })
    }

    /// The row called `id`, if it is of the `kind`.
    fn find_row(&self, id: &str, kind: &Kind) -> Option<RowId> {
        self.note(|| Read::Id(id.into()));
        self.view.site().rows.find_kind(id, &[&kind.stem])
    }

    /// The row called `id`, if it is of the kind of `R`.
    pub(crate) fn find_row_as<R: BuiltIn>(&self, id: &str) -> Option<RowId> {
        self.note(|| Read::Id(id.into()));
        self.view.site().rows.find_as::<R>(id)
    }

    /// The row called `id`, if rows of its kind have pages.
    pub(crate) fn find_row_with_page(&self, id: &str) -> Option<RowId> {
        self.note(|| Read::Id(id.into()));
        let rows = &self.view.site().rows;
        rows.find(id).filter(|&id| rows.row(id).kind.pages.is_some())
    }

    /// The kind whose rows the directive `name` shows.
    pub(super) fn kind_of_directive(&self, name: &str) -> Option<&Kind> {
        let kind = self.view.site().config.kinds.of_stem(name)?;
        self.note(|| Read::Kind(kind.key.as_str().into()));
        Some(kind)
    }

    /// What a kind is, as templates see it.
    pub(crate) fn kind_value(&self, kind: &Kind) -> Value {
        self.note(|| Read::Kind(kind.key.as_str().into()));
        kind_value(kind)
    }

    /// A row as templates see it.
    pub(crate) fn row(&self, id: RowId) -> Value {
        self.row_fields(id);
        self.value_of(id)
    }

    /// A row with its fields.
    pub(crate) fn row_fields(&self, id: RowId) -> &Row {
        let text = self.view.site().rows.row(id);
        self.note(|| Read::Row(text.id.value.as_str().into()));
        text
    }

    /// The sources that a row names, each once.
    pub(crate) fn sources_of(&self, id: RowId) -> Vec<RowId> {
        self.row_fields(id);
        let names = self.view.site().rows.sources_of(id);
        names.into_iter().filter_map(|name| self.find_row_as::<Source>(name)).collect()
    }

    /// The rows around a row, with addresses from the site's root.
    pub(crate) fn row_neighbours(&self, id: RowId) -> RowNeighbours<'_> {
        self.note(|| Read::RowNeighbours(self.view.site().rows.row(id).id.value.as_str().into()));
        self.view.row_neighbours(id)
    }

    /// All rows of a kind from A to Z, with their fields and as templates see them.
    pub(crate) fn alphabet(&self, kind: &Kind) -> impl Iterator<Item = (&Row, Value)> + use<'_> {
        self.note(|| Read::Alphabet(kind.clone()));
        let rows = &self.view.site().rows;
        rows.alphabetical(kind).iter().map(|&id| (rows.row(id), self.value_of(id)))
    }

    /// The sources that the rows of a kind name, from A to Z of the rows, each once.
    pub(crate) fn sources_of_kind(&self, kind: &Kind) -> Vec<RowId> {
        self.note(|| Read::Alphabet(kind.clone()));
        let rows = &self.view.site().rows;
        let names = rows.alphabetical(kind).iter().flat_map(|&id| rows.sources_of(id));
        let mut sources = Vec::new();
        for id in names.filter_map(|name| rows.find_as::<Source>(name)) {
            if !sources.contains(&id) {
                sources.push(id);
            }
        }
        sources
    }

    /// The rows of a kind in the order of their tables, with their fields.
    pub(crate) fn rows_of(&self, kind: &Kind) -> impl Iterator<Item = (RowId, &Row)> + use<'_> {
        self.note(|| Read::Rows(kind.clone()));
        self.view.site().rows.of(kind).map(|id| (id, self.row_fields(id)))
    }

    /// A page's title with the address to link to.
    pub(super) fn link(&self, page: Titled<'_>) -> Value {
        self.view.link(page)
    }

    /// A tag's name and address.
    pub(crate) fn tag(&self, slug: &str) -> Option<Value> {
        self.note(|| Read::Tag(slug.into()));
        self.view.shared.tags.get(slug).cloned()
    }

    /// What lists say of the pages with a tag.
    pub(crate) fn tagged(&self, slug: &str) -> Vec<Value> {
        self.note(|| Read::Tagged(slug.into()));
        self.view.summaries(self.view.tagged(slug))
    }

    /// The folders of the pages with a tag, each once.
    pub(crate) fn folders_tagged(&self, slug: &str) -> Vec<&str> {
        self.note(|| Read::Tagged(slug.into()));
        self.view.folders(self.view.tagged(slug))
    }

    /// Whether an emergency card in `html`, the text of `article`, shows all danger signs that the pages of `folder` have to show.
    pub(crate) fn tells_signs(&self, article: &Article, folder: &str, html: &str) -> bool {
        self.note(|| Read::RedFlags(folder.into()));
        danger::is_told(self.view.site(), article, folder, html)
    }

    /// All tags, each with its address and the number of its pages.
    pub(crate) fn tags(&self) -> Vec<Value> {
        self.note(|| Read::Tags);
        let site = self.view.site();
        let tag = |(name, url, count): (&str, &str, usize)| {
            map([("name", name.into()), ("url", site.config.href(url).into()), ("count", Value::from(count))])
        };
        self.view.tags().map(tag).collect()
    }

    /// The newest pages with a date, with what lists say of them.
    pub(crate) fn newest(&self) -> Vec<(FileName, Date, Value)> {
        self.note(|| Read::Newest);
        let newest = self.view.newest();
        let page = |(id, date): (PageId, Date)| {
            let file = Arc::clone(&self.view.site().pages[id].file);
            (file, date, self.view.shared.summaries[id].value.clone())
        };
        newest.into_iter().map(page).collect()
    }

    /// The address of every page with the date of its last change.
    pub(crate) fn addresses(&self) -> Vec<(&str, Option<Date>)> {
        self.note(|| Read::Addresses);
        self.view.addresses()
    }
}
