//! What a run found and did, for people or programs.

use std::path::Path;

use serde::Serialize;

use super::args::{Format, Output};
use super::{Failure, print as print_out, shown, talks};
use crate::diagnostic::{Count, Diagnostic, counted, human, json};
use crate::pipeline::{Pages, Report};
use crate::source::Sources;
use crate::write::Written;

/// So many diagnostics are shown to a person; the rest are counted. `--format json` has all.
const SHOWN: usize = 200;

#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    count: Count,
    site: Pages,
    published: Option<Published>,
}

#[derive(Serialize)]
struct Published {
    files: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
}

/// Prints the report of a build or check that took `seconds`.
pub(super) fn print(report: &Report, out: Option<&Path>, seconds: f64, output: &Output) {
    let count = Count::of(&report.diagnostics);
    if output.format == Format::Json {
        let published = report.written.as_ref().map(|written| Published {
            files: written.files,
            written: written.written,
            unchanged: written.unchanged,
            removed: written.removed,
        });
        let document = json::Document {
            version: 1,
            summary: Summary { count, site: report.pages, published },
            diagnostics: json::entries(&report.diagnostics, &report.sources),
        };
        let text = serde_json::to_string_pretty(&document).unwrap_or_default();
        print_out(&format!("{text}\n"));
        return;
    }
    tell(&report.diagnostics, &report.sources, out);
    if talks(output) {
        print_out(&done(report, out, seconds));
    }
}

/// Prints diagnostics for people, and how many there are.
pub(super) fn tell(diagnostics: &[Diagnostic], sources: &Sources, out: Option<&Path>) {
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(SHOWN) {
        text.push_str(&human::render(diagnostic, sources, true));
        text.push('\n');
    }
    if diagnostics.len() > SHOWN {
        let more = diagnostics.len() - SHOWN;
        text.push_str(&format!(
            "... and {} more; mend these first, or see all with `--format json`\n\n",
            more
        ));
    }
    if let Some(first) = diagnostics.first() {
        text.push_str(&summary_of(Count::of(diagnostics), out, first));
    }
    complain(&text);
}

/// "2 errors and 1 warning", and what follows from it.
fn summary_of(count: Count, out: Option<&Path>, first: &crate::diagnostic::Diagnostic) -> String {
    let errors = counted(count.errors, "error", "errors");
    let warnings = counted(count.warnings, "warning", "warnings");
    let found = match (count.errors, count.warnings) {
        (_, 0) => errors,
        (0, _) => warnings,
        _ => format!("{errors} and {warnings}"),
    };
    let so = match (count.errors, out) {
        (0, _) | (_, None) => "",
        (_, Some(_)) => "; nothing was published, the last published site is untouched",
    };
    format!("{found}{so}. `balm explain {}` says more.\n", first.code.name)
}

/// What was built and where to look.
fn done(report: &Report, out: Option<&Path>, seconds: f64) -> String {
    let pages = report.pages;
    let mut parts = vec![counted(pages.articles, "article", "articles")];
    parts.extend(
        (pages.rows > 0).then(|| counted(pages.rows, "exercise or remedy", "exercises and remedies")),
    );
    parts.extend((pages.lists > 0).then(|| counted(pages.lists, "list", "lists")));
    let mut aside = Vec::new();
    aside.extend((pages.redirects > 0).then(|| counted(pages.redirects, "redirect", "redirects")));
    aside.extend((pages.files > 0).then(|| counted(pages.files, "file", "files")));
    let mut text = String::new();
    let all = counted(pages.pages, "page", "pages");
    let time = if seconds < 1.0 { format!("{:.0} ms", seconds * 1000.0) } else { format!("{seconds:.1} s") };
    let aside = if aside.is_empty() { String::new() } else { format!(", besides {}", aside.join(" and ")) };
    match (&report.written, out) {
        (Some(written), Some(out)) => {
            text.push_str(&format!("Built {all} ({}){aside} in {time}.\n", parts.join(", ")));
            text.push_str(&changes(written));
            text.push_str(&left_out(pages));
            let index = shown(&out.join("index.html"));
            text.push_str(&format!("The first page is {}\n", index.display()));
            text.push_str("Any web server can publish that folder; `balm serve` shows the site here.\n");
        }
        (None, None) if !report.has_errors() => {
            text.push_str(&format!("Checked {all} ({}){aside} in {time}.\n", parts.join(", ")));
            text.push_str(&left_out(pages));
            if pages.foreign > 0 {
                let articles = counted(pages.foreign, "article is", "articles are");
                text.push_str(&format!(
                    "{articles} not in English: rules about words were not applied there.\n"
                ));
            }
            if report.diagnostics.is_empty() {
                text.push_str("No problems found.\n");
            }
        }
        _ => {}
    }
    text
}

fn changes(written: &Written) -> String {
    match (written.written, written.removed) {
        (0, 0) => "Nothing has changed since the last build, so nothing was written.\n".to_owned(),
        (new, 0) => format!("{} written, {} unchanged.\n", counted(new, "file", "files"), written.unchanged),
        (new, gone) => {
            format!(
                "{} written, {} unchanged, {gone} removed.\n",
                counted(new, "file", "files"),
                written.unchanged
            )
        }
    }
}

fn left_out(pages: Pages) -> String {
    let mut parts = Vec::new();
    parts.extend(
        (pages.drafts > 0).then(|| format!("{} (see `--drafts`)", counted(pages.drafts, "draft", "drafts"))),
    );
    parts.extend((pages.scheduled > 0).then(|| format!("{} scheduled (see `--future`)", pages.scheduled)));
    parts.extend((pages.expired > 0).then(|| format!("{} expired", pages.expired)));
    if parts.is_empty() { String::new() } else { format!("Left out: {}.\n", parts.join(", ")) }
}

/// Says why a command could not do its work.
pub(super) fn failure(failure: &Failure, output: &Output) {
    let Failure { message, help } = failure;
    if output.format == Format::Json {
        let error = serde_json::json!({ "version": 1, "error": { "message": message, "help": help } });
        print_out(&format!("{error:#}\n"));
    } else {
        complain(&format!("error: {message}\n  help: {help}\n"));
    }
}

/// Writes to standard error.
fn complain(text: &str) {
    use std::io::Write;
    let mut err = anstream::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
