//! What the drawings of a page share, once.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::html::{Token, Tokens};

/// A part that comes in fewer places stays in each of them.
const OFTEN: usize = 3;
/// A part that is no longer stays too: what would stand for it is about as long.
const SHORT: usize = 44;
const DRAWING: &str = "<svg class=\"fig\"";

/// `html` with shapes and limbs that come again and again in its drawings written once, before them, and used in each.
/// The body is the same in all of them, and most of a page with many drawings would be its shapes.
#[must_use]
pub fn drawn_once(html: &str) -> String {
    let (mut out, edits) = edits(html);
    let mut done = 0;
    for (range, text) in edits {
        out.push_str(&html[done..range.start]);
        out.push_str(&text);
        done = range.end;
    }
    out.push_str(&html[done..]);
    out
}

/// What [`drawn_once`] does to `html`: what it writes before it, and which stretches of it become what, in order.
#[must_use]
pub fn edits(html: &str) -> (String, Vec<(Range<usize>, String)>) {
    let drawings: Vec<(Range<usize>, Vec<Range<usize>>)> =
        drawings(html).map(|drawing| (drawing.clone(), parts(html, drawing))).collect();
    let mut often: HashMap<&str, usize> = HashMap::new();
    for part in drawings.iter().flat_map(|(_, parts)| parts) {
        *often.entry(&html[part.clone()]).or_default() += 1;
    }
    often.retain(|part, count| *count >= OFTEN && part.len() > SHORT);
    let mut shared = SharedParts { html, often, numbers: HashMap::new(), written: String::new() };
    let mut edits = Vec::new();
    for (drawing, parts) in drawings {
        edits.extend(shared.uses(&drawing, &parts));
    }
    if shared.written.is_empty() {
        return (String::new(), edits);
    }
    let before = format!("<svg class=\"vh\" aria-hidden=\"true\"><defs>{}</defs></svg>\n", shared.written);
    (before, edits)
}

/// What stands in one place and is used in many.
struct SharedParts<'a> {
    html: &'a str,
    often: HashMap<&'a str, usize>,
    /// The number of each part that is written already.
    numbers: HashMap<&'a str, usize>,
    written: String,
}

impl<'a> SharedParts<'a> {
    /// The parts within `within` that are shared, each with its use; `parts` are in the order of their starts.
    fn uses(&mut self, within: &Range<usize>, parts: &[Range<usize>]) -> Vec<(Range<usize>, String)> {
        let mut uses = Vec::new();
        let mut done = within.start;
        for (at, part) in parts.iter().enumerate() {
            let text = &self.html[part.clone()];
            if part.start < done || part.end > within.end || !self.often.contains_key(text) {
                continue;
            }
            let number = self.number(text, part, parts.get(at + 1..).unwrap_or_default());
            uses.push((part.clone(), format!("<use href=\"#fig_{number}\"/>")));
            done = part.end;
        }
        uses
    }

    /// The number under which `part` is used; `inner` starts with the parts that it has in it.
    fn number(&mut self, text: &'a str, part: &Range<usize>, inner: &[Range<usize>]) -> usize {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        // The name comes after `<g` or `<path`.
        let name = part.start + text.find(' ').unwrap_or(text.len());
        let (mut rest, mut done) = (String::new(), name);
        for (within, text) in self.uses(&(name..part.end), inner) {
            rest.push_str(&self.html[done..within.start]);
            rest.push_str(&text);
            done = within.end;
        }
        rest.push_str(&self.html[done..part.end]);
        let number = self.numbers.len() + 1;
        self.numbers.insert(text, number);
        let _ = write!(self.written, "{} id=\"fig_{number}\"{rest}", &self.html[part.start..name]);
        number
    }
}

/// Where the drawings of `html` are.
fn drawings(html: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + html[at..].find(DRAWING)?;
        let end = start + html[start..].find("</svg>")?;
        at = end;
        Some(start..end)
    })
}

/// The shapes and groups in `drawing` that may stand elsewhere, in the order of their starts: those in which nothing has
/// a name of its own.
fn parts(html: &str, drawing: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut tokens = Tokens::new(&html[drawing.clone()]);
    while let Some(token) = tokens.next() {
        let Range { start, end } = tokens.span();
        let (start, end) = (drawing.start + start, drawing.start + end);
        match token {
            Token::Close("g") => {
                if let Some(group) = open.pop() {
                    found.push(group..end);
                }
            }
            Token::Open { name: "g", .. } if !tokens.attributes().is_empty() => open.push(start),
            Token::Open { name: "path", closes: true, .. } if !tokens.attributes().is_empty() => {
                found.push(start..end);
            }
            Token::Open { .. } | Token::Close(_) | Token::Text(_) => {}
        }
    }
    found.retain(|part| !html[part.clone()].contains(" id="));
    found.sort_by_key(|part| part.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "<path class=\"fig-legs\" d=\"M12.6.9L11.2 20.7A10.4 10.4 0 0 1 11.1 21.4Z\"/>";

    fn drawing(shapes: &str) -> String {
        format!("<p>a</p><svg class=\"fig\" viewBox=\"0 0 1 1\">{shapes}</svg>")
    }

    #[test]
    fn shapes_that_come_again_and_again_are_written_once() {
        let found = drawn_once(&drawing(LONG).repeat(3));
        assert_eq!(found.matches("M12.6").count(), 1);
        assert!(found.starts_with(
            "<svg class=\"vh\" aria-hidden=\"true\"><defs><path id=\"fig_1\" class=\"fig-legs\" d="
        ));
        assert!(found.ends_with(&drawing("<use href=\"#fig_1\"/>").repeat(3)), "{found}");
    }

    #[test]
    fn a_limb_is_shared_as_a_whole_and_what_it_is_made_of_by_other_limbs() {
        let limb = |turn: u8| format!("<g transform=\"translate(0 49.2)rotate({turn})\">{LONG}</g>");
        let found = drawn_once(&(drawing(&limb(1)).repeat(3) + &drawing(&limb(2))));
        let uses = drawing("<use href=\"#fig_2\"/>").repeat(3)
            + &drawing("<g transform=\"translate(0 49.2)rotate(2)\"><use href=\"#fig_1\"/></g>");
        assert!(found.ends_with(&uses), "{found}");
        assert!(
            found.contains(
                "<g id=\"fig_2\" transform=\"translate(0 49.2)rotate(1)\"><use href=\"#fig_1\"/></g>"
            ),
            "{found}"
        );
        assert_eq!(found.matches("M12.6").count(), 1);
    }

    #[test]
    fn what_is_rare_short_named_or_no_drawing_stays() {
        let icon = format!("<svg viewBox=\"0 0 1 1\">{LONG}</svg>").repeat(5);
        let named = LONG.replace("<path ", "<path id=\"a\" ");
        let open = LONG.replace("/>", "><title>b</title></path>");
        for html in [
            String::new(),
            "<p>no drawing</p>".into(),
            drawing(LONG).repeat(2),
            drawing("<path d=\"M0 96.4h184v4h-184z\"/>").repeat(9),
            drawing(&named).repeat(9),
            drawing(&open).repeat(9),
            icon,
            format!("<svg class=\"fig\">{}", "<path d=\"M".repeat(9)),
        ] {
            assert_eq!(drawn_once(&html), html);
        }
    }
}
