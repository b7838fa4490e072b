//! The loop behind `serve` and `build --watch`: waits for files to change, rebuilds what depends on them, and reports
//! it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::args::{Args, BuildArgs, Chosen, OutputArgs, OutputFormat, Watching};
use super::{Clock, Failure, folder, options, print, report, shown, talks, today};
use crate::diagnostic::{Diagnostic, counted, json};
use crate::pipeline::Rebuilt;
use crate::preview::{Preview, PreviewStep};
use crate::source::{Changes, Folder, Sources};
use crate::watch::{FileChanges, Watch, WatchMode};
use crate::write::{CommitSummary, OutputFolder};

/// How many changed files a line names; the rest are counted.
const NAMED: usize = 3;

/// A site that is watched.
pub(super) struct Watched {
    watch: Watch,
    folder: Folder,
    pub(super) preview: Preview,
    /// Whether the date follows the clock.
    follows_clock: bool,
}

/// One pass of the loop.
pub(super) struct Turn {
    pub(super) changes: Changes,
    pub(super) step: PreviewStep,
    pub(super) clock: Clock,
}

impl Watched {
    /// Watches the site given by `args`, and builds it for the first time.
    pub(super) fn start(args: &Args, chosen: &Chosen, watching: &Watching) -> Result<(Self, Turn), Failure> {
        let root = folder(args)?;
        let options = options(args, chosen)?;
        let clock = Clock::start();
        let how = if watching.poll {
            WatchMode::Poll(std::time::Duration::from_millis(300))
        } else {
            WatchMode::Auto
        };
        // Watching starts first, so that no change is missed between reading and watching.
        let watch = Watch::start(root, how).map_err(|why| {
            Failure::new(format!("`{}` cannot be watched: {why}", root.display()), "try `--poll`")
        })?;
        if let Some(why) = watch.is_polling().filter(|_| !watching.poll && talks(&args.output)) {
            print(&format!(
                "Files are checked for changes at intervals, because the system does not report them here ({why}).\n"
            ));
        }
        let mut folder = Folder::new(root);
        let mut sources = Sources::default();
        folder.update_all(&mut sources);
        let mut preview = Preview::new(options);
        let step = preview.run(sources, folder.faults(), None);
        let watched = Watched { watch, folder, preview, follows_clock: chosen.today.is_none() };
        Ok((watched, Turn { changes: Changes::new(), step, clock }))
    }

    /// Waits for an effective change, and rebuilds what depends on it.
    pub(super) fn next(&mut self) -> Option<Turn> {
        loop {
            let change = self.watch.next(None)?;
            let clock = Clock::start();
            let mut sources = self.preview.take_sources();
            let changes = match change {
                FileChanges::Paths(paths) => self.folder.update(&mut sources, &paths),
                FileChanges::Everything => self.folder.update_all(&mut sources),
            };
            let is_new_day = self.follows_clock && self.preview.set_today(today());
            let faults = self.folder.faults();
            if changes.is_empty() && !is_new_day && self.preview.session().found() == faults {
                self.preview.put_back(sources);
                continue;
            }
            let step = self.preview.run(sources, faults, Some(&changes).filter(|_| !is_new_day));
            return Some(Turn { changes, step, clock });
        }
    }
}

/// `build --watch`: does what `serve` does, but writes to the disk.
pub(super) fn build(args: &Args, options: &BuildArgs, out: &Path) -> Result<ExitCode, Failure> {
    stop_between_publications();
    let (mut watched, mut turn) = Watched::start(args, &options.chosen, &options.watching)?;
    let root = folder(args)?.to_path_buf();
    let mut teller = Teller::new(&args.output, options.watching.explain_rebuild);
    loop {
        let mut written = None;
        if !turn.step.rebuilt.diagnostics.iter().any(Diagnostic::is_error) {
            match publish(&watched.preview, out, &root) {
                Ok(done) => written = Some(done),
                Err(faults) => Arc::make_mut(&mut turn.step.rebuilt.diagnostics).extend(faults),
            }
        }
        teller.tell(&turn, watched.preview.session().sources(), written.as_ref());
        if written.is_some() && teller.is_first() && talks(&args.output) {
            print(&format!(
                "The site is in {}; it is rebuilt as you write. Press Ctrl-C to stop.\n",
                shown(out).display()
            ));
        }
        match watched.next() {
            Some(next) => turn = next,
            None => return Ok(ExitCode::SUCCESS),
        }
    }
}

/// Held while files are published.
static PUBLISHING: Mutex<()> = Mutex::new(());

/// Lets Ctrl-C end the process at once, except while files are being published, which would leave the staging folder
/// behind.
fn stop_between_publications() {
    let stop = || {
        let _until_published = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
        std::process::exit(130);
    };
    // If the handler cannot be set, the system ends the process and the next build cleans up.
    let _ = ctrlc::set_handler(stop);
}

