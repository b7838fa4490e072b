//! Addresses as authors write them: their schemes, parts and paths.
//!
//! Architecture Invariant: this module sees one address and the file it is in; it does not know where the address leads.

use crate::fold::composed;
use crate::swar;
use crate::url;

/// The address from the site's root that the page or file at `path`, written in the file `from`, would have.
pub(super) fn would_be(from: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let joined = join(folder_of(from), path).unwrap_or_default();
    let below = joined.strip_prefix("content/").unwrap_or(&joined);
    match below.strip_suffix(".md") {
        Some("index") => "/".to_owned(),
        Some(page) => format!("/{}/", page.strip_suffix("/index").unwrap_or(page)),
        None => format!("/{below}"),
    }
}

/// Schemes of addresses on other sites, and of those that open a program.
pub(super) const SCHEMES: [&str; 22] = [
    "mailto",
    "tel",
    "sms",
    "geo",
    "maps",
    "webcal",
    "webcals",
    "whatsapp",
    "xmpp",
    "sip",
    "sips",
    "callto",
    "skype",
    "facetime",
    "facetime-audio",
    "tg",
    "viber",
    "sgnl",
    "signal",
    "msteams",
    "matrix",
    "ftp",
];

/// An address within the site, split into its parts, as written.
pub(super) struct SplitAddress<'t> {
    pub(super) path: &'t str,
    pub(super) query: Option<&'t str>,
    pub(super) fragment: Option<&'t str>,
}

impl<'t> SplitAddress<'t> {
    pub(super) fn of(target: &'t str) -> Self {
        let (rest, fragment) =
            target.split_once('#').map_or((target, None), |(rest, part)| (rest, Some(part)));
        let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
        SplitAddress { path, query, fragment }
    }
}

/// The anchor that a page has to have for the `fragment` of an address, and what follows the path in the address that is
/// published. What the browser handles itself needs no anchor: `#top`, and text fragments (`#:~:text=`).
pub(super) fn anchor(query: Option<&str>, fragment: Option<&str>) -> (String, String) {
    let mut suffix = query.map_or_else(String::new, |query| format!("?{}", url::encode_rest(query)));
    let Some(fragment) = fragment else { return (String::new(), suffix) };
    let (id, directive) = fragment.split_at(fragment.find(":~:").unwrap_or(fragment.len()));
    let id = composed(&url::decode_path(id)).into_owned();
    suffix.push('#');
    suffix.push_str(&url::encode_path(&id));
    suffix.push_str(&url::encode_rest(directive));
    let id = if id.eq_ignore_ascii_case("top") { String::new() } else { id };
    (id, suffix)
}

/// The folder that relative links in the file `from` start from.
pub(super) fn folder_of(from: &str) -> &str {
    from.rsplit_once('/').map_or("content", |(folder, _)| folder)
}

/// The folder below `content/` that the source path `name` would be.
pub(super) fn as_folder(name: &str) -> Option<&str> {
    name.strip_prefix("content").map(|folder| folder.trim_matches('/'))
}

/// The scheme of an address such as `https:`, in lower case. Browsers ignore control characters and spaces
/// in it, so they are ignored here too.
pub(super) fn scheme(target: &str) -> Option<String> {
    if !target.contains(':') {
        return None;
    }
    let cleaned: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = cleaned.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| scheme.to_lowercase())
}

/// `path` from `folder`, without `.` and `..`; `None` if it leaves the site.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut joined = String::with_capacity(folder.len() + 1 + path.len());
    let add = |joined: &mut String, part: &str| {
        if !joined.is_empty() {
            joined.push('/');
        }
        joined.push_str(part);
    };
    parts(folder).filter(|part| !part.is_empty()).for_each(|part| add(&mut joined, part));
    for part in parts(path) {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => add(&mut joined, part),
        }
    }
    Some(joined)
}

/// The parts of `path` between its slashes.
fn parts(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let whole = rest?;
        let Some(slash) = swar::find(whole.as_bytes(), 0, b'/') else { return rest.take() };
        rest = Some(&whole[slash + 1..]);
        Some(&whole[..slash])
    })
}

/// `path` as seen from `folder`, as an author would write it.
pub(super) fn relative_to(folder: &str, path: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (folder.split('/').collect(), path.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_taken_apart() {
        assert_eq!(join("content/a", "../b/./c.md").as_deref(), Some("content/b/c.md"));
        assert_eq!(join("content/a", "../../../etc/passwd"), None);
        assert_eq!(join("/content//a", "../../").as_deref(), Some(""));
        assert_eq!(join("", "a/..//b/").as_deref(), Some("b"));
        assert_eq!(relative_to("content/a", "content/b/c.md"), "../b/c.md");
        assert_eq!(relative_to("content/a", "content/a/c.md"), "c.md");
    }

    #[test]
    fn a_scheme_is_seen_through_its_disguises() {
        assert_eq!(scheme("java\tscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme(" JavaScript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("heat.md#a:b"), None);
        assert_eq!(scheme("a/b:c"), None);
    }
}
