//! The danger signs of a topic: how a set and a page may write them, and what `--fix` may change. The signs are made up.

use std::fs;

use serde_json::Value as Json;

use crate::harness::Site;

const SITE: &str = "title = \"Knees\"\nbase_url = \"https://knees.example\"\nlanguage = \"en-GB\"\njurisdiction = \"gb\"\n\
                    [checks]\nall = \"off\"\nlinks = \"error\"\n";

/// A site whose emergency card says `card`, with the set in the file `red-flags.{kind}`.
fn site(kind: &str, set: &str, card: &str) -> Site {
    Site::new()
        .file("site.toml", SITE)
        .file("content/knees/sources.toml", "[[source]]\nid = \"leaflet\"\ntitle = \"A leaflet\"\n")
        .file(&format!("content/knees/red-flags.{kind}"), set)
        .file(
            "content/knees/index.md",
            format!(
                "+++\ntitle = \"Knees\"\nred_flags = \"knee\"\n+++\n\n\
                 :::emergency[Call now if:]\n\n{card}\n\n:::\n"
            ),
        )
}

/// A set with one sign that is recognised by `words`, and the `number` to call.
fn set(words: &str, number: &str) -> String {
    format!(
        "[[red_flags]]\nname = \"Knee\"\narea = \"knee\"\njurisdiction = \"gb\"\nas_of = 2025-11-22\n\
         emergency_number = \"{number}\"\nsources = [\"leaflet\"]\n\n\
         [[red_flags.sign]]\ntext = \"the knee sings\"\nwords = [{words}]\n"
    )
}

fn codes(site: &Site) -> Vec<String> {
    let code = |found: &Json| found["code"].as_str().unwrap_or("").to_owned();
    site.check().iter().map(code).collect()
}

#[test]
fn a_sign_is_recognised_however_its_words_and_the_page_are_punctuated() {
    for (words, card) in [
        ("\"can't bend\"", "- you can't bend it"),
        ("\"cannot bend\"", "- you can't bend it"),
        ("\"can't bend\"", "- you cannot bend it"),
        ("\"won't bend\"", "- it will not bend"),
        ("'a \"singing\" knee'", "- you have a \"singing\" knee"),
        ("\"both knees -- or one\"", "- both knees -- or one -- sing"),
        ("\"sings...\"", "- it sings... and sings"),
        ("\"  both \\t knees \"", "- both\nknees sing"),
        ("\"both knees\"", "- both&nbsp;knees sing"),
        ("\"both knees\"", "- **Both** knees sing"),
    ] {
        let site = site("toml", &set(words, "999"), &format!("{card}\n- call [999](tel:999)"));
        assert_eq!(codes(&site), [""; 0], "{words} in {card}");
    }
    let site = site("toml", &set("\"can't bend\", \" \"", "999"), "- you can bend it\n- call [999](tel:999)");
    assert_eq!(codes(&site), ["missing-red-flag"], "empty words match nothing");
}

#[test]
fn the_number_to_call_is_visible_and_linked_and_not_part_of_a_longer_one() {
    for (number, card) in [
        ("999", "- call 9990"),
        ("999", "- call 1999"),
        ("999", "- call 0800 999 111"),
        ("+43 144", "- call +43 1440"),
        ("999", "- call 999"),
        ("999", "- call [999](tel: 999)"),
        ("999", "- call [999](tel:111)"),
        ("999", "- call [us](tel:999)"),
        ("999", "- call 999 <!-- [999](tel:999) -->"),
        ("999", "- call 999 <a hidden href=\"tel:999\">999</a>"),
        ("999", "- <a href=\"tel:999\"></a> call 999"),
        ("999", "- <a href=\"tel:999\"><img alt=\"Call 999\"></a>"),
        ("999", "- call `999`, ~~[999](tel:999)~~"),
    ] {
        let site = site("toml", &set("\"sings\"", number), &format!("- it sings\n{card}"));
        assert!(codes(&site).contains(&"missing-emergency-number".into()), "{number} in {card}");
    }
    for (number, card) in [
        ("999", "- call [999](tel:999)"),
        ("999", "- call [999](tel:999) 24 hours a day"),
        ("999", "- [call 999 now](<tel:9-9 9>)"),
        ("999", "- call 999 or <a href=\"TEL:999\">tap here</a>"),
        ("+43 144", "- call [+43144](tel:+43144)"),
        ("+43 144", "- call [144](tel:144)"),
        ("+43144", "- call [+43&nbsp;144](tel:+43-144)"),
    ] {
        let site = site("toml", &set("\"sings\"", number), &format!("- it sings\n{card}"));
        assert_eq!(codes(&site), [""; 0], "{number} in {card}");
    }
}

