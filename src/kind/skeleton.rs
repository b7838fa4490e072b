//! A row to fill in.

use super::read::scalar;
use super::{Bounds, Declaration, Field, FieldType, Markup, Number, Role, Unit};
use crate::data::{Node, Value};

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
    /// A row of the kind `declaration` that is called `name`: first the fields it needs, then those that the rules of `balm
    /// check` ask for, then all others as comments; each with what its declaration says of it.
    #[must_use]
    pub fn new(declaration: &Declaration, name: &str) -> Skeleton {
        let (key, name_field) = (&declaration.key, &declaration.name_field);
        let mut skeleton = Skeleton {
            toml: format!("[[{key}]]\n{name_field} = {}\n", quoted(name)),
            cells: vec![(name_field.clone(), name.to_owned())],
        };
        let fields = declaration.fields.iter().filter(|field| field.name != *name_field);
        let (groups, fields): (Vec<&Field>, Vec<&Field>) =
            fields.partition(|field| matches!(field.takes, FieldType::Group { .. }));
        for field in ranked(fields, &declaration.fields) {
            skeleton.field(field, "", "", is_wanted(field, &declaration.fields));
        }
        // What stands behind the header of a group belongs to that.
        for group in ranked(groups, &declaration.fields) {
            let FieldType::Group { fields, repeats } = &group.takes else { continue };
            let mark = if is_wanted(group, &declaration.fields) { "" } else { "# " };
            let (open, close) = if *repeats { ("[[", "]]") } else { ("[", "]") };
            let note = comment(&[&group.documentation]);
            skeleton.toml.push_str(&format!("\n{mark}{open}{key}.{}{close}{note}\n", group.name));
            for inner in ranked(fields.iter().collect(), fields) {
                // A dose without its numbers says nothing.
                let is_wanted = group.role == Some(Role::Dose) || is_wanted(inner, fields);
                skeleton.field(inner, &format!("{}.", group.name), mark, is_wanted);
            }
        }
        skeleton
    }

    /// Adds `field`, whose column starts with `outer`, behind `mark`; as a comment unless it `is_wanted`. A value that is made
    /// up comes with a comment that asks to check it, which is reported like a text that is still to be written.
    fn field(&mut self, field: &Field, outer: &str, mark: &str, is_wanted: bool) {
        let documentation = on_one_line(&field.documentation);
        let mark = if is_wanted { mark } else { "# " };
        let Some(example) = example(&field.takes, field) else {
            self.toml.push_str(&format!("# {}: {documentation}\n", field.name));
            return;
        };
        let note = note(field);
        if mark.is_empty() && example.is_made_up {
            let parts = ["check this example.", &documentation, &note];
            self.toml.push_str(&format!("# {PLACEHOLDER} {}\n", sentences(&parts)));
            self.toml.push_str(&format!("{} = {}\n", field.name, example.toml));
        } else {
            // A text to write says already what its field is for.
            let said = if example.is_text {
                documentation.split_once(". ").map_or("", |(_, rest)| rest)
            } else {
                &documentation
            };
            self.toml.push_str(&format!(
                "{mark}{} = {}{}\n",
                field.name,
                example.toml,
                comment(&[said, &note])
            ));
        }
        if mark.is_empty() {
            // Nothing beside a cell can say that it is made up, so what may harm is left to its author.
            let has_role = field.role.is_some() || !outer.is_empty();
            let cell = if example.is_made_up && has_role { String::new() } else { example.cell };
            self.cells.push((format!("{outer}{}", field.name), cell));
        }
    }
}

/// `fields` in the order in which a new row has them: those it needs, those that rules ask for, all others.
fn ranked<'a>(mut fields: Vec<&'a Field>, all: &[Field]) -> Vec<&'a Field> {
    fields.sort_by_key(|field| match (field.required, is_wanted(field, all)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    });
    fields
}

/// Whether a new row should have `field`, one of `all`: it is required, or rules ask for it because of its role. Of fields that
/// answer for each other, that is the first.
fn is_wanted(field: &Field, all: &[Field]) -> bool {
    let is_first = || all.iter().find(|other| other.asked && other.role == field.role) == Some(field);
    let by_role = match field.role {
        Some(Role::Caution | Role::Contraindication | Role::Interaction | Role::Source) => true,
        Some(Role::Dose | Role::Frequency | Role::Evidence | Role::DangerSign | Role::Untreated) => {
            is_first()
        }
        // A row need not claim anything, nor be of a class.
        Some(Role::Claim | Role::Class) | None => false,
    };
    field.required || (field.asked && by_role)
}

/// A value to start from.
struct Example {
    toml: String,
    cell: String,
    /// Whether it says something that may not be so.
    is_made_up: bool,
    /// Whether it asks an author to write a text.
    is_text: bool,
}

