//! For each kind of read, a few edits after which the preview is wrong unless reads of that kind are recorded.

use balm::pipeline::Session;
use balm::trace::ReadKind;

use super::oracle::compare;
use super::{Desk, Files, edits, options};

/// The smallest valid `site.toml`.
macro_rules! site {
    () => {
        "title = \"Backs\"\nbase_url = \"https://example.org\"\n"
    };
}

/// The fields of an exercise whose dose differs in articles of its folder.
macro_rules! bridge {
    () => {
        "name = \"Bridge\"\nsteps = [\"Lie.\"]\nhold = 5\n"
    };
}

/// A folder's page that declares danger signs.
macro_rules! topic {
    () => {
        "+++\ntitle = \"The index\"\nred_flags = \"back\"\n+++\nText.\n"
    };
}

/// A set of danger signs.
macro_rules! set {
    ($name:literal $(, $country:literal)?) => {
        concat!(
            "[[red_flags]]\nname = \"", $name, "\"\narea = \"back\"\n",
            $("jurisdiction = \"", $country, "\"\nid = \"back-", $country, "\"\n",)?
            "[[red_flags.sign]]\ntext = \"Weak legs\"\nwords = [\"weak\"]\n"
        )
    };
}

/// A file with its contents after an edit; `None` if the edit deletes it.
type Saved = (&'static str, Option<&'static str>);

