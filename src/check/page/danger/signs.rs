//! Checks that a page of a topic shows the topic's danger signs, and the number to call as a link.

use std::ops::Range;

use memchr::memmem;

use super::Here;
use super::scene::{CardKind, CardLink, CareCard, ShownSigns};
use crate::article::DirectiveForm;
use crate::check::article::clinical::{
    LATE_EMERGENCY_CARD, MISSING_EMERGENCY_NUMBER, MISSING_RED_FLAG, RED_FLAG_OUTSIDE_CARD,
};
use crate::check::page::calls;
use crate::diagnostic::{Diagnostic, Place};
use crate::html::escape;
use crate::kind::Role;
use crate::prose::{BlockKind, Prose};
use crate::table::Cell;
use crate::table::red_flags::{Ending, Heard, LocatedText, RedFlags, Sign, Telephone, Urgency};
use crate::trace::Read;

/// Checks that a page shows the danger signs of `set`.
pub(super) fn check(here: &Here<'_>, set: &RedFlags, diagnostics: &mut Vec<Diagnostic>) {
    let ending = if here.is_english { Ending::English } else { Ending::Any };
    let strip = here.scene.strip.iter();
    let above = strip.clone().map(CareCard::heard).next().unwrap_or_default();
    let mut told = above.clone();
    here.scene.emergencies().for_each(|card| told.append(&card.heard()));
    let shown: Vec<&CareCard<'_>> = here.scene.emergencies().chain(strip).collect();
    let missing = missing(set, &told, ending);
    if !missing.is_empty() {
        report_missing(here, set, &missing, ending, diagnostics);
    }
    let number = set.number_to_call();
    let is_told_above = || {
        let links = here.scene.strip.iter().flat_map(|strip| &strip.links);
        self::missing(set, &above, ending).is_empty()
            && number.is_none_or(|number| number.is_said_in(&above) && is_linked(number, links))
    };
    if here.scene.emergencies().next().is_some() && !is_told_above() {
        late(here, diagnostics);
    }
    let Some(number) = number.filter(|_| !told.is_silent()) else { return };
    let links = shown.iter().flat_map(|card| &card.links);
    let (digits, address) = (number.as_str(), number.address());
    let help = format!("write it as a link: `[{digits}]({address})`");
    let here_is = here.page.world.site.config.jurisdiction.as_ref();
    let is_foreign = |card: &CareCard<'_>| {
        let called = card.links.iter().filter_map(|link| calls::called(link.href));
        let is_elsewhere = |called: String| here_is.is_some_and(|here| here.is_number_elsewhere(&called));
        !number.is_said_in(&card.heard()) && called.into_iter().any(is_elsewhere)
    };
    if !number.is_said_in(&told) || here.scene.emergencies().any(is_foreign) {
        let message = format!("the danger signs do not say to call {digits}");
        let help = format!("{help}; `[[help]]` in `site.toml` shows it on every page");
        diagnostics.push(Diagnostic::new(&MISSING_EMERGENCY_NUMBER, here.head(), message, help));
    } else if !is_linked(number, links) {
        let said = shown.iter().find_map(|card| here.said(card, number));
        let message = format!("the danger signs say to call {digits}, but not as a link that calls it");
        let place = said.unwrap_or_else(|| here.head());
        diagnostics.push(Diagnostic::new(&MISSING_EMERGENCY_NUMBER, place, message, help));
    }
}

/// The emergencies of `set` that `told` does not contain.
pub(super) fn missing<'a>(set: &'a RedFlags, told: &Heard, ending: Ending) -> Vec<&'a Sign> {
    let emergencies = set.sign.iter().filter(|sign| sign.urgency == Urgency::Emergency);
    emergencies.filter(|sign| sign.told_in(told, ending).is_none()).collect()
}

/// Whether one of `links` that readers see calls `number`.
fn is_linked<'a, 'p: 'a>(number: &Telephone, links: impl IntoIterator<Item = &'a CardLink<'p>>) -> bool {
    let mut calls = links.into_iter().filter(|link| link.is_seen).filter_map(|link| calls::called(link.href));
    calls.any(|called| calls::is_same(number.as_str(), &called))
}

fn report_missing(
    here: &Here<'_>,
    set: &RedFlags,
    missing: &[&Sign],
    ending: Ending,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let article = here.article;
    let all = ShownSigns::all_words(here.page.html);
    let prose = Prose::markdown(&article.source, article.start, &article.file);
    let source = article.source.get(article.start..).unwrap_or_default();
    let mut nowhere: Vec<&Sign> = Vec::new();
    for &sign in missing {
        let is_said = sign.told_in(&all, ending).is_some();
        let in_words = is_said.then(|| {
            let blocks = prose.blocks().iter().filter(|block| !matches!(block.kind, BlockKind::Note));
            let mut texts =
                blocks.map(|block| (block.text.start, LocatedText::of(prose.slice(block.text.clone()))));
            let in_text = texts.find_map(|(start, text)| {
                let at = text.source(sign.told_in(&text.heard, ending)?);
                Some(prose.source(start + at.start..start + at.end))
            });
            // Prose does not contain the words of raw HTML.
            in_text.or_else(|| {
                let text = LocatedText::of(source);
                let at = text.source(sign.told_in(&text.heard, ending)?);
                Some(article.start + at.start..article.start + at.end)
            })
        });
        match in_words.flatten() {
            Some(at) => diagnostics.push(Diagnostic::new(
                &RED_FLAG_OUTSIDE_CARD,
                Place::new(&article.file, at),
                format!("this is a danger sign that the emergency card does not show: {}", sign.text.text()),
                "add it to the emergency card too",
            )),
            None => match said_in_row(here, sign, ending).filter(|_| is_said) {
                Some((used, cell)) => diagnostics.push(
                    Diagnostic::new(
                        &RED_FLAG_OUTSIDE_CARD,
                        used,
                        format!(
                            "this shows a danger sign that the emergency card does not show: {}",
                            sign.text.text()
                        ),
                        "add it to the emergency card too",
                    )
                    .also(cell, "the danger sign"),
                ),
                None => nowhere.push(sign),
            },
        }
    }
    for sign in nowhere {
        diagnostics.push(Diagnostic::new(
            &MISSING_RED_FLAG,
            here.head(),
            format!("this page does not show a danger sign of `{}`: {}", set.name.value, sign.text.text()),
            "add it to an `:::emergency` card, or to `[[help]]` in `site.toml`",
        ));
    }
}

