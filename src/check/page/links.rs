//! Checks that links say where they lead, stay in their window, and give the size of PDFs.

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use super::{PageFinding, Spot, calls, plain, quoted};
use crate::diagnostic::Code;
use crate::diagnostic::code::rules;
use crate::html::place_in;
use crate::swar;

rules! {
    /// A link does not say where it leads.
    ///
    /// What it does: looks at the words of each link on the rendered page, including alternative texts. A link
    /// without words, and phrases such as "here", "click here" or "read more" say nothing. It
    /// knows such phrases only in English.
    ///
    /// Why: people who listen to a page jump from link to link, and hear only the words of each.
    ///
    /// ```text
    /// Bad:  For exercises click [here](exercises.md).
    /// Good: See the [exercises for a stiff back](exercises.md).
    /// ```
    ///
    /// Source: WCAG 2.2, 2.4.4 Link Purpose; NHS digital service manual, "Links".
    VAGUE_LINK_TEXT = "vague-link-text", Accessibility, Error;
    /// A link shows its address.
    ///
    /// What it does: finds links whose words are a web address, whether they are written as a link or as plain text.
    ///
    /// Why: people who listen to a page hear an address letter by letter, and not what they will find there.
    ///
    /// ```text
    /// Bad:  See https://www.nhs.uk/conditions/back-pain/.
    /// Good: See [back pain](https://www.nhs.uk/conditions/back-pain/) on the NHS website.
    /// ```
    ///
    /// Source: WCAG 2.2, 2.4.4 Link Purpose; NHS digital service manual, "Links".
    ADDRESS_AS_LINK_TEXT = "address-as-link-text", Accessibility, Warning;
    /// A link opens a new window or tab.
    ///
    /// What it does: looks for `target` with anything but `_self`, `_parent` or `_top`.
    ///
    /// Why: the way back is lost, which confuses people who do not notice the new window, and those who are ill or
    /// tired.
    ///
    /// ```text
    /// Bad:  <a href="https://example.org" target="_blank">The study</a>
    /// Good: [The study](https://example.org)
    /// ```
    ///
    /// Source: WCAG 2.2, technique G200; NHS digital service manual, "Links".
    NEW_TAB = "new-tab", Accessibility, Error;
    /// A link to a PDF does not give the size of the file.
    ///
    /// What it does: looks for a number with `kB` or `MB` in the words of each link whose address ends in `.pdf`.
    ///
    /// Why: readers on a slow or metered connection need it to decide whether to open the file.
    ///
    /// ```text
    /// Bad:  [Leaflet](leaflet.pdf)
    /// Good: [Leaflet (PDF, 240kB)](leaflet.pdf)
    /// ```
    ///
    /// Source: NHS digital service manual, "PDFs and other non-HTML documents".
    PDF_SIZE = "pdf-size", Accessibility, Error;
}

/// Phrases that do not say where a link leads.
const VAGUE: [&str; 32] = [
    "article",
    "click",
    "click here",
    "continue",
    "continue reading",
    "details",
    "download",
    "find out more",
    "follow this link",
    "for more",
    "go",
    "go here",
    "here",
    "info",
    "learn more",
    "link",
    "more",
    "more details",
    "more info",
    "more information",
    "page",
    "read",
    "read more",
    "read on",
    "see here",
    "see more",
    "this",
    "this article",
    "this link",
    "this page",
    "this site",
    "this website",
];

/// The length of the longest of them.
const LONGEST_VAGUE: usize = "follow this link".len();

/// No vague phrase has more bytes, however it is written.
const LONGEST: usize = 40;

/// The link being read.
#[derive(Debug, Default)]
pub(super) struct PageLinks<'a> {
    open: Option<OpenLink<'a>>,
}

#[derive(Debug)]
struct OpenLink<'a> {
    at: usize,
    href: &'a str,
    /// The text that is read out instead of its words.
    label: Option<&'a str>,
    /// Whether words elsewhere on the page name it.
    is_named: bool,
}

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    let is_link = start.tag == ElementKind::A;
    if is_link || matches!(start.name, "form" | "base") {
        let target = start.get("target").map(str::trim).filter(|target| !target.is_empty());
        let stays =
            |target: &str| ["_self", "_parent", "_top"].iter().any(|own| target.eq_ignore_ascii_case(own));
        if target.is_some_and(|target| !stays(target)) {
            let what = if is_link { "this link" } else { "this" };
            walk.findings.push(PageFinding {
                code: &NEW_TAB,
                spot: Spot::Tag,
                span: start.span(),
                message: format!("{what} opens a new window"),
                help: "delete `target`, so that the way back works".into(),
            });
        }
    }
    if is_link {
        walk.links.open = start.get("href").map(|href| OpenLink {
            at: start.at,
            href,
            label: start.get("aria-label").filter(|label| !label.trim().is_empty()),
            is_named: start.says("aria-labelledby"),
        });
    }
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    let Some(link) = walk.links.open.take().filter(|link| link.at == element.span.start) else { return };
    let seen = walk.words_of(element);
    if swar::contains(link.href.as_bytes(), b':') && seen.contains(|c: char| c.is_numeric()) {
        let seen = seen.to_owned();
        calls::check(walk, link.href, &seen, element);
    }
    let words = link.label.unwrap_or_else(|| walk.words_of(element));
    let label = link.label.and_then(|label| place_in(walk.html, label));
    let said = label.unwrap_or_else(|| walk.inside_of(element));
    let is_pdf = is_pdf(link.href);
    let is_address =
        |words: &str| ["http://", "https://", "www."].iter().any(|start| words.starts_with(start));
    if !is_pdf && says_something(words) {
        return;
    }
    let words = plain(words);
    let mut tell = |code: &'static Code, message: String, help: &str| {
        let spot = Spot::Link { href: link.href, words: words.clone(), said: said.clone() };
        walk.findings.push(PageFinding {
            code,
            spot,
            span: element.span.clone(),
            message,
            help: help.into(),
        });
    };
    let small = words.to_lowercase();
    let bare = small.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() && !link.is_named && !words.chars().any(|c| c == '↩' || c == '↑') {
        tell(&VAGUE_LINK_TEXT, "this link has no words".into(), "say in words where it leads");
    } else if is_address(&small) && !small.contains(' ') {
        let message =
            format!("this link shows its address, {}, instead of saying where it leads", quoted(&words));
        tell(&ADDRESS_AS_LINK_TEXT, message, "write what readers will find there");
    } else if VAGUE.contains(&bare) && is_english(element.lang) {
        let message = format!("this link says only {}", quoted(&words));
        tell(&VAGUE_LINK_TEXT, message, "say where it leads, in words that make sense on their own");
    }
    if is_pdf && !states_size(&small) {
        let message = format!("the link {} does not give the size of the PDF", quoted(&words));
        tell(&PDF_SIZE, message, "add it to the words of the link, such as `(PDF, 240kB)`");
    }
}

