//! Every code of diagnostics that balm has.
//!
//! A code is declared by the module that raises it. Here all of them are gathered, for `balm explain`, for `[checks]` and
//! waivers, and for formats that list them.

use std::sync::LazyLock;

use crate::diagnostic::code::{Catalogue, Code};

/// Every code.
pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut codes = [
        crate::source::CODES,
        crate::source::stray::CODES,
        crate::data::CODES,
        crate::config::CODES,
        crate::config::links::CODES,
        crate::config::policy::CODES,
        crate::kind::declare::CODES,
        crate::theme::CODES,
        crate::article::CODES,
        crate::article::foreign::CODES,
        crate::article::leftover::CODES,
        crate::article::markdown::structure::CODES,
        crate::table::CODES,
        crate::table::pose::CODES,
        crate::site::CODES,
        crate::check::article::clinical::CODES,
        crate::check::article::trust::CODES,
        crate::check::dates::CODES,
        crate::check::english::claims::CODES,
        crate::check::english::doses::CODES,
        crate::check::english::amounts::CODES,
        &crate::check::english::plain_language::CODES,
        crate::check::english::referral::CODES,
        crate::check::links::CODES,
        crate::check::page::anchors::CODES,
        crate::check::policy::CODES,
        crate::check::references::CODES,
        crate::check::row::completeness::CODES,
        crate::check::row::form::CODES,
        crate::check::row::drawing::CODES,
        crate::check::site::config::CODES,
        crate::check::site::languages::CODES,
        crate::check::site::names::CODES,
        crate::check::site::publisher::CODES,
        crate::check::site::tags::CODES,
        crate::check::site::topics::CODES,
        crate::external::CODES,
        crate::asset::CODES,
        crate::asset::kept::CODES,
        crate::route::CODES,
        crate::template::CODES,
        crate::write::CODES,
        crate::waiver::CODES,
        crate::words::CODES,
    ]
    .concat();
    codes.extend(crate::check::page::FAMILIES.concat());
    Catalogue::new(codes)
});

/// Every code, sorted by name.
#[must_use]
pub fn all() -> &'static [&'static Code] {
    CATALOGUE.all()
}

/// The code with this `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    CATALOGUE.find(name)
}
