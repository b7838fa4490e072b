//! The home of each question: what pages show is asked of their directives, which are run for it, so that a site's own
//! directive counts like ours.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::fill::shown_by;
use super::reader::Reader;
use super::view::View;
use crate::article::DirectiveUse;
use crate::site::rows::RowId;
use crate::site::{Page, PageId, questions};
use crate::table::{BuiltIn, Question};
use crate::trace::Notes;

/// The home of each question that a page shows with its answer.
pub(super) fn homes(view: &Arc<View>) -> BTreeMap<RowId, PageId> {
    questions::homes(view.site(), |page| shown(view, page))
}

/// The questions that directives of `page` show with their answers.
fn shown(view: &Arc<View>, page: &Page) -> BTreeSet<RowId> {
    let mut shown = BTreeSet::new();
    let Some(article) = &page.article else { return shown };
    let may_show = |used: &&DirectiveUse| {
        let component = view.templates.component(&used.name.value);
        component.is_some_and(|component| component.may_ask_for(&Question::kind().key))
    };
    let mut uses = article.body.uses.iter().filter(may_show).peekable();
    if uses.peek().is_none() {
        return shown;
    }
    let reader = Rc::new(Reader::new(view, Notes::default()));
    for used in uses {
        let (html, rows) = shown_by(&reader, used, &article.file);
        let has_answer = |id: &RowId| {
            let row = reader.row(*id);
            let answer = row.get_from_path("answer").and_then(tera::Value::as_str);
            answer.is_some_and(|answer| html.contains(answer))
        };
        let is_question = |id: &RowId| view.site().rows.row(*id).is::<Question>();
        shown.extend(rows.into_iter().filter(is_question).filter(has_answer));
    }
    shown
}
