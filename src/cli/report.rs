//! Prints what a run found and did, for people or programs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use super::args::{OutputArgs, OutputFormat};
use super::scores::{ArticleScores, ReportedScores};
use super::{Failure, prefix, print as print_out, shown, talks};
use crate::check;
use crate::codes;
use crate::diagnostic::sarif::{self, RunOutcome};
use crate::diagnostic::{Count, Diagnostic, FileName, Gathered, counted, gather, github, human, json};
use crate::pipeline::{PageCounts, Report};
use crate::prose::Prose;
use crate::readability;
use crate::site::{LeftOut, language};
use crate::source::Sources;
use crate::write::CommitSummary;

/// How many findings are shown to a person before warnings are only counted. `--format json` has all.
const SHOWN: usize = 200;

/// More diagnostics than this are also counted by rule.
const MANY: usize = 10;

#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    count: Count,
    site: PageCounts,
    published: Option<Published>,
}

#[derive(Serialize)]
struct Published {
    files: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
}

/// Prints the report of a build or check of the site in `root` that took `seconds`.
pub(super) fn print(report: &Report, out: Option<&Path>, root: &Path, seconds: f64, output: &OutputArgs) {
    let (diagnostics, sources) = (&report.diagnostics, &report.sources);
    let count = Count::of(diagnostics);
    match output.format {
        OutputFormat::Human | OutputFormat::Ics => {
            tell(diagnostics, sources, out);
            if talks(output) {
                print_out(&done(report, out, seconds));
            }
        }
        OutputFormat::Json => print_json(report, count),
        OutputFormat::Sarif => {
            let outcome = RunOutcome::Ended(u8::from(report.has_errors()));
            print_out(&format!(
                "{:#}\n",
                sarif::log(diagnostics, codes::all(), sources, &prefix(root), outcome)
            ));
        }
        OutputFormat::Github => {
            // GitHub shows only the first of them.
            let mut errors_first = diagnostics.clone();
            errors_first.sort_by_key(|found| !found.is_error());
            print_out(&github::commands(&errors_first, sources, &prefix(root)));
            if !diagnostics.is_empty() {
                complain(&summary_of(diagnostics, out));
            }
            if !output.quiet {
                print_out(&done(report, out, seconds));
            }
        }
    }
}

fn print_json(report: &Report, count: Count) {
    let published = report.written.as_ref().map(|written| Published {
        files: written.files,
        written: written.written,
        unchanged: written.unchanged,
        removed: written.removed,
    });
    let document = json::ReportJson {
        version: 1,
        summary: Summary { count, site: report.pages, published },
        articles: articles(report),
        diagnostics: json::entries(&report.diagnostics, &report.sources),
    };
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    print_out(&format!("{text}\n"));
}

/// How hard each article is to read.
fn articles(report: &Report) -> Vec<ArticleScores<'_>> {
    let Some(site) = &report.site else { return Vec::new() };
    let articles = site.pages.iter().filter_map(|page| page.article.as_ref());
    let mut articles: Vec<ArticleScores<'_>> = articles
        .map(|article| {
            // If all rules about words are off, nothing has counted the article yet.
            let unread = || Some(readability::count(&Prose::article(report.sources.get(&article.file)?)));
            let counts = || report.counts.get(&article.file).copied().or_else(unread);
            let counts = check::english::is_english(article, &site.config).then(counts).flatten();
            ArticleScores {
                file: &article.file,
                language: language::of_article(article, &site.config).as_str(),
                readability: counts.as_ref().and_then(ReportedScores::of),
            }
        })
        .collect();
    articles.sort_by_key(|article| article.file);
    articles
}