fn publish(preview: &Preview, out: &Path, root: &Path) -> Result<CommitSummary, Vec<Diagnostic>> {
    use rayon::prelude::*;
    let _held = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
    let publisher = OutputFolder::open(out, root).map_err(|fault| vec![fault])?;
    let shown: Vec<_> = preview.shown().collect();
    let stage =
        |(path, bytes): (&std::sync::Arc<str>, &std::sync::Arc<[u8]>)| publisher.stage(path, bytes).err();
    let faults: Vec<Diagnostic> = shown.into_par_iter().filter_map(stage).collect();
    if faults.is_empty() { publisher.commit().map_err(|fault| vec![fault]) } else { Err(faults) }
}

/// Reports on the terminal what has happened.
pub(super) struct Teller<'a> {
    output: &'a OutputArgs,
    explains: bool,
    told: Option<Arc<Vec<Diagnostic>>>,
    turns: usize,
}

/// One turn for programs, on a line of its own.
#[derive(Serialize)]
struct TurnEntry<'a> {
    version: u32,
    changed: Vec<&'a str>,
    rendered: usize,
    removed: usize,
    seconds: f64,
    diagnostics: Vec<json::DiagnosticJson<'a>>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(output: &'a OutputArgs, explains: bool) -> Self {
        Teller { output, explains, told: None, turns: 0 }
    }

    /// Whether only the first turn has been reported so far.
    pub(super) fn is_first(&self) -> bool {
        self.turns == 1
    }

    /// Reports `turn`. Diagnostics are printed only if they have changed.
    pub(super) fn tell(&mut self, turn: &Turn, sources: &Sources, written: Option<&CommitSummary>) {
        self.turns += 1;
        let rebuilt = &turn.step.rebuilt;
        if self.output.format == OutputFormat::Json {
            let entry = TurnEntry {
                version: 1,
                changed: turn.changes.keys().map(|path| &**path).collect(),
                rendered: rebuilt.rendered.len(),
                removed: rebuilt.gone.len(),
                seconds: turn.clock.seconds(),
                diagnostics: json::entries(&rebuilt.diagnostics, sources),
            };
            print(&format!("{}\n", serde_json::to_string(&entry).unwrap_or_default()));
            return;
        }
        let before = self.told.replace(Arc::clone(&rebuilt.diagnostics));
        if before.as_ref() != Some(&rebuilt.diagnostics) {
            report::tell(&rebuilt.diagnostics, sources, None);
        }
        if !talks(self.output) {
            return;
        }
        let mut text = line(turn, written);
        if self.explains {
            text.push_str(&reasons(rebuilt));
        }
        if rebuilt.diagnostics.is_empty() && before.is_some_and(|before| !before.is_empty()) {
            text.push_str("No more problems.\n");
        }
        print(&text);
    }
}

/// "`content/a.md` changed: 1 page rendered in 3 ms."
fn line(turn: &Turn, written: Option<&CommitSummary>) -> String {
    let rebuilt = &turn.step.rebuilt;
    let seconds = turn.clock.seconds();
    let time = if seconds < 1.0 { format!("{:.0} ms", seconds * 1000.0) } else { format!("{seconds:.1} s") };
    let mut text = String::new();
    if !turn.changes.is_empty() {
        let names: Vec<String> = turn.changes.keys().take(NAMED).map(|path| format!("`{path}`")).collect();
        let more = turn.changes.len() - names.len();
        let more =
            if more > 0 { format!(" and {} more", counted(more, "file", "files")) } else { String::new() };
        let _ = write!(text, "{}{more} changed: ", names.join(", "));
    }
    let _ = write!(text, "{} rendered", counted(rebuilt.rendered.len(), "output", "outputs"));
    if !rebuilt.gone.is_empty() {
        let _ = write!(text, ", {} removed", rebuilt.gone.len());
    }
    if !turn.step.held.is_empty() {
        let _ = write!(text, ", {} kept as before the mistake", turn.step.held.len());
    }
    if let Some(written) = written {
        let _ = write!(text, ", {} written", counted(written.written, "file", "files"));
    }
    let _ = writeln!(text, " in {time}.");
    text
}

/// The reason why each output was rendered.
fn reasons(rebuilt: &Rebuilt) -> String {
    let mut text = String::new();
    for (path, why) in &rebuilt.rendered {
        let _ = match why {
            Some(read) => writeln!(text, "  {path}: {read} changed"),
            None => writeln!(text, "  {path}: it is new"),
        };
    }
    for path in &rebuilt.gone {
        let _ = writeln!(text, "  {path}: it is no longer made");
    }
    text
}

/// The absolute form of `path`, for an editor.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
