//! The command line: arguments to options, one call, an exit code.
//!
//! Exit codes: 0 fine, 1 the site has problems, 2 wrong usage or nothing could be done.
//!
//! Architecture Invariant: the clock, the terminal and the folder balm was started in are known here and
//! nowhere else.

mod args;
mod create;
mod explain;
mod init;
mod progress;
mod report;
mod schema;
mod serve;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::data::Date;
use crate::pipeline::{self, Options};
use crate::site::Choice;
use crate::{config, source};
use args::{Args, Chosen, Command, Output};

/// Something that kept a command from doing its work; exit code 2.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: String,
}

impl Failure {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure { message: message.into(), help: help.into() }
    }
}

/// Runs the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let args = Args::parse();
    args.output.color.write_global();
    let result = match &args.command {
        Command::Build(build) => {
            let out = build.out.clone().unwrap_or_else(|| args.site.root.join("public"));
            if build.watch {
                watch::build(&args, build, &out)
            } else {
                site(&args, &build.chosen, Some(&out))
            }
        }
        Command::Serve(options) => serve::run(&args, options),
        Command::Check(check) => site(&args, &check.chosen, None),
        Command::Init(options) => init::run(options, &args.output),
        Command::New(options) => create::run(options, &args.site.root, &args.output),
        Command::Schema(options) => schema::run(options),
        Command::Explain(options) => explain::run(options.code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "balm", &mut script);
            print(&String::from_utf8_lossy(&script));
            Ok(ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|failure| {
        report::failure(&failure, &args.output);
        ExitCode::from(2)
    })
}

/// `build` and `check`: the same way through, with and without an output folder.
fn site(args: &Args, chosen: &Chosen, out: Option<&Path>) -> Result<ExitCode, Failure> {
    let root = folder(args)?;
    let options = options(args, chosen)?;
    let clock = Clock::start();
    let progress = progress::Bar::new(&args.output);
    let (sources, found) = source::read(root);
    let out = out.map(|out| (out, root));
    let report = pipeline::run(sources, found, out, &options, &progress);
    progress.finish();
    report::print(&report, out.map(|(out, _)| out), clock.seconds(), &args.output);
    Ok(if report.has_errors() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The site's folder, which is there.
fn folder(args: &Args) -> Result<&Path, Failure> {
    let root = &args.site.root;
    if root.is_dir() {
        return Ok(root);
    }
    Err(Failure::new(
        format!("there is no folder `{}`", root.display()),
        "name the site's folder with `--root`, or make one with `balm init`",
    ))
}

fn options(args: &Args, chosen: &Chosen) -> Result<Options, Failure> {
    if let Some(url) = &chosen.base_url
        && let Some(fault) = config::base_url_fault(url)
    {
        return Err(Failure::new(
            format!("`--base-url {url}`: {fault}"),
            "write it as `https://example.org`",
        ));
    }
    let choice =
        Choice { today: chosen.today.unwrap_or_else(today), drafts: chosen.drafts, future: chosen.future };
    Ok(Options { choice, base_url: chosen.base_url.clone(), strict: args.site.strict })
}

/// The day it is where the author is.
#[expect(clippy::disallowed_methods, reason = "the command line knows the clock; a build is told the day")]
fn today() -> Date {
    jiff::Zoned::now().date().into()
}

/// Measures how long a command takes.
struct Clock(std::time::Instant);

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line measures time; nothing built depends on it"
    )]
    fn start() -> Self {
        Clock(std::time::Instant::now())
    }

    fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// Writes to standard output. A reader that has gone away, such as `head`, is not a mistake.
fn print(text: &str) {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// `path` as a person would write it: from the current folder where it is below it.
#[expect(clippy::disallowed_methods, reason = "the command line knows the folder it was started in")]
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    let path = below.unwrap_or(path);
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

/// Whether `output` allows a word to people.
fn talks(output: &Output) -> bool {
    !output.quiet && output.format == args::Format::Human
}
