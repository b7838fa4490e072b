//! Checks that every page of a topic shows the danger signs of the topic.

use std::cell::OnceCell;
use std::ops::Range;

use super::shown::Shown;
use super::{
    LATE_EMERGENCY_CARD, MISSING_EMERGENCY_NUMBER, MISSING_RED_FLAG, RED_FLAG_OUTSIDE_CARD, RED_FLAGS_SOURCE,
    UNKNOWN_RED_FLAGS,
};
use crate::article::{Article, Form, front_matter};
use crate::check::article::Scope;
use crate::check::english::plain_language::is_english;
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::language::Language;
use crate::link::Linker;
use crate::prose::{Block, Kind as BlockKind, Prose};
use crate::site::rows::{is_within, upwards};
use crate::site::{Site, language};
use crate::table::red_flags::{Ending, Heard, Placed, RedFlags, Sign, Urgency};
use crate::table::{BuiltIn, Row};
use crate::trace::{Digest, Notes, Read};

/// The directive whose card shows danger signs.
pub(super) const CARD: &str = "emergency";

/// The danger signs declared for a folder's topic: the file that declares them, the declaration, and the set.
pub(in crate::check) type Declared<'a> = (&'a FileName, &'a Spanned<String>, Option<(&'a Row, &'a RedFlags)>);

/// The declaration for the pages of `folder`: that of the nearest folder upwards.
pub(in crate::check) fn declared<'a>(site: &'a Site, folder: &str) -> Option<Declared<'a>> {
    upwards(folder).find_map(|folder| {
        let article = site.section_page(folder)?.article.as_ref()?;
        let area = article.front_matter.red_flags.as_ref()?;
        Some((&article.file, area, set(site, &area.value, folder)))
    })
}

/// The set for `area` that best matches the site's country; where several match as well, that of the topic `folder`.
fn set<'a>(site: &'a Site, area: &str, folder: &str) -> Option<(&'a Row, &'a RedFlags)> {
    let here = site.config.jurisdiction.as_ref();
    let sets = sets(site).filter(|(_, set)| set.area.value == area);
    let nearness = |row: &Row| is_within(folder, row.folder()).then(|| row.folder().len());
    sets.filter_map(|(row, set)| Some((set.fit(here)?, nearness(row), row, set)))
        .max_by_key(|(fit, nearness, ..)| (*fit, *nearness))
        .map(|(_, _, row, set)| (row, set))
}

fn sets(site: &Site) -> impl Iterator<Item = (&Row, &RedFlags)> {
    site.rows.of(&RedFlags::kind()).filter_map(|id| {
        let row = site.rows.row(id);
        Some((row, row.get()?))
    })
}

/// A digest of what the pages of `folder` have to show and what messages say about the set: its name, or why there is
/// none.
#[must_use]
pub fn digest(site: &Site, folder: &str) -> Digest {
    let said = declared(site, folder);
    Digest::of(&said.map(|(file, area, set)| {
        let signs = set.map(|(row, set)| {
            let signs = set.sign.iter().map(|sign| {
                let words: Vec<&Heard> = sign.words.iter().map(|words| &words.heard).collect();
                (sign.text.text(), words, sign.urgency as u8)
            });
            (row.file(), &set.name.value, set.number_to_call(), signs.collect::<Vec<_>>())
        });
        let unknown = set.is_none().then(|| unknown(site, &area.value));
        (file, &area.value, area.start, signs, unknown)
    }))
}