/// Edits that need reads of the kind `kind` to be recorded. All but the last prepare the site.
fn script(kind: ReadKind) -> &'static [Saved] {
    const SECTION: &str = "content/a/index.md";
    const ONE: &str = "content/a/one.md";
    const TWO: &str = "content/a/two.md";
    const EXERCISES: &str = "content/a/exercises.toml";
    match kind {
        ReadKind::Text => &[(ONE, Some("# The one\n\nOther words.\n"))],
        // The page at a former address links to the new one.
        ReadKind::Title => &[
            (TWO, Some("+++\ntitle = \"Two\"\naliases = [\"/old/\"]\n+++\nText.\n")),
            (TWO, Some("+++\ntitle = \"Second\"\naliases = [\"/old/\"]\n+++\nText.\n")),
        ],
        // Pages at the top are part of `site`, and a folder's own page is next to those in it.
        ReadKind::Section => &[
            ("content/b/deep/below/last.md", Some("# Last\n\nText.\n")),
            ("content/b/deep/index.md", Some("# Deep\n\nText.\n")),
            ("content/b/deep/index.md", Some("# Deeper\n\nText.\n")),
        ],
        // An exercise is as old as the topic it belongs to.
        ReadKind::Dates => {
            &[(SECTION, Some("+++\ntitle = \"The index\"\nupdated = 2025-03-04\n+++\nText.\n"))]
        }
        // Rows are in the language of the articles in their folder.
        ReadKind::Language => &[
            ("content/d/one.md", Some("# One\n\nText.\n")),
            ("content/d/faq.toml", Some("[[question]]\nquestion = \"When?\"\nanswer = \"Utilize it.\"\n")),
            ("content/d/one.md", Some("+++\ntitle = \"One\"\nlang = \"de\"\n+++\nText.\n")),
        ],
        // A folder is about a condition when it has causes.
        ReadKind::Causes => &[("content/a/causes.toml", None)],
        // A question is marked up on the first page that shows most of its table.
        ReadKind::HomeOf => &[
            (TWO, Some("+++\ntitle = \"The two\"\ntags = [\"pain\"]\npublished = 2025-02-03\n+++\n::faq\n")),
            (ONE, Some("+++\ntitle = \"The one\"\ntags = [\"pain\"]\npublished = 2025-02-03\n+++\n::faq\n")),
        ],
        ReadKind::Listing => &[(ONE, Some("+++\ntitle = \"The one\"\ndescription = \"New.\"\n+++\nText.\n"))],
        ReadKind::Neighbours => &[(TWO, Some("# Another name\n\nText.\n"))],
        ReadKind::Words => &[("words/en.toml", Some("[home]\ntitle = \"Start\"\n"))],
        ReadKind::Site => &[("site.toml", Some("title = \"Knees\"\nbase_url = \"https://example.org\"\n"))],
        ReadKind::Checks => &[
            (
                "site.toml",
                Some(
                    "title = \"Backs\"\nbase_url = \"https://example.org\"\n[checks]\nall = \"off\"\nlinks = \"error\"\n",
                ),
            ),
            ("site.toml", Some("title = \"Backs\"\nbase_url = \"https://example.org\"\n")),
        ],
        // A page whose topic declares danger signs shows all of them.
        ReadKind::RedFlags => &[
            (SECTION, Some("+++\ntitle = \"The index\"\nred_flags = \"back\"\n+++\nText.\n")),
            ("content/a/red-flags.toml", Some("[[red_flags]]\nname = \"Back\"\narea = \"back\"\n")),
            (
                "content/a/red-flags.toml",
                Some(
                    "[[red_flags]]\nname = \"Back\"\narea = \"back\"\n\
                     [[red_flags.sign]]\ntext = \"Numb legs\"\nwords = [\"numb\"]\n",
                ),
            ),
        ],
        // The dose in the text differs from that of the row it names.
        ReadKind::Called => &[
            (ONE, Some("# The one\n\nHold the cat for 50 seconds.\n")),
            (
                EXERCISES,
                Some("[[exercise]]\nid = \"bridge\"\nname = \"Bridge\"\nsteps = [\"Lie.\"]\nhold = 5\n"),
            ),
            (
                EXERCISES,
                Some("[[exercise]]\nid = \"bridge\"\nname = \"Cat\"\nsteps = [\"Lie.\"]\nhold = 5\n"),
            ),
        ],
        // A template may print the name of a kind without showing a row of it.
        ReadKind::Kind => &[
            (
                "templates/components/note.html",
                Some(
                    "{% component note(label: string = \"\") %}{% set named = kind(key=\"vaccine\") %}{{ named.title }}{{ body }}{% endcomponent %}",
                ),
            ),
            (ONE, Some("# The one\n\n:::note\nText.\n:::\n")),
            (
                "site.toml",
                Some(concat!(site!(), "[tables.vaccines]\nrow = \"vaccine\"\ntitle = \"Vaccines\"\n")),
            ),
            ("site.toml", Some(concat!(site!(), "[tables.vaccines]\nrow = \"vaccine\"\ntitle = \"Jabs\"\n"))),
        ],
        ReadKind::Help => &[(
            "site.toml",
            Some(
                "title = \"Backs\"\nbase_url = \"https://example.org\"\n\
                 [[help]]\nsection = \"a\"\npage = \"a/one.md\"\ntext = \"Other signs.\"\n",
            ),
        )],
        ReadKind::Row => &[
            (EXERCISES, Some("[[exercise]]\nname = \"Bridge\"\nsteps = [\"Lie.\"]\n")),
            (EXERCISES, Some("[[exercise]]\nname = \"Bridge\"\nsteps = [\"Other steps.\"]\n")),
        ],
        ReadKind::Id => &[
            (ONE, Some("+++\ntitle = \"The one\"\nsources = [\"nice\"]\n+++\nText.\n")),
            ("content/a/sources.toml", None),
        ],
        ReadKind::RowNeighbours => &[
            (
                EXERCISES,
                Some(
                    "[[exercise]]\nname = \"Bridge\"\nsteps = [\"Lie.\"]\n\
                     [[exercise]]\nid = \"cat\"\nname = \"Cat\"\nsteps = [\"Kneel.\"]\n",
                ),
            ),
            (
                EXERCISES,
                Some(
                    "[[exercise]]\nname = \"Bridge\"\nsteps = [\"Lie.\"]\n\
                     [[exercise]]\nid = \"cat\"\nname = \"Cat and cow\"\nsteps = [\"Kneel.\"]\n",
                ),
            ),
        ],
        ReadKind::Rows => &[
            (ONE, Some("# The one\n\n::rows{kind=\"remedy\" from=\"/\"}\n")),
            ("content/b/deep/remedies.toml", Some("[[remedy]]\nname = \"Rest\"\n")),
        ],
        // A topic may get its first table of a kind.
        ReadKind::Topic => &[
            (
                "templates/components/note.html",
                Some(
                    "{% component note(label: string = \"\") %}{% for row in rows(kind=\"remedy\") %}{{ row.name }}{% endfor %}{{ body }}{% endcomponent %}",
                ),
            ),
            (ONE, Some("# The one\n\n:::note\nText.\n:::\n")),
            ("content/a/remedies.toml", Some("[[remedy]]\nname = \"Rest\"\n")),
        ],
        ReadKind::Within => &[
            ("content/b/index.md", Some("# B\n\n::rows{kind=\"remedy\"}\n")),
            ("content/b/deep/remedies.toml", Some("[[remedy]]\nname = \"Rest\"\n")),
        ],
        ReadKind::Alphabet => &[
            ("content/b/remedies.toml", Some("[[remedy]]\nid = \"heat\"\nname = \"Heat\"\n")),
            ("content/b/remedies.toml", Some("[[remedy]]\nid = \"heat\"\nname = \"Hot water\"\n")),
        ],
        // Any id may be suggested for a misspelt one.
        ReadKind::Tables => &[
            (ONE, Some("# The one\n\n::rows{kind=\"remedy\" only=\"haet\"}\n")),
            ("content/b/remedies.toml", Some("[[remedy]]\nname = \"Rest\"\n")),
        ],
        // A folder without tables has no rows to find.
        ReadKind::Folders => &[
            (ONE, Some("# The one\n\n::rows{kind=\"exercise\" from=\"b\"}\n")),
            ("content/b/remedies.toml", None),
        ],
        ReadKind::Tag => &[(SECTION, Some("+++\ntitle = \"The index\"\ntags = [\"PAIN\"]\n+++\nText.\n"))],
        ReadKind::Tagged => &[(
            "content/about.md",
            Some(
                "+++\ntitle = \"The about\"\ntags = [\"pain\"]\npublished = 2025-02-03\ndescription = \"New.\"\n+++\nText.\n",
            ),
        )],
        ReadKind::Tags => {
            &[("content/about.md", Some("+++\ntitle = \"The about\"\ntags = [\"sleep\"]\n+++\nText.\n"))]
        }
        ReadKind::Newest => {
            &[("content/c/new.md", Some("+++\ntitle = \"New\"\npublished = 2025-12-03\n+++\nText.\n"))]
        }
        ReadKind::Addresses => {
            &[("content/about.md", Some("+++\ntitle = \"The about\"\nupdated = 2025-06-07\n+++\nText.\n"))]
        }
        ReadKind::At => &[
            (ONE, Some("# The one\n\nSee [four](../b/four.md).\n")),
            ("content/b/four.md", Some("+++\ntitle = \"The four\"\nslug = \"vier\"\n+++\nText.\n")),
        ],
        ReadKind::Names => &[(ONE, Some("# The one\n\nSee [two](twoo.md).\n")), (TWO, None)],
        ReadKind::Template => &[("templates/part.html", Some("<p>Another part.</p>\n"))],
        ReadKind::Component => &[
            (ONE, Some("# The one\n\n:::note[Mind]\nText.\n:::\n")),
            (
                "templates/components/note.html",
                Some("{% component note(label: string = \"\") %}<b>{{ body }}</b>{% endcomponent %}\n"),
            ),
        ],
        ReadKind::Templates => &[
            (ONE, Some("# The one\n\n:::noet[Mind]\nText.\n:::\n")),
            ("templates/components/note.html", None),
        ],
        ReadKind::Asset => &[("static/robots.txt", Some("Other text.\n"))],
    }
}

