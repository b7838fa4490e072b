//! The command line: turns arguments into options, makes one call, and returns an exit code.
//!
//! Exit codes: 0 fine, 1 the site has problems, 2 wrong usage or nothing could be done.
//!
//! Architecture Invariant: only this module knows the clock, the terminal and the folder that balm was started in.

mod args;
mod check;
mod create;
mod due;
mod explain;
mod external;
mod fix;
mod init;
mod kinds;
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
use crate::site::PageFilter;
use crate::{config, source};
use args::{Args, Chosen, Command, OutputArgs, OutputFormat};

/// What kept a command from running; exit code 2.
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

/// Runs the command given by `args`.
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
        Command::Explain(options) => explain::run(options.code.as_deref(), &args.site.root),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "balm", &mut script);
            print(&String::from_utf8_lossy(&script));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Checks that the command supports the requested format.
fn suits(args: &Args) -> Result<(), Failure> {
    let format = args.output.format;
    if format == OutputFormat::Human || args.command.formats().contains(&format) {
        return Ok(());
    }
    let help = match format {
        OutputFormat::Sarif | OutputFormat::Github if matches!(args.command, Command::Build(_)) => {
            "leave `--watch` out"
        }
        OutputFormat::Sarif | OutputFormat::Github => "this format works with `balm build` and `balm check`",
        OutputFormat::Ics => "this format works with `balm due`",
        OutputFormat::Human | OutputFormat::Json => "leave `--format` out",
    };
    Err(Failure::new(format!("`--format {}` does not work with this command", format.name()), help))
}

/// Reports what is wrong with the arguments, in the requested format as far as that can be determined.
fn misused(error: &clap::Error) -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let asked = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--format") {
        Some("") => words.get(at + 1).map(String::as_str),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    let format = asked.and_then(|name| <OutputFormat as clap::ValueEnum>::from_str(name, false).ok());
    if let Some(format @ (OutputFormat::Json | OutputFormat::Sarif | OutputFormat::Github)) =
        format.filter(|_| error.use_stderr())
    {
        let text = error.to_string();
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let help = lines.next().unwrap_or_default().to_owned();
        report::failure(&Failure { message, help }, format);
        return ExitCode::from(2);
    }
    // If nobody is reading, there is nothing more to do.
    let _ = error.print();
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// `build` without `--watch`.
fn site(args: &Args, chosen: &Chosen, out: &Path) -> Result<ExitCode, Failure> {
    let root = folder(args)?;
    let options = options(args, chosen)?;
    let clock = Clock::start();
    let progress = progress::BuildProgress::new(&args.output);
    let (sources, found) = source::read(root);
    let report = pipeline::run(sources, found, Some((out, root)), &options, &progress);
    progress.finish();
    report::print(&report, Some(out), root, clock.seconds(), &args.output);
    let code = if report.has_errors() { ExitCode::from(1) } else { ExitCode::SUCCESS };
    // The program ends here, and the system frees all of its memory at once. Freeing a site article by article takes 0.5 % of a
    // build.
    std::mem::forget(report);
    Ok(code)
}

/// The site's folder, which exists.
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
    let choice = PageFilter {
        today: chosen.today.unwrap_or_else(today),
        drafts: chosen.drafts,
        future: chosen.future,
    };
    Ok(Options { choice, base_url: chosen.base_url.clone(), strict: args.site.strict })
}

/// The path to the site's folder from the current one, for programs that name files from there: "site/", or empty if
/// it is the same folder or is not below the current one.
#[expect(clippy::disallowed_methods, reason = "the command line knows where it was started")]
fn prefix(root: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Ok(here), Ok(root)) = (here, root.canonicalize()) else { return String::new() };
    let below = root.strip_prefix(&here).unwrap_or(Path::new(""));
    below.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}

/// The date at the author's place.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line knows the clock and passes the date to a build"
)]
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

/// Writes to standard output. It is not an error if the reader, such as `head`, has gone away.
fn print(text: &str) {
    use std::io::Write;
    let mut out = anstream::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// `path` as a person would write it: relative to the current folder if it is inside it.
#[expect(clippy::disallowed_methods, reason = "the command line knows the folder it was started in")]
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    let path = below.unwrap_or(path);
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

/// Whether `output` allows messages for people.
fn talks(output: &OutputArgs) -> bool {
    !output.quiet && output.format == args::OutputFormat::Human
}
