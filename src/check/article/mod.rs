//! What is wrong with one article, as far as that needs no rendered page.

pub mod clinical;
pub mod directives;
pub mod trust;

use std::cell::OnceCell;
use std::sync::Arc;

use super::english::{self, amounts, claims, doses, plain_language, unsafe_fixes};
use super::{Checked, TextFindings, dates, links, references};
use crate::article::{Article, Subject};
use crate::diagnostic::{Diagnostic, Place};
use crate::link::World;
use crate::prose::Prose;
use crate::template::Templates;
use crate::trace::{Notes, Read};

/// What the rules about an article look at besides the article.
pub(super) struct Scope<'a> {
    /// The folder it is in.
    pub(super) folder: &'a str,
    /// Whether its text is English, the only language that rules about words know.
    pub(super) is_english: bool,
    /// Where to mark what concerns the article as a whole: at its title.
    pub(super) head: Place,
    pub(super) article: &'a Article,
    prose: OnceCell<Prose>,
    pub(super) reading: &'a TextFindings,
}

impl Scope<'_> {
    /// The words of the article. They are read at the first call: few articles have anything that needs all of them
    /// again.
    pub(super) fn prose(&self) -> &Prose {
        let article = self.article;
        self.prose.get_or_init(|| Prose::markdown(&article.source, article.start, &article.file))
    }
}

/// Checks an article, as far as no rendered page is needed. `reading` contains the findings about its words alone.
/// Adds what it reads to `notes`.
#[must_use]
pub fn check(
    world: &World,
    templates: Option<&Templates>,
    article: &Article,
    reading: &TextFindings,
    notes: &Notes,
) -> Checked {
    let mut checked = Checked::default();
    notes.add(|| Read::Text(Arc::clone(&article.file)));
    links::article(world, article, notes, &mut checked);
    references::article(&world.site, article, notes, &mut checked.diagnostics);
    dates::article(article, world.site.today, &mut checked.diagnostics);
    editorial(world, article, reading, notes, &mut checked.diagnostics);
    if let Some(templates) = templates {
        directives::article(article, templates, notes, &mut checked.diagnostics);
    }
    checked
}

/// Applies the rules about what an article says.
fn editorial(
    world: &World,
    article: &Article,
    reading: &TextFindings,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    notes.add(|| Read::Checks);
    let (site, front) = (&world.site, &article.front_matter);
    let checks = &site.config.checks;
    let is_health = front.subject == Subject::Health;
    let scope = Scope {
        folder: site.page_of(&article.file).map_or("", |page| page.folder.as_str()),
        is_english: english::is_english(article, &site.config),
        head: Place::new(&article.file, article.title.span()),
        article,
        prose: OnceCell::new(),
        reading,
    };
    if !checks.are_off(clinical::CODES) && is_health {
        clinical::article(world, article, &scope, notes, diagnostics);
    }
    if !checks.are_off(trust::CODES) && is_health {
        notes.add(|| Read::Help(scope.folder.into()));
        trust::article(world, article, &scope, diagnostics);
    }
    if !checks.are_off(claims::CODES) && is_health && scope.is_english {
        diagnostics.extend_from_slice(&reading.claims);
    }
    if !checks.are_off(&plain_language::CODES) && scope.is_english {
        diagnostics.extend_from_slice(&reading.wording);
    }
    if !checks.are_off(amounts::CODES) && is_health && scope.is_english {
        clinical::amounts(world, article, &scope, notes, diagnostics);
    }
    if !checks.are_off(doses::CODES) && scope.is_english {
        doses::article(world, &scope, notes, diagnostics);
    }
    unsafe_fixes::article(site, &scope, notes, diagnostics);
}
