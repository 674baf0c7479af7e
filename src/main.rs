//! The `plenary` program.

use std::process::ExitCode;

use clap::Parser;
use plenary::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run()
}
