use html5gum::{DefaultEmitter, Token as Other, Tokenizer};

use super::*;

/// The tokens of `html` as text, those of text that follow one another as one.
fn ours(html: &str) -> Vec<String> {
    let mut tokens = Tokens::new(html);
    let mut said: Vec<String> = Vec::new();
    loop {
        let next = tokens.next();
        if tokens.is_on_new_line() {
            add_text(&mut said, "\n");
        }
        let Some(token) = next else { break };
        match token {
            Token::Open { name, closes, .. } => {
                let mut attributes: Vec<String> =
                    tokens.attributes().iter().map(|a| format!("{}={}", lower(a.name), a.value)).collect();
                attributes.sort();
                said.push(format!("<{} {attributes:?} {closes}", lower(name)));
            }
            Token::Close(name) => said.push(format!("/{}", lower(name))),
            Token::Text(span) => add_text(&mut said, &html[span]),
        }
    }
    said
}

fn theirs(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match token {
            Other::StartTag(tag) => {
                let mut attributes: Vec<String> = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| format!("{}={}", text(name), text(value)))
                    .collect();
                attributes.sort();
                said.push(format!("<{} {attributes:?} {}", text(&tag.name), tag.self_closing));
            }
            Other::EndTag(tag) => said.push(format!("/{}", text(&tag.name))),
            Other::String(words) => add_text(&mut said, &text(&words)),
            _ => {}
        }
    }
    said
}

fn add_text(said: &mut Vec<String>, text: &str) {
    match said.last_mut().filter(|last| last.starts_with('"')) {
        Some(last) => last.push_str(text),
        None => said.push(format!("\"{text}")),
    }
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[test]
fn tags_attributes_and_text_are_separated() {
    assert_eq!(
        ours("<P Class=a hidden x='1>2'>a < b<br/><!-- <i> --><script>if (a</b>) \"<i>\"</SCRIPT>c</p >"),
        [
            "<p [\"class=a\", \"hidden=\", \"x=1>2\"] false",
            "\"a < b",
            "<br [] true",
            "<script [] false",
            "\"if (a</b>) \"<i>\"",
            "/script",
            "\"c",
            "/p",
        ]
    );
}

#[test]
fn what_the_standard_calls_errors_is_read_as_browsers_read_it() {
    for html in [
        "<a b='",
        "<a b",
        "<",
        "a</",
        "</>x",
        "<!-->x",
        "<!--->x",
        "<!-- --!>x",
        "<!doctype html><html>",
        "<?x?>y",
        "<a =b= c=d/>",
        "<a a=1 A=2>",
        "<title><b></title ><b>",
        "<style></styles></style/>",
        "<textarea>",
        "<a\u{c}b>",
        "< a>",
    ] {
        assert_eq!(ours(html), theirs(html), "{html}");
    }
}

#[test]
fn what_does_not_end_is_told_by_its_start() {
    for (html, unclosed) in [
        ("a<b c=\"d>", Some(1)),
        ("a<b><!-- c> --", Some(4)),
        ("<b", Some(0)),
        ("<b>a", None),
        ("<!-- a --><!-->b", None),
    ] {
        let mut tokens = Tokens::new(html);
        while tokens.next().is_some() {}
        assert_eq!(tokens.unclosed(), unclosed, "{html}");
    }
}

#[test]
fn a_value_is_where_it_is_written() {
    let html = "<a hidden b='' c=\"d e\" f=g>";
    let mut tokens = Tokens::new(html);
    tokens.next();
    let places: Vec<_> =
        tokens.attributes().iter().map(|a| tokens.place_of(a).map(|place| &html[place])).collect();
    assert_eq!(places, [None, Some(""), Some("d e"), Some("g")]);
}

proptest::proptest! {
    #[test]
    fn any_text_has_the_tokens_of_the_standard(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "<", ">", "/", "!", "-", "--", "=", "\"", "'", " ", "\n", "a", "B", "é", "<p", "</p", "<!--", "-->",
                "<title>", "</title>", "<style", "</style", "?", "x=", "</",
            ]),
            0..14,
        )
    ) {
        let html = parts.concat();
        proptest::prop_assert_eq!(ours(&html), theirs(&html), "{}", html);
    }
}