/// Edits of things that only rules read, not pages: a description, the files that differ from the usual ones before the
/// first run, and what is saved then, some of it at once.
type RuleEdits = (&'static str, &'static [Saved], &'static [&'static [Saved]]);

/// The declaration of a table with one field, of the role.
macro_rules! avoid_if {
    ($role:literal) => {
        concat!(
            "[tables.vaccines]\nrow = \"vaccine\"\n",
            "[tables.vaccines.fields.avoid_if]\ntype = \"list\"\nrole = \"",
            $role,
            "\"\n"
        )
    };
}

/// If a digest covered only what pages show, the preview would report what is no longer true.
const READ_BY_RULES: [RuleEdits; 9] = [
    (
        "the settings for reviews in `site.toml` could not be read, and are removed",
        &[("site.toml", Some(concat!(site!(), "[publisher]\nclinical_review = [\"a\"]\n")))],
        &[&[("site.toml", Some(concat!(site!(), "[publisher]\n")))]],
    ),
    (
        "a strip of danger signs could not be read, and is removed",
        &[("site.toml", Some(concat!(site!(), "[[help]]\npage = true\n")))],
        &[&[("site.toml", Some(site!()))]],
    ),
    (
        "a field of a remedy in a different table could not be read, and is removed",
        &[
            ("content/a/one.md", Some("# The one\n\n::rows{kind=\"remedy\"}\n")),
            ("content/b/remedies.toml", Some("[[remedy]]\nname = \"Valerian\"\nclasses = [\"sedative\"]\n")),
            (
                "content/c/remedies.toml",
                Some("[[remedy]]\nname = \"Codeine\"\nclasses = [\"opioid\"]\ninteractions = 5\n"),
            ),
        ],
        &[&[("content/c/remedies.toml", Some("[[remedy]]\nname = \"Codeine\"\nclasses = [\"opioid\"]\n"))]],
    ),
    (
        "the row whose dose differs moves in its file",
        &[],
        &[
            &[("content/a/exercises.toml", Some(concat!("[[exercise]]\n", bridge!())))],
            &[("content/a/exercises.toml", Some(concat!("# A comment.\n[[exercise]]\n", bridge!())))],
        ],
    ),
    (
        "a cause becomes an exercise",
        &[
            ("content/a/exercises.toml", None),
            ("content/a/causes.toml", Some("[[cause]]\nname = \"Bridge\"\n")),
        ],
        &[&[
            ("content/a/causes.toml", None),
            ("content/a/exercises.toml", Some(concat!("[[exercise]]\n", bridge!()))),
        ]],
    ),
    (
        "danger signs are declared for a country without a set",
        &[("content/a/index.md", Some(topic!())), ("content/a/red-flags.toml", Some(set!("Back", "fr")))],
        &[
            &[("site.toml", Some(concat!(site!(), "jurisdiction = \"gb\"\n")))],
            &[("site.toml", Some(concat!(site!(), "jurisdiction = \"us\"\n")))],
        ],
    ),
    (
        "there are danger signs for one more country",
        &[("content/a/index.md", Some(topic!())), ("content/a/red-flags.toml", Some(set!("Back", "fr")))],
        &[&[("content/b/red-flags.toml", Some(set!("Rücken", "de")))]],
    ),
    (
        "a set of danger signs gets a new name",
        &[("content/a/index.md", Some(topic!())), ("content/a/red-flags.toml", Some(set!("Back")))],
        &[&[("content/a/red-flags.toml", Some(set!("Backs")))]],
    ),
    (
        "a field of a declared table gets a new role",
        &[
            ("content/a/vaccines.csv", Some("name\nExample A\n")),
            ("site.toml", Some(concat!(site!(), avoid_if!("contraindication")))),
        ],
        &[&[("site.toml", Some(concat!(site!(), avoid_if!("caution"))))]],
    ),
];

