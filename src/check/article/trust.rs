//! Who says so, on what evidence, and how recently.

use super::Scope;
use crate::article::{Article, FrontMatter, Subject, front_matter};
use crate::check::dates;
use crate::data::{Date, Spanned};
use crate::diagnostic::code::rules;
use crate::diagnostic::{Diagnostic, Place};
use crate::link::World;
use crate::site::Site;
use crate::site::rows::RowId;
use crate::table::Source;

rules! {
    /// A health article does not say when its next review is due, or when the last one was.
    ///
    /// What it does: asks for `review_due`, and for `reviewed` if a reviewer is named.
    ///
    /// Why: advice goes out of date. Readers have to see how old it is, and somebody has to check it again.
    ///
    /// ```toml
    /// # Bad: nothing. Good:
    /// reviewed = 2026-03-02
    /// review_due = 2029-03-02
    /// reviewer = { name = "…", role = "Physiotherapist" }
    /// ```
    ///
    /// Source: NHS digital service manual, "Review date"; the JAMA benchmarks of 1997 (currency).
    MISSING_REVIEW_DATES = "missing-review-dates", Trust, Error;
    /// A page's review is overdue.
    ///
    /// What it does: compares `review_due` with the date of the build (`--today`).
    ///
    /// Why: nobody knows whether the page is still correct. Review it, then set `reviewed` and a new `review_due`. Do
    /// not just move the date.
    ///
    /// ```toml
    /// # Bad, in 2026: review_due = 2025-01-31
    /// # Good:
    /// review_due = 2029-01-31
    /// ```
    ///
    /// Source: NHS digital service manual, "Review date"; Patient Information Forum, PIF TICK criteria.
    REVIEW_OVERDUE = "review-overdue", Trust, Error;
    /// A page's review is due within 90 days.
    ///
    /// What it does: warns in time. `balm due` lists which reviews are due, by when and by whom.
    ///
    /// Why: a review takes weeks, and an overdue one stops the build.
    ///
    /// ```toml
    /// # Bad, on 1 March 2026: review_due = 2026-04-01
    /// # Good: review_due = 2027-03-01
    /// ```
    ///
    /// Source: ours.
    REVIEW_SOON = "review-soon", Trust, Warning;
    /// There are more than 36 months between a review and the next.
    ///
    /// What it does: compares `review_due` with `reviewed`, or with the publication date if there was no review.
    ///
    /// Why: 3 years is the longest that health services leave a page without a review.
    ///
    /// ```toml
    /// reviewed = 2026-03-02
    /// # Bad: review_due = 2031-03-02
    /// # Good:
    /// review_due = 2029-03-02
    /// ```
    ///
    /// Source: Patient Information Forum, PIF TICK criteria.
    LONG_REVIEW_INTERVAL = "long-review-interval", Trust, Warning;
    /// A page was changed after its last review.
    ///
    /// What it does: compares `updated` with `reviewed`.
    ///
    /// Why: what the reviewer read is not what readers read. Ask the reviewer to look at the change, then set
    /// `reviewed`.
    ///
    /// ```toml
    /// # Bad:
    /// reviewed = 2026-03-02
    /// updated = 2026-05-20
    /// # Good: reviewed = 2026-05-21
    /// ```
    ///
    /// Source: NHS standard for creating health content.
    CHANGED_SINCE_REVIEW = "changed-since-review", Trust, Warning;
    /// A health article names no clinician who reviewed it, and the site does not say what that means.
    ///
    /// What it does: asks for `reviewer` with a name and a role in the article, or for `clinical_review` in
    /// `site.toml`, which is printed on every page without a reviewer.
    ///
    /// Why: readers assume that a clinician vouches for a health page unless it says otherwise.
    ///
    /// ```toml
    /// # Bad: neither of the two. Good, in the article:
    /// reviewer = { name = "…", role = "Physiotherapist" }
    /// # Good, in site.toml:
    /// [publisher]
    /// clinical_review = "No clinician has reviewed this page."
    /// ```
    ///
    /// Source: the JAMA benchmarks of 1997 (authorship); NHS standard for creating health content.
    MISSING_REVIEWER = "missing-reviewer", Trust, Error;
    /// A health article does not say who wrote it.
    ///
    /// What it does: asks for `authors`. An organisation is an author too.
    ///
    /// Why: readers judge a text by who is behind it.
    ///
    /// ```toml
    /// # Bad: authors = []
    /// # Good:
    /// authors = ["The Back Care Team"]
    /// ```
    ///
    /// Source: the JAMA benchmarks of 1997 (authorship); HONcode (authority).
    MISSING_AUTHOR = "missing-author", Trust, Error;
    /// A page shows the badge of a certification scheme.
    ///
    /// What it does: looks for pictures that are, or claim to be, the HONcode, PIF TICK, Information Standard or NHS
    /// mark.
    ///
    /// Why: a mark that was not earned deceives readers. HONcode and the Information Standard have ended, the PIF
    /// TICK is only for members of its scheme, and the NHS mark is protected. balm cannot know whether you may use
    /// one.
    ///
    /// ```text
    /// Bad:  ![HONcode certified](hon.png)
    /// Good: say in words how your pages are made and reviewed
    /// ```
    ///
    /// If you may use it, waive the rule with that as the reason. Source: ours.
    UNEARNED_BADGE = "unearned-badge", Trust, Error;
    /// A health article names no sources.
    ///
    /// What it does: asks for `sources` in the front matter, or for a directive that shows rows with sources of their own,
    /// ours or one of the site's. A link to a row in running text is not enough.
    ///
    /// Why: without them nobody can check what the page says.
    ///
    /// ```toml
    /// # Bad: sources = []
    /// # Good:
    /// sources = ["nhs-back-pain", "nice-ng59"]
    /// ```
    ///
    /// Source: DISCERN, question 4; the JAMA benchmarks of 1997 (attribution).
    MISSING_SOURCES = "missing-sources", Trust, Error;
    /// A health article offers no further help.
    ///
    /// What it does: looks for danger signs with their page (`[[help]]` in `site.toml`), a telephone link, or a link
    /// to another site that a reader can follow. Things that the page only loads from elsewhere, such as scripts, do
    /// not count.
    ///
    /// Why: a page cannot help everybody, but it can say who can.
    ///
    /// ```text
    /// Bad:  nothing
    /// Good: [Call 111](tel:111) if you are worried.
    /// ```
    ///
    /// Source: DISCERN, question 7.
    MISSING_SUPPORT = "missing-support", Trust, Warning;
}

