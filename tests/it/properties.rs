//! Whatever a file contains, balm terminates, and the place of every mistake is in the file.

use std::sync::Arc;

use balm::article::{self, Body};
use balm::diagnostic::{Diagnostic, FileName, Texts, human, json};
use balm::pipeline::{self, Options, Silent};
use balm::site::PageFilter;
use balm::source::{self, Content, File, FileOrigin, Sources};
use proptest::prelude::*;

use crate::harness::TODAY;

fn file(path: &str, content: Content) -> File {
    File { path: path.into(), content, origin: FileOrigin::Site }
}

fn text(path: &str, text: &str) -> File {
    file(path, Content::Text(text.into()))
}

/// Fragments of what authors write, in any order, which are nearly right more often than random letters.
fn written() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "+++\n",
        "---\n",
        "title = \"Heat\"\n",
        "title: Heat\n",
        "tags = [",
        "]",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        " ",
        "    ",
        ":::",
        "::::",
        "::",
        ":",
        "urgent",
        "exercises",
        "details",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "{#x}",
        "view=\"cards\"",
        "id=bird-dog",
        "\"",
        "'",
        "`",
        "```",
        "~~~\n",
        "<",
        ">",
        "<b>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "# ",
        "## ",
        "- ",
        "1. ",
        "* ",
        "> ",
        "| a | b |\n",
        "|---|---|\n",
        "[^1]",
        "[^1]: ",
        "[x]: ",
        "[x][y]",
        "[x](a.md)",
        "![x](y.png)",
        "*",
        "**",
        "_",
        "~~",
        "\\",
        "&amp;",
        "&",
        "é",
        "漢字",
        "👩‍⚕️",
        "\u{feff}",
        "\u{202e}",
        "word",
        "2026-02-30",
        "= 1",
        "https://x.example",
        "javascript:",
        "- [ ] ",
        ": definition\n",
    ]);
    prop::collection::vec(prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => ".{0,6}"], 0..60)
        .prop_map(|pieces| pieces.concat())
}

/// Fails if a diagnostic marks something that is not in the text, or cannot be shown.
fn assert_shown(diagnostics: &[Diagnostic], texts: &dyn Texts) {
    for diagnostic in diagnostics {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
        for place in labels.map(|label| &label.place) {
            let Some(text) = texts.text(&place.file) else { continue };
            assert!(place.end <= text.len() && place.start <= place.end, "{diagnostic:?} of {text:?}");
            assert!(text.is_char_boundary(place.start), "{diagnostic:?} of {text:?}");
            assert!(text.is_char_boundary(place.end), "{diagnostic:?} of {text:?}");
        }
        assert!(!diagnostic.message.is_empty() && !diagnostic.help.is_empty(), "{diagnostic:?}");
        assert!(!human::render(diagnostic, texts, false).is_empty());
    }
    assert_eq!(json::entries(diagnostics, texts).len(), diagnostics.len());
}

fn article(source: &str) -> (Option<article::Article>, Sources) {
    let file = text("content/a.md", source);
    let (article, diagnostics) = article::parse(&file);
    let sources = Sources::from_files([file]);
    assert_shown(&diagnostics, &sources);
    (article, sources)
}

/// A body without its holes.
fn plain(body: &Body) -> String {
    let html = body.pieces().filter_map(|piece| match piece {
        article::body::BodyPiece::Html(html) => Some(html),
        article::body::BodyPiece::Hole(_) => None,
    });
    html.collect()
}

/// Checks the whole site made of the theme and `files`, as `balm check` does.
fn check(files: Vec<File>) {
    let choice = PageFilter { today: TODAY.parse().expect("it is a day"), drafts: true, future: true };
    let options = Options { choice, base_url: None, strict: false };
    let sources = Sources::from_files(source::theme().chain(files));
    let report = pipeline::run(sources, Vec::new(), None, &options, &Silent);
    assert_shown(&report.diagnostics, &report.sources);
    assert!(report.diagnostics.is_sorted_by_key(|d| (d.primary.place.clone(), d.level)));
}

