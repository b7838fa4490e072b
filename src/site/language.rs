//! Which language articles and rows are in.

use super::Site;
use crate::article::Article;
use crate::config::Config;
use crate::language::Language;

/// The language that `article` is written in.
#[must_use]
pub fn of_article<'a>(article: &'a Article, config: &'a Config) -> &'a Language {
    article.front_matter.lang.as_ref().unwrap_or(&config.language)
}

/// The language that the rows of tables in `folder` are written in. They say nothing of it themselves, so it is that of
/// the articles beside them, or of the nearest folder above that has any. Where those are in several languages, it is the
/// site's.
#[must_use]
pub fn of_rows<'a>(site: &'a Site, folder: &str) -> &'a Language {
    let mut folder = Some(folder);
    while let Some(path) = folder {
        let section = site.sections.get(path);
        let pages = section.into_iter().flat_map(|section| section.articles.iter().chain([&section.page]));
        let articles = pages.filter_map(|&page| site.pages[page].article.as_ref());
        let mut languages = articles.map(|article| of_article(article, &site.config));
        if let Some(first) = languages.next() {
            let is_one = languages.all(|language| language == first);
            return if is_one { first } else { &site.config.language };
        }
        folder = match path.rsplit_once('/') {
            Some((above, _)) => Some(above),
            None => (!path.is_empty()).then_some(""),
        };
    }
    &site.config.language
}
