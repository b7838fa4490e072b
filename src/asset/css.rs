//! Style sheets with published addresses, processed in the order of their imports.
//!
//! A style sheet without references is published byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cssparser::serialize_string;
use rayon::prelude::*;

use super::reference::{join, path_of, relative};
use super::{Asset, Assets, IMPORT_CYCLE, MISSING_ASSET, STYLE, below};
use crate::css::{CssReference, references};
use crate::diagnostic::{Diagnostic, FileName, Place, nearest};
use crate::source::{Content, File};

/// A reference to a file of the site.
struct FileReference {
    reference: CssReference,
    /// The path of that file.
    target: FileName,
    /// The `?query#fragment` after the path.
    suffix: String,
}

/// A style sheet being processed.
struct Sheet<'a> {
    file: &'a File,
    uses: Vec<FileReference>,
    /// The style sheets it refers to that have no address yet, as indices.
    waits_for: BTreeSet<usize>,
}

/// Adds `sheets`, with their references rewritten, to `assets`, which already contain everything else. `rules` are
/// appended to the theme's own style sheet.
pub(super) fn add(sheets: &[&File], assets: &mut Assets, base_path: &str, rules: &str) -> Vec<Diagnostic> {
    let known: BTreeSet<&FileName> =
        assets.assets.keys().chain(sheets.iter().map(|file| &file.path)).collect();
    let read: Vec<(Vec<FileReference>, Vec<Diagnostic>)> =
        sheets.par_iter().map(|file| uses(file, &known)).collect();
    let numbers: BTreeMap<&FileName, usize> = sheets.iter().map(|file| &file.path).zip(0..).collect();
    let mut diagnostics = Vec::new();
    let mut waiting = Vec::with_capacity(sheets.len());
    let mut used_by: Vec<Vec<usize>> = vec![Vec::new(); sheets.len()];
    for (number, (file, (uses, missing))) in sheets.iter().zip(read).enumerate() {
        diagnostics.extend(missing);
        let waits_for: BTreeSet<usize> =
            uses.iter().filter_map(|used| numbers.get(&used.target).copied()).collect();
        for &used in &waits_for {
            used_by[used].push(number);
        }
        waiting.push(Sheet { file, uses, waits_for });
    }
    drop(known);

    let mut ready: Vec<usize> = (0..waiting.len()).filter(|&n| waiting[n].waits_for.is_empty()).collect();
    let mut unfinished: BTreeSet<usize> = (0..waiting.len()).collect();
    loop {
        while let Some(number) = ready.pop() {
            let sheet = &waiting[number];
            let mut content = rewritten(sheet, assets);
            if !rules.is_empty() && &*sheet.file.path == STYLE {
                content =
                    Content::Text(format!("{}\n{rules}", String::from_utf8_lossy(content.bytes())).into());
            }
            let asset = Asset::new(sheet.file, content, base_path);
            assets.assets.insert(Arc::clone(&asset.source), asset);
            unfinished.remove(&number);
            for &user in &used_by[number] {
                let waits_for = &mut waiting[user].waits_for;
                if waits_for.remove(&number) && waits_for.is_empty() {
                    ready.push(user);
                }
            }
        }
        // The rest wait for a cycle. Cut one edge of one cycle and continue.
        let Some(&first) = unfinished.first() else { return diagnostics };
        let cycle = cycle(&waiting, first);
        diagnostics.extend(describe(&waiting, &cycle));
        let (Some(&start), Some(&end)) = (cycle.first(), cycle.last()) else { return diagnostics };
        waiting[end].waits_for.remove(&start);
        if waiting[end].waits_for.is_empty() {
            ready.push(end);
        }
    }
}

