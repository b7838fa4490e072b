//! `balm check --external`: asks other sites whether the linked pages still exist, showing progress.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

use etcetera::BaseStrategy;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{CheckArgs, OutputArgs};
use super::{Clock, Failure, print, report, shown, talks};
use crate::diagnostic::{self, Level, counted};
use crate::external::{self, Cache, CheckObserver, Verdict, address};
use crate::pipeline::{Options, Report};
use crate::site::Site;
use crate::source;

/// The most seconds spent on asking. Addresses that were not reached are asked in the next run, since results are
/// cached.
const LONGEST: f64 = 600.0;

/// Asks for every link of `site` to another site, and adds the findings to `report`.
pub(super) fn run(
    report: &mut Report,
    site: &Site,
    asked: &CheckArgs,
    options: &Options,
    output: &OutputArgs,
) -> Result<(), Failure> {
    let today = options.choice.today;
    let links = external::collect(site, &report.sources);
    let path = match &asked.cache {
        Some(path) => Some(path.clone()),
        None => cache_file(),
    };
    let mut cache = Cache::default();
    if let Some(path) = &path {
        match Cache::read(path) {
            Ok(read) => cache = read,
            Err(error) => report::complain(&format!(
                "note: {} cannot be used ({}), so every address is asked for\n",
                shown(path).display(),
                source::plain_io(&error)
            )),
        }
    }
    let mut verdicts: BTreeMap<String, Verdict> = BTreeMap::new();
    for address in links.keys() {
        if let Some(verdict) = cache.get(address, today, asked.max_age) {
            verdicts.insert(address.clone(), verdict.clone());
        }
    }
    let known = verdicts.len();
    let open: Vec<&str> =
        links.keys().filter(|address| !verdicts.contains_key(*address)).map(String::as_str).collect();
    let hosts: std::collections::BTreeSet<&str> = open.iter().map(|open| address::host(open)).collect();
    if talks(output) {
        let known = if known > 0 { format!("; {known} already known") } else { String::new() };
        print(&format!(
            "Asking for {} on {}{known}.\n",
            counted(open.len(), "address", "addresses"),
            counted(hosts.len(), "host", "hosts")
        ));
    }
    let bar = LinkProgress::new(open.len(), output);
    let manner =
        external::AskOptions { proxy: ureq::Proxy::try_from_env(), ..external::AskOptions::default() };
    let found = external::ask_all(open.iter().copied(), &manner, &bar);
    bar.bar.finish_and_clear();
    if hosts.len() > 1 && !found.is_empty() && found.values().all(|v| matches!(v, Verdict::NoHost(_))) {
        return Err(Failure::new(
            "none of the hosts that the site links to can be found",
            "check whether this computer is online",
        ));
    }
    let left = open.len() - found.len();
    if left > 0 {
        report::complain(&format!(
            "note: {} not asked for within {} minutes; run it again to continue\n",
            counted(left, "address was", "addresses were"),
            LONGEST / 60.0
        ));
    }
    cache.keep(&found, today, asked.max_age);
    if let Some(path) = &path
        && let Err(error) = cache.write(path)
    {
        let why = source::plain_io(&error);
        report::complain(&format!("note: {} cannot be written: {why}\n", shown(path).display()));
    }
    verdicts.extend(found);
    let mut said =
        external::findings(&links, &verdicts, &site.config.checks, &external::waivers(site), today);
    if options.strict {
        said.iter_mut().for_each(|diagnostic| diagnostic.level = Level::Error);
    }
    report.diagnostics.append(&mut said);
    diagnostic::sort(&mut report.diagnostics);
    Ok(())
}

/// The cache, in the system's folder for caches.
fn cache_file() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.cache_dir().join("balm").join("links.json"))
}

/// A progress bar for the addresses asked for.
struct LinkProgress {
    bar: ProgressBar,
    clock: Clock,
}

impl LinkProgress {
    fn new(count: usize, output: &OutputArgs) -> Self {
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("Asking {wide_bar} {pos}/{len}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        if talks(output) && std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        LinkProgress { bar, clock: Clock::start() }
    }
}

impl CheckObserver for LinkProgress {
    fn done(&self) {
        self.bar.inc(1);
    }

    fn is_over(&self) -> bool {
        self.clock.seconds() > LONGEST
    }
}
