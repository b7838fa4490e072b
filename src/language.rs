//! The language of a text.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use unic_langid::{CharacterDirection, LanguageIdentifier};

use crate::data::{fail, shortened};

/// A language as a BCP 47 tag: `en-GB`, `cy`, `zh-Hant`. Two-letter languages are checked against a list; any three
/// letters are accepted.
///
/// Tags are read here, and not by `unic-langid`, because that refuses extensions and what sites agree on among themselves
/// (`de-x-leicht`, for easy German), sorts variants, and takes `en_GB` and `english` for languages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Language(String);

/// The languages of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia \
    id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo \
    lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl \
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk \
    tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Common names of languages, in lower case, and their tags.
const KNOWN_AS: [(&str, &str); 19] = [
    ("english", "en"),
    ("british", "en-GB"),
    ("british english", "en-GB"),
    ("american", "en-US"),
    ("american english", "en-US"),
    ("gb", "en-GB"),
    ("us", "en-US"),
    ("welsh", "cy"),
    ("irish", "ga"),
    ("gaelic", "gd"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("spanish", "es"),
    ("italian", "it"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("arabic", "ar"),
    ("chinese", "zh"),
];

/// Languages with their quotes: what opens and closes a quotation, and one within it.
///
/// Source: Unicode CLDR, `delimiters`, and for French the space inside that its typography asks for.
const QUOTES: [(&str, [&str; 4]); 14] = [
    (
        "en af am ar bn bs cy fil ga gd gu hi id jv kn ko ml mr ms nl my ne pa pt si sw ta te th tr ur uz vi zh zu",
        ["“", "”", "‘", "’"],
    ),
    ("de cs et is ka lb lt sk sl", ["„", "“", "‚", "‘"]),
    ("bg mk sq", ["„", "“", "„", "“"]),
    ("sr", ["„", "“", "‘", "‘"]),
    ("pl", ["„", "”", "«", "»"]),
    ("hu ro", ["„", "”", "«", "»"]),
    ("hr", ["„", "”", "‚", "’"]),
    ("fr", ["«\u{202f}", "\u{202f}»", "“", "”"]),
    ("es ca gl it el", ["«", "»", "“", "”"]),
    ("ru uk be hy", ["«", "»", "„", "“"]),
    ("no nb nn", ["«", "»", "‘", "’"]),
    ("sv fi", ["”", "”", "’", "’"]),
    ("da", ["“", "”", "‘", "’"]),
    ("ja", ["「", "」", "『", "』"]),
];

/// The same for a language in one country, where that is another.
const QUOTES_THERE: [(&str, [&str; 4]); 4] = [
    ("de-CH", ["«", "»", "‹", "›"]),
    ("it-CH", ["«", "»", "‹", "›"]),
    ("fr-CH", ["«", "»", "‹", "›"]),
    ("pt-PT", ["«", "»", "“", "”"]),
];

impl Language {
    /// The signs that open and close a quotation, and one within it; `None` where balm does not know them.
    #[must_use]
    pub fn quotes(&self) -> Option<[&'static str; 4]> {
        let there = QUOTES_THERE.iter().find(|(tag, _)| self.0.eq_ignore_ascii_case(tag));
        let primary = self.0.split('-').next().unwrap_or("");
        let here = || QUOTES.iter().find(|(tags, _)| tags.split(' ').any(|tag| tag == primary));
        there.or_else(here).map(|(_, signs)| *signs)
    }

    /// The language with this `tag`, in upper or lower case.
    #[must_use]
    pub fn new(tag: &str) -> Option<Language> {
        let mut parts = tag.trim().split('-');
        let primary = parts.next()?.to_lowercase();
        let is_known = match primary.len() {
            2 => LANGUAGES.split(' ').any(|known| known == primary),
            3 => primary.bytes().all(|byte| byte.is_ascii_lowercase()),
            _ => false,
        };
        let mut written = primary;
        for part in parts {
            let is_part =
                (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if !is_part {
                return None;
            }
            written.push('-');
            match part.len() {
                2 => written.push_str(&part.to_ascii_uppercase()),
                4 if part.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                    written.push_str(&part[..1].to_ascii_uppercase());
                    written.push_str(&part[1..].to_ascii_lowercase());
                }
                _ => written.push_str(&part.to_ascii_lowercase()),
            }
        }
        is_known.then_some(Language(written))
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag, then without its last part, and so on: "zh-Hant-TW", "zh-Hant", "zh".
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.as_str()), |tag| tag.rsplit_once('-').map(|(rest, _)| rest))
    }

    /// Whether it is English, of whatever country.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.prefixes().any(|tag| tag == "en")
    }

    /// Whether the language is written from right to left.
    #[must_use]
    pub fn is_rtl(&self) -> bool {
        // Extensions do not change the direction.
        let known = self.prefixes().find_map(|tag| tag.parse::<LanguageIdentifier>().ok());
        known.is_some_and(|known| known.character_direction() == CharacterDirection::RTL)
    }

    /// The `lang` and `dir` attributes for an HTML element in this language, each after a space, inside text in the
    /// language `around`; empty if the two are the same.
    #[must_use]
    pub fn attributes_in(&self, around: &Language) -> String {
        if self == around {
            return String::new();
        }
        let direction = match self.is_rtl() {
            is_rtl if is_rtl == around.is_rtl() => "",
            true => " dir=\"rtl\"",
            false => " dir=\"ltr\"",
        };
        format!(" lang=\"{self}\"{direction}")
    }

    /// The tag that the invalid tag `text` probably means.
    pub(crate) fn meant(text: &str) -> Option<String> {
        let said = text.trim().to_lowercase();
        let known = KNOWN_AS.iter().find(|(name, _)| *name == said).map(|(_, tag)| (*tag).to_owned());
        known.or_else(|| Language::new(&text.replace('_', "-")).map(|language| language.0))
    }
}