/// The references of `file` to files of the site, and diagnostics for those to missing files.
fn uses(file: &File, known: &BTreeSet<&FileName>) -> (Vec<FileReference>, Vec<Diagnostic>) {
    let (tree, path) = file.path.split_once('/').unwrap_or(("", &file.path));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut uses, mut diagnostics) = (Vec::new(), Vec::new());
    for reference in references(file.text()) {
        let Some((path, suffix)) = path_of(&reference.value) else { continue };
        let suffix = suffix.to_owned();
        // Both trees are published into the same folder, so an address can lead from one to the other.
        let trees = if path.starts_with('/') { ["static", "content"] } else { [tree, other(tree)] };
        let joined = join(folder, &path);
        let target = joined.as_ref().and_then(|joined| {
            trees.iter().find_map(|tree| known.get(&FileName::from(format!("{tree}/{joined}"))).copied())
        });
        if let Some(target) = target {
            uses.push(FileReference { reference, target: Arc::clone(target), suffix });
        } else {
            let wanted = joined.map(|joined| format!("{}/{joined}", trees[0]));
            let write = |target: &str| match path.starts_with('/') {
                true => format!("/{target}"),
                false => relative(folder, target),
            };
            let place = Place::new(&file.path, reference.marked);
            diagnostics.push(missing(place, &path, wanted.as_deref(), known, write));
        }
    }
    (uses, diagnostics)
}

/// The other of the two trees of files.
fn other(tree: &str) -> &'static str {
    if tree == "static" { "content" } else { "static" }
}

/// The diagnostic for a missing file `wanted`. `write` turns a published path into the address that the author would
/// write.
fn missing(
    place: Place,
    path: &str,
    wanted: Option<&str>,
    known: &BTreeSet<&FileName>,
    write: impl Fn(&str) -> String,
) -> Diagnostic {
    let Some(wanted) = wanted else {
        let message = format!("the address `{path}` leads out of the site");
        let help = "put the file into `static/` and start its address with `/`";
        return Diagnostic::new(&MISSING_ASSET, place, message, help);
    };
    let message = format!("there is no file `{wanted}`");
    let lower = below(wanted).to_lowercase();
    let mut paths = known.iter().map(|file| &***file);
    let help = if let Some(same) = paths.find(|path| below(path).to_lowercase() == lower) {
        format!("write `{}`: the file is `{same}`, and addresses are case-sensitive", write(below(same)))
    } else if let Some(near) = nearest(below(wanted), known.iter().map(|file| below(file))) {
        format!("did you mean `{}`?", write(near))
    } else {
        format!(
            "add the file, or write an address relative to the folder of `{}` or starting with `/`",
            place.file
        )
    };
    Diagnostic::new(&MISSING_ASSET, place, message, help)
}

/// The text of `sheet` with the addresses of `assets`. References without an asset are left unchanged.
fn rewritten(sheet: &Sheet<'_>, assets: &Assets) -> Content {
    let text = sheet.file.text();
    if sheet.uses.is_empty() {
        return sheet.file.content.clone();
    }
    let mut new = String::with_capacity(text.len() + sheet.uses.len() * 16);
    let mut copied = 0;
    for used in &sheet.uses {
        let Some(asset) = assets.get(&used.target) else { continue };
        new.push_str(&text[copied..used.reference.span.start]);
        // Writing to a `String` cannot fail.
        let _ = serialize_string(&format!("{}{}", asset.url, used.suffix), &mut new);
        copied = used.reference.span.end;
    }
    new.push_str(&text[copied..]);
    Content::Text(new.into())
}

