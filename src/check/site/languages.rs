//! Languages of pages in which balm has nothing to say.

use std::collections::BTreeSet;

use crate::article::Article;
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, FileName, Place};
use crate::language::Language;
use crate::site::Site;

rules! {
    /// Pages are in a language in which balm's own words are not known.
    ///
    /// What it does: looks for messages in the `language` of `site.toml` and in the `lang` of each article, and reports each
    /// language without any once.
    ///
    /// Why: what balm itself says on such a page, such as "How to do it" or "Hold for 20 seconds", comes out in English.
    ///
    /// ```toml
    /// # site.toml
    /// language = "de"
    /// # Bad: nothing else. Good: a file words/de.toml
    /// [row]
    /// how_exercise = "So geht es"
    /// ```
    ///
    /// `balm explain words` prints every message in English, in the form of such a file. Source: ours.
    WORDS_IN_ENGLISH = "words-in-english", Structure, Warning;
}

/// Checks the languages of the site and its articles.
pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut check = |language: &Language, place: &dyn Fn() -> Place| {
        if site.words.speaks(language) || !known.insert(language.to_string()) {
            return;
        }
        diagnostics.push(Diagnostic::new(
            &WORDS_IN_ENGLISH,
            place(),
            format!("balm has no words in `{language}`, so what it says itself comes out in English"),
            format!("add `words/{language}.toml`; `balm explain words` prints every message in English"),
        ));
    };
    let file: FileName = "site.toml".into();
    check(&site.config.language, &|| Place::new(&file, site.config.language_span.clone()));
    for article in site.pages.iter().filter_map(|page| page.article.as_ref()) {
        if let Some(language) = &article.front_matter.lang {
            check(language, &|| lang_of(article));
        }
    }
}

/// The line of the front matter of `article` that says its language.
fn lang_of(article: &Article) -> Place {
    let head = article.source.get(..article.start).unwrap_or_default();
    let mut start = 0;
    for line in head.split_inclusive('\n') {
        if line.strip_prefix("lang").is_some_and(|rest| rest.trim_start().starts_with(['=', ':'])) {
            return Place::new(&article.file, start..start + line.trim_end().len());
        }
        start += line.len();
    }
    Place::start_of(&article.file)
}
