//! What was meant by a template that Tera refuses: from Tera's words and the text around them to a plain sentence, its place
//! and a way out.

use std::ops::Range;

use crate::diagnostic::nearest;

/// What is wrong, where in the text of the template if that is elsewhere than Tera says, and the way out.
pub(super) struct TemplateSlip {
    pub(super) span: Option<Range<usize>>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Tera's tags.
const TAGS: [&str; 21] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "block",
    "endblock",
    "extends",
    "include",
    "set",
    "set_global",
    "endset",
    "filter",
    "endfilter",
    "raw",
    "endraw",
    "component",
    "endcomponent",
    "break",
    "continue",
];

/// Its filters and ours.
const FILTERS: &str = "abs capitalize default escape escape_html escape_xml first float get group_by indent int join keys \
                       last length lower newlines_to_br nth pairs pluralize replace reverse round safe sort split str \
                       title trim trim_end trim_start truncate unique upper values wordcount rfc3339 plain drawn_once date";

/// Its functions and ours.
const FUNCTIONS: &str = "range throw url picture rows row kind t messages";

/// Its tests.
const TESTS: &str = "array bool containing defined divisible_by ending_with even float integer iterable map none number odd starting_with \
     string undefined";

/// Explains Tera's `message` about `span` of the template `text`.
pub(super) fn explain(text: &str, span: &Range<usize>, message: &str) -> TemplateSlip {
    let marked = text.get(span.clone()).unwrap_or("").trim();
    let word = message.split('`').nth(1).unwrap_or("");
    let near = |word: &str, names: &str, what: &str| {
        let help = nearest(word, names.split_whitespace()).map(|near| format!("did you mean `{near}`?"));
        TemplateSlip { span: None, message: format!("there is no {what} `{word}`"), help }
    };
    let lower = message.to_lowercase();
    if lower.starts_with("unknown filter") {
        return near(word, FILTERS, "filter");
    }
    if lower.starts_with("unknown function") {
        return near(word, FUNCTIONS, "function");
    }
    if lower.starts_with("unknown test") {
        return near(word, TESTS, "test");
    }
    if let Some(slip) = unbalanced(text) {
        return slip;
    }
    if lower.starts_with("unknown tag") {
        let tag = tag_at(text, span.start).unwrap_or(marked);
        let help = nearest(tag, TAGS).map_or_else(
            || "to print a value, write `{{ … }}`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return TemplateSlip { span: None, message: format!("there is no tag `{tag}`"), help: Some(help) };
    }
    TemplateSlip { span: None, message: first_lower(message), help: None }
}

/// The first word of the tag around byte `at`.
fn tag_at(text: &str, at: usize) -> Option<&str> {
    let start = text.get(..at.saturating_add(2).min(text.len()))?.rfind("{%")? + 2;
    let inner = text.get(start..)?.trim_start_matches('-').trim_start();
    let end = inner.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    inner.get(..end).filter(|word| !word.is_empty())
}

/// A tag that is never closed, or closes what is not open.
fn unbalanced(text: &str) -> Option<TemplateSlip> {
    // Each open tag: what it opens, and its place.
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|offset| at + offset) {
        let (sign, close) = match text.as_bytes().get(start + 1) {
            Some(b'%') => ("{%", "%}"),
            Some(b'{') => ("{{", "}}"),
            Some(b'#') => ("{#", "#}"),
            _ => {
                at = start + 1;
                continue;
            }
        };
        let rest = &text[start + 2..];
        let end = rest.find(close);
        // Another opening sign before the end means that the first was left open.
        let next = rest.find("{%").into_iter().chain(rest.find("{{")).min();
        let Some(end) = end.filter(|end| sign == "{#" || next.is_none_or(|next| *end < next)) else {
            let line = text[start..].lines().next().unwrap_or("").trim_end();
            let message = format!("this `{sign}` has no `{close}`");
            let help = Some(format!("write `{close}` at its end"));
            return Some(TemplateSlip { span: Some(start..start + line.len().max(2)), message, help });
        };
        let place = start..start + 2 + end + 2;
        at = place.end;
        if sign != "{%" {
            continue;
        }
        let inner = rest[..end].trim_matches(['-', ' ', '\n', '\r', '\t']);
        let name = inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        if name == "raw" {
            // Nothing in it is a tag.
            let Some(after) = text[at..].find("endraw").map(|offset| at + offset) else {
                open.push((name, place));
                break;
            };
            at = text[after..].find("%}").map_or(text.len(), |offset| after + offset + 2);
            continue;
        }
        let opens = match name {
            "if" | "for" | "block" | "filter" | "component" => true,
            "set" | "set_global" => !inner.contains('='),
            _ => false,
        };
        if opens {
            open.push((name, place));
        } else if let Some(closed) = name.strip_prefix("end").filter(|closed| TAGS.contains(closed)) {
            let line = |at: usize| text[..at].matches('\n').count() + 1;
            match open.pop() {
                Some((opened, _)) if opened == closed || (opened == "set_global" && closed == "set") => {}
                Some((opened, from)) => {
                    let message = format!(
                        "`{{% {name} %}}` is here, but `{{% {opened} %}}` of line {} is still open",
                        line(from.start)
                    );
                    let help = Some(format!("write `{{% end{opened} %}}` before it"));
                    return Some(TemplateSlip { span: Some(place), message, help });
                }
                None => {
                    let message = format!("`{{% {name} %}}` closes nothing");
                    let help = Some(format!("delete it, or write `{{% {closed} … %}}` before it"));
                    return Some(TemplateSlip { span: Some(place), message, help });
                }
            }
        }
    }
    let (name, span) = open.pop()?;
    let message = format!("this `{{% {name} %}}` is never closed");
    Some(TemplateSlip {
        span: Some(span),
        message,
        help: Some(format!("write `{{% end{name} %}}` where it ends")),
    })
}

