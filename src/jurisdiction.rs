//! The country whose health service a site's readers have.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::data::{fail, shortened};

/// A country by its two letters of ISO 3166-1, small, or `eu` for the European Union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jurisdiction(String);

/// The countries of ISO 3166-1, as of 2024, and Kosovo, which has its letters from the European Union.
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

/// Those whose numbers to call the built-in theme has, in `partials/danger.html`.
const WITH_NUMBERS: &str =
    "gb ie us ca au nz at be de dk es fi fr it nl pl pt se bg cy cz ee eu gr hr hu lt lu lv mt ro si sk";

/// What people write for a country, in small letters, and its code.
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
    /// The country called `code`, in capitals or not.
    #[must_use]
    pub fn new(code: &str) -> Option<Jurisdiction> {
        let code = code.trim().to_lowercase();
        let is_known = code == "eu" || (code.len() == 2 && COUNTRIES.split(' ').any(|known| known == code));
        is_known.then_some(Jurisdiction(code))
    }

    /// Its two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the built-in theme has its numbers to call.
    #[must_use]
    pub fn has_numbers(&self) -> bool {
        WITH_NUMBERS.split(' ').any(|country| country == self.0)
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
    use super::{COUNTRIES, EUROPEAN_UNION, Jurisdiction, KNOWN_AS, WITH_NUMBERS};

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
        let theme = include_str!("../templates/partials/danger.html");
        let known: Vec<&str> = theme.split("\": [[").filter_map(|before| before.rsplit('"').next()).collect();
        let known: Vec<&str> = known.into_iter().filter(|code| code.len() == 2).collect();
        assert_eq!(known, WITH_NUMBERS.split(' ').collect::<Vec<_>>());
    }
}
