//! The command line: arguments to options, one call, an exit code.
//!
//! Exit codes: 0 fine, 1 the site has problems, 2 wrong usage or nothing could be done.
//!
//! Architecture Invariant: the clock, the terminal and the folder balm was started in are known here and
//! nowhere else.

mod args;
mod check;
mod create;
mod due;
mod explain;
mod external;
mod init;
mod kinds;
mod mend;
mod progress;
mod report;
mod schema;
mod scores;
mod serve;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::data::Date;
use crate::pipeline::{self, Options};
use crate::site::Choice;
use crate::{config, source};
use args::{Args, Chosen, Command, Format, Output};

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
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return misused(&error),
    };
    args.output.color.write_global();
    let result = suits(&args).and_then(|()| command(&args));
    result.unwrap_or_else(|failure| {
        report::failure(&failure, args.output.format);
        ExitCode::from(2)
    })
}

/// Runs the command that `args` name.
fn command(args: &Args) -> Result<ExitCode, Failure> {
    match &args.command {
        Command::Build(build) => {
            let out = build.out.clone().unwrap_or_else(|| args.site.root.join("public"));
            if build.watch { watch::build(args, build, &out) } else { site(args, &build.chosen, &out) }
        }
        Command::Serve(options) => serve::run(args, options),
        Command::Check(options) => check::run(args, options),
        Command::Due(options) => due::run(args, options),
        Command::Init(options) => init::run(options, &args.output),
        Command::New(options) => create::run(options, &args.site.root, &args.output),
        Command::Schema(options) => schema::run(options, &args.site.root),
        Command::Explain(options) => explain::run(options.code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "balm", &mut script);
            print(&String::from_utf8_lossy(&script));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Whether the command speaks in the format that was asked for.
fn suits(args: &Args) -> Result<(), Failure> {
    let format = args.output.format;
    let (fits, help) = match (format, &args.command) {
        (Format::Human | Format::Json, _) => return Ok(()),
        (Format::Sarif | Format::Github, Command::Build(build)) => (!build.watch, "leave `--watch` out"),
        (Format::Sarif | Format::Github, Command::Check(_)) => return Ok(()),
        (Format::Sarif | Format::Github, _) => (false, "it is for `balm build` and `balm check`"),
        (Format::Ics, Command::Due(_)) => return Ok(()),
        (Format::Ics, _) => (false, "it is for `balm due`"),
    };
    if fits {
        Ok(())
    } else {
        Err(Failure::new(format!("`--format {}` does not go with this", format.name()), help))
    }
}

/// Says what was wrong with the arguments, in the form that they ask for as far as one can tell.
fn misused(error: &clap::Error) -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let asked = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--format") {
        Some("") => words.get(at + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    let format = asked.and_then(|name| <Format as clap::ValueEnum>::from_str(name, false).ok());
    if let Some(format @ (Format::Json | Format::Sarif | Format::Github)) =
        format.filter(|_| error.use_stderr())
    {
        let text = error.to_string();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let help = lines.next().unwrap_or_default().to_owned();
        report::failure(&Failure { message, help }, format);
        return ExitCode::from(2);
    }
    // Where nobody reads, nothing can be said.
    let _ = error.print();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// `build`, once.
fn site(args: &Args, chosen: &Chosen, out: &Path) -> Result<ExitCode, Failure> {
    let root = folder(args)?;
    let options = options(args, chosen)?;
    let clock = Clock::start();
    let progress = progress::Bar::new(&args.output);
    let (sources, found) = source::read(root);
    let report = pipeline::run(sources, found, Some((out, root)), &options, &progress);
    progress.finish();
    report::print(&report, Some(out), root, clock.seconds(), &args.output);
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

/// The site's folder as seen from the one balm was started in, for programs that know files from there: "site/", or ""
/// where it is the same or elsewhere.
#[expect(clippy::disallowed_methods, reason = "the command line knows where it was started")]
fn prefix(root: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Ok(here), Ok(root)) = (here, root.canonicalize()) else { return String::new() };
    let below = root.strip_prefix(&here).unwrap_or(Path::new(""));
    below.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
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
