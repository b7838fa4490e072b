//! Lines that were meant as a heading, an item of a list or a mark of a merge, and are printed as text.

use super::super::{LITERAL_HEADING, MERGE_CONFLICT};
use super::{LITERAL_MARKUP, Leftover, OPAQUE, Residue, TextKind};

/// Signs that stand for the mark of a list, however few there are, and those that do so from two lines on.
const BULLETS: [char; 13] = ['•', '◦', '▪', '▫', '‣', '●', '○', '■', '∙', '➢', '➤', '⁃', '▸'];
const DASHES: [char; 5] = ['–', '—', '·', '✓', '✔'];

/// Words that go on about an ending: `-itis means inflammation`.
const ABOUT_ENDINGS: [&str; 9] = ["means", "is", "and", "or", "stands", "refers", "comes", "at", "denotes"];

/// A quick look at a text that starts a line.
pub(super) fn may_start(block: TextKind, text: &str) -> bool {
    match text.as_bytes().first() {
        // The markers of a merge conflict may be in any block.
        Some(b'<' | b'>') => true,
        // `·`, `•` and similar signs start with the last two bytes.
        Some(b'#' | b'-' | b'+' | b'0'..=b'9' | 0xc2 | 0xe2) => block != TextKind::Line,
        Some(_) | None => false,
    }
}

/// One line of a block.
struct BlockLine<'r> {
    /// Where it starts in the block, without spaces.
    at: usize,
    text: &'r str,
}

pub(super) fn find(residue: &Residue<'_>, found: &mut Vec<Leftover>) {
    let text = residue.text.as_str();
    let mut lines: Vec<BlockLine<'_>> = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let inner = line.trim_start_matches(' ');
        lines.push(BlockLine { at: start + line.len() - inner.len(), text: inner.trim_end() });
        start += line.len() + 1;
    }
    merge(&lines, found);
    if residue.block == TextKind::Line {
        return;
    }
    if residue.block == TextKind::Item {
        task(&lines, found);
    }
    headings(&lines, found);
    bullets(&lines, residue.block, found);
    marks_without_space(&lines, found);
    numbers_without_space(&lines, found);
}

fn push(
    found: &mut Vec<Leftover>,
    line: &BlockLine<'_>,
    length: usize,
    message: impl Into<String>,
    help: impl Into<String>,
) {
    found.push(Leftover {
        code: &LITERAL_MARKUP,
        span: line.at..line.at + length,
        message: message.into(),
        help: help.into(),
    });
}

/// What is said of `count` lines that were meant as items.
fn not_items(count: usize) -> String {
    match count {
        1 => "this is printed as text, not as an item of a list".to_owned(),
        _ => format!("these {count} lines are printed as text, not as the items of a list"),
    }
}

