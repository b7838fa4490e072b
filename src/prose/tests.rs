use std::fmt::Write;

use proptest::prelude::*;

use super::{BlockKind, MarkKind, Prose};
use crate::diagnostic::FileName;
use crate::kind::Markup;
use crate::source::{Content, File, FileOrigin};

fn prose(text: &str) -> Prose {
    let file: FileName = "content/a.md".into();
    Prose::markdown(text, 0, &file)
}

/// The blocks of `text`: the kind of each, then its sentences.
fn told(text: &str) -> String {
    let prose = prose(text);
    let mut told = String::new();
    for block in prose.blocks() {
        let mut kind = format!("{:?}", block.kind);
        for (is, word) in [(block.is_quoted, " quoted"), (block.is_hidden, " hidden")] {
            kind.push_str(if is { word } else { "" });
        }
        for container in prose.containers(block) {
            kind.push(' ');
            kind.push_str(&container.name);
        }
        let sentences: Vec<&str> =
            prose.sentences(block).iter().map(|range| prose.slice(range.clone())).collect();
        let _ = writeln!(told, "{kind}: {}", sentences.join(" | "));
    }
    told
}

/// The source of `words` in the text.
fn written<'a>(text: &'a str, words: &str) -> &'a str {
    let prose = prose(text);
    let at = prose.text().find(words).expect("the words are there");
    &text[prose.source(at..at + words.len())]
}

#[test]
fn every_kind_of_block_is_recognized() {
    let text = "# Heat\n\nOne. Two *three*.\n\n- four\n- five\n\n  six\n  - seven\n\n1. eight\n\n> nine\n\n> [!NOTE]\n> ten\n\n\
                | a | b |\n|--|--|\n| c | d |\n\nterm\n: detail\n\nx[^n]\n\n[^n]: note\n";
    assert_eq!(
        told(text),
        "Heading(1): Heat\n\
         Paragraph: One. | Two three.\n\
         Item: four\n\
         Item: five\n\
         Paragraph: six\n\
         Item: seven\n\
         Item: eight\n\
         Paragraph quoted: nine\n\
         Paragraph: ten\n\
         Cell { header: true }: a\n\
         Cell { header: true }: b\n\
         Cell { header: false }: c\n\
         Cell { header: false }: d\n\
         Term: term\n\
         Detail: detail\n\
         Paragraph: x\n\
         Note: note\n"
    );
}

#[test]
fn directives_contain_the_blocks_inside_them() {
    let text = "::::details[More *help*]\n:::emergency[Call 999 if:]\n- chest pain\n:::\n::x[Also]\n\nRest.\n::::\n\n\
                Try the :exercise[lower back]{id=a} or :exercise{id=b} now.\n\n::remedies{view=\"table\"}\n\nEnd.\n";
    assert_eq!(
        told(text),
        "Label details: More help\n\
         Label hidden details emergency: Call 999 if:\n\
         Item hidden details emergency: chest pain\n\
         Label hidden details: Also\n\
         Paragraph hidden details: Rest.\n\
         Paragraph: Try the lower back or \u{1a} now.\n\
         Paragraph: End.\n"
    );
    assert_eq!(written(text, "lower back"), "lower back");
    assert_eq!(written(text, "More help"), "More *help");
    assert_eq!(written(text, "\u{1a}"), ":exercise{id=b}");
}

#[test]
fn raw_details_hide_their_contents() {
    let text = "<!-- <details> -->\n\nSeen.\n\n<details>\n<summary>More</summary>\n\nHidden.\n\n</details>\n\nSeen.\n";
    assert_eq!(told(text), "Paragraph: Seen.\nParagraph hidden: Hidden.\nParagraph: Seen.\n");
}

#[test]
fn text_without_words_is_opaque() {
    let text =
        "Run `a b` at <https://x.org> or www.x.org, ![a picture](a.png) H<sub>2</sub>O.[^n]\n\n[^n]: n\n";
    let prose = prose(text);
    assert_eq!(prose.slice(prose.blocks()[0].text.clone()), "Run \u{1a} at \u{1a} or \u{1a}, \u{1a} H2O.");
    assert_eq!(written(text, "H2O"), "H<sub>2</sub>O");
}

#[test]
fn links_and_other_marks_have_their_words() {
    let text = "See [*this* page](a.md) and <abbr title=\"x\">NSAID</abbr>, <cite>Back pain</cite>, \
                <span lang=\"fr\">mal</span>, <span>b</span>.\n";
    let prose = prose(text);
    let links: Vec<_> = prose.links().map(|(range, target)| (prose.slice(range), target)).collect();
    assert_eq!(links, [("this page", "a.md")]);
    let marks: Vec<_> = prose
        .marks(&prose.blocks()[0])
        .iter()
        .map(|mark| (prose.slice(mark.text.clone()), mark.kind.clone()))
        .collect();
    assert_eq!(
        marks[1..],
        [
            ("NSAID", MarkKind::Abbreviation),
            ("Back pain", MarkKind::Quotation),
            ("mal", MarkKind::Language("fr".into())),
        ]
    );
}

#[test]
fn words_are_located_where_they_are_written() {
    let text = "Don't use *2-3* \\*pills\\* &amp; cre&shy;ams -- \"now\"...\n";
    for (words, source) in [
        ("Don’t", "Don't"),
        ("2-3", "2-3"),
        ("use 2", "use *2"),
        ("*pills*", "*pills\\*"),
        ("&", "&amp;"),
        ("–", "--"),
        ("now", "now"),
        ("”…", "\"..."),
    ] {
        assert_eq!(written(text, words), source, "{words}");
    }
}

