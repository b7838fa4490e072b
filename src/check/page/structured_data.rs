//! Checks that JSON-LD agrees with the page, and that each question occurs once on the site.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value as Json;

use super::shown::MismatchReason;
use super::terms::{Misuse, misuses};
use super::walk::Walk;
use super::{PageFinding, Spot, quoted};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};

rules! {
    /// The JSON-LD of a page says what the page does not show.
    ///
    /// What it does: looks for each text, date, address and number in the JSON-LD among the words, links and dates of
    /// the rendered page, and checks the `position` of items. It also reports JSON-LD that cannot be read.
    ///
    /// Why: nobody can check what only machines can read, and search engines treat it as deception.
    ///
    /// ```text
    /// Bad, in a template:  a page without its reviewer, and JSON-LD with "reviewedBy"
    /// Good: {% include "partials/review.html" %} beside {{ page.json_ld }}
    /// ```
    ///
    /// Source: Google's general guidelines for structured data; ours.
    STRUCTURED_DATA_MISMATCH = "structured-data-mismatch", Structure, Error;
    /// The JSON-LD of a page uses unknown terms of schema.org, or uses terms incorrectly.
    ///
    /// What it does: compares JSON-LD from templates and raw HTML with the tables of schema.org (release 30.0):
    /// types, properties, which types have them, and which values they take. As schema.org allows, a text may be used
    /// instead of a thing; terms of other vocabularies are not checked.
    ///
    /// Why: machines do not guess. What they cannot read is lost, and nobody notices.
    ///
    /// ```text
    /// Bad:  "@type": "MedicalWebPage", "lastReviewed": "last week"
    /// Good: "@type": "MedicalWebPage", "lastReviewed": "2026-11-22"
    /// ```
    ///
    /// Source: schema.org, data model and full list of types.
    STRUCTURED_DATA_TERMS = "structured-data-terms", Structure, Error;
    /// The JSON-LD of the site contains the same question twice.
    ///
    /// What it does: compares the names of all `Question` items in the JSON-LD of all pages. balm's own JSON-LD
    /// contains each question on only one page; that of a template or raw HTML may not.
    ///
    /// Why: search engines want one copy of each question with its answer, and show neither of two.
    ///
    /// ```text
    /// Bad:  a FAQPage in a template used by several pages
    /// Good: questions in faq.toml, shown with ::faq
    /// ```
    ///
    /// Source: Google's guidelines for FAQ pages; ours.
    DUPLICATE_QUESTION = "duplicate-question", Structure, Error;
}

/// A question in the JSON-LD of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub name: String,
    /// The source of its JSON-LD.
    pub place: Place,
}

/// Finds differences between the JSON-LD of a page and what it shows, and incorrect terms. The terms of `own`, the
/// JSON-LD that balm made for the page, need no check.
pub(super) fn check(walk: &mut Walk<'_>, own: &str) {
    for found in walk.shown.mismatches(walk.html) {
        let (message, help) = match found.fault {
            MismatchReason::Unreadable => {
                (format!("this JSON-LD cannot be read: {}", found.value), "write it as JSON".to_owned())
            }
            MismatchReason::NotShown => (
                format!(
                    "the JSON-LD has {} as `{}`, which the page does not show",
                    quoted(&found.value),
                    found.property
                ),
                "show it on the page, or leave it out".to_owned(),
            ),
            MismatchReason::OutOfOrder => (
                format!("the JSON-LD has an item with the wrong `position` {}", found.value),
                "count from 1, in order".to_owned(),
            ),
        };
        let spot =
            if found.fault == MismatchReason::NotShown { Spot::Script(found.value) } else { Spot::Tag };
        let (code, span) = (&STRUCTURED_DATA_MISMATCH, found.script);
        walk.findings.push(PageFinding { code, spot, span, message, help });
    }
    for (span, text) in walk.shown.scripts() {
        let script = walk.html[text.clone()].trim();
        // What cannot be read is reported above.
        let Some(document) = (script != own).then(|| serde_json::from_str(script).ok()).flatten() else {
            continue;
        };
        for Misuse { word, message, help } in misuses(&document) {
            let spot = if word.is_empty() { Spot::Tag } else { Spot::Script(word) };
            let code = &STRUCTURED_DATA_TERMS;
            walk.findings.push(PageFinding { code, spot, span: span.clone(), message, help });
        }
    }
}

