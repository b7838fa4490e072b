//! Withdraws automatic fixes that are unsafe.
//!
//! Rules about words do not know what depends on the words, so their fixes are withdrawn here.
//! [`crate::fix::apply_safely`], which withdraws fixes that cause new errors, is not enough:
//!
//! - Other sites link to anchors too. Nothing here knows of these links, so breaking them is not an error.
//! - Rules about danger signs are firm, so a lost sign is an error that cannot be switched off. All fixes of its file
//!   would be withdrawn, without telling the author which one is to blame and what to do first.
//! - Editors and programs that get a diagnostic with a fix apply it without checking the site.

use crate::article::{Article, Subject};
use crate::check::article::Scope;
use crate::check::article::clinical::{declared, ending, may_be_in_card};
use crate::check::english::plain_language::JARGON;
use crate::diagnostic::{Diagnostic, Fix};
use crate::prose::{Block, Prose};
use crate::site::Site;
use crate::table::Row;
use crate::table::red_flags::{Ending, Heard, RedFlags, Sign, Urgency};
use crate::trace::{Notes, Read};

/// Removes from `diagnostics` the fixes to an article that need a person's judgement, because something depends on
/// the words they change. Adds what it reads to `notes`.
pub(in crate::check) fn article(
    site: &Site,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut [Diagnostic],
) {
    let article = scope.article;
    let is_own = |found: &&mut Diagnostic| {
        (found.fix.is_some() || found.code == &JARGON) && found.primary.place.file == article.file
    };
    let mut fixable = diagnostics.iter_mut().filter(is_own).peekable();
    if fixable.peek().is_none() {
        return;
    }
    let card = EmergencyCard::of(site, scope, notes);
    for diagnostic in fixable {
        let suggested = suggestion(diagnostic);
        let Some(fix) = diagnostic.fix.as_deref().or(suggested.as_ref()) else { continue };
        if changes_anchor(article, fix) {
            diagnostic.fix = None;
            continue;
        }
        let Some((card, lost)) = card.as_ref().and_then(|card| Some((card, card.loss(fix)?))) else {
            continue;
        };
        if let Lost::Sign(sign) = lost {
            let (text, file) = (sign.text.text(), card.row.file());
            diagnostic.help += &format!("; first put that among the `words` of “{text}” in `{file}`");
        }
        diagnostic.fix = None;
    }
}

/// Removes from `diagnostics` the fixes to the name of `row` if its id, which is part of addresses, is derived from
/// it.
pub(in crate::check) fn name(row: &Row, diagnostics: &mut [Diagnostic]) {
    if row.id.span() == row.name().span() {
        diagnostics.iter_mut().for_each(|diagnostic| diagnostic.fix = None);
    }
}

/// What following the advice to use a plainer word would change: authors do that by hand.
fn suggestion(diagnostic: &Diagnostic) -> Option<Fix> {
    let plain = diagnostic.help.split('`').nth(1).filter(|_| diagnostic.code == &JARGON)?;
    let place = &diagnostic.primary.place;
    Some(Fix { span: place.start..place.end, replacement: plain.to_owned() })
}

/// Whether `fix` changes a heading whose anchor is derived from its text.
fn changes_anchor(article: &Article, fix: &Fix) -> bool {
    let made_of_words = article.headings.iter().filter(|heading| !heading.has_own_id);
    made_of_words.into_iter().any(|heading| (heading.start..heading.end).contains(&fix.span.start))
}

/// What may be the emergency card of an article, and the danger signs it has to show.
struct EmergencyCard<'a> {
    prose: &'a Prose,
    blocks: Vec<&'a Block>,
    row: &'a Row,
    set: &'a RedFlags,
    ending: Ending,
}

/// What a card would no longer be known to show.
enum Lost<'a> {
    Sign(&'a Sign),
    /// The number to call.
    Number,
}

impl<'a> EmergencyCard<'a> {
    /// `None` if the article needs no card.
    fn of(site: &'a Site, scope: &'a Scope<'_>, notes: &Notes) -> Option<EmergencyCard<'a>> {
        if scope.article.front_matter.subject != Subject::Health {
            return None;
        }
        notes.add(|| Read::RedFlags(scope.folder.into()));
        let (_, _, set) = declared(site, scope.folder)?;
        let (row, set) = set?;
        let prose = scope.prose();
        Some(EmergencyCard {
            prose,
            blocks: may_be_in_card(prose).collect(),
            row,
            set,
            ending: ending(scope),
        })
    }

    /// What the card shows now but would not be recognized as showing after `fix`: the `words` of the sign would have
    /// to change too.
    fn loss(&self, fix: &Fix) -> Option<Lost<'a>> {
        let at = self.prose.at(&fix.span)?;
        let holds = |block: &&&Block| block.text.start <= at.start && at.end <= block.text.end;
        let block = self.blocks.iter().find(holds)?;
        let text = self.prose.slice(block.text.clone());
        let (start, end) = (at.start - block.text.start, at.end - block.text.start);
        let before = Heard::of(text);
        let after = Heard::of(&[&text[..start], fix.replacement.as_str(), &text[end..]].concat());
        let is_lost = |sign: &&Sign| {
            let mut words = sign.words.iter().map(|words| &words.heard);
            words.any(|words| after.all(words, self.ending).count() < before.all(words, self.ending).count())
        };
        let mut emergencies = self.set.sign.iter().filter(|sign| sign.urgency == Urgency::Emergency);
        if let Some(sign) = emergencies.find(is_lost) {
            return Some(Lost::Sign(sign));
        }
        let number = self.set.number_to_call()?;
        (number.is_said_in(&before) && !number.is_said_in(&after)).then_some(Lost::Number)
    }
}
