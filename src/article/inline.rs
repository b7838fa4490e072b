//! Running text: what a table's cell and a directive's label are.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::body::Body;
use super::events::events;
use super::footnote;
use super::markdown::{Builder, OPTIONS};
use super::{BAD_DIRECTIVE, BLOCK_IN_CELL, MISSING_FOOTNOTE};
use crate::diagnostic::{Diagnostic, FileName, Place};

/// What is said of something in a label that only the article around it could explain.
pub(super) const IN_LABEL: &str = "a label takes no footnote, reference link or directive";

/// Parses `text`, which starts at byte `offset` of `file`, as running text. Blocks in it are reported, and
/// their words taken as if they stood in one paragraph.
#[must_use]
pub fn text(text: &str, offset: usize, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Body {
    paragraph(
        text,
        events(text, Parser::new_ext(text, OPTIONS).into_offset_iter()),
        offset,
        file,
        diagnostics,
    )
}

/// Parses the label of a directive as running text. What it shares with the article, footnotes and the
/// addresses of reference links, is not there when it is parsed alone, and is reported.
pub(super) fn label(text: &str, offset: usize, file: &FileName, diagnostics: &mut Vec<Diagnostic>) -> Body {
    let mut shared = Vec::new();
    let mut note_link = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed | LinkType::ReferenceUnknown) {
            shared.push((link.span, "write the address in place: `[text](address)`"));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(&mut note_link));
    let events: Vec<_> = events(text, parser.into_offset_iter()).collect();
    let mut marks = Vec::new();
    let events = events.into_iter().inspect(|(event, range)| {
        if let Event::Text(name) = event
            && footnote::unknown(text, name, range).is_some()
        {
            marks.push((range.start - 1..range.end + 1, "put the footnote's mark into the text below"));
        }
    });
    let mut of_text = Vec::new();
    let body = paragraph(text, events, offset, file, &mut of_text);
    // A footnote may well be there, only not in the label.
    diagnostics.extend(of_text.into_iter().filter(|found| found.code != &MISSING_FOOTNOTE));
    shared.append(&mut marks);
    shared.dedup(); // The parser may ask twice about one place.
    diagnostics.extend(shared.into_iter().map(|(span, help)| {
        let place = Place::new(file, span.start + offset..span.end + offset);
        Diagnostic::new(&BAD_DIRECTIVE, place, IN_LABEL, help)
    }));
    body
}

