//! Finds texts that are hard to read as a whole.

use std::cmp::Ordering;

use super::{Finding, Text};
use crate::diagnostic::code::rules;
use crate::prose::BlockKind;
use crate::readability::Scores;

rules! {
    pub(super),
    /// A text is harder to read than school grade 8.
    ///
    /// What it does: calculates the Flesch–Kincaid grade of the running text if it has 100 words or more, without
    /// headings, tables, labels and footnotes. It marks the three hardest sentences.
    ///
    /// Why: advice that only some readers can follow helps only some. The formula is based on the length of sentences
    /// and words, not on their meaning, so this is only a warning: start with the marked sentences and make them
    /// shorter.
    ///
    /// Bad: "Involuntary muscular contractions necessitate professional evaluation." Good: "If a muscle keeps
    /// tightening by itself, see a GP."
    ///
    /// The reading age is the grade plus 5, which is a rule of thumb; the NHS aims for 9 to 11.
    ///
    /// Source: National Institutes of Health (grade 8 at most); Flesch–Kincaid.
    HARD_TO_READ = "hard-to-read", PlainLanguage, Warning;
}

/// The highest Flesch–Kincaid grade of a text for the general public.
pub(super) const HIGHEST_GRADE: f64 = 8.0;
/// The highest reading age given, in years.
const OLDEST: f64 = 18.0;
/// With fewer words than this, scores mean little.
pub(super) const FEWEST_WORDS: usize = 100;

/// Reports running text that is harder than grade 8. Marks its title, or else its first sentence, and as related
/// places its three hardest sentences.
#[must_use]
pub(super) fn hard_to_read(text: &Text<'_>) -> Option<Finding> {
    let prose = text.prose;
    let counts = text.total();
    let scores = Scores::of(&counts).filter(|_| counts.words >= FEWEST_WORDS)?;
    if scores.grade <= HIGHEST_GRADE {
        return None;
    }
    let title = prose.blocks().iter().find(|block| block.kind == BlockKind::Heading(1));
    let first = prose.blocks().iter().find(|block| block.is_running())?;
    let place = title.unwrap_or(first);
    let range = prose.sentences(place).first()?.clone();
    // Above that, the result depends on long words more than on age.
    let age = scores.reading_age();
    let age = if age > OLDEST { format!("over {OLDEST:.0}") } else { format!("of {age:.0}") };
    let message = format!("this text is for a reading age {age} (Flesch–Kincaid grade {:.1})", scores.grade);
    let help = format!(
        "shorten sentences and use plainer words, the marked ones first; aim at grade {HIGHEST_GRADE:.0} or lower"
    );
    let mut finding = Finding::new(&HARD_TO_READ, prose, range, message, help);
    let mut sentences: Vec<_> = text
        .counts()
        // Names and fragments are not what makes a text hard.
        .filter(|(_, counts)| counts.words >= 8)
        .filter_map(|(range, counts)| Some((Scores::of(counts)?.grade, range)))
        .collect();
    sentences.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
    finding.related = sentences
        .into_iter()
        .take(3)
        .map(|(grade, range)| (prose.source(range.clone()), format!("grade {grade:.0}")))
        .collect();
    Some(finding)
}
