//! Edits of a small site that uses every feature.

use super::Files;

/// An author's edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    /// Saves the file with this number with the text that the second number makes.
    Save(usize, u64),
    /// Deletes the file with this number.
    Delete(usize),
    /// Moves the first file to where the second is.
    Move(usize, usize),
    /// Moves all files of a folder to a different one.
    MoveFolder(bool),
    /// Restarts the preview while a file has the slip with this number, then fixes the slip. No earlier version of that
    /// file can be shown in the meantime.
    Slip(usize),
}

/// Every possible file.
pub(super) const PATHS: [&str; 39] = [
    "content/index.md",
    "content/about.md",
    "content/a/index.md",
    "content/a/one.md",
    "content/a/two.md",
    "content/a/three.md",
    "content/b/index.md",
    "content/b/four.md",
    "content/b/deep/five.md",
    "content/c/six.md",
    "content/a/exercises.toml",
    "content/b/remedies.toml",
    "content/c/remedies.toml",
    "content/a/sources.toml",
    "content/a/faq.csv",
    "content/a/red-flags.toml",
    "content/a/causes.toml",
    "content/a/pic.png",
    "content/b/pic.png",
    "site.toml",
    "static/style.css",
    "static/robots.txt",
    "static/logo.svg",
    "templates/base.html",
    "templates/part.html",
    "templates/other.html",
    "templates/article.html",
    "templates/components/note.html",
    "templates/components/exercise.html",
    "templates/components/rows.html",
    "templates/components/faq.html",
    "templates/cards.html",
    "content/b/vaccines.toml",
    "content/a/vaccines.csv",
    "templates/vaccine.html",
    "words/en.toml",
    "words/de.toml",
    "content/b/deep/remedies.toml",
    "content/remedies.toml",
];

/// Lines that cannot be read and may contain what a rule asks for: the file, what follows the line, and the line.
const SLIPS: [(&str, &str, &str); 4] = [
    ("site.toml", "base_url", "publisher.clinical_review = [\"a\"]\n"),
    ("site.toml", "base_url", "help = 5\n"),
    ("content/b/remedies.toml", "summary", "interactions = 5\n"),
    ("content/c/remedies.toml", "summary", "interactions = 5\n"),
];

/// A sequence of numbers from a seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns true once in `times` on average.
    fn one_in(&mut self, times: u64) -> bool {
        self.next().is_multiple_of(times)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[usize::try_from(self.next() % from.len() as u64).expect("it is small")]
    }
}

/// The files before any edit.
pub(super) fn start() -> Files {
    let mut files: Files =
        FIXED.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    for (number, path) in PATHS.iter().enumerate() {
        files.insert((*path).to_owned(), text(number, 0));
    }
    // Missing messages of a language are a warning, and the initial site has no warnings. Edits add the file.
    files.remove("words/de.toml");
    // Tables in folders between a page and the table whose rows it shows.
    files.remove("content/b/deep/remedies.toml");
    files.remove("content/remedies.toml");
    files
}

impl Edit {
    /// The `number`th edit.
    pub(super) fn of(number: u64) -> Edit {
        let mut dice = Dice(number);
        let path = |dice: &mut Dice| usize::try_from(dice.next() % PATHS.len() as u64).expect("it is small");
        match dice.next() % 20 {
            0 | 1 => Edit::Delete(path(&mut dice)),
            2 => Edit::Move(path(&mut dice), path(&mut dice)),
            3 => Edit::MoveFolder(dice.one_in(2)),
            4 if dice.one_in(2) => {
                Edit::Slip(usize::try_from(dice.next() % SLIPS.len() as u64).expect("it is small"))
            }
            _ => Edit::Save(path(&mut dice), dice.next()),
        }
    }

