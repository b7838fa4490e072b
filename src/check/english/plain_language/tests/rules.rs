//! Every rule: what it finds and what it ignores.

use super::super::CODES;
use super::{described, findings};

/// A text and its findings.
type Case = (&'static str, &'static [&'static str]);

const FAILING: &[Case] = &[
    ("Seek medical advice if symptoms persist.", &["jargon: Seek", "jargon: persist"]),
    ("It can be an acute pain.", &["jargon: acute"]),
    ("See what the prognosis is, or a prognosis.", &["jargon: prognosis", "jargon: prognosis"]),
    ("Your medication may reduce pain.", &["jargon: medication", "jargon: reduce pain"]),
    ("Do not exceed it, e.g. in summer.", &["jargon: exceed", "jargon: e.g"]),
    ("Headaches occur *prior* to it.", &["jargon: occur", "jargon: prior* to"]),
    (
        "You may have a fever. You have a fever and nausea.",
        &["jargon: fever", "jargon: fever", "jargon: nausea"],
    ),
    ("It lowers the risk of harm. It is normally mild.", &["jargon: risk of", "jargon: normally"]),
    ("## Renal problems\n\nYou can buy it over the counter.", &["jargon: Renal", "jargon: over the counter"]),
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
        "We are open 9am-5pm, 9-5pm, 9:30am – 5pm or 22:00-06:00. Drink 1500 to 2000ml. Heat it to 38 °C-39 °C.",
        &[
            "number-range: 9am-5pm -> 9am to 5pm",
            "number-range: 9-5pm -> 9 to 5pm",
            "number-range: 9:30am – 5pm -> 9:30am to 5pm",
            "number-range: 22:00-06:00 -> 22:00 to 06:00",
            "thousands-comma: 1500 -> 1,500",
            "thousands-comma: 2000 -> 2,000",
            "temperature-form: 38 °C -> 38C",
            "temperature-form: 39 °C -> 39C",
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
            "time-form: 09:00",
            "time-form: 17.30 -> 5:30pm",
            "time-form: 5 p.m. -> 5pm",
        ],
    ),
    (
        "Eat at 12 noon, not at 5:00pm or 6 p.m.",
        &["time-form: 12 noon", "time-form: 5:00pm -> 5pm", "time-form: 6 p.m -> 6pm"],
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
    ("Is it, isn't it? Why isn't the pain gone?", &["contraction: isn't", "contraction: isn't"]),
    ("An alternative form on 6/8/98.", &["jargon: alternative", "date-form: 6/8/98"]),
    ("Take .5mg of it.", &["leading-zero: .5 -> 0.5"]),
    ("Take 2 200mg tablets.", &["adjacent-numbers: 2 200mg"]),
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
    // A dash between numbers that may be a name, and the strength of two medicines, are for a person to judge.
    (
        "Try 7-11 breathing, or 5-325 mg.",
        &["number-range: 7-11", "number-range: 5-325", "unit-form: 325 mg -> 325mg"],
    ),
    ("A 5-10 minute walk, 2-3 a day.", &["number-range: 5-10 -> 5 to 10", "number-range: 2-3 -> 2 to 3"]),
    ("Take 1 500mg tablet.", &["adjacent-numbers: 1 500mg"]),
    (
        "Why can't people sleep? How it doesn't work.",
        &["contraction: can't", "contraction: doesn't -> does not"],
    ),
    ("The clinic opens at 09:30, or 13:15.", &["time-form: 09:30 -> 9:30am", "time-form: 13:15"]),
    ("It raises your risk of having a stroke.", &["jargon: risk of"]),
    ("Take the tablets regularly.", &["vague-amount: regularly"]),
    ("One. Two. Three. Four *it* is. Five.", &["long-paragraph: Four *it* is."]),
];

/// Texts without findings.
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
    "These are the health risks of smoking. Read about the risk of smoking and the risks of surgery.",
    "Help them put their affairs in order to feel calm. Nausea (feeling sick) is common.",
    "A high temperature (fever), also called pyrexia, is a sign. High blood pressure (hypertension) is too.",
    "She is on a zero hours contract. It took forty two weeks, one hundred and two people, and nought point five grams.",
    "The Seven Days study and the *Ten minutes to calm* course helped. Twelve Weeks is its name.",
    "He does a nine to five hours job. Meet at 10-12 High Street. Do not say 'it hurt for two weeks' to them.",
    "Read [nausea.md](nausea.md), [www.nhs.uk/2-3/](https://www.nhs.uk/2-3/) and *Acute pain in adults*.",
    "Acute Medical Unit. Ask a physician associate. Join pulmonary rehabilitation. Do abdominal thrusts.",
    "« Take it for two weeks », she said. It occurred to us. Her interaction with her child is warm.",
    "Acute\n: Sudden.\n\nNSAID\n: A painkiller such as ibuprofen.\n\nPrognosis\n: What is likely.\n\nAn NSAID may help.",
];

#[test]
fn every_rule_marks_what_is_wrong_and_suggests_what_is_right() {
    for (text, expected) in FAILING {
        assert_eq!(described(text), *expected, "{text}");
    }
}

#[test]
fn correct_text_has_no_findings() {
    for text in PASSING {
        let described: Vec<_> =
            described(text).into_iter().filter(|line| !line.starts_with("long-paragraph")).collect();
        assert_eq!(described, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn every_rule_has_a_failing_case() {
    let long = ["long-sentence", "very-long-sentence", "hard-to-read"];
    for code in CODES.iter() {
        let fails =
            FAILING.iter().any(|(_, described)| described.iter().any(|line| line.starts_with(code.name)));
        assert!(fails || long.contains(&code.name), "{} has no failing case", code.name);
    }
}

#[test]
fn a_fix_leaves_no_finding_in_its_place() {
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
