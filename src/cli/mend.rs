//! `balm check --diff` and `--fix`: what has exactly one right answer is shown, or mended in the sources.

use std::fmt::Write;
use std::path::Path;

use diffy::DiffOptions;

use super::args::Output;
use super::{Failure, print, report, talks};
use crate::diagnostic::counted;
use crate::diagnostic::position::position;
use crate::fix::{Fixes, Mended};
use crate::pipeline::{self, Options, Report, Silent};
use crate::source::{self, Sources};
use crate::{fix, write};

/// How many lines stand around a change.
const AROUND: usize = 3;

/// Prints what [`apply`] would change, as a patch. Nothing is changed.
pub(super) fn show(report: &Report, root: &Path, options: &Options, output: &Output) -> Result<(), Failure> {
    let fixes = fixes(report, options);
    for mended in &fixes.files {
        let (before, after) = on_disk(root, &report.sources, mended)?;
        print(&patch(&mended.file, &before, &after));
    }
    if talks(output) {
        report::complain(&match fixes.files.len() {
            0 => "Nothing can be mended by itself.\n".to_owned(),
            files => format!(
                "{} in {}; `balm check --fix` makes {}.\n",
                counted(fixes.count(), "change", "changes"),
                counted(files, "file", "files"),
                if fixes.count() == 1 { "it" } else { "them" }
            ),
        });
        tell_left_out(&fixes);
    }
    Ok(())
}

/// What can be mended without a new mistake.
fn fixes(report: &Report, options: &Options) -> Fixes {
    let check = |sources| pipeline::run(sources, Vec::new(), None, options, &Silent).diagnostics;
    fix::mend_safely(&report.sources, &report.diagnostics, check)
}

fn tell_left_out(fixes: &Fixes) {
    if fixes.left_out > 0 {
        report::complain(&format!(
            "{} left out, as the site would have a new mistake: make them by hand.\n",
            counted(fixes.left_out, "change is", "changes are")
        ));
    }
}

/// Changes the files, each at once, and says what was changed.
pub(super) fn apply(
    report: &Report,
    root: &Path,
    options: &Options,
    output: &Output,
) -> Result<Fixes, Failure> {
    let fixes = fixes(report, options);
    // All files are looked at before the first is changed.
    let files: Vec<(&Mended, String)> = fixes
        .files
        .iter()
        .map(|mended| on_disk(root, &report.sources, mended).map(|(_, after)| (mended, after)))
        .collect::<Result<_, _>>()?;
    for (mended, after) in files {
        write::replace(&root.join(&*mended.file), after.as_bytes()).map_err(|error| {
            Failure::new(
                format!("`{}` cannot be written: {}", mended.file, source::plain_io(&error)),
                "mend the file's permissions, or free some space; it is as it was",
            )
        })?;
        if talks(output) {
            print(&told(mended, &report.sources));
        }
    }
    if talks(output) && fixes.waiting > 0 {
        print(&format!(
            "{} that touch one of these wait for the next `balm check --fix`.\n",
            counted(fixes.waiting, "change", "changes")
        ));
    }
    if talks(output) {
        tell_left_out(&fixes);
    }
    Ok(fixes)
}

/// The file as it stands on the disk before and after, with the byte order mark that its text does not hold.
fn on_disk(root: &Path, sources: &Sources, mended: &Mended) -> Result<(String, String), Failure> {
    let known = sources.get(&mended.file).map_or("", source::File::text);
    let found = source::text_on_disk(root, &mended.file).unwrap_or_default();
    let mark = found.strip_suffix(known).filter(|mark| mark.is_empty() || *mark == "\u{feff}");
    match mark {
        Some(mark) => Ok((found.clone(), format!("{mark}{}", mended.text))),
        None => Err(Failure::new(
            format!("`{}` is not what was checked any more", mended.file),
            "it was changed in the meantime, or is not UTF-8: check again",
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
fn told(mended: &Mended, sources: &Sources) -> String {
    let text = sources.get(&mended.file).map_or("", source::File::text);
    let mut lines = String::new();
    for (rule, fix) in &mended.changes {
        let at = position(text, fix.span.start);
        let before = text.get(fix.span.clone()).unwrap_or("");
        let what = match (before, fix.replacement.as_str()) {
            ("", new) => format!("added `{new}`"),
            (old, "") => format!("took out `{old}`"),
            (old, new) => format!("`{old}` is now `{new}`"),
        };
        let _ = writeln!(lines, "{}:{}:{}: {rule}: {what}", mended.file, at.line, at.column);
    }
    lines
}
