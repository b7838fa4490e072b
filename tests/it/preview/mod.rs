//! The preview shows what a clean build would write, after any edits.

mod edits;
mod kinds;
mod oracle;
mod peers;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use balm::pipeline::{Options, Session};
use balm::preview::{Preview, PreviewStep};
use balm::serve::{PathEntry, Shelf, Update};
use balm::site::PageFilter;
use balm::source::{Changes, Content, File, FileOrigin, Sources};

use crate::harness::TODAY;

/// The files in an author's folder, by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Files by output path.
type Shown = BTreeMap<Arc<str>, Arc<[u8]>>;

fn options() -> Options {
    let today = TODAY.parse().expect("it is a date");
    Options { choice: PageFilter { today, drafts: false, future: false }, base_url: None, strict: false }
}

fn sources(files: &Files) -> Sources {
    Sources::from_files(files.iter().map(|(path, bytes)| {
        let content = match std::str::from_utf8(bytes) {
            Ok(text) if !path.ends_with(".png") => Content::Text(text.into()),
            _ => Content::Bytes(bytes.as_slice().into()),
        };
        File { path: path.as_str().into(), content, origin: FileOrigin::Site }
    }))
}

/// The outputs and diagnostics of a clean build of `files`.
fn clean(files: &Files) -> (Shown, Vec<String>, bool) {
    let mut session = Session::new(options());
    let rebuilt = session.run(sources(files), Vec::new(), None);
    let shown = session.outputs().iter();
    let shown = shown.filter_map(|(path, output)| Some((Arc::clone(path), output.bytes.clone()?))).collect();
    // A missing `site.toml` is reported by whoever reads the files.
    let has_errors = rebuilt.diagnostics.iter().any(balm::diagnostic::Diagnostic::holds_page)
        || !files.contains_key("site.toml");
    (shown, rebuilt.diagnostics.iter().map(|found| format!("{found:?}")).collect(), has_errors)
}

/// A preview, the files it shows, and what a browser would receive.
struct Desk {
    files: Files,
    preview: Preview,
    /// Files that were put and not removed, as a server would have them.
    served: Shown,
    /// The same in the server.
    shelf: Shelf,
    /// Every address that has ever answered.
    asked: BTreeSet<String>,
}

/// What a browser gets at an address: the status, and the page or the target of the redirect.
fn answer(shelf: &Shelf, address: &str) -> (u16, Vec<u8>) {
    match shelf.get(address) {
        PathEntry::File(file) => (200, file.bytes.to_vec()),
        PathEntry::Moved(to) => (301, to.into_bytes()),
        PathEntry::NotFound(page) => (404, page.map_or_else(Vec::new, |page| page.bytes.to_vec())),
    }
}

/// The addresses of the file at `path`, with the folder that it is the page of.
fn addresses(base: &str, path: &str) -> Vec<String> {
    let folder = path.strip_suffix("index.html").map(|folder| format!("{base}/{folder}"));
    let bare = folder.as_deref().and_then(|folder| folder.strip_suffix('/')).map(str::to_owned);
    [Some(format!("{base}/{path}")), folder, bare].into_iter().flatten().collect()
}

impl Desk {
    fn new(files: Files, session: Session) -> Desk {
        let (preview, shelf) = (Preview::of(session), Shelf::new());
        let mut desk = Desk { files, preview, served: Shown::new(), shelf, asked: BTreeSet::new() };
        desk.run(None);
        desk
    }

    /// Saves the files after `change`, and tells the preview which differ.
    fn edit(&mut self, change: impl FnOnce(&mut Files)) -> PreviewStep {
        let before = self.files.clone();
        change(&mut self.files);
        let paths: BTreeSet<&String> = before.keys().chain(self.files.keys()).collect();
        let changed = paths.into_iter().filter(|path| before.get(*path) != self.files.get(*path));
        let changed: Changes = changed.map(|path| (path.as_str().into(), 0)).collect();
        self.run(Some(&changed))
    }

    fn run(&mut self, changed: Option<&Changes>) -> PreviewStep {
        let step = self.preview.run(sources(&self.files), Vec::new(), changed);
        for path in &step.gone {
            assert!(self.served.remove(path).is_some(), "`{path}` was removed but not there");
        }
        self.served.extend(step.put.iter().cloned());
        let base = self.base();
        self.shelf.update(Update {
            put: step.put.iter().map(|(path, bytes)| (path.to_string(), Arc::clone(bytes))).collect(),
            gone: step.gone.iter().map(ToString::to_string).collect(),
            base_path: base.clone(),
            ..Update::default()
        });
        self.asked.extend(self.served.keys().flat_map(|path| addresses(&base, path)));
        step
    }

    /// The folder part of the site's address.
    fn base(&self) -> String {
        let view = self.preview.session().view();
        view.map_or_else(String::new, |view| view.world.site.config.base_path().to_owned())
    }

    /// Compares the answer at every address that has ever existed with that of a server that has only `expected`. The
    /// error is an address that differs.
    fn answers_like(&self, expected: &Shown) -> Result<(), String> {
        let clean = Shelf::new();
        clean.update(Update {
            put: expected.iter().map(|(path, bytes)| (path.to_string(), Arc::clone(bytes))).collect(),
            base_path: self.base(),
            ..Update::default()
        });
        match self.asked.iter().find(|address| answer(&self.shelf, address) != answer(&clean, address)) {
            None => Ok(()),
            Some(address) => {
                let (is, should) = (answer(&self.shelf, address).0, answer(&clean, address).0);
                Err(format!("`{address}` answers {is} and should {should}, or with other bytes"))
            }
        }
    }

    /// What is shown at `path`, as text.
    fn at(&self, path: &str) -> Option<String> {
        self.served.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}
