//! Checks that text in a site's own style sheets is readable on its background.
//!
//! Which text ends up on which background is decided when a page is laid out. This module checks only pairs that a
//! style sheet itself combines: the colours of one rule, and the tokens of a sheet modelled on the theme's.

use std::collections::BTreeMap;
use std::ops::Range;

use super::weight;
use crate::config::Config;
use crate::css::references;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::source::{Content, FileOrigin, Sources};
use crate::theme::colour::{Colour, contrast};

rules! {
    /// Text in a style sheet has too little contrast with its background.
    ///
    /// What it does: checks rules in the site's own style sheets that set both `color` and `background`, and the
    /// tokens of `:root` if the sheet has those of the theme (`--ink` on `--paper` and so on), in the light and the
    /// dark scheme. Colours are resolved through `var()`. Text of 24 pixels or more needs 3 to 1, all other text 4.5
    /// to 1.
    ///
    /// Why: many readers are tired, old or outdoors. Aim at 7 to 1, as the theme does.
    ///
    /// ```css
    /// /* Bad: */  .note { color: #999; background: #fff }
    /// /* Good: */ .note { color: #555; background: #fff }
    /// ```
    ///
    /// Source: WCAG 2.2, 1.4.3 Contrast (Minimum).
    LOW_CONTRAST = "low-contrast", Accessibility, Error;
}

/// The minimum contrast of text, and of large text.
const LEAST: (f64, f64) = (4.5, 3.0);

/// The background tokens of the theme, and the text tokens used on each of them.
const GROUNDS: [&str; 7] = ["paper", "card", "wash", "danger-wash", "urgent-wash", "calm-wash", "good-wash"];
const TEXTS: [&str; 4] = ["ink", "soft", "accent", "visited"];
/// Colours with a background of their own, and the text used on them.
const TONES: [&str; 4] = ["danger", "urgent", "calm", "good"];

/// A declaration: its property, its value, and its place.
struct CssDeclaration<'a> {
    property: &'a str,
    value: &'a str,
    span: Range<usize>,
}

/// A rule with its own declarations.
struct CssRule<'a> {
    selector: &'a str,
    /// Whether it applies only in the dark scheme.
    is_dark: bool,
    declarations: Vec<CssDeclaration<'a>>,
}

/// Checks those style sheets among `sources` that belong to the site itself.
pub(crate) fn style_sheets(sources: &Sources, config: &Config) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let host = super::host(&config.base_url.value);
    let files = sources.in_folder("static").chain(sources.in_folder("content"));
    for file in files.filter(|file| file.origin == FileOrigin::Site && file.extension() == "css") {
        if !matches!(file.content, Content::Text(_)) {
            continue;
        }
        for found in references(file.text()) {
            let place = Place::new(&file.path, found.marked);
            diagnostics.extend(weight::in_sheet(&found.value, host, &config.policy, place));
        }
        let text = without_comments(file.text());
        for (span, message) in faults(&text) {
            let help = "make one of the two darker or lighter";
            diagnostics.push(Diagnostic::new(&LOW_CONTRAST, Place::new(&file.path, span), message, help));
        }
    }
    diagnostics
}

