//! What an address looks like, written between brackets that are no link.

/// Schemes of addresses in articles.
const SCHEMES: [&str; 11] =
    ["http", "https", "tel", "mailto", "sms", "ftp", "whatsapp", "webcal", "geo", "file", "data"];

/// Endings of the files that articles lead to.
const ENDINGS: [&str; 27] = [
    "md", "markdown", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "mp4", "mp3",
    "webm", "csv", "toml", "doc", "docx", "xls", "xlsx", "odt", "epub", "zip", "ics", "vtt", "txt",
];

/// Whether `text` can only be an address.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    if scheme(text).is_some() || ["./", "../", "www."].iter().any(|start| text.starts_with(start)) {
        return true;
    }
    let mut words = text.split_whitespace();
    let (Some(first), one) = (words.next(), words.next().is_none()) else { return false };
    if one && text.len() > 1 && (text.starts_with('#') || text.starts_with('/')) {
        return text[1..].starts_with(|c: char| c.is_alphanumeric());
    }
    if one { has_ending(first, |ending| ending.len() > 1) } else { text.split_whitespace().any(is_file) }
}

/// Whether `word` is the name of a file.
pub(super) fn is_file(word: &str) -> bool {
    has_ending(word, |ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

fn has_ending(word: &str, is_ending: impl Fn(&str) -> bool) -> bool {
    let path = word.split(['#', '?']).next().unwrap_or("");
    path.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.ends_with(char::is_alphanumeric)
            && ending.len() <= 8
            && ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && is_ending(ending)
    })
}

/// The scheme that `text` starts with.
pub(super) fn scheme(text: &str) -> Option<&'static str> {
    let (scheme, rest) = text.split_once(':')?;
    let known = SCHEMES.into_iter().find(|known| known.eq_ignore_ascii_case(scheme.trim()))?;
    (!rest.trim().is_empty()).then_some(known)
}

/// `text` as Markdown takes it for an address.
pub(super) fn written(text: &str) -> String {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
    if scheme(text).is_some() {
        return text.split_whitespace().collect();
    }
    // `a.md Title`, with a title whose quotes are missing or curly.
    if let Some((address, title)) = text.split_once(char::is_whitespace)
        && is_file(address)
        && !title.split_whitespace().any(is_file)
    {
        let title =
            title.trim().trim_matches(|c: char| matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„'));
        return format!("{address} \"{title}\"");
    }
    format!("<{text}>")
}
