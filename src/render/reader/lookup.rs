//! What templates and directives ask the site for, with the mistakes in what they ask.

use std::sync::Arc;

use tera::Value;

use super::Reader;
use crate::diagnostic::{FileName, did_you_mean};
use crate::kind::Kind;
use crate::link::{Fault, Found};
use crate::render::kind::kind_value;
use crate::render::row::picture_value;
use crate::site::rows::RowId;
use crate::table::listed;
use crate::template::scene::{Lookup, Problem};
use crate::trace::Read;
use crate::words::Words;

impl Lookup for Reader {
    fn words(&self, from: &FileName, frame: bool) -> Arc<Words> {
        let language = if frame { &self.config().language } else { self.language_of(from) };
        Arc::clone(Reader::words(self, language))
    }

    fn url(&self, from: &FileName, path: &str, absolute: bool) -> Result<String, Problem> {
        match self.linker().find(from, path, &self.notes) {
            Ok(_) => Ok(self.linker().href(from, path, absolute, &self.notes)),
            Err(fault) => Err(self.missing(from, "page or file", path, &fault)),
        }
    }

    fn picture(&self, from: &FileName, source: &str) -> Result<Value, Problem> {
        match self.linker().find(from, source, &self.notes) {
            Ok(Found::File { .. } | Found::Outside | Found::Elsewhere { .. }) => {
                Ok(picture_value(self.linker(), from, source, &self.notes))
            }
            Ok(_) => Err(Problem {
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

    fn kind(&self, key: &str) -> Result<Value, Vec<Problem>> {
        self.kind_called(key).map(kind_value)
    }

    fn rows(&self, kind: &str, only: &[&str], from: &str) -> Result<Vec<(usize, Value)>, Vec<Problem>> {
        let rows = &self.view.site().rows;
        let kind = self.kind_called(kind)?;
        let mut problems = Vec::new();
        let folder = from.trim_matches('/');
        if !folder.is_empty() {
            self.note(|| Read::Folders);
        }
        if !folder.is_empty() && !rows.tables().iter().any(|table| table.folder == folder) {
            self.note(|| Read::Tables);
            let known = rows.tables().iter().map(|table| table.folder.as_str());
            let help =
                did_you_mean(folder, known, || "name a folder under `content/` that contains tables".into());
            let message = format!("there are no tables in the folder `{from}`");
            problems.push(Problem {
                is_picture: false,
                is_of_template: false,
                word: from.into(),
                message,
                help,
                reported: false,
            });
        }
        let found: Vec<RowId> = if only.is_empty() {
            self.note(|| Read::Rows(kind.clone()));
            rows.of(kind).collect()
        } else {
            let mut found = Vec::new();
            for id in only {
                match self.find_row(id, kind) {
                    Some(id) => found.push(id),
                    None => problems.push(self.unknown_row(kind, id)),
                }
            }
            found
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let chosen = found.into_iter().filter(|&id| folder.is_empty() || rows.row(id).folder() == folder);
        Ok(chosen.map(|id| (id, self.row(id))).collect())
    }
}

impl Reader {
    /// Whether a row called `id`, or a table of that name, may be there and could not be read.
    pub(crate) fn may_have_lost(&self, id: &str) -> bool {
        self.note(|| Read::Tables);
        self.view.site().rows.may_have_lost(id)
    }

    /// The kind whose rows are called `key`.
    fn kind_called(&self, key: &str) -> Result<&Kind, Vec<Problem>> {
        self.note(|| Read::Kind(key.into()));
        let kinds = &self.view.site().config.kinds;
        kinds.of_key(key).ok_or_else(|| {
            let keys = || kinds.iter().map(|kind| kind.key.as_str());
            let help = did_you_mean(key, keys(), || format!("kinds are {}", listed(keys())));
            let message = format!("there is no kind of row `{key}`");
            vec![Problem {
                is_picture: false,
                is_of_template: false,
                word: key.into(),
                message,
                help,
                reported: false,
            }]
        })
    }

    fn unknown_row(&self, kind: &Kind, id: &str) -> Problem {
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
        Problem { is_picture: false, is_of_template: false, word: id.to_owned(), message, help, reported }
    }

    fn missing(&self, from: &FileName, what: &str, path: &str, fault: &Fault) -> Problem {
        let is_picture = what == "picture";
        let near = match fault {
            Fault::Case(near) => Some(near.clone()),
            Fault::Missing => {
                self.note(|| Read::Names);
                self.linker().nearest(from, path)
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
        Problem { is_picture, is_of_template: false, word: path.to_owned(), message, help, reported: false }
    }
}
