//! Checks: what can be wrong between files, such as links, references, directives, tags and dates.
//!
//! Each file contains one group of rules. A rule looks at one article or table, or at what belongs to none, records
//! what it reads from the rest of the site, and returns diagnostics. It changes nothing.
//!
//! Architecture Invariant: checks do not render. What can be seen only on a rendered page is checked in [`anchors`]
//! and [`page`], based on what [`crate::render`] reports about it.

pub mod anchors;
pub mod claims;
pub mod clinical;
mod config;
mod dates;
pub mod directives;
pub mod doses;
mod finder;
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
    /// A link leads to a page or file that does not exist.
    ///
    /// What it does: looks for the target of each link, relative to the folder of its file or to the site's root:
    /// `/exercises/bird-dog/`. Paths are case-sensitive, as they are on web servers.
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
    /// A link leads to an anchor that the page does not have.
    ///
    /// What it does: compares the part after `#` with the ids of the page's headings (their text in lower case with
    /// hyphens) and of the rows it shows.
    ///
    /// Why: readers arrive at the top of the page and have to search for what was promised.
    ///
    /// ```text
    /// Bad:  [heat](remedies.md#haet)
    /// Good: [heat](remedies.md#heat)
    /// ```
    ///
    /// Source: ours.
    BROKEN_ANCHOR = "broken-anchor", Error;
    /// A link runs a program or reads the reader's own files.
    ///
    /// What it does: looks for addresses that start with `javascript:`, `data:`, `file:` and the like.
    ///
    /// Why: they have no place in a health article, and are used to attack sites.
    ///
    /// ```text
    /// Bad:  [print](javascript:print())
    /// Good: [the leaflet](leaflet.pdf)
    /// ```
    ///
    /// Link to `https:`, `mailto:` or `tel:`. Source: OWASP, cross-site scripting prevention.
    UNSAFE_LINK = "unsafe-link", Error;
    /// A picture does not exist.
    ///
    /// What it does: looks for the file of each picture, next to the article or, for a path from the root
    /// (`/heat.webp`), in `static/`. Paths are case-sensitive.
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
    /// No table has the id of a source, exercise or remedy.
    ///
    /// What it does: looks for each id in front matter, rows and directives among the rows of all tables.
    ///
    /// Why: the page would silently lack what is named: a claim its source, a page its exercise.
    ///
    /// ```toml
    /// # Bad, with no such row: sources = ["nice-ng95"]
    /// # Good:
    /// sources = ["nice-ng59"]
    /// ```
    ///
    /// Sources are in `sources.toml`, each with an `id`. Source: ours.
    UNKNOWN_REFERENCE = "unknown-reference", Error;
    /// A tag differs from a common one by a typing mistake.
    ///
    /// What it does: looks for a tag on only one page that is one typing mistake away from a tag on several.
    ///
    /// Why: it is nearly always a misspelling, and would get a page of its own.
    ///
    /// ```toml
    /// # Bad: tags = ["strech"]
    /// # Good:
    /// tags = ["stretch"]
    /// ```
    ///
    /// Source: ours.
    RARE_TAG = "rare-tag", Warning;
    /// A date is before one that it has to follow.
    ///
    /// What it does: compares the dates of an article: a page expires after it is published, and the next review is
    /// after the last one.
    ///
    /// Why: one of the two is a typing mistake, and readers rely on both.
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
    /// `site.toml` names a page or folder that does not exist.
    ///
    /// What it does: looks for the pages in `nav` by their addresses, and for the folder and article in `[[help]]` by
    /// their paths under `content/`.
    ///
    /// Why: every page would lack the link to it.
    ///
    /// ```toml
    /// # Bad: nav = ["exercises", "abuot"]
    /// # Good:
    /// nav = ["exercises", "about"]
    /// ```
    ///
    /// Correct the name, or add the page. Source: ours.
    UNKNOWN_PAGE = "unknown-page", Error;
}

/// A link to an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The page's address, from the site's root.
    pub url: String,
    /// The anchor.
    pub fragment: String,
    /// The link.
    pub place: Place,
}

/// The result of checking one file, or what belongs to none.
#[derive(Debug, Default)]
pub struct Checked {
    /// The anchors that other pages must have.
    pub wanted: Vec<Wanted>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The broken links: the index of the diagnostic, the file and the address.
    missing: Vec<(usize, FileName, String)>,
}

impl Checked {
    /// Whether there are no diagnostics and no anchors to look up.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.diagnostics.is_empty() && self.wanted.is_empty()
    }
}

/// What the rules about an article look at besides the article.
struct Scope<'a> {
    /// The folder it is in.
    folder: &'a str,
    /// Whether its text is English, the only language that rules about words know.
    is_english: bool,
    /// Where to mark what concerns the article as a whole: at its title.
    head: Place,
    article: &'a Article,
    prose: OnceCell<Prose>,
    reading: &'a Reading,
}

impl Scope<'_> {
    /// The words of the article. They are read at the first call: few articles have anything that needs all of them
    /// again.
    fn prose(&self) -> &Prose {
        let article = self.article;
        self.prose.get_or_init(|| Prose::markdown(&article.source, article.start, &article.file))
    }
}

/// Checks an article, as far as no rendered page is needed. `reading` contains the findings about its words alone.
/// Adds what it reads to `notes`.
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

/// Whether `article` is in English, the only language that rules about words know.
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

/// Every Markdown cell of a row, except in sources, which have other people's titles. `source` is the text of the
/// row's file.
fn cells(row: &Row, source: &str) -> Vec<Cell> {
    if row.kind() == Kind::Source { Vec::new() } else { prose::cells(row, source) }
}

/// A digest of the danger signs that the pages of `folder` have to show.
#[must_use]
pub fn red_flags_digest(site: &Site, folder: &str) -> Digest {
    clinical::digest(site, folder)
}

/// Checks the rows of a table. Adds what it reads to `notes`.
#[must_use]
pub fn table(linker: &Linker, table: &Table, notes: &Notes) -> Checked {
    let mut checked = Checked::default();
    notes.add(|| Read::Text(Arc::clone(&table.file)));
    // If an id is used twice, only one of the rows is part of the site.
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

/// The most broken links for which a nearest page is suggested.
const MOST_SUGGESTIONS: usize = 200;

/// Suggests the nearest page or file for broken links, but only for the first ones: each has to be compared with
/// every page, and one renamed folder breaks thousands of links at once.
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
