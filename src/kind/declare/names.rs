//! The names that a declaration gives, and whether they are free.

use std::ops::Range;

use super::keys::{KeyReader, listed, short};
use super::{FIELD_NAME, KIND_ADDRESS, KIND_NAME};
use crate::data::{Entry, UNKNOWN_KEY, Value};
use crate::diagnostic::{Diagnostic, Place};
use crate::kind::{Declaration, DeclaredBy, Field, Kind, KindPages, Kinds};
use crate::slug::slug;

/// Whether `name` can be a key of rows and of templates: lower-case letters, digits and underscores, with a letter first.
pub(super) fn is_key(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether `name` can be that of files and of a directive.
fn is_stem(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.is_ascii() && slug(name) == name
}

/// The stem that the table `entry` is called by, if it is of the right form.
pub(super) fn stem(keys: &mut KeyReader<'_>, entry: &Entry, ours: &Kinds) -> Option<String> {
    let name = entry.key.as_str();
    if let Some(kind) = ours.of_key(name) {
        let stem = &kind.stem;
        keys.report(
            &KIND_NAME,
            entry.key_span.clone(),
            format!("`{name}` is what rows of `{stem}` are called, which come with balm"),
            format!("to add fields to them, write `[tables.{stem}.fields.…]`; a table of your own needs another name"),
        );
        return None;
    }
    if is_stem(name) {
        return Some(name.to_owned());
    }
    let meant = slug(name);
    let help = if is_stem(&meant) {
        format!("write `[tables.{meant}]`")
    } else {
        "use lower-case letters, digits and hyphens, with a letter first".to_owned()
    };
    keys.report(
        &KIND_NAME,
        entry.key_span.clone(),
        format!("`{}` cannot be the name of table files", short(name)),
        help,
    );
    None
}

/// The word before each row of the table `stem`. Where it is missing or wrong, a substitute made from the stem.
pub(super) fn row(keys: &mut KeyReader<'_>, stem: &str, ours: &Kinds, kinds: &[Declaration]) -> String {
    let stands_in = || format!("{}_row", stem.replace('-', "_"));
    let Some((word, span)) = keys.text("row") else {
        if keys.get("row").is_none() && !keys.is_faulty() {
            let one = stem.strip_suffix('s').unwrap_or("entry").replace('-', "_");
            keys.missing(
                "row",
                format!("say what a row is called: `row = \"{one}\"` makes rows `[[{one}]]`"),
            );
        }
        return stands_in();
    };
    if !is_key(word) {
        let meant = slug(word).replace('-', "_");
        let help = if is_key(&meant) {
            format!("write `row = \"{meant}\"`")
        } else {
            "use lower-case letters, digits and underscores, with a letter first".to_owned()
        };
        keys.report(&KIND_NAME, span, format!("`{}` cannot be what rows are called", short(word)), help);
        return stands_in();
    }
    if let Some(kind) = ours.of_key(word) {
        keys.report(
            &KIND_NAME,
            span,
            format!("rows of `{}`, which come with balm, are called `{word}`", kind.stem),
            format!("choose another word; to add fields to them, write `[tables.{}.fields.…]`", kind.stem),
        );
        return stands_in();
    }
    if let Some(first) = kinds.iter().find(|kind| kind.key == word) {
        let place = keys.place(span);
        let diagnostic = Diagnostic::new(
            &KIND_NAME,
            place,
            format!("rows of `{}` are called `{word}` too", first.stem),
            "give the rows of each table a word of their own",
        );
        keys.push(also_declared(diagnostic, first));
        return stands_in();
    }
    word.to_owned()
}

fn also_declared(diagnostic: Diagnostic, first: &Declaration) -> Diagnostic {
    match &first.origin {
        DeclaredBy::Site(place) => {
            diagnostic.also(Place::clone(place), format!("`{}` is declared here", first.stem))
        }
        DeclaredBy::BuiltIn => diagnostic,
    }
}

/// Addresses of balm's own pages that rows of no kind have.
const OWN_ADDRESSES: [&str; 2] = ["/programme/", "/tags/"];

/// Where the rows of the table `stem` have pages.
pub(super) fn pages(
    keys: &mut KeyReader<'_>,
    stem: &str,
    ours: &Kinds,
    kinds: &[Declaration],
) -> Option<KindPages> {
    let entry = keys.get("pages")?;
    let span: Range<usize> = entry.value.span.clone();
    let usual = format!("/{stem}/");
    let address = match &entry.value.value {
        Value::Bool(false) => return None,
        Value::Bool(true) => usual,
        Value::Text(text) => {
            let parts: Vec<&str> = text.trim().trim_matches('/').split('/').collect();
            let address = format!("/{}/", parts.iter().map(|part| slug(part)).collect::<Vec<_>>().join("/"));
            if address.contains("//") {
                let message = format!("`{}` is not an address of the site", short(text));
                keys.report(&KIND_ADDRESS, span, message, format!("write it as `pages = \"{usual}\"`"));
                return None;
            }
            if address != *text {
                let message = format!("`{}` is not written as an address of the site", short(text));
                keys.report(&KIND_ADDRESS, span, message, format!("write `pages = \"{address}\"`"));
                return None;
            }
            address
        }
        _ => {
            keys.wrong(
                "pages",
                &entry.value,
                "`true`, `false` or an address",
                &format!("write `pages = true`, or `pages = \"{usual}\"`"),
            );
            return None;
        }
    };
    let has = |pages: Option<&KindPages>| pages.is_some_and(|pages| pages.address == address);
    if ours.iter().any(|kind| has(kind.pages.as_ref())) || OWN_ADDRESSES.contains(&address.as_str()) {
        let message = format!("`{address}` is the address of a page that comes with balm");
        keys.report(&KIND_ADDRESS, span, message, free_address(stem, ours, kinds));
        return None;
    }
    if let Some(first) = kinds.iter().find(|kind| has(kind.pages.as_ref())) {
        let place = keys.place(span);
        let message = format!("the pages of `{}` have the address `{address}` too", first.stem);
        let diagnostic = Diagnostic::new(&KIND_ADDRESS, place, message, free_address(stem, ours, kinds));
        keys.push(also_declared(diagnostic, first));
        return None;
    }
    Some(KindPages { address })
}

fn free_address(stem: &str, ours: &Kinds, kinds: &[Declaration]) -> String {
    let usual = format!("/{stem}/");
    let has = |pages: Option<&KindPages>| pages.is_some_and(|pages| pages.address == usual);
    let is_taken = ours.iter().any(|kind| has(kind.pages.as_ref()))
        || kinds.iter().any(|kind| has(kind.pages.as_ref()))
        || OWN_ADDRESSES.contains(&usual.as_str());
    if is_taken {
        "give `pages` an address that is free".to_owned()
    } else {
        format!("write `pages = true`, which is `{usual}`, or another address")
    }
}

/// Reports what a site says of `kind`, one of ours, besides adding fields.
pub(super) fn only_fields(keys: &mut KeyReader<'_>, entries: &[Entry], kind: &Kind) {
    let stem = &kind.stem;
    for entry in entries.iter().filter(|entry| entry.key != "fields") {
        let span = entry.key_span.clone();
        if super::KEYS.contains(&entry.key.as_str()) {
            keys.report(
                &KIND_NAME,
                span,
                format!("`{stem}` comes with balm, so `{}` cannot be declared for it", entry.key),
                format!("to add fields, write `[tables.{stem}.fields.…]` alone; a table of your own needs another name"),
            );
        } else {
            let message = format!("there is no key `{}` in `[tables.{stem}]`", short(&entry.key));
            let help = format!("declare fields as `[tables.{stem}.fields.{}]`", short(&entry.key));
            keys.report(&UNKNOWN_KEY, span, message, help);
        }
    }
}

/// Those of `fields`, added to `kind` of ours, that it does not have already.
pub(super) fn free(keys: &mut KeyReader<'_>, fields: Vec<Field>, kind: &Kind) -> Vec<Field> {
    let mut free = Vec::new();
    for field in fields {
        let DeclaredBy::Site(place) = &field.origin else { continue };
        let is_made =
            MADE.iter().any(|(stem, names)| *stem == kind.stem && names.contains(&field.name.as_str()));
        if kind.field(&field.name).is_none() && !is_made {
            free.push(field);
            continue;
        }
        let names = listed(kind.fields.iter().map(|field| field.name.as_str()));
        let message = format!("{} has a field `{}` already", kind.noun, field.name);
        let help = if is_made {
            "choose another name: balm makes this one for templates".to_owned()
        } else {
            format!("choose another name; it has {names}")
        };
        keys.push(Diagnostic::new(&FIELD_NAME, Place::clone(place), message, help));
    }
    free
}

/// What templates get of rows of ours besides their fields, by stem.
const MADE: [(&str, &[&str]); 4] = [
    ("exercises", &["dose", "drawings", "figure"]),
    ("remedies", &["dose"]),
    ("sources", &["page_url"]),
    ("red-flags", &["number"]),
];
