//! Helpers for the tests of rules: what is found, where, and the fix.

mod any_text;
mod english;
mod rules;
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

/// The findings in `text`, each as "rule: marked text", followed by "-> fix" if there is one.
fn described(text: &str) -> Vec<String> {
    let described = |finding: Finding| {
        let marked = &text[finding.span.clone()];
        match finding.fix {
            Some(_) => format!("{}: {marked} -> {}", finding.code.name, replaced(text, &finding)),
            None => format!("{}: {marked}", finding.code.name),
        }
    };
    findings(text).into_iter().map(described).collect()
}

/// The marked text after its fix.
fn replaced(text: &str, finding: &Finding) -> String {
    let Some(fix) = &finding.fix else { return String::new() };
    let start = finding.span.start.min(fix.span.start);
    let end = finding.span.end.max(fix.span.end);
    [&text[start..fix.span.start], &fix.replacement, &text[fix.span.end..end]].concat()
}
