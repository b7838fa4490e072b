//! Compares the map of modules in `src/lib.rs` with every path in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// The map: the modules from the top down, and what each must not use although it lies below.
struct Map {
    rows: Vec<String>,
    forbidden: BTreeMap<String, BTreeSet<String>>,
}

impl Map {
    fn read() -> Map {
        let text = std::fs::read_to_string(src().join("lib.rs")).expect("there is a map");
        let mut map = Map { rows: Vec::new(), forbidden: BTreeMap::new() };
        for line in text.lines().filter_map(|line| line.strip_prefix("//! | ")) {
            // The header row has no module.
            let Some(line) = line.trim_start_matches('[').strip_prefix('`') else { continue };
            let (module, rest) = line.split_once('`').expect("a module is named between backticks");
            let last = rest.trim_end_matches(" |").rsplit(" | ").next().unwrap_or("");
            let linked = last.split("[`").skip(1).filter_map(|link| link.split('`').next());
            map.forbidden.insert(module.to_owned(), linked.map(str::to_owned).collect());
            map.rows.push(module.to_owned());
        }
        map
    }

    /// Why `from` must not use `to`; `None` where it may.
    fn objection(&self, from: &str, to: &str) -> Option<String> {
        let row = |module: &str| self.rows.iter().position(|row| row == module);
        match (row(from), row(to)) {
            _ if from == to => None,
            (None, _) => Some(format!("`{from}` is not in the map of `src/lib.rs`")),
            (_, None) => Some(format!("`{to}` is not in the map of `src/lib.rs`")),
            (Some(above), Some(below)) if above > below => {
                Some(format!("`{from}` must not use `{to}`, which is above it in the map of `src/lib.rs`"))
            }
            _ if self.forbidden[from].contains(to) => {
                Some(format!("`{from}` must not know `{to}`, says the map of `src/lib.rs`"))
            }
            _ => None,
        }
    }
}

pub(crate) fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The top-level modules that a file uses, each with its line, in `use` and elsewhere. Code for tests is skipped.
fn paths(tokens: TokenStream, depth: usize, found: &mut Vec<(String, usize)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, letter: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == letter);
    let word = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(word)) => word.to_string(),
        _ => String::new(),
    };
    let mut at = 0;
    while at < tokens.len() {
        if let Some(next) = after_item_for_tests(&tokens, at) {
            at = next;
            continue;
        }
        // As many `super`s as the file is deep lead to the crate.
        let mut length = 0;
        let mut supers = 0;
        while word(at + length) == "super" && is(at + length + 1, ':') {
            supers += 1;
            length += 3;
        }
        let is_crate = word(at) == "crate" && is(at + 1, ':');
        if is_crate || (supers > 0 && supers == depth) {
            let next = if is_crate { at + 3 } else { at + length };
            match tokens.get(next) {
                Some(TokenTree::Ident(module)) => found.push((module.to_string(), line(module.span()))),
                Some(TokenTree::Group(group)) => firsts(group.stream(), found),
                _ => {}
            }
        }
        if let TokenTree::Group(group) = &tokens[at] {
            paths(group.stream(), depth, found);
        }
        at += length.max(1);
    }
}

/// If there is a `#[cfg(test)]` at `at`, the index after its item, which ends with braces or a semicolon.
pub(crate) fn after_item_for_tests(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let is = |at: usize, letter: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == letter);
    let is_cfg = is(at, '#')
        && matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.to_string() == "[cfg (test)]" || group.to_string() == "[cfg(test)]");
    if !is_cfg {
        return None;
    }
    let is_end = |at: &usize| {
        is(*at, ';')
            || matches!(&tokens[*at], TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
    };
    Some((at + 2..tokens.len()).find(is_end).map_or(tokens.len(), |end| end + 1))
}

/// The first word of each path of `{a, b::c}`.
fn firsts(tokens: TokenStream, found: &mut Vec<(String, usize)>) {
    let mut is_first = true;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if is_first => {
                found.push((word.to_string(), line(word.span())));
                is_first = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => is_first = true,
            _ => {}
        }
    }
}

pub(crate) fn line(span: Span) -> usize {
    span.start().line
}

