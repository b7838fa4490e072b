//! Style sheets: what they refer to, in the order of their imports, with the published addresses put in.
//!
//! References are found with a CSS tokenizer, so comments and the strings of anything but addresses are never
//! touched, and a style sheet without references is published byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use cssparser::{ParseError, Parser, Token, serialize_string};
use rayon::prelude::*;

use super::{Asset, Assets, IMPORT_CYCLE, MISSING_ASSET, below};
use crate::diagnostic::{Diagnostic, FileName, Place, nearest};
use crate::source::{Content, File};
use crate::url::decode_path;

/// An address in a style sheet.
struct Reference {
    /// What a new address replaces, in bytes: the string with its quotes, or what stands in `url(…)`.
    span: Range<usize>,
    /// The address itself, in bytes.
    marked: Range<usize>,
    /// The address with its escapes undone.
    value: String,
}

/// What stands around a token.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// A string is only text.
    Plain,
    /// A string is an address: `url("…")` and `image-set("…" 2x)`.
    Addresses,
}

/// What an at-rule says about the next string.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Nothing,
    /// It is the address of a style sheet.
    Import,
    /// It is a name that looks like an address.
    Namespace,
}

/// Every address in `text`, in order.
fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    scan(&mut Parser::new(text), text, Inside::Plain, &mut found);
    found
}

/// Collects the addresses up to the end of the block that `parser` is in. Blocks nest as deeply as the parser
/// allows; past that they are read as one.
fn scan(parser: &mut Parser<'_>, text: &str, inside: Inside, found: &mut Vec<Reference>) {
    let mut after = After::Nothing;
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
        let span = start..parser.position().byte_index();
        let mut block = None;
        match &token {
            Token::WhiteSpace(_) | Token::Comment(_) => continue,
            Token::AtKeyword(name) => {
                after = match name.to_ascii_lowercase().as_str() {
                    "import" => After::Import,
                    "namespace" => After::Namespace,
                    _ => After::Nothing,
                };
                continue;
            }
            Token::QuotedString(value) if after == After::Import || inside == Inside::Addresses => {
                let marked = without_quotes(text, span.clone());
                found.push(Reference { span, marked, value: value.to_string() });
            }
            Token::UnquotedUrl(value) if after != After::Namespace => {
                let marked = within_brackets(text, span);
                found.push(Reference { span: marked.clone(), marked, value: value.to_string() });
            }
            Token::Function(name) => {
                let addresses = match name.to_ascii_lowercase().as_str() {
                    "url" => after != After::Namespace,
                    "image-set" | "-webkit-image-set" => true,
                    _ => false,
                };
                block = Some(if addresses { Inside::Addresses } else { Inside::Plain });
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                block = Some(Inside::Plain);
            }
            _ => {}
        }
        if let Some(inside) = block {
            // The only error is a block nested too deeply; its tokens then follow here.
            let _: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
                scan(parser, text, inside, found);
                Ok(())
            });
        }
        if after == After::Import || matches!(token, Token::Semicolon | Token::CurlyBracketBlock) {
            after = After::Nothing;
        }
    }
}

/// The inside of the string at `span`, which the end of the file may have cut off.
fn without_quotes(text: &str, span: Range<usize>) -> Range<usize> {
    let string = &text[span.clone()];
    let closed = string.len() > 1 && string.chars().next_back() == string.chars().next();
    span.start + 1..span.end - usize::from(closed)
}

