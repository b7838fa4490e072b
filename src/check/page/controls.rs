//! Checks that controls have names, ids are unique, and the keyboard follows the order of the page.

use std::ops::Range;

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use super::{PageFinding, Spot, plain, quoted};
use crate::diagnostic::code::rules;

rules! {
    /// A field or button has no name.
    ///
    /// What it does: looks on the rendered page for `input`, `select`, `textarea` and `button` without a label,
    /// words, `aria-label`, `aria-labelledby` or `title`. Hidden fields need none.
    ///
    /// Why: a listener hears "edit, blank" and does not know what to enter.
    ///
    /// ```text
    /// Bad:  <input type="search" placeholder="Search">
    /// Good: <label>Search <input type="search"></label>
    /// ```
    ///
    /// Source: WCAG 2.2, 4.1.2 Name, Role, Value and 3.3.2 Labels or Instructions.
    UNLABELLED_CONTROL = "unlabelled-control", Accessibility, Error;
    /// Two elements of a page have the same id.
    ///
    /// What it does: compares every `id` on the rendered page, including those in drawings.
    ///
    /// Why: a link or label reaches only the first of them. This often happens if a row is shown twice on a page:
    /// give one of the two directives `anchors=false`.
    ///
    /// ```text
    /// Bad:  ## Heat {#heat}, and further down ::remedies{only="heat"}
    /// Good: ## Heat {#about-heat}
    /// ```
    ///
    /// Source: HTML standard, the `id` attribute; WCAG 2.2, technique H93.
    REPEATED_ID = "repeated-id", Accessibility, Error;
    /// `tabindex` takes an element out of the order of the page.
    ///
    /// What it does: looks for `tabindex` above 0.
    ///
    /// Why: it comes before everything else on the page, and people who use the keyboard lose their way.
    ///
    /// ```text
    /// Bad:  <a href="/help/" tabindex="1">Help</a>
    /// Good: put the link where it belongs in the order
    /// ```
    ///
    /// Source: WCAG 2.2, 2.4.3 Focus Order, failure F44.
    POSITIVE_TABINDEX = "positive-tabindex", Accessibility, Error;
}

/// Controls, and the ids by which they are named.
#[derive(Debug, Default)]
pub(super) struct Controls<'a> {
    ids: Vec<(&'a str, Range<usize>)>,
    /// The ids that labels refer to.
    labelled: Vec<&'a str>,
    /// The controls without a name of their own, each with its id.
    nameless: Vec<(&'a str, Range<usize>, &'static str)>,
    /// The controls inside open labels, by their index in `nameless`.
    in_labels: Vec<usize>,
    /// The start of the open button, if it needs words.
    button: Option<(usize, &'a str)>,
}

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    let id = start.get("id").unwrap_or("");
    if !id.is_empty() {
        walk.controls.ids.push((id, start.span()));
    }
    if start.get("tabindex").and_then(|index| index.trim().parse::<i32>().ok()).is_some_and(|index| index > 0)
    {
        walk.findings.push(PageFinding {
            code: &POSITIVE_TABINDEX,
            spot: Spot::Tag,
            span: start.span(),
            message: "`tabindex` takes this out of the order of the page".into(),
            help: "delete it or write 0, and put the element where it belongs in the order".into(),
        });
    }
    let is_named = || ["aria-label", "aria-labelledby", "title"].iter().any(|name| start.says(name));
    let what = match start.tag {
        ElementKind::Label => {
            walk.controls.labelled.extend(start.get("for"));
            return;
        }
        ElementKind::Button if is_named() => return,
        ElementKind::Button => {
            walk.controls.button = Some((start.at, id));
            return;
        }
        ElementKind::Select => "this list of choices",
        ElementKind::Textarea => "this field",
        ElementKind::Input => match start.get("type").unwrap_or("").to_ascii_lowercase().as_str() {
            "hidden" | "submit" | "reset" => return,
            "button" if start.says("value") => return,
            "image" if start.says("alt") => return,
            "button" | "image" => "this button",
            _ => "this field",
        },
        _ => return,
    };
    if is_named() {
        return;
    }
    if walk.inside(ElementKind::Label) {
        walk.controls.in_labels.push(walk.controls.nameless.len());
    }
    walk.controls.nameless.push((id, start.span(), what));
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    match element.tag {
        ElementKind::Label => {
            let has_words = !walk.words_of(element).trim().is_empty();
            let mut inside = std::mem::take(&mut walk.controls.in_labels);
            if has_words {
                // From the last one, so that the other indices stay valid.
                while let Some(number) = inside.pop() {
                    walk.controls.nameless.remove(number);
                }
            }
        }
        ElementKind::Button => {
            let button = walk.controls.button.take_if(|(at, _)| *at == element.span.start);
            if let Some((_, id)) = button.filter(|_| plain(walk.words_of(element)).is_empty()) {
                walk.controls.nameless.push((id, element.span.clone(), "this button"));
            }
        }
        _ => {}
    }
}

pub(super) fn end(walk: &mut Walk<'_>) {
    let Controls { mut ids, labelled, nameless, .. } = std::mem::take(&mut walk.controls);
    for (id, span, what) in nameless {
        if id.is_empty() || !labelled.contains(&id) {
            walk.findings.push(PageFinding {
                code: &UNLABELLED_CONTROL,
                spot: Spot::Tag,
                span,
                message: format!("{what} has no name"),
                help: "put it into a `<label>` with words, or give it an `aria-label`".into(),
            });
        }
    }
    ids.sort_unstable_by_key(|(id, span)| (*id, span.start));
    for pair in ids.windows(2) {
        let [(first, _), (id, span)] = pair else { continue };
        if first == id {
            walk.findings.push(PageFinding {
                code: &REPEATED_ID,
                spot: Spot::Id(id),
                span: span.clone(),
                message: format!("the id {} is on this page twice", quoted(id)),
                help: "give each an id of its own; if a row is shown twice, add `anchors=false` to one of the directives"
                    .into(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn every_control_has_a_name() {
        for html in [
            "<input>",
            "<input type=search placeholder=Search>",
            "<label for=b>Age</label><input id=a>",
            "<label> <input></label>",
            "<select><option>a</select>",
            "<textarea>words</textarea>",
            "<button><svg></svg></button>",
            "<button> </button>",
            "<input type=image>",
            "<input type=button>",
        ] {
            assert_eq!(found(html), ["unlabelled-control"], "{html}");
        }
        for html in [
            "<label>Age <input></label>",
            "<label><input> Age</label>",
            "<input id=a><label for=a>Age</label>",
            "<input aria-label=Age>",
            "<input type=HIDDEN>",
            "<input type=submit>",
            "<input type=button value=Go>",
            "<input type=image alt=Go>",
            "<button>Go</button>",
            "<button><img alt=Go></button>",
            "<button aria-label=Go></button>",
        ] {
            assert_eq!(found(html), [""; 0], "{html}");
        }
    }

    #[test]
    fn an_id_may_occur_only_once_on_a_page() {
        assert_eq!(found("<p id=a><p id=b><svg id=a></svg>"), ["repeated-id"]);
        assert_eq!(found("<p id=a><p id=A><p id><p id=''>"), [""; 0]);
    }

    #[test]
    fn the_keyboard_follows_the_order_of_the_page() {
        assert_eq!(found("<p tabindex=2>"), ["positive-tabindex"]);
        assert_eq!(found("<p tabindex=0><p tabindex=-1><p tabindex=x>"), [""; 0]);
    }
}
