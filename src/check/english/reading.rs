//! What the words of an article alone violate.
//!
//! An article's words are checked while it is parsed, since they are at hand then, and the findings are kept with it:
//! a change elsewhere does not cause it to be read again.
//!
//! Architecture Invariant: this module sees one article and nothing else of the site. [`crate::check::article`](mod@crate::check::article), which knows
//! the rest, decides which findings are reported.

use super::amounts::{self, Amount};
use super::doses::{self, DoseMention};
use super::plain_language::English;
use super::referral::Referral;
use super::{claims, plain_language, referral};
use crate::article::{Article, FrontMatter};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Prose;
use crate::readability::Counts;

/// Which articles have their words checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readership {
    /// Whether any rule needs it.
    is_wanted: bool,
    /// The variety of English of articles that set no language.
    english: Option<English>,
}

impl Readership {
    /// What the rules that are on in `config` need.
    #[must_use]
    pub fn of(config: &Config) -> Readership {
        let referral: &[&Code] = &[&referral::VAGUE_REFERRAL];
        let groups = [amounts::CODES, claims::CODES, referral, doses::CODES, &plain_language::CODES];
        Readership {
            is_wanted: !groups.iter().all(|codes| config.checks.are_off(codes)),
            english: English::of(config.language.as_str()),
        }
    }

    /// Whether the words of the article with this front matter are checked: rules about words know only English.
    #[must_use]
    pub fn wants(self, front: &FrontMatter) -> bool {
        self.is_wanted && self.english(front).is_some()
    }

    fn english(self, front: &FrontMatter) -> Option<English> {
        front.lang.as_ref().map_or(self.english, |lang| English::of(lang.as_str()))
    }
}

/// The findings in one article, by family of rules.
#[derive(Debug, Default)]
pub struct TextFindings {
    pub(in crate::check) claims: Vec<Diagnostic>,
    referral: Vec<Referral>,
    pub(in crate::check) wording: Vec<Diagnostic>,
    pub(in crate::check) doses: Vec<DoseMention>,
    pub(in crate::check) amounts: Vec<Amount>,
    counts: Option<Counts>,
}

impl TextFindings {
    /// Checks `prose`, the words of `article`.
    #[must_use]
    pub fn of(article: &Article, prose: &Prose, readership: Readership) -> TextFindings {
        let text = plain_language::Text::new(prose);
        let mut reading = TextFindings {
            doses: doses::said(&text, &article.body.uses),
            amounts: amounts::of(article, &text),
            counts: Some(text.total()),
            ..TextFindings::default()
        };
        claims::article(&article.source, &article.file, &text, &mut reading.claims);
        claims::around(article, &mut reading.claims);
        referral::article(&article.file, &text, &mut reading.referral);
        let english = readership.english(&article.front_matter).unwrap_or_default();
        let wording = plain_language::article(&text, english).into_iter();
        reading.wording = wording.map(|finding| finding.in_file(&article.file)).collect();
        let front = &article.front_matter;
        // Without `title` in the front matter, the title is a heading of the text.
        let title =
            front.title.as_ref().map(|title| Prose::title(&title.value, title.span(), &article.source));
        let description = front.description.as_ref();
        let description = description.map(|said| Prose::plain(&said.value, said.span(), &article.source));
        for prose in title.iter().chain(&description) {
            let found = plain_language::value(&plain_language::Text::new(prose), english).into_iter();
            reading.wording.extend(found.map(|finding| finding.in_file(&article.file)));
        }
        reading
    }

    /// Advice to see somebody that may be too vague.
    #[must_use]
    pub fn referral(&self) -> &[Referral] {
        &self.referral
    }

    /// The counts on which the scores of its running text are based; `None` if its words were not checked.
    #[must_use]
    pub fn counts(&self) -> Option<Counts> {
        self.counts
    }
}
