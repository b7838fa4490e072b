//! Reports which of a site's files may have changed, in batches.
//!
//! Architecture Invariant: this module does not know what a file means and opens none of the site's files.

mod events;
mod inbox;
mod place;
mod snapshot;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the part of other programs")]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use events::{EventListener, EventQueue};
use inbox::{NextStep, Notice};
use snapshot::FileSnapshot;

/// The entries in a site's root that belong to it.
const TOP: [&str; 5] = ["site.toml", "content", "templates", "static", "words"];

/// How long after a folder appears it is scanned again: files may have been added before it was watched.
const SECOND_SCAN: Duration = Duration::from_millis(150);

/// The minimum pause between two scans when polling.
const PAUSE: Duration = Duration::from_millis(300);

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChanges {
    /// These files and folders (from the root: `content/a.md`) changed, appeared or are gone, with everything in
    /// them. Some may not have changed after all.
    Paths(BTreeSet<PathBuf>),
    /// Too much to list: scan everything.
    Everything,
}

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// The system reports them.
    Events,
    /// By comparing the time and length of every file, with this pause between scans, or a longer one if a scan takes
    /// long.
    Poll(Duration),
    /// Events, or polling where no events arrive.
    Auto,
}

/// Watches a site's `site.toml`, `content/`, `templates/` and `static/`, each of which may appear and disappear.
///
/// Start it before the site is read, so that no change is missed in between.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    queue: Arc<EventQueue>,
    source: ChangeSource,
    snapshot: FileSnapshot,
    git_lock: Option<PathBuf>,
    /// Folders to scan a second time, and when.
    rescan: Option<(Instant, BTreeSet<PathBuf>)>,
}

#[derive(Debug)]
enum ChangeSource {
    Events(EventListener),
    Polling { pause: Duration, next: Instant, why: String },
}

impl Watch {
    /// Starts to watch the site in `root`.
    ///
    /// # Errors
    /// Why it cannot be watched, as part of a sentence. [`WatchMode::Auto`] fails only if the folder does not exist.
    pub fn start(root: &Path, how: WatchMode) -> Result<Watch, String> {
        let root = root.canonicalize().map_err(|error| crate::source::plain_io(&error))?;
        let unreported = match how {
            WatchMode::Events => None,
            WatchMode::Poll(_) => Some("you asked for it".to_owned()),
            WatchMode::Auto => {
                TOP.iter().find_map(|top| place::unreported(&root.join(top).canonicalize().ok()?))
            }
        };
        let queue = Arc::new(EventQueue::new(&root));
        let pause = if let WatchMode::Poll(pause) = how { pause } else { PAUSE };
        let polling = |why| ChangeSource::Polling { pause, next: now() + pause, why };
        let source = match unreported {
            Some(why) => polling(why),
            None => match EventListener::start(&root, &queue) {
                Ok(listener) => ChangeSource::Events(listener),
                Err(why) if how == WatchMode::Auto => polling(why),
                Err(why) => return Err(why),
            },
        };
        let git_lock = place::git_lock(&root);
        let mut watch =
            Watch { root, queue, source, snapshot: FileSnapshot::default(), git_lock, rescan: None };
        watch.snapshot.scan(&watch.root);
        watch.follow_links();
        if let ChangeSource::Polling { .. } = watch.source {
            watch.queue.lock().inbox.reports_close(false);
        }
        Ok(watch)
    }

    /// Why files are polled instead of waiting for events, if they are. May change while it runs.
    #[must_use]
    pub fn is_polling(&self) -> Option<&str> {
        match &self.source {
            ChangeSource::Events(_) => None,
            ChangeSource::Polling { why, .. } => Some(why),
        }
    }

