//! Which reads a change may have affected. This only saves work: whether a read did change is decided by its digest.

use std::sync::Arc;

use super::parse::Change;
use crate::link::World;
use crate::site::Site;
use crate::trace::Read;

/// What a change may have affected, as far as that is known before any digest is taken.
#[derive(Debug)]
pub(super) struct Delta<'a> {
    change: &'a Change<'a>,
    /// Whether rows may have changed.
    rows: bool,
    /// Whether there are other outputs, or outputs made from something else.
    pub(super) routes: bool,
    /// Whether a source path may lead elsewhere.
    names: bool,
    /// Whether there are other articles or tables.
    pub(super) files: bool,
    assets: bool,
}

impl<'a> Delta<'a> {
    /// The difference between `before` and `now`, which follows from `change`.
    pub(super) fn new(change: &'a Change<'a>, before: Option<&World>, now: &World) -> Delta<'a> {
        let differ = |differ: &dyn Fn(&World) -> bool| change.more && before.is_none_or(differ);
        let assets = differ(&|before| !Arc::ptr_eq(&before.assets, &now.assets));
        let names = assets || differ(&|before| !same_names(&before.site, &now.site));
        Delta {
            change,
            rows: change.rows || change.more,
            routes: differ(&|before| !Arc::ptr_eq(&before.routes, &now.routes)),
            names,
            files: names || differ(&|before| !same_tables(&before.site, &now.site)),
            assets,
        }
    }

    /// Whether `read` may have changed.
    pub(super) fn concerns(&self, read: &Read) -> bool {
        let Some(changed) = self.change.files else { return true };
        match read {
            Read::Text(file) => changed.contains(file),
            // A folder without an `index.md` has no file that could change.
            Read::Title(file) => changed.contains(file) || (self.change.more && file.ends_with('/')),
            Read::Asset(file) => self.assets || changed.contains(file),
            Read::Template(_) | Read::Component(_) | Read::Templates => self.change.templates,
            Read::At(name) => {
                if name.starts_with('/') {
                    self.routes
                } else {
                    self.names
                }
            }
            Read::Row(_)
            | Read::Id(_)
            | Read::RowNeighbours(_)
            | Read::Rows(_)
            | Read::Topic(..)
            | Read::Within(..)
            | Read::Alphabet(_)
            | Read::Tables
            | Read::Site
            | Read::Checks
            | Read::RedFlags(_)
            | Read::Called(_)
            | Read::Causes(_) => self.rows,
            Read::HomeOf(_) => self.change.directives || self.change.templates || self.rows,
            Read::Section(_)
            | Read::Dates(_)
            | Read::Language(_)
            | Read::Listing(_)
            | Read::Neighbours(_)
            | Read::Help(_)
            | Read::Folders
            | Read::Kind(_)
            | Read::Words(_)
            | Read::Tag(_)
            | Read::Tagged(_)
            | Read::Tags
            | Read::Newest
            | Read::Addresses
            | Read::Names => self.change.more,
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
