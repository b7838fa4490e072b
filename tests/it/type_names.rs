//! Each type of the crate has a name of its own, so a name means one thing wherever it is read or searched for.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::map::{after_item_for_tests, files, line, src};

/// The names of the structs, enums, traits and type aliases that `tokens` declare, each with its line. Associated
/// types do not count, because their trait names them, nor does code for tests.
fn declared(tokens: TokenStream, is_associated: bool, found: &mut Vec<(String, usize)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let ident = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident),
        _ => None,
    };
    // `impl` also occurs in types; only an item has a block of associated types.
    let is_item = |at: usize| match at.checked_sub(1).map(|before| &tokens[before]) {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ';',
        Some(TokenTree::Group(group)) => group.delimiter() != Delimiter::None,
        Some(TokenTree::Ident(ident)) => ident == "pub" || ident == "unsafe",
        Some(TokenTree::Literal(_)) => false,
    };
    let mut note = |name: &Ident| {
        let text = name.to_string();
        // Others are variables, as in `for byte in b"…"`.
        if text.starts_with(char::is_uppercase) {
            found.push((text, line(name.span())));
        }
    };
    let mut groups = Vec::new();
    let (mut at, mut has_associated) = (0, false);
    while at < tokens.len() {
        if let Some(next) = after_item_for_tests(&tokens, at) {
            at = next;
            continue;
        }
        match &tokens[at] {
            TokenTree::Ident(word) if word == "impl" && is_item(at) => has_associated = true,
            TokenTree::Ident(word)
                if word == "struct" || word == "enum" || word == "union" || word == "trait" =>
            {
                has_associated |= word == "trait";
                ident(at + 1).into_iter().for_each(&mut note);
            }
            TokenTree::Ident(word) if word == "type" && !is_associated => {
                ident(at + 1).into_iter().for_each(&mut note);
            }
            // `choices!` declares an enum by `Name in "table" { … }`.
            TokenTree::Ident(word)
                if word == "in" && matches!(tokens.get(at + 1), Some(TokenTree::Literal(_))) =>
            {
                at.checked_sub(1).and_then(ident).into_iter().for_each(&mut note);
            }
            TokenTree::Group(group) => {
                let is_block = group.delimiter() == Delimiter::Brace;
                groups.push((group.stream(), is_block && has_associated));
                has_associated &= !is_block;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
        at += 1;
    }
    for (tokens, is_associated) in groups {
        declared(tokens, is_associated, found);
    }
}

/// The type names that are declared more than once in `files`, which are paths with their texts.
fn clashes<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, text) in files {
        let mut found = Vec::new();
        declared(text.parse().expect("a file of the crate is Rust"), false, &mut found);
        for (name, line) in found {
            places.entry(name).or_default().push(format!("src/{file}:{line}"));
        }
    }
    let clashes = places.into_iter().filter(|(_, places)| places.len() > 1);
    clashes.map(|(name, places)| format!("`{name}` is declared at {}", places.join(" and "))).collect()
}

#[test]
fn each_type_has_a_name_of_its_own() {
    let read = |file: String| {
        let text = std::fs::read_to_string(src().join(&file)).expect("a listed file can be read");
        (file, text)
    };
    let files: Vec<(String, String)> = files().into_iter().map(read).collect();
    let clashes = clashes(files.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    assert!(clashes.is_empty(), "give each type a name that says what it is:\n{}", clashes.join("\n"));
}

#[test]
fn a_name_that_two_types_have_is_reported_with_both_lines() {
    let first = "pub struct Page {\n    kind: Kind,\n}\n\nimpl Page {\n    fn new() -> impl Sized {\n        enum Step {}\n    }\n}";
    let clashes_with = |second: &str| clashes([("site/page.rs", first), ("render/page.rs", second)]);
    for second in
        ["\nenum Page {}", "\ntype Page<'a> = &'a str;", "\npub trait Page {}", "fn a() {\nstruct Page;\n}"]
    {
        let expected = "`Page` is declared at src/site/page.rs:1 and src/render/page.rs:2";
        assert_eq!(clashes_with(second), [expected], "{second}");
    }
    assert_eq!(
        clashes_with("choices! {\n    Step in \"step\" { First = \"first\": \"First\" }\n}"),
        ["`Step` is declared at src/site/page.rs:7 and src/render/page.rs:2"]
    );
    let apart = "impl Iterator for Pages {\n    type Page = Step;\n}\ntrait Walk {\n    type Step;\n}\nuse crate::site::Page;\n#[cfg(test)]\nmod tests {\n    struct Page;\n}";
    assert_eq!(clashes_with(apart), Vec::<String>::new());
}
