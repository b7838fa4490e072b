//! Which rules apply, at which level, and what authors have waived.
//!
//! Rules report at their default level. Once everything has been found, `[checks]` of `site.toml` and the waivers in
//! articles and tables are applied here.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::checks::{Checks, Setting};
use crate::data::Date;
use crate::diagnostic::code::{Catalogue, codes};
use crate::diagnostic::{Diagnostic, FileName, Group, Level, Place, did_you_mean};
use crate::external;
use crate::waiver::{self, BAD_WAIVER, Waiver};

codes! {
    /// `[checks]` in `site.toml` names a rule or group that does not exist, or one whose level is fixed.
    ///
    /// ```toml
    /// [checks]
    /// plain-language = "warn"   # a group
    /// long-sentence = "off"     # a rule
    /// ```
    ///
    /// `balm explain` lists the rules. Groups are `links`, `tables`, `clinical`, `trust`, `plain-language`,
    /// `accessibility`, `structure` and `weight`, and `all` stands for all of them; what is set for a rule counts more than
    /// what is set for its group, and that more than `all`. Rules that keep readers from harm have a fixed level, and so have mistakes with
    /// which nothing can be built.
    CHECKS = "checks", Error;
    /// A waiver's last day has passed.
    ///
    /// ```text
    /// <!-- balm-allow long-sentence: quotation, until 2025-03-01 -->
    /// ```
    ///
    /// It no longer waives anything. Fix what it was for, or give it a new date if the reason still applies.
    EXPIRED_WAIVER = "expired-waiver", Error;
}

/// The mistakes in `[checks]`, given the text of `site.toml`.
#[must_use]
pub fn check(checks: &Checks, catalogue: &Catalogue, text: &str, file: &FileName) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (name, setting) in checks.settings() {
        let is_group = name == "all" || Group::ALL.iter().any(|group| group.name() == name);
        let found = catalogue.find(name);
        let (message, help) = match found {
            _ if is_group => continue,
            Some(code) if code.group.is_some() && !code.is_firm => continue,
            Some(code) if code.is_firm && setting.value == Setting::Error => continue,
            Some(code) if code.is_firm => (
                format!("`{name}` keeps readers from harm, so its level cannot be changed"),
                "delete this line".to_owned(),
            ),
            Some(_) => (
                format!("`{name}` is a mistake that prevents a build, so its level cannot be changed"),
                "delete this line".to_owned(),
            ),
            None => {
                let rules = catalogue.rules().filter(|code| !code.is_firm);
                let known = rules.map(|code| code.name).chain(Group::ALL.map(Group::name)).chain(["all"]);
                let known: Vec<&str> = known.collect();
                let help = did_you_mean(name, known, || "`balm explain` lists every rule".to_owned());
                (format!("there is no rule or group `{name}`"), help)
            }
        };
        let place = Place::new(file, key_before(text, name, setting.start));
        diagnostics.push(Diagnostic::new(&CHECKS, place, message, help));
    }
    diagnostics.extend(waivers(text, file));
    diagnostics
}

/// Waivers in `text`, that of `site.toml`, where they have no effect.
fn waivers(text: &str, file: &FileName) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len() + 1;
        at += line.len();
        let waiver = line.trim().strip_prefix('#').and_then(|comment| waiver::read(comment, start, file));
        found.extend(waiver.map(|waiver| match waiver {
            Err(fault) => fault,
            Ok(waiver) => Diagnostic::new(
                &BAD_WAIVER,
                Place::new(file, waiver.span),
                "a waiver has no effect in `site.toml`, only in an article or table",
                format!("set the rule for the whole site: `{} = \"off\"` under `[checks]`", waiver.rule.0),
            ),
        }));
    }
    found
}

/// The place of the key `name` whose value starts at byte `value` of `text`.
fn key_before(text: &str, name: &str, value: usize) -> std::ops::Range<usize> {
    let before = text.get(..value).unwrap_or("");
    before.rfind(name).map_or(value..value, |at| at..at + name.len())
}

/// Sets the level of every diagnostic according to `checks`, and removes those that are off or waived on the day
/// `today`. Unused waivers become diagnostics of their own. `waivers` are those of every file that has any. In
/// `drafts`, which are not published, what a text says is never an error.
pub fn apply(
    checks: &Checks,
    catalogue: &Catalogue,
    waivers: &BTreeMap<FileName, &[Waiver]>,
    drafts: &BTreeSet<FileName>,
    today: Date,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut used: BTreeSet<(&FileName, usize)> = BTreeSet::new();
    diagnostics.retain_mut(|diagnostic| {
        let code = diagnostic.code;
        if code.group.is_none() {
            return true;
        }
        let Some(level) = checks.level(code) else { return false };
        diagnostic.level = level;
        let place = &diagnostic.primary.place;
        if code.is_editorial() && drafts.contains(&place.file) {
            diagnostic.level = Level::Warning;
        }
        let Some((file, of_file)) = waivers.get_key_value(&place.file).filter(|_| !code.is_firm) else {
            return true;
        };
        let mut is_waived = false;
        for (number, _) in of_file.iter().enumerate().filter(|(_, waiver)| waiver.waives(code, place, today))
        {
            used.insert((file, number));
            is_waived = true;
        }
        !is_waived
    });
    for (file, of_file) in waivers {
        for (number, waiver) in of_file.iter().enumerate() {
            diagnostics.extend(useless(
                waiver,
                file,
                used.contains(&(file, number)),
                checks,
                catalogue,
                today,
            ));
        }
    }
}

/// What is wrong with a well-formed waiver.
fn useless(
    waiver: &Waiver,
    file: &FileName,
    is_used: bool,
    checks: &Checks,
    catalogue: &Catalogue,
    today: Date,
) -> Option<Diagnostic> {
    let (name, span) = &waiver.rule;
    let at_name = Place::new(file, span.clone());
    let at_all = Place::new(file, waiver.span.clone());
    let Some(code) = catalogue.find(name).filter(|code| code.group.is_some()) else {
        let rules = catalogue.rules().filter(|code| !code.is_firm);
        let known: Vec<&str> = rules.map(|code| code.name).collect();
        let help = did_you_mean(name, known, || "`balm explain` lists every rule".to_owned());
        let message = match catalogue.find(name) {
            Some(_) => {
                format!("`{name}` is a mistake that prevents a build, so it cannot be waived")
            }
            None => format!("there is no rule `{name}`"),
        };
        return Some(Diagnostic::new(&BAD_WAIVER, at_name, message, help));
    };
    if code.is_firm {
        let message = format!("`{name}` keeps readers from harm, so it cannot be waived");
        return Some(Diagnostic::new(
            &BAD_WAIVER,
            at_name,
            message,
            "fix what it found, and delete this waiver",
        ));
    }
    if waiver.until < today {
        let message = format!("this waiver of `{name}` ended on {}", waiver.until);
        let help = "fix what it was for, or give it a new date if the reason still applies";
        return Some(Diagnostic::new(&EXPIRED_WAIVER, at_all, message, help));
    }
    // If the rule is off, it finds nothing to waive; and rules about other sites are applied only with `--external`.
    if is_used || checks.level(code).is_none() || external::CODES.contains(&code) {
        return None;
    }
    Some(waiver.unused(file))
}