/// Checks that a page shows the danger signs its topic declares.
pub(in crate::check) fn article(
    linker: &Linker,
    article: &Article,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let site = &linker.site;
    notes.add(|| Read::RedFlags(scope.folder.into()));
    if let Some(area) = &article.front_matter.red_flags
        && site.section_page(scope.folder).map(|page| &page.file) != Some(&article.file)
    {
        diagnostics.push(Diagnostic::new(
            &UNKNOWN_RED_FLAGS,
            front_matter::place(&article.file, area),
            "`red_flags` has no effect here, only in the `index.md` of a folder, where it is for all of its pages",
            "move it to the `index.md` of the topic; a topic with a single page is a folder with an `index.md`",
        ));
    }
    let Some((file, area, set)) = declared(site, scope.folder) else { return };
    let Some((_, set)) = set else {
        // Reported once, where it is declared. A set that could not be read has its own error.
        let is_lost = site.config.misread.has(&["jurisdiction"])
            || site
                .rows
                .tables()
                .iter()
                .any(|table| table.kind == Some(RedFlags::kind()) && !table.is_whole());
        if *file == article.file && !is_lost {
            let (message, help) = unknown(site, &area.value);
            let place = front_matter::place(file, area);
            diagnostics.push(Diagnostic::new(&UNKNOWN_RED_FLAGS, place, message, help));
        }
        return;
    };
    let prose = scope.prose();
    let strip = site.help_for(scope.folder).filter(|strip| strip.page != article.file);
    notes.add(|| Read::Help(scope.folder.into()));
    let mut shown = strip.map_or_else(Heard::default, |strip| Shown::all(&strip.body));
    let ending = ending(scope);
    let is_told_above = is_whole(set, &shown, ending);
    let card: Vec<&Block> = shown_card(prose).collect();
    for block in card.iter().filter(|block| is_all_shown(article, prose, block)) {
        shown.add(prose.slice(block.text.clone()));
    }
    // Prose does not contain the words of raw HTML, but the page shows them. They are seldom needed.
    let html = if is_whole(set, &shown, ending) { Shown::default() } else { Shown::of(&article.body) };
    shown.append(&html.in_card);
    let here = Here {
        article,
        scope,
        set,
        ending,
        shown: &shown,
        elsewhere: &html.elsewhere,
        outside: OnceCell::new(),
        source: OnceCell::new(),
        card: &card,
    };
    here.signs(diagnostics);
    if !is_told_above {
        here.place_of_card(diagnostics);
    }
    here.number(diagnostics);
}

/// Whether the emergency card of `article` shows all danger signs that the pages of `folder` have to show.
#[must_use]
pub fn is_told_in_card(site: &Site, article: &Article, folder: &str) -> bool {
    let Some((_, _, Some((_, set)))) = declared(site, folder) else { return false };
    let mut cards = article.body.uses.iter().filter(|used| used.name.value == CARD).peekable();
    if cards.peek().is_none() {
        return false;
    }
    let mut told = Shown::of(&article.body).in_card;
    cards.filter_map(|card| card.label.as_ref()).for_each(|label| told.add(&label.text.value));
    is_whole(set, &told, ending_in(language::of_article(article, &site.config)))
}

/// Whether nothing in `block` is struck out or hidden, which the HTML shows but prose does not.
fn is_all_shown(article: &Article, prose: &Prose, block: &Block) -> bool {
    let at = prose.source(block.text.clone());
    // Markup around all of its words is outside of them.
    let start = article.source[..at.start].rfind('\n').map_or(0, |end| end + 1);
    let end = article.source[at.end..].find('\n').map_or(article.source.len(), |line| at.end + line);
    let lines = &article.source[start..end];
    !lines.contains('<') && !lines.contains("~~")
}

/// The blocks of a page's emergency card that are visible.
pub(in crate::check) fn shown_card(prose: &Prose) -> impl Iterator<Item = &Block> {
    prose.blocks().iter().filter(|block| prose.is_in(block, CARD) && !block.is_hidden)
}

