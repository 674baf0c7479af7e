//! A throwaway PostgreSQL cluster of a test's own.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A running PostgreSQL server, which ends with the test.
pub struct Cluster {
    folder: TempDir,
    binaries: PathBuf,
    port: u16,
}

impl Cluster {
    /// Starts a cluster. `None`, with a word on what was left out, on a machine without
    /// PostgreSQL; an error there if `PLENARY_TEST_EVERYTHING` is set.
    pub fn start(test: &str) -> Option<Self> {
        let Some(binaries) = binaries() else {
            assert!(
                std::env::var_os("PLENARY_TEST_EVERYTHING").is_none(),
                "{test} needs PostgreSQL, which is not installed"
            );
            eprintln!("left out: {test}, as PostgreSQL is not installed");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("plenary-pg-").tempdir().unwrap();
        // The server refuses to run as root and its user has to get to the folder.
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { folder, binaries, port };
        let state = cluster.state();
        run(cluster.command("initdb").arg("-D").arg(&state).args(["-A", "trust", "-U", "plenary"]));
        cluster.resume();
        Some(cluster)
    }

    /// The address of a database that this makes.
    pub fn database(&self, name: &str) -> String {
        run(self
            .command("createdb")
            .args(["-h", "127.0.0.1", "-U", "plenary", "-p"])
            .arg(self.port.to_string())
            .arg(name));
        format!("postgres://plenary@127.0.0.1:{}/{name}?sslmode=disable", self.port)
    }

    /// Stops the server at once, as a fault would.
    pub fn stop(&self) {
        run(self.command("pg_ctl").arg("-D").arg(self.state()).args(["-m", "immediate", "stop"]));
    }

    /// Starts the server again, on the same port.
    pub fn resume(&self) {
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories='' -c fsync=off",
            self.port
        );
        let log = self.folder.path().join("log");
        run(self
            .command("pg_ctl")
            .arg("-D")
            .arg(self.state())
            .arg("-l")
            .arg(log)
            .args(["-w", "-o", &options, "start"]));
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn command(&self, name: &str) -> Command {
        let binary = self.binaries.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(binary);
            command
        } else {
            Command::new(binary)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.arg("-D").arg(self.state()).args(["-m", "immediate", "stop"]);
        // It may have been stopped by the test.
        let _ = stop.output();
    }
}

/// Where Debian, or else the path, has the server's programs.
fn binaries() -> Option<PathBuf> {
    let mut places: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    places.sort();
    places.reverse();
    places.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    places.into_iter().find(|place| Path::is_file(&place.join("initdb")))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn run(command: &mut Command) {
    // Not `output()`: the server would keep a pipe open, and that would wait for it.
    let log = tempfile::NamedTempFile::new().unwrap();
    command.stdout(log.reopen().unwrap()).stderr(log.reopen().unwrap());
    let status = command.status().unwrap();
    let said = std::fs::read_to_string(log.path()).unwrap_or_default();
    assert!(status.success(), "{command:?}: {said}");
}
