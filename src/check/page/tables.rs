//! Checks that tables have captions and proper headers, and that cells are not empty.

use std::ops::Range;

use super::element::ElementKind;
use super::walk::{Element, Start, Walk};
use super::{PageFinding, Spot, plain, quoted};
use crate::diagnostic::code::rules;

rules! {
    /// A table has no caption.
    ///
    /// What it does: looks in every table of the rendered page for a `caption` with words, or an `aria-label`. Tables
    /// with `role="presentation"` are not checked.
    ///
    /// Why: people who listen to a page jump from table to table, and what they hear is the caption.
    ///
    /// ```text
    /// Bad:
    /// | Cause | What helps |
    /// |---|---|
    /// Good:
    /// :::table[Causes and what helps]
    /// | Cause | What helps |
    /// |---|---|
    /// :::
    /// ```
    ///
    /// Source: WCAG 2.2, 1.3.1 Info and Relationships; NHS digital service manual, "Table".
    TABLE_CAPTION = "table-caption", Accessibility, Error;
    /// A table does not say which cells are headers, or what they are headers of.
    ///
    /// What it does: looks for `scope` on every `th` of the rendered page, and for at least one `th` in every table.
    ///
    /// Why: a listener hears a cell with its headers, or else a number without meaning.
    ///
    /// ```text
    /// Bad:  <tr><td>Exercise</td><td>How often</td></tr>
    /// Good: <tr><th scope="col">Exercise</th><th scope="col">How often</th></tr>
    /// ```
    ///
    /// Source: WCAG 2.2, 1.3.1 Info and Relationships; NHS digital service manual, "Table".
    TABLE_SCOPE = "table-scope", Accessibility, Error;
    /// A cell of a table is empty.
    ///
    /// What it does: looks for cells on the rendered page without words, pictures or controls.
    ///
    /// Why: an empty cell may mean none, not known, or that somebody forgot. Say which: "None", "Not known".
    ///
    /// ```text
    /// Bad:  | Heat |           |
    /// Good: | Heat | Not known |
    /// ```
    ///
    /// Source: NHS digital service manual, "Table".
    EMPTY_CELL = "empty-cell", Accessibility, Error;
    /// These lines look like a table but are not one.
    ///
    /// What it does: looks for paragraphs on the rendered page in which two or more lines start with `|`.
    ///
    /// Why: a Markdown table needs a second line of dashes, with one part for each cell of the first line. Without
    /// it, readers see the `|` characters.
    ///
    /// ```text
    /// Bad:
    /// | Cause | What helps |
    /// |---|
    /// | Sitting | getting up |
    /// Good:
    /// | Cause | What helps |
    /// |---|---|
    /// | Sitting | getting up |
    /// ```
    ///
    /// Source: GitHub Flavored Markdown, "Tables".
    BROKEN_TABLE = "broken-table", Accessibility, Error;
}

/// The open tables, outermost first.
#[derive(Debug, Default)]
pub(super) struct Tables(Vec<HtmlTable>);

impl Tables {
    /// Whether a table is open.
    pub(super) fn is_inside_one(&self) -> bool {
        !self.0.is_empty()
    }
}

#[derive(Debug, Default)]
struct HtmlTable {
    span: Range<usize>,
    is_layout: bool,
    is_named: bool,
    has_headers: bool,
    rows: usize,
    /// The words of the cells in the first row, by which messages name the table.
    head: Vec<String>,
    /// Whether the open cell contains something other than text.
    is_filled: bool,
    unscoped: Vec<Range<usize>>,
    empty: Vec<Range<usize>>,
}

pub(super) fn open<'a>(walk: &mut Walk<'a>, start: &Start<'a, '_>) {
    if start.tag == ElementKind::Table {
        let role = start.get("role").unwrap_or("");
        walk.tables.0.push(HtmlTable {
            span: start.span(),
            is_layout: matches!(role, "presentation" | "none"),
            is_named: start.says("aria-label") || start.says("aria-labelledby"),
            ..HtmlTable::default()
        });
        return;
    }
    let Some(table) = walk.tables.0.last_mut() else { return };
    match start.tag {
        ElementKind::Row => {
            table.rows += 1;
        }
        ElementKind::Td | ElementKind::Th => {
            table.is_filled = start.says("aria-label");
            if start.tag == ElementKind::Th {
                table.has_headers = true;
                let scopes = ["col", "row", "colgroup", "rowgroup"];
                let scope = start.get("scope").unwrap_or("");
                if !scopes.iter().any(|known| scope.eq_ignore_ascii_case(known)) {
                    table.unscoped.push(start.span());
                }
            }
        }
        tag if is_content(tag, start.name) => table.is_filled = true,
        _ => {}
    }
}

/// Whether an element is content on its own.
fn is_content(tag: ElementKind, name: &str) -> bool {
    use ElementKind::{Audio, Button, Iframe, Image, Input, Select, Svg, Textarea, Video};
    matches!(tag, Audio | Button | Iframe | Image | Input | Select | Svg | Textarea | Video)
        || (tag == ElementKind::Other && ["canvas", "object", "math", "meter", "progress"].contains(&name))
}

