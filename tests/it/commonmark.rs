//! The examples of CommonMark and GFM: alone, inside, right below and right above a directive, and in cells. Each is
//! rendered as the specification says, or reported.
//!
//! The examples are the Markdown parser's own tests, read from its sources, which Cargo has downloaded.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use balm::article::body::BodyPiece;
use balm::article::{Body, Hole, Picture, inline, parse};
use balm::diagnostic::Diagnostic;
use balm::source::{Content, File, FileOrigin};

/// Where balm deliberately differs from the specification without a message, because the README describes a feature.
/// Each line is a suite with the number of an example, and the reason.
const OURS: &str = include_str!("commonmark/ours.txt");

struct Example {
    name: String,
    markdown: String,
    html: String,
}

/// The folder of the parser's sources.
fn parser() -> PathBuf {
    // Packages for other systems may not have been downloaded.
    let version = Command::new("rustc").arg("-vV").output().expect("Rust says what it is").stdout;
    let version = String::from_utf8_lossy(&version).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("it has a host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Cargo describes its packages");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("in JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let parser = packages.iter().find(|package| package["name"] == "pulldown-cmark").expect("balm uses it");
    let manifest = parser["manifest_path"].as_str().expect("a package has a manifest");
    PathBuf::from(manifest).parent().expect("a file is in a folder").to_owned()
}

fn examples() -> Vec<Example> {
    let folder = parser().join("tests/suite");
    let mut examples = Vec::new();
    for suite in ["spec", "gfm_table", "gfm_tasklist", "gfm_strikethrough"] {
        let text = fs::read_to_string(folder.join(format!("{suite}.rs"))).expect("the parser has tests");
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("let original = r##\"") {
            let (markdown, after) = after.split_once("\"##;").expect("a string ends");
            let (_, after) = after.split_once("let expected = r##\"").expect("an example has both");
            let (html, after) = after.split_once("\"##;").expect("a string ends");
            let number = examples.iter().filter(|e: &&Example| e.name.starts_with(suite)).count() + 1;
            let name = format!("{suite} {number}");
            examples.push(Example { name, markdown: markdown.into(), html: html.into() });
            rest = after;
        }
    }
    assert!(examples.len() > 660, "only {} examples were found", examples.len());
    examples
}

/// What balm makes of `text`: its HTML, with holes filled as the parser would, and the diagnostics.
fn made(text: &str) -> (String, Vec<Diagnostic>) {
    let file = File {
        path: "content/a.md".into(),
        content: Content::Text(format!("+++\ntitle = \"A\"\n+++\n{text}").into()),
        origin: FileOrigin::Site,
    };
    let (article, diagnostics) = parse(&file);
    (article.map(|article| written(&article.body)).unwrap_or_default(), diagnostics)
}

fn written(body: &Body) -> String {
    let mut html = String::new();
    for piece in body.pieces() {
        match piece {
            BodyPiece::Html(text) => html.push_str(text),
            BodyPiece::Hole(Hole::Link(link)) => html.push_str(&body.links[link].target),
            BodyPiece::Hole(Hole::Picture(picture)) => html.push_str(&image(&body.pictures[picture])),
            BodyPiece::Hole(Hole::Open(_)) => html.push_str("<open>"),
            BodyPiece::Hole(Hole::Close) => html.push_str("<close>"),
            BodyPiece::Hole(Hole::Quote(quote)) => html.push(quote.typed()),
            BodyPiece::Hole(Hole::Notes | Hole::Said(_)) => {}
        }
    }
    html
}

fn image(picture: &Picture) -> String {
    let mut html = format!("<img src=\"{}\" alt=\"{}\"", picture.source, picture.alt);
    if !picture.title.is_empty() {
        write!(html, " title=\"{}\"", picture.title).expect("a string can be written to");
    }
    html.push_str(" />");
    html
}

/// `html` without what balm does to every text: typographic quotes, ids of headings, classes of
/// tables, and how characters of addresses are written.
fn plain(html: &str) -> String {
    // Comments are for authors, and never reach a page.
    let mut text = without_comments(html);
    for (from, to) in [
        ("“", "\""),
        ("”", "\""),
        ("‘", "'"),
        ("’", "'"),
        ("–", "--"),
        ("—", "---"),
        ("…", "..."),
        ("<h1", "<h2"),
        ("</h1>", "</h2>"),
        ("<th scope=\"col\"", "<td"),
        ("<th scope=\"row\"", "<td"),
        ("<th", "<td"),
        ("</th>", "</td>"),
        (" class=\"end\"", " style=\"text-align: right\""),
        ("<tbody>", ""),
        ("</tbody>", ""),
        (" class=\"middle\"", " style=\"text-align: center\""),
        ("<table class=\"stack\">", "<table>"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ] {
        text = text.replace(from, to);
    }
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = (*first == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    while let Some(at) = text.find(" data-label=\"") {
        let end = text[at + 13..].find('"').map_or(text.len(), |end| at + 13 + end + 1);
        text.replace_range(at..end, "");
    }
    for level in 2..7 {
        let mut from = 0;
        while let Some(at) = text[from..].find(&format!("<h{level} id=\"")).map(|at| from + at) {
            let end = text[at + 8..].find('"').map_or(text.len(), |end| at + 8 + end + 1);
            text.replace_range(at + 3..end, "");
            from = at + 1;
        }
    }
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace("> <", "><")
        .replace("> ", ">")
        .replace(" <", "<")
}

/// `html` without its comments, as HTML delimits them: `<!-->` is one.
fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<!--") {
        kept += &rest[..at];
        let inside = &rest[at + 4..];
        let end = if inside.starts_with('>') {
            1
        } else if inside.starts_with("->") {
            2
        } else {
            inside.find("-->").map_or(inside.len(), |end| end + 3)
        };
        rest = &inside[end..];
    }
    kept + rest
}

/// The kinds of mistakes that are in `more` but not in `less`.
fn told<'d>(more: &'d [Diagnostic], less: &[Diagnostic]) -> Vec<&'d str> {
    let count = |all: &[Diagnostic], name: &&str| all.iter().filter(|found| found.code.name == *name).count();
    more.iter().map(|found| found.code.name).filter(|name| count(more, name) > count(less, name)).collect()
}