#[test]
fn the_suggested_link_to_call_is_valid_markdown() {
    let of = |card: &str| site("toml", &set("\"sings\"", "+43 144"), &format!("- it sings\n{card}"));
    let help = of("").only_mistake()["help"].as_str().unwrap_or("").to_owned();
    assert!(help.starts_with("write it as a link: `[+43 144](tel:+43144)`; "), "{help}");
    let link = help.split('`').nth(1).expect("there is a link");
    let built = of(&format!("- call {link}")).built();
    let page = String::from_utf8_lossy(&built["knees/index.html"]).into_owned();
    assert!(page.contains("<a href=\"tel:+43144\">+43 144</a>"), "{page}");
}

#[test]
fn a_fix_does_not_change_the_words_of_a_danger_sign() {
    let wording = |site: Site| {
        let checks = SITE.replace(
            "all = \"off\"\nlinks = \"error\"",
            "contraction = \"warn\"\njargon = \"warn\"\nlinks = \"off\"",
        );
        let off =
            ["trust", "accessibility", "structure", "tables"].map(|group| format!("{group} = \"off\"\n"));
        site.file("site.toml", format!("{checks}{}", off.concat()))
    };
    let card = "- you can't bend it, and have a fever\n- call [999](tel:999)";
    let of = |words: &str| wording(site("toml", &set(words, "999"), card));
    let page = |site: &Site| {
        fs::read_to_string(site.path().join("content/knees/index.md")).expect("the file is there")
    };
    let site = of("\"can't bend\"");
    let fixed = site.run(&["check", "--fix", "--color", "never"]);
    assert_eq!(fixed.code, 0, "{}", fixed.err);
    assert!(page(&site).contains("you cannot bend it, and have a fever"), "{}", page(&site));
    let site = of("\"fever\"");
    let told = site.check();
    let fever = told.iter().find(|found| found["code"] == "jargon").expect("it is reported");
    assert_eq!(fever["fix"], Json::Null);
    assert_eq!(
        fever["help"],
        "say `high temperature`; first put that among the `words` of “the knee sings” in `content/knees/red-flags.toml`"
    );
    let fixed = site.run(&["check", "--fix", "--color", "never"]);
    assert_eq!(fixed.code, 0, "{}", fixed.err);
    assert!(page(&site).contains("you cannot bend it, and have a fever"), "{}", page(&site));
}

const HEADER: &str = "name,area,jurisdiction,as_of,emergency_number,sources,sign.text,sign.words\n";

#[test]
fn each_row_of_a_spreadsheet_is_one_sign_of_its_set() {
    let first = "Knee,knee,gb,2025-11-22,999,leaflet,the knee sings,sings\n";
    for second in [
        "Knee,knee,gb,2025-11-22,999,leaflet,the knee hums,hums;buzzes\n",
        "Knee,knee,,,,,the knee hums,hums;buzzes\n",
        ",,,,,,the knee hums,hums;buzzes\n",
    ] {
        let table = format!("{HEADER}{first}{second}");
        let all = site("csv", &table, "- it sings\n- it buzzes\n- call [999](tel:999)");
        assert_eq!(codes(&all), [""; 0], "{second}");
        let one = site("csv", &table, "- it sings\n- call [999](tel:999)");
        let found = one.only_mistake();
        assert_eq!(found["code"], "missing-red-flag", "{second}");
        assert!(found["message"].as_str().is_some_and(|told| told.ends_with("the knee hums")), "{second}");
    }
}

