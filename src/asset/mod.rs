//! Assets: pictures, style sheets, fonts and everything else that is published as it is, with their paths and
//! addresses.
//!
//! The name of a web asset contains a fingerprint of its bytes, so that browsers can cache it forever and still see
//! every change at once. Files that are requested by a fixed name keep it. References in style sheets are updated to
//! the new names.
//!
//! Architecture Invariant: this module does not know articles, templates or the disk.

mod css;
pub mod kept;
mod metadata;
mod picture;
mod reference;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use metadata::MetadataFault;

use crate::css::hidden_classes;
use crate::diagnostic::code::codes;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::source::{Content, File, FileOrigin, Sources, extension};
use crate::trace::Digest;
use crate::url::encode_path;

codes! {
    /// A style sheet refers to a file that does not exist.
    ///
    /// ```css
    /// body { background: url("pattern.svg") }
    /// ```
    ///
    /// Readers would see the page without its picture, font or style. An address in a style sheet is relative to the
    /// style sheet's own folder; one that starts with `/` is relative to the site's root, so `/pattern.svg` is
    /// `static/pattern.svg`. Addresses are case-sensitive.
    MISSING_ASSET = "missing-asset", Error;
    /// Style sheets import each other in a cycle.
    ///
    /// ```css
    /// /* a.css */ @import "b.css";
    /// /* b.css */ @import "a.css";
    /// ```
    ///
    /// The published name of a style sheet contains a fingerprint of its text, and its text contains the names of
    /// what it imports, so no such names exist for a cycle. Move what both need into a third file that imports
    /// neither.
    IMPORT_CYCLE = "import-cycle", Error;
    /// A picture or video is not what its name says, or is damaged.
    ///
    /// balm takes out of published pictures and videos what cameras and programs write into them: where a photo was taken, when
    /// and by whom. In a damaged file it cannot be found, so the file is not published. A photo of a phone in the format HEIC
    /// is not shown by most browsers, even if its name ends with `.jpg`. A file of Git LFS that has not been fetched is a few
    /// lines of text.
    ///
    /// Save the picture again as JPEG, WebP, AVIF, PNG or GIF, or the video as MP4; for Git LFS, run `git lfs pull`.
    BAD_MEDIA = "bad-media", Error;
}

/// The style sheet used by every page of the built-in theme.
const STYLE: &str = "static/style.css";

/// Extensions of files whose published name contains a fingerprint.
const FINGERPRINTED: [&str; 17] = [
    "css", "js", "mjs", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff", "woff2", "mp4",
    "webm", "mp3", "ogg",
];

/// A file that is published unchanged, or nearly so.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its path from the site's root: `static/style.css`.
    pub source: FileName,
    /// Its path in the output folder, with `/`: `style.1a2b3c4d5e6f.css`.
    pub output: String,
    /// Its address, percent-encoded, with the site's base path: `/style.1a2b3c4d5e6f.css`.
    pub url: String,
    /// What is published. In a style sheet, references are already rewritten.
    pub content: Content,
    /// The width and height of a picture in pixels, if known.
    pub size: Option<(u32, u32)>,
    /// The digest of the bytes.
    pub digest: Digest,
    /// What its file contains, with all that is not for readers.
    original: Content,
    /// The classes that it hides, if it is a style sheet.
    hidden: Arc<BTreeSet<String>>,
    /// Why it cannot be published.
    fault: Option<MetadataFault>,
    /// What it says of people and places and is published all the same.
    kept: Option<Box<str>>,
}

impl Asset {
    /// The asset that publishes `file` without what is not for readers.
    fn of(file: &File, base_path: &str) -> Self {
        let (cleaned, fault) = metadata::clean(&file.extension(), file.content.bytes());
        let content = match cleaned {
            Cow::Borrowed(_) => file.content.clone(),
            Cow::Owned(bytes) => Content::Bytes(bytes.into()),
        };
        let kept = kept::kept(file.content.bytes());
        Asset { fault, kept, ..Asset::new(file, content, base_path) }
    }

