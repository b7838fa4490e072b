//! The addresses in a tag: what it leads to, sends to or loads.

use std::borrow::Cow;
use std::ops::Range;

use super::{StartTag, decode, escape};
use crate::css;

/// Attributes that hold one address, whatever element has them.
const ANYWHERE: [&str; 9] =
    ["href", "src", "poster", "action", "formaction", "longdesc", "xlink:href", "background", "lowsrc"];

/// Attributes that hold one address on some elements only.
const ON_SOME: [(&str, &[&str]); 2] = [("data", &["object"]), ("cite", &["blockquote", "q", "del", "ins"])];

/// Attributes of which an empty value leaves the address to the page.
const MAY_BE_EMPTY: [&str; 4] = ["action", "formaction", "cite", "longdesc"];

/// Attributes that hold several addresses, each with the screens it is for.
const CANDIDATES: [&str; 2] = ["srcset", "imagesrcset"];

/// The value of an attribute in which there are addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addresses<'a> {
    /// The name of the attribute, in small letters; that of the element for a style sheet.
    pub(crate) attribute: Cow<'a, str>,
    /// Where the value is, without quotes.
    pub(crate) value: Range<usize>,
    /// Its parts in order; together they are the whole value.
    pub(crate) parts: Vec<AddressPart<'a>>,
}

/// A part of such a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AddressPart<'a> {
    /// What is around the addresses, as HTML.
    Between(Cow<'a, str>),
    /// An address and where it is written.
    Address {
        /// The address, without character references.
        target: String,
        /// Where it is; the whole value where that is written with character references.
        place: Range<usize>,
    },
}

/// What an attribute holds.
enum Holds {
    One,
    Candidates,
    Style,
}

impl Holds {
    fn of(element: &str, attribute: &str) -> Option<Holds> {
        let is_one_of = |known: &[&str]| known.iter().any(|known| attribute.eq_ignore_ascii_case(known));
        let is_here = |elements: &[&str]| elements.iter().any(|known| element.eq_ignore_ascii_case(known));
        if is_one_of(&ANYWHERE)
            || ON_SOME.iter().any(|(name, elements)| is_one_of(&[name]) && is_here(elements))
        {
            Some(Holds::One)
        } else if is_one_of(&CANDIDATES) {
            Some(Holds::Candidates)
        } else {
            is_one_of(&["style"]).then_some(Holds::Style)
        }
    }
}

impl<'a> StartTag<'a> {
    /// The addresses it leads to or loads, attribute by attribute in order; `html` is the text that the tag is in.
    pub(crate) fn addresses(&self, html: &'a str) -> Vec<Addresses<'a>> {
        let mut found = Vec::new();
        for (attribute, place) in &self.attributes {
            let Some(holds) = Holds::of(self.name, attribute.name) else { continue };
            let Some(value) = place.clone() else { continue };
            let name = attribute.name.to_ascii_lowercase();
            let written = &html[value.clone()];
            let parts = match holds {
                Holds::One if MAY_BE_EMPTY.contains(&name.as_str()) && written.trim().is_empty() => continue,
                // Browsers leave line breaks and tabs in an address out.
                Holds::One => vec![AddressPart::Address {
                    target: decode(written).replace(['\n', '\r', '\t'], ""),
                    place: value.clone(),
                }],
                Holds::Candidates => {
                    let found = |text: &str| -> Vec<(String, Range<usize>)> {
                        candidates(text).map(|at| (text[at.clone()].to_owned(), at)).collect()
                    };
                    split(written, &value, found)
                }
                Holds::Style => split(written, &value, local),
            };
            if parts.iter().any(|part| matches!(part, AddressPart::Address { .. })) {
                found.push(Addresses { attribute: name.into(), value, parts });
            }
        }
        found
    }
}

/// The addresses in the style sheet at `value` of `html`, which is the text of a `style` element.
pub(crate) fn of_sheet(html: &str, value: Range<usize>) -> Addresses<'_> {
    let text = &html[value.clone()];
    let parts = cut(text, local(text), Cow::Borrowed, |at| value.start + at.start..value.start + at.end);
    Addresses { attribute: "style".into(), value, parts }
}

/// The parts of a value `written` at `value` in which `find` finds addresses.
fn split<'a>(
    written: &'a str,
    value: &Range<usize>,
    find: impl Fn(&str) -> Vec<(String, Range<usize>)>,
) -> Vec<AddressPart<'a>> {
    match decode(written) {
        Cow::Borrowed(text) => {
            let place = |at: Range<usize>| value.start + at.start..value.start + at.end;
            cut(text, find(text), Cow::Borrowed, place)
        }
        Cow::Owned(text) => {
            let escaped = |part: &str| Cow::Owned(escape(part).into_owned());
            cut(&text, find(&text), escaped, |_| value.clone())
        }
    }
}

fn cut<'t, 'a>(
    text: &'t str,
    addresses: Vec<(String, Range<usize>)>,
    between: impl Fn(&'t str) -> Cow<'a, str>,
    place: impl Fn(Range<usize>) -> Range<usize>,
) -> Vec<AddressPart<'a>> {
    let mut parts = Vec::with_capacity(addresses.len() * 2 + 1);
    let mut done = 0;
    for (target, at) in addresses {
        parts.extend((done < at.start).then(|| AddressPart::Between(between(&text[done..at.start]))));
        done = at.end;
        parts.push(AddressPart::Address { target, place: place(at) });
    }
    parts.extend((done < text.len()).then(|| AddressPart::Between(between(&text[done..]))));
    parts
}

