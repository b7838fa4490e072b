//! Checks the outline formed by headings: one title, no skipped levels, none too deep.

use super::element::ElementKind;
use super::walk::{Element, Walk};
use super::{PageFinding, Spot, links, plain, quoted};
use crate::diagnostic::Code;
use crate::diagnostic::code::rules;

rules! {
    /// A heading is more than one level below the one before it.
    ///
    /// What it does: looks at the headings of the rendered page in order, including those from templates and
    /// directives.
    ///
    /// Why: people who listen to a page navigate by its outline, and search in vain for the missing level.
    ///
    /// ```text
    /// Bad:  ## Heat, then #### How long
    /// Good: ## Heat, then ### How long
    /// ```
    ///
    /// Directives that make headings take `level=2`. Source: WCAG 2.2, 1.3.1 Info and Relationships; NHS digital
    /// service manual, "Headings".
    HEADING_SKIP = "heading-skip", Accessibility, Error;
    /// A heading is at the fifth or sixth level.
    ///
    /// What it does: looks for `h5` and `h6` on the rendered page.
    ///
    /// Why: nobody can keep five levels in mind. Split the page into several.
    ///
    /// ```text
    /// Bad:  ##### How long
    /// Good: ### How long
    /// ```
    ///
    /// Source: NHS digital service manual, "Headings".
    DEEP_HEADING = "deep-heading", Accessibility, Error;
    /// A page has more than one title.
    ///
    /// What it does: counts the `h1` elements of the rendered page. Second titles in an article's text are printed as
    /// `h2` and reported as `second-title`.
    ///
    /// Why: the title says what a page is about, and it is where listeners start.
    ///
    /// ```text
    /// Bad, in a template:  <h1>{{ site.title }}</h1> … <h1>{{ page.title }}</h1>
    /// Good: <p>{{ site.title }}</p> … <h1>{{ page.title }}</h1>
    /// ```
    ///
    /// Source: NHS digital service manual, "Headings".
    SEVERAL_TITLES = "several-titles", Accessibility, Error;
    /// A title is longer than 65 characters.
    ///
    /// What it does: counts the characters of the `h1` of the rendered page.
    ///
    /// Why: search engines cut off longer ones, and so do bookmarks and tabs.
    ///
    /// ```text
    /// Bad:  # Everything you have always wanted to know about how to use a heat pack at home
    /// Good: # How to use a heat pack
    /// ```
    ///
    /// Source: NHS digital service manual, "Headings".
    LONG_TITLE = "long-title", Accessibility, Warning;
    /// A title does not say what its page is about.
    ///
    /// What it does: checks whether the `h1` of the rendered page is "More", "Details", "Read more" or another phrase
    /// that `vague-link-text` refuses in a link. It knows such phrases only in English.
    ///
    /// Why: menus, lists and search results show a title on its own, as a link. People who listen to a page hear
    /// nothing else.
    ///
    /// ```text
    /// Bad:  # More information
    /// Good: # More about heat packs
    /// ```
    ///
    /// Source: WCAG 2.2, 2.4.2 Page Titled and 2.4.4 Link Purpose.
    VAGUE_TITLE = "vague-title", Accessibility, Warning;
    /// A heading has no words.
    ///
    /// What it does: looks for headings on the rendered page, its title among them, without words and without pictures that
    /// have an alternative text.
    ///
    /// Why: people who listen to a page hear only "heading", and the list of contents has a link without a name.
    ///
    /// ```text
    /// Bad:  ## (and nothing else)
    /// Good: ## When to get help
    /// ```
    ///
    /// Source: WCAG 2.2, 2.4.6 Headings and Labels.
    EMPTY_HEADING = "empty-heading", Accessibility, Error;
}

/// The maximum length of a title in characters.
const LONG: usize = 65;

