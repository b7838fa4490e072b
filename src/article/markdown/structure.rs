//! Blocks that Markdown makes of what was meant otherwise: text that becomes code, a heading, a row of a table, a list of
//! its own; and emphasis that starts inside a number or word.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, HeadingLevel, Tag, TagEnd};

use super::super::leftover::Leftover;
use super::super::{LITERAL_DIRECTIVE, UNCLOSED_CODE};
use super::Builder;
use crate::diagnostic::code::rules;

rules! {
    /// Emphasis or a strike starts or ends next to a digit.
    ///
    /// What it does: finds `*`, `**` and `~~` that Markdown takes for emphasis between two digits, or between a digit and a
    /// letter.
    ///
    /// Why: the marks are not printed, so an amount changes: `2*500 mg or 4*250 mg` becomes 2500 mg or 4250 mg.
    ///
    /// ```text
    /// Bad:  Take 2*500 mg or 4*250 mg.
    /// Good: Take 2 × 500 mg or 4 × 250 mg.
    /// ```
    ///
    /// Write `×` for "times", or a backslash before the mark to print it. To emphasise part of a word, use HTML:
    /// `CO<b>2</b>`.
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#can-open-emphasis>
    EMPHASIS_IN_NUMBER = "emphasis-in-number", Structure, Error;
    /// Emphasis or a strike starts or ends inside a word.
    ///
    /// What it does: finds `*`, `**` and `~~` between two letters that Markdown takes for emphasis. Scripts that are written
    /// without spaces, and words of which the first letter is emphasised (`**F**ace`), are not reported.
    ///
    /// Why: the marks are not printed: two words such as `Patient*innen` in one paragraph lose their stars.
    ///
    /// ```text
    /// Bad:  Patient*innen und Ärzt*innen
    /// Good: Patient\*innen und Ärzt\*innen
    /// ```
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#can-open-emphasis>
    EMPHASIS_IN_WORD = "emphasis-in-word", Structure, Warning;
    /// A line of `---` or `===` makes a heading of a sentence.
    ///
    /// What it does: finds underlined headings that end like a sentence, are very long or have more than one line.
    ///
    /// Why: a line of dashes right below a text does not separate it from what follows; it makes it a heading, which is
    /// printed large and listed in the contents.
    ///
    /// ```text
    /// Bad:  Rest for a day.
    ///       ---
    ///
    /// Good: Rest for a day.
    ///
    ///       ---
    /// ```
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#setext-headings>
    UNDERLINED_SENTENCE = "underlined-sentence", Structure, Warning;
    /// Text that is indented by four spaces is printed as code.
    ///
    /// What it does: finds blocks of code that have no fence.
    ///
    /// Why: text with spaces before it looks the same in an editor, but readers get it in a typewriter's letters, on one
    /// long line and without its emphasis and links.
    ///
    /// ```text
    /// Bad:      Rest for a day.
    /// Good: Rest for a day.
    /// ```
    ///
    /// Delete the spaces; put code between two lines of three backticks.
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#indented-code-blocks>
    INDENTED_CODE = "indented-code", Structure, Warning;
    /// A line right below a table becomes a row of it.
    ///
    /// What it does: finds rows of Markdown tables without a `|`.
    ///
    /// Why: a table ends at a blank line. A sentence right below it is printed in its first column.
    ///
    /// ```text
    /// Bad:  | Heat | 15 minutes |
    ///       Wrap the pack in a towel.
    ///
    /// Good: | Heat | 15 minutes |
    ///
    ///       Wrap the pack in a towel.
    /// ```
    ///
    /// Source: <https://github.github.com/gfm/#tables-extension->
    LINE_IN_TABLE = "line-in-table", Structure, Warning;
    /// Something below a list item is not indented enough to be part of it.
    ///
    /// What it does: finds lists and paragraphs that are indented by two spaces or more, but less than the item above them
    /// asks for.
    ///
    /// Why: Markdown ends the list there, or adds the item to the same list. The numbers start again, and what belongs to a
    /// step is printed outside it.
    ///
    /// ```text
    /// Bad:  1. Warm up
    ///         - two minutes
    ///
    /// Good: 1. Warm up
    ///          - two minutes
    /// ```
    ///
    /// Indent it as far as the words of the item above.
    ///
    /// Source: <https://spec.commonmark.org/0.31.2/#list-items>
    LIST_NOT_NESTED = "list-not-nested", Structure, Warning;
    /// A paragraph in bold letters takes the place of a heading.
    ///
    /// What it does: finds paragraphs above a text that consist of a few bold words without a full stop.
    ///
    /// Why: who listens to a page moves from heading to heading, and the contents list headings only.
    ///
    /// ```text
    /// Bad:  **When to get help**
    /// Good: ## When to get help
    /// ```
    ///
    /// Source: <https://www.w3.org/WAI/WCAG22/Techniques/html/H42>
    BOLD_HEADING = "bold-heading", Structure, Warning;
}

