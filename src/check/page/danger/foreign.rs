//! Numbers to call that are those of another country.
//!
//! Which number is whose, [`crate::jurisdiction`] knows.

use std::ops::Range;

use memchr::memmem;

use crate::check::english::plain_language;
use crate::check::page::element::ElementKind;
use crate::check::page::place::Placer;
use crate::check::page::{CheckedPage, PageFinding, Spot, calls, plain};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::rules;
use crate::html::{Token, Tokens};
use crate::jurisdiction::{EMERGENCY_NUMBERS, Jurisdiction};

rules! {
    /// A page says to call the emergency number of another country.
    ///
    /// What it does: looks on the rendered page for links to, and in English for advice to call, 999, 911, 000 or 111
    /// where that is not a number to call in the site's `jurisdiction`. Text that names another country, or that is
    /// for travellers, is left alone, and so is 112, which works in most countries.
    ///
    /// Why: someone in danger reaches nobody.
    ///
    /// ```text
    /// Bad:  Call [911](tel:911)      (on a site with jurisdiction = "gb")
    /// Good: Call [999](tel:999)
    /// Good: In the United States, call [911](tel:911).
    /// ```
    ///
    /// Source: the numbers that each country publishes.
    FOREIGN_NUMBER = "foreign-number", Clinical, Error;
}

/// Words in front of a number to call.
const CALL: [&str; 4] = ["call", "dial", "phone", "ring"];
/// Words that say that the text is for people somewhere else, in lower case.
const ELSEWHERE: [&str; 12] = [
    "abroad",
    "overseas",
    "outside",
    "elsewhere",
    "countries",
    "another country",
    "other country",
    "travel",
    "visiting",
    "worldwide",
    "international",
    "not in",
];
/// Words for countries, in lower case, each with its code.
const COUNTRIES: [(&str, &str); 24] = [
    ("united states", "us"),
    ("usa", "us"),
    ("u.s.", "us"),
    ("the us", "us"),
    ("us:", "us"),
    ("(us", "us"),
    ("america", "us"),
    ("canada", "ca"),
    ("canadian", "ca"),
    ("australia", "au"),
    ("new zealand", "nz"),
    ("ireland", "ie"),
    ("irish", "ie"),
    ("europe", "eu"),
    ("poland", "pl"),
    ("united kingdom", "gb"),
    ("britain", "gb"),
    ("british", "gb"),
    ("england", "gb"),
    ("scotland", "gb"),
    ("wales", "gb"),
    ("the uk", "gb"),
    ("uk:", "gb"),
    ("(uk", "gb"),
];

/// Reports numbers on `page` that nobody answers in the site's country.
pub(super) fn check(page: &CheckedPage<'_>, placer: &Placer<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let config = &page.world.site.config;
    let Some(here) = &config.jurisdiction else { return };
    let Some(own) = here.numbers().filter(|_| config.checks.level(&FOREIGN_NUMBER).is_some()) else { return };
    let foreign = EMERGENCY_NUMBERS.into_iter().filter(|number| here.is_number_elsewhere(number));
    let html = page.html.as_bytes();
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for number in foreign {
        let said = memmem::find_iter(html, number).map(|at| at..at + number.len());
        found.extend(said.filter(|at| is_called(page.html, at)).map(|at| (at, number)));
    }
    if found.is_empty() {
        return;
    }
    for (number, finding) in told(page.html, &found, here, own.emergency) {
        diagnostics.push(Diagnostic::new(
            &FOREIGN_NUMBER,
            placer.place(&finding),
            format!(
                "{number} is not a number to call in `{}`, the `jurisdiction` of this site",
                here.as_str()
            ),
            format!("write {}, or say which country {number} is for", own.emergency),
        ));
    }
}

/// Whether the digits at `at` of `html` are all of a number that is linked or that the text says to call.
fn is_called(html: &str, at: &Range<usize>) -> bool {
    let (before, after) = (&html[..at.start], &html[at.end..]);
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    if goes_on(after.chars().next()) || goes_on(before.chars().next_back()) {
        return false;
    }
    is_address(before) || is_told(before, after)
}

