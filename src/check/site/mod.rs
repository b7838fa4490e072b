//! What is wrong with what belongs to no article or table.

pub mod config;
pub mod languages;
pub mod names;
pub mod publisher;
pub mod tags;
pub mod topics;

use super::english::{claims, plain_language};
use super::{Checked, dates, links, page};
use crate::link::World;

/// Checks what belongs to no article or table.
#[must_use]
pub fn check(world: &World) -> Checked {
    let mut checked = Checked::default();
    links::help(world, &mut checked);
    dates::left_out(&world.site, &mut checked.diagnostics);
    tags::check(&world.site, &mut checked.diagnostics);
    page::guides(&world.site, &mut checked.diagnostics);
    config::check(world, &mut checked.diagnostics);
    names::check(world, &mut checked.diagnostics);
    languages::check(&world.site, &mut checked.diagnostics);
    let site = &world.site.config;
    publisher::check(site, &mut checked.diagnostics);
    if !site.checks.are_off(claims::CODES) && plain_language::is_english(site.language.as_str()) {
        claims::help(site, &mut checked.diagnostics);
    }
    checked
}
