//! `[checks]` of `site.toml`: the level of each rule of `balm check`.
//!
//! Architecture Invariant: this module does not know which rules exist. Whether a name is that of a rule is for
//! [`crate::check::policy`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::data::Spanned;
use crate::diagnostic::{Code, Group, Level};

/// The value that `[checks]` gives to a rule or group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// A finding stops a build.
    Error,
    /// It is reported, and does not stop a build.
    Warn,
    /// The rule is not applied.
    Off,
}

/// `[checks]` of `site.toml`: rules, groups or `all`, each with its level. What is set for a rule counts more than what is set
/// for its group, and that more than what is set for `all`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Checks(BTreeMap<String, Spanned<Setting>>);

impl Checks {
    /// The rules of `group` at their usual level, and no others.
    #[must_use]
    pub fn only(group: Group) -> Checks {
        let off = || Spanned { value: Setting::Off, start: 0, end: 0 };
        let others = Group::ALL.into_iter().filter(|&other| other != group);
        Checks(others.map(|other| (other.name().to_owned(), off())).collect())
    }

    fn of(&self, name: &str) -> Option<Setting> {
        self.0.get(name).map(|setting| setting.value)
    }

    /// The level of `code`; `None` if it is off.
    #[must_use]
    pub fn level(&self, code: &Code) -> Option<Level> {
        let Some(group) = code.group.filter(|_| !code.is_firm) else { return Some(code.level) };
        let setting = self.of(code.name).or_else(|| self.of(group.name())).or_else(|| self.of("all"));
        match setting {
            None => Some(code.level),
            Some(Setting::Error) => Some(Level::Error),
            Some(Setting::Warn) => Some(Level::Warning),
            Some(Setting::Off) => None,
        }
    }

    /// Whether all of `codes` are off, so that nobody has to look for them.
    #[must_use]
    pub fn are_off(&self, codes: &[&Code]) -> bool {
        if self.0.is_empty() {
            return false;
        }
        // Where no rule is set by its own name, rules of one group have one answer.
        if !self.0.keys().all(|name| is_of_group(name)) {
            return codes.iter().all(|code| self.level(code).is_none());
        }
        let mut last = None;
        codes.iter().all(|code| {
            let question = (code.group, code.is_firm);
            last == Some(question) || {
                last = Some(question);
                self.level(code).is_none()
            }
        })
    }

    /// Whether all rules of `families` are off. All rules of a group have the same answer, which is computed once.
    pub fn are_families_off<'c>(&self, families: impl IntoIterator<Item = &'c [&'c Code]>) -> bool {
        let mut known: [Option<bool>; Group::ALL.len()] = [None; Group::ALL.len()];
        let is_by_group = self.0.keys().all(|name| is_of_group(name));
        let mut is_off = |code: &Code| {
            let of_group = code.group.filter(|_| is_by_group && !code.is_firm);
            match of_group.and_then(|group| known.get_mut(group as usize)) {
                Some(answer) => *answer.get_or_insert_with(|| self.level(code).is_none()),
                None => self.level(code).is_none(),
            }
        };
        families.into_iter().all(|codes| codes.iter().all(|code| is_off(code)))
    }

    /// Each name of a rule or group with its setting.
    pub fn settings(&self) -> impl Iterator<Item = (&str, &Spanned<Setting>)> {
        self.0.iter().map(|(name, setting)| (name.as_str(), setting))
    }
}

/// Whether `name` stands for more than one rule.
fn is_of_group(name: &str) -> bool {
    name == "all" || Group::ALL.iter().any(|group| group.name() == name)
}
