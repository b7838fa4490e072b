//! "None known": who says so?

use super::completeness::MISSING_SAFETY;
use crate::data::WayOut;
use crate::diagnostic::{Diagnostic, Place};
use crate::table::remedy::Remedy;
use crate::table::{Row, mistake};

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

/// Reports a remedy that has no known risks, without a source.
pub(super) fn none_known(row: &Remedy, whole: &Row, diagnostics: &mut Vec<Diagnostic>) {
    if row.sources.iter().any(|source| !source.value.trim().is_empty()) || whole.is_misread(&["sources"]) {
        return;
    }
    let lists = [
        ("cautions", &row.cautions),
        ("interactions", &row.interactions),
        ("side_effects", &row.side_effects),
        ("avoid_if", &row.avoid_if),
    ];
    let lists = lists.into_iter().flat_map(|(field, cells)| cells.iter().map(move |cell| (field, cell)));
    let single =
        [("pregnancy", &row.pregnancy), ("breastfeeding", &row.breastfeeding), ("children", &row.children)];
    let single = single.into_iter().filter_map(|(field, cell)| Some((field, cell.as_ref()?)));
    let mut safe = lists.chain(single).filter(|(_, cell)| says_none(cell.text()) && !has_link(cell.text()));
    let Some((field, first)) = safe.next() else { return };
    let mut told = mistake(
        &MISSING_SAFETY,
        whole.file(),
        first.span(),
        format!("`{}` says “{}” under `{field}`, but names no source", row.name.value, first.text().trim()),
        WayOut::or_cell(
            "add `sources` with the ids of rows in `sources.toml`, or say what is known",
            "write the ids of rows in the table `sources` under `sources`, or say what is known",
        ),
    );
    for (field, cell) in safe {
        told = told.also(Place::new(whole.file(), cell.span()), format!("so does `{field}`"));
    }
    diagnostics.push(told);
}

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
