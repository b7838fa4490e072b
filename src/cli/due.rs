//! `balm due`: lists the articles that are due for review.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use super::args::{Args, DueArgs, OutputFormat};
use super::{Failure, folder, options, print, report, shown, talks};
use crate::data::Date;
use crate::diagnostic::counted;
use crate::due::{self, Due, ics};
use crate::site::Site;
use crate::{pipeline, source, write};

/// What `--format json` prints.
#[derive(Serialize)]
struct DueJson<'a> {
    version: u32,
    today: Date,
    within: Option<u32>,
    /// How many articles have no date for their review.
    without_day: usize,
    due: Vec<DueArticleJson<'a>>,
}

#[derive(Serialize)]
struct DueArticleJson<'a> {
    #[serde(flatten)]
    due: &'a Due,
    overdue: bool,
}

/// Lists the reviews that are due. If an article cannot be read, the list is incomplete and the exit code is 1.
pub(super) fn run(args: &Args, asked: &DueArgs) -> Result<ExitCode, Failure> {
    let root = folder(args)?;
    let options = options(args, &asked.chosen)?;
    let today = options.choice.today;
    let (sources, found) = source::read(root);
    if sources.get("site.toml").is_none() {
        return Err(Failure::new(
            format!("there is no `site.toml` in `{}`", root.display()),
            "change to the site's folder, or name it with `--root`",
        ));
    }
    let Some((site, unread)) = pipeline::site(sources, found, &options) else {
        return Err(Failure::new("the site cannot be loaded", "`balm check` says what is wrong"));
    };
    let list = due::list(&site, today, asked.within);
    let calendar = || ics::calendar(&list, &site.config, today);
    if let Some(path) = &asked.ics {
        save(path, calendar().as_bytes())?;
    }
    match args.output.format {
        OutputFormat::Ics => print(&calendar()),
        OutputFormat::Json => {
            let document = DueJson {
                version: 1,
                today,
                within: asked.within,
                without_day: due::without_day(&site),
                due: list.iter().map(|due| DueArticleJson { due, overdue: due.is_overdue() }).collect(),
            };
            print(&format!("{}\n", serde_json::to_string_pretty(&document).unwrap_or_default()));
        }
        _ => print(&table(&list)),
    }
    if talks(&args.output) {
        print(&summary(&list, &site, asked.within));
        if let Some(path) = &asked.ics {
            print(&format!("The calendar is {}\n", shown(path).display()));
        }
    }
    if unread.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let files: Vec<String> = unread.iter().map(|file| format!("`{file}`")).collect();
    report::complain(&format!(
        "error: {} could not be read, so this list may be incomplete: {}\n  help: `balm check` says what is wrong\n",
        counted(files.len(), "article", "articles"),
        files.join(", ")
    ));
    Ok(ExitCode::from(1))
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write::save(path, bytes).map_err(|error| {
        Failure::new(
            format!("`{}` cannot be written: {}", path.display(), source::plain_io(&error)),
            "name a file in a folder that you can write to",
        )
    })
}

/// One line for each article. Overdue ones come first and are marked.
fn table(list: &[Due]) -> String {
    let width = list.iter().map(|due| due.when().len()).max().unwrap_or(0);
    let files = list.iter().map(|due| due.file.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for due in list {
        let by = due.by().unwrap_or_else(|| "nobody named".to_owned());
        let (bold, plain) = if due.is_overdue() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        let when = due.when();
        let _ = writeln!(
            text,
            "{bold}{}  {when:width$}{plain}  {:files$}  {by}: {}",
            due.due, due.file, due.title
        );
    }
    text
}

fn summary(list: &[Due], site: &Site, within: Option<u32>) -> String {
    let overdue = list.iter().filter(|due| due.is_overdue()).count();
    let span = within.map_or_else(String::new, |days| {
        format!(" within {}", counted(usize::try_from(days).unwrap_or(usize::MAX), "day", "days"))
    });
    let mut text = match list.len() {
        0 => format!("Nothing is due{span}.\n"),
        all => {
            let are = if all == 1 { "is" } else { "are" };
            let aside = if overdue > 0 { format!(", {overdue} overdue") } else { String::new() };
            format!("{} {are} due{span}{aside}.\n", counted(all, "article", "articles"))
        }
    };
    let without = due::without_day(site);
    if without > 0 {
        let have = if without == 1 { "has" } else { "have" };
        let _ = writeln!(
            text,
            "{} {have} no date for the next review: see `review_due`.",
            counted(without, "article", "articles")
        );
    }
    text
}
