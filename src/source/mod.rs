//! The only reader of a site's files: walks the folders once and holds what it found, sorted by path.
//!
//! Architecture Invariant: this module does not know what a file means. It decides two things only: which
//! files belong to a site, by their names (`stray`), and which of them are text. Nothing else in the crate reads from the disk
//! (`clippy.toml` sees to that), so a build is a function of a [`Sources`] value.

mod disk;
mod folder;
pub mod stray;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place, Texts};

pub use folder::{Changes, Folder};
use stray::belongs;

codes! {
    /// There is no `site.toml` in the folder.
    ///
    /// balm looks for `site.toml` in the current folder, or in the one given with `--root`. Change to the site's
    /// folder, pass `--root`, or make a new site with `balm init my-site`.
    NO_SITE = "no-site", Error;
    /// A file or folder could not be read.
    ///
    /// The message includes the reason given by the operating system. Fix the permissions, or move the file out of
    /// the site.
    UNREADABLE = "unreadable", Error;
    /// A text file is not UTF-8.
    ///
    /// Articles, tables, templates and style sheets must be UTF-8 text. Old spreadsheets and editors save in other
    /// encodings, and letters such as `é` would be wrong on the page. Save the file again as "UTF-8" (in
    /// spreadsheets: "CSV UTF-8").
    INVALID_UTF8 = "invalid-utf8", Error;
    /// A symbolic link leads back to a folder that contains it.
    ///
    /// Reading the folder would never end. Remove the link, or point it elsewhere.
    SYMLINK_LOOP = "symlink-loop", Error;
    /// The name of a file is not Unicode text.
    ///
    /// The name becomes part of an address and must be text. Rename the file.
    FILE_NAME = "file-name", Error;
    /// The name of a file in `content/` keeps it from being read as what it is.
    ///
    /// ```text
    /// heat.markdown   heat.MD   heat.md.txt   _index.md   Index.md
    /// ```
    ///
    /// It would be published as it is, with its front matter, even if it is a draft. An article is a file that ends with
    /// `.md` in small letters, the page of a folder is its `index.md`, and a table ends with `.toml` or `.csv`. Rename the
    /// file. On systems that hide the endings of names, `heat.md.txt` looks like `heat.md`.
    WRONG_NAME = "wrong-name", Error;
    /// A file in `content/` is of a kind that balm does not read and browsers do not show.
    ///
    /// ```text
    /// remedies.xlsx   heat.docx   heat.mdx   IMG_1234.heic   heat.psd
    /// ```
    ///
    /// It would be published for everybody to download, with the names, comments and earlier versions that such files
    /// contain, and not do what its author expects. Save a spreadsheet as CSV, a document as an article or a PDF, and a picture
    /// as JPEG, WebP, PNG or SVG. To offer such a file to readers, put it into `static/`.
    FOREIGN_FILE = "foreign-file", Error;
}

/// The theme that every site starts from: the repository's own `templates/` and `static/`.
static THEME: [(&str, Dir<'_>); 2] = [
    ("templates", include_dir!("$CARGO_MANIFEST_DIR/templates")),
    ("static", include_dir!("$CARGO_MANIFEST_DIR/static")),
];

/// Endings of files that are text and must be UTF-8.
const TEXT: [&str; 7] = ["md", "toml", "csv", "html", "xml", "css", "txt"];

/// Endings of other files that consist of lines.
const LINES: [&str; 6] = ["js", "mjs", "json", "svg", "webmanifest", "vtt"];

/// Where a file came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileOrigin {
    /// The site's own folder.
    Site,
    /// The theme inside the binary.
    Theme,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// UTF-8 text, without a byte order mark.
    Text(Arc<str>),
    /// Anything else, such as a picture.
    Bytes(Arc<[u8]>),
}

impl Content {
    /// Whether `other` is this very content, and not only one like it.
    #[must_use]
    pub fn is(&self, other: &Content) -> bool {
        match (self, other) {
            (Content::Text(a), Content::Text(b)) => Arc::ptr_eq(a, b),
            (Content::Bytes(a), Content::Bytes(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// The content as bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }
}

/// One file of a site.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path from the root, with `/`: `content/about.md`.
    pub path: FileName,
    /// Its contents.
    pub content: Content,
    /// Where it came from.
    pub origin: FileOrigin,
}

impl File {
    /// Its text; empty for a file that is not text.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Bytes(_) => "",
        }
    }

    /// Its text; `None` for a file that is not text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    /// The ending of its name in lower case, without the dot.
    #[must_use]
    pub fn extension(&self) -> String {
        extension(&self.path)
    }
}

/// The ending of `path`'s file name in lower case, without the dot; empty where there is none.
#[must_use]
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// All files of a site and of the theme behind it, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: BTreeMap<FileName, File>,
}

