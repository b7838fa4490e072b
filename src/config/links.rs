//! `[links]` of `site.toml`: what links may lead to that is not part of the site.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::Spanned;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};

codes! {
    /// A path under `[links]` is not one from the site's root.
    ///
    /// ```toml
    /// [links]
    /// elsewhere = ["/app/**"]   # /app/ and everything below it
    /// ```
    ///
    /// Links to these paths are not looked for in the site, because something else serves them: a booking system, an
    /// older part of the site. A path starts with `/`; `*` stands for any name, or a part of one, and `**` for any number
    /// of folders. It has to name something: `/**` would hide every broken link.
    BAD_ELSEWHERE = "bad-elsewhere", Error;
}

/// `[links]` of `site.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// Paths of the site's address that something else serves, such as `/app/**`.
    pub elsewhere: Vec<Spanned<String>>,
}

impl Links {
    /// Whether something else serves the path `url` ("/app/book").
    #[must_use]
    pub fn are_elsewhere(&self, url: &str) -> bool {
        let path: Vec<&str> = parts(url).collect();
        self.elsewhere.iter().any(|pattern| {
            let pattern: Vec<&str> = parts(&pattern.value).collect();
            is_match(&pattern, &path)
        })
    }

    /// What is wrong with the paths, in `file`. Those with a mistake are left out.
    pub(super) fn check(&mut self, file: &FileName) -> Vec<Diagnostic> {
        let fault = |path: &str| {
            if path.contains("://") {
                return Some("is a full address: those of other sites need no exception");
            }
            if !path.starts_with('/') {
                return Some("does not start with `/`");
            }
            let names_something = parts(path).any(|part| part.contains(|c: char| c != '*'));
            (!names_something).then_some("stands for every path, and would hide every broken link")
        };
        let faults = self.elsewhere.iter().filter_map(|path| Some((path, fault(path.value.trim())?)));
        let report = |(path, fault): (&Spanned<String>, &str)| {
            Diagnostic::new(
                &BAD_ELSEWHERE,
                Place::new(file, path.span()),
                format!("`{}` {fault}", path.value),
                "write the path from the site's root, such as `/app/**`",
            )
        };
        let diagnostics = faults.map(report).collect();
        self.elsewhere.retain(|path| fault(path.value.trim()).is_none());
        diagnostics
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.trim().split('/').filter(|part| !part.is_empty())
}

fn is_match(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], path) => path.is_empty(),
        (["**", rest @ ..], path) => (0..=path.len()).any(|skipped| is_match(rest, &path[skipped..])),
        (_, []) => false,
        ([name, rest @ ..], [first, others @ ..]) => is_name(name, first) && is_match(rest, others),
    }
}

/// Whether `name` is `pattern`, in which each `*` stands for any letters.
fn is_name(pattern: &str, name: &str) -> bool {
    let Some((start, mut rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(mut name) = name.strip_prefix(start) else { return false };
    while let Some((middle, next)) = rest.split_once('*') {
        let Some(at) = name.find(middle) else { return false };
        name = &name[at + middle.len()..];
        rest = next;
    }
    name.ends_with(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_names_and_folders() {
        for (pattern, url, is_match) in [
            ("/app/**", "/app", true),
            ("/app/**", "/app/", true),
            ("/app/**", "/app/a/b", true),
            ("/app/**", "/apple/", false),
            ("/app/", "/app/", true),
            ("/app/", "/app/a", false),
            ("/*/old", "/a/old/", true),
            ("/*/old", "/a/b/old", false),
            ("/**/old", "/a/b/old", true),
            ("/**/old", "/old", true),
            ("/book-*", "/book-now", true),
            ("/b*k*w", "/book-now", true),
            ("/b*k*w", "/book-no", false),
        ] {
            let value = Spanned { value: pattern.to_owned(), start: 0, end: 0 };
            assert_eq!(Links { elsewhere: vec![value] }.are_elsewhere(url), is_match, "{pattern} {url}");
        }
    }
}
