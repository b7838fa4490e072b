//! Findings in more than a few words: paragraphs, sentences, whole texts, the cells of a row.

use super::super::{English, Text, row};
use super::{described, findings};
use crate::kind::Markup;
use crate::prose::Prose;

#[test]
fn a_date_before_a_paragraph_is_not_one_of_its_sentences() {
    for day in ["**Monday.**", "**20 November 2025.**"] {
        assert_eq!(described(&format!("{day} It rained. We sat. We slept.")), Vec::<String>::new(), "{day}");
    }
    assert_eq!(described("Mostly. It rained. We sat. We slept."), ["long-paragraph: We slept."]);
}

#[test]
fn a_sentence_is_long_from_21_words_and_far_too_long_from_36() {
    let words = |count: usize| format!("W{}.", vec!["ord"; count].join(" w"));
    for (count, code) in [
        (20, None),
        (21, Some("long-sentence")),
        (35, Some("long-sentence")),
        (36, Some("very-long-sentence")),
    ] {
        let text = format!("Short. {}\n", words(count));
        let found: Vec<_> =
            findings(&text).into_iter().map(|finding| (finding.code.name, finding.span)).collect();
        assert_eq!(found, code.map(|code| (code, 7..text.len() - 1)).into_iter().collect::<Vec<_>>());
    }
    let list = format!("- {}\n- {}\n", words(15), words(15));
    assert_eq!(findings(&list), []);
    assert_eq!(findings("One. Two. Three.\n\nOne."), []);
    assert_eq!(findings(&format!("# {}\n\n> {}\n", words(30), words(30))), []);
}

#[test]
fn the_three_hardest_sentences_of_a_hard_text_are_marked() {
    let hard = "Involuntary muscular contractions necessitate professional evaluation.\n\n";
    let text = format!("# Spasms\n\n{}", hard.repeat(20));
    let found = findings(&text);
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.code.name, &text[finding.span.clone()]), ("hard-to-read", "Spasms"));
    assert_eq!(finding.related.len(), 0, "sentences of fewer than eight words are not marked");
    let text = format!(
        "{text}Subsequent pharmacological interventions considerably alleviate muscular discomfort today.\n"
    );
    assert_eq!(findings(&text)[0].related.len(), 1);
    let few = format!("# Spasms\n\n{}", hard.repeat(14));
    assert_eq!(findings(&few), [], "98 words are too few for a score");
}

#[test]
fn cells_are_checked_like_articles_and_together() {
    let table = "name = \"x\"\nsteps = [\"hold 2-3 s, don't move\", \"ask for an MRI\", \"the MRI (magnetic scan)\"]\n";
    let cells: Vec<Prose> = ["hold 2-3 s, don't move", "ask for an MRI", "the MRI (magnetic scan)"]
        .into_iter()
        .map(|text| {
            let start = table.find(text).expect("it is there") - 1;
            Prose::cell(text, start..start + text.len() + 2, Markup::Inline, table)
        })
        .collect();
    let cells: Vec<Text<'_>> = cells.iter().map(Text::new).collect();
    let described: Vec<_> = row(&cells, English::British)
        .into_iter()
        .map(|finding| (finding.code.name, &table[finding.span]))
        .collect();
    assert_eq!(
        described,
        [("contraction", "don't"), ("number-range", "2-3"), ("unexpanded-abbreviation", "MRI")]
    );
    assert!(row(&cells, English::British).iter().take(2).all(|finding| finding.fix.is_some()));
}
