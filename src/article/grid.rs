//! Markdown tables: real ones, whose headers say what they head and whose cells can name themselves.

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

use crate::html::escape;

/// A table with more rows than this can be sorted.
const SHORT: usize = 8;

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    alignment: Vec<Alignment>,
    /// The words of each header.
    heads: Vec<String>,
    in_head: bool,
    /// The number of the cell that is being read.
    column: usize,
}

impl Grid {
    /// What opens `tag`, which is written as `source`; `None` where it is no part of a table.
    pub(super) fn open(&mut self, tag: &Tag<'_>, source: &str) -> Option<CowStr<'static>> {
        Some(match tag {
            Tag::Table(alignment) => {
                *self = Grid { alignment: alignment.clone(), ..Grid::default() };
                // The header and the line below it are no rows.
                let rows = source.trim().lines().count().saturating_sub(2);
                let sorts = if rows > SHORT { " sorts" } else { "" };
                format!("<table class=\"stack{sorts}\">\n").into()
            }
            Tag::TableHead => {
                self.in_head = true;
                "<thead>\n<tr>".into()
            }
            Tag::TableRow => {
                self.column = 0;
                "<tr>".into()
            }
            Tag::TableCell => self.open_cell(),
            _ => return None,
        })
    }

    fn open_cell(&mut self) -> CowStr<'static> {
        let class = match self.alignment.get(self.column) {
            Some(Alignment::Right) => " class=\"end\"",
            Some(Alignment::Center) => " class=\"middle\"",
            _ => "",
        };
        if self.in_head {
            self.heads.push(String::new());
            return ["<th scope=\"col\"", class, ">"].concat().into();
        }
        match self.heads.get(self.column) {
            _ if self.column == 0 && class.is_empty() => "<th scope=\"row\">".into(),
            _ if self.column == 0 => ["<th scope=\"row\"", class, ">"].concat().into(),
            Some(head) if !head.is_empty() => {
                ["<td data-label=\"", &escape(head), "\"", class, ">"].concat().into()
            }
            _ => ["<td", class, ">"].concat().into(),
        }
    }

    /// What closes `tag`.
    pub(super) fn close(&mut self, tag: TagEnd) -> Option<CowStr<'static>> {
        Some(CowStr::Borrowed(match tag {
            TagEnd::Table => "</tbody>\n</table>\n",
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr>\n</thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => {
                let is_head = self.in_head || self.column == 0;
                self.column += 1;
                if is_head { "</th>" } else { "</td>" }
            }
            _ => return None,
        }))
    }

    /// Notes the words of a header.
    pub(super) fn note(&mut self, event: &Event<'_>) {
        if let (true, Some(head), Event::Text(text) | Event::Code(text)) =
            (self.in_head, self.heads.last_mut(), event)
        {
            head.push_str(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::body::BodyPiece;
    use crate::article::markdown::block;

    fn html(text: &str) -> String {
        let mut diagnostics = Vec::new();
        let parsed = block(text, 0, &"a.md".into(), false, None, &mut diagnostics);
        assert_eq!(diagnostics, []);
        let pieces = parsed.body.pieces();
        pieces.filter_map(|piece| if let BodyPiece::Html(html) = piece { Some(html) } else { None }).collect()
    }

    #[test]
    fn only_a_table_of_more_than_eight_rows_can_be_sorted() {
        let table = |rows: usize| format!("a|b\n-|-\n{}\ntext\n", "1|2\n".repeat(rows));
        assert!(html(&table(8)).contains("<table class=\"stack\">"));
        assert!(html(&table(9)).contains("<table class=\"stack sorts\">"));
    }

    #[test]
    fn every_header_says_what_it_heads_and_every_cell_names_its_column() {
        let found = html("| *a* & `b` | |\n|:-:|--|\n| 1 | 2 |\n");
        assert!(
            found.contains("<tr><th scope=\"col\" class=\"middle\"><em>a</em> &amp; <code>b</code></th>")
        );
        assert!(found.contains("<tr><th scope=\"row\" class=\"middle\">1</th><td>2</td></tr>"));
        let found = html("| x | *a* & `b` |\n|--|--|\n| 1 | 2 |\n");
        assert!(found.contains("<td data-label=\"a &amp; b\">2</td>"), "{found}");
    }
}
