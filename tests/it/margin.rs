//! The findings that the preview shows next to a page.

use balm::margin::{Margin, MarginFinding, Margins, Snapshot};
use balm::pipeline::{Options, Session};
use balm::site::PageFilter;
use balm::source::{self, Content, File, FileOrigin, Sources};

use crate::harness::TODAY;

const ARTICLE: &str = "+++\ntitle = \"Heat\"\ndescription = \"Warmth.\"\n+++\n\n\
    A short one. You should *always* use `two` heat packs and a warm bath and a dry towel and a soft chair and a good \
    book and a long rest on the same day.\n\n\
    Heat is a proven help. Heat is a proven help.\n";

const REMEDIES: &str = "[[remedy]]\nid = \"heat-pack\"\nname = \"Heat pack\"\nkind = \"heat\"\n\
    summary = \"Utilize it with a towel.\"\n\n[[remedy]]\nid = \"cold-pack\"\nname = \"Cold pack\"\n\
    kind = \"cold\"\nsummary = \"It is a proven cure.\"\n";

/// A site at one moment.
fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let file = |&(path, text): &(&str, &str)| File {
        path: path.into(),
        content: Content::Text(text.into()),
        origin: FileOrigin::Site,
    };
    let config = ("site.toml", "base_url = \"https://example.com\"\ntitle = \"Backs\"\n");
    let own = [config].into_iter().chain(files.iter().copied()).collect::<Vec<_>>();
    let sources = Sources::from_files(source::theme().chain(own.iter().map(file)));
    let choice = PageFilter { today: TODAY.parse().expect("it is a date"), drafts: false, future: false };
    let mut session = Session::new(Options { choice, base_url: None, strict: false });
    let rebuilt = session.run(sources, Vec::new(), None);
    Snapshot::of(&session, rebuilt.diagnostics).expect("there are templates")
}

fn of(files: &[(&str, &str)], output: &str) -> Margin {
    snapshot(files).of(output, 100).unwrap_or_else(|| panic!("there is no `{output}`"))
}

/// The findings of `code`.
fn by<'a>(margin: &'a Margin, code: &str) -> Vec<&'a MarginFinding> {
    margin.findings.iter().filter(|finding| finding.code == code).collect()
}

#[test]
fn a_finding_has_the_words_it_is_about_as_a_reader_sees_them() {
    let margin = of(&[("content/heat.md", ARTICLE)], "heat/index.html");
    let found = by(&margin, "long-sentence");
    let [long] = found[..] else { panic!("{:?}", margin.findings) };
    assert_eq!((long.file.as_str(), long.line), ("content/heat.md", 6));
    let words = long.words.as_ref().expect("it is about words");
    assert!(words.text.starts_with("You should always use \u{1a}"), "{words:?}");
    assert!(words.text.ends_with("on the same day."), "{words:?}");
    assert_eq!((words.before.as_str(), words.after.as_str()), ("A short one. ", ""));
}

#[test]
fn the_same_words_twice_are_distinguished_by_the_text_around_them() {
    let margin = of(&[("content/heat.md", ARTICLE)], "heat/index.html");
    let found = by(&margin, "absolute-claim");
    let words: Vec<_> = found.iter().filter_map(|finding| finding.words.as_ref()).collect();
    let told: Vec<_> = words.iter().map(|words| (words.text.as_str(), words.before.as_str())).collect();
    assert_eq!(told, [("proven", "Heat is a "), ("proven", "Heat is a proven help. Heat is a ")]);
    let twice = "# Heat\n\n- It is a proven help.\n- It is a proven help.\n";
    let margin = of(&[("content/heat.md", twice)], "heat/index.html");
    let found = by(&margin, "absolute-claim");
    let times: Vec<_> = found.iter().filter_map(|finding| Some(finding.words.as_ref()?.occurrence)).collect();
    assert_eq!(times, [0, 1]);
}

