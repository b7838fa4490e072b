//! The dates of articles and rows: their order, and that none is in the future.

use crate::article::{Article, Subject, front_matter};
use crate::data::{Date, Spanned};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::site::Site;
use crate::table::Row;

rules! {
    /// A date is before one that it has to follow.
    ///
    /// What it does: compares the dates of an article: a page expires after it is published, and the next review is
    /// after the last one.
    ///
    /// Why: one of the two is a typing mistake, and readers rely on both.
    ///
    /// ```toml
    /// reviewed = 2026-03-02
    /// # Bad: review_due = 2025-03-02
    /// # Good:
    /// review_due = 2029-03-02
    /// ```
    ///
    /// Source: ours.
    DATE_ORDER = "date-order", Trust, Error;
    /// A page or row was reviewed on a date in the future.
    ///
    /// What it does: compares `reviewed` in the front matter, and `as_of` of evidence and danger signs, with the date
    /// of the build (`--today`). One day later is allowed for, because of time zones.
    ///
    /// Why: it is a typing mistake, and the page looks more recently reviewed than it was.
    ///
    /// ```toml
    /// # Bad, in 2026: reviewed = 2062-03-02
    /// # Good:
    /// reviewed = 2026-03-02
    /// ```
    ///
    /// Source: the JAMA benchmarks of 1997 (currency).
    FUTURE_DATE = "future-date", Trust, Error;
    /// A date is years away.
    ///
    /// What it does: looks at articles that are not published: their `published` is more than a year after the date of
    /// the build (`--today`), or their `expires` more than a year before it. In all articles, `updated` may not be more than a
    /// year ahead, nor `review_due` more than ten.
    ///
    /// Why: a mistyped year keeps a page off the site, and nobody sees that it is missing; or it keeps a review from ever
    /// being due.
    ///
    /// ```toml
    /// # Bad, in 2026: published = 2062-03-02
    /// # Good:
    /// published = 2026-03-02
    /// ```
    ///
    /// If the page is no longer wanted, delete its file, or set `draft = true` to keep it for yourself.
    ///
    /// Source: ours.
    DISTANT_DATE = "distant-date", Trust, Warning;
}

pub(super) fn article(article: &Article, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    let front = &article.front_matter;
    // A review that is long after the last one has its own rule.
    let last = front.reviewed.as_ref().or(front.published.as_ref());
    let review_due = front.review_due.as_ref().filter(|_| last.is_none() || front.subject != Subject::Health);
    for (key, day, far) in [("updated", front.updated.as_ref(), FAR), ("review_due", review_due, FAR * 10)] {
        let Some(day) = day.filter(|day| today.days_until(day.value) > far) else { continue };
        let message = format!("`{key}` is {}, which is years away", day.value);
        let place = front_matter::place(&article.file, day);
        diagnostics.push(Diagnostic::new(&DISTANT_DATE, place, message, "correct the year"));
    }
    let mut follows = |first: &Option<Spanned<Date>>, names: (&str, &str), second: &Option<Spanned<Date>>| {
        let (Some(first), Some(second)) = (first, second) else { return };
        if second.value < first.value {
            diagnostics.push(
                Diagnostic::new(
                    &DATE_ORDER,
                    front_matter::place(&article.file, second),
                    format!("`{}` is before `{}`", names.1, names.0),
                    "correct one of the two dates",
                )
                .also(front_matter::place(&article.file, first), format!("`{}`", names.0)),
            );
        }
    };
    follows(&front.published, ("published", "expires"), &front.expires);
    follows(&front.published, ("published", "updated"), &front.updated);
    follows(&front.reviewed, ("reviewed", "review_due"), &front.review_due);
}

/// A day further away than this is a typing mistake, or a page that was forgotten.
const FAR: i64 = 366;

/// Reports articles that are left out because of a day that is far away.
pub(super) fn left_out(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for (file, day) in site.left_out_days.iter() {
        let days = site.today.days_until(day.value);
        let (key, days, help) = if days > 0 {
            ("published", days, "correct the year, or build with `--future`")
        } else {
            ("expires", -days, "correct the date, or delete the article if nobody needs it any more")
        };
        if days > FAR {
            let message = format!("this article is not published, because `{key}` is {}", day.value);
            diagnostics.push(Diagnostic::new(&DISTANT_DATE, front_matter::place(file, day), message, help));
        }
    }
}

/// Checks the day on which a row was last compared with its sources.
pub(super) fn row(row: &Row, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    let days = row.as_of().into_iter();
    diagnostics.extend(
        days.filter_map(|day| in_future("as_of", day.value, Place::new(row.file(), day.span()), today)),
    );
}

/// Reports `day`, the value of `key`, where it is after `today`.
pub(super) fn in_future(key: &str, day: Date, place: Place, today: Date) -> Option<Diagnostic> {
    // In the author's time zone, the next day may have begun.
    (today.days_until(day) > 1).then(|| {
        let message = format!("`{key}` is {day}, which is in the future");
        Diagnostic::new(&FUTURE_DATE, place, message, "write the date on which it was done")
    })
}
