//! What templates and directives ask the site for, with the mistakes in what they ask.

use std::sync::Arc;

use tera::Value;

use super::Reader;
use crate::diagnostic::{FileName, did_you_mean};
use crate::kind::Kind;
use crate::link::{Destination, LinkFault};
use crate::render::kind::kind_value;
use crate::render::row::picture_value;
use crate::site::rows::{RowId, is_within};
use crate::table::{Row, listed};
use crate::template::scene::{Lookup, LookupProblem};
use crate::trace::Read;
use crate::words::Messages;

impl Lookup for Reader {
    fn words(&self, from: &FileName, frame: bool) -> Arc<Messages> {
        let language = if frame { &self.config().language } else { self.language_of(from) };
        Arc::clone(Reader::words(self, language))
    }

    fn url(&self, from: &FileName, path: &str, absolute: bool) -> Result<String, LookupProblem> {
        match self.world().find(from, path, &self.notes) {
            Ok(found) => Ok(self.world().href_of(found, (from, path), absolute, &self.notes)),
            Err(fault) => Err(self.missing(from, "page or file", path, &fault)),
        }
    }

    fn picture(&self, from: &FileName, source: &str) -> Result<Value, LookupProblem> {
        match self.world().find(from, source, &self.notes) {
            Ok(Destination::File { .. } | Destination::Outside | Destination::Elsewhere { .. }) => {
                Ok(picture_value(self.world(), from, source, &self.notes))
            }
            Ok(_) => Err(LookupProblem {
                is_picture: true,
                is_of_template: false,
                word: source.into(),
                message: format!("`{source}` is a page, not a picture"),
                help: "name a picture file".into(),
                reported: false,
            }),
            Err(fault) => Err(self.missing(from, "picture", source, &fault)),
        }
    }

    fn kind(&self, key: &str) -> Result<Value, Vec<LookupProblem>> {
        self.kind_called(key).map(kind_value)
    }