/// A heading in bold has at most so many words, and an underlined one.
const SHORT: usize = 7;
const LONG: usize = 14;

/// So many marks in a row are looked at.
const MOST_MARKS: usize = 32;

/// First words of what is in bold to be heeded, not to head a section.
const COMMANDS: [&str; 18] = [
    "call", "do", "don’t", "don't", "never", "always", "stop", "go", "get", "ask", "see", "take", "seek",
    "phone", "dial", "ring", "keep", "if",
];

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct BlockStructure {
    /// The block of code that is being read, and where its text ends.
    code: Option<(Range<usize>, usize)>,
    /// Whether a fence was never closed.
    pub(super) has_unclosed_code: bool,
    /// The open lists: the column of the first item, that of the words of the last one, and whether a mistake was found.
    lists: Vec<(usize, usize, bool)>,
    /// The list that has just ended: how deep it was, its column, and the column of the words of its last item.
    ended: Option<(usize, usize, usize)>,
    /// The paragraph that is being read, and a stretch of bold letters at its start.
    paragraph: Option<Range<usize>>,
    bold: Option<Range<usize>>,
    /// A paragraph in bold letters, and how deep it is.
    heading: Option<(Range<usize>, usize)>,
    /// Whether the table that is being read has `|` at the start of its lines, or several columns.
    has_bars: bool,
}

/// The letters beside a mark.
fn around(text: &str, at: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = text.get(..at.start).and_then(|text| text.chars().next_back());
    let after = text.get(at.end..).and_then(|text| text.chars().next());
    (before, after)
}

/// Whether the script of `letter` is written without spaces, or joins endings to words as Korean does.
fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0e00..=0x0eff | 0x0f00..=0x109f | 0x1100..=0x11ff | 0x1780..=0x17ff | 0x2e80..=0x9fff | 0xa960..=0xa97f
        | 0xac00..=0xd7ff | 0xf900..=0xfaff | 0xff66..=0xffdc | 0x2_0000..=0x3_ffff)
}