#[test]
fn several_signs_in_one_cell_are_refused_and_the_help_says_how_to_write_them() {
    let table =
        format!("{HEADER}Knee,knee,gb,2025-11-22,999,leaflet,the knee sings;the knee hums,sings;hums\n");
    let found = site("csv", &table, "- it sings\n- call [999](tel:999)").only_mistake();
    assert_eq!(found["code"], "wrong-type");
    assert_eq!(found["text"], "the knee sings;the knee hums");
    let fine = format!("{HEADER}Knee,knee,gb,2025-11-22,999,leaflet,it sings &amp; hums,sings\n");
    assert_eq!(codes(&site("csv", &fine, "- it sings\n- call [999](tel:999)")), [""; 0]);
}

#[test]
fn rows_of_one_set_agree_about_it() {
    let table = format!(
        "{HEADER}Knee,knee,gb,2025-11-22,999,leaflet,the knee sings,sings\n\
         Knee,knee,gb,2024-11-22,999,leaflet,the knee hums,hums\n"
    );
    let found = site("csv", &table, "- it sings and hums\n- call [999](tel:999)").only_mistake();
    assert_eq!(
        (&found["code"], &found["text"], &found["line"]),
        (&"contradiction".into(), &"2024-11-22".into(), &3.into())
    );
}

#[test]
fn rows_of_several_sets_may_be_in_any_order() {
    let table = format!(
        "{HEADER}Knee,knee,gb,2025-11-22,999,leaflet,the knee sings,sings\n\
         Hip,hip,gb,2025-11-22,999,leaflet,the hip creaks,creaks\n\
         Knee,,,,,,the knee hums,hums\n,,,,,,the knee is cold,is cold\n"
    );
    let found = site("csv", &table, "- it sings and hums\n- call [999](tel:999)").only_mistake();
    assert!(found["message"].as_str().is_some_and(|told| told.ends_with("the knee is cold")), "{found:#}");
}

#[test]
fn a_later_row_of_a_set_may_give_what_the_first_leaves_out() {
    let table = format!(
        "{HEADER}Knee,,gb,2025-11-22,,leaflet,the knee sings,sings\n\
         Knee,knee,,,999,,the knee hums,hums\n"
    );
    let of = |card: &str| codes(&site("csv", &table, card));
    assert_eq!(of("- it sings and hums\n- call [999](tel:999)"), [""; 0]);
    assert_eq!(of("- it sings and hums"), ["missing-emergency-number"]);
}

#[test]
fn rows_without_a_column_for_names_are_not_joined() {
    let table = "area,jurisdiction,as_of,emergency_number,sources,sign.text,sign.words\n\
                 knee,gb,2025-11-22,999,leaflet,the knee sings,sings\n\
                 hip,us,2025-10-22,911,leaflet,the hip sings,sings\n";
    assert_eq!(codes(&site("csv", table, "- it sings\n- call [999](tel:999)")), ["missing-column"]);
}

#[test]
fn a_sign_is_not_recognised_by_a_word_that_only_starts_like_its_own() {
    let of = |card: &str| codes(&site("toml", &set("\"numb\"", "999"), card));
    assert_eq!(of("- call this number: [999](tel:999)"), ["missing-red-flag"]);
    assert_eq!(of("- numbness\n- call [999](tel:999)"), [""; 0]);
}

#[test]
fn a_strip_does_not_show_a_sign_that_is_collapsed_or_hidden() {
    for (hidden, is_shown) in [
        ("<details><summary>More</summary>numb</details>", false),
        ("<span hidden>numb</span>", false),
        ("**numb**", true),
    ] {
        let strip = format!(
            "{SITE}\n[[help]]\nsection = \"knees\"\npage = \"knees/help.md\"\ntext = \"Call 999. {hidden}\"\n"
        );
        let found =
            site("toml", &set("\"numb\"", "999"), "- call [999](tel:999)").file("site.toml", strip).file(
                "content/knees/help.md",
                "# Help\n\n:::emergency[Call [999](tel:999) if:]\n\n- numb legs\n\n:::\n",
            );
        let wanted: &[&str] = if is_shown { &[] } else { &["missing-red-flag"] };
        assert_eq!(codes(&found), wanted, "{hidden}");
    }
}

