//! Checks the order of dates.

use super::DATE_ORDER;
use crate::article::{Article, front_matter};
use crate::data::{Date, Spanned};
use crate::diagnostic::Diagnostic;

pub(super) fn article(article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    let front = &article.front_matter;
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
