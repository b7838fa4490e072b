//! Suggests the known word closest to a mistyped one.

/// The candidate closest to `word`, if it is close enough to be what was meant.
///
/// Differences in case, and between `-`, `_` and space, do not count. Of equally close candidates the first wins, so
/// that the result is deterministic.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = fold(word);
    let length = wanted.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // A distance is at least the difference in length, so most need not be computed.
        if candidate.chars().count().abs_diff(length) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &fold(candidate));
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// "did you mean `hold`?", or `otherwise` if no candidate is close.
#[must_use]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    nearest(word, candidates).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_mistake_is_understood() {
        assert_eq!(nearest("hodl", ["reps", "hold"]), Some("hold"));
        assert_eq!(nearest("Reviewed_Due", ["review_due", "reviewed"]), Some("review_due"));
        assert_eq!(nearest("titel", ["title", "tags"]), Some("title"));
    }

    #[test]
    fn an_unrelated_word_gets_no_suggestion() {
        assert_eq!(nearest("colour", ["hold", "reps", "title"]), None);
        assert_eq!(nearest("", ["hold"]), None);
    }
}