impl Builder<'_, '_> {
    /// Looks at emphasis or a strike at `local`.
    fn emphasis(&mut self, local: &Range<usize>) {
        let text = self.text;
        let Some(mark) = text[local.start..].chars().next() else { return };
        let opening = local.start - trailing(&text[..local.start], mark)
            ..local.start + leading(&text[local.start..], mark);
        let closing =
            local.end - trailing(&text[..local.end], mark)..local.end + leading(&text[local.end..], mark);
        if opening.end > closing.start {
            return;
        }
        let joins = |at: &Range<usize>| match around(text, at) {
            (Some(before), Some(after)) if before.is_alphanumeric() && after.is_alphanumeric() => {
                Some([before, after])
            }
            _ => None,
        };
        let (opens, closes) = (joins(&opening), joins(&closing));
        let letters = || opens.iter().chain(&closes).flatten().copied();
        if letters().next().is_none() || letters().any(is_unspaced) {
            return;
        }
        let inner = &text[opening.end..closing.start];
        if opens.is_none() && inner.chars().count() == 1 && inner.starts_with(char::is_alphabetic) {
            return;
        }
        let shown_from = text[..opening.start].rfind([' ', '\n', '\t']).map_or(0, |at| at + 1);
        let rest = &text[closing.end..];
        let shown_to = closing.end + rest.find(char::is_whitespace).unwrap_or(rest.len());
        let strip = |part: &str| part.replace(mark, "");
        let shown: String =
            strip(&text[shown_from..shown_to]).split_whitespace().collect::<Vec<_>>().join(" ");
        let marks = &text[local.start..local.start + leading(&text[local.start..], mark).min(2)];
        let is_digit = letters().any(char::is_numeric);
        let code = if is_digit { &EMPHASIS_IN_NUMBER } else { &EMPHASIS_IN_WORD };
        let effect = if mark == '~' { "strikes text out" } else { "makes emphasis" };
        let message = format!("`{marks}` {effect} here and is not printed: readers see `{shown}`");
        let help = match mark {
            '*' if is_digit => "write `×` for “times”, or `\\*` to print the star",
            '*' => "write `\\*` to print the star, or use `<em>` or `<strong>` to emphasise part of a word",
            _ => "write `\\~` to print the tilde, or use `<del>` to strike out part of a word",
        };
        self.report(Leftover { code, span: opening.start..closing.end, message, help: help.into() });
    }

    /// The column of byte `local`: how many characters are before it on its line.
    fn column(&self, local: usize) -> usize {
        let line = self.text[..local].rfind('\n').map_or(0, |at| at + 1);
        self.text[line..local].chars().map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
    }

    /// Where the block at `local` starts, without the spaces before it.
    fn first_word(&self, local: &Range<usize>) -> usize {
        let block = &self.text[local.clone()];
        local.start + block.len() - block.trim_start_matches([' ', '\t']).len()
    }

    /// Whether only spaces and marks of quotes are before byte `local` on its line.
    fn starts_line(&self, local: usize) -> bool {
        let line = self.text[..local].rfind('\n').map_or(0, |at| at + 1);
        self.text[line..local].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'))
    }