/// Every file in `src` except `lib.rs`, `main.rs` and tests, relative to `src`.
pub(crate) fn files() -> Vec<String> {
    let all = walkdir::WalkDir::new(src()).sort_by_file_name().into_iter().filter_map(Result::ok);
    let paths = all.filter_map(|entry| {
        let path = entry.path().strip_prefix(src()).ok()?.to_str()?.replace('\\', "/");
        let is_test = path.split('/').any(|part| part == "tests" || part == "tests.rs");
        (path.ends_with(".rs") && !is_test && path != "lib.rs" && path != "main.rs").then_some(path)
    });
    paths.collect()
}

fn offenders(map: &Map, file: &str, text: &str) -> Vec<String> {
    let tokens: TokenStream = text.parse().expect("a file of the crate is Rust");
    let module = file.split('/').next().unwrap_or(file).trim_end_matches(".rs");
    let depth = file.matches('/').count() + usize::from(!file.ends_with("/mod.rs"));
    let mut found = Vec::new();
    paths(tokens, depth, &mut found);
    let objections = found.into_iter().filter_map(|(used, line)| {
        let objection = map.objection(module, &used)?;
        Some(format!("src/{file}:{line}: {objection}"))
    });
    objections.collect()
}

#[test]
fn modules_use_only_what_the_map_allows() {
    let map = Map::read();
    let mut found = Vec::new();
    for file in files() {
        let text = std::fs::read_to_string(src().join(&file)).expect("a listed file can be read");
        found.extend(offenders(&map, &file, &text));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_map_has_every_module_once() {
    let text = std::fs::read_to_string(src().join("lib.rs")).expect("there is a map");
    let declared = text.lines().filter_map(|line| line.strip_suffix(';')?.split("mod ").nth(1));
    let declared: BTreeSet<&str> = declared.collect();
    let map = Map::read();
    let rows: BTreeSet<&str> = map.rows.iter().map(String::as_str).collect();
    assert_eq!(rows, declared);
    assert_eq!(rows.len(), map.rows.len(), "a module is in the map twice");
}

#[test]
fn every_module_that_declares_codes_is_in_the_catalogue() {
    let read = |file: &str| std::fs::read_to_string(src().join(file)).expect("a listed file can be read");
    let (gathered, families) = (read("codes.rs"), read("check/page/mod.rs"));
    let wording = read("check/english/plain_language/mod.rs");
    for file in files() {
        if !read(&file).lines().any(|line| line == "codes! {" || line == "rules! {") {
            continue;
        }
        let module = file.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
        let is_gathered = gathered.contains(&format!("crate::{module}::CODES"))
            || module
                .strip_prefix("check::page::")
                .is_some_and(|family| families.contains(&format!(" {family}::CODES")))
            || module
                .strip_prefix("check::english::plain_language::")
                .is_some_and(|file| wording.contains(&format!("\n    {file}: [")));
        assert!(is_gathered, "add `crate::{module}::CODES` to src/codes.rs");
    }
}

#[test]
fn an_offender_is_reported_with_its_line_wherever_the_path_is() {
    let map = Map::read();
    let told = |file: &str, text: &str| offenders(&map, file, text);
    let upwards = "`data` must not use `render`, which is above it in the map of `src/lib.rs`";
    assert_eq!(told("data/toml.rs", "use crate::render::View;"), [format!("src/data/toml.rs:1: {upwards}")]);
    assert_eq!(
        told("data/toml.rs", "use crate::{\n    diagnostic::{Code, Place},\n    render,\n};"),
        [format!("src/data/toml.rs:3: {upwards}")]
    );
    assert_eq!(
        told("data/toml.rs", "fn a() {\n    vec![crate::render::render()];\n}"),
        [format!("src/data/toml.rs:2: {upwards}")]
    );
    assert_eq!(told("data/toml.rs", "use super::super::render;"), [format!("src/data/toml.rs:1: {upwards}")]);
    assert_eq!(
        told("check/links.rs", "fn a(_: crate::render::View) {}"),
        ["src/check/links.rs:1: `check` must not use `render`, which is above it in the map of `src/lib.rs`"]
    );
    assert_eq!(
        told("site/rows.rs", "use crate::nowhere::Thing;"),
        ["src/site/rows.rs:1: `nowhere` is not in the map of `src/lib.rs`"]
    );
    let allowed = "//! crate::render\n\"crate::render\";\n#[cfg(test)]\nmod tests {\n    use crate::render;\n}\nuse crate::diagnostic;";
    assert_eq!(told("data/toml.rs", allowed), Vec::<String>::new());
}
