//! Which plural form a number takes in a language, by the rules of CLDR.

use std::fmt;

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};

use crate::language::Language;

/// A plural form, in the order of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluralForm {
    /// Nothing, in Arabic and Welsh.
    Zero,
    /// One, and in some languages 21 as well.
    One,
    /// Two.
    Two,
    /// A few, as Slavic languages count them.
    Few,
    /// Many.
    Many,
    /// What every language has.
    Other,
}

impl PluralForm {
    /// Every form.
    pub const ALL: [PluralForm; 6] = [
        PluralForm::Zero,
        PluralForm::One,
        PluralForm::Two,
        PluralForm::Few,
        PluralForm::Many,
        PluralForm::Other,
    ];

    /// Its name in a file of messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PluralForm::Zero => "zero",
            PluralForm::One => "one",
            PluralForm::Two => "two",
            PluralForm::Few => "few",
            PluralForm::Many => "many",
            PluralForm::Other => "other",
        }
    }

    /// The form called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<PluralForm> {
        PluralForm::ALL.into_iter().find(|form| form.name() == name)
    }
}

impl From<PluralCategory> for PluralForm {
    fn from(category: PluralCategory) -> PluralForm {
        match category {
            PluralCategory::ZERO => PluralForm::Zero,
            PluralCategory::ONE => PluralForm::One,
            PluralCategory::TWO => PluralForm::Two,
            PluralCategory::FEW => PluralForm::Few,
            PluralCategory::MANY => PluralForm::Many,
            PluralCategory::OTHER => PluralForm::Other,
        }
    }
}

/// A whole number, or a range of them with both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CountRange {
    /// The least.
    pub min: u32,
    /// The most; never less than `min`.
    pub max: u32,
}

impl CountRange {
    /// One number.
    #[must_use]
    pub fn one(number: u32) -> CountRange {
        CountRange { min: number, max: number }
    }

    /// Whether it is one number, and not a range.
    #[must_use]
    pub fn is_one_number(self) -> bool {
        self.min == self.max
    }
}

/// How a language counts.
pub struct Plurals {
    /// The tag of the language.
    pub tag: String,
    /// `None` for a language whose rules nobody knows: it has one form.
    rules: Option<PluralRules>,
    /// The form of every range; without it, that of the range's last number.
    range: Option<PluralForm>,
}

impl Plurals {
    /// How `language` counts. `range` is the form that its ranges take.
    #[must_use]
    pub fn new(language: &Language, range: Option<PluralForm>) -> Plurals {
        let known = PluralRules::get_locales(PluralRuleType::CARDINAL);
        // "pt-PT" counts in another way than "pt"; where a region has no rules, the language's hold.
        let rules = language.prefixes().find_map(|tag| {
            let id = known.iter().find(|id| id.to_string() == tag)?;
            PluralRules::create(id.clone(), PluralRuleType::CARDINAL).ok()
        });
        Plurals { tag: language.to_string(), rules, range }
    }

    /// The form of `amount`.
    #[must_use]
    pub fn form(&self, amount: CountRange) -> PluralForm {
        match self.range {
            Some(form) if !amount.is_one_number() => form,
            _ => self.form_of(amount.max),
        }
    }

    fn form_of(&self, number: u32) -> PluralForm {
        self.rules
            .as_ref()
            .and_then(|rules| rules.select(number).ok())
            .map_or(PluralForm::Other, PluralForm::from)
    }

    /// The forms that whole numbers take in the language, in order.
    #[must_use]
    pub fn forms(&self) -> Vec<PluralForm> {
        // No rule of CLDR looks at more than the last two digits, but for whole millions.
        let mut forms: Vec<PluralForm> =
            (0..=200).map(|number| self.form_of(number)).chain([PluralForm::Other]).collect();
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// The form that ranges take, where it is always the same.
    #[must_use]
    pub fn range(&self) -> Option<PluralForm> {
        self.range
    }
}

impl fmt::Debug for Plurals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plurals").field("tag", &self.tag).field("range", &self.range).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{CountRange, PluralForm, Plurals};
    use crate::language::Language;

    fn plurals(tag: &str) -> Plurals {
        Plurals::new(&Language::new(tag).expect(tag), None)
    }

    #[test]
    fn a_language_has_the_forms_that_its_whole_numbers_take() {
        for (tag, forms) in [
            ("en", "one other"),
            ("en-GB", "one other"),
            ("de-AT", "one other"),
            ("ja", "other"),
            ("pl", "one few many other"),
            ("cy", "zero one two few many other"),
            ("ar", "zero one two few many other"),
            ("tlh", "other"),
        ] {
            let names: Vec<&str> = plurals(tag).forms().into_iter().map(PluralForm::name).collect();
            assert_eq!(names.join(" "), forms, "{tag}");
        }
    }

    #[test]
    fn a_range_is_counted_by_its_last_number_or_as_the_language_says() {
        let of = |tag: &str, min: u32, max: u32| plurals(tag).form(CountRange { min, max });
        assert_eq!(of("pl", 2, 4), PluralForm::Few);
        assert_eq!(of("pl", 2, 5), PluralForm::Many);
        assert_eq!(of("en", 0, 1), PluralForm::One);
        let english = Plurals::new(&Language::new("en").expect("it is one"), Some(PluralForm::Other));
        assert_eq!(english.form(CountRange { min: 0, max: 1 }), PluralForm::Other);
        assert_eq!(english.form(CountRange::one(1)), PluralForm::One);
    }
}
