//! Which language articles and rows are in: rules about words know English alone.

use super::plain_language;
use crate::article::Article;
use crate::config::Config;
use crate::site::Site;

/// Whether `article` is written in English, which is all that rules about words know.
#[must_use]
pub fn is_english(article: &Article, config: &Config) -> bool {
    plain_language::is_english(language(article, config))
}

/// The language that `article` is written in.
#[must_use]
pub fn language<'a>(article: &'a Article, config: &'a Config) -> &'a str {
    article.front_matter.lang.as_ref().unwrap_or(&config.language).as_str()
}

/// The language that the rows of tables in `folder` are written in. They say nothing of it themselves, so it is that of
/// the articles beside them, or of the nearest folder above that has any. Where those are in several languages, it is the
/// site's.
#[must_use]
pub fn rows_language<'a>(site: &'a Site, folder: &str) -> &'a str {
    let mut folder = Some(folder);
    while let Some(path) = folder {
        let section = site.sections.get(path);
        let pages = section.into_iter().flat_map(|section| section.articles.iter().chain([&section.page]));
        let articles = pages.filter_map(|&page| site.pages[page].article.as_ref());
        let mut languages = articles.map(|article| language(article, &site.config));
        if let Some(first) = languages.next() {
            let is_one = languages.all(|language| language == first);
            return if is_one { first } else { site.config.language.as_str() };
        }
        folder = match path.rsplit_once('/') {
            Some((above, _)) => Some(above),
            None => (!path.is_empty()).then_some(""),
        };
    }
    site.config.language.as_str()
}
