//! A topic's danger signs and the number to call, in sites of several countries. The signs are made up.

use serde_json::Value as Json;

use crate::harness::{Site, tree};

/// Sets for one area, each with a distinctive word, which shows which set is used.
const SETS: &str = "\
[[red_flags]]
name = \"Knee, United States\"
area = \"knee\"
jurisdiction = \"us\"
version = \"1\"
as_of = 2025-11-22
emergency_number = \"911\"
sources = [\"leaflet\"]

[[red_flags.sign]]
text = \"the knee sings\"
words = [\"sings\"]

[[red_flags]]
name = \"Knee, European Union\"
area = \"knee\"
jurisdiction = \"eu\"
version = \"1\"
as_of = 2025-11-22
emergency_number = \"112\"
sources = [\"leaflet\"]

[[red_flags.sign]]
text = \"the knee whistles\"
words = [\"whistles\"]

[[red_flags]]
name = \"Knee, Ireland\"
area = \"knee\"
jurisdiction = \"ie\"
version = \"1\"
as_of = 2025-11-22
emergency_number = \"112\"
sources = [\"leaflet\"]

[[red_flags.sign]]
text = \"the knee hums\"
words = [\"hums\"]
";

/// A site of `country` whose emergency card says to call `number` if the knee does what `sign` says.
fn site(country: &str, number: &str, sign: &str) -> Site {
    let country = if country.is_empty() { String::new() } else { format!("jurisdiction = \"{country}\"\n") };
    let help =
        "[[help]]\nsection = \"knees\"\npage = \"knees/help.md\"\ntext = \"Know the **danger signs**.\"\n";
    let article = |title: &str, declared: &str| {
        format!(
            "+++\ntitle = \"{title}\"\n{declared}+++\n\n\
             :::emergency[Call [{number}](tel:{number}) now if:]\n\n- your knee {sign}\n\n:::\n"
        )
    };
    Site::new()
        .file(
            "site.toml",
            format!(
                "title = \"Knees\"\nbase_url = \"https://knees.example\"\n{country}\n{help}\n[checks]\nall = \"off\"\nlinks = \"error\"\n"
            ),
        )
        .file("content/knees/index.md", article("Knees", "red_flags = \"knee\"\n"))
        .file("content/knees/help.md", article("Help", ""))
        .file("content/knees/red-flags.toml", SETS)
        .file("content/knees/sources.toml", "[[source]]\nid = \"leaflet\"\ntitle = \"A leaflet\"\n")
}

/// The findings about danger signs: code and message.
fn said(site: &Site) -> Vec<(String, String)> {
    let word = |found: &Json, key: &str| found[key].as_str().unwrap_or("").to_owned();
    site.check().iter().map(|found| (word(found, "code"), word(found, "message"))).collect()
}

fn codes(site: &Site) -> Vec<String> {
    said(site).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn each_country_has_its_own_set_and_number_from_the_table_to_the_page() {
    for (country, number, sign) in [
        ("us", "911", "sings"),
        ("US", "911", "sings"),
        ("eu", "112", "whistles"),
        ("de", "112", "whistles"),
        ("cz", "112", "whistles"),
        ("ie", "112", "hums"),
    ] {
        let right = site(country, number, sign);
        assert_eq!(said(&right), [], "{country}");
        assert_eq!(right.run(&["build"]).code, 0, "{country}");
        let built = tree(&right.path().join("public"));
        let page = String::from_utf8_lossy(&built["knees/index.html"]).into_owned();
        let card = page.find("care emergency").or_else(|| page.find("emergency")).expect("there is a card");
        assert!(page[card..].contains(&format!("href=\"tel:{number}\"")), "{country}: the card");
        let strip = page.find("class=\"help\"").expect("there is a strip");
        let strip = &page[strip..page[strip..].find("</section>").map_or(page.len(), |end| strip + end)];
        assert!(strip.contains(&format!("Call {number}</a>")), "{country}: {strip}");
        for other in ["999", "911", "112"].into_iter().filter(|other| *other != number) {
            assert!(!page.contains(&format!("tel:{other}")), "{country} shows {other}");
        }
    }
}

#[test]
fn the_number_or_sign_of_a_different_country_is_a_mistake() {
    let wrong_number = site("us", "999", "sings");
    assert_eq!(codes(&wrong_number), ["missing-emergency-number", "missing-emergency-number"]);
    assert!(said(&wrong_number)[0].1.ends_with("to call 911"), "{:?}", said(&wrong_number));
    let wrong_sign = site("us", "911", "whistles");
    assert_eq!(codes(&wrong_sign), ["missing-red-flag", "missing-red-flag"]);
    assert!(said(&wrong_sign)[0].1.contains("`Knee, United States`: the knee sings"));
}

#[test]
fn a_country_without_a_set_is_reported_with_the_countries_that_have_one() {
    let site_of = |country| said(&site(country, "000", "sings"));
    let unknown = |message: &str| ("unknown-red-flags".to_owned(), message.to_owned());
    let message = "there is no set of danger signs for `knee` in `au`, only for `us`, `eu`, `ie`";
    assert_eq!(site_of("au")[0], unknown(message));
    let message =
        "there are sets of danger signs for `knee` for `us`, `eu`, `ie`, but `site.toml` sets no country";
    assert_eq!(site_of("")[0], unknown(message));
    let all = SETS.replace("jurisdiction = \"us\"\n", "");
    let fallback = site("au", "911", "sings").file("content/knees/red-flags.toml", all);
    assert_eq!(
        said(&fallback),
        [],
        "a set without a country is for all countries without a set of their own"
    );
}
