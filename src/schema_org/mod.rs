//! The vocabulary of schema.org, from its own tables: its types, their properties and the values these take.
//!
//! Architecture Invariant: this module knows only terms. It does not know pages, JSON-LD, or which terms balm uses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Release 30.0, without descriptions. The head of the file gives its origin, licence and format.
const TERMS: &str = include_str!("terms-30.0.txt");

type TermNames = Vec<&'static str>;

/// Types, properties and members of enumerations.
#[derive(Debug, Default)]
pub struct Vocabulary {
    parents: BTreeMap<&'static str, TermNames>,
    properties: BTreeMap<&'static str, Property>,
    members: BTreeMap<&'static str, TermNames>,
    superseded: BTreeSet<&'static str>,
}

/// A property.
#[derive(Debug)]
pub struct Property {
    /// The types that have it.
    pub domain: TermNames,
    /// The types of its values.
    pub range: TermNames,
}

impl Vocabulary {
    /// The vocabulary, parsed once on first use.
    pub fn get() -> &'static Vocabulary {
        static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
        VOCABULARY.get_or_init(|| Vocabulary::read(TERMS))
    }

    fn read(terms: &'static str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for line in terms.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ').peekable();
            let Some(name) = words.next() else { continue };
            if words.next_if_eq(&"!").is_some() {
                vocabulary.superseded.insert(name);
            }
            match words.next() {
                Some(":") => {
                    let domain = words.by_ref().take_while(|word| *word != ">").collect();
                    vocabulary.properties.insert(name, Property { domain, range: words.collect() });
                }
                Some("=") => drop(vocabulary.members.insert(name, words.collect())),
                _ => drop(vocabulary.parents.insert(name, words.collect())),
            }
        }
        vocabulary
    }

    /// Whether there is a type called `name`.
    #[must_use]
    pub fn has_type(&self, name: &str) -> bool {
        self.parents.contains_key(name)
    }

    /// Whether every `name` is also a `wanted`.
    #[must_use]
    pub fn is_a(&self, name: &str, wanted: &str) -> bool {
        let parents = || self.parents.get(name).into_iter().flatten();
        name == wanted || parents().any(|parent| self.is_a(parent, wanted))
    }

    /// The property `name`.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// Whether `member` is a member of the enumeration `name`.
    #[must_use]
    pub fn is_member(&self, member: &str, name: &str) -> bool {
        self.members.get(member).into_iter().flatten().any(|of| self.is_a(of, name))
    }

    /// The members of the enumeration `name`, sorted by name.
    pub fn members<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
        self.members
            .iter()
            .filter(move |(_, of)| of.iter().any(|of| self.is_a(of, name)))
            .map(|(member, _)| *member)
    }

    /// Whether the type or property `name` has been superseded.
    #[must_use]
    pub fn is_superseded(&self, name: &str) -> bool {
        self.superseded.contains(name)
    }

    /// All types, sorted by name.
    pub fn types(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        self.parents.keys().copied()
    }

    /// All properties, sorted by name.
    pub fn properties(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        self.properties.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn terms_are_as_the_table_has_them() {
        let vocabulary = Vocabulary::get();
        assert!(vocabulary.has_type("MedicalWebPage") && !vocabulary.has_type("MedicalPage"));
        assert!(vocabulary.is_a("Drug", "Substance") && !vocabulary.is_a("Substance", "Drug"));
        let reviewed = vocabulary.property("lastReviewed").expect("it is a property");
        assert_eq!(
            (reviewed.domain.as_slice(), reviewed.range.as_slice()),
            (&["WebPage"][..], &["Date"][..])
        );
        assert!(vocabulary.is_member("Physiotherapy", "MedicalSpecialty"));
        assert!(vocabulary.members("ItemAvailability").any(|member| member == "InStock"));
        assert!(vocabulary.is_superseded("aspect") && !vocabulary.is_superseded("lastReviewed"));
    }
}
