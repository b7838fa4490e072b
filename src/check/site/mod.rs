//! What is wrong with what belongs to no article or table.

pub mod config;
pub mod names;
pub mod publisher;
pub mod tags;
pub mod topics;

use super::english::{claims, plain_language};
use super::{Checked, dates, links, page};
use crate::link::Linker;

/// Checks what belongs to no article or table.
#[must_use]
pub fn check(linker: &Linker) -> Checked {
    let mut checked = Checked::default();
    links::help(linker, &mut checked);
    dates::left_out(&linker.site, &mut checked.diagnostics);
    tags::check(&linker.site, &mut checked.diagnostics);
    page::guides(&linker.site, &mut checked.diagnostics);
    config::check(linker, &mut checked.diagnostics);
    names::check(linker, &mut checked.diagnostics);
    let site = &linker.site.config;
    publisher::check(site, &mut checked.diagnostics);
    if !site.checks.are_off(claims::CODES) && plain_language::is_english(site.language.as_str()) {
        claims::help(site, &mut checked.diagnostics);
    }
    checked
}