    /// The asset that publishes `content` for `file`.
    fn new(file: &File, content: Content, base_path: &str) -> Self {
        let below = below(&file.path);
        let output = if keeps_its_name(&file.path) {
            below.to_owned()
        } else {
            let hash = blake3::hash(content.bytes()).to_hex();
            let (stem, ending) = below.rsplit_once('.').unwrap_or((below, ""));
            format!("{stem}.{}.{ending}", &hash[..12])
        };
        let url = format!("{base_path}/{}", encode_path(&output));
        let size = picture::size(&file.extension(), content.bytes());
        let size = size.map(|(width, height)| match metadata::is_on_its_side(content.bytes()) {
            true => (height, width),
            false => (width, height),
        });
        let digest = Digest::of(content.bytes());
        let (source, original) = (Arc::clone(&file.path), file.content.clone());
        let is_own_sheet = file.origin == FileOrigin::Site && is_style_sheet(file);
        let hidden = if is_own_sheet { hidden_classes(file.text()) } else { BTreeSet::new() };
        Asset {
            source,
            output,
            url,
            content,
            size,
            digest,
            original,
            hidden: hidden.into(),
            fault: None,
            kept: None,
        }
    }

    /// Why it cannot be published, or what stays in it.
    fn report(&self) -> Option<Diagnostic> {
        if let (None, Some(kept)) = (self.fault, &self.kept) {
            return Some(kept::report(&self.source, kept));
        }
        let name = self.source.rsplit('/').next().unwrap_or(&self.source);
        let (message, help) = match self.fault? {
            MetadataFault::Damaged => (
                format!("`{name}` is damaged, so where and by whom it was made cannot be taken out of it"),
                "open it in a program for pictures or videos, and save it again",
            ),
            MetadataFault::Heif => (
                format!("`{name}` is a picture in the format HEIC, which most browsers do not show"),
                "export it as JPEG or WebP; another name does not change what it is",
            ),
            MetadataFault::Track => (
                format!(
                    "`{name}` is in fragments, with a track that says where its camera was, which cannot be taken out"
                ),
                "save it again without that track, such as with `ffmpeg -i in.mp4 -map 0:v -map 0:a -c copy out.mp4`",
            ),
            MetadataFault::Pointer => (
                format!("`{name}` has not been fetched: it is what Git LFS puts in its place"),
                "run `git lfs pull` before the build",
            ),
        };
        Some(Diagnostic::new(&BAD_MEDIA, Place::start_of(&self.source), message, help))
    }
}

/// All assets of a site, sorted by source.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    assets: BTreeMap<FileName, Asset>,
    /// The style sheets that hide classes.
    hiding: Vec<FileName>,
    base_path: String,
}

impl Assets {
    /// The asset made from the file at `source_path`, such as `static/style.css`.
    #[must_use]
    pub fn get(&self, source_path: &str) -> Option<&Asset> {
        self.assets.get(source_path)
    }

    /// The path before every address.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// Whether `other` publishes the same files at the same addresses.
    #[must_use]
    pub fn is_same(&self, other: &Assets) -> bool {
        let what = |assets: &Assets| {
            let each =
                assets.iter().map(|asset| (Arc::clone(&asset.source), asset.url.clone(), asset.digest));
            each.collect::<Vec<_>>()
        };
        what(self) == what(other)
    }

    /// The classes that the site's own style sheets hide, each with the address of its sheet.
    pub fn hidden_classes(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.hiding.iter().filter_map(|source| self.get(source)).map(|asset| (&*asset.url, &*asset.hidden))
    }

    /// Every asset, sorted by source.
    pub fn iter(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }
}

/// The assets of `sources`: everything in `static/`, and the files next to articles and tables in `content/`.
/// `base_path` is put before every address: empty, or like `/balm`. `rules` are appended to the theme's `style.css`.
#[must_use]
pub fn build(sources: &Sources, base_path: &str, rules: &str) -> (Assets, Vec<Diagnostic>) {
    rebuild(sources, base_path, rules, None)
}