#[test]
fn only_words_without_markup_between_them_can_be_replaced() {
    let text = "Don't use *2*-3 \\.5 [a](b.md) of it.\n";
    let prose = prose(text);
    let fix = |words: &str| {
        let at = prose.text().find(words).expect("the words are there");
        prose.fix(at..at + words.len(), "x").and_then(|fix| fix.apply(text))
    };
    assert_eq!(fix("Don’t").as_deref(), Some("x use *2*-3 \\.5 [a](b.md) of it.\n"));
    assert_eq!(fix("a").as_deref(), Some("Don't use *2*-3 \\.5 [x](b.md) of it.\n"));
    assert_eq!(fix("5").as_deref(), Some("Don't use *2*-3 \\.x [a](b.md) of it.\n"));
    for words in ["2-3", ".5", "use 2", "a of"] {
        assert_eq!(fix(words), None, "{words}");
    }
}

#[test]
fn a_cell_is_located_in_its_file() {
    let file = "name = \"x\"\nsteps = [\"Hold *2-3* s. Rest\", \"a \\\"b\\\" c\"]\n";
    let at = file.find("\"Hold").expect("it is there");
    let cell = Prose::cell("Hold *2-3* s. Rest", at..at + 20, Markup::Inline, file);
    assert_eq!(cell.blocks().len(), 1);
    assert_eq!(cell.blocks()[0].kind, BlockKind::Value);
    assert_eq!(cell.sentences(&cell.blocks()[0]).len(), 2);
    let found = cell.text().find("2-3").expect("it is there");
    assert_eq!(&file[cell.source(found..found + 3)], "2-3");
    assert!(cell.fix(found..found + 3, "2 to 3").is_some());
    assert!(cell.fix(found..found + 3, "a \"b\"").is_none());
    let at = file.find("\"a \\").expect("it is there");
    let escaped = Prose::cell("a \"b\" c", at..at + 11, Markup::Inline, file);
    let last = escaped.text().find('c').expect("it is there");
    assert_eq!((escaped.source(0..1), escaped.source(last..last + 1)), (at + 1..at + 2, at + 9..at + 10));
    assert_eq!(escaped.at(&(at + 9..at + 10)), Some(last..last + 1));
    assert_eq!(escaped.fix(last..last + 1, "x").map(|fix| fix.span), Some(at + 9..at + 10));
    assert_eq!(escaped.fix(0..escaped.text().len(), "x"), None);
    let folded = Prose::cell("a b c", at..at + 11, Markup::Inline, file);
    assert_eq!((folded.source(0..1), folded.fix(0..1, "x")), (at..at + 11, None));
    let bare = Prose::plain("take 1000", 2..11, "a,take 1000,b");
    assert_eq!(bare.source(5..9), 7..11);
    assert!(bare.fix(5..9, "x").is_some() && bare.fix(5..9, "1,000").is_none());
}

/// Texts that look like Markdown more often than random ones.
fn markdown() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("- ".to_owned()),
        Just("> ".to_owned()),
        Just(":::do\n".to_owned()),
        Just(":::\n".to_owned()),
        Just(":x[a *b*]{c=d}".to_owned()),
        Just("[a](b)".to_owned()),
        Just("![a [b](c)](d)".to_owned()),
        Just("<abbr title=\"x\">".to_owned()),
        Just("</abbr>".to_owned()),
        Just("<details>\n".to_owned()),
        Just("`c`".to_owned()),
        Just("**".to_owned()),
        Just("|a|b|\n|-|-|\n|c|d|\n".to_owned()),
        Just("don't 2-3 \"mg\"... Dr. J. é漢 &amp; \\* a@b.c www.x.y/é. ".to_owned()),
        Just(": x\n".to_owned()),
        Just("[^1] ".to_owned()),
        Just("[^1]: ".to_owned()),
        "\\PC{0,6}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_has_prose_whose_places_are_in_it(text in markdown(), as_cell in any::<bool>()) {
        let prose = if as_cell {
            Prose::cell(&text, 0..text.len(), Markup::Inline, &text)
        } else {
            prose(&text)
        };
        if !as_cell {
            let name = "content/a.md".into();
            let content = Content::Text(text.as_str().into());
            let file = File { path: name, content, origin: FileOrigin::Site };
            if let (Some((_, on_the_way)), _) = super::article(&file, |_| true) {
                prop_assert_eq!(on_the_way, Some(Prose::article(&file)));
            }
        }
        let mut end = 0;
        for block in prose.blocks() {
            prop_assert!(block.text.start >= end && block.text.end > block.text.start);
            end = block.text.end;
            let mut last = block.text.start;
            for sentence in prose.sentences(block) {
                prop_assert!(sentence.start >= last && sentence.end <= block.text.end);
                last = sentence.end;
                let mut word_end = sentence.start;
                for word in prose.words(sentence.clone()) {
                    prop_assert!(word.start >= word_end && word.end <= sentence.end);
                    prop_assert!(!prose.slice(word.clone()).is_empty());
                    prop_assert!(text.get(prose.source(word.clone())).is_some());
                    word_end = word.end;
                }
            }
            for mark in prose.marks(block) {
                prop_assert!(prose.text().get(mark.text.clone()).is_some());
            }
        }
        let mut before = 0;
        for (at, c) in prose.text().char_indices() {
            let span = prose.source(at..at + c.len_utf8());
            prop_assert!(span.start >= before, "the map runs back at {at} of {text:?}");
            prop_assert!(text.get(span.clone()).is_some());
            before = span.start;
            if let Some(fix) = prose.fix(at..at + c.len_utf8(), "x") {
                prop_assert!(fix.apply(&text).is_some());
            }
        }
    }
}
