//! Drawings of exercises, made from their poses, as they appear on pages.

use std::fs;

use crate::harness::{Site, blessing, difference, folder};

const BIRD_DOG: &str = r#"
[[exercise]]
name = "Bird dog"
steps = ["Reach out."]
hold = "3-5"
side = "alternate"
[exercise.pose]
start = "hands-and-knees"
hold = { right_shoulder = 165, left_hip = -8, left_knee = 4, left_ankle = -40, rest_on = ["left-hand", "right-shin"] }
felt = ["lower-back"]
"#;

/// The page of the exercise "Bird dog" of a table.
fn page(name: &str, table: &str) -> String {
    let mut files = Site::new().file(&format!("content/{name}"), table).built();
    let page = files.remove("exercises/bird-dog/index.html").expect("the exercise has a page");
    String::from_utf8(page).expect("a page is text")
}

/// The drawings in a page.
fn drawings(page: &str) -> &str {
    let start = page.find("<figure class=\"phases\">").expect("the page has drawings");
    let end = page[start..].find("</figure>").expect("they end") + start;
    &page[start..end]
}

#[test]
fn an_exercise_is_drawn_phase_by_phase_as_expected() {
    let found = drawings(&page("exercises.toml", BIRD_DOG)).replace("><", ">\n<");
    let file = folder("figures").join("bird-dog.html");
    if blessing() {
        fs::create_dir_all(folder("figures")).expect("a folder can be made");
        fs::write(&file, &found).expect("the expected drawing can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{}", difference(&expected, &found));
    for words in [
        ">Start</p>",
        ">Hold for 3 to 5 seconds</p>",
        ">Other side</p>",
        "The ring marks where you may feel it: lower back.",
        "But: Left hip stretched back by 8 degrees",
        "But: Right hip stretched back by 8 degrees",
    ] {
        assert!(found.contains(words), "{words}");
    }
}

#[test]
fn a_spreadsheet_draws_the_same() {
    let table = "name,steps,hold,side,pose.start,pose.hold,pose.felt\n\
        Bird dog,Reach out.,3-5,alternate,hands-and-knees,\
        \"right shoulder 165, left hip -8, left knee 4, left-ankle -40, rest on left-hand right-shin\",\
        lower-back\n";
    // The first part of a cell names a pose; without it, the position continues from the previous one.
    let table = table.replace("\"right shoulder", "\", right shoulder");
    assert_eq!(drawings(&page("exercises.toml", BIRD_DOG)), drawings(&page("exercises.csv", &table)));
}

#[test]
fn a_picture_replaces_the_drawings() {
    let table = BIRD_DOG.replace("side =", "image = \"dog.svg\"\nalt = \"A dog\"\nside =");
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>";
    let site = Site::new().file("content/exercises.toml", table).file("content/dog.svg", picture);
    let files = site.built();
    let page = String::from_utf8_lossy(&files["exercises/bird-dog/index.html"]);
    assert!(page.contains("alt=\"A dog\"") && !page.contains("class=\"fig\""), "{page}");
    assert!(!page.contains("figure.js"), "what does not move needs no script");
}

#[test]
fn sides_and_captions_follow_the_row() {
    let still = BIRD_DOG.replace("side = \"alternate\"\n", "").replace("felt", "# felt");
    let still = drawings(&page("exercises.toml", &still)).to_owned();
    assert!(!still.contains("Other side") && !still.contains("ring"), "{still}");
    let own = BIRD_DOG
        .replace("hold = { right", "hold = { caption = \"Reach\", text = \"The right arm is up\", right");
    let own = drawings(&page("exercises.toml", &own)).to_owned();
    for words in [">Reach</p>", "aria-label=\"The right arm is up\"", "aria-label=\"The left arm is up\""] {
        assert!(own.contains(words), "{words}: {own}");
    }
}
