//! Kinds of row: what the rows of a table are, as data.
//!
//! A kind is one [`Declaration`]: the stem of its files, the word before each row, its fields with their types, units,
//! bounds and roles, whether rows have pages, and its terms in schema.org. balm brings some kinds; a site declares its own
//! under `[tables]` in `site.toml`, or adds fields to ours. Reading, schemas, skeletons, directives, pages and JSON-LD follow
//! from the declaration.
//!
//! Architecture Invariant: this module sees declarations and single values, never a table file, a site or a page.

mod declaration;
pub mod declare;
mod field;
pub mod read;
mod role;
pub mod schema;
pub mod skeleton;
pub mod value;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

pub use self::declaration::{Ask, Declaration, DeclaredBy, KindPages};
pub use self::field::{Bounds, Choice, Field, FieldType, Markup, Number, Unit};
pub use self::role::Role;

/// What the rows of a table are. A cheap handle of a [`Declaration`], to which it dereferences.
///
/// Two handles are equal if their stems are: a site has one kind for each stem. Whether a kind has *changed* is told by
/// comparing declarations.
#[derive(Clone)]
pub struct Kind(Arc<Inner>);

struct Inner {
    declaration: Declaration,
    version: u64,
}

/// Displayed, a kind is the name of its tables without their ending: "exercises".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stem)
    }
}

impl Kind {
    /// The kind that `declaration` describes.
    #[must_use]
    pub fn new(declaration: Declaration) -> Self {
        let mut hasher = DefaultHasher::new();
        declaration.hash(&mut hasher);
        Kind(Arc::new(Inner { version: hasher.finish(), declaration }))
    }

    /// Stands for all that its declaration says: another one has another version. Of no use beyond this run.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.version
    }

    /// Its kind.
    #[must_use]
    pub fn declaration(&self) -> &Declaration {
        &self.0.declaration
    }
}

impl Deref for Kind {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.0.declaration
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.stem == other.stem
    }
}

impl Eq for Kind {}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.stem.cmp(&other.stem)
    }
}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.stem.hash(state);
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kind({})", self.stem)
    }
}

/// Every kind of a site, in the order in which they are listed to authors: ours, then the site's own as `site.toml` has
/// them. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Kinds(Arc<[Kind]>);

impl Kinds {
    /// The kinds of `kinds`, which have stems and row words of their own.
    #[must_use]
    pub fn new(kinds: impl IntoIterator<Item = Kind>) -> Self {
        Kinds(kinds.into_iter().collect())
    }

    /// Every kind.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Kind> + ExactSizeIterator {
        self.0.iter()
    }

    /// The kind of the files called `stem`: "vaccines".
    #[must_use]
    pub fn of_stem(&self, stem: &str) -> Option<&Kind> {
        self.iter().find(|kind| kind.stem == stem)
    }

    /// The kind whose rows are called `key`: "vaccine".
    #[must_use]
    pub fn of_key(&self, key: &str) -> Option<&Kind> {
        self.iter().find(|kind| kind.key == key)
    }

    /// The kinds whose declarations differ from those of `other`, new ones among them, and those of `other` that are gone.
    #[must_use]
    pub fn changed_since(&self, other: &Kinds) -> Vec<Kind> {
        let differs = |kind: &&Kind| {
            other.of_stem(&kind.stem).is_none_or(|old| old.declaration() != kind.declaration())
        };
        let gone = other.iter().filter(|old| self.of_stem(&old.stem).is_none());
        self.iter().filter(differs).chain(gone).cloned().collect()
    }
}
