//! Every id that an article or a row names is the id of a row.

use super::UNKNOWN_REFERENCE;
use crate::data::Spanned;
use crate::diagnostic::{Diagnostic, FileName, Place, did_you_mean};
use crate::site::Site;
use crate::table::Kind;

pub(super) fn check(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    for article in site.pages.iter().filter_map(|page| page.article.as_ref()) {
        for id in &article.front_matter.sources {
            known(site, &article.file, id, &[Kind::Source], diagnostics);
        }
    }
    for id in site.rows.all() {
        let row = site.rows.row(id);
        for reference in row.references() {
            known(site, row.file(), reference.id, reference.to, diagnostics);
        }
    }
}

fn known(site: &Site, file: &FileName, id: &Spanned<String>, to: &[Kind], diagnostics: &mut Vec<Diagnostic>) {
    if site.rows.find_kind(&id.value, to).is_some() || site.rows.may_have_lost(&id.value) {
        return;
    }
    let kinds = to.iter().map(|kind| kind.key()).collect::<Vec<_>>().join(" or ");
    let nouns = to.iter().map(|kind| kind.noun()).collect::<Vec<_>>().join(" or ");
    let place = Place::new(file, id.span());
    let (message, help) = match site.rows.find(&id.value) {
        Some(other) => (
            format!("`{}` is the id of {}, not of {nouns}", id.value, site.rows.row(other).kind().noun()),
            format!("name {nouns}"),
        ),
        None => {
            let tables: Vec<String> = to.iter().map(|kind| format!("`{}.toml`", kind.stem())).collect();
            let help =
                did_you_mean(&id.value, site.rows.ids(to), || format!("add it to {}", tables.join(" or ")));
            (format!("there is no {kinds} with the id `{}`", id.value), help)
        }
    };
    diagnostics.push(Diagnostic::new(&UNKNOWN_REFERENCE, place, message, help));
}
