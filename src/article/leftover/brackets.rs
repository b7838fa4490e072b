//! Text that looks like a link or picture but is not one.

use super::address::{is_address, scheme, written};
use super::{LITERAL_LINK, LITERAL_MARKUP, Leftover, OPAQUE, Residue, quoted};

/// An address is looked for over so many bytes.
const REACH: usize = 500;

pub(super) fn find(residue: &Residue<'_>, found: &mut Vec<Leftover>) {
    let bytes = residue.text.as_bytes();
    let mut open: Vec<(usize, bool)> = Vec::new();
    for at in memchr::memchr2_iter(b'[', b']', residue.written.as_bytes()) {
        // A bracket that is printed on purpose has a backslash before it.
        let is_escaped = bytes[at] == OPAQUE && residue.written[..at].ends_with('\\');
        if bytes[at] == b'[' || (is_escaped && residue.written.as_bytes()[at] == b'[') {
            open.push((at, is_escaped));
            continue;
        }
        if bytes[at] != b']' {
            continue;
        }
        let start = match open.pop() {
            Some((_, true)) => continue,
            start => start.map(|(at, _)| at),
        };
        if let Some(start) = start {
            // `[[name]]` is another system's, and `[^name]` a footnote's, which others look at.
            let is_double = (start > 0 && bytes[start - 1] == b'[' && bytes.get(at + 1) == Some(&b']'))
                || bytes.get(start + 1) == Some(&b'[');
            if is_double || bytes.get(start + 1) == Some(&b'^') {
                continue;
            }
            if start > 0 && bytes[start - 1] == b'^' {
                inline_note(start - 1..at + 1, found);
                continue;
            }
            if start > 0 && bytes[start - 1] == b')' && reversed(residue, start, at, found) {
                continue;
            }
        }
        after(residue, start, at, found);
    }
    for (start, _) in open.into_iter().filter(|(_, is_escaped)| !is_escaped) {
        unclosed(residue, start, found);
    }
}

fn inline_note(span: std::ops::Range<usize>, found: &mut Vec<Leftover>) {
    found.push(Leftover {
        code: &LITERAL_MARKUP,
        span,
        message: "this footnote is printed as text".into(),
        help: "write `[^1]` here, and the note on a line of its own: `[^1]: …`".into(),
    });
}

/// Looks behind the `]` at `close`.
fn after(residue: &Residue<'_>, open: Option<usize>, close: usize, found: &mut Vec<Leftover>) {
    let (text, source) = (residue.text.as_str(), residue.written);
    let rest = &text[close + 1..];
    let inner = rest.trim_start_matches([' ', '\n']);
    let gap = rest.len() - inner.len();
    let (is_wide, mark) = match inner.chars().next() {
        Some('(') => (false, 1),
        Some('（') => (true, '（'.len_utf8()),
        _ => return,
    };
    let from = close + 1 + gap + mark;
    let start = match open {
        Some(open) if open > 0 && text.as_bytes()[open - 1] == b'!' => open - 1,
        Some(open) => open,
        None => close,
    };
    let is_picture = open.is_some_and(|open| start < open);
    let words = open.map_or("…", |open| source[open + 1..close].trim());
    let end = closing(text, from, if is_wide { '）' } else { ')' });
    let Some(end) = end else {
        let line = reach(source, from)
            .split(['\n', ' '])
            .next()
            .unwrap_or("")
            .trim_end_matches(['.', ',', ';', '）']);
        if open.is_none() || (gap > 0 && !is_address(line)) || line.is_empty() {
            return;
        }
        report(found, start..from + line.len(), is_picture, words, line, "its `)` is missing");
        return;
    };
    let address = &source[from..end];
    let is_meant = is_address(address) || (is_picture && gap == 0 && !address.trim().is_empty());
    let span = start..end + if is_wide { '）'.len_utf8() } else { 1 };
    let why = match open {
        None if is_meant => "its `[` is missing",
        None => return,
        Some(_) if is_wide && is_meant => "its round brackets are full-width",
        Some(_) if gap > 0 && is_meant => "`]` and `(` are separated by a space",
        Some(_) if gap > 0 || is_wide => return,
        Some(_) if is_meant && address.trim().contains(char::is_whitespace) => "its address contains a space",
        Some(_) if is_meant => "its address is not one that Markdown understands",
        Some(_) => {
            if !address.contains(char::is_whitespace) || words.is_empty() {
                return;
            }
            found.push(Leftover {
                code: &LITERAL_MARKUP,
                span,
                message: "these brackets look like a link, but are printed as text".into(),
                help: "write an address without spaces in the round brackets, or `\\[` to print the brackets"
                    .into(),
            });
            return;
        }
    };
    if start == close {
        found.push(Leftover {
            code: &LITERAL_LINK,
            span,
            message: format!("this {} is printed as text: {why}", kind(false, address)),
            help: format!("write `[` before its words: `[…]({})`", plain(address)),
        });
        return;
    }
    report(found, span, is_picture, words, address, why);
}