    pub(super) fn apply(self, files: &mut Files) {
        match self {
            Edit::Save(path, seed) => drop(files.insert(PATHS[path].to_owned(), text(path, seed))),
            Edit::Delete(path) => drop(files.remove(PATHS[path])),
            Edit::Move(from, to) => {
                let same_kind = |ending: &str| PATHS[from].ends_with(ending) && PATHS[to].ends_with(ending);
                if [".md", ".png"].iter().any(|ending| same_kind(ending))
                    && let Some(bytes) = files.remove(PATHS[from])
                {
                    files.insert(PATHS[to].to_owned(), bytes);
                }
            }
            Edit::Slip(number) => {
                let (path, before, line) = SLIPS[number];
                if let Some(bytes) = files.get_mut(path) {
                    let text = String::from_utf8_lossy(bytes);
                    *bytes = text.replacen(before, &format!("{line}{before}"), 1).into_bytes();
                }
            }
            Edit::MoveFolder(there) => {
                let (from, to) =
                    if there { ("content/a/", "content/d/") } else { ("content/d/", "content/a/") };
                let paths: Vec<String> =
                    files.keys().filter(|path| path.starts_with(from)).cloned().collect();
                for path in paths {
                    if let Some(bytes) = files.remove(&path) {
                        files.insert(path.replacen(from, to, 1), bytes);
                    }
                }
            }
        }
    }
}

/// The contents of the file with the number `path`; plain for the seed 0.
fn text(path: usize, seed: u64) -> Vec<u8> {
    let name = PATHS[path];
    let mut dice = Dice(seed ^ ((path as u64) << 56));
    let ending = name.rsplit('.').next().unwrap_or("");
    let text = match (name, ending) {
        (_, "png") => return picture(u8::try_from(seed % 3).expect("it is small")),
        ("site.toml", _) => config(&mut dice, seed == 0),
        ("content/a/exercises.toml", _) => exercises(&mut dice, seed == 0),
        ("content/b/remedies.toml", _) => remedies(["Heat", "Cold"], &mut dice, seed == 0),
        ("content/c/remedies.toml", _) => remedies(["Codeine", "Valerian"], &mut dice, seed == 0),
        ("content/b/deep/remedies.toml", _) => remedies(["Rest", "Walk"], &mut dice, seed == 0),
        ("content/remedies.toml", _) => remedies(["Sleep", "Water"], &mut dice, seed == 0),
        ("content/a/sources.toml", _) => sources(&mut dice, seed == 0),
        ("content/a/red-flags.toml", _) => red_flags(&mut dice, seed == 0),
        ("content/a/causes.toml", _) => format!("[[cause]]\nname = \"Sitting {}\"\n", seed % 3),
        ("content/b/vaccines.toml", _) => vaccines(&mut dice, seed == 0),
        ("content/a/vaccines.csv", _) => format!(
            "name,protects from,dose.age,dose.amount,sources\nJab A,fever,2 to {} years,0.5,nice\n,,12 years and over,{},\n",
            4 + seed % 3,
            seed % 4
        ),
        ("templates/vaccine.html", _) => format!(
            "{{% extends \"base.html\" %}}{{% block own %}}{{{{ vaccine.name }}}} {{{{ vaccine.protects_from }}}} {}{{% for dose in vaccine.dose %}}{{{{ dose.age }}}}{{% endfor %}}{{% endblock %}}\n",
            seed % 5
        ),
        ("content/a/faq.csv", _) => format!("question,answer\nWhy?,Since {}.\n", seed % 5),
        (_, "md") => article(name, &mut dice, seed == 0),
        ("static/style.css", _) => format!("a {{ color: #00{}; background: url(logo.svg) }}\n", seed % 7),
        (_, "svg") => {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"9\"/>\n", 5 + seed % 3)
        }
        ("templates/base.html", _) => BASE.replace("VERSION", &(seed % 5).to_string()),
        ("templates/part.html", _) => format!("<p>part {}</p>\n", seed % 5),
        ("templates/cards.html", _) => {
            format!(
                "{{% component card(row: map) %}}<b>{} {{{{ row.name }}}}</b>{{% endcomponent %}}\n",
                seed % 5
            )
        }
        ("templates/components/note.html", _) => format!(
            "{{% component note(label: string = \"\"{}) %}}<i>{} {{{{ t(key=\"card.important\") }}}}{{{{ label }}}} {{{{ body }}}}</i>{{% endcomponent %}}\n",
            if dice.one_in(4) { ", tone: string = \"calm\"" } else { "" },
            seed % 5
        ),
        ("templates/components/exercise.html", _) => format!(
            "{{% component exercise(id: string) {{\"forms\": [\"leaf\", \"text\"]}} %}}{} {{{{ <card row={{row(kind=\"exercise\", id=id)}}/> }}}}{{% endcomponent %}}\n",
            seed % 5
        ),
        ("templates/components/rows.html", _) => format!(
            "{{% component rows(kind: string, only: string = \"\", from: string = \"\") {{\"forms\": [\"leaf\"]}} %}}{}{{% for row in rows(kind=kind, only=only, from=from) %}}{{{{ row.name }}}}{{% if row.summary %}}{{{{ row.summary }}}}{{% endif %}},{{% endfor %}}{{% endcomponent %}}\n",
            seed % 5
        ),
        ("templates/components/faq.html", _) => format!(
            "{{% component faq(only: string = \"\", from: string = \"\") {{\"forms\": [\"leaf\"]}} %}}{}{{% for row in rows(kind=\"question\", only=only, from=from) %}}{{{{ row.question }}}}{{{{ row.answer }}}}{{% endfor %}}{{% endcomponent %}}\n",
            seed % 5
        ),
        ("words/en.toml" | "words/de.toml", _) => words(&mut dice, seed),
        (_, "html") => {
            format!("{{% extends \"base.html\" %}}{{% block own %}}own {}{{% endblock %}}\n", seed % 5)
        }
        _ => format!("text {}\n", seed % 5),
    };
    text.into_bytes()
}