/// The questions in the JSON-LD of a page, each with the start tag of its script and whether that is `own`, what balm made
/// for the page.
pub(super) fn questions(walk: &Walk<'_>, own: &str) -> Vec<(String, Range<usize>, bool)> {
    let mut found = Vec::new();
    for (tag, text) in walk.shown.scripts() {
        let script = &walk.html[text.clone()];
        if memchr::memmem::find(script.as_bytes(), b"\"Question\"").is_none() {
            continue;
        }
        let is_own = script.trim() == own;
        let mut open = serde_json::from_str::<Json>(script).ok().into_iter().collect::<Vec<_>>();
        while let Some(value) = open.pop() {
            match value {
                Json::Array(items) => open.extend(items.into_iter().rev()),
                Json::Object(entries) => {
                    let name = entries.get("name").and_then(Json::as_str);
                    if entries.get("@type").is_some_and(|kind| kind == "Question") {
                        found.extend(name.map(|name| (name.to_owned(), tag.clone(), is_own)));
                    }
                    open.extend(entries.into_iter().map(|(_, value)| value).rev());
                }
                _ => {}
            }
        }
    }
    found
}

/// Reports questions that occur twice among `asked`, each given with the address of its page.
pub fn twice<'a>(asked: impl Iterator<Item = (&'a str, &'a Asked)>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, (&str, &Asked)> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for (url, asked) in asked {
        let Some((known, before)) = first.get(asked.name.as_str()) else {
            first.insert(&asked.name, (url, asked));
            continue;
        };
        let pages =
            if *known == url { format!("`{url}` twice") } else { format!("`{known}` and of `{url}`") };
        let message = format!("the question {} is in the JSON-LD of {pages}", quoted(&asked.name));
        let is_row = |place: &Place| place.file.ends_with(".toml") || place.file.ends_with(".csv");
        let help = if is_row(&asked.place) && is_row(&before.place) && asked.place != before.place {
            "delete one of the two rows, or make the questions different"
        } else {
            "mark it up on one page only, as `::faq` and `page.json_ld` do"
        };
        let mut diagnostic = Diagnostic::new(&DUPLICATE_QUESTION, asked.place.clone(), message, help);
        if before.place != asked.place {
            diagnostic = diagnostic.also(before.place.clone(), "the first");
        }
        diagnostics.push(diagnostic);
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str, json: &str) -> String {
        format!(
            "<html lang=en><body>{body}<script type=\"application/ld+json\">{json}</script></body></html>"
        )
    }

    fn found(html: &str) -> Vec<String> {
        let mut walk = Walk::through(html, "", "", None);
        walk.findings.clear();
        check(&mut walk, "");
        let findings = walk.findings;
        for finding in &findings {
            assert_eq!(&html[finding.span.clone()], "<script type=\"application/ld+json\">");
        }
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn machines_get_the_same_facts_as_people() {
        let thing = |name: &str| {
            format!("{{\"@context\":\"https://schema.org\",\"@type\":\"Thing\",\"name\":\"{name}\"}}")
        };
        assert_eq!(found(&page("Heat", &thing("Heat"))), [""; 0]);
        let said = "the JSON-LD has “Cold” as `name`, which the page does not show";
        assert_eq!(found(&page("Heat", &thing("Cold"))), [said]);
        assert_eq!(found(&page("Heat", "{")).len(), 1);
    }

    #[test]
    fn only_terms_that_are_not_balms_own_are_checked() {
        let json = "{\"name\":\"Heat\"}";
        assert_eq!(found(&page("Heat", json)), ["this JSON-LD does not name its vocabulary"]);
        let html = page("Heat", json);
        let mut walk = Walk::through(&html, "", "", None);
        walk.findings.clear();
        check(&mut walk, json);
        assert!(walk.findings.is_empty());
    }

    #[test]
    fn a_question_may_occur_only_once_in_all_json_ld() {
        let json = r#"{"@graph":[{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"Why?"}]},{"name":"No"}]}"#;
        let html = page("Why?", json);
        let names: Vec<String> =
            questions(&Walk::through(&html, "", "", None), "").into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["Why?"]);
        assert_eq!(questions(&Walk::through(&page("Why?", "{\"name\":\"Why?\"}"), "", "", None), ""), []);
        let asked =
            |name: &str| Asked { name: name.into(), place: Place::start_of(&"templates/a.html".into()) };
        let (one, two) = (asked("Why?"), asked("How?"));
        assert_eq!(twice([("/a/", &one), ("/a/", &two)].into_iter()), []);
        assert_eq!(twice([("/a/", &one), ("/b/", &one)].into_iter()).len(), 1);
    }
}