impl Default for Language {
    fn default() -> Self {
        Language("en".to_owned())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Language::new(&text).ok_or_else(|| {
            let help = match Language::meant(&text) {
                Some(tag) => format!("did you mean `{tag}`?"),
                None => "write the tag of a language, such as `en-GB`, `en-US` or `cy`".to_owned(),
            };
            fail(&format!("does not know the language `{}`", shortened(&text)), &help)
        })
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Language {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Language".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$" })
    }
}

#[cfg(test)]
mod tests {
    use super::{KNOWN_AS, LANGUAGES, Language};

    #[test]
    fn a_tag_is_written_as_bcp_47_writes_it() {
        for (given, written) in [
            ("en", "en"),
            ("EN-gb", "en-GB"),
            (" cy ", "cy"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("sl-ROZAJ", "sl-rozaj"),
            ("de-1996", "de-1996"),
            ("es-419", "es-419"),
            ("gsw", "gsw"),
        ] {
            assert_eq!(Language::new(given).expect(given).as_str(), written);
        }
    }

    #[test]
    fn an_invalid_tag_is_matched_to_the_one_probably_meant() {
        for (given, meant) in [
            ("english", Some("en")),
            ("English", Some("en")),
            ("en_GB", Some("en-GB")),
            ("GB", Some("en-GB")),
            ("xx", None),
            ("", None),
            ("en-", None),
            ("en GB", None),
            ("en-großbritannien", None),
            ("ü", None),
        ] {
            assert_eq!(Language::new(given), None, "{given}");
            assert_eq!(Language::meant(given).as_deref(), meant, "{given}");
        }
    }

    #[test]
    fn text_in_another_language_gets_its_language_and_direction() {
        let tag = |tag| Language::new(tag).expect(tag);
        for (own, around, attributes) in [
            ("en-GB", "en-GB", ""),
            ("de", "en-GB", " lang=\"de\""),
            ("ar", "en", " lang=\"ar\" dir=\"rtl\""),
            ("en", "ar", " lang=\"en\" dir=\"ltr\""),
            ("fa", "ar", " lang=\"fa\""),
            ("pa-Arab", "en", " lang=\"pa-Arab\" dir=\"rtl\""),
            ("ar-Latn", "en", " lang=\"ar-Latn\""),
            ("ff-Adlm", "en", " lang=\"ff-Adlm\" dir=\"rtl\""),
            ("ar-x-a", "en", " lang=\"ar-x-a\" dir=\"rtl\""),
            ("de-x-leicht", "de", " lang=\"de-x-leicht\""),
        ] {
            assert_eq!(tag(own).attributes_in(&tag(around)), attributes, "{own} in {around}");
        }
    }

    #[test]
    fn the_lists_agree() {
        assert_eq!(LANGUAGES.split(' ').count(), 183);
        for (name, tag) in KNOWN_AS {
            assert_eq!(Language::new(tag).map(|language| language.0).as_deref(), Some(tag));
            assert_eq!(Language::new(name), None, "{name}");
        }
    }
}