/// The inside of the `url(…)` at `span` without space around it.
fn within_brackets(text: &str, span: Range<usize>) -> Range<usize> {
    let function = &text[span.clone()];
    let from = function.find('(').map_or(0, |bracket| bracket + 1);
    let inner = function[from..].strip_suffix(')').unwrap_or(&function[from..]);
    let start = span.start + from + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

/// The path in an address, decoded, and the `?query#fragment` after it; `None` for an address of another site,
/// of data, or of a part of the same document.
fn path_of(address: &str) -> Option<(String, &str)> {
    let address = address.trim();
    let (path, suffix) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    let scheme = path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    (!path.is_empty() && !scheme && !path.starts_with("//")).then(|| (decode_path(path), suffix))
}

/// `path` from `folder` (both below the site's root, without `/` at their ends); `None` if it leads out of the
/// site.
fn join(folder: &str, path: &str) -> Option<String> {
    let from = if path.starts_with('/') { "" } else { folder };
    let mut segments: Vec<&str> = Vec::new();
    for segment in from.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            segment => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// How a file in `folder` writes the address of `target`; the other way round of [`join`].
fn relative(folder: &str, target: &str) -> String {
    let folder: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let target: Vec<&str> = target.split('/').collect();
    let common = folder.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(common).map(|_| "..");
    up.chain(target.iter().skip(common).copied()).collect::<Vec<_>>().join("/")
}

/// A reference to a file of the site.
struct Use {
    reference: Reference,
    /// The path of the file.
    target: FileName,
    /// The `?query#fragment` after it.
    suffix: String,
}

/// One style sheet on its way.
struct Sheet<'a> {
    file: &'a File,
    uses: Vec<Use>,
    /// The style sheets it refers to that have no address yet, as indices.
    waits_for: BTreeSet<usize>,
}

/// Adds `sheets` to `assets`, which hold all else, with their references rewritten.
pub(super) fn add(sheets: &[&File], assets: &mut Assets, base_path: &str) -> Vec<Diagnostic> {
    let known: BTreeSet<&FileName> =
        assets.assets.keys().chain(sheets.iter().map(|file| &file.path)).collect();
    let read: Vec<(Vec<Use>, Vec<Diagnostic>)> = sheets.par_iter().map(|file| uses(file, &known)).collect();
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
            let asset = Asset::new(sheet.file, rewritten(sheet, assets), base_path);
            assets.assets.insert(Arc::clone(&asset.source), asset);
            unfinished.remove(&number);
            for &user in &used_by[number] {
                let waits_for = &mut waiting[user].waits_for;
                if waits_for.remove(&number) && waits_for.is_empty() {
                    ready.push(user);
                }
            }
        }
        // Whatever is left waits for a circle. Undo one link of one circle, and go on with the rest.
        let Some(&first) = unfinished.first() else { return diagnostics };
        let circle = circle(&waiting, first);
        diagnostics.extend(describe(&waiting, &circle));
        let (Some(&start), Some(&end)) = (circle.first(), circle.last()) else { return diagnostics };
        waiting[end].waits_for.remove(&start);
        if waiting[end].waits_for.is_empty() {
            ready.push(end);
        }
    }
}

/// The references of `file` to files of the site, and those that lead nowhere.
fn uses(file: &File, known: &BTreeSet<&FileName>) -> (Vec<Use>, Vec<Diagnostic>) {
    let (tree, path) = file.path.split_once('/').unwrap_or(("", &file.path));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut uses, mut diagnostics) = (Vec::new(), Vec::new());
    for reference in references(file.text()) {
        let Some((path, suffix)) = path_of(&reference.value) else { continue };
        let suffix = suffix.to_owned();
        // Both trees are published into one, so an address may lead from one to the other.
        let trees = if path.starts_with('/') { ["static", "content"] } else { [tree, other(tree)] };
        let joined = join(folder, &path);
        let target = joined.as_ref().and_then(|joined| {
            trees.iter().find_map(|tree| known.get(&FileName::from(format!("{tree}/{joined}"))).copied())
        });
        if let Some(target) = target {
            uses.push(Use { reference, target: Arc::clone(target), suffix });
        } else {
            let wanted = joined.map(|joined| format!("{}/{joined}", trees[0]));
            let write = |found: &str| match path.starts_with('/') {
                true => format!("/{}", below(found)),
                false => relative(folder, below(found)),
            };
            let place = Place::new(&file.path, reference.marked);
            diagnostics.push(missing(place, &path, wanted.as_deref(), known, write));
        }
    }
    (uses, diagnostics)
}

/// The tree of files that is not `tree`.
fn other(tree: &str) -> &'static str {
    if tree == "static" { "content" } else { "static" }
}

/// Says that there is no file at `wanted`; `write` is how the author would write the address of a file.
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
        format!("write `{}`: the file is `{same}`, and capital letters count in an address", write(same))
    } else if let Some(near) = nearest(below(wanted), known.iter().map(|file| below(file))) {
        format!("did you mean `{}`?", write(near))
    } else {
        format!("add the file, or start the address at the folder of `{}` or with `/`", place.file)
    };
    Diagnostic::new(&MISSING_ASSET, place, message, help)
}

/// The text of `sheet` with the addresses of `assets` put in. What has none is left alone.
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
        // Writing into a `String` cannot fail.
        let _ = serialize_string(&format!("{}{}", asset.url, used.suffix), &mut new);
        copied = used.reference.span.end;
    }
    new.push_str(&text[copied..]);
    Content::Text(new.into())
}

