//! Web addresses: which ones leave the site, their hosts, and where redirects lead.

/// The full address of a link's `target` on another site, without its fragment; `None` if the link stays on this
/// site.
#[must_use]
pub fn outside(target: &str) -> Option<String> {
    let target = target.trim();
    let whole = if target.starts_with("//") { format!("https:{target}") } else { target.to_owned() };
    let (scheme, rest) = whole.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or(rest);
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(at);
    if authority.is_empty() {
        return None;
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some(format!("{scheme}://{}{slash}{}", authority.to_lowercase(), encoded(path)))
}

/// `path` with characters that a request must not contain encoded as `%XX`; existing encodings are kept.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The host and port of a full address: "example.org", "127.0.0.1:8080".
#[must_use]
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    authority.rsplit('@').next().unwrap_or(authority)
}

/// Resolves `location`, sent by a server in reply to a request for `base` (RFC 3986, section 5.2); `None` if the
/// result is not a web address.
#[must_use]
pub fn resolve(base: &str, location: &str) -> Option<String> {
    let location = location.trim();
    let is_whole =
        |text: &str| text.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    if is_whole(location) {
        return outside(location);
    }
    let (scheme, rest) = base.split_once("://")?;
    if location.starts_with("//") {
        return outside(&format!("{scheme}:{location}"));
    }
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(at);
    let path = path.split('?').next().unwrap_or("");
    let target = location.split('#').next().unwrap_or("");
    let joined = match target.as_bytes().first() {
        None => path.to_owned(),
        Some(b'?') => format!("{path}{target}"),
        Some(b'/') => without_dots(target),
        Some(_) => {
            let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
            without_dots(&format!("{folder}{target}"))
        }
    };
    outside(&format!("{scheme}://{authority}{joined}"))
}

/// Removes `.` and `..` from `path`; a query is unchanged.
fn without_dots(path: &str) -> String {
    let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut parts: Vec<&str> = Vec::new();
    let mut ends_in_folder = false;
    for part in path.split('/').skip(1) {
        ends_in_folder = matches!(part, "." | "..");
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let slash = if ends_in_folder && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_leave_the_site_and_their_fragments_are_dropped() {
        assert_eq!(outside("HTTPS://NHS.uk/Back#top").as_deref(), Some("https://nhs.uk/Back"));
        assert_eq!(outside("//nhs.uk").as_deref(), Some("https://nhs.uk/"));
        assert_eq!(outside("http://a.example?q=1").as_deref(), Some("http://a.example/?q=1"));
        assert_eq!(outside("https://a.example/ä b%20c").as_deref(), Some("https://a.example/%C3%A4%20b%20c"));
        for here in
            ["heat.md", "/heat/", "#a", "mailto:a@b.example", "tel:111", "https://", "ftp://a.example/"]
        {
            assert_eq!(outside(here), None, "{here}");
        }
        assert_eq!(host("https://me@a.example:81/x?y"), "a.example:81");
    }

    #[test]
    fn a_redirect_is_resolved_as_browsers_resolve_it() {
        let base = "https://a.example/b/c/d?q";
        for (location, leads_to) in [
            ("http://x.example", "http://x.example/"),
            ("//x.example/y", "https://x.example/y"),
            ("/y?z#w", "https://a.example/y?z"),
            ("y", "https://a.example/b/c/y"),
            ("../y/", "https://a.example/b/y/"),
            ("../..", "https://a.example/"),
            ("./", "https://a.example/b/c/"),
            ("?z", "https://a.example/b/c/d?z"),
            ("y?u=http://z.example", "https://a.example/b/c/y?u=http://z.example"),
        ] {
            assert_eq!(resolve(base, location).as_deref(), Some(leads_to), "{location}");
        }
        assert_eq!(resolve(base, "ftp://x.example/"), None);
    }
}