/// A review due within this many days is due soon.
const SOON: i64 = 90;
/// The most months between two reviews.
const LONGEST: i32 = 36;

/// Checks what an article says about itself.
pub(in crate::check) fn article(
    world: &World,
    article: &Article,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let front = &article.front_matter;
    review(article, front, world.site.today, scope, diagnostics);
    let mut ask = |code, message: &str, help: &str| {
        diagnostics.push(Diagnostic::new(code, scope.head.clone(), message, help));
    };
    let config = &world.site.config;
    let says_of_review = !config.publisher.clinical_review.trim().is_empty()
        || config.misread.has(&["publisher.clinical_review"]);
    let is_misread = |key: &str| front.misread.has(&[key]);
    if front.reviewer.is_none() && !says_of_review && !is_misread("reviewer") {
        ask(
            &MISSING_REVIEWER,
            "no clinician is named who reviewed this page",
            "add `reviewer = { name = \"…\", role = \"…\" }`, or say in `site.toml` that there is none: \
             `clinical_review = \"No clinician has reviewed this page.\"` under `[publisher]`",
        );
    }
    if front.authors.iter().all(|author| author.trim().is_empty()) && !is_misread("authors") {
        ask(
            &MISSING_AUTHOR,
            "this page does not say who wrote it",
            "add `authors = [\"…\"]` to the front matter",
        );
    }
    let leads_on = article.body.all_links().any(|link| {
        let is_elsewhere =
            ["http:", "https:", "tel:"].iter().any(|scheme| link.target.trim_start().starts_with(scheme));
        is_elsewhere && link.can_be_followed()
    });
    let folder = world.site.page_of(&article.file).map_or("", |page| page.folder.as_str());
    if !leads_on
        && world.site.help_for(folder).is_none()
        && !config.misread.has(&["help"])
        && !world.site.has_stray_help()
    {
        ask(
            &MISSING_SUPPORT,
            "this page offers no further help",
            "add `[[help]]` to `site.toml`, or link to a service that can help",
        );
    }
    badges(article, diagnostics);
}

