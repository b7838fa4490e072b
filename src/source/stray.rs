//! Which files are part of a site, by their names alone: what programs leave lying about is not, and a name that keeps a file
//! from being what its author means is reported instead of published.

use super::{FOREIGN_FILE, WRONG_NAME, extension};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Code, Diagnostic, FileName, Place};

rules! {
    /// A file that a program left behind is left out of the site.
    ///
    /// What it does: names copies that editors, merges and downloads leave (`heat.md.bak`, `heat.md~`, `#heat.md#`,
    /// `.orig`, `.tmp`), a `README.md` in `content/`, folders of programs such as `node_modules` and `_drafts`, and hidden
    /// files of `static/` that hold settings, such as `.env`. What systems hide themselves, such as `.DS_Store`, is left
    /// out too, but not named.
    ///
    /// Why: published, such a file would show readers a draft or a password. Left out in silence, the work in it would be
    /// missed by nobody.
    ///
    /// ```text
    /// Bad:  content/back/heat.md.bak
    /// Good: content/back/heat.md
    /// ```
    ///
    /// Delete the file, or move it out of the folders that are published. Source: ours.
    LEFTOVER_FILE = "leftover-file", Structure, Warning;
}

/// What becomes of a file.
#[derive(Debug)]
pub(super) enum Fate {
    /// It is part of the site.
    Kept,
    /// It is no part of it, and nobody expects it to be: what systems and editors hide from people.
    Ignored,
    /// It is left out, and somebody may miss it or be glad of it.
    Stray(Stray),
}

/// A file or folder that is left out, and what is said of it.
#[derive(Debug)]
pub(super) struct Stray {
    code: &'static Code,
    message: String,
    help: String,
}

impl Stray {
    fn told(code: &'static Code, message: String, help: impl Into<String>) -> Fate {
        Fate::Stray(Stray { code, message, help: help.into() })
    }

    /// The report, where the file or folder is `path`.
    pub(super) fn report(self, path: &FileName) -> Diagnostic {
        Diagnostic::new(self.code, Place::start_of(path), self.message, self.help)
    }
}

/// What systems put into every folder, in small letters.
const OF_SYSTEMS: [&str; 6] = [".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", ".git"];

/// Folders that belong to programs.
const OF_PROGRAMS: [&str; 4] = ["node_modules", "bower_components", "__pycache__", "__MACOSX"];

/// Hidden files of `static/` that hold what is not for readers, by the start of their names.
const PRIVATE: [&str; 12] = [
    ".env",
    ".git",
    ".svn",
    ".hg",
    ".idea",
    ".vscode",
    ".obsidian",
    ".npmrc",
    ".htpasswd",
    ".ssh",
    ".aws",
    ".netrc",
];

/// Endings of copies, downloads that were cut off, and what a merge leaves.
const OF_COPIES: [&str; 14] = [
    "bak",
    "backup",
    "orig",
    "rej",
    "swo",
    "swp",
    "tmp",
    "temp",
    "old",
    "save",
    "part",
    "crdownload",
    "download",
    "partial",
];

/// Endings of text files that balm reads in `content/`.
const READ: [&str; 3] = ["md", "toml", "csv"];

/// What becomes of the file at `path`.
pub(super) fn fate(path: &str) -> Fate {
    let (tree, _) = path.split_once('/').unwrap_or((path, ""));
    let last = path.rsplit('/').next().unwrap_or(path);
    if last.starts_with("~$") {
        return Fate::Ignored;
    }
    for name in path.split('/') {
        let is_of_systems = OF_SYSTEMS.iter().any(|of| name.eq_ignore_ascii_case(of));
        if is_of_systems || name.starts_with(".~") || name.starts_with("._") {
            return Fate::Ignored;
        }
    }
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    match tree {
        "content" => {
            if let Some(name) = last.strip_prefix('.').and_then(|name| name.strip_suffix(".icloud")) {
                let message = format!("`{name}` is still in iCloud, and not on this computer");
                return Stray::told(
                    &WRONG_NAME,
                    message,
                    "choose “Download Now” for its folder in the Finder",
                );
            }
            if is_hidden { Fate::Ignored } else { leftover(path, last).unwrap_or_else(|| content(last)) }
        }
        // `.well-known` and `.nojekyll` have a meaning on the web.
        "static" => leftover(path, last).unwrap_or(Fate::Kept),
        "templates" if is_hidden || is_copy(last) || last.ends_with(".swp") || is_documentation(last) => {
            Fate::Ignored
        }
        _ if is_hidden || is_copy(last) => Fate::Ignored,
        _ => Fate::Kept,
    }
}

