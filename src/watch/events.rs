//! The system's events: heard on a thread of their own, sorted out, and put into the inbox.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, Event, EventKind, ModifyKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::inbox::{Inbox, Notice};
use super::snapshot::Link;
use super::{TOP, now};

/// Whether the system tells when a program has closed a file that it wrote.
const TELLS_DONE: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What was heard and not yet handed on.
#[derive(Debug)]
pub(super) struct Heard {
    root: PathBuf,
    held: Mutex<Held>,
    bell: Condvar,
}

#[derive(Debug)]
pub(super) struct Held {
    pub(super) inbox: Inbox,
    /// Paths that were made or renamed: folders and links among them want to be followed.
    pub(super) appeared: BTreeSet<PathBuf>,
    /// Whether the system dropped events.
    pub(super) lost: bool,
    /// Why the system tells no more, if so.
    pub(super) limit: Option<String>,
    links: Vec<Link>,
}

impl Held {
    /// Whether something happened that events do not tell.
    pub(super) fn needs_look(&self) -> bool {
        self.lost || self.limit.is_some()
    }
}

impl Heard {
    pub(super) fn new(root: &Path) -> Heard {
        let held = Held {
            inbox: Inbox::new(TELLS_DONE),
            appeared: BTreeSet::new(),
            lost: false,
            limit: None,
            links: Vec::new(),
        };
        Heard { root: root.to_owned(), held: Mutex::new(held), bell: Condvar::new() }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something is heard or `time` has passed.
    pub(super) fn wait(&self, held: MutexGuard<'_, Held>, time: Option<Duration>) {
        // Either may be poisoned by a panic of the thread that hears; what it heard is whole all the same.
        match time {
            Some(time) => drop(self.bell.wait_timeout(held, time)),
            None => drop(self.bell.wait(held)),
        }
    }

    fn hear(&self, event: notify::Result<Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.lock().lost = true,
            Ok(event) => match notice(&event.kind) {
                Some(notice) => {
                    let appeared = matches!(
                        event.kind,
                        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any
                    );
                    let mut concerns = false;
                    for path in &event.paths {
                        concerns |= self.put(path, notice, appeared);
                    }
                    if !concerns {
                        return;
                    }
                }
                None => return,
            },
            Err(error) => self.fail(&error),
        }
        self.bell.notify_one();
    }

    /// Puts `path` into the inbox by each of its names within the site; tells whether it has one.
    fn put(&self, path: &Path, notice: Notice, appeared: bool) -> bool {
        let own = path.strip_prefix(&self.root).ok().filter(|name| is_within(name));
        let mut held = self.lock();
        let through = |link: &Link| Some(join(&link.link, path.strip_prefix(&link.target).ok()?));
        let mut names: Vec<PathBuf> = held.links.iter().filter_map(through).collect();
        names.extend(own.map(Path::to_owned));
        if path == self.root && notice == Notice::Done {
            // It was moved or removed as a whole.
            names.extend(TOP.map(PathBuf::from));
        }
        let time = now();
        for name in &names {
            if appeared {
                held.appeared.insert(name.clone());
            }
            held.inbox.notice(name.clone(), notice, time);
        }
        !names.is_empty()
    }

    /// As if the system had refused to watch one folder more.
    #[cfg(test)]
    pub(super) fn hear_limit(&self) {
        self.hear(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
    }

    fn fail(&self, error: &notify::Error) {
        let mut held = self.lock();
        if let ErrorKind::MaxFilesWatch = error.kind {
            held.limit = Some(plain(error));
        }
        held.lost = true;
    }
}

/// Whether a path from the root belongs to the site.
fn is_within(name: &Path) -> bool {
    name.iter().next().is_some_and(|top| TOP.iter().any(|name| top == *name))
}

/// `Path::join` would end the path of a file in a slash where nothing is added.
fn join(path: &Path, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() { path.to_owned() } else { path.join(rest) }
}

/// What an event says of its paths; nothing where files were only read.
fn notice(kind: &EventKind) -> Option<Notice> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Create(CreateKind::Folder)
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_) => Some(Notice::Done),
        EventKind::Access(_) => None,
        EventKind::Modify(ModifyKind::Metadata(_)) => Some(Notice::Touched),
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any | EventKind::Other => {
            Some(Notice::Writing)
        }
    }
}

