//! The scores of articles in what `--format json` prints.

use serde::Serialize;

use crate::readability::{Counts, Scores, tenth};

/// How hard an article is to read.
#[derive(Debug, Serialize)]
pub(super) struct ArticleScores<'a> {
    /// Its file, from the site's root.
    pub(super) file: &'a str,
    /// Its language.
    pub(super) language: &'a str,
    /// `None` if the language has no scores or the article no running text.
    pub(super) readability: Option<ReportedScores>,
}

/// Scores as they are reported, in the order and with the meaning of [`Scores`].
#[derive(Debug, Serialize)]
pub(super) struct ReportedScores {
    reading_age: f64,
    flesch_reading_ease: f64,
    flesch_kincaid_grade: f64,
    smog: f64,
    gunning_fog: f64,
    coleman_liau: f64,
    ari: f64,
    words: usize,
    sentences: usize,
}

impl ReportedScores {
    /// The scores of a text with `counts`; `None` if it has no words.
    #[must_use]
    pub(super) fn of(counts: &Counts) -> Option<ReportedScores> {
        let scores = Scores::of(counts)?;
        Some(ReportedScores {
            reading_age: tenth(scores.reading_age()),
            flesch_reading_ease: tenth(scores.reading_ease),
            flesch_kincaid_grade: tenth(scores.grade),
            smog: tenth(scores.smog),
            gunning_fog: tenth(scores.fog),
            coleman_liau: tenth(scores.coleman_liau),
            ari: tenth(scores.ari),
            words: counts.words,
            sentences: counts.sentences,
        })
    }
}