/// What becomes of the folder at `path` with all that is in it; `None` where its files decide.
pub(super) fn of_folder(path: &str) -> Option<Stray> {
    let (tree, _) = path.split_once('/')?;
    let name = path.rsplit('/').next()?;
    let found = if OF_PROGRAMS.contains(&name) && ["content", "static"].contains(&tree) {
        Stray::told(
            &LEFTOVER_FILE,
            format!("the folder `{path}` belongs to a program, and is left out of the site"),
            format!("move it out of `{tree}/`"),
        )
    } else if name == "_drafts" && tree == "content" {
        Stray::told(
            &LEFTOVER_FILE,
            format!("the folder `{path}` is left out of the site: its name says that it contains drafts"),
            "move each article to its folder with `draft = true`, so that `balm serve` shows it",
        )
    } else if tree == "static" && is_private(name) && !name.eq_ignore_ascii_case(".git") {
        private(path)
    } else {
        return None;
    };
    match found {
        Fate::Stray(stray) => Some(stray),
        Fate::Kept | Fate::Ignored => None,
    }
}

/// A file that a program left behind, in a folder that is published.
fn leftover(path: &str, last: &str) -> Option<Fate> {
    let tree = path.split('/').next().unwrap_or("");
    if path.split('/').any(|name| OF_PROGRAMS.contains(&name))
        || (tree == "content" && path.split('/').any(|name| name == "_drafts"))
    {
        return Some(Fate::Ignored); // The folder is reported.
    }
    if tree == "static" && path.split('/').any(is_private) {
        let is_told = is_private(last) && ![".gitkeep", ".gitignore", ".gitattributes"].contains(&last);
        return Some(if is_told { private(path) } else { Fate::Ignored });
    }
    if is_copy(last) {
        return Some(Stray::told(
            &LEFTOVER_FILE,
            format!("`{last}` looks like a backup or a temporary file, and is left out of the site"),
            "delete it; if readers are to have it, give it another name",
        ));
    }
    None
}

fn is_private(name: &str) -> bool {
    PRIVATE.iter().any(|private| {
        name.strip_prefix(private)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()) || *private == ".git")
    })
}

fn private(path: &str) -> Fate {
    Stray::told(
        &LEFTOVER_FILE,
        format!("`{path}` holds the settings of a program, and is left out of the site"),
        "move it out of `static/`, which is published as it is",
    )
}

/// Whether an editor, a merge or a download left the file `name` behind.
fn is_copy(name: &str) -> bool {
    let ending = extension(name);
    name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.contains(".sync-conflict-")
        || name.contains("conflicted copy")
        || (OF_COPIES.contains(&ending.as_str()) && name.len() > ending.len() + 1)
}

/// Whether the file `name` is about the files beside it: `README.md`, `LICENSE`.
fn is_documentation(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((_, ending)) => ending.eq_ignore_ascii_case("md"),
        None => name.chars().all(|letter| letter.is_ascii_uppercase()),
    }
}