/// `text` without a full stop, and with a small letter at its start.
pub(super) fn first_lower(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    // An identifier or an acronym keeps its capital.
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::{FILTERS, FUNCTIONS, unbalanced};
    use crate::diagnostic::FileName;

    /// What is said of the template `text`: the marked part, the fact and the way out.
    fn said(text: &str) -> String {
        let file: FileName = "templates/a.html".into();
        let mut tera = tera::Tera::new();
        let error = tera.add_raw_templates([("a.html", text)]).expect_err("it is wrong");
        let found = crate::template::fault::load_faults(&error, &[("a.html", &file, text)]);
        let found = &found[0];
        let place = &found.primary.place;
        format!("{} | {} | {}", &text[place.start..place.end], found.message, found.help)
    }

    #[test]
    fn what_theme_authors_get_wrong_is_told_with_what_was_meant() {
        for (text, expected) in [
            (
                "a\n{% if page %}b\n",
                "{% if page %} | this `{% if %}` is never closed | write `{% endif %}` where it ends",
            ),
            (
                "{% for a in page %}{% if a %}b{% endfor %}",
                "{% endfor %} | `{% endfor %}` is here, but `{% if %}` of line 1 is still open | write `{% endif %}` before it",
            ),
            (
                "b{% endif %}",
                "{% endif %} | `{% endif %}` closes nothing | delete it, or write `{% if … %}` before it",
            ),
            ("{{ page.title }\n<p>", "{{ page.title } | this `{{` has no `}}` | write `}}` at its end"),
            ("{% fro a in page %}b", "fro | there is no tag `fro` | did you mean `for`?"),
            ("{{ page | lenght }}", "lenght | there is no filter `lenght` | did you mean `length`?"),
            ("{{ rosw(kind=\"a\") }}", "rosw | there is no function `rosw` | did you mean `rows`?"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn the_theme_is_in_balance_and_every_name_exists() {
        for file in crate::source::theme().filter(|file| file.path.ends_with(".html")) {
            assert!(unbalanced(file.text()).is_none(), "{}", file.path);
        }
        let filters = FILTERS.split_whitespace().map(|name| format!("{{{{ a | {name} }}}}"));
        let functions = FUNCTIONS.split_whitespace().map(|name| format!("{{{{ {name}() }}}}"));
        for text in filters.chain(functions) {
            let loaded = crate::template::empty().add_raw_templates([("a.html", text.as_str())]);
            assert!(loaded.is_ok(), "{text}: {loaded:?}");
        }
    }
}