fn assert_none(differing: &[String]) {
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn every_example_alone_is_rendered_as_specified_or_reported() {
    let ours: BTreeSet<&str> =
        OURS.lines().filter_map(|line| line.split_once(": ").map(|(name, _)| name)).collect();
    let mut differing = Vec::new();
    let mut known = BTreeSet::new();
    for example in examples() {
        let (html, diagnostics) = made(&example.markdown);
        if plain(&html) == plain(&example.html) || !diagnostics.is_empty() {
            continue;
        }
        if let Some(name) = ours.get(example.name.as_str()) {
            known.insert(*name);
        } else {
            let (found, expected) = (plain(&html), plain(&example.html));
            differing.push(format!("{}: {:?}\n  {found}\n  {expected}", example.name, example.markdown));
        }
    }
    assert_none(&differing);
    assert_eq!(known, ours, "`ours.txt` lists what comes out as specified");
}

#[test]
fn every_example_next_to_a_directive_is_rendered_as_it_is_alone_or_reported() {
    let mut differing = Vec::new();
    for example in examples() {
        let text = &example.markdown;
        let (alone, said_alone) = made(text);
        // Code or a tag without an end swallows the directive, and the message says so.
        let goes_on = |found: &Diagnostic| ["unclosed-code", "unclosed-tag"].contains(&found.code.name);
        if said_alone.iter().any(goes_on) {
            continue;
        }
        for (what, around) in [
            ("inside", format!(":::warning[A]\n{text}\n:::\n")),
            ("inside at once", format!(":::warning[A]\n{}\n:::\n", text.trim_end_matches('\n'))),
            ("inside two", format!("::::warning[A]\n:::inset\n{text}:::\n::::\n")),
            ("below a box", format!(":::warning[A]\nx\n:::\n{text}")),
            ("below a line", format!("::exercises\n{text}")),
            ("above a box", format!("{text}:::warning[A]\nx\n:::\n")),
            ("above a line", format!("{text}::exercises\n")),
        ] {
            let (html, diagnostics) = made(&around);
            let told = told(&diagnostics, &said_alone);
            if !told.is_empty() {
                continue;
            }
            let html = plain(&html.replace('\n', " "));
            let alone = plain(&alone.replace('\n', " "));
            let expected = match what {
                "inside" | "inside at once" => format!("<open>{alone}<close>"),
                "inside two" => format!("<open><open>{alone}<close><close>"),
                "below a box" => format!("<open><p>x</p><close>{alone}"),
                "below a line" => format!("<open>{alone}"),
                "above a box" => format!("{alone}<open><p>x</p><close>"),
                _ => format!("{alone}<open>"),
            };
            if html != expected {
                differing.push(format!("{} {what}: {text:?}\n  {html}\n  {expected}", example.name));
            }
        }
    }
    assert_none(&differing);
}

#[test]
fn every_example_in_a_cell_is_rendered_as_running_text_or_reported() {
    let mut differing = Vec::new();
    for example in examples() {
        let text = example.markdown.trim_end_matches('\n');
        let mut diagnostics = Vec::new();
        let html = plain(&written(&inline::text(text, 0, &"content/a.csv".into(), &mut diagnostics)));
        let expected = plain(&made(text).0);
        let expected =
            expected.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(&expected);
        if html != expected && diagnostics.is_empty() {
            differing.push(format!("{} in a row: {text:?}\n  {html}\n  {expected}", example.name));
        }
        let is_one_paragraph = expected.matches("<p>").count() == 0 && !text.contains(['\n', '|', '\\']);
        if !is_one_paragraph {
            continue;
        }
        let (alone, _) = made(&format!("x {text}"));
        let (table, _) = made(&format!("| a |\n|---|\n| x {text} |\n"));
        let (_, after) = plain(&table).split_once("</thead>").map_or_else(
            || (String::new(), String::new()),
            |(before, after)| (before.to_owned(), after.to_owned()),
        );
        let cell = after.replace("<tr><td>", "").replace("</td></tr></table>", "");
        let alone = plain(&alone);
        let alone = alone.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>")).unwrap_or(&alone);
        if cell != alone {
            differing.push(format!("{} in a Markdown table: {text:?}\n  {cell}\n  {alone}", example.name));
        }
    }
    assert_none(&differing);
}

/// The examples of addresses without brackets, which the parser does not know.
#[test]
fn an_address_in_the_text_is_a_link_as_on_code_hosts() {
    let link = |to: &str, words: &str| format!("<a href=\"{to}\">{words}</a>");
    let web = |words: &str| link(&format!("http://{words}"), words);
    let whole = |address: &str| link(address, address);
    let mail = |words: &str| link(&format!("mailto:{words}"), words);
    for (markdown, html) in [
        ("www.commonmark.org", web("www.commonmark.org")),
        (
            "Visit www.commonmark.org/help for more information.",
            format!("Visit {} for more information.", web("www.commonmark.org/help")),
        ),
        ("Visit www.commonmark.org.", format!("Visit {}.", web("www.commonmark.org"))),
        ("Visit www.commonmark.org/a.b.", format!("Visit {}.", web("www.commonmark.org/a.b"))),
        ("www.google.com/search?q=Markup+(business)", web("www.google.com/search?q=Markup+(business)")),
        (
            "www.google.com/search?q=Markup+(business)))",
            web("www.google.com/search?q=Markup+(business)") + "))",
        ),
        (
            "(www.google.com/search?q=Markup+(business))",
            format!("({})", web("www.google.com/search?q=Markup+(business)")),
        ),
        (
            "(www.google.com/search?q=Markup+(business)",
            format!("({}", web("www.google.com/search?q=Markup+(business)")),
        ),
        ("www.google.com/search?q=(business))+ok", web("www.google.com/search?q=(business))+ok")),
        ("www.google.com/search?q=commonmark&hl=en", web("www.google.com/search?q=commonmark&hl=en")),
        ("www.google.com/search?q=commonmark&hl;", web("www.google.com/search?q=commonmark") + "&hl;"),
        ("www.commonmark.org/he<lp", web("www.commonmark.org/he") + "<lp"),
        ("http://commonmark.org", whole("http://commonmark.org")),
        (
            "(Visit https://encrypted.google.com/search?q=Markup+(business))",
            format!("(Visit {})", whole("https://encrypted.google.com/search?q=Markup+(business)")),
        ),
        ("*https://a.org/x_y_z*", format!("<em>{}</em>", whole("https://a.org/x_y_z"))),
        ("foo@bar.baz", mail("foo@bar.baz")),
        (
            "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
            format!("hello@mail+xyz.example isn't valid, but {} is.", mail("hello+xyz@mail.example")),
        ),
        ("a.b-c_d@a.b", mail("a.b-c_d@a.b")),
        ("a.b-c_d@a.b.", mail("a.b-c_d@a.b") + "."),
        ("a.b-c_d@a.b-", "a.b-c_d@a.b-".to_owned()),
        ("a.b-c_d@a.b_", "a.b-c_d@a.b_".to_owned()),
        ("[https://a.org](b.md)", link("b.md", "https://a.org")),
        ("`https://a.org`", "<code>https://a.org</code>".to_owned()),
        ("<a href=\"x\">https://a.org</a>", link("x", "https://a.org")),
    ] {
        assert_eq!(
            plain(&made(markdown).0),
            format!("<p>{html}</p>").replace("> ", ">").replace(" <", "<"),
            "{markdown}"
        );
    }
}

/// Tags that code hosts print as text, because they change what follows. Here they are the author's own, so they stay, and each
/// that swallows what follows is reported.
#[test]
fn a_tag_that_code_hosts_filter_is_reported_where_it_swallows_text() {
    for name in ["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"]
    {
        for text in [format!("Heat <{name}> relaxes."), format!("<{}>\nHeat relaxes.\n", name.to_uppercase())]
        {
            let (_, diagnostics) = made(&text);
            assert!(diagnostics.iter().any(|found| found.code.name == "unclosed-tag"), "{text}");
        }
    }
    let (_, diagnostics) = made(
        "<strong> <title> <style> <em>\n\n<blockquote>\n  <xmp> is disallowed.  <XMP> is also disallowed.\n</blockquote>",
    );
    assert!(diagnostics.iter().any(|found| found.message.contains("`xmp`")));
    // Nothing can close it.
    let (_, diagnostics) = made("Heat <plaintext>relaxes</plaintext> muscles.");
    assert!(diagnostics.iter().any(|found| found.code.name == "unclosed-tag"));
}
