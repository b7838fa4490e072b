//! What can be wrong between files: links, references, directives, tags, dates.
//!
//! Each file holds one group of rules. A rule looks at one article or table, or at what belongs to none, notes
//! what it reads of the rest of the site, and returns diagnostics; it changes nothing.
//!
//! Architecture Invariant: checks do not render. What can only be seen on a rendered page is checked in
//! [`anchors`] and [`page`], from what [`crate::render`] says of it.

pub mod anchors;
pub mod claims;
pub mod clinical;
mod config;
mod dates;
pub mod directives;
pub mod doses;
mod links;
mod mendable;
mod mixing;
pub mod page;
pub mod plain_language;
pub mod policy;
mod reading;
mod references;
pub mod rows;
mod sides;
mod tags;
pub mod trust;
mod words;

use std::cell::OnceCell;
use std::sync::Arc;

use rayon::prelude::*;

use self::plain_language::Text;
pub use self::reading::{Readership, Reading};
use crate::article::{Article, Subject};
use crate::config::Config;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::link::Linker;
use crate::prose::{self, Cell, Prose};
use crate::site::{Site, language};
use crate::table::{Fields, Kind, Row, Table};
use crate::template::Templates;
use crate::trace::{Digest, Notes, Read};

rules! {
    Links;
    /// A link to a page or file that is not there.
    ///
    /// What it does: looks for what each link leads to, from the folder of the file it is in, or from the site's root:
    /// `/exercises/bird-dog/`. Capital letters count, as they do on web servers.
    ///
    /// Why: a reader who follows it finds nothing, and may have needed just that.
    ///
    /// ```text
    /// Bad:  [heat](remedys.md)
    /// Good: [heat](remedies.md)
    /// ```
    ///
    /// Links go to the `.md` file. Source: ours.
    BROKEN_LINK = "broken-link", Error;
    /// A link to an anchor that the page does not have.
    ///
    /// What it does: holds what stands behind `#` against the ids of the page's headings (their words in lower case with
    /// hyphens) and of the rows that it shows.
    ///
    /// Why: the reader lands at the top of a page, and has to look for what was promised.
    ///
    /// ```text
    /// Bad:  [heat](remedies.md#haet)
    /// Good: [heat](remedies.md#heat)
    /// ```
    ///
    /// Source: ours.
    BROKEN_ANCHOR = "broken-anchor", Error;
    /// A link that runs a program or reads the reader's own files.
    ///
    /// What it does: looks for addresses that start with `javascript:`, `data:`, `file:` and the like.
    ///
    /// Why: they have no place in a health article, and are how sites are attacked.
    ///
    /// ```text
    /// Bad:  [print](javascript:print())
    /// Good: [the leaflet](leaflet.pdf)
    /// ```
    ///
    /// Link to `https:`, `mailto:` or `tel:`. Source: OWASP, cross-site scripting prevention.
    UNSAFE_LINK = "unsafe-link", Error;
    /// A picture that is not there.
    ///
    /// What it does: looks for the file of each picture, beside the article or, from the root (`/heat.webp`), in `static/`.
    /// Capital letters count.
    ///
    /// Why: readers see a gap where they should see what to do.
    ///
    /// ```text
    /// Bad:  ![A heat pack](Heat.webp)
    /// Good: ![A heat pack](heat.webp)
    /// ```
    ///
    /// Source: ours.
    MISSING_PICTURE = "missing-picture", Error;
    /// The id of a source, exercise or remedy that no table has.
    ///
    /// What it does: looks for each id that front matter, rows and directives name among the rows of all tables.
    ///
    /// Why: what is named would be left out without a word: a claim its source, a page its exercise.
    ///
    /// ```toml
    /// # Bad, with no such row: sources = ["nice-ng95"]
    /// # Good:
    /// sources = ["nice-ng59"]
    /// ```
    ///
    /// Sources stand in `sources.toml`, each with an `id`. Source: ours.
    UNKNOWN_REFERENCE = "unknown-reference", Error;
    /// A tag that is nearly another.
    ///
    /// What it does: looks for a tag on one page that is one slip away from a tag on several.
    ///
    /// Why: it is nearly always a misspelling, and would make a page of its own.
    ///
    /// ```toml
    /// # Bad: tags = ["strech"]
    /// # Good:
    /// tags = ["stretch"]
    /// ```
    ///
    /// Source: ours.
    RARE_TAG = "rare-tag", Warning;
    /// A date that comes before one it has to follow.
    ///
    /// What it does: holds the dates of an article against each other: a page expires after it is published, and the next
    /// review is after the last.
    ///
    /// Why: one of the two is a slip, and readers go by both.
    ///
    /// ```toml
    /// reviewed = 2026-03-02
    /// # Bad: review_due = 2025-03-02
    /// # Good:
    /// review_due = 2029-03-02
    /// ```
    ///
    /// Source: ours.
    DATE_ORDER = "date-order", Error;
    /// `site.toml` names a page or folder that is not there.
    ///
    /// What it does: looks for what `nav` names by its address, and for the folder and the article that `[[help]]` names as
    /// they stand under `content/`.
    ///
    /// Why: the way to it would be missing from every page.
    ///
    /// ```toml
    /// # Bad: nav = ["exercises", "abuot"]
    /// # Good:
    /// nav = ["exercises", "about"]
    /// ```
    ///
    /// Mend the name, or add the page. Source: ours.
    UNKNOWN_PAGE = "unknown-page", Error;
}