/// The message that there is no set for `area` in the site's country, and the help.
pub(in crate::check) fn unknown(site: &Site, area: &str) -> (String, String) {
    let here = site.config.jurisdiction.as_ref();
    let elsewhere = sets(site).filter(|(_, set)| set.area.value == area);
    let elsewhere: Vec<String> = elsewhere
        .filter_map(|(_, set)| set.jurisdiction.as_ref())
        .map(|country| format!("`{}`", country.as_str()))
        .collect();
    let add = "add a set with this `area` to `red-flags.toml`, for this `jurisdiction` or without one";
    match here {
        _ if elsewhere.is_empty() => {
            let known = sets(site).map(|(_, set)| set.area.value.as_str());
            let help = did_you_mean(area, known, || add.to_owned());
            (format!("there is no set of danger signs for `{area}`"), help)
        }
        Some(here) => (
            format!(
                "there is no set of danger signs for `{area}` in `{}`, only for {}",
                here.as_str(),
                elsewhere.join(", ")
            ),
            format!("{add}; the set of another country has other numbers to call"),
        ),
        None => (
            format!(
                "there are sets of danger signs for `{area}` for {}, but `site.toml` sets no country",
                elsewhere.join(", ")
            ),
            format!("add `jurisdiction = {}` to `site.toml`", elsewhere[0].replace('`', "\"")),
        ),
    }
}

/// The word endings allowed for danger signs in a page's language.
pub(in crate::check) fn ending(scope: &Scope<'_>) -> Ending {
    if scope.is_english { Ending::English } else { Ending::Any }
}

/// The word endings allowed for danger signs in `language`.
pub(super) fn ending_in(language: &Language) -> Ending {
    if is_english(language.as_str()) { Ending::English } else { Ending::Any }
}

/// The emergencies of `set` that `shown` does not contain.
pub(super) fn missing_in<'a>(
    set: &'a RedFlags,
    shown: &'a Heard,
    ending: Ending,
) -> impl Iterator<Item = &'a Sign> {
    let emergencies = set.sign.iter().filter(|sign| sign.urgency == Urgency::Emergency);
    emergencies.filter(move |sign| sign.told_in(shown, ending).is_none())
}

/// Whether `shown` contains every emergency of `set`, and the number to call.
fn is_whole(set: &RedFlags, shown: &Heard, ending: Ending) -> bool {
    missing_in(set, shown, ending).next().is_none()
        && set.number_to_call().is_none_or(|number| number.is_said_in(shown))
}

/// A page and what it shows.
struct Here<'a> {
    article: &'a Article,
    scope: &'a Scope<'a>,
    set: &'a RedFlags,
    ending: Ending,
    /// The danger signs that the page shows.
    shown: &'a Heard,
    /// The words of the rest of the page, if it shows too little.
    elsewhere: &'a Heard,
    /// The blocks outside all cards, each with where it starts; read only if a sign is missing.
    outside: OnceCell<Vec<(usize, Placed)>>,
    /// The file without its front matter; read only if raw HTML contains a sign.
    source: OnceCell<Placed>,
    /// The blocks of its card.
    card: &'a [&'a Block],
}

