//! What is kept of each unit of work: a check of a file, or an output. Each unit leaves a trace of what it read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::Checked;
use crate::check::page::Asked;
use crate::diagnostic::{Diagnostic, FileName};
use crate::route::Target;
use crate::trace::{Read, Reads, Traces};

/// Something that is done as a whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WorkUnit {
    /// An article or table is checked.
    Check(FileName),
    /// The output at a path is rendered.
    Output(Arc<str>),
}

/// The ids of the elements of a page.
pub(super) type ElementIds = BTreeSet<String>;

/// An output as it was last rendered.
#[derive(Debug)]
pub struct Output {
    /// What it was made from.
    pub target: Target,
    /// Its bytes, the same `Arc` as long as they are equal; `None` where it could not be rendered.
    pub bytes: Option<Arc<[u8]>>,
    /// What went wrong.
    pub diagnostics: Arc<[Diagnostic]>,
    /// The rows, lists and templates that it shows; empty where outputs are not kept.
    pub shown: Arc<[Read]>,
    /// Its address from the site's root.
    pub url: String,
    /// Its ids, where something links to one of them.
    pub(super) ids: Option<Arc<ElementIds>>,
    /// The questions in its JSON-LD.
    pub(super) asked: Vec<Asked>,
}

impl Output {
    /// Whether it could not be made as it should be.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.bytes.is_none() || self.diagnostics.iter().any(Diagnostic::holds_page)
    }
}

/// What the units have made, and their traces.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) outputs: BTreeMap<Arc<str>, Output>,
    /// The outputs with which something is wrong.
    pub(super) failing: BTreeSet<Arc<str>>,
    pub(super) checked: BTreeMap<FileName, Checked>,
    /// The files whose checks have found something.
    pub(super) with_findings: BTreeSet<FileName>,
    /// What the units read; `None` where there is no next run.
    pub(super) traces: Option<Traces<WorkUnit>>,
}

/// What one unit made, and what it read.
pub(super) struct UnitResult<T> {
    pub(super) made: T,
    pub(super) reads: Reads,
}

impl Work {
    pub(super) fn new(traces: Option<Traces<WorkUnit>>) -> Work {
        Work {
            outputs: BTreeMap::new(),
            failing: BTreeSet::new(),
            checked: BTreeMap::new(),
            with_findings: BTreeSet::new(),
            traces,
        }
    }

    pub(super) fn record(&mut self, unit: &WorkUnit, reads: Reads) {
        if let Some(traces) = &mut self.traces {
            traces.record(unit, reads);
        }
    }

    /// Forgets what `unit` read.
    pub(super) fn forget(&mut self, unit: &WorkUnit) {
        if let Some(traces) = &mut self.traces {
            traces.remove(unit);
        }
    }

    /// The outputs with which something is wrong.
    pub(super) fn failing(&self) -> impl Iterator<Item = (&Arc<str>, &Output)> {
        self.failing.iter().filter_map(|path| self.outputs.get_key_value(path))
    }
}