/// A place that links to an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The page's address from the site's root.
    pub url: String,
    /// The anchor.
    pub fragment: String,
    /// The link.
    pub place: Place,
}

/// What checking one file, or what belongs to none, has found.
#[derive(Debug, Default)]
pub struct Checked {
    /// Which anchors pages must have.
    pub wanted: Vec<Wanted>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The links that lead nowhere: the number of the diagnostic that says so, the file and the address.
    missing: Vec<(usize, FileName, String)>,
}

impl Checked {
    /// Whether nothing was found, and nothing is wanted of other pages.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.diagnostics.is_empty() && self.wanted.is_empty()
    }
}

/// What the rules of an article look at besides it.
struct Scope<'a> {
    /// The folder it is in.
    folder: &'a str,
    /// Whether its text is English, which is all that rules about words know.
    is_english: bool,
    /// Where to mark what concerns the article as a whole: at its title.
    head: Place,
    article: &'a Article,
    prose: OnceCell<Prose>,
    reading: &'a Reading,
}

impl Scope<'_> {
    /// What a reader reads. It is read at the first call: few articles have anything that asks for all of it again.
    fn prose(&self) -> &Prose {
        let article = self.article;
        self.prose.get_or_init(|| Prose::markdown(&article.source, article.start, &article.file))
    }
}

/// Checks an article, as far as that needs no rendered page. `reading` is what its words alone have shown. What is looked
/// at is added to `notes`.
#[must_use]
pub fn article(
    linker: &Linker,
    templates: Option<&Templates>,
    article: &Article,
    reading: &Reading,
    notes: &Notes,
) -> Checked {
    let mut checked = Checked::default();
    notes.add(|| Read::Text(Arc::clone(&article.file)));
    links::article(linker, article, notes, &mut checked);
    references::article(&linker.site, article, notes, &mut checked.diagnostics);
    dates::article(article, &mut checked.diagnostics);
    editorial(linker, article, reading, notes, &mut checked.diagnostics);
    if let Some(templates) = templates {
        directives::article(article, templates, notes, &mut checked.diagnostics);
    }
    checked
}

/// Applies the rules about what an article says.
fn editorial(
    linker: &Linker,
    article: &Article,
    reading: &Reading,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    notes.add(|| Read::Checks);
    let (site, front) = (&linker.site, &article.front_matter);
    let checks = &site.config.checks;
    let is_health = front.subject == Subject::Health;
    let scope = Scope {
        folder: site.page_of(&article.file).map_or("", |page| page.folder.as_str()),
        is_english: is_english(article, &site.config),
        head: Place::new(&article.file, article.title.span()),
        article,
        prose: OnceCell::new(),
        reading,
    };
    if !checks.are_off(clinical::CODES) && is_health {
        clinical::article(linker, article, &scope, notes, diagnostics);
    }
    if !checks.are_off(trust::CODES) && is_health {
        notes.add(|| Read::Help(scope.folder.into()));
        trust::article(linker, article, &scope, diagnostics);
    }
    if !checks.are_off(claims::CODES) && is_health && scope.is_english {
        diagnostics.extend_from_slice(&reading.claims);
    }
    if !checks.are_off(plain_language::CODES) && scope.is_english {
        diagnostics.extend_from_slice(&reading.wording);
    }
    if !checks.are_off(doses::CODES) && scope.is_english {
        doses::article(linker, &scope, notes, diagnostics);
    }
    mendable::article(site, &scope, notes, diagnostics);
}

/// Whether `article` is written in English, which is all that rules about words know.
#[must_use]
pub fn is_english(article: &Article, config: &Config) -> bool {
    plain_language::is_english(language::of_article(article, config).as_str())
}