/// A cycle of style sheets, each of which waits for the next and the last for the first.
fn cycle(waiting: &[Sheet<'_>], first: usize) -> Vec<usize> {
    let mut trail = Vec::new();
    let mut seen = BTreeMap::new();
    let mut at = first;
    while seen.insert(at, trail.len()).is_none() {
        trail.push(at);
        match waiting[at].waits_for.first() {
            Some(&next) => at = next,
            None => return trail,
        }
        if let Some(&start) = seen.get(&at) {
            return trail.split_off(start);
        }
    }
    trail
}

/// The diagnostic for style sheets that import each other.
fn describe(waiting: &[Sheet<'_>], cycle: &[usize]) -> Option<Diagnostic> {
    let name = |&number: &usize| &waiting[number].file.path;
    let places = cycle.iter().zip(cycle.iter().cycle().skip(1)).filter_map(|(from, to)| {
        let used = waiting[*from].uses.iter().find(|used| used.target == *name(to))?;
        Some((Place::new(name(from), used.reference.marked.clone()), name(to)))
    });
    let (first, others) = cycle.split_first()?;
    let mut message = format!("`{}` imports itself", name(first));
    if !others.is_empty() {
        let through: Vec<String> = others.iter().map(|other| format!("`{}`", name(other))).collect();
        message = format!("{message} through {}", through.join(" and "));
    }
    let mut places = places;
    let (place, _) = places.next()?;
    let help = "move what both need into a third style sheet that imports neither";
    let diagnostic = Diagnostic::new(&IMPORT_CYCLE, place, message, help);
    Some(places.fold(diagnostic, |all, (place, to)| all.also(place, format!("imports `{to}`"))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::build;
    use super::*;
    use crate::source::{FileOrigin, Sources};

    fn sources(files: &[(&str, &str)]) -> Sources {
        Sources::from_files(files.iter().map(|&(path, text)| File {
            path: path.into(),
            content: match path.ends_with(".css") {
                true => Content::Text(text.into()),
                false => Content::Bytes(text.as_bytes().into()),
            },
            origin: FileOrigin::Site,
        }))
    }

    fn url(assets: &Assets, path: &str) -> String {
        assets.get(path).expect("the asset is there").url.clone()
    }

    fn text(assets: &Assets, path: &str) -> String {
        String::from_utf8_lossy(assets.get(path).expect("the asset is there").content.bytes()).into_owned()
    }

    #[test]
    fn every_form_of_address_gets_the_published_name() {
        let (assets, diagnostics) = build(
            &sources(&[
                (
                    "static/css/style.css",
                    "@import 'base.css' screen; a{b:url( ../img/a%20b.png?v=1#x )}\n\
                    c{d:URL(\"/logo.svg\") , image-set('../img/a b.png' 1x, \"/leaflet.pdf\" type('x.png'))}\n\
                    e{f:url('/back/heat.webp')}",
                ),
                ("static/css/base.css", "g{}"),
                ("static/img/a b.png", "1"),
                ("static/logo.svg", "2"),
                ("static/leaflet.pdf", "3"),
                ("content/back/heat.webp", "4"),
            ]),
            "/balm",
            "",
        );
        assert_eq!(diagnostics, []);
        let [base, picture, logo, heat] =
            ["static/css/base.css", "static/img/a b.png", "static/logo.svg", "content/back/heat.webp"]
                .map(|path| url(&assets, path));
        assert_eq!(
            text(&assets, "static/css/style.css"),
            format!(
                "@import \"{base}\" screen; a{{b:url( \"{picture}?v=1#x\" )}}\n\
                 c{{d:URL(\"{logo}\") , image-set(\"{picture}\" 1x, \"/balm/leaflet.pdf\" type('x.png'))}}\n\
                 e{{f:url(\"{heat}\")}}"
            )
        );
    }

    #[test]
    fn references_to_other_things_are_left_unchanged() {
        let css = "/* url(a.png) @import 'b.css' */ @charset \"utf-8\"; @namespace url(x.svg);\n\
            @import url(https://example.org/a.css);\n\
            a::after{content:\"url(a.png)\"; b:url(data:image/png;base64,AA==) url(//c.org/d.png) url(#e)\n\
            url('?f') url() url(\"\") format('woff2')} [href='a.png']{} @media (x: 'y.png') {}";
        let (assets, diagnostics) = build(&sources(&[("static/style.css", css)]), "", "");
        assert_eq!(diagnostics, []);
        assert_eq!(text(&assets, "static/style.css"), css);
    }

    #[test]
    fn rules_are_appended_to_the_themes_style_sheet_and_change_its_name() {
        let files = sources(&[("static/style.css", "a{}"), ("static/other.css", "a{}")]);
        let (assets, _) = build(&files, "", ":root{--accent:#000}\n");
        assert_eq!(text(&assets, "static/style.css"), "a{}\n:root{--accent:#000}\n");
        assert_eq!(text(&assets, "static/other.css"), "a{}");
        assert_ne!(url(&assets, "static/style.css"), url(&build(&files, "", "").0, "static/style.css"));
    }

    #[test]
    fn a_change_in_an_import_changes_the_names_of_all_its_users() {
        let names = |picture: &str| {
            let (assets, _) = build(
                &sources(&[
                    ("static/a.css", "@import url(b.css);"),
                    ("static/b.css", "@import 'z.css';"),
                    ("static/z.css", "a{b:url(p.png)}"),
                    ("static/p.png", picture),
                    ("static/other.css", "b{}"),
                ]),
                "",
                "",
            );
            assets.iter().map(|asset| asset.output.clone()).collect::<Vec<_>>()
        };
        let same: Vec<bool> = names("1").iter().zip(names("2")).map(|(a, b)| *a == b).collect();
        assert_eq!(same, [false, false, true, false, false]);
    }

    #[test]
    fn a_missing_file_is_reported_where_it_is_referenced() {
        let css = "é { b: url( 'img/haet.png' ) url(/Logo.svg) url(../../x.png) url(nothing-like-it.woff2) }";
        let (assets, diagnostics) = build(
            &sources(&[("static/css/a.css", css), ("static/css/img/heat.png", ""), ("static/logo.svg", "")]),
            "",
            "",
        );
        let said: Vec<(&str, &str, &str)> = diagnostics
            .iter()
            .map(|d| {
                let marked = &css[d.primary.place.start..d.primary.place.end];
                (marked, d.message.as_str(), d.help.as_str())
            })
            .collect();
        assert_eq!(
            said,
            [
                (
                    "img/haet.png",
                    "there is no file `static/css/img/haet.png`",
                    "did you mean `img/heat.png`?"
                ),
                (
                    "/Logo.svg",
                    "there is no file `static/Logo.svg`",
                    "write `/logo.svg`: the file is `static/logo.svg`, and addresses are case-sensitive"
                ),
                (
                    "../../x.png",
                    "the address `../../x.png` leads out of the site",
                    "put the file into `static/` and start its address with `/`"
                ),
                (
                    "nothing-like-it.woff2",
                    "there is no file `static/css/nothing-like-it.woff2`",
                    "add the file, or write an address relative to the folder of `static/css/a.css` or starting with `/`"
                ),
            ]
        );
        assert_eq!(text(&assets, "static/css/a.css"), css);
    }

    #[test]
    fn an_import_cycle_is_one_diagnostic_and_every_sheet_is_still_there() {
        let (assets, diagnostics) = build(
            &sources(&[
                ("static/a.css", "@import 'b.css';"),
                ("static/b.css", "@import 'c.css';"),
                ("static/c.css", "@import 'b.css';"),
                ("static/self.css", "@import 'self.css';"),
            ]),
            "",
            "",
        );
        let said: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            said,
            ["`static/b.css` imports itself through `static/c.css`", "`static/self.css` imports itself"]
        );
        assert_eq!(diagnostics[0].related[0].text, "imports `static/b.css`");
        assert_eq!(assets.iter().count(), 4);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![
                    "url(", "url('", ")", "'", "\"", "\\", "@import ", "/*", "*/", "{", "}", ";", "\n", "é",
                    "a.png", "image-set(", "[", "(", "]", "..", "/", "%", "?", "#", ":",
                ]).prop_map(str::to_owned),
                "\\PC{0,3}",
            ], 0..40)
        ) {
            let css = pieces.concat();
            let (assets, _) = build(&sources(&[("static/a.css", &css), ("static/a.png", "")]), "", "");
            prop_assert!(assets.get("static/a.css").is_some());
        }

        #[test]
        fn a_sheet_without_addresses_is_byte_identical(css in "[a-tv-z{}:;,.#'\"/* \n\u{e9}0-9()@-]{0,80}") {
            let (assets, diagnostics) = build(&sources(&[("static/a.css", &css)]), "", "");
            prop_assert_eq!(diagnostics, vec![]);
            prop_assert_eq!(text(&assets, "static/a.css"), css);
        }
    }
}