/// Style sheets that wait for each other, each for the next and the last for the first.
fn circle(waiting: &[Sheet<'_>], first: usize) -> Vec<usize> {
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

/// Says that the style sheets of `circle` import each other.
fn describe(waiting: &[Sheet<'_>], circle: &[usize]) -> Option<Diagnostic> {
    let name = |&number: &usize| &waiting[number].file.path;
    let places = circle.iter().zip(circle.iter().cycle().skip(1)).filter_map(|(from, to)| {
        let used = waiting[*from].uses.iter().find(|used| used.target == *name(to))?;
        Some((Place::new(name(from), used.reference.marked.clone()), name(to)))
    });
    let (first, others) = circle.split_first()?;
    let mut message = format!("`{}` imports itself", name(first));
    if !others.is_empty() {
        let through: Vec<String> = others.iter().map(|other| format!("`{}`", name(other))).collect();
        message = format!("{message} through {}", through.join(" and "));
    }
    let mut places = places;
    let (place, _) = places.next()?;
    let help = "move what both need into a third style sheet that imports neither";
    let diagnostic = Diagnostic::new(&IMPORT_CYCLE, place, message, help);
    Some(places.fold(diagnostic, |all, (place, to)| all.also(place, format!("leads on to `{to}`"))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::build;
    use super::*;
    use crate::source::{Origin, Sources};

    fn sources(files: &[(&str, &str)]) -> Sources {
        Sources::from_files(files.iter().map(|&(path, text)| File {
            path: path.into(),
            content: match path.ends_with(".css") {
                true => Content::Text(text.into()),
                false => Content::Bytes(text.as_bytes().into()),
            },
            origin: Origin::Site,
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
    fn what_is_not_a_file_of_the_site_is_left_alone() {
        let css = "/* url(a.png) @import 'b.css' */ @charset \"utf-8\"; @namespace url(x.svg);\n\
            @import url(https://example.org/a.css);\n\
            a::after{content:\"url(a.png)\"; b:url(data:image/png;base64,AA==) url(//c.org/d.png) url(#e)\n\
            url('?f') url() url(\"\") format('woff2')} [href='a.png']{} @media (x: 'y.png') {}";
        let (assets, diagnostics) = build(&sources(&[("static/style.css", css)]), "");
        assert_eq!(diagnostics, []);
        assert_eq!(text(&assets, "static/style.css"), css);
    }

    #[test]
    fn a_change_deep_down_changes_every_name_above_it() {
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
            );
            assets.iter().map(|asset| asset.output.clone()).collect::<Vec<_>>()
        };
        let same: Vec<bool> = names("1").iter().zip(names("2")).map(|(a, b)| *a == b).collect();
        assert_eq!(same, [false, false, true, false, false]);
    }

    #[test]
    fn a_missing_file_is_shown_where_it_is_asked_for() {
        let css = "é { b: url( 'img/haet.png' ) url(/Logo.svg) url(../../x.png) url(nothing-like-it.woff2) }";
        let (assets, diagnostics) = build(
            &sources(&[("static/css/a.css", css), ("static/css/img/heat.png", ""), ("static/logo.svg", "")]),
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
                    "write `/logo.svg`: the file is `static/logo.svg`, and capital letters count in an address"
                ),
                (
                    "../../x.png",
                    "the address `../../x.png` leads out of the site",
                    "put the file into `static/` and start its address with `/`"
                ),
                (
                    "nothing-like-it.woff2",
                    "there is no file `static/css/nothing-like-it.woff2`",
                    "add the file, or start the address at the folder of `static/css/a.css` or with `/`"
                ),
            ]
        );
        assert_eq!(text(&assets, "static/css/a.css"), css);
    }

    #[test]
    fn a_circle_of_imports_is_one_diagnostic_and_every_sheet_is_still_there() {
        let (assets, diagnostics) = build(
            &sources(&[
                ("static/a.css", "@import 'b.css';"),
                ("static/b.css", "@import 'c.css';"),
                ("static/c.css", "@import 'b.css';"),
                ("static/self.css", "@import 'self.css';"),
            ]),
            "",
        );
        let said: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            said,
            ["`static/b.css` imports itself through `static/c.css`", "`static/self.css` imports itself"]
        );
        assert_eq!(diagnostics[0].related[0].text, "leads on to `static/b.css`");
        assert_eq!(assets.iter().count(), 4);
    }

    #[test]
    fn an_address_is_joined_to_the_folder_and_back() {
        assert_eq!(join("a/b", "../c.png").as_deref(), Some("a/c.png"));
        assert_eq!(join("a/b", "/c.png").as_deref(), Some("c.png"));
        assert_eq!(join("a", "../../c.png"), None);
        assert_eq!(relative("a/b", "a/c.png"), "../c.png");
        assert_eq!(relative("", "a/c.png"), "a/c.png");
    }

    #[test]
    fn a_very_deep_style_sheet_is_read_to_its_end() {
        let css = format!("{}url(a.png)", "{(".repeat(20_000));
        assert_eq!(references(&css).len(), 1);
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
            let (assets, _) = build(&sources(&[("static/a.css", &css), ("static/a.png", "")]), "");
            prop_assert!(assets.get("static/a.css").is_some());
        }

        #[test]
        fn without_addresses_it_is_byte_identical(css in "[a-z{}:;,.#'\"/*\\\\ \n\u{e9}0-9()@-]{0,80}") {
            prop_assume!(!css.to_lowercase().contains("url") && !css.contains("import") && !css.contains('\\'));
            let (assets, diagnostics) = build(&sources(&[("static/a.css", &css)]), "");
            prop_assert_eq!(diagnostics, vec![]);
            prop_assert_eq!(text(&assets, "static/a.css"), css);
        }
    }
}
