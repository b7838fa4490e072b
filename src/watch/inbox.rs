//! Changes that were noticed, held until things are quiet enough to pass them on as a batch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a saved file has to be quiet: a program that saves several does so at once.
const SAVED: Duration = Duration::from_millis(2);

/// The same for a few files, such as an editor's temporary ones.
const FEW: Duration = Duration::from_millis(10);

/// The same for many files: a version control system checks out a branch with pauses.
const MANY: Duration = Duration::from_millis(75);

/// The same for a file that is being written, if the system reports when the writer is done.
const WRITING: Duration = Duration::from_millis(500);

/// The same if the system does not report that.
const UNREPORTED: Duration = Duration::from_millis(25);

/// The same for a file that was emptied: its new text is still to come.
const EMPTIED: Duration = Duration::from_secs(2);

/// The longest that more changes can delay a batch.
const LONGEST: Duration = Duration::from_secs(3);

/// The pause before checking again whether Git is still at work.
const BUSY: Duration = Duration::from_millis(5);

/// From this many paths on, the whole site is scanned instead of each path.
const TOO_MANY: usize = 100_000;

/// What was noticed about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// It is complete: saved, renamed or removed.
    Done,
    /// Its permissions or times changed, which says nothing about a writer.
    Touched,
    /// It was created or written to, and more may follow.
    Writing,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NextStep {
    /// Nothing was noticed.
    Idle,
    /// Something was noticed and more may follow: check again after this time.
    Wait(Duration),
    /// These paths are quiet.
    Batch(BTreeSet<PathBuf>),
    /// Too many paths to list.
    Everything,
}

/// Changes that were noticed but not yet passed on.
#[derive(Debug)]
pub(super) struct Inbox {
    done: BTreeSet<PathBuf>,
    /// Files that are being written, and when that was last noticed.
    writing: BTreeMap<PathBuf, Instant>,
    first: Option<Instant>,
    last: Option<Instant>,
    too_many: bool,
    /// Whether the system reports when a writer is done.
    reports_close: bool,
}

impl Inbox {
    pub(super) fn new(reports_close: bool) -> Inbox {
        Inbox {
            done: BTreeSet::new(),
            writing: BTreeMap::new(),
            first: None,
            last: None,
            too_many: false,
            reports_close,
        }
    }

    /// Sets whether the system reports when a writer is done.
    pub(super) fn reports_close(&mut self, reports_close: bool) {
        self.reports_close = reports_close;
    }

    pub(super) fn notice(&mut self, path: PathBuf, notice: Notice, now: Instant) {
        self.first.get_or_insert(now);
        self.last = Some(now);
        match notice {
            Notice::Writing => {
                self.writing.insert(path, now);
            }
            Notice::Touched if self.writing.contains_key(&path) => {}
            Notice::Done | Notice::Touched => {
                self.writing.remove(&path);
                self.done.insert(path);
            }
        }
        if self.done.len() + self.writing.len() > TOO_MANY {
            self.done.clear();
            self.writing.clear();
            self.too_many = true;
        }
    }

