//! The danger signs of a topic, on each of its pages.

use super::super::Scope;
use super::shown::Shown;
use super::{
    LATE_EMERGENCY_CARD, MISSING_EMERGENCY_NUMBER, MISSING_RED_FLAG, RED_FLAG_OUTSIDE_CARD, RED_FLAGS_SOURCE,
    UNKNOWN_RED_FLAGS,
};
use crate::article::{Article, Form, front_matter};
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::html::{unescape, without_tags};
use crate::link::Linker;
use crate::prose::{Block, Kind as BlockKind, Prose};
use crate::site::Site;
use crate::table::red_flags::{RedFlags, Sign, Urgency};
use crate::table::{Fields, Kind, Row};
use crate::trace::{Digest, Notes, Read};

/// The directive whose card shows danger signs.
pub(super) const CARD: &str = "emergency";

/// What the topic that a folder belongs to says of danger signs: the file that says it, what it says, and the set.
type Declared<'a> = (&'a FileName, &'a Spanned<String>, Option<(&'a Row, &'a RedFlags)>);

/// What is declared for the pages of `folder`, by the nearest of the folders above them.
fn declared<'a>(site: &'a Site, folder: &str) -> Option<Declared<'a>> {
    let mut folder = folder;
    loop {
        let article = site.section_page(folder).and_then(|page| page.article.as_ref());
        if let Some(article) = article
            && let Some(area) = &article.front_matter.red_flags
        {
            return Some((&article.file, area, set(site, &area.value)));
        }
        folder = match folder.rsplit_once('/') {
            Some((above, _)) => above,
            None if folder.is_empty() => return None,
            None => "",
        };
    }
}

/// The set for `area` that fits the site's country best.
fn set<'a>(site: &'a Site, area: &str) -> Option<(&'a Row, &'a RedFlags)> {
    let here = site.config.jurisdiction.as_ref();
    let sets = sets(site).filter(|(_, set)| set.area.value == area);
    sets.filter_map(|(row, set)| Some((set.fit(here)?, row, set)))
        .max_by_key(|(fit, ..)| *fit)
        .map(|(_, row, set)| (row, set))
}

fn sets(site: &Site) -> impl Iterator<Item = (&Row, &RedFlags)> {
    site.rows.of(Kind::RedFlags).filter_map(|id| {
        let row = site.rows.row(id);
        match &row.fields {
            Fields::RedFlags(set) => Some((row, &**set)),
            _ => None,
        }
    })
}

/// Stands for what the pages of `folder` have to show.
#[must_use]
pub fn digest(site: &Site, folder: &str) -> Digest {
    let said = declared(site, folder);
    Digest::of(&said.map(|(file, area, set)| {
        let signs = set.map(|(_, set)| {
            let signs = set.sign.iter().map(|sign| (sign.text.text(), &sign.words, sign.urgency as u8));
            (&set.emergency_number, signs.collect::<Vec<_>>())
        });
        (file, &area.value, area.start, signs)
    }))
}

/// Checks that a page shows what its topic declares.
pub(super) fn article(
    linker: &Linker,
    article: &Article,
    scope: &Scope<'_>,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let site = &linker.site;
    notes.add(|| Read::RedFlags(scope.folder.into()));
    let Some((file, area, set)) = declared(site, scope.folder) else { return };
    let Some((_, set)) = set else {
        // It is said once, where it is declared.
        if *file == article.file {
            let (message, help) = unknown(site, &area.value);
            let place = front_matter::place(file, area);
            diagnostics.push(Diagnostic::new(&UNKNOWN_RED_FLAGS, place, message, help));
        }
        return;
    };
    let prose = scope.prose();
    let strip = site.help_for(scope.folder).filter(|strip| strip.page != article.file);
    notes.add(|| Read::Help(scope.folder.into()));
    let strip = strip.map(|strip| strip_text(&strip.config.text.value));
    let is_shown = |block: &&Block| prose.is_in(block, CARD) && !block.is_hidden;
    let card: Vec<&Block> = prose.blocks().iter().filter(is_shown).collect();
    let mut shown = strip.clone().unwrap_or_default();
    for block in &card {
        shown.push('\n');
        shown.push_str(&prose.slice(block.text.clone()).to_lowercase());
    }
    // Prose has no words of raw HTML; the page shows them all the same. They are seldom needed.
    let html = if is_whole(set, &shown) { Shown::default() } else { Shown::of(&article.body) };
    shown.push('\n');
    shown.push_str(&html.in_card);
    let here = Here { article, scope, set, shown: &shown, elsewhere: &html.elsewhere, card: &card };
    here.signs(diagnostics);
    if strip.is_none() {
        here.place_of_card(diagnostics);
    }
    here.number(diagnostics);
}