pub(super) fn close<'a>(walk: &mut Walk<'a>, element: &Element<'a>) {
    match element.tag {
        ElementKind::Caption => {
            let has_words = !walk.words_of(element).trim().is_empty();
            if let Some(table) = walk.tables.0.last_mut() {
                table.is_named |= has_words;
            }
        }
        ElementKind::Td | ElementKind::Th => {
            let mut tables = std::mem::take(&mut walk.tables);
            if let Some(table) = tables.0.last_mut() {
                let words = walk.words_of(element);
                if table.rows <= 1 {
                    table.head.push(plain(words));
                }
                let has_words = (!words.contains('&')
                    && words.bytes().any(|byte| byte.is_ascii_alphanumeric()))
                    || !plain(words).is_empty();
                if !has_words && !table.is_filled {
                    table.empty.push(element.span.clone());
                }
            }
            walk.tables = tables;
        }
        ElementKind::P if walk.html[element.span.end..].starts_with('|') => broken(walk, element),
        ElementKind::Table => {
            if let Some(table) = walk.tables.0.pop().filter(|table| !table.is_layout) {
                tell(walk, table);
            }
        }
        _ => {}
    }
}

/// Reports lines with `|` that became a paragraph.
fn broken(walk: &mut Walk<'_>, element: &Element<'_>) {
    let mut lines = walk.words_of(element).lines().filter(|line| line.starts_with('|'));
    let (Some(first), Some(_)) = (lines.next(), lines.next()) else { return };
    let first = plain(first);
    // Its words up to the first that is marked up.
    let whole = walk.html[element.span.end..].lines().next().unwrap_or("");
    let start = whole.split('<').next().unwrap_or(whole).trim_end();
    let cells = first.trim_matches('|').split('|').count();
    walk.findings.push(PageFinding {
        code: &BROKEN_TABLE,
        spot: Spot::Words,
        span: element.span.end..element.span.end + start.len(),
        message: format!(
            "the table that starts with {} is not one, and readers see its `|` characters",
            quoted(&first)
        ),
        help: format!(
            "write `{}|` as its second line, with one part for each cell of the first",
            "|---".repeat(cells)
        ),
    });
}

fn tell(walk: &mut Walk<'_>, table: HtmlTable) {
    let called = table.head.iter().find(|word| !word.is_empty());
    let called = called.map_or_else(String::new, |word| format!(" that starts with {}", quoted(word)));
    if !table.is_named {
        walk.findings.push(PageFinding {
            code: &TABLE_CAPTION,
            spot: Spot::Table,
            span: table.span.clone(),
            message: format!("the table{called} has no caption"),
            help: "put it into `:::table[What it shows]` … `:::`, or add a `<caption>`".into(),
        });
    }
    if !table.has_headers && table.rows > 0 {
        walk.findings.push(PageFinding {
            code: &TABLE_SCOPE,
            spot: Spot::Table,
            span: table.span.clone(),
            message: format!("the table{called} has no header cells"),
            help: "write `<th scope=\"col\">` and `<th scope=\"row\">` for cells that say what others are"
                .into(),
        });
    }
    for span in table.unscoped {
        walk.findings.push(PageFinding {
            code: &TABLE_SCOPE,
            spot: Spot::Tag,
            span,
            message: "this header cell does not say which cells it is for".into(),
            help: "add `scope=\"col\"` or `scope=\"row\"`".into(),
        });
    }
    for span in table.empty {
        walk.findings.push(PageFinding {
            code: &EMPTY_CELL,
            spot: Spot::Tag,
            span,
            message: format!("a cell of the table{called} is empty"),
            help: "write what the empty cell means, such as \"None\" or \"Not known\"".into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    const GOOD: &str =
        "<table><caption>Heat</caption><tr><th scope=col>A<th scope=col>B<tr><td>1<td>2</table>";

    #[test]
    fn a_table_has_a_caption_and_headers_with_a_scope() {
        assert_eq!(found(GOOD), [""; 0]);
        assert_eq!(found(&GOOD.replace("Heat", " ")), ["table-caption"]);
        assert_eq!(found(&GOOD.replace("<caption>Heat</caption>", "")), ["table-caption"]);
        assert_eq!(found(&GOOD.replace("<th scope=col>A", "<th>A")), ["table-scope"]);
        assert_eq!(found(&GOOD.replace("<th scope=col>", "<td>")), ["table-scope"]);
        assert_eq!(found("<table role=presentation><tr><td>x</table>"), [""; 0]);
    }

    #[test]
    fn lines_with_vertical_bars_are_an_intended_table() {
        for broken in ["<p>| A | B |\n|--|\n| 1 | 2 |</p>", "<p>| A |\n| 1 |</p>"] {
            assert_eq!(found(broken), ["broken-table"], "{broken}");
        }
        for whole in ["<p>| is a stroke.</p>", "<p>A | B\n| C</p>", "<p>|x| is its size\nor not</p>"] {
            assert_eq!(found(whole), [""; 0], "{whole}");
        }
    }

    #[test]
    fn a_cell_must_not_be_empty() {
        for cell in ["", " \n", "&nbsp;", "<br>", "<p></p>", "<span></span>"] {
            assert_eq!(found(&GOOD.replace('2', cell)), ["empty-cell"], "{cell}");
        }
        for cell in ["0", "–", "✓", "<img src=x alt=x>", "<svg></svg>", "<label><input>Done</label>"] {
            assert_eq!(found(&GOOD.replace('2', cell)), [""; 0], "{cell}");
        }
        assert_eq!(found(&GOOD.replace('2', &GOOD.replace('1', ""))), ["empty-cell"]);
    }
}