/// Checks that a health article names its sources, or shows rows that name theirs. `shown` are the rows that its directives
/// show on the rendered page.
pub(in crate::check) fn sources(
    site: &Site,
    article: &Article,
    shown: impl IntoIterator<Item = RowId>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let front = &article.front_matter;
    let brings_sources =
        |row: RowId| site.rows.row(row).is::<Source>() || !site.rows.sources_of(row).is_empty();
    let is_bare = front.subject == Subject::Health && front.sources.is_empty();
    if !is_bare || front.misread.has(&["sources"]) || shown.into_iter().any(brings_sources) {
        return;
    }
    diagnostics.push(Diagnostic::new(
        &MISSING_SOURCES,
        Place::new(&article.file, article.title.span()),
        "this page names no sources",
        "add `sources = [\"…\"]` with the ids of rows in `sources.toml`",
    ));
}

fn review(
    article: &Article,
    front: &FrontMatter,
    today: Date,
    scope: &Scope<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let place = |date: &Spanned<Date>| front_matter::place(&article.file, date);
    let missing = match (&front.review_due, &front.reviewed, &front.reviewer) {
        (None, _, _) if !front.misread.has(&["review_due"]) => {
            Some(("when its next review is due", "`review_due = 2029-03-02`"))
        }
        (Some(_), None, Some(_)) if !front.misread.has(&["reviewed"]) => {
            Some(("when it was last reviewed", "`reviewed = 2026-03-02`"))
        }
        _ => None,
    };
    if let Some((what, key)) = missing {
        let message = format!("this page does not say {what}");
        let help = format!("add it to the front matter, such as {key}");
        diagnostics.push(Diagnostic::new(&MISSING_REVIEW_DATES, scope.head.clone(), message, help));
    }
    if let Some(reviewed) = &front.reviewed {
        diagnostics.extend(dates::in_future("reviewed", reviewed.value, place(reviewed), today));
    }
    if let Some(due) = &front.review_due {
        let help = "review the page, then set `reviewed` and `review_due`";
        let days = today.days_until(due.value);
        if days < 0 {
            let message = format!("this page's review was due on {}", due.value);
            diagnostics.push(Diagnostic::new(&REVIEW_OVERDUE, place(due), message, help));
        } else if days <= SOON {
            let message = format!("this page's review is due in {days} days, on {}", due.value);
            diagnostics.push(Diagnostic::new(&REVIEW_SOON, place(due), message, help));
        }
        let last = front.reviewed.as_ref().or(front.published.as_ref());
        if let Some(last) = last.filter(|last| last.value.plus_months(LONGEST) < due.value) {
            let message =
                format!("there are more than {LONGEST} months between {} and {}", last.value, due.value);
            let help = format!("bring it forward to {} at the latest", last.value.plus_months(LONGEST));
            diagnostics.push(Diagnostic::new(&LONG_REVIEW_INTERVAL, place(due), message, help));
        }
    }
    if let (Some(reviewed), Some(updated)) = (&front.reviewed, &front.updated)
        && updated.value > reviewed.value
    {
        diagnostics.push(
            Diagnostic::new(
                &CHANGED_SINCE_REVIEW,
                place(updated),
                format!("this page was changed on {}, after its last review", updated.value),
                "ask the reviewer to look at the change, then set `reviewed`",
            )
            .also(place(reviewed), "the last review"),
        );
    }
}

/// Finds pictures of certification marks.
fn badges(article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    const MARKS: [(&str, &str); 6] = [
        ("honcode", "HONcode"),
        ("hon-code", "HONcode"),
        ("pif tick", "PIF TICK"),
        ("pif-tick", "PIF TICK"),
        ("information standard", "Information Standard"),
        ("nhs logo", "NHS"),
    ];
    let pictures = article.body.all_pictures().map(|picture| {
        (picture.span.clone(), format!("{} {} {}", picture.alt, picture.title, picture.source))
    });
    let figures = article.body.uses.iter().filter_map(|used| {
        let alt = used.get("alt").map_or("", |alt| alt.value.as_str());
        Some((used.span.clone(), format!("{} {alt}", used.get("src")?.value)))
    });
    // A raw HTML picture may have its address only in `srcset`.
    let raw = article.body.all_raw_pictures();
    let raw = raw.filter_map(|span| Some((span.clone(), article.source.get(span.clone())?.to_owned())));
    for (span, said) in pictures.chain(figures).chain(raw) {
        let said = said.to_lowercase();
        if let Some((_, name)) = MARKS.iter().find(|(mark, _)| said.contains(mark)) {
            diagnostics.push(Diagnostic::new(
                &UNEARNED_BADGE,
                Place::new(&article.file, span),
                format!("this picture seems to be the mark of {name}"),
                "remove it, and say in words how your pages are made and reviewed",
            ));
        }
    }
}
