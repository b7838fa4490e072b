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

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Links, pictures and references lead somewhere.
    Links,
    /// Rows say what their reader needs to use them safely.
    Tables,
    /// Danger signs and care cards.
    Clinical,
    /// Who says so, on what grounds, and how new it is.
    Trust,
    /// Words and sentences that everybody understands.
    PlainLanguage,
    /// Pages that everybody can use.
    Accessibility,
    /// How pages are built up.
    Structure,
    /// What pages cost to load.
    Weight,
}

impl Group {
    /// Every group.
    pub const ALL: [Group; 8] = [
        Group::Links,
        Group::Tables,
        Group::Clinical,
        Group::Trust,
        Group::PlainLanguage,
        Group::Accessibility,
        Group::Structure,
        Group::Weight,
    ];

    /// Its name in `site.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Group::Links => "links",
            Group::Tables => "tables",
            Group::Clinical => "clinical",
            Group::Trust => "trust",
            Group::PlainLanguage => "plain-language",
            Group::Accessibility => "accessibility",
            Group::Structure => "structure",
            Group::Weight => "weight",
        }
    }
}

/// One kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, in lower case with hyphens; never changes once published.
    pub name: &'static str,
    /// The level it is raised at, unless `[checks]` says another.
    pub level: Level,
    /// The group of a rule of `balm check`; `None` for what cannot be built, whose level is fixed.
    pub group: Option<Group>,
    /// Whether it can be neither waived nor set to another level: what it finds may harm a reader.
    pub is_firm: bool,
    /// Its page in Markdown: what it is, why it matters, an example and the way out.
    pub page: &'static str,
}

impl Code {
    /// Whether it is about what a page says, and not about whether it can be made.
    #[must_use]
    pub fn is_editorial(&self) -> bool {
        self.group.is_some_and(|group| group != Group::Links)
    }
}

/// Declares rules of `balm check` with their pages: `Group;`, then for each `/// page` and `CONST = "name", Level;`, or
/// `CONST = "name", Level, firm;` for one that cannot be waived.
macro_rules! rules {
    ($group:ident; $($(#[doc = $line:literal])+ $konst:ident = $name:literal, $level:ident $(, $firm:ident)?;)+) => {
        $(
            $(#[doc = $line])+
            pub static $konst: $crate::diagnostic::Code = $crate::diagnostic::Code {
                name: $name,
                level: $crate::diagnostic::Level::$level,
                group: Some($crate::diagnostic::code::Group::$group),
                is_firm: $crate::diagnostic::code::rules!(@firm $($firm)?),
                page: concat!($($line, "\n"),+),
            };
        )+
        /// The rules this module applies.
        pub static CODES: &[&$crate::diagnostic::Code] = &[$(&$konst),+];
    };
    (@firm firm) => { true };
    (@firm) => { false };
}
pub(crate) use rules;

/// Declares codes with their pages: `/// page` then `CONST = "name", Level;`.
macro_rules! codes {
    ($($(#[doc = $line:literal])+ $konst:ident = $name:literal, $level:ident;)+) => {
        $(
            $(#[doc = $line])+
            pub static $konst: $crate::diagnostic::Code = $crate::diagnostic::Code {
                name: $name,
                level: $crate::diagnostic::Level::$level,
                group: None,
                is_firm: false,
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
        crate::words::CODES,
        crate::check::policy::CODES,
    ]
    .concat();
    all.extend(crate::check::page::FAMILIES.concat());
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
