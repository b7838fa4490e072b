//! The codes of diagnostics and the page that explains each.
//!
//! A code stands beside the phase that raises it, written with the macro `codes!`; its documentation comment is the
//! page that `balm explain CODE` prints. [`all`] gathers them.

/// Whether a diagnostic stops a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is published until it is mended.
    Error,
    /// Worth a look; `--strict` makes it an error.
    Warning,
}

impl Level {
    /// The word that a person and the JSON output read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

/// One kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, in lower case with hyphens; never changes once published.
    pub name: &'static str,
    /// The level it is raised at.
    pub level: Level,
    /// Its page in Markdown: what it is, why it matters, an example and the way out.
    pub page: &'static str,
}

/// Declares codes with their pages: `/// page` then `CONST = "name", Level;`.
macro_rules! codes {
    ($($(#[doc = $line:literal])+ $konst:ident = $name:literal, $level:ident;)+) => {
        $(
            $(#[doc = $line])+
            pub static $konst: $crate::diagnostic::Code = $crate::diagnostic::Code {
                name: $name,
                level: $crate::diagnostic::Level::$level,
                page: concat!($($line, "\n"),+),
            };
        )+
        /// The codes this module raises.
        pub static CODES: &[&$crate::diagnostic::Code] = &[$(&$konst),+];
    };
}
pub(crate) use codes;

/// Every code there is, sorted by name.
#[must_use]
pub fn all() -> Vec<&'static Code> {
    let mut all: Vec<&'static Code> = [
        crate::source::CODES,
        crate::data::CODES,
        crate::config::CODES,
        crate::theme::CODES,
        crate::article::CODES,
        crate::table::CODES,
        crate::table::pose::CODES,
        crate::site::CODES,
        crate::check::CODES,
        crate::external::CODES,
        crate::asset::CODES,
        crate::route::CODES,
        crate::template::CODES,
        crate::write::CODES,
    ]
    .concat();
    all.sort_by_key(|code| code.name);
    all
}

/// The code called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    all().into_iter().find(|code| code.name == name)
}

impl Code {
    /// The page as Markdown. Documentation comments start each line with a space.
    #[must_use]
    pub fn text(&self) -> String {
        self.page.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
    }

    /// The page's first paragraph, on one line.
    #[must_use]
    pub fn paragraph(&self) -> String {
        let lines = self.page.lines().map(str::trim).take_while(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// The page's first sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        self.paragraph().split_inclusive(". ").next().unwrap_or("").trim_end().to_owned()
    }
}
