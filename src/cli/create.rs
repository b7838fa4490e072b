//! `balm new`: adds an article or row to fill in, in the right place.

use std::path::Path;
use std::process::ExitCode;

use super::args::{NewArgs, OutputArgs};
use super::init::create;
use super::{Failure, kinds, print, shown, talks, today};
use crate::diagnostic::did_you_mean;
use crate::kind::{self, Kind, Kinds};
use crate::slug::slug;
use crate::source::{self, Sources};
use crate::table;
use crate::write;

/// Adds what was asked for.
pub(super) fn run(options: &NewArgs, root: &Path, output: &OutputArgs) -> Result<ExitCode, Failure> {
    let (sources, _) = source::read(root);
    if sources.get("site.toml").is_none() {
        return Err(Failure::new(
            format!("there is no `site.toml` in `{}`", root.display()),
            "change to the site's folder, name it with `--root`, or make one with `balm init my-site`",
        ));
    }
    let name = options.name.trim();
    let id = slug(name);
    if id.is_empty() || name.contains(['\n', '\r', '\0']) {
        return Err(Failure::new(
            format!("`{name}` cannot be turned into an address"),
            "use a few words with letters or digits",
        ));
    }
    let (path, next) = match options.what.as_str() {
        "article" => article(options, root, &sources, name, &id)?,
        what => row(options, root, &sources, &NewRow::of(what, name, &kinds::of(&sources))?)?,
    };
    if talks(output) {
        print(&format!("Added `{name}` to {}.\n{next}\n", shown(&root.join(path)).display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn article(
    options: &NewArgs,
    root: &Path,
    sources: &Sources,
    name: &str,
    id: &str,
) -> Result<(String, &'static str), Failure> {
    let folder = match &options.folder {
        Some(folder) => folder.trim_matches('/').to_owned(),
        None => {
            only_one(&folders(sources, |path| path.ends_with("/index.md")), "article")?.unwrap_or_default()
        }
    };
    check_folder(&folder)?;
    let path =
        if folder.is_empty() { format!("content/{id}.md") } else { format!("content/{folder}/{id}.md") };
    if sources.get(&path).is_some() {
        return Err(Failure::new(format!("`{path}` already exists"), "choose another title"));
    }
    let text = format!(
        "+++\ntitle = {}\ndescription = \"One or two sentences for lists and search results.\"\ndraft = true\n\
         published = {}\nreview_due = {}\nauthors = []\ntags = []\nsources = []\n+++\n\n\
         Start with what the reader most needs to know.\n\n## What you can do\n\n\
         - one thing per line\n\n## Where to get help\n\nSay who to ask, and how fast.\n",
        quoted(name),
        today(),
        today().plus_months(12),
    );
    create(&root.join(&path), text.as_bytes())?;
    Ok((path, "It is a draft: `balm build --drafts` shows it, and deleting `draft = true` publishes it."))
}

/// A row to fill in, in both formats of a table.
struct NewRow {
    kind: Kind,
    toml: String,
    cells: Vec<(String, String)>,
}

fn row(
    options: &NewArgs,
    root: &Path,
    sources: &Sources,
    skeleton: &NewRow,
) -> Result<(String, &'static str), Failure> {
    let stem = &skeleton.kind.stem;
    let is_table =
        |path: &str| path.ends_with(&format!("/{stem}.toml")) || path.ends_with(&format!("/{stem}.csv"));
    let folder = match &options.folder {
        Some(folder) => folder.trim_matches('/').to_owned(),
        None => {
            let mut places = folders(sources, is_table);
            if places.is_empty() {
                places = folders(sources, |path| path.ends_with("/index.md"));
            }
            only_one(&places, &skeleton.kind.key)?.unwrap_or_default()
        }
    };
    check_folder(&folder)?;
    let base = if folder.is_empty() { "content".to_owned() } else { format!("content/{folder}") };
    let spreadsheet = format!("{base}/{stem}.csv");
    let (path, addition) = match sources.get(&spreadsheet) {
        Some(file) => {
            let cells: Vec<(&str, &str)> =
                skeleton.cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str())).collect();
            let line = crate::table::csv_line(file.text(), &cells).ok_or_else(|| {
                Failure::new(
                    format!("`{spreadsheet}` has no header row"),
                    "name its columns in the first row, such as `name,summary`",
                )
            })?;
            (spreadsheet, format!("{line}\n"))
        }
        None => (format!("{base}/{stem}.toml"), skeleton.toml.clone()),
    };
    match sources.get(&path) {
        None => create(&root.join(&path), addition.as_bytes())?,
        Some(file) => {
            let before = file.text();
            let gap = match (path.ends_with(".csv"), before.ends_with("\n\n"), before.ends_with('\n')) {
                _ if before.is_empty() => "",
                (true, _, true) | (false, true, _) => "",
                (true, _, false) | (false, false, true) => "\n",
                (false, false, false) => "\n\n",
            };
            write::replace(&root.join(&path), format!("{before}{gap}{addition}").as_bytes()).map_err(
                |error| {
                    Failure::new(
                        format!("`{path}` cannot be written: {}", source::plain_io(&error)),
                        "fix its permissions or free some space; the file is unchanged",
                    )
                },
            )?;
        }
    }
    Ok((path, "Replace each `TODO:`; `balm check` lists those that are left."))
}

impl NewRow {
    /// A row, called `name`, of the kind in `kinds` whose rows are called `what`.
    fn of(what: &str, name: &str, kinds: &Kinds) -> Result<Self, Failure> {
        let kind =
            kinds.of_key(&what.replace('-', "_")).or_else(|| kinds.of_stem(what)).ok_or_else(|| {
                let known = || std::iter::once("article").chain(kinds.iter().map(|kind| kind.key.as_str()));
                let help =
                    did_you_mean(what, known(), || format!("choose one of {}", table::listed(known())));
                Failure::new(format!("`balm new` cannot add `{what}`"), help)
            })?;
        let kind::skeleton::Skeleton { toml, cells } = kind::skeleton::Skeleton::new(kind, name);
        Ok(NewRow { kind: kind.clone(), toml, cells })
    }
}

/// `name` as a TOML string.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The folders under `content/` that contain a file for which `is` is true.
fn folders(sources: &Sources, is: impl Fn(&str) -> bool) -> Vec<String> {
    let mut folders: Vec<String> = sources
        .in_folder("content")
        .filter(|file| is(&file.path) && *file.path != *"content/index.md")
        .filter_map(|file| file.path.strip_prefix("content/"))
        .map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned())
        .collect();
    folders.dedup();
    folders
}

/// The folder, if there is only one to choose from.
fn only_one(folders: &[String], what: &str) -> Result<Option<String>, Failure> {
    match folders {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => Err(Failure::new(
            format!("the {what} could go into `{}`", several.join("`, `")),
            format!("say where with `--in {}`", several[0]),
        )),
    }
}

fn check_folder(folder: &str) -> Result<(), Failure> {
    let fine =
        folder.split('/').all(|part| folder.is_empty() || (!part.is_empty() && !part.starts_with('.')));
    if fine && !folder.contains('\\') {
        return Ok(());
    }
    let help = did_you_mean(folder, [], || "name a folder under `content/`, such as `back-pain`".to_owned());
    Err(Failure::new(format!("`{folder}` is not a folder of the site"), help))
}