fn apply((path, text): Saved, files: &mut Files) {
    match text {
        Some(text) => drop(files.insert(path.to_owned(), text.as_bytes().to_vec())),
        None => drop(files.remove(path)),
    }
}

/// The files before a script: those of the oracle without tables of declared kinds, because scripts write their own
/// `site.toml`.
fn start() -> Files {
    let mut files = edits::start();
    files.retain(|path, _| !path.contains("vaccine"));
    files
}

/// Follows the script of `kind` in `session`, and compares after each edit. Returns whether the site has no errors at the
/// end; pages are compared only then.
fn follow(session: Session, kind: ReadKind) -> Result<bool, String> {
    let mut desk = Desk::new(start(), session);
    let mut is_fine = false;
    for &saved in script(kind) {
        let step = desk.edit(|files| apply(saved, files));
        is_fine = compare(&desk, &step.rebuilt.diagnostics)?;
    }
    Ok(is_fine)
}

#[test]
fn the_oracle_notices_when_any_one_kind_of_read_is_not_recorded() {
    let (mut unnoticed, mut broken) = (Vec::new(), Vec::new());
    for &kind in ReadKind::ALL {
        match follow(Session::new(options()), kind) {
            Ok(true) => {}
            Ok(false) => broken.push(kind),
            Err(difference) => panic!("{kind:?}: with all kinds recorded {difference}"),
        }
        if follow(Session::ignoring(options(), kind), kind).is_ok() {
            unnoticed.push(kind);
        }
    }
    assert_eq!(unnoticed, [], "no test fails without recording these");
    // These are about messages for ids, addresses and names that no longer exist. If any other script broke the site, no
    // page would be compared.
    let about_errors =
        [ReadKind::Id, ReadKind::Tables, ReadKind::Folders, ReadKind::Names, ReadKind::Templates];
    assert_eq!(broken, about_errors, "a script breaks the site, so no page is compared");
}

#[test]
fn the_site_of_the_oracle_has_every_kind_of_read() {
    let mut session = Session::new(options());
    session.run(super::sources(&edits::start()), Vec::new(), None);
    let rare = [
        ReadKind::HomeOf,
        ReadKind::Names,
        ReadKind::Tables,
        ReadKind::Folders,
        ReadKind::Templates,
        ReadKind::Component,
        ReadKind::Rows,
        ReadKind::Topic,
        ReadKind::Within,
        ReadKind::Title,
    ];
    for kind in ReadKind::ALL.iter().filter(|&kind| !rare.contains(kind)) {
        assert!(session.read_kinds().contains(kind), "{kind:?}");
    }
}

#[test]
fn findings_about_what_only_rules_read_are_never_stale() {
    let mut stale = Vec::new();
    for (what, before, edits) in READ_BY_RULES {
        let mut files = start();
        before.iter().for_each(|&saved| apply(saved, &mut files));
        let mut desk = Desk::new(files, Session::new(options()));
        for &edit in edits {
            let step = desk.edit(|files| edit.iter().for_each(|&saved| apply(saved, files)));
            if let Err(difference) = compare(&desk, &step.rebuilt.diagnostics) {
                stale.push(format!("{what}: {difference}"));
            }
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}
