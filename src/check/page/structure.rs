//! The structure of pages: guides of a manageable size with links onwards, and no titles pasted into texts.

use std::ops::Range;

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use super::{PageFinding, Spot, plain, quoted};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::html::AttributeFilter;
use crate::site::Site;

rules! {
    /// A guide has more than 8 pages.
    ///
    /// What it does: counts the pages of each folder whose pages list one another, including the folder's own page. A
    /// folder with more than 12 pages has no such list, and is not a guide.
    ///
    /// Why: readers can keep about this many in mind. Split the guide in two.
    ///
    /// ```text
    /// Bad:  content/back-pain/ with 11 articles
    /// Good: content/back-pain/ and content/back-pain/exercises/
    /// ```
    ///
    /// Source: NHS digital service manual, "Contents list" and "Mini-hubs".
    GUIDE_SIZE = "guide-size", Structure, Error;
    /// A page lists the pages of its guide, but has no link to the next or previous one.
    ///
    /// What it does: looks on the rendered page for a `nav` whose links lead to the pages of the folder, and then for
    /// a link with `rel="next"` or `rel="prev"`, or one to a neighbouring page in another `nav`.
    ///
    /// Why: readers at the end of a page want the next one, without going back to the top.
    ///
    /// ```text
    /// Bad, in a template:  {% include "partials/guide.html" %} alone
    /// Good: {% include "partials/guide.html" %} … {% include "partials/pager.html" %}
    /// ```
    ///
    /// Source: NHS digital service manual, "Contents list" and "Pagination".
    CONTENTS_WITHOUT_PAGER = "contents-without-pager", Structure, Error;
    /// A paragraph ends with the title of its page.
    ///
    /// What it does: compares the end of each paragraph of the rendered page with the title, if that has two words or
    /// more, and checks whether it is a sentence of its own there.
    ///
    /// Why: text copied from a web page often includes the page's title, and nobody notices.
    ///
    /// ```text
    /// Bad:  Rest for a day or two.Easing back pain
    /// Good: Rest for a day or two.
    /// ```
    ///
    /// Source: ours.
    PASTED_TITLE = "pasted-title", Structure, Warning;
    /// A style or script in an attribute has no effect.
    ///
    /// What it does: looks for `style`, `onclick` and the like on the rendered page, if its own policy
    /// (`Content-Security-Policy`) blocks them.
    ///
    /// Why: text pasted from a word processor brings styles along. Their purpose, such as a warning in red, is lost
    /// on the page, and nobody notices.
    ///
    /// ```text
    /// Bad:  <p style="color: red">Do not drive.</p>
    /// Good: :::warning[Do not drive]
    /// ```
    ///
    /// Source: W3C, Content Security Policy Level 3, `style-src-attr` and `script-src-attr`.
    REFUSED_ATTRIBUTE = "refused-attribute", Structure, Warning;
}

/// The maximum number of pages in a guide.
const LARGEST: usize = 8;
/// A folder with more pages is not a guide; see `render`.
const NO_GUIDE: usize = 12;

/// The navigation and the title of a page.
#[derive(Debug, Default)]
pub(super) struct PageStructure<'a> {
    pub(super) title: &'a str,
    /// The `nav` elements, each with its links.
    navs: Vec<(Range<usize>, Vec<&'a str>)>,
    /// The indices of the open ones.
    open: Vec<usize>,
    has_pager: bool,
    /// Whether the page's policy blocks styles, and scripts, in attributes.
    refuses_styles: bool,
    refuses_scripts: bool,
}

