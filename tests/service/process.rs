//! The real program, running.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::running::Answering;

/// The program.
pub(crate) const PLENARY: &str = env!("CARGO_BIN_EXE_plenary");

/// A running `plenary serve`. Dropping it kills it.
pub(crate) struct Process {
    /// Where it answers.
    pub(crate) at: Answering,
    child: Child,
    log: Arc<Mutex<String>>,
}

impl Process {
    /// Starts a command that becomes `plenary serve` on a port of its choice.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command
            .env("PLENARY_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let written = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *written.lock().unwrap() += &(line + "\n");
            }
        });
        let began = Instant::now();
        let address = loop {
            let so_far = log.lock().unwrap().clone();
            let serving = so_far.split("\"address\":\"").nth(1);
            if let Some((address, _)) = serving.and_then(|rest| rest.split_once('"')) {
                break address.parse().unwrap();
            }
            assert!(began.elapsed() < Duration::from_secs(30), "no start: {so_far}");
            assert!(child.try_wait().unwrap().is_none(), "it ended: {so_far}");
            std::thread::sleep(Duration::from_millis(20));
        };
        Self { at: Answering { address }, child, log }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").arg(name).arg(self.id().to_string()).status().unwrap();
        assert!(status.success());
    }

    /// Waits until it has ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `plenary COMMAND` for a place.
pub(crate) fn plenary(place: &Place, command: &str) -> Command {
    let mut plenary = Command::new(PLENARY);
    plenary
        .arg(command)
        .current_dir(place.folder.path())
        .env("PLENARY_FEEDS", place.feeds())
        .env("PLENARY_DATABASE", place.database());
    plenary
}
