//! What every test of a rule asks: what is found, at which place, and what is written instead.

mod any_text;
mod english;
mod rules;
mod this_site;
mod whole;

use super::{English, Finding, Text, article};
use crate::diagnostic::FileName;
use crate::prose::Prose;

fn file() -> FileName {
    "content/a.md".into()
}

fn findings(text: &str) -> Vec<Finding> {
    article(&Text::new(&Prose::markdown(text, 0, &file())), English::British)
}

/// Each finding of `text` as "rule: what is marked", with what is written instead behind "->".
fn told(text: &str) -> Vec<String> {
    let told = |finding: Finding| {
        let marked = &text[finding.span.clone()];
        match finding.fix {
            Some(_) => format!("{}: {marked} -> {}", finding.code.name, replaced(text, &finding)),
            None => format!("{}: {marked}", finding.code.name),
        }
    };
    findings(text).into_iter().map(told).collect()
}

/// What is marked, as it is after its fix.
fn replaced(text: &str, finding: &Finding) -> String {
    let Some(fix) = &finding.fix else { return String::new() };
    let start = finding.span.start.min(fix.span.start);
    let end = finding.span.end.max(fix.span.end);
    [&text[start..fix.span.start], &fix.replacement, &text[fix.span.end..end]].concat()
}
