//! `plenary completions`.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;

/// Writes completions for a shell to standard output.
pub(super) fn completions(shell: Shell) -> io::Result<()> {
    // Written in one piece: the generator does not expect a reader that goes away.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "plenary", &mut script);
    io::stdout().lock().write_all(&script)
}