impl Here<'_> {
    /// Where to mark that something is missing: at the card's heading, or the page's title.
    fn head(&self) -> Place {
        let card = self.article.body.uses.iter().find(|used| used.name.value == CARD);
        card.map_or_else(|| self.scope.head.clone(), |used| Place::new(&self.article.file, used.span.clone()))
    }

    fn signs(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut missing: Vec<&Sign> = Vec::new();
        for sign in missing_in(self.set, self.shown, self.ending) {
            match self.outside(sign).or_else(|| self.in_html(sign)) {
                Some(at) => diagnostics.push(Diagnostic::new(
                    &RED_FLAG_OUTSIDE_CARD,
                    Place::new(&self.article.file, at),
                    format!(
                        "this is a danger sign that the emergency card does not show: {}",
                        sign.text.text()
                    ),
                    "add it to the emergency card too",
                )),
                None => missing.push(sign),
            }
        }
        for sign in missing {
            diagnostics.push(Diagnostic::new(
                &MISSING_RED_FLAG,
                self.head(),
                format!(
                    "this page does not show a danger sign of `{}`: {}",
                    self.set.name.value,
                    sign.text.text()
                ),
                "add it to an `:::emergency` card, or to `[[help]]` in `site.toml`",
            ));
        }
    }

    /// Where raw HTML outside all cards mentions `sign`, in bytes of the file.
    fn in_html(&self, sign: &Sign) -> Option<Range<usize>> {
        sign.told_in(self.elsewhere, self.ending)?;
        let start = self.article.start;
        let source =
            self.source.get_or_init(|| Placed::of(self.article.source.get(start..).unwrap_or_default()));
        let at = source.source(sign.told_in(&source.heard, self.ending)?);
        Some(start + at.start..start + at.end)
    }

    /// Where the text outside all cards mentions `sign`, in bytes of the file.
    fn outside(&self, sign: &Sign) -> Option<Range<usize>> {
        let prose = self.scope.prose();
        let is_outside = |block: &&Block| {
            (!prose.is_in(block, CARD) || block.is_hidden) && !matches!(block.kind, BlockKind::Note)
        };
        let blocks = self.outside.get_or_init(|| {
            let blocks = prose.blocks().iter().filter(is_outside);
            blocks.map(|block| (block.text.start, Placed::of(prose.slice(block.text.clone())))).collect()
        });
        blocks.iter().find_map(|(start, block)| {
            let at = block.source(sign.told_in(&block.heard, self.ending)?);
            Some(prose.source(start + at.start..start + at.end))
        })
    }

    /// Checks that the card comes before headings and rows.
    fn place_of_card(&self, diagnostics: &mut Vec<Diagnostic>) {
        let prose = self.scope.prose();
        let Some(start) = self.card.iter().map(|block| prose.source(block.text.clone()).start).min() else {
            return;
        };
        let is_before = |at: usize| at < start;
        let headings = prose.blocks().iter().filter(|block| matches!(block.kind, BlockKind::Heading(2..)));
        let heading =
            headings.map(|block| prose.source(block.text.clone())).find(|span| is_before(span.start));
        let leaf =
            self.article.body.uses.iter().find(|used| used.form == Form::Leaf && is_before(used.span.start));
        let first =
            heading.into_iter().chain(leaf.map(|used| used.span.clone())).min_by_key(|span| span.start);
        if let Some(first) = first {
            diagnostics.push(
                Diagnostic::new(
                    &LATE_EMERGENCY_CARD,
                    self.head(),
                    "the emergency card comes after other advice",
                    "move it before the first heading",
                )
                .also(Place::new(&self.article.file, first), "this comes before it"),
            );
        }
    }

    fn number(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(number) = self.set.number_to_call() else { return };
        if self.shown.is_silent() || number.is_said_in(self.shown) {
            return;
        }
        let (number, address) = (number.as_str(), number.address());
        diagnostics.push(Diagnostic::new(
            &MISSING_EMERGENCY_NUMBER,
            self.head(),
            format!("the danger signs do not say to call {number}"),
            format!("write it as a link: `[{number}]({address})`"),
        ));
    }
}

/// Checks a set.
pub(in crate::check) fn row(row: &Row, diagnostics: &mut Vec<Diagnostic>) {
    let Some(set) = row.get::<RedFlags>() else { return };
    let is_emergency = set.sign.iter().any(|sign| sign.urgency == Urgency::Emergency);
    let missing: Vec<String> = [
        ("sources", set.sources.is_empty()),
        ("as_of", set.as_of.is_none()),
        // No number is right in every country, so a set for any country has none.
        ("emergency_number", is_emergency && set.jurisdiction.is_some() && set.emergency_number.is_none()),
        ("sign", set.sign.is_empty()),
    ]
    .into_iter()
    .filter(|(field, is_missing)| *is_missing && !row.is_misread(&[field]))
    .map(|(field, _)| format!("`{field}`"))
    .collect();
    if !missing.is_empty() {
        diagnostics.push(Diagnostic::new(
            &RED_FLAGS_SOURCE,
            Place::new(row.file(), set.name.span()),
            format!("the set `{}` has nothing under {}", set.name.value, missing.join(", ")),
            "add it from the source of the signs",
        ));
    }
}
