//! Which articles are due for review, by when, and by whom.
//!
//! Architecture Invariant: the list depends only on the site and a date. This module does not read the clock and does
//! not decide whether an overdue page may be published; the checks do.

pub mod ics;

use crate::article::front_matter::Reviewer;
use crate::data::Date;
use crate::site::Site;

/// An article and when it is due for review.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Due {
    /// The last day for the review.
    pub due: Date,
    /// The number of days left; negative if the review is overdue.
    pub days: i64,
    /// The article's file.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Its full address.
    pub url: String,
    /// When it was last reviewed.
    pub reviewed: Option<Date>,
    /// Who reviewed it.
    pub reviewer: Option<Reviewer>,
    /// Who wrote it.
    pub authors: Vec<String>,
}

impl Due {
    /// Whether the day has passed.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.days < 0
    }

    /// Who is to do the review: the reviewer, or else the authors. `None` if the article names neither.
    #[must_use]
    pub fn by(&self) -> Option<String> {
        match &self.reviewer {
            Some(reviewer) => Some(format!("{} ({})", reviewer.name, reviewer.role)),
            None => (!self.authors.is_empty()).then(|| self.authors.join(", ")),
        }
    }

    /// The time left: "overdue by 3 days", "today", "in 1 day".
    #[must_use]
    pub fn when(&self) -> String {
        let days = |count: i64| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
        match self.days {
            0 => "today".to_owned(),
            left if left > 0 => format!("in {}", days(left)),
            left => format!("overdue by {}", days(-left)),
        }
    }
}

/// The reviews that are due, most urgent first: overdue ones, then those from `today` on, up to `within` days ahead
/// if given.
#[must_use]
pub fn list(site: &Site, today: Date, within: Option<u32>) -> Vec<Due> {
    let mut list: Vec<Due> = site
        .pages
        .iter()
        .filter_map(|page| {
            let front = &page.article.as_ref()?.front_matter;
            let due = front.review_due.as_ref()?.value;
            Some(Due {
                due,
                days: today.days_until(due),
                file: page.file.to_string(),
                title: page.title.clone(),
                url: site.config.permalink(&page.url),
                reviewed: front.reviewed.as_ref().map(|date| date.value),
                reviewer: front.reviewer.clone(),
                authors: front.authors.clone(),
            })
        })
        .filter(|due| within.is_none_or(|within| due.days <= i64::from(within)))
        .collect();
    list.sort_by(|a, b| (a.due, &a.file).cmp(&(b.due, &b.file)));
    list
}

/// How many articles have no date for their review.
#[must_use]
pub fn without_day(site: &Site) -> usize {
    let fronts = site.pages.iter().filter_map(|page| page.article.as_ref());
    fronts.filter(|article| article.front_matter.review_due.is_none()).count()
}
