//! The codes of diagnostics, and the page that explains each.
//!
//! A code stands beside the phase that raises it, written with the macro `codes!`; its documentation comment is the
//! page that `balm explain CODE` prints. [`crate::codes`] gathers them.

/// Whether a diagnostic stops a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is published until it is fixed.
    Error,
    /// Worth a look. `--strict` makes it an error.
    Warning,
}

impl Level {
    /// The word shown to people and used in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

/// The subject of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Links, pictures and references lead somewhere.
    Links,
    /// Rows contain what readers need to use them safely.
    Tables,
    /// Danger signs and care cards.
    Clinical,
    /// Who says so, on what evidence, and how recently.
    Trust,
    /// Words and sentences that everybody understands.
    PlainLanguage,
    /// Pages that everybody can use.
    Accessibility,
    /// The structure of pages.
    Structure,
    /// How much pages take to load.
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
    /// The level at which it is reported, unless `[checks]` sets another.
    pub level: Level,
    /// The group of a rule of `balm check`; `None` for problems that prevent a build, whose level is fixed.
    pub group: Option<Group>,
    /// Whether it can be neither waived nor set to another level, because what it finds may harm a reader.
    pub is_firm: bool,
    /// Its page in Markdown: what is wrong, why it matters, an example and how to fix it.
    pub page: &'static str,
}

impl Code {
    /// Whether it is about what a page says, not about whether the page can be built.
    #[must_use]
    pub fn is_editorial(&self) -> bool {
        self.group.is_some_and(|group| group != Group::Links)
    }
}

/// Declares rules of `balm check` with their pages: `/// page`, then `CONST = "name", Group, Level;`, or
/// `CONST = "name", Group, Level, firm;` for one that cannot be waived. They are public, unless the first line is their
/// visibility: `pub(super),`. Where that is not `pub`, the compiler reports a `CODES` that is in no list.
macro_rules! rules {
    (@firm firm) => { true };
    (@firm) => { false };
    (# $($rest:tt)+) => {
        $crate::diagnostic::code::rules!(pub, # $($rest)+);
    };
    ($vis:vis, $($(#[doc = $line:literal])+ $konst:ident = $name:literal, $group:ident, $level:ident $(, $firm:ident)?;)+) => {
        $(
            $(#[doc = $line])+
            $vis static $konst: $crate::diagnostic::Code = $crate::diagnostic::Code {
                name: $name,
                level: $crate::diagnostic::Level::$level,
                group: Some($crate::diagnostic::code::Group::$group),
                is_firm: $crate::diagnostic::code::rules!(@firm $($firm)?),
                page: concat!($($line, "\n"),+),
            };
        )+
        /// The rules this module applies.
        $vis static CODES: &[&$crate::diagnostic::Code] = &[$(&$konst),+];
    };
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
        /// The codes this module reports.
        pub static CODES: &[&$crate::diagnostic::Code] = &[$(&$konst),+];
    };
}
pub(crate) use codes;

/// Codes by name. [`crate::codes`] holds the one of all that balm has; it is handed to who needs it, since those who raise
/// codes cannot know all others.
#[derive(Debug)]
pub struct Catalogue(Vec<&'static Code>);

impl Catalogue {
    /// The catalogue of `codes`.
    #[must_use]
    pub fn new(mut codes: Vec<&'static Code>) -> Self {
        codes.sort_by_key(|code| code.name);
        Catalogue(codes)
    }

    /// Every code, sorted by name.
    #[must_use]
    pub fn all(&self) -> &[&'static Code] {
        &self.0
    }

    /// The rules of `balm check`, sorted by name: the codes that are in a group.
    pub fn rules(&self) -> impl Iterator<Item = &'static Code> {
        self.0.iter().copied().filter(|code| code.group.is_some())
    }

    /// The code with this `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&'static Code> {
        self.0.binary_search_by_key(&name, |code| code.name).ok().map(|at| self.0[at])
    }
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
