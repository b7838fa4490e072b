//! Where a site may be published: not among its sources, and not in a folder with other people's files.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::list::{self, LIST, is_ours};
use super::{FOREIGN_OUTPUT, OUTPUT_IN_SOURCE, OUTPUT_PATH, cannot_write, disk};
use crate::diagnostic::{Diagnostic, Place};

/// Entries that may be in an output folder although nobody published them.
const HARMLESS: [&str; 4] = [".git", ".DS_Store", "Thumbs.db", "desktop.ini"];

/// Checks that the site in `root` may be published into `out`. Changes nothing.
pub(super) fn check(out: &Path, root: &Path) -> Result<(), Diagnostic> {
    let name = out.display().to_string();
    let broken = |error: io::Error| cannot_write(&name, &error);
    let real = resolve(out).map_err(broken)?;
    let real_root = resolve(root).map_err(broken)?;
    let refuse = |message: String| {
        let help = "choose a folder of its own for the output, such as `public`";
        Err(Diagnostic::new(&OUTPUT_IN_SOURCE, Place::start_of(&name.as_str().into()), message, help))
    };
    if real_root == real {
        return refuse(format!("the output folder `{name}` is the site's own folder"));
    }
    if real_root.starts_with(&real) {
        return refuse(format!("the output folder `{name}` contains the site's own folder"));
    }
    for folder in ["content", "templates", "static", "words"] {
        // A linked folder has two paths; neither may be written to.
        for source in [real_root.join(folder), resolve(&real_root.join(folder)).map_err(broken)?] {
            if real == source {
                return refuse(format!("the output folder `{name}` is the site's `{folder}/`"));
            }
            if real.starts_with(&source) {
                return refuse(format!("the output folder `{name}` is in the site's `{folder}/`"));
            }
            if source.starts_with(&real) {
                return refuse(format!("the output folder `{name}` contains the site's `{folder}/`"));
            }
        }
    }
    check_owner(&real, &name)
}

/// Checks that the contents of `out` were published by balm.
fn check_owner(out: &Path, name: &str) -> Result<(), Diagnostic> {
    let broken = |error: io::Error| cannot_write(name, &error);
    let foreign = |message: String, help: &str| {
        Err(Diagnostic::new(&FOREIGN_OUTPUT, Place::start_of(&name.into()), message, help))
    };
    match disk::path_state(out).map_err(broken)? {
        disk::PathState::Nothing => return Ok(()),
        disk::PathState::Folder => {}
        _ => {
            let help = "choose another output folder, or move it away";
            return foreign(format!("`{name}` is not a folder"), help);
        }
    }
    if list::read(&out.join(LIST)).map_err(broken)?.is_some() {
        return Ok(());
    }
    let names = disk::names(out).map_err(broken)?;
    match names.iter().find(|name| !is_ours(name) && !HARMLESS.contains(&name.as_str())) {
        None => Ok(()),
        Some(other) => foreign(
            format!("the folder `{name}` is not empty and was not made by balm: it contains `{other}`"),
            "choose another output folder, or empty this one if nothing in it is needed",
        ),
    }
}

/// `path` from the root of the file system, with `..` and links resolved as far as it exists.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            component => {
                real.push(component);
                // What does not exist yet stays as written. So does a broken link, which cannot become a folder
                // later.
                if let Ok(found) = real.canonicalize() {
                    real = found;
                }
            }
        }
    }
    Ok(real)
}

/// Checks that `path` is that of a file inside the output folder, and not of one reserved for balm.
pub(super) fn check_path(path: &str) -> Result<(), Diagnostic> {
    let why = if path.is_empty() {
        "it is empty"
    } else if path.chars().any(char::is_control) {
        "it contains a control character"
    } else if path.split('/').next().is_some_and(is_ours) {
        "balm reserves this name"
    } else if path.split('/').any(|segment| !is_name(segment)) {
        "a part of it is empty or is not a name"
    } else {
        return Ok(());
    };
    let shown: String = path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    Err(Diagnostic::new(
        &OUTPUT_PATH,
        Place::start_of(&shown.as_str().into()),
        format!("nothing can be published at `{shown}`: {why}"),
        "rename the file or the article that is published there",
    ))
}

/// Whether `segment` is one plain name on this system: on some, `\` separates names and `c:` is a drive.
fn is_name(segment: &str) -> bool {
    let mut components = Path::new(segment).components();
    matches!(components.next(), Some(Component::Normal(name)) if name == segment)
        && components.next().is_none()
}