    /// Takes in the start of something.
    pub(super) fn structure_of(&mut self, tag: &Tag<'_>, local: &Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strikethrough => self.emphasis(local),
            Tag::Strong => {
                self.emphasis(local);
                let starts = self.structure.paragraph.as_ref().is_some_and(|at| at.start == local.start);
                self.structure.bold = starts.then(|| local.clone());
            }
            Tag::Link { .. } | Tag::Image { .. } | Tag::Superscript | Tag::Subscript => {}
            _ => self.block_of(tag, local),
        }
    }

    fn block_of(&mut self, tag: &Tag<'_>, local: &Range<usize>) {
        self.below_list(tag, local);
        let is_text = matches!(tag, Tag::Paragraph | Tag::List(_) | Tag::Table(_) | Tag::BlockQuote(_));
        if let Some((span, depth)) = self.structure.heading.take()
            && is_text
            && depth == self.depth
        {
            self.bold_heading(span);
        }
        match tag {
            Tag::Paragraph => self.structure.paragraph = Some(local.clone()),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.indented(local),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                let line = self.text[local.clone()].find('\n').map_or(local.end, |at| local.start + at + 1);
                self.structure.code = Some((local.clone(), line));
            }
            Tag::Heading { level, .. } => self.underlined(*level, local),
            Tag::List(_) => self.structure.lists.push((usize::MAX, 0, false)),
            Tag::Item => self.item(local),
            Tag::Table(columns) => self.structure.has_bars = columns.len() > 1,
            Tag::TableHead => self.structure.has_bars |= self.text[local.clone()].contains('|'),
            Tag::TableRow => self.line_in_table(local),
            _ => {}
        }
    }

    /// Takes in the end of something.
    pub(super) fn structure_end(&mut self, tag: TagEnd, local: &Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.fence(local),
            TagEnd::List(_) => {
                if let Some((column, words, _)) = self.structure.lists.pop() {
                    self.structure.ended = Some((self.depth.saturating_sub(1), column, words));
                }
            }
            TagEnd::Paragraph => {
                let paragraph = self.structure.paragraph.take();
                let bold = self.structure.bold.take();
                if let (Some(paragraph), Some(bold)) = (paragraph, bold)
                    && self.text[paragraph.clone()].trim_end().len() == bold.len()
                    && self.open.is_empty()
                    && self.structure.lists.is_empty()
                {
                    self.structure.heading = Some((bold, self.depth.saturating_sub(1)));
                }
            }
            _ => {}
        }
    }

    /// Takes in text of a block of code.
    pub(super) fn structure_code(&mut self, local: &Range<usize>) {
        if let Some((_, end)) = &mut self.structure.code {
            *end = local.end;
        }
    }

    fn fence(&mut self, local: &Range<usize>) {
        let Some((span, end)) = self.structure.code.take() else { return };
        let rest = self.text.get(end..local.end).unwrap_or("");
        if rest.contains("```") || rest.contains("~~~") {
            return;
        }
        let line = self.text[span.clone()].lines().next().unwrap_or("");
        let mark = line.trim_start().chars().next().unwrap_or('`');
        let count = leading(line.trim_start(), mark);
        self.structure.has_unclosed_code = true;
        let fence: String = std::iter::repeat_n(mark, count).collect();
        let shown = if mark == '`' { format!("{count} backticks") } else { format!("`{fence}`") };
        self.report(Leftover {
            code: &UNCLOSED_CODE,
            span: span.start..span.start + line.trim_end().len(),
            message: "this block of code is never closed, so everything below it is printed as code".into(),
            help: format!("put a line of {shown} where it ends"),
        });
    }

    fn indented(&mut self, local: &Range<usize>) {
        let code = &self.text[local.clone()];
        let mut at = local.start;
        for line in code.split_inclusive('\n') {
            let inner = line.trim_start_matches([' ', '\t', '>']);
            let colons = leading(inner, ':');
            if colons >= 2 && inner[colons..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                let start = at + line.len() - inner.len();
                self.report(Leftover {
                    code: &LITERAL_DIRECTIVE,
                    span: start..start + inner.trim_end().len(),
                    message: "this directive is printed as code: there are four spaces before it".into(),
                    help: "delete the spaces before it; an example of a directive belongs between two fences"
                        .into(),
                });
                return;
            }
            at += line.len();
        }
        let first = code.lines().next().unwrap_or("").trim_end();
        self.report(Leftover {
            code: &INDENTED_CODE,
            span: local.start..local.start + first.len(),
            message: "four spaces or a tab before this text make it code".into(),
            help: "delete the spaces; put code between two lines of three backticks".into(),
        });
    }

    fn underlined(&mut self, level: HeadingLevel, local: &Range<usize>) {
        let heading = self.text[local.clone()].trim_end();
        if heading.starts_with(['#', '<']) {
            return;
        }
        let Some((words, line)) = heading.rsplit_once('\n') else { return };
        let mark = line.trim_start_matches([' ', '>', '\t']);
        let words = words.trim_end();
        let is_long = words.split_whitespace().count() > LONG;
        if !words.contains('\n')
            && !is_long
            && !words.ends_with(['.', '。', ';', ':', ',', '…', '：', '，', '；'])
        {
            return;
        }
        let end = local.start + heading.len();
        let hashes = "#".repeat((level as usize).max(2));
        let help = if mark.starts_with('-') {
            format!(
                "put a blank line above it for a line across the page, or write `{hashes} ` before a heading"
            )
        } else {
            format!("delete it, or write `{hashes} ` before a heading")
        };
        self.report(Leftover {
            code: &UNDERLINED_SENTENCE,
            span: end - mark.len()..end,
            message: format!(
                "this line makes a heading of the text above it: `{}`",
                words.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
            ),
            help,
        });
    }

    fn item(&mut self, local: &Range<usize>) {
        let start = self.first_word(local);
        let column = self.column(start);
        let item = &self.text[start..local.end.max(start)];
        let marker = item.find(|c: char| c.is_whitespace()).unwrap_or(item.len());
        let spaces = item[marker..].bytes().take_while(|&byte| byte == b' ').count();
        let words = column + marker + if (1..=4).contains(&spaces) { spaces } else { 1 };
        let Some((first, of_last, is_told)) = self.structure.lists.last_mut() else { return };
        if *first == usize::MAX {
            (*first, *of_last) = (column, words);
            return;
        }
        let (needed, is_deeper) = (*of_last, column >= *first + 2 && !*is_told);
        if is_deeper {
            *is_told = true;
            let (column, first) = (column, *first);
            self.not_nested(start, marker, "item", needed - first, column - first);
            return;
        }
        *of_last = words;
    }

    /// Looks at a block right below a list.
    fn below_list(&mut self, tag: &Tag<'_>, local: &Range<usize>) {
        let Some((depth, column, words)) = self.structure.ended.take() else { return };
        let is_directive = self.masked.contains_key(&(local.start + self.offset));
        let start = self.first_word(local);
        let found = self.column(start);
        if depth != self.depth
            || is_directive
            || found < column + 2
            || found >= words
            || !self.starts_line(start)
        {
            return;
        }
        let what = match tag {
            Tag::List(_) => "list",
            Tag::Paragraph => "paragraph",
            Tag::CodeBlock(_) => "block of code",
            Tag::BlockQuote(_) => "quote",
            _ => return,
        };
        let line = self.text[start..local.end.max(start)].lines().next().unwrap_or("").trim_end();
        let length = line.find(char::is_whitespace).unwrap_or(line.len());
        self.not_nested(start, length, what, words - column, found - column);
    }

    fn not_nested(&mut self, at: usize, length: usize, what: &str, needed: usize, found: usize) {
        self.report(Leftover {
            code: &LIST_NOT_NESTED,
            span: at..at + length,
            message: format!("this {what} is not part of the item above it: {found} spaces are too few"),
            help: format!("indent it by {needed} spaces, or by none"),
        });
    }

    fn line_in_table(&mut self, local: &Range<usize>) {
        let row = self.text[local.clone()].trim();
        if !self.structure.has_bars || row.is_empty() || row.contains('|') {
            return;
        }
        let start = local.start + self.text[local.clone()].find(row).unwrap_or(0);
        self.report(Leftover {
            code: &LINE_IN_TABLE,
            span: start..start + row.lines().next().unwrap_or("").len(),
            message: "this line becomes a row of the table above it".into(),
            help: "put a blank line above it, or write `|` between its cells".into(),
        });
    }

    fn bold_heading(&mut self, span: Range<usize>) {
        let inner = self.text[span.clone()].trim_matches(['*', '_']);
        let mut words = inner.split_whitespace();
        let count = words.clone().count();
        let first = words.next().unwrap_or("").to_lowercase();
        let ends_like_a_sentence =
            inner.ends_with(['.', ',', ';', ':', '!', '。', '，', '；', '：', '！', '…', ')', '”', '"', '»']);
        if count > SHORT
            || ends_like_a_sentence
            || inner.contains('\n')
            || inner.contains(|c: char| c.is_ascii_digit() || c == '[' || c == '<')
            || COMMANDS.contains(&first.as_str())
            || !inner.contains(char::is_alphabetic)
        {
            return;
        }
        let help = format!("write `## {inner}`, or a full stop at its end if it is a sentence");
        let message = "these bold words are where a heading belongs".to_owned();
        self.report(Leftover { code: &BOLD_HEADING, span, message, help });
    }
}

/// How many of `mark` `text` starts with, in bytes; the marks are ASCII.
fn leading(text: &str, mark: char) -> usize {
    text.chars().take(MOST_MARKS).take_while(|&letter| letter == mark).count()
}

/// How many of `mark` it ends with.
fn trailing(text: &str, mark: char) -> usize {
    text.chars().rev().take(MOST_MARKS).take_while(|&letter| letter == mark).count()
}