fn paragraph<'a>(
    text: &'a str,
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    offset: usize,
    file: &FileName,
    diagnostics: &mut Vec<Diagnostic>,
) -> Body {
    let mut builder = Builder::new(text, offset, file, diagnostics);
    let mut fault = None;
    let mut is_first = true;
    let mut is_empty = true;
    for (event, range) in events {
        match &event {
            Event::Start(Tag::Paragraph) if is_first => is_first = false,
            Event::Start(tag) if is_block(tag.to_end()) => {
                is_first = false;
                fault.get_or_insert_with(|| (InlineFault::of(tag), range.clone()));
                // Words of two blocks do not run together.
                if !is_empty {
                    builder.event(Event::SoftBreak, range);
                }
            }
            Event::Rule => {
                is_first = false;
                fault.get_or_insert((InlineFault::Mark("a line across the page"), range));
            }
            // The end of an HTML block brings its text.
            Event::End(tag) if is_block(*tag) && *tag != TagEnd::HtmlBlock => {}
            Event::TaskListMarker(_) => {}
            _ => {
                is_empty = false;
                builder.event(event, range);
            }
        }
    }
    let body = builder.finish().body;
    if let Some((fault, range)) = fault {
        diagnostics.push(fault.report(text, range, offset, file));
    }
    body
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Why a text is not one paragraph.
enum InlineFault {
    /// It starts with a mark that makes it this block.
    Mark(&'static str),
    /// It starts with a number and a dot or bracket.
    Number,
    /// It starts with spaces that make it code.
    Indented,
    /// It starts with a tag that stands alone.
    Html,
    /// A second paragraph, or a block made of several lines.
    Lines(&'static str),
}

impl InlineFault {
    fn of(tag: &Tag<'_>) -> InlineFault {
        match tag {
            Tag::List(Some(_)) => InlineFault::Number,
            Tag::List(None) => InlineFault::Mark("a list"),
            Tag::Heading { .. } => InlineFault::Mark("a heading"),
            Tag::BlockQuote(_) => InlineFault::Mark("a quote"),
            Tag::FootnoteDefinition(_) => InlineFault::Mark("a footnote"),
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => InlineFault::Mark("a block of code"),
            Tag::CodeBlock(CodeBlockKind::Indented) => InlineFault::Indented,
            Tag::HtmlBlock => InlineFault::Html,
            Tag::Table(_) => InlineFault::Lines("a table"),
            Tag::DefinitionList => InlineFault::Lines("a definition list"),
            _ => InlineFault::Lines("a second paragraph"),
        }
    }

    /// The report of this block, which stands at `range` of `text`.
    fn report(self, text: &str, range: Range<usize>, offset: usize, file: &FileName) -> Diagnostic {
        let block = text.get(range.clone()).unwrap_or("");
        let line = block.trim_start().lines().next().unwrap_or("").trim_end();
        let start = range.start + block.len() - block.trim_start().len();
        let mark = line.split_whitespace().next().unwrap_or("");
        let doubled =
            if file.ends_with(".toml") { "; between double quotes with two backslashes" } else { "" };
        let is_written_before = line.starts_with(['-', '*', '+', '#', '>', '`', '~', '[', '_']);
        let (what, help) = match self {
            InlineFault::Number => {
                let (number, rest) = line.split_at(mark.len().saturating_sub(1));
                let help = format!("delete the `{mark}`, or write `{number}\\{rest}`{doubled}");
                ("a numbered list", help)
            }
            InlineFault::Mark(what) if is_written_before => {
                (what, format!("delete the `{mark}`, or write `\\{line}`{doubled}"))
            }
            InlineFault::Mark(what) | InlineFault::Lines(what) => {
                (what, "write it as one paragraph".to_owned())
            }
            InlineFault::Indented => ("a block of code", "delete the spaces before it".to_owned()),
            InlineFault::Html => {
                ("a block of HTML", "write it as Markdown, or put words before it".to_owned())
            }
        };
        let place = Place::new(file, start + offset..start + offset + mark.len());
        let message = format!("this makes {what}, which is not allowed in running text");
        Diagnostic::new(&BLOCK_IN_CELL, place, message, help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::body::BodyPiece;

    /// The HTML of `written` without its holes, and what is said of it.
    fn read(written: &str) -> (String, Vec<String>) {
        let mut diagnostics = Vec::new();
        let body = text(written, 0, &"content/a.csv".into(), &mut diagnostics);
        let html = body.pieces().map(|piece| match piece {
            BodyPiece::Html(html) => html,
            BodyPiece::Hole(_) => "",
        });
        let told = diagnostics.iter().map(|d| {
            let place = &d.primary.place;
            format!("{} {}..{}; {}", d.code.name, place.start, place.end, d.help)
        });
        (html.collect(), told.collect())
    }

    #[test]
    fn one_paragraph_is_running_text() {
        for (written, html) in [
            ("Lie down", "Lie down"),
            ("", ""),
            ("*Lie* `down` ~~now~~", "<em>Lie</em> <code>down</code> <del>now</del>"),
            ("10 to 15 minutes", "10 to 15 minutes"),
            ("two\nlines", "two\nlines"),
            ("1\\. Lie", "1. Lie"),
        ] {
            assert_eq!(read(written), (html.to_owned(), Vec::new()), "{written:?}");
        }
    }

    #[test]
    fn a_block_is_reported_and_read_as_a_paragraph() {
        for (written, html, told) in [
            ("1. Lie down", "Lie down", "0..2; delete the `1.`, or write `1\\. Lie down`"),
            ("12) Lie", "Lie", "0..3; delete the `12)`, or write `12\\) Lie`"),
            ("- a", "a", "0..1; delete the `-`, or write `\\- a`"),
            ("## x", "x", "0..2; delete the `##`, or write `\\## x`"),
            ("> *x*", "<em>x</em>", "0..1; delete the `>`, or write `\\> *x*`"),
            ("a\n\nb", "a\nb", "3..4; write it as one paragraph"),
            ("---", "", "0..3; delete the `---`, or write `\\---`"),
            ("    code", "code", "4..8; delete the spaces before it"),
            ("<div>a</div>", "<div>a</div>", "0..12; write it as Markdown, or put words before it"),
            ("a\n- b\n- c", "a\nb\nc", "2..3; delete the `-`, or write `\\- b`"),
        ] {
            let (found, said) = read(written);
            assert_eq!(
                found.split_whitespace().collect::<Vec<_>>(),
                html.split_whitespace().collect::<Vec<_>>()
            );
            assert_eq!(said, [format!("block-in-cell {told}")], "{written:?}");
        }
    }
}