#[test]
fn a_strip_without_signs_does_not_let_the_card_come_last() {
    let strip = |text: &str| {
        format!("{SITE}\n[[help]]\nsection = \"knees\"\npage = \"knees/help.md\"\ntext = \"{text}\"\n")
    };
    let late = "+++\ntitle = \"Knees\"\nred_flags = \"knee\"\n+++\n\n## Move\n\nGently.\n\n\
                :::emergency[Call now if:]\n\n- it sings\n- call [999](tel:999)\n\n:::\n";
    let of = |text: &str| {
        let help = late.replace("red_flags = \"knee\"\n", "").replace("## Move\n\nGently.\n\n", "");
        let site = site("toml", &set("\"sings\"", "999"), "")
            .file("site.toml", strip(text))
            .file("content/knees/index.md", late)
            .file("content/knees/help.md", help);
        codes(&site)
    };
    assert_eq!(of("Chest pain? Call 999."), ["late-emergency-card"]);
    assert_eq!(of("Does it sing, or **sings** now? Call 999."), [""; 0]);
}

#[test]
fn a_set_counts_for_a_topic_and_an_article_that_declares_one_is_reported() {
    let site = site("toml", &set("\"sings\"", "999"), "- it sings\n- call [999](tel:999)").file(
        "content/knees/more.md",
        "+++\ntitle = \"More\"\nred_flags = \"nonsense\"\n+++\n\n:::emergency[Call if:]\n\n- it sings\n- call [999](tel:999)\n\n:::\n",
    );
    let found = site.only_mistake();
    assert_eq!((&found["code"], &found["text"]), (&"unknown-red-flags".into(), &"\"nonsense\"".into()));
}

#[test]
fn a_set_has_the_emergency_number_of_its_country() {
    let of = |number: &str| {
        let card = format!("- it sings\n- call [{number}](tel:{})", number.replace(' ', ""));
        codes(&site("toml", &set("\"sings\"", number), &card))
    };
    assert_eq!(of("911"), ["contradiction"]);
    for fine in ["999", "112", "111", "0141 496 0000"] {
        assert_eq!(of(fine), [""; 0], "{fine}");
    }
}

const CARD: &str = "- it sings\n- call [999](tel:999)";

/// What is found on a page whose text is `text`.
fn codes_of(text: &str) -> Vec<String> {
    let topic = format!("+++\ntitle = \"Knees\"\nred_flags = \"knee\"\n+++\n\n{text}\n");
    codes(&site("toml", &set("\"sings\"", "999"), "").file("content/knees/index.md", topic))
}

#[test]
fn a_card_counts_only_for_what_readers_see() {
    let card = format!(":::emergency[Call now if:]\n\n{CARD}\n\n:::");
    assert_eq!(codes_of(&card), [""; 0]);
    let indented = card.replace('\n', "\n    ");
    let quoted = card.replace('\n', "\n> ");
    for unseen in [
        format!("```\n{card}\n"),
        format!("~~~ text\n{card}\n"),
        format!("    {indented}"),
        format!("<!--\n{card}\n-->"),
        format!("<details><summary>Signs</summary>\n\n{card}\n\n</details>"),
        format!("<div hidden>\n\n{card}\n\n</div>"),
        format!("<div style=\"display: none\">\n\n{card}\n\n</div>"),
        format!("<del>\n\n{card}\n\n</del>"),
        format!("> {quoted}"),
    ] {
        let found = codes_of(&unseen);
        let is_firm = |code: &String| {
            ["missing-red-flag", "hidden-red-flag", "red-flag-outside-card"].contains(&&**code)
        };
        assert!(found.iter().any(is_firm), "{unseen}\n{found:?}");
    }
    let open = format!("<details open><summary>Signs</summary>\n\n{card}\n\n</details>");
    assert_eq!(codes_of(&open), [""; 0], "an open element shows it");
}