/// Like [`build`], but reuses the assets of `before` whose files have not changed. These must have been built with
/// the same base path.
#[must_use]
pub fn rebuild(
    sources: &Sources,
    base_path: &str,
    rules: &str,
    before: Option<&Assets>,
) -> (Assets, Vec<Diagnostic>) {
    let make = |file: &File| {
        let same = before.and_then(|before| before.get(&file.path));
        let same = same.filter(|asset| asset.original.is(&file.content));
        same.cloned().unwrap_or_else(|| Asset::of(file, base_path))
    };
    let beside = sources
        .in_folder("content")
        .filter(|file| !matches!(file.extension().as_str(), "md" | "toml" | "csv"));
    let (sheets, others): (Vec<&File>, Vec<&File>) =
        sources.in_folder("static").chain(beside).partition(|file| is_style_sheet(file));
    let made: Vec<Asset> = others.into_par_iter().map(make).collect();
    let mut assets = Assets {
        assets: made.into_iter().map(|asset| (Arc::clone(&asset.source), asset)).collect(),
        hiding: Vec::new(),
        base_path: base_path.to_owned(),
    };
    let mut diagnostics: Vec<Diagnostic> = assets.iter().filter_map(Asset::report).collect();
    diagnostics.extend(css::add(&sheets, &mut assets, base_path, rules));
    let hiding = sheets.iter().map(|file| &file.path);
    let hides = |source: &&FileName| assets.get(source).is_some_and(|asset| !asset.hidden.is_empty());
    assets.hiding = hiding.filter(hides).cloned().collect();
    (assets, diagnostics)
}

fn is_style_sheet(file: &File) -> bool {
    matches!(file.content, Content::Text(_)) && file.extension() == "css"
}

/// `path` without its leading `static/` or `content/`.
fn below(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, below)| below)
}

/// Whether the file at `path` is published under its own name.
fn keeps_its_name(path: &str) -> bool {
    if !FINGERPRINTED.contains(&extension(path).as_str()) {
        return true;
    }
    let below = below(path);
    let asked_for = path.starts_with("static/")
        && (["favicon.ico", "sw.js"].contains(&below)
            || below.starts_with(".well-known/")
            || (below.starts_with("apple-touch-icon") && below.ends_with(".png") && !below.contains('/')));
    asked_for || below.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build_of(files: &[(&str, &[u8])], base_path: &str) -> Assets {
        let files = files.iter().map(|&(path, bytes)| File {
            path: path.into(),
            content: Content::Bytes(bytes.into()),
            origin: FileOrigin::Site,
        });
        let (assets, diagnostics) = build(&Sources::from_files(files), base_path, "");
        assert_eq!(diagnostics, []);
        assets
    }

    #[test]
    fn the_name_of_a_web_asset_contains_twelve_digits_of_its_hash() {
        let assets = build_of(&[("static/x/y.min.JS", b"1"), ("content/a/b c.webp", b"2")], "/balm");
        let script = assets.get("static/x/y.min.JS").expect("the script is an asset");
        let hash = blake3::hash(b"1").to_hex();
        assert_eq!(script.output, format!("x/y.min.{}.JS", &hash[..12]));
        assert_eq!(script.url, format!("/balm/x/y.min.{}.JS", &hash[..12]));
        let picture = assets.get("content/a/b c.webp").expect("the picture is an asset");
        assert!(picture.output.starts_with("a/b c."));
        assert!(picture.url.starts_with("/balm/a/b%20c."));
    }

    #[test]
    fn files_requested_by_a_fixed_name_keep_it() {
        for path in [
            "static/favicon.ico",
            "static/sw.js",
            "static/apple-touch-icon.png",
            "static/apple-touch-icon-180x180.png",
            "static/robots.txt",
            "static/.well-known/logo.svg",
            "static/.hidden.png",
            "static/leaflet.pdf",
            "static/site.webmanifest",
            "static/google123.html",
            "static/CNAME",
            "content/a/leaflet.pdf",
        ] {
            let assets = build_of(&[(path, b"1")], "");
            assert_eq!(assets.get(path).map(|asset| asset.output.as_str()), Some(below(path)));
        }
        for path in
            ["static/a/favicon.ico", "static/a/sw.js", "static/a/apple-touch-icon.png", "static/icon.svg"]
        {
            let assets = build_of(&[(path, b"1")], "");
            assert_ne!(assets.get(path).map(|asset| asset.output.as_str()), Some(below(path)));
        }
    }

    #[test]
    fn articles_and_tables_are_not_assets_but_a_static_table_is() {
        let assets = build_of(
            &[
                ("content/a/index.md", b""),
                ("content/a/faq.toml", b""),
                ("content/a/remedies.csv", b""),
                ("static/data.csv", b""),
                ("site.toml", b""),
            ],
            "",
        );
        let sources: Vec<&str> = assets.iter().map(|asset| &*asset.source).collect();
        assert_eq!(sources, ["static/data.csv"]);
    }
}