/// Prints diagnostics for people, errors first, and their number. Warnings are limited, errors are not.
pub(super) fn tell(diagnostics: &[Diagnostic], sources: &Sources, out: Option<&Path>) {
    let mut text = String::new();
    let mut counts: BTreeMap<(bool, &FileName), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry((diagnostic.is_error(), &diagnostic.primary.place.file)).or_default() += 1;
    }
    let has_files = counts.keys().map(|(_, file)| file).collect::<BTreeSet<_>>().len() > 1;
    let gathered = gather(diagnostics, sources);
    let mut heading = None;
    let mut hidden = 0;
    let mut shown = 0;
    for one in &gathered {
        let Gathered { first, others } = one;
        if shown >= SHOWN && !first.is_error() {
            hidden += 1 + others.len();
            continue;
        }
        shown += 1;
        let here = (first.is_error(), &first.primary.place.file);
        if has_files && heading.replace(here) != Some(here) {
            let count = counts.get(&here).copied().unwrap_or(0);
            let errors = if first.is_error() { count } else { 0 };
            let count = levels(Count { errors, warnings: count - errors });
            let _ = writeln!(text, "\u{1b}[1m{}: {count}\u{1b}[0m\n", here.1);
        }
        text.push_str(&human::render(first, sources, true));
        if let Some(elsewhere) = one.elsewhere(sources) {
            let _ = writeln!(text, "  {elsewhere}");
        }
        text.push('\n');
    }
    if hidden > 0 {
        let more = counted(hidden, "more warning", "more warnings");
        let _ = writeln!(text, "... and {more}; fix these first, or see all with `--format json`\n");
    }
    if diagnostics.len() > MANY {
        text.push_str(&by_rule(diagnostics));
    }
    if !diagnostics.is_empty() {
        text.push_str(&summary_of(diagnostics, out));
    }
    let fixable = diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()).count();
    if fixable > 0 {
        let of = if diagnostics.len() > 1 { format!("{fixable} of them") } else { "It".to_owned() };
        let _ = writeln!(text, "{of} can be fixed with `balm check --fix`; `--diff` shows how.");
    }
    complain(&text);
}

/// How often each rule reported something, most frequent first. Rules with a single finding are only counted.
fn by_rule(diagnostics: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry(diagnostic.code.name).or_default() += 1;
    }
    let once = counts.values().filter(|count| **count == 1).count();
    let mut several: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    several.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let width = several.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (name, count) in &several {
        let _ = writeln!(text, "{name:width$} {count:5}");
    }
    if once > 0 {
        let other = if several.is_empty() { "" } else { "other " };
        let _ = writeln!(text, "{} once", counted(once, &format!("{other}rule"), &format!("{other}rules")));
    }
    text.push('\n');
    text
}

/// "2 errors and 1 warning".
fn levels(count: Count) -> String {
    let errors = counted(count.errors, "error", "errors");
    let warnings = counted(count.warnings, "warning", "warnings");
    match (count.errors, count.warnings) {
        (_, 0) => errors,
        (0, _) => warnings,
        _ => format!("{errors} and {warnings}"),
    }
}

/// "2 errors and 1 warning", the consequence, and the rule to read about: the first that stops a build.
fn summary_of(diagnostics: &[Diagnostic], out: Option<&Path>) -> String {
    let count = Count::of(diagnostics);
    let found = levels(count);
    let mut so = match (count.errors, out) {
        (0, _) | (_, None) => String::new(),
        (_, Some(_)) => "; nothing was published and the published site is untouched".to_owned(),
    };
    let first = diagnostics.iter().find(|found| found.is_error()).or(diagnostics.first());
    let name = first.map_or("", |first| first.code.name);
    let stops = diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code.name);
    let stops: BTreeSet<&str> = stops.collect();
    match stops.len() {
        0 => {}
        1 if count.warnings == 0 => {}
        1 => so += &format!(". `{name}` stops a build"),
        more => {
            so += &format!(". `{name}` and {} stop a build", counted(more - 1, "other rule", "other rules"));
        }
    }
    format!("{found}{so}. `balm explain {name}` says more.\n")
}

