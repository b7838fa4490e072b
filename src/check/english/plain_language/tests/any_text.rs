//! Findings in arbitrary text have valid places.

use proptest::prelude::*;

use super::findings;

/// Words and marks that rules look for, in any order.
fn wording() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "2",
        "3",
        "200mg",
        "1000",
        "2-3",
        "0.5",
        "5.30",
        "17:30",
        "mg",
        "mcg",
        "pm",
        "p.m",
        "noon",
        "12",
        "the",
        "a",
        "an",
        "6th",
        "August",
        "May",
        "of",
        "2018",
        "two",
        "one",
        "or",
        "weeks",
        "hour",
        "don't",
        "Isn't",
        "it",
        "MRI",
        "(MRI)",
        "NHS",
        "acute",
        "chronic",
        "fever",
        "prior",
        "to",
        "seek",
        "help",
        "few",
        "seconds",
        "a few",
        "regularly",
        "take",
        "C",
        "°C",
        "%",
        "–",
        "-",
        "--",
        "/",
        ".",
        "...",
        ",",
        "\"",
        "'",
        "“",
        "”",
        "*",
        "_",
        "\n",
        "\n\n",
        "- ",
        ":::dont\n",
        ":::\n",
        "> ",
        "é",
        "漢",
        "µg",
        "&",
        "#",
        "[a](b)",
        "`",
        "<q>",
        "</q>",
        "\\",
        "\u{a0}",
        "′",
    ]);
    let part = (part, prop::sample::select(vec!["", " ", " ", "  "]));
    prop::collection::vec(part, 0..50).prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

proptest! {
    #[test]
    fn findings_in_any_text_have_places_in_it(text in prop_oneof![wording(), "\\PC{0,80}"]) {
        for finding in findings(&text) {
            prop_assert!(text.get(finding.span.clone()).is_some());
            prop_assert!(finding.span.end > finding.span.start, "{finding:?}");
            for (place, _) in &finding.related {
                prop_assert!(text.get(place.clone()).is_some());
            }
            let Some(fix) = &finding.fix else { continue };
            let fixed = fix.apply(&text);
            prop_assert!(fixed.is_some(), "{finding:?}");
            let fixed = fixed.unwrap_or_default();
            prop_assert_ne!(&fixed, &text);
            let place = fix.span.start..fix.span.start + fix.replacement.len();
            for again in findings(&fixed) {
                let is_again = again.code == finding.code && again.span == place && again.fix.is_some();
                prop_assert!(!is_again, "{text:?}: {finding:?}, then {again:?}");
            }
        }
    }
}
