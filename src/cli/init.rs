//! `balm init`: writes a new site, or the built-in theme for editing.

use std::path::Path;
use std::process::ExitCode;

use include_dir::{Dir, include_dir};

use super::args::{InitArgs, OutputArgs};
use super::{Failure, print, shown, talks};
use crate::data::Date;
use crate::diagnostic::counted;
use crate::source;
use crate::write;

/// A small complete site.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Makes the site or writes out the theme. Existing files are never changed.
pub(super) fn run(options: &InitArgs, output: &OutputArgs) -> Result<ExitCode, Failure> {
    let dir = &options.dir;
    let files: Vec<(String, Vec<u8>)> = if options.theme {
        if !dir.join("site.toml").is_file() {
            return Err(Failure::new(
                format!("there is no `site.toml` in `{}`", dir.display()),
                "name the folder of a site; `balm init my-site` makes one",
            ));
        }
        source::theme().map(|file| (file.path.to_string(), file.content.bytes().to_vec())).collect()
    } else {
        starter(super::today())
    };
    let taken: Vec<&str> =
        files.iter().map(|(path, _)| path.as_str()).filter(|path| dir.join(path).exists()).collect();
    if let Some(first) = taken.first() {
        let also = match taken.len() - 1 {
            0 => " is".to_owned(),
            more => format!(" and {more} more"),
        };
        return Err(Failure::new(
            format!("`{}`{also} already there and would be overwritten", dir.join(first).display()),
            if options.theme { "move the site's own templates away first" } else { "name a new folder" },
        ));
    }
    for (path, bytes) in &files {
        create(&dir.join(path), bytes)?;
    }
    if talks(output) {
        let at = shown(dir);
        let count = counted(files.len(), "file", "files");
        print(&if options.theme {
            format!(
                "Wrote the theme, {count}, into {}.\nDelete the files that you do not change: balm has its own copies.\n",
                at.display()
            )
        } else {
            format!("Made a site, {count}, in {0}.\nBuild it with: balm build --root {0}\n", at.display())
        });
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that does not exist yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write::create(path, bytes).map_err(|error| {
        Failure::new(
            format!("`{}` cannot be written: {}", path.display(), source::plain_io(&error)),
            "name a folder that you can write to, on a disk with space left",
        )
    })
}

/// The review date in the starter's files, which is replaced.
const REVIEW: &str = "2027-11-22";

/// The files of a new site, to be reviewed a year from `today`.
fn starter(today: Date) -> Vec<(String, Vec<u8>)> {
    let due = today.plus_months(12).to_string();
    fn collect(dir: &Dir<'_>, due: &str, files: &mut Vec<(String, Vec<u8>)>) {
        for file in dir.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let text = file.contents_utf8().map(|text| text.replace(REVIEW, due));
            files.push((path, text.map_or_else(|| file.contents().to_vec(), String::into_bytes)));
        }
        for dir in dir.dirs() {
            collect(dir, due, files);
        }
    }
    let mut files = Vec::new();
    collect(&STARTER, &due, &mut files);
    files
}