/// Messages of a language, sometimes with an unknown one.
fn words(dice: &mut Dice, seed: u64) -> String {
    let menu = format!("[frame]\nmenu = \"Menu {}\"\n", seed % 5);
    let card = if dice.one_in(2) {
        format!("[card]\nimportant = \"Important {}: \"\n", seed % 3)
    } else {
        String::new()
    };
    let dose = if dice.one_in(2) {
        format!("[dose]\nhold = {{ one = \"Hold {{n}}.\", other = \"Hold {{n}} {}.\" }}\n", seed % 3)
    } else {
        String::new()
    };
    let slip = if seed != 0 && dice.one_in(8) { "[home]\ntitel = \"Start\"\n" } else { "" };
    format!("{menu}{card}{dose}{slip}")
}

/// A PNG that is 1 pixel wide and `side` + 1 pixels high. Its chunks are complete; their checksums may be wrong.
fn picture(side: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0".to_vec();
    bytes.extend([side + 1, 8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(b"\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\xaeB\x60\x82");
    bytes
}

fn config(dice: &mut Dice, plain: bool) -> String {
    let mut text = format!("title = \"{}\"\n", if plain { "Backs" } else { dice.pick(&["Backs", "Necks"]) });
    let base = if plain {
        "https://example.org"
    } else {
        dice.pick(&["https://example.org", "https://example.org/x"])
    };
    text.push_str(&format!("base_url = \"{base}\"\n"));
    if !plain && dice.one_in(3) {
        text.push_str(&format!(
            "nav = [\"about\", \"{}\"]\n",
            dice.pick(&["a", "b", "exercises", "exercises/bridge"])
        ));
    }
    if plain || !dice.one_in(3) {
        let section = if plain { "a" } else { dice.pick(&["a", "b"]) };
        text.push_str(&format!(
            "[[help]]\nsection = \"{section}\"\npage = \"{}\"\ntext = \"Numb? [Call](/about/).\"\n",
            if plain { "a/one.md" } else { dice.pick(&["a/one.md", "b/four.md"]) }
        ));
    }
    if !plain && dice.one_in(3) {
        text.push_str("[publisher]\nclinical_review = \"None.\"\n");
    }
    if !plain && dice.one_in(3) {
        let name =
            dice.pick(&["all", "trust", "tables", "clinical", "missing-author", "missing-red-flag", "trsut"]);
        text.push_str(&format!("[checks]\n{name} = \"{}\"\n", dice.pick(&["off", "warn", "error"])));
    }
    if plain || !dice.one_in(4) {
        text.push_str(&tables(dice, plain));
    }
    text
}

/// The kinds of row that `site.toml` declares.
fn tables(dice: &mut Dice, plain: bool) -> String {
    let pages =
        if plain { "true" } else { dice.pick(&["true", "true", "false", "\"/jabs/\"", "\"/remedies/\""]) };
    let label = if plain { "Protects from" } else { dice.pick(&["Protects from", "Against"]) };
    let role =
        if plain { "contraindication" } else { dice.pick(&["contraindication", "caution", "cautoin"]) };
    let most = if plain { 5 } else { 1 + dice.next() % 4 };
    let mut text = format!(
        "[tables.vaccines]\nrow = \"vaccine\"\npages = {pages}\nschema_org = \"Drug\"\n\
         [tables.vaccines.fields.protects_from]\ntype = \"text\"\nlabel = \"{label}\"\n\
         [tables.vaccines.fields.avoid_if]\ntype = \"list\"\nrole = \"{role}\"\n\
         [tables.vaccines.fields.sources]\ntype = \"list\"\nrole = \"source\"\n\
         [tables.vaccines.fields.dose]\ntype = \"group\"\n\
         [tables.vaccines.fields.dose.fields.age]\ntype = \"age\"\n\
         [tables.vaccines.fields.dose.fields.amount]\ntype = \"number\"\ndecimals = true\nunit = \"ml\"\nmax = {most}\n"
    );
    if !plain && dice.one_in(3) {
        text.push_str("[tables.vaccines.fields.since]\ntype = \"date\"\nrequired = true\n");
    }
    if !plain && dice.one_in(3) {
        text.push_str(
            "[tables.exercises.fields.level]\ntype = \"choice\"\nchoices = [\"easy\", \"harder\"]\n",
        );
    }
    text
}

fn vaccines(dice: &mut Dice, plain: bool) -> String {
    let mut text = String::new();
    for name in ["Example A", "Example B"] {
        if !plain && dice.one_in(4) {
            continue;
        }
        text.push_str(&format!(
            "[[vaccine]]\nname = \"{name}\"\nprotects_from = \"fever {}\"\n",
            dice.next() % 3
        ));
        if !plain && dice.one_in(3) {
            text.push_str("since = 2025-01-01\n");
        }
        if plain || dice.one_in(2) {
            text.push_str("avoid_if = [\"you are *ill*\"]\nsources = [\"nice\"]\n");
        }
        text.push_str(&format!(
            "[[vaccine.dose]]\nage = \"{}\"\namount = {}\n",
            if plain { "2 to 4 years" } else { dice.pick(&["2 to 4 years", "under 5", "6"]) },
            1 + dice.next() % 4
        ));
    }
    text
}

/// The file `to` as a link in the file `from` names it.
fn link(from: &str, to: &str) -> String {
    let up = from.matches('/').count() - 1;
    format!("{}{}", "../".repeat(up), to.trim_start_matches("content/"))
}

fn article(path: &str, dice: &mut Dice, plain: bool) -> String {
    let word = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
    if plain {
        return format!(
            "+++\ntitle = \"The {word}\"\ntags = [\"pain\"]\npublished = 2025-02-03\n+++\nText of {word}. Hold the bridge for 9 seconds.\n"
        );
    }
    let mut front = format!("title = \"{} {word}\"\n", dice.pick(&["The", "A", "On"]));
    if dice.one_in(3) {
        front.push_str(&format!("description = \"About {}.\"\n", dice.next() % 3));
    }
    if dice.one_in(3) {
        front.push_str(&format!("order = {}\n", dice.next() % 4));
    }
    if !dice.one_in(3) {
        let tags = [dice.pick(&["pain", "Pain", "sleep"]), dice.pick(&["back care", "pain", "walks"])];
        front.push_str(&format!("tags = [\"{}\", \"{}\"]\n", tags[0], tags[1]));
    }
    if dice.one_in(2) {
        front.push_str(&format!("published = 2025-0{}-01\n", 1 + dice.next() % 3));
    }
    if dice.one_in(3) {
        front.push_str(&format!(
            "updated = 2025-0{}-02\nreview_due = 2026-0{}-02\n",
            4 + dice.next() % 3,
            1 + dice.next() % 3
        ));
    }
    if dice.one_in(8) {
        front.push_str(dice.pick(&["draft = true\n", "published = 2030-01-01\n", "expires = 2025-12-01\n"]));
    }
    if dice.one_in(6) && !path.ends_with("index.md") {
        front.push_str(&format!("slug = \"{}\"\n", dice.pick(&["first", "second", "one"])));
    }
    if dice.one_in(4) {
        front.push_str(&format!("aliases = [\"/{}/\"]\n", dice.pick(&["old", "older", "olden"])));
    }
    if dice.one_in(6) {
        front.push_str(&format!("template = \"{}\"\n", dice.pick(&["other.html", "article.html"])));
    }
    if dice.one_in(4) {
        front.push_str(&format!("sources = [\"{}\"]\n", dice.pick(&["nice", "nhs"])));
    }
    if dice.one_in(4) {
        front.push_str(dice.pick(&[
            "red_flags = \"back\"\n",
            "red_flags = \"neck\"\n",
            "subject = \"site\"\n",
        ]));
    }
    let mut text = format!("+++\n{front}+++\nText {} of {word}.\n\n", dice.next() % 9);
    for _ in 0..dice.next() % 4 {
        let other =
            dice.pick(&["content/a/one.md", "content/b/four.md", "content/about.md", "content/b/index.md"]);
        let part = match dice.next() % 20 {
            0 | 1 => format!("[see]({})", link(path, other)),
            2 => format!("[part]({}#more)", link(path, other)),
            3 => format!(
                "[row]({})",
                dice.pick(&[
                    "/exercises/bridge/",
                    "/remedies/heat/",
                    "/vaccines/example-a/",
                    "/jabs/",
                    "/a/",
                    "/old/"
                ])
            ),
            4 => format!(
                "![A picture]({})",
                link(path, dice.pick(&["content/a/pic.png", "content/b/pic.png"]))
            ),
            5 => ":::note[Mind *this*]\nInside.\n:::".to_owned(),
            6 => ":::note{tone=\"bold\"}\nInside.\n:::".to_owned(),
            7 => format!("::exercise{{id=\"{}\"}}", dice.pick(&["bridge", "bird-dog", "cat"])),
            8 => format!(
                "::rows{{kind=\"{}\"{}}}",
                dice.pick(&["exercise", "vaccine", "remedy"]),
                dice.pick(&["", " from=\"/\"", " from=\".\"", " from=\"..\""])
            ),
            19 => "::vaccines".to_owned(),
            9 => format!("::rows{{kind=\"remedy\" only=\"{}\"}}", dice.pick(&["heat", "cold"])),
            10 => format!(
                "::rows{{kind=\"{}\" from=\"{}\"}}",
                dice.pick(&["source", "exercise"]),
                dice.pick(&["a", "b"])
            ),
            17 => {
                format!("Hold the {} for {} seconds.", dice.pick(&["bridge", "cat", "cow"]), dice.next() % 9)
            }
            15 => ":::emergency[Call 999 if:]\n- your legs are numb\n:::".to_owned(),
            18 => format!(
                "<!-- balm-allow {}: a test, until {} -->\n\nIt is proven.",
                dice.pick(&["absolute-claim", "absolut-claim", "missing-red-flag", "long-hold"]),
                dice.pick(&["2030-01-01", "2025-01-01", "soon"])
            ),
            11 => "Fine.[^1]\n\n[^1]: A note.".to_owned(),
            12 => "::faq".to_owned(),
            13 => "::rows{kind=\"cause\"}".to_owned(),
            14 => format!("[file]({})", dice.pick(&["/robots.txt", "/logo.svg", "/ROBOTS.txt"])),
            _ => format!("## More\n\n{}", dice.next() % 3),
        };
        text.push_str(&part);
        text.push_str("\n\n");
    }
    text
}

fn exercises(dice: &mut Dice, plain: bool) -> String {
    let mut text = String::new();
    for name in ["Bridge", "Bird dog", "Cat"] {
        if !plain && dice.one_in(4) {
            continue;
        }
        text.push_str(&format!(
            "[[exercise]]\nname = \"{name}\"\nsteps = [\"Lie down {}.\"]\n",
            dice.next() % 3
        ));
        if !plain && dice.one_in(2) {
            text.push_str(&format!(
                "summary = \"See [this](/{}/).\"\n",
                dice.pick(&["about", "remedies/heat", "a"])
            ));
        }
        if !plain && dice.one_in(3) {
            text.push_str(&format!("easier = \"{}\"\n", dice.pick(&["bridge", "cat"])));
        }
        if plain || dice.one_in(2) {
            text.push_str("sources = [\"nice\"]\n");
        }
        if plain || dice.one_in(2) {
            text.push_str(&format!("hold = {}\n", 5 + dice.next() % 3));
        }
        if !plain && dice.one_in(3) {
            text.push_str("image = \"pic.png\"\n");
        }
        if !plain && dice.one_in(6) {
            text.push_str("level = \"easy\"\n");
        }
    }
    text
}

fn remedies(names: [&str; 2], dice: &mut Dice, plain: bool) -> String {
    let mut text = String::new();
    for name in names {
        if plain || !dice.one_in(3) {
            text.push_str(&format!(
                "[[remedy]]\nname = \"{name}\"\nsummary = \"Warm {}.\"\n",
                dice.next() % 3
            ));
            if !plain && dice.one_in(2) {
                text.push_str(&format!("classes = [\"{}\"]\n", dice.pick(&["sedative", "opioid"])));
            }
            if !plain && dice.one_in(4) {
                text.push_str("interactions = [\"opioids\"]\n");
            }
        }
    }
    // Sometimes there is a slip in the row's name.
    if !plain && dice.one_in(8) {
        text.push_str("[[remdy]]\nname = \"Rest\"\n");
    }
    text
}

fn red_flags(dice: &mut Dice, plain: bool) -> String {
    let mut text = format!(
        "[[red_flags]]\nname = \"Back\"\narea = \"{}\"\nsources = [\"nice\"]\nas_of = 2025-02-03\n",
        if plain { "back" } else { dice.pick(&["back", "neck"]) }
    );
    for sign in ["numb", "legs", "accident"] {
        if plain || !dice.one_in(3) {
            text.push_str(&format!("[[red_flags.sign]]\ntext = \"A {sign} sign\"\nwords = [\"{sign}\"]\n"));
        }
    }
    text
}

fn sources(dice: &mut Dice, plain: bool) -> String {
    let mut text = String::new();
    for (id, title) in [("nice", "Guideline"), ("nhs", "Back pain")] {
        if plain || !dice.one_in(4) {
            let edition = dice.next() % 3;
            text.push_str(&format!(
                "[[source]]\nid = \"{id}\"\ntitle = \"{title} {edition}\"\nurl = \"https://{id}.example/\"\n"
            ));
        }
    }
    text
}

const BASE: &str = r#"<!doctype html>
<html lang="{{ page.lang }}"><head><title>{{ page.title }} {{ site.title }} VERSION</title>
<link rel="stylesheet" href="{{ url(path="/style.css") }}"><link rel="canonical" href="{{ page.permalink }}"></head>
<body>{{ t(key="frame.menu", frame=true) }}{% for item in site.nav %}<a href="{{ item.url }}">{{ item.title }}</a>{% endfor %}
{% for item in page.breadcrumbs %}<a href="{{ item.url }}">{{ item.title }}</a>{% endfor %}
{% if page.help %}<aside>{{ page.help.text }} {{ page.help.title }}</aside>{% endif %}
<h1>{{ page.title }}</h1><p>{{ page.description }}</p>{{ page.content }}{% block own %}{% endblock %}
{% for item in page.tags %}<a href="{{ item.url }}">{{ item.name }}</a>{% endfor %}
{% for item in page.sources %}{{ item.title }}{% endfor %}
{% for item in page.articles %}<a href="{{ item.url }}">{{ item.title }} {{ item.description }}</a>{% endfor %}
{% for item in page.sections %}<a href="{{ item.url }}">{{ item.title }}</a>{% endfor %}
{% for item in page.guide %}<a href="{{ item.url }}">{{ item.title }}</a>{% endfor %}
{% if page.previous %}<a href="{{ page.previous.url }}">{{ page.previous.title }}</a>{% endif %}
{% if page.next %}<a href="{{ page.next.url }}">{{ page.next.title }}</a>{% endif %}
{% if page.updated %}{{ page.updated | date }}{% endif %}{% if page.review_due %}{{ page.review_due }}{% endif %}
{{ page.json_ld }}{% include "part.html" %}{% if page.section %}{{ page.section.title }}{% endif %}
</body></html>
"#;

/// Files that no edit changes.
const FIXED: [(&str, &str); 17] = [
    ("templates/home.html", "{% extends \"base.html\" %}"),
    ("templates/section.html", "{% extends \"base.html\" %}"),
    ("templates/404.html", "{% extends \"base.html\" %}"),
    (
        "templates/exercise.html",
        "{% extends \"base.html\" %}{% block own %}{{ <card row={exercise}/> }}{{ exercise.steps | join(sep=\" \") }}{% if exercise.easier %}{{ exercise.easier.name }}{% endif %}{% if exercise.image %}{{ exercise.image.url }}{% endif %}{% endblock %}",
    ),
    (
        "templates/remedy.html",
        "{% extends \"base.html\" %}{% block own %}{{ <card row={remedy}/> }}{% endblock %}",
    ),
    (
        "templates/exercises.html",
        "{% extends \"base.html\" %}{% block own %}{% for l in letters %}{{ l.letter }}{% for r in l.rows %}{{ <card row={r}/> }}{% endfor %}{% endfor %}{% endblock %}",
    ),
    (
        "templates/programme.html",
        "{% extends \"base.html\" %}{% block own %}{% for t in topics %}{{ t.title }}{% for r in t.rows %}{{ r.name }}{% endfor %}{% endfor %}{% endblock %}",
    ),
    (
        "templates/remedies.html",
        "{% extends \"base.html\" %}{% block own %}{% for l in letters %}{{ l.letter }}{% for r in l.rows %}{{ r.name }}{% endfor %}{% endfor %}{% endblock %}",
    ),
    ("templates/tag.html", "{% extends \"base.html\" %}{% block own %}{{ tag.name }}{% endblock %}"),
    (
        "templates/tags.html",
        "{% extends \"base.html\" %}{% block own %}{% for t in tags %}{{ t.name }}{{ t.count }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/sources.html",
        "{% extends \"base.html\" %}{% block own %}{% for s in sources %}{{ s.title }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/redirect.html",
        "<title>{{ page.title }}</title><a href=\"{{ target.url }}\">{{ target.permalink }}</a>",
    ),
    (
        "templates/feed.xml",
        "{{ site.title }}{{ updated }}{% for e in entries %}{{ e.title }}{{ e.permalink }}{{ e.content }}{% endfor %}",
    ),
    (
        "templates/row.html",
        "{% extends \"base.html\" %}{% block own %}{{ row.name }}{% for f in kind.fields %}{{ f.label }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/rows.html",
        "{% extends \"base.html\" %}{% block own %}{% for l in letters %}{{ l.letter }}{% for r in l.rows %}{{ r.name }}{% endfor %}{% endfor %}{% endblock %}",
    ),
    (
        "templates/partials/kinds.html",
        "{% component kind_card(kind: map, row: map, level: integer = 3, anchor: bool = true) %}{{ row.name }}{% endcomponent %}\
         {% component kind_rows(kind: map, items: array, view: string = \"auto\", columns: string = \"\", caption: string = \"\", level: integer = 3, anchors: bool = true) %}{{ kind.title }}{% for row in items %}{{ row.name }}{% for f in kind.fields %}{{ f.label }}{% endfor %}{% endfor %}{% endcomponent %}",
    ),
    ("templates/sitemap.xml", "{% for u in urls %}{{ u.permalink }} {{ u.lastmod }}\n{% endfor %}"),
];