/// The text with comments replaced by spaces, so that offsets stay the same.
fn without_comments(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        let end = rest[start + 2..].find("*/").map_or(rest.len(), |end| start + 2 + end + 2);
        clean.push_str(&rest[..start]);
        clean.extend(std::iter::repeat_n(' ', end - start));
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

/// Every pair with too little contrast: the place of its text colour, and the message.
fn faults(text: &str) -> Vec<(Range<usize>, String)> {
    let mut rules = Vec::new();
    read(text, 0..text.len(), false, &mut rules);
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for is_dark in [false, true] {
        let tokens = tokens(&rules, is_dark);
        let scheme = if is_dark { "the dark scheme" } else { "the light scheme" };
        let has_dark = rules.iter().any(|rule| rule.is_dark);
        if is_dark && !has_dark {
            break;
        }
        let mut tell = |span: Range<usize>, pair: String, ratio: f64, least: f64| {
            let ratio = (ratio * 10.0).floor() / 10.0;
            let message = format!("{pair} has a contrast of {ratio} to 1 in {scheme}, and needs {least}");
            if found.iter().all(|(known, _)| *known != span) {
                found.push((span, message));
            }
        };
        for (text, ground) in theme_pairs(&tokens) {
            let ((of_text, span), (of_ground, _)) = (&tokens[text], &tokens[ground]);
            let ratio = contrast(*of_text, *of_ground);
            if ratio < LEAST.0 {
                tell(span.clone(), format!("`--{text}` on `--{ground}`"), ratio, LEAST.0);
            }
        }
        for rule in rules.iter().filter(|rule| !rule.is_dark || is_dark) {
            let last = |names: &[&str]| {
                rule.declarations.iter().rev().find(|declared| names.contains(&declared.property))
            };
            let (Some(text), Some(ground)) = (last(&["color"]), last(&["background", "background-color"]))
            else {
                continue;
            };
            let colours = (colour(text.value, &tokens), colour(ground.value, &tokens));
            let (Some(of_text), Some(of_ground)) = colours else { continue };
            let is_large = last(&["font-size"]).is_some_and(|size| pixels(size.value) >= 24.0);
            let least = if is_large { LEAST.1 } else { LEAST.0 };
            let ratio = contrast(of_text, of_ground);
            if ratio < least {
                let pair = format!("`{}` on `{}`", text.value, ground.value);
                tell(text.span.clone(), pair, ratio, least);
            }
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// The colours of `:root` in a scheme, each with the place of its value.
fn tokens<'a>(rules: &[CssRule<'a>], is_dark: bool) -> BTreeMap<&'a str, (Colour, Range<usize>)> {
    let mut tokens = BTreeMap::new();
    let roots = rules
        .iter()
        .filter(|rule| rule.selector.split(',').any(|one| matches!(one.trim(), ":root" | "html")));
    // What the dark scheme sets overrides the rest, regardless of order.
    let (dark, light): (Vec<&CssRule<'_>>, Vec<&CssRule<'_>>) = roots.partition(|rule| rule.is_dark);
    for rule in light.into_iter().chain(dark.into_iter().filter(|_| is_dark)) {
        for declared in &rule.declarations {
            let Some(name) = declared.property.strip_prefix("--") else { continue };
            if let Some(colour) = colour(declared.value, &tokens) {
                tokens.insert(name, (colour, declared.span.clone()));
            }
        }
    }
    tokens
}

/// The theme's pairs of text and background tokens that the sheet has.
fn theme_pairs(tokens: &BTreeMap<&str, (Colour, Range<usize>)>) -> Vec<(&'static str, &'static str)> {
    if !["paper", "card", "wash", "ink", "soft"].iter().all(|name| tokens.contains_key(name)) {
        return Vec::new();
    }
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for ground in GROUNDS {
        pairs.extend(TEXTS.map(|text| (text, ground)));
    }
    for tone in TONES {
        pairs.extend([(tone, "card"), (tone, "paper"), ("on", tone)]);
    }
    pairs.extend([
        ("danger", "danger-wash"),
        ("urgent", "urgent-wash"),
        ("calm", "calm-wash"),
        ("good", "good-wash"),
        ("on", "accent"),
    ]);
    pairs.retain(|(text, ground)| tokens.contains_key(text) && tokens.contains_key(ground));
    pairs
}

/// The colour that `value` denotes.
fn colour(value: &str, tokens: &BTreeMap<&str, (Colour, Range<usize>)>) -> Option<Colour> {
    let value = value.trim().trim_end_matches("!important").trim_end();
    if let Some(inner) = value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) {
        let name = inner.split(',').next()?.trim().strip_prefix("--")?;
        return tokens.get(name).map(|(colour, _)| *colour);
    }
    match value {
        "white" => Colour::parse("#fff"),
        "black" => Colour::parse("#000"),
        _ => Colour::parse(value),
    }
}

/// A length in pixels, as far as it is known.
fn pixels(value: &str) -> f64 {
    let value = value.trim();
    let (number, factor) =
        match (value.strip_suffix("rem"), value.strip_suffix("px"), value.strip_suffix("em")) {
            (Some(number), _, _) | (_, _, Some(number)) => (number, 16.0),
            (_, Some(number), _) => (number, 1.0),
            _ => return 0.0,
        };
    number.trim().parse().map_or(0.0, |number: f64| number * factor)
}

