//! A progress bar on the terminal for anything that takes longer than a second.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::OutputArgs;
use super::{Clock, talks};
use crate::pipeline::{Phase, Progress};

/// Drawn only on a terminal, and only after the first second.
pub(super) struct BuildProgress {
    bar: ProgressBar,
    clock: Clock,
    shows: bool,
}

impl BuildProgress {
    pub(super) fn new(output: &OutputArgs) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        BuildProgress { bar, clock: Clock::start(), shows: talks(output) && std::io::stderr().is_terminal() }
    }

    /// Removes the bar from the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_when_slow(&self) {
        if self.shows && self.bar.is_hidden() && self.clock.seconds() > 1.0 {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            self.bar.enable_steady_tick(Duration::from_millis(100));
        }
    }
}

impl Progress for BuildProgress {
    fn phase(&self, phase: Phase) {
        self.bar.set_message(match phase {
            Phase::Parse => "Reading",
            Phase::Check => "Checking",
            Phase::Render(_) => "Rendering",
        });
        if let Phase::Render(count) = phase {
            self.bar.set_length(count as u64);
        }
        self.show_when_slow();
    }

    fn done(&self) {
        self.bar.inc(1);
        if self.bar.position().is_multiple_of(256) {
            self.show_when_slow();
        }
    }
}
