//! Varieties of English, and what is right in each.

use super::super::{English, Text, article, is_english};
use super::file;
use crate::prose::Prose;

#[test]
fn rules_of_british_usage_do_not_apply_to_other_english() {
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
fn words_can_be_marked_as_another_variety_of_english() {
    for (text, british, elsewhere) in [
        ("<span lang=\"en-US\">Take 0.5 mg of it</span>.", 0, 0),
        ("<span lang=\"en-GB\">Take 0.5 mg of it</span>.", 1, 1),
        ("<span lang=\"en-US\">Take it</span>, 0.5 mg of it.", 1, 0),
        ("<span lang=\"en-GB\">Take <em lang=\"en-US\">0.5 mg</em> of it</span>.", 0, 0),
    ] {
        let prose = Prose::markdown(text, 0, &file());
        let found = |english| article(&Text::new(&prose), english).len();
        assert_eq!((found(English::British), found(English::Other)), (british, elsewhere), "{text}");
    }
}

#[test]
fn the_variety_of_english_follows_from_the_tag() {
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

#[test]
fn english_is_recognized_by_its_tag() {
    assert!(is_english("en") && is_english("en-GB") && is_english("EN_us"));
    assert!(!is_english("de") && !is_english("") && !is_english("eng-x"));
}