/// That there is no set for `area` in the site's country, and the way out.
fn unknown(site: &Site, area: &str) -> (String, String) {
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
            format!("{add}; another country's set has its own numbers to call"),
        ),
        None => (
            format!(
                "there are sets of danger signs for `{area}` for {}, and `site.toml` names no country",
                elsewhere.join(", ")
            ),
            format!("add `jurisdiction = {}` to `site.toml`", elsewhere[0].replace('`', "\"")),
        ),
    }
}

/// Whether `shown` tells every emergency of `set`, and the number to call.
fn is_whole(set: &RedFlags, shown: &str) -> bool {
    let mut emergencies = set.sign.iter().filter(|sign| sign.urgency == Urgency::Emergency);
    emergencies.all(|sign| sign.told_in(shown).is_some())
        && set.emergency_number.as_deref().is_none_or(|number| says_to_call(number, shown))
}

/// Whether `text` has the digits of `number`, however they are parted, and no other digit next to them: "9990" is not 999.
fn says_to_call(number: &str, text: &str) -> bool {
    let is_digit = |c: &char| c.is_ascii_digit();
    let mut before = None;
    for (at, letter) in text.char_indices() {
        let starts = letter.is_ascii_digit() && !before.is_some_and(|c: char| c.is_ascii_digit());
        before = Some(letter);
        if !starts {
            continue;
        }
        let mut rest = text[at..].chars().peekable();
        let is_called = number.chars().filter(is_digit).all(|wanted| {
            while rest.next_if(|c| c.is_whitespace() || "-()./‑–".contains(*c)).is_some() {}
            rest.next_if_eq(&wanted).is_some()
        });
        if is_called && !rest.peek().is_some_and(char::is_ascii_digit) {
            return true;
        }
    }
    false
}

/// The words of a strip, in small letters.
fn strip_text(markdown: &str) -> String {
    unescape(&without_tags(markdown)).replace("**", "").to_lowercase()
}

/// A page and what it shows.
struct Here<'a> {
    article: &'a Article,
    scope: &'a Scope<'a>,
    set: &'a RedFlags,
    /// What the page shows of danger signs, in small letters.
    shown: &'a str,
    /// The words of the rest of the page, in small letters, if it shows too little.
    elsewhere: &'a str,
    /// The blocks of its card.
    card: &'a [&'a Block],
}

