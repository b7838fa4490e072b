//! Helpers shared by the tests of page rules.

use super::walk::Walk;

/// The names of the rules with findings in `html`, on a page called `title`.
pub(super) fn found_with(title: &str, html: &str) -> Vec<&'static str> {
    let mut walk = Walk::through(html, title, "own.example", None);
    walk.weigh();
    for finding in &walk.findings {
        assert!(html.get(finding.span.clone()).is_some(), "{html}");
    }
    walk.findings.iter().map(|finding| finding.code.name).collect()
}

/// The names of the rules with findings in `html`.
pub(super) fn found(html: &str) -> Vec<&'static str> {
    found_with("", html)
}

proptest::proptest! {
    #[test]
    fn any_sequence_of_tags_can_be_walked(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "<p>", "</p>", "<a href=x>", "</a>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<th>", "<li>", "<ul>",
                "</ul>", "<label>", "</label>", "<input>", "<button>", "</button>", "<svg role=img>", "</svg>", "<title>",
                "</title>", "<template>", "</template>", "<h2>", "</h2>", "<html lang=en>", "<nav>", "</nav>", "words",
                "слова", "<caption>", "</caption>", "<select>", "<option>", "<p lang=ru>", "<br/>", "<path/>",
            ]),
            0..40,
        )
    ) {
        found(&parts.concat());
    }
}
