//! The arguments that `balm` takes.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, ValueHint};

use crate::data::Date;

/// Builds health-information sites that readers can trust.
#[derive(Debug, Parser)]
#[command(name = "balm", version, about, max_term_width = 100, propagate_version = true)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) site: SiteArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Which site to work on.
#[derive(Debug, ClapArgs)]
pub(crate) struct SiteArgs {
    /// The site's folder, which contains `site.toml`.
    #[arg(long, global = true, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) root: PathBuf,
    /// Treat warnings as errors.
    #[arg(long, global = true)]
    pub(crate) strict: bool,
}

/// How balm prints.
#[derive(Debug, ClapArgs)]
pub(crate) struct OutputArgs {
    /// Print for people or for programs. The README describes the JSON. `sarif` and `github` work with `build` and
    /// `check`, `ics` with `due`.
    #[arg(long, global = true, value_enum, default_value_t = OutputFormat::Human, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
    /// Print only problems.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// When to use colours. `auto` follows the terminal, `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Sentences with the marked source lines.
    Human,
    /// One JSON object.
    Json,
    /// A SARIF 2.1.0 log for code hosts and editors.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// An iCalendar file.
    Ics,
}

impl OutputFormat {
    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            OutputFormat::Human => "human",
            OutputFormat::Json => "json",
            OutputFormat::Sarif => "sarif",
            OutputFormat::Github => "github",
            OutputFormat::Ics => "ics",
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// If the terminal supports them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Sets the choice for everything this process prints. A flag overrides the environment.
    pub(crate) fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site into `public/`.
    Build(BuildArgs),
    /// Show the site in a browser and update it as you write.
    Serve(ServeArgs),
    /// Find every mistake without writing anything.
    Check(CheckArgs),
    /// List which articles are due for review, by when and by whom.
    Due(DueArgs),
    /// Make a new site, or write out the built-in theme so that you can edit it.
    Init(InitArgs),
    /// Add an article, an exercise or a remedy for you to fill in.
    New(NewArgs),
    /// Print the JSON Schema of `site.toml`, front matter or a table, for editors.
    Schema(SchemaArgs),
    /// Explain a diagnostic by its code, or list all codes.
    Explain(ExplainArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// The formats that its result can have besides `human`. Each command takes `json`: one whose result is for people alone
    /// reports in it what kept it from running.
    pub(crate) fn formats(&self) -> &'static [OutputFormat] {
        use OutputFormat::{Github, Ics, Json, Sarif};
        match self {
            Command::Build(build) if build.watch => &[Json],
            Command::Build(_) | Command::Check(_) => &[Json, Sarif, Github],
            Command::Due(_) => &[Json, Ics],
            Command::Serve(_)
            | Command::Init(_)
            | Command::New(_)
            | Command::Schema(_)
            | Command::Explain(_)
            | Command::Completions { .. } => &[Json],
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct BuildArgs {
    /// The folder to publish into, which must be empty or made by balm [default: `public` in the site's folder].
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Build again whenever a file changes, until you press Ctrl-C.
    #[arg(long)]
    pub(crate) watch: bool,
    #[command(flatten)]
    pub(crate) watching: Watching,
    #[command(flatten)]
    pub(crate) chosen: Chosen,
}

/// The address `text`, which may be given by the name that every computer has for itself.
fn address(text: &str) -> Result<IpAddr, String> {
    if text.eq_ignore_ascii_case("localhost") {
        return Ok(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    text.parse().map_err(|_| "write an address such as `127.0.0.1` or `0.0.0.0`, or `localhost`".to_owned())
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// The port to listen on; if it is taken, the next free one.
    #[arg(long, value_name = "PORT", default_value_t = 1111)]
    pub(crate) port: u16,
    /// The address to listen on. With any but this computer's own, others can see the preview.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", value_parser = address)]
    pub(crate) host: IpAddr,
    /// Open the site in the browser.
    #[arg(long)]
    pub(crate) open: bool,
    /// Let the browser go to the place you edit.
    #[arg(long)]
    pub(crate) follow: bool,
    /// The address that opens a file in your editor, with `{path}`, `{line}` and `{column}` in it.
    #[arg(long, value_name = "ADDRESS", default_value = "vscode://file/{path}:{line}:{column}")]
    pub(crate) editor: String,
    #[command(flatten)]
    pub(crate) watching: Watching,
    #[command(flatten)]
    pub(crate) chosen: Chosen,
}

/// How to watch files.
#[derive(Debug, ClapArgs)]
pub(crate) struct Watching {
    /// Give the reason why each page was rendered.
    #[arg(long)]
    pub(crate) explain_rebuild: bool,
    /// Check the files for changes at intervals, for systems that do not report them.
    #[arg(long)]
    pub(crate) poll: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    /// Fix mistakes that have exactly one right answer, and report the rest.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show what `--fix` would do as a patch, without changing anything.
    #[arg(long)]
    pub(crate) diff: bool,
    /// Ask other sites whether the pages you link to still exist. This takes a while: no site gets more than two
    /// requests at a time.
    #[arg(long)]
    pub(crate) external: bool,
    /// Where to keep good results [default: `balm/links.json` in your cache folder].
    #[arg(long, value_name = "FILE", requires = "external", value_hint = ValueHint::FilePath)]
    pub(crate) cache: Option<PathBuf>,
    /// How long to keep them; 0 asks for every page again.
    #[arg(long, value_name = "DAYS", requires = "external", default_value_t = 7)]
    pub(crate) max_age: u32,
    #[command(flatten)]
    pub(crate) chosen: Chosen,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DueArgs {
    /// Only what is due within this many days, or overdue.
    #[arg(long, value_name = "DAYS")]
    pub(crate) within: Option<u32>,
    /// Also write an iCalendar file; `--format ics` prints it.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) ics: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) chosen: Chosen,
}

/// What to include in a build.
#[derive(Clone, Debug, ClapArgs)]
pub(crate) struct Chosen {
    /// The address of the published site, overriding `base_url` in `site.toml`.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) base_url: Option<String>,
    /// Include drafts; `serve` always does.
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Include articles whose `published` date is in the future.
    #[arg(long)]
    pub(crate) future: bool,
    /// Build as if it were this date, such as 2026-11-22 [default: today].
    #[arg(long, value_name = "DATE", value_parser = |text: &str| text.parse::<Date>())]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// The folder of the new site; with `--theme`, the site to write the theme into.
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) dir: PathBuf,
    /// Write the built-in theme's `templates/` and `static/` into the site so that you can edit them.
    #[arg(long)]
    pub(crate) theme: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NewArgs {
    /// What to add: `article`, or the word for a row of a table, such as `exercise` or `remedy`.
    pub(crate) what: String,
    /// Its title or name, such as "Bird dog".
    pub(crate) name: String,
    /// The folder under `content/` to put it in [default: where such things already are].
    #[arg(long = "in", value_name = "FOLDER")]
    pub(crate) folder: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaArgs {
    /// The schema to print; without it, the names of all schemas.
    pub(crate) name: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// The code in brackets after `error` or `warning`, or `directives`.
    pub(crate) code: Option<String>,
}