impl Here<'_> {
    /// Where to mark what is missing: the card's heading, or the page's title.
    fn head(&self) -> Place {
        let card = self.article.body.uses.iter().find(|used| used.name.value == CARD);
        card.map_or_else(|| self.scope.head.clone(), |used| Place::new(&self.article.file, used.span.clone()))
    }

    fn signs(&self, diagnostics: &mut Vec<Diagnostic>) {
        let emergencies = self.set.sign.iter().filter(|sign| sign.urgency == Urgency::Emergency);
        let mut missing: Vec<&Sign> = Vec::new();
        for sign in emergencies.filter(|sign| sign.told_in(self.shown).is_none()) {
            match outside(self.scope.prose(), sign).or_else(|| self.in_html(sign)) {
                Some(at) => diagnostics.push(Diagnostic::new(
                    &RED_FLAG_OUTSIDE_CARD,
                    Place::new(&self.article.file, at),
                    format!(
                        "this is a danger sign that the emergency card does not show: {}",
                        sign.text.text()
                    ),
                    "put it into the emergency card too",
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
                "put it into an `:::emergency` card, or into `[[help]]` in `site.toml`",
            ));
        }
    }

    /// Where raw HTML outside of every card tells `sign`, in bytes of the file.
    fn in_html(&self, sign: &Sign) -> Option<std::ops::Range<usize>> {
        sign.told_in(self.elsewhere)?;
        let start = self.article.start;
        let at = sign.told_in(&self.article.source.get(start..)?.to_ascii_lowercase())?;
        Some(start + at.start..start + at.end)
    }

    /// The card comes before headings and rows.
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
                    "the emergency card stands after other advice",
                    "put it first, before the first heading",
                )
                .also(Place::new(&self.article.file, first), "this comes before it"),
            );
        }
    }

    fn number(&self, diagnostics: &mut Vec<Diagnostic>) {
        let Some(number) = self.set.emergency_number.as_deref() else { return };
        if self.shown.trim().is_empty() || says_to_call(number, self.shown) {
            return;
        }
        diagnostics.push(Diagnostic::new(
            &MISSING_EMERGENCY_NUMBER,
            self.head(),
            format!("the danger signs do not say to call {number}"),
            // Markdown takes no blanks in an address.
            format!(
                "write it as a link: `[{number}](tel:{})`",
                number.replace(|c: char| c != '+' && !c.is_ascii_digit(), "")
            ),
        ));
    }
}

/// Where the text tells `sign` outside of every card, in bytes of the file.
fn outside(prose: &Prose, sign: &Sign) -> Option<std::ops::Range<usize>> {
    let outside = prose.blocks().iter().filter(|block| !prose.is_in(block, CARD) || block.is_hidden);
    outside.filter(|block| !matches!(block.kind, BlockKind::Note)).find_map(|block| {
        let text = prose.slice(block.text.clone());
        // Letters that change their length would move what follows.
        let lower = text.to_ascii_lowercase();
        let at = sign.told_in(&lower)?;
        Some(prose.source(block.text.start + at.start..block.text.start + at.end))
    })
}

/// Checks a set.
pub(in crate::check) fn row(row: &Row, diagnostics: &mut Vec<Diagnostic>) {
    let Fields::RedFlags(set) = &row.fields else { return };
    let missing: Vec<&str> =
        [("sources", set.sources.is_empty()), ("as_of", set.as_of.is_none()), ("sign", set.sign.is_empty())]
            .into_iter()
            .filter(|(field, is_missing)| *is_missing && !row.is_misread(&[field]))
            .map(|(field, _)| field)
            .collect();
    if !missing.is_empty() {
        diagnostics.push(Diagnostic::new(
            &RED_FLAGS_SOURCE,
            Place::new(row.file(), set.name.span()),
            format!("the set `{}` has nothing under `{}`", set.name.value, missing.join("`, `")),
            "add it from the source you took the signs from",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::says_to_call;

    #[test]
    fn a_number_is_told_by_all_of_its_digits_and_no_others() {
        for (number, text, expected) in [
            ("999", "call 999 now", true),
            ("999", "call 9990 now", false),
            ("999", "call 1999 now", false),
            ("999", "call 99 or 9", false),
            ("999", "call 111 or 999.", true),
            ("+43 144", "call +43144", true),
            ("+43144", "call +43\u{a0}144", true),
            ("144", "call +43 144", true),
            ("1-800-222-1222", "call 1 (800) 222-1222", true),
        ] {
            assert_eq!(says_to_call(number, text), expected, "{number} in {text}");
        }
    }
}
