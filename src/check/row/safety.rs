//! Texts that say that there is no risk, or none known.

/// How a text starts that says that there is no risk, or none known.
const NO_RISK: [&str; 13] = [
    "none known",
    "none is known",
    "none are known",
    "none reported",
    "none found",
    "none that",
    "nothing known",
    "no known",
    "no reported",
    "no risk",
    "no risks",
    "no side effects",
    "no interactions",
];

/// Whether `text` says that there is no risk, or none known.
pub(super) fn says_none(text: &str) -> bool {
    let said = text.trim().trim_end_matches('.').to_lowercase();
    let starts = |words: &str| {
        said.strip_prefix(words).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    matches!(said.as_str(), "none" | "nothing") || NO_RISK.iter().any(|words| starts(words))
}

/// Whether `text` contains a link, by which it can be looked up.
pub(super) fn has_link(text: &str) -> bool {
    text.contains("](") || text.contains("][") || text.contains("://")
}

#[cfg(test)]
mod tests {
    use super::says_none;

    #[test]
    fn no_risk_is_recognized_in_many_wordings() {
        for text in [
            "none",
            "None.",
            "none known",
            "No known risks, so far.",
            "None known, but ask.",
            "no side effects",
        ] {
            assert!(says_none(text), "{text}");
        }
        // "No" under `pregnancy` is a warning, and what nobody has studied is not known to be safe.
        for text in
            ["No", "Nothing is known of its use in pregnancy.", "nonetheless", "no alcohol", "Unknown.", ""]
        {
            assert!(!says_none(text), "{text}");
        }
    }
}
