//! `balm` on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    balm::cli::run()
}