fn kind(is_picture: bool, address: &str) -> &'static str {
    match scheme(address.trim()) {
        _ if is_picture => "picture",
        Some("tel" | "sms") => "number to call",
        _ => "link",
    }
}

/// The address as it is, if it needs nothing.
fn plain(address: &str) -> String {
    let address = address.trim();
    if address.contains(char::is_whitespace) { written(address) } else { address.to_owned() }
}

fn report(
    found: &mut Vec<Leftover>,
    span: std::ops::Range<usize>,
    is_picture: bool,
    words: &str,
    address: &str,
    why: &str,
) {
    let mark = if is_picture { "!" } else { "" };
    let needs_form = why.contains("understands");
    let address_form = if needs_form { written(address) } else { plain(address) };
    found.push(Leftover {
        code: &LITERAL_LINK,
        span,
        message: format!("this {} is printed as text: {why}", kind(is_picture, address)),
        help: format!("write `{mark}[{}]({address_form})`", quoted(words)),
    });
}

/// `text` from byte `from` on, as far as is looked.
fn reach(text: &str, from: usize) -> &str {
    &text[from..boundary(text, (from + REACH).min(text.len()))]
}

/// The start of the character that byte `at` is in.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Where the bracket closes that opens before byte `from`.
fn closing(text: &str, from: usize, close: char) -> Option<usize> {
    let mut depth = 0;
    let mut line_breaks = 0;
    for (at, letter) in text[from..].char_indices().take_while(|(at, _)| *at < REACH) {
        match letter {
            '(' if close == ')' => depth += 1,
            '\n' => line_breaks += 1,
            _ if letter == close && depth == 0 => return Some(from + at),
            _ if letter == close => depth -= 1,
            _ => {}
        }
        if line_breaks > 1 {
            return None;
        }
    }
    None
}

/// Reports `(words)[address]`.
fn reversed(residue: &Residue<'_>, open: usize, close: usize, found: &mut Vec<Leftover>) -> bool {
    let (text, source) = (residue.text.as_str(), residue.written);
    let address = source[open + 1..close].trim();
    let from = boundary(text, (open - 1).saturating_sub(REACH));
    let before = &text[from..open - 1];
    let Some(start) = before.rfind('(').map(|at| open - 1 - before.len() + at) else { return false };
    if !is_address(address) || address.contains(char::is_whitespace) && scheme(address).is_none() {
        return false;
    }
    found.push(Leftover {
        code: &LITERAL_LINK,
        span: start..close + 1,
        message: format!(
            "this {} is printed as text: its round and square brackets are the wrong way round",
            kind(false, address)
        ),
        help: format!("write `[{}]({})`", quoted(&source[start + 1..open - 1]), plain(address)),
    });
    true
}

/// Reports `[words(address)`.
fn unclosed(residue: &Residue<'_>, open: usize, found: &mut Vec<Leftover>) {
    let (text, source) = (residue.text.as_str(), residue.written);
    let line = reach(text, open + 1).split('\n').next().unwrap_or("");
    let Some(paren) = line.find('(') else { return };
    let Some(end) = line[paren..].find(')').map(|at| paren + at) else { return };
    let at = open + 1;
    let address = &source[at + paren + 1..at + end];
    if is_address(address) && !line[..paren].contains('[') {
        found.push(Leftover {
            code: &LITERAL_LINK,
            span: open..at + end + 1,
            message: format!("this {} is printed as text: its `]` is missing", kind(false, address)),
            help: format!("write `[{}]({})`", quoted(&source[at..at + paren]), plain(address)),
        });
    }
}