fn is_pdf(href: &str) -> bool {
    // Most addresses within a site have no full stop in them.
    if !swar::contains(href.as_bytes(), b'.') {
        return false;
    }
    let end = href.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(href.len());
    end > 4 && href.as_bytes()[end - 4..end].eq_ignore_ascii_case(b".pdf")
}

/// Whether `words` are obviously meaningful, as nearly all are.
fn says_something(words: &str) -> bool {
    let bytes = words.trim_ascii().as_bytes();
    let mut last = b' ';
    let is_plain = bytes.iter().all(|&byte| {
        let before = std::mem::replace(&mut last, byte);
        byte.is_ascii_alphanumeric() || (byte == b' ' && before != b' ')
    });
    let is_vague = || VAGUE.iter().any(|vague| bytes.eq_ignore_ascii_case(vague.as_bytes()));
    let is_long = bytes.len() > LONGEST && !matches!(bytes[0], b'h' | b'w');
    is_long || (is_plain && !bytes.is_empty() && (bytes.len() > LONGEST_VAGUE || !is_vague()))
}

/// Whether `words`, in English, say nothing.
pub(super) fn is_vague(words: &str) -> bool {
    let small = words.to_lowercase();
    VAGUE.contains(&small.trim_matches(|c: char| !c.is_alphanumeric()))
}

pub(super) fn is_english(lang: &str) -> bool {
    let tongue = lang.split('-').next().unwrap_or("");
    tongue.is_empty() || tongue.eq_ignore_ascii_case("en")
}

/// Whether `small`, in lower case, contains a size in bytes.
fn states_size(small: &str) -> bool {
    ["kb", "mb", "gb", "kilobyte", "megabyte", "bytes"].iter().any(|unit| {
        small.match_indices(unit).any(|(at, _)| {
            small[..at].trim_end_matches([' ', '\u{a0}', '\u{202f}']).ends_with(|c: char| c.is_ascii_digit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn vague_words_are_found_however_they_are_written() {
        for html in [
            "<a href=x>here</a>",
            "<a href=x> Click\n<b>here</b>! </a>",
            "<a href=x>Read&nbsp;more…</a>",
            "<a href=x></a>",
            "<a href=x>→</a>",
            "<a href=x><img src=a.png alt=''></a>",
            "<a href=x aria-label='more'>All about heat</a>",
            "<p lang=en-GB><a href=x>more</a>",
        ] {
            assert_eq!(found(html), ["vague-link-text"], "{html}");
        }
        assert_eq!(found("<a href=x>https://example.org/a</a>"), ["address-as-link-text"]);
        for html in [
            "<a href=x>Read more about heat</a>",
            "<a id=x></a>",
            "<a href=x><img src=a.png alt='Heat packs'></a>",
            "<a href=x aria-label='Heat packs'>more</a>",
            "<a href=x aria-labelledby=y></a>",
            "<a href=x><svg role=img aria-label='Heat packs'></svg></a>",
            "<a href=x>↩</a>",
            "<p lang=de><a href=x>more</a>",
            "<template><a href=x></a></template>",
            "<!-- <a href=x>here</a> -->",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn a_link_must_stay_in_its_window() {
        for html in
            ["<a href=x target=_blank>Heat</a>", "<a href=x TARGET='new'>Heat</a>", "<base target=_blank>"]
        {
            assert_eq!(found(html), ["new-tab"], "{html}");
        }
        for html in ["<a href=x target=_self>Heat</a>", "<a href=x target>Heat</a>", "<p target=_blank>"] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn a_link_to_a_pdf_must_give_its_size() {
        for html in ["<a href=a.pdf>Leaflet</a>", "<a href='/a.PDF?x#y'>Leaflet (PDF)</a>"] {
            assert_eq!(found(html), ["pdf-size"], "{html}");
        }
        for html in [
            "<a href=a.pdf>Leaflet (PDF, 240kB)</a>",
            "<a href=a.pdf>Leaflet, 1.2&nbsp;MB</a>",
            "<a href=pdf>Leaflet</a>",
            "<a href='a.html#x.pdf'>Leaflet</a>",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }
}
