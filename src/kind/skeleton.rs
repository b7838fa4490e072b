//! A row to fill in.

use super::{Bounds, Declaration, Field, FieldType, Markup, Number, Role};

/// Starts a text that an author is asked to write.
pub const PLACEHOLDER: &str = "TODO:";

/// A row to fill in, in both forms that a table can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// The row as TOML, with a line break at its end.
    pub toml: String,
    /// What stands under each column of a spreadsheet: ("dose.amount", "1").
    pub cells: Vec<(String, String)>,
}

impl Skeleton {
    /// A row of the kind `declaration` that is called `name`: the fields it needs, those that the rules of `balm check` ask
    /// for, and one item of each group. Optional fields are comments in TOML.
    #[must_use]
    pub fn new(declaration: &Declaration, name: &str) -> Skeleton {
        let (key, name_field) = (&declaration.key, &declaration.name_field);
        let mut skeleton = Skeleton {
            toml: format!("[[{key}]]\n{name_field} = {}\n", quoted(name)),
            cells: vec![(name_field.clone(), name.to_owned())],
        };
        skeleton.add(declaration.fields.iter().filter(|field| field.name != *name_field), key);
        skeleton
    }

    /// Adds `fields` of a kind whose rows are called `key`.
    pub fn add<'a>(&mut self, fields: impl Iterator<Item = &'a Field>, key: &str) {
        let (groups, fields): (Vec<&Field>, Vec<&Field>) =
            fields.partition(|field| matches!(field.takes, FieldType::Group { .. }));
        // What stands behind the header of a group belongs to that.
        let from = self.toml.find("\n\n[").map_or(self.toml.len(), |at| at + 1);
        let behind = self.toml.split_off(from);
        for field in fields {
            self.field(field, "", "", field.role.is_some());
        }
        self.toml.push_str(&behind);
        for group in groups {
            let FieldType::Group { fields, repeats } = &group.takes else { continue };
            let is_wanted = is_wanted(group) || fields.iter().any(|field| field.role.is_some());
            let mark = if is_wanted { "" } else { "# " };
            let (open, close) = if *repeats { ("[[", "]]") } else { ("[", "]") };
            let about = if group.documentation.is_empty() {
                String::new()
            } else {
                format!(" # {}", on_one_line(&group.documentation))
            };
            self.toml.push_str(&format!("\n{mark}{open}{key}.{}{close}{about}\n", group.name));
            for field in fields {
                let has_role = group.role.is_some() || field.role.is_some();
                self.field(field, &format!("{}.", group.name), mark, has_role);
            }
        }
    }

    /// Adds `field`, whose column starts with `outer`, behind `mark`. What `has_role` is never made up: an example is told
    /// beside it, as one that stands in its place would be published as it is.
    fn field(&mut self, field: &Field, outer: &str, mark: &str, has_role: bool) {
        let Some(mut example) = example(&field.takes, field) else { return };
        let mark = if !mark.is_empty() || is_wanted(field) { mark } else { "# " };
        let mut notes: Vec<String> = Vec::new();
        if example.is_made_up && has_role {
            notes.push(format!("such as {}", example.toml));
            example = Example::empty();
        }
        notes.extend(note(field));
        let note = if notes.is_empty() { String::new() } else { format!(" # {}", notes.join("; ")) };
        self.toml.push_str(&format!("{mark}{} = {}{note}\n", field.name, example.toml));
        if mark.is_empty() {
            self.cells.push((format!("{outer}{}", field.name), example.cell));
        }
    }
}

/// Whether a new row should have `field`: it is required, or its role is one that rules ask for.
fn is_wanted(field: &Field) -> bool {
    let by_role = match field.role {
        Some(
            Role::Dose
            | Role::Caution
            | Role::Contraindication
            | Role::Claim
            | Role::Evidence
            | Role::Source
            | Role::DangerSign,
        ) => true,
        None => false,
    };
    field.required || by_role
}

/// A value to start from.
struct Example {
    toml: String,
    cell: String,
    /// Whether it says something that may not be so.
    is_made_up: bool,
}

impl Example {
    /// Nothing, which is reported where a row needs the field.
    fn empty() -> Example {
        Example { toml: "\"\"".to_owned(), cell: String::new(), is_made_up: false }
    }

    fn text(text: &str) -> Example {
        Example { toml: quoted(text), cell: text.to_owned(), is_made_up: true }
    }

    fn bare(text: impl Into<String>) -> Example {
        let text = text.into();
        Example { toml: text.clone(), cell: text, is_made_up: true }
    }
}

fn example(takes: &FieldType, field: &Field) -> Option<Example> {
    if let Some(default) = &field.default {
        let is_bare = matches!(takes, FieldType::YesNo | FieldType::Number(_) | FieldType::Date(_));
        return Some(if is_bare { Example::bare(default.as_str()) } else { Example::text(default) });
    }
    Some(match takes {
        FieldType::Text | FieldType::Markdown(Markup::Inline | Markup::Block) => {
            Example { is_made_up: false, ..Example::text(&to_write(field)) }
        }
        FieldType::Number(number) => Example::bare(start(number)),
        FieldType::Range(number) => Example::text(&range(number)),
        FieldType::Duration(bounds) => Example::text(&end(bounds, "1 week")),
        FieldType::Age(bounds) => Example::text(&end(bounds, "1 year")),
        FieldType::Date(bounds) => Example::bare(end(bounds, "2026-01-01")),
        FieldType::YesNo => Example { cell: "no".to_owned(), ..Example::bare("false") },
        FieldType::Choice(choices) => {
            // That nothing is known claims nothing.
            let none =
                choices.iter().find(|choice| field.role == Some(Role::Evidence) && choice.word == "none");
            match none {
                Some(none) => Example { is_made_up: false, ..Example::text(&none.word) },
                None => Example::text(&choices.first()?.word),
            }
        }
        FieldType::List(of) => match of.as_ref() {
            FieldType::Text | FieldType::Markdown(_) => {
                let text = to_write(field);
                Example { toml: format!("[{}]", quoted(&text)), cell: text, is_made_up: false }
            }
            _ => Example { toml: "[]".to_owned(), ..Example::empty() },
        },
        FieldType::Link | FieldType::Telephone | FieldType::Picture | FieldType::Reference(_) => {
            Example::empty()
        }
        FieldType::Own(_) | FieldType::Group { .. } => return None,
    })
}

