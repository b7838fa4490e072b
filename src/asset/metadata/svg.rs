//! SVG: what drawing programs write for themselves: comments, who made it, and where it was saved.
//!
//! Source: W3C, SVG 2, 5.11 and 5.12; XML 1.0, 2.5 and 2.6.

/// The prefixes of names that mean something to a program only.
const OF_PROGRAMS: [&str; 2] = ["inkscape:", "sodipodi:"];

/// What shows that there is something to take out.
const SIGNS: [&str; 5] = ["<!--", "metadata", "<?xpacket", "inkscape:", "sodipodi:"];

/// The drawing without them. What is not well-formed is left as it is, from there on.
pub(super) fn clean(bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    if !SIGNS.iter().any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some()) {
        return bytes.to_vec();
    }
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    // The element that is being left out, with how often it is open.
    let mut hidden: Option<(&str, usize)> = None;
    while let Some(next) = text[at..].find('<').map(|found| at + found) {
        let rest = &text[next..];
        let Some(length) = length_of(rest) else { break };
        if hidden.is_none() {
            clean.push_str(&text[at..next]);
        }
        let (markup, end) = (&rest[..length], next + length);
        at = end;
        let name = name_of(markup);
        if let Some((of, depth)) = &mut hidden {
            if name == *of && markup.starts_with("</") {
                *depth -= 1;
            } else if name == *of && !markup.ends_with("/>") {
                *depth += 1;
            }
            if *depth == 0 {
                hidden = None;
            }
        } else if markup.starts_with("<!--") || markup.starts_with("<?xpacket") {
        } else if is_tag(markup) && is_of_programs(name) {
            hidden = (!markup.ends_with("/>")).then_some((name, 1));
        } else if is_tag(markup) && OF_PROGRAMS.iter().any(|prefix| markup.contains(prefix)) {
            clean.push_str(&without_attributes(markup));
        } else {
            clean.push_str(markup);
        }
    }
    if hidden.is_some() {
        return bytes.to_vec();
    }
    clean.push_str(&text[at..]);
    clean.into_bytes()
}

fn is_tag(markup: &str) -> bool {
    markup[1..].starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The name of the element whose tag `markup` is.
fn name_of(markup: &str) -> &str {
    let name = markup.trim_start_matches(['<', '/']);
    name.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or("")
}

fn is_of_programs(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    local == "metadata" || OF_PROGRAMS.iter().any(|prefix| name.starts_with(prefix))
}

/// How long the markup is that `text` starts with; `None` where it does not end.
fn length_of(text: &str) -> Option<usize> {
    let after = |start: &str, end: &str| {
        let rest = text.strip_prefix(start)?;
        Some(rest.find(end).map(|at| start.len() + at + end.len()))
    };
    if let Some(end) =
        after("<!--", "-->").or_else(|| after("<![CDATA[", "]]>")).or_else(|| after("<?", "?>"))
    {
        return end;
    }
    let (mut quote, mut depth) = (None, 0_usize);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            // A document type may declare entities in square brackets.
            (None, '[') => depth += 1,
            (None, ']') => depth = depth.saturating_sub(1),
            (None, '>') if depth == 0 => return Some(at + 1),
            (None, _) => {}
        }
    }
    None
}

/// A start tag without the attributes of programs.
fn without_attributes(tag: &str) -> String {
    let mut kept = String::with_capacity(tag.len());
    let mut rest = tag;
    // An attribute starts behind white space and ends behind its value.
    while let Some(at) = rest.find(char::is_whitespace) {
        let blank = rest[at..].len() - rest[at..].trim_start().len();
        let attribute = &rest[at + blank..];
        let Some(equals) = attribute.find('=') else { break };
        let value = attribute[equals + 1..].trim_start();
        let open = attribute.len() - value.len();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some(close) = value[1..].find(quote) else { break };
        let end = at + blank + open + close + 2;
        let is_hidden = OF_PROGRAMS.iter().any(|prefix| attribute.starts_with(prefix));
        kept.push_str(if is_hidden { &rest[..at] } else { &rest[..end] });
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept
}
