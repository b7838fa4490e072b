//! Which reads a change can have touched at all. It only spares work: whether a read did change is decided by its
//! digest.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::parse::Extent;
use crate::diagnostic::FileName;
use crate::link::Linker;
use crate::site::Site;
use crate::trace::Read;

/// What is known of a change before any digest is taken.
#[derive(Debug)]
pub(super) struct Delta<'a> {
    /// The files that changed; `None` stands for all.
    changed: Option<&'a BTreeSet<FileName>>,
    templates: bool,
    /// Whether articles use other directives.
    directives: bool,
    rows: bool,
    more: bool,
    /// Whether there are other outputs, or outputs made from something else.
    pub(super) routes: bool,
    /// Whether a source path may lead elsewhere.
    names: bool,
    /// Whether there are other articles or tables.
    pub(super) files: bool,
    assets: bool,
}

impl<'a> Delta<'a> {
    /// What lies between `before` and `now`, where the files in `changed` changed to this `extent`.
    pub(super) fn new(
        changed: Option<&'a BTreeSet<FileName>>,
        extent: &Extent,
        templates: bool,
        before: Option<&Linker>,
        now: &Linker,
    ) -> Delta<'a> {
        let differ = |differ: &dyn Fn(&Linker) -> bool| extent.more && before.is_none_or(differ);
        let assets = differ(&|before| !Arc::ptr_eq(&before.assets, &now.assets));
        let names = assets || differ(&|before| !same_names(&before.site, &now.site));
        Delta {
            changed,
            templates,
            directives: extent.directives,
            rows: extent.rows || extent.more,
            more: extent.more,
            routes: differ(&|before| !Arc::ptr_eq(&before.routes, &now.routes)),
            names,
            files: names || differ(&|before| !same_tables(&before.site, &now.site)),
            assets,
        }
    }

    /// Whether nothing but the texts of articles is another.
    pub(super) fn is_texts(&self) -> bool {
        self.changed.is_some() && !self.more && !self.rows && !self.templates && !self.directives
    }

    /// Whether `read` can be another now.
    pub(super) fn concerns(&self, read: &Read) -> bool {
        let Some(changed) = self.changed else { return true };
        match read {
            Read::Text(file) => changed.contains(file),
            // A folder's page has no file of its own to change.
            Read::Title(file) => changed.contains(file) || (self.more && file.ends_with('/')),
            Read::Asset(file) => self.assets || changed.contains(file),
            Read::Template(_) | Read::Component(_) | Read::Templates => self.templates,
            Read::At(name) => {
                if name.starts_with('/') {
                    self.routes
                } else {
                    self.names
                }
            }
            Read::Row(_)
            | Read::Id(_)
            | Read::RowBeside(_)
            | Read::Rows(_)
            | Read::Alphabet(_)
            | Read::Tables
            | Read::Site
            | Read::Checks
            | Read::RedFlags(_)
            | Read::Called(_)
            | Read::Causes(_) => self.rows,
            Read::HomeOf(_) => self.directives || self.templates || self.rows,
            _ => self.more,
        }
    }
}

/// Whether every source path leads to the same place.
fn same_names(before: &Site, now: &Site) -> bool {
    let pages = before.pages.len() == now.pages.len()
        && before.pages.iter().zip(&now.pages).all(|(before, now)| {
            Arc::ptr_eq(before, now) || (before.file == now.file && before.url == now.url)
        });
    pages && before.left_out == now.left_out && before.broken == now.broken
}

/// Whether there are the same tables.
fn same_tables(before: &Site, now: &Site) -> bool {
    before.rows.tables().iter().map(|table| &table.file).eq(now.rows.tables().iter().map(|table| &table.file))
}
