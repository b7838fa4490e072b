//! A field of a kind: what it is called, what it takes and what it means.

use super::declaration::DeclaredBy;
use super::role::Role;
use super::value::{Age, Decimal, Duration};
use crate::data::Date;

/// One field.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Field {
    /// The key that authors write, and the last part of a spreadsheet's column: "protects_from".
    pub name: String,
    /// What readers see before its value: "Protects from".
    pub label: String,
    /// What it is for, in a sentence, for schemas and editors; may be empty.
    pub documentation: String,
    /// What it takes.
    pub takes: FieldType,
    /// Whether every row, or every item of the group around it, needs it.
    pub required: bool,
    /// What holds where nothing is given, as an author would write it; never where it is required.
    pub default: Option<String>,
    /// What it means.
    pub role: Option<Role>,
    /// Whether rules ask every row for it because of its role. Where not, they go by what it says if it says something, and a
    /// claim is one only in the words of a claim.
    pub asked: bool,
    /// Fields that answer in its place: where one of them says something, rules do not miss this one.
    pub instead: Vec<String>,
    /// The property of schema.org that it becomes; `None` for what its role becomes, or nothing.
    pub schema_org: Option<String>,
    /// Who declared it.
    pub origin: DeclaredBy,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum FieldType {
    /// Plain text.
    Text,
    /// Text with Markdown in it.
    Markdown(Markup),
    /// A number.
    Number(Number),
    /// From one number to another, or one number.
    Range(Number),
    /// How long something lasts, or from how long to how long: "20 seconds", "2 to 3 weeks".
    Duration(Bounds<Duration>),
    /// How old somebody is: "6 months", "2 to 11 years", "under 5 years".
    Age(Bounds<Age>),
    /// A day.
    Date(Bounds<Date>),
    /// Yes or no.
    YesNo,
    /// One of these words; never empty.
    Choice(Vec<Choice>),
    /// A list of such values. Never of lists or groups.
    List(Box<FieldType>),
    /// An address on the web.
    Link,
    /// A number to call.
    Telephone,
    /// A picture, as a path from the table's folder.
    Picture,
    /// The id of a row of one of the kinds with these stems; never empty.
    Reference(Vec<String>),
    /// What only balm's own code reads, such as poses; authors cannot declare it. In words, for messages: "poses".
    Own(&'static str),
    /// Values that belong together: a dose for an age. Its fields are no groups.
    Group {
        /// The fields of one item.
        fields: Vec<Field>,
        /// Whether there may be several: `[[vaccine.dose]]`, not `[vaccine.dose]`.
        repeats: bool,
    },
}

/// How much Markdown a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Markup {
    /// Emphasis, links and code, and no paragraphs.
    Inline,
    /// Paragraphs and lists as well.
    Block,
}

/// What kind of number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// Whether it may have decimals.
    pub decimals: bool,
    /// What it counts.
    pub unit: Option<Unit>,
    /// The least and the most.
    pub bounds: Bounds<Decimal>,
}

/// What a number counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// After the number 1: "tablet", "mg".
    pub one: String,
    /// After any other number: "tablets", "mg".
    pub many: String,
}

/// The least and the most that a value may be, both included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bounds<T> {
    /// The least.
    pub least: Option<T>,
    /// The most.
    pub most: Option<T>,
}

/// One word of a closed list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What authors write: "by-mouth".
    pub word: String,
    /// What readers see: "By mouth".
    pub text: String,
    /// The key of the message that says it in each language; `None` for the words of a site's own kind.
    pub key: Option<String>,
}

impl<T> Default for Bounds<T> {
    fn default() -> Self {
        Bounds { least: None, most: None }
    }
}

impl<T: PartialOrd> Bounds<T> {
    /// Whether `value` is within them.
    pub fn hold(&self, value: &T) -> bool {
        self.least.as_ref().is_none_or(|least| least <= value)
            && self.most.as_ref().is_none_or(|most| value <= most)
    }
}

impl Unit {
    /// One that is written in the same way after every number: "mg".
    #[must_use]
    pub fn invariable(unit: &str) -> Self {
        Unit { one: unit.to_owned(), many: unit.to_owned() }
    }

    /// What it is called after `number`.
    #[must_use]
    pub fn after(&self, number: &Decimal) -> &str {
        if number.is_one() { &self.one } else { &self.many }
    }
}

impl Field {
    /// A field of balm's own that takes `takes` and need not be there.
    #[must_use]
    pub fn new(name: &str, label: &str, documentation: &str, takes: FieldType) -> Self {
        Field {
            name: name.to_owned(),
            label: label.to_owned(),
            documentation: documentation.to_owned(),
            takes,
            required: false,
            default: None,
            role: None,
            asked: true,
            instead: Vec::new(),
            schema_org: None,
            origin: DeclaredBy::BuiltIn,
        }
    }

    /// The same, which every row needs.
    #[must_use]
    pub fn required(self) -> Self {
        Field { required: true, ..self }
    }

    /// The same with a meaning.
    #[must_use]
    pub fn role(self, role: Role) -> Self {
        Field { role: Some(role), ..self }
    }

    /// The same as a property of schema.org.
    #[must_use]
    pub fn property(self, property: &str) -> Self {
        Field { schema_org: Some(property.to_owned()), ..self }
    }

    /// The fields in it, where it is a group.
    #[must_use]
    pub fn inner(&self) -> &[Field] {
        match &self.takes {
            FieldType::Group { fields, .. } => fields,
            _ => &[],
        }
    }

    /// The field that says what a picture in this one shows: `alt` beside `image`, and `photo_alt` beside `photo`.
    #[must_use]
    pub fn alt(&self) -> String {
        if self.name == "image" { "alt".to_owned() } else { format!("{}_alt", self.name) }
    }

    /// Whether its value is a list: of values, or of the items of a group that repeats.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.takes, FieldType::List(_) | FieldType::Group { repeats: true, .. })
    }
}

impl FieldType {
    /// A whole number of `unit` from `least` to `most`.
    #[must_use]
    pub fn whole(unit: Option<Unit>, least: i64, most: i64) -> Self {
        let bounds = Bounds { least: Some(Decimal::whole(least)), most: Some(Decimal::whole(most)) };
        FieldType::Number(Number { decimals: false, unit, bounds })
    }

    /// A list of such values.
    #[must_use]
    pub fn list(self) -> Self {
        FieldType::List(Box::new(self))
    }

    /// Its closed list, or that of the items of a list.
    #[must_use]
    pub fn choices(&self) -> Option<&[Choice]> {
        match self {
            FieldType::Choice(choices) => Some(choices),
            FieldType::List(of) => of.choices(),
            _ => None,
        }
    }

    /// The stems of the kinds whose rows it names; none where it names none.
    #[must_use]
    pub fn references(&self) -> &[String] {
        match self {
            FieldType::Reference(to) => to,
            FieldType::List(of) => of.references(),
            FieldType::Text
            | FieldType::Markdown(_)
            | FieldType::Number(_)
            | FieldType::Range(_)
            | FieldType::Duration(_)
            | FieldType::Age(_)
            | FieldType::Date(_)
            | FieldType::YesNo
            | FieldType::Choice(_)
            | FieldType::Link
            | FieldType::Telephone
            | FieldType::Picture
            | FieldType::Own(_)
            | FieldType::Group { .. } => &[],
        }
    }
}
