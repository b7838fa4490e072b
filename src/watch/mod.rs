//! Which of a site's files may have changed, in batches.
//!
//! Architecture Invariant: this module does not know what a file means, and opens none of the site's.

mod events;
mod inbox;
mod place;
mod snapshot;
#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test plays the part of everybody else")]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use events::{Heard, Listener};
use inbox::{Notice, Step};
use snapshot::Snapshot;

/// What belongs to a site, in its root.
const TOP: [&str; 5] = ["site.toml", "content", "templates", "static", "words"];

/// How long after a folder appeared it is looked at again: it may have been filled before it was watched.
const SECOND_LOOK: Duration = Duration::from_millis(150);

/// The pause between two looks where events do not come, at least.
const PAUSE: Duration = Duration::from_millis(300);

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These files and folders, from the root (`content/a.md`), changed, appeared or are gone, with all that is
    /// in them. One that did not change after all may be among them.
    Paths(BTreeSet<PathBuf>),
    /// Too much to tell: look at everything.
    Everything,
}

/// How to notice changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The system tells.
    Events,
    /// Looking at every file's time and length, with this pause between two looks, or a longer one where a look
    /// takes long.
    Poll(Duration),
    /// Events, or polling where they do not come.
    Auto,
}

/// Watches a site's `site.toml`, `content/`, `templates/` and `static/`, each of which may come and go.
///
/// Start it before the site is read, so that nothing is missed in between.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    heard: Arc<Heard>,
    source: Source,
    snapshot: Snapshot,
    git_lock: Option<PathBuf>,
    /// Folders to look at a second time, and when.
    again: Option<(Instant, BTreeSet<PathBuf>)>,
}

#[derive(Debug)]
enum Source {
    Events(Listener),
    Looks { pause: Duration, next: Instant, why: String },
}

impl Watch {
    /// Starts to watch the site in `root`.
    ///
    /// # Errors
    /// Why it cannot be watched, as a part of a sentence. Not with [`How::Auto`] in a folder that is there.
    pub fn start(root: &Path, how: How) -> Result<Watch, String> {
        let root = root.canonicalize().map_err(|error| crate::source::plain_io(&error))?;
        let silent = match how {
            How::Events => None,
            How::Poll(_) => Some("this was asked for".to_owned()),
            How::Auto => TOP.iter().find_map(|top| place::silent(&root.join(top).canonicalize().ok()?)),
        };
        let heard = Arc::new(Heard::new(&root));
        let pause = if let How::Poll(pause) = how { pause } else { PAUSE };
        let looks = |why| Source::Looks { pause, next: now() + pause, why };
        let source = match silent {
            Some(why) => looks(why),
            None => match Listener::start(&root, &heard) {
                Ok(listener) => Source::Events(listener),
                Err(why) if how == How::Auto => looks(why),
                Err(why) => return Err(why),
            },
        };
        let git_lock = place::git_lock(&root);
        let mut watch = Watch { root, heard, source, snapshot: Snapshot::default(), git_lock, again: None };
        watch.snapshot.look(&watch.root);
        watch.follow_links();
        if let Source::Looks { .. } = watch.source {
            watch.heard.lock().inbox.tells_done(false);
        }
        Ok(watch)
    }

    /// Why files are looked at rather than events waited for, if so. May change while it runs.
    #[must_use]
    pub fn is_polling(&self) -> Option<&str> {
        match &self.source {
            Source::Events(_) => None,
            Source::Looks { why, .. } => Some(why),
        }
    }

    /// The next batch of changes; nothing when `timeout` passes without one.
    pub fn next(&mut self, timeout: Option<Duration>) -> Option<Change> {
        let end = timeout.map(|timeout| now() + timeout);
        loop {
            self.catch_up();
            let heard = Arc::clone(&self.heard);
            let mut held = heard.lock();
            let time = now();
            let is_empty = |path: &Path| self.root.join(path).metadata().is_ok_and(|file| file.len() == 0);
            let is_busy = || self.git_lock.as_deref().is_some_and(place::is_held);
            let mut wake = match held.inbox.step(time, is_empty, is_busy) {
                Step::Batch(paths) => {
                    let appeared: Vec<PathBuf> =
                        paths.iter().filter(|path| held.appeared.remove(*path)).cloned().collect();
                    drop(held);
                    self.look_into(&appeared);
                    return Some(Change::Paths(paths));
                }
                Step::Everything => {
                    held.appeared.clear();
                    drop(held);
                    self.look_into(&TOP.map(PathBuf::from));
                    return Some(Change::Everything);
                }
                Step::Wait(pause) => Some(time + pause),
                Step::Idle => None,
            };
            if end.is_some_and(|end| time >= end) {
                return None;
            }
            let next_look = match &self.source {
                Source::Looks { next, .. } => Some(*next),
                Source::Events(_) => None,
            };
            let second_look = self.again.as_ref().map(|(time, _)| *time);
            for other in [end, next_look, second_look].into_iter().flatten() {
                wake = Some(wake.map_or(other, |wake| wake.min(other)));
            }
            // What was heard since `catch_up` is not slept over.
            if !held.needs_look() {
                heard.wait(held, wake.map(|wake| wake.saturating_duration_since(time)));
            }
        }
    }

    /// Looks for itself where the system did not tell, or cannot.
    fn catch_up(&mut self) {
        let (lost, limit) = {
            let mut held = self.heard.lock();
            (std::mem::take(&mut held.lost), held.limit.take())
        };
        let time = now();
        if let Some(why) = limit {
            self.source = Source::Looks { pause: PAUSE, next: time, why };
            self.heard.lock().inbox.tells_done(false);
        }
        let mut changed = BTreeSet::new();
        if lost {
            changed = self.snapshot.look(&self.root);
            self.follow_links();
        }
        if let Source::Looks { pause, next, .. } = &mut self.source
            && time >= *next
        {
            changed.extend(self.snapshot.look(&self.root));
            let end = now();
            *next = end + (*pause).max((end - time) * 10);
        }
        if let Some((_, folders)) = self.again.take_if(|(due, _)| time >= *due) {
            let found: BTreeSet<PathBuf> =
                folders.iter().flat_map(|folder| self.snapshot.look_at(&self.root, folder)).collect();
            if !found.is_empty() {
                self.again = Some((now() + SECOND_LOOK, folders));
                self.follow_links();
            }
            changed.extend(found);
        }
        if !changed.is_empty() {
            let mut held = self.heard.lock();
            for path in changed {
                let is_file = self.root.join(&path).is_file();
                held.inbox.notice(path, if is_file { Notice::Writing } else { Notice::Done }, time);
            }
        }
    }

    /// Follows what appeared, where it is a folder or a link.
    fn look_into(&mut self, appeared: &[PathBuf]) {
        let Source::Events(listener) = &mut self.source else { return };
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
            listener.watch_top(top, &self.heard);
        }
        for folder in &folders {
            self.snapshot.look_at(&self.root, folder);
        }
        self.follow_links();
        let (_, mut again) = self.again.take().unwrap_or_else(|| (now(), BTreeSet::new()));
        again.append(&mut folders);
        self.again = Some((now() + SECOND_LOOK, again));
    }

    /// Listens where links lead.
    fn follow_links(&mut self) {
        if let Source::Events(listener) = &mut self.source {
            listener.follow(self.snapshot.links(), &self.heard);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "when a change is handed on does not change what is built")]
fn now() -> Instant {
    Instant::now()
}