/// The outline so far.
#[derive(Debug, Default)]
pub(super) struct Headings {
    last: u8,
    titles: usize,
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    let ElementKind::Heading(level) = element.tag else { return };
    let last = std::mem::replace(&mut walk.headings.last, level);
    let is_title = level == 1;
    walk.headings.titles += usize::from(is_title);
    let skips = level > last.max(1) + 1;
    let is_another = is_title && walk.headings.titles > 1;
    // A space may be written as a character reference such as `&nbsp;`.
    let says = walk.words_of(element).starts_with(|c: char| c != '&' && !c.is_whitespace());
    if !skips && level < 5 && !is_title && says {
        return;
    }
    let words = plain(walk.words_of(element));
    let is_empty = words.is_empty();
    let is_vague = is_title && links::is_english(element.lang) && links::is_vague(&words);
    let said = walk.inside_of(element);
    let called = quoted(&words);
    let mut tell = |code: &'static Code, message: String, help: String| {
        let spot = match code.name {
            "several-titles" => Spot::Tag,
            "long-title" | "vague-title" => Spot::Title,
            _ => Spot::Heading { said: said.clone() },
        };
        walk.findings.push(PageFinding { code, spot, span: element.span.clone(), message, help });
    };
    if skips {
        let before =
            if last == 0 { "no heading before it".to_owned() } else { format!("level {last} before it") };
        let message = format!("the heading {called} is at level {level}, with {before}");
        tell(&HEADING_SKIP, message, format!("make it level {}", last.max(1) + 1));
    }
    if level >= 5 {
        let message = format!("the heading {called} is at level {level}");
        tell(&DEEP_HEADING, message, "use levels 2 to 4, or split the page into several".into());
    }
    if is_another {
        let message = format!("{called} is another title of the page");
        tell(&SEVERAL_TITLES, message, "use one `h1` per page, for its own title".into());
    }
    if is_empty && is_title {
        tell(
            &EMPTY_HEADING,
            "this page has a title without words".into(),
            "say what the page is about".into(),
        );
    } else if is_empty {
        tell(&EMPTY_HEADING, "this heading has no words".into(), "add words, or delete the heading".into());
    }
    if is_vague {
        let message = format!("the title {called} does not say what the page is about");
        tell(&VAGUE_TITLE, message, "say what the page is about, in words that make sense in a list".into());
    }
    let length = words.chars().count();
    if is_title && length > LONG {
        let message = format!("this title is {length} characters long");
        tell(&LONG_TITLE, message, format!("shorten it to {LONG} characters or fewer"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn a_title_has_words() {
        for html in ["<h1></h1>", "<h1> &nbsp;<span></span></h1>"] {
            assert_eq!(found(html), ["empty-heading"], "{html}");
        }
    }

    #[test]
    fn no_level_is_skipped() {
        for html in ["<h1>a</h1><h3>b</h3>", "<h3>a</h3>", "<h1>a</h1><h2>b</h2><h4>c</h4><h2>d</h2>"] {
            assert_eq!(found(html), ["heading-skip"], "{html}");
        }
        for html in ["<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>", "<h2>a</h2><h1>b</h1><h2>c</h2>"] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn no_heading_is_deeper_than_level_four() {
        let above = "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4>";
        assert_eq!(found(above), [""; 0]);
        assert_eq!(found(&format!("{above}<h5>e</h5><h6>f</h6>")), ["deep-heading", "deep-heading"]);
    }

    #[test]
    fn a_page_has_one_title_that_is_short() {
        assert_eq!(found("<h1>a</h1><h1>b</h1>"), ["several-titles"]);
        assert_eq!(found(&format!("<h1>{}</h1>", "é".repeat(65))), [""; 0]);
        assert_eq!(found(&format!("<h1>{}</h1>", "é".repeat(66))), ["long-title"]);
    }

    #[test]
    fn titles_and_headings_are_meaningful() {
        assert_eq!(found("<h1>More information</h1><h2>More</h2>"), ["vague-title"]);
        assert_eq!(found("<html lang=de><h1>Details</h1>"), [""; 0]);
        assert_eq!(
            found("<h1>a</h1><h2 id=section></h2><h2>&nbsp;</h2>"),
            ["empty-heading", "empty-heading"]
        );
        assert_eq!(found("<h1>a</h1><h2><img src=a.png alt=Heat></h2>"), [""; 0]);
    }
}