/// Where the addresses of a `srcset` are, as in the standard: an address ends at a blank, and its conditions at a comma.
fn candidates(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let is_between = |c: char| c.is_ascii_whitespace() || c == ',';
        at = text.len() - text[at..].trim_start_matches(is_between).len();
        let start = at;
        let word = text[start..].split(|c: char| c.is_ascii_whitespace()).next().unwrap_or("");
        let address = word.trim_end_matches(',');
        at += word.len();
        if address.len() == word.len() {
            let mut depth = 0_usize;
            let conditions = text[at..].find(|c: char| {
                match c {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                c == ',' && depth == 0
            });
            at = conditions.map_or(text.len(), |comma| at + comma);
        }
        (!address.is_empty()).then(|| start..start + address.len())
    })
}

/// The addresses in CSS that lead somewhere in the site; those of other sites, data and places in the same document stay as
/// they are.
fn local(text: &str) -> Vec<(String, Range<usize>)> {
    if !(text.contains('(') || text.contains('@')) {
        return Vec::new();
    }
    let found = css::references(text).into_iter().filter(|found| css::is_path(&found.value));
    found.map(|found| (found.value, found.marked)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tags;
    use super::*;

    /// The addresses in `html`, and its values put together again with each address in square brackets.
    fn read(html: &str) -> Vec<String> {
        let values = tags(html).flat_map(|tag| tag.addresses(html));
        let join = |value: Addresses<'_>| {
            let parts = value.parts.iter().map(|part| match part {
                AddressPart::Between(text) => text.to_string(),
                AddressPart::Address { target, place } => {
                    assert!(html[place.clone()].contains(target.as_str()) || html.contains('&'), "{html}");
                    format!("[{target}]")
                }
            });
            parts.collect::<String>()
        };
        values.map(join).collect()
    }

    #[test]
    fn every_attribute_with_addresses_is_known() {
        for (html, values) in [
            (
                "<a class=\"x\" href=\"heat.md\"><img data-src=\"no\" src='p.png'></a>",
                &["[heat.md]", "[p.png]"][..],
            ),
            ("<a\nhref=\"heat.md\"><b\tHREF = x>", &["[heat.md]", "[x]"]),
            ("<img src=a.png/><img src=\"\"/>", &["[a.png/]", "[]"]),
            ("a href=\"x\" < b href=\"y\" </a href=\"z\">", &[]),
            ("<!-- <a href=x> --><a href=y>", &["[y]"]),
            ("<script>\"<a href=x>\"</SCRIPT><a title='<a href=z>' href=y>", &["[y]"]),
            ("<a title=\"é > href=x\" hidden href=y é>", &["[y]"]),
            ("<a =href=x / / href>", &[]),
            ("<video POSTER=p.png><object data=l.pdf><data value=1 data=x>", &["[p.png]", "[l.pdf]"]),
            (
                "<q cite=a.md><blockquote cite=''><a cite=x><form action><form action=/find/>",
                &["[a.md]", "[/find/]"],
            ),
            (
                "<svg><use xlink:href=a.svg#b></svg><button formaction=x longdesc=y>",
                &["[a.svg#b]", "[x]", "[y]"],
            ),
        ] {
            assert_eq!(read(html), values, "{html}");
        }
    }

    #[test]
    fn a_set_of_pictures_is_taken_apart_as_browsers_do() {
        for (html, value) in [
            ("<img srcset='a.png'>", "[a.png]"),
            ("<img srcset=a.png>", "[a.png]"),
            ("<img srcset=' a.png 1x , b.png 2x,'>", " [a.png] 1x , [b.png] 2x,"),
            ("<img srcset='a.png, b.png 2x'>", "[a.png], [b.png] 2x"),
            ("<source srcset='a,b.png 100w,\n/c.png 200w'>", "[a,b.png] 100w,\n[/c.png] 200w"),
            ("<img srcset='a.png f(1,2) 1x, b.png'>", "[a.png] f(1,2) 1x, [b.png]"),
            ("<img srcset='a.png?x&amp;y 1x'>", "[a.png?x&y] 1x"),
            ("<link imagesrcset='a.png 1x'>", "[a.png] 1x"),
        ] {
            assert_eq!(read(html), [value], "{html}");
        }
        assert_eq!(read("<img srcset=' , '>"), [""; 0]);
    }

    #[test]
    fn styles_have_addresses_too() {
        for (html, value) in [
            ("<p style='color:red; background:url(a.png)'>", "color:red; background:url([a.png])"),
            ("<p style=\"background:url('a b.png')\">", "background:url('[a b.png]')"),
            ("<p style=\"background:url(&quot;a.png&quot;)\">", "background:url(&quot;[a.png]&quot;)"),
        ] {
            assert_eq!(read(html), [value], "{html}");
        }
        for html in [
            "<p style='color:red'>",
            "<p style='fill:url(#a)'>",
            "<p style='background:url(data:image/png;base64,AA==)'>",
            "<p style='background:url(https://example.org/a.png)'>",
            "<p style='content:\"url(a.png)\"'>",
        ] {
            assert_eq!(read(html), [""; 0], "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_value_is_taken_apart_without_loss(value in "[ a-z,()&;:'#é/.]{0,30}") {
            for name in ["srcset", "style"] {
                let html = format!("<p {name}=\"{value}\">");
                for tag in tags(&html) {
                    for Addresses { parts, value, .. } in tag.addresses(&html) {
                        let joined: String = parts.iter().map(|part| match part {
                            AddressPart::Between(text) => decode(text).into_owned(),
                            AddressPart::Address { target, .. } => target.clone(),
                        }).collect();
                        proptest::prop_assert_eq!(joined, decode(&html[value]).into_owned());
                    }
                }
            }
        }
    }
}