/// What becomes of a file in `content/` that no program left there, by its `name`.
fn content(name: &str) -> Fate {
    let Some((stem, written)) = name.rsplit_once('.') else {
        // `CNAME`, `_redirects`
        return match name.starts_with('_') || name.chars().all(|c| !c.is_lowercase()) {
            true => Fate::Kept,
            false => Stray::told(
                &WRONG_NAME,
                format!("`{name}` has no ending that says what it is"),
                format!("rename it to `{name}.md` if it is an article, or put it into `static/`"),
            ),
        };
    };
    let ending = written.to_lowercase();
    let (stem, ending) = (stem.trim_end(), ending.trim_end());
    let inner = stem.rsplit_once('.').filter(|(_, inner)| READ.contains(&inner.to_lowercase().as_str()));
    let rename = |to: String| format!("rename it to `{to}`");
    if let Some((bare, inner)) = inner {
        let to = format!("{bare}.{}", inner.to_lowercase());
        return match ending {
            "txt" => Stray::told(
                &WRONG_NAME,
                format!("`{name}` is not read: its name ends with `.txt`"),
                format!("rename it to `{to}`; if your system hides file extensions, make it show them"),
            ),
            "pdf" | "png" | "jpg" | "jpeg" | "webp" | "gif" | "svg" | "avif" => Fate::Kept,
            "" => Stray::told(
                &WRONG_NAME,
                format!("`{name}` is not read: its name ends with a dot"),
                rename(to),
            ),
            _ if ending == inner.to_lowercase() => Stray::told(
                &WRONG_NAME,
                format!("the ending `.{ending}` is written twice in `{name}`"),
                rename(to),
            ),
            _ if READ.contains(&ending) => Fate::Kept,
            _ => Stray::told(
                &LEFTOVER_FILE,
                format!("`{name}` looks like a copy of `{to}`, and is left out of the site"),
                "delete it, or move it out of `content/`",
            ),
        };
    }
    match ending {
        "md" if stem.eq_ignore_ascii_case("readme") => Stray::told(
            &LEFTOVER_FILE,
            format!("`{name}` is left out of the site: it is about the files beside it"),
            "rename it to `index.md` if it is the page of its folder, or move it out of `content/`",
        ),
        "md" if stem == "_index" => Stray::told(
            &WRONG_NAME,
            format!("`{name}` is not read: the page of a folder is its `index.md`"),
            rename("index.md".into()),
        ),
        "md" if stem.eq_ignore_ascii_case("index") && (stem != "index" || written != "md") => Stray::told(
            &WRONG_NAME,
            format!("`{name}` is not read as the page of its folder, which is `index.md` in lower case"),
            rename("index.md".into()),
        ),
        "md" | "toml" | "csv" if written != ending => Stray::told(
            &WRONG_NAME,
            format!(
                "`{name}` is not read: its name has to end with `.{ending}`, in lower case and without a space"
            ),
            rename(format!("{stem}.{ending}")),
        ),
        "md" | "toml" | "csv" => Fate::Kept,
        "markdown" | "mdown" | "mkdn" | "mkd" | "mdwn" | "mdtext" | "mdtxt" => {
            let stem = if stem == "_index" { "index" } else { stem };
            Stray::told(
                &WRONG_NAME,
                format!("`{name}` is not read: the name of an article ends with `.md`"),
                rename(format!("{stem}.md")),
            )
        }
        _ => foreign(name, stem, ending).unwrap_or(Fate::Kept),
    }
}

/// A file of a format that balm does not read and browsers do not show.
fn foreign(name: &str, stem: &str, ending: &str) -> Option<Fate> {
    let offer = "; to offer the file itself to readers, put it into `static/`";
    let (what, help) = match ending {
        "mdx" => (
            "MDX, which balm does not read",
            format!(
                "rename it to `{stem}.md`, and write directives in the place of its components: `balm explain directives`"
            ),
        ),
        "rst" | "adoc" | "asciidoc" | "textile" | "org" | "wiki" | "rmd" | "qmd" | "ipynb" | "tex" => {
            ("not Markdown, which articles are written in", format!("convert it to `{stem}.md`{offer}"))
        }
        "xlsx" | "xls" | "xlsm" | "ods" | "numbers" => (
            "a spreadsheet, which balm does not read",
            format!("save it as `{stem}.csv` (“CSV UTF-8”){offer}"),
        ),
        "tsv" | "tab" => (
            "not read as a table",
            format!("rename it to `{stem}.csv`: cells may be separated by tabs, commas or semicolons{offer}"),
        ),
        "yaml" | "yml" | "json" | "jsonl" => {
            ("not read: tables are TOML or CSV", format!("write it as `{stem}.toml` or `{stem}.csv`{offer}"))
        }
        "docx" | "doc" | "docm" | "odt" | "pages" | "rtf" | "pptx" | "ppt" | "odp" => (
            "a document of an office program, in which comments, earlier versions and names may be hidden",
            format!("write it as an article, `{stem}.md`, or save it as `{stem}.pdf`{offer}"),
        ),
        "heic" | "heif" | "tif" | "tiff" | "bmp" | "jp2" | "jxr" | "dng" | "cr2" | "cr3" | "nef" | "arw"
        | "orf" | "rw2" | "raf" => (
            "a picture of a kind that most browsers do not show",
            format!("export it as `{stem}.jpg` or `{stem}.webp`"),
        ),
        "psd" | "psb" | "ai" | "eps" | "xcf" | "sketch" | "fig" | "afphoto" | "afdesign" | "indd" | "kra"
        | "svgz" => (
            "the working file of a picture program, which browsers do not show",
            format!("export it as `{stem}.svg`, `{stem}.png` or `{stem}.webp`{offer}"),
        ),
        "sqlite" | "sqlite3" | "db" | "sql" | "log" | "pem" | "p12" | "pfx" | "key" | "kdbx" | "accdb"
        | "mdb" => ("not for readers, as far as its name tells", format!("move it out of `content/`{offer}")),
        _ => return None,
    };
    Some(Stray::told(&FOREIGN_FILE, format!("`{name}` is {what}"), help))
}

