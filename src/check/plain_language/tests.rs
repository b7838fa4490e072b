//! Every rule: what it finds, at which place, what it writes instead; and what it leaves alone.

use proptest::prelude::*;

use super::{CODES, English, Finding, Text, article, is_english, row};
use crate::diagnostic::FileName;
use crate::prose::{Prose, cells};
use crate::readability::{self, Scores};
use crate::source::{Content, File, Origin};
use crate::table;
use crate::table::inline::Markup;

fn file() -> FileName {
    "content/a.md".into()
}

fn findings(text: &str) -> Vec<Finding> {
    article(&Text::new(&Prose::markdown(text, 0, &file())), English::British)
}

#[test]
fn what_is_a_matter_of_british_form_is_right_in_other_english() {
    for (text, elsewhere) in [
        ("Take 0.5 mg of it, and 5 % more.", &[][..]),
        ("Take 50 mcg of it.", &[]),
        ("Take 50 µg of it.", &["unit-form"]),
        ("Call us over 38 °C, or 40 degrees Celsius.", &[]),
        ("You may have a fever.", &[]),
        ("It was on August 6, 2018.", &[]),
        ("It was on 6/8/2018, or on the 6th of August.", &["date-form", "date-form"]),
        ("Come at 5 p.m. sharp.", &[]),
        ("Come at 17:30 or at 12 noon.", &["time-form", "time-form"]),
        ("Rest for 2-3 days.", &["number-range"]),
    ] {
        let prose = Prose::markdown(text, 0, &file());
        let found = |english| article(&Text::new(&prose), english);
        let names: Vec<_> = found(English::Other).iter().map(|finding| finding.code.name).collect();
        assert_eq!(names, elsewhere, "{text}");
        assert!(!found(English::British).is_empty(), "{text}");
    }
}

#[test]
fn the_english_of_a_text_is_told_by_its_tag() {
    for (tag, english) in [
        ("en", Some(English::British)),
        ("en-GB", Some(English::British)),
        ("EN_gb", Some(English::British)),
        ("en-Latn-GB", Some(English::British)),
        ("en-US", Some(English::Other)),
        ("en-001", Some(English::Other)),
        ("de-GB", None),
        ("", None),
    ] {
        assert_eq!(English::of(tag), english, "{tag}");
    }
}

/// Each finding of `text` as "rule: what is marked", with what is written instead behind "->".
fn told(text: &str) -> Vec<String> {
    let told = |finding: Finding| {
        let marked = &text[finding.span.clone()];
        match finding.fix {
            Some(_) => format!("{}: {marked} -> {}", finding.code.name, replaced(text, &finding)),
            None => format!("{}: {marked}", finding.code.name),
        }
    };
    findings(text).into_iter().map(told).collect()
}

/// What is marked, as it is after its fix.
fn replaced(text: &str, finding: &Finding) -> String {
    let Some(fix) = &finding.fix else { return String::new() };
    let start = finding.span.start.min(fix.span.start);
    let end = finding.span.end.max(fix.span.end);
    [&text[start..fix.span.start], &fix.replacement, &text[fix.span.end..end]].concat()
}

