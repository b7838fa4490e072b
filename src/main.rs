//! `balm` on the command line.

use std::process::ExitCode;

/// Rendering allocates on all cores at once, which the system's allocator does slowly.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    balm::cli::run()
}