/// `[]` and `[x]text` in place of a task.
fn task(lines: &[BlockLine<'_>], found: &mut Vec<Leftover>) {
    let Some(line) = lines.first() else { return };
    let Some(end) = line.text.starts_with('[').then(|| line.text.find(']')).flatten() else { return };
    let mark = line.text[1..end].trim();
    let rest = &line.text[end + 1..];
    let is_task = matches!(mark, "" | "x" | "X") && !rest.starts_with(['(', '[', ':']);
    if is_task && (mark.is_empty() || !rest.starts_with(' ')) {
        let sign = if mark.is_empty() { " " } else { "x" };
        let help = format!("write `- [{sign}] ` with a space after the brackets");
        push(found, line, end + 1, "this box of a task is printed as text", help);
    }
}

fn merge(lines: &[BlockLine<'_>], found: &mut Vec<Leftover>) {
    let is_mark = |line: &&BlockLine<'_>| {
        ["<<<<<<<", ">>>>>>>", "|||||||"].iter().any(|mark| {
            line.text.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    let Some(line) = lines.iter().find(is_mark) else { return };
    found.push(Leftover {
        code: &MERGE_CONFLICT,
        span: line.at..line.at + line.text.len(),
        message: "this is a mark of a merge that was not finished".into(),
        help: "keep one of the two versions, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`".into(),
    });
}

fn headings(lines: &[BlockLine<'_>], found: &mut Vec<Leftover>) {
    for line in lines {
        let marks = line.text.bytes().take_while(|&byte| byte == b'#').count();
        let rest = &line.text[marks..];
        let Some(next) = rest.chars().next().filter(|_| (1..=6).contains(&marks)) else { continue };
        let is_odd_space = next.is_whitespace() && !matches!(next, ' ' | '\t');
        // One `#` and a word may be a tag: `#backpain`.
        let is_heading = match marks {
            1 => {
                next.is_alphabetic()
                    && lines.len() == 1
                    && rest.contains(' ')
                    && !rest.contains(" #")
                    && !rest.contains(OPAQUE as char)
            }
            _ => next.is_alphanumeric(),
        };
        if !is_odd_space && !is_heading {
            continue;
        }
        let help = if is_odd_space {
            format!("put an ordinary space after `{}`: this one is a special character", "#".repeat(marks))
        } else {
            format!("add a space after `{}`", "#".repeat(marks))
        };
        found.push(Leftover {
            code: &LITERAL_HEADING,
            span: line.at..line.at + marks,
            message: "this is printed as text, not as a heading".into(),
            help,
        });
    }
}

fn bullets(lines: &[BlockLine<'_>], block: TextKind, found: &mut Vec<Leftover>) {
    let starts = |signs: &'static [char]| {
        lines.iter().filter(move |line| line.text.starts_with(signs)).collect::<Vec<_>>()
    };
    let with_space = |line: &&BlockLine<'_>| line.text.chars().nth(1).is_some_and(char::is_whitespace);
    let mut listed = starts(&BULLETS);
    if listed.is_empty() {
        listed = starts(&DASHES).into_iter().filter(with_space).collect();
        if listed.len() < 2 {
            return;
        }
    }
    let (first, count) = (listed[0], listed.len());
    let sign = first.text.chars().next().unwrap_or('•');
    if first.text[sign.len_utf8()..].trim().is_empty() {
        return;
    }
    let help = match block {
        TextKind::Item => format!("delete the `{sign}`: `-` makes the mark"),
        _ => format!("start each line with `- ` instead of `{sign}`"),
    };
    push(found, first, sign.len_utf8(), not_items(count), help);
}

/// `-one` and `+one`.
fn marks_without_space(lines: &[BlockLine<'_>], found: &mut Vec<Leftover>) {
    let is_item = |line: &&BlockLine<'_>| {
        line.text.starts_with(['-', '+'])
            && line.text[1..].starts_with(|c: char| c.is_alphabetic() || c == OPAQUE as char)
    };
    let listed: Vec<&BlockLine<'_>> = lines.iter().filter(is_item).collect();
    let Some(first) = listed.first() else { return };
    let mut words = first.text[1..].split(|c: char| c.is_whitespace() || c == ',');
    let is_ending = words.nth(1).is_some_and(|next| ABOUT_ENDINGS.contains(&next));
    let is_alone =
        listed.len() == 1 && (is_ending || first.text.starts_with('+') || !starts_block(first, lines));
    if is_alone || first.text[1..].starts_with(OPAQUE as char) && listed.len() == 1 {
        return;
    }
    let mark = &first.text[..1];
    let message = not_items(listed.len());
    push(found, first, 1, message, format!("add a space after `{mark}`"));
}

/// Whether `line` is the first of its block. A line within may start with a suspended hyphen.
fn starts_block(line: &BlockLine<'_>, lines: &[BlockLine<'_>]) -> bool {
    lines.first().is_some_and(|first| first.at == line.at)
}

/// `1)one` and `2.two`.
fn numbers_without_space(lines: &[BlockLine<'_>], found: &mut Vec<Leftover>) {
    let mark_of = |line: &BlockLine<'_>| -> Option<usize> {
        let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &line.text[digits..];
        let mark = rest.chars().next().filter(|mark| matches!(mark, '.' | ')' | '、' | '．' | '）'))?;
        let after = rest[mark.len_utf8()..].chars().next()?;
        let is_wide = !mark.is_ascii();
        let is_item = (1..=2).contains(&digits)
            && (after.is_alphabetic() || after == OPAQUE as char || (is_wide && after.is_whitespace()));
        // `2.b` and `1.example.org` are no items, nor is `3.Dec`.
        let word = rest[mark.len_utf8()..].split_whitespace().next().unwrap_or("");
        let is_name =
            mark == '.' && (word.len() == 1 || word.trim_end_matches('.').contains(['.', '/', '@']));
        (is_item && !is_name).then_some(digits + mark.len_utf8())
    };
    let listed: Vec<(&BlockLine<'_>, usize)> =
        lines.iter().filter_map(|line| mark_of(line).map(|length| (line, length))).collect();
    let Some((first, length)) = listed.first() else { return };
    let is_wide = !first.text.as_bytes()[length - 1].is_ascii();
    if listed.len() == 1 && (is_wide || !starts_block(first, lines)) {
        return;
    }
    let digits: String = first.text.chars().take_while(char::is_ascii_digit).collect();
    let help = if is_wide {
        format!("write `{digits}. ` with a full stop and a space")
    } else {
        format!("add a space after `{}`", &first.text[..*length])
    };
    let message = not_items(listed.len());
    push(found, first, *length, message, help);
}