#[test]
fn a_card_is_recognised_by_what_is_rendered_not_by_the_name_of_the_directive() {
    let component = |name: &str, html: &str| {
        format!(
            "{{% component {name}(label: string = \"\") {{\"forms\": [\"container\"], \"label\": \"required\"}} -%}}\n{html}\n\
             {{%- endcomponent %}}\n"
        )
    };
    let of = |name: &str, html: &str, before: &str| {
        let topic = format!(
            "+++\ntitle = \"Knees\"\nred_flags = \"knee\"\n+++\n\n{before}:::{name}[Call now if:]\n\n{CARD}\n\n:::\n"
        );
        let file = format!("templates/components/{name}.html");
        let site = site("toml", &set("\"sings\"", "999"), "").file("content/knees/index.md", topic);
        codes(&site.file(&file, component(name, html)))
    };
    let card = "<section class=\"alert alert--emergency\"><h2>{{ label }}</h2>{{ body }}</section>";
    assert_eq!(of("now", card, ""), [""; 0], "a site's own directive that renders a card");
    assert_eq!(of("now", card, "## Move\n\nGently.\n\n"), ["late-emergency-card"]);
    assert_eq!(of("emergency", card, ""), [""; 0], "a component of the site that overrides the theme");
    for none in [
        "",
        "<p>{{ label }}</p>",
        "<div>{{ label }} {{ body }}</div>",
        "<!-- <div class=\"emergency\">{{ label }} {{ body }}</div> -->",
        "<template><div class=\"emergency\">{{ body }}</div></template>",
    ] {
        let found = of("emergency", none, "");
        assert!(found.contains(&"hidden-red-flag".into()), "{none}\n{found:?}");
    }
    assert!(of("now", "<div>{{ body }}</div>", "").contains(&"red-flag-outside-card".into()));
}

#[test]
fn a_card_may_come_from_raw_html_or_a_row() {
    let raw = "<div class=\"care emergency\">\n<h2>Call if:</h2>\n<p>it sings, <a href=\"tel:999\">999</a></p>\n</div>";
    assert_eq!(codes_of(raw), [""; 0]);
    let faq = "[[question]]\nquestion = \"When do I call?\"\nsources = [\"leaflet\"]\nanswer = \"\"\"\n\
               <div class=\"emergency\"><p>it sings: <a href=\"tel:999\">999</a></p></div>\n\"\"\"\n";
    let topic = "+++\ntitle = \"Knees\"\nred_flags = \"knee\"\n+++\n\n::faq\n";
    let site = site("toml", &set("\"sings\"", "999"), "").file("content/knees/index.md", topic);
    assert_eq!(
        codes(&site.file("content/knees/faq.toml", faq)),
        ["late-emergency-card"],
        "it is on the page"
    );
}

#[test]
fn a_strip_counts_only_for_what_the_theme_shows() {
    let config = format!(
        "{SITE}\n[[help]]\nsection = \"knees\"\npage = \"knees/help.md\"\ntext = \"Does it **sing**, or sings? Call 999.\"\n"
    );
    let of = |partial: Option<&str>| {
        let topic = "+++\ntitle = \"Knees\"\nred_flags = \"knee\"\n+++\n\nSit.\n";
        let help = format!("# Help\n\n:::emergency[Call now if:]\n\n{CARD}\n\n:::\n");
        let site = site("toml", &set("\"sings\"", "999"), "")
            .file("site.toml", &config)
            .file("content/knees/index.md", topic)
            .file("content/knees/help.md", help);
        codes(&match partial {
            Some(partial) => site.file("templates/partials/help.html", partial),
            None => site,
        })
    };
    assert_eq!(of(None), [""; 0]);
    let aside = "<aside><p>{{ page.help.text }}</p><p><a href=\"tel:999\">Call 999</a></p></aside>";
    let asked = |html: &str| format!("{{% if page.help %}}{html}{{% endif %}}");
    assert_eq!(of(Some(&asked(aside))), [""; 0]);
    assert_eq!(of(Some("<p>Nothing</p>")), ["missing-red-flag"]);
    let folded = "<details><summary>Signs</summary><p>{{ page.help.text }}</p></details>";
    assert!(of(Some(&asked(folded))).contains(&"missing-red-flag".into()));
    let unlinked = "<aside><p>{{ page.help.text }}</p></aside>";
    assert_eq!(of(Some(&asked(unlinked))), ["missing-emergency-number"]);
}
