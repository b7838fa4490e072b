//! Danger signs as data: one set for a part of the body and a country, with its source and its day.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

mod heard;
mod telephone;

pub use self::heard::{Ending, Heard, LocatedText};
pub use self::telephone::Telephone;
use super::CONTRADICTION;
use super::cell::CellValue;
use super::choice::choices;
use super::inline::Inline;
use super::record::{About, BuiltIn, Record};
use crate::data::{Date, Format, Spanned, WRONG_TYPE, typed};
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::html::decode;
use crate::jurisdiction::Jurisdiction;

choices! {
    /// How fast somebody has to look at a sign.
    Urgency in "urgency" {
        Emergency = "emergency": "Now",
        Urgent = "urgent": "Today",
    }
}

/// A set of danger signs. `name`, `area`, `as_of`, `sources` and at least one `sign` are what it is good for; only `name`
/// and `area` are required to read it.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedFlags {
    /// The row's name in links, unique in the site; without it the name's slug.
    pub id: Option<Spanned<String>>,
    /// What the set is called: "Low back pain, United Kingdom".
    pub name: Spanned<String>,
    /// What a topic names in its front matter (`red_flags = "low-back"`): a part of the body or a complaint.
    pub area: Spanned<String>,
    /// The country it is for, as an ISO 3166 code such as `gb`, or `eu` for the European Union. Without it, every country
    /// that has no set of its own.
    pub jurisdiction: Option<Jurisdiction>,
    /// Which version of the set it is.
    pub version: Option<String>,
    /// The day on which it was last compared with its sources.
    pub as_of: Option<Spanned<Date>>,
    /// The number to call in an emergency: `999`, `911`, `112`.
    pub emergency_number: Option<Spanned<Telephone>>,
    /// The number to call for urgent advice: `111`.
    pub urgent_number: Option<Telephone>,
    /// Ids of sources.
    #[serde(default)]
    #[schemars(extend("x-rows" = ["sources"], "x-role" = "source"))]
    pub sources: Vec<Spanned<String>>,
    /// The signs. In CSV each has a row of its own, with the same `name`.
    #[serde(default)]
    pub sign: Vec<Sign>,
}

/// One danger sign. `text` and `words` are required.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The sign as the source has it.
    #[schemars(extend("x-role" = "danger-sign", "x-asked" = false))]
    pub text: Inline,
    /// How it can be told in an article: a text that holds one of these words shows the sign. Capitals do not count, nor
    /// how quotes, dashes and blanks are written; "can't" and "cannot" are the same.
    pub words: Vec<SignWords>,
    /// How fast somebody has to look at it.
    #[serde(default = "emergency")]
    pub urgency: Urgency,
}

fn emergency() -> Urgency {
    Urgency::Emergency
}

typed!(RedFlags);

impl RedFlags {
    /// The number to call in an emergency.
    #[must_use]
    pub fn number_to_call(&self) -> Option<&Telephone> {
        self.emergency_number.as_ref().map(|number| &number.value)
    }

    /// How well the set fits a site of the country `here`, higher is better: its own set, that of the European Union it
    /// is in, one for any country. `None` where it is another country's.
    #[must_use]
    pub fn fit(&self, here: Option<&Jurisdiction>) -> Option<u8> {
        let Some(of) = &self.jurisdiction else { return Some(0) };
        match here? {
            here if of == here => Some(2),
            here if of.as_str() == "eu" && here.is_in_european_union() => Some(1),
            _ => None,
        }
    }
}

impl Sign {
    /// Where `text` tells this sign: the first of its words there, in bytes. The last of the words may go on as `ending`
    /// says.
    #[must_use]
    pub fn told_in(&self, text: &Heard, ending: Ending) -> Option<Range<usize>> {
        let found = self.words.iter().filter_map(|words| text.all(&words.heard, ending).next());
        found.min_by_key(|at| at.start)
    }
}

/// Words that tell a sign.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(from = "String")]
#[schemars(with = "String")]
pub struct SignWords {
    written: String,
    /// The same in the form in which they are sought. A site's pages ask for it again and again.
    pub heard: Heard,
}

impl From<String> for SignWords {
    fn from(written: String) -> SignWords {
        SignWords { heard: Heard::of(&written), written }
    }
}

impl BuiltIn for RedFlags {
    const ABOUT: About = About {
        stem: "red-flags",
        key: "red_flags",
        noun: "a set of danger signs",
        title: "Danger signs",
        name_field: "name",
        continued: Some("sign"),
        has_pages: false,
        schema_org: None,
        asks: &[],
    };
}

impl Record for RedFlags {
    fn extras(&self) -> Vec<(&'static str, CellValue)> {
        let code = |country: &Jurisdiction| ("jurisdiction", CellValue::Text(country.as_str().to_owned()));
        self.jurisdiction.iter().map(code).collect()
    }

    fn check(&self, _id: &str, file: &FileName, diagnostics: &mut Vec<Diagnostic>) {
        if let (Some(country), Some(number)) = (&self.jurisdiction, &self.emergency_number)
            && let Some(numbers) = country.numbers()
            && country.is_number_elsewhere(number.value.as_str())
        {
            diagnostics.push(Diagnostic::new(
                &CONTRADICTION,
                Place::new(file, number.span()),
                format!(
                    "`emergency_number` is {}, which is not the number to call in `{}`",
                    number.value.as_str(),
                    country.as_str()
                ),
                format!("write `{}`, or the `jurisdiction` that the number is for", numbers.emergency),
            ));
        }
        // A cell holds one sign. Others in it would pass for shown as soon as one of them is.
        if Format::of_table(file) != Format::Csv {
            return;
        }
        // References to characters end in a semicolon too.
        let holds_several = |sign: &&Sign| decode(sign.text.text()).contains([';', '\n', '\r']);
        for sign in self.sign.iter().filter(holds_several) {
            diagnostics.push(Diagnostic::new(
                &WRONG_TYPE,
                Place::new(file, sign.text.span()),
                "`sign.text` takes one sign, but this cell seems to contain several",
                "write one row for each sign, with the same `name`; within a sign write a comma",
            ));
        }
    }
}