/// Applies the rules about what rows say.
fn rows_of(linker: &Linker, table: &Table, notes: &Notes, diagnostics: &mut Vec<Diagnostic>) {
    notes.add(|| Read::Checks);
    let site = &linker.site;
    let checks = &site.config.checks;
    notes.add(|| Read::Language(table.folder.as_str().into()));
    let english = plain_language::English::of(language::of_rows(site, &table.folder).as_str());
    let kept = || table.rows.iter().filter(|row| links::is_kept(site, row));
    if !checks.are_off(rows::CODES) {
        kept().for_each(|row| rows::row(row, english.is_some(), diagnostics));
        mixing::table(kept(), |_| english.is_some(), diagnostics);
    }
    if !checks.are_off(trust::CODES) {
        kept().for_each(|row| trust::row(row, site.today, diagnostics));
    }
    kept().for_each(|row| clinical::row(row, diagnostics));
    let Some(english) = english else { return };
    for row in kept() {
        let written = cells(row, &table.source);
        let cells: Vec<Text<'_>> = written.iter().map(|cell| Text::new(&cell.prose)).collect();
        if !checks.are_off(claims::CODES) {
            if row.kind() != Kind::Source {
                let name = row.name();
                claims::absolute_in(&name.value, name.span(), &table.source, &table.file, diagnostics);
            }
            cells.iter().for_each(|text| claims::absolute(text, &table.file, diagnostics));
        }
        if !checks.are_off(plain_language::CODES) {
            if let Fields::Question(question) = &row.fields {
                let asked = &question.question;
                let asked = Prose::title(&asked.value, asked.span(), &table.source);
                let found = plain_language::value(&Text::new(&asked), english).into_iter();
                let mut found: Vec<_> = found.map(|finding| finding.in_file(&table.file)).collect();
                mendable::name(row, &mut found);
                diagnostics.append(&mut found);
            }
            let found = plain_language::row(&cells, english).into_iter();
            diagnostics.extend(found.map(|finding| finding.in_file(&table.file)));
        }
        if !checks.are_off(doses::CODES) {
            let cells = written.iter().map(|cell| cell.field.as_str()).zip(&cells);
            doses::row(linker, table, row, cells, notes, diagnostics);
        }
    }
}

/// What every Markdown cell of a row says, sources aside: they are other people's titles. `source` is the text of the
/// row's file.
fn cells(row: &Row, source: &str) -> Vec<Cell> {
    if row.kind() == Kind::Source { Vec::new() } else { prose::cells(row, source) }
}

/// Stands for the danger signs that pages of `folder` have to show.
#[must_use]
pub fn red_flags_digest(site: &Site, folder: &str) -> Digest {
    clinical::digest(site, folder)
}

/// Checks the rows of a table. What is looked at is added to `notes`.
#[must_use]
pub fn table(linker: &Linker, table: &Table, notes: &Notes) -> Checked {
    let mut checked = Checked::default();
    notes.add(|| Read::Text(Arc::clone(&table.file)));
    // Where an id is given twice, only one of the rows is part of the site.
    notes.add(|| Read::Tables);
    links::table(linker, table, notes, &mut checked);
    references::table(&linker.site, table, notes, &mut checked.diagnostics);
    rows_of(linker, table, notes, &mut checked.diagnostics);
    checked
}

/// Checks what belongs to no article or table.
#[must_use]
pub fn whole(linker: &Linker) -> Checked {
    let mut checked = Checked::default();
    links::help(linker, &mut checked);
    tags::check(&linker.site, &mut checked.diagnostics);
    page::guides(&linker.site, &mut checked.diagnostics);
    config::check(linker, &mut checked.diagnostics);
    let site = &linker.site.config;
    trust::site(site, &mut checked.diagnostics);
    if !site.checks.are_off(claims::CODES) && plain_language::is_english(site.language.as_str()) {
        claims::help(site, &mut checked.diagnostics);
    }
    checked
}

/// For so many links that lead nowhere the nearest page is looked for.
const MOST_SUGGESTIONS: usize = 200;

/// Names the nearest page or file for links that lead nowhere: for the first of them, as each takes a look at
/// every page, and a renamed folder breaks thousands at once.
pub fn suggest<'a>(linker: &Linker, checked: impl Iterator<Item = &'a mut Checked>) {
    let mut open: Vec<(&mut Diagnostic, FileName, String)> = Vec::new();
    for checked in checked {
        let mut missing = std::mem::take(&mut checked.missing).into_iter().peekable();
        for (index, diagnostic) in checked.diagnostics.iter_mut().enumerate() {
            if let Some((_, file, target)) = missing.next_if(|(at, _, _)| *at == index) {
                open.push((diagnostic, file, target));
            }
        }
    }
    open.truncate(MOST_SUGGESTIONS);
    open.into_par_iter().for_each(|(diagnostic, file, target)| {
        if let Some(near) = linker.nearest(&file, &target) {
            diagnostic.help = format!("did you mean `{near}`?");
        }
    });
}