    /// What to do at `now`. A file that is still being written waits for a later batch; `is_empty` returns whether
    /// such a file is empty. `is_busy` returns whether another program is about to change more files.
    pub(super) fn step(
        &mut self,
        now: Instant,
        is_empty: impl Fn(&Path) -> bool,
        is_busy: impl Fn() -> bool,
    ) -> NextStep {
        let (Some(first), Some(last)) = (self.first, self.last) else { return NextStep::Idle };
        let count = self.done.len() + self.writing.len();
        let quiet = match count {
            _ if self.too_many => MANY,
            0..=4 => SAVED,
            5..=32 => FEW,
            _ => MANY,
        };
        let settled = (last + quiet).min(first + LONGEST);
        if now < settled {
            return NextStep::Wait(settled - now);
        }
        if is_busy() {
            return NextStep::Wait(BUSY);
        }
        let mut earliest: Option<Instant> = None;
        let mut ready = Vec::new();
        for (path, &since) in &self.writing {
            let patience = if self.reports_close { WRITING } else { UNREPORTED };
            let mut until = since + patience;
            if now >= until && is_empty(path) {
                until = since + EMPTIED;
            }
            if now >= until {
                ready.push(path.clone());
            } else {
                earliest = Some(earliest.map_or(until, |earliest| earliest.min(until)));
            }
        }
        for path in ready {
            self.writing.remove(&path);
            self.done.insert(path);
        }
        let batch = std::mem::take(&mut self.done);
        match earliest {
            Some(until) if batch.is_empty() && !self.too_many => return NextStep::Wait(until - now),
            Some(_) => self.first = Some(now),
            None => (self.first, self.last) = (None, None),
        }
        if std::mem::take(&mut self.too_many) { NextStep::Everything } else { NextStep::Batch(batch) }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test only needs a starting time")]
mod tests {
    use super::*;

    struct Simulation {
        inbox: Inbox,
        now: Instant,
        busy: bool,
    }

    impl Simulation {
        fn new(reports_close: bool) -> Simulation {
            Simulation { inbox: Inbox::new(reports_close), now: Instant::now(), busy: false }
        }

        fn after(&mut self, milliseconds: u64) -> &mut Self {
            self.now += Duration::from_millis(milliseconds);
            self
        }

        fn notice(&mut self, path: &str, notice: Notice) -> &mut Self {
            self.inbox.notice(path.into(), notice, self.now);
            self
        }

        fn step(&mut self) -> NextStep {
            self.inbox.step(self.now, |path| path.ends_with("empty.md"), || self.busy)
        }
    }

    fn batch(paths: &[&str]) -> NextStep {
        NextStep::Batch(paths.iter().map(PathBuf::from).collect())
    }

    #[test]
    fn a_saved_file_is_passed_on_after_two_milliseconds() {
        let mut simulation = Simulation::new(true);
        assert_eq!(simulation.step(), NextStep::Idle);
        simulation.notice("a.md", Notice::Writing).notice("a.md", Notice::Done);
        assert_eq!(simulation.step(), NextStep::Wait(SAVED));
        assert_eq!(simulation.after(2).step(), batch(&["a.md"]));
        assert_eq!(simulation.step(), NextStep::Idle);
    }

    #[test]
    fn a_file_that_is_being_written_waits_while_saved_ones_go() {
        let mut simulation = Simulation::new(true);
        simulation.notice("a.md", Notice::Writing).notice("b.md", Notice::Done);
        assert_eq!(simulation.after(2).step(), batch(&["b.md"]));
        assert_eq!(simulation.step(), NextStep::Wait(WRITING - SAVED));
        simulation.after(400).notice("a.md", Notice::Touched).notice("a.md", Notice::Writing);
        assert!(matches!(simulation.after(400).step(), NextStep::Wait(_)));
        simulation.notice("a.md", Notice::Done);
        assert_eq!(simulation.after(2).step(), batch(&["a.md"]));
        assert_eq!(simulation.step(), NextStep::Idle);
    }

    #[test]
    fn an_emptied_file_waits_for_its_text_but_not_forever() {
        for reports_close in [true, false] {
            let mut simulation = Simulation::new(reports_close);
            simulation.notice("empty.md", Notice::Writing);
            assert!(matches!(simulation.after(1_900).step(), NextStep::Wait(_)));
            assert_eq!(simulation.after(100).step(), batch(&["empty.md"]));
        }
    }

    #[test]
    fn without_reports_a_short_quiet_is_enough() {
        let mut simulation = Simulation::new(false);
        simulation.notice("a.md", Notice::Writing);
        assert!(matches!(simulation.after(20).step(), NextStep::Wait(_)));
        assert_eq!(simulation.after(5).step(), batch(&["a.md"]));
    }

    #[test]
    fn many_files_wait_for_a_longer_quiet_and_stay_in_one_batch() {
        let mut simulation = Simulation::new(true);
        for file in 0..5_000 {
            simulation.notice(&format!("{file}.md"), Notice::Done);
            if file % 100 == 99 {
                assert!(matches!(simulation.after(50).step(), NextStep::Wait(_)));
            }
        }
        let NextStep::Batch(paths) = simulation.after(75).step() else { panic!("there is a batch") };
        assert_eq!(paths.len(), 5_000);
    }

    #[test]
    fn nothing_is_passed_on_while_git_is_at_work() {
        let mut simulation = Simulation::new(true);
        simulation.busy = true;
        simulation.notice("a.md", Notice::Done);
        assert_eq!(simulation.after(1_000).step(), NextStep::Wait(BUSY));
        simulation.notice("b.md", Notice::Done).after(5).busy = false;
        assert_eq!(simulation.step(), batch(&["a.md", "b.md"]));
    }

    #[test]
    fn endless_changes_do_not_delay_a_batch_forever() {
        let mut simulation = Simulation::new(true);
        let mut waited = 0;
        loop {
            simulation.after(1).notice(&format!("{waited}.md"), Notice::Done);
            if matches!(simulation.step(), NextStep::Batch(_)) {
                break;
            }
            waited += 1;
            assert!(waited <= 3_001);
        }
        assert!(waited > 2_900);
    }

    #[test]
    fn too_many_paths_become_everything() {
        let mut simulation = Simulation::new(true);
        for file in 0..=TOO_MANY {
            simulation.notice(&format!("{file}.md"), Notice::Done);
        }
        simulation.notice("late.md", Notice::Done);
        assert_eq!(simulation.after(75).step(), NextStep::Everything);
        assert_eq!(simulation.step(), NextStep::Idle);
    }
}