/// What was built and where to find it.
fn done(report: &Report, out: Option<&Path>, seconds: f64) -> String {
    let pages = report.pages;
    let mut parts = vec![counted(pages.articles, "article", "articles")];
    parts.extend((pages.rows > 0).then(|| counted(pages.rows, "row", "rows")));
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
            text.push_str(&left_out(report));
            let index = shown(&out.join("index.html"));
            text.push_str(&format!("The home page is {}\n", index.display()));
            text.push_str("Any web server can publish that folder; `balm serve` shows the site here.\n");
        }
        (None, None) => {
            text.push_str(&left_out(report));
            text.push_str(&foreign(pages));
            let found = match &report.diagnostics[..] {
                [] => ".\nNo problems found.".to_owned(),
                some => format!(": {}.", levels(Count::of(some))),
            };
            text.push_str(&format!("Checked {all} ({}){aside} in {time}{found}\n", parts.join(", ")));
        }
        _ => {}
    }
    text
}

/// How much was not checked by the rules about words.
fn foreign(pages: PageCounts) -> String {
    let what = match (pages.foreign, pages.foreign_rows) {
        (0, 0) => return String::new(),
        (articles, 0) => counted(articles, "article is", "articles are"),
        (0, rows) => counted(rows, "row is", "rows are"),
        (articles, rows) => {
            let articles = counted(articles, "article", "articles");
            format!("{articles} and {} are", counted(rows, "row", "rows"))
        }
    };
    format!("{what} not in English: rules about words were not applied there.\n")
}

fn changes(written: &CommitSummary) -> String {
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

/// How many articles that are left out are named.
const LEFT_OUT: usize = 3;

/// What is not published, by name, and until or since when.
fn left_out(report: &Report) -> String {
    let Some(site) = &report.site else { return String::new() };
    let named = |wanted: LeftOut, word: &str| {
        let articles: Vec<&FileName> =
            site.left_out.iter().filter(|(_, why)| **why == wanted).map(|(file, _)| file).collect();
        let names = articles.iter().take(LEFT_OUT).map(|file| match site.left_out_days.get(*file) {
            Some(day) => format!("`{file}` {word} {}", day.value),
            None => format!("`{file}`"),
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let more = articles.len().saturating_sub(LEFT_OUT);
        (articles.len(), if more > 0 { format!("{names} and {more} more") } else { names })
    };
    let mut parts = Vec::new();
    let (drafts, names) = named(LeftOut::Draft, "");
    parts.extend(
        (drafts > 0).then(|| format!("{} ({names}; see `--drafts`)", counted(drafts, "draft", "drafts"))),
    );
    let (scheduled, names) = named(LeftOut::Scheduled, "until");
    parts.extend((scheduled > 0).then(|| format!("{scheduled} scheduled ({names}; see `--future`)")));
    let (expired, names) = named(LeftOut::Expired, "since");
    parts.extend((expired > 0).then(|| format!("{expired} expired ({names})")));
    if parts.is_empty() { String::new() } else { format!("Left out: {}.\n", parts.join(", ")) }
}

/// Reports why a command could not run.
pub(super) fn failure(failure: &Failure, format: OutputFormat) {
    let Failure { message, help } = failure;
    match format {
        OutputFormat::Json => {
            let error = serde_json::json!({ "version": 1, "error": { "message": message, "help": help } });
            print_out(&format!("{error:#}\n"));
        }
        OutputFormat::Sarif => {
            let none = Sources::default();
            print_out(&format!(
                "{:#}\n",
                sarif::log(&[], codes::all(), &none, "", RunOutcome::Failed(message, help))
            ));
        }
        OutputFormat::Github => print_out(&github::failure(message, help)),
        OutputFormat::Human | OutputFormat::Ics => complain(&format!("error: {message}\n  help: {help}\n")),
    }
}

/// Writes to standard error.
pub(super) fn complain(text: &str) {
    use std::io::Write;
    let mut err = anstream::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
