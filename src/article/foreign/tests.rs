use super::*;
use crate::article::inline;

/// What `text` holds of other systems, as it stands there.
fn found(text: &str) -> Vec<(Construct, &str)> {
    find(text).into_iter().map(|found| (found.what, &text[found.span])).collect()
}

#[test]
fn each_construct_is_known_by_its_form() {
    use Construct::*;
    for (text, what) in [
        ("{{< youtube abc >}}", Hugo),
        ("{{% notice tip %}}", Hugo),
        ("{{</ tabs >}}", Hugo),
        ("{{ youtube(id=\"x\") }}", Zola),
        ("{% figure(src=\"x\") %}", Zola),
        ("{{ page.title }}", Liquid),
        ("{{ \"/a.png\" | relative_url }}", Liquid),
        ("{% include note.html %}", Liquid),
        ("{%- endif -%}", Liquid),
        ("{% hint style=\"info\" %}", Liquid),
        ("{{#include ../a.md:2:10}}", MdBook),
        ("[caption id=\"x\" width=\"300\"]", WordPress),
        ("[/caption]", WordPress),
        ("!!! note \"Take care\"", MkDocs),
        ("??? tip", MkDocs),
        ("???+ warning", MkDocs),
        ("--8<-- \"a.md\"", Snippet),
        ("=== \"Heat\"", Tabs),
        (":::{note}", Myst),
        ("::::{grid} 2", Myst),
        ("::: {.callout-note}", Myst),
        (".. note::", Sphinx),
        (".. contents::", Contents),
        ("(heat)=", Target),
        ("import Tabs from '@theme/Tabs';", Module),
        ("import { A, B } from \"../a\"", Module),
        ("import './a.css'", Module),
        ("export const meta = {}", Module),
        ("[[heat]]", WikiLink),
        ("[[heat#When|When to use heat]]", WikiLink),
        ("![[heat.png]]", Embed),
        ("%% ask Mairi %%", Comment),
        ("{/* ask Mairi */}", Comment),
        ("{++added++}", Critic),
        ("{>>why?<<}", Critic),
        ("{: .note}", Attributes),
        ("{:target=\"_blank\"}", Attributes),
        ("{:toc}", Contents),
        ("[[toc]]", Contents),
        ("[[_TOC_]]", Contents),
        ("[TOC]", Contents),
        ("@[toc]", Contents),
        ("{{TOC}}", Contents),
        ("$$\nx^2\n$$", Math),
        ("$\\frac{1}{2}$", Math),
        (":smile:", Emoji),
        (":heavy_check_mark:", Emoji),
        ("==heat==", Highlight),
    ] {
        assert_eq!(found(text), [(what, text)], "{text}");
    }
    for (text, mark) in [
        ("[Book](a.md){.button}", "{.button}"),
        ("![Heat](a.webp){width=50%}", "{width=50%}"),
        ("[Book](a.md){: .button}", "{: .button}"),
        ("See {ref}`heat`.", "{ref}"),
        ("See :doc:`heat`.", ":doc:"),
        ("> [[heat]] and more", "[[heat]]"),
    ] {
        let marks: Vec<&str> = found(text).into_iter().map(|(_, mark)| mark).collect();
        assert_eq!(marks, [mark], "{text}");
    }
}

#[test]
fn what_people_write_for_people_is_no_construct() {
    for text in [
        "It costs $5 and $6, or $$ to $$$.",
        "Ratings: $, $$ and $$$. Prices from $$ - $$.",
        "At 10:30:00, and from 9:00 to 12:30: rest.",
        "The ratio is 1:2:3, the scale 1:10:100.",
        "Note: heat: yes; cold: no.",
        "Sets such as {1, 2} and {a, b}, and {name} in a letter.",
        "Stop!!! Really? Why??? Well.",
        "!!! This is no note at all",
        "Wow!!! note how it feels",
        "See [1], [[1]] and [2][3], or [[1], [2]].",
        "[[1]](https://example.org) and [a [b] c](d.md)",
        "import duties from abroad are high, says he",
        "export of goods = money",
        "1 == 1, a == b and a === b; 5 == 5",
        "100%% sure; 5% to 10%, 50 %% of it",
        "A [link](a.md), a [note][1] and [toc](a.md).",
        "(heat) = warm, (a)(b)=c",
        "... and so on. .. well",
        "Say (:smile) or 8:05:x",
        "C:\\a:b:\\c and http://a:80:80/",
        "::exercises{view=\"table\"}",
        "The :exercise[bird dog]{id=bird-dog} helps.",
        "## Heat {#heat .wide}",
        "A brace { is left open, {{ so is this",
        "{{ 1 }} {{}} {% %} {} {:} {: }",
        "~5 to 10~ and {-5}",
        "x = $y + $z; a $\\ b",
        "word :a: word, :b :c: d",
        "[figure 1 = \"x\"] [see note]",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn only_what_readers_see_counts() {
    for (text, count) in [
        ("`{{< x >}}` and `[[x]]`", 0),
        ("a <!-- {{< x >}} --> b", 0),
        ("[a](b.md \"[[x]]\")", 0),
        ("Heat [[x]] and `[[y]]`", 1),
        ("Heat <Note>warm</Note>", 1),
        ("Heat <B>warm</B> and <Br> <Img alt=''>", 0),
        ("{{<figure src=\"a.png\">}}", 1),
    ] {
        let mut diagnostics = Vec::new();
        let _ = inline::text(text, 0, &"content/a.csv".into(), &mut diagnostics);
        gather(&mut diagnostics);
        let count_of = |code: &Code| diagnostics.iter().filter(|found| found.code == code).count();
        assert_eq!(count_of(&FOREIGN_SYNTAX) + count_of(&FOREIGN_MARK), count, "{text}: {diagnostics:?}");
    }
}

#[test]
fn fences_of_other_systems_are_told_from_languages() {
    let what = |info: &str| fence(info, 0..1).map(|found| found.what);
    for info in ["{warning}", "{note} Title", "{figure} a.png", "{code-block} python"] {
        assert_eq!(what(info), Some(Construct::Fence), "{info}");
    }
    assert_eq!(what("mermaid"), Some(Construct::Diagram));
    for info in ["", "python", "rust,ignore", "{.python}", "{r}", "{python}", "{#a}", "text {1}"] {
        assert_eq!(what(info), None, "{info}");
    }
}

#[test]
fn one_construct_is_one_finding_with_its_count() {
    let file: FileName = "content/a.md".into();
    let text = "[[a]] [[b]] [[c]] [[d]] [[e]] [[f]] :smile:";
    let mut diagnostics = find(text).into_iter().map(|found| found.report(&file, 0)).collect();
    gather(&mut diagnostics);
    let said: Vec<_> =
        diagnostics.iter().map(|found| (found.message.as_str(), found.related.len())).collect();
    assert_eq!(
        said,
        [
            ("this code of an emoji is printed as text", 0),
            ("this link of Obsidian or a wiki is printed as text, like 5 others in this file", 3),
        ]
    );
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[ \\n{}\\[\\]%$:=!?<>#./\\\\`é~+*a-c_^|()\"'-]{0,60}") {
        for found in find(&text) {
            let marked = text.get(found.span);
            proptest::prop_assert!(marked.is_some_and(|marked| !marked.is_empty()));
        }
    }
}