    fn rows(
        &self,
        file: &FileName,
        kind: &str,
        only: &[&str],
        from: &str,
    ) -> Result<Vec<(usize, Value)>, Vec<LookupProblem>> {
        let rows = &self.view.site().rows;
        let kind = self.kind_called(kind)?;
        let own = folder_of(file);
        let mut problems = Vec::new();
        let folder = match from.trim() {
            "" if only.is_empty() => own.map_or(Some(""), |own| self.topic(kind, own)).map(str::to_owned),
            "" => Some(String::new()),
            from => {
                let folder = folder_named(from, own.unwrap_or_default());
                if folder.as_ref().is_none_or(|folder| !self.has_tables(folder)) {
                    problems.push(self.without_tables(from, folder.as_deref()));
                }
                folder
            }
        };
        let mut found = Vec::new();
        for id in only {
            match self.find_row(id, kind) {
                Some(row) if folder.as_ref().is_some_and(|from| !is_within(rows.row(row).folder(), from)) => {
                    problems.push(elsewhere(rows.row(row), id, from));
                }
                Some(row) => found.push(row),
                None => problems.push(self.unknown_row(kind, id)),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if let Some(folder) = folder.as_deref().filter(|_| only.is_empty()) {
            found = self.rows_within(kind, folder);
        }
        Ok(found.into_iter().map(|id| (id, self.row(id))).collect())
    }
}

/// The folder below `content/` that `file` is in; `None` for a file elsewhere, whose pages belong to the whole site.
fn folder_of(file: &FileName) -> Option<&str> {
    Some(file.strip_prefix("content/")?.rsplit_once('/').map_or("", |(folder, _)| folder))
}

/// The folder that `from` names: below `content/`, or relative to the folder `own` if it starts with a full stop. "" is all of
/// `content/`; `None` is above it.
fn folder_named(from: &str, own: &str) -> Option<String> {
    let start = if from.starts_with('.') { own } else { "" };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in from.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The problem that the row `id` was asked for in the folder `from`, but is in a different one.
fn elsewhere(row: &Row, id: &str, from: &str) -> LookupProblem {
    LookupProblem {
        is_picture: false,
        is_of_template: false,
        word: id.to_owned(),
        message: format!("`{id}` is in `{}`, which is not in the folder `{from}`", row.file()),
        help: "remove `from`: `only` finds rows of the whole site".into(),
        reported: false,
    }
}

impl Reader {
    /// The topic of `folder` for rows of `kind`.
    fn topic<'a>(&self, kind: &Kind, folder: &'a str) -> Option<&'a str> {
        self.note(|| Read::Topic(kind.clone(), folder.into()));
        self.view.site().rows.topic(kind, folder)
    }

    /// The rows of `kind` in `folder` and below it.
    fn rows_within(&self, kind: &Kind, folder: &str) -> Vec<RowId> {
        self.note(|| match folder {
            "" => Read::Rows(kind.clone()),
            folder => Read::Within(kind.clone(), folder.into()),
        });
        self.view.site().rows.within(kind, folder).collect()
    }

    /// Whether there is a table in `folder` or below it. The whole site always counts; its rows show whether there are any.
    fn has_tables(&self, folder: &str) -> bool {
        if folder.is_empty() {
            return true;
        }
        self.note(|| Read::Folders);
        self.view.site().rows.tables().iter().any(|table| is_within(&table.folder, folder))
    }

    /// The problem that the folder `from`, which is `folder`, has no tables.
    fn without_tables(&self, from: &str, folder: Option<&str>) -> LookupProblem {
        self.note(|| Read::Tables);
        let folder = folder.unwrap_or(from);
        let known = || self.view.site().rows.tables().iter().map(|table| table.folder.as_str());
        let below = |known: &&str| known.strip_suffix(folder).is_some_and(|above| above.ends_with('/'));
        let full = folder.strip_prefix("content/").filter(|rest| known().any(|known| is_within(known, rest)));
        let help = match full.or_else(|| known().find(below)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => did_you_mean(folder, known().filter(|known| !known.is_empty()), || {
                "name a folder under `content/` that contains tables, or `/` for the whole site".into()
            }),
        };
        LookupProblem {
            is_picture: false,
            is_of_template: false,
            word: from.into(),
            message: format!("there are no tables in the folder `{from}`"),
            help,
            reported: false,
        }
    }

    /// The kinds of row named `keys` of which the site has rows.
    pub(crate) fn kinds_with_rows<'a>(&'a self, keys: &'a [String]) -> impl Iterator<Item = &'a Kind> {
        keys.iter().filter_map(|key| self.kind_called(key).ok()).filter(|kind| {
            self.note(|| Read::Rows((*kind).clone()));
            self.view.site().rows.of(kind).next().is_some()
        })
    }

    /// The highest folder with rows of `kind`.
    pub(crate) fn highest_folder(&self, kind: &Kind) -> &str {
        let rows = &self.view.site().rows;
        self.note(|| Read::Rows(kind.clone()));
        let folders = rows.of(kind).map(|id| rows.row(id).folder());
        folders.min_by_key(|folder| (folder.matches('/').count(), *folder)).unwrap_or_default()
    }

    /// Whether a row called `id`, or a table of that name, may be there and could not be read.
    pub(crate) fn may_have_lost(&self, id: &str) -> bool {
        self.note(|| Read::Tables);
        self.view.site().rows.may_have_lost(id)
    }

    /// The kind whose rows are called `key`.
    fn kind_called(&self, key: &str) -> Result<&Kind, Vec<LookupProblem>> {
        self.note(|| Read::Kind(key.into()));
        let kinds = &self.view.site().config.kinds;
        kinds.of_key(key).ok_or_else(|| {
            let keys = || kinds.iter().map(|kind| kind.key.as_str());
            let help = did_you_mean(key, keys(), || format!("kinds are {}", listed(keys())));
            let message = format!("there is no kind of row `{key}`");
            vec![LookupProblem {
                is_picture: false,
                is_of_template: false,
                word: key.into(),
                message,
                help,
                reported: false,
            }]
        })
    }

    fn unknown_row(&self, kind: &Kind, id: &str) -> LookupProblem {
        let rows = &self.view.site().rows;
        let message = match rows.find(id) {
            Some(other) => format!("`{id}` is {}, not {}", rows.row(other).kind.noun, kind.noun),
            None => format!("there is no {} with the id `{id}`", kind.key),
        };
        let help = did_you_mean(id, rows.ids(&[&kind.stem]), || match rows.find(id) {
            Some(other) => format!("show it with `::{}`", rows.row(other).kind.stem),
            None => format!("add it to the table `{}`", kind.stem),
        });
        let reported = self.may_have_lost(id);
        LookupProblem {
            is_picture: false,
            is_of_template: false,
            word: id.to_owned(),
            message,
            help,
            reported,
        }
    }

    fn missing(&self, from: &FileName, what: &str, path: &str, fault: &LinkFault) -> LookupProblem {
        let is_picture = what == "picture";
        let near = match fault {
            LinkFault::Case(near) => Some(near.clone()),
            LinkFault::Missing => {
                self.note(|| Read::Names);
                self.world().nearest(from, path)
            }
            _ => None,
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            _ if is_picture => {
                "check the spelling; the path is relative to the folder of this file".to_owned()
            }
            _ => "name a file in `static/` from the root, such as `/style.css`, or a page".to_owned(),
        };
        let message = format!("there is no {what} at `{path}`");
        LookupProblem {
            is_picture,
            is_of_template: false,
            word: path.to_owned(),
            message,
            help,
            reported: false,
        }
    }
}
