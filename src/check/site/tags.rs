//! Finds tags that differ from a common one by a typing mistake.

use std::collections::BTreeSet;

use crate::article::front_matter;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::code::rules;
use crate::fold::composed;
use crate::site::Site;
use crate::slug;

rules! {
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
    RARE_TAG = "rare-tag", Structure, Warning;
    /// Two tags that are written differently have one address.
    ///
    /// What it does: compares tags without signs and spaces. Upper and lower case make no difference: "Heat" and "heat" are the
    /// same tag.
    ///
    /// Why: both lead to one page, which is called by the spelling that comes first.
    ///
    /// ```toml
    /// # Bad: tags = ["heat-cold"], where another page has "Heat & cold"
    /// # Good:
    /// tags = ["Heat & cold"]
    /// ```
    ///
    /// Source: ours.
    TAG_SPELLINGS = "tag-spellings", Structure, Warning;
}

/// A tag on this many pages is common.
const COMMON: usize = 2;
/// Next to a tag on only so many pages, a tag has to be longer: two short words are often both meant.
const LONG: usize = 6;
/// Shorter tags are too often one letter apart by chance.
const SHORTEST: usize = 4;

pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    spellings(site, diagnostics);
    let common: Vec<(&str, &str, usize)> = site
        .tags
        .iter()
        .filter(|(_, tag)| tag.pages.len() >= COMMON)
        .map(|(slug, tag)| (slug.as_str(), tag.name.as_str(), tag.pages.len()))
        .collect();
    for (rare, tag) in site.tags.iter().filter(|(slug, tag)| tag.pages.len() == 1 && slug.len() >= SHORTEST) {
        let is_near = |(common, _, pages): &&(&str, &str, usize)| {
            (*pages > COMMON || rare.len() >= LONG) && differs_by_a_slip(rare, common)
        };
        let (Some((_, name, _)), Some(&page)) = (common.iter().find(is_near), tag.pages.first()) else {
            continue;
        };
        let page = &site.pages[page];
        let tags = page.article.iter().flat_map(|article| &article.front_matter.tags);
        let Some(written) = tags.into_iter().find(|tag| slug::tag(&tag.value) == *rare) else { continue };
        diagnostics.push(Diagnostic::new(
            &RARE_TAG,
            front_matter::place(&page.file, written),
            format!("only this page has the tag `{}`", written.value),
            format!("did you mean `{name}`?"),
        ));
    }
}

/// Reports tags that share an address with one that is written differently, each spelling once.
fn spellings(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let words = |name: &str| {
        let name = composed(name).to_lowercase();
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut told = BTreeSet::new();
    for page in site.pages.iter().filter(|page| !page.tags.is_empty()) {
        let Some(article) = &page.article else { continue };
        for written in &article.front_matter.tags {
            // Most are written as the tag is called, and are found by that.
            if page.tags.iter().any(|(slug, name)| {
                *name == written.value && site.tags.get(slug).is_some_and(|tag| tag.name == *name)
            }) {
                continue;
            }
            let slug = slug::tag(&written.value);
            let Some(tag) = site.tags.get(&slug) else { continue };
            let own = words(&written.value);
            if own == words(&tag.name) || !told.insert((slug, own)) {
                continue;
            }
            diagnostics.push(Diagnostic::new(
                &TAG_SPELLINGS,
                front_matter::place(&page.file, written),
                format!("the tags `{}` and `{}` have one address, `{}`", written.value, tag.name, tag.url),
                format!("write `{}`, or another word", tag.name),
            ));
        }
    }
}

/// Whether one letter is added, missing, different or swapped. Different numbers (`week-1`, `week-2`) are not a
/// typing mistake.
fn differs_by_a_slip(rare: &str, common: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    letters(rare) != letters(common) && strsim::damerau_levenshtein(rare, common) == 1
}