/// The most common attributes that contain a script.
const SCRIPTS: [&str; 4] = ["onclick", "onchange", "oninput", "onsubmit"];
/// None of them collides with an attribute that most elements have: see [`AttributeFilter`].
const WRITTEN_IN: AttributeFilter =
    AttributeFilter::all(&["style", "onclick", "onchange", "oninput", "onsubmit"]);

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    if start.names.may_have_any(WRITTEN_IN) {
        written_in(walk, start);
    }
    match start.tag {
        ElementKind::Void if start.get("http-equiv").is_some_and(|of| of.eq_ignore_ascii_case(POLICY)) => {
            let policy = start.get("content").unwrap_or("");
            walk.structure.refuses_styles |= policy.contains("style-src-attr 'none'");
            walk.structure.refuses_scripts |= policy.contains("script-src-attr 'none'");
        }
        ElementKind::Nav => {
            walk.structure.open.push(walk.structure.navs.len());
            walk.structure.navs.push((start.span(), Vec::new()));
        }
        ElementKind::A | ElementKind::Link => {
            let is_pager = |word: &str| ["prev", "next"].iter().any(|kind| word.eq_ignore_ascii_case(kind));
            if let Some(rel) = start.get("rel").filter(|_| start.tag == ElementKind::A) {
                walk.structure.has_pager |= rel.split_ascii_whitespace().any(is_pager);
            }
            if let (Some(href), Some(&nav)) = (start.get("href"), walk.structure.open.last()) {
                walk.structure.navs[nav].1.push(href);
            }
        }
        _ => {}
    }
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    match element.tag {
        ElementKind::Nav => drop(walk.structure.open.pop()),
        ElementKind::P => pasted_title(walk, element),
        _ => {}
    }
}

const POLICY: &str = "Content-Security-Policy";

/// Checks for styles and scripts in attributes.
#[cold]
fn written_in(walk: &mut Walk<'_>, start: &Start<'_, '_>) {
    if walk.structure.refuses_styles && start.get("style").is_some() {
        refused(walk, start, "style", "use a directive or a style sheet for the look of a page");
    }
    if walk.structure.refuses_scripts
        && let Some(name) = SCRIPTS.into_iter().find(|name| start.get(name).is_some())
    {
        refused(walk, start, name, "put scripts into a file of their own");
    }
}

fn refused(walk: &mut Walk<'_>, start: &Start<'_, '_>, name: &str, instead: &str) {
    walk.findings.push(PageFinding {
        code: &REFUSED_ATTRIBUTE,
        spot: Spot::Tag,
        span: start.span(),
        message: format!("this `{name}` has no effect: the policy of the page blocks it"),
        help: format!("delete it: {instead}"),
    });
}

fn pasted_title(walk: &mut Walk<'_>, element: &Element<'_>) {
    let title = walk.structure.title;
    let words = walk.words_of(element);
    // Hardly any paragraph ends with the last letter of the title.
    let mut letters = words.bytes().rev().skip_while(|byte| *byte == b'.' || byte.is_ascii_whitespace());
    let (last, last_of_title) = (letters.next().unwrap_or(0), title.bytes().last().unwrap_or(0));
    if last.is_ascii() && !last.eq_ignore_ascii_case(&last_of_title) {
        return;
    }
    let words = words.trim_end().trim_end_matches('.');
    if words.len() <= title.len() || !title.contains(' ') {
        return;
    }
    let words = plain(words);
    let Some(start) = words.len().checked_sub(title.len()).filter(|&start| words.is_char_boundary(start))
    else {
        return;
    };
    let (before, after) = words.split_at(start);
    let sentence = before.trim_end().trim_end_matches(['”', '"', ')']);
    let stands_alone = sentence.ends_with(['.', '!', '?', '…']);
    let is_glued =
        before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_uppercase) && after == title;
    if after.to_lowercase() != title.to_lowercase() || sentence.is_empty() || !(stands_alone || is_glued) {
        return;
    }
    let inside = walk.inside_of(element);
    let start = walk.html[inside.clone()].rfind(after).map(|start| inside.start + start);
    let span = start.map_or(inside, |start| start..start + after.len());
    let finding = PageFinding {
        code: &PASTED_TITLE,
        spot: Spot::Words,
        span,
        message: format!("this paragraph ends with the title of the page, {}", quoted(after)),
        help: "delete it if it was copied by mistake".into(),
    };
    walk.findings.push(finding);
}

