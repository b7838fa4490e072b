//! `balm check`: finds every mistake, and fixes some on request.

use std::path::Path;
use std::process::ExitCode;

use super::args::{Args, CheckArgs};
use super::{Clock, Failure, external, fix, folder, options, progress, report};
use crate::pipeline::{self, Options, Report};
use crate::source;

/// Checks the site, and does what the options ask for.
pub(super) fn run(args: &Args, asked: &CheckArgs) -> Result<ExitCode, Failure> {
    let root = folder(args)?;
    let options = options(args, &asked.chosen)?;
    let clock = Clock::start();
    let mut report = pass(args, root, &options);
    if asked.diff {
        fix::show(&report, root, &options, &args.output)?;
        return Ok(code(&report));
    }
    if asked.fix && fix::apply(&report, root, &options, &args.output)?.count() > 0 {
        report = pass(args, root, &options);
    }
    if asked.external
        && let Some(site) = report.site.clone()
    {
        external::run(&mut report, &site, asked, &options, &args.output)?;
    }
    report::print(&report, None, root, clock.seconds(), &args.output);
    Ok(code(&report))
}

fn pass(args: &Args, root: &Path, options: &Options) -> Report {
    let progress = progress::BuildProgress::new(&args.output);
    let (sources, found) = source::read(root);
    let report = pipeline::run(sources, found, None, options, &progress);
    progress.finish();
    report
}

fn code(report: &Report) -> ExitCode {
    ExitCode::from(u8::from(report.has_errors()))
}