/// Parses the rules in `span` of `text`.
fn read<'a>(text: &'a str, span: Range<usize>, is_dark: bool, rules: &mut Vec<CssRule<'a>>) {
    let mut at = span.start;
    while let Some((open, close)) = block(text, at, span.end) {
        let start = text[at..open].rfind([';', '}']).map_or(at, |end| at + end + 1);
        let prelude = text[start..open].trim();
        at = (close + 1).min(span.end);
        let small = prelude.to_ascii_lowercase();
        if small.starts_with('@') {
            if small.contains("print") || small.starts_with("@keyframes") || small.starts_with("@font-face") {
                continue;
            }
            let dark = is_dark || (small.contains("prefers-color-scheme") && small.contains("dark"));
            read(text, open + 1..close, dark, rules);
            continue;
        }
        let declarations = declarations(text, open + 1..close);
        rules.push(CssRule { selector: prelude, is_dark, declarations });
        read(text, open + 1..close, is_dark, rules);
    }
}

/// The start and end of the next block between `at` and `end`.
fn block(text: &str, at: usize, end: usize) -> Option<(usize, usize)> {
    let (mut open, mut depth, mut quote) = (None, 0usize, None);
    for (index, byte) in text.as_bytes().get(at..end)?.iter().enumerate() {
        match (quote, byte) {
            (Some(mark), byte) if *byte == mark => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'{') => {
                open.get_or_insert(at + index);
                depth += 1;
            }
            (None, b'}') if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    return Some((open?, at + index));
                }
            }
            _ => {}
        }
    }
    open.map(|open| (open, end))
}

/// The declarations in `span` that are not in a nested block.
fn declarations(text: &str, span: Range<usize>) -> Vec<CssDeclaration<'_>> {
    let mut found = Vec::new();
    let mut at = span.start;
    for part in text[span].split(';') {
        let start = at;
        at += part.len() + 1;
        // After a block in the middle of a rule, declarations may follow.
        let skipped = part.rfind('}').map_or(0, |end| end + 1);
        let part = &part[skipped..];
        let Some((property, value)) = part.split_once(':').filter(|(property, _)| !property.contains('{'))
        else {
            continue;
        };
        let from = start + skipped + property.len() + 1 + (value.len() - value.trim_start().len());
        let value = value.trim();
        found.push(CssDeclaration { property: property.trim(), value, span: from..from + value.len() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<&str> {
        faults(&without_comments(text)).into_iter().map(|(span, _)| &text[span]).collect()
    }

    #[test]
    fn colours_of_one_rule_are_compared() {
        assert_eq!(marked("/* {é */ p { color: #999; background: #fff }"), ["#999"]);
        assert_eq!(
            marked(":root{--a:#999;--b:#fff} p{background-color:var(--b);color:var(--a)}"),
            ["var(--a)"]
        );
        assert_eq!(
            marked("@media (prefers-color-scheme: dark) { p { color: #555; background: #000 } }"),
            ["#555"]
        );
        for text in [
            "p { color: #555; background: #fff }",
            "p { color: #999 }",
            "p { color: #888; background: #fff; font-size: 2rem }",
            "@media print { p { color: #999; background: #fff } }",
            "p { color: #999; background: url(a.png) }",
            "p { content: \"{ color: #999; background: #fff }\" }",
            "p { color: #999 } a { background: #fff }",
        ] {
            assert_eq!(marked(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn tokens_of_the_theme_are_compared_with_their_backgrounds_in_both_schemes() {
        let sheet = ":root { --paper: #fff; --card: #fff; --wash: #eee; --ink: #000; --soft: #444; --on: #fff }
            @media (prefers-color-scheme: dark) { :root { --paper: #000; --card: #111; --wash: #222; --ink: #fff; --soft: #SOFT } }";
        assert_eq!(marked(&sheet.replace("#SOFT", "#ccc")), [""; 0]);
        assert_eq!(marked(&sheet.replace("#SOFT", "#444")), ["#444"]);
        assert_eq!(marked(&sheet.replace("--soft: #444", "--soft: #aaa").replace("#SOFT", "#ccc")), ["#aaa"]);
    }

    #[test]
    fn the_theme_passes() {
        assert_eq!(faults(&without_comments(include_str!("../../../static/style.css"))), []);
    }
}