/// A text, and what is said of it.
type Case = (&'static str, &'static [&'static str]);

const FAILING: &[Case] = &[
    ("Seek medical advice if symptoms persist.", &["jargon: Seek -> Ask for", "jargon: persist -> carry on"]),
    ("It can be an acute pain.", &["jargon: acute"]),
    (
        "See what the prognosis is, or a prognosis.",
        &["jargon: prognosis -> outlook", "jargon: prognosis -> an outlook"],
    ),
    (
        "Your medication may reduce pain.",
        &["jargon: medication -> medicine", "jargon: reduce pain -> ease pain"],
    ),
    ("Do not exceed it, e.g. in summer.", &["jargon: exceed", "jargon: e.g"]),
    ("Headaches occur *prior* to it.", &["jargon: occur -> happen", "jargon: prior* to"]),
    (
        "You may have a fever. You have a fever and nausea.",
        &[
            "jargon: fever -> high temperature",
            "jargon: fever -> high temperature",
            "jargon: nausea -> feeling sick",
        ],
    ),
    (
        "It lowers the risk of harm. It is normally mild.",
        &["jargon: risk of -> chance of", "jargon: normally -> usually"],
    ),
    (
        "## Renal problems\n\nYou can buy it over the counter.",
        &["jargon: Renal -> Kidney", "jargon: over the counter"],
    ),
    (
        "You may need an MRI. The MRI takes time, and the *CBT* too.",
        &["unexpanded-abbreviation: MRI", "unexpanded-abbreviation: CBT"],
    ),
    ("Ask about NSAIDs, please.", &["unexpanded-abbreviation: NSAID"]),
    (
        "Rest for two weeks, one or two times in one hour.",
        &["number-in-words: two -> 2", "number-in-words: one or two -> 1 or 2", "number-in-words: one -> 1"],
    ),
    (
        "Ten minutes of a two-week plan.",
        &["number-in-words: Ten -> 10", "number-in-words: two-week -> 2-week"],
    ),
    (
        "Do it 2-3 times, 10–15 minutes or 5 – 10 minutes.",
        &[
            "number-range: 2-3 -> 2 to 3",
            "number-range: 10–15 -> 10 to 15",
            "number-range: 5 – 10 -> 5 to 10",
        ],
    ),
    (
        "It is between 5%-10%, or 2--3 a day, or 10mg-20mg.",
        &[
            "number-range: 5%-10 -> 5% and 10",
            "number-range: 2--3 -> 2 to 3",
            "number-range: 10mg-20mg -> 10mg to 20mg",
        ],
    ),
    (
        "Take 0.5 mg or 50mcg or 1 µg, which is 5 %.",
        &[
            "unit-form: 0.5 mg -> 0.5mg",
            "unit-form: 50mcg -> 50 micrograms",
            "unit-form: 1 µg -> 1 microgram",
            "unit-form: 5 % -> 5%",
        ],
    ),
    (
        "Take .5 mg or .1 mcg of it.",
        &[
            "leading-zero: .5 -> 0.5",
            "unit-form: .5 mg -> .5mg",
            "leading-zero: .1 -> 0.1",
            "unit-form: .1 mcg -> .1 micrograms",
        ],
    ),
    (
        "Over 38 °C, 39°C, 40 degrees Celsius or 41 C.",
        &[
            "temperature-form: 38 °C -> 38C",
            "temperature-form: 39°C -> 39C",
            "temperature-form: 40 degrees Celsius -> 40C",
            "temperature-form: 41 C -> 41C",
        ],
    ),
    (
        "On 6th August 2018, the 6th of August, August 6, 2018 and 2018-08-06.",
        &[
            "date-form: 6th August -> 6 August",
            "date-form: the 6th of August -> 6 August",
            "date-form: August 6, 2018 -> 6 August 2018",
            "date-form: 2018-08-06 -> 6 August 2018",
        ],
    ),
    ("It was on 6/8/2018.", &["date-form: 6/8/2018"]),
    (
        "From 17:30 to 5.30 pm, 09:00, at 17.30, 5 p.m. sharp.",
        &[
            "time-form: 17:30 -> 5:30pm",
            "time-form: 5.30 pm -> 5:30pm",
            "time-form: 09:00 -> 9am",
            "time-form: 17.30 -> 5:30pm",
            "time-form: 5 p.m. -> 5pm",
        ],
    ),
    (
        "Eat at 12 noon, not at 5:00pm or 6 p.m.",
        &["time-form: 12 noon -> midday", "time-form: 5:00pm -> 5pm", "time-form: 6 p.m -> 6pm"],
    ),
    (
        "It is 1 in 1000, 10000 steps or 2500mg.",
        &[
            "thousands-comma: 1000 -> 1,000",
            "thousands-comma: 10000 -> 10,000",
            "thousands-comma: 2500 -> 2,500",
        ],
    ),
    ("At 1 a.m. I wake.", &["time-form: 1 a.m"]),
    ("Is it, isn't it? Why isn't the pain gone?", &["contraction: isn't", "contraction: isn't -> is not"]),
    ("An alternative form on 6/8/98.", &["jargon: alternative", "date-form: 6/8/98"]),
    ("Take .5mg of it.", &["leading-zero: .5 -> 0.5"]),
    ("Take 2 200mg tablets.", &["adjacent-numbers: 2 200mg -> two 200mg"]),
    (
        "Don't drive. You can't, and it *isn’t* safe. Won't you?",
        &[
            "contraction: Don't -> Do not",
            "contraction: can't -> cannot",
            "contraction: isn’t -> is not",
            "contraction: Won't",
        ],
    ),
    (
        ":::dont\n- stay in bed\n- do not sit\n- don't run\n  - or so\n:::\n",
        &["dont-item: stay", "contraction: don't -> do not"],
    ),
    (
        "Hold for a few seconds with adequate rest, several times.",
        &["vague-amount: a few seconds", "vague-amount: adequate rest", "vague-amount: several times"],
    ),
    ("Take the tablets regularly.", &["vague-amount: regularly"]),
    ("One. Two. Three. Four *it* is. Five.", &["long-paragraph: Four *it* is."]),
];

/// Texts with nothing to find.
const PASSING: &[&str] = &[
    "Ask for medical advice if symptoms carry on.",
    "Chronic fatigue syndrome, acute bronchitis and chronic kidney disease are illnesses. So is hay fever.",
    "Go to the Chronic Pain Centre. She called it “a chronic pain” and ‘acute’ too.",
    "> Seek medical advice if symptoms persist. Don't wait 2-3 days.",
    "See [Exercise therapy for chronic low back pain](https://example.org/a) or <cite>Acute pain</cite>.",
    "Do it.[^n]\n\n[^n]: NCCIH: Acute pain, 2-3 times. Don't.",
    "It is a non-steroidal anti-inflammatory drug (NSAID). Some tablets (ACE inhibitors and ARBs) do not mix.",
    "There is no alternative. It is no alternative to it. A few seconds later it is over. IT IS NOT A JOKE.",
    "The facts are from NICE. NICE is the National Institute for Health and Care Excellence.",
    "It scored 7/7/10. Room 2-3 is free.",
    "Breathe normally. You are at risk of it, and drug misuse is no risk.",
    "They experience of it. In my experience it helps.",
    "Magnetic resonance imaging (MRI) helps. An MRI is safe. Ask the NHS, a GP or A&E in the UK.",
    "An MRI (a scan with magnets) helps, and NICE, which guides the NHS, says so. NG59 is its name. The MRI is old.",
    "An <abbr title=\"x\">NSAID</abbr> helps. DO NOT take NSAIDs. Henry VIII did.",
    "Take one or two 200mg tablets. One of the two sides. One day you will. Use `2-3` and two of them.",
    "Do it 2 to 3 times. Call 0800-1111 or 116-123-45. Age 10-2 is odd. It is COVID-19 or B-12. On 2018-19 it was.",
    "In 2018 20 people came – 5 – and 1999 it ended. Take 0.5mg at 38C. It is a 5 kilometre walk.",
    "On 6 August 2018 at 5:30pm or midday. You may 5 times. It is 20:30 minutes long, 17.5cm wide, or at 5:30.",
    "In 1998 it was. 1 in 1,000 people. Call 116123. The study of 2019 found it. The first 1000.",
    "It is 0.5mg. See figure 2.5 and p.5.",
    "Do not drive. You'll be well, it's so, they've gone. “Don't,” she said.",
    ":::dont[Don't]\n- do not sit\n\n  Then stand.\n- Do not run\n:::\n\n:::do\n- sit\n:::\n",
    "Hold for 5 seconds. See a GP after a few weeks. Exercise regularly, 3 times a week. A few people do.",
    "People who regularly take part feel better.",
    "Most people wake several times a night. Walking is no wonder drug.",
    "Acute\n: Sudden.\n\nNSAID\n: A painkiller such as ibuprofen.\n\nPrognosis\n: What is likely.\n\nAn NSAID may help.",
];

#[test]
fn every_rule_marks_what_is_wrong_and_writes_what_is_right() {
    for (text, expected) in FAILING {
        assert_eq!(told(text), *expected, "{text}");
    }
}

#[test]
fn what_is_right_is_left_alone() {
    for text in PASSING {
        let told: Vec<_> =
            told(text).into_iter().filter(|line| !line.starts_with("long-paragraph")).collect();
        assert_eq!(told, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_day_before_a_paragraph_is_no_sentence_of_it() {
    for day in ["**Monday.**", "**20 November 2025.**"] {
        assert_eq!(told(&format!("{day} It rained. We sat. We slept.")), Vec::<String>::new(), "{day}");
    }
    assert_eq!(told("Mostly. It rained. We sat. We slept."), ["long-paragraph: We slept."]);
}

#[test]
fn every_rule_has_a_failing_case_and_a_whole_page() {
    let long = ["long-sentence", "very-long-sentence", "hard-to-read"];
    for code in CODES {
        let fails = FAILING.iter().any(|(_, told)| told.iter().any(|line| line.starts_with(code.name)));
        assert!(fails || long.contains(&code.name), "{} has no failing case", code.name);
        for part in ["Bad", "Good", "Source: "] {
            assert!(code.page.contains(part), "the page of {} has no {part}", code.name);
        }
    }
}

#[test]
fn a_fix_leaves_nothing_to_find_in_its_place() {
    for (text, _) in FAILING {
        for finding in findings(text) {
            let Some(fix) = &finding.fix else { continue };
            let fixed = fix.apply(text).expect("the place is in the text");
            let place = fix.span.start..fix.span.start + fix.replacement.len();
            let again = findings(&fixed).into_iter().find(|found| {
                found.code == finding.code && found.span.start < place.end && found.span.end > place.start
            });
            assert_eq!(again, None, "{text} became {fixed}");
        }
    }
}

#[test]
fn a_sentence_is_long_from_21_words_on_and_far_too_long_from_36() {
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
fn a_hard_text_names_its_three_hardest_sentences() {
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
    assert_eq!(findings(&few), [], "98 words are too few to tell");
}

#[test]
fn cells_are_read_like_articles_and_together() {
    let table = "name = \"x\"\nsteps = [\"hold 2-3 s, don't move\", \"ask for an MRI\", \"the MRI (magnetic scan)\"]\n";
    let cells: Vec<Prose> = ["hold 2-3 s, don't move", "ask for an MRI", "the MRI (magnetic scan)"]
        .into_iter()
        .map(|text| {
            let start = table.find(text).expect("it is there") - 1;
            Prose::cell(text, start..start + text.len() + 2, Markup::Inline, table)
        })
        .collect();
    let cells: Vec<Text<'_>> = cells.iter().map(Text::new).collect();
    let told: Vec<_> = row(&cells, English::British)
        .into_iter()
        .map(|finding| (finding.code.name, &table[finding.span]))
        .collect();
    assert_eq!(told, [("contraction", "don't"), ("number-range", "2-3"), ("unexpanded-abbreviation", "MRI")]);
    assert!(row(&cells, English::British).iter().take(2).all(|finding| finding.fix.is_some()));
}

#[test]
fn english_is_known_by_its_tag() {
    assert!(is_english("en") && is_english("en-GB") && is_english("EN_us"));
    assert!(!is_english("de") && !is_english("") && !is_english("eng-x"));
}

/// Words and marks that the rules ask about, in any order.
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
    fn any_text_is_judged_at_places_in_it(text in prop_oneof![wording(), "\\PC{0,80}"]) {
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

/// Every finding in this repository's own site, to be read.
///
/// ```sh
/// cargo test --lib -- --ignored --nocapture findings_of_this_site
/// ```
#[test]
#[ignore = "prints what is to be judged by a person"]
#[expect(clippy::disallowed_methods, reason = "the site is read from the disk")]
#[expect(clippy::print_stdout, reason = "what is printed is to be read")]
fn the_findings_of_this_site() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = walkdir::WalkDir::new(root.join("content")).sort_by_file_name();
    for path in entries.into_iter().filter_map(|entry| entry.ok().map(|entry| entry.into_path())) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let file = File {
            path: name.as_str().into(),
            content: Content::Text(text.as_str().into()),
            origin: Origin::Site,
        };
        let mut found = Vec::new();
        if name.ends_with(".md") {
            let prose = Prose::article(&file);
            found = article(&Text::new(&prose), English::British);
            if let Some(scores) = Scores::of(&readability::count(&prose)) {
                println!("{name}: {:?} {scores:.1?}", readability::count(&prose));
            }
        }
        for row_of in table::parse(&file).0 {
            let cells: Vec<Prose> = cells(&row_of, &text).into_iter().map(|cell| cell.prose).collect();
            found.extend(row(&cells.iter().map(Text::new).collect::<Vec<_>>(), English::British));
        }
        for finding in found {
            let line = text[..finding.span.start].matches('\n').count() + 1;
            let fixed = replaced(&text, &finding);
            println!(
                "{name}:{line}: {} [{}] -> [{fixed}] {}",
                finding.code.name, &text[finding.span], finding.message
            );
        }
    }
}