/// Whether an address that calls what follows ends with `before`.
fn is_address(before: &str) -> bool {
    before.get(before.len().saturating_sub(4)..).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"))
}

/// Whether the words before and after a number tell readers to call it.
fn is_told(before: &str, after: &str) -> bool {
    // "Call 911 2222": a longer number.
    let rest = after.trim_start_matches([' ', '-']);
    let is_longer = rest.len() < after.len() && rest.starts_with(|c: char| c.is_ascii_digit());
    let before = before.strip_suffix(' ').unwrap_or("");
    let before = before.strip_suffix(" the number").unwrap_or(before);
    let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |end| end + 1);
    let start = if before.is_char_boundary(start) { start } else { before.len() };
    !is_longer && CALL.iter().any(|call| before[start..].eq_ignore_ascii_case(call))
}

/// The findings among `found`, the numbers on the page `html` with their places; each with its number.
fn told<'a>(
    html: &'a str,
    found: &[(Range<usize>, &'a str)],
    here: &Jurisdiction,
    own: &str,
) -> Vec<(&'a str, PageFinding<'a>)> {
    let mut findings = Vec::new();
    let mut tokens = Tokens::new(html);
    // The words of the last heading, the language, and the block being read.
    let (mut heading, mut in_heading, mut is_english) = (String::new(), false, true);
    let (mut block, mut pending): (String, Vec<(&str, PageFinding<'_>)>) = (String::new(), Vec::new());
    let mut link: Option<usize> = None;
    loop {
        let token = tokens.next();
        let tag = match &token {
            Some(Token::Open { name, .. } | Token::Close(name)) => Some(ElementKind::of(name)),
            Some(Token::Text(_)) => None,
            None => Some(ElementKind::Body),
        };
        let ends_block = tag.is_some_and(|tag| {
            tag.ends_paragraph()
                || matches!(
                    tag,
                    ElementKind::Body
                        | ElementKind::Td
                        | ElementKind::Th
                        | ElementKind::Row
                        | ElementKind::Caption
                )
        });
        if ends_block {
            let words = plain(&block).to_lowercase();
            if in_heading {
                heading.clone_from(&words);
            }
            let is_for_others = is_elsewhere(&words, here)
                || is_elsewhere(&heading, here)
                || (!is_english && words.contains(own));
            if !is_for_others {
                findings.append(&mut pending);
            }
            pending.clear();
            block.clear();
            in_heading = false;
        }
        match token {
            None => return findings,
            Some(Token::Open { name, span, .. }) => {
                let attribute = |wanted: &str| {
                    let all = tokens.attributes().iter();
                    all.clone().find(|one| one.name.eq_ignore_ascii_case(wanted)).map(|one| one.value)
                };
                in_heading |= matches!(ElementKind::of(name), ElementKind::Heading(_));
                if name.eq_ignore_ascii_case("html") {
                    is_english = plain_language::is_english(attribute("lang").unwrap_or("en"));
                }
                let href = attribute("href").filter(|_| ElementKind::of(name) == ElementKind::A);
                let called = href.and_then(calls::called);
                let known = found
                    .iter()
                    .find(|(at, number)| span.contains(&at.start) && called.as_deref() == Some(number));
                if let (Some(href), Some((_, number))) = (href, known) {
                    link = Some(pending.len());
                    let said = span.end..span.end;
                    let spot = Spot::Link { href, words: String::new(), said };
                    pending.push((number, finding(spot, span)));
                }
            }
            Some(Token::Close(name)) => {
                if ElementKind::of(name) == ElementKind::A
                    && let Some((_, PageFinding { spot: Spot::Link { said, .. }, .. })) =
                        link.take().and_then(|link| pending.get_mut(link))
                {
                    said.end = tokens.span().start;
                }
            }
            Some(Token::Text(_)) if tokens.is_raw() => {}
            Some(Token::Text(span)) => {
                block.push_str(&html[span.clone()]);
                if link.is_some() || !is_english {
                    continue;
                }
                let is_denied = |at: &Range<usize>| {
                    let before = &html[span.start..at.start];
                    let sentence = before.rsplit(['.', '!', '?', ';']).next().unwrap_or("").to_lowercase();
                    ["not ", "n't ", "n’t ", "never "].iter().any(|no| sentence.contains(no))
                };
                let said = found.iter().filter(|(at, _)| span.contains(&at.start) && !is_denied(at));
                pending.extend(said.map(|(at, number)| (*number, finding(Spot::Words, at.clone()))));
            }
        }
    }
}

fn finding(spot: Spot<'_>, span: Range<usize>) -> PageFinding<'_> {
    PageFinding { code: &FOREIGN_NUMBER, spot, span, message: String::new(), help: String::new() }
}

/// Whether `words`, in lower case, say that they are for people outside the country `here`.
fn is_elsewhere(words: &str, here: &Jurisdiction) -> bool {
    let starts = |wanted: &str| {
        let mut found = words.match_indices(wanted);
        found.any(|(at, _)| !words[..at].ends_with(char::is_alphanumeric))
    };
    ELSEWHERE.iter().any(|wanted| starts(wanted))
        || COUNTRIES.iter().any(|(name, code)| *code != here.as_str() && starts(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(country: &str, html: &str) -> Vec<String> {
        let here = Jurisdiction::new(country).expect(country);
        let numbers = EMERGENCY_NUMBERS.into_iter().filter(|number| here.is_number_elsewhere(number));
        let all = numbers.flat_map(|number| {
            memmem::find_iter(html.as_bytes(), number)
                .map(|at| (at..at + number.len(), number))
                .collect::<Vec<_>>()
        });
        let all: Vec<_> = all.filter(|(at, _)| is_called(html, at)).collect();
        let own = here.numbers().expect(country).emergency;
        let told = told(html, &all, &here, own);
        told.into_iter().map(|(number, finding)| format!("{number} {}", &html[finding.span])).collect()
    }

    #[test]
    fn a_number_of_another_country_is_found_as_a_link_and_as_advice() {
        for (country, html, told) in [
            ("gb", "<p>Call <a href=\"tel:911\">911</a> now", "911 <a href=\"tel:911\">"),
            ("gb", "<p>Call <a href='TEL:911'>for help</a> now", "911 <a href='TEL:911'>"),
            ("gb", "<h2>Call 911 if:</h2>", "911 911"),
            ("us", "<li>Dial 999.", "999 999"),
            ("us", "<p>In the United States, phone the number 999", "999 999"),
            ("ie", "<p>Ring 911", "911 911"),
            ("au", "<p>Call <a href=tel:111>111</a>", "111 <a href=tel:111>"),
        ] {
            assert_eq!(found(country, html), [told], "{html}");
        }
    }

    #[test]
    fn numbers_that_work_here_and_text_for_people_elsewhere_are_fine() {
        for (country, html) in [
            ("gb", "<p>Call <a href=tel:999>999</a> or <a href=tel:111>111</a> or <a href=tel:112>112</a>"),
            ("ie", "<p>Call 999 or 112"),
            ("pl", "<p>Call 999"),
            ("us", "<p>Call 112"),
            ("gb", "<p>In the US, call <a href=tel:911>911</a>"),
            ("gb", "<h2>If you are abroad</h2><p>Call 911"),
            ("us", "<p>In the UK, call 999"),
            ("gb", "<p>Do not call 911 from here"),
            ("gb", "<p>Call 0800 911 911, or 911 people, or call 9111, or call 911 2222"),
            ("gb", "<p>911 calls were made, see the recall 911"),
            ("gb", "<html lang=de><p>Notruf 999 (USA: <a href=tel:911>911</a>)"),
            ("gb", "<!-- call 911 --><script>call 911</script><p>a"),
        ] {
            assert_eq!(found(country, html), [""; 0], "{html}");
        }
    }
}
