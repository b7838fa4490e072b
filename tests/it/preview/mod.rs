//! The preview: what it shows is what a clean build would write, after whatever edits.

mod edits;
mod kinds;
mod oracle;
mod peers;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use balm::pipeline::{Options, Session};
use balm::preview::{Preview, Step};
use balm::site::Choice;
use balm::source::{Changes, Content, File, Origin, Sources};

use crate::harness::TODAY;

/// Files by path, as an author's folder holds them.
type Files = BTreeMap<String, Vec<u8>>;

/// Files by output path.
type Shown = BTreeMap<Arc<str>, Arc<[u8]>>;

fn options() -> Options {
    let today = TODAY.parse().expect("it is a date");
    Options { choice: Choice { today, drafts: false, future: false }, base_url: None, strict: false }
}

fn sources(files: &Files) -> Sources {
    Sources::from_files(files.iter().map(|(path, bytes)| {
        let content = match std::str::from_utf8(bytes) {
            Ok(text) if !path.ends_with(".png") => Content::Text(text.into()),
            _ => Content::Bytes(bytes.as_slice().into()),
        };
        File { path: path.as_str().into(), content, origin: Origin::Site }
    }))
}

/// What a clean build makes of `files`, and what it says.
fn clean(files: &Files) -> (Shown, Vec<String>, bool) {
    let mut session = Session::new(options());
    let rebuilt = session.run(sources(files), Vec::new(), None);
    let shown = session.outputs().iter();
    let shown = shown.filter_map(|(path, output)| Some((Arc::clone(path), output.bytes.clone()?))).collect();
    // Who reads the files says so where `site.toml` is missing.
    let has_errors = rebuilt.diagnostics.iter().any(balm::diagnostic::Diagnostic::holds_page)
        || !files.contains_key("site.toml");
    (shown, rebuilt.diagnostics.iter().map(|found| format!("{found:?}")).collect(), has_errors)
}

/// A preview beside the files it shows, and beside what a browser would be given.
struct Desk {
    files: Files,
    preview: Preview,
    /// What was put and not taken away again, as a server would have it.
    served: Shown,
}

impl Desk {
    fn new(files: Files, session: Session) -> Desk {
        let mut desk = Desk { files, preview: Preview::of(session), served: Shown::new() };
        desk.run(None);
        desk
    }

    /// Saves the files as `change` leaves them, and lets the preview see those that differ.
    fn edit(&mut self, change: impl FnOnce(&mut Files)) -> Step {
        let before = self.files.clone();
        change(&mut self.files);
        let paths: BTreeSet<&String> = before.keys().chain(self.files.keys()).collect();
        let changed = paths.into_iter().filter(|path| before.get(*path) != self.files.get(*path));
        let changed: Changes = changed.map(|path| (path.as_str().into(), 0)).collect();
        self.run(Some(&changed))
    }

    fn run(&mut self, changed: Option<&Changes>) -> Step {
        let step = self.preview.run(sources(&self.files), Vec::new(), changed);
        for path in &step.gone {
            assert!(self.served.remove(path).is_some(), "`{path}` was not there to be taken away");
        }
        self.served.extend(step.put.iter().cloned());
        step
    }

    /// What is shown at `path`, as text.
    fn at(&self, path: &str) -> Option<String> {
        self.served.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}
