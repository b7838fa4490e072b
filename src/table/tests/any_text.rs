//! Whatever a table file holds, it is read to its end.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;

/// Texts that are like tables, so that arbitrary ones reach beyond the first character.
fn table_like() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("[[exercise]]\n"),
        Just("[[remedy]]\n"),
        Just("[exercise]\n"),
        Just("[[exercise.may_help]]\n"),
        Just("name"),
        Just("steps"),
        Just("hold"),
        Just("evidence.grade"),
        Just("may_help.sources"),
        Just("side"),
        Just(" = "),
        Just("\"20-30\""),
        Just("[\"é\", \"\"]"),
        Just("{grade = \"low\"}"),
        Just("2026-02-30"),
        Just("1"),
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just(","),
        Just(";"),
        Just("\t"),
        Just("\""),
        Just("\"\""),
        Just("'''"),
        Just("\"\"\""),
        Just(" "),
        Just("漢"),
        Just("\0"),
        Just("\\u0000"),
        Just("="),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("."),
        Just("#"),
        Just("sep=;\n"),
    ];
    prop_oneof![
        4 => prop::collection::vec(word, 0..30).prop_map(|words| words.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn any_text_is_read_to_its_end_and_every_place_is_in_it(text in table_like()) {
        let within = |start: usize, end: usize| text.get(start..end).is_some();
        for kind in built_in().iter() {
            for ending in ["toml", "csv"] {
                let file = File {
                    path: format!("content/{}.{ending}", kind.stem).into(),
                    content: Content::Text(Arc::from(text.as_str())),
                    origin: FileOrigin::Site,
                };
                let (rows, diagnostics) = rows(&file, built_in());
                for diagnostic in &diagnostics {
                    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.related) {
                        prop_assert!(within(label.place.start, label.place.end), "{:?}", diagnostic);
                    }
                    prop_assert!(!diagnostic.help.is_empty(), "{:?}", diagnostic);
                }
                for row in &rows {
                    prop_assert!(within(row.place.start, row.place.end), "{:?}", row);
                    prop_assert!(within(row.id.start, row.id.end), "{:?}", row);
                    prop_assert_eq!(crate::slug::slug(&row.id.value), row.id.value.clone());
                    prop_assert!(row.references().iter().all(|r| within(r.cell.span.start, r.cell.span.end)));
                    let mut is_within = true;
                    row.each(|leaf| is_within &= within(leaf.cell.span.start, leaf.cell.span.end));
                    prop_assert!(is_within, "{:?}", row);
                }
            }
        }
    }
}
