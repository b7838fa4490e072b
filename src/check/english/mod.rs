//! What the words of a text say, for English: no other language has rules about words.

pub mod amounts;
pub mod claims;
pub mod doses;
mod finder;
pub mod plain_language;
pub mod reading;
pub mod referral;
pub(super) mod sides;
pub(super) mod unsafe_fixes;

use crate::article::Article;
use crate::config::Config;
use crate::site::language;

/// Whether `article` is in English, the only language that rules about words know.
#[must_use]
pub fn is_english(article: &Article, config: &Config) -> bool {
    plain_language::is_english(language::of_article(article, config).as_str())
}