/// Listens to the system's events.
#[derive(Debug)]
pub(super) struct Listener {
    root: PathBuf,
    watcher: RecommendedWatcher,
    /// Where it listens outside the site's own folders, and whether to all that is within.
    targets: BTreeMap<PathBuf, bool>,
}

impl Listener {
    /// Starts to listen to the site's folders in `root`.
    ///
    /// # Errors
    /// Why the system does not tell, as a part of a sentence.
    pub(super) fn start(root: &Path, heard: &Arc<Heard>) -> Result<Listener, String> {
        let ears = Arc::clone(heard);
        // Links are followed by `follow`, with the names that they give to files.
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher =
            RecommendedWatcher::new(move |event| ears.hear(event), config).map_err(|error| plain(&error))?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| plain(&error))?;
        let mut listener = Listener { root: root.to_owned(), watcher, targets: BTreeMap::new() };
        for top in TOP {
            listener.watch_folder(Path::new(top)).map_err(|error| plain(&error))?;
        }
        Ok(listener)
    }

    /// Stops to listen.
    #[cfg(test)]
    pub(super) fn deafen(&mut self) {
        let _ = self.watcher.unwatch(&self.root);
        let _ = self.watcher.unwatch(&self.root.join("content"));
    }

    /// Listens to one of the site's own folders, which appeared.
    pub(super) fn watch_top(&mut self, top: &Path, heard: &Heard) {
        if let Err(error) = self.watch_folder(top) {
            heard.fail(&error);
        }
    }

    fn watch_folder(&mut self, top: &Path) -> notify::Result<()> {
        let folder = self.root.join(top);
        if !folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Ok(());
        }
        forgiving(self.watcher.watch(&folder, RecursiveMode::Recursive))
    }

    /// Listens to where `links` lead.
    pub(super) fn follow(&mut self, links: &BTreeSet<Link>, heard: &Heard) {
        // The names first: what is heard from then on is known by them.
        heard.lock().links = links.iter().cloned().collect();
        for link in links {
            // A file's folder, as the file may be replaced by another one of its name.
            let folder = if link.is_folder { Some(link.target.as_path()) } else { link.target.parent() };
            let Some(folder) = folder else { continue };
            if self.is_heard(folder, link.is_folder) {
                continue;
            }
            let mode = if link.is_folder { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match forgiving(self.watcher.watch(folder, mode)) {
                Ok(()) => {
                    self.targets.insert(folder.to_owned(), link.is_folder);
                }
                Err(error) => heard.fail(&error),
            }
        }
    }

    /// Whether events from `folder`, and all that is within, come already.
    fn is_heard(&self, folder: &Path, all: bool) -> bool {
        let own = folder.strip_prefix(&self.root);
        own.is_ok_and(|name| (name.as_os_str().is_empty() && !all) || is_within(name))
            || self.targets.iter().any(|(target, is_whole)| {
                if *is_whole { folder.starts_with(target) } else { folder == target && !all }
            })
    }
}

/// What went away again before it could be watched is no fault; its going is an event of its own.
fn forgiving(result: notify::Result<()>) -> notify::Result<()> {
    match result {
        Err(notify::Error { kind: ErrorKind::PathNotFound, .. }) => Ok(()),
        Err(notify::Error { kind: ErrorKind::Io(error), .. })
            if error.kind() == std::io::ErrorKind::NotFound =>
        {
            Ok(())
        }
        result => result,
    }
}

/// An error as a part of a sentence.
fn plain(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system watches no more folders (on Linux, `fs.inotify.max_user_watches` says how many)"
                .into()
        }
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            "the system starts no more watches (on Linux, `fs.inotify.max_user_instances` says how many)"
                .into()
        }
        ErrorKind::Io(error) => crate::source::plain_io(error),
        ErrorKind::Generic(text) => text.clone(),
        _ => error.to_string(),
    }
}
