//! Operating system events: received on a thread of their own, filtered, and put into the inbox.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, Event, EventKind, ModifyKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::inbox::{Inbox, Notice};
use super::snapshot::SymbolicLink;
use super::{TOP, now};

/// Whether the system reports when a program closes a file that it has written.
const REPORTS_CLOSE: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Events received but not yet passed on.
#[derive(Debug)]
pub(super) struct EventQueue {
    root: PathBuf,
    held: Mutex<QueueState>,
    bell: Condvar,
}

#[derive(Debug)]
pub(super) struct QueueState {
    pub(super) inbox: Inbox,
    /// Paths that were created or renamed: folders and links among them have to be followed.
    pub(super) appeared: BTreeSet<PathBuf>,
    /// Whether the system dropped events.
    pub(super) lost: bool,
    /// Why the system no longer reports events, if so.
    pub(super) limit: Option<String>,
    links: Vec<SymbolicLink>,
}

impl QueueState {
    /// Whether something may have happened without an event.
    pub(super) fn needs_scan(&self) -> bool {
        self.lost || self.limit.is_some()
    }
}

impl EventQueue {
    pub(super) fn new(root: &Path) -> EventQueue {
        let held = QueueState {
            inbox: Inbox::new(REPORTS_CLOSE),
            appeared: BTreeSet::new(),
            lost: false,
            limit: None,
            links: Vec::new(),
        };
        EventQueue { root: root.to_owned(), held: Mutex::new(held), bell: Condvar::new() }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until an event arrives or `time` has passed.
    pub(super) fn wait(&self, held: MutexGuard<'_, QueueState>, time: Option<Duration>) {
        // Either may be poisoned by a panic of the receiving thread; the queue itself is still intact.
        match time {
            Some(time) => drop(self.bell.wait_timeout(held, time)),
            None => drop(self.bell.wait(held)),
        }
    }

    fn receive(&self, event: notify::Result<Event>) {
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

    /// Puts `path` into the inbox under each of its names within the site. Returns whether it has one.
    fn put(&self, path: &Path, notice: Notice, appeared: bool) -> bool {
        let own = path.strip_prefix(&self.root).ok().filter(|name| is_within(name));
        let mut held = self.lock();
        let through = |link: &SymbolicLink| Some(join(&link.link, path.strip_prefix(&link.target).ok()?));
        let mut names: Vec<PathBuf> = held.links.iter().filter_map(through).collect();
        names.extend(own.map(Path::to_owned));
        if path == self.root && notice == Notice::Done {
            // The root itself was moved or removed.
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

    /// Acts as if the system had refused to watch another folder.
    #[cfg(test)]
    pub(super) fn receive_limit(&self) {
        self.receive(Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
    }

    fn fail(&self, error: &notify::Error) {
        let mut held = self.lock();
        if let ErrorKind::MaxFilesWatch = error.kind {
            held.limit = Some(plain(error));
        }
        held.lost = true;
    }
}

/// Whether a path relative to the root belongs to the site.
fn is_within(name: &Path) -> bool {
    name.iter().next().is_some_and(|top| TOP.iter().any(|name| top == *name))
}

/// Unlike `Path::join`, adds no trailing slash to a file's path when `rest` is empty.
fn join(path: &Path, rest: &Path) -> PathBuf {
    if rest.as_os_str().is_empty() { path.to_owned() } else { path.join(rest) }
}

/// What an event says about its paths; `None` if files were only read.
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
pub(super) struct EventListener {
    root: PathBuf,
    watcher: RecommendedWatcher,
    /// Watched folders outside the site's own, and whether each is watched recursively.
    targets: BTreeMap<PathBuf, bool>,
}

impl EventListener {
    /// Starts to listen for changes in the site's folders in `root`.
    ///
    /// # Errors
    /// Why events are not available, as part of a sentence.
    pub(super) fn start(root: &Path, queue: &Arc<EventQueue>) -> Result<EventListener, String> {
        let queue = Arc::clone(queue);
        // `follow` follows links, because it knows the names they give to files.
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(move |event| queue.receive(event), config)
            .map_err(|error| plain(&error))?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| plain(&error))?;
        let mut listener = EventListener { root: root.to_owned(), watcher, targets: BTreeMap::new() };
        for top in TOP {
            listener.watch_folder(Path::new(top)).map_err(|error| plain(&error))?;
        }
        Ok(listener)
    }

    /// Stops listening.
    #[cfg(test)]
    pub(super) fn stop_listening(&mut self) {
        let _ = self.watcher.unwatch(&self.root);
        let _ = self.watcher.unwatch(&self.root.join("content"));
    }

    /// Listens to one of the site's own folders, which has just appeared.
    pub(super) fn watch_top(&mut self, top: &Path, queue: &EventQueue) {
        if let Err(error) = self.watch_folder(top) {
            queue.fail(&error);
        }
    }

    fn watch_folder(&mut self, top: &Path) -> notify::Result<()> {
        let folder = self.root.join(top);
        if !folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Ok(());
        }
        forgiving(self.watcher.watch(&folder, RecursiveMode::Recursive))
    }

    /// Listens to the targets of `links`.
    pub(super) fn follow(&mut self, links: &BTreeSet<SymbolicLink>, queue: &EventQueue) {
        // The names come first, so that every event from then on can be matched to them.
        queue.lock().links = links.iter().cloned().collect();
        for link in links {
            // For a file, its folder: the file may be replaced by another of the same name.
            let folder = if link.is_folder { Some(link.target.as_path()) } else { link.target.parent() };
            let Some(folder) = folder else { continue };
            if self.is_watched(folder, link.is_folder) {
                continue;
            }
            let mode = if link.is_folder { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match forgiving(self.watcher.watch(folder, mode)) {
                Ok(()) => {
                    self.targets.insert(folder.to_owned(), link.is_folder);
                }
                Err(error) => queue.fail(&error),
            }
        }
    }

    /// Whether events from `folder`, and with `all` from everything in it, already arrive.
    fn is_watched(&self, folder: &Path, all: bool) -> bool {
        let own = folder.strip_prefix(&self.root);
        own.is_ok_and(|name| (name.as_os_str().is_empty() && !all) || is_within(name))
            || self.targets.iter().any(|(target, is_whole)| {
                if *is_whole { folder.starts_with(target) } else { folder == target && !all }
            })
    }
}

/// A folder that vanished before it could be watched is not an error; its removal is an event of its own.
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

/// An error as part of a sentence.
fn plain(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system cannot watch more folders (on Linux, `fs.inotify.max_user_watches` is the limit)"
                .into()
        }
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            "the system cannot start another watch (on Linux, `fs.inotify.max_user_instances` is the limit)"
                .into()
        }
        ErrorKind::Io(error) => crate::source::plain_io(error),
        ErrorKind::Generic(text) => text.clone(),
        _ => error.to_string(),
    }
}