const CONFIG: &str = "title = \"Backs\"\nbase_url = \"https://backs.example\"\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_any_article_terminates(source in written()) {
        article(&source);
    }

    #[test]
    fn reading_any_front_matter_terminates(source in written(), random in ".{0,80}") {
        for fence in ["+++", "---"] {
            for inner in [&source, &random] {
                article(&format!("{fence}\n{inner}\n{fence}\n\n# Heat\n\nWarm.\n"));
            }
        }
    }

    #[test]
    fn directives_do_not_change_the_text_between_them(words in "[a-z*_ ]{1,40}", item in "[a-z ]{1,20}") {
        let inner = format!("{words}\n\n- {item}\n- x\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        let (with, _) = article(&format!("# T\n\n:::inset\n{inner}\n:::\n"));
        let (without, _) = article(&format!("# T\n\n{inner}\n"));
        let lines = |article: Option<article::Article>| -> Vec<String> {
            let html = plain(&article.expect("it has a title").body);
            html.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        prop_assert_eq!(lines(with), lines(without));
    }

    #[test]
    fn text_without_directives_is_plain_commonmark(
        words in prop::collection::vec("[a-zA-Z0-9 ,.:;!?*_`~-]{0,30}", 1..8),
    ) {
        // Without links, tables and headings balm adds nothing to what the parser makes of it.
        let source = words.join("\n");
        let smart = pulldown_cmark::Options::all()
            .difference(pulldown_cmark::Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
            .difference(pulldown_cmark::Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS);
        let heading = pulldown_cmark::Parser::new_ext(&source, smart)
            .any(|event| matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Heading { .. })));
        let options = pulldown_cmark::Options::ENABLE_SMART_PUNCTUATION
            | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
            | pulldown_cmark::Options::ENABLE_DEFINITION_LIST
            | pulldown_cmark::Options::ENABLE_TABLES
            | pulldown_cmark::Options::ENABLE_TASKLISTS
            | pulldown_cmark::Options::ENABLE_GFM
            | pulldown_cmark::Options::ENABLE_FOOTNOTES;
        // A single tilde does not strike through text here.
        let one_tilde = pulldown_cmark::Parser::new_ext(&source, options).into_offset_iter().any(|(event, at)| {
            matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Strikethrough))
                && !source[at].starts_with("~~")
        });
        prop_assume!(!heading && !one_tilde && !source.contains("~~~") && !source.contains("```") && !source.contains("::") && !source.starts_with("---"));
        let mut wanted = String::new();
        pulldown_cmark::html::push_html(&mut wanted, pulldown_cmark::Parser::new_ext(&source, options));
        let (article, _) = article(&format!("+++\ntitle = \"T\"\n+++\n{source}"));
        prop_assert_eq!(plain(&article.expect("it has a title").body), wanted);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn checking_any_site_of_nearly_right_files_terminates(
        config in written(), one in written(), two in written(), table in written(), cells in written(),
        template in written(), sheet in written(),
    ) {
        check(vec![
            text("site.toml", &format!("{CONFIG}{config}")),
            text("content/index.md", &format!("# Home\n\n{one}")),
            text("content/a.md", &two),
            text("content/exercises.toml", &format!("[[exercise]]\nname = \"Bird dog\"\nsteps = [\"x\"]\n{table}")),
            text("content/remedies.csv", &format!("name;summary\n{cells}")),
            text("content/faq.toml", &format!("[[question]]\nquestion = \"x\"\nanswer = '''\n{}\n'''\n", one.replace('\'', ""))),
            text("templates/partials/mine.html", &template),
            text("static/mine.css", &sheet),
        ]);
    }

    #[test]
    fn checking_any_bytes_as_any_file_terminates(bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0..8_usize) {
        let names = [
            "site.toml", "content/index.md", "content/a.md", "content/exercises.toml", "content/remedies.csv",
            "templates/components/x.html", "static/x.css", "content/x.png",
        ];
        let name: FileName = names[which].into();
        let lossy: Arc<str> = String::from_utf8_lossy(&bytes).into();
        let content = if name.ends_with("png") { Content::Bytes(bytes.into()) } else { Content::Text(lossy) };
        let mut files = vec![text("site.toml", CONFIG), text("content/index.md", "# Home\n\n![x](x.png)\n\n::exercises\n")];
        files.push(File { path: name, content, origin: FileOrigin::Site });
        check(files);
    }
}
