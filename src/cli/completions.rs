//! `plenary completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;

/// Writes completions for a shell to standard output.
pub(super) fn completions(shell: Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "plenary", &mut std::io::stdout());
}
