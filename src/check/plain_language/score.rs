//! Texts that are hard to read as a whole.

use std::cmp::Ordering;

use super::{Finding, HARD_TO_READ};
use crate::prose::{Kind, Prose};
use crate::readability::{self, Scores};

/// The highest Flesch–Kincaid grade of a text that people at large can read.
pub const HIGHEST_GRADE: f64 = 8.0;
/// Scores of fewer words than this say little.
pub const FEWEST_WORDS: usize = 100;

/// Whether the running text of `prose` is harder than grade 8. Its title is marked, or its first sentence; its three
/// hardest sentences are other places.
#[must_use]
pub fn hard_to_read(prose: &Prose) -> Option<Finding> {
    let counts = readability::count(prose);
    let scores = Scores::of(&counts).filter(|_| counts.words >= FEWEST_WORDS)?;
    if scores.grade <= HIGHEST_GRADE {
        return None;
    }
    let title = prose.blocks().iter().find(|block| block.kind == Kind::Heading(1));
    let first = prose.blocks().iter().find(|block| block.is_running())?;
    let place = title.unwrap_or(first);
    let range = prose.sentences(place).first()?.clone();
    let message = format!(
        "this text is for a reading age of {:.0} (Flesch–Kincaid grade {:.1})",
        scores.reading_age(),
        scores.grade
    );
    let help = format!(
        "shorten sentences and use plainer words, the marked ones first; aim at grade {HIGHEST_GRADE:.0} or lower"
    );
    let mut finding = Finding::new(&HARD_TO_READ, prose, range, message, help);
    let running = prose.blocks().iter().filter(|block| block.is_running());
    let mut sentences: Vec<_> = running
        .flat_map(|block| prose.sentences(block))
        .filter_map(|range| {
            let counts = readability::sentence_counts(prose, range.clone());
            // A name or a heading-like scrap is not what makes a text hard.
            (counts.words >= 8).then_some((Scores::of(&counts)?.grade, range))
        })
        .collect();
    sentences.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
    finding.related = sentences
        .into_iter()
        .take(3)
        .map(|(grade, range)| (prose.source(range.clone()), format!("grade {grade:.0}")))
        .collect();
    Some(finding)
}
