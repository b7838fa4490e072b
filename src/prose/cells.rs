//! The prose of a table's row.

use super::Prose;
use crate::table::Row;

/// One cell of a row that holds running text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextCell {
    /// The field it is of: "summary", "may_help.text". Items of a list have the same.
    pub field: String,
    /// What it says.
    pub prose: Prose,
}

/// The running text of `row`, cell by cell in the order of its fields. `file` is the text of its file.
#[must_use]
pub fn cells(row: &Row, file: &str) -> Vec<TextCell> {
    let mut cells = Vec::new();
    row.each(|leaf| {
        if let Some(markdown) = leaf.markdown() {
            let prose = Prose::cell(&markdown.text, leaf.cell.span.clone(), markdown.markup, file);
            cells.push(TextCell { field: leaf.path(), prose });
        }
    });
    cells
}

#[cfg(test)]
mod tests {
    use super::cells;
    use crate::source::{Content, File, FileOrigin};
    use crate::table;

    #[test]
    fn every_running_text_of_a_row_is_a_cell_with_its_field() {
        let text = "[[remedy]]\nname = \"Heat\"\nsummary = \"It *warms*.\"\nhow_to_use = [\"use it\", \"rest\"]\n\
                    [[remedy.may_help]]\ntext = \"It may ease pain.\"\ngrade = \"low\"\nsources = [\"a\"]\n";
        let file = File {
            path: "content/remedies.toml".into(),
            content: Content::Text(text.into()),
            origin: FileOrigin::Site,
        };
        let (rows, _) = table::rows(&file, table::built_in());
        let found: Vec<_> = cells(&rows[0], text)
            .into_iter()
            .map(|cell| {
                let all = cell.prose.blocks()[0].text.clone();
                (cell.field.clone(), text[cell.prose.source(all)].to_owned())
            })
            .collect();
        let expected = [
            ("summary", "It *warms*."),
            ("how_to_use", "use it"),
            ("how_to_use", "rest"),
            ("may_help.text", "It may ease pain."),
        ];
        assert_eq!(found, expected.map(|(field, text)| (field.to_owned(), text.to_owned())));
    }
}
