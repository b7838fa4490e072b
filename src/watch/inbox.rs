//! Changes that were noticed, until they are quiet enough to be handed on as a batch.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a file that was saved has to be quiet: a program that saves several does so at once.
const SAVED: Duration = Duration::from_millis(2);

/// The same for a few files, such as the temporary ones of an editor.
const FEW: Duration = Duration::from_millis(10);

/// The same for many files: a version control system checks out a branch, with breaks.
const MANY: Duration = Duration::from_millis(75);

/// The same for a file that is being written, where the system tells when a writer is done.
const WRITING: Duration = Duration::from_millis(500);

/// The same where the system does not tell.
const UNTOLD: Duration = Duration::from_millis(25);

/// The same for a file that was emptied: its new text is still to come.
const EMPTIED: Duration = Duration::from_secs(2);

/// How long a batch may be held back by more changes.
const LONGEST: Duration = Duration::from_secs(3);

/// How long somebody who is busy is left alone before being looked at again.
const BUSY: Duration = Duration::from_millis(5);

/// From this many paths on, nobody looks at each.
const TOO_MANY: usize = 100_000;

/// What was noticed about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// It is as its writer wants it: saved, renamed, gone.
    Done,
    /// Its rights or times changed; says nothing about a writer.
    Touched,
    /// It was made or written to, and there may be more to come.
    Writing,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing was noticed.
    Idle,
    /// Something was, and more may follow: look again after this time.
    Wait(Duration),
    /// These paths are quiet.
    Batch(BTreeSet<PathBuf>),
    /// Too many to tell.
    Everything,
}

/// Changes that were noticed and not handed on.
#[derive(Debug)]
pub(super) struct Inbox {
    done: BTreeSet<PathBuf>,
    /// Files that are being written, and when that was last noticed.
    writing: BTreeMap<PathBuf, Instant>,
    first: Option<Instant>,
    last: Option<Instant>,
    too_many: bool,
    /// Whether the system tells when a writer is done.
    tells_done: bool,
}

impl Inbox {
    pub(super) fn new(tells_done: bool) -> Inbox {
        Inbox {
            done: BTreeSet::new(),
            writing: BTreeMap::new(),
            first: None,
            last: None,
            too_many: false,
            tells_done,
        }
    }

