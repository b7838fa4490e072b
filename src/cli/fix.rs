//! `balm check --diff` and `--fix`: shows the fixes, or applies them to the sources.

use std::fmt::Write;
use std::path::Path;

use diffy::DiffOptions;

use super::args::OutputArgs;
use super::{Failure, print, report, talks};
use crate::diagnostic::counted;
use crate::diagnostic::position::position;
use crate::fix::{FixedFile, Fixes};
use crate::pipeline::{self, Options, Report, Silent};
use crate::source::{self, Sources};
use crate::{fix, write};

/// Lines of context around a change.
const AROUND: usize = 3;

/// Prints what [`apply`] would change, as a patch. Nothing is changed.
pub(super) fn show(
    report: &Report,
    root: &Path,
    options: &Options,
    output: &OutputArgs,
) -> Result<(), Failure> {
    let fixes = fixes(report, options);
    for fixed in &fixes.files {
        let (before, after) = on_disk(root, &report.sources, fixed)?;
        print(&patch(&fixed.file, &before, &after));
    }
    if talks(output) {
        report::complain(&match fixes.files.len() {
            0 => "Nothing can be fixed automatically.\n".to_owned(),
            files => format!(
                "{} in {}; `balm check --fix` applies {}.\n",
                counted(fixes.count(), "fix", "fixes"),
                counted(files, "file", "files"),
                if fixes.count() == 1 { "it" } else { "them" }
            ),
        });
        report_withdrawn(&fixes);
    }
    Ok(())
}

/// The fixes that cause no new error.
fn fixes(report: &Report, options: &Options) -> Fixes {
    let check = |sources| pipeline::run(sources, Vec::new(), None, options, &Silent).diagnostics;
    fix::apply_safely(&report.sources, &report.diagnostics, check)
}

fn report_withdrawn(fixes: &Fixes) {
    if fixes.withdrawn > 0 {
        report::complain(&format!(
            "{} left out, because the site would have a new error: apply them by hand.\n",
            counted(fixes.withdrawn, "fix is", "fixes are")
        ));
    }
}

/// Applies the fixes, each file atomically, and prints what was changed.
pub(super) fn apply(
    report: &Report,
    root: &Path,
    options: &Options,
    output: &OutputArgs,
) -> Result<Fixes, Failure> {
    let fixes = fixes(report, options);
    // All files are compared with the disk before the first is changed.
    let files: Vec<(&FixedFile, String)> = fixes
        .files
        .iter()
        .map(|fixed| on_disk(root, &report.sources, fixed).map(|(_, after)| (fixed, after)))
        .collect::<Result<_, _>>()?;
    for (fixed, after) in files {
        write::replace(&root.join(&*fixed.file), after.as_bytes()).map_err(|error| {
            Failure::new(
                format!("`{}` cannot be written: {}", fixed.file, source::plain_io(&error)),
                "fix its permissions or free some space; the file is unchanged",
            )
        })?;
        if talks(output) {
            print(&described(fixed, &report.sources));
        }
    }
    if talks(output) && fixes.postponed > 0 {
        print(&format!(
            "{} left for the next `balm check --fix`, because they overlap with one of these.\n",
            counted(fixes.postponed, "fix is", "fixes are")
        ));
    }
    if talks(output) {
        report_withdrawn(&fixes);
    }
    Ok(fixes)
}

/// The file on the disk before and after, including the byte order mark, which its parsed text does not contain.
fn on_disk(root: &Path, sources: &Sources, fixed: &FixedFile) -> Result<(String, String), Failure> {
    let known = sources.get(&fixed.file).map_or("", source::File::text);
    let found = source::text_on_disk(root, &fixed.file).unwrap_or_default();
    let lines = found.matches('\n').count();
    let with_return = found.matches("\r\n").count();
    if with_return > 0 && with_return < lines {
        return Err(Failure::new(
            format!("`{}` mixes two kinds of line ends", fixed.file),
            "let your editor save it with one kind, and run the check again",
        ));
    }
    // The text that was checked has `\n` alone.
    let written = |text: &str| if with_return > 0 { text.replace('\n', "\r\n") } else { text.to_owned() };
    let known = &written(known);
    let mark = found.strip_suffix(known).filter(|mark| mark.is_empty() || *mark == "\u{feff}");
    match mark {
        Some(mark) => Ok((found.clone(), format!("{mark}{}", written(&fixed.text)))),
        None => Err(Failure::new(
            format!("`{}` is no longer what was checked", fixed.file),
            "it has changed since, or is not UTF-8: run the check again",
        )),
    }
}

fn patch(file: &str, before: &str, after: &str) -> String {
    let text = DiffOptions::new()
        .set_context_len(AROUND)
        .set_original_filename(format!("a/{file}"))
        .set_modified_filename(format!("b/{file}"))
        .create_patch(before, after)
        .to_string();
    text.split_inclusive('\n')
        .map(|line| match line.as_bytes().first() {
            Some(b'+') => coloured(line, "32"),
            Some(b'-') => coloured(line, "31"),
            _ => line.to_owned(),
        })
        .collect()
}

fn coloured(line: &str, colour: &str) -> String {
    let words = line.trim_end_matches(['\r', '\n']);
    format!("\u{1b}[{colour}m{words}\u{1b}[0m{}", &line[words.len()..])
}

/// "content/a.md:3:8: jargon: `utilise` is now `use`".
fn described(fixed: &FixedFile, sources: &Sources) -> String {
    let text = sources.get(&fixed.file).map_or("", source::File::text);
    let mut lines = String::new();
    for (rule, fix) in &fixed.changes {
        let at = position(text, fix.span.start);
        let before = text.get(fix.span.clone()).unwrap_or("");
        let what = match (before, fix.replacement.as_str()) {
            ("", new) => format!("added `{new}`"),
            (old, "") => format!("removed `{old}`"),
            (old, new) => format!("`{old}` is now `{new}`"),
        };
        let _ = writeln!(lines, "{}:{}:{}: {rule}: {what}", fixed.file, at.line, at.column);
    }
    lines
}