/// What an author is asked to write: "TODO: say who must not use it".
fn to_write(field: &Field) -> String {
    let text = on_one_line(&field.documentation);
    let what = text.split(". ").next().unwrap_or("").trim_end_matches('.');
    let what = if what.is_empty() { field.label.as_str() } else { what };
    // A semicolon would part a cell.
    format!("{PLACEHOLDER} {}", what.replace([';', '"'], ","))
}

/// What stands as a comment behind a value: the words to choose from, the unit, where ids are from.
fn note(field: &Field) -> Option<String> {
    let (takes, is_list) = match &field.takes {
        FieldType::List(of) => (of.as_ref(), true),
        takes => (takes, false),
    };
    match takes {
        FieldType::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
            let (last, others) = words.split_last()?;
            Some(if others.is_empty() {
                (*last).to_owned()
            } else {
                format!("{} or {last}", others.join(", "))
            })
        }
        FieldType::Number(number) | FieldType::Range(number) => {
            number.unit.as_ref().map(|unit| unit.many.clone())
        }
        FieldType::Reference(to) => {
            let files: Vec<String> = to.iter().map(|stem| format!("{stem}.toml or {stem}.csv")).collect();
            let ids = if is_list { "ids" } else { "an id" };
            Some(format!("{ids} from {}", files.join(", ")))
        }
        _ => None,
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` as a TOML string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A number to start from.
fn start(number: &Number) -> String {
    let bounds = &number.bounds;
    match (bounds.least, bounds.most) {
        (Some(end), _) | (None, Some(end)) => end.to_string(),
        (None, None) => "1".to_owned(),
    }
}

/// A range to start from.
fn range(number: &Number) -> String {
    match (number.bounds.least, number.bounds.most) {
        (Some(least), Some(most)) if least < most && !least.is_negative() => format!("{least}-{most}"),
        _ => start(number),
    }
}

/// A value to start from: an end of `bounds`, or the `usual` one.
fn end<T: std::fmt::Display>(bounds: &Bounds<T>, usual: &str) -> String {
    match (&bounds.least, &bounds.most) {
        (Some(end), _) | (None, Some(end)) => end.to_string(),
        (None, None) => usual.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::toml;
    use crate::diagnostic::FileName;
    use crate::kind::{Kind, Kinds, declare};

    const VACCINES: &str = r#"
        [tables.vaccines]
        row = "vaccine"
        [tables.vaccines.fields.protects_from]
        type = "text"
        required = true
        description = "What it protects from, in everyday words."
        [tables.vaccines.fields.route]
        type = "choice"
        choices = ["injection", "by-mouth"]
        [tables.vaccines.fields.avoid_if]
        type = "list"
        role = "contraindication"
        [tables.vaccines.fields.dose]
        type = "group"
        role = "dose"
        [tables.vaccines.fields.dose.fields.amount]
        type = "number"
        unit = "ml"
        decimals = true
        min = 0.1
        required = true
        [tables.vaccines.fields.sources]
        type = "list"
        role = "source"
    "#;

    fn kind(text: &str) -> Kind {
        let file: FileName = "site.toml".into();
        let (node, found) = toml::parse(text, 0, &file);
        assert_eq!(found, []);
        let ours = Kinds::new([Kind::new(Declaration {
            stem: "sources".into(),
            key: "source".into(),
            noun: "a source".into(),
            title: "Sources".into(),
            documentation: String::new(),
            name_field: "title".into(),
            fields: Vec::new(),
            continued: Vec::new(),
            pages: None,
            schema_org: None,
            origin: crate::kind::DeclaredBy::BuiltIn,
        })]);
        let (kinds, found) = declare::kinds(node.entries().first(), &file, &ours);
        assert_eq!(found, []);
        kinds.of_stem("vaccines").expect("it is declared").clone()
    }

    #[test]
    fn a_row_to_fill_in_asks_for_what_it_needs_and_makes_nothing_up() {
        let skeleton = Skeleton::new(&kind(VACCINES), "Example \"A\"");
        let expected = r#"[[vaccine]]
name = "Example \"A\""
protects_from = "TODO: What it protects from, in everyday words"
# route = "injection" # injection or by-mouth
avoid_if = ["TODO: Avoid if"]
sources = [] # ids from sources.toml or sources.csv

[[vaccine.dose]]
amount = "" # such as 0.1; ml
"#;
        assert_eq!(skeleton.toml, expected);
        let cells: Vec<(&str, &str)> =
            skeleton.cells.iter().map(|(column, cell)| (column.as_str(), cell.as_str())).collect();
        assert_eq!(
            cells,
            [
                ("name", "Example \"A\""),
                ("protects_from", "TODO: What it protects from, in everyday words"),
                ("avoid_if", "TODO: Avoid if"),
                ("sources", ""),
                ("dose.amount", ""),
            ]
        );
    }
}
