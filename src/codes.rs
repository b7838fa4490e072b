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
        crate::data::CODES,
        crate::config::CODES,
        crate::theme::CODES,
        crate::article::CODES,
        crate::table::CODES,
        crate::table::pose::CODES,
        crate::site::CODES,
        crate::check::CODES,
        crate::check::claims::CODES,
        crate::check::clinical::CODES,
        crate::check::doses::CODES,
        crate::check::plain_language::CODES,
        crate::check::rows::CODES,
        crate::check::trust::CODES,
        crate::external::CODES,
        crate::asset::CODES,
        crate::route::CODES,
        crate::template::CODES,
        crate::write::CODES,
        crate::waiver::CODES,
        crate::check::policy::CODES,
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

/// The code called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    CATALOGUE.find(name)
}