/// The first directive of the page that shows a row which names `sign` among its danger signs, and where the row does.
fn said_in_row(here: &Here<'_>, sign: &Sign, ending: Ending) -> Option<(Place, Place)> {
    here.page.shown.iter().find_map(|&(row, used)| {
        let row = here.page.world.site.rows.row(row);
        let used = here.article.body.uses.get(used)?;
        let cells = row.cells.of(&row.kind.fields).filter(|(field, _)| field.role == Some(Role::DangerSign));
        let items = cells.filter_map(|(_, cell)| cell).flat_map(Cell::items);
        let says = |cell: &&Cell| {
            cell.value.prose().is_some_and(|text| sign.told_in(&Heard::of(text), ending).is_some())
        };
        let cell = items.into_iter().find(says)?;
        // A row's digest does not include its place in the file.
        here.page.notes.add(|| Read::Text(row.file().clone()));
        let place = Place::new(row.file(), cell.span.clone());
        Some((Place::new(&here.article.file, used.span.clone()), place))
    })
}

/// Checks that the card comes before headings and rows.
fn late(here: &Here<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(card) = here.scene.emergencies().next() else { return };
    let article = here.article;
    let own = |id: &str| article.headings.iter().find(|heading| heading.id == id && heading.level > 1);
    let heading = here.scene.headings.iter().find_map(|(span, id)| Some((span.start, own(id)?)));
    let heading = heading.map(|(at, heading)| {
        let line = article.source[heading.start..].lines().next().map_or(0, str::len);
        (at, Place::new(&article.file, heading.start..heading.start + line))
    });
    let first = heading.into_iter().chain(rows_before(here, card)).min_by_key(|(at, _)| *at);
    if let Some((_, first)) = first {
        diagnostics.push(
            Diagnostic::new(
                &LATE_EMERGENCY_CARD,
                here.card(card),
                "the emergency card comes after other advice",
                "move it before the first heading",
            )
            .also(first, "this comes before it"),
        );
    }
}

/// The first directive that shows rows before `card`, and where on the page.
fn rows_before(here: &Here<'_>, card: &CareCard<'_>) -> Option<(usize, Place)> {
    let before = here.page.html.get(here.scene.main..card.span.start)?;
    let rows = &here.page.world.site.rows;
    let found = here.page.shown.iter().filter_map(|(row, used)| {
        let used = here.article.body.uses.get(*used).filter(|used| used.form == DirectiveForm::Leaf)?;
        let name = &rows.row(*row).name().value;
        let at = here.scene.main + memmem::find(before.as_bytes(), escape(name).as_bytes())?;
        let place = Place::new(&here.article.file, used.span.clone());
        (here.placer.used(at).as_ref() == Some(&place)).then_some((at, place))
    });
    found.min_by_key(|(at, _)| *at)
}

impl Here<'_> {
    /// Where to mark that something is missing: at the card, at what was meant to be one, or at the page's title.
    fn head(&self) -> Place {
        if let Some(card) = self.scene.emergencies().next() {
            return self.card(card);
        }
        let article = self.article;
        let is_card = |name: &str| name == CardKind::Emergency.name();
        let used =
            article.body.uses.iter().find(|used| is_card(&used.name.value)).map(|used| used.span.clone());
        let span = used.or_else(|| self.printed()).unwrap_or_else(|| article.title.span());
        Place::new(&article.file, span)
    }

    /// A line that was meant to open a card, and is printed as text or code.
    fn printed(&self) -> Option<Range<usize>> {
        let mut at = self.article.start;
        for line in self.article.source.get(at..)?.split_inclusive('\n') {
            let text = line.trim();
            let name = text.trim_start_matches(':');
            if text.len() >= name.len() + 3 && name.trim_start().starts_with(CardKind::Emergency.name()) {
                let start = at + line.len() - line.trim_start().len();
                return Some(start..start + text.len());
            }
            at += line.len();
        }
        None
    }

    /// Where `card` says `number`.
    fn said(&self, card: &CareCard<'_>, number: &Telephone) -> Option<Place> {
        let html = self.page.html;
        card.texts.iter().find_map(|text| {
            let words = html.get(text.clone())?;
            number.is_said_in(&Heard::of(words)).then_some(())?;
            let at = words
                .find(number.as_str())
                .map_or(text.clone(), |at| text.start + at..text.start + at + number.as_str().len());
            self.placer.written(&at)
        })
    }
}