#[test]
fn a_finding_about_the_whole_article_has_no_words() {
    let margin = of(&[("content/heat.md", ARTICLE)], "heat/index.html");
    let whole: Vec<_> = margin.findings.iter().filter(|finding| finding.line < 5).collect();
    assert!(!whole.is_empty(), "{:?}", margin.findings);
    assert!(whole.iter().all(|finding| finding.words.is_none()), "{whole:?}");
    let margin = of(&[("content/heat.md", "# Heat\n\nWarmth.\n")], "heat/index.html");
    assert!(margin.findings.len() > 1, "{:?}", margin.findings);
    assert!(margin.findings.iter().all(|finding| finding.words.is_none()), "{:?}", margin.findings);
}

#[test]
fn the_page_of_a_row_has_the_findings_of_that_row_only() {
    let files = [("content/heat.md", "# Heat\n\nWarmth.\n"), ("content/remedies.toml", REMEDIES)];
    let site = snapshot(&files);
    let heat = site.of("remedies/heat-pack/index.html", 100).expect("it has a page");
    let [word] = by(&heat, "jargon")[..] else { panic!("{:?}", heat.findings) };
    let words = word.words.as_ref().expect("it is about a word");
    assert_eq!((words.text.as_str(), words.after.as_str()), ("Utilize", " it with a towel."));
    assert!(by(&heat, "absolute-claim").is_empty());
    assert!(heat.findings.iter().all(|finding| finding.file == "content/remedies.toml"));
    let cold = site.of("remedies/cold-pack/index.html", 100).expect("it has a page");
    assert!(!by(&cold, "absolute-claim").is_empty() && by(&cold, "jargon").is_empty());
    let list = site.of("remedies/index.html", 100).expect("it has a page");
    assert!(!by(&list, "absolute-claim").is_empty() && !by(&list, "jargon").is_empty());
    let article = site.of("heat/index.html", 100).expect("it has a page");
    assert!(by(&article, "absolute-claim").is_empty(), "it shows no remedy");
}

#[test]
fn an_article_has_the_findings_of_the_rows_that_it_shows() {
    let shows = "# Heat\n\nWarmth.\n\n::remedy{id=\"heat-pack\"}\n";
    let margin = of(&[("content/heat.md", shows), ("content/remedies.toml", REMEDIES)], "heat/index.html");
    assert_eq!(by(&margin, "jargon").len(), 1, "{:?}", margin.findings);
    assert!(by(&margin, "absolute-claim").is_empty());
}

#[test]
fn only_running_text_in_english_has_a_score() {
    let text = "# Heat and more heat\n\nSit down. Rest your back for a day.\n\n- Drink tea.\n";
    let score = of(&[("content/heat.md", text)], "heat/index.html").score.expect("there is text");
    assert_eq!((score.words, score.sentences, score.longest), (10, 3, 6));
    assert!(score.reading_age <= 6.0 && score.reading_ease > 100.0, "{score:?}");
    let french = format!("+++\ntitle = \"A\"\nlang = \"fr\"\n+++\n\n{text}");
    assert_eq!(of(&[("content/heat.md", &french)], "heat/index.html").score, None);
    assert_eq!(of(&[("content/heat.md", "# Heat\n")], "heat/index.html").score, None);
}

#[test]
fn findings_are_counted_by_level() {
    let margin = of(&[("content/heat.md", ARTICLE)], "heat/index.html");
    let errors = margin.findings.iter().filter(|finding| finding.is_error).count();
    assert_eq!((margin.count.errors, margin.count.warnings), (errors, margin.findings.len() - errors));
    assert!(errors > 0 && margin.count.warnings > 0);
    let few = snapshot(&[("content/heat.md", ARTICLE)]).of("heat/index.html", 2).expect("it is a page");
    assert_eq!(
        (&few.findings[..], few.count),
        (&margin.findings[..2], margin.count),
        "the others are counted"
    );
}

#[test]
fn outputs_that_are_not_pages_have_no_margin() {
    let site =
        snapshot(&[("content/heat.md", "+++\ntitle = \"Heat\"\naliases = [\"/old/\"]\n+++\nWarmth.\n")]);
    assert!(site.of("heat/index.html", 100).is_some() && site.of("404.html", 100).is_some());
    for output in ["", "heat", "none/index.html", "sitemap.xml", "old/index.html"] {
        assert_eq!(site.of(output, 100), None, "{output}");
    }
}