impl Example {
    /// Nothing, which is reported where a row needs the field.
    fn empty() -> Example {
        Example { toml: "\"\"".to_owned(), cell: String::new(), is_made_up: false, is_text: false }
    }

    fn text(text: &str) -> Example {
        Example { toml: quoted(text), cell: text.to_owned(), is_made_up: true, is_text: false }
    }

    fn bare(text: impl Into<String>) -> Example {
        let text = text.into();
        Example { toml: text.clone(), cell: text, is_made_up: true, is_text: false }
    }
}

fn example(takes: &FieldType, field: &Field) -> Option<Example> {
    if let Some(default) = &field.default {
        let is_bare = matches!(takes, FieldType::YesNo | FieldType::Number(_) | FieldType::Date(_));
        return Some(if is_bare { Example::bare(default.as_str()) } else { Example::text(default) });
    }
    Some(match takes {
        FieldType::Text | FieldType::Markdown(Markup::Inline | Markup::Block) => {
            Example { is_made_up: false, is_text: true, ..Example::text(&to_write(field)) }
        }
        FieldType::Number(number) => Example::bare(told(field).unwrap_or_else(|| start(number))),
        FieldType::Range(number) => {
            let text = told(field).unwrap_or_else(|| start(number));
            if text.bytes().all(|byte| byte.is_ascii_digit()) {
                Example::bare(text)
            } else {
                Example::text(&text)
            }
        }
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
                Example { toml: format!("[{}]", quoted(&text)), cell: text, is_made_up: false, is_text: true }
            }
            _ => Example { toml: "[]".to_owned(), ..Example::empty() },
        },
        FieldType::Link | FieldType::Telephone | FieldType::Picture | FieldType::Reference(_) => {
            Example::empty()
        }
        FieldType::Own(_) | FieldType::Group { .. } => return None,
    })
}

/// The number that the documentation of `field` gives as an example between backticks, if the field takes it.
fn told(field: &Field) -> Option<String> {
    let text = field.documentation.split('`').nth(1)?.trim_matches('"');
    let node = Node { span: 0..0, value: Value::Cell(text.to_owned()) };
    scalar(&node, &field.takes).is_ok().then(|| text.to_owned())
}

/// What an author is asked to write: "TODO: say who must not use it".
fn to_write(field: &Field) -> String {
    let text = on_one_line(&field.documentation);
    let what = text.split(". ").next().unwrap_or("").trim_end_matches('.');
    let what = if what.is_empty() { field.label.as_str() } else { what };
    // A semicolon would part a cell.
    format!("{PLACEHOLDER} {}", what.replace(';', ",").replace('"', ""))
}

/// What `field` takes, in a sentence: the words to choose from, the unit, where ids are from. Empty where that needs no words.
fn note(field: &Field) -> String {
    let (takes, is_list) = match &field.takes {
        FieldType::List(of) => (of.as_ref(), true),
        takes => (takes, false),
    };
    match takes {
        FieldType::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
            match words.split_last() {
                Some((last, others)) if !others.is_empty() => {
                    format!("Choose {} or {last}.", others.join(", "))
                }
                _ => String::new(),
            }
        }
        FieldType::Number(number) | FieldType::Range(number) => {
            let told = |unit: &&Unit| !unit.many.split(' ').any(|word| field.documentation.contains(word));
            number.unit.as_ref().filter(told).map_or_else(String::new, |unit| format!("In {}.", unit.many))
        }
        FieldType::Reference(to) => {
            let files: Vec<String> = to.iter().map(|stem| format!("{stem}.toml or {stem}.csv")).collect();
            let ids = match (field.documentation.is_empty(), is_list) {
                (false, _) => "From",
                (true, true) => "Ids from",
                (true, false) => "An id from",
            };
            format!("{ids} {}.", files.join(", "))
        }
        _ => String::new(),
    }
}

/// `parts` as a comment behind a value; nothing where none of them says anything.
fn comment(parts: &[&str]) -> String {
    let text = sentences(parts);
    if text.is_empty() { text } else { format!(" # {text}") }
}

/// `parts`, each of which ends a sentence, on one line.
fn sentences(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| on_one_line(part)).filter(|part| !part.is_empty());
    let ended = parts.map(|part| if part.ends_with(['.', '?', '!']) { part } else { format!("{part}.") });
    ended.collect::<Vec<_>>().join(" ")
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
            asks: Vec::new(),
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
avoid_if = ["TODO: Avoid if"]
sources = [] # Ids from sources.toml or sources.csv.
# route = "injection" # Choose injection or by-mouth.

[[vaccine.dose]]
# TODO: check this example. In ml.
amount = 0.1
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
