//! Dates that have an order are in it.

use super::DATE_ORDER;
use crate::article::front_matter;
use crate::data::{Date, Spanned};
use crate::diagnostic::Diagnostic;
use crate::site::Site;

pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for article in site.pages.iter().filter_map(|page| page.article.as_ref()) {
        let front = &article.front_matter;
        let mut follows =
            |first: &Option<Spanned<Date>>, names: (&str, &str), second: &Option<Spanned<Date>>| {
                let (Some(first), Some(second)) = (first, second) else { return };
                if second.value < first.value {
                    diagnostics.push(
                        Diagnostic::new(
                            &DATE_ORDER,
                            front_matter::place(&article.file, second),
                            format!("`{}` is before `{}`", names.1, names.0),
                            "mend one of the two dates",
                        )
                        .also(front_matter::place(&article.file, first), format!("`{}`", names.0)),
                    );
                }
            };
        follows(&front.published, ("published", "expires"), &front.expires);
        follows(&front.published, ("published", "updated"), &front.updated);
        follows(&front.reviewed, ("reviewed", "review_due"), &front.review_due);
    }
}
