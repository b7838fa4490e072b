//! Checks that pictures have an alternative text, and that nothing plays automatically.

use std::ops::Range;

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use super::{PageFinding, Spot, plain};
use crate::diagnostic::code::rules;

rules! {
    /// A picture has no alternative text.
    ///
    /// What it does: looks for `img` without `alt`, for areas of image maps without it, for drawings with
    /// `role="img"` and no name, for Markdown pictures with nothing between the square brackets, and for `::figure`
    /// without `alt`. `alt=""` in HTML or in `::figure` marks a picture as decorative, and is fine.
    ///
    /// Why: people who do not see the picture get nothing instead.
    ///
    /// ```text
    /// Bad:  ![](heat-pack.webp)
    /// Good: ![A wheat bag in a towel on a lower back](heat-pack.webp)
    /// ```
    ///
    /// Source: WCAG 2.2, 1.1.1 Non-text Content.
    MISSING_ALT = "missing-alt", Accessibility, Error;
    /// An alternative text is longer than 125 characters.
    ///
    /// What it does: counts the characters of `alt`.
    ///
    /// Why: a listener cannot pause within it or go back. A longer description belongs in the text of the page, where
    /// it helps everybody.
    ///
    /// ```text
    /// Bad:  ![A person lies on their back on a mat with both knees bent and both feet flat on the floor, the arms beside
    ///       the body with the palms down, and then lifts the hips](bridge.webp)
    /// Good: ![The bridge pose, seen from the side](bridge.webp)
    /// ```
    ///
    /// Source: NHS digital service manual, "Images".
    LONG_ALT = "long-alt", Accessibility, Error;
    /// A sound or film starts automatically.
    ///
    /// What it does: looks for `autoplay`.
    ///
    /// Why: it drowns out the voice that reads the page, and movement keeps others from reading.
    ///
    /// ```text
    /// Bad:  <video src="bridge.mp4" autoplay>
    /// Good: <video src="bridge.mp4" controls>
    /// ```
    ///
    /// Source: WCAG 2.2, 1.4.2 Audio Control and 2.2.2 Pause, Stop, Hide.
    AUTOPLAY = "autoplay", Accessibility, Error;
}

/// The maximum length of an alternative text in characters.
const LONG: usize = 125;

/// The open drawings that need a name: the place of each, and whether it has one.
#[derive(Debug, Default)]
pub(super) struct Media(Vec<(Range<usize>, bool)>);

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    match start.tag {
        ElementKind::Image => image(walk, start),
        ElementKind::Audio | ElementKind::Video if start.get("autoplay").is_some() => {
            walk.findings.push(PageFinding {
                code: &AUTOPLAY,
                spot: Spot::Tag,
                span: start.span(),
                message: format!(
                    "this {} starts automatically",
                    if start.tag == ElementKind::Audio { "sound" } else { "film" }
                ),
                help: "write `controls` instead of `autoplay`".into(),
            })
        }
        ElementKind::Void
            if start.name.eq_ignore_ascii_case("area")
                && start.get("href").is_some()
                && !start.says("alt")
                && !start.says("aria-label") =>
        {
            nameless(walk, start.span(), Spot::Tag, "this area of a picture");
        }
        ElementKind::Svg => {
            let label = start.get("aria-label").unwrap_or("");
            walk.gather(label);
            if start.get("role") == Some("img") {
                let is_named = !label.trim().is_empty() || start.says("aria-labelledby");
                walk.media.0.push((start.span(), is_named));
            }
        }
        _ => {}
    }
}

fn image<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    let spot = || Spot::File { address: start.get("src").unwrap_or("") };
    let Some(alt) = start.get("alt") else {
        let is_hidden = start.get("aria-hidden") == Some("true")
            || matches!(start.get("role"), Some("presentation" | "none"));
        if !is_hidden && !start.says("aria-label") && !start.says("aria-labelledby") {
            nameless(walk, start.span(), spot(), "this picture");
        }
        return;
    };
    walk.gather(alt);
    if alt.len() <= LONG {
        return;
    }
    let length = plain(alt).chars().count();
    if length > LONG {
        walk.findings.push(PageFinding {
            code: &LONG_ALT,
            spot: spot(),
            span: start.span(),
            message: format!("this alternative text is {length} characters long"),
            help: format!("shorten it to {LONG} characters or fewer, and put the rest into the text"),
        });
    }
}

fn nameless<'a>(walk: &mut Walk<'a>, span: Range<usize>, spot: Spot<'a>, what: &str) {
    walk.findings.push(PageFinding {
        code: &MISSING_ALT,
        spot,
        span,
        message: format!("{what} has no alternative text"),
        help: "say what it shows; `alt=\"\"` is for decoration".into(),
    });
}

/// Records the text of a `title` in a drawing.
pub(super) fn title(walk: &mut Walk<'_>, text: &str) {
    if let Some((_, is_named)) = walk.media.0.last_mut() {
        *is_named |= !text.trim().is_empty();
    }
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    if let Some((span, is_named)) = walk.media.0.pop_if(|(span, _)| *span == element.span)
        && !is_named
    {
        nameless(walk, span, Spot::Tag, "this drawing");
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn a_picture_needs_an_alternative_text() {
        for html in [
            "<img src=a.png>",
            "<map><area href=x></map>",
            "<svg role=img><path d=''/></svg>",
            "<svg role=img><title> </title></svg>",
        ] {
            assert_eq!(found(html), ["missing-alt"], "{html}");
        }
        for html in [
            "<img src=a.png alt=''>",
            "<img src=a.png alt='Heat'>",
            "<img src=a.png aria-hidden=true>",
            "<map><area href=x alt=Back><area></map>",
            "<svg><path d=''/></svg>",
            "<svg role=img aria-label=Heat />x",
            "<svg role=img><title>Heat</title></svg>",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn an_alternative_text_is_short() {
        assert_eq!(found(&format!("<img alt='{}'>", "é".repeat(125))), [""; 0]);
        assert_eq!(found(&format!("<img alt='{}'>", "é".repeat(126))), ["long-alt"]);
    }

    #[test]
    fn nothing_plays_automatically() {
        assert_eq!(
            found("<video autoplay src=a></video><audio AUTOPLAY=''></audio>"),
            ["autoplay", "autoplay"]
        );
        assert_eq!(found("<video controls src=a></video>"), [""; 0]);
    }
}