impl Walk<'_> {
    /// Whether some `nav` has links.
    pub(super) fn has_contents(&self) -> bool {
        !self.structure.has_pager && self.structure.navs.iter().any(|(_, links)| links.len() > 1)
    }

    /// Checks the contents of a guide for links onwards. `pages` are the addresses of the guide's pages, and
    /// `neighbours` those of the previous and next page.
    pub(super) fn contents(&mut self, pages: &[String], neighbours: &[String]) {
        let navs = &self.structure.navs;
        let is_page = |href: &str| pages.iter().any(|page| page == href);
        let guide =
            navs.iter().position(|(_, links)| links.len() > 1 && links.iter().all(|href| is_page(href)));
        let Some(guide) = guide.filter(|_| !neighbours.is_empty() && !self.structure.has_pager) else {
            return;
        };
        let mut others =
            navs.iter().enumerate().filter(|(number, _)| *number != guide).flat_map(|(_, nav)| &nav.1);
        if others.any(|href| neighbours.iter().any(|page| page == href)) {
            return;
        }
        self.findings.push(PageFinding {
            code: &CONTENTS_WITHOUT_PAGER,
            spot: Spot::Tag,
            span: navs[guide].0.clone(),
            message: "this page lists its guide, but has no link to the next or previous page".into(),
            help: "add one with `rel=\"next\"`; the theme has it in `partials/pager.html`".into(),
        });
    }
}

/// Counts the pages of guides.
pub(super) fn guides(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (folder, section) in site.sections.iter().filter(|(folder, _)| !folder.is_empty()) {
        let own = &site.pages[section.page];
        let count = section.articles.len() + 1;
        if count <= LARGEST || count > NO_GUIDE {
            continue;
        }
        let first = section.articles.first().map(|&page| &site.pages[page]);
        let at = own.article.as_ref().or_else(|| first.and_then(|page| page.article.as_ref()));
        let Some(article) = at else { continue };
        diagnostics.push(Diagnostic::new(
            &GUIDE_SIZE,
            Place::new(&article.file, article.title.span()),
            format!("the guide in `{folder}/` has {count} pages"),
            format!("a guide has 2 to {LARGEST}: move some of them into a folder of their own"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{found, found_with};

    #[test]
    fn attributes_blocked_by_the_policy_are_reported() {
        let page = |policy: &str, tag: &str| {
            format!(
                "<html lang=en><head><meta http-equiv=\"content-security-policy\" content=\"{policy}\"></head><body>{tag}x</p>"
            )
        };
        let strict = "script-src-attr 'none'; style-src-attr 'none'";
        for (policy, tag, told) in [
            (strict, "<p style='color: red'>", &["refused-attribute"][..]),
            (strict, "<p onclick=x()>", &["refused-attribute"]),
            (strict, "<p style=x onclick=x()>", &["refused-attribute", "refused-attribute"]),
            (strict, "<p class=style>", &[]),
            ("style-src-attr 'none'", "<p onclick=x()>", &[]),
            ("default-src 'self'", "<p style=x>", &[]),
        ] {
            assert_eq!(found(&page(policy, tag)), told, "{policy} {tag}");
        }
        assert_eq!(found("<p style=x>x</p>"), [""; 0]);
    }

    #[test]
    fn a_pasted_title_is_found() {
        for html in [
            "<p>Rest for a day.Easing back pain</p>",
            "<p>Rest for a day. Easing back pain.</p>",
            "<p>Rest “for a day.” <b>easing back pain</b></p>",
            "<p>Rest for a dayEasing back pain</p>",
            "<p>Rest for a day.\n<b>Easing</b>\n<i class=a>back</i> \n <i>pain</i></p>",
        ] {
            assert_eq!(found_with("Easing back pain", html), ["pasted-title"], "{html}");
        }
        for html in [
            "<p>Easing back pain</p>",
            "<p>This is about easing back pain</p>",
            "<p>See also: Easing back pain</p>",
            "<p>Rest for a day. Easing back pain takes time.</p>",
        ] {
            assert_eq!(found_with("Easing back pain", html), [""; 0], "{html}");
        }
        assert_eq!(found_with("Heat", "<p>Try it. Heat</p>"), [""; 0]);
    }

    #[test]
    fn navigation_alone_is_not_a_guide() {
        assert_eq!(found("<nav><a href=a>One</a><a href=b>Two</a></nav>"), [""; 0]);
    }
}
