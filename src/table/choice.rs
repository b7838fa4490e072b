//! Closed lists of words: what an author writes, and how a reader meets it.

/// Declares an enum whose values authors write as words: `Name in "table" { Variant = "word": "Documentation" }`. What a
/// reader sees is the message of that word in that table of `src/words/en.toml`.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident in $table:literal { $($variant:ident = $word:literal: $text:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Deserialize, serde::Serialize, schemars::JsonSchema,
        )]
        #[schemars(extend("x-words" = $table))]
        pub enum $name {
            $(
                #[doc = $text]
                #[serde(rename = $word)]
                $variant,
            )+
        }

        impl $name {
            /// The word that an author writes.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What `word` stands for.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }

            /// The key of the message that a reader sees.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => concat!($table, ".", $word)),+ }
            }
        }
    )+};
}
pub(super) use choices;

choices! {
    /// How sure research is of an effect, by GRADE.
    Grade in "grade" {
        High = "high": "Good evidence",
        Moderate = "moderate": "Some evidence",
        Low = "low": "Weak evidence",
        VeryLow = "very-low": "Very weak evidence",
        None = "none": "No good evidence",
    }
}