    /// The next batch of changes; `None` if `timeout` passes without one.
    pub fn next(&mut self, timeout: Option<Duration>) -> Option<FileChanges> {
        let end = timeout.map(|timeout| now() + timeout);
        loop {
            self.catch_up();
            let queue = Arc::clone(&self.queue);
            let mut held = queue.lock();
            let time = now();
            let is_empty = |path: &Path| self.root.join(path).metadata().is_ok_and(|file| file.len() == 0);
            let is_busy = || self.git_lock.as_deref().is_some_and(place::is_held);
            let mut wake = match held.inbox.step(time, is_empty, is_busy) {
                NextStep::Batch(paths) => {
                    let appeared: Vec<PathBuf> =
                        paths.iter().filter(|path| held.appeared.remove(*path)).cloned().collect();
                    drop(held);
                    self.follow_new(&appeared);
                    return Some(FileChanges::Paths(paths));
                }
                NextStep::Everything => {
                    held.appeared.clear();
                    drop(held);
                    self.follow_new(&TOP.map(PathBuf::from));
                    return Some(FileChanges::Everything);
                }
                NextStep::Wait(pause) => Some(time + pause),
                NextStep::Idle => None,
            };
            if end.is_some_and(|end| time >= end) {
                return None;
            }
            let next_scan = match &self.source {
                ChangeSource::Polling { next, .. } => Some(*next),
                ChangeSource::Events(_) => None,
            };
            let second_scan = self.rescan.as_ref().map(|(time, _)| *time);
            for other in [end, next_scan, second_scan].into_iter().flatten() {
                wake = Some(wake.map_or(other, |wake| wake.min(other)));
            }
            // Do not sleep if something arrived since `catch_up`.
            if !held.needs_scan() {
                queue.wait(held, wake.map(|wake| wake.saturating_duration_since(time)));
            }
        }
    }

    /// Scans for changes that the system did not or cannot report.
    fn catch_up(&mut self) {
        let (lost, limit) = {
            let mut held = self.queue.lock();
            (std::mem::take(&mut held.lost), held.limit.take())
        };
        let time = now();
        if let Some(why) = limit {
            self.source = ChangeSource::Polling { pause: PAUSE, next: time, why };
            self.queue.lock().inbox.reports_close(false);
        }
        let mut changed = BTreeSet::new();
        if lost {
            changed = self.snapshot.scan(&self.root);
            self.follow_links();
        }
        if let ChangeSource::Polling { pause, next, .. } = &mut self.source
            && time >= *next
        {
            changed.extend(self.snapshot.scan(&self.root));
            let end = now();
            *next = end + (*pause).max((end - time) * 10);
        }
        if let Some((_, folders)) = self.rescan.take_if(|(due, _)| time >= *due) {
            let found: BTreeSet<PathBuf> =
                folders.iter().flat_map(|folder| self.snapshot.scan_path(&self.root, folder)).collect();
            if !found.is_empty() {
                self.rescan = Some((now() + SECOND_SCAN, folders));
                self.follow_links();
            }
            changed.extend(found);
        }
        if !changed.is_empty() {
            let mut held = self.queue.lock();
            for path in changed {
                let is_file = self.root.join(&path).is_file();
                held.inbox.notice(path, if is_file { Notice::Writing } else { Notice::Done }, time);
            }
        }
    }

    /// Starts to follow those of the paths in `appeared` that are folders or links.
    fn follow_new(&mut self, appeared: &[PathBuf]) {
        let ChangeSource::Events(listener) = &mut self.source else { return };
        let mut folders = BTreeSet::new();
        for path in appeared {
            let Ok(metadata) = self.root.join(path).symlink_metadata() else { continue };
            if !metadata.is_file() {
                folders.insert(path.clone());
            }
        }
        if folders.is_empty() {
            return;
        }
        for top in folders.iter().filter(|path| path.components().count() == 1) {
            listener.watch_top(top, &self.queue);
        }
        for folder in &folders {
            self.snapshot.scan_path(&self.root, folder);
        }
        self.follow_links();
        let (_, mut rescan) = self.rescan.take().unwrap_or_else(|| (now(), BTreeSet::new()));
        rescan.append(&mut folders);
        self.rescan = Some((now() + SECOND_SCAN, rescan));
    }

    /// Listens to the targets of links.
    fn follow_links(&mut self) {
        if let ChangeSource::Events(listener) = &mut self.source {
            listener.follow(self.snapshot.links(), &self.queue);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the time when a change is passed on does not affect what is built"
)]
fn now() -> Instant {
    Instant::now()
}
