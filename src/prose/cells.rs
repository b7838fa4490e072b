//! The prose of a table's row.

use serde_json::Value as Json;

use super::Prose;
use crate::table::Row;
use crate::table::inline::tagged;

/// One cell of a row that holds running text.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The field it is of: "summary", "may_help.text". Items of a list have the same.
    pub field: String,
    /// What it says.
    pub prose: Prose,
}

/// The running text of `row`, cell by cell in the order of its fields. `file` is the text of the file it stands in.
#[must_use]
pub fn cells(row: &Row, file: &str) -> Vec<Cell> {
    let mut cells = Vec::new();
    // A row that serde refuses has no cells; none does.
    let tree = serde_json::to_value(row).unwrap_or_default();
    gather(&tree, String::new(), file, &mut cells);
    cells
}

fn gather(tree: &Json, field: String, file: &str, cells: &mut Vec<Cell>) {
    match tree {
        Json::String(text) => {
            if let Some(found) = tagged(text) {
                let prose = Prose::cell(found.text, found.span, found.kind, file);
                cells.push(Cell { field, prose });
            }
        }
        Json::Array(items) => items.iter().for_each(|item| gather(item, field.clone(), file, cells)),
        Json::Object(entries) => {
            for (name, value) in entries {
                let field = if field.is_empty() { name.clone() } else { format!("{field}.{name}") };
                gather(value, field, file, cells);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::cells;
    use crate::source::{Content, File, Origin};
    use crate::table;

    #[test]
    fn every_running_text_of_a_row_is_a_cell_with_its_field() {
        let text = "[[remedy]]\nname = \"Heat\"\nsummary = \"It *warms*.\"\nhow_to_use = [\"use it\", \"rest\"]\n\
                    [[remedy.may_help]]\ntext = \"It may ease pain.\"\ngrade = \"low\"\nsources = [\"a\"]\n";
        let file = File {
            path: "content/remedies.toml".into(),
            content: Content::Text(text.into()),
            origin: Origin::Site,
        };
        let (rows, _) = table::parse(&file);
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