/// Whether the file at `path` is part of a site.
pub(super) fn belongs(path: &str) -> bool {
    matches!(fate(path), Fate::Kept)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// `""` for a file that is kept, `-` for one that is ignored, and else the code with what is to be done.
    fn said(path: &str) -> String {
        match fate(path) {
            Fate::Kept => String::new(),
            Fate::Ignored => "-".into(),
            Fate::Stray(stray) => {
                let found = stray.report(&Arc::from(path));
                let name = found.help.split('`').nth(1).unwrap_or("");
                format!("{} {name}", found.code.name)
            }
        }
    }

    #[test]
    fn what_a_site_is_made_of_is_kept() {
        for path in [
            "site.toml",
            "content/index.md",
            "content/a/heat.md",
            "content/a/heat.de.md",
            "content/a/remedies.csv",
            "content/a/heat pack (1).webp",
            "content/a/leaflet.pdf",
            "content/a/leaflet.md.pdf",
            "content/a/old.md",
            "content/a/clip.mp4",
            "content/robots.txt",
            "content/CNAME",
            "content/_redirects",
            "static/.well-known/security.txt",
            "static/.nojekyll",
            "static/.htaccess",
            "static/.environment",
            "static/diary.xlsx",
            "static/README.md",
            "static/data.json",
            "static/part",
            "templates/base.html",
            "words/de.toml",
        ] {
            assert_eq!(said(path), "", "{path}");
        }
    }

    #[test]
    fn what_systems_and_editors_hide_is_ignored() {
        for path in [
            "content/.DS_Store",
            "content/a/Thumbs.db",
            "static/desktop.ini",
            "content/a/.heat.md.swp",
            "content/a/.#heat.md",
            "content/~$diary.docx",
            "content/._heat.md",
            "content/.obsidian/app.json",
            "static/.git/config",
            "static/.gitkeep",
            "templates/README.md",
            "templates/base.html.orig",
        ] {
            assert_eq!(said(path), "-", "{path}");
        }
    }

    #[test]
    fn what_is_not_what_it_seems_is_named_with_what_to_do() {
        for (path, expected) in [
            ("content/a/heat.markdown", "wrong-name heat.md"),
            ("content/a/HEAT.MD", "wrong-name HEAT.md"),
            ("content/a/heat.md.txt", "wrong-name heat.md"),
            ("content/a/heat.md.md", "wrong-name heat.md"),
            ("content/a/heat.md ", "wrong-name heat.md"),
            ("content/a/remedies.csv.txt", "wrong-name remedies.csv"),
            ("content/a/remedies.CSV", "wrong-name remedies.csv"),
            ("content/a/_index.md", "wrong-name index.md"),
            ("content/a/Index.md", "wrong-name index.md"),
            ("content/a/heat", "wrong-name heat.md"),
            ("content/a/.heat.md.icloud", "wrong-name "),
            ("content/a/heat.mdx", "foreign-file heat.md"),
            ("content/a/heat.rst", "foreign-file heat.md"),
            ("content/a/remedies.xlsx", "foreign-file remedies.csv"),
            ("content/a/remedies.YAML", "foreign-file remedies.toml"),
            ("content/a/heat.docx", "foreign-file heat.md"),
            ("content/a/IMG_1.HEIC", "foreign-file IMG_1.jpg"),
            ("content/a/heat.psd", "foreign-file heat.svg"),
            ("content/a/README.md", "leftover-file index.md"),
            ("content/a/heat.md.bak", "leftover-file "),
            ("content/a/#heat.md#", "leftover-file "),
            ("content/a/heat.md.orig", "leftover-file "),
            ("content/a/heat.md~", "leftover-file "),
            ("content/a/heat.tmp", "leftover-file "),
            ("content/a/heat.md.mine", "leftover-file content/"),
            ("content/a/heat (conflicted copy 2026-01-01).md", "leftover-file "),
            ("static/style.css.bak", "leftover-file "),
            ("static/.env", "leftover-file static/"),
            ("static/.env.local", "leftover-file static/"),
        ] {
            assert_eq!(said(path), expected, "{path}");
        }
    }

    #[test]
    fn a_folder_of_a_program_is_named_once() {
        assert!(of_folder("content/a/node_modules").is_some());
        assert!(of_folder("static/.vscode").is_some());
        assert!(of_folder("content/_drafts").is_some());
        assert!(of_folder("content/a").is_none() && of_folder("static/.well-known").is_none());
        assert_eq!(said("content/a/node_modules/x/index.md"), "-");
        assert_eq!(said("content/_drafts/heat.md"), "-");
    }
}
