//! The country whose health service a site's readers use, and its telephone numbers.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::data::{fail, shortened};

/// A country as its ISO 3166-1 code of two letters, in lower case, or `eu` for the European Union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Jurisdiction(String);

/// The countries of ISO 3166-1 as of 2024, and Kosovo, whose code the European Union assigned.
const COUNTRIES: &str = "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs \
    bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee \
    eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm \
    hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc \
    li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na \
    nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw \
    sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to \
    tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw xk";

/// The countries of the European Union.
const EUROPEAN_UNION: &str =
    "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk";

/// The emergency number of a country, and its number for urgent advice if it has one nationwide. The number is 112
/// throughout the European Union.
const NUMBERS: [(&str, Numbers); 5] = [
    ("gb", Numbers { emergency: "999", urgent: Some("111") }),
    ("us", Numbers { emergency: "911", urgent: None }),
    ("ca", Numbers { emergency: "911", urgent: None }),
    ("au", Numbers { emergency: "000", urgent: None }),
    ("nz", Numbers { emergency: "111", urgent: None }),
];

const IN_EUROPEAN_UNION: Numbers = Numbers { emergency: "112", urgent: None };

/// The telephone numbers of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// In an emergency: `999`.
    pub emergency: &'static str,
    /// For urgent advice at any hour: `111`.
    pub urgent: Option<&'static str>,
}

/// Every number of `NUMBERS`, once.
pub const EMERGENCY_NUMBERS: [&str; 5] = ["999", "911", "000", "111", "112"];

/// Countries in which a number of others works as well as their own.
const ALSO: [(&str, &str); 2] = [("ie", "999"), ("pl", "999")];

/// Whether `digits` is exactly one of the numbers of the countries known here.
#[must_use]
pub fn is_number_to_call(digits: &str) -> bool {
    let mut all = NUMBERS.iter().map(|(_, numbers)| numbers).chain([&IN_EUROPEAN_UNION]);
    all.any(|numbers| numbers.emergency == digits || numbers.urgent == Some(digits))
}

/// Common names of countries, in lower case, and their codes.
const KNOWN_AS: [(&str, &str); 22] = [
    ("uk", "gb"),
    ("gbr", "gb"),
    ("united kingdom", "gb"),
    ("great britain", "gb"),
    ("britain", "gb"),
    ("england", "gb"),
    ("scotland", "gb"),
    ("wales", "gb"),
    ("northern ireland", "gb"),
    ("ireland", "ie"),
    ("usa", "us"),
    ("united states", "us"),
    ("america", "us"),
    ("canada", "ca"),
    ("australia", "au"),
    ("new zealand", "nz"),
    ("germany", "de"),
    ("deutschland", "de"),
    ("france", "fr"),
    ("spain", "es"),
    ("europe", "eu"),
    ("european union", "eu"),
];

impl Jurisdiction {
    /// The country with this `code`, in upper or lower case.
    #[must_use]
    pub fn new(code: &str) -> Option<Jurisdiction> {
        let code = code.trim().to_lowercase();
        let is_known = code == "eu" || (code.len() == 2 && COUNTRIES.split(' ').any(|known| known == code));
        is_known.then_some(Jurisdiction(code))
    }

    /// Its code of two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its numbers; `None` if they are not known.
    #[must_use]
    pub fn numbers(&self) -> Option<Numbers> {
        let own = NUMBERS.iter().find(|(country, _)| *country == self.0).map(|(_, numbers)| *numbers);
        let is_in_union = || self.0 == "eu" || self.is_in_european_union();
        own.or_else(|| is_in_union().then_some(IN_EUROPEAN_UNION))
    }

    /// Whether `number` is to be called in other countries and reaches nobody here, as far as its numbers are known. 112
    /// works in most countries.
    #[must_use]
    pub fn is_number_elsewhere(&self, number: &str) -> bool {
        let Some(own) = self.numbers() else { return false };
        let is_own = own.emergency == number
            || own.urgent == Some(number)
            || ALSO.iter().any(|(country, also)| *country == self.0 && *also == number);
        is_number_to_call(number) && !is_own && number != "112"
    }

    /// Whether it is a country of the European Union.
    #[must_use]
    pub fn is_in_european_union(&self) -> bool {
        EUROPEAN_UNION.split(' ').any(|country| country == self.0)
    }
}

impl<'de> Deserialize<'de> for Jurisdiction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Jurisdiction::new(&text).ok_or_else(|| {
            let said = text.trim().to_lowercase();
            let help = match KNOWN_AS.iter().find(|(name, _)| *name == said) {
                Some((_, code)) => format!("did you mean `{code}`?"),
                None => {
                    "write the two letters of a country, such as `gb`, `ie` or `us`, or `eu` for the European Union".to_owned()
                }
            };
            fail(&format!("does not know the country `{}`", shortened(&text)), &help)
        })
    }
}

impl Serialize for Jurisdiction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Jurisdiction {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Jurisdiction".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::{
        COUNTRIES, EMERGENCY_NUMBERS, EUROPEAN_UNION, Jurisdiction, KNOWN_AS, NUMBERS, is_number_to_call,
    };

    #[test]
    fn a_country_is_known_by_its_two_letters() {
        for code in ["gb", "GB", " us ", "eu", "ie", "xk"] {
            assert_eq!(Jurisdiction::new(code).expect(code).as_str(), code.trim().to_lowercase());
        }
        for wrong in ["uk", "", "g", "gbr", "gb ie", "  ", "ü1"] {
            assert_eq!(Jurisdiction::new(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_lists_agree() {
        let countries: Vec<&str> = COUNTRIES.split(' ').collect();
        assert_eq!(countries.len(), 250);
        assert!(countries.iter().all(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())));
        assert_eq!(EUROPEAN_UNION.split(' ').count(), 27);
        for code in EUROPEAN_UNION.split(' ').chain(KNOWN_AS.map(|(_, code)| code)) {
            assert!(Jurisdiction::new(code).is_some(), "{code}");
        }
        assert!(KNOWN_AS.iter().all(|(name, _)| Jurisdiction::new(name).is_none()));
        assert!(NUMBERS.iter().all(|(country, _)| Jurisdiction::new(country).is_some()));
        let known = |number: &str| EMERGENCY_NUMBERS.contains(&number);
        assert!(NUMBERS.iter().all(|(_, own)| known(own.emergency) && own.urgent.is_none_or(known)));
        assert!(EMERGENCY_NUMBERS.into_iter().all(is_number_to_call));
    }

    #[test]
    fn a_country_has_its_own_numbers_or_those_of_its_union() {
        let numbers =
            |code: &str| Jurisdiction::new(code).expect(code).numbers().map(|found| found.emergency);
        assert_eq!(numbers("GB"), Some("999"));
        assert_eq!((numbers("ie"), numbers("eu"), numbers("hr")), (Some("112"), Some("112"), Some("112")));
        assert_eq!((numbers("jp"), numbers("ch")), (None, None));
        assert!(is_number_to_call("999") && is_number_to_call("112"));
        assert!(!is_number_to_call("116") && !is_number_to_call("99"));
    }
}