impl Sources {
    /// Sources made of `files`, for a site that is not on a disk. A later file replaces an earlier one.
    pub fn from_files(files: impl IntoIterator<Item = File>) -> Self {
        Sources { files: files.into_iter().map(|file| (Arc::clone(&file.path), file)).collect() }
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Puts `file` in the place of what its path held.
    pub fn put(&mut self, file: File) {
        self.files.insert(Arc::clone(&file.path), file);
    }

    /// The files in `folder` (`content`, `templates`, `static` or `words`), sorted by path.
    pub fn in_folder(&self, folder: &str) -> impl Iterator<Item = &File> {
        let first: FileName = format!("{folder}/").into();
        let past: FileName = format!("{folder}0").into(); // `0` is the character after `/`.
        self.files.range(first..past).map(|(_, file)| file)
    }

    /// The text of `site.toml`; empty where it is missing.
    #[must_use]
    pub fn config(&self) -> &str {
        self.get("site.toml").map_or("", File::text)
    }
}

impl Texts for Sources {
    fn text(&self, file: &str) -> Option<&str> {
        let file = self.get(file)?;
        match &file.content {
            Content::Text(text) => Some(text),
            Content::Bytes(bytes) if matches!(file.extension().as_str(), "js" | "mjs") => {
                std::str::from_utf8(bytes).ok()
            }
            Content::Bytes(_) => None,
        }
    }
}

/// The files of the theme inside the binary.
pub fn theme() -> impl Iterator<Item = File> {
    fn collect(name: &str, dir: &Dir<'_>, files: &mut Vec<File>) {
        for file in dir.files() {
            let path = format!("{name}/{}", file.path().to_string_lossy().replace('\\', "/"));
            if !belongs(&path) {
                continue;
            }
            let (content, _) = decode(&path, file.contents().to_vec());
            files.push(File { path: path.into(), content, origin: FileOrigin::Theme });
        }
        for dir in dir.dirs() {
            collect(name, dir, files);
        }
    }
    let mut files = Vec::new();
    for (name, dir) in &THEME {
        collect(name, dir, &mut files);
    }
    files.into_iter()
}

/// Reads the site in `root`: `site.toml`, `content/`, `templates/`, `static/` and `words/`, over the built-in theme.
///
/// A file that cannot be read is a diagnostic; the rest is read all the same.
#[must_use]
pub fn read(root: &Path) -> (Sources, Vec<Diagnostic>) {
    let mut folder = Folder::new(root);
    let mut sources = Sources::default();
    folder.update_all(&mut sources);
    (sources, folder.faults())
}

/// The text of one file of the site in `root` as it stands on the disk, with its byte order mark; `None` where it cannot
/// be read or is not UTF-8.
#[expect(clippy::disallowed_methods, reason = "`source` is the only reader of a site's files")]
#[must_use]
pub fn text_on_disk(root: &Path, file: &str) -> Option<String> {
    std::fs::read_to_string(root.join(file)).ok()
}

/// Where and how text failed to be UTF-8.
struct BadText {
    /// The byte offset in the repaired text.
    at: usize,
    /// Whether it looks like UTF-16.
    utf16: bool,
    /// Whether it is a document of an office program.
    is_package: bool,
}

/// How documents of office programs start: new ones, which are ZIP files, and old ones.
const PACKAGES: [&[u8]; 2] = [b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0]];

fn decode(name: &str, mut bytes: Vec<u8>) -> (Content, Option<BadText>) {
    let ending = extension(name);
    if TEXT.contains(&ending.as_str()) || LINES.contains(&ending.as_str()) {
        one_kind_of_line_end(&mut bytes);
    }
    if !TEXT.contains(&ending.as_str()) {
        return (Content::Bytes(bytes.into()), None);
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    let is_package = PACKAGES.iter().any(|start| bytes.starts_with(start));
    if is_package {
        return (Content::Text("".into()), Some(BadText { at: 0, utf16: false, is_package }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (Content::Text(text.into()), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            if let Some(text) = utf16(&bytes) {
                return (Content::Text(text.into()), Some(BadText { at: 0, utf16: true, is_package }));
            }
            (
                Content::Text(String::from_utf8_lossy(&bytes).into()),
                Some(BadText { at, utf16: false, is_package }),
            )
        }
    }
}

/// Makes every line end in `bytes` one byte, `\n`: a site is the same whether an editor or Git wrote `\r\n` or `\n`.
fn one_kind_of_line_end(bytes: &mut Vec<u8>) {
    if memchr::memchr(b'\r', bytes).is_none() {
        return;
    }
    let mut last = 0;
    let mut kept = Vec::with_capacity(bytes.len());
    for at in memchr::memchr_iter(b'\r', bytes) {
        if bytes.get(at + 1) == Some(&b'\n') {
            kept.extend_from_slice(&bytes[last..at]);
            last = at + 1;
        }
    }
    kept.extend_from_slice(&bytes[last..]);
    *bytes = kept;
}

/// The text of a file in UTF-16, so that the rest of what is wrong in it can be told as well.
fn utf16(bytes: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

fn not_utf8(name: &FileName, bad: &BadText) -> Diagnostic {
    if bad.is_package {
        let (message, help) = if extension(name) == "csv" {
            (
                "this file is a spreadsheet, not the text that its name says",
                "open it in the spreadsheet program, and save it as \"CSV UTF-8\"",
            )
        } else {
            (
                "this file is a document of an office program, not the text that its name says",
                "open it in that program, and save it as plain text with the encoding UTF-8",
            )
        };
        return Diagnostic::new(&INVALID_UTF8, Place::start_of(name), message, help);
    }
    let help = "save the file again with the encoding UTF-8 (a spreadsheet calls it \"CSV UTF-8\")";
    if bad.utf16 {
        let message = "this file is UTF-16, not UTF-8 text";
        return Diagnostic::new(&INVALID_UTF8, Place::start_of(name), message, help);
    }
    let place = Place::new(name, bad.at..bad.at + char::REPLACEMENT_CHARACTER.len_utf8());
    Diagnostic::new(&INVALID_UTF8, place, "this file is not UTF-8 text", help)
        .label("the first byte that is not UTF-8")
}

/// An operating system's error without its number, in lower case.
pub(crate) fn plain_io(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
