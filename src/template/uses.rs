//! What each template is made of: the templates it extends and includes, and those that define the components
//! it calls, and so on.
//!
//! Tera knows this and does not tell. So the texts are read here once more, as far as names go: in what stands
//! between Tera's marks, a text in quotes may name a template, and a word after `<` a component. A template may
//! so be taken to use one that it only mentions; it never fails to be taken to use one that it uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::trace::Digest;

/// For each template the names of all that it is made of, its own among them.
pub(super) type TemplateParts = BTreeMap<String, BTreeSet<String>>;

/// What each template is made of.
pub(super) fn parts(templates: &[(&str, &str)]) -> TemplateParts {
    let texts: BTreeMap<&str, &str> = templates.iter().copied().collect();
    let mut components: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, text) in templates {
        for component in marked(text).filter_map(defined) {
            components.entry(component).or_default().insert(name);
        }
    }
    let direct: BTreeMap<&str, BTreeSet<&str>> = templates
        .iter()
        .map(|(name, text)| {
            let mut uses = BTreeSet::new();
            for inside in marked(text) {
                uses.extend(
                    quoted(inside).filter_map(|word| texts.get_key_value(word)).map(|(name, _)| *name),
                );
                uses.extend(called(inside).filter_map(|word| components.get(word)).flatten());
            }
            (*name, uses)
        })
        .collect();
    texts
        .keys()
        .map(|&name| {
            let mut all = BTreeSet::from([name]);
            let mut open = vec![name];
            while let Some(next) = open.pop() {
                open.extend(direct[next].iter().filter(|&&used| all.insert(used)));
            }
            (name.to_owned(), all.into_iter().map(str::to_owned).collect())
        })
        .collect()
}

/// For each template its digest: of its own text and of the texts of all that it is made of.
pub(super) fn digests(templates: &[(&str, &str)], parts: &TemplateParts) -> BTreeMap<String, Digest> {
    let texts: BTreeMap<&str, &str> = templates.iter().copied().collect();
    let digest = |names: &BTreeSet<String>| {
        Digest::of(
            &names.iter().map(|name| (name.as_str(), texts.get(name.as_str()).copied())).collect::<Vec<_>>(),
        )
    };
    parts.iter().map(|(name, names)| (name.clone(), digest(names))).collect()
}

/// The kinds of row that templates with these `texts` ask for, by their words; `None` where that is only known when they are
/// rendered. Any word in quotes in a tag that asks for rows may be one.
pub(super) fn kinds<'a>(texts: impl Iterator<Item = &'a str>) -> Option<BTreeSet<String>> {
    let mut kinds = BTreeSet::new();
    let asks = |inside: &&str| inside.contains("rows(") || inside.contains("row(");
    // Most templates ask for no rows, and need not be read tag by tag.
    for inside in texts.filter(asks).flat_map(marked).filter(asks) {
        let mut given = inside.match_indices("kind=").map(|(at, key)| inside[at + key.len()..].trim_start());
        if !given.all(|value| value.starts_with(['"', '\'', '`'])) {
            return None;
        }
        kinds.extend(quoted(inside).map(str::to_owned));
    }
    Some(kinds)
}

/// What stands between `{{` and `}}`, and between `{%` and `%}`.
fn marked(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find("{")?;
            rest = &rest[at + 1..];
            let end = match rest.as_bytes().first()? {
                b'{' => "}}",
                b'%' => "%}",
                _ => continue,
            };
            let inside = &rest[1..];
            let length = closing(inside, end);
            rest = inside.get(length + end.len()..).unwrap_or("");
            return Some(&inside[..length]);
        }
    })
}

/// Where `end` stands in `inside` outside quotes.
pub(super) fn closing(inside: &str, end: &str) -> usize {
    let mut quote = None;
    let first = end.chars().next();
    for (at, letter) in inside.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if matches!(letter, '"' | '\'' | '`') => quote = Some(letter),
            None if Some(letter) == first && inside[at..].starts_with(end) => return at,
            None => {}
        }
    }
    inside.len()
}

/// The texts in quotes.
fn quoted(inside: &str) -> impl Iterator<Item = &str> {
    let quotes = ['"', '\'', '`'];
    quotes.into_iter().flat_map(move |quote| inside.split(quote).skip(1).step_by(2))
}

/// The words after `<`.
fn called(inside: &str) -> impl Iterator<Item = &str> {
    inside.split('<').skip(1).map(|rest| word(rest.trim_start()))
}

/// The component that `inside` begins to define.
fn defined(inside: &str) -> Option<&str> {
    let rest = inside.trim_start_matches('-').trim_start().strip_prefix("component")?;
    Some(word(rest.trim_start())).filter(|name| !name.is_empty() && rest.starts_with(char::is_whitespace))
}

fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | ':')));
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The templates whose digest is another once `changed` has changed.
    fn touched<'a>(templates: &[(&'a str, &'a str)], changed: &str) -> Vec<&'a str> {
        let digests = |templates: &[(&str, &str)]| digests(templates, &parts(templates));
        let before = digests(templates);
        let other =
            |name: &str, text: &str| if name == changed { format!("{text}!") } else { text.to_owned() };
        let after: Vec<(&str, String)> =
            templates.iter().map(|&(name, text)| (name, other(name, text))).collect();
        let after = digests(&after.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>());
        templates.iter().map(|(name, _)| *name).filter(|name| before[*name] != after[*name]).collect()
    }

    #[test]
    fn a_template_is_made_of_what_it_extends_includes_and_calls() {
        let templates = [
            ("base.html", "<main>{% block main %}{% endblock %}</main>{% include \"foot.html\" -%}"),
            ("card.html", "{%- component card(a: string) -%}{% include 'mark.html' %}{% endcomponent %}"),
            ("foot.html", "<figure>{{ \"}} card.html %}\" }}</figure> { x"),
            ("list.html", "{% for a in b %}{{ < card a={a}/> }}{% endfor %} {"),
            ("mark.html", "!"),
            ("page.html", "{%extends \"base.html\"%}{% if a < b %}<card>{% endif %}"),
        ];
        assert_eq!(touched(&templates, "base.html"), ["base.html", "page.html"]);
        assert_eq!(touched(&templates, "foot.html"), ["base.html", "foot.html", "page.html"]);
        assert_eq!(touched(&templates, "mark.html"), ["card.html", "list.html", "mark.html"]);
        assert_eq!(touched(&templates, "card.html"), ["card.html", "list.html"]);
        assert_eq!(touched(&templates, "list.html"), ["list.html"]);
    }
}
