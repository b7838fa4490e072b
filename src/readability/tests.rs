use super::{Counts, Scores, count, syllables};
use crate::prose::Prose;

fn prose(text: &str) -> Prose {
    Prose::markdown(text, 0, &"content/a.md".into())
}

/// (words, sentences, syllables, polysyllables, letters) and the resulting (ease, grade, SMOG, fog, Coleman–Liau,
/// ARI): the test vectors in section 6 of the project's health standards.
type Vector = ([usize; 5], [f64; 6]);
const VECTORS: [Vector; 3] = [
    ([6, 1, 6, 0, 17], [116.145, -1.45, 3.1291, 2.4, -4.0733, -5.085]),
    ([22, 1, 37, 4, 114], [42.2232, 12.8355, 14.5546, 16.0727, 13.3236, 13.9764]),
    ([300, 30, 450, 30, 1350], [69.785, 6.01, 8.8418, 8.0, 7.7, 4.765]),
];

#[test]
fn the_formulas_agree_with_other_implementations() {
    for ([words, sentences, syllables, polysyllables, letters], expected) in VECTORS {
        let counts = Counts { words, sentences, syllables, polysyllables, hard: polysyllables, letters };
        let scores = Scores::of(&counts).expect("there are words");
        let found =
            [scores.reading_ease, scores.grade, scores.smog, scores.fog, scores.coleman_liau, scores.ari];
        for (found, expected) in found.into_iter().zip(expected) {
            assert!((found - expected).abs() < 0.0001, "{found} is not {expected} for {counts:?}");
        }
    }
}

#[test]
fn a_text_without_words_has_no_score() {
    assert_eq!(Scores::of(&count(&prose("# Heat\n\n`code`"))), None);
}

#[test]
fn a_sentence_is_counted_as_it_is_read_out() {
    let counts = count(&prose("The cat sat on the mat."));
    assert_eq!(
        counts,
        Counts { words: 6, sentences: 1, syllables: 6, polysyllables: 0, hard: 0, letters: 17 }
    );
    assert!(Scores::of(&counts).is_some_and(|scores| (scores.reading_age() - 5.0).abs() < 0.001));
}

#[test]
fn only_running_text_counts() {
    let text = "# A heading\n\n:::urgent[Ask for help]\n- one two\n- three\n:::\n\n> Quoted words.\n\n\
                | a | b |\n|---|---|\n| c | d |\n\nFour `five` six.[^n]\n\n[^n]: Seven eight.\n\n```\nnine\n```\n\n\
                See <https://example.org> and https://example.org too.\n";
    let counts = count(&prose(text));
    assert_eq!((counts.words, counts.sentences), (3 + 2 + 3, 4));
}

#[test]
fn hard_words_are_as_gunning_defined_them() {
    let counts =
        count(&prose("Ask Alexander about long-lasting medicine that relaxes, an operation and the NHS."));
    // "Alexander", "long-lasting", "medicine", "relaxes", "operation".
    assert_eq!((counts.polysyllables, counts.hard), (5, 2));
}

#[test]
fn syllables_are_counted_as_spoken() {
    for (count, words) in [
        (1, "the caused rest don’t through x 10 0.5mg healed please eyes breathe can't"),
        (2, "spasm muscle GP tired movement couldn’t boxes Lee-Ann naïve safely fatigue royal judge’s"),
        (3, "NHS medicine exercise physical area nutrients everyone"),
        (4, "diabetes sciatica valerian"),
        (5, "involuntary immediately"),
    ] {
        for word in words.split(' ') {
            assert_eq!(syllables(word), count, "{word}");
        }
    }
}
