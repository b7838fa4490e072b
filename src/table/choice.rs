//! Closed lists of words: what an author writes, and how a reader meets it.

/// Declares an enum whose values are written as words and printed as plain English:
/// `Name { Variant = "word": "Plain words" }`.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal: $text:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Deserialize, serde::Serialize, schemars::JsonSchema,
        )]
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

            /// What a reader sees, in plain words with a capital.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    )+};
}
pub(super) use choices;

choices! {
    /// How sure research is of an effect, by GRADE.
    Grade {
        High = "high": "Good evidence",
        Moderate = "moderate": "Some evidence",
        Low = "low": "Weak evidence",
        VeryLow = "very-low": "Very weak evidence",
        None = "none": "No good evidence",
    }
}