    /// Changes the way in which writers are known to be done.
    pub(super) fn tells_done(&mut self, tells_done: bool) {
        self.tells_done = tells_done;
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

    /// What to do at `now`. A file that is still being written is left for the next batch; `is_empty` says of
    /// one whether nothing is in it. `is_busy` says whether somebody is about to change more files.
    pub(super) fn step(
        &mut self,
        now: Instant,
        is_empty: impl Fn(&Path) -> bool,
        is_busy: impl Fn() -> bool,
    ) -> Step {
        let (Some(first), Some(last)) = (self.first, self.last) else { return Step::Idle };
        let count = self.done.len() + self.writing.len();
        let quiet = match count {
            _ if self.too_many => MANY,
            0..=4 => SAVED,
            5..=32 => FEW,
            _ => MANY,
        };
        let settled = (last + quiet).min(first + LONGEST);
        if now < settled {
            return Step::Wait(settled - now);
        }
        if is_busy() {
            return Step::Wait(BUSY);
        }
        let mut earliest: Option<Instant> = None;
        let mut ready = Vec::new();
        for (path, &since) in &self.writing {
            let patience = if self.tells_done { WRITING } else { UNTOLD };
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
            Some(until) if batch.is_empty() && !self.too_many => return Step::Wait(until - now),
            Some(_) => self.first = Some(now),
            None => (self.first, self.last) = (None, None),
        }
        if std::mem::take(&mut self.too_many) { Step::Everything } else { Step::Batch(batch) }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the clock only gives the test a time to count from")]
mod tests {
    use super::*;

    struct Play {
        inbox: Inbox,
        now: Instant,
        busy: bool,
    }

    impl Play {
        fn new(tells_done: bool) -> Play {
            Play { inbox: Inbox::new(tells_done), now: Instant::now(), busy: false }
        }

        fn after(&mut self, milliseconds: u64) -> &mut Self {
            self.now += Duration::from_millis(milliseconds);
            self
        }

        fn notice(&mut self, path: &str, notice: Notice) -> &mut Self {
            self.inbox.notice(path.into(), notice, self.now);
            self
        }

        fn step(&mut self) -> Step {
            self.inbox.step(self.now, |path| path.ends_with("empty.md"), || self.busy)
        }
    }

    fn batch(paths: &[&str]) -> Step {
        Step::Batch(paths.iter().map(PathBuf::from).collect())
    }

    #[test]
    fn a_saved_file_is_handed_on_after_two_milliseconds() {
        let mut play = Play::new(true);
        assert_eq!(play.step(), Step::Idle);
        play.notice("a.md", Notice::Writing).notice("a.md", Notice::Done);
        assert_eq!(play.step(), Step::Wait(SAVED));
        assert_eq!(play.after(2).step(), batch(&["a.md"]));
        assert_eq!(play.step(), Step::Idle);
    }

    #[test]
    fn a_file_that_is_being_written_waits_while_saved_ones_go() {
        let mut play = Play::new(true);
        play.notice("a.md", Notice::Writing).notice("b.md", Notice::Done);
        assert_eq!(play.after(2).step(), batch(&["b.md"]));
        assert_eq!(play.step(), Step::Wait(WRITING - SAVED));
        play.after(400).notice("a.md", Notice::Touched).notice("a.md", Notice::Writing);
        assert!(matches!(play.after(400).step(), Step::Wait(_)));
        play.notice("a.md", Notice::Done);
        assert_eq!(play.after(2).step(), batch(&["a.md"]));
        assert_eq!(play.step(), Step::Idle);
    }

    #[test]
    fn an_emptied_file_waits_for_its_text_but_not_for_ever() {
        for tells_done in [true, false] {
            let mut play = Play::new(tells_done);
            play.notice("empty.md", Notice::Writing);
            assert!(matches!(play.after(1_900).step(), Step::Wait(_)));
            assert_eq!(play.after(100).step(), batch(&["empty.md"]));
        }
    }

    #[test]
    fn where_nobody_tells_a_short_quiet_is_enough() {
        let mut play = Play::new(false);
        play.notice("a.md", Notice::Writing);
        assert!(matches!(play.after(20).step(), Step::Wait(_)));
        assert_eq!(play.after(5).step(), batch(&["a.md"]));
    }

    #[test]
    fn many_files_wait_for_a_longer_quiet_and_stay_together() {
        let mut play = Play::new(true);
        for file in 0..5_000 {
            play.notice(&format!("{file}.md"), Notice::Done);
            if file % 100 == 99 {
                assert!(matches!(play.after(50).step(), Step::Wait(_)));
            }
        }
        let Step::Batch(paths) = play.after(75).step() else { panic!("there is a batch") };
        assert_eq!(paths.len(), 5_000);
    }

    #[test]
    fn while_git_is_at_work_nothing_is_handed_on() {
        let mut play = Play::new(true);
        play.busy = true;
        play.notice("a.md", Notice::Done);
        assert_eq!(play.after(1_000).step(), Step::Wait(BUSY));
        play.notice("b.md", Notice::Done).after(5).busy = false;
        assert_eq!(play.step(), batch(&["a.md", "b.md"]));
    }

    #[test]
    fn changes_without_an_end_do_not_hold_a_batch_back_for_ever() {
        let mut play = Play::new(true);
        let mut waited = 0;
        loop {
            play.after(1).notice(&format!("{waited}.md"), Notice::Done);
            if matches!(play.step(), Step::Batch(_)) {
                break;
            }
            waited += 1;
            assert!(waited <= 3_001);
        }
        assert!(waited > 2_900);
    }

    #[test]
    fn more_than_anybody_would_look_at_is_everything() {
        let mut play = Play::new(true);
        for file in 0..=TOO_MANY {
            play.notice(&format!("{file}.md"), Notice::Done);
        }
        play.notice("late.md", Notice::Done);
        assert_eq!(play.after(75).step(), Step::Everything);
        assert_eq!(play.step(), Step::Idle);
    }
}
